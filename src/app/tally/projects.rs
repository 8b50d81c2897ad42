//! Budgets in plain lines: projects, what was bought, envelopes.

use super::{Terminal, outcome_word, reason_and_margin};
use crate::council::tally::{BudgetOutcome, PhragmenOutcome, SharesOutcome, rounded};
use crate::language::Language::{En, Fr};

/// Each project with what became of it, then the envelopes.
pub(super) fn print_budget(budget: &BudgetOutcome, terminal: Terminal) {
    for step in &budget.options {
        let outcome = outcome_word(step.outcome, terminal.language);
        let detail = match &step.paid_from {
            Some(envelope) => format!("← {envelope}"),
            None => reason_and_margin(step.reason, step.behind_last_winner, terminal.language),
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
        let (option, each) = (&bought.option, bought.each);
        let short = match bought.gave_all {
            0 => (String::new(), String::new()),
            all => (
                format!(", dont {}", Fr.count(all, "a donné tout son reste", "ont donné tout leur reste")),
                format!(", of whom {all} gave all they had left"),
            ),
        };
        terminal.say(
            &format!(
                "achat {number} : {option}, {} à {each}{}",
                Fr.count(bought.payers, "soutien", "soutiens"),
                short.0
            ),
            &format!(
                "purchase {number}: {option}, {} at {each}{}",
                En.count(bought.payers, "supporter", "supporters"),
                short.1
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
