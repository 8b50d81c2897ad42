//! The result of a majority judgment.

use serde::Serialize;

use super::table::{Cell, Column, Row, TableView};
use super::{CountView, Scene, StepView, figure, name, option_link, outcome_word, quoted, reason_key, summary};
use crate::council::tally::{GradedStep, MajorityJudgmentOutcome, OptionOutcome, StepReason};
use crate::council::{OptionId, Rules};
use crate::document::Vote;

/// How options were graded: a bar for each, cut into its grades.
#[derive(Clone, Debug, Serialize)]
pub struct GradesView {
    /// The grades, best first, each as a piece of no length.
    pub legend: Vec<Piece>,
    /// The options, best first.
    pub bars: Vec<GradeBar>,
}

/// One option.
#[derive(Clone, Debug, Serialize)]
pub struct GradeBar {
    /// Its title.
    pub name: String,
    /// Its median grade.
    pub median: String,
    /// Whether it won.
    pub won: bool,
    /// Its grades, best first.
    pub pieces: Vec<Piece>,
}

/// A piece of a bar: one grade.
#[derive(Clone, Debug, Serialize)]
pub struct Piece {
    /// The grade.
    pub grade: String,
    /// Where it begins, in thousandths.
    pub start: u64,
    /// How long it is.
    pub length: u64,
    /// Whether it is of the better half of the grades.
    pub better: bool,
    /// How dark it is, in hundredths.
    pub tone: u64,
}

/// The winners in a sentence, each option with its grades and its median.
pub(super) fn majority_judgment(scene: &Scene<'_>, vote: &Vote, outcome: &MajorityJudgmentOutcome) -> CountView {
    let mut view = summary(scene, vote, outcome.options.iter().map(|step| (&step.option, step.outcome)));
    view.measure = scene.say("median_measure");
    view.steps = (1..).zip(&outcome.options).map(|(number, graded)| step(scene, vote, number, graded)).collect();
    view.figures = vec![figure(scene, "figure_graded", outcome.graded)];
    view.grades = Some(GradesView {
        legend: outcome.options.first().map(|step| pieces(scene, vote, step, outcome.graded)).unwrap_or_default(),
        bars: outcome.options.iter().map(|step| bar(scene, vote, step, outcome.graded)).collect(),
    });
    view.tables = vec![table(scene, vote, outcome)];
    view.how = how(scene, vote, outcome);
    view
}

/// The title of a grade.
fn title(scene: &Scene<'_>, vote: &Vote, id: &OptionId) -> String {
    let grade = if let Rules::MajorityJudgment(rules) = &vote.draft.rules { rules.grade(id) } else { None };
    grade.map_or_else(|| id.to_string(), |grade| scene.localised(&grade.title))
}

/// The title of the median grade, a dash where there is none.
fn median(scene: &Scene<'_>, vote: &Vote, step: &GradedStep) -> String {
    step.median.as_ref().map_or_else(|| "–".to_owned(), |id| title(scene, vote, id))
}

fn how(scene: &Scene<'_>, vote: &Vote, outcome: &MajorityJudgmentOutcome) -> Vec<String> {
    let mut list = vec![scene.say_with("how_grades", &[("count", &scene.number(outcome.graded))])];
    if let Some((first, median)) = outcome.options.first().and_then(|step| Some((step, step.median.as_ref()?))) {
        let values = [
            ("option", quoted(scene, vote, &first.option)),
            ("median", title(scene, vote, median)),
            ("above", scene.number(first.above)),
            ("below", scene.number(first.below)),
        ];
        let values = values.each_ref().map(|(name, value)| (*name, value.as_str()));
        list.push(scene.say_with("how_grades_first", &values));
    }
    let pairs = outcome.options.iter().zip(outcome.options.iter().skip(1));
    let parted: Vec<String> = pairs.filter_map(|(before, here)| parted(scene, vote, before, here)).collect();
    if !parted.is_empty() {
        list.push(scene.say("rule_grades_ties"));
    }
    list.extend(parted);
    list
}

