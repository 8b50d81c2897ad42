//! The results of the methods that add up votes or points.

use super::{ResultView, Scene, Step, figure, options, supported};
use crate::council::tally::{PointsOutcome, SingleChoiceOutcome};
use crate::document::Vote;

pub(super) fn single_choice(scene: &Scene<'_>, vote: &Vote, outcome: &SingleChoiceOutcome) -> ResultView {
    let mut view = supported(scene, vote, &outcome.options);
    view.figures = outcome.base.map(|base| figure(scene, "figure_majority_base", base)).into_iter().collect();
    view
}

pub(super) fn points(scene: &Scene<'_>, vote: &Vote, outcome: &PointsOutcome) -> ResultView {
    let steps = outcome.options.iter().map(|step| Step {
        option: &step.option,
        support: step.points,
        outcome: step.outcome,
        reason: step.reason,
        cost: None,
        paid_from: None,
        margin: step.behind_last_winner,
    });
    options(scene, vote, &steps.collect::<Vec<_>>())
}
