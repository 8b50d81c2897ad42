//! The record of the council in whose folder a command runs.

use std::path::{Path, PathBuf};

use super::AppError;
use crate::record::{Files, Record, replay};
use crate::source::folder;
use crate::source::git::GitSource;
use crate::tree::FileTree;

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

/// The files of `submissions/`: those of the last commit, whose bytes no filter of a checkout
/// touched; of the folder, where it is no repository or has no commit yet.
fn committed_or_folder(root: &Path) -> Result<FileTree, AppError> {
    let committed = GitSource::open(root).and_then(|git| git.files("HEAD", &["submissions"]));
    match committed {
        Ok(files) => Ok(files),
        Err(_) => Ok(folder::read(root, "submissions")?),
    }
}
