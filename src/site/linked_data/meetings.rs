//! Meetings as events, their points below them, the decisions taken.

use serde_json::{Value, json};

use super::body_named;
use crate::document::{
    AgendaItem, BodyKind, Decision, DecisionOutcome, DecisionStatus, Meeting, MeetingMode, MeetingStatus, Moment,
    Record, RecordId,
};
use crate::site::dated::meeting_changes;
use crate::site::route::Page;
use crate::site::view::{Scene, item_anchor};

/// A meeting, and the decisions that were adopted there.
pub(super) fn meeting(scene: &Scene<'_>, id: &RecordId) -> Vec<Value> {
    let Some(record) = scene.documents().meetings.get(id) else { return Vec::new() };
    let address = scene.address(&Page::Meeting(id.clone()));
    let items = record.facts.agenda.iter();
    let adopted = items.filter_map(|item| {
        let decision = item.decision.as_ref().filter(|decision| decision.outcome == DecisionOutcome::Adopted)?;
        Some(legislation(scene, record, item, decision, &address))
    });
    std::iter::once(event(scene, id, record, &address)).chain(adopted).collect()
}

fn event(scene: &Scene<'_>, id: &RecordId, record: &Record<Meeting>, address: &str) -> Value {
    let facts = &record.facts;
    let items: Vec<Value> = facts.agenda.iter().map(|item| item_event(item, address)).collect();
    json!({
        "@type": "Event",
        "@id": format!("{address}#meeting"),
        "name": record.title(scene.language),
        "description": record.summary(scene.language),
        "url": address,
        "inLanguage": record.language(scene.language).code(),
        "startDate": instant(scene, facts.start),
        "endDate": facts.end.map(|end| instant(scene, end)),
        "eventStatus": status(facts),
        "eventAttendanceMode": facts.mode.map(attendance_mode),
        "location": facts.place.as_ref().map(|place| json!({"@type": "Place", "name": place, "address": place})),
        "organizer": body_named(scene, &facts.body.id),
        "recordedIn": recorded_in(scene, id),
        "subEvent": (!items.is_empty()).then_some(items),
    })
}

fn item_event(item: &AgendaItem, address: &str) -> Value {
    json!({
        "@type": "Event",
        "identifier": item.number,
        "name": item.title,
        "url": format!("{address}#{}", item_anchor(item)),
    })
}

/// The hour as clocks of the council show it, with its offset.
fn instant(scene: &Scene<'_>, moment: Moment) -> String {
    let instant = scene.library.instant(moment);
    instant.map_or_else(|| moment.to_string(), |instant| scene.library.zone().with_offset(instant))
}

fn status(facts: &Meeting) -> &'static str {
    let put_off = meeting_changes(facts).iter().any(|change| change.status == MeetingStatus::Postponed);
    match facts.status {
        MeetingStatus::Cancelled => "https://schema.org/EventCancelled",
        MeetingStatus::Postponed => "https://schema.org/EventPostponed",
        _ if put_off => "https://schema.org/EventRescheduled",
        _ => "https://schema.org/EventScheduled",
    }
}

const fn attendance_mode(mode: MeetingMode) -> &'static str {
    match mode {
        MeetingMode::InPerson => "https://schema.org/OfflineEventAttendanceMode",
        MeetingMode::Remote => "https://schema.org/OnlineEventAttendanceMode",
        MeetingMode::Hybrid => "https://schema.org/MixedEventAttendanceMode",
    }
}

fn recorded_in(scene: &Scene<'_>, meeting: &RecordId) -> Option<Value> {
    let mut all = scene.documents().minutes.iter();
    let (id, record) = all.find(|(_, minutes)| minutes.facts.meeting.id == *meeting)?;
    let address = scene.address(&Page::Minutes(id.clone()));
    let name = record.title(scene.language);
    Some(json!({"@type": "Report", "@id": format!("{address}#minutes"), "name": name, "url": address}))
}

/// The minutes of a meeting.
pub(super) fn minutes(scene: &Scene<'_>, id: &RecordId) -> Option<Value> {
    let record = scene.documents().minutes.get(id)?;
    let meeting = &record.facts.meeting.id;
    let body = &scene.documents().meetings.get(meeting)?.facts.body.id;
    let address = scene.address(&Page::Minutes(id.clone()));
    let mut report = recorded_in(scene, meeting)?;
    report["inLanguage"] = json!(record.language(scene.language).code());
    report["datePublished"] = json!(record.facts.published_at.map(|day| day.to_string()));
    report["author"] = json!(body_named(scene, body));
    report["about"] =
        json!({"@type": "Event", "@id": format!("{}#meeting", scene.address(&Page::Meeting(meeting.clone())))});
    report["mainEntityOfPage"] = json!(address);
    Some(report)
}

/// Whether the record says that it was taken back. That it holds is nothing a record can promise.
const fn no_longer_holds(decision: &Decision) -> bool {
    matches!(decision.status, Some(DecisionStatus::Annulled | DecisionStatus::Superseded))
}

/// What was decided. An advice or a wish of a body that cannot decide is called so.
fn legislation(
    scene: &Scene<'_>,
    record: &Record<Meeting>,
    item: &AgendaItem,
    decision: &Decision,
    address: &str,
) -> Value {
    let body = &record.facts.body.id;
    let kind = scene.documents().bodies.get(body).map(|body| body.facts.kind);
    let decides = kind == Some(BodyKind::TownCouncil);
    let anchor = format!("{address}#{}", item_anchor(item));
    json!({
        "@type": "Legislation",
        "@id": anchor,
        "url": anchor,
        "name": decision.subject,
        "inLanguage": record.common.language.code(),
        "legislationIdentifier": decision.number,
        "legislationType": scene.say(if decides { "legislation_decision" } else { "legislation_advice" }),
        "legislationDate": record.facts.start.date().to_string(),
        "legislationPassedBy": body_named(scene, body),
        "legislationLegalForce": no_longer_holds(decision).then_some("https://schema.org/NotInForce"),
        "legislationRepeals": decision.supersedes.as_ref().map(|number| {
            json!({"@type": "Legislation", "legislationIdentifier": number})
        }),
        "datePublished": decision.put_online.map(|day| day.to_string()),
    })
}
