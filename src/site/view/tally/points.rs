//! The results of the methods that add up votes or points.

use super::{ResultView, Scene, figure, supported};
use crate::council::tally::SingleChoiceOutcome;
use crate::document::Vote;

pub(super) fn single_choice(scene: &Scene<'_>, vote: &Vote, outcome: &SingleChoiceOutcome) -> ResultView {
    let mut view = supported(scene, vote, &outcome.options);
    view.figures = outcome.base.map(|base| figure(scene, "figure_majority_base", base)).into_iter().collect();
    view
}
