//! Proposals: the author's signed text and the council's half, shown apart.

use std::cmp::Reverse;

use serde::Serialize;

use super::{Day, Label, Link, Passage, Scene, Shell};
use crate::council::{Amount, CategoryId, Date, GroupId};
use crate::document::{Proposal, ProposalFacts, ProposalStatus, Prose, Record, RecordId, SignedProposal};
use crate::site::library::district_name;
use crate::site::markdown::{Author, Below};
use crate::site::route::Page;

/// One proposal in a list.
#[derive(Clone, Debug, Serialize)]
pub struct ProposalCard {
    /// Its title.
    pub link: Link,
    /// The summary.
    pub summary: Option<String>,
    /// The category.
    pub category: String,
    /// The district.
    pub district: String,
    /// The cost.
    pub cost: Option<String>,
    /// Where it stands.
    pub status: Label,
    /// Whether it came as a signed file.
    pub signed: bool,
    /// The language of its title, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// All proposals.
#[derive(Clone, Debug, Serialize)]
pub struct ProposalListView {
    /// What every page has.
    pub page: Shell,
    /// In the order of their ids.
    pub proposals: Vec<ProposalCard>,
}

/// One proposal.
#[derive(Clone, Debug, Serialize)]
pub struct ProposalView {
    /// What every page has.
    pub page: Shell,
    /// What lists show.
    pub card: ProposalCard,
    /// Who proposed it.
    pub author: String,
    /// The day it was handed in.
    pub submitted: Option<Day>,
    /// What the author signed.
    pub signed: Option<SignedView>,
    /// What the council says; nothing where it was only received.
    pub council: Option<CouncilHalf>,
    /// The votes it is put to.
    pub votes: Vec<VoteLink>,
    /// The edition it was handed in for.
    pub edition: Option<Link>,
    /// The proposal that goes on in its place.
    pub merged_into: Option<Link>,
    /// The proposals that go on in this one.
    pub merged_here: Vec<Link>,
    /// What became of it after the vote.
    pub delivery: Option<DeliveryLink>,
    /// The decisions about it.
    pub decisions: Vec<super::DecisionRow>,
}

/// What the author signed.
#[derive(Clone, Debug, Serialize)]
pub struct SignedView {
    /// The text.
    pub body: Passage,
    /// The hash of the text.
    pub text_hash: String,
    /// The author's id on the proposers' roll.
    pub author_id: String,
    /// The author's own estimate.
    pub cost: Option<String>,
    /// Every recorded version, last first.
    pub versions: Vec<VersionView>,
    /// Whether the council's half speaks of an earlier version than the one shown.
    pub council_speaks_of_earlier: bool,
}

/// A recorded version.
#[derive(Clone, Debug, Serialize)]
pub struct VersionView {
    /// Its number, from 1.
    pub number: usize,
    /// Its title.
    pub title: String,
    /// The hash of its text.
    pub text_hash: String,
    /// Its place in the log.
    pub index: u64,
    /// Its file in the repository.
    pub file: String,
    /// Whether it is the one shown.
    pub current: bool,
}

/// What the council says of a proposal.
#[derive(Clone, Debug, Serialize)]
pub struct CouncilHalf {
    /// Its text.
    pub body: Passage,
    /// How the proposal came to where it stands.
    pub history: Vec<PhaseView>,
    /// What a service thinks.
    pub evaluation: Option<EvaluationView>,
    /// Where in the district it would be.
    pub location: Option<String>,
    /// The language of reasons, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// A step of its life.
#[derive(Clone, Debug, Serialize)]
pub struct PhaseView {
    /// The day.
    pub day: Day,
    /// What it became.
    pub status: Label,
    /// Who decided.
    pub by: String,
    /// Why.
    pub reason: Option<String>,
}

/// What a service thinks.
#[derive(Clone, Debug, Serialize)]
pub struct EvaluationView {
    /// The service.
    pub service: String,
    /// For or against.
    pub opinion: Label,
    /// Why.
    pub reason: String,
    /// What it would cost.
    pub cost: Option<String>,
}

/// A vote that the proposal is put to.
#[derive(Clone, Debug, Serialize)]
pub struct VoteLink {
    /// The vote.
    pub link: Link,
    /// Where the vote stands.
    pub state: Label,
}

/// Where a winning project stands, and the ledger that says more.
#[derive(Clone, Debug, Serialize)]
pub struct DeliveryLink {
    /// Its place in the ledger.
    pub link: Link,
    /// Where it stands.
    pub status: Label,
}

/// A link to a proposal by its title.
pub(super) fn link(scene: &Scene<'_>, id: &RecordId) -> Link {
    match Half::of(scene, id) {
        Some(half) => scene.link(&Page::Proposal(id.clone()), half.title(scene, id)),
        None => Link { href: String::new(), text: id.to_string() },
    }
}

/// The title of a proposal, or its id where there is none.
pub(in crate::site) fn proposal_title(scene: &Scene<'_>, id: &RecordId) -> String {
    Half::of(scene, id).map_or_else(|| id.to_string(), |half| half.title(scene, id))
}

/// The language of a proposal's words, where it is not the page's.
pub(in crate::site) fn proposal_lang(scene: &Scene<'_>, id: &RecordId) -> Option<&'static str> {
    Half::of(scene, id)?.lang(scene)
}

/// The category of a proposal.
pub(in crate::site) fn proposal_category(scene: &Scene<'_>, id: &RecordId) -> Option<CategoryId> {
    Half::of(scene, id)?.facts().0.cloned()
}

/// Both halves of a proposal, one of which may be missing.
struct Half<'a> {
    council: Option<&'a Record<Proposal>>,
    versions: &'a [SignedProposal],
}

impl<'a> Half<'a> {
    fn of(scene: &Scene<'a>, id: &RecordId) -> Option<Self> {
        let council = scene.documents().proposals.get(id);
        let versions = scene.library.versions(id);
        (council.is_some() || !versions.is_empty()).then_some(Self { council, versions })
    }

