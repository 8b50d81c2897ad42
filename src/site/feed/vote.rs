//! What happens to a vote, as the log says it.

use super::entry::{FeedEntry, Subject};
use crate::document::{Moment, Record, RecordId, Vote};
use crate::site::format;
use crate::site::route::Page;
use crate::site::view::{Scene, Stage, stage, turnout_sentence};

/// The stages of a vote, as far as the log says that they came. Only their hours are known: a certificate
/// carries no day, so it is told under the hour of the closing.
pub(super) fn entries(scene: &Scene<'_>, id: &RecordId, record: &Record<Vote>) -> Vec<FeedEntry> {
    let facts = &record.facts;
    let subject = Subject {
        body: Some(facts.body.id.clone()),
        categories: facts.draft.options.iter().filter_map(|option| option.category.clone()).collect(),
        ..Subject::of(scene, "votes", id, record, Page::Vote)
    };
    let title = record.title(scene.language);
    let say = |word: &str| scene.say_with(&format!("title_vote_{word}"), &[("title", title)]);
    let question = Some(scene.localised(&facts.draft.question));
    let announced = facts.announced.and_then(|day| subject.on(day, "announced", say("announced"), question));
    let mut entries: Vec<FeedEntry> = announced.into_iter().collect();
    let stage = stage(scene, id);
    let stages = [(Stage::Open, facts.opens), (Stage::Closed, facts.closes)];
    let last = [(Stage::Certified, facts.closes), (Stage::Annulled, facts.closes)];
    for (came, hour) in stages.into_iter().filter(|(came, _)| reached(stage, *came)).chain(
        // A result that was taken back is told as such, and no more as a result.
        last.into_iter().filter(|(came, _)| *came == stage),
    ) {
        entries.extend(
            vote_stage(&subject, facts, came, hour).map(|entry| FeedEntry { title: say(came.word()), ..entry }),
        );
    }
    entries
}

fn reached(stage: Stage, wanted: Stage) -> bool {
    match stage {
        Stage::Announced => false,
        Stage::Open => wanted == Stage::Open,
        Stage::Closed | Stage::Certified | Stage::Annulled => true,
    }
}

fn vote_stage(subject: &Subject<'_>, facts: &Vote, stage: Stage, hour: Moment) -> Option<FeedEntry> {
    let scene = subject.scene;
    let summary = match stage {
        Stage::Open => {
            let until = scene.say_with("feed_until", &[("closes", &format::moment(facts.closes, scene.language))]);
            Some(format!("{} {until}", scene.localised(&facts.draft.question)))
        }
        Stage::Annulled => Some(scene.say("vote_note_annulled")),
        _ => turnout_sentence(scene, subject.record.1, facts),
    };
    let entry = subject.on(hour.date(), stage.word(), String::new(), summary)?;
    let at = scene.library.instant(hour).unwrap_or(entry.published);
    Some(FeedEntry { published: at, updated: at, ..entry })
}
