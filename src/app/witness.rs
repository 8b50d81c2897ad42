//! `witness`: asking for a cosignature, giving one, and putting it under its checkpoint.

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use super::clerk::{Bench, GuardChoice, holder, locked};
use super::key::{read_key, read_public_key};
use super::record::{open_record, root_of};
use super::{AppError, Status, Terminal};
use crate::grammar::Token as _;
use crate::key::EnrolledKey;
use crate::language::Bilingual;
use crate::log::{
    AddCheckpoint, LARGEST_NOTE, LogKey, Vouched, WitnessFault, WitnessKey, consistency_proof, cosign, cosignatures,
    leaf_hash,
};
use crate::publish::act::{beside, lock};
use crate::publish::record::{Access, write, write_new};
use crate::record::{CHECKPOINTS, Record};
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder::{self, read_file, read_if_any};
use crate::source::git::GitSource;
use crate::statement::entries;
use crate::statement::entry::read_entries;
use crate::tree::{Digest, FilePath, FileTree};

/// `witness log-key`: the key that signs the log's checkpoints, as witnesses and C2SP tools take it.
///
/// # Errors
/// A record that does not hold, or has no log key yet.
pub fn log_key(folder: &Path, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(&root_of(folder))?;
    let key = record.log_key().ok_or_else(no_log_key)?;
    terminal.line(&key.verifier_key());
    Ok(Status::Fine)
}

/// `witness key`: what a witness gives to the council: the lines for the rules of a vote.
///
/// # Errors
/// A file that holds no public key, a key that is not sound, or a name that no note can carry.
pub fn witness_key(public: &Path, name: &str, terminal: Terminal) -> Result<Status, AppError> {
    let key = read_public_key(public)?;
    let enrolled = EnrolledKey::enrol(key).map_err(|fault| AppError::of(&fault))?;
    let witness = WitnessKey::new(name.to_owned(), enrolled).map_err(|_| bad_name(name))?;
    terminal.line(&witness.verifier_key());
    terminal.hint(
        "dans content/votes/<vote>.md, sous `witness_keys:` :",
        "in content/votes/<vote>.md, below `witness_keys:`:",
    );
    let lines = format!("  - {name} {}", key.write());
    terminal.hint(&lines, &lines);
    Ok(Status::Fine)
}

/// `witness request`: what a witness who saw the log at `old` entries needs to cosign it as it is
/// now (C2SP `tlog-witness`, the body of `add-checkpoint`).
///
/// # Errors
/// A log that cannot be read, or one that never had `old` entries.
pub fn request(folder: &Path, old: u64, out: Option<&Path>, terminal: Terminal) -> Result<Status, AppError> {
    let size = log_of_clone(folder)?.0.len() as u64;
    if old > size {
        let has = entries(size);
        return Err(AppError::new(
            Bilingual::new(format!("le journal a {}", has.fr), format!("the log has {}", has.en)),
            Bilingual::new(format!("--old : {size} au plus"), format!("--old: {size} at most")),
        ));
    }
    let bytes = request_from(folder, old)?.write();
    match out {
        Some(path) => write_new(path, &bytes, Access::Everyone)?,
        None => terminal.bytes(&bytes),
    }
    Ok(Status::Fine)
}

/// What a witness cosigns with.
#[derive(Clone, Debug)]
pub struct Cosigning {
    /// A file with the request; nothing for the clone that the command runs in.
    pub request: Option<PathBuf>,
    /// The witness's private key.
    pub key: PathBuf,
    /// The witness's name.
    pub name: String,
    /// The verifier key of the log; asked for the first time, kept afterwards.
    pub log: Option<String>,
    /// Where the witness keeps what it vouched for.
    pub state: PathBuf,
    /// Where the line goes; the terminal where nothing is said.
    pub out: Option<PathBuf>,
}

