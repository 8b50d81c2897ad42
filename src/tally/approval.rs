//! `approval/1`: the options with most support win.

use super::places::{Barrier, fill};
use super::ranking::by_support;
use super::{Overflow, Poll};
use crate::council::ApprovalRules;
use crate::council::tally::ApprovalOutcome;

/// Counts an approval vote.
///
/// Options are taken by support, those of equal support together. A group that fits in the
/// places left wins; where only part of it fits, the rules say whether the order of the
/// definition or a draw decides, or the tie is reported.
pub(super) fn count(rules: &ApprovalRules, poll: &Poll<'_>) -> Result<ApprovalOutcome, Overflow> {
    let options = by_support(poll)?;
    let barrier = Barrier { minimum_support: rules.minimum_support, other: &|_| None };
    let options = fill(&options, (rules.winners, rules.ties), poll.lots, &barrier);
    Ok(ApprovalOutcome { places: u64::from(rules.winners), options })
}
