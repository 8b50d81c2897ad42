//! Ballots about which a reader may doubt, and whether they could have changed what wins.
//!
//! The answer is never falsely `false`: where a bound is not exact, it says `true`.

use super::BallotBox;
use super::motion::{Weights, decide};
use crate::council::Rules;
use crate::council::tally::{Doubt, DoubtKind, MotionOutcome, OptionOutcome, Outcome, RefusedFile};
use crate::record::VoteRecord;
use crate::report::Code;

/// What gives cause for doubt in `vote`, whose count is `outcome`.
pub(super) fn doubts(
    vote: &VoteRecord,
    seats: u64,
    ballots: &BallotBox<'_>,
    outcome: &Outcome,
    refused: &[RefusedFile],
) -> Vec<Doubt> {
    // Which voter sent a refused file is not kept; each is taken for the heaviest.
    let heaviest = vote.roll().roll().voters.iter().map(|line| u64::from(line.weight)).max().unwrap_or(0);
    let turned_away = |kind: DoubtKind, code: Code| {
        let files = refused.iter().filter(|file| file.code == code.name()).count() as u64;
        (kind, files, files.saturating_mul(heaviest))
    };
    let late = turned_away(DoubtKind::Late, Code::VoteClosed);
    let over_cap = turned_away(DoubtKind::OverCap, Code::BallotCap);
    let replaced = ballots.counted().iter().filter(|ballot| ballot.generation() > 0);
    let replaced = (
        DoubtKind::KeyReplaced,
        replaced.clone().count() as u64,
        replaced.fold(0, |sum: u64, ballot| sum.saturating_add(ballot.weight())),
    );
    [late, replaced, over_cap]
        .into_iter()
        .filter(|(_, ballots, _)| *ballots > 0)
        .map(|(kind, ballots, weight)| Doubt {
            kind,
            ballots,
            weight,
            could_change: could_change(&vote.definition().rules, seats, outcome, weight),
        })
        .collect()
}

/// Whether ballots that weigh `weight` could change what wins, if each had said anything else or
/// had not been there, or had been there.
fn could_change(rules: &Rules, seats: u64, outcome: &Outcome, weight: u64) -> bool {
    // One ballot may take its weight from one option and give it to another.
    let swing = weight.saturating_mul(2);
    match (rules, outcome) {
        (Rules::Motion(rules), Outcome::Motion(motion)) => {
            let decided = decide(rules, seats, weights(motion));
            corners(motion, weight).any(|weights| decide(rules, seats, weights) != decided)
        }
        (Rules::Approval(rules), Outcome::Approval(approval)) => {
            let supports = |wanted: bool| {
                let kept =
                    approval.options.iter().filter(move |step| (step.outcome == OptionOutcome::Selected) == wanted);
                kept.map(|step| step.support)
            };
            let near = |winner: u64| supports(false).any(|loser| winner <= loser.saturating_add(swing));
            supports(true).any(near)
                || crosses(approval.options.iter().map(|step| step.support), rules.minimum_support, weight)
        }
        (Rules::BudgetGreedy(rules), Outcome::BudgetGreedy(budget)) => {
            let mut supports: Vec<u64> = budget.options.iter().map(|step| step.support).collect();
            supports.sort_unstable();
            supports.windows(2).any(|pair| pair[1] <= pair[0].saturating_add(swing))
                || crosses(supports.into_iter(), rules.minimum_support, weight)
        }
        _ => true,
    }
}

/// Whether some support could cross the least that wins.
fn crosses(supports: impl Iterator<Item = u64>, minimum: u64, weight: u64) -> bool {
    let minimum = minimum.max(1);
    let mut supports = supports;
    supports.any(|support| support.saturating_add(weight) >= minimum && support.saturating_sub(weight) < minimum)
}

const fn weights(motion: &MotionOutcome) -> Weights {
    Weights { votes_for: motion.votes_for, votes_against: motion.votes_against, took_part: motion.took_part }
}

/// The extremes: all of the weight more or less on one side, none of it or all of it on the
/// other, with and without it in the quorum.
fn corners(motion: &MotionOutcome, weight: u64) -> impl Iterator<Item = Weights> {
    let sides = |votes: u64| [votes.saturating_sub(weight), votes, votes.saturating_add(weight)];
    let (took_part, against) = (sides(motion.took_part), sides(motion.votes_against));
    sides(motion.votes_for).into_iter().flat_map(move |votes_for| {
        against.into_iter().flat_map(move |votes_against| {
            took_part.into_iter().map(move |took_part| {
                let took_part = took_part.max(votes_for.saturating_add(votes_against));
                Weights { votes_for, votes_against, took_part }
            })
        })
    })
}