/// `witness cosign`: one line that says that this log, at this time, only grew since the last one.
/// The witness's state is on the disk before the line leaves.
///
/// # Errors
/// A request that does not go on from what this witness vouched for, or another process that
/// cosigns with the same state.
pub fn cosign_log(folder: &Path, with: &Cosigning, terminal: Terminal) -> Result<Status, AppError> {
    if let Some(out) = with.out.as_ref().filter(|out| out.exists()) {
        let shown = out.display();
        return Err(AppError::new(
            Bilingual::new(format!("{shown} existe déjà"), format!("{shown} exists already")),
            Bilingual::new("donner un autre nom : rien n’a été cosigné", "give another name: nothing was cosigned"),
        ));
    }
    let key = read_key(&with.key)?;
    let _lock = lock(&beside(&with.state, ".lock"), &holder()).map_err(locked)?;
    let kept = read_state(&with.state)?;
    let log = log_of(with, kept.as_ref())?;
    let seen = kept.map(|kept| kept.state);
    let request = match &with.request {
        Some(path) => AddCheckpoint::read(&read_file(path)?).map_err(|fault| refusal(&fault, path))?,
        None => request_from(folder, seen.map_or(0, |seen| seen.size))?,
    };
    let place = with.request.as_deref().unwrap_or(Path::new(CHECKPOINTS));
    let state = request.admit(&log, seen).map_err(|fault| refusal(&fault, place))?;
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_err(|error| AppError::of(&error))?.as_secs();
    let line = cosign(&request.checkpoint, &with.name, &key, time).map_err(|_| bad_name(&with.name))?;
    let Bilingual { fr, en } = entries(state.size);
    let vouched = Vouched { log, state };
    write(&with.state, vouched.write().as_bytes(), Access::Everyone)?;
    match seen {
        Some(_) => terminal.hint(
            &format!("{fr}, la suite de ce que ce témoin avait vu"),
            &format!("{en}, going on from what this witness had seen"),
        ),
        None => terminal.hint(&format!("{fr}, du jamais vu jusqu’ici"), &format!("{en}, seen for the first time")),
    }
    match &with.out {
        Some(path) => write_new(path, line.as_bytes(), Access::Everyone)?,
        None => terminal.bytes(line.as_bytes()),
    }
    Ok(Status::Fine)
}

/// `witness attach`: puts lines of witnesses, whom the rules of a vote name, under the checkpoint
/// that they signed.
///
/// # Errors
/// A line that holds under no checkpoint and no witness, or a folder that is being written.
pub fn attach(folder: &Path, lines: &Path, terminal: Terminal) -> Result<Status, AppError> {
    let root = root_of(folder);
    let record = open_record(&root)?;
    let witnesses = witnesses(&record);
    let text = read_file(lines)?;
    let text = String::from_utf8_lossy(&text).into_owned();
    let shown = lines.display().to_string();
    let mut bench = Bench::take(&root)?;
    // What an interrupted command left is finished first, or nothing is written.
    bench.settle(&GuardChoice::default(), terminal)?;
    let mut checkpoints = folder::read(&root, CHECKPOINTS)?;
    let mut changed = FileTree::new();
    for (number, line) in (1_u32..).zip(text.lines()).filter(|(_, line)| !line.is_empty()) {
        let Some((path, note)) = cosigned(&checkpoints, &witnesses, line) else {
            return Err(AppError::Findings(vec![unknown_line(&shown, number)]));
        };
        let (name, size) = (line.split(' ').nth(1).unwrap_or_default(), path.file_name());
        if note.split(|byte| *byte == b'\n').any(|there| there == line.as_bytes()) {
            terminal.say(
                &format!("{name} : déjà sous le point de contrôle {size}"),
                &format!("{name}: under the checkpoint {size} already"),
            );
            continue;
        }
        terminal.say(
            &format!("{name} : sous le point de contrôle {size}"),
            &format!("{name}: under the checkpoint {size}"),
        );
        let note = [note.as_slice(), line.as_bytes(), b"\n"].concat();
        if note.len() > LARGEST_NOTE {
            return Err(AppError::Findings(vec![too_many_lines(&shown, number, &path)]));
        }
        changed.insert(path.clone(), note.clone());
        checkpoints.insert(path, note);
    }
    if !changed.is_empty() {
        bench.write_unsigned(&changed)?;
        terminal.say("à publier : git add submissions && git commit", "to publish: git add submissions && git commit");
    }
    Ok(Status::Fine)
}

/// The checkpoint that `line` cosigns, with its bytes.
fn cosigned(checkpoints: &FileTree, witnesses: &[WitnessKey], line: &str) -> Option<(FilePath, Vec<u8>)> {
    let holds = |note: &[u8]| {
        let border = note.windows(2).rposition(|pair| pair == b"\n\n").map_or(note.len(), |at| at + 2);
        !cosignatures(&[&note[..border], line.as_bytes(), b"\n"].concat(), witnesses).is_empty()
    };
    checkpoints.iter().find(|(_, note)| holds(note)).map(|(path, note)| (path.clone(), note.to_vec()))
}

