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
