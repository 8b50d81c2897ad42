//! From the differences of commits to the steps of each file, in one pass, newest commit first.
//!
//! Each commit that is still to come has a [`Lane`]: the files that are followed through it, and under
//! which name. A lane goes to the first parent; what differs from that parent is looked at alone:
//!
//! - where another parent has the file with the same bytes, it is followed there, and the commit did
//!   nothing to it (this is git's own simplification: the list is that of `git log -- <file>`);
//! - otherwise the commit changed it, and it is followed to every parent, under its name there.
//!
//! So a merge that took one side's file is no step, one that joined two is, and what was written on a
//! branch and thrown away at its merge is not in the list. A file that appears while another goes is the
//! other one moved, where the bytes are the same or git finds them similar.

use std::collections::{BTreeMap, BTreeSet};

use super::{BlobId, Change, FileHistory};
use crate::tree::FilePath;

/// A path that differs between a commit and one of its parents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The path.
    pub path: FilePath,
    /// The bytes in the parent.
    pub before: Option<BlobId>,
    /// The bytes in the commit.
    pub after: Option<BlobId>,
}

/// A commit whose turn it is.
#[derive(Clone, Copy, Debug)]
pub struct Visit<'a> {
    /// Its place among the commits.
    pub commit: usize,
    /// The places of its parents.
    pub parents: &'a [usize],
    /// What differs from each parent, in the order of the paths; from nothing, where there is none.
    pub differences: &'a [Vec<Difference>],
    /// Whether it has parents that this clone does not have.
    pub is_cut: bool,
}

/// Moved files by their new path, among the differences from the parent of this number.
pub type Similar<'a> = dyn FnMut(usize) -> BTreeMap<FilePath, FilePath> + 'a;

/// The files by the order of their paths.
type Files = BTreeSet<usize>;

/// The files that are followed through a commit.
#[derive(Debug, Default)]
struct Lane {
    /// Whether every file is followed under its own name, but for those in `apart`.
    rest: bool,
    /// Files that are not followed under their own name, where the rest is.
    apart: Files,
    /// Files by the name they are followed under, besides.
    named: BTreeMap<FilePath, Files>,
}

/// The files, and how far they have been followed.
#[derive(Debug)]
pub struct Trace {
    own: BTreeMap<FilePath, usize>,
    found: Vec<FileHistory>,
    lanes: BTreeMap<usize, Lane>,
}

impl Trace {
    /// Begins at the commit at place `head`, which holds these files.
    #[must_use]
    pub fn new(head: usize, files: Vec<(FilePath, BlobId)>) -> Self {
        let found = files.iter().map(|(_, now)| FileHistory { now: *now, changes: Vec::new(), is_cut: false });
        let found = found.collect();
        let own = files.into_iter().enumerate().map(|(at, (path, _))| (path, at)).collect();
        let lane = Lane { rest: true, ..Lane::default() };
        Self { own, found, lanes: BTreeMap::from([(head, lane)]) }
    }

    /// Whether any file is followed through this commit.
    #[must_use]
    pub fn follows(&self, commit: usize) -> bool {
        self.lanes.contains_key(&commit)
    }

    /// Takes in a commit, all of whose children were taken in before. `similar` is asked only where
    /// a file appeared, another went, and their bytes differ.
    pub fn visit(&mut self, visit: &Visit<'_>, similar: &mut Similar<'_>) {
        let Some(mut lane) = self.lanes.remove(&visit.commit) else { return };
        let Some(first) = visit.differences.first() else { return };
        let moves = self.moves(visit, &lane, similar);
        let mut next: Vec<Lane> = visit.parents.iter().map(|_| Lane::default()).collect();
        for difference in first {
            let files = self.take(&mut lane, &difference.path);
            if files.is_empty() {
                continue;
            }
            match unchanged_in(visit, &difference.path) {
                Some(parent) => self.put(&mut next[parent], &difference.path, files),
                None if visit.is_cut => files.iter().for_each(|file| self.found[*file].is_cut = true),
                None => self.change(visit, difference, &files, &moves, &mut next),
            }
        }
        for (parent, mut lane_there) in visit.parents.iter().zip(next) {
            self.join(&mut lane_there, std::mem::take(&mut lane));
            let mut known = self.lanes.remove(parent).unwrap_or_default();
            self.join(&mut known, lane_there);
            if known.rest || !known.named.is_empty() {
                self.lanes.insert(*parent, known);
            }
        }
    }

    /// Every file with its steps.
    #[must_use]
    pub fn finish(self) -> BTreeMap<FilePath, FileHistory> {
        let mut found: Vec<Option<FileHistory>> = self.found.into_iter().map(Some).collect();
        let own = self.own.into_iter();
        own.filter_map(|(path, at)| Some((path, found.get_mut(at)?.take()?))).collect()
    }

