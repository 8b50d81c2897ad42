//! What was handed in and is not in the log yet, in the one order in which it is recorded.

use super::Record;
use crate::statement::Kind;
use crate::tree::{Digest, FilePath, FileTree};

/// A file that somebody handed in and that the log does not mention yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedIn {
    /// Where it lies.
    pub path: FilePath,
    /// What its folder says it is.
    pub kind: Kind,
    /// SHA-256 of the whole file.
    pub file: Digest,
}

impl HandedIn {
    /// What decides the order of recording: proposals and returns before ballots, then the number in the
    /// name, then the path.
    #[must_use]
    pub fn order(kind: Kind, path: &FilePath) -> (bool, u64, FilePath) {
        let seq = path.file_name().split('.').nth(1).and_then(|seq| seq.parse().ok()).unwrap_or(0);
        (kind == Kind::Ballot, seq, path.clone())
    }
}

/// The files below `submissions/ballots`, `submissions/paper` and `submissions/proposals` that `record` neither
/// recorded nor refused, in the order of recording.
#[must_use]
pub fn handed_in(record: &Record, submissions: &FileTree) -> Vec<HandedIn> {
    let folder = |folder, kind| submissions.held_below(folder).map(move |(path, held)| (path, held, kind));
    let files = folder("submissions/proposals", Kind::Proposal).chain(folder("submissions/ballots", Kind::Ballot));
    let files = files.chain(folder("submissions/paper", Kind::Paper));
    let mut waiting: Vec<HandedIn> = files
        .map(|(path, held, kind)| (path, held.digest(), kind))
        .filter(|(_, file, _)| !record.is_settled(file))
        .map(|(path, file, kind)| HandedIn { path: path.clone(), kind, file })
        .collect();
    waiting.sort_by_cached_key(|waiting| HandedIn::order(waiting.kind, &waiting.path));
    waiting
}
