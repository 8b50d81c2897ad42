//! That every file has its place.

use std::collections::BTreeSet;

use crate::clerk::tally_path;
use crate::council::VoteId;
use crate::language::Bilingual;
use crate::record::{CHECKPOINTS, ENTRIES, HandedIn, Record, pending_path};
use crate::report::{Code, Diagnostic, Place};
use crate::statement::Kind;
use crate::tree::{FilePath, FileTree, Held};

/// Every file of `submissions/` is recorded, refused, pending, or one the record itself writes.
/// `pending` is what was handed in and the log does not mention.
pub(super) fn check_strays(record: &Record, tree: &FileTree, pending: &[HandedIn]) -> Vec<Diagnostic> {
    let own = own_files(record);
    let pending_paths: BTreeSet<&FilePath> = pending.iter().map(|waiting| &waiting.path).collect();
    let submissions = tree.held_below("submissions");
    let stray = |(path, held): &(&FilePath, &Held)| {
        let placed = own.contains(path.as_str()) || path.below(CHECKPOINTS).is_some();
        !placed
            && !record.is_settled_at(&held.digest(), path)
            && !rests_on_broken(record, path)
            && !pending_paths.contains(path)
    };
    let unsigned = pending.iter().filter(|waiting| !rests_on_broken(record, &waiting.path)).filter_map(|waiting| {
        let bytes = tree.get(&waiting.path)?;
        let rejection = record.admit(waiting.kind, &waiting.path, bytes).err()?;
        rejection.signed_by.is_none().then(|| not_a_submission(&waiting.path, &rejection))
    });
    let unsigned: Vec<Diagnostic> = unsigned.collect();
    submissions.filter(stray).map(|(path, _)| out_of_place(path)).chain(unsigned).collect()
}

/// Whether a file belongs to a vote that the log names and that could not be taken up: why not
/// is told already.
fn rests_on_broken(record: &Record, path: &FilePath) -> bool {
    let folders = [
        "submissions/ballots",
        "submissions/paper",
        "submissions/turnout",
        "submissions/tallies",
        "submissions/log/pending",
    ];
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
        if vote.certificate().is_some() {
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
