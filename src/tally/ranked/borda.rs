//! `borda/1`: points for each option placed after.

use super::Papers;
use super::papers::Paper;
use crate::council::tally::{BordaOutcome, BordaStep, OptionOutcome, RankedReason, TieDecision};
use crate::council::{BordaRules, EqualPoints, UnrankedPoints};
use crate::tally::{Overflow, Poll};

/// A point is so many halves: with these, the mean of a shared rank is whole.
pub(in crate::tally) const SCALE: u64 = 2;

/// Counts by Borda's method.
///
/// A ballot gives an option a point for each option that it places after it. Options that share
/// a rank get the mean of what they would get one after the other, or each the least of it. The
/// options with most points win; an option without a point never does.
pub(in crate::tally) fn count(rules: BordaRules, poll: &Poll<'_>) -> Result<BordaOutcome, Overflow> {
    let papers = Papers::of(poll, rules.ties)?;
    let points = points(&papers, rules)?;
    let mut order: Vec<usize> = (0..points.len()).collect();
    let place = |option: usize| papers.places.as_ref().map_or(option, |(places, _)| places[option]);
    order.sort_by_key(|option| (std::cmp::Reverse(points[*option]), place(*option)));
    let mut places = rules.winners as usize;
    let mut options = Vec::with_capacity(order.len());
    for group in order.chunk_by(|one, other| points[*one] == points[*other]) {
        let cut = places < group.len() && places > 0;
        for (at, option) in group.iter().enumerate() {
            let reason = match &papers.places {
                _ if points[*option] == 0 => RankedReason::NoVotes,
                None if cut => RankedReason::Tied,
                _ if at < places => RankedReason::Selected,
                Some((_, by)) if cut => lost(*by),
                _ => RankedReason::NoPlaceLeft,
            };
            options.push((*option, reason));
        }
        places = places.saturating_sub(group.len());
    }
    let taking = options.iter().filter(|(_, reason)| matches!(reason, RankedReason::Selected | RankedReason::Tied));
    let sums: Vec<u64> = taking.map(|(option, _)| points[*option]).collect();
    // Where a place stays empty, no sum keeps an option out of it.
    let last_place = sums.iter().min().copied().filter(|_| sums.len() >= rules.winners as usize);
    let step = |(option, reason): (usize, RankedReason)| {
        let outcome = match reason {
            RankedReason::Selected => OptionOutcome::Selected,
            RankedReason::Tied => OptionOutcome::Tied,
            _ => OptionOutcome::NotSelected,
        };
        let behind = last_place.map(|sum| sum.saturating_sub(points[option]));
        BordaStep {
            option: papers.options[option].clone(),
            points: points[option],
            outcome,
            reason,
            behind_last_winner: behind.filter(|_| outcome == OptionOutcome::NotSelected),
        }
    };
    Ok(BordaOutcome {
        places: u64::from(rules.winners),
        scale: SCALE,
        options: options.into_iter().map(step).collect(),
    })
}

const fn lost(by: TieDecision) -> RankedReason {
    match by {
        TieDecision::Draw => RankedReason::LostDraw,
        _ => RankedReason::LostByOrder,
    }
}

/// The points of each option, in halves.
fn points(papers: &Papers, rules: BordaRules) -> Result<Vec<u64>, Overflow> {
    let mut points = vec![0_u64; papers.options.len()];
    for paper in &papers.rankings {
        for (sum, halves) in points.iter_mut().zip(worth(papers, paper, rules)) {
            let more = halves.checked_mul(paper.weight).ok_or(Overflow)?;
            *sum = sum.checked_add(more).ok_or(Overflow)?;
        }
    }
    Ok(points)
}

/// What each ranking gives each option, in halves, and how much weight gives it; the options in the
/// order of their names.
pub(in crate::tally) fn worths(rules: BordaRules, poll: &Poll<'_>) -> Result<Vec<(Vec<u64>, u64)>, Overflow> {
    let papers = Papers::of(poll, rules.ties)?;
    Ok(papers.rankings.iter().map(|paper| (worth(&papers, paper, rules), paper.weight)).collect())
}

/// What one ranking gives each option, in halves.
fn worth(papers: &Papers, paper: &Paper, rules: BordaRules) -> Vec<u64> {
    let mut worth = vec![0_u64; papers.options.len()];
    // Of a rank: how many options come after it, and how many share it.
    let halves = |after: u64, sharing: u64| match rules.equal_points {
        EqualPoints::Average => after * SCALE + sharing - 1,
        EqualPoints::Lowest => after * SCALE,
    };
    let mut ranked = vec![false; worth.len()];
    paper.ranks.iter().flatten().for_each(|option| ranked[*option] = true);
    let unranked: Vec<usize> = (0..ranked.len()).filter(|option| !ranked[*option]).collect();
    let mut after = match rules.unranked_points {
        UnrankedPoints::Last | UnrankedPoints::Zero => unranked.len() as u64,
        UnrankedPoints::Ballot => 1,
    };
    if rules.unranked_points == UnrankedPoints::Last {
        for option in &unranked {
            worth[*option] = halves(0, unranked.len() as u64);
        }
    }
    for rank in paper.ranks.iter().rev().filter(|rank| !rank.is_empty()) {
        let sharing = rank.len() as u64;
        for option in rank {
            worth[*option] = halves(after, sharing);
        }
        after += sharing;
    }
    worth
}
