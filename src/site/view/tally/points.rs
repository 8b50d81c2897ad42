//! The results of the methods that add up votes or points.

use std::collections::BTreeSet;

use super::table::{Cell, Column, Row, TableView};
use super::{
    CountView, Scene, StepView, bars, figure, mark_open, name, option_link, outcome_word, quoted, reason_key, summary,
};
use crate::council::tally::{
    ApprovalOutcome, ApprovalStep, OptionOutcome, PointsOutcome, PointsStep, SingleChoiceOutcome, StepReason,
};
use crate::council::{Comparison, OptionId, Rules};
use crate::document::Vote;
use crate::site::view::format;

/// What these methods have in common, of one option.
#[derive(Clone, Copy)]
struct Sum<'a> {
    option: &'a OptionId,
    value: u64,
    outcome: OptionOutcome,
    reason: StepReason,
    margin: Option<u64>,
}

impl<'a> Sum<'a> {
    const fn of_support(step: &'a ApprovalStep) -> Self {
        let ApprovalStep { option, support, outcome, reason, behind_last_winner } = step;
        Self { option, value: *support, outcome: *outcome, reason: *reason, margin: *behind_last_winner }
    }

    const fn of_points(step: &'a PointsStep) -> Self {
        let PointsStep { option, points, outcome, reason, behind_last_winner, given: _ } = step;
        Self { option, value: *points, outcome: *outcome, reason: *reason, margin: *behind_last_winner }
    }
}

pub(super) fn approval(scene: &Scene<'_>, vote: &Vote, outcome: &ApprovalOutcome) -> CountView {
    let sums: Vec<Sum<'_>> = outcome.options.iter().map(Sum::of_support).collect();
    let mut view = options(scene, vote, &sums);
    view.how = vec![scene.say("how_approval"), places(scene, outcome.places)];
    view.how.extend(how(scene, vote, &sums));
    view
}

pub(super) fn single_choice(scene: &Scene<'_>, vote: &Vote, rules: &Rules, outcome: &SingleChoiceOutcome) -> CountView {
    let sums: Vec<Sum<'_>> = outcome.options.iter().map(Sum::of_support).collect();
    let mut view = options(scene, vote, &sums);
    view.figures = outcome.base.map(|base| figure(scene, "figure_majority_base", base)).into_iter().collect();
    view.how = vec![scene.say("how_single_choice"), places(scene, outcome.places)];
    let asked = if let Rules::SingleChoice(rules) = rules { rules.majority.asked() } else { None };
    if let (Some((threshold, comparison, _)), Some(base), Some(first)) = (asked, outcome.base, sums.first()) {
        let (share, threshold) = (format::share(first.value, base, scene.language), scene.share(threshold));
        let (base, leader) = (scene.number(base), quoted(scene, vote, first.option));
        let values = [("leader", leader.as_str()), ("share", &share), ("base", &base), ("threshold", &threshold)];
        let key = match comparison {
            Comparison::MoreThan => "how_majority_more_than",
            Comparison::AtLeast => "how_majority_at_least",
        };
        view.how.push(scene.say_with(key, &values));
    }
    view.how.extend(how(scene, vote, &sums));
    view
}

/// A score or a cumulative vote, told by the phrase `told`.
pub(super) fn points(scene: &Scene<'_>, vote: &Vote, told: &str, outcome: &PointsOutcome) -> CountView {
    let sums: Vec<Sum<'_>> = outcome.options.iter().map(Sum::of_points).collect();
    let mut view = options(scene, vote, &sums);
    view.measure = scene.say("points_measure");
    view.margin_note = scene.say("margin_note_points");
    view.tables = vec![given(scene, vote, outcome)];
    view.how = vec![scene.say(told), places(scene, outcome.places)];
    view.how.extend(how(scene, vote, &sums));
    view
}

fn places(scene: &Scene<'_>, places: u64) -> String {
    match places {
        1 => scene.say("how_place"),
        _ => scene.say_with("how_places", &[("places", &scene.number(places))]),
    }
}

