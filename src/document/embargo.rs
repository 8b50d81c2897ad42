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
        self.files.retain(|file| !withheld.iter().any(|(folder, id)| is_beside(file, folder, id)));
        self.withheld = withheld;
    }
}

fn keep<T>(folder: &'static str, records: &mut Records<T>, today: Date, withheld: &mut Withheld) {
    let is_early = |record: &Record<T>| record.common.publish_at.is_some_and(|moment| moment.date() > today);
    withheld.extend(records.iter().filter(|(_, record)| is_early(record)).map(|(id, _)| (folder, id.clone())));
    records.retain(|_, record| !is_early(record));
}

/// Whether `file` lies in the folder of the record: `content/news/<id>/…`.
fn is_beside(file: &FilePath, folder: &str, id: &RecordId) -> bool {
    file.below(&format!("content/{folder}/{id}")).is_some()
}
