//! `budget-greedy/2`: as the first, by votes or by points, with projects that exclude each other.

use super::budget::{Count, Purse, Terms};
use super::projects::Voices;
use super::ranking::{TieBreak, groups};
use super::{Overflow, Poll};
use crate::council::GreedyRules;
use crate::council::tally::BudgetOutcome;

/// Counts the budget. Under `ties: report`, projects of equal support are tied also where two of
/// them that could be paid exclude each other.
pub(super) fn count(rules: &GreedyRules, poll: &Poll<'_>) -> Result<BudgetOutcome, Overflow> {
    let projects = &rules.projects;
    let options = Voices::of(projects, poll)?.supported(projects, poll)?;
    let terms = Terms {
        envelopes: &projects.envelopes,
        exclusive: &rules.exclusive,
        too_dear: rules.too_dear,
        minimum_support: projects.minimum_support,
    };
    let mut count = Count::new(terms, TieBreak::of(projects.ties, poll.lots), Purse::of(&projects.envelopes));
    for group in groups(&options) {
        count.take(group);
    }
    Ok(count.outcome(projects.currency.as_str()))
}
