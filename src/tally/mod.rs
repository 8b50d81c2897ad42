//! Counting: recorded ballots to a result, with exact integers only.
//!
//! ```text
//! VoteRecord ─▶ BallotBox, PaperBox ─▶ Poll ─▶ Outcome ─▶ TallyFile
//! ```
//!
//! The ballot box keeps one ballot a voter; each method is a function of its rules and the
//! poll, and lists every step so that a person can follow it with a pencil. A sum that
//! does not fit is an error, never a wrap.

mod approval;
mod ballot_box;
mod budget;
mod doubt;
mod file;
mod motion;
mod paper;
mod poll;
mod ranking;

pub use ballot_box::BallotBox;
pub use file::{tally_file, turnout_file};
pub use paper::PaperBox;
pub use poll::{Cast, Poll};
pub use ranking::Lots;

use crate::council::Rules;
use crate::council::tally::Outcome;

/// A sum that does not fit in the numbers of the tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sum is larger than the count can hold")]
pub struct Overflow;

/// Counts `poll` by `rules`: the official count where it is of a [`BallotBox`], which alone makes
/// a tally file; a trial of the rules where it is of any other ballots.
///
/// # Errors
/// A sum that does not fit.
pub fn count(rules: &Rules, poll: &Poll<'_>) -> Result<Outcome, Overflow> {
    match rules {
        Rules::Motion(rules) => motion::count(rules, poll).map(Outcome::Motion),
        Rules::Approval(rules) => approval::count(rules, poll).map(Outcome::Approval),
        Rules::BudgetGreedy(rules) => budget::count(rules, poll).map(Outcome::BudgetGreedy),
    }
}
