//! Budgets in plain lines: projects, what was bought, envelopes.

use super::{Terminal, outcome_word, reason_words};
use crate::council::tally::{BudgetOutcome, PhragmenOutcome, SharesOutcome, rounded};
use crate::language::Language::{En, Fr};

/// Each project with what became of it, then the envelopes.
pub(super) fn print_budget(budget: &BudgetOutcome, terminal: Terminal) {
    for step in &budget.options {
        let outcome = outcome_word(step.outcome, terminal.language);
        let detail = match &step.paid_from {
            Some(envelope) => format!("← {envelope}"),
            None => reason_words(step.reason, terminal.language).to_owned(),
        };
        let (option, cost) = (step.option.as_str(), step.cost.to_string());
        terminal
            .line(&format!("{:>6}  {option:<24} {cost:>10} {}  {outcome:<13} {detail}", step.support, budget.currency));
    }
    for envelope in &budget.envelopes {
        let (id, amount, spent, left) = (&envelope.envelope, envelope.amount, envelope.spent, envelope.left);
        terminal.say(
            &format!("enveloppe {id} : {amount}, dépensé {spent}, reste {left}"),
            &format!("envelope {id}: {amount}, spent {spent}, left {left}"),
        );
    }
}

/// What a voter held, first rounded, then exactly where that differs.
fn held(share: &str, exactly: &str) -> String {
    match rounded(share) {
        Some((amount, true)) => amount.to_string(),
        Some((amount, false)) => format!("{amount} ({exactly} {share})"),
        None => share.to_owned(),
    }
}

/// The shares, the purchases out of them, then the projects.
pub(super) fn print_shares(outcome: &SharesOutcome, terminal: Terminal) {
    let (fr, en) = (held(&outcome.share, "exactement"), held(&outcome.share, "exactly"));
    terminal.say(&format!("part de chaque votant au départ : {fr}"), &format!("share of each voter at first: {en}"));
    let (fr, en) = (held(&outcome.last_share, "exactement"), held(&outcome.last_share, "exactly"));
    let steps = (Fr.count(outcome.steps, "pas", "pas"), En.count(outcome.steps, "step", "steps"));
    terminal.say(&format!("à la fin, après {} : {fr}", steps.0), &format!("at the end, after {}: {en}", steps.1));
    for (number, bought) in (1..).zip(&outcome.purchases) {
        let (option, each, gave_all) = (&bought.option, bought.each, bought.gave_all);
        terminal.say(
            &format!(
                "achat {number} : {option}, {} à {each}, dont {gave_all} tout leur reste",
                Fr.count(bought.payers, "soutien", "soutiens")
            ),
            &format!(
                "purchase {number}: {option}, {} at {each}, of whom {gave_all} gave all they had left",
                En.count(bought.payers, "supporter", "supporters")
            ),
        );
    }
    print_budget(&outcome.count, terminal);
}

/// The purchases with their moments, then the projects.
pub(super) fn print_phragmen(outcome: &PhragmenOutcome, terminal: Terminal) {
    for (number, bought) in (1..).zip(&outcome.purchases) {
        let (option, moment) = (&bought.option, bought.moment);
        terminal.say(
            &format!(
                "achat {number} : {option}, {}, quand chaque votant a gagné {moment}",
                Fr.count(bought.payers, "soutien", "soutiens")
            ),
            &format!(
                "purchase {number}: {option}, {}, when every voter has earned {moment}",
                En.count(bought.payers, "supporter", "supporters")
            ),
        );
    }
    print_budget(&outcome.count, terminal);
}
