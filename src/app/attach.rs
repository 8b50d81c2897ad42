//! `attach`: joining a text and signatures that were made elsewhere.

use std::path::{Path, PathBuf};

use super::hand_in::write_signed;
use super::record::open_record;
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
    let (file, text) = (text, folder::read_file(text)?);
    if text.is_empty() {
        return Err(empty_text(file));
    }
    let mut armours = Vec::new();
    for path in signatures {
        let bytes = folder::read_file(path)?;
        let armour = String::from_utf8_lossy(&bytes).into_owned();
        match Armour::read(&armour) {
            Ok((armour, "")) => armours.push(armour),
            _ => return Err(not_an_armour(path)),
        }
    }
    let text = String::from_utf8(text).map_err(|error| AppError::of(&error))?;
    let bytes = attach(&text, armours);
    let (kind, path) = path_of_text(text.as_bytes())?;
    check_here(root, kind, &path, &bytes)?;
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

/// Judges the joined file by the record of this folder, where there is one: better here than at
/// the gate.
fn check_here(root: &Path, kind: Kind, path: &FilePath, bytes: &[u8]) -> Result<(), AppError> {
    let Ok(record) = open_record(root) else { return Ok(()) };
    record.admit(kind, path, bytes)?;
    Ok(())
}

fn empty_text(path: &Path) -> AppError {
    let shown = path.display();
    AppError::new(
        Bilingual::new(
            format!("{shown} est vide ; attendu : le texte d’un bulletin ou d’une proposition"),
            format!("{shown} is empty; expected the text of a ballot or a proposal"),
        ),
        Bilingual::new(
            "l’écrire à nouveau, voir qu’il n’est pas vide, puis le signer : scrutineer vote VOTE --choose CHOIX --voter ID > TEXTE",
            "write it again, see that it is not empty, then sign it: scrutineer vote VOTE --choose CHOICE --voter ID > TEXT",
        ),
    )
}

pub(super) fn not_an_armour(path: &Path) -> AppError {
    let shown = path.display();
    AppError::new(
        Bilingual::new(
            format!("{shown} n’est pas une signature telle que `ssh-keygen -Y sign` l’écrit avec une clé ed25519"),
            format!("{shown} is no signature as `ssh-keygen -Y sign` writes it with an ed25519 key"),
        ),
        Bilingual::new(
            "l’ordre est : scrutineer attach TEXTE SIGNATURE",
            "the order is: scrutineer attach TEXT SIGNATURE",
        ),
    )
}

/// Kind and path of an unsigned text that a stranger would sign: a ballot, a proposal, a paper return.
/// It is the author's own text, on the author's own machine.
fn path_of_text(text: &[u8]) -> Result<(Kind, FilePath), AppError> {
    let hash = Digest::of(text);
    let first = text.split(|byte| *byte == b'\n').find(|line| *line != b"---").unwrap_or_default();
    let kind = Kind::ALL.iter().find(|kind| first == format!("format: {}", kind.format()).as_bytes());
    let rejected = |fault: crate::grammar::Fault| AppError::from(crate::submission::Rejection::from(fault));
    let path = match kind {
        Some(Kind::Ballot) => Ballot::read(text).map(|ballot| (Kind::Ballot, ballot.path(hash))),
        Some(Kind::Proposal) => Proposal::read(text).map(|proposal| (Kind::Proposal, proposal.path(hash))),
        Some(Kind::Paper) => PaperReturn::read(text).map(|paper| (Kind::Paper, paper.path(hash))),
        _ => {
            return Err(AppError::new(
                Bilingual::new(
                    "ce texte n’est ni un bulletin, ni une proposition, ni un relevé de bureau de vote",
                    "this text is neither a ballot, a proposal nor a paper return",
                ),
                Bilingual::new(
                    "il commence par `format: ballot/1`, `format: paper/1` ou par `---`",
                    "it begins with `format: ballot/1`, `format: paper/1` or with `---`",
                ),
            ));
        }
    };
    path.map_err(rejected)
}
