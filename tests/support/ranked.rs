//! Ranked outcomes as lines that a person can follow.

use parvis::council::OptionId;
use parvis::council::tally::{
    BordaOutcome, Duel, PlacedOption, RankedOption, RankedPairsOutcome, Round, SchulzeOutcome, StvOutcome,
};

pub(crate) fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).expect("JSON").as_str().expect("a word").to_owned()
}

pub(crate) fn names(options: &[OptionId]) -> String {
    options.iter().map(OptionId::as_str).collect::<Vec<_>>().join(" ")
}

pub(crate) fn options(options: &[RankedOption]) -> Vec<String> {
    options.iter().map(|step| format!("{} {} {}", step.option, word(&step.outcome), word(&step.reason))).collect()
}

/// `a selected selected place 1`.
pub(crate) fn placed(options: &[PlacedOption]) -> Vec<String> {
    let place = |step: &PlacedOption| step.place.map_or_else(String::new, |place| format!(" place {place}"));
    let line =
        |step: &PlacedOption| format!("{} {} {}{}", step.option, word(&step.outcome), word(&step.reason), place(step));
    options.iter().map(line).collect()
}

/// `1: a 3, b 2, exhausted 1; elected a; exclusion c; tied b c by look-back`, then the options.
pub(crate) fn rounds(rounds: &[Round], steps: &[RankedOption]) -> Vec<String> {
    let line = |(number, round): (usize, &Round)| {
        let votes: Vec<String> = round.votes.iter().map(|line| format!("{} {}", line.option, line.votes)).collect();
        let mut parts = vec![format!("{number}: {}, exhausted {}", votes.join(", "), round.exhausted)];
        if !round.elected.is_empty() {
            parts.push(format!("elected {}", names(&round.elected)));
        }
        parts.push(format!("{} {}", word(&round.action), names(&round.options)).trim_end().to_owned());
        if !round.tied.is_empty() {
            let by = round.decided_by.map_or_else(String::new, |by| format!(" by {}", word(&by)));
            parts.push(format!("tied {}{by}", names(&round.tied)));
        }
        parts.join("; ")
    };
    (1..).zip(rounds).map(line).chain(options(steps)).collect()
}

fn duels(duels: &[Duel]) -> impl Iterator<Item = String> {
    duels.iter().map(|duel| format!("{} {} : {} {}", duel.option, duel.votes, duel.votes_other, duel.other))
}

/// `a 3 : 2 b` for each duel, `a to b 3, back 2` for each pair of paths, then the options.
pub(crate) fn schulze(outcome: &SchulzeOutcome) -> Vec<String> {
    let path = outcome
        .paths
        .iter()
        .map(|path| format!("{} to {} {}, back {}", path.option, path.other, path.strength, path.strength_back));
    duels(&outcome.duels).chain(path).chain(placed(&outcome.options)).collect()
}

/// `a 3 : 2 b` for each duel, `a over b 3 kept` for each one won, then the options.
pub(crate) fn ranked_pairs(outcome: &RankedPairsOutcome) -> Vec<String> {
    let lock = outcome
        .locks
        .iter()
        .map(|lock| format!("{} over {} {} {}", lock.option, lock.other, lock.strength, word(&lock.state)));
    duels(&outcome.duels).chain(lock).chain(placed(&outcome.options)).collect()
}

/// `a 7 selected selected`, the points in halves; then how far behind.
pub(crate) fn borda(outcome: &BordaOutcome) -> Vec<String> {
    let steps = outcome.options.iter().map(|step| {
        let behind = step.behind_last_winner.map_or_else(String::new, |behind| format!(" behind {behind}"));
        format!("{} {} {} {}{behind}", step.option, step.points, word(&step.outcome), word(&step.reason))
    });
    steps.collect()
}

/// The quota, the stages in hundred-thousandths of a vote, the options.
pub(crate) fn stv(outcome: &StvOutcome) -> Vec<String> {
    let quota = format!("valid {} invalid {} quota {}", outcome.valid, outcome.invalid, outcome.quota);
    std::iter::once(quota).chain(rounds(&outcome.rounds, &outcome.options)).collect()
}
