//! What became of decisions after they were taken, and why one was put off or taken off.

use super::library::Library;
use super::steps;
use crate::document::{AgendaItem, DecisionOutcome};
use crate::report::{Bilingual, Code, Diagnostic, Place};

/// Everything that does not hold.
pub(super) fn check(library: &Library, findings: &mut Vec<Diagnostic>) {
    for taken in library.decisions() {
        let decision = taken.decision;
        let last = decision.history.last().map(|step| step.status);
        if let Some(status) = decision.status.or(last) {
            steps::check(&decision.place, status, &decision.history, findings);
        }
    }
    for meeting in library.documents().meetings.values() {
        let unexplained = meeting.facts.agenda.iter().filter_map(unexplained);
        findings.extend(unexplained.map(|(finding, place)| finding.at(place.unwrap_or(Place::file(&meeting.file)))));
    }
}

/// What is taken off does not come back: those who had asked for it are owed a reason.
fn unexplained(item: &AgendaItem) -> Option<(Diagnostic, Option<Place>)> {
    let (outcome, reason, place) = match &item.decision {
        Some(decision) => (Some(decision.outcome), &decision.reason, Some(decision.place.clone())),
        None => (item.outcome, &item.reason, None),
    };
    if outcome != Some(DecisionOutcome::Withdrawn) || reason.is_some() {
        return None;
    }
    let number = &item.number;
    let message = Bilingual::new(
        format!("le point {number} est retiré sans raison écrite"),
        format!("item {number} is withdrawn without a written reason"),
    );
    let help = Bilingual::new(
        "ajouter `reason:`, en une ou deux phrases pour ceux que cela touche",
        "add `reason:`, in a sentence or two for those it concerns",
    );
    Some((Diagnostic::error(Code::ReasonMissing, message).help(help), place))
}
