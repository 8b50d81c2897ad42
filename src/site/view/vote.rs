//! Votes: rules, calendar, turnout, and after certification the result.

use serde::Serialize;

use super::contest::{ContestView, contests};
use super::stage::stage;
use super::tally::{self, ResultView};
use super::{Day, HowToVote, Label, Link, Passage, Scene, Shell, Stage, format, vote_rules};
use crate::council::tally::{TallyFile, Turnout, TurnoutFile};
use crate::council::{ElectorateId, Mode, VoteId};
use crate::document::vote::{Draft, DraftOption};
use crate::document::{Record, RecordId, Vote};
use crate::site::data::DataFile;
use crate::site::markdown::Below;
use crate::site::route::Page;
use crate::tree::Digest;

/// One vote in a list.
#[derive(Clone, Debug, Serialize)]
pub struct VoteRow {
    /// Its title.
    pub link: Link,
    /// The question.
    pub question: String,
    /// Where it stands.
    pub state: Label,
    /// From when to when.
    pub period: String,
    /// How many took part, in words.
    pub turnout: Option<String>,
    /// The language of its title, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// All votes.
#[derive(Clone, Debug, Serialize)]
pub struct VoteListView {
    /// What every page has.
    pub page: Shell,
    /// Newest first.
    pub votes: Vec<VoteRow>,
}

/// One vote.
#[derive(Clone, Debug, Serialize)]
pub struct VoteView {
    /// What every page has.
    pub page: Shell,
    /// Its id, as the commands name it.
    pub id: String,
    /// The question.
    pub question: String,
    /// Where it stands.
    pub state: Label,
    /// What that means for a reader.
    pub state_note: String,
    /// The body.
    pub body: Link,
    /// The meeting.
    pub meeting: Option<Link>,
    /// When it opens.
    pub opens: Day,
    /// When it closes.
    pub closes: Day,
    /// Last day of appeal.
    pub appeal_until: Day,
    /// Day from which ballots may be erased.
    pub retention_until: Day,
    /// Method and version.
    pub method: String,
    /// The same in words.
    pub method_told: String,
    /// The rules in words.
    pub rules: Vec<String>,
    /// Whether residents vote under random ids.
    pub pseudonymous: bool,
    /// What is voted on.
    pub options: Vec<OptionView>,
    /// Whether options have a cost.
    pub has_costs: bool,
    /// The envelopes.
    pub envelopes: Vec<EnvelopeView>,
    /// Who took part.
    pub turnout: Option<TurnoutView>,
    /// The result.
    pub result: Option<ResultView>,
    /// Who contests the result, and what came of it.
    pub contests: Vec<ContestView>,
    /// How to vote, as long as it can be done.
    pub how: Option<HowToVote>,
    /// The explanation.
    pub text: Passage,
    /// Hash of the sealed rules.
    pub definition: Option<String>,
    /// The file of the sealed rules in the repository.
    pub definition_file: String,
    /// The fingerprint of the record, once there is one.
    pub genesis: Option<String>,
    /// Address of the result as a table.
    pub table: Option<String>,
    /// Address of the budget as Pabulib has it.
    pub pabulib: Option<String>,
    /// Hash of the tally's file.
    pub tally_hash: Option<String>,
    /// What people clone.
    pub repository: String,
    /// The folder a clone makes.
    pub clone_folder: String,
}

/// What is voted on.
#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// Its id, as ballots name it.
    pub id: String,
    /// Its title, and its proposal.
    pub link: Link,
    /// Its category.
    pub category: Option<String>,
    /// Its cost.
    pub cost: Option<String>,
    /// The envelopes that may pay it.
    pub pays_from: String,
}

/// An envelope before the count.
#[derive(Clone, Debug, Serialize)]
pub struct EnvelopeView {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub amount: String,
}

/// Who took part.
#[derive(Clone, Debug, Serialize)]
pub struct TurnoutView {
    /// In one sentence.
    pub sentence: String,
    /// Voters on the roll.
    pub enrolled: String,
    /// Voters with a recorded ballot.
    pub voted: String,
    /// Their share.
    pub share: String,
    /// Thousandths of the roll, for the bar.
    pub permille: u64,
    /// The same by electorate, where there are several.
    pub electorates: Vec<GroupView>,
    /// The same by group.
    pub groups: Vec<GroupView>,
    /// Ballots recorded, re-votes among them.
    pub recorded: String,
    /// Files refused.
    pub refused: String,
    /// Whether some group is so small that its members could be guessed.
    pub some_small: bool,
}

/// Turnout of a group.
#[derive(Clone, Debug, Serialize)]
pub struct GroupView {
    /// Its name.
    pub name: String,
    /// On the roll.
    pub enrolled: String,
    /// Taking part.
    pub voted: String,
    /// Their share.
    pub share: String,
    /// Whether it is small.
    pub small: bool,
}

/// What the verifier published of a vote.
pub(super) struct Published<'a> {
    pub(super) turnout: Option<&'a TurnoutFile>,
    pub(super) tally: Option<&'a (TallyFile, Digest)>,
}

