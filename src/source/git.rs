//! A git repository, read as objects: no checkout, no filter, no replace ref.
//!
//! git2 does not follow `refs/replace`. Object ids find bytes and prove nothing: what counts is
//! the SHA-256 that the log records.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use git2::{ObjectType, Oid, Repository};

use crate::key::PublicKey;
use crate::submission::{Armour, Change, ChangeKind, ChangeSet, Flaw, ObjectFault, ObjectHeader, ObjectId, Objects};
use crate::tree::{FilePath, FileTree};

/// The deepest folder that is looked into.
const DEEPEST: usize = 12;
/// The most paths that a comparison lists before it gives up; the gate takes far fewer.
const MOST_PATHS: usize = 2_000;
/// The most folders that are looked into at one time: a few small objects can spell a tree of
/// any number of them.
const MOST_FOLDERS: usize = 50_000;
/// The largest folder object that is read: some hundred thousand names.
const LARGEST_TREE: usize = 16 * 1024 * 1024;
/// The most commits of its own that a branch may bring before it is judged.
const MOST_COMMITS: usize = 10_000;
/// The largest commit object that is read of a branch.
const LARGEST_COMMIT: usize = 1024 * 1024;
/// The largest blob read of the council's own files.
const LARGEST_BLOB: usize = 64 * 1024 * 1024;

/// A repository that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum GitError {
    /// There is no repository, or libgit2 cannot read it (partial clone, reftable).
    #[error("cannot read a git repository at {path}: {reason}")]
    Open {
        /// Where it was looked for.
        path: PathBuf,
        /// What git said.
        reason: String,
    },
    /// A revision that names no commit.
    #[error("no commit is named `{revision}`: {reason}")]
    Revision {
        /// The revision as it was given.
        revision: String,
        /// What git said.
        reason: String,
    },
    /// An object that should be there.
    #[error("the repository is damaged: {0}")]
    Object(String),
    /// More folders or changed paths than any council has.
    #[error("the commit has more folders, or changes more paths, than are looked at")]
    TooMany,
}

impl From<git2::Error> for GitError {
    fn from(error: git2::Error) -> Self {
        Self::Object(error.message().to_owned())
    }
}

/// A commit whose lines are no longer the first ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shrunk {
    /// Its id.
    pub commit: String,
    /// Whether lines only went missing at the end; otherwise they were replaced.
    pub only_shorter: bool,
}

/// Files of one folder that may have been there before the log had an entry.
pub struct Earlier<'a> {
    /// How the line of that entry begins.
    pub entry: String,
    /// The folder.
    pub folder: String,
    /// Their names and bytes.
    pub files: Vec<(&'a str, &'a [u8])>,
}

/// A git repository.
pub struct GitSource {
    repository: Repository,
}

