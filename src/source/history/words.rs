//! Author, hour and subject of the commits that are named.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use git2::{Mailmap, Repository};

use super::order::Node;
use super::{Pool, commit_id};
use crate::history::{Commit, FileHistory, Stamp};
use crate::parallel;
use crate::tree::FilePath;

/// The longest name and the longest subject that are kept, in characters.
const LONGEST_NAME: usize = 100;
const LONGEST_SUBJECT: usize = 200;
/// The largest `.mailmap` that is read.
const LARGEST_MAILMAP: usize = 1024 * 1024;
/// How many commits one core takes at a time.
const PIECE: usize = 256;

/// The commits that the steps name, and the steps with their places among these.
pub(super) fn of_named(
    pool: &Pool,
    nodes: &[Node],
    mut files: BTreeMap<FilePath, FileHistory>,
) -> Result<(Vec<Commit>, BTreeMap<FilePath, FileHistory>), git2::Error> {
    let merges = merges(nodes);
    let changed = files.values().flat_map(|file| &file.changes).map(|change| change.commit);
    let named: BTreeSet<usize> = changed.flat_map(|at| [Some(at), merges[at]]).flatten().collect();
    let places: BTreeMap<usize, usize> = named.iter().enumerate().map(|(new, old)| (*old, new)).collect();
    let named: Vec<usize> = named.into_iter().collect();
    let writers = pool.with(|repository| Ok(mailmap(repository, nodes)))?;
    let read =
        parallel::pieces(&named, PIECE, |piece| pool.with(|repository| read(repository, nodes, &writers, piece)));
    let mut commits: Vec<Commit> = read.into_iter().collect::<Result<Vec<_>, _>>()?.concat();
    let mut authors = BTreeSet::new();
    for (commit, old) in commits.iter_mut().zip(&named) {
        commit.merged = merges[*old].and_then(|merge| places.get(&merge).copied());
        commit.author = shared(&mut authors, &commit.author);
    }
    for change in files.values_mut().flat_map(|file| &mut file.changes) {
        change.commit = places.get(&change.commit).copied().unwrap_or_default();
    }
    Ok((commits, files))
}

/// For each commit that is not of the main line, the first merge that brought it there. The main line is
/// HEAD, its first parent, the first parent of that, and so on.
fn merges(nodes: &[Node]) -> Vec<Option<usize>> {
    let mut main = vec![false; nodes.len()];
    let mut at = (!nodes.is_empty()).then_some(0);
    while let Some(place) = at {
        main[place] = true;
        at = nodes[place].parents.first().copied();
    }
    let mut merges: Vec<Option<usize>> = vec![None; nodes.len()];
    for (place, node) in nodes.iter().enumerate() {
        let brought_by = if main[place] { Some(place) } else { merges[place] };
        for parent in node.parents.iter().filter(|parent| !main[**parent]) {
            // Places grow towards the past.
            merges[*parent] = merges[*parent].max(brought_by);
        }
    }
    merges
}

/// The `.mailmap` of the newest commit: neither the work tree nor the settings of a machine have a say in it.
fn mailmap(repository: &Repository, nodes: &[Node]) -> String {
    let read = || -> Option<String> {
        let tree = repository.find_tree(nodes.first()?.tree).ok()?;
        let (database, id) = (repository.odb().ok()?, tree.get_name(".mailmap")?.id());
        let (size, kind) = database.read_header(id).ok()?;
        let is_borne = kind == git2::ObjectType::Blob && size <= LARGEST_MAILMAP;
        is_borne.then(|| database.read(id).ok())?.and_then(|object| String::from_utf8(object.data().to_vec()).ok())
    };
    read().filter(|text| !text.contains('\0')).unwrap_or_default()
}

fn read(repository: &Repository, nodes: &[Node], names: &str, places: &[usize]) -> Result<Vec<Commit>, git2::Error> {
    let mailmap = Mailmap::from_buffer(names)?;
    let one = |place: &usize| {
        let commit = repository.find_commit(nodes[*place].id)?;
        let author = commit.author_with_mailmap(&mailmap)?;
        let when = commit.committer().when();
        Ok(Commit {
            id: commit_id(commit.id()),
            author: plain(author.name_bytes(), LONGEST_NAME).into(),
            when: Stamp { seconds: when.seconds(), offset: when.offset_minutes() },
            subject: plain(commit.summary_bytes().unwrap_or_default(), LONGEST_SUBJECT).into(),
            merged: None,
        })
    };
    places.iter().map(one).collect()
}

fn shared(known: &mut BTreeSet<Arc<str>>, text: &Arc<str>) -> Arc<str> {
    if let Some(known) = known.get(text) {
        return Arc::clone(known);
    }
    known.insert(Arc::clone(text));
    Arc::clone(text)
}

/// Words to be shown: one line, not too long, nothing that turns the direction of what follows, and of an
/// address only what stands before its `@`.
fn plain(bytes: &[u8], longest: usize) -> String {
    // What is not UTF-8 was written when Latin-1 was usual; in it every byte is a character.
    let text = std::str::from_utf8(bytes);
    let text = text.map_or_else(|_| bytes.iter().copied().map(char::from).collect(), str::to_owned);
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words = text.split(|c: char| c.is_whitespace() || c.is_control() || turns(c));
    let line = words.filter(|word| !word.is_empty()).map(without_address).collect::<Vec<_>>().join(" ");
    if line.chars().count() <= longest { line } else { line.chars().take(longest - 1).chain(['…']).collect() }
}

/// `anna@ville.example` becomes `anna@…`.
fn without_address(word: &str) -> String {
    match word.split_once('@') {
        Some((name, host)) if !name.is_empty() && host.contains(|c: char| c.is_alphanumeric()) => {
            format!("{}@…", name.trim_start_matches(['<', '(']))
        }
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST_SUBJECT, plain};

    #[test]
    fn no_address_stands_in_what_is_shown() {
        for (bytes, shown) in [
            (&b"Anna Bee"[..], "Anna Bee"),
            (b"anna@ville.example", "anna@…"),
            (b"fix for <bela@x.example>, again", "fix for bela@… again"),
            (b"meet @ 7", "meet @ 7"),
            (b"Ren\xe9\x07 x", "René x"),
            ("\u{202e}abc".as_bytes(), "abc"),
        ] {
            assert_eq!(plain(bytes, LONGEST_SUBJECT), shown);
        }
        assert_eq!(plain("é".repeat(300).as_bytes(), 10).chars().count(), 10);
    }
}
