//! What the clerk does: the ceremony, rolls, opening, recording, closing, certifying.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::key::read_key;
use super::record::{FOLDERS, root_of};
use super::{AppError, Status, Terminal};
use crate::clerk::{Ceremony, Desk, Ingested, begin, seal};
use crate::council::{CouncilId, RollId, VoteId};
use crate::grammar::{Reader, Token as _};
use crate::key::PrivateKey;
use crate::language::Bilingual;
use crate::publish::record::add;
use crate::report::{Code, Diagnostic, Place, has_errors};
use crate::source::folder;
use crate::source::git::GitSource;
use crate::statement::{Role, Roll, RollMode, Statement};
use crate::submission::Rejection;
use crate::tree::{FilePath, FileTree};

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
    let held = |threshold| (threshold, officers.clone());
    let ceremony = Ceremony {
        council: CouncilId::parse(&founding.council).map_err(|fault| AppError::of(&fault))?,
        name: founding.name.clone(),
        root_threshold: founding.root_threshold,
        root: root_keys.iter().collect(),
        roles: BTreeMap::from([
            (Role::Definition, held(founding.officer_threshold)),
            (Role::Intake, held(1)),
            (Role::Log, (1, vec![&log])),
            (Role::Roll, held(founding.officer_threshold)),
        ]),
    };
    let desk = begin(&ceremony)?;
    let fingerprint = desk.record().fingerprint();
    let log_key = desk.record().log_key().map(crate::log::LogKey::verifier_key).unwrap_or_default();
    add(root, &desk.finish(&log))?;
    terminal.say(
        &format!("genèse : {fingerprint}\nclé du journal : {log_key}\nimprimer la genèse dans le procès-verbal signé de la séance, puis : git add submissions && git commit"),
        &format!("genesis: {fingerprint}\nlog key: {log_key}\nprint the genesis in the signed minutes of the meeting, then: git add submissions && git commit"),
    );
    Ok(Status::Fine)
}

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
        let id = RollId::parse(&request.roll).map_err(|fault| AppError::of(&fault))?;
        let previous = desk.record().roll(&id).last().cloned();
        let head = format!(
            "format: roll/1\ncouncil: {}\nrecord: {}\nroll: {id}\nversion: {}\nprevious: {}\nmode: {}\nvoters:\n",
            desk.record().council(),
            desk.record().fingerprint(),
            previous.as_ref().map_or(1, |roll| roll.roll().version + 1),
            previous.as_ref().map(|roll| roll.text_hash()).write(),
            read_mode(&request.mode)?.write(),
        );
        let roll = read_lines(&head, &request.lines)?;
        let signed = desk.seal_roll(&roll, role)?;
        let (path, count) = (&signed.path, roll.voters.len());
        terminal.say(&format!("{path} : {count} inscrits"), &format!("{path}: {count} enrolled"));
        Ok(())
    })
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

