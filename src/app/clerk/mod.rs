//! What the clerk does: the ceremony, rolls, opening, recording, closing, certifying.
//!
//! Every act takes up the record of the last commit, adds to it through the same rules that the
//! audit asks, writes all that it added, and only then says so.

mod council;
mod course;
mod ingest;
mod roles;
mod roll;
mod stages;

use std::path::{Path, PathBuf};

pub use council::{Founding, found};
pub use course::{ReplacementRequest, annul, draw, erase, fork, incident, replace_key};
pub use ingest::ingest;
pub use roles::{RolesRequest, change_roles};
pub use roll::{LineSource, RollRequest, seal_roll};
pub use stages::{Timing, certify, close, open};

use super::key::read_key;
use super::record::{FOLDERS, root_of};
use super::{AppError, Status, Terminal};
use crate::clerk::Desk;
use crate::key::{PrivateKey, PublicKey};
use crate::language::Bilingual;
use crate::publish::record::add;
use crate::report::{Code, Diagnostic};
use crate::source::git::GitSource;
use crate::statement::Role;
use crate::tree::FileTree;

/// The keys of an act: those of the role, and the one that signs the log.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Private keys of the role that acts; as many as its threshold.
    pub role: Vec<PathBuf>,
    /// The log's private key.
    pub log: PathBuf,
}

impl Keys {
    fn read(&self) -> Result<(Vec<PrivateKey>, PrivateKey), AppError> {
        let role = self.role.iter().map(|path| read_key(path)).collect::<Result<_, _>>()?;
        Ok((role, read_key(&self.log)?))
    }
}

/// Takes up the record of the last commit, lets `work` add to it, writes what it added, and says
/// what `work` has to say.
///
/// # Errors
/// The record does not hold, the work tree differs from the last commit, or what `work` says.
fn act(
    folder: &Path,
    keys: &Keys,
    terminal: Terminal,
    work: impl FnOnce(&mut Desk, &[&PrivateKey], &PrivateKey) -> Result<Vec<Bilingual>, AppError>,
) -> Result<Status, AppError> {
    let root = root_of(folder);
    let committed = committed(&root)?;
    let mut desk = Desk::open(committed).map_err(AppError::Findings)?;
    let (role, log) = keys.read()?;
    let role: Vec<&PrivateKey> = role.iter().collect();
    let before = desk.record().entries().len();
    let said = work(&mut desk, &role, &log).map_err(for_the_clerk)?;
    let after = desk.record().entries().len();
    if after > before {
        expect_log_key(&desk, &log)?;
        add(&root, &desk.finish(&log))?;
    }
    for words in said {
        terminal.say(&words.fr, &words.en);
    }
    if after == before {
        terminal.say("rien de plus à consigner", "nothing more to record");
    } else {
        terminal.say(
            &format!("{after} entrées au journal ; à publier : git add submissions && git commit"),
            &format!("{after} entries in the log; to publish: git add submissions && git commit"),
        );
    }
    Ok(Status::Fine)
}

/// Refuses to sign checkpoints with a key that is not the log's.
fn expect_log_key(desk: &Desk, log: &PrivateKey) -> Result<(), AppError> {
    if desk.record().authority(Role::Log)?.get(&log.public()).is_some() {
        return Ok(());
    }
    let found = log.public().fingerprint();
    let named = desk.record().roles().and_then(|roles| roles.roles.get(&Role::Log));
    let expected = named.and_then(|(_, keys)| keys.first()).map(PublicKey::fingerprint).unwrap_or_default();
    let message = Bilingual::new(
        format!("la clé {found} n’est pas celle du journal, qui est {expected}"),
        format!("the key {found} is not the log’s, which is {expected}"),
    );
    let help = Bilingual::new("donner la clé du journal : --log-key FICHIER", "give the log’s key: --log-key FILE");
    Err(AppError::Findings(vec![Diagnostic::error(Code::KeyUnknown, message).help(help)]))
}

/// A refusal said to the clerk, whose keys are those of a role and not of a voter.
fn for_the_clerk(error: AppError) -> AppError {
    let AppError::Findings(findings) = error else { return error };
    let help = |finding: Diagnostic| {
        match finding.code {
        Code::KeyUnknown | Code::SignersMissing => finding.help(Bilingual::new(
            "donner les clés des officiers de ce rôle, une fois `--key FICHIER` pour chacun ; elles sont nommées dans submissions/council/",
            "give the keys of this role’s officers, `--key FILE` once for each; they are named in submissions/council/",
        )),
        _ => finding,
    }
    };
    AppError::Findings(findings.into_iter().map(help).collect())
}

/// A name given on the command line, read as a `T`.
fn named<T: crate::grammar::Token>(text: &str) -> Result<T, AppError> {
    super::argument::read("", text)
}

/// The record of the last commit, which must be what lies on the disk.
fn committed(root: &Path) -> Result<FileTree, AppError> {
    let git = GitSource::open(root)?;
    match git.uncommitted(&FOLDERS)? {
        None => Ok(git.files("HEAD", &FOLDERS)?),
        Some(path) => Err(AppError::new(
            Bilingual::new(
                format!("le dossier de travail diffère du dernier commit : {path}"),
                format!("the work tree differs from the last commit: {path}"),
            ),
            Bilingual::new(
                "publier d’abord (git add submissions content && git commit) ; si une commande a été interrompue, mettre ses fichiers de côté : git stash -u -- submissions",
                "publish first (git add submissions content && git commit); if a command was interrupted, set its files aside: git stash -u -- submissions",
            ),
        )),
    }
}
