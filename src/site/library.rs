//! Every document, and whether what each names exists.

use std::collections::{BTreeMap, BTreeSet};

use super::index::{Index, ItemAt};
use crate::council::tally::TallyFile;
use crate::council::{Date, GroupId, Instant, ProposalId, VoteId, Zone};
use crate::document::{
    AgendaItem, Attendance, Decision, Documents, Meeting, Minutes, Moment, ProposalFacts, Record, RecordId, Records,
    Ref, SignedProposal, dangling,
};
use crate::export::pabulib;
use crate::grammar::Token as _;
use crate::pabulib::Instance;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{FilePath, FileTree};

/// All documents of a council, checked against each other.
#[derive(Debug)]
pub struct Library {
    documents: Documents,
    index: Index,
    zone: Zone,
}

/// A decision with the meeting it was taken at.
#[derive(Clone, Copy, Debug)]
pub struct TakenDecision<'a> {
    /// The meeting's id.
    pub meeting_id: &'a RecordId,
    /// The meeting.
    pub meeting: &'a Record<Meeting>,
    /// The point of the agenda.
    pub item: &'a AgendaItem,
    /// The decision.
    pub decision: &'a Decision,
}

impl Library {
    /// Takes the documents in, and says what they name in vain.
    #[must_use]
    pub fn gather(documents: Documents, findings: &mut Vec<Diagnostic>) -> Self {
        // A name that is none was told where `parvis.yaml` is read.
        let zone = Zone::named(&documents.config.time_zone).unwrap_or_else(Zone::utc);
        let library = Self { index: Index::of(&documents), documents, zone };
        library.check_bodies(findings);
        library.check_people(findings);
        library.check_meetings(findings);
        library.check_minutes(findings);
        library.check_proposals(findings);
        library.check_votes(findings);
        library.check_contests(findings);
        library.check_decision_numbers(findings);
        library
    }

    /// The documents.
    #[must_use]
    pub const fn documents(&self) -> &Documents {
        &self.documents
    }

    /// The council's time zone.
    #[must_use]
    pub const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The instant that a record means: by the offset it says, else by the council's time zone.
    #[must_use]
    pub fn instant(&self, moment: Moment) -> Option<Instant> {
        moment.instant().or_else(|| self.zone.instant(moment.date(), moment.hour(), moment.minute()))
    }

    /// The published tally of a vote.
    #[must_use]
    pub fn tally(&self, id: &RecordId) -> Option<&TallyFile> {
        let id = VoteId::parse(id.as_str()).ok()?;
        self.documents.results.tallies.get(&id).map(|(tally, _)| tally)
    }

    /// A certified budget with its ballots, as Pabulib has it.
    #[must_use]
    pub fn pabulib(&self, id: &RecordId) -> Option<Instance> {
        let id = VoteId::parse(id.as_str()).ok()?;
        let results = &self.documents.results;
        let (outcome, definition) =
            (results.tallies.get(&id)?.0.outcome.as_ref()?.budget()?, results.definitions.get(&id)?);
        let votes: Vec<_> =
            results.ballots.get(&id)?.iter().map(|ballot| (&ballot.voter, ballot.weight, &ballot.vote)).collect();
        pabulib(definition, outcome, &votes, self.documents.config.country.as_deref())
    }

    /// Every proposal: those the council has a file for, and those only recorded.
    #[must_use]
    pub fn proposal_ids(&self) -> BTreeSet<RecordId> {
        let received = self.documents.signed.keys().filter_map(|id| RecordId::read(id.as_str()));
        self.documents.proposals.keys().cloned().chain(received).collect()
    }

    /// The recorded versions of a proposal, first to last.
    #[must_use]
    pub fn versions(&self, id: &RecordId) -> &[SignedProposal] {
        let id = ProposalId::parse(id.as_str()).ok();
        id.and_then(|id| self.documents.signed.get(&id)).map_or(&[], Vec::as_slice)
    }

