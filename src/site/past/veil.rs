//! What of the past is not shown.
//!
//! 1. A version that was replaced before its own day of publication: nobody was to see it.
//! 2. What was before a redaction, and the redaction's own difference.
//! 3. As long as a record is withheld: wherever another record once named it or had its text, and what
//!    was said of a commit that touched it.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Redacted, Step};
use crate::council::{Date, Instant};
use crate::document::{Documents, Moment, Version};
use crate::history::{BlobId, Change, Commit, CommitId, History, Stamp};
use crate::tree::{Digest, FilePath, FileTree};

/// Why a step is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hidden {
    /// It was replaced before its day of publication.
    NotPublished,
    /// It was before a redaction.
    Redacted,
    /// It tells of something that is not to be published yet.
    Withheld,
}

/// What is withheld on the day of the build.
#[derive(Debug, Default)]
pub(super) struct Veil {
    /// Ids of records.
    ids: Vec<String>,
    /// Titles, in small letters.
    titles: Vec<String>,
    /// The versions of their files.
    blobs: BTreeSet<BlobId>,
    /// The commits that touched them, and the merges that brought these.
    commits: BTreeSet<CommitId>,
    redacted: Redacted,
}

impl Veil {
    pub(super) fn new(history: &History, redacted: Redacted, documents: &Documents, tree: &FileTree) -> Self {
        let mut veil = Self { redacted, ..Self::default() };
        for (folder, id) in &documents.withheld {
            veil.ids.push(id.to_string());
            let place = format!("content/{folder}");
            let is_of = |file: &FilePath| file.stem().split('.').next() == Some(id.as_str());
            for (file, bytes) in tree.below(&place).filter(|(file, _)| is_of(file)) {
                let title = Version::read(bytes).and_then(|version| version.words("title").map(str::to_lowercase));
                veil.titles.extend(title.filter(|title| !title.trim().is_empty()));
                for change in history.past.files.get(file).into_iter().flat_map(|file| &file.changes) {
                    veil.blobs.extend([change.before, change.after].into_iter().flatten());
                    let commit = history.past.commits.get(change.commit);
                    let merge = commit.and_then(|commit| history.past.commits.get(commit.merged?));
                    veil.commits.extend(commit.into_iter().chain(merge).map(|commit| commit.id));
                }
            }
        }
        veil
    }

    /// What was said of a commit; nothing where that may not be shown.
    pub(super) fn subject<'a>(&self, commit: &'a Commit) -> &'a str {
        if self.commits.contains(&commit.id) || self.names(&commit.subject) { "" } else { &commit.subject }
    }

    fn is_lifted(&self) -> bool {
        self.ids.is_empty()
    }

    /// Whether words name something that is withheld.
    fn names(&self, text: &str) -> bool {
        if self.is_lifted() {
            return false;
        }
        let small = text.to_lowercase();
        self.ids.iter().any(|id| has_word(text, id)) || self.titles.iter().any(|title| small.contains(title))
    }
}

/// Whether an id stands in a text by itself, and not as a part of another.
fn has_word(text: &str, id: &str) -> bool {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    text.match_indices(id).any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + id.len()..].starts_with(is_part))
}

/// The steps of one record, and what of them may be shown.
pub struct Sight<'a> {
    history: &'a History,
    veil: &'a Veil,
    steps: &'a [Step<'a>],
    /// The bytes of the record's own file as each step left them.
    mains: Vec<Option<BlobId>>,
    /// The first step, from the newest, that is before a redaction.
    redacted_from: usize,
    as_of: Option<Date>,
    /// Bytes read for this page: what a step came from is what the next one left.
    seen: RefCell<BTreeMap<BlobId, Option<Arc<[u8]>>>>,
}

