//! What the counts by exclusion have in common: rounds, the look back, ties.

use super::Papers;
use crate::council::OptionId;
use crate::council::tally::{OptionVotes, Round, RoundAction, TieDecision};

/// A count by exclusion, to its end or to a tie that is left open.
#[derive(Clone, Debug, Default)]
pub(super) struct Run {
    pub(super) rounds: Vec<Round>,
    /// The options elected, first first.
    pub(super) elected: Vec<usize>,
    /// The options excluded, first first.
    pub(super) excluded: Vec<usize>,
    /// How many ways there are of deciding the tie it stopped at; 0 where it did not.
    pub(super) ways: usize,
}

/// Which of equal options a tie falls on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Falls {
    /// The one that had fewest votes before, or comes last: it is excluded.
    OnLast,
    /// The one that had most votes before, or comes first: its surplus is transferred.
    OnFirst,
}

/// A tie and what was decided.
#[derive(Clone, Debug)]
pub(super) struct Decided {
    /// The option it falls on, unless the tie is left open.
    pub(super) option: Option<usize>,
    /// Among which; none where there was no tie.
    pub(super) tied: Vec<usize>,
    pub(super) by: Option<TieDecision>,
}

/// Decides ties: by the rounds before, then as the rules say, then along a given way.
pub(super) struct Decider<'a> {
    papers: &'a Papers,
    /// Which of the options is taken at each tie left open.
    way: std::slice::Iter<'a, usize>,
}

impl<'a> Decider<'a> {
    pub(super) fn new(papers: &'a Papers, way: &'a [usize]) -> Self {
        Self { papers, way: way.iter() }
    }

    /// On which of `tied` (in the order of their names) the tie falls; `before` are the votes of
    /// each option in the rounds before this one.
    pub(super) fn decide(&mut self, tied: Vec<usize>, before: &[Vec<u64>], falls: Falls) -> Decided {
        if let [option] = tied[..] {
            return Decided { option: Some(option), tied: Vec::new(), by: None };
        }
        let mut left = tied.clone();
        for votes in before.iter().rev() {
            let ends = left.iter().map(|option| votes[*option]);
            let end = if falls == Falls::OnLast { ends.min() } else { ends.max() };
            left.retain(|option| Some(votes[*option]) == end);
        }
        if let [option] = left[..] {
            return Decided { option: Some(option), tied, by: Some(TieDecision::LookBack) };
        }
        if let Some((places, by)) = &self.papers.places {
            let by_place = left.iter().copied();
            let option = match falls {
                Falls::OnLast => by_place.max_by_key(|option| places[*option]),
                Falls::OnFirst => by_place.min_by_key(|option| places[*option]),
            };
            return Decided { option, tied: left, by: Some(*by) };
        }
        let step = self.way.next();
        // The first way follows the names: the last of them goes.
        let at = |step: usize| if falls == Falls::OnLast { left.len().checked_sub(step + 1) } else { Some(step) };
        let option = step.and_then(|step| left.get(at(*step)?).copied());
        Decided { option, tied: left, by: option.map(|_| TieDecision::WithoutEffect) }
    }
}

/// A round as it is told.
pub(super) fn round(
    papers: &Papers,
    votes: &[u64],
    shown: impl Fn(usize) -> bool,
    exhausted: u64,
    elected: &[usize],
) -> Round {
    let mut list: Vec<(u64, &OptionId)> = (0..votes.len())
        .filter(|option| shown(*option))
        .map(|option| (votes[option], &papers.options[option]))
        .collect();
    list.sort_by_key(|(votes, _)| std::cmp::Reverse(*votes));
    let votes = list.into_iter().map(|(votes, option)| OptionVotes { option: option.clone(), votes }).collect();
    Round {
        votes,
        exhausted,
        elected: papers.ids(elected),
        action: RoundAction::End,
        options: Vec::new(),
        tied: Vec::new(),
        decided_by: None,
    }
}
