//! `motion/2`: for, against, quorum, a threshold of those present too, a casting vote.

use std::cmp::Ordering;

use super::motion::{reaches, weight_of};
use super::{Overflow, Poll};
use crate::council::tally::{Motion2Outcome, MotionDecision, MotionOutcome};
use crate::council::{Answer, Comparison, Equality, Motion2Rules, ShareOf};
use crate::statement::Vote;

/// Counts a motion.
///
/// The quorum is that of `motion/1`. The motion is adopted when the votes for pass the threshold's
/// share of the base and there is no equality of for and against. In an equality whose votes for
/// reach that share, exactly or beyond, the chair's own vote for adopts it, where the rules say
/// `casting-vote`.
pub(super) fn count(rules: &Motion2Rules, poll: &Poll<'_>) -> Result<Motion2Outcome, Overflow> {
    let seats = poll.seats;
    let of = |answer| weight_of(poll, answer);
    let (votes_for, votes_against) = (of(Answer::For)?, of(Answer::Against)?);
    let (abstentions, not_voting, blank) = (of(Answer::Abstention)?, of(Answer::NotVoting)?, of(Answer::Blank)?);
    let sum = |answers: &[Answer]| {
        answers.iter().try_fold(0_u64, |sum, answer| sum.checked_add(of(*answer)?).ok_or(Overflow))
    };
    let took_part = sum(&[Answer::For, Answer::Against, Answer::Abstention, Answer::Blank])?;
    let base = match rules.base {
        ShareOf::Expressed => sum(&[Answer::For, Answer::Against])?,
        ShareOf::Cast => took_part,
        ShareOf::Present => {
            sum(&Answer::ALL.iter().copied().filter(|answer| rules.is_present(*answer)).collect::<Vec<_>>())?
        }
        ShareOf::Seats => seats,
    };
    let equality = votes_for == votes_against;
    let casting_vote = casting_vote(rules, poll).filter(|_| equality);
    let passes = if equality {
        casting_vote == Some(Answer::For) && reaches(rules.threshold, Comparison::AtLeast, votes_for, base)
    } else {
        votes_for > 0 && reaches(rules.threshold, rules.comparison, votes_for, base)
    };
    let decision = match rules.quorum.compare(took_part, seats) {
        Ordering::Less => MotionDecision::Inquorate,
        _ if passes => MotionDecision::Adopted,
        _ => MotionDecision::Rejected,
    };
    let motion =
        MotionOutcome { votes_for, votes_against, abstentions, not_voting, blank, seats, took_part, base, decision };
    Ok(Motion2Outcome { motion, equality, casting_vote })
}

/// The chair's own answer, where the rules make it the casting vote.
fn casting_vote(rules: &Motion2Rules, poll: &Poll<'_>) -> Option<Answer> {
    let Equality::CastingVote = rules.tie else { return None };
    let chair = rules.chair.as_ref()?;
    let ballot = poll.ballots.iter().find(|ballot| ballot.voter == Some(chair))?;
    if let Vote::Answer(answer) = ballot.vote { Some(*answer) } else { None }
}
