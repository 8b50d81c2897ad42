//! Editions of a participatory budget: phases, funnel, shares, workshops, turnout.

use serde::Serialize;

use super::proposal::{category_name, district_text, facts as proposal_facts, link as proposal_link};
use super::vote::{TurnoutView, turnout_of};
use super::{Day, Label, Link, Passage, Scene, Shell, format};
use crate::council::{Amount, Date};
use crate::document::{DeliveryStatus, Edition, ProposalStatus, Record, RecordId};
use crate::site::editions;
use crate::site::funnel::{FunnelStage, Project, StageCount, count, projects};
use crate::site::markdown::Below;
use crate::site::route::Page;

/// All editions.
#[derive(Clone, Debug, Serialize)]
pub struct EditionListView {
    /// What every page has.
    pub page: Shell,
    /// Newest first.
    pub editions: Vec<EditionRow>,
}

/// One edition in a list.
#[derive(Clone, Debug, Serialize)]
pub struct EditionRow {
    /// Its title.
    pub link: Link,
    /// What is said of it in lists.
    pub summary: Option<String>,
    /// The phase it is in.
    pub phase: Option<String>,
    /// The language of its title, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// One edition.
#[derive(Clone, Debug, Serialize)]
pub struct EditionView {
    /// What every page has.
    pub page: Shell,
    /// What is said of it in lists.
    pub summary: Option<String>,
    /// The body that holds it.
    pub body: Link,
    /// Its year.
    pub year: String,
    /// What it can spend.
    pub money: Option<String>,
    /// The same by envelope.
    pub envelopes: Vec<EnvelopeRow>,
    /// Its phases.
    pub phases: Vec<PhaseRow>,
    /// Its text: the rules.
    pub text: Passage,
    /// Where its facts come from.
    pub sources: Vec<String>,
    /// How many proposals came how far.
    pub funnel: Vec<FunnelRow>,
    /// The bars of the funnel.
    pub bars: Vec<Bar>,
    /// Projects that go no further.
    pub dropped: Vec<DroppedRow>,
    /// Winners and money by category and by district.
    pub shares: Vec<ShareTable>,
    /// Where residents met.
    pub workshops: Vec<WorkshopRow>,
    /// Its votes with their turnout.
    pub votes: Vec<VoteTurnout>,
    /// The ledger, where it has one.
    pub ledger: Option<Link>,
}

/// An envelope.
#[derive(Clone, Debug, Serialize)]
pub struct EnvelopeRow {
    /// What it is called.
    pub name: String,
    /// What it holds.
    pub amount: String,
}

/// A phase.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseRow {
    /// What it is called.
    pub name: String,
    /// The first day.
    pub start: Day,
    /// The last day.
    pub end: Day,
    /// Whether it runs today.
    pub current: bool,
}

/// A bar of a chart.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Its length in thousandths of the whole.
    pub length: u64,
}

impl Bar {
    /// The bar of `number` out of `whole`.
    #[must_use]
    pub fn new(scene: &Scene<'_>, name: String, number: u64, whole: u64) -> Self {
        Self { name, value: scene.number(number), length: number.saturating_mul(1000) / whole.max(1) }
    }
}

/// A stage of the funnel.
#[derive(Clone, Debug, Serialize)]
pub struct FunnelRow {
    /// The stage.
    pub name: String,
    /// How many came this far.
    pub entered: String,
    /// How many went on.
    pub passed: String,
    /// How many dropped out here.
    pub dropped: String,
    /// How many are still here.
    pub waiting: String,
    /// Whether nothing comes after it.
    pub last: bool,
}

