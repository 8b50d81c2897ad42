//! The results of the methods of a participatory budget.

use super::table::{Cell, Column, Row, TableView};
use super::{
    CountView, EnvelopeResult, Figure, Scene, StepView, bars, envelope_name, mark_open, name, names, option_link,
    outcome_word, quoted, reason_key, summary,
};
use crate::council::tally::{
    BudgetOutcome, BudgetStep, EarnedPurchase, EnvelopeOutcome, KnapsackOutcome, OptionOutcome, PhragmenOutcome,
    Purchase, SharesOutcome, StepReason, rounded,
};
use crate::council::{Amount, OptionId, Rules, Utility};
use crate::document::Vote;
use crate::site::view::format;

/// Projects in order of support.
pub(super) fn greedy(scene: &Scene<'_>, vote: &Vote, outcome: &BudgetOutcome) -> CountView {
    let mut view = budget(scene, vote, outcome);
    view.how = vec![scene.say("how_greedy"), scene.say("how_greedy_pays"), paid(scene, outcome)];
    let dear = outcome.options.iter().filter(|step| step.reason == StepReason::TooDear).count() as u64;
    if dear > 0 {
        view.how.push(scene.say_with("how_too_dear", &[("count", &scene.number(dear))]));
    }
    view
}

/// The Method of Equal Shares.
pub(super) fn equal_shares(scene: &Scene<'_>, vote: &Vote, rules: &Rules, outcome: &SharesOutcome) -> CountView {
    let mut view = budget(scene, vote, &outcome.count);
    let of_points = matches!(rules, Rules::EqualShares(rules) if rules.utility == Utility::Points);
    view.tables = shares_table(scene, vote, outcome, if of_points { "each_point" } else { "each_part" });
    let share = held(scene, &outcome.count, &outcome.share);
    view.how = vec![scene.say_with("how_share", &[("share", &share)]), scene.say("how_equal_shares")];
    if let Some(first) = outcome.purchases.first().filter(|purchase| purchase.gave_all == 0) {
        let key = if of_points { "how_first_point" } else { "how_first_part" };
        view.how.push(bought(scene, vote, &outcome.count, key, (&first.option, first.payers, first.each)));
    }
    let last = held(scene, &outcome.count, &outcome.last_share);
    if outcome.steps > 0 {
        let values = [("steps", scene.number(outcome.steps)), ("last", last.clone())];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        view.how.push(scene.say_with("how_share_steps", &values));
    }
    view.figures = vec![Figure { name: scene.say("figure_last_share"), value: last }];
    let bought = |id: &OptionId| outcome.purchases.iter().any(|purchase| purchase.option == *id);
    let selected = outcome.count.options.iter().filter(|step| step.outcome == OptionOutcome::Selected);
    let completed: Vec<&OptionId> = selected.map(|step| &step.option).filter(|id| !bought(id)).collect();
    if !completed.is_empty() {
        view.how.push(scene.say_with("how_completed", &[("projects", &names(scene, vote, completed))]));
    }
    view.how.extend(tied(scene, vote, &outcome.count, "how_tied_shares"));
    view.how.push(paid(scene, &outcome.count));
    view
}

/// Phragmén's rule.
pub(super) fn phragmen(scene: &Scene<'_>, vote: &Vote, outcome: &PhragmenOutcome) -> CountView {
    let mut view = budget(scene, vote, &outcome.count);
    let row = |(number, purchase): (usize, &EarnedPurchase)| {
        let cells = [scene.number(purchase.payers), money(scene, &outcome.count, purchase.moment)];
        purchase_row(scene, vote, &outcome.count, (number, &purchase.option), cells)
    };
    let rows = (1..).zip(&outcome.purchases).map(row).collect();
    view.tables = purchases(scene, rows, &["payers", "moment"], "moment_note");
    view.how = vec![scene.say("how_phragmen"), scene.say("how_phragmen_again")];
    if let Some(first) = outcome.purchases.first() {
        let first = (&first.option, first.payers, first.moment);
        view.how.push(bought(scene, vote, &outcome.count, "how_first_earned", first));
    }
    view.how.extend(tied(scene, vote, &outcome.count, "how_tied_phragmen"));
    view.how.push(paid(scene, &outcome.count));
    view
}

