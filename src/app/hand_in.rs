//! What `vote`, `propose` and `attach` share: putting a signed file where it belongs.

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use super::{AppError, Status, Terminal};
use crate::key::PrivateKey;
use crate::language::Bilingual;
use crate::publish::record::{Access, write_new};
use crate::submission::Signed;

pub(super) fn write_signed(root: &Path, signed: &Signed, terminal: Terminal) -> Result<Status, AppError> {
    write_new(&root.join(signed.path.as_str()), &signed.bytes, Access::Everyone)?;
    let path = &signed.path;
    terminal.line(path.as_str());
    terminal.say(
        &format!(
            "à proposer : git add {path}, puis une demande de fusion avec ce seul fichier ; ou le remettre à la mairie"
        ),
        &format!("to hand it in: git add {path}, then a pull request with this file alone; or give it to the clerk"),
    );
    Ok(Status::Fine)
}

/// The wall clock, believed only as this voter's own order.
pub(super) fn unix_second() -> Result<u64, AppError> {
    SystemTime::now().duration_since(UNIX_EPOCH).map(|since| since.as_secs()).map_err(|error| AppError::of(&error))
}

pub(super) fn not_enrolled(key: &PrivateKey, subject: &str) -> AppError {
    let print = key.public().fingerprint();
    AppError::new(
        Bilingual::new(
            format!("la clé {print} ne figure pas sur la liste de `{subject}`"),
            format!("the key {print} is not on the roll of `{subject}`"),
        ),
        Bilingual::new(
            "porter la clé publique (`.pub`) à la mairie, qui l’inscrit",
            "take the public key (`.pub`) to the town hall, which enrols it",
        ),
    )
}