pub(super) fn published<'a>(scene: &Scene<'a>, id: &RecordId) -> Published<'a> {
    let results = &scene.documents().results;
    let id = VoteId::parse(id.as_str()).ok();
    Published {
        turnout: id.as_ref().and_then(|id| results.turnouts.get(id)),
        tally: id.as_ref().and_then(|id| results.tallies.get(id)),
    }
}

/// All votes, the one that closes last first.
pub(super) fn rows(scene: &Scene<'_>) -> Vec<(Stage, VoteRow)> {
    let mut votes: Vec<(&RecordId, &Record<Vote>)> = scene.documents().votes.iter().collect();
    votes.sort_by_key(|(id, vote)| (std::cmp::Reverse(vote.facts.closes), *id));
    votes.into_iter().map(|(id, vote)| (stage(scene, id), row(scene, id, vote))).collect()
}

fn row(scene: &Scene<'_>, id: &RecordId, record: &Record<Vote>) -> VoteRow {
    let facts = &record.facts;
    let (opens, closes) =
        (format::date(facts.opens.date(), scene.language), format::date(facts.closes.date(), scene.language));
    let period =
        if opens == closes { opens } else { scene.say_with("period", &[("opens", &opens), ("closes", &closes)]) };
    VoteRow {
        link: scene.link(&Page::Vote(id.clone()), record.title(scene.language)),
        question: scene.localised(&facts.draft.question),
        state: scene.label("vote", stage(scene, id).word()),
        period,
        turnout: turnout(scene, facts, &published(scene, id)).map(|turnout| turnout.sentence),
        lang: scene.foreign(record.language(scene.language)),
    }
}

impl VoteListView {
    /// All votes.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let page = Shell::new(scene, &Page::VoteList, "vote-list", &scene.say("nav_votes"), &[]);
        Self { page, votes: rows(scene).into_iter().map(|(_, row)| row).collect() }
    }
}

impl VoteView {
    /// One vote.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let documents = scene.documents();
        let record = documents.votes.get(id)?;
        let (facts, draft) = (&record.facts, &record.facts.draft);
        let published = published(scene, id);
        let stage = stage(scene, id);
        let shell = Shell::new(scene, &Page::Vote(id.clone()), "vote", record.title(scene.language), &[Page::VoteList]);
        let repository = documents.config.repository.clone();
        Some(Self {
            page: shell.about(scene, record),
            id: id.to_string(),
            question: scene.localised(&draft.question),
            state: scene.label("vote", stage.word()),
            state_note: state_note(scene, stage, facts),
            body: scene.body(&facts.body),
            meeting: facts.meeting.as_ref().map(|m| scene.record_link(&documents.meetings, m, Page::Meeting)),
            opens: moment(scene, facts.opens),
            closes: moment(scene, facts.closes),
            appeal_until: scene.day(draft.appeal_until),
            retention_until: scene.day(draft.retention_until),
            method: draft.rules.name().to_owned(),
            method_told: scene.say_with("method", &[("method", &vote_rules::method(scene, &draft.rules))]),
            rules: vote_rules::sentences(scene, facts),
            pseudonymous: draft.mode == Mode::Pseudonymous,
            options: draft.options.iter().map(|option| option_view(scene, facts, option)).collect(),
            has_costs: draft.rules.money().is_some(),
            envelopes: envelopes(scene, facts),
            turnout: turnout(scene, facts, &published),
            result: published.tally.map(|(tally, _)| tally::result(scene, facts, tally)),
            contests: contests(scene, id),
            how: can_vote(stage, draft)
                .then(|| HowToVote::new(scene, id.as_str(), draft, published.turnout.map(|file| file.definition))),
            text: scene.passage(record, Below::Section),
            definition: definition(&published),
            genesis: documents.results.genesis.map(|hash| hash.to_string()),
            definition_file: format!("submissions/definitions/{id}.definition"),
            table: published.tally.map(|_| scene.link(&Page::Data(DataFile::result(id)), "").href),
            pabulib: Some(Page::Data(DataFile::Pabulib(id.clone())))
                .filter(|page| scene.plan.has(page))
                .map(|page| scene.link(&page, "").href),
            tally_hash: published.tally.map(|(_, hash)| hash.to_string()),
            clone_folder: clone_folder(&repository),
            repository,
        })
    }
}

/// Whether signed files will be taken, or are now.
fn can_vote(stage: Stage, draft: &Draft) -> bool {
    draft.channels.electronic && matches!(stage, Stage::Announced | Stage::Sealed | Stage::Open)
}

/// Where the vote stands, in words; and that it was closed before its sealed hour, where that lies ahead of
/// the day of which the site speaks.
fn state_note(scene: &Scene<'_>, stage: Stage, vote: &Vote) -> String {
    let note = scene.say(&format!("vote_note_{}", stage.word()));
    let ended = stage == Stage::Closed || stage.has_result();
    if ended && scene.as_of.is_some_and(|today| vote.closes.date() > today) {
        let closes = format::moment(vote.closes, scene.language);
        return format!("{note} {}", scene.say_with("vote_closed_early", &[("closes", &closes)]));
    }
    note
}