/// The greatest sum of support.
pub(super) fn knapsack(scene: &Scene<'_>, vote: &Vote, outcome: &KnapsackOutcome) -> CountView {
    let mut view = budget(scene, vote, &outcome.count);
    view.margin_note = scene.say("margin_note_knapsack");
    view.how = vec![scene.say("how_knapsack")];
    view.how.push(match outcome.best {
        Some(best) => scene.say_with("how_knapsack_best", &[("best", &scene.number(best))]),
        None => scene.say("how_knapsack_limit"),
    });
    if outcome.several {
        view.how.push(scene.say("how_knapsack_several"));
    }
    view.how.push(paid(scene, &outcome.count));
    view.figures = vec![Figure { name: scene.say("figure_sets"), value: scene.number(outcome.sets) }];
    view
}

/// `200/3` of the currency's unit, rounded to hundredths, and exactly where that is not the same.
fn held(scene: &Scene<'_>, outcome: &BudgetOutcome, share: &str) -> String {
    let Some((amount, is_exact)) = rounded(share) else { return share.to_owned() };
    let shown = money(scene, outcome, amount);
    if is_exact { shown } else { scene.say_with("about", &[("shown", &shown), ("exact", share)]) }
}

/// Why a tie is one here, and what is left to the council.
fn tied(scene: &Scene<'_>, vote: &Vote, outcome: &BudgetOutcome, key: &str) -> Option<String> {
    let tied = outcome.options.iter().filter(|step| step.outcome == OptionOutcome::Tied);
    let options: Vec<_> = tied.map(|step| &step.option).collect();
    (!options.is_empty()).then(|| scene.say_with(key, &[("options", &names(scene, vote, options))]))
}

fn money(scene: &Scene<'_>, outcome: &BudgetOutcome, amount: Amount) -> String {
    format::money(amount, &outcome.currency, scene.language)
}

fn sum(amounts: impl Iterator<Item = Amount>) -> Amount {
    let hundredths = amounts.map(Amount::hundredths).fold(0, u64::saturating_add);
    Amount::from_hundredths(hundredths).unwrap_or(Amount::ZERO)
}

/// What is spent of what there was.
fn paid(scene: &Scene<'_>, outcome: &BudgetOutcome) -> String {
    let selected = outcome.options.iter().filter(|step| step.outcome == OptionOutcome::Selected).count() as u64;
    let spent = money(scene, outcome, sum(outcome.envelopes.iter().map(|envelope| envelope.spent)));
    let held = money(scene, outcome, sum(outcome.envelopes.iter().map(|envelope| envelope.amount)));
    let values = [("count", scene.number(selected)), ("spent", spent), ("held", held)];
    let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
    scene.say_with("how_paid", &values)
}

fn bought(
    scene: &Scene<'_>,
    vote: &Vote,
    outcome: &BudgetOutcome,
    key: &str,
    (project, payers, each): (&OptionId, u64, Amount),
) -> String {
    let (project, payers) = (quoted(scene, vote, project), scene.number(payers));
    let each = money(scene, outcome, each);
    scene.say_with(key, &[("project", &project), ("payers", &payers), ("each", &each)])
}

/// What was bought by equal shares; `each` is what stands there for each payer.
fn shares_table(scene: &Scene<'_>, vote: &Vote, outcome: &SharesOutcome, each: &str) -> Vec<TableView> {
    let row = |(number, purchase): (usize, &Purchase)| {
        let (payers, gave_all) = (scene.number(purchase.payers), scene.number(purchase.gave_all));
        let cells = [payers, money(scene, &outcome.count, purchase.each), gave_all];
        purchase_row(scene, vote, &outcome.count, (number, &purchase.option), cells)
    };
    let rows = (1..).zip(&outcome.purchases).map(row).collect();
    purchases(scene, rows, &["payers", each, "gave_all"], "gave_all_note")
}

