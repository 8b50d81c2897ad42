//! Records that are not to be published yet.
//!
//! A record with `publish_at` later than the day of the build is taken out before anything is made of
//! the documents, with its translations, the files of its folder and those that its text alone names:
//! no page, feed, list or file name can then hold a word of it.

use std::collections::BTreeSet;

use super::every::AnyRecord;
use super::moment::Moment;
use super::record::{Record, RecordId};
use super::{Documents, Records};
use crate::council::Date;
use crate::tree::FilePath;

/// Records withheld, by folder.
pub type Withheld = BTreeSet<(&'static str, RecordId)>;

impl Documents {
    /// Takes out every record that is to be published after `today`. Where no day is known, what waits goes on waiting.
    pub fn withhold(&mut self, today: Option<Date>) {
        let mut withheld = Withheld::new();
        // The file of a document that waits waits with it.
        let early = self.filed.values().filter(|record| is_early(record, today));
        let early: Vec<FilePath> = early.map(|record| record.facts.file.clone()).collect();
        let waiting = self.every().filter(|record| later(record.common.publish_at, today));
        let waiting: Vec<String> = waiting.flat_map(words).map(str::to_owned).collect();
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
        let waits = |file: &FilePath| {
            let named = || waiting.iter().any(|words| names(words, file)) && !self.shows(file);
            early.contains(file) || withheld.iter().any(|(folder, id)| is_beside(file, folder, id)) || named()
        };
        let kept: Vec<FilePath> = self.files.iter().filter(|file| !waits(file)).cloned().collect();
        self.files = kept;
        self.withheld = withheld;
    }

    /// Whether a record that is left is about `file`, or its text names it.
    fn shows(&self, file: &FilePath) -> bool {
        let filed = self.filed.values().any(|record| record.facts.file == *file);
        filed || self.every().flat_map(words).any(|words| names(words, file))
    }
}

/// The words of a record in which a file may be named.
fn words(record: AnyRecord<'_>) -> impl Iterator<Item = &str> {
    let translations = record.translations.values().map(|translation| translation.text.text.as_str());
    std::iter::once(record.common.text.text.as_str()).chain(translations)
}

/// Whether `words` hold the file's name, as it is or as an address spells it.
fn names(words: &str, file: &FilePath) -> bool {
    let name = file.file_name();
    words.contains(name) || name.contains(' ') && words.contains(&name.replace(' ', "%20"))
}

fn keep<T>(folder: &'static str, records: &mut Records<T>, today: Option<Date>, withheld: &mut Withheld) {
    withheld.extend(records.iter().filter(|(_, record)| is_early(record, today)).map(|(id, _)| (folder, id.clone())));
    records.retain(|_, record| !is_early(record, today));
}

fn is_early<T>(record: &Record<T>, today: Option<Date>) -> bool {
    later(record.common.publish_at, today)
}

fn later(publish_at: Option<Moment>, today: Option<Date>) -> bool {
    publish_at.is_some_and(|moment| today.is_none_or(|today| moment.date() > today))
}

/// Whether `file` lies in the folder of the record: `content/news/<id>/…`.
fn is_beside(file: &FilePath, folder: &str, id: &RecordId) -> bool {
    file.below(&format!("content/{folder}/{id}")).is_some()
}
