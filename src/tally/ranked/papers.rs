//! Rankings as a count holds them.

use std::collections::BTreeMap;

use crate::council::OptionId;
use crate::council::Ties;
use crate::council::tally::TieDecision;
use crate::statement::Vote;
use crate::tally::{Overflow, Poll};

/// A ranking, best rank first, and the weight of all who gave it.
#[derive(Clone, Debug)]
pub(super) struct Paper {
    pub(super) ranks: Vec<Vec<usize>>,
    pub(super) weight: u64,
}

/// The ballots of a poll that are not blank, each ranking once. An option goes by its number in
/// the order of the names, so that the order of the list decides nothing by chance.
#[derive(Clone, Debug)]
pub(super) struct Papers {
    /// The options, in the order of their names.
    pub(super) options: Vec<OptionId>,
    /// The rankings, in a fixed order.
    pub(super) rankings: Vec<Paper>,
    /// What they weigh together.
    pub(super) total: u64,
    /// The place of each option in ties, where the rules give one, and by what.
    pub(super) places: Option<(Vec<usize>, TieDecision)>,
}

impl Papers {
    pub(super) fn of(poll: &Poll<'_>, ties: Ties) -> Result<Self, Overflow> {
        let mut options: Vec<OptionId> = poll.options.iter().map(|option| option.id.clone()).collect();
        options.sort();
        let numbers: BTreeMap<&OptionId, usize> = options.iter().zip(0..).collect();
        let mut weights: BTreeMap<Vec<Vec<usize>>, u64> = BTreeMap::new();
        let mut total: u64 = 0;
        for ballot in &poll.ballots {
            let Vote::Ranking(ranking) = ballot.vote else { continue };
            if ranking.is_empty() {
                continue;
            }
            let number = |rank: &Vec<OptionId>| rank.iter().filter_map(|id| numbers.get(id).copied()).collect();
            let weight = weights.entry(ranking.iter().map(number).collect()).or_default();
            *weight = weight.checked_add(ballot.weight).ok_or(Overflow)?;
            total = total.checked_add(ballot.weight).ok_or(Overflow)?;
        }
        let listed = || poll.options.iter().filter_map(|option| numbers.get(&option.id).copied()).collect();
        let places = match (ties, poll.lots) {
            (Ties::ListedOrder, _) => Some((places(listed()), TieDecision::ListedOrder)),
            (Ties::Draw, Some(lots)) => {
                let mut order: Vec<usize> = (0..options.len()).collect();
                order.sort_by_cached_key(|option| lots.lot(&options[*option]));
                Some((places(order), TieDecision::Draw))
            }
            (Ties::Report, _) | (Ties::Draw, None) => None,
        };
        let rankings = weights.into_iter().map(|(ranks, weight)| Paper { ranks, weight }).collect();
        Ok(Self { options, rankings, total, places })
    }

    /// The ids of options.
    pub(super) fn ids(&self, options: &[usize]) -> Vec<OptionId> {
        options.iter().map(|option| self.options[*option].clone()).collect()
    }
}

/// The place of each option from the options by place.
fn places(order: Vec<usize>) -> Vec<usize> {
    let mut places = vec![0; order.len()];
    for (place, option) in order.into_iter().enumerate() {
        places[option] = place;
    }
    places
}

impl Paper {
    /// For which of the options still in the count it counts next: none where no rank holds one,
    /// or where the first that does holds several.
    pub(super) fn next(&self, is_in: &[bool]) -> Option<usize> {
        let mut ranks = self.ranks.iter().map(|rank| rank.iter().copied().filter(|option| is_in[*option]));
        let mut rank = ranks.find_map(|mut rank| rank.next().map(|first| (first, rank.next())));
        match rank.take() {
            Some((option, None)) => Some(option),
            Some((_, Some(_))) | None => None,
        }
    }
}
