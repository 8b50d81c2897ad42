//! The steps of a life: each may follow the one before it, in the order of the days, with a reason
//! where a door closes, and the last one is the state the record says.

use crate::council::Date;
use crate::document::{Life, Step};
use crate::report::{Bilingual, Code, Diagnostic, Place};

/// Checks the `steps` of what stands at `place` and says that it is at `status`.
pub(super) fn check<S: Life>(place: &Place, status: S, steps: &[Step<S>], findings: &mut Vec<Diagnostic>) {
    let mut found = |finding: Diagnostic| findings.push(finding.at(place.clone()));
    if let Some(first) = steps.first().filter(|first| !first.status.begins()) {
        found(forbidden(&Bilingual::new("au début", "at the beginning"), first.status.word(), None));
    }
    for two in steps.windows(2) {
        let (before, after) = (&two[0], &two[1]);
        if after.date < before.date {
            found(unordered(before.date, after.date));
        }
        if after.status != before.status && !before.status.next().contains(&after.status) {
            let word = before.status.word();
            let place = Bilingual::new(format!("après `{word}`"), format!("after `{word}`"));
            found(forbidden(&place, after.status.word(), Some(&after_it(before.status))));
        }
    }
    for step in steps.iter().filter(|step| step.status.closes() && step.reason.is_none()) {
        found(without_reason(step.status.word()));
    }
    match steps.last() {
        Some(last) if last.status != status => found(differs(status.word(), last.status.word())),
        None if status.closes() => found(without_reason(status.word())),
        _ => {}
    }
}

/// What may follow `status`, in words.
fn after_it<S: Life>(status: S) -> Bilingual {
    let (word, next) = (status.word(), status.next());
    if next.is_empty() {
        return Bilingual::new(format!("rien ne suit `{word}`"), format!("nothing follows `{word}`"));
    }
    let words: Vec<String> = next.iter().map(|next| format!("`{}`", next.word())).collect();
    let words = words.join(", ");
    Bilingual::new(format!("après `{word}` peut venir : {words}"), format!("after `{word}` may come: {words}"))
}

fn forbidden(after: &Bilingual, word: &str, allowed: Option<&Bilingual>) -> Diagnostic {
    let mut message = Bilingual::new(
        format!("l’étape `{word}` ne peut pas venir {}", after.fr),
        format!("the step `{word}` cannot come {}", after.en),
    );
    if let Some(allowed) = allowed {
        message = Bilingual::new(format!("{} ; {}", message.fr, allowed.fr), format!("{}; {}", message.en, allowed.en));
    }
    let help = Bilingual::new(
        "écrire sous `history:` l’étape qui manque, ou corriger celle-ci",
        "write the missing step under `history:`, or correct this one",
    );
    Diagnostic::error(Code::StepForbidden, message).help(help)
}

fn unordered(before: Date, after: Date) -> Diagnostic {
    let message = Bilingual::new(
        format!("une étape du {after} suit une étape du {before}"),
        format!("a step of {after} follows a step of {before}"),
    );
    let help = Bilingual::new("ranger `history:` par jour", "put `history:` in the order of its days");
    Diagnostic::error(Code::StepsUnordered, message).help(help)
}

fn without_reason(word: &str) -> Diagnostic {
    let message = Bilingual::new(format!("`{word}` sans raison écrite"), format!("`{word}` without a written reason"));
    let help = Bilingual::new(
        "ajouter `reason:` à l’étape, en une ou deux phrases pour ceux que cela touche",
        "add `reason:` to the step, in a sentence or two for those it concerns",
    );
    Diagnostic::error(Code::ReasonMissing, message).help(help)
}

fn differs(status: &str, last: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("`status: {status}`, et la dernière étape est `{last}`"),
        format!("`status: {status}`, and the last step is `{last}`"),
    );
    let help = Bilingual::new("ajouter l’étape, ou corriger `status:`", "add the step, or correct `status:`");
    Diagnostic::error(Code::StatusMismatch, message).help(help)
}