impl GitSource {
    /// The repository that `folder` lies in.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, GitError> {
        // An object is not hashed again with SHA-1 when it is read; git does not do it either. What
        // counts is bound by SHA-256: each file by its entry, the entries by the checkpoints, what
        // is published by the recount. For the whole process, so it is said where all begins.
        git2::opts::strict_hash_verification(false);
        let reason =
            |error: git2::Error| GitError::Open { path: folder.to_owned(), reason: error.message().to_owned() };
        Repository::discover(folder).map(|repository| Self { repository }).map_err(reason)
    }

    /// A repository that was made here.
    pub(super) fn of(repository: Repository) -> Self {
        Self { repository }
    }

    /// Where its objects lie.
    pub(super) fn objects_folder(&self) -> PathBuf {
        self.repository.commondir().join("objects")
    }

    /// Finds objects in `folder` too: a hook is asked about objects that git still keeps apart.
    ///
    /// # Errors
    /// There is no such folder.
    pub fn look_also_in(&self, folder: &Path) -> Result<(), GitError> {
        let shown = folder.to_str().ok_or_else(|| GitError::Object(format!("{} is no UTF-8", folder.display())))?;
        Ok(self.repository.odb()?.add_disk_alternate(shown)?)
    }

    /// The full name of the branch that HEAD names, whether it exists or not.
    ///
    /// # Errors
    /// HEAD names none.
    pub fn head_branch(&self) -> Result<String, GitError> {
        let head = self.repository.find_reference("HEAD")?;
        let name = head.symbolic_target()?.map(str::to_owned);
        name.ok_or_else(|| GitError::Object("HEAD names no branch".to_owned()))
    }

    /// The file at `path` in the commit `revision`; nothing where there is none, or one of more than
    /// `most` bytes: its header is asked first.
    ///
    /// # Errors
    /// No such commit, or a damaged object.
    pub fn file(&self, revision: &str, path: &str, most: usize) -> Result<Option<Vec<u8>>, GitError> {
        let Some(id) = self.at(revision, path, ObjectType::Blob)? else { return Ok(None) };
        let database = self.repository.odb()?;
        let (size, kind) = database.read_header(id)?;
        if kind != ObjectType::Blob || size > most.min(LARGEST_BLOB) {
            return Ok(None);
        }
        Ok(Some(database.read(id)?.data().to_vec()))
    }

    /// The names in the folder at `path` in the commit `revision`; none where there is no such folder.
    ///
    /// # Errors
    /// No such commit, or a damaged object.
    pub fn names(&self, revision: &str, path: &str) -> Result<Vec<String>, GitError> {
        let Some(id) = self.at(revision, path, ObjectType::Tree)? else { return Ok(Vec::new()) };
        self.names_in(id)
    }

    fn names_in(&self, tree: Oid) -> Result<Vec<String>, GitError> {
        Ok(self.tree(tree)?.iter().filter_map(|entry| entry.name().ok().map(str::to_owned)).collect())
    }

    /// The folder, directly in the outermost one, below which the commit `revision` has a file at
    /// `path`.
    ///
    /// # Errors
    /// No such commit, or a damaged object.
    pub fn folder_with(&self, revision: &str, path: &str) -> Result<Option<String>, GitError> {
        for name in self.names_in(self.commit(revision)?.tree_id())? {
            if self.at(revision, &format!("{name}/{path}"), ObjectType::Blob)?.is_some() {
                return Ok(Some(name));
            }
        }
        Ok(None)
    }

    /// What lies at `path` in the commit `revision`, where it is of this kind. No folder on the way
    /// is read that is larger than is borne.
    fn at(&self, revision: &str, path: &str, kind: ObjectType) -> Result<Option<Oid>, GitError> {
        let (mut id, mut found) = (self.commit(revision)?.tree_id(), ObjectType::Tree);
        for name in path.split('/') {
            if found != ObjectType::Tree {
                return Ok(None);
            }
            let folder = self.tree(id)?;
            let Some(entry) = folder.get_name(name) else { return Ok(None) };
            (id, found) = (entry.id(), entry.kind().unwrap_or(ObjectType::Any));
        }
        Ok((found == kind).then_some(id))
    }

    /// The names in the outermost folder, other than `folder`, that differ between two commits.
    ///
    /// # Errors
    /// No such commit, or a damaged object.
    pub fn differing_outside(&self, old: &str, new: &str, folder: &str) -> Result<Vec<String>, GitError> {
        let names = |revision: &str| self.entries(Some(self.commit(revision)?.tree_id()));
        let (old, new) = (names(old)?, names(new)?);
        let all: BTreeSet<&Vec<u8>> = old.keys().chain(new.keys()).collect();
        let differs = |name: &&&Vec<u8>| name.as_slice() != folder.as_bytes() && old.get(**name) != new.get(**name);
        Ok(all.iter().filter(differs).map(|name| String::from_utf8_lossy(name).into_owned()).collect())
    }

    /// The id of the commit `revision`.
    ///
    /// # Errors
    /// There is none.
    pub fn id_of(&self, revision: &str) -> Result<String, GitError> {
        Ok(self.commit(revision)?.id().to_string())
    }

    /// The folder of the work tree; nothing for a bare repository.
    #[must_use]
    pub fn work_tree(&self) -> Option<&Path> {
        self.repository.workdir()
    }

    /// The folder of git's own files for this work tree.
    #[must_use]
    pub fn git_folder(&self) -> &Path {
        self.repository.path()
    }

    /// Whether a merge, a rebase or the like is under way, or left paths unmerged.
    #[must_use]
    pub fn is_merging(&self) -> bool {
        let unmerged = self.repository.index().is_ok_and(|index| index.has_conflicts());
        unmerged || self.repository.state() != git2::RepositoryState::Clean
    }

    /// The newest commit before `revision` in which the lines of `file` were not the first lines
    /// of what they are now; nothing where they only grew. A file with another first line is
    /// another file.
    ///
    /// `excused` is asked about an old text that is no beginning; what it excuses is passed over.
    ///
    /// No old text is read as long as all is well: a text of that length that begins the newest
    /// one has that very id.
    ///
    /// # Errors
    /// No such commit, or a damaged object.
    pub fn shrunk(
        &self,
        revision: &str,
        file: &str,
        mut excused: impl FnMut(&[u8]) -> bool,
    ) -> Result<Option<Shrunk>, GitError> {
        let head = self.commit(revision)?;
        let database = self.repository.odb()?;
        let newest = match head.tree()?.get_path(Path::new(file)) {
            Ok(entry) => database.read(entry.id())?.data().to_vec(),
            Err(_) => Vec::new(),
        };
        let mut walk = self.repository.revwalk()?;
        walk.set_sorting(git2::Sort::TOPOLOGICAL)?;
        walk.push(head.id())?;
        let mut seen = BTreeSet::new();
        for commit in walk {
            let commit = self.repository.find_commit(commit?)?;
            let Ok(entry) = commit.tree()?.get_path(Path::new(file)) else { continue };
            if entry.kind() != Some(ObjectType::Blob) || !seen.insert(entry.id()) {
                continue;
            }
            let (size, _) = database.read_header(entry.id())?;
            let begins = newest.get(..size).map(|start| Oid::hash_object(ObjectType::Blob, start)).transpose()?;
            if begins == Some(entry.id()) || size > LARGEST_BLOB {
                continue;
            }
            let old = database.read(entry.id())?;
            let first = |text: &[u8]| text.split(|byte| *byte == b'\n').next().map(<[u8]>::to_vec);
            if first(old.data()) == first(&newest) && !excused(old.data()) {
                return Ok(Some(Shrunk {
                    commit: commit.id().to_string(),
                    only_shorter: old.data().starts_with(&newest),
                }));
            }
        }
        Ok(None)
    }

    /// Whether a commit of `head` that `base` does not have holds a `file` whose lines are not the first
    /// lines of what they are in `base`. Once it is merged, [`GitSource::shrunk`] would find it for ever.
    ///
    /// # Errors
    /// No such commit, or a damaged object.
    pub fn brings_other(&self, base: &str, head: &str, file: &str) -> Result<bool, GitError> {
        let database = self.repository.odb()?;
        let newest = self.at(base, file, ObjectType::Blob)?;
        let mut others = BTreeSet::new();
        for commit in self.new_commits(base, head)? {
            others.extend(self.at(&commit.to_string(), file, ObjectType::Blob)?.filter(|id| Some(*id) != newest));
        }
        if others.is_empty() {
            return Ok(false);
        }
        let newest = newest.map(|id| Ok::<_, GitError>(database.read(id)?.data().to_vec())).transpose()?;
        let newest = newest.unwrap_or_default();
        for id in others {
            let (size, _) = database.read_header(id)?;
            let begins = newest.get(..size).map(|start| Oid::hash_object(ObjectType::Blob, start)).transpose()?;
            if begins != Some(id) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The files below `folders` that a commit between `set.base` and `set.head` added and the last
    /// one no longer has with the same bytes: once merged, the history holds them for ever.
    ///
    /// # Errors
    /// A damaged object, or more commits and folders than one request may have.
    pub fn taken_back(&self, set: &ChangeSet, folders: &[&str]) -> Result<BTreeSet<Vec<u8>>, GitError> {
        let Some(merge_base) = &set.merge_base else { return Ok(BTreeSet::new()) };
        let before = self.commit(merge_base)?.tree_id();
        let kept: BTreeSet<(&[u8], &ObjectId)> =
            set.changes.iter().map(|change| (change.path.as_slice(), &change.object)).collect();
        let within = |path: &[u8]| folders.iter().any(|folder| path.starts_with(folder.as_bytes()));
        let is_lost = |change: &Change| {
            let kept = kept.contains(&(change.path.as_slice(), &change.object));
            change.kind != ChangeKind::Deleted && !kept && within(&change.path)
        };
        let (mut lost, mut budget) = (BTreeSet::new(), MOST_FOLDERS);
        for commit in self.new_commits(&set.base, &set.head)? {
            let tree = self.small_commit(commit)?.tree_id();
            let mut comparison = Comparison { changes: Vec::new(), budget };
            self.compare(Some(before), Some(tree), &[], 0, &mut comparison)?;
            budget = comparison.budget;
            lost.extend(comparison.changes.into_iter().filter(is_lost).map(|change| change.path));
        }
        Ok(lost)
    }

    /// The commits of `head` that `base` does not have.
    fn new_commits(&self, base: &str, head: &str) -> Result<Vec<Oid>, GitError> {
        let mut walk = self.repository.revwalk()?;
        walk.push(self.commit(head)?.id())?;
        walk.hide(self.commit(base)?.id())?;
        let commits: Vec<Oid> = walk.take(MOST_COMMITS + 1).collect::<Result<_, _>>()?;
        if commits.len() > MOST_COMMITS { Err(GitError::TooMany) } else { Ok(commits) }
    }

    /// Which of the `wanted` files a commit held, with the same bytes, before the entry came into
    /// `log`: their paths, each with that commit.
    ///
    /// Only what the commit that brought the entry goes on from is looked at: a commit that was
    /// merged later may have any date and any parent, and shows nothing.
    ///
    /// # Errors
    /// No such commit, or a damaged object.
    pub fn held_before(
        &self,
        revision: &str,
        log: &str,
        wanted: &[Earlier<'_>],
    ) -> Result<BTreeMap<String, String>, GitError> {
        let mut walk = self.repository.revwalk()?;
        walk.set_sorting(git2::Sort::TOPOLOGICAL)?;
        walk.push(self.commit(revision)?.id())?;
        let database = self.repository.odb()?;
        // The entries that each text of the log has, by their places in `wanted`.
        let mut logs: BTreeMap<Oid, BTreeSet<usize>> = BTreeMap::new();
        let mut entries_of = |commit: &git2::Commit<'_>| -> Result<BTreeSet<usize>, GitError> {
            let Ok(entry) = commit.tree()?.get_path(Path::new(log)) else { return Ok(BTreeSet::new()) };
            if let Some(known) = logs.get(&entry.id()) {
                return Ok(known.clone());
            }
            let (size, kind) = database.read_header(entry.id())?;
            let mut found = BTreeSet::new();
            if kind == ObjectType::Blob && size <= LARGEST_BLOB {
                let text = database.read(entry.id())?;
                for line in text.data().split(|byte| *byte == b'\n') {
                    let begun = |(_, one): &(usize, &Earlier<'_>)| line.starts_with(one.entry.as_bytes());
                    found.extend(wanted.iter().enumerate().filter(begun).map(|(at, _)| at));
                }
            }
            logs.insert(entry.id(), found.clone());
            Ok(found)
        };
        let (mut before, mut looked_into) = (BTreeMap::<Oid, BTreeSet<usize>>::new(), BTreeSet::new());
        let mut held = BTreeMap::new();
        for id in walk {
            let commit = self.repository.find_commit(id?)?;
            let entries = entries_of(&commit)?;
            let mut earlier = before.remove(&commit.id()).unwrap_or_default();
            for at in earlier.difference(&entries) {
                let one = &wanted[*at];
                let Ok(folder) = commit.tree()?.get_path(Path::new(&one.folder)) else { continue };
                if folder.kind() != Some(ObjectType::Tree) || !looked_into.insert((*at, folder.id())) {
                    continue;
                }
                let folder = self.tree(folder.id())?;
                for (name, bytes) in &one.files {
                    let Some(entry) = folder.get_name(name) else { continue };
                    if entry.id() == Oid::hash_object(ObjectType::Blob, bytes)? {
                        held.insert(format!("{}/{name}", one.folder), commit.id().to_string());
                    }
                }
            }
            // A commit brought an entry where none of those before it has it.
            let mut brought = entries;
            // A shallow clone does not have every parent.
            for parent in commit.parent_ids().filter_map(|parent| self.repository.find_commit(parent).ok()) {
                let known = entries_of(&parent)?;
                brought.retain(|at| !known.contains(at));
            }
            earlier.extend(brought);
            if !earlier.is_empty() {
                for parent in commit.parent_ids() {
                    before.entry(parent).or_default().extend(&earlier);
                }
            }
        }
        Ok(held)
    }

    /// The files of the commit `revision` below any of `folders`. Symbolic links, submodules and
    /// paths that are no [`FilePath`] are left out: they are never part of the record.
    ///
    /// # Errors
    /// No such commit, or a damaged object.
    pub fn files(&self, revision: &str, folders: &[&str]) -> Result<FileTree, GitError> {
        self.files_where(revision, folders, &|_| true)
    }

    /// As [`GitSource::files`], without the files and folders whose path `wanted` refuses: they are
    /// not read.
    ///
    /// # Errors
    /// As there.
    pub fn files_where(
        &self,
        revision: &str,
        folders: &[&str],
        wanted: &dyn Fn(&[u8]) -> bool,
    ) -> Result<FileTree, GitError> {
        let root = self.commit(revision)?.tree()?;
        let mut named: Vec<(FilePath, Oid)> = Vec::new();
        let mut collect = |path: &[u8], mode: i32, id: Oid| -> Result<(), GitError> {
            let path = std::str::from_utf8(path).ok().and_then(|text| FilePath::parse(text).ok());
            named.extend(path.filter(|_| mode == 0o100_644 || mode == 0o100_755).map(|path| (path, id)));
            Ok(())
        };
        let mut budget = MOST_FOLDERS;
        for folder in folders {
            match root.get_path(Path::new(folder)) {
                Ok(entry) if entry.kind() == Some(ObjectType::Tree) => {
                    self.walk((entry.id(), 0), folder.as_bytes(), wanted, &mut budget, &mut collect)?;
                }
                _ => {}
            }
        }
        self.read_files(named)
    }

    /// The bytes of each named object that is not too large.
    fn read_files(&self, named: Vec<(FilePath, Oid)>) -> Result<FileTree, GitError> {
        let database = self.repository.odb()?;
        let mut files: Vec<(FilePath, Arc<[u8]>)> = Vec::with_capacity(named.len());
        for (path, id) in named {
            let (size, _) = database.read_header(id)?;
            if size <= LARGEST_BLOB {
                files.push((path, Arc::from(database.read(id)?.data())));
            }
        }
        Ok(files.into_iter().collect())
    }

    /// What `head` changes since it left `base`: every path that differs between their merge
    /// base and `head`. What makes the answer doubtful is told with it, never guessed.
    ///
    /// # Errors
    /// No such commit, or a damaged object of the base.
    pub fn changes(&self, base: &str, head: &str) -> Result<ChangeSet, GitError> {
        let (from, to) = (self.commit(base)?, self.commit(head)?);
        let set = ChangeSet { base: from.id().to_string(), head: to.id().to_string(), ..ChangeSet::default() };
        if self.is_altered() {
            return Ok(ChangeSet { flaw: Some(Flaw::Altered), ..set });
        }
        let merge_base = match self.merge_base(from.id(), to.id())? {
            Ok(id) => id,
            Err(flaw) => return Ok(ChangeSet { flaw: Some(flaw), ..set }),
        };
        let before = self.repository.find_commit(merge_base)?.tree_id();
        let mut comparison = Comparison { changes: Vec::new(), budget: MOST_FOLDERS };
        let flaw = match self.compare(Some(before), Some(to.tree_id()), &[], 0, &mut comparison) {
            Ok(()) => None,
            Err(GitError::TooMany) => Some(Flaw::TooMany),
            Err(error) => return Err(error),
        };
        Ok(ChangeSet { merge_base: Some(merge_base.to_string()), changes: comparison.changes, flaw, ..set })
    }

    /// The one commit in which both were one, or why there is none.
    ///
    /// The branch's own commits are counted first: the work is bounded by the history of the base,
    /// which is ours, and by that number.
    fn merge_base(&self, base: Oid, head: Oid) -> Result<Result<Oid, Flaw>, GitError> {
        let mut walk = self.repository.revwalk()?;
        walk.push(base)?;
        let ours: BTreeSet<Oid> = walk.collect::<Result<_, _>>()?;
        let (mut seen, mut left_at) = (BTreeSet::new(), BTreeSet::new());
        let mut waiting = vec![head];
        while let Some(id) = waiting.pop() {
            if ours.contains(&id) {
                left_at.insert(id);
                continue;
            }
            if !seen.insert(id) {
                continue;
            }
            if seen.len() > MOST_COMMITS {
                return Ok(Err(Flaw::TooMany));
            }
            match self.small_commit(id) {
                Ok(commit) => waiting.extend(commit.parent_ids()),
                Err(_) => return Ok(Err(Flaw::Unreadable)),
            }
        }
        match left_at.len() {
            0 => Ok(Err(Flaw::MergeBases(0))),
            1 => Ok(left_at.first().copied().ok_or(Flaw::MergeBases(0))),
            _ => match &*self.repository.merge_bases(base, head)? {
                [one] => Ok(Ok(*one)),
                several => Ok(Err(Flaw::MergeBases(several.len()))),
            },
        }
    }

    /// A commit whose size is bearable: its header is asked first.
    fn small_commit(&self, id: Oid) -> Result<git2::Commit<'_>, GitError> {
        let (size, _) = self.repository.odb()?.read_header(id)?;
        if size > LARGEST_COMMIT {
            return Err(GitError::Object(format!("the commit {id} has {size} bytes")));
        }
        Ok(self.repository.find_commit(id)?)
    }

    /// Whether commits may be told other parents than they have: `info/grafts` and shallow clones
    /// both do that, and a merge base found through them is not the one that others find.
    #[must_use]
    pub fn is_altered(&self) -> bool {
        let grafts = self.repository.commondir().join("info/grafts");
        let grafted = std::fs::metadata(grafts).is_ok_and(|grafts| grafts.len() > 0);
        grafted || self.repository.is_shallow()
    }

    /// The paths below any of `folders` that differ between the last commit, the index and the
    /// work tree, as `git status` tells it; ignored files do not.
    ///
    /// # Errors
    /// The repository cannot be read.
    pub fn uncommitted(&self, folders: &[&str]) -> Result<Vec<String>, GitError> {
        let mut options = git2::StatusOptions::new();
        options.include_untracked(true).recurse_untracked_dirs(true).include_ignored(false);
        for folder in folders {
            options.pathspec(folder);
        }
        let statuses = self.repository.statuses(Some(&mut options))?;
        Ok(statuses.iter().map(|status| String::from_utf8_lossy(status.path_bytes()).into_owned()).collect())
    }

    /// The keys that signed commits of the history of HEAD with SSH. Nothing of the signatures is
    /// checked: a key that stands there is known as its owner's.
    ///
    /// # Errors
    /// The repository is damaged.
    pub fn signing_keys(&self) -> Result<BTreeSet<PublicKey>, GitError> {
        let mut keys = BTreeSet::new();
        let mut walk = self.repository.revwalk()?;
        if walk.push_head().is_err() {
            return Ok(keys);
        }
        for id in walk {
            let Ok((signature, _)) = self.repository.extract_signature(&id?, None) else { continue };
            let text = String::from_utf8_lossy(&signature).trim_end().to_owned() + "\n";
            keys.extend(Armour::read(&text).ok().map(|(armour, _)| armour.key));
        }
        Ok(keys)
    }

    fn commit(&self, revision: &str) -> Result<git2::Commit<'_>, GitError> {
        let reason = |error: git2::Error| GitError::Revision {
            revision: revision.to_owned(),
            reason: error.message().to_owned(),
        };
        let object = self.repository.revparse_single(revision).map_err(reason)?;
        object.peel_to_commit().map_err(reason)
    }

    fn walk(
        &self,
        (tree, depth): (Oid, usize),
        prefix: &[u8],
        wanted: &dyn Fn(&[u8]) -> bool,
        budget: &mut usize,
        visit: &mut impl FnMut(&[u8], i32, Oid) -> Result<(), GitError>,
    ) -> Result<(), GitError> {
        spend(budget)?;
        for entry in &self.tree(tree)? {
            if entry.name_bytes().contains(&b'/') {
                continue;
            }
            let path = join(prefix, entry.name_bytes());
            if !wanted(&path) {
                continue;
            }
            match entry.kind() {
                Some(ObjectType::Tree) if depth < DEEPEST => {
                    self.walk((entry.id(), depth + 1), &path, wanted, budget, visit)?;
                }
                Some(ObjectType::Blob) => visit(&path, entry.filemode_raw(), entry.id())?,
                _ => {}
            }
        }
        Ok(())
    }

    /// Lists the paths that differ between two trees, without reading a blob.
    fn compare(
        &self,
        before: Option<Oid>,
        after: Option<Oid>,
        prefix: &[u8],
        depth: usize,
        comparison: &mut Comparison,
    ) -> Result<(), GitError> {
        if before == after {
            return Ok(());
        }
        spend(&mut comparison.budget)?;
        let mut before = self.entries(before)?;
        let Ok(after) = self.entries(after) else {
            return comparison.tell(prefix, ChangeKind::Unreadable, Node::folder(after));
        };
        for (name, new) in after {
            let old = before.remove(&name).unwrap_or_default();
            if old == new {
                continue;
            }
            let path = join(prefix, &name);
            match (old.as_slice(), new.as_slice()) {
                _ if name.contains(&b'/') => comparison.tell_each(&path, ChangeKind::Misnamed, &new)?,
                ([], [new]) => self.compare_nodes(None, Some(*new), &path, depth, comparison)?,
                ([old], [new]) => self.compare_nodes(Some(*old), Some(*new), &path, depth, comparison)?,
                _ => comparison.tell_each(&path, ChangeKind::Repeated, &new)?,
            }
        }
        for (name, old) in before {
            for old in old {
                self.compare_nodes(Some(old), None, &join(prefix, &name), depth, comparison)?;
            }
        }
        Ok(())
    }

    fn compare_nodes(
        &self,
        old: Option<Node>,
        new: Option<Node>,
        path: &[u8],
        depth: usize,
        comparison: &mut Comparison,
    ) -> Result<(), GitError> {
        let folder = |node: Option<Node>| node.filter(|node| node.is_tree && depth < DEEPEST).map(|node| node.id);
        let (old_folder, new_folder) = (folder(old), folder(new));
        if old_folder.is_some() || new_folder.is_some() {
            self.compare(old_folder, new_folder, path, depth + 1, comparison)?;
        }
        let old = old.filter(|_| old_folder.is_none());
        let new = new.filter(|_| new_folder.is_none());
        match (old, new) {
            (None, Some(new)) => comparison.tell(path, ChangeKind::Added, new),
            (Some(_), Some(new)) => comparison.tell(path, ChangeKind::Modified, new),
            (Some(old), None) => comparison.tell(path, ChangeKind::Deleted, old),
            (None, None) => Ok(()),
        }
    }

    /// The entries of a tree by name; more than one under a name, where the tree is not sound.
    fn entries(&self, tree: Option<Oid>) -> Result<BTreeMap<Vec<u8>, Vec<Node>>, GitError> {
        let mut entries: BTreeMap<Vec<u8>, Vec<Node>> = BTreeMap::new();
        let Some(tree) = tree else { return Ok(entries) };
        for entry in &self.tree(tree)? {
            let mode = u32::try_from(entry.filemode_raw()).unwrap_or(0);
            let node = Node { mode, id: entry.id(), is_tree: entry.kind() == Some(ObjectType::Tree) };
            entries.entry(entry.name_bytes().to_vec()).or_default().push(node);
        }
        Ok(entries)
    }

    /// A tree whose size is bearable: its header is asked first.
    fn tree(&self, id: Oid) -> Result<git2::Tree<'_>, GitError> {
        let (size, _) = self.repository.odb()?.read_header(id)?;
        if size > LARGEST_TREE {
            return Err(GitError::Object(format!("the tree {id} has {size} bytes")));
        }
        Ok(self.repository.find_tree(id)?)
    }
}

