//! When the commit that is being built was made.

use std::path::Path;

/// The second of universal time at which HEAD's commit was made, in the work tree that `folder`
/// lies in; nothing where it lies in none, or before the first commit.
///
/// It is only what a page calls today: no result depends on it.
#[must_use]
pub fn head_seconds(folder: &Path) -> Option<u64> {
    let repository = git2::Repository::discover(folder).ok()?;
    let seconds = repository.head().ok()?.peel_to_commit().ok()?.time().seconds();
    u64::try_from(seconds).ok()
}

/// One line that is another one whenever the repository of `folder` has another commit checked out or
/// another index; empty where there is no repository.
#[must_use]
pub fn state(folder: &Path) -> String {
    let Ok(repository) = git2::Repository::discover(folder) else { return String::new() };
    let head = repository.head().and_then(|head| head.peel_to_commit()).map(|commit| commit.id().to_string());
    let index =
        super::folder::stamps(repository.path(), &[], &["index"]).ok().and_then(|mut stamps| stamps.pop_first());
    let index = index.map(|(_, stamp)| format!("{} {}", stamp.written, stamp.length)).unwrap_or_default();
    format!("{} {index}", head.unwrap_or_default())
}
