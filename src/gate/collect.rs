//! Files brought to the clerk by other ways than a pull request: a folder, a bundle.
//!
//! Their names say nothing. A file is judged at the path that its text gives, which is known
//! once its signature holds; everything else is as for a pull request.

use serde::Serialize;

use super::{Answer, ORDINARY_FILE, Scratch, flawed, order, told};
use crate::language::Bilingual;
use crate::record::Record;
use crate::report::Code;
use crate::statement::Kind;
use crate::submission::{Brought, Change, ChangeKind, Envelope, Objects, Rejection, too_large};
use crate::tree::{Digest, FilePath, FileTree};

/// What became of a file that was brought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Offer {
    /// Its name where it was found.
    pub name: String,
    /// Taken, or refused with a reason.
    #[serde(flatten)]
    pub answer: Answer,
    /// Where it goes.
    #[serde(flatten)]
    pub fate: Fate,
}

/// Where a file goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "fate", content = "at", rename_all = "lowercase")]
pub enum Fate {
    /// Into the folder, at this path. A refused one is put there too where it is a submission:
    /// then the clerk records the refusal.
    Put(FilePath),
    /// Nowhere: these bytes lie there already.
    There(FilePath),
    /// Nowhere.
    Left,
}

/// What a source held.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Collected {
    /// Every file, in the order in which they are judged.
    pub offers: Vec<Offer>,
    /// What is to be written.
    #[serde(skip)]
    pub files: FileTree,
}

impl Collected {
    /// Whether every file is taken.
    #[must_use]
    pub fn all_taken(&self) -> bool {
        self.offers.iter().all(|offer| offer.answer.is_taken())
    }
}

/// Judges what was brought against `record` and what lies in `folder` already.
pub fn collect(brought: Brought, objects: &impl Objects, record: &Record, folder: &FileTree) -> Collected {
    let mut desk = Table { scratch: Scratch::with_pending(record.clone(), folder), folder, files: FileTree::new() };
    let mut read: Vec<(String, Read)> =
        brought.changes.into_iter().map(|change| (told(&change.path), open(&change, objects, record))).collect();
    read.sort_by_cached_key(|(name, read)| (order(read.as_ref().ok().map(|(place, _)| place)), name.clone()));
    let flaw = |(name, flaw): (String, _)| {
        let name = told(name.as_bytes());
        Offer { name, answer: Answer::refused(flawed(flaw)), fate: Fate::Left }
    };
    let judged = read.into_iter().map(|(name, read)| {
        let judged = read.map(|((kind, path), bytes)| desk.judge(kind, path, bytes));
        let (answer, fate) = judged.unwrap_or_else(|rejection| (Answer::refused(rejection), Fate::Left));
        Offer { name, answer, fate }
    });
    let mut offers: Vec<Offer> = brought.flaws.into_iter().map(flaw).chain(judged).collect();
    for offer in &mut offers {
        desk.scratch.annotate(&mut offer.answer);
    }
    Collected { offers, files: desk.files }
}

/// A file whose signature holds, with its kind, its own path and its bytes; or why not.
type Read = Result<((Kind, FilePath), Vec<u8>), Rejection>;

fn open(change: &Change, objects: &impl Objects, record: &Record) -> Read {
    match change.kind {
        ChangeKind::Added if change.mode == ORDINARY_FILE => {}
        ChangeKind::Added => return Err(Rejection::plain(Code::ModeForbidden)),
        ChangeKind::Unreadable => return Err(Rejection::plain(Code::ObjectUnreadable)),
        ChangeKind::Repeated => return Err(Rejection::plain(Code::PathTwice)),
        ChangeKind::Misnamed => return Err(Rejection::plain(Code::PathForbidden)),
        ChangeKind::Modified | ChangeKind::Deleted => return Err(Rejection::plain(Code::NotAnAddition)),
    }
    let unreadable = |fault: crate::submission::ObjectFault| {
        let words = format!("{}: {}", told(&change.path), fault.reason);
        Rejection::new(Code::ObjectUnreadable, Bilingual::new(words.clone(), words))
    };
    let header = objects.header(&change.object).map_err(unreadable)?;
    if !header.is_blob {
        return Err(Rejection::plain(Code::ModeForbidden));
    }
    if header.size > Kind::Proposal.size_limit() {
        return Err(too_large(Kind::Proposal, header.size));
    }
    let bytes = objects.read(&change.object).map_err(unreadable)?;
    Ok((record.own_path(&bytes)?, bytes))
}

/// The clerk's table while a source is gone through.
struct Table<'a> {
    scratch: Scratch,
    folder: &'a FileTree,
    files: FileTree,
}

impl Table<'_> {
    fn judge(&mut self, kind: Kind, path: FilePath, bytes: Vec<u8>) -> (Answer, Fate) {
        let lies = self.folder.get(&path).or_else(|| self.files.get(&path));
        if lies == Some(bytes.as_slice()) {
            return self.there(kind, path, &bytes);
        }
        if lies.is_some() {
            let message = Bilingual::new(
                format!("`{path}` porte déjà d’autres octets ; rien n’est écrasé"),
                format!("other bytes lie at `{path}` already; nothing is overwritten"),
            );
            return (Answer::refused(Rejection::new(Code::PathOccupied, message)), Fate::Left);
        }
        let answer = match self.scratch.take(kind, &path, &bytes) {
            Ok(taken) => taken,
            Err(rejection) => {
                let reason = self.scratch.record.reason_to_refuse(&path, &bytes);
                let recorded =
                    reason.is_some_and(|reason| self.scratch.record.may_refuse(&reason, &Digest::of(&bytes)));
                if !recorded {
                    return (Answer::refused(rejection), Fate::Left);
                }
                Answer::refused(rejection)
            }
        };
        self.files.insert(path.clone(), bytes);
        (answer, Fate::Put(path))
    }

    /// A file that lies in the folder already: what was said of it stands.
    fn there(&self, kind: Kind, path: FilePath, bytes: &[u8]) -> (Answer, Fate) {
        let subject = match kind {
            Kind::Ballot | Kind::Paper => path.as_str().split('/').nth(2).unwrap_or_default(),
            _ => path.file_name().split('.').next().unwrap_or_default(),
        };
        match self.scratch.record.admit(kind, &path, bytes).err() {
            Some(rejection) if rejection.code != Code::AlreadyRecorded => {
                (Answer::refused(rejection), Fate::There(path))
            }
            _ => {
                let note = Some(Bilingual::new(
                    "ces octets sont déjà dans le dossier",
                    "these bytes are in the folder already",
                ));
                let text = Envelope::open(kind, bytes).map_or_else(|_| Digest::of(bytes), |file| file.text_hash());
                let answer = Answer::Taken { kind: kind.word(), subject: subject.to_owned(), text, note };
                (answer, Fate::There(path))
            }
        }
    }
}
