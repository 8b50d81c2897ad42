//! When an object was made and last changed, told by the days that its record names: there is no clock
//! here, and a build of the same records has to give the same bytes. A correction that no record dates
//! moves nothing.

use serde_json::Value;

use crate::council::Date;
use crate::document::{Documents, Meeting, MeetingStatus, Record, RecordId};
use crate::open_data::Proposed;

/// The first and the last day that is known of an object.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Days {
    first: Option<Date>,
    last: Option<Date>,
}

impl Days {
    /// Of these days, none of them after `today`.
    pub(super) fn of(days: impl IntoIterator<Item = Option<Date>>, today: Option<Date>) -> Self {
        let past = |day: &Date| today.is_none_or(|today| *day <= today);
        let days: Vec<Date> = days.into_iter().flatten().filter(past).collect();
        Self { first: days.iter().min().copied(), last: days.iter().max().copied() }
    }

    /// `created` and `modified`, as OParl has them.
    pub(super) fn pairs(self) -> [(&'static str, Value); 2] {
        let value = |day: Option<Date>| day.map(midnight).unwrap_or_default();
        [("created", value(self.first)), ("modified", value(self.last))]
    }
}

/// Midnight of the day in universal time.
pub(super) fn midnight(day: Date) -> Value {
    Value::from(format!("{day}T00:00:00Z"))
}

/// A point of an agenda, or the place: what is known of the meeting without its minutes.
pub(super) fn agenda(record: &Record<Meeting>, today: Option<Date>) -> Days {
    Days::of(of_meeting(record), today)
}

/// A meeting: the same, and its minutes.
pub(super) fn meeting(documents: &Documents, id: &RecordId, record: &Record<Meeting>, today: Option<Date>) -> Days {
    let minutes = documents.minutes.values().filter(|minutes| minutes.facts.meeting.id == *id);
    let settled = minutes.flat_map(|minutes| [minutes.facts.settled_at, minutes.facts.published_at]);
    Days::of(of_meeting(record).chain(settled), today)
}

/// Its notice, its steps, the day it was held, its list of decisions, its acts.
fn of_meeting(record: &Record<Meeting>) -> impl Iterator<Item = Option<Date>> {
    let facts = &record.facts;
    let held = Some(facts.start.date()).filter(|_| facts.status == MeetingStatus::Held);
    let decisions = facts.agenda.iter().filter_map(|item| item.decision.as_ref());
    let acts = decisions.flat_map(|decision| [decision.sent_to_prefecture, decision.put_online]);
    let steps = facts.history.iter().map(|step| Some(step.date));
    [facts.notice_sent, held, facts.decisions_posted].into_iter().chain(steps).chain(acts)
}

/// A proposal: the day it was handed in, and its steps.
pub(super) fn proposal(proposed: &Proposed<'_>, today: Option<Date>) -> Days {
    let steps = proposed.council.into_iter().flat_map(|record| &record.facts.history).map(|step| Some(step.date));
    Days::of([proposed.submitted()].into_iter().chain(steps), today)
}
