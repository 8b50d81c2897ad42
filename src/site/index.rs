//! What leads from one record to another, looked up once: no page has to read all meetings again.

use std::collections::BTreeMap;

use crate::document::{AgendaItem, Decision, DecisionOutcome, Documents, Meeting, Record, RecordId, Records};
use crate::tree::FilePath;

/// A point of an agenda: its meeting, and where it stands there.
pub(super) type ItemAt = (RecordId, usize);

/// The ways between records.
#[derive(Debug, Default)]
pub(super) struct Index {
    /// The minutes of a meeting.
    pub(super) minutes: BTreeMap<RecordId, RecordId>,
    /// Every decision, newest first.
    pub(super) decisions: Vec<ItemAt>,
    /// The decisions of a body, newest first.
    pub(super) by_body: BTreeMap<RecordId, Vec<ItemAt>>,
    /// The decisions on which a member gave an answer or was recused, newest first.
    pub(super) by_member: BTreeMap<RecordId, Vec<ItemAt>>,
    /// At how many meetings a member was present, was represented, and was expected.
    pub(super) presence: BTreeMap<RecordId, [u64; 3]>,
    /// A decision by its body and number.
    pub(super) by_number: BTreeMap<(RecordId, String), ItemAt>,
    /// The adopted decision that takes the place of one.
    pub(super) superseded: BTreeMap<(RecordId, String), ItemAt>,
    /// The meetings that use a document, and at which item.
    pub(super) uses: BTreeMap<RecordId, Vec<(RecordId, Option<usize>)>>,
    /// The meeting that was put off to this one.
    pub(super) put_off: BTreeMap<RecordId, RecordId>,
    /// The file that takes the place of a record's file.
    pub(super) successors: BTreeMap<FilePath, FilePath>,
    /// The same the other way.
    pub(super) predecessors: BTreeMap<FilePath, FilePath>,
}

impl Index {
    pub(super) fn of(documents: &Documents) -> Self {
        let mut index = Self::default();
        for (id, minutes) in &documents.minutes {
            index.minutes.entry(minutes.facts.meeting.id.clone()).or_insert_with(|| id.clone());
        }
        let mut meetings: Vec<(&RecordId, &Record<Meeting>)> = documents.meetings.iter().collect();
        meetings.sort_by_key(|(id, meeting)| (std::cmp::Reverse(meeting.facts.start), *id));
        for (id, meeting) in meetings {
            index.add_meeting(id, &meeting.facts);
        }
        index.add_successors(documents);
        index
    }

    fn add_meeting(&mut self, id: &RecordId, meeting: &Meeting) {
        if let Some(next) = &meeting.postponed_to {
            self.put_off.entry(next.id.clone()).or_insert_with(|| id.clone());
        }
        self.add_sheet(meeting);
        for document in &meeting.documents {
            self.uses.entry(document.id.clone()).or_default().push((id.clone(), None));
        }
        for (at, item) in meeting.agenda.iter().enumerate() {
            for document in &item.documents {
                self.uses.entry(document.id.clone()).or_default().push((id.clone(), Some(at)));
            }
        }
        let mut decided: Vec<(usize, &AgendaItem, &Decision)> = Vec::new();
        decided.extend(
            meeting.agenda.iter().enumerate().filter_map(|(at, item)| Some((at, item, item.decision.as_ref()?))),
        );
        decided.sort_by(|(_, _, a), (_, _, b)| b.number.cmp(&a.number));
        for (at, _, decision) in decided {
            self.add_decision(&meeting.body.id, decision, &(id.clone(), at));
        }
    }

    fn add_sheet(&mut self, meeting: &Meeting) {
        let Some(sheet) = &meeting.attendance else { return };
        let givers = sheet.represented.iter().map(|(giver, _)| giver);
        let listed = sheet.present.iter().map(|person| (person, [1, 0, 1]));
        let listed = listed.chain(givers.map(|person| (person, [0, 1, 1])));
        let listed = listed.chain(sheet.excused.iter().chain(&sheet.absent).map(|person| (person, [0, 0, 1])));
        for (person, counts) in listed {
            let sums = self.presence.entry(person.id.clone()).or_default();
            for (sum, count) in sums.iter_mut().zip(counts) {
                *sum += count;
            }
        }
    }

    fn add_decision(&mut self, body: &RecordId, decision: &Decision, at: &ItemAt) {
        self.decisions.push(at.clone());
        self.by_body.entry(body.clone()).or_default().push(at.clone());
        self.by_number.insert((body.clone(), decision.number.clone()), at.clone());
        if let Some(old) = decision.supersedes.as_ref().filter(|_| decision.outcome == DecisionOutcome::Adopted) {
            self.superseded.insert((body.clone(), old.clone()), at.clone());
        }
        let answers = decision.roll_call.iter().flat_map(|call| call.answers().map(|(_, person)| &person.id));
        for person in answers.chain(decision.recusals.iter().map(|recusal| &recusal.person.id)) {
            let of_member = self.by_member.entry(person.clone()).or_default();
            if of_member.last() != Some(at) {
                of_member.push(at.clone());
            }
        }
    }

    fn add_successors(&mut self, documents: &Documents) {
        self.add_successors_of(&documents.bodies);
        self.add_successors_of(&documents.people);
        self.add_successors_of(&documents.meetings);
        self.add_successors_of(&documents.minutes);
        self.add_successors_of(&documents.filed);
        self.add_successors_of(&documents.proposals);
        self.add_successors_of(&documents.votes);
        self.add_successors_of(&documents.editions);
        self.add_successors_of(&documents.pages);
        self.add_successors_of(&documents.news);
    }

    fn add_successors_of<T>(&mut self, records: &Records<T>) {
        for record in records.values() {
            let old = record.common.supersedes.as_ref().and_then(|old| records.get(&old.id));
            if let Some(old) = old.filter(|old| old.file != record.file) {
                self.successors.insert(old.file.clone(), record.file.clone());
                self.predecessors.insert(record.file.clone(), old.file.clone());
            }
        }
    }
}
