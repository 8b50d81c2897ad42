//! Majority judgment: between a bound below, and ballots that were found to suffice.
//!
//! All places are taken by winners. They change just when another option is placed before or, where
//! ties are reported, beside one of them. A ballot helps that most by giving the winner the worst
//! grade and the other the best. Which ballots to take is not plain, since one row gains by those
//! that are good to the winner and the other by those that are bad to the other. Taking the best of
//! both at once, as if each ballot could be split, gives a bound below; taking ballots in a few
//! plain orders gives numbers that suffice. Where the two meet, the answer is exact.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::smaller;
use crate::council::tally::{MajorityJudgmentOutcome, OptionOutcome};
use crate::council::{BlankGrades, MajorityJudgmentRules, OptionId};
use crate::statement::Vote;
use crate::tally::Poll;
use crate::tally::majority_judgment::compare;
use crate::tally::ranking::TieBreak;

/// The grade that a ballot gives the winner and the other; nothing where it gives none.
type Pair = Option<(usize, usize)>;

pub(super) fn least(rules: &MajorityJudgmentRules, poll: &Poll<'_>, outcome: &MajorityJudgmentOutcome) -> Option<u64> {
    let won =
        |wanted: bool| outcome.options.iter().filter(move |step| (step.outcome == OptionOutcome::Selected) == wanted);
    if outcome.options.iter().any(|step| step.outcome.is_open()) || won(true).count() as u64 != outcome.places {
        return None;
    }
    let ballots: Vec<(BTreeMap<&OptionId, usize>, bool, u64)> = read(rules, poll);
    let place = |id: &OptionId| {
        let listed = poll.options.iter().position(|option| option.id == *id);
        (poll.lots.map(|lots| lots.lot(id)), listed)
    };
    let mut pairs = Vec::new();
    for winner in won(true) {
        for other in won(false) {
            let after = match TieBreak::of(rules.ties, poll.lots) {
                TieBreak::Open => true,
                TieBreak::InOrder => place(&other.option) < place(&winner.option),
            };
            let mut given: BTreeMap<Pair, u64> = BTreeMap::new();
            let worst = rules.grades.len() - 1;
            for (list, counted, count) in &ballots {
                let grade = |id: &OptionId| list.get(id).copied().unwrap_or(worst);
                *given.entry(counted.then(|| (grade(&winner.option), grade(&other.option)))).or_default() += count;
            }
            let rows = Rows { given, grades: rules.grades.len(), level_is_enough: after };
            pairs.push((rows.bound(), rows));
        }
    }
    pairs.sort_by_key(|(bound, _)| bound.unwrap_or(u64::MAX));
    let mut found: Option<u64> = None;
    for (bound, rows) in &pairs {
        let Some(bound) = bound.filter(|bound| found.is_none_or(|found| *bound < found)) else { break };
        found = smaller(found, rows.found(bound));
    }
    let lowest = pairs.first().and_then(|(bound, _)| *bound);
    found.filter(|found| lowest == Some(*found))
}

/// What each ballot grades, whether it is counted, and how many there are.
fn read<'a>(rules: &MajorityJudgmentRules, poll: &Poll<'a>) -> Vec<(BTreeMap<&'a OptionId, usize>, bool, u64)> {
    let grades: BTreeMap<&OptionId, usize> = rules.ids().zip(0..).collect();
    let ballots = poll.ballots.iter().filter_map(|ballot| {
        let Vote::Grades(list) = ballot.vote else { return None };
        let counted = !(list.is_empty() && rules.blank == BlankGrades::NotCounted);
        let list = list.iter().filter_map(|(option, grade)| Some((option, *grades.get(grade)?))).collect();
        Some((list, counted, ballot.weight))
    });
    ballots.collect()
}

/// The grades of a winner and of another, ballot by ballot.
struct Rows {
    given: BTreeMap<Pair, u64>,
    grades: usize,
    /// Whether the same grades throughout are enough for the other.
    level_is_enough: bool,
}

