//! Checkpoints, and that every file has its place.

use std::collections::BTreeSet;

use crate::clerk::{handed_in, tally_path};
use crate::council::VoteId;
use crate::council::tally::VoteState;
use crate::language::Bilingual;
use crate::log::Checkpoint;
use crate::record::{ENTRIES, Record, pending_path};
use crate::report::{Code, Diagnostic, Place};
use crate::statement::Kind;
use crate::tree::{Digest, FilePath, FileTree};

const CHECKPOINTS: &str = "submissions/log/checkpoints";

/// Every checkpoint holds under the log's key and for the entries it counts, and the newest
/// counts them all.
pub(super) fn check_checkpoints(record: &Record, tree: &FileTree) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut sizes = BTreeSet::new();
    for (path, bytes) in tree.below(CHECKPOINTS) {
        match open_checkpoint(record, path, bytes) {
            Ok(size) => {
                sizes.insert(size);
            }
            Err(reason) => findings.push(Diagnostic::error(Code::CheckpointInvalid, reason).at(Place::file(path))),
        }
    }
    let size = record.state().size;
    if findings.is_empty() && !sizes.contains(&size) {
        let message = Bilingual::new(
            format!("le journal a {size} entrées ; aucun point de contrôle ne les compte"),
            format!("the log has {size} entries; no checkpoint counts them"),
        );
        findings.push(Diagnostic::error(Code::CheckpointMissing, message).at(Place::named(CHECKPOINTS)));
    }
    findings
}

fn open_checkpoint(record: &Record, path: &FilePath, bytes: &[u8]) -> Result<u64, Bilingual> {
    let key = record.log_key().ok_or_else(|| Bilingual::new("le journal n’a pas de clé", "the log has no key"))?;
    let checkpoint = Checkpoint::open(bytes, key).map_err(|fault| {
        Bilingual::new(
            format!("le point de contrôle ne tient pas ({fault})"),
            format!("the checkpoint does not hold: {fault}"),
        )
    })?;
    let state = checkpoint.state();
    if path.file_name() != state.size.to_string() {
        return Err(Bilingual::new("son nom n’est pas sa taille", "its name is not its size"));
    }
    if record.state_at(state.size) == Some(state) {
        return Ok(state.size);
    }
    Err(Bilingual::new(
        "sa racine n’est pas celle des entrées : le journal a été réécrit, ou il manque des entrées",
        "its root is not that of the entries: the log was rewritten, or entries are missing",
    ))
}

/// Every file of `submissions/` is recorded, refused, pending, or one the record itself writes.
pub(super) fn check_strays(record: &Record, tree: &FileTree) -> Vec<Diagnostic> {
    let own = own_files(record);
    let pending = handed_in(record, tree);
    let pending_paths: BTreeSet<&FilePath> = pending.iter().map(|waiting| &waiting.path).collect();
    let submissions = tree.below("submissions");
    let stray = |(path, bytes): &(&FilePath, &[u8])| {
        let placed = own.contains(path.as_str()) || path.below(CHECKPOINTS).is_some();
        !placed
            && !rests_on_broken(record, path)
            && !pending_paths.contains(path)
            && !record.is_settled(&Digest::of(bytes))
    };
    let unsigned = pending.iter().filter(|waiting| !rests_on_broken(record, &waiting.path)).filter_map(|waiting| {
        let bytes = tree.get(&waiting.path)?;
        let rejection = match waiting.kind {
            Kind::Ballot => record.admit_ballot(&waiting.path, bytes).err()?,
            _ => record.admit_proposal(&waiting.path, bytes).err()?,
        };
        rejection.signed_by.is_none().then(|| not_a_submission(&waiting.path, &rejection))
    });
    let unsigned: Vec<Diagnostic> = unsigned.collect();
    submissions.filter(stray).map(|(path, _)| out_of_place(path)).chain(unsigned).collect()
}

/// Whether a file belongs to a vote that the log names and that could not be taken up: why not
/// is told already.
fn rests_on_broken(record: &Record, path: &FilePath) -> bool {
    let folders = ["submissions/ballots", "submissions/turnout", "submissions/tallies", "submissions/log/pending"];
    let below = folders.iter().find_map(|folder| path.below(folder)).and_then(|rest| rest.split(['/', '.']).next());
    let Some(id) = below.and_then(|name| VoteId::parse(name).ok()) else { return false };
    record.vote(&id).is_none()
        && record.entries().iter().any(|entry| entry.kind == Kind::Definition && entry.subject == id.as_str())
}

/// The paths that the clerk's commands write besides statements and checkpoints.
fn own_files(record: &Record) -> BTreeSet<String> {
    let mut paths = BTreeSet::from([ENTRIES.to_owned()]);
    for (id, vote) in record.votes() {
        if vote.state().is_some() {
            paths.insert(format!("submissions/turnout/{id}.json"));
        }
        if vote.closing().is_some() {
            paths.insert(pending_path(id));
        }
        if vote.state() == Some(VoteState::Certified) {
            paths.insert(tally_path(id).to_string());
        }
    }
    paths
}

fn out_of_place(path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        "ce fichier n’est ni consigné, ni refusé, ni en attente : il a changé, ou il n’a rien à faire ici",
        "this file is neither recorded, refused nor pending: it was changed, or it does not belong here",
    );
    let help = Bilingual::new(
        format!("voir son histoire : `git log -- {path}`"),
        format!("look at its history: `git log -- {path}`"),
    );
    Diagnostic::error(Code::FileStray, message).at(Place::file(path)).help(help)
}

fn not_a_submission(path: &FilePath, rejection: &crate::submission::Rejection) -> Diagnostic {
    let code = rejection.code;
    let message = Bilingual::new(
        format!("ce fichier n’est pas une contribution signée : {code} : {}", rejection.message.fr),
        format!("this file is no signed submission: {code}: {}", rejection.message.en),
    );
    let help = Bilingual::new(
        "s’il était consigné, ses octets ont changé ; sinon, le retirer du dossier",
        "if it was recorded, its bytes were changed; if not, take it out of the folder",
    );
    Diagnostic::error(Code::FileStray, message).at(Place::file(path)).help(help)
}
