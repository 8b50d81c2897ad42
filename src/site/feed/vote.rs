//! What happens to a vote, as the log says it.

use super::FeedScope;
use super::entry::{Course, FeedEntry, Subject};
use crate::document::{Contest, Record, RecordId, Vote};
use crate::site::format;
use crate::site::route::Page;
use crate::site::view::{Scene, Stage, stage, turnout_sentence};

/// The stages of a vote, as far as the log says that they came. Only their hours are known: a certificate
/// carries no day, so it is told under the hour of the closing.
pub(super) fn entries(scene: &Scene<'_>, scope: &FeedScope, id: &RecordId, record: &Record<Vote>) -> Vec<FeedEntry> {
    let facts = &record.facts;
    let subject = Subject {
        body: Some(facts.body.id.clone()),
        categories: facts.draft.options.iter().filter_map(|option| option.category.clone()).collect(),
        ..Subject::of(scene, "votes", id, record, Page::Vote)
    };
    if !scope.holds(&subject) {
        return Vec::new();
    }
    let title = record.title(scene.language);
    let say = |word: &str| scene.say_with(&format!("title_vote_{word}"), &[("title", title)]);
    let question = Some(scene.localised(&facts.draft.question));
    let announced = facts.announced.and_then(|day| subject.on(day, "announced", say("announced"), question));
    let came = stages(stage(scene, id)).iter();
    let came = came.filter_map(|came| told(&subject, facts, *came, say(came.word())));
    announced.into_iter().chain(came).chain(contests(&subject)).collect()
}

/// Who contests the result, and what came of it.
fn contests(subject: &Subject<'_>) -> Vec<FeedEntry> {
    let scene = subject.scene;
    let all = scene.documents().contests.iter().filter(|(_, contest)| contest.facts.vote.id == *subject.record.1);
    let steps = |(id, record): (&RecordId, &Record<Contest>)| {
        let lang = scene.foreign(record.language(scene.language));
        let subject = Subject { record: ("contests", id), lang, ..subject.clone() };
        let summary = record.summary(scene.language);
        let course = Course { title: record.title(scene.language), group: "contest", within: "", summary };
        let steps = record.facts.history.iter();
        course.entries(&subject, steps.map(|step| (step.date, step.status.word(), step.reason.clone())))
    };
    all.flat_map(steps).collect()
}

/// The stages that a vote went through; a result that was taken back is told as such, and no more as one.
const fn stages(now: Stage) -> &'static [Stage] {
    match now {
        Stage::Announced | Stage::Sealed => &[],
        Stage::Open => &[Stage::Open],
        Stage::Closed => &[Stage::Open, Stage::Closed],
        Stage::Certified | Stage::Contested => &[Stage::Open, Stage::Closed, Stage::Certified],
        Stage::Final => &[Stage::Open, Stage::Closed, Stage::Certified, Stage::Final],
        Stage::Annulled => &[Stage::Open, Stage::Closed, Stage::Annulled],
    }
}

fn told(subject: &Subject<'_>, facts: &Vote, stage: Stage, title: String) -> Option<FeedEntry> {
    let scene = subject.scene;
    if stage == Stage::Final {
        let day = facts.draft.appeal_until.plus_days(1)?;
        return subject.on(day, stage.word(), title, Some(scene.say("vote_note_final")));
    }
    let hour = if stage == Stage::Open { facts.opens } else { facts.closes };
    let summary = match stage {
        Stage::Open => {
            let until = scene.say_with("feed_until", &[("closes", &format::moment(facts.closes, scene.language))]);
            Some(format!("{} {until}", scene.localised(&facts.draft.question)))
        }
        Stage::Annulled => Some(scene.say("vote_note_annulled")),
        _ => turnout_sentence(scene, subject.record.1, facts),
    };
    let entry = subject.on(hour.date(), stage.word(), title, summary)?;
    let at = scene.library.instant(hour).unwrap_or(entry.published);
    Some(FeedEntry { published: at, updated: subject.corrected.map_or(at, |corrected| corrected.max(at)), ..entry })
}