/// A project that goes no further.
#[derive(Clone, Debug, Serialize)]
pub struct DroppedRow {
    /// The proposal.
    pub link: Link,
    /// How far it came.
    pub stage: String,
    /// What became of it.
    pub status: Label,
    /// The proposal that goes on in its place.
    pub merged_into: Option<Link>,
    /// Why.
    pub reason: String,
    /// The language of the reason, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// Winners and money by category or by district.
#[derive(Clone, Debug, Serialize)]
pub struct ShareTable {
    /// What it shows.
    pub caption: String,
    /// What its rows are.
    pub head: String,
    /// Its rows.
    pub rows: Vec<ShareRow>,
    /// What shares are of.
    pub note: String,
}

/// One category or district.
#[derive(Clone, Debug, Serialize)]
pub struct ShareRow {
    /// Its name.
    pub name: String,
    /// Proposals handed in.
    pub submitted: String,
    /// Winners.
    pub winners: String,
    /// Their share of all winners.
    pub winners_share: String,
    /// What its winners cost.
    pub money: String,
    /// Their share of what all winners cost.
    pub money_share: String,
}

/// A workshop.
#[derive(Clone, Debug, Serialize)]
pub struct WorkshopRow {
    /// The day.
    pub day: Day,
    /// Where.
    pub place: String,
    /// What it was about.
    pub subject: String,
    /// How many came.
    pub attendance: Option<String>,
}

/// A vote of the edition.
#[derive(Clone, Debug, Serialize)]
pub struct VoteTurnout {
    /// The vote.
    pub link: Link,
    /// Where it stands.
    pub state: Label,
    /// The electorates, where there are several, and whether they are summed.
    pub electorates: Option<String>,
    /// Who took part.
    pub turnout: Option<TurnoutView>,
}

impl EditionListView {
    /// All editions.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let page = Shell::new(scene, &Page::EditionList, "edition-list", &scene.say("nav_editions"), &[]);
        let mut editions: Vec<_> = scene.documents().editions.iter().collect();
        editions.sort_by_key(|(id, record)| (std::cmp::Reverse(record.facts.year), (*id).clone()));
        let row = |(id, record): (&RecordId, &Record<Edition>)| EditionRow {
            link: scene.link(&Page::Edition(id.clone()), record.title(scene.language)),
            summary: record.summary(scene.language).map(str::to_owned),
            phase: phases(scene, &record.facts).into_iter().find(|phase| phase.current).map(|phase| phase.name),
            lang: scene.foreign(record.language(scene.language)),
        };
        Self { page, editions: editions.into_iter().map(row).collect() }
    }
}

impl EditionView {
    /// One edition.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let documents = scene.documents();
        let record = documents.editions.get(id)?;
        let (page, title) = (Page::Edition(id.clone()), record.title(scene.language));
        let projects = projects(documents, id);
        let stages = count(&projects);
        let ledger = Page::Ledger(id.clone());
        let currency = record.facts.currency.as_str().to_owned();
        Some(Self {
            page: Shell::new(scene, &page, "edition", title, &[Page::EditionList]).about(scene, record),
            summary: record.summary(scene.language).map(str::to_owned),
            body: scene.body(&record.facts.body),
            year: record.facts.year.to_string(),
            money: editions::money(documents, &record.facts)
                .map(|amount| format::money(amount, &currency, scene.language)),
            envelopes: envelopes(scene, &record.facts, &currency),
            phases: phases(scene, &record.facts),
            text: scene.passage(record, Below::Section),
            sources: record.common.sources.clone(),
            bars: bars(scene, &stages),
            funnel: stages.iter().map(|stage| funnel_row(scene, stage)).collect(),
            dropped: projects.iter().filter(|project| project.dropped).map(|one| dropped(scene, one)).collect(),
            shares: shares(scene, &projects, &currency),
            workshops: workshops(scene, &record.facts),
            votes: votes(scene, &record.facts),
            ledger: scene.plan.has(&ledger).then(|| scene.link(&ledger, scene.say("ledger"))),
        })
    }
}

fn phases(scene: &Scene<'_>, edition: &Edition) -> Vec<PhaseRow> {
    let runs = |start: Date, end: Date| scene.as_of.is_some_and(|today| (start..=end).contains(&today));
    let rows = edition.phases.iter().map(|phase| PhaseRow {
        name: scene.of(&phase.name).to_owned(),
        start: scene.day(phase.start),
        end: scene.day(phase.end),
        current: runs(phase.start, phase.end),
    });
    rows.collect()
}

fn envelopes(scene: &Scene<'_>, edition: &Edition, currency: &str) -> Vec<EnvelopeRow> {
    let row = |name: String, amount| EnvelopeRow { name, amount: format::money(amount, currency, scene.language) };
    if !edition.envelopes.is_empty() {
        let own = edition.envelopes.iter();
        return own.map(|envelope| row(scene.of(&envelope.title).to_owned(), envelope.amount)).collect();
    }
    let votes = edition.votes.iter().filter_map(|vote| scene.documents().votes.get(&vote.id));
    votes
        .filter_map(|vote| Some((vote, vote.facts.draft.rules.money()?.1)))
        .flat_map(|(vote, envelopes)| envelopes.iter().map(move |envelope| (vote, envelope)))
        .map(|(vote, envelope)| row(super::tally::envelope_name(scene, &vote.facts, &envelope.id), envelope.amount))
        .collect()
}

fn stage_name(scene: &Scene<'_>, stage: FunnelStage) -> String {
    scene.label("funnel", stage.word()).text
}

fn bars(scene: &Scene<'_>, stages: &[StageCount]) -> Vec<Bar> {
    let whole = stages.first().map_or(0, |first| first.entered);
    if whole == 0 {
        return Vec::new();
    }
    stages.iter().map(|stage| Bar::new(scene, stage_name(scene, stage.stage), stage.entered, whole)).collect()
}

fn funnel_row(scene: &Scene<'_>, count: &StageCount) -> FunnelRow {
    FunnelRow {
        name: stage_name(scene, count.stage),
        entered: scene.number(count.entered),
        passed: scene.number(count.passed),
        dropped: scene.number(count.dropped),
        waiting: scene.number(count.waiting),
        last: count.stage == FunnelStage::Delivered,
    }
}