/// A comparison under way.
struct Comparison {
    changes: Vec<Change>,
    /// How many folders may still be looked into.
    budget: usize,
}

impl Comparison {
    fn tell(&mut self, path: &[u8], kind: ChangeKind, node: Node) -> Result<(), GitError> {
        let object = ObjectId(node.id.to_string());
        self.changes.push(Change { path: path.to_vec(), kind, mode: node.mode, object });
        if self.changes.len() > MOST_PATHS { Err(GitError::TooMany) } else { Ok(()) }
    }

    fn tell_each(&mut self, path: &[u8], kind: ChangeKind, nodes: &[Node]) -> Result<(), GitError> {
        nodes.iter().try_for_each(|node| self.tell(path, kind, *node))
    }
}

fn spend(budget: &mut usize) -> Result<(), GitError> {
    *budget = budget.checked_sub(1).ok_or(GitError::TooMany)?;
    Ok(())
}

/// What a tree says of one name.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Node {
    mode: u32,
    id: Oid,
    is_tree: bool,
}

impl Node {
    /// A folder of which no more is known.
    fn folder(id: Option<Oid>) -> Self {
        Self { mode: 0o40_000, id: id.unwrap_or(Oid::ZERO_SHA1), is_tree: true }
    }
}

fn join(prefix: &[u8], name: &[u8]) -> Vec<u8> {
    match prefix {
        [] => name.to_vec(),
        _ => [prefix, b"/", name].concat(),
    }
}

impl Objects for GitSource {
    fn header(&self, object: &ObjectId) -> Result<ObjectHeader, ObjectFault> {
        let header = || -> Result<_, git2::Error> { self.repository.odb()?.read_header(Oid::from_str(&object.0)?) };
        let (size, kind) = header().map_err(|error| fault(object, &error))?;
        Ok(ObjectHeader { is_blob: kind == ObjectType::Blob, size })
    }

    fn read(&self, object: &ObjectId) -> Result<Vec<u8>, ObjectFault> {
        let read = || -> Result<_, git2::Error> {
            let odb = self.repository.odb()?;
            let object = odb.read(Oid::from_str(&object.0)?)?;
            Ok(object.data().to_vec())
        };
        read().map_err(|error| fault(object, &error))
    }
}

fn fault(object: &ObjectId, error: &git2::Error) -> ObjectFault {
    ObjectFault { object: object.0.clone(), reason: error.message().to_owned() }
}
