//! Events of a calendar: meetings, the opening and the closing of votes.

use super::lines::Lines;
use crate::council::{Date, Instant};
use crate::document::{Meeting, MeetingStatus, Moment, Record, RecordId, Ref, Vote};
use crate::site::dated::{MeetingChange, corrections, meeting_changes, meeting_modified};
use crate::site::format;
use crate::site::route::Page;
use crate::site::view::{Scene, Stage, stage};

/// An event, as a VEVENT has it.
#[derive(Clone, Debug)]
pub(super) struct Event {
    uid: String,
    stamp: Instant,
    sequence: usize,
    status: &'static str,
    pub(super) start: Instant,
    end: Option<Instant>,
    summary: String,
    place: Option<String>,
    description: Vec<String>,
    address: String,
    body: String,
    /// Whether it takes an hour of whoever keeps it in their calendar.
    busy: bool,
}

impl Event {
    /// A meeting; nothing where its hour is none.
    pub(super) fn of_meeting(scene: &Scene<'_>, id: &RecordId, record: &Record<Meeting>) -> Option<Self> {
        let facts = &record.facts;
        let start = scene.library.instant(facts.start)?;
        let changes = meeting_changes(facts);
        let body = body_name(scene, &facts.body);
        let title = titled(scene, facts.status, record.title(scene.language));
        Some(Self {
            uid: uid(scene, &format!("meeting-{id}")),
            stamp: stamp(scene, meeting_modified(scene.library, id, facts), record.common.publish_at),
            sequence: changes.len() + corrections(scene.documents(), "meetings", id).count(),
            status: meeting_status(facts.status),
            start,
            end: facts.end.and_then(|end| scene.library.instant(end)).filter(|end| *end > start),
            summary: format!("{title} – {body}"),
            place: facts.place.clone(),
            description: meeting_description(scene, record, &changes),
            address: scene.address(&Page::Meeting(id.clone())),
            body,
            busy: true,
        })
    }

    /// The opening and the closing of a vote.
    pub(super) fn of_vote(scene: &Scene<'_>, id: &RecordId, record: &Record<Vote>) -> Vec<Self> {
        let facts = &record.facts;
        let stage = stage(scene, id);
        let (sequence, status) = vote_status(stage);
        let body = body_name(scene, &facts.body);
        let title = record.title(scene.language);
        let hour = |(word, start): (&str, Instant)| Self {
            uid: uid(scene, &format!("vote-{id}-{word}")),
            stamp: vote_stamp(scene, record, stage),
            sequence,
            status,
            start,
            end: None,
            summary: scene.say_with(&format!("calendar_vote_{word}"), &[("title", title)]),
            place: None,
            description: vote_description(scene, facts, stage),
            address: scene.address(&Page::Vote(id.clone())),
            body: body.clone(),
            busy: false,
        };
        [("opening", facts.draft.opens), ("closing", facts.draft.closes)].into_iter().map(hour).collect()
    }

    /// Writes the event. The address stands in the description too, since many programs show no other.
    pub(super) fn write(&self, lines: &mut Lines) {
        let description = [self.description.as_slice(), std::slice::from_ref(&self.address)].concat().join("\n\n");
        lines.raw("BEGIN", "VEVENT");
        lines.raw("UID", &self.uid);
        lines.raw("DTSTAMP", &utc(self.stamp));
        lines.raw("LAST-MODIFIED", &utc(self.stamp));
        lines.raw("SEQUENCE", &self.sequence.to_string());
        lines.raw("STATUS", self.status);
        lines.raw("DTSTART", &utc(self.start));
        if let Some(end) = self.end {
            lines.raw("DTEND", &utc(end));
        }
        if !self.busy {
            lines.raw("TRANSP", "TRANSPARENT");
        }
        lines.text("SUMMARY", &self.summary);
        if let Some(place) = &self.place {
            lines.text("LOCATION", place);
        }
        lines.text("DESCRIPTION", &description);
        lines.text("CATEGORIES", &self.body);
        lines.raw("URL", &self.address);
        lines.raw("END", "VEVENT");
    }
}

/// The same in every language and under every address, so that a file taken twice gives no second event.
fn uid(scene: &Scene<'_>, name: &str) -> String {
    format!("{name}@{}", scene.documents().config.council)
}

/// Universal time: a single event needs no rules of a zone, and every program shows it in the reader's own.
fn utc(instant: Instant) -> String {
    instant.to_string().replace(['-', ':'], "")
}

/// When the record last changed, by its own days; the clock has no part in it.
fn stamp(scene: &Scene<'_>, modified: Option<Date>, published: Option<Moment>) -> Instant {
    let modified = modified.or(published.map(Moment::date));
    modified.and_then(|day| scene.library.zone().midnight(day)).unwrap_or_else(|| scene.beginning())
}

