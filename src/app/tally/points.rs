//! The counts of votes and points, as text.

use super::{outcome_word, print_steps, reason_and_margin};
use crate::app::Terminal;
use crate::council::tally::{PointsOutcome, SingleChoiceOutcome};

pub(super) fn print_single_choice(outcome: &SingleChoiceOutcome, terminal: Terminal) {
    print_steps(&outcome.options, terminal);
    if let Some(base) = outcome.base {
        terminal.say(&format!("la majorité se compte sur {base}"), &format!("the majority is counted on {base}"));
    }
}

pub(super) fn print_points(outcome: &PointsOutcome, terminal: Terminal) {
    for step in &outcome.options {
        let outcome = outcome_word(step.outcome, terminal.language);
        let reason = reason_and_margin(step.reason, step.behind_last_winner, terminal.language);
        let given = step.given.iter().map(|given| format!("{} × {}", given.weight, given.points));
        let given = given.collect::<Vec<_>>().join(" + ");
        let (points, option) = (step.points, step.option.as_str());
        terminal.line(format!("{points:>6}  {option:<24} {outcome:<13} {given:<20} {reason}").trim_end());
    }
}
