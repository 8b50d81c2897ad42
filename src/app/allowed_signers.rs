//! `allowed-signers`: a roll for stock `ssh-keygen`.

use std::path::Path;

use super::record::open_record;
use super::{AppError, Status, Terminal, argument};
use crate::council::RollId;
use crate::language::Bilingual;
use crate::statement::{Kind, RollMode};

/// `allowed-signers`: a roll for stock `ssh-keygen -Y verify`, in its newest version or in the
/// one that held when the log had `at` entries.
///
/// # Errors
/// An unknown roll, or one that was not sealed yet.
pub fn allowed_signers(root: &Path, roll: &str, at: Option<u64>, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let id: RollId = argument::read("", roll)?;
    let size = at.unwrap_or(u64::MAX);
    let Some(newest) = record.roll(&id).iter().rev().find(|version| version.index() < size) else {
        return Err(AppError::new(
            Bilingual::new(format!("aucune liste ne s’appelle `{roll}`"), format!("no roll is named `{roll}`")),
            Bilingual::new("voir submissions/rolls/", "see submissions/rolls/"),
        ));
    };
    let kind = match newest.roll().mode {
        RollMode::Proposers => Kind::Proposal,
        RollMode::Voters(_) => Kind::Ballot,
    };
    terminal.bytes(newest.roll().allowed_signers(kind).as_bytes());
    Ok(Status::Fine)
}
