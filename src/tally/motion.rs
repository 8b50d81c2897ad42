//! `motion/1`: for, against, quorum, threshold.

use std::cmp::Ordering;

use super::{Overflow, Poll};
use crate::council::tally::{MotionDecision, MotionOutcome};
use crate::council::{Answer, Comparison, Fraction, MotionBase, MotionRules, MotionTie};
use crate::statement::Vote;

/// Counts a motion.
///
/// The quorum is reached when the weight that took part (every answer but `not-voting`) is at
/// least the quorum's share of all seats. The motion is adopted when the votes for pass the
/// threshold's share of the base, and there is no equality of for and against.
pub(super) fn count(rules: &MotionRules, poll: &Poll<'_>) -> Result<MotionOutcome, Overflow> {
    let seats = poll.seats;
    let weight_of = |answer| weight_of(poll, answer);
    let (votes_for, votes_against) = (weight_of(Answer::For)?, weight_of(Answer::Against)?);
    let (abstentions, blank) = (weight_of(Answer::Abstention)?, weight_of(Answer::Blank)?);
    let not_voting = weight_of(Answer::NotVoting)?;
    let expressed = votes_for.checked_add(votes_against).ok_or(Overflow)?;
    let took_part = [abstentions, blank].into_iter().try_fold(expressed, u64::checked_add).ok_or(Overflow)?;
    let base = base(rules, seats, expressed, took_part);
    let decision = decide(rules, seats, Weights { votes_for, votes_against, took_part });
    Ok(MotionOutcome { votes_for, votes_against, abstentions, not_voting, blank, seats, took_part, base, decision })
}

/// The weights that a motion turns on.
#[derive(Clone, Copy, Debug)]
pub(super) struct Weights {
    pub(super) votes_for: u64,
    pub(super) votes_against: u64,
    pub(super) took_part: u64,
}

/// What these weights decide.
pub(super) fn decide(rules: &MotionRules, seats: u64, weights: Weights) -> MotionDecision {
    let Weights { votes_for, votes_against, took_part } = weights;
    let base = base(rules, seats, votes_for.saturating_add(votes_against), took_part);
    if rules.quorum.compare(took_part, seats) == Ordering::Less {
        MotionDecision::Inquorate
    } else if passes(rules, votes_for, votes_against, base) {
        MotionDecision::Adopted
    } else {
        MotionDecision::Rejected
    }
}

const fn base(rules: &MotionRules, seats: u64, expressed: u64, took_part: u64) -> u64 {
    match rules.base {
        MotionBase::Expressed => expressed,
        MotionBase::Cast => took_part,
        MotionBase::Seats => seats,
    }
}

/// What the ballots with this answer weigh.
pub(super) fn weight_of(poll: &Poll<'_>, answer: Answer) -> Result<u64, Overflow> {
    let chosen = poll.ballots.iter().filter(|ballot| *ballot.vote == Vote::Answer(answer));
    chosen.map(|ballot| ballot.weight).try_fold(0, u64::checked_add).ok_or(Overflow)
}

fn passes(rules: &MotionRules, votes_for: u64, votes_against: u64, base: u64) -> bool {
    let MotionTie::NotAdopted = rules.tie;
    reaches(rules.threshold, rules.comparison, votes_for, base) && votes_for > 0 && votes_for != votes_against
}

/// Whether `part` passes the `threshold`'s share of `base`.
pub(super) fn reaches(threshold: Fraction, comparison: Comparison, part: u64, base: u64) -> bool {
    match threshold.compare(part, base) {
        Ordering::Greater => true,
        Ordering::Equal => comparison == Comparison::AtLeast,
        Ordering::Less => false,
    }
}
