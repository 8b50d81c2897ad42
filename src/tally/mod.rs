//! Counting: recorded ballots to a result, with exact integers only.
//!
//! ```text
//! VoteRecord ─▶ BallotBox ─▶ Outcome ─▶ TallyFile
//! ```
//!
//! The ballot box keeps one ballot a voter; each method is a function of the box and the sealed
//! definition, and lists every step so that a person can follow it with a pencil. A sum that
//! does not fit is an error, never a wrap.

mod approval;
mod ballot_box;
mod budget;
mod doubt;
mod file;
mod motion;
mod ranking;

pub use ballot_box::BallotBox;
pub use file::{tally_file, turnout_file};
pub use ranking::Lots;

use crate::council::Rules;
use crate::council::tally::Outcome;
use crate::statement::Definition;

/// A sum that does not fit in the numbers of the tally.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a sum is larger than the count can hold")]
pub struct Overflow;

/// Counts `ballots` by the rules of `definition`; `seats` is the weight of the whole roll, and
/// `lots` what a public draw gave, where one was held.
///
/// # Errors
/// A sum that does not fit.
pub fn count(
    definition: &Definition,
    seats: u64,
    ballots: &BallotBox<'_>,
    lots: Option<&Lots>,
) -> Result<Outcome, Overflow> {
    match &definition.rules {
        Rules::Motion(rules) => motion::count(rules, seats, ballots).map(Outcome::Motion),
        Rules::Approval(rules) => approval::count(rules, definition, ballots, lots).map(Outcome::Approval),
        Rules::BudgetGreedy(rules) => budget::count(rules, definition, ballots, lots).map(Outcome::BudgetGreedy),
    }
}