/// Every witness whom the rules of a vote name.
fn witnesses(record: &Record) -> Vec<WitnessKey> {
    let named = record.votes().flat_map(|(_, vote)| &vote.definition().witness_keys);
    named
        .filter_map(|witness| {
            let key = EnrolledKey::enrol(witness.key).ok()?;
            WitnessKey::new(witness.name.to_string(), key).ok()
        })
        .collect()
}

/// The leaf hashes of the log of the last commit, and its newest checkpoint.
fn log_of_clone(folder: &Path) -> Result<(Vec<Digest>, Vec<u8>), AppError> {
    let git = GitSource::open(&root_of(folder))?;
    let files = git.files("HEAD", &["submissions/log"])?;
    let recorded = files.get_str(crate::record::ENTRIES).unwrap_or_default();
    let recorded = read_entries(recorded).map_err(|_| no_log_key())?;
    let leaves: Vec<Digest> = recorded.iter().map(|entry| leaf_hash(entry.line().as_bytes())).collect();
    let size = leaves.len();
    let checkpoint = files.get_str(&format!("{CHECKPOINTS}/{size}")).ok_or_else(|| {
        let Bilingual { fr, en } = entries(size);
        let message = Bilingual::new(
            format!("le journal a {fr} ; aucun point de contrôle n’en compte autant"),
            format!("the log has {en}; no checkpoint counts as many"),
        );
        AppError::Findings(vec![Diagnostic::error(Code::CheckpointMissing, message).at(Place::named(CHECKPOINTS))])
    })?;
    Ok((leaves, checkpoint.to_vec()))
}

fn shorter(size: u64, seen: u64) -> AppError {
    refusal(&WitnessFault::Shorter { size, seen }, Path::new(CHECKPOINTS))
}

/// The request that the log of the last commit gives to a witness who saw `old` entries.
fn request_from(folder: &Path, old: u64) -> Result<AddCheckpoint, AppError> {
    let (leaves, checkpoint) = log_of_clone(folder)?;
    let size = leaves.len();
    let from = usize::try_from(old).unwrap_or(usize::MAX);
    let proof = match from {
        0 => Vec::new(),
        _ => consistency_proof(&leaves, from).ok_or_else(|| shorter(size as u64, old))?,
    };
    Ok(AddCheckpoint { old, proof, checkpoint })
}

fn read_state(path: &Path) -> Result<Option<Vouched>, AppError> {
    let Some(bytes) = read_if_any(path)? else { return Ok(None) };
    Vouched::read(&bytes).map(Some).ok_or_else(|| {
        let shown = path.display();
        AppError::new(
            Bilingual::new(
                format!("{shown} n’est pas l’état d’un témoin"),
                format!("{shown} is not the state of a witness"),
            ),
            Bilingual::new(
                "reprendre une copie de cet état ; un témoin qui l’a perdu prend une autre clé et un autre nom",
                "take a copy of that state; a witness who lost it takes another key and another name",
            ),
        )
    })
}

/// The log that is cosigned: the one given, which must be the one kept where there is one.
fn log_of(with: &Cosigning, kept: Option<&Vouched>) -> Result<LogKey, AppError> {
    let text = with.log.clone().or_else(|| kept.map(|kept| kept.log.verifier_key())).ok_or_else(|| {
        AppError::new(
            Bilingual::new("de quel journal ce témoin répond-il ?", "which log does this witness vouch for?"),
            Bilingual::new(
                "la première fois, donner sa clé, vérifiée par un audit : --log \"$(scrutineer witness log-key)\"",
                "the first time, give its key, checked by an audit: --log \"$(scrutineer witness log-key)\"",
            ),
        )
    })?;
    let log = LogKey::read(&text).ok_or_else(|| {
        AppError::new(
            Bilingual::new(format!("`{text}` n’est pas la clé d’un journal"), format!("`{text}` is no key of a log")),
            Bilingual::new("attendu : nom+empreinte+clé", "expected name+id+key"),
        )
    })?;
    match kept {
        Some(before) if before.log.origin() != log.origin() => {
            let (found, expected) = (log.origin(), before.log.origin());
            Err(AppError::new(
                Bilingual::new(
                    format!("cet état est celui du journal `{expected}`, et non `{found}`"),
                    format!("this state is of the log `{expected}`, not of `{found}`"),
                ),
                Bilingual::new("un fichier d’état par journal", "one state file for each log"),
            ))
        }
        _ => Ok(log),
    }
}