    /// Every decision, newest first.
    #[must_use]
    pub fn decisions(&self) -> Vec<TakenDecision<'_>> {
        self.taken_at(&self.index.decisions)
    }

    /// The decisions of a body, newest first.
    #[must_use]
    pub fn decisions_of(&self, body: &RecordId) -> Vec<TakenDecision<'_>> {
        self.taken_at(self.index.by_body.get(body).map_or(&[], Vec::as_slice))
    }

    /// The decisions on which a member gave an answer or was recused, newest first.
    #[must_use]
    pub fn decisions_with(&self, member: &RecordId) -> Vec<TakenDecision<'_>> {
        self.taken_at(self.index.by_member.get(member).map_or(&[], Vec::as_slice))
    }

    /// At how many meetings a member was present, was represented, and was expected.
    #[must_use]
    pub fn presence_of(&self, member: &RecordId) -> Option<[u64; 3]> {
        self.index.presence.get(member).copied()
    }

    /// The decision of `body` with this number.
    #[must_use]
    pub fn numbered(&self, body: &RecordId, number: &str) -> Option<TakenDecision<'_>> {
        self.taken(self.index.by_number.get(&(body.clone(), number.to_owned()))?)
    }

    /// The decision that takes the place of another.
    #[must_use]
    pub fn superseding(&self, old: &TakenDecision<'_>) -> Option<TakenDecision<'_>> {
        let key = (old.meeting.facts.body.id.clone(), old.decision.number.clone());
        self.taken(self.index.superseded.get(&key)?)
    }

    fn taken_at(&self, items: &[ItemAt]) -> Vec<TakenDecision<'_>> {
        items.iter().filter_map(|at| self.taken(at)).collect()
    }

    fn taken(&self, (meeting, at): &ItemAt) -> Option<TakenDecision<'_>> {
        let (meeting_id, meeting) = self.documents.meetings.get_key_value(meeting)?;
        let item = meeting.facts.agenda.get(*at)?;
        Some(TakenDecision { meeting_id, meeting, item, decision: item.decision.as_ref()? })
    }

    /// The minutes of a meeting.
    #[must_use]
    pub fn minutes_of(&self, meeting: &RecordId) -> Option<(&RecordId, &Record<Minutes>)> {
        self.documents.minutes.get_key_value(self.index.minutes.get(meeting)?)
    }

    /// The meeting that was put off to this one.
    #[must_use]
    pub fn put_off_to(&self, meeting: &RecordId) -> Option<&RecordId> {
        self.index.put_off.get(meeting)
    }

    /// The meetings that use a document, newest first, with the place of the item in the agenda.
    #[must_use]
    pub fn uses_of(&self, document: &RecordId) -> &[(RecordId, Option<usize>)] {
        self.index.uses.get(document).map_or(&[], Vec::as_slice)
    }

    /// The file of the record that takes the place of the one in `file`.
    #[must_use]
    pub fn successor(&self, file: &FilePath) -> Option<&FilePath> {
        self.index.successors.get(file)
    }

    /// The file of the record whose place the one in `file` takes.
    #[must_use]
    pub fn predecessor(&self, file: &FilePath) -> Option<&FilePath> {
        self.index.predecessors.get(file)
    }

    /// Files below `content/` that the site hands on, and where: `content/img/a.png` becomes
    /// `files/img/a.png`.
    #[must_use]
    pub fn files(&self, tree: &FileTree) -> FileTree {
        let mut files = FileTree::new();
        for path in &self.documents.files {
            if let (Some(target), Some(bytes)) = (published(path), tree.share(path)) {
                files.insert(target, bytes);
            }
        }
        files
    }

    fn check_bodies(&self, findings: &mut Vec<Diagnostic>) {
        for parent in self.documents.bodies.values().filter_map(|body| body.facts.parent.as_ref()) {
            self.need(&self.documents.bodies, parent, WHAT_BODY, findings);
        }
    }

    fn check_people(&self, findings: &mut Vec<Diagnostic>) {
        for person in self.documents.people.values() {
            for term in &person.facts.terms {
                self.need(&self.documents.bodies, &term.body, WHAT_BODY, findings);
                if let Some(before) = &term.replaces {
                    self.need(&self.documents.people, before, WHAT_PERSON, findings);
                }
            }
        }
    }

    fn check_meetings(&self, findings: &mut Vec<Diagnostic>) {
        for meeting in self.documents.meetings.values() {
            let facts = &meeting.facts;
            self.need(&self.documents.bodies, &facts.body, WHAT_BODY, findings);
            let attendance = facts.attendance.iter().flat_map(everybody);
            for person in facts.chair.iter().chain(&facts.secretary).chain(attendance) {
                self.need(&self.documents.people, person, WHAT_PERSON, findings);
            }
            if let Some(next) = &facts.postponed_to {
                self.need(&self.documents.meetings, next, WHAT_MEETING, findings);
            }
            for document in facts.documents.iter().chain(facts.agenda.iter().flat_map(|item| &item.documents)) {
                self.need(&self.documents.filed, document, WHAT_DOCUMENT, findings);
            }
            for item in &facts.agenda {
                self.check_item(item, findings);
            }
        }
    }

    fn check_item(&self, item: &AgendaItem, findings: &mut Vec<Diagnostic>) {
        if let Some(proposal) = &item.proposal {
            self.need_proposal(proposal, findings);
        }
        if let Some(vote) = &item.vote {
            self.need(&self.documents.votes, vote, WHAT_VOTE, findings);
        }
        for person in item.reporter.iter().chain(item.decision.iter().flat_map(voices)) {
            self.need(&self.documents.people, person, WHAT_PERSON, findings);
        }
    }

    fn check_minutes(&self, findings: &mut Vec<Diagnostic>) {
        for minutes in self.documents.minutes.values() {
            self.need(&self.documents.meetings, &minutes.facts.meeting, WHAT_MEETING, findings);
            for person in &minutes.facts.signed_by {
                self.need(&self.documents.people, person, WHAT_PERSON, findings);
            }
        }
    }

    fn check_proposals(&self, findings: &mut Vec<Diagnostic>) {
        let config = &self.documents.config;
        for (id, proposal) in &self.documents.proposals {
            match &proposal.facts.facts {
                ProposalFacts::Written { category, district, .. } => {
                    let categories = config.categories.iter().map(|topic| topic.id.as_str());
                    let districts = config.districts.iter().map(|topic| topic.id.as_str());
                    need_topic(&proposal.file, "la catégorie", "the category", category.as_str(), categories, findings);
                    need_topic(&proposal.file, "le secteur", "the district", district.as_str(), districts, findings);
                }
                ProposalFacts::Signed(text) => {
                    if !self.versions(id).iter().any(|version| version.text_hash == *text) {
                        findings.push(not_recorded(&proposal.file));
                    }
                }
            }
        }
    }

    fn check_votes(&self, findings: &mut Vec<Diagnostic>) {
        for vote in self.documents.votes.values() {
            self.need(&self.documents.bodies, &vote.facts.body, WHAT_BODY, findings);
            if let Some(meeting) = &vote.facts.meeting {
                self.need(&self.documents.meetings, meeting, WHAT_MEETING, findings);
            }
            for proposal in &vote.facts.proposals {
                self.need_proposal(proposal, findings);
            }
            let categories = self.documents.config.categories.iter().map(|topic| topic.id.as_str());
            for category in vote.facts.draft.options.iter().filter_map(|option| option.category.as_ref()) {
                need_topic(&vote.file, "la catégorie", "the category", category.as_str(), categories.clone(), findings);
            }
        }
    }

    fn need<T>(&self, records: &Records<T>, wanted: &Ref, (folder, fr, en): What, findings: &mut Vec<Diagnostic>) {
        if self.is_withheld(folder, &wanted.id) {
            findings.push(embargoed(&wanted.id, &wanted.place));
        } else if !records.contains_key(&wanted.id) && !self.is_known(folder, &wanted.id) {
            let names = records.keys().map(RecordId::as_str);
            findings.push(dangling(fr, en, wanted.id.as_str(), names).at(wanted.place.clone()));
        }
    }

    /// Whether the record has a file that could not be read, which has findings of its own; or was
    /// removed and left a tombstone.
    pub(super) fn is_known(&self, folder: &'static str, id: &RecordId) -> bool {
        self.documents.unread.contains(&(folder, id.clone())) || self.documents.removed(folder, id).is_some()
    }

    /// Whether the record is not to be published yet.
    pub(super) fn is_withheld(&self, folder: &'static str, id: &RecordId) -> bool {
        self.documents.withheld.contains(&(folder, id.clone()))
    }

    fn need_proposal(&self, proposal: &Ref, findings: &mut Vec<Diagnostic>) {
        let ids = self.proposal_ids();
        if self.is_withheld("proposals", &proposal.id) && !ids.contains(&proposal.id) {
            findings.push(embargoed(&proposal.id, &proposal.place));
        } else if !ids.contains(&proposal.id) && !self.is_known("proposals", &proposal.id) {
            let names = ids.iter().map(RecordId::as_str);
            let finding = dangling("la proposition", "the proposal", proposal.id.as_str(), names);
            findings.push(finding.at(proposal.place.clone()));
        }
    }

    fn check_contests(&self, findings: &mut Vec<Diagnostic>) {
        for contest in self.documents.contests.values() {
            self.need(&self.documents.votes, &contest.facts.vote, WHAT_VOTE, findings);
        }
    }

    fn check_decision_numbers(&self, findings: &mut Vec<Diagnostic>) {
        let mut seen: BTreeMap<(&RecordId, &str), &FilePath> = BTreeMap::new();
        for taken in self.decisions().into_iter().rev() {
            let key = (&taken.meeting.facts.body.id, taken.decision.number.as_str());
            if let Some(first) = seen.insert(key, &taken.meeting.file) {
                let number = &taken.decision.number;
                let message = Bilingual::new(
                    format!("la décision `{number}` figure déjà dans {first}"),
                    format!("the decision `{number}` stands in {first} already"),
                );
                let help = Bilingual::new("donner un autre numéro à l’une des deux", "give one of them another number");
                let place = Place::file(&taken.meeting.file);
                findings.push(Diagnostic::error(Code::NameTwice, message).at(place).help(help));
            }
        }
    }
}

