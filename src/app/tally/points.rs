//! The counts of votes and points, as text.

use super::print_steps;
use crate::app::Terminal;
use crate::council::tally::SingleChoiceOutcome;

pub(super) fn print_single_choice(outcome: &SingleChoiceOutcome, terminal: Terminal) {
    print_steps(&outcome.options, terminal);
    if let Some(base) = outcome.base {
        terminal.say(&format!("la majorité se compte sur {base}"), &format!("the majority is counted on {base}"));
    }
}
