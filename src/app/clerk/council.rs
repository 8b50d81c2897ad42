//! `council new`: the ceremony that begins a record.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::bench::Bench;
use super::guard::{Watch, is_sample};
use super::{GuardChoice, guard_of, named};
use crate::app::key::{read_key, read_public_key};
use crate::app::{AppError, Status, Terminal};
use crate::clerk::{Ceremony, begin};
use crate::council::CouncilId;
use crate::document::council_of;
use crate::key::PrivateKey;
use crate::language::Bilingual;
use crate::log::{LogKey, origin};
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
    /// Where the state that the log's key signs is kept.
    pub guard: GuardChoice,
}

/// `council new`: the ceremony that begins a record in the folder at `root`.
///
/// # Errors
/// A record is there already, a key cannot be used, or a threshold cannot be met.
pub fn found(root: &Path, founding: &Founding, terminal: Terminal) -> Result<Status, AppError> {
    let mut bench = Bench::take(root)?;
    bench.settle(&founding.guard, terminal)?;
    let council = named(&founding.council)?;
    check_site(root, &council)?;
    let read = |paths: &[PathBuf]| paths.iter().map(|path| read_key(path)).collect::<Result<Vec<_>, _>>();
    let (root_keys, officers, log) = (read(&founding.root)?, read(&founding.officer)?, read_key(&founding.log)?);
    let officers: Vec<&PrivateKey> = officers.iter().collect();
    let public = |keys: &[&PrivateKey]| keys.iter().map(|key| key.public()).collect::<Vec<_>>();
    let held = |threshold| (threshold, public(&officers));
    let intake = founding.intake.iter().map(|path| read_public_key(path)).collect::<Result<Vec<_>, _>>()?;
    let ceremony = Ceremony {
        council,
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
    // The first checkpoint of a new log: this machine begins to sign.
    let choice = GuardChoice { begin: false, ..founding.guard.clone() };
    let watch = if is_sample(desk.record(), log.public()) {
        None
    } else {
        Some(Watch::take(&choice, &log.public().fingerprint(), None)?)
    };
    let found = folder::read(root, "submissions")?;
    let (origin, leaves) = (origin(desk.record().council()), desk.record().leaves().to_vec());
    if let Some(watch) = &watch {
        watch.check(&origin, &leaves, &[])?;
    }
    let guard = guard_of(&desk, &log);
    let added = desk.finish(&log);
    if found.is_empty() {
        bench.write(&added, watch.as_ref().map(|watch| (watch, guard)))?;
    } else if found != added {
        return Err(not_empty());
    }
    terminal.say(
        &format!("genèse : {fingerprint}\nclé du journal : {log_key}\nimprimer la genèse dans le procès-verbal signé de la séance, puis : git add submissions && git commit"),
        &format!("genesis: {fingerprint}\nlog key: {log_key}\nprint the genesis in the signed minutes of the meeting, then: git add submissions && git commit"),
    );
    Ok(Status::Fine)
}

/// Refuses another council than that of `parvis.yaml`, where there is one: a genesis is for ever.
fn check_site(root: &Path, council: &CouncilId) -> Result<(), AppError> {
    let Some(bytes) = folder::read_if_any(&root.join("parvis.yaml"))? else { return Ok(()) };
    let Some(named) = council_of(&bytes).filter(|named| named != council) else { return Ok(()) };
    Err(AppError::new(
        Bilingual::new(
            format!("--council dit `{council}`, et parvis.yaml dit `council: {named}`"),
            format!("--council says `{council}`, and parvis.yaml says `council: {named}`"),
        ),
        Bilingual::new(
            "le site et le registre sont du même conseil : corriger l’un des deux ; un registre ne change plus de nom",
            "the site and the record are of one council: mend one of the two; a record never changes its name",
        ),
    ))
}

fn not_empty() -> AppError {
    AppError::new(
        Bilingual::new("le dossier submissions/ n’est pas vide", "the folder submissions/ is not empty"),
        Bilingual::new("un dossier a un seul registre, une seule genèse", "a folder has one record and one genesis"),
    )
}
