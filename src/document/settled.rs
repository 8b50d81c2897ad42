//! Which records are settled: what they say changes no more without an erratum. The steps that
//! follow, such as the day minutes are published, are no correction.

use serde_yaml::{Mapping, Value};

use super::front_matter::Sheet;
use super::record::RecordId;
use super::{Documents, MinutesStatus};
use crate::tree::FilePath;

/// Keys of any record that say nothing of its subject.
const ABOUT_THE_FILE: [&str; 2] = ["aliases", "publish_at"];

/// Whether two states of the file of a record in `folder` say the same, the steps that may follow
/// left out. A file that cannot be read says what its bytes say.
#[must_use]
pub fn same_substance(folder: &str, file: &FilePath, old: &[u8], new: &[u8]) -> bool {
    let substance = |bytes| {
        let sheet = Sheet::of_markdown(file, bytes).ok()?;
        let mut head = sheet.root().clone();
        without_steps(folder, &mut head);
        Some((head, sheet.text.trim().to_owned()))
    };
    old == new || substance(old).is_some_and(|old| substance(new) == Some(old))
}

fn without_steps(folder: &str, head: &mut Mapping) {
    remove(head, &ABOUT_THE_FILE);
    match folder {
        "minutes" => remove(head, &["status", "published_at", "signed_by"]),
        "meetings" => {
            remove(head, &["decisions_posted", "history"]);
            let agenda = head.get_mut("agenda").and_then(Value::as_sequence_mut);
            for item in agenda.into_iter().flatten() {
                if let Some(decision) = item.get_mut("decision").and_then(Value::as_mapping_mut) {
                    remove(decision, &["status", "put_online", "sent_to_prefecture", "prefecture"]);
                }
            }
        }
        _ => {}
    }
}

fn remove(mapping: &mut Mapping, keys: &[&str]) {
    for key in keys {
        mapping.remove(*key);
    }
}

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
