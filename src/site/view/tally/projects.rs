//! The results of the methods of a participatory budget.

use super::table::{Cell, Column, Row, TableView};
use super::{
    CountView, EnvelopeResult, Figure, Scene, StepView, bars, envelope_name, mark_open, name, names, option_link,
    outcome_word, quoted, reason_key, summary,
};
use crate::council::tally::{
    BudgetOutcome, BudgetStep, EnvelopeOutcome, KnapsackOutcome, OptionOutcome, Purchase, SharesOutcome, StepReason,
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
    let each = if of_points { "each_point" } else { "each_part" };
    view.tables = purchases(scene, vote, outcome, each, true).into_iter().collect();
    let share = outcome.share.as_deref().and_then(cut_to_cents);
    let share = share.map(|share| scene.say_with("how_share", &[("share", &money(scene, &outcome.count, share))]));
    view.how = share.into_iter().chain([scene.say("how_equal_shares")]).collect();
    if let Some(first) = outcome.purchases.first().filter(|purchase| purchase.gave_all == 0) {
        let key = if of_points { "how_first_point" } else { "how_first_part" };
        view.how.push(bought(scene, vote, outcome, key, first));
    }
    if outcome.steps > 0 {
        view.how.push(scene.say_with("how_share_steps", &[("steps", &scene.number(outcome.steps))]));
    }
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
pub(super) fn phragmen(scene: &Scene<'_>, vote: &Vote, outcome: &SharesOutcome) -> CountView {
    let mut view = budget(scene, vote, &outcome.count);
    view.tables = purchases(scene, vote, outcome, "each_earned", false).into_iter().collect();
    view.how = vec![scene.say("how_phragmen"), scene.say("how_phragmen_again")];
    if let Some(first) = outcome.purchases.first() {
        view.how.push(bought(scene, vote, outcome, "how_first_earned", first));
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

/// `200/3`, cut to hundredths.
fn cut_to_cents(fraction: &str) -> Option<Amount> {
    let (top, bottom) = fraction.split_once('/')?;
    let (top, bottom): (u128, u128) = (top.parse().ok()?, bottom.parse().ok()?);
    let hundredths = top.checked_mul(100)?.checked_div(bottom)?;
    Amount::from_hundredths(u64::try_from(hundredths).ok()?)
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

fn bought(scene: &Scene<'_>, vote: &Vote, outcome: &SharesOutcome, key: &str, purchase: &Purchase) -> String {
    let (project, payers) = (quoted(scene, vote, &purchase.option), scene.number(purchase.payers));
    let each = money(scene, &outcome.count, purchase.each);
    scene.say_with(key, &[("project", &project), ("payers", &payers), ("each", &each)])
}

/// What was bought, in the order of the count.
fn purchases(
    scene: &Scene<'_>,
    vote: &Vote,
    outcome: &SharesOutcome,
    each: &str,
    tells_all: bool,
) -> Option<TableView> {
    let row = |(number, purchase): (usize, &Purchase)| {
        let cost = outcome.count.options.iter().find(|step| step.option == purchase.option).map(|step| step.cost);
        let cost = cost.map(|cost| money(scene, &outcome.count, cost)).unwrap_or_default();
        let mut cells = vec![
            Cell::number(cost),
            Cell::number(scene.number(purchase.payers)),
            Cell::number(money(scene, &outcome.count, purchase.each)),
        ];
        cells.extend(tells_all.then(|| Cell::number(scene.number(purchase.gave_all))));
        Row { name: format!("{number}. {}", name(scene, vote, &purchase.option)), cells, won: true }
    };
    let heads = ["cost", "payers", each, "gave_all"];
    let columns = heads.iter().take(if tells_all { 4 } else { 3 }).map(|key| Column::number(scene.say(key)));
    (!outcome.purchases.is_empty()).then(|| TableView {
        caption: scene.say("purchases"),
        head: scene.say("project"),
        columns: columns.collect(),
        rows: (1..).zip(&outcome.purchases).map(row).collect(),
        notes: if tells_all { vec![scene.say("gave_all_note")] } else { Vec::new() },
    })
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