/// Why a witness does not cosign, with what to do about it.
fn refusal(fault: &WitnessFault, place: &Path) -> AppError {
    let ask = Bilingual::new(
        "ne pas cosigner ; garder la demande, et les points de contrôle signés d’avant : ensemble ils prouvent la réécriture",
        "do not cosign; keep the request, and the signed checkpoints from before: together they prove the rewriting",
    );
    let (code, message, help) = match fault {
        WitnessFault::Malformed => (
            Code::CheckpointInvalid,
            Bilingual::new("ce n’est pas une demande de cosignature", "this is no request for a cosignature"),
            Bilingual::new("en faire une : scrutineer witness request", "make one: scrutineer witness request"),
        ),
        WitnessFault::Checkpoint(reason) => (
            Code::CheckpointInvalid,
            Bilingual::new(
                format!("le point de contrôle ne tient pas : {}", reason.words().fr),
                format!("the checkpoint does not hold: {}", reason.words().en),
            ),
            Bilingual::new(
                "si la clé du journal a changé, vérifier le changement (scrutineer audit), puis donner la nouvelle : --log",
                "where the log’s key changed, check the change (scrutineer audit), then give the new one: --log",
            ),
        ),
        WitnessFault::AnotherSize { old, seen } => {
            return AppError::new(
                Bilingual::new(
                    format!("la demande part de {}, et ce témoin en a vu {seen}", entries(*old).fr),
                    format!("the request goes out from {}, and this witness saw {seen}", entries(*old).en),
                ),
                Bilingual::new(
                    format!("demander depuis là : scrutineer witness request --old {seen}"),
                    format!("ask from there: scrutineer witness request --old {seen}"),
                ),
            );
        }
        WitnessFault::Shorter { size, seen } => (
            Code::LogRolledBack,
            Bilingual::new(
                format!("le journal a {} ; ce témoin en a vu {seen}", entries(*size).fr),
                format!("the log has {}; this witness saw {seen}", entries(*size).en),
            ),
            Bilingual::new(
                "ce clone est peut-être ancien, ou d’un autre conseil : git pull, puis recommencer ; si le journal publié est plus court, ne pas cosigner, et le garder",
                "this clone may be an old one, or of another council: git pull, then try again; where the published log is shorter, do not cosign, and keep it",
            ),
        ),
        WitnessFault::NotConsistent { seen } => (
            Code::LogRewritten,
            Bilingual::new(
                format!("le journal ne commence pas par ce que ce témoin a vu ({})", entries(*seen).fr),
                format!("the log does not begin with what this witness saw ({})", entries(*seen).en),
            ),
            ask,
        ),
    };
    let place = Place::named(&place.to_string_lossy());
    AppError::Findings(vec![Diagnostic::error(code, message).at(place).help(help)])
}

fn unknown_line(file: &str, number: u32) -> Diagnostic {
    let message = Bilingual::new(
        "cette ligne ne tient sous aucun point de contrôle de ce journal, ou son témoin n’est nommé par les règles d’aucun vote",
        "this line holds under no checkpoint of this log, or no vote’s rules name its witness",
    );
    Diagnostic::error(Code::CosignatureInvalid, message).at(Place::named(file).at_line(number))
}

fn too_many_lines(file: &str, number: u32, path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!("{path} porterait plus de lignes qu’un point de contrôle n’en peut"),
        format!("{path} would carry more lines than a checkpoint can"),
    );
    let help = Bilingual::new("n’en garder que quelques-unes de chaque témoin", "keep a few of each witness");
    Diagnostic::error(Code::CosignatureInvalid, message).at(Place::named(file).at_line(number)).help(help)
}

fn bad_name(name: &str) -> AppError {
    AppError::new(
        Bilingual::new(format!("`{name}` ne peut pas nommer un témoin"), format!("`{name}` cannot name a witness")),
        Bilingual::new(
            "comme un nom d’hôte : temoin.exemple.fr ; sans espace ni `+`",
            "such as a host name: witness.example.org; no space, no `+`",
        ),
    )
}

fn no_log_key() -> AppError {
    AppError::new(
        Bilingual::new("ce dossier n’a pas de journal", "this folder has no log"),
        Bilingual::new("le fonder : scrutineer council new", "found it: scrutineer council new"),
    )
}