/// Reads the clerk's own lines by the grammar of the roll, and sorts them.
fn read_lines(head: &str, path: &Path) -> Result<Roll, AppError> {
    let text = String::from_utf8_lossy(&folder::read_file(path)?).into_owned();
    let filled = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let lines = filled.fold(String::new(), |lines, line| lines + "  - " + line + "\n");
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

/// `open`: seals the rules of `content/votes/<vote>.md` and opens the vote.
///
/// # Errors
/// A rule that is still to decide, a roll or proposal that is not recorded, or a key without
/// the role.
pub fn open(folder: &Path, vote: &str, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    let path = FilePath::parse(&format!("content/votes/{vote}.md")).map_err(|fault| AppError::of(&fault))?;
    act(folder, keys, terminal, |desk, role, _| {
        let source = desk.files().get(&path).ok_or_else(|| no_source(&path))?.to_vec();
        let (draft, findings) = crate::document::vote::read_file(&path, &source);
        let draft = draft.filter(|_| !has_errors(&findings)).ok_or(AppError::Findings(findings))?.draft;
        let definition = seal(&draft, &path, &source, desk.record()).map_err(AppError::Findings)?;
        let sealed = desk.open_vote(&definition, role)?;
        let (id, hash) = (&definition.vote, sealed.text_hash);
        terminal.say(
            &format!("`{id}` est ouvert ; règles scellées : {hash}\n{path} ne doit plus changer"),
            &format!("`{id}` is open; sealed rules: {hash}\n{path} must not change any more"),
        );
        Ok(())
    })
}

fn no_source(path: &FilePath) -> AppError {
    AppError::new(
        Bilingual::new(
            format!("{path} n’existe pas dans le dernier commit"),
            format!("{path} does not exist in the last commit"),
        ),
        Bilingual::new("écrire le vote, puis git add et git commit", "write the vote, then git add and git commit"),
    )
}

/// `ingest`: records or refuses every file handed in.
///
/// # Errors
/// The record does not hold, or the work tree differs from the last commit.
pub fn ingest(folder: &Path, log: &Path, terminal: Terminal) -> Result<Status, AppError> {
    let keys = Keys { role: Vec::new(), log: log.to_owned() };
    let mut status = Status::Fine;
    act(folder, &keys, terminal, |desk, _, log| {
        let ingested = desk.ingest(log)?;
        if !ingested.strays.is_empty() {
            status = Status::Findings;
        }
        print_ingested(&ingested, terminal);
        Ok(())
    })?;
    Ok(status)
}

fn print_ingested(ingested: &Ingested, terminal: Terminal) {
    let Ingested { recorded, refused, strays } = ingested;
    let line = |path: &FilePath, rejection: &Rejection, fr: &str, en: &str| {
        let code = rejection.code;
        terminal.say(
            &format!("{fr} {path}\n        {code} : {}", rejection.message.fr),
            &format!("{en} {path}\n        {code}: {}", rejection.message.en),
        );
    };
    for (path, rejection) in refused {
        line(path, rejection, "REFUSÉ ", "REFUSED");
    }
    for (path, rejection) in strays {
        line(path, rejection, "ÉCARTÉ  (à retirer du dossier)", "STRAY   (take it out of the folder)");
    }
    let (all, recorded, refused, strays) =
        (recorded.len() + refused.len() + strays.len(), recorded.len(), refused.len(), strays.len());
    terminal.say(
        &format!("{all} reçus = {recorded} consignés + {refused} refusés + {strays} écartés"),
        &format!("{all} handed in = {recorded} recorded + {refused} refused + {strays} strays"),
    );
}

/// `close`: closes a vote with the list of its pending files.
///
/// # Errors
/// The vote is not open, or a key does not have the role.
pub fn close(folder: &Path, vote: &str, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    act(folder, keys, terminal, |desk, role, _| {
        let id = VoteId::parse(vote).map_err(|fault| AppError::of(&fault))?;
        let declared = desk.record().vote(&id).map(|vote| vote.definition().closes.to_string()).unwrap_or_default();
        desk.close_vote(&id, role)?;
        let pending =
            desk.record().vote(&id).and_then(|vote| vote.closing()).map_or(0, |closing| closing.pending.len());
        terminal.say(
            &format!("`{id}` est clos ; {pending} fichier(s) en attente comptent une fois consignés\nheure déclarée : {declared} ; aucun témoin ne l’atteste"),
            &format!("`{id}` is closed; {pending} pending file(s) count once recorded\ndeclared hour: {declared}; no witness vouches for it"),
        );
        Ok(())
    })?;
    Ok(Status::Fine)
}

/// `certify`: counts a vote, publishes its tally and certifies it.
///
/// # Errors
/// The vote is not closed, a pending file was left out, or a key does not have the role.
pub fn certify(folder: &Path, vote: &str, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    act(folder, keys, terminal, |desk, role, _| {
        let id = VoteId::parse(vote).map_err(|fault| AppError::of(&fault))?;
        desk.certify_vote(&id, role)?;
        terminal.say(
            &format!(
                "`{id}` est certifié : submissions/tallies/{id}.json\nà recompter par qui veut : scrutineer audit"
            ),
            &format!("`{id}` is certified: submissions/tallies/{id}.json\nanyone may recount it: scrutineer audit"),
        );
        Ok(())
    })?;
    Ok(Status::Fine)
}

/// Takes up the record of the last commit, lets `work` add to it, and writes what it added.
///
/// # Errors
/// The record does not hold, the work tree differs from the last commit, or what `work` says.
pub(super) fn act(
    folder: &Path,
    keys: &Keys,
    terminal: Terminal,
    work: impl FnOnce(&mut Desk, &[&PrivateKey], &PrivateKey) -> Result<(), AppError>,
) -> Result<Status, AppError> {
    let root = root_of(folder);
    let committed = committed(&root)?;
    let mut desk = Desk::open(committed).map_err(AppError::Findings)?;
    let (role, log) = keys.read()?;
    let role: Vec<&PrivateKey> = role.iter().collect();
    let before = desk.record().entries().len();
    work(&mut desk, &role, &log)?;
    let after = desk.record().entries().len();
    if after == before {
        terminal.say("rien à consigner", "nothing to record");
        return Ok(Status::Fine);
    }
    expect_log_key(&desk, &log)?;
    add(&root, &desk.finish(&log))?;
    terminal.say(
        &format!("{after} entrées au journal ; à publier : git add submissions && git commit"),
        &format!("{after} entries in the log; to publish: git add submissions && git commit"),
    );
    Ok(Status::Fine)
}

/// Refuses to sign checkpoints with a key that is not the log's.
fn expect_log_key(desk: &Desk, log: &PrivateKey) -> Result<(), AppError> {
    let authority = desk.record().authority(Role::Log)?;
    if authority.get(&log.public()).is_some() { Ok(()) } else { Err(Rejection::plain(Code::KeyUnknown).into()) }
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