fn definition(published: &Published<'_>) -> Option<String> {
    let tally = published.tally.map(|(tally, _)| tally.definition);
    tally.or_else(|| published.turnout.map(|file| file.definition)).map(|hash| hash.to_string())
}

fn moment(scene: &Scene<'_>, moment: crate::document::Moment) -> Day {
    Day { text: format::moment(moment, scene.language), iso: moment.to_string() }
}

/// The folder that `git clone` makes of an address.
fn clone_folder(repository: &str) -> String {
    let name = repository.trim_end_matches('/').rsplit('/').next().unwrap_or(repository);
    name.strip_suffix(".git").unwrap_or(name).to_owned()
}

fn option_view(scene: &Scene<'_>, vote: &Vote, option: &DraftOption) -> OptionView {
    let names = option.pays_from.iter().map(|id| tally::envelope_name(scene, vote, id));
    OptionView {
        id: option.id.to_string(),
        link: tally::option_link(scene, vote, &option.id),
        category: option.category.as_ref().map(|id| super::proposal::category_name(scene, id)),
        cost: option.cost.map(|cost| scene.money(cost)),
        pays_from: names.collect::<Vec<_>>().join(", "),
    }
}

fn envelopes(scene: &Scene<'_>, vote: &Vote) -> Vec<EnvelopeView> {
    let Some((currency, envelopes)) = vote.draft.rules.money() else { return Vec::new() };
    let envelope = |envelope: &crate::council::BudgetEnvelope| EnvelopeView {
        name: tally::envelope_name(scene, vote, &envelope.id),
        amount: format::money(envelope.amount, currency.as_str(), scene.language),
    };
    envelopes.iter().map(envelope).collect()
}

/// The turnout of a vote, where any is published.
pub(super) fn turnout_of(scene: &Scene<'_>, id: &RecordId, vote: &Vote) -> Option<TurnoutView> {
    turnout(scene, vote, &published(scene, id))
}

/// The turnout of a vote in one sentence, where any is published.
pub(in crate::site) fn turnout_sentence(scene: &Scene<'_>, id: &RecordId, vote: &Vote) -> Option<String> {
    turnout_of(scene, id, vote).map(|turnout| turnout.sentence)
}

fn turnout(scene: &Scene<'_>, vote: &Vote, published: &Published<'_>) -> Option<TurnoutView> {
    let (turnout, recorded, refused): (&Turnout, u64, u64) = match published {
        Published { tally: Some((tally, _)), .. } => (&tally.turnout, tally.ballots.recorded, tally.ballots.refused),
        Published { turnout: Some(file), .. } => (&file.turnout, file.recorded, file.refused),
        _ => return None,
    };
    let (enrolled, voted) = (scene.number(turnout.enrolled), scene.number(turnout.voted));
    let share = format::share(turnout.voted, turnout.enrolled, scene.language);
    let sentence = [("voted", voted.as_str()), ("enrolled", &enrolled), ("share", &share)];
    Some(TurnoutView {
        sentence: scene.say_with("turnout_sentence", &sentence),
        permille: turnout.voted.saturating_mul(1000) / turnout.enrolled.max(1),
        electorates: electorates(scene, vote, published),
        groups: turnout.groups.iter().map(|group| group_view(scene, group)).collect(),
        recorded: scene.number(recorded),
        refused: scene.number(refused),
        some_small: turnout.groups.iter().any(|group| group.small)
            || electorates(scene, vote, published).iter().any(|one| one.small),
        enrolled,
        voted,
        share,
    })
}

/// Who took part, by electorate.
fn electorates(scene: &Scene<'_>, vote: &Vote, published: &Published<'_>) -> Vec<GroupView> {
    let tally = published.tally.into_iter().flat_map(|(tally, _)| &tally.electorates);
    let running =
        published.turnout.into_iter().filter(|_| published.tally.is_none()).flat_map(|file| &file.electorates);
    let each = tally.map(|one| (&one.electorate, &one.turnout));
    let each = each.chain(running.map(|one| (&one.electorate, &one.turnout)));
    let view = |(id, turnout): (&ElectorateId, &Turnout)| GroupView {
        name: tally::electorate_name(scene, vote, id),
        enrolled: scene.number(turnout.enrolled),
        voted: scene.number(turnout.voted),
        share: format::share(turnout.voted, turnout.enrolled, scene.language),
        small: turnout.is_small(),
    };
    each.map(view).collect()
}

fn group_view(scene: &Scene<'_>, group: &crate::council::tally::GroupTurnout) -> GroupView {
    GroupView {
        name: super::proposal::district_text(scene, &group.group),
        enrolled: scene.number(group.enrolled),
        voted: scene.number(group.voted),
        share: format::share(group.voted, group.enrolled, scene.language),
        small: group.small,
    }
}