/// How many gave each option how many points.
fn given(scene: &Scene<'_>, vote: &Vote, outcome: &PointsOutcome) -> TableView {
    let points: BTreeSet<u32> = outcome.options.iter().flat_map(|step| &step.given).map(|given| given.points).collect();
    let row = |step: &PointsStep| {
        let cell = |points: &u32| {
            let given = step.given.iter().find(|given| given.points == *points);
            Cell::number(scene.number(given.map_or(0, |given| given.weight)))
        };
        let sum = Cell::number(scene.number(step.points)).strong(true);
        Row {
            name: name(scene, vote, &step.option),
            cells: points.iter().rev().map(cell).chain([sum]).collect(),
            won: step.outcome == OptionOutcome::Selected,
        }
    };
    let column = |points: &u32| {
        let key = scene.language.agree(u64::from(*points), "points_given_one", "points_given");
        scene.say_with(key, &[("points", &scene.number(u64::from(*points)))])
    };
    let columns = points.iter().rev().map(column);
    TableView {
        caption: scene.say("points_table"),
        head: scene.say("option"),
        columns: columns.chain([scene.say("points_sum")]).map(Column::number).collect(),
        rows: outcome.options.iter().map(row).collect(),
        notes: vec![scene.say("points_table_note")],
    }
}

/// Where the last place was won, and what a tie leaves.
fn how(scene: &Scene<'_>, vote: &Vote, sums: &[Sum<'_>]) -> Vec<String> {
    let last = sums.iter().rfind(|sum| sum.outcome == OptionOutcome::Selected);
    // Where a place stays empty or a majority decides, nobody was second to it.
    let next = sums.iter().find(|sum| sum.outcome == OptionOutcome::NotSelected);
    let next = next.filter(|sum| sum.reason == StepReason::NoPlaceLeft);
    let tied: Vec<&Sum<'_>> = sums.iter().filter(|sum| sum.outcome == OptionOutcome::Tied).collect();
    let mut told = Vec::new();
    if let (true, Some(last), Some(next)) = (tied.is_empty(), last, next) {
        told.push(cut(
            scene,
            &quoted(scene, vote, last.option),
            last.value,
            &quoted(scene, vote, next.option),
            next.value,
        ));
    }
    if let Some(first) = tied.first() {
        let options = super::names(scene, vote, tied.iter().map(|sum| sum.option));
        let support = scene.number(first.value);
        told.push(scene.say_with("how_tied", &[("options", &options), ("support", &support)]));
    }
    told
}

/// The last one in and the first one out.
fn cut(scene: &Scene<'_>, last: &str, sum: u64, next: &str, behind: u64) -> String {
    let (sum, behind) = (scene.number(sum), scene.number(behind));
    scene.say_with("how_cut", &[("last", last), ("sum", &sum), ("next", next), ("behind", &behind)])
}

fn options(scene: &Scene<'_>, vote: &Vote, sums: &[Sum<'_>]) -> CountView {
    let mut view = summary(scene, vote, sums.iter().map(|sum| (sum.option, sum.outcome)));
    let won = |sum: &Sum<'_>| sum.outcome == OptionOutcome::Selected;
    view.bars = bars(scene, sums.iter().map(|sum| (name(scene, vote, sum.option), sum.value, won(sum))).collect());
    mark_open(&mut view, sums.iter().map(|sum| sum.outcome));
    let step = |(number, sum): (usize, &Sum<'_>)| StepView {
        number,
        place: None,
        link: option_link(scene, vote, sum.option),
        support: scene.number(sum.value),
        cost: None,
        outcome: scene.label("result", outcome_word(sum.outcome)),
        reason: scene.say(reason_key(sum.reason)),
        paid_from: None,
        margin: sum.margin.map(|margin| scene.number(margin)),
        won: won(sum),
    };
    view.steps = (1..).zip(sums).map(step).collect();
    view.has_margins = sums.iter().any(|sum| sum.margin.is_some());
    view
}
