//! The count of grades, as text.

use super::{outcome_word, reason_words};
use crate::app::Terminal;
use crate::council::OptionId;
use crate::council::tally::MajorityJudgmentOutcome;
use crate::language::Language::{En, Fr};

pub(super) fn print(outcome: &MajorityJudgmentOutcome, terminal: Terminal) {
    let graded = outcome.graded;
    terminal.say(
        &format!(
            "{} pour chaque choix ; mention majoritaire, au-dessus, au-dessous",
            Fr.count(graded, "mention", "mentions")
        ),
        &format!("{} for each option; median grade, above, below", En.count(graded, "grade", "grades")),
    );
    for step in &outcome.options {
        let outcome = outcome_word(step.outcome, terminal.language);
        let reason = reason_words(step.reason, terminal.language);
        let median = step.median.as_ref().map_or("-", OptionId::as_str);
        let (option, above, below) = (step.option.as_str(), step.above, step.below);
        terminal.line(format!("  {option:<24} {median:<16} {above:>6} {below:>6}  {outcome:<13} {reason}").trim_end());
        if let Some(parted) = step.parted.as_ref().filter(|parted| parted.removed > 0) {
            let (removed, before, here) = (parted.removed, &parted.before, &parted.here);
            terminal.say(
                &format!(
                    "    une fois {} aux deux : {before} devant {here}",
                    Fr.count(removed, "mention majoritaire ôtée", "mentions majoritaires ôtées")
                ),
                &format!(
                    "    once {} taken away from both: {before} before {here}",
                    En.count(removed, "median grade is", "median grades are")
                ),
            );
        }
    }
}