/// How an option of the same median as the one before it came after it.
fn parted(scene: &Scene<'_>, vote: &Vote, before: &GradedStep, here: &GradedStep) -> Option<String> {
    let parted = here.parted.as_ref().filter(|parted| parted.removed > 0)?;
    let values = [
        ("first", quoted(scene, vote, &before.option)),
        ("second", quoted(scene, vote, &here.option)),
        ("removed", scene.number(parted.removed)),
        ("before", scene.say_with("quoted", &[("words", &title(scene, vote, &parted.before))])),
        ("here", scene.say_with("quoted", &[("words", &title(scene, vote, &parted.here))])),
    ];
    let key = if parted.removed == 1 { "grades_parted_one" } else { "grades_parted" };
    Some(scene.say_with(key, &values.each_ref().map(|(name, value)| (*name, value.as_str()))))
}

fn bar(scene: &Scene<'_>, vote: &Vote, step: &GradedStep, graded: u64) -> GradeBar {
    GradeBar {
        name: name(scene, vote, &step.option),
        median: median(scene, vote, step),
        won: step.outcome == OptionOutcome::Selected,
        pieces: pieces(scene, vote, step, graded),
    }
}

/// The grades of an option as pieces of a bar of 1000: the darkest at both ends, the palest in the middle.
fn pieces(scene: &Scene<'_>, vote: &Vote, step: &GradedStep, graded: u64) -> Vec<Piece> {
    let count = step.grades.len() as u64;
    let half = count.div_ceil(2).max(1);
    let thousandths = |weight: u64| weight.saturating_mul(1000) / graded.max(1);
    let mut before: u64 = 0;
    let piece = |(at, line): (u64, &crate::council::tally::GradeWeight)| {
        let start = thousandths(before);
        before = before.saturating_add(line.weight);
        let end = if at < half { half - at } else { at + 1 - (count - half).min(half) };
        Piece {
            grade: title(scene, vote, &line.grade),
            start,
            length: thousandths(before).saturating_sub(start),
            better: at < half,
            tone: (end * 100 / half).clamp(20, 100),
        }
    };
    (0..).zip(&step.grades).map(piece).collect()
}

fn step(scene: &Scene<'_>, vote: &Vote, number: usize, step: &GradedStep) -> StepView {
    StepView {
        number,
        place: None,
        link: option_link(scene, vote, &step.option),
        support: median(scene, vote, step),
        cost: None,
        outcome: scene.label("result", outcome_word(step.outcome)),
        reason: scene.say(match step.reason {
            StepReason::Selected => "reason_ranked_selected",
            reason => reason_key(reason),
        }),
        paid_from: None,
        margin: None,
        won: step.outcome == OptionOutcome::Selected,
    }
}

/// How many gave each option each grade; the median stands out.
fn table(scene: &Scene<'_>, vote: &Vote, outcome: &MajorityJudgmentOutcome) -> TableView {
    let row = |step: &GradedStep| Row {
        name: name(scene, vote, &step.option),
        cells: step
            .grades
            .iter()
            .map(|line| {
                Cell::number(scene.number(line.weight)).strong(step.median.as_ref().is_some_and(|id| *id == line.grade))
            })
            .chain([step.above, step.below].map(|weight| Cell::number(scene.number(weight))))
            .collect(),
        won: step.outcome == OptionOutcome::Selected,
    };
    let names =
        outcome.options.first().into_iter().flat_map(|step| &step.grades).map(|line| title(scene, vote, &line.grade));
    TableView {
        caption: scene.say("grades_table"),
        head: scene.say("option"),
        columns: names.chain([scene.say("grades_above"), scene.say("grades_below")]).map(Column::number).collect(),
        rows: outcome.options.iter().map(row).collect(),
        notes: vec![scene.say("grades_table_note")],
    }
}
