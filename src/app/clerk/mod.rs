//! What the clerk does: the ceremony, rolls, opening, recording, closing, certifying.
//!
//! Every act holds the folder, finishes what an interrupted one left, takes up the record of the
//! last commit, adds to it through the same rules that the audit asks, makes sure that this
//! machine never signed another log, writes all that it added as one, and only then says so.

mod bench;
mod collect;
mod council;
mod course;
mod guard;
mod ingest;
mod roles;
mod roll;
mod stages;

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

pub use bench::recover;
pub use collect::collect_files;
pub use council::{Founding, found};
pub use course::{ReplacementRequest, annul, draw, erase, fork, incident, replace_key};
pub use guard::GuardChoice;
pub use ingest::ingest;
pub use roles::{RolesRequest, change_roles};
pub use roll::{LineSource, RollRequest, seal_roll};
pub use stages::{Timing, certify, close, open};

pub(super) use bench::{Bench, locked};
use guard::{Watch, is_sample};

use super::key::read_key;
use super::record::{FOLDERS, forked, root_of};
use super::{AppError, Status, Terminal};
use crate::act::Guard;
use crate::clerk::Desk;
use crate::council::Instant;
use crate::key::{PrivateKey, PublicKey};
use crate::language::Bilingual;
use crate::log::{Checkpoint, origin};
use crate::publish::record::{Access, write};
use crate::report::{Code, Diagnostic};
use crate::source::git::GitSource;
use crate::statement::{Role, entries};
use crate::tree::{Digest, FileTree};