impl Rows {
    /// Whether the other is placed so that the winner no longer wins.
    fn passes(&self, winner: &[u64], other: &[u64]) -> bool {
        match compare(&ends(winner), &ends(other)) {
            Ordering::Less => false,
            Ordering::Equal => self.level_is_enough,
            Ordering::Greater => true,
        }
    }

    fn total(&self) -> u64 {
        self.given.values().sum()
    }

    /// The weights of the grades of both, and how many ballots grade nothing.
    fn weights(&self) -> (Vec<u64>, Vec<u64>, u64) {
        let (mut winner, mut other, mut silent) = (vec![0; self.grades], vec![0; self.grades], 0);
        for (pair, count) in &self.given {
            match pair {
                Some((first, second)) => {
                    winner[*first] += count;
                    other[*second] += count;
                }
                None => silent += count,
            }
        }
        (winner, other, silent)
    }

    /// Below the fewest: as many that are best for the one row and as many that are for the other,
    /// whether or not they are the same ballots.
    fn bound(&self) -> Option<u64> {
        fewest(self.total(), |ballots| {
            let (winner, other, silent) = self.weights();
            // A ballot that graded nothing adds to both rows; every number of these may be best.
            (0..=ballots.min(silent).min(MOST_SILENT)).any(|silent| {
                let (mut winner, mut other) = (winner.clone(), other.clone());
                let mut left = ballots - silent;
                for weight in &mut winner {
                    let taken = left.min(*weight);
                    *weight -= taken;
                    left -= taken;
                }
                // Where fewer ballots grade, all of them are changed.
                let changed = ballots - silent - left;
                let mut left = changed;
                for weight in other.iter_mut().rev() {
                    let taken = left.min(*weight);
                    *weight -= taken;
                    left -= taken;
                }
                winner[self.grades - 1] += changed + silent;
                other[0] += changed + silent;
                self.passes(&winner, &other)
            })
        })
        .filter(|_| self.weights().2 <= MOST_SILENT)
    }

    /// A number that suffices, of ballots taken in some plain order; never below `bound`.
    fn found(&self, bound: u64) -> Option<u64> {
        let mut found = None;
        for pivot in 0..self.grades {
            for second in 0..self.grades {
                for by_winner in [true, false] {
                    let mut order: Vec<(Pair, u64)> = self.given.iter().map(|(pair, count)| (*pair, *count)).collect();
                    order.sort_by_key(|(pair, _)| {
                        let key = pair.map_or((0, 0), |(winner, other)| {
                            let (one, two) = (u8::from(winner <= pivot), u8::from(other > second));
                            (one + two, if by_winner { one } else { two })
                        });
                        let gap = pair.map_or(0, |(winner, other)| other + self.grades - winner);
                        (std::cmp::Reverse(key), std::cmp::Reverse(gap))
                    });
                    let suffices = fewest(self.total(), |ballots| self.after(&order, ballots));
                    found = smaller(found, suffices);
                    if found == Some(bound) {
                        return found;
                    }
                }
            }
        }
        found
    }

    /// Whether the other passes once the first `ballots` of `order` help it most.
    fn after(&self, order: &[(Pair, u64)], ballots: u64) -> bool {
        let (mut winner, mut other, _) = self.weights();
        let mut left = ballots;
        for (pair, count) in order {
            let taken = left.min(*count);
            left -= taken;
            if let Some((first, second)) = pair {
                winner[*first] -= taken;
                other[*second] -= taken;
            }
        }
        winner[self.grades - 1] += ballots - left;
        other[0] += ballots - left;
        self.passes(&winner, &other)
    }
}

/// The most ballots without a grade that are looked into.
const MOST_SILENT: u64 = 1_000;

/// The smallest number from 1 to `most` of which `holds`, where it holds of all after it.
fn fewest(most: u64, holds: impl Fn(u64) -> bool) -> Option<u64> {
    if most == 0 || !holds(most) {
        return None;
    }
    let (mut low, mut high) = (1, most);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}

/// Where each grade ends.
fn ends(weights: &[u64]) -> Vec<u64> {
    let mut end = 0_u64;
    let ends = weights.iter().map(|weight| {
        end = end.saturating_add(*weight);
        end
    });
    ends.collect()
}
