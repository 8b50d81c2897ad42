//! The record of the council in whose folder a command runs.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::AppError;
use crate::council::VoteId;
use crate::language::Bilingual;
use crate::log::{leaf_hash, root};
use crate::record::{ENTRIES, Files, Record, replay};
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder;
use crate::source::git::{Earlier, GitSource, Shrunk};
use crate::statement::entry::read_entries;
use crate::statement::{Kind, LogState};
use crate::tree::{FilePath, FileTree};

/// The folders that a record and its sealed sources lie in.
pub(super) const FOLDERS: [&str; 3] = ["submissions", "content/votes", "content/proposals"];

/// The council's folder: the work tree that `folder` lies in, else `folder` itself.
#[must_use]
pub fn root_of(folder: &Path) -> PathBuf {
    let work_tree = GitSource::open(folder).ok().and_then(|git| git.work_tree().map(Path::to_owned));
    work_tree.unwrap_or_else(|| folder.to_owned())
}

/// Replays the record in the folder at `root`.
///
/// # Errors
/// Every finding, where the record does not hold.
pub fn open_record(root: &Path) -> Result<Record, AppError> {
    match replay(&Files::new(committed_or_folder(root)?)) {
        (Some(record), findings) if findings.is_empty() => Ok(record),
        (_, findings) => Err(AppError::Findings(findings)),
    }
}

/// What says that the log of the commit `revision` is not the one of a commit before it: that it
/// lost entries, or has others in their place. A merge or a rebase can do that, and each of the
/// two logs would hold by itself. States that the root declared `abandoned`, and what led to
/// them, are passed over.
pub(super) fn forked(git: &GitSource, revision: &str, abandoned: &[LogState]) -> Result<Option<Diagnostic>, AppError> {
    let mut given_up: Vec<Vec<u8>> = Vec::new();
    let excused = |old: &[u8]| {
        let is_abandoned = state_of(old).is_some_and(|state| abandoned.contains(&state));
        if is_abandoned {
            given_up.push(old.to_vec());
        }
        given_up.iter().any(|log| log.starts_with(old))
    };
    let Some(Shrunk { commit, only_shorter }) = git.shrunk(revision, ENTRIES, excused)? else { return Ok(None) };
    let (code, message) = if only_shorter {
        let message = Bilingual::new(
            format!("au commit {commit}, le journal avait des entrées qu’il n’a plus"),
            format!("in the commit {commit} the log had entries that it has no more"),
        );
        (Code::LogRolledBack, message)
    } else {
        let message = Bilingual::new(
            format!("au commit {commit}, le journal avait d’autres entrées à la place de celles-ci"),
            format!("in the commit {commit} the log had other entries in the place of these"),
        );
        (Code::LogRewritten, message)
    };
    let help = Bilingual::new(
        "le journal publié est le seul : reprendre le commit publié (git reset --keep @{upstream}) et consigner à nouveau ce qui manque",
        "the published log is the only one: take the published commit again (git reset --keep @{upstream}) and record again what is missing",
    );
    Ok(Some(Diagnostic::error(code, message).at(Place::named(ENTRIES)).help(help)))
}

/// The ballots of `left_out` that lay in the council's history before the closing of their vote: it
/// should have listed them. Whoever took them out of the folder first, withheld them.
pub(super) fn withheld(
    git: &GitSource,
    revision: &str,
    files: &FileTree,
    left_out: &[(FilePath, VoteId)],
) -> Result<Vec<Diagnostic>, AppError> {
    let mut votes: BTreeMap<&VoteId, Earlier<'_>> = BTreeMap::new();
    for (path, vote) in left_out {
        let (Some((folder, name)), Some(bytes)) = (path.as_str().rsplit_once('/'), files.get(path)) else { continue };
        let earlier = votes.entry(vote).or_insert_with(|| Earlier {
            entry: format!("entry/1 {} {vote} ", Kind::Close.word()),
            folder: folder.to_owned(),
            files: Vec::new(),
        });
        // A ballot has one path, in the folder of its vote.
        earlier.files.push((name, bytes));
    }
    if votes.is_empty() {
        return Ok(Vec::new());
    }
    let wanted: Vec<Earlier<'_>> = votes.into_values().collect();
    let finding = |(path, commit): (String, String)| {
        let message = Bilingual::new(
            format!("au commit {commit}, avant la clôture, ce bulletin était déjà là ; la clôture l’a laissé de côté"),
            format!(
                "in the commit {commit}, before the closing, this ballot was there already; the closing left it out"
            ),
        );
        let help = Bilingual::new(
            "garder ce commit : il prouve que le bulletin a été retenu ; la suite est à qui juge le vote",
            "keep that commit: it proves that the ballot was withheld; what follows is for whoever judges the vote",
        );
        Diagnostic::error(Code::BallotWithheld, message).at(Place::named(&path)).help(help)
    };
    Ok(git.held_before(revision, ENTRIES, &wanted)?.into_iter().map(finding).collect())
}

/// Size and root of a log with these entries.
fn state_of(entries: &[u8]) -> Option<LogState> {
    let entries = read_entries(entries).ok()?;
    let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry.line().as_bytes())).collect();
    Some(LogState { size: leaves.len() as u64, root: root(&leaves) })
}

/// The files of `submissions/`: those of the last commit, whose bytes no filter of a checkout
/// touched; of the folder, where it is no repository or has no commit yet.
fn committed_or_folder(root: &Path) -> Result<FileTree, AppError> {
    let committed = GitSource::open(root).and_then(|git| git.files("HEAD", &["submissions"]));
    match committed {
        Ok(files) => Ok(files),
        Err(_) => Ok(folder::read(root, "submissions")?),
    }
}
