//! Roll calls against who was there: item by item, since members come late and leave early, and without
//! those who are recused or have an advisory voice.

use std::collections::{BTreeMap, BTreeSet};

use super::library::Library;
use crate::document::{AgendaItem, Attendance, Documents, Meeting, RecordId, Recusal, Ref, RollCall};
use crate::report::{Bilingual, Code, Diagnostic};

/// Everything about roll calls that does not hold.
pub(super) fn check(library: &Library, findings: &mut Vec<Diagnostic>) {
    let documents = library.documents();
    for meeting in documents.meetings.values().map(|meeting| &meeting.facts) {
        check_items(meeting, findings);
        for (at, item) in meeting.agenda.iter().enumerate() {
            let sheet = meeting.attendance.as_ref().map(|_| voters_at(documents, meeting, at));
            for call in calls(item) {
                check_call(&call, sheet.as_ref(), findings);
            }
        }
    }
}

/// A roll call, what it decided, and who took no part.
struct Call<'a> {
    name: String,
    answers: &'a RollCall,
    recusals: &'a [Recusal],
}

/// The roll calls of an item: of its decision, and of what would change it.
fn calls(item: &AgendaItem) -> Vec<Call<'_>> {
    let Some(decision) = &item.decision else { return Vec::new() };
    let amended =
        decision.amendments.iter().map(|one| (format!("{}, {}", decision.number, one.number), &one.roll_call));
    let all = std::iter::once((decision.number.clone(), &decision.roll_call)).chain(amended);
    all.filter_map(|(name, call)| Some(Call { name, answers: call.as_ref()?, recusals: &decision.recusals })).collect()
}

/// Who comes late or leaves does so at an item of the agenda.
fn check_items(meeting: &Meeting, findings: &mut Vec<Diagnostic>) {
    let Some(attendance) = &meeting.attendance else { return };
    for (person, number) in attendance.arrived.iter().chain(&attendance.left) {
        if position(meeting, number).is_none() {
            let numbers: Vec<&str> = meeting.agenda.iter().map(|item| item.number.as_str()).collect();
            let numbers = numbers.join(", ");
            let help = Bilingual::new(format!("les points : {numbers}"), format!("the items: {numbers}"));
            let message = Bilingual::new(
                format!("l’ordre du jour n’a pas de point `{number}`"),
                format!("the agenda has no item `{number}`"),
            );
            findings.push(Diagnostic::error(Code::ItemMissing, message).at(person.place.clone()).help(help));
        }
    }
}

fn position(meeting: &Meeting, number: &str) -> Option<usize> {
    meeting.agenda.iter().position(|item| item.number == number)
}

/// Those whose voice is counted, with where the attendance names them.
type Sheet<'a> = BTreeMap<&'a RecordId, &'a Ref>;

/// Those whose voice is counted at the item `at`: present then, or represented.
fn voters_at<'a>(documents: &'a Documents, meeting: &'a Meeting, at: usize) -> Sheet<'a> {
    let there = |attendance: &Attendance, person: &RecordId| {
        let item = |moves: &[(Ref, String)]| {
            let number = moves.iter().find(|(mover, _)| mover.id == *person).map(|(_, number)| number)?;
            position(meeting, number)
        };
        item(&attendance.arrived).is_none_or(|from| from <= at) && item(&attendance.left).is_none_or(|to| at < to)
    };
    let attendance = meeting.attendance.iter();
    attendance
        .flat_map(|attendance| {
            let givers = attendance.represented.iter().map(|(giver, _)| giver);
            attendance.present.iter().chain(givers).filter(move |person| there(attendance, &person.id))
        })
        .filter(|person| meeting.counts(&documents.people, &person.id))
        .map(|person| (&person.id, person))
        .collect()
}

/// Everybody whose voice is counted answers once, and nobody else.
fn check_call(call: &Call<'_>, sheet: Option<&Sheet<'_>>, findings: &mut Vec<Diagnostic>) {
    let name = &call.name;
    let recused = |person: &RecordId| call.recusals.iter().any(|recusal| recusal.person.id == *person);
    let mut seen = BTreeSet::new();
    for (answer, person) in call.answers.answers() {
        let id = &person.id;
        if !seen.insert(id) {
            findings.push(mismatch(
                format!("`{id}` figure deux fois dans l’appel nominal de `{name}`"),
                format!("`{id}` stands twice in the roll call of `{name}`"),
                person,
            ));
        }
        if recused(id) && answer != "not-voting" {
            findings.push(ignored(person));
        } else if sheet.is_some_and(|sheet| !sheet.contains_key(id)) {
            findings.push(mismatch(
                format!("`{name}` : `{id}` a voté sans être alors présent ni représenté, ou n’a que voix consultative"),
                format!(
                    "`{name}`: `{id}` voted without being present or represented then, or has only an advisory voice"
                ),
                person,
            ));
        }
    }
    for (id, person) in sheet.into_iter().flatten().filter(|(id, _)| !seen.contains(*id) && !recused(id)) {
        findings.push(mismatch(
            format!("`{id}` ne figure pas dans l’appel nominal de `{name}`"),
            format!("`{id}` is left out of the roll call of `{name}`"),
            person,
        ));
    }
}

fn mismatch(fr: String, en: String, person: &Ref) -> Diagnostic {
    let help =
        Bilingual::new("vérifier l’appel nominal et la feuille de présence", "check the roll call and the attendance");
    Diagnostic::error(Code::RollCallMismatch, Bilingual::new(fr, en)).at(person.place.clone()).help(help)
}

fn ignored(person: &Ref) -> Diagnostic {
    let id = &person.id;
    let message = Bilingual::new(
        format!("`{id}` s’est déporté et figure parmi les votants"),
        format!("`{id}` is recused and stands among those who voted"),
    );
    let help = Bilingual::new(
        "le ranger sous `not_voting:`, ou retirer le déport",
        "put the member below `not_voting:`, or take the recusal out",
    );
    Diagnostic::error(Code::RecusalIgnored, message).at(person.place.clone()).help(help)
}
