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
mod electorates;
mod equal_shares;
mod file;
mod greedy;
mod knapsack;
mod least_change;
mod majority_judgment;
mod motion;
mod motion2;
mod paper;
mod phragmen;
mod places;
mod points;
mod poll;
mod projects;
mod ranked;
mod ranking;
mod shares;
mod single_choice;
mod swing;
mod turnout;

pub use ballot_box::BallotBox;
pub use electorates::{Counted, counts};
pub use file::{tally_file, turnout_file};
pub use least_change::least_change;
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
        Rules::Score(rules) => points::count_score(rules, poll).map(Outcome::Score),
        Rules::Cumulative(rules) => points::count_cumulative(rules, poll).map(Outcome::Cumulative),
        Rules::MajorityJudgment(rules) => majority_judgment::count(rules, poll).map(Outcome::MajorityJudgment),
        Rules::Motion2(rules) => motion2::count(rules, poll).map(Outcome::Motion2),
        Rules::SingleChoice(rules) => single_choice::count(rules, poll).map(Outcome::SingleChoice),
        Rules::Irv(rules) => ranked::irv::count(*rules, poll).map(Outcome::Irv),
        Rules::StvScottish(rules) => ranked::stv::count(*rules, poll).map(Outcome::StvScottish),
        Rules::Borda(rules) => ranked::borda::count(*rules, poll).map(Outcome::Borda),
        Rules::RankedPairs(rules) => ranked::ranked_pairs::count(*rules, poll).map(Outcome::RankedPairs),
        Rules::Schulze(rules) => ranked::schulze::count(*rules, poll).map(Outcome::Schulze),
        Rules::Greedy(rules) => greedy::count(rules, poll).map(Outcome::BudgetGreedy2),
        Rules::EqualShares(rules) => equal_shares::count(rules, poll).map(Outcome::BudgetEqualShares),
        Rules::Phragmen(rules) => phragmen::count(rules, poll).map(Outcome::BudgetPhragmen),
        Rules::Knapsack(rules) => knapsack::count(rules, poll).map(Outcome::BudgetKnapsack),
    }
}
