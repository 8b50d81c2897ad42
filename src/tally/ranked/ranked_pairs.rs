//! `ranked-pairs/1`: duels are kept, the strongest first, unless they close a circle.

use std::collections::BTreeSet;

use super::Papers;
use super::duels::{Duels, pairs};
use super::order::{ordered, unplaced};
use crate::council::RankedPairsRules;
use crate::council::tally::{Lock, LockState, OptionOutcome, RankedPairsOutcome, RankedReason};
use crate::tally::{Overflow, Poll};

/// How many steps are tried, at most, to follow the orders in which duels of equal strength can
/// be taken; divided by the square of the number of 64s of options, which bounds the memory.
const MOST_STEPS: usize = 100_000;

/// Counts by Tideman's ranked pairs.
///
/// The duels won are taken by strength. One is kept unless those kept before lead from its loser
/// to its winner. What no duel kept beats, wins. Where duels are equally strong, their order is
/// that of the list or of the lots (by the winner of the duel, then by the loser); under `report`
/// every order is followed, and an option that wins in one of them may win. The duels kept, in each
/// of the orders followed, also order the others.
pub(in crate::tally) fn count(rules: RankedPairsRules, poll: &Poll<'_>) -> Result<RankedPairsOutcome, Overflow> {
    let papers = Papers::of(poll, rules.ties)?;
    let duels = Duels::of(&papers, rules.unranked)?;
    let won = won(&papers, &duels, rules);
    let kept = match &papers.places {
        Some(_) => Some(BTreeSet::from([in_order(&won, papers.options.len())])),
        None => in_every_order(&won, papers.options.len()),
    };
    let lock = |edge: &Edge| Lock {
        option: papers.options[edge.winner].clone(),
        other: papers.options[edge.loser].clone(),
        strength: edge.strength,
        state: kept.as_ref().map_or(LockState::Open, |kept| state(kept, *edge)),
    };
    let locks = won.iter().map(lock).collect();
    let options = match &kept {
        None => unplaced(&papers, |_| (OptionOutcome::Undecided, RankedReason::TooManyWays)),
        Some(kept) => {
            let wins = |option: &usize| kept.iter().any(|kept| kept.is_unbeaten(*option));
            let winners: Vec<usize> = (0..papers.options.len()).filter(wins).collect();
            let always = in_all(kept, papers.options.len());
            ordered(&papers, &winners, |option, other| always.leads(option, other))
        }
    };
    Ok(RankedPairsOutcome { duels: duels.told(&papers), locks, options })
}

/// A duel won.
#[derive(Clone, Copy, Debug)]
struct Edge {
    winner: usize,
    loser: usize,
    strength: u64,
}

/// The duels won, strongest first; equal ones by place where the rules give places, else by name.
fn won(papers: &Papers, duels: &Duels, rules: RankedPairsRules) -> Vec<Edge> {
    let both = pairs(papers.options.len()).flat_map(|(one, other)| [(one, other), (other, one)]);
    let edge = |(winner, loser)| Edge { winner, loser, strength: duels.strength(winner, loser, rules.strength) };
    let mut won: Vec<Edge> = both.map(edge).filter(|edge| edge.strength > 0).collect();
    let place = |option: usize| papers.places.as_ref().map_or(option, |(places, _)| places[option]);
    won.sort_by_key(|edge| (std::cmp::Reverse(edge.strength), place(edge.winner), place(edge.loser)));
    won
}

/// Which option leads to which over the duels kept: a bit for each.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Kept {
    words: usize,
    bits: Vec<u64>,
}

impl Kept {
    fn none(options: usize) -> Self {
        let words = options.div_ceil(64);
        Self { words, bits: vec![0; options * words] }
    }

    fn leads(&self, from: usize, to: usize) -> bool {
        self.bits[from * self.words + to / 64] >> (to % 64) & 1 == 1
    }

    /// Keeps a duel, with all that it leads to.
    fn keep(&mut self, edge: Edge) {
        let start = edge.loser * self.words;
        let mut beyond = self.bits[start..start + self.words].to_vec();
        beyond[edge.loser / 64] |= 1 << (edge.loser % 64);
        for from in 0..self.bits.len() / self.words {
            if from == edge.winner || self.leads(from, edge.winner) {
                let row = &mut self.bits[from * self.words..(from + 1) * self.words];
                row.iter_mut().zip(&beyond).for_each(|(word, more)| *word |= more);
            }
        }
    }

    /// Whether the duels kept say nothing of this one yet.
    fn leaves_open(&self, edge: Edge) -> bool {
        !self.leads(edge.winner, edge.loser) && !self.leads(edge.loser, edge.winner)
    }

    fn is_unbeaten(&self, option: usize) -> bool {
        (0..self.bits.len() / self.words).all(|other| !self.leads(other, option))
    }
}

fn in_order(won: &[Edge], options: usize) -> Kept {
    let mut kept = Kept::none(options);
    for edge in won {
        if kept.leaves_open(*edge) {
            kept.keep(*edge);
        }
    }
    kept
}

/// What can be kept in the end, over all orders of equally strong duels; nothing where that takes
/// too many steps. The steps are counted over sets, so no order plays a part in it.
fn in_every_order(won: &[Edge], options: usize) -> Option<BTreeSet<Kept>> {
    let words = options.div_ceil(64).max(1);
    let mut steps = MOST_STEPS / (words * words);
    let mut ends = BTreeSet::from([Kept::none(options)]);
    for group in won.chunk_by(|one, other| one.strength == other.strength) {
        let mut after = BTreeSet::new();
        let mut seen = BTreeSet::new();
        let mut open: Vec<Kept> = ends.into_iter().map(|kept| with_all_sure(kept, group)).collect();
        while let Some(kept) = open.pop() {
            if !seen.insert(kept.clone()) {
                continue;
            }
            let mut is_end = true;
            for edge in group.iter().filter(|edge| kept.leaves_open(**edge)) {
                steps = steps.checked_sub(1)?;
                is_end = false;
                let mut next = kept.clone();
                next.keep(*edge);
                open.push(next);
            }
            if is_end {
                after.insert(kept);
            }
        }
        ends = after;
    }
    Some(ends)
}

/// Keeps the duels of the group that lie on no circle: in every order they are kept, and help to
/// shut out none.
fn with_all_sure(mut kept: Kept, group: &[Edge]) -> Kept {
    let open: Vec<Edge> = group.iter().copied().filter(|edge| kept.leaves_open(*edge)).collect();
    let mut all = kept.clone();
    for edge in &open {
        all.keep(*edge);
    }
    for edge in open.into_iter().filter(|edge| !all.leads(edge.loser, edge.winner)) {
        kept.keep(edge);
    }
    kept
}

/// What leads to what in every order.
fn in_all(kept: &BTreeSet<Kept>, options: usize) -> Kept {
    let both = |one: Kept, other: &Kept| {
        let bits = one.bits.iter().zip(&other.bits).map(|(one, other)| one & other);
        Kept { words: one.words, bits: bits.collect() }
    };
    let mut kept = kept.iter();
    let first = kept.next().cloned().unwrap_or_else(|| Kept::none(options));
    kept.fold(first, both)
}

/// What became of a duel.
fn state(kept: &BTreeSet<Kept>, edge: Edge) -> LockState {
    let times = kept.iter().filter(|kept| kept.leads(edge.winner, edge.loser)).count();
    match times {
        0 => LockState::Dropped,
        times if times == kept.len() => LockState::Kept,
        _ => LockState::Open,
    }
}
