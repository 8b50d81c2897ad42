//! The gate of a pull request: a verdict for each path, before anything is merged.
//!
//! ```text
//! changes (paths, modes, sizes) + Record ─▶ Vec<Verdict>
//! ```
//!
//! Paths, modes and sizes are judged before a byte of content is asked for. The gate holds no
//! secret, reads no clock and gives every reader the same verdict. It is a courtesy: ingest and
//! audit ask every rule again.

use serde::Serialize;

use crate::language::Bilingual;
use crate::record::{Files, Record};
use crate::report::Code;
use crate::statement::Kind;
use crate::statement::entry::Entry;
use crate::submission::{Change, ChangeKind, ObjectFault, Objects, Rejection};
use crate::tree::{Digest, FilePath};

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

/// Judges `changes`, in the order in which the files would be recorded.
///
/// # Errors
/// An object that the repository should have and does not.
pub fn check(mut changes: Vec<Change>, objects: &impl Objects, record: &Record) -> Result<Vec<Verdict>, ObjectFault> {
    changes.sort_by(|a, b| a.path.cmp(&b.path));
    if changes.len() > MOST_CHANGES {
        return Ok(changes.iter().take(1).map(|change| refused(change, &too_many())).collect());
    }
    // Files of one pull request see each other, as they will when they are recorded.
    let mut scratch = record.clone();
    changes.iter().map(|change| judge(change, objects, &mut scratch)).collect()
}

fn judge(change: &Change, objects: &impl Objects, record: &mut Record) -> Result<Verdict, ObjectFault> {
    let (path, kind) = match check_shape(change) {
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
    let admitted = match kind {
        Kind::Ballot => record.admit_ballot(&path, &bytes).map(|ballot| {
            let ballot = ballot.into_verified();
            (ballot.statement().vote.to_string(), ballot.text_hash())
        }),
        _ => record.admit_proposal(&path, &bytes).map(|proposal| {
            let proposal = proposal.into_verified();
            (proposal.statement().slug.to_string(), proposal.text_hash())
        }),
    };
    let (subject, text) = match admitted {
        Ok(admitted) => admitted,
        Err(rejection) => return Ok(refused(change, &rejection)),
    };
    let entry = Entry { kind, subject: subject.clone(), file: Digest::of(&bytes) };
    if let Err(rejection) = record.apply(entry, &path, &bytes, &Files::default()) {
        return Ok(refused(change, &rejection));
    }
    Ok(Verdict { path: path.to_string(), answer: Answer::Taken { kind: kind.word(), subject, text } })
}

/// Path, kind of change and mode: all that can be judged without the object.
fn check_shape(change: &Change) -> Result<(FilePath, Kind), Rejection> {
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
    let path = String::from_utf8_lossy(&change.path).into_owned();
    let Rejection { code, place, message, .. } = rejection.clone();
    Verdict { path, answer: Answer::Refused { code, place, message, help: code.remedy() } }
}

/// Whether every path is taken.
#[must_use]
pub fn all_taken(verdicts: &[Verdict]) -> bool {
    verdicts.iter().all(|verdict| matches!(verdict.answer, Answer::Taken { .. }))
}
