//! The result of a majority judgment.

use super::{Figure, ResultView, Scene, StepView, figure, option_link, outcome_word, reason_key, summary};
use crate::council::OptionId;
use crate::council::tally::{GradedStep, MajorityJudgmentOutcome, OptionOutcome};
use crate::document::Vote;

/// The winners in a sentence, each option with its median grade and what stands above and below.
pub(super) fn majority_judgment(scene: &Scene<'_>, vote: &Vote, outcome: &MajorityJudgmentOutcome) -> ResultView {
    let won = outcome.options.iter().filter(|step| step.outcome == OptionOutcome::Selected);
    let winners: Vec<String> = won.map(|step| option_link(scene, vote, &step.option).text).collect();
    let mut view = summary(scene, &winners);
    view.steps = (1..).zip(&outcome.options).map(|(number, graded)| step(scene, vote, number, graded)).collect();
    view.figures = vec![figure(scene, "figure_graded", outcome.graded)];
    let parted = outcome.options.iter().filter_map(|graded| parted(scene, vote, graded));
    view.figures.extend(parted);
    view
}

fn step(scene: &Scene<'_>, vote: &Vote, number: usize, step: &GradedStep) -> StepView {
    let median = step.median.as_ref().map_or("", OptionId::as_str);
    let (above, below) = (scene.number(step.above), scene.number(step.below));
    let values = [("median", median), ("above", above.as_str()), ("below", below.as_str())];
    StepView {
        number,
        link: option_link(scene, vote, &step.option),
        support: scene.say_with("median_grade", &values),
        cost: None,
        outcome: scene.label("result", outcome_word(step.outcome)),
        reason: scene.say(reason_key(step.reason)),
        paid_from: None,
        margin: None,
        won: step.outcome == OptionOutcome::Selected,
    }
}

/// How an option of the same median as the one before it came after it.
fn parted(scene: &Scene<'_>, vote: &Vote, step: &GradedStep) -> Option<Figure> {
    let parted = step.parted.as_ref().filter(|parted| parted.removed > 0)?;
    let removed = scene.number(parted.removed);
    let values = [("removed", removed.as_str()), ("before", parted.before.as_str()), ("here", parted.here.as_str())];
    let name = option_link(scene, vote, &step.option).text;
    Some(Figure { name, value: scene.say_with("grades_parted", &values) })
}
