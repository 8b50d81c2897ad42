//! Records that take the place of others, and meetings that are put off to others: both ends agree.

use super::library::Library;
use crate::council::Date;
use crate::document::{DecisionStatus, Meeting, MeetingStatus, Record, RecordId, Records, Ref, dangling};
use crate::report::{Bilingual, Code, Diagnostic, Severity};

/// Everything that does not hold.
pub(super) fn check(library: &Library, findings: &mut Vec<Diagnostic>) {
    let documents = library.documents();
    records(&documents.bodies, findings);
    records(&documents.people, findings);
    records(&documents.meetings, findings);
    records(&documents.minutes, findings);
    records(&documents.filed, findings);
    records(&documents.proposals, findings);
    records(&documents.votes, findings);
    records(&documents.contests, findings);
    records(&documents.editions, findings);
    records(&documents.deliveries, findings);
    records(&documents.pages, findings);
    records(&documents.news, findings);
    decisions(library, findings);
    for (id, meeting) in &documents.meetings {
        postponement(&documents.meetings, id, meeting, findings);
    }
}

/// What a record supersedes exists, and no chain comes back to itself.
fn records<T>(records: &Records<T>, findings: &mut Vec<Diagnostic>) {
    for (id, record) in records {
        let Some(old) = &record.common.supersedes else { continue };
        if !records.contains_key(&old.id) {
            let names = records.keys().map(RecordId::as_str);
            findings.push(dangling("la fiche", "the record", old.id.as_str(), names).at(old.place.clone()));
            continue;
        }
        let mut at = Some(&old.id);
        // A chain has no more links than there are records.
        for _ in 0..=records.len() {
            if at == Some(id) {
                findings.push(unclear(
                    format!("`{id}` finit par se remplacer elle-même"),
                    format!("`{id}` takes its own place in the end"),
                    old,
                ));
                break;
            }
            at = at.and_then(|at| records.get(at)?.common.supersedes.as_ref()).map(|old| &old.id);
        }
    }
}

fn unclear(fr: String, en: String, old: &Ref) -> Diagnostic {
    let help = Bilingual::new("corriger `supersedes:`", "correct `supersedes:`");
    Diagnostic::error(Code::SuccessionUnclear, Bilingual::new(fr, en)).at(old.place.clone()).help(help)
}

/// A decision that is superseded has one that takes its place, of the same body and later.
fn decisions(library: &Library, findings: &mut Vec<Diagnostic>) {
    for taken in library.decisions() {
        let (body, number) = (&taken.meeting.facts.body.id, &taken.decision.number);
        let place = || taken.decision.place.clone();
        if let Some(old) = &taken.decision.supersedes {
            match library.numbered(body, old) {
                None => {
                    let of_body = library.decisions_of(body);
                    let numbers = of_body.iter().map(|other| other.decision.number.as_str());
                    findings.push(dangling("la décision", "the decision", old, numbers).at(place()));
                }
                Some(older)
                    if older.meeting.facts.start > taken.meeting.facts.start || older.decision.number == *number =>
                {
                    let message = Bilingual::new(
                        format!("la décision `{number}` remplacerait `{old}`, qui n’a pas été prise avant elle"),
                        format!(
                            "the decision `{number}` would take the place of `{old}`, which was not taken before it"
                        ),
                    );
                    findings.push(of_decision(message, Severity::Error).at(place()));
                }
                Some(_) => {}
            }
        }
        if taken.decision.status == Some(DecisionStatus::Superseded) && library.superseding(&taken).is_none() {
            let message = Bilingual::new(
                format!("la décision `{number}` est remplacée, et aucune décision adoptée ne dit la remplacer"),
                format!("the decision `{number}` is superseded, and no adopted decision says that it takes its place"),
            );
            findings.push(of_decision(message, Severity::Warning).at(place()));
        }
    }
}

fn of_decision(message: Bilingual, severity: Severity) -> Diagnostic {
    let help = Bilingual::new(
        "écrire `supersedes:` avec l’ancien numéro dans la décision nouvelle",
        "write `supersedes:` with the older number in the newer decision",
    );
    Diagnostic { severity, ..Diagnostic::error(Code::SuccessionUnclear, message) }.help(help)
}

/// Only what was put off, or had no quorum, goes on at another meeting of the same body, later.
fn postponement(meetings: &Records<Meeting>, id: &RecordId, record: &Record<Meeting>, findings: &mut Vec<Diagnostic>) {
    let facts = &record.facts;
    let Some(next) = &facts.postponed_to else { return };
    let mut found = |fr: String, en: String| {
        let help = Bilingual::new(
            "`postponed_to:` va avec `status: postponed` ou `inquorate`, et mène à une séance ultérieure de la même instance",
            "`postponed_to:` goes with `status: postponed` or `inquorate`, and leads to a later meeting of the same body",
        );
        let finding = Diagnostic::error(Code::PostponementUnclear, Bilingual::new(fr, en));
        findings.push(finding.at(next.place.clone()).help(help));
    };
    if !matches!(facts.status, MeetingStatus::Postponed | MeetingStatus::Inquorate) {
        let word = facts.status.word();
        found(
            format!("la séance est `{word}`, et reportée à `{}`", next.id),
            format!("the meeting is `{word}`, and put off to `{}`", next.id),
        );
    }
    let Some(later) = meetings.get(&next.id) else { return };
    let days: [Date; 2] = [facts.start.date(), later.facts.start.date()];
    if next.id == *id || later.facts.body.id != facts.body.id || days[1] <= days[0] {
        found(
            format!("`{}` n’est pas une séance ultérieure de la même instance", next.id),
            format!("`{}` is not a later meeting of the same body", next.id),
        );
    }
}
