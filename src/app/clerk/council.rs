//! `council new`: the ceremony that begins a record.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::named;
use crate::app::key::{read_key, read_public_key};
use crate::app::{AppError, Status, Terminal};
use crate::clerk::{Ceremony, begin};
use crate::key::PrivateKey;
use crate::language::Bilingual;
use crate::log::LogKey;
use crate::publish::record::add;
use crate::source::folder;
use crate::statement::Role;

/// A council as it is founded.
#[derive(Clone, Debug)]
pub struct Founding {
    /// The council's id.
    pub council: String,
    /// Its name in words.
    pub name: String,
    /// The root keys.
    pub root: Vec<PathBuf>,
    /// How many of them must sign.
    pub root_threshold: u8,
    /// The officers' keys, which hold the roles of roll, definition and intake.
    pub officer: Vec<PathBuf>,
    /// How many of them must sign.
    pub officer_threshold: u8,
    /// The log's key.
    pub log: PathBuf,
    /// The public keys that stamp files handed in; the officers' where none is given.
    pub intake: Vec<PathBuf>,
}

/// `council new`: the ceremony that begins a record in the folder at `root`.
///
/// # Errors
/// A record is there already, a key cannot be used, or a threshold cannot be met.
pub fn found(root: &Path, founding: &Founding, terminal: Terminal) -> Result<Status, AppError> {
    if !folder::read(root, "submissions")?.is_empty() {
        return Err(AppError::new(
            Bilingual::new("le dossier submissions/ n’est pas vide", "the folder submissions/ is not empty"),
            Bilingual::new(
                "un dossier a un seul registre, une seule genèse",
                "a folder has one record and one genesis",
            ),
        ));
    }
    let read = |paths: &[PathBuf]| paths.iter().map(|path| read_key(path)).collect::<Result<Vec<_>, _>>();
    let (root_keys, officers, log) = (read(&founding.root)?, read(&founding.officer)?, read_key(&founding.log)?);
    let officers: Vec<&PrivateKey> = officers.iter().collect();
    let public = |keys: &[&PrivateKey]| keys.iter().map(|key| key.public()).collect::<Vec<_>>();
    let held = |threshold| (threshold, public(&officers));
    let intake = founding.intake.iter().map(|path| read_public_key(path)).collect::<Result<Vec<_>, _>>()?;
    let ceremony = Ceremony {
        council: named(&founding.council)?,
        name: founding.name.clone(),
        root_threshold: founding.root_threshold,
        root: root_keys.iter().collect(),
        roles: BTreeMap::from([
            (Role::Definition, held(founding.officer_threshold)),
            (Role::Intake, if intake.is_empty() { held(1) } else { (1, intake) }),
            (Role::Log, (1, vec![log.public()])),
            (Role::Roll, held(founding.officer_threshold)),
        ]),
    };
    let desk = begin(&ceremony)?;
    let fingerprint = desk.record().fingerprint();
    let log_key = desk.record().log_key().map(LogKey::verifier_key).unwrap_or_default();
    add(root, &desk.finish(&log))?;
    terminal.say(
        &format!("genèse : {fingerprint}\nclé du journal : {log_key}\nimprimer la genèse dans le procès-verbal signé de la séance, puis : git add submissions && git commit"),
        &format!("genesis: {fingerprint}\nlog key: {log_key}\nprint the genesis in the signed minutes of the meeting, then: git add submissions && git commit"),
    );
    Ok(Status::Fine)
}
