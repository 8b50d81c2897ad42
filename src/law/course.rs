//! How a meeting came to its status: days in order, lawful steps, a reason where it did not take place.

use super::Case;
use crate::document::{Life as _, MeetingStatus};
use crate::grammar::Token as _;
use crate::report::{Bilingual, Code, Diagnostic};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Diagnostic>) {
    let (meeting, history) = (&case.meeting.facts, &case.meeting.facts.history);
    for steps in history.windows(2) {
        let [before, after] = steps else { continue };
        if after.date < before.date {
            findings.push(disordered(before.status, after.status).at(case.place()));
        }
        if after.status != before.status && !before.status.next().contains(&after.status) {
            findings.push(arrow(before.status, after.status).at(case.place()));
        }
    }
    if let Some(last) = history.last().filter(|last| last.status != meeting.status) {
        findings.push(unlike(last.status, meeting.status).at(case.place()));
    }
    let explained = history.iter().any(|step| step.status == meeting.status && step.reason.is_some());
    if meeting.status.closes() && !explained {
        findings.push(unexplained(meeting.status).at(case.place()));
    }
}

fn disordered(before: MeetingStatus, after: MeetingStatus) -> Diagnostic {
    let (before, after) = (before.write(), after.write());
    let message = Bilingual::new(
        format!("`history:` date `{after}` d’avant `{before}`, qui le précède ; attendu : des jours qui se suivent"),
        format!("`history:` dates `{after}` before `{before}`, which stands above it; expected days in order"),
    );
    let help = Bilingual::new("vérifier les jours sous `history:`", "check the days below `history:`");
    Diagnostic::error(Code::StepsUnordered, message).help(help)
}

fn arrow(before: MeetingStatus, after: MeetingStatus) -> Diagnostic {
    let allowed: Vec<String> = before.next().iter().map(|next| format!("`{}`", next.word())).collect();
    let (before, after) = (before.write(), after.write());
    let next = if allowed.is_empty() {
        Bilingual::new("rien ne le suit", "nothing follows it")
    } else {
        let allowed = allowed.join(", ");
        Bilingual::new(format!("peut le suivre : {allowed}"), format!("may follow it: {allowed}"))
    };
    let message = Bilingual::new(
        format!("`history:` passe de `{before}` à `{after}`, ce qu’une séance ne fait pas ; {}", next.fr),
        format!("`history:` goes from `{before}` to `{after}`, which a meeting does not; {}", next.en),
    );
    let help = Bilingual::new(
        "ajouter sous `history:` le pas qui manque, ou corriger celui-ci",
        "add the missing step below `history:`, or correct this one",
    );
    Diagnostic::error(Code::HistoryArrow, message).help(help)
}

fn unlike(last: MeetingStatus, status: MeetingStatus) -> Diagnostic {
    let (last, status) = (last.write(), status.write());
    let message = Bilingual::new(
        format!("`history:` finit par `{last}`, mais `status:` dit `{status}`"),
        format!("`history:` ends with `{last}`, but `status:` says `{status}`"),
    );
    let help =
        Bilingual::new("ajouter le dernier pas, ou corriger `status:`", "add the last step, or correct `status:`");
    Diagnostic::error(Code::HistoryArrow, message).help(help)
}

fn unexplained(status: MeetingStatus) -> Diagnostic {
    let status = status.write();
    let message = Bilingual::new(
        format!("la séance est `{status}` et `history:` ne dit pas pourquoi"),
        format!("the meeting is `{status}` and `history:` does not say why"),
    );
    let help = Bilingual::new(
        format!("ajouter sous `history:` un pas `status: {status}` avec son jour, `by:` et `reason:`"),
        format!("add below `history:` a step `status: {status}` with its day, `by:` and `reason:`"),
    );
    Diagnostic::warning(Code::StatusUnexplained, message).help(help)
}
