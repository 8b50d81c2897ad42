//! How few ballots, had they said otherwise, would have changed what wins: exactly, or not at all.
//!
//! What wins is the decision of a motion, or which options are selected; an option that is only
//! tied is not. Each ballot may say anything that the rules allow, and stays there; what a draw
//! gave stays too. Where a tie is open there is no winner to lose, and nothing is said.

mod grades;
mod motions;
mod sums;

use std::collections::BTreeMap;

use super::Poll;
use crate::council::tally::Outcome;
use crate::council::{BallotBody, Rules};

/// The smallest number of ballots of `poll` which, had they said otherwise, would have changed what
/// wins in `outcome`, its count by `rules`. Nothing where no ballots could have, where a voter weighs
/// more than 1, where a tie is open, where papers are known by their sums alone, and where the method
/// has no short exact answer.
#[must_use]
pub fn least_change(rules: &Rules, poll: &Poll<'_>, outcome: &Outcome) -> Option<u64> {
    // A cast without a voter is so many papers of weight 1.
    if poll.ballots.iter().any(|ballot| ballot.voter.is_some() && ballot.weight != 1) {
        return None;
    }
    let sums = matches!(rules.body(), BallotBody::Choices | BallotBody::Points);
    if sums && poll.ballots.iter().any(|ballot| ballot.voter.is_none()) {
        return None;
    }
    match (rules, outcome) {
        (Rules::Motion(rules), Outcome::Motion(_)) => motions::of_motion(rules, poll),
        (Rules::Motion2(rules), Outcome::Motion2(_)) => motions::of_motion2(rules, poll),
        (Rules::Approval(rules), Outcome::Approval(outcome)) => sums::of_approval(rules, poll, outcome),
        (Rules::SingleChoice(rules), Outcome::SingleChoice(outcome)) => sums::of_single_choice(rules, poll, outcome),
        (Rules::Score(rules), Outcome::Score(outcome)) => sums::of_score(rules, poll, outcome),
        (Rules::Cumulative(rules), Outcome::Cumulative(outcome)) => sums::of_cumulative(rules, poll, outcome),
        (Rules::Borda(rules), Outcome::Borda(outcome)) => sums::of_borda(*rules, poll, outcome),
        (Rules::MajorityJudgment(rules), Outcome::MajorityJudgment(outcome)) => grades::least(rules, poll, outcome),
        _ => None,
    }
}

/// What ballots can add to a sum when each says what helps it most: the gain, and how many gain it.
#[derive(Clone, Debug, Default)]
struct Gains(BTreeMap<i128, u64>);

impl Gains {
    fn add(&mut self, gain: i128, ballots: u64) {
        let sum = self.0.entry(gain).or_default();
        *sum = sum.saturating_add(ballots);
    }

    /// The fewest ballots that gain `need` together: those that gain most. Nothing where all of them
    /// do not.
    fn fewest(&self, need: i128) -> Option<u64> {
        let (mut missing, mut ballots) = (need, 0_u64);
        for (gain, count) in self.0.iter().rev().take_while(|(gain, _)| **gain > 0) {
            if missing <= 0 {
                break;
            }
            // Rounded up; both are above 0.
            let wanted = u64::try_from((missing - 1) / gain + 1).unwrap_or(u64::MAX);
            let taken = wanted.min(*count);
            missing -= gain.saturating_mul(i128::from(taken));
            ballots = ballots.saturating_add(taken);
        }
        (missing <= 0).then_some(ballots)
    }
}

/// The smaller one, where there is one.
fn smaller(one: Option<u64>, other: Option<u64>) -> Option<u64> {
    one.into_iter().chain(other).min()
}
