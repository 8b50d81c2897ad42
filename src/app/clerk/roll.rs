//! `roll`: sealing the next version of a roll.

use std::path::{Path, PathBuf};

use super::{Keys, act, named};
use crate::app::{AppError, Status, Terminal};
use crate::council::RollId;
use crate::grammar::{Reader, Token as _};
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder;
use crate::statement::{Roll, RollMode, Statement as _};

/// A version of a roll as it is asked for.
#[derive(Clone, Debug)]
pub struct RollRequest {
    /// The roll's name.
    pub roll: String,
    /// `public`, `pseudonymous` or `proposers`.
    pub mode: String,
    /// A file of lines `<voter> <weight> <groups> <person> <key>`.
    pub lines: PathBuf,
}

/// `roll`: seals the next version of a roll.
///
/// # Errors
/// A line that is none, a key that may not be enrolled, or a key without the role.
pub fn seal_roll(folder: &Path, request: &RollRequest, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    act(folder, keys, terminal, |desk, role, _| {
        let id: RollId = named(&request.roll)?;
        let mode = read_mode(&request.mode)?;
        let previous = desk.record().roll(&id).last().cloned();
        if let Some(previous) = previous.as_ref().filter(|previous| previous.roll().mode != mode) {
            return Err(mode_changed(previous.roll()));
        }
        let head = format!(
            "format: roll/1\ncouncil: {}\nrecord: {}\nroll: {id}\nversion: {}\nprevious: {}\nmode: {}\nvoters:\n",
            desk.record().council(),
            desk.record().fingerprint(),
            previous.as_ref().map_or(1, |roll| roll.roll().version + 1),
            previous.as_ref().map(|roll| roll.text_hash()).write(),
            mode.write(),
        );
        let roll = read_lines(&head, &request.lines)?;
        if let Some(previous) = previous.filter(|previous| previous.roll().voters == roll.voters) {
            let version = previous.roll().version;
            return Ok(vec![Bilingual::new(
                format!("la liste `{id}` version {version} dit déjà cela"),
                format!("the roll `{id}` version {version} says this already"),
            )]);
        }
        let signed = desk.seal_roll(&roll, role)?;
        let (path, count) = (&signed.path, roll.voters.len());
        Ok(vec![Bilingual::new(format!("{path} : {count} inscrits"), format!("{path}: {count} enrolled"))])
    })
}

fn mode_changed(roll: &Roll) -> AppError {
    let (id, mode) = (&roll.roll, roll.mode.write());
    AppError::new(
        Bilingual::new(
            format!("la liste `{id}` est de mode `{mode}`, qui ne change pas"),
            format!("the roll `{id}` is of the mode `{mode}`, which does not change"),
        ),
        Bilingual::new("prendre un autre nom de liste", "take another name for the roll"),
    )
}

fn read_mode(text: &str) -> Result<RollMode, AppError> {
    RollMode::read(text).ok_or_else(|| {
        let Bilingual { fr, en } = RollMode::expected();
        AppError::new(
            Bilingual::new(format!("--mode : `{text}`"), format!("--mode: `{text}`")),
            Bilingual::new(format!("attendu : {fr}"), format!("expected {en}")),
        )
    })
}

/// The six words of a line; what follows is the comment of a pasted public key.
fn without_comment(line: &str) -> &str {
    line.match_indices(' ').nth(5).map_or(line, |(at, _)| &line[..at])
}

/// Reads the clerk's own lines by the grammar of the roll, and sorts them.
fn read_lines(head: &str, path: &Path) -> Result<Roll, AppError> {
    let text = String::from_utf8_lossy(&folder::read_file(path)?).into_owned();
    let filled = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines = filled.fold(String::new(), |lines, line| lines + "  - " + without_comment(line) + "\n");
    let rejected = |fault: crate::grammar::Fault| {
        let above = u32::try_from(head.lines().count()).unwrap_or(0);
        let mut finding = Diagnostic::error(Code::GrammarFault, fault.message.clone());
        finding = finding.at(Place::named(&path.to_string_lossy()).at_line(fault.line.saturating_sub(above).max(1)));
        let help = Bilingual::new(
            "une ligne par personne : `v3f9a2c07d15be846 1 nord none ssh-ed25519 AAAA…`",
            "one line a voter: `v3f9a2c07d15be846 1 north none ssh-ed25519 AAAA…`",
        );
        AppError::Findings(vec![finding.help(help)])
    };
    Reader::parse(format!("{head}{lines}").as_bytes()).map_err(rejected)?;
    Roll::read_fields(format!("{head}{lines}").as_bytes()).map_err(rejected)
}