/// The keys of an act: those of the role, and the one that signs the log.
#[derive(Clone, Debug)]
pub struct Keys {
    /// Private keys of the role that acts; as many as its threshold.
    pub role: Vec<PathBuf>,
    /// The log's private key.
    pub log: PathBuf,
    /// Where the state that the log's key signed last is kept.
    pub guard: GuardChoice,
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
/// A command that wrote and was not committed may run again: it finds that what it would write
/// lies there.
///
/// # Errors
/// The record does not hold, the work tree differs from the last commit, this machine signed
/// another log, or what `work` says.
fn act(
    folder: &Path,
    keys: &Keys,
    terminal: Terminal,
    work: impl FnOnce(&mut Desk, &[&PrivateKey], &PrivateKey) -> Result<Vec<Bilingual>, AppError>,
) -> Result<Status, AppError> {
    let root = root_of(folder);
    let git = GitSource::open(&root)?;
    let mut bench = Bench::take(&root)?;
    bench.settle(&keys.guard, terminal)?;
    if git.is_merging() {
        return Err(merging());
    }
    let changed = git.uncommitted(&FOLDERS)?;
    let drafted = Draft::make(&git, keys, work);
    // What a command says of the last commit would mislead where something waits to be committed.
    let mut draft = match (drafted, changed.first()) {
        (Err(_), Some(path)) => return Err(dirty(path)),
        (drafted, _) => drafted?,
    };
    let guard = guard_of(&draft.desk, &draft.log);
    let added = if draft.grew { draft.desk.finish(&draft.log) } else { FileTree::new() };
    let is_written = changed.iter().all(|path| added.get_str(path).is_some()) && bench.holds(&added)?;
    match changed.first() {
        Some(path) if !is_written => return Err(dirty(path)),
        None if draft.grew => bench.write(&added, draft.watch.as_ref().map(|watch| (watch, guard.clone())))?,
        _ => {}
    }
    for words in std::mem::take(&mut draft.said) {
        terminal.say(&words.fr, &words.en);
    }
    let size = guard.state.size;
    if !draft.grew {
        // A machine that begins keeps what it found, though it has nothing to sign yet.
        if let Some(watch) = draft.watch.as_ref().filter(|watch| watch.begins()) {
            write(&watch.path, guard.write().as_bytes(), Access::Owner)?;
        }
        terminal.say("rien de plus à consigner", "nothing more to record");
    } else if is_written {
        terminal.say(
            "tout cela est déjà écrit ; à publier : git add submissions && git commit",
            "all this is written already; to publish: git add submissions && git commit",
        );
    } else {
        let Bilingual { fr, en } = entries(size);
        terminal.say(
            &format!("{fr} au journal ; à publier : git add submissions && git commit"),
            &format!("{en} in the log; to publish: git add submissions && git commit"),
        );
    }
    Ok(Status::Fine)
}

/// What a command would add to the record of the last commit; nothing is signed for the log yet.
struct Draft {
    desk: Desk,
    log: PrivateKey,
    watch: Option<Watch>,
    /// Whether the log has more entries than before.
    grew: bool,
    said: Vec<Bilingual>,
}

impl Draft {
    fn make(
        git: &GitSource,
        keys: &Keys,
        work: impl FnOnce(&mut Desk, &[&PrivateKey], &PrivateKey) -> Result<Vec<Bilingual>, AppError>,
    ) -> Result<Self, AppError> {
        let mut desk = Desk::open(git.files("HEAD", &FOLDERS)?).map_err(AppError::Findings)?;
        let (role, log) = keys.read()?;
        let earlier = log_key(&desk);
        let role: Vec<&PrivateKey> = role.iter().collect();
        let before = desk.record().entries().len();
        let said = work(&mut desk, &role, &log).map_err(for_the_clerk)?;
        let grew = desk.record().entries().len() > before;
        if grew {
            expect_log_key(&desk, &log)?;
        }
        if is_sample(desk.record(), log.public()) {
            return Ok(Self { desk, log, watch: None, grew, said });
        }
        if let Some(finding) = forked(git, "HEAD", desk.record().abandoned())? {
            return Err(AppError::Findings(vec![finding]));
        }
        let watch = Watch::take(&keys.guard, &log.public().fingerprint(), earlier.as_deref())?;
        watch.check(&origin(desk.record().council()), desk.record().leaves(), desk.record().abandoned())?;
        if grew {
            watch.may_sign(desk.record().state())?;
        }
        Ok(Self { desk, log, watch: Some(watch), grew, said })
    }
}

/// The state of the log that the desk's checkpoint will sign.
fn guard_of(desk: &Desk, log: &PrivateKey) -> Guard {
    let (state, council) = (desk.record().state(), desk.record().council());
    Guard { origin: origin(council), state, checkpoint: Digest::of(&Checkpoint::sign(state, council, log)) }
}

/// The fingerprint of the key that signs the log as the record stands.
fn log_key(desk: &Desk) -> Option<String> {
    let named = desk.record().roles().and_then(|roles| roles.roles.get(&Role::Log));
    named.and_then(|(_, keys)| keys.first()).map(PublicKey::fingerprint)
}

/// Refuses to sign checkpoints with a key that is not the log's.
fn expect_log_key(desk: &Desk, log: &PrivateKey) -> Result<(), AppError> {
    if desk.record().authority(Role::Log)?.get(&log.public()).is_some() {
        return Ok(());
    }
    let found = log.public().fingerprint();
    let expected = log_key(desk).unwrap_or_default();
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

fn dirty(path: &str) -> AppError {
    AppError::new(
        Bilingual::new(
            format!("le dossier de travail diffère du dernier commit : {path}"),
            format!("the work tree differs from the last commit: {path}"),
        ),
        Bilingual::new(
            "publier d’abord : git add submissions content && git commit",
            "publish first: git add submissions content && git commit",
        ),
    )
}

/// The log is one: two of them are not joined by git.
fn merging() -> AppError {
    AppError::new(
        Bilingual::new(
            "une fusion ou un rebase de git est en cours, et deux journaux ne se fusionnent pas",
            "a merge or a rebase of git is under way, and two logs cannot be merged",
        ),
        Bilingual::new(
            "y renoncer (git rebase --abort, ou git merge --abort), puis suivre « Deux greffes, une coupure de courant » dans docs/first-vote.fr.md",
            "give it up (git rebase --abort, or git merge --abort), then follow “Two clerks, a power cut” in docs/first-vote.md",
        ),
    )
}

/// This process, for whoever finds the folder taken.
pub(super) fn holder() -> String {
    let pid = std::process::id();
    let since = now().map(|now| format!(", {now}")).unwrap_or_default();
    format!("pid {pid}{since}\n")
}

/// The clock, asked only to keep a clerk from a mistake and to say who holds a lock: the record
/// never believes it.
fn now() -> Option<Instant> {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).ok()?;
    Instant::from_unix(since.as_secs())
}