/// A meeting that does not take place at its hour is cancelled in a calendar, whatever becomes of it
/// later; one without quorum did begin.
const fn meeting_status(status: MeetingStatus) -> &'static str {
    match status {
        MeetingStatus::Planned => "TENTATIVE",
        MeetingStatus::Convened | MeetingStatus::Held | MeetingStatus::Inquorate => "CONFIRMED",
        MeetingStatus::Cancelled | MeetingStatus::Postponed => "CANCELLED",
    }
}

/// The hours are fixed when the rules are sealed.
const fn vote_status(stage: Stage) -> (usize, &'static str) {
    match stage {
        Stage::Announced => (0, "TENTATIVE"),
        Stage::Sealed | Stage::Open | Stage::Closed | Stage::Certified | Stage::Contested | Stage::Final => {
            (1, "CONFIRMED")
        }
        Stage::Annulled => (2, "CANCELLED"),
    }
}

fn vote_stamp(scene: &Scene<'_>, record: &Record<Vote>, stage: Stage) -> Instant {
    match stage {
        Stage::Announced | Stage::Sealed => stamp(scene, record.facts.announced, record.common.publish_at),
        Stage::Open => record.facts.draft.opens,
        Stage::Closed | Stage::Certified | Stage::Contested | Stage::Final | Stage::Annulled => {
            record.facts.draft.closes
        }
    }
}

/// Programs that show no status still show the title.
fn titled(scene: &Scene<'_>, status: MeetingStatus, title: &str) -> String {
    match status {
        MeetingStatus::Planned | MeetingStatus::Convened | MeetingStatus::Held => title.to_owned(),
        MeetingStatus::Cancelled | MeetingStatus::Postponed | MeetingStatus::Inquorate => {
            scene.say_with(&format!("title_meeting_{}", status.word()), &[("title", title)])
        }
    }
}

fn body_name(scene: &Scene<'_>, body: &Ref) -> String {
    scene.documents().bodies.get(&body.id).map_or(body.id.as_str(), |record| record.title(scene.language)).to_owned()
}

/// Summary, what changed and why, agenda.
fn meeting_description(scene: &Scene<'_>, record: &Record<Meeting>, changes: &[MeetingChange<'_>]) -> Vec<String> {
    let summary = record.summary(scene.language).map(str::to_owned);
    let told = |change: &MeetingChange<'_>| {
        let (day, status) = (format::date(change.date, scene.language), scene.label("meeting", change.status.word()));
        let values = [("day", day.as_str()), ("status", &status.text), ("reason", change.reason?)];
        Some(scene.say_with("calendar_change", &values))
    };
    let changes: Vec<String> = changes.iter().filter_map(told).collect();
    let agenda = record.facts.agenda.iter().map(|item| format!("{}. {}", item.number, item.title));
    let agenda: Vec<String> = std::iter::once(scene.say("calendar_agenda")).chain(agenda).collect();
    let told = (!changes.is_empty()).then(|| changes.join("\n"));
    let agenda = (agenda.len() > 1).then(|| agenda.join("\n"));
    let blocks = [summary, told, in_its_place(scene, &record.facts), attendance(scene, &record.facts), agenda];
    blocks.into_iter().flatten().collect()
}

/// The meeting that takes the place of one that was put off.
fn in_its_place(scene: &Scene<'_>, facts: &Meeting) -> Option<String> {
    let (id, record) = scene.documents().meetings.get_key_value(&facts.postponed_to.as_ref()?.id)?;
    let (title, address) = (record.title(scene.language), scene.address(&Page::Meeting(id.clone())));
    Some(format!("{} {title}\n{address}", scene.say("postponed_to")))
}

/// Who may come, and how.
fn attendance(scene: &Scene<'_>, facts: &Meeting) -> Option<String> {
    let access = facts.access.map(|access| scene.label("access", access.word()).text);
    let how = facts.attend.as_ref().map(|how| scene.of(how).to_owned());
    let lines: Vec<String> = access.into_iter().chain(how).collect();
    (!lines.is_empty()).then(|| lines.join("\n"))
}

fn vote_description(scene: &Scene<'_>, vote: &Vote, stage: Stage) -> Vec<String> {
    let moment = |moment| format::moment(moment, scene.language);
    let (opens, closes) = (moment(vote.opens), moment(vote.closes));
    let period = scene.say_with("calendar_period", &[("opens", &opens), ("closes", &closes)]);
    let annulled = (stage == Stage::Annulled).then(|| scene.say("vote_note_annulled"));
    std::iter::once(scene.localised(&vote.draft.question)).chain([period]).chain(annulled).collect()
}
