//! Meetings, and who came.

use super::{BODY, Cells, Council, DATE, Field, MEETING, MEMBER, NAME, Subject, TITLE, URL};
use crate::document::{
    Attendance, Meeting, MeetingMode, MeetingStatus, Minutes, MinutesStatus, Moment, Record, RecordId, Ref,
};
use crate::export::{Rows, Table, cell};

/// A meeting with its minutes.
struct Row<'a> {
    id: &'a RecordId,
    record: &'a Record<Meeting>,
    minutes: Option<&'a Record<Minutes>>,
}

/// A line a meeting.
pub(super) fn meetings(council: &Council<'_>) -> Table {
    let documents = council.documents;
    let minutes = |id: &RecordId| documents.minutes.values().find(|minutes| minutes.facts.meeting.id == *id);
    let rows: Vec<Row<'_>> =
        documents.meetings.iter().map(|(id, record)| Row { id, record, minutes: minutes(id) }).collect();
    let language = council.language();
    let came =
        |row: &Row<'_>, count: fn(&Attendance) -> usize| cell(row.record.facts.attendance.as_ref().map(count).as_ref());
    Rows::about(&rows)
        .column(MEETING, |row| row.id.to_string())
        .column(BODY, |row| row.record.facts.body.id.to_string())
        .column(DATE, |row| row.record.facts.start.date().to_string())
        .column(TITLE, move |row| row.record.title(language).to_owned())
        .column(Field::word::<MeetingStatus>("status", "où elle en est", "where it stands").required(), |row| {
            row.record.facts.status.word().to_owned()
        })
        .column(moment_field("start", "quand elle commence", "when it begins"), |row| moment(row.record.facts.start))
        .column(moment_field("end", "quand elle finit", "when it ends"), |row| {
            row.record.facts.end.map(moment).unwrap_or_default()
        })
        .column(Field::text("place", "où", "where"), |row| cell(row.record.facts.place.as_ref()))
        .column(
            Field::word::<MeetingMode>("mode", "dans une salle, ou à distance", "in one room, or from elsewhere"),
            |row| row.record.facts.mode.map(|mode| mode.word().to_owned()).unwrap_or_default(),
        )
        .column(Field::day("notice_sent", "le jour d’envoi de la convocation", "the day the notice went out"), |row| {
            cell(row.record.facts.notice_sent.as_ref())
        })
        .column(Field::text("chair", "qui préside", "who chairs it"), |row| person(row.record.facts.chair.as_ref()))
        .column(Field::text("secretary", "qui tient le procès-verbal", "who keeps the minutes"), |row| {
            person(row.record.facts.secretary.as_ref())
        })
        .column(Field::integer("quorum", "combien devaient venir", "how many had to come"), |row| {
            cell(row.record.facts.quorum.as_ref())
        })
        .column(Field::integer("present", "les présents", "those present"), move |row| {
            came(row, |all| all.present.len())
        })
        .column(Field::integer("represented", "ceux qui ont donné pouvoir", "those who gave a proxy"), move |row| {
            came(row, |all| all.represented.len())
        })
        .column(Field::integer("excused", "les excusés", "those excused"), move |row| {
            came(row, |all| all.excused.len())
        })
        .column(Field::integer("absent", "les absents", "those absent"), move |row| came(row, |all| all.absent.len()))
        .column(
            Field::day(
                "decisions_posted",
                "le jour d’affichage de la liste des décisions",
                "the day the list of decisions was posted",
            ),
            |row| cell(row.record.facts.decisions_posted.as_ref()),
        )
        .column(
            Field::word::<MinutesStatus>("minutes", "où en est le procès-verbal", "where its minutes stand"),
            |row| row.minutes.map(|minutes| minutes.facts.status.word().to_owned()).unwrap_or_default(),
        )
        .column(
            Field::day(
                "minutes_published",
                "le jour de publication du procès-verbal",
                "the day its minutes were published",
            ),
            |row| cell(row.minutes.and_then(|minutes| minutes.facts.published_at).as_ref()),
        )
        .column(URL, |row| (council.address)(Subject::Meeting(row.id)))
        .table()
        .named_by(&["meeting"])
        .linked(&["body"], "bodies", &["body"])
}

const fn moment_field(name: &'static str, fr: &'static str, en: &'static str) -> Field {
    Field::new(name, Cells::Moment, fr, en)
}

/// The instant where the offset is known, else the local time as written.
pub(super) fn moment(moment: Moment) -> String {
    moment.instant().map_or_else(|| format!("{moment}:00"), |instant| instant.to_string())
}

fn person(person: Option<&Ref>) -> String {
    cell(person.map(|person| &person.id))
}

/// Who came to a meeting, or did not.
struct Came<'a> {
    meeting_id: &'a RecordId,
    meeting: &'a Record<Meeting>,
    member: &'a RecordId,
    how: &'static str,
    holder: Option<&'a RecordId>,
    arrived: Option<&'a String>,
    left: Option<&'a String>,
}

const HOW: &[&str] = &["present", "represented", "excused", "absent"];

/// A line a member and meeting.
pub(super) fn attendance(council: &Council<'_>) -> Table {
    let rows: Vec<Came<'_>> =
        council.documents.meetings.iter().flat_map(|(id, meeting)| everybody(id, meeting)).collect();
    Rows::about(&rows)
        .column(MEETING, |row| row.meeting_id.to_string())
        .column(DATE, |row| row.meeting.facts.start.date().to_string())
        .column(BODY, |row| row.meeting.facts.body.id.to_string())
        .column(MEMBER, |row| row.member.to_string())
        .column(NAME, |row| council.name(row.member))
        .column(
            Field::new(
                "attendance",
                Cells::Word(HOW),
                "présent, représenté, excusé ou absent",
                "present, represented, excused or absent",
            )
            .required(),
            |row| row.how.to_owned(),
        )
        .column(Field::text("proxy_holder", "qui a reçu son pouvoir", "who held their proxy"), |row| cell(row.holder))
        .column(
            Field::text(
                "arrived",
                "le point auquel il est arrivé, s’il est venu en retard",
                "the item at which they came, where they came late",
            ),
            |row| cell(row.arrived),
        )
        .column(
            Field::text(
                "left",
                "le point auquel il est parti, s’il est parti avant la fin",
                "the item at which they left, where they left early",
            ),
            |row| cell(row.left),
        )
        .table()
        .named_by(&["meeting", "member"])
        .linked(&["meeting"], "meetings", &["meeting"])
}

fn everybody<'a>(meeting_id: &'a RecordId, meeting: &'a Record<Meeting>) -> Vec<Came<'a>> {
    let Some(all) = &meeting.facts.attendance else { return Vec::new() };
    let at = |items: &'a [(Ref, String)], member: &RecordId| {
        items.iter().find(|(person, _)| person.id == *member).map(|(_, item)| item)
    };
    let came = |how: &'static str| {
        move |(member, holder): (&'a Ref, Option<&'a Ref>)| Came {
            meeting_id,
            meeting,
            member: &member.id,
            how,
            holder: holder.map(|holder| &holder.id),
            arrived: at(&all.arrived, &member.id),
            left: at(&all.left, &member.id),
        }
    };
    let alone = |refs: &'a [Ref]| refs.iter().map(|member| (member, None));
    let represented = all.represented.iter().map(|(giver, holder)| (giver, Some(holder)));
    let mut rows: Vec<Came<'a>> = alone(&all.present).map(came("present")).collect();
    rows.extend(represented.map(came("represented")));
    rows.extend(alone(&all.excused).map(came("excused")));
    rows.extend(alone(&all.absent).map(came("absent")));
    rows
}
