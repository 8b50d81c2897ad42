//! The steps of a life: each may follow the one before it, in the order of the days, with a reason
//! where a door closes, and the last one is the state the record says.

use crate::council::Date;
use crate::document::{Life, Record};
use crate::report::{Bilingual, Code, Diagnostic, Place};

/// A step, of whichever kind of record.
pub(super) struct Step<'a, S> {
    pub(super) date: Date,
    pub(super) status: S,
    pub(super) reason: Option<&'a str>,
}

/// Checks the steps of `record`, which says that it stands at `status`.
pub(super) fn check<S: Life, T>(record: &Record<T>, status: S, steps: &[Step<'_, S>], findings: &mut Vec<Diagnostic>) {
    let mut found = |finding: Diagnostic| findings.push(finding.at(Place::file(&record.file)));
    if let Some(first) = steps.first().filter(|first| !first.status.begins()) {
        found(forbidden(&Bilingual::new("au début", "at the beginning"), first.status.word()));
    }
    for two in steps.windows(2) {
        let (before, after) = (&two[0], &two[1]);
        if after.date < before.date {
            found(unordered(before.date, after.date));
        }
        if after.status != before.status && !before.status.next().contains(&after.status) {
            let word = before.status.word();
            found(forbidden(
                &Bilingual::new(format!("après `{word}`"), format!("after `{word}`")),
                after.status.word(),
            ));
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

fn forbidden(after: &Bilingual, word: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("l’étape `{word}` ne peut pas venir {}", after.fr),
        format!("the step `{word}` cannot come {}", after.en),
    );
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
        "ajouter `reason:` à l’étape, en une ou deux phrases pour ses auteurs",
        "add `reason:` to the step, in a sentence or two for its authors",
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
