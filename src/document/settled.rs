//! Which records are settled: what they say changes no more without an erratum.

use super::record::RecordId;
use super::{Documents, MinutesStatus};

impl Documents {
    /// Whether the record `id` of `folder` is settled: minutes that the body settled, the meeting they
    /// are of, a meeting one of whose decisions was published, and every correction.
    #[must_use]
    pub fn is_settled(&self, folder: &str, id: &RecordId) -> bool {
        match folder {
            "minutes" => self.minutes.get(id).is_some_and(|minutes| minutes.facts.status != MinutesStatus::Draft),
            "meetings" => self.has_settled_minutes(id) || self.has_published_decision(id),
            "errata" | "tombstones" => true,
            _ => false,
        }
    }

    fn has_settled_minutes(&self, meeting: &RecordId) -> bool {
        let minutes = self.minutes.values().filter(|minutes| minutes.facts.meeting.id == *meeting);
        minutes.into_iter().any(|minutes| minutes.facts.status != MinutesStatus::Draft)
    }

    fn has_published_decision(&self, meeting: &RecordId) -> bool {
        self.meetings.get(meeting).is_some_and(|meeting| {
            let decisions = meeting.facts.agenda.iter().filter_map(|item| item.decision.as_ref());
            decisions.into_iter().any(|decision| decision.status.is_some())
        })
    }
}
