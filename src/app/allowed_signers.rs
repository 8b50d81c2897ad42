//! `allowed-signers`: a roll for stock `ssh-keygen`.

use std::path::Path;

use super::record::open_record;
use super::{AppError, Status, Terminal, argument};
use crate::council::RollId;
use crate::language::Bilingual;
use crate::statement::{Kind, RollMode};

/// `allowed-signers`: the newest version of a roll for stock `ssh-keygen -Y verify`.
///
/// # Errors
/// An unknown roll.
pub fn allowed_signers(root: &Path, roll: &str, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let id: RollId = argument::read("", roll)?;
    let Some(newest) = record.roll(&id).last() else {
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
