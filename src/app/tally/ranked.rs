//! Ranked methods in plain lines.

use super::{Terminal, outcome_word};
use crate::council::OptionId;
use crate::council::tally::{
    BordaOutcome, Duel, LockState, PlacedOption, RankedOption, RankedPairsOutcome, RankedReason, Round, RoundAction,
    SchulzeOutcome, TieDecision,
};
use crate::export::decimal;
use crate::language::Language::{self, En, Fr};

/// The rounds, then the options. A vote is `unit` of the numbers.
pub(super) fn print_rounds(rounds: &[Round], options: &[RankedOption], unit: u64, terminal: Terminal) {
    for (number, round) in (1..).zip(rounds) {
        terminal.say(&format!("tour {number}"), &format!("round {number}"));
        for line in &round.votes {
            terminal.line(&format!("{:>12}  {}", decimal(line.votes, unit), line.option));
        }
        let exhausted = decimal(round.exhausted, unit);
        terminal.say(&format!("{exhausted:>12}  (épuisés)"), &format!("{exhausted:>12}  (exhausted)"));
        if !round.elected.is_empty() {
            let names = names(&round.elected);
            terminal.say(&format!("  élus : {names}"), &format!("  elected: {names}"));
        }
        if let Some((fr, en)) = decision(round) {
            terminal.say(&format!("  {fr}"), &format!("  {en}"));
        }
        let named = names(&round.options);
        match round.action {
            RoundAction::End => {}
            RoundAction::Exclusion => terminal.say(&format!("  exclus : {named}"), &format!("  excluded: {named}")),
            RoundAction::Surplus => {
                terminal.say(&format!("  excédent transféré : {named}"), &format!("  surplus transferred: {named}"));
            }
            RoundAction::Tie => terminal.say("  l’égalité reste ouverte", "  the tie is left open"),
        }
    }
    print_options(options, terminal);
}

/// Each option with what became of it.
pub(super) fn print_options(options: &[RankedOption], terminal: Terminal) {
    for step in options {
        let outcome = outcome_word(step.outcome, terminal.language);
        let reason = reason_words(step.reason, terminal.language);
        terminal.line(format!("{:<24} {outcome:<13} {reason}", step.option.as_str()).trim_end());
    }
}

/// Each option in the order of its method, with its place.
fn print_placed(options: &[PlacedOption], terminal: Terminal) {
    for step in options {
        let place = step.place.map_or_else(String::new, |place| format!("{place}."));
        let outcome = outcome_word(step.outcome, terminal.language);
        let reason = reason_words(step.reason, terminal.language);
        terminal.line(format!("{place:>4} {:<24} {outcome:<13} {reason}", step.option.as_str()).trim_end());
    }
}

fn reason_words(reason: RankedReason, language: Language) -> &'static str {
    match (reason, language) {
        (RankedReason::Selected, _) => "",
        (RankedReason::NotElected, Fr) => "écarté, ou les places sont prises",
        (RankedReason::NotElected, En) => "excluded, or the places are taken",
        (RankedReason::Beaten, Fr) => "un autre choix le bat",
        (RankedReason::Beaten, En) => "another option beats it",
        (RankedReason::NoPlaceLeft, Fr) => "plus de place",
        (RankedReason::NoPlaceLeft, En) => "no place left",
        (RankedReason::LostByOrder, Fr) => "à égalité, plus bas dans la liste",
        (RankedReason::LostByOrder, En) => "equal, and later in the list",
        (RankedReason::LostDraw, Fr) => "à égalité, après au tirage",
        (RankedReason::LostDraw, En) => "equal, and later in the draw",
        (RankedReason::Tied, Fr) => "l’emporte ou non, selon la façon de départager",
        (RankedReason::Tied, En) => "wins or not, by how the tie is decided",
        (RankedReason::TooManyWays, Fr) => "plus de façons de départager qu’on n’en suit",
        (RankedReason::TooManyWays, En) => "more ways of deciding ties than are followed",
        (RankedReason::NoVotes, Fr) => "aucun bulletin ne dit rien qui compte",
        (RankedReason::NoVotes, En) => "no ballot says anything that counts",
    }
}

fn names(options: &[OptionId]) -> String {
    options.iter().map(OptionId::as_str).collect::<Vec<_>>().join(", ")
}

fn decision(round: &Round) -> Option<(String, String)> {
    let tied = names(&round.tied);
    let (fr, en) = match round.decided_by? {
        TieDecision::LookBack => ("le dernier tour où ils différaient", "the latest round in which they differed"),
        TieDecision::ListedOrder => ("l’ordre de la liste", "the order of the list"),
        TieDecision::Draw => ("le tirage", "the draw"),
        TieDecision::WithoutEffect => ("sans effet sur les élus", "without effect on who wins"),
    };
    Some((format!("à égalité : {tied} ({fr})"), format!("tied: {tied} ({en})")))
}

fn print_duels(duels: &[Duel], terminal: Terminal) {
    for duel in duels {
        terminal.line(&format!("{} {} : {} {}", duel.option, duel.votes, duel.votes_other, duel.other));
    }
}

/// Duels, strongest paths, options.
pub(super) fn print_schulze(outcome: &SchulzeOutcome, terminal: Terminal) {
    print_duels(&outcome.duels, terminal);
    for path in &outcome.paths {
        let (option, other, there, back) = (&path.option, &path.other, path.strength, path.strength_back);
        terminal.say(
            &format!("plus fort chemin {option} → {other} : {there}, retour : {back}"),
            &format!("strongest path {option} → {other}: {there}, back: {back}"),
        );
    }
    print_placed(&outcome.options, terminal);
}

/// Duels, which of them are kept, options.
pub(super) fn print_ranked_pairs(outcome: &RankedPairsOutcome, terminal: Terminal) {
    print_duels(&outcome.duels, terminal);
    for lock in &outcome.locks {
        let (fr, en) = match lock.state {
            LockState::Kept => ("gardé", "kept"),
            LockState::Dropped => ("écarté", "dropped"),
            LockState::Open => ("ouvert", "open"),
        };
        let (option, other, strength) = (&lock.option, &lock.other, lock.strength);
        terminal.say(&format!("{option} → {other} {strength} : {fr}"), &format!("{option} → {other} {strength}: {en}"));
    }
    print_placed(&outcome.options, terminal);
}

/// Each option with its points.
pub(super) fn print_borda(outcome: &BordaOutcome, terminal: Terminal) {
    for step in &outcome.options {
        let points = decimal(step.points, outcome.scale);
        let word = outcome_word(step.outcome, terminal.language);
        let reason = reason_words(step.reason, terminal.language);
        let behind = step.behind_last_winner.map(|behind| decimal(behind, outcome.scale));
        let behind = match (behind, terminal.language) {
            (None, _) => String::new(),
            (Some(behind), Fr) => format!(" ({behind} de moins)"),
            (Some(behind), En) => format!(" ({behind} behind)"),
        };
        terminal.line(format!("{points:>12}  {:<24} {word:<13} {reason}{behind}", step.option.as_str()).trim_end());
    }
}
