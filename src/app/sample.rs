//! `sample`: the sample council's signed record, made again.

use std::path::Path;

use super::{AppError, Status, Terminal};
use crate::publish::record::replace;
use crate::sample::{SampleFault, make};
use crate::source::folder;

/// Makes `submissions/` in the folder at `root` again from its `content/` and the published seed.
///
/// # Errors
/// The folder is not the sample's, or cannot be written.
pub fn regenerate(root: &Path, terminal: Terminal) -> Result<Status, AppError> {
    let content = folder::read(root, "content")?;
    let files = make(&content).map_err(|fault| match fault {
        SampleFault::Content(findings) => AppError::Findings(findings),
        SampleFault::Rule(rejection) => rejection.into(),
    })?;
    let old = folder::read(root, "submissions")?;
    replace(root, "submissions", &old, &files)?;
    let count = files.below("submissions").count();
    terminal.say(&format!("{count} fichiers sous submissions/"), &format!("{count} files below submissions/"));
    Ok(Status::Fine)
}
