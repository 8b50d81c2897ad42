//! Who contests the result of a vote, and what came of it.

use serde::Serialize;

use super::past::{Changed, changed_record};
use super::{Label, Passage, Scene, StepView};
use crate::document::RecordId;
use crate::site::markdown::Below;

/// A contest of the result.
#[derive(Clone, Debug, Serialize)]
pub struct ContestView {
    /// Its title.
    pub title: String,
    /// Where it stands.
    pub status: Label,
    /// How it came there.
    pub history: Vec<StepView>,
    /// What is said of it.
    pub text: Passage,
    /// The language of its title, where it is not the page's.
    pub lang: Option<&'static str>,
    /// The language of its steps, where it is not the page's.
    pub words_lang: Option<&'static str>,
    /// When its record was last changed.
    pub changed: Option<Changed>,
}

/// The contests of a vote.
pub(super) fn contests(scene: &Scene<'_>, id: &RecordId) -> Vec<ContestView> {
    let contests = scene.documents().contests.iter().filter(|(_, contest)| contest.facts.vote.id == *id);
    contests
        .map(|(contest, record)| ContestView {
            title: record.title(scene.language).to_owned(),
            status: scene.label("contest", record.facts.status.word()),
            history: super::steps(scene, "contest", &record.facts.history),
            text: scene.passage(record, Below::Section),
            lang: scene.foreign(record.language(scene.language)),
            words_lang: scene.foreign(record.common.language),
            changed: changed_record(scene, "contests", contest),
        })
        .collect()
}
