//! Tables of the methods of a participatory budget.

use super::{Column, Table, cell, column, word};
use crate::council::tally::{BudgetOutcome, BudgetStep, PhragmenOutcome, SharesOutcome};

pub(super) fn count(outcome: &BudgetOutcome) -> Table {
    let mut columns = project();
    columns.push(margin());
    Table::about(&outcome.options, columns)
}

/// The same, and how each was bought.
pub(super) fn shares(outcome: &SharesOutcome) -> Table {
    let bought = |step: &BudgetStep| (1_usize..).zip(&outcome.purchases).find(|(_, line)| line.option == step.option);
    let mut columns = project();
    columns.push(column("bought", move |step| cell(bought(step).map(|(number, _)| number).as_ref())));
    columns.push(column("payers", move |step| cell(bought(step).map(|(_, line)| &line.payers))));
    columns.push(column("gave_all", move |step| cell(bought(step).map(|(_, line)| &line.gave_all))));
    columns.push(column("each", move |step| cell(bought(step).map(|(_, line)| &line.each))));
    columns.push(margin());
    Table::about(&outcome.count.options, columns)
}

/// The same for Phragmén's rule, with the moment of each purchase.
pub(super) fn phragmen(outcome: &PhragmenOutcome) -> Table {
    let bought = |step: &BudgetStep| (1_usize..).zip(&outcome.purchases).find(|(_, line)| line.option == step.option);
    let mut columns = project();
    columns.push(column("bought", move |step| cell(bought(step).map(|(number, _)| number).as_ref())));
    columns.push(column("payers", move |step| cell(bought(step).map(|(_, line)| &line.payers))));
    columns.push(column("moment", move |step| cell(bought(step).map(|(_, line)| &line.moment))));
    columns.push(margin());
    Table::about(&outcome.count.options, columns)
}

fn project<'a>() -> Vec<Column<'a, BudgetStep>> {
    vec![
        column("option", |step: &BudgetStep| step.option.to_string()),
        column("support", |step: &BudgetStep| step.support.to_string()),
        column("cost", |step: &BudgetStep| step.cost.to_string()),
        column("outcome", |step: &BudgetStep| word(&step.outcome)),
        column("reason", |step: &BudgetStep| word(&step.reason)),
        column("paid_from", |step: &BudgetStep| cell(step.paid_from.as_ref())),
    ]
}

fn margin<'a>() -> Column<'a, BudgetStep> {
    column("margin", |step: &BudgetStep| cell(step.behind_last_winner.as_ref()))
}
