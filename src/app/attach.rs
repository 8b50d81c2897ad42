//! `attach`: joining a text and signatures that were made elsewhere.

use std::path::{Path, PathBuf};

use super::hand_in::write_signed;
use super::{AppError, Status, Terminal};
use crate::language::Bilingual;
use crate::publish::record::{Access, write_new};
use crate::source::folder;
use crate::statement::{Ballot, Kind, PaperReturn, Proposal, Statement as _};
use crate::submission::{Armour, Signed, attach};
use crate::tree::{Digest, FilePath};

/// Joins a text and detached signatures made by `ssh-keygen -Y sign`, and writes the file at its
/// path in the council's folder, or at `out`.
///
/// # Errors
/// A signature that is no armour, or a text that is of no known kind.
pub fn attach_signatures(
    root: &Path,
    text: &Path,
    signatures: &[PathBuf],
    out: Option<&Path>,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let text = folder::read_file(text)?;
    let mut armours = Vec::new();
    for path in signatures {
        let bytes = folder::read_file(path)?;
        let armour = String::from_utf8_lossy(&bytes).into_owned();
        let (armour, rest) = Armour::read(&armour).map_err(|fault| AppError::of(&fault))?;
        if !rest.is_empty() {
            return Err(AppError::of(&crate::submission::ArmourFault));
        }
        armours.push(armour);
    }
    let text = String::from_utf8(text).map_err(|error| AppError::of(&error))?;
    let bytes = attach(&text, armours);
    let path = path_of_text(text.as_bytes())?;
    let signed = Signed { path, text_hash: Digest::of(text.as_bytes()), file_hash: Digest::of(&bytes), bytes };
    match out {
        None => write_signed(root, &signed, terminal),
        Some(out) => {
            write_new(out, &signed.bytes, Access::Everyone)?;
            terminal.line(&out.display().to_string());
            Ok(Status::Fine)
        }
    }
}

/// The path of an unsigned text that a stranger would sign: a ballot, a proposal, a paper return.
/// It is the author's own text, on the author's own machine.
fn path_of_text(text: &[u8]) -> Result<FilePath, AppError> {
    let hash = Digest::of(text);
    let first = text.split(|byte| *byte == b'\n').find(|line| *line != b"---").unwrap_or_default();
    let kind = Kind::ALL.iter().find(|kind| first == format!("format: {}", kind.format()).as_bytes());
    let rejected = |fault: crate::grammar::Fault| AppError::from(crate::submission::Rejection::from(fault));
    match kind {
        Some(Kind::Ballot) => Ballot::read(text).map(|ballot| ballot.path(hash)).map_err(rejected),
        Some(Kind::Proposal) => Proposal::read(text).map(|proposal| proposal.path(hash)).map_err(rejected),
        Some(Kind::Paper) => PaperReturn::read(text).map(|paper| paper.path(hash)).map_err(rejected),
        _ => Err(AppError::new(
            Bilingual::new(
                "ce texte n’est ni un bulletin ni une proposition",
                "this text is neither a ballot nor a proposal",
            ),
            Bilingual::new(
                "il commence par `format: ballot/1` ou par `---`",
                "it begins with `format: ballot/1` or with `---`",
            ),
        )),
    }
}
