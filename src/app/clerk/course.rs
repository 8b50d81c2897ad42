//! `incident`, `replace-key`, `draw`, `annul`, `erase` and `fork`: what is recorded beside the
//! stages of a vote.

use std::path::{Path, PathBuf};

use super::{Keys, act, named};
use crate::app::key::read_public_key;
use crate::app::{AppError, Status, Terminal};
use crate::council::{Instant, VoteId, VoterId};
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::log::Checkpoint;
use crate::publish;
use crate::source::folder;
use crate::statement::entries;

/// `incident`: records what happened during a vote, and may put its closing off.
///
/// # Errors
/// The vote is not open, or its rules do not allow the extension.
pub fn incident(
    folder: &Path,
    vote: &str,
    account: &str,
    closes: Option<&str>,
    keys: &Keys,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let id: VoteId = named(vote)?;
    let closes = closes.map(|text| crate::app::argument::read::<Instant>("closes", text)).transpose()?;
    act(folder, keys, terminal, |desk, role, _| {
        let signed = desk.incident(&id, account, closes, role)?;
        let path = signed.path;
        let until = desk.record().vote(&id).map(crate::record::VoteRecord::closes);
        let until = until.map(|until| until.to_string()).unwrap_or_default();
        Ok(vec![Bilingual::new(
            format!("{path} ; le vote `{id}` court jusqu’au {until}"),
            format!("{path}; the vote `{id}` runs until {until}"),
        )])
    })
}

/// A voter's other key, as it is asked for.
#[derive(Clone, Debug)]
pub struct ReplacementRequest {
    /// The vote.
    pub vote: String,
    /// The voter.
    pub voter: String,
    /// A file with the public key.
    pub key: PathBuf,
    /// Why, without a name.
    pub reason: String,
}

/// `replace-key`: gives a voter who lost a key another one, for one vote.
///
/// # Errors
/// The vote's rules do not allow it, or the key may not be enrolled.
pub fn replace_key(
    folder: &Path,
    request: &ReplacementRequest,
    keys: &Keys,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let (vote, voter): (VoteId, VoterId) = (named(&request.vote)?, named(&request.voter)?);
    let key = read_public_key(&request.key)?;
    act(folder, keys, terminal, |desk, role, _| {
        let signed = desk.replace_key(&vote, &voter, key, &request.reason, role)?;
        let path = signed.path;
        Ok(vec![Bilingual::new(
            format!("{path} ; seule la clé neuve signe désormais pour `{voter}`"),
            format!("{path}; only the new key signs for `{voter}` from now on"),
        )])
    })
}

/// `draw`: records the number drawn in public after the closing.
///
/// # Errors
/// The vote is not closed, or its rules ask for no draw.
pub fn draw(
    folder: &Path,
    vote: &str,
    drawn: u64,
    account: &str,
    keys: &Keys,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let id: VoteId = named(vote)?;
    act(folder, keys, terminal, |desk, role, _| {
        desk.draw_lots(&id, drawn, account, role)?;
        Ok(vec![Bilingual::new(
            format!("le nombre {drawn} est consigné pour `{id}` ; ensuite : scrutineer certify {id}"),
            format!("the number {drawn} is recorded for `{id}`; next: scrutineer certify {id}"),
        )])
    })
}

/// `annul`: ends a vote without result, or takes its result back.
///
/// # Errors
/// The vote was never opened, or is annulled already.
pub fn annul(folder: &Path, vote: &str, reason: &str, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    let id: VoteId = named(vote)?;
    act(folder, keys, terminal, |desk, role, _| {
        desk.annul_vote(&id, reason, role)?;
        Ok(vec![Bilingual::new(
            format!("`{id}` est annulé ; ses bulletins restent au journal"),
            format!("`{id}` is annulled; its ballots stay in the log"),
        )])
    })
}

/// `erase`: lets the ballots of a vote go once their retention is over, and removes them where
/// `remove` asks for it.
///
/// # Errors
/// The vote is neither certified nor annulled, or its retention is not over.
pub fn erase(folder: &Path, vote: &str, remove: bool, keys: &Keys, terminal: Terminal) -> Result<Status, AppError> {
    let id: VoteId = named(vote)?;
    let mut paths = Vec::new();
    let status = act(folder, keys, terminal, |desk, role, _| {
        if let Some(vote) = desk.record().vote(&id) {
            let until = vote.definition().retention_until;
            if let Some(now) = super::now().filter(|now| now.to_string().as_str() < until.to_string().as_str()) {
                return Err(too_early(&id, &until.to_string(), now));
            }
        }
        let (_, files) = desk.erase_vote(&id, role)?;
        let count = files.len() as u64;
        paths = files;
        Ok(vec![Bilingual::new(
            format!(
                "{} de `{id}` {} partir ; le résultat certifié reste",
                Fr.count(count, "fichier", "fichiers"),
                Fr.agree(count, "peut", "peuvent")
            ),
            format!("{} of `{id}` may go; the certified tally stays", En.count(count, "file", "files")),
        )])
    })?;
    if remove {
        publish::record::remove(&super::root_of(folder), &paths)?;
        terminal.say(
            "ils sont retirés du dossier ; l’historique de git les garde tant qu’il n’est pas récrit",
            "they are removed from the folder; the history of git keeps them until it is rewritten",
        );
    } else {
        terminal.say(
            &format!("les retirer : git rm -r submissions/ballots/{id}"),
            &format!("remove them: git rm -r submissions/ballots/{id}"),
        );
    }
    Ok(status)
}

fn too_early(id: &VoteId, until: &str, now: Instant) -> AppError {
    AppError::new(
        Bilingual::new(
            format!("les bulletins de `{id}` sont à garder jusqu’au {until}, et cette machine est au {now}"),
            format!("the ballots of `{id}` are to be kept until {until}, and this machine says {now}"),
        ),
        Bilingual::new("attendre ce jour ; rien n’a été écrit", "wait until that day; nothing was written"),
    )
}

/// `fork`: the root ends a fork of the log by naming the state that is abandoned.
///
/// # Errors
/// The checkpoint is not the log key's, or is one of this log.
pub fn fork(
    folder: &Path,
    checkpoint: &Path,
    account: &str,
    keys: &Keys,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let note = folder::read_file(checkpoint)?;
    act(folder, keys, terminal, |desk, root, _| {
        let opened = desk.record().log_key().and_then(|key| Checkpoint::open(&note, key).ok());
        let abandoned = opened.ok_or_else(|| not_a_checkpoint(checkpoint))?.state();
        let signed = desk.end_fork(abandoned, account, root)?;
        let (path, size, hash) = (signed.path, abandoned.size, abandoned.root);
        Ok(vec![Bilingual::new(
            format!("{path} : l’état de {} et de racine {hash} est abandonné", entries(size).fr),
            format!("{path}: the state of {} and root {hash} is abandoned", entries(size).en),
        )])
    })
}

fn not_a_checkpoint(path: &Path) -> AppError {
    let shown = path.display();
    AppError::new(
        Bilingual::new(
            format!("{shown} n’est pas un point de contrôle signé par la clé de ce journal"),
            format!("{shown} is no checkpoint signed by the key of this log"),
        ),
        Bilingual::new(
            "donner le fichier tel que l’autre poste l’a écrit dans submissions/log/checkpoints/",
            "give the file as the other machine wrote it in submissions/log/checkpoints/",
        ),
    )
}
