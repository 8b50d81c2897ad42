//! The gate of a pull request: a verdict for each path, before anything is merged.
//!
//! ```text
//! changes (paths, modes, sizes) + Record + what waits ─▶ Vec<Verdict>
//! ```
//!
//! Paths, modes and sizes are judged before a byte of content is asked for. The gate holds no
//! secret, reads no clock and gives every reader the same verdict. It is a courtesy: ingest and
//! audit ask every rule again.

use serde::Serialize;

use crate::language::Bilingual;
use crate::record::{Files, HandedIn, Record, handed_in};
use crate::report::Code;
use crate::statement::Kind;
use crate::statement::entry::Entry;
use crate::submission::{Change, ChangeKind, ObjectFault, Objects, Rejection};
use crate::tree::{Digest, FilePath, FileTree};

/// The largest number of paths one pull request may change.
pub const MOST_CHANGES: usize = 500;
/// The mode of an ordinary file in a tree of git.
const ORDINARY_FILE: u32 = 0o100_644;

/// What the gate says of one path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The path; bytes that are no UTF-8 are replaced by U+FFFD.
    pub path: String,
    /// Taken, or refused with a reason.
    #[serde(flatten)]
    pub answer: Answer,
}

/// Taken, or refused with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub enum Answer {
    /// It can be merged; it counts once it is recorded.
    Taken {
        /// What it is.
        kind: &'static str,
        /// The vote or the proposal.
        subject: String,
        /// The hash of its text.
        text: Digest,
    },
    /// It cannot.
    Refused {
        /// The stable code.
        code: Code,
        /// Line, column and length, where the reason has a place.
        place: Option<(u32, u32, u32)>,
        /// What was found and what was expected.
        message: Bilingual,
        /// The next step that mends it.
        help: Bilingual,
    },
}

/// Judges `changes` against `record` and the files of its folder, in the order in which they
/// would be recorded: after what is merged and waits already, and seeing each other.
///
/// # Errors
/// An object that the repository should have and does not.
pub fn check(
    changes: Vec<Change>,
    objects: &impl Objects,
    record: &Record,
    folder: &FileTree,
) -> Result<Vec<Verdict>, ObjectFault> {
    if changes.len() > MOST_CHANGES {
        return Ok(changes.iter().take(1).map(|change| refused(change, &too_many())).collect());
    }
    let mut scratch = with_pending(record, folder);
    let mut shaped: Vec<(Change, Shape)> = changes
        .into_iter()
        .map(|change| {
            let shape = shape(&change);
            (change, shape)
        })
        .collect();
    shaped.sort_by_cached_key(|(change, shape)| {
        let order = shape.as_ref().ok().map(|(path, kind)| HandedIn::order(*kind, path));
        (order, change.path.clone())
    });
    shaped.into_iter().map(|(change, shape)| judge(&change, shape, objects, &mut scratch)).collect()
}

/// The record as it will be once what is merged already is recorded.
fn with_pending(record: &Record, folder: &FileTree) -> Record {
    let mut scratch = record.clone();
    for waiting in handed_in(record, folder) {
        let bytes = folder.get(&waiting.path).unwrap_or_default();
        if let Ok(subject) = admit(&scratch, waiting.kind, &waiting.path, bytes).map(|(subject, _)| subject) {
            // Admitted a moment ago, so it applies.
            let _ = scratch.apply(entry(waiting.kind, subject, bytes), &waiting.path, bytes, &Files::default());
        }
    }
    scratch
}

/// Path and kind of a change that may be looked at, or why not.
type Shape = Result<(FilePath, Kind), Rejection>;

fn entry(kind: Kind, subject: String, bytes: &[u8]) -> Entry {
    Entry { kind, subject, file: Digest::of(bytes) }
}

/// The subject of a file that the rules admit, and the hash of its text.
fn admit(record: &Record, kind: Kind, path: &FilePath, bytes: &[u8]) -> Result<(String, Digest), Rejection> {
    match kind {
        Kind::Ballot => record.admit_ballot(path, bytes).map(|ballot| {
            let ballot = ballot.into_verified();
            (ballot.statement().vote.to_string(), ballot.text_hash())
        }),
        _ => record.admit_proposal(path, bytes).map(|proposal| {
            let proposal = proposal.into_verified();
            (proposal.statement().slug.to_string(), proposal.text_hash())
        }),
    }
}

fn judge(change: &Change, shape: Shape, objects: &impl Objects, record: &mut Record) -> Result<Verdict, ObjectFault> {
    let (path, kind) = match shape {
        Ok(shape) => shape,
        Err(rejection) => return Ok(refused(change, &rejection)),
    };
    let header = objects.header(&change.object)?;
    if !header.is_blob {
        return Ok(refused(change, &Rejection::plain(Code::ModeForbidden)));
    }
    if header.size > kind.size_limit() {
        return Ok(refused(change, &crate::submission::too_large(kind, header.size)));
    }
    let bytes = objects.read(&change.object)?;
    let applied = admit(record, kind, &path, &bytes).and_then(|(subject, text)| {
        record.apply(entry(kind, subject.clone(), &bytes), &path, &bytes, &Files::default())?;
        Ok((subject, text))
    });
    Ok(match applied {
        Ok((subject, text)) => {
            Verdict { path: path.to_string(), answer: Answer::Taken { kind: kind.word(), subject, text } }
        }
        Err(rejection) => refused(change, &rejection),
    })
}

/// Path, kind of change and mode: all that can be judged without the object.
fn shape(change: &Change) -> Shape {
    let path = std::str::from_utf8(&change.path).ok().and_then(|text| FilePath::parse(text).ok());
    let Some((path, kind)) = path.and_then(|path| kind_at(&path).map(|kind| (path, kind))) else {
        return Err(Rejection::plain(Code::PathForbidden));
    };
    match change.kind {
        ChangeKind::Added if change.mode == ORDINARY_FILE => Ok((path, kind)),
        ChangeKind::Added => Err(Rejection::plain(Code::ModeForbidden)),
        ChangeKind::Modified | ChangeKind::Deleted => Err(Rejection::plain(Code::NotAnAddition)),
    }
}

/// The kind of submission whose path grammar `path` follows.
fn kind_at(path: &FilePath) -> Option<Kind> {
    let plain = |segment: &str| {
        !segment.is_empty()
            && segment.len() <= 80
            && segment.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))
            && !segment.starts_with(['.', '-'])
    };
    if !path.segments().all(plain) {
        return None;
    }
    match path.segments().collect::<Vec<_>>().as_slice() {
        ["submissions", "ballots", _, _, name] if name.ends_with(".ballot") => Some(Kind::Ballot),
        ["submissions", "proposals", name] if name.ends_with(".md") => Some(Kind::Proposal),
        _ => None,
    }
}

fn too_many() -> Rejection {
    let message = Bilingual::new(
        format!("plus de {MOST_CHANGES} fichiers : rien d’autre n’a été lu"),
        format!("more than {MOST_CHANGES} files: nothing else was read"),
    );
    Rejection::new(Code::TooManyFiles, message)
}

fn refused(change: &Change, rejection: &Rejection) -> Verdict {
    let path = String::from_utf8_lossy(&change.path).replace('\n', "\u{fffd}");
    let Rejection { code, place, message, .. } = rejection.clone();
    Verdict { path, answer: Answer::Refused { code, place, message, help: code.remedy() } }
}

/// Whether every path is taken.
#[must_use]
pub fn all_taken(verdicts: &[Verdict]) -> bool {
    verdicts.iter().all(|verdict| matches!(verdict.answer, Answer::Taken { .. }))
}
