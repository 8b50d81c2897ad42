//! The signer's guard: where it lies, who holds it, and what it is asked.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use super::bench::locked;
use crate::act::Guard;
use crate::app::AppError;
use crate::key::{PublicKey, sample};
use crate::language::Bilingual;
use crate::publish::act::{Lock, lock};
use crate::record::Record;
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder::read_if_any;
use crate::statement::LogState;
use crate::tree::Digest;

/// Which guard a command asks.
#[derive(Clone, Debug, Default)]
pub struct GuardChoice {
    /// The file; nothing for the one in this user's state folder.
    pub file: Option<PathBuf>,
    /// Whether this machine begins to sign, with the record as it stands.
    pub begin: bool,
}

/// A guard, held for as long as its key may sign.
pub(super) struct Watch {
    pub(super) path: PathBuf,
    pub(super) key: String,
    found: Option<Guard>,
    begin: bool,
    _lock: Lock,
}

/// Whether the record is the sample council's, whose log anyone can sign: nothing there is worth
/// a guard.
pub(super) fn is_sample(record: &Record, log: PublicKey) -> bool {
    record.council().as_str() == sample::COUNCIL && sample::names().any(|name| sample::key(&name).public() == log)
}

impl Watch {
    /// Takes the guard of the log key with this fingerprint. A key that the log was handed on to
    /// begins with what the one before it signed on this machine.
    pub(super) fn take(choice: &GuardChoice, key: &str, earlier: Option<&str>) -> Result<Self, AppError> {
        let path = file_of(choice, key)?;
        let held = lock(&path.with_extension("lock"), &super::holder()).map_err(locked)?;
        let mut found = read_guard(&path)?;
        if let (None, Some(earlier)) = (&found, earlier) {
            found = read_guard(&file_of(choice, earlier)?)?;
        }
        Ok(Self { path, key: key.to_owned(), found, begin: choice.begin, _lock: held })
    }

    /// Whether a log with these leaf hashes goes on from what this machine signed, or the root
    /// declared that abandoned.
    pub(super) fn check(&self, origin: &str, leaves: &[Digest], abandoned: &[LogState]) -> Result<(), AppError> {
        let Some(guard) = &self.found else { return Ok(()) };
        if guard.origin != origin {
            return Err(self.another(&guard.origin, origin));
        }
        if abandoned.contains(&guard.state) {
            return Ok(());
        }
        guard.check(leaves).map_err(|finding| AppError::Findings(vec![finding.at(self.place())]))
    }

    /// Whether this machine begins to sign with this key.
    pub(super) const fn begins(&self) -> bool {
        self.begin && self.found.is_none()
    }

    /// Whether this machine may sign `next` at all: it signed before, begins, or founds.
    pub(super) fn may_sign(&self, next: LogState) -> Result<(), AppError> {
        match &self.found {
            None if self.begin => Ok(()),
            None => Err(self.missing()),
            Some(guard) if self.begin && guard.state != next => Err(self.there_already()),
            Some(_) => Ok(()),
        }
    }

    fn place(&self) -> Place {
        Place::named(&self.path.to_string_lossy())
    }

    fn missing(&self) -> AppError {
        let message = Bilingual::new(
            "cette machine n’a pas de garde pour cette clé du journal : elle ne sait pas ce qui a déjà été signé",
            "this machine has no guard for this log key: it does not know what was signed already",
        );
        let help = Bilingual::new(
            "apporter la garde de la machine qui signait avant (le même nom de fichier, ou --guard FICHIER) ; si elle est perdue : prendre le registre publié (git pull), le vérifier (scrutineer audit --genesis …), puis --new-guard, une fois",
            "bring the guard of the machine that signed before (the same file name, or --guard FILE); if it is lost: take the published record (git pull), audit it (scrutineer audit --genesis …), then --new-guard, once",
        );
        AppError::Findings(vec![Diagnostic::error(Code::GuardMissing, message).at(self.place()).help(help)])
    }

    fn there_already(&self) -> AppError {
        let path = self.path.display();
        AppError::new(
            Bilingual::new(format!("il y a déjà une garde : {path}"), format!("there is a guard already: {path}")),
            Bilingual::new("recommencer sans --new-guard", "run this again without --new-guard"),
        )
    }

    fn another(&self, found: &str, expected: &str) -> AppError {
        let message = Bilingual::new(
            format!("avec cette clé, cette machine a signé le journal `{found}`, et celui-ci est `{expected}`"),
            format!("with this key this machine signed the log `{found}`, and this one is `{expected}`"),
        );
        let help = Bilingual::new(
            "une clé ne signe qu’un journal : en faire une autre (scrutineer key new), ou donner la bonne garde (--guard FICHIER)",
            "a key signs one log: make another one (scrutineer key new), or give the right guard (--guard FILE)",
        );
        AppError::Findings(vec![Diagnostic::error(Code::GuardMismatch, message).at(self.place()).help(help)])
    }
}

fn unreadable(path: &Path) -> AppError {
    let message = Bilingual::new("ce fichier n’est pas une garde lisible", "this file is no guard that can be read");
    let help = Bilingual::new(
        "reprendre une copie de la garde ; sans copie, comme pour une garde perdue (docs/first-vote.fr.md)",
        "take a copy of the guard; without one, go on as with a lost guard (docs/first-vote.md)",
    );
    let place = Place::named(&path.to_string_lossy());
    AppError::Findings(vec![Diagnostic::error(Code::GuardMismatch, message).at(place).help(help)])
}

/// The file of the guard of a key.
fn file_of(choice: &GuardChoice, key: &str) -> Result<PathBuf, AppError> {
    match &choice.file {
        Some(path) => Ok(path.clone()),
        None => Ok(state_folder()?.join(format!("{}.guard", key.replace([':', '/', '+'], "_")))),
    }
}

fn read_guard(path: &Path) -> Result<Option<Guard>, AppError> {
    let Some(bytes) = read_if_any(path)? else { return Ok(None) };
    Guard::read(&bytes).map(Some).map_err(|_| unreadable(path))
}

/// The folder of this user where programs keep what must outlive a restart.
fn state_folder() -> Result<PathBuf, AppError> {
    let folder = |name: &str| -> Option<PathBuf> {
        let value: OsString = std::env::var_os(name)?;
        Some(PathBuf::from(value)).filter(|path| path.is_absolute())
    };
    let found = if cfg!(windows) {
        folder("LOCALAPPDATA")
    } else {
        folder("XDG_STATE_HOME").or_else(|| folder("HOME").map(|home| home.join(".local/state")))
    };
    found.map(|folder| folder.join("scrutineer")).ok_or_else(|| {
        AppError::new(
            Bilingual::new(
                "aucun dossier d’état pour cet utilisateur (HOME, XDG_STATE_HOME)",
                "this user has no state folder (HOME, XDG_STATE_HOME)",
            ),
            Bilingual::new(
                "dire où garder l’état signé : --guard FICHIER",
                "say where to keep the signed state: --guard FILE",
            ),
        )
    })
}