/// The newest day any record names as past: what "today" is where nobody says. Records with a day of
/// publication of their own have no say in it.
#[must_use]
pub fn newest_date(documents: &Documents) -> Option<Date> {
    fn at_once<T>(records: &Records<T>) -> impl Iterator<Item = &Record<T>> {
        records.values().filter(|record| record.common.publish_at.is_none())
    }
    let news = at_once(&documents.news).map(|news| news.facts.date);
    let held = at_once(&documents.meetings).filter(|meeting| meeting.facts.attendance.is_some());
    let meetings = held.map(|meeting| meeting.facts.start.date());
    let minutes = at_once(&documents.minutes).filter_map(|minutes| minutes.facts.published_at);
    let steps = at_once(&documents.proposals).flat_map(|proposal| &proposal.facts.history).map(|step| step.date);
    let votes = at_once(&documents.votes).filter_map(|vote| vote.facts.announced);
    news.chain(meetings).chain(minutes).chain(steps).chain(votes).max()
}

/// Where a file of `content/` lies in the finished site.
#[must_use]
pub fn published(path: &FilePath) -> Option<FilePath> {
    FilePath::parse(&format!("files/{}", path.below("content")?)).ok()
}

/// The name of a district.
#[must_use]
pub fn district_name<'a>(documents: &'a Documents, id: &GroupId) -> Option<&'a Bilingual> {
    documents.config.districts.iter().find(|topic| topic.id == *id).map(|topic| &topic.name)
}

