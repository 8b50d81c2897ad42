//! What git says of the council's files: who changed which, when, and from what to what.
//!
//! A value without contents: [`Past`] names commits and blobs, and an [`Archive`] hands out the text of
//! a blob when a page is rendered. [`trace`] makes the steps of each file from the differences of the
//! commits; reading those is for `source`.

pub mod trace;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use crate::tree::FilePath;

/// The id of a commit.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct CommitId(pub [u8; 20]);

/// The id of the bytes of a file, as git gives it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlobId(pub [u8; 20]);

impl fmt::Display for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::tree::hex(&self.0))
    }
}

impl fmt::Debug for CommitId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

impl fmt::Debug for BlobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&crate::tree::hex(&self.0))
    }
}

/// When a commit was made, as its own clock said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// Seconds of universal time since 1970.
    pub seconds: i64,
    /// Minutes by which the clock was ahead of universal time.
    pub offset: i32,
}

/// A commit that changed a file which is followed, or merged one that did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Commit {
    /// Its id.
    pub id: CommitId,
    /// The name of its author; never an address.
    pub author: Arc<str>,
    /// When it was made.
    pub when: Stamp,
    /// The first line of its message.
    pub subject: Box<str>,
    /// The merge by which it came into the main line, by its place among the commits.
    pub merged: Option<usize>,
}

/// What one commit did to one file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The commit, by its place among the commits.
    pub commit: usize,
    /// The bytes before; nothing where the commit made the file.
    pub before: Option<BlobId>,
    /// The bytes after; nothing where the commit took the file away, to come back later.
    pub after: Option<BlobId>,
    /// Where the file lay before, where the commit moved it.
    pub moved_from: Option<FilePath>,
}

/// The steps of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileHistory {
    /// Its bytes in the last commit.
    pub now: BlobId,
    /// Newest first.
    pub changes: Vec<Change>,
    /// Whether the history of this clone ends before the file began.
    pub is_cut: bool,
}

/// How much of the past can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// All of it; or there is no repository, and so none.
    #[default]
    Whole,
    /// The clone is shallow: what was before this moment is not in it.
    Since(Stamp),
    /// There is a repository, and it could not be read.
    Unreadable(String),
}

/// What the commits say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Past {
    /// The commits that are named below, newest first.
    pub commits: Vec<Commit>,
    /// The files of the last commit that are followed.
    pub files: BTreeMap<FilePath, FileHistory>,
    /// How much could be read.
    pub extent: Extent,
}

/// Hands out the bytes of blobs.
pub trait Archive: Send + Sync {
    /// The bytes of a blob; nothing where this clone does not have them, or where they are too many.
    fn bytes(&self, blob: &BlobId) -> Option<Arc<[u8]>>;
}

/// The past of a folder, and what in it no commit holds yet.
#[derive(Clone)]
pub struct History {
    /// What the commits say.
    pub past: Arc<Past>,
    /// The files that are followed, or would be, whose bytes in the folder are not those of the last
    /// commit; none where there is no past.
    pub uncommitted: BTreeMap<FilePath, Arc<[u8]>>,
    /// Where the bytes of versions are found.
    pub archive: Arc<dyn Archive>,
}

impl fmt::Debug for History {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("History")
            .field("past", &self.past)
            .field("uncommitted", &self.uncommitted.keys())
            .finish_non_exhaustive()
    }
}

impl Default for History {
    fn default() -> Self {
        Self { past: Arc::default(), uncommitted: BTreeMap::new(), archive: Arc::new(Nothing) }
    }
}

/// The archive of a folder without git.
struct Nothing;

impl Archive for Nothing {
    fn bytes(&self, _: &BlobId) -> Option<Arc<[u8]>> {
        None
    }
}

/// An archive in memory.
impl Archive for BTreeMap<BlobId, Arc<[u8]>> {
    fn bytes(&self, blob: &BlobId) -> Option<Arc<[u8]>> {
        self.get(blob).cloned()
    }
}
