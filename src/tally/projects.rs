//! What ballots are worth to projects, for every method of a budget after the first.

use std::collections::BTreeMap;

use super::ranking::{Supported, sorted};
use super::{Overflow, Poll};
use crate::council::{OptionId, ProjectRules, Support};
use crate::statement::Vote;

/// Ballots that name the same projects with the same points, taken together.
#[derive(Clone, Debug)]
pub(super) struct Voters {
    /// How many votes they are.
    pub(super) weight: u64,
    /// Projects by their place among the options, with their points; none without a vote.
    pub(super) named: Vec<(u32, u32)>,
}

/// The ballots as numbers, alike ones together.
#[derive(Clone, Debug)]
pub(super) struct Voices {
    pub(super) voters: Vec<Voters>,
    /// The weight of all ballots.
    pub(super) cast: u64,
    /// The weight of those that are not blank.
    pub(super) expressed: u64,
}

impl Voices {
    pub(super) fn of(rules: &ProjectRules, poll: &Poll<'_>) -> Result<Self, Overflow> {
        let places: BTreeMap<&OptionId, u32> = poll.options.iter().map(|option| &option.id).zip(0..).collect();
        let mut cast: u64 = 0;
        let mut expressed: u64 = 0;
        let mut ballots = Vec::with_capacity(poll.ballots.len());
        for ballot in &poll.ballots {
            cast = cast.checked_add(ballot.weight).ok_or(Overflow)?;
            if ballot.vote.is_blank() {
                continue;
            }
            expressed = expressed.checked_add(ballot.weight).ok_or(Overflow)?;
            let mut named = named(rules, ballot.vote, &places);
            named.sort_unstable();
            ballots.push((named, ballot.weight));
        }
        ballots.sort_unstable();
        let mut voters: Vec<Voters> = Vec::new();
        for (named, weight) in ballots {
            match voters.last_mut() {
                // The sum is part of `expressed`, which did not overflow.
                Some(last) if last.named == named => last.weight += weight,
                _ => voters.push(Voters { weight, named }),
            }
        }
        Ok(Self { voters, cast, expressed })
    }

    /// Every project with its support, most first.
    pub(super) fn supported<'a>(&self, rules: &ProjectRules, poll: &Poll<'a>) -> Result<Vec<Supported<'a>>, Overflow> {
        let mut sums = vec![0_u64; poll.options.len()];
        for voters in &self.voters {
            for (project, points) in &voters.named {
                let worth = match rules.support {
                    Support::Votes => 1,
                    Support::Points => u64::from(*points),
                };
                let sum = &mut sums[*project as usize];
                *sum = voters.weight.checked_mul(worth).and_then(|more| sum.checked_add(more)).ok_or(Overflow)?;
            }
        }
        let places: BTreeMap<&OptionId, u64> = poll.options.iter().map(|option| &option.id).zip(sums).collect();
        Ok(sorted(poll, |option| places.get(&option.id).copied().unwrap_or(0)))
    }
}

/// Projects with their points. One with no point is not named; a rank that is worth nothing still
/// names its project.
fn named(rules: &ProjectRules, vote: &Vote, places: &BTreeMap<&OptionId, u32>) -> Vec<(u32, u32)> {
    let place = |id: &OptionId| places.get(id).copied();
    match vote {
        Vote::Choices(list) => list.iter().filter_map(|id| Some((place(id)?, 1))).collect(),
        Vote::Points(list) => {
            let given = list.iter().filter(|(_, points)| *points > 0);
            given.filter_map(|(id, points)| Some((place(id)?, *points))).collect()
        }
        Vote::Ranking(ranks) => {
            let worth = ranks.iter().enumerate().flat_map(|(at, rank)| rank.iter().map(move |id| (at, id)));
            worth.filter_map(|(at, id)| Some((place(id)?, rules.rank_points(at)))).collect()
        }
        Vote::Answer(_) | Vote::Grades(_) => Vec::new(),
    }
}
