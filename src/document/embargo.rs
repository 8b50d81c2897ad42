//! Records that are not to be published yet.
//!
//! A record with `publish_at` later than the day of the build is taken out before anything is made of
//! the documents, with its translations and the files of its folder: no page, feed, list or file
//! name can then hold a word of it.

use std::collections::BTreeSet;

use super::record::{Record, RecordId};
use super::{Documents, Records};
use crate::council::Date;
use crate::tree::FilePath;

/// Records withheld, by folder.
pub type Withheld = BTreeSet<(&'static str, RecordId)>;

impl Documents {
    /// Takes out every record that is to be published after `today`.
    pub fn withhold(&mut self, today: Date) {
        let mut withheld = Withheld::new();
        // The file of a document that waits waits with it.
        let early = self.filed.values().filter(|record| is_early(record, today));
        let early: Vec<FilePath> = early.map(|record| record.facts.file.clone()).collect();
        keep("documents", &mut self.filed, today, &mut withheld);
        keep("contests", &mut self.contests, today, &mut withheld);
        keep("bodies", &mut self.bodies, today, &mut withheld);
        keep("people", &mut self.people, today, &mut withheld);
        keep("meetings", &mut self.meetings, today, &mut withheld);
        keep("minutes", &mut self.minutes, today, &mut withheld);
        keep("proposals", &mut self.proposals, today, &mut withheld);
        keep("votes", &mut self.votes, today, &mut withheld);
        keep("pages", &mut self.pages, today, &mut withheld);
        keep("editions", &mut self.editions, today, &mut withheld);
        keep("deliveries", &mut self.deliveries, today, &mut withheld);
        keep("news", &mut self.news, today, &mut withheld);
        keep("errata", &mut self.errata, today, &mut withheld);
        keep("tombstones", &mut self.tombstones, today, &mut withheld);
        let waits =
            |file: &FilePath| early.contains(file) || withheld.iter().any(|(folder, id)| is_beside(file, folder, id));
        self.files.retain(|file| !waits(file));
        self.withheld = withheld;
    }
}

fn keep<T>(folder: &'static str, records: &mut Records<T>, today: Date, withheld: &mut Withheld) {
    withheld.extend(records.iter().filter(|(_, record)| is_early(record, today)).map(|(id, _)| (folder, id.clone())));
    records.retain(|_, record| !is_early(record, today));
}

fn is_early<T>(record: &Record<T>, today: Date) -> bool {
    record.common.publish_at.is_some_and(|moment| moment.date() > today)
}

/// Whether `file` lies in the folder of the record: `content/news/<id>/…`.
fn is_beside(file: &FilePath, folder: &str, id: &RecordId) -> bool {
    file.below(&format!("content/{folder}/{id}")).is_some()
}
