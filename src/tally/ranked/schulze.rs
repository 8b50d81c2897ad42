//! `schulze/1`: the options that no other beats by a stronger path of duels.

use super::Papers;
use super::duels::{Duels, pairs};
use super::order::ordered;
use crate::council::SchulzeRules;
use crate::council::tally::{PathPair, SchulzeOutcome};
use crate::tally::{Overflow, Poll};

/// Counts by Schulze's method.
///
/// A path from one option to another is a chain of duels won; it is as strong as the weakest of
/// them. An option beats another when its strongest path there is stronger than the one back.
/// What nothing beats wins; of several such options, the rules say which, or they are tied. What
/// beats what also orders the others.
pub(in crate::tally) fn count(rules: SchulzeRules, poll: &Poll<'_>) -> Result<SchulzeOutcome, Overflow> {
    let papers = Papers::of(poll, rules.ties)?;
    let duels = Duels::of(&papers, rules.unranked)?;
    let paths = strongest_paths(&duels, rules, papers.options.len());
    let unbeaten = |option: &usize| (0..paths.len()).all(|other| paths[*option][other] >= paths[other][*option]);
    let winners: Vec<usize> = (0..paths.len()).filter(unbeaten).collect();
    let beats = |option: usize, other: usize| paths[option][other] > paths[other][option];
    let options = ordered(&papers, &winners, beats);
    let path = |(option, other): (usize, usize)| PathPair {
        option: papers.options[option].clone(),
        other: papers.options[other].clone(),
        strength: paths[option][other],
        strength_back: paths[other][option],
    };
    let paths = pairs(papers.options.len()).map(path).collect();
    Ok(SchulzeOutcome { duels: duels.told(&papers), paths, options })
}

/// The strength of the strongest path from each option to each other, 0 where there is none.
fn strongest_paths(duels: &Duels, rules: SchulzeRules, size: usize) -> Vec<Vec<u64>> {
    let duel = |option, other| if option == other { 0 } else { duels.strength(option, other, rules.strength) };
    let mut paths: Vec<Vec<u64>> =
        (0..size).map(|option| (0..size).map(|other| duel(option, other)).collect()).collect();
    for by in 0..size {
        let on = paths[by].clone();
        for (from, row) in paths.iter_mut().enumerate() {
            let reach = row[by];
            for (to, path) in row.iter_mut().enumerate() {
                if from != to {
                    *path = (*path).max(reach.min(on[to]));
                }
            }
        }
    }
    paths
}
