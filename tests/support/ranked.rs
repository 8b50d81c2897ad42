//! Ranked outcomes as lines that a person can follow.

use parvis::council::OptionId;
use parvis::council::tally::{RankedOption, Round};

pub(crate) fn word(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).expect("JSON").as_str().expect("a word").to_owned()
}

pub(crate) fn names(options: &[OptionId]) -> String {
    options.iter().map(OptionId::as_str).collect::<Vec<_>>().join(" ")
}

pub(crate) fn options(options: &[RankedOption]) -> Vec<String> {
    options.iter().map(|step| format!("{} {} {}", step.option, word(&step.outcome), word(&step.reason))).collect()
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
