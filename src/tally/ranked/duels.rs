//! Options two by two.

use super::Papers;
use crate::council::tally::Duel;
use crate::council::{Strength, Unranked};
use crate::tally::Overflow;

/// How many votes place one option before another.
#[derive(Clone, Debug)]
pub(super) struct Duels {
    votes: Vec<Vec<u64>>,
}

impl Duels {
    pub(super) fn of(papers: &Papers, unranked: Unranked) -> Result<Self, Overflow> {
        let size = papers.options.len();
        let mut votes = vec![vec![0_u64; size]; size];
        for paper in &papers.rankings {
            let mut after: Vec<usize> = match unranked {
                Unranked::Ignored => Vec::new(),
                Unranked::Last => {
                    let mut rest = vec![true; size];
                    paper.ranks.iter().flatten().for_each(|option| rest[*option] = false);
                    (0..size).filter(|option| rest[*option]).collect()
                }
            };
            for rank in paper.ranks.iter().rev() {
                for option in rank {
                    for other in &after {
                        let sum = &mut votes[*option][*other];
                        *sum = sum.checked_add(paper.weight).ok_or(Overflow)?;
                    }
                }
                after.extend(rank);
            }
        }
        Ok(Self { votes })
    }

    /// How strong the duel of `option` against `other` is, where `option` wins it; else 0.
    pub(super) fn strength(&self, option: usize, other: usize, strength: Strength) -> u64 {
        let (votes, against) = (self.votes[option][other], self.votes[other][option]);
        match strength {
            _ if votes <= against => 0,
            Strength::WinningVotes => votes,
            Strength::Margins => votes - against,
        }
    }

    /// Each duel once, in the order of the names.
    pub(super) fn told(&self, papers: &Papers) -> Vec<Duel> {
        pairs(papers.options.len())
            .map(|(option, other)| Duel {
                option: papers.options[option].clone(),
                other: papers.options[other].clone(),
                votes: self.votes[option][other],
                votes_other: self.votes[other][option],
            })
            .collect()
    }
}

/// Each pair once.
pub(super) fn pairs(size: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..size).flat_map(move |option| (option + 1..size).map(move |other| (option, other)))
}
