//! Options compared two by two: duels, the strongest paths, and the duels kept.

use super::table::{Cell, Column, Row, TableView};
use super::{Scene, name};
use crate::council::OptionId;
use crate::council::tally::{Duel, Lock, LockState, OptionOutcome, PathPair, RankedOption};
use crate::document::Vote;

/// What parts two options: how strong one is against the other, and back.
pub(super) trait Pair {
    /// One, the other, what the one has against the other, and back.
    fn parts(&self) -> (&OptionId, &OptionId, u64, u64);
}

impl Pair for Duel {
    fn parts(&self) -> (&OptionId, &OptionId, u64, u64) {
        (&self.option, &self.other, self.votes, self.votes_other)
    }
}

impl Pair for PathPair {
    fn parts(&self) -> (&OptionId, &OptionId, u64, u64) {
        (&self.option, &self.other, self.strength, self.strength_back)
    }
}

/// What `option` has against `other`, and back.
fn between(pairs: &[impl Pair], option: &OptionId, other: &OptionId) -> Option<(u64, u64)> {
    pairs.iter().find_map(|pair| match pair.parts() {
        (one, two, there, back) if one == option && two == other => Some((there, back)),
        (one, two, there, back) if two == option && one == other => Some((back, there)),
        _ => None,
    })
}

/// How many duels `option` wins.
pub(super) fn won(duels: &[Duel], option: &OptionId) -> u64 {
    let wins = |duel: &&Duel| {
        let (one, two, there, back) = duel.parts();
        (one == option && there > back) || (two == option && back > there)
    };
    duels.iter().filter(wins).count() as u64
}

/// `A`, `B`, … `Z`, `AA`: a short name for the columns.
pub(super) fn letters(at: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(at % 26).unwrap_or(0));
    if at < 26 { letter.to_string() } else { format!("{}{letter}", letters(at / 26 - 1)) }
}

fn lettered(scene: &Scene<'_>, vote: &Vote, options: &[RankedOption], option: &OptionId) -> String {
    let at = options.iter().position(|step| step.option == *option).unwrap_or(0);
    format!("{} · {}", letters(at), name(scene, vote, option))
}

/// A row and a column for each option: what that of the row has against that of the column.
pub(super) fn matrix(
    scene: &Scene<'_>,
    vote: &Vote,
    options: &[RankedOption],
    pairs: &[impl Pair],
    (caption, note): (&str, &str),
) -> TableView {
    let row = |step: &RankedOption| {
        let cell = |other: &RankedOption| match between(pairs, &step.option, &other.option) {
            Some((there, back)) => Cell::number(scene.number(there)).strong(there > back),
            None => Cell::none(),
        };
        Row {
            name: lettered(scene, vote, options, &step.option),
            cells: options.iter().map(cell).collect(),
            won: step.outcome == OptionOutcome::Selected,
        }
    };
    let against = |at: usize| Column::number(scene.say_with("against_letter", &[("letter", &letters(at))]));
    TableView {
        caption: scene.say(caption),
        head: scene.say("option"),
        columns: (0..options.len()).map(against).collect(),
        rows: options.iter().map(row).collect(),
        notes: vec![scene.say(note)],
    }
}

/// The duels won, strongest first, and what became of each.
pub(super) fn locks(scene: &Scene<'_>, vote: &Vote, options: &[RankedOption], locks: &[Lock]) -> TableView {
    let row = |(number, lock): (usize, &Lock)| {
        let state = match lock.state {
            LockState::Kept => "lock_kept",
            LockState::Dropped => "lock_dropped",
            LockState::Open => "lock_open",
        };
        let winner = lettered(scene, vote, options, &lock.option);
        let cells = vec![
            Cell::words(lettered(scene, vote, options, &lock.other)),
            Cell::number(scene.number(lock.strength)),
            Cell::words(scene.say(state)).strong(lock.state != LockState::Dropped),
        ];
        Row { name: format!("{number}. {winner}"), cells, won: false }
    };
    TableView {
        caption: scene.say("locks"),
        head: scene.say("lock_winner"),
        columns: vec![
            Column::words(scene.say("lock_loser")),
            Column::number(scene.say("lock_strength")),
            Column::words(scene.say("outcome")),
        ],
        rows: (1..).zip(locks).map(row).collect(),
        notes: vec![scene.say("locks_note")],
    }
}
