//! `single-choice/1`: each ballot names one option, the options with most support win.

use super::motion::reaches;
use super::places::{Barrier, fill};
use super::ranking::by_support;
use super::{Overflow, Poll};
use crate::council::tally::{SingleChoiceOutcome, StepReason};
use crate::council::{MotionBase, SingleChoiceRules};

/// Counts a single choice: options are taken by support as in an approval vote, and where a
/// majority is asked only those that have it.
pub(super) fn count(rules: &SingleChoiceRules, poll: &Poll<'_>) -> Result<SingleChoiceOutcome, Overflow> {
    let options = by_support(poll)?;
    let weight = |blank: Option<bool>| {
        let ballots = poll.ballots.iter().filter(|ballot| blank.is_none_or(|blank| ballot.vote.is_blank() == blank));
        ballots.map(|ballot| ballot.weight).try_fold(0, u64::checked_add).ok_or(Overflow)
    };
    let base = rules.majority.asked().map(|(_, _, base)| match base {
        MotionBase::Expressed => weight(Some(false)),
        MotionBase::Cast => weight(None),
        MotionBase::Seats => Ok(poll.seats),
    });
    let base = base.transpose()?;
    let barrier = |support: u64| {
        let (threshold, comparison, _) = rules.majority.asked()?;
        let below = !reaches(threshold, comparison, support, base.unwrap_or(0));
        below.then_some(StepReason::BelowMajority)
    };
    let barrier = Barrier { minimum_support: rules.minimum_support, other: &barrier };
    let options = fill(&options, (rules.winners, rules.ties), poll.lots, &barrier);
    Ok(SingleChoiceOutcome { places: u64::from(rules.winners), blank: weight(Some(true))?, base, options })
}