fn dropped(scene: &Scene<'_>, project: &Project<'_>) -> DroppedRow {
    let facts = &project.proposal.facts;
    let given_up = project.delivery.is_some_and(|delivery| delivery.facts.status == DeliveryStatus::Abandoned);
    let status = if given_up { ProposalStatus::Abandoned } else { facts.status };
    DroppedRow {
        link: proposal_link(scene, project.id),
        stage: stage_name(scene, project.stage),
        status: scene.label("proposal", status.word()),
        merged_into: facts.merged_into.as_ref().map(|target| proposal_link(scene, &target.id)),
        reason: project.reason().unwrap_or_default().to_owned(),
        lang: scene.foreign(project.proposal.common.language),
    }
}

/// A proposal with what its shares depend on.
struct Share {
    category: String,
    district: String,
    won: bool,
    /// What it costs; nothing for what did not win, or where nobody says.
    cost: Option<Amount>,
}

fn shares(scene: &Scene<'_>, projects: &[Project<'_>], currency: &str) -> Vec<ShareTable> {
    let share = |project: &Project<'_>| {
        let (category, district, cost) = proposal_facts(scene, project.id);
        Share {
            category: category.map(|id| category_name(scene, &id)).unwrap_or_default(),
            district: district.map(|id| district_text(scene, &id)).unwrap_or_default(),
            won: project.won(),
            cost: cost.filter(|_| project.won()),
        }
    };
    let all: Vec<Share> = projects.iter().map(share).collect();
    if !all.iter().any(|share| share.won) {
        return Vec::new();
    }
    [
        share_table(scene, "category", "shares_by_category", &all, |share| &share.category, currency),
        share_table(scene, "district", "shares_by_district", &all, |share| &share.district, currency),
    ]
    .to_vec()
}

fn share_table(
    scene: &Scene<'_>,
    head: &str,
    caption: &str,
    all: &[Share],
    name: fn(&Share) -> &String,
    currency: &str,
) -> ShareTable {
    let names: std::collections::BTreeSet<&String> = all.iter().map(name).collect();
    let winners = |of: &dyn Fn(&Share) -> bool| all.iter().filter(|one| one.won && of(one)).count() as u64;
    let cost = |of: &dyn Fn(&Share) -> bool| {
        let costs = all.iter().filter(|one| of(one)).filter_map(|one| one.cost);
        costs.fold(Amount::ZERO, |sum, cost| sum.checked_add(cost).unwrap_or(sum))
    };
    let (all_winners, all_money) = (winners(&|_| true), cost(&|_| true));
    let money = |amount| format::money(amount, currency, scene.language);
    let row = |row: &String| {
        let of = |share: &Share| name(share) == row;
        let (won, spent) = (winners(&of), cost(&of));
        ShareRow {
            name: row.clone(),
            submitted: scene.number(all.iter().filter(|one| of(one)).count() as u64),
            winners: scene.number(won),
            winners_share: format::share(won, all_winners, scene.language),
            money: money(spent),
            money_share: format::share(spent.hundredths(), all_money.hundredths(), scene.language),
        }
    };
    let values = [("winners", scene.number(all_winners)), ("money", money(all_money))];
    let values: Vec<(&str, &str)> = values.iter().map(|(key, value)| (*key, value.as_str())).collect();
    let note = scene.say_with("shares_note", &values);
    ShareTable {
        caption: scene.say(caption),
        head: scene.say(head),
        rows: names.into_iter().map(row).collect(),
        note: match all.iter().filter(|one| one.won && one.cost.is_none()).count() as u64 {
            0 => note,
            unpriced => format!("{note} {}", scene.say_with("shares_unpriced", &[("n", &scene.number(unpriced))])),
        },
    }
}

fn workshops(scene: &Scene<'_>, edition: &Edition) -> Vec<WorkshopRow> {
    let rows = edition.workshops.iter().map(|workshop| WorkshopRow {
        day: scene.day(workshop.date),
        place: workshop.place.clone(),
        subject: scene.of(&workshop.subject).to_owned(),
        attendance: workshop.attendance.map(|people| scene.number(u64::from(people))),
    });
    rows.collect()
}

fn votes(scene: &Scene<'_>, edition: &Edition) -> Vec<VoteTurnout> {
    let votes = edition.votes.iter().filter_map(|vote| Some((&vote.id, scene.documents().votes.get(&vote.id)?)));
    votes
        .map(|(id, record)| VoteTurnout {
            link: scene.link(&Page::Vote(id.clone()), record.title(scene.language)),
            state: scene.label("vote", super::stage::stage(scene, id).word()),
            electorates: super::vote_rules::electorates(scene, &record.facts),
            turnout: turnout_of(scene, id, &record.facts),
        })
        .collect()
}