/// A kind of record: its folder, and what it is called.
type What = (&'static str, &'static str, &'static str);
const WHAT_BODY: What = ("bodies", "l’instance", "the body");
const WHAT_PERSON: What = ("people", "la personne", "the person");
const WHAT_DOCUMENT: What = ("documents", "le document", "the document");
const WHAT_MEETING: What = ("meetings", "la séance", "the meeting");
const WHAT_VOTE: What = ("votes", "le vote", "the vote");

fn need_topic<'a>(
    file: &FilePath,
    fr: &str,
    en: &str,
    id: &str,
    known: impl Iterator<Item = &'a str> + Clone,
    findings: &mut Vec<Diagnostic>,
) {
    if !known.clone().any(|other| other == id) {
        findings.push(dangling(fr, en, id, known).at(Place::file(file)));
    }
}

fn everybody(attendance: &Attendance) -> impl Iterator<Item = &Ref> {
    let represented = attendance.represented.iter().flat_map(|(giver, holder)| [giver, holder]);
    let moved = attendance.arrived.iter().chain(&attendance.left).map(|(person, _)| person);
    attendance.present.iter().chain(represented).chain(&attendance.excused).chain(&attendance.absent).chain(moved)
}

/// Everybody a decision names: who voted how, who asked for the ballot, who took no part.
fn voices(decision: &Decision) -> impl Iterator<Item = &Ref> {
    let amended = decision.amendments.iter().filter_map(|amendment| amendment.roll_call.as_ref());
    let answers = decision.roll_call.iter().chain(amended).flat_map(|call| call.answers().map(|(_, person)| person));
    answers.chain(&decision.ballot_requested_by).chain(decision.recusals.iter().map(|recusal| &recusal.person))
}

/// A public record names one that is not to be published yet.
pub(super) fn embargoed(id: &RecordId, place: &Place) -> Diagnostic {
    let message = Bilingual::new(
        format!("`{id}` n’est pas encore à publier, et cette fiche le nomme"),
        format!("`{id}` is not to be published yet, and this record names it"),
    );
    let help = Bilingual::new(
        "donner à cette fiche le même `publish_at`, ou ne la lier qu’à la publication",
        "give this record the same `publish_at`, or link it when the other is published",
    );
    Diagnostic::error(Code::EmbargoBroken, message).at(place.clone()).help(help)
}

fn not_recorded(file: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        "le texte signé que cette fiche nomme n’est pas consigné",
        "the signed text that this file names is not recorded",
    );
    let help = Bilingual::new(
        "consigner la proposition (`scrutineer ingest`), ou corriger l’empreinte sous `signed:`",
        "record the proposal (`scrutineer ingest`), or correct the hash below `signed:`",
    );
    Diagnostic::warning(Code::ReferenceDangling, message).at(Place::file(file)).help(help)
}
