//! `sample`: the sample council's signed record, made again.

use std::path::Path;

use super::{AppError, Status, Terminal};
use crate::key::sample;
use crate::language::{Bilingual, Language};
use crate::publish::record::replace;
use crate::sample::{SampleFault, make};
use crate::source::folder;
use crate::tree::FileTree;

/// Makes `submissions/` in the folder at `root` again from its `content/` and the published seed.
///
/// # Errors
/// The folder is not the sample's, or cannot be written.
pub fn regenerate(root: &Path, terminal: Terminal) -> Result<Status, AppError> {
    let old = folder::read(root, "submissions")?;
    refuse_another_council(&old)?;
    let content = folder::read(root, "content")?;
    let files = make(&content).map_err(|fault| match fault {
        SampleFault::Content(findings) => AppError::Findings(findings),
        SampleFault::Rule(rejection) => rejection.into(),
    })?;
    replace(root, "submissions", &old, &files)?;
    let count = files.below("submissions").count();
    terminal.say(
        &format!("{} sous submissions/", Language::Fr.count(count, "fichier", "fichiers")),
        &format!("{} below submissions/", Language::En.count(count, "file", "files")),
    );
    Ok(Status::Fine)
}

/// Refuses a folder whose record is another council's: its ballots would be lost.
fn refuse_another_council(submissions: &FileTree) -> Result<(), AppError> {
    let genesis = submissions.get_str("submissions/council/genesis.statement");
    let ours = format!("\ncouncil: {}\n", sample::COUNCIL);
    let is_ours = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains(&ours);
    if submissions.is_empty() || genesis.is_some_and(is_ours) {
        return Ok(());
    }
    Err(AppError::new(
        Bilingual::new(
            "submissions/ est le registre d’un autre conseil, que cette commande effacerait",
            "submissions/ is the record of another council, which this command would erase",
        ),
        Bilingual::new(
            "cette commande est pour le conseil d’exemple seul",
            "this command is for the sample council alone",
        ),
    ))
}
