//! `motion/1`: for, against, quorum, threshold.

use std::cmp::Ordering;

use super::{BallotBox, Overflow};
use crate::council::tally::{MotionDecision, MotionOutcome};
use crate::council::{Answer, Comparison, MotionBase, MotionRules, MotionTie};
use crate::statement::Vote;

/// Counts a motion.
///
/// The quorum is reached when the weight that took part (every answer but `not-voting`) is at
/// least the quorum's share of all seats. The motion is adopted when the votes for pass the
/// threshold's share of the base, and there is no equality of for and against.
pub(super) fn count(rules: &MotionRules, seats: u64, ballots: &BallotBox<'_>) -> Result<MotionOutcome, Overflow> {
    let weight_of = |answer| weight_of(ballots, answer);
    let (votes_for, votes_against) = (weight_of(Answer::For)?, weight_of(Answer::Against)?);
    let (abstentions, blank) = (weight_of(Answer::Abstention)?, weight_of(Answer::Blank)?);
    let not_voting = weight_of(Answer::NotVoting)?;
    let expressed = votes_for.checked_add(votes_against).ok_or(Overflow)?;
    let took_part = [abstentions, blank].into_iter().try_fold(expressed, u64::checked_add).ok_or(Overflow)?;
    let base = match rules.base {
        MotionBase::Expressed => expressed,
        MotionBase::Cast => took_part,
        MotionBase::Seats => seats,
    };
    let decision = if rules.quorum.compare(took_part, seats) == Ordering::Less {
        MotionDecision::Inquorate
    } else if passes(rules, votes_for, votes_against, base) {
        MotionDecision::Adopted
    } else {
        MotionDecision::Rejected
    };
    Ok(MotionOutcome { votes_for, votes_against, abstentions, not_voting, blank, seats, took_part, base, decision })
}

fn weight_of(ballots: &BallotBox<'_>, answer: Answer) -> Result<u64, Overflow> {
    let chosen = ballots.counted().iter().filter(|ballot| ballot.ballot().choice == Vote::Answer(answer));
    chosen.map(|ballot| ballot.weight()).try_fold(0, u64::checked_add).ok_or(Overflow)
}

fn passes(rules: &MotionRules, votes_for: u64, votes_against: u64, base: u64) -> bool {
    let MotionTie::NotAdopted = rules.tie;
    let reached = match rules.threshold.compare(votes_for, base) {
        Ordering::Greater => true,
        Ordering::Equal => rules.comparison == Comparison::AtLeast,
        Ordering::Less => false,
    };
    reached && votes_for > 0 && votes_for != votes_against
}
