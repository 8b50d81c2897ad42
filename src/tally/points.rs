//! `score/1` and `cumulative/1`: points are added up, the options with the largest sums win.

use std::collections::BTreeMap;

use super::places::{Barrier, fill};
use super::ranking::{Supported, ranked};
use super::{Overflow, Poll};
use crate::council::tally::{ApprovalStep, PointsGiven, PointsOutcome, PointsStep};
use crate::council::{CumulativeRules, OptionId, ScoreRules, Ties};
use crate::statement::Vote;

/// Counts a score vote. An option that a ballot leaves out has no points from it; where the rules
/// refuse that, no such ballot is here.
pub(super) fn count_score(rules: &ScoreRules, poll: &Poll<'_>) -> Result<PointsOutcome, Overflow> {
    count((rules.winners, rules.ties), rules.minimum_support, poll)
}

/// Counts a cumulative vote.
pub(super) fn count_cumulative(rules: &CumulativeRules, poll: &Poll<'_>) -> Result<PointsOutcome, Overflow> {
    count((rules.winners, rules.ties), rules.minimum_support, poll)
}

/// The weight behind each number of points above 0 that an option was given.
type Given = BTreeMap<u32, u64>;

fn count(places: (u32, Ties), minimum_support: u64, poll: &Poll<'_>) -> Result<PointsOutcome, Overflow> {
    let given = given(poll)?;
    let mut options = Vec::with_capacity(poll.options.len());
    for option in poll.options {
        options.push(Supported { option, support: given.get(&option.id).map_or(Ok(0), sum)? });
    }
    let barrier = Barrier { minimum_support, other: &|_| None };
    let steps = fill(&ranked(options, poll.lots), places, poll.lots, &barrier);
    let options = steps.into_iter().map(|step| with_points(step, &given)).collect();
    Ok(PointsOutcome { places: u64::from(places.0), options })
}

fn given<'a>(poll: &Poll<'a>) -> Result<BTreeMap<&'a OptionId, Given>, Overflow> {
    let mut given: BTreeMap<&OptionId, Given> = BTreeMap::new();
    for ballot in &poll.ballots {
        let Vote::Points(points) = ballot.vote else { continue };
        for (option, points) in points.iter().filter(|(_, points)| *points > 0) {
            let weight = given.entry(option).or_default().entry(*points).or_default();
            *weight = weight.checked_add(ballot.weight).ok_or(Overflow)?;
        }
    }
    Ok(given)
}

fn sum(given: &Given) -> Result<u64, Overflow> {
    given.iter().try_fold(0_u64, |sum, (points, weight)| {
        weight.checked_mul(u64::from(*points)).and_then(|product| sum.checked_add(product)).ok_or(Overflow)
    })
}

fn with_points(step: ApprovalStep, given: &BTreeMap<&OptionId, Given>) -> PointsStep {
    let ApprovalStep { option, support, outcome, reason, behind_last_winner } = step;
    let given = given.get(&option).into_iter().flatten();
    let given = given.rev().map(|(points, weight)| PointsGiven { points: *points, weight: *weight }).collect();
    PointsStep { option, points: support, given, outcome, reason, behind_last_winner }
}
