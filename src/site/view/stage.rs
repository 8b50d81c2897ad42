//! Where a vote stands.

use super::vote::published;
use super::{Scene, Stage};
use crate::council::tally::VoteState;
use crate::document::{ContestStatus, RecordId};

/// Where a vote stands, as the log says it.
pub(in crate::site) fn stage(scene: &Scene<'_>, id: &RecordId) -> Stage {
    let published = published(scene, id);
    match (published.tally, published.turnout.map(|file| file.state)) {
        (_, Some(VoteState::Annulled)) => Stage::Annulled,
        (Some(_), _) => certified(scene, id),
        (None, Some(VoteState::Open)) if is_ahead(scene, id) => Stage::Sealed,
        (None, Some(VoteState::Open)) => Stage::Open,
        (None, Some(VoteState::Closed | VoteState::Certified)) => Stage::Closed,
        (None, None) => Stage::Announced,
    }
}

/// Whether the opening hour lies after the day of which the site speaks.
fn is_ahead(scene: &Scene<'_>, id: &RecordId) -> bool {
    let vote = scene.documents().votes.get(id);
    vote.zip(scene.as_of).is_some_and(|(vote, today)| vote.facts.opens.date() > today)
}

/// A certified result is contested as long as somebody has to rule on it, and final once the last day of
/// appeal is over.
fn certified(scene: &Scene<'_>, id: &RecordId) -> Stage {
    let mut contests = scene.documents().contests.values().filter(|contest| contest.facts.vote.id == *id);
    if contests.any(|contest| contest.facts.status.is_pending() || contest.facts.status == ContestStatus::Upheld) {
        return Stage::Contested;
    }
    let vote = scene.documents().votes.get(id);
    let over = vote.zip(scene.as_of).is_some_and(|(vote, today)| vote.facts.draft.appeal_until < today);
    if over { Stage::Final } else { Stage::Certified }
}
