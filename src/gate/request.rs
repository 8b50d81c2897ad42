//! A pull request: what may change at all, then what each file says.

use super::{Answer, ORDINARY_FILE, Scratch, Verdict, flawed, order, told};
use crate::language::Bilingual;
use crate::record::Record;
use crate::report::Code;
use crate::statement::Kind;
use crate::submission::{Change, ChangeKind, ChangeSet, Flaw, Objects, Rejection, too_large};
use crate::tree::{FilePath, FileTree};

/// The largest number of paths one pull request may change.
pub const MOST_CHANGES: usize = 500;

/// Judges `set` against `record` and the files of its folder, in the order in which they would
/// be recorded: after what is merged and waits already, and seeing each other.
pub fn check(set: ChangeSet, objects: &impl Objects, record: Record, folder: &FileTree) -> Vec<Verdict> {
    if let Some(flaw) = whole(&set) {
        return vec![Verdict { path: told(b""), answer: Answer::refused(flaw) }];
    }
    let mut scratch = Scratch::with_pending(record, folder);
    let shaped = set.changes.into_iter().map(|change| (shape(&change), change));
    let mut shaped: Vec<(Shape, Change)> = shaped.collect();
    shaped.sort_by_cached_key(|(shape, change)| (order(shape.as_ref().ok()), change.path.clone()));
    let mut verdicts: Vec<Verdict> = shaped
        .into_iter()
        .map(|(shape, change)| {
            let answer = shape.and_then(|(kind, path)| judge(&change, kind, &path, objects, &mut scratch));
            Verdict { path: told(&change.path), answer: answer.unwrap_or_else(Answer::refused) }
        })
        .collect();
    for verdict in &mut verdicts {
        scratch.annotate(&mut verdict.answer);
    }
    verdicts
}

/// Why a request is refused as a whole, before any of its paths is looked at.
fn whole(set: &ChangeSet) -> Option<Rejection> {
    match set.flaw {
        None if set.changes.len() <= MOST_CHANGES => None,
        None | Some(Flaw::TooMany) => {
            let message = Bilingual::new(
                format!("plus de {MOST_CHANGES} fichiers, ou trop de dossiers ou de commits : rien d’autre n’a été lu"),
                format!("more than {MOST_CHANGES} files, or too many folders or commits: nothing else was read"),
            );
            Some(Rejection::new(Code::TooManyFiles, message))
        }
        Some(flaw) => Some(flawed(flaw)),
    }
}

/// Kind and path of a change that may be looked at, or why not.
type Shape = Result<(Kind, FilePath), Rejection>;

/// Path, kind of change and mode: all that can be judged without the object.
fn shape(change: &Change) -> Shape {
    let path = std::str::from_utf8(&change.path).ok().and_then(|text| FilePath::parse(text).ok());
    let place = path.and_then(|path| kind_at(&path).map(|kind| (kind, path)));
    match (change.kind, place) {
        (ChangeKind::Unreadable, _) => Err(Rejection::plain(Code::ObjectUnreadable)),
        (ChangeKind::Repeated, _) => Err(Rejection::plain(Code::PathTwice)),
        (ChangeKind::Misnamed, _) | (_, None) => Err(Rejection::plain(Code::PathForbidden)),
        (ChangeKind::Added, Some(place)) if change.mode == ORDINARY_FILE => Ok(place),
        (ChangeKind::Added, Some(_)) => Err(Rejection::plain(Code::ModeForbidden)),
        (ChangeKind::Modified | ChangeKind::Deleted, Some(_)) => Err(Rejection::plain(Code::NotAnAddition)),
    }
}

fn judge(
    change: &Change,
    kind: Kind,
    path: &FilePath,
    objects: &impl Objects,
    scratch: &mut Scratch,
) -> Result<Answer, Rejection> {
    let unreadable = |fault: crate::submission::ObjectFault| {
        let words = fault.to_string();
        Rejection::new(Code::ObjectUnreadable, Bilingual::new(words.replacen("git object", "objet git", 1), words))
    };
    let header = objects.header(&change.object).map_err(unreadable)?;
    if !header.is_blob {
        return Err(Rejection::plain(Code::ModeForbidden));
    }
    if header.size > kind.size_limit() {
        return Err(too_large(kind, header.size));
    }
    let bytes = objects.read(&change.object).map_err(unreadable)?;
    scratch.take(kind, path, &bytes)
}

/// The kind of submission whose path grammar `path` follows.
pub(super) fn kind_at(path: &FilePath) -> Option<Kind> {
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
        ["submissions", "paper", _, name] if name.ends_with(".return") => Some(Kind::Paper),
        ["submissions", "proposals", name] if name.ends_with(".md") => Some(Kind::Proposal),
        _ => None,
    }
}