    fn change(
        &mut self,
        visit: &Visit<'_>,
        difference: &Difference,
        files: &Files,
        moves: &[BTreeMap<FilePath, FilePath>],
        next: &mut [Lane],
    ) {
        let path = &difference.path;
        // It went on under another name; what lies at this one today began later.
        if moves.first().is_some_and(|moves| moves.values().any(|from| from == path)) {
            return;
        }
        let (mut before, mut moved_from) = (None, None);
        for (parent, lane) in next.iter_mut().enumerate() {
            let from = moves[parent].get(path).unwrap_or(path);
            if before.is_none() {
                before = found_in(&visit.differences[parent], from).and_then(|one| one.before);
                moved_from = Some(from).filter(|from| *from != path && before.is_some()).cloned();
            }
            self.put(lane, from, files.clone());
        }
        let (commit, after) = (visit.commit, difference.after);
        for file in files {
            let changes = &mut self.found[*file].changes;
            // Two lanes may follow a file under two names, both of which this commit changed.
            if changes.last().is_none_or(|last| last.commit != commit) {
                changes.push(Change { commit, before, after, moved_from: moved_from.clone() });
            }
        }
    }

    /// For each parent, from where the files came that are followed here and were not at their path.
    fn moves(&self, visit: &Visit<'_>, lane: &Lane, similar: &mut Similar<'_>) -> Vec<BTreeMap<FilePath, FilePath>> {
        let is_new = |one: &&Difference| {
            one.before.is_none()
                && one.after.is_some()
                && self.follows_path(lane, &one.path)
                && unchanged_in(visit, &one.path).is_none()
        };
        let from_parent = |(parent, differences): (usize, &Vec<Difference>)| {
            let new: Vec<&Difference> = differences.iter().filter(is_new).collect();
            let gone: Vec<&Difference> = differences.iter().filter(|one| one.after.is_none()).collect();
            if visit.parents.is_empty() || new.is_empty() || gone.is_empty() {
                return BTreeMap::new();
            }
            let mut moves = same_bytes(&new, &gone);
            if moves.len() < new.len().min(gone.len()) {
                add_similar(&mut moves, &new, &gone, similar(parent));
            }
            moves
        };
        visit.differences.iter().enumerate().map(from_parent).collect()
    }

    fn follows_path(&self, lane: &Lane, path: &FilePath) -> bool {
        let own = self.own.get(path).is_some_and(|file| lane.rest && !lane.apart.contains(file));
        own || lane.named.contains_key(path)
    }

    /// Takes the files out that are followed under `path`.
    fn take(&self, lane: &mut Lane, path: &FilePath) -> Files {
        let mut files = lane.named.remove(path).unwrap_or_default();
        if let Some(file) = self.own.get(path).filter(|_| lane.rest)
            && lane.apart.insert(*file)
        {
            files.insert(*file);
        }
        files
    }

    /// Follows `files` under `path` from here on.
    fn put(&self, lane: &mut Lane, path: &FilePath, mut files: Files) {
        if lane.rest
            && let Some(file) = self.own.get(path)
            && files.remove(file)
        {
            lane.apart.remove(file);
        }
        if !files.is_empty() {
            lane.named.entry(path.clone()).or_default().append(&mut files);
        }
    }

    /// Follows in `lane` what `other` follows too. The rest goes to the first parent alone, so one of them at
    /// most has it.
    fn join(&self, lane: &mut Lane, mut other: Lane) {
        if other.rest && !lane.rest {
            std::mem::swap(lane, &mut other);
        }
        for (path, files) in other.named {
            self.put(lane, &path, files);
        }
    }
}

fn found_in<'a>(differences: &'a [Difference], path: &FilePath) -> Option<&'a Difference> {
    let at = differences.binary_search_by(|one| one.path.cmp(path)).ok()?;
    differences.get(at)
}

/// The first of the other parents that has the path as the commit has it.
fn unchanged_in(visit: &Visit<'_>, path: &FilePath) -> Option<usize> {
    (1..visit.parents.len()).find(|parent| found_in(&visit.differences[*parent], path).is_none())
}

/// Of several files with the same bytes, one of the same name is taken first.
fn same_bytes(new: &[&Difference], gone: &[&Difference]) -> BTreeMap<FilePath, FilePath> {
    let mut by_bytes: BTreeMap<BlobId, Vec<&FilePath>> = BTreeMap::new();
    for one in gone {
        by_bytes.entry(one.before.unwrap_or(BlobId([0; 20]))).or_default().push(&one.path);
    }
    let mut moves = BTreeMap::new();
    for one in new {
        let Some(paths) = one.after.and_then(|bytes| by_bytes.get_mut(&bytes)).filter(|paths| !paths.is_empty()) else {
            continue;
        };
        let named = paths.iter().position(|path| path.file_name() == one.path.file_name()).unwrap_or(0);
        moves.insert(one.path.clone(), paths.remove(named).clone());
    }
    moves
}

fn add_similar(
    moves: &mut BTreeMap<FilePath, FilePath>,
    new: &[&Difference],
    gone: &[&Difference],
    similar: BTreeMap<FilePath, FilePath>,
) {
    let mut used: BTreeSet<FilePath> = moves.values().cloned().collect();
    for (path, from) in similar {
        let fits = new.iter().any(|one| one.path == path) && gone.iter().any(|one| one.path == from);
        if fits && !moves.contains_key(&path) && used.insert(from.clone()) {
            moves.insert(path, from);
        }
    }
}
