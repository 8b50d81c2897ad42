//! Every document, and whether what each names exists.

use std::collections::{BTreeMap, BTreeSet};

use crate::council::tally::TallyFile;
use crate::council::{Date, GroupId, ProposalId, VoteId};
use crate::document::{
    AgendaItem, Attendance, Decision, Documents, Meeting, ProposalFacts, Record, RecordId, Records, Ref, RollCall,
    SignedProposal, dangling,
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
        let library = Self { documents };
        library.check_people(findings);
        library.check_meetings(findings);
        library.check_minutes(findings);
        library.check_proposals(findings);
        library.check_votes(findings);
        library.check_decision_numbers(findings);
        library
    }

    /// The documents.
    #[must_use]
    pub const fn documents(&self) -> &Documents {
        &self.documents
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
        pabulib(definition, outcome, &votes)
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
        let mut decisions: Vec<_> = self
            .documents
            .meetings
            .iter()
            .flat_map(|(meeting_id, meeting)| {
                meeting.facts.agenda.iter().filter_map(move |item| {
                    let decision = item.decision.as_ref()?;
                    Some(TakenDecision { meeting_id, meeting, item, decision })
                })
            })
            .collect();
        decisions.sort_by(|a, b| {
            (b.meeting.facts.start, &b.decision.number).cmp(&(a.meeting.facts.start, &a.decision.number))
        });
        decisions
    }

    /// Files below `content/` that the site hands on, and where: `content/img/a.png` becomes
    /// `files/img/a.png`.
    #[must_use]
    pub fn files(&self, tree: &FileTree) -> FileTree {
        let mut files = FileTree::new();
        for path in &self.documents.files {
            if let (Some(target), Some(bytes)) = (published(path), tree.get(path)) {
                files.insert(target, bytes);
            }
        }
        files
    }

    fn check_people(&self, findings: &mut Vec<Diagnostic>) {
        for person in self.documents.people.values() {
            for term in &person.facts.terms {
                self.need(&self.documents.bodies, &term.body, WHAT_BODY, findings);
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
            for item in &facts.agenda {
                self.check_item(item, facts.attendance.as_ref(), findings);
            }
        }
    }

    fn check_item(&self, item: &AgendaItem, attendance: Option<&Attendance>, findings: &mut Vec<Diagnostic>) {
        if let Some(proposal) = &item.proposal {
            self.need_proposal(proposal, findings);
        }
        if let Some(vote) = &item.vote {
            self.need(&self.documents.votes, vote, WHAT_VOTE, findings);
        }
        if let Some(call) = item.decision.as_ref().and_then(|decision| decision.roll_call.as_ref()) {
            for (_, person) in call.answers() {
                self.need(&self.documents.people, person, WHAT_PERSON, findings);
            }
            check_roll_call(call, attendance, findings);
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
    attendance.present.iter().chain(represented).chain(&attendance.excused).chain(&attendance.absent)
}

/// Everybody present or represented answers once, and nobody else.
fn check_roll_call(call: &RollCall, attendance: Option<&Attendance>, findings: &mut Vec<Diagnostic>) {
    let mut seen = BTreeSet::new();
    for (_, person) in call.answers() {
        if !seen.insert(&person.id) {
            let message = Bilingual::new(
                format!("`{}` figure deux fois dans l’appel nominal", person.id),
                format!("`{}` stands twice in the roll call", person.id),
            );
            findings.push(roll_call_finding(message, person));
        }
        let Some(attendance) = attendance else { continue };
        let voted_in_person = attendance.present.iter().any(|present| present.id == person.id);
        let represented = attendance.represented.iter().any(|(giver, _)| giver.id == person.id);
        if !voted_in_person && !represented {
            let message = Bilingual::new(
                format!("`{}` a voté sans être présent ni représenté", person.id),
                format!("`{}` voted without being present or represented", person.id),
            );
            findings.push(roll_call_finding(message, person));
        }
    }
    let members = attendance
        .into_iter()
        .flat_map(|attendance| attendance.present.iter().chain(attendance.represented.iter().map(|(giver, _)| giver)));
    for person in members.filter(|person| !seen.contains(&person.id)) {
        let message = Bilingual::new(
            format!("`{}` ne figure pas dans l’appel nominal", person.id),
            format!("`{}` is left out of the roll call", person.id),
        );
        findings.push(roll_call_finding(message, person));
    }
}

fn roll_call_finding(message: Bilingual, person: &Ref) -> Diagnostic {
    let help =
        Bilingual::new("vérifier l’appel nominal et la feuille de présence", "check the roll call and the attendance");
    Diagnostic::error(Code::RollCallMismatch, message).at(person.place.clone()).help(help)
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