impl<'a> Sight<'a> {
    pub(super) fn new(
        history: &'a History,
        veil: &'a Veil,
        main: &'a FilePath,
        steps: &'a [Step<'a>],
        as_of: Option<Date>,
    ) -> Self {
        let mut mains = Vec::new();
        let mut now = None;
        for step in steps.iter().rev() {
            if let Some((_, change)) = step.files.iter().find(|(file, _)| *file == main) {
                now = change.and_then(|change| change.after);
            }
            mains.push(now);
        }
        mains.reverse();
        let mut sight =
            Self { history, veil, steps, mains, redacted_from: usize::MAX, as_of, seen: RefCell::default() };
        if let Some(first) = veil.redacted.get(main) {
            sight.redacted_from = sight.last_shown(main, first) + 1;
        }
        sight
    }

    /// The place of the newest step that left the file with one of these hashes: what is older may not
    /// be shown. Where there is none, only the newest may.
    fn last_shown(&self, main: &FilePath, hashes: &BTreeSet<Digest>) -> usize {
        let is_first = |at: &usize| {
            let uncommitted = self.steps[*at].commit.is_none().then(|| self.history.uncommitted.get(main).cloned());
            let bytes = uncommitted.unwrap_or_else(|| self.history.archive.bytes(&self.mains[*at]?));
            bytes.is_some_and(|bytes| hashes.contains(&Digest::of(&bytes)))
        };
        (0..self.steps.len()).find(is_first).unwrap_or(0)
    }

    fn bytes(&self, blob: Option<BlobId>) -> Option<Arc<[u8]>> {
        let blob = blob?;
        self.seen.borrow_mut().entry(blob).or_insert_with(|| self.history.archive.bytes(&blob)).clone()
    }

    /// Why the version that the step at this place left is not shown; nothing where it is.
    #[must_use]
    pub fn hidden(&self, at: usize) -> Option<Hidden> {
        if at >= self.redacted_from {
            return Some(Hidden::Redacted);
        }
        let replaced = match at.checked_sub(1).and_then(|newer| self.steps.get(newer)) {
            Some(Step { commit: Some(commit), .. }) => day(commit.when),
            _ => self.as_of,
        };
        let bytes = self.bytes(self.mains.get(at).copied().flatten());
        let publish_at = bytes.and_then(|bytes| publish_at(&bytes));
        let is_early = publish_at.is_some_and(|moment| replaced.is_some_and(|day| moment.date() > day));
        is_early.then_some(Hidden::NotPublished)
    }

    /// Why what this step changed is not shown, though its version is.
    #[must_use]
    pub fn difference_hidden(&self, at: usize) -> Option<Hidden> {
        if at + 1 < self.steps.len() { self.hidden(at + 1) } else { None }
    }

    /// The versions before and after a change, or why they are not shown; nothing in place of bytes that
    /// this clone does not have.
    ///
    /// # Errors
    /// They tell of something that is withheld.
    pub fn versions(&self, file: &FilePath, change: Option<&Change>) -> Result<Versions, Hidden> {
        let (before, after) = match change {
            Some(change) => (change.before, change.after),
            None => (self.history.past.files.get(file).map(|file| file.now), None),
        };
        if [before, after].into_iter().flatten().any(|blob| self.veil.blobs.contains(&blob)) {
            return Err(Hidden::Withheld);
        }
        let new = if change.is_some() { self.bytes(after) } else { self.history.uncommitted.get(file).cloned() };
        let versions = Versions {
            is_new: before.is_none(),
            is_gone: change.is_some() && after.is_none(),
            old: self.bytes(before),
            new,
        };
        let named = |bytes: &Option<Arc<[u8]>>| {
            bytes.as_deref().is_some_and(|bytes| self.veil.names(&String::from_utf8_lossy(bytes)))
        };
        let moved = change.and_then(|change| change.moved_from.as_ref());
        let is_named =
            named(&versions.old) || named(&versions.new) || moved.is_some_and(|from| self.veil.names(from.as_str()));
        if is_named { Err(Hidden::Withheld) } else { Ok(versions) }
    }
}

/// The bytes of a file before and after a step.
#[derive(Clone, Debug)]
pub struct Versions {
    /// Whether the step made the file.
    pub is_new: bool,
    /// Whether the step took the file away.
    pub is_gone: bool,
    /// Before.
    pub old: Option<Arc<[u8]>>,
    /// After.
    pub new: Option<Arc<[u8]>>,
}

/// From when on a version said it may be published. Few do, and only their heads are read.
fn publish_at(bytes: &[u8]) -> Option<Moment> {
    let says = std::str::from_utf8(bytes).is_ok_and(|text| text.contains("publish_at"));
    if says { Version::read(bytes)?.publish_at() } else { None }
}

/// The day of a stamp, by its own clock.
pub(super) fn day(stamp: Stamp) -> Option<Date> {
    local(stamp)?.get(..10)?.parse().ok()
}

/// `2026-03-12T19:00:00Z` by the stamp's own clock, where it has that hour.
pub(crate) fn local(stamp: Stamp) -> Option<String> {
    let seconds = u64::try_from(stamp.seconds + i64::from(stamp.offset) * 60).ok()?;
    Some(Instant::from_unix(seconds)?.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Stamp, day, has_word, local};

    #[test]
    fn an_id_is_found_by_itself_only() {
        for (text, found) in [
            ("proposal: square", true),
            ("content/news/square.md", true),
            ("square-2", false),
            ("le-square", false),
            ("", false),
        ] {
            assert_eq!(has_word(text, "square"), found, "{text}");
        }
    }

    #[test]
    fn a_stamp_is_read_by_its_own_clock() {
        let stamp = Stamp { seconds: 1_773_355_500, offset: 60 };
        assert_eq!(local(stamp).as_deref(), Some("2026-03-12T23:45:00Z"));
        assert_eq!(day(Stamp { offset: 120, ..stamp }).map(|day| day.to_string()).as_deref(), Some("2026-03-13"));
        assert_eq!(local(Stamp { seconds: -5, offset: 0 }), None);
    }
}