fn purchase_row<const N: usize>(
    scene: &Scene<'_>,
    vote: &Vote,
    outcome: &BudgetOutcome,
    (number, option): (usize, &OptionId),
    cells: [String; N],
) -> Row {
    let cost = outcome.options.iter().find(|step| step.option == *option).map(|step| step.cost);
    let cost = cost.map(|cost| money(scene, outcome, cost)).unwrap_or_default();
    let cells = std::iter::once(cost).chain(cells).map(Cell::number).collect();
    Row { name: format!("{number}. {}", name(scene, vote, option)), cells, won: true }
}

/// What was bought, in the order of the count; nothing where that is nothing.
fn purchases(scene: &Scene<'_>, rows: Vec<Row>, heads: &[&str], note: &str) -> Vec<TableView> {
    if rows.is_empty() {
        return Vec::new();
    }
    let columns = ["cost"].iter().chain(heads).map(|key| Column::number(scene.say(key))).collect();
    vec![TableView {
        caption: scene.say("purchases"),
        head: scene.say("project"),
        columns,
        rows,
        notes: vec![scene.say(note)],
    }]
}

fn budget(scene: &Scene<'_>, vote: &Vote, outcome: &BudgetOutcome) -> CountView {
    let mut view = summary(scene, vote, outcome.options.iter().map(|step| (&step.option, step.outcome)));
    let won = |step: &BudgetStep| step.outcome == OptionOutcome::Selected;
    let values = outcome.options.iter().map(|step| (name(scene, vote, &step.option), step.support, won(step)));
    view.bars = bars(scene, values.collect());
    mark_open(&mut view, outcome.options.iter().map(|step| step.outcome));
    let envelope = |envelope: &EnvelopeOutcome| EnvelopeResult {
        name: envelope_name(scene, vote, &envelope.envelope),
        amount: money(scene, outcome, envelope.amount),
        spent: money(scene, outcome, envelope.spent),
        left: money(scene, outcome, envelope.left),
    };
    let step = |(number, step): (usize, &BudgetStep)| StepView {
        number,
        place: None,
        link: option_link(scene, vote, &step.option),
        support: scene.number(step.support),
        cost: Some(money(scene, outcome, step.cost)),
        outcome: scene.label("result", outcome_word(step.outcome)),
        reason: reason(scene, outcome, step),
        paid_from: step
            .paid_from
            .as_ref()
            .map(|id| scene.say_with("quoted", &[("words", &envelope_name(scene, vote, id))])),
        margin: step.behind_last_winner.map(|margin| scene.number(margin)),
        won: won(step),
    };
    view.envelopes = outcome.envelopes.iter().map(envelope).collect();
    view.steps = (1..).zip(&outcome.options).map(step).collect();
    view.has_costs = true;
    view.margin_note = scene.say("margin_note_budget");
    view.has_margins = outcome.options.iter().any(|step| step.behind_last_winner.is_some());
    view
}

/// Why; for what was too dear, with what was left.
fn reason(scene: &Scene<'_>, outcome: &BudgetOutcome, step: &BudgetStep) -> String {
    let key = if step.reason == StepReason::Selected { "reason_paid" } else { reason_key(step.reason) };
    let reason = scene.say(key);
    if step.reason != StepReason::TooDear || step.available.is_empty() {
        return reason;
    }
    let left: Vec<String> = step.available.iter().map(|amount| money(scene, outcome, *amount)).collect();
    let left = scene.say_with("reason_left", &[("left", &left.join(", "))]);
    format!("{reason} {left}")
}