    fn latest(&self) -> Option<&'a SignedProposal> {
        self.versions.last()
    }

    fn title(&self, scene: &Scene<'_>, id: &RecordId) -> String {
        match (self.latest(), self.council) {
            (Some(signed), _) => signed.statement.title.clone(),
            (None, Some(record)) if !record.title(scene.language).is_empty() => record.title(scene.language).to_owned(),
            _ => id.to_string(),
        }
    }

    fn facts(&self) -> (Option<&'a CategoryId>, Option<&'a GroupId>, Option<Amount>, Option<&'a str>) {
        if let Some(SignedProposal { statement, .. }) = self.latest() {
            return (Some(&statement.category), Some(&statement.district), statement.cost, Some(&statement.name));
        }
        match self.council.map(|record| &record.facts.facts) {
            Some(ProposalFacts::Written { category, district, cost, author }) => {
                (Some(category), Some(district), *cost, Some(author))
            }
            _ => (None, None, None, None),
        }
    }

    fn lang(&self, scene: &Scene<'_>) -> Option<&'static str> {
        match (self.latest(), self.council) {
            (Some(signed), _) => scene.foreign(signed.statement.language),
            (None, Some(record)) => scene.foreign(record.language(scene.language)),
            (None, None) => None,
        }
    }

    /// The day of the last step the council tells.
    fn last_step(&self) -> Option<Date> {
        let facts = &self.council?.facts;
        facts.history.iter().map(|step| step.date).max().or(facts.submitted)
    }

    fn card(&self, scene: &Scene<'_>, id: &RecordId) -> ProposalCard {
        let (category, district, cost, _) = self.facts();
        let evaluated = self.council.and_then(|record| record.facts.evaluation.as_ref()?.cost);
        let status = self.council.map_or(ProposalStatus::Submitted, |record| record.facts.status);
        ProposalCard {
            link: scene.link(&Page::Proposal(id.clone()), self.title(scene, id)),
            summary: self.council.and_then(|record| record.summary(scene.language)).map(str::to_owned),
            category: category.map(|id| category_name(scene, id)).unwrap_or_default(),
            district: district.map(|id| district_text(scene, id)).unwrap_or_default(),
            cost: evaluated.or(cost).map(|cost| scene.money(cost)),
            status: scene.label("proposal", status.word()),
            signed: !self.versions.is_empty(),
            lang: self.lang(scene),
        }
    }
}

/// The name of a category.
pub(in crate::site) fn category_name(scene: &Scene<'_>, id: &CategoryId) -> String {
    let topics = &scene.documents().config.categories;
    let topic = topics.iter().find(|topic| topic.id == *id);
    topic.map_or_else(|| id.to_string(), |topic| scene.of(&topic.name).to_owned())
}

/// The name of a district.
pub(super) fn district_text(scene: &Scene<'_>, id: &GroupId) -> String {
    district_name(scene.documents(), id).map_or_else(|| id.to_string(), |name| scene.of(name).to_owned())
}

impl ProposalListView {
    /// All proposals.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let page = Shell::new(scene, &Page::ProposalList, "proposal-list", &scene.say("nav_proposals"), &[]);
        Self { page, proposals: cards(scene) }
    }
}

/// All proposals as cards: those the council has yet to speak of, then the one that moved last first.
pub(super) fn cards(scene: &Scene<'_>) -> Vec<ProposalCard> {
    let ids = scene.library.proposal_ids();
    let mut halves: Vec<(&RecordId, Half<'_>)> = ids.iter().filter_map(|id| Some((id, Half::of(scene, id)?))).collect();
    halves.sort_by_key(|(_, half)| (half.council.is_some(), Reverse(half.last_step())));
    halves.iter().map(|(id, half)| half.card(scene, id)).collect()
}

impl ProposalView {
    /// One proposal.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let half = Half::of(scene, id)?;
        let page = Page::Proposal(id.clone());
        let mut shell = Shell::new(scene, &page, "proposal", &half.title(scene, id), &[Page::ProposalList]);
        if let Some(record) = half.council {
            shell = shell.about(scene, record);
        }
        shell.title_lang = half.lang(scene);
        shell.untranslated = shell.title_lang.is_some();
        let decisions = scene.library.decisions();
        let about = |item: &crate::document::AgendaItem| item.proposal.as_ref().is_some_and(|p| p.id == *id);
        Some(Self {
            page: shell,
            card: half.card(scene, id),
            author: half.facts().3.unwrap_or_default().to_owned(),
            submitted: half.council.and_then(|record| record.facts.submitted).map(|day| scene.day(day)),
            signed: half.latest().map(|latest| signed(scene, &half, latest)),
            council: half.council.map(|record| council(scene, record)),
            votes: votes(scene, id),
            edition: half
                .council
                .and_then(|record| record.facts.edition.as_ref())
                .map(|edition| scene.edition(edition)),
            merged_into: half
                .council
                .and_then(|record| record.facts.merged_into.as_ref())
                .map(|target| link(scene, &target.id)),
            merged_here: merged_here(scene, id),
            delivery: delivery(scene, id),
            decisions: decisions
                .iter()
                .filter(|taken| about(taken.item))
                .map(|taken| super::decision::row(scene, taken))
                .collect(),
        })
    }
}

fn signed(scene: &Scene<'_>, half: &Half<'_>, latest: &SignedProposal) -> SignedView {
    let statement = &latest.statement;
    let prose = Prose { file: latest.file.clone(), line: latest.body_line, text: statement.body.clone() };
    let named = half.council.and_then(|record| match record.facts.facts {
        ProposalFacts::Signed(hash) => Some(hash),
        ProposalFacts::Written { .. } => None,
    });
    let versions = half.versions.iter().enumerate().rev().map(|(at, version)| VersionView {
        number: at + 1,
        title: version.statement.title.clone(),
        text_hash: version.text_hash.to_string(),
        index: version.index,
        file: version.file.to_string(),
        current: version.text_hash == latest.text_hash,
    });
    SignedView {
        body: scene.prose(&prose, statement.language, Author::Stranger, Below::Section),
        text_hash: latest.text_hash.to_string(),
        author_id: statement.author.to_string(),
        cost: statement.cost.map(|cost| scene.money(cost)),
        versions: versions.collect(),
        council_speaks_of_earlier: named.is_some_and(|hash| hash != latest.text_hash),
    }
}

fn council(scene: &Scene<'_>, record: &Record<Proposal>) -> CouncilHalf {
    let phase = |phase: &crate::document::Step<ProposalStatus>| PhaseView {
        day: scene.day(phase.date),
        status: scene.label("proposal", phase.status.word()),
        by: phase.by.clone(),
        reason: phase.reason.clone(),
    };
    let evaluation = record.facts.evaluation.as_ref().map(|evaluation| EvaluationView {
        service: evaluation.service.clone(),
        opinion: scene.label("opinion", evaluation.opinion.word()),
        reason: evaluation.reason.clone(),
        cost: evaluation.cost.map(|cost| scene.money(cost)),
    });
    CouncilHalf {
        body: scene.passage(record, Below::Section),
        history: record.facts.history.iter().map(phase).collect(),
        evaluation,
        location: record.facts.location.clone(),
        lang: scene.foreign(record.common.language),
    }
}

fn merged_here(scene: &Scene<'_>, id: &RecordId) -> Vec<Link> {
    let proposals = scene.documents().proposals.iter();
    proposals
        .filter(|(_, record)| record.facts.merged_into.as_ref().is_some_and(|target| target.id == *id))
        .map(|(other, _)| link(scene, other))
        .collect()
}

fn delivery(scene: &Scene<'_>, id: &RecordId) -> Option<DeliveryLink> {
    let mut deliveries = scene.documents().deliveries.iter();
    let (delivery_id, record) = deliveries.find(|(_, record)| record.facts.proposal.id == *id)?;
    let page = Page::Ledger(record.facts.edition.id.clone());
    let link = Some(&page)
        .filter(|page| scene.plan.has(page))
        .map(|page| scene.link_to(page, delivery_id.as_str(), scene.say("ledger")))?;
    Some(DeliveryLink { link, status: scene.label("delivery", record.facts.status.word()) })
}

/// Category, district and cost of a proposal; the cost as evaluated where it was.
pub(super) fn facts(scene: &Scene<'_>, id: &RecordId) -> (Option<CategoryId>, Option<GroupId>, Option<Amount>) {
    let Some(half) = Half::of(scene, id) else { return (None, None, None) };
    let (category, district, cost, _) = half.facts();
    let evaluated = half.council.and_then(|record| record.facts.evaluation.as_ref()?.cost);
    (category.cloned(), district.cloned(), evaluated.or(cost))
}

fn votes(scene: &Scene<'_>, id: &RecordId) -> Vec<VoteLink> {
    let votes = scene.documents().votes.iter();
    votes
        .filter(|(_, vote)| vote.facts.proposals.iter().any(|proposal| proposal.id == *id))
        .map(|(vote_id, vote)| VoteLink {
            link: scene.link(&Page::Vote(vote_id.clone()), vote.title(scene.language)),
            state: scene.label("vote", super::stage::stage(scene, vote_id).word()),
        })
        .collect()
}
