//! The council's files as a commit has them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid, Repository, Tree};

use crate::tree::{FilePath, FileTree};

/// The deepest folder that is looked into.
const DEEPEST: usize = 16;
/// The most folders that are looked into: a few small objects can spell a tree of any number.
const MOST_FOLDERS: usize = 50_000;
/// The largest file that is read.
const LARGEST_BLOB: usize = 64 * 1024 * 1024;

/// The most commits of a branch that are looked at.
const MOST_COMMITS: usize = 2_000;
/// The most files that commits on the way wrote.
const MOST_PASSING: usize = 20_000;
/// The largest file that is looked at as a text on the way.
const LARGEST_TEXT: usize = 1024 * 1024;

/// A file as a commit on the way wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passing {
    /// The commit.
    pub commit: String,
    /// The file.
    pub path: FilePath,
    /// What it held.
    pub bytes: Vec<u8>,
}

/// A repository that does not tell what was asked.
#[derive(Debug, thiserror::Error)]
pub enum SnapshotError {
    /// There is no repository, or it cannot be read.
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
    /// An object that should be there, or more of them than a council has.
    #[error("the repository cannot be read: {0}")]
    Object(String),
}

impl From<git2::Error> for SnapshotError {
    fn from(error: git2::Error) -> Self {
        Self::Object(error.message().to_owned())
    }
}

/// A repository, and the folder of a council in it.
pub struct Snapshot {
    repository: Repository,
    /// The way from the top of the work tree to the council's folder.
    below: PathBuf,
}

impl Snapshot {
    /// The repository that `folder`, a council's, lies in.
    ///
    /// # Errors
    /// There is none, or it cannot be read.
    pub fn open(folder: &Path) -> Result<Self, SnapshotError> {
        let fault = |reason: String| SnapshotError::Open { path: folder.to_owned(), reason };
        let repository = Repository::discover(folder).map_err(|error| fault(error.message().to_owned()))?;
        let top = repository.workdir().ok_or_else(|| fault("it has no work tree".to_owned()))?;
        let real = |path: &Path| path.canonicalize().map_err(|error| fault(error.to_string()));
        let below = real(folder)?.strip_prefix(real(top)?).map(Path::to_owned);
        let below = below.map_err(|_| fault("the folder lies outside the work tree".to_owned()))?;
        Ok(Self { repository, below })
    }

    /// The files of the commit `revision` that are named or lie below what is named.
    ///
    /// # Errors
    /// No such commit, or an object that cannot be read.
    pub fn files(&self, revision: &str, names: &[&str]) -> Result<FileTree, SnapshotError> {
        let root = self.commit(revision)?.tree()?;
        let (mut files, mut budget) = (FileTree::new(), MOST_FOLDERS);
        for name in names {
            let Ok(entry) = root.get_path(&self.below.join(name)) else { continue };
            match entry.kind() {
                Some(ObjectType::Blob) => self.add(name, entry.id(), entry.filemode(), &mut files)?,
                Some(ObjectType::Tree) => {
                    let folder = self.repository.find_tree(entry.id())?;
                    self.walk(&folder, name, 0, &mut budget, &mut files)?;
                }
                _ => {}
            }
        }
        Ok(files)
    }

    /// The file at `path` in the commit `revision`.
    ///
    /// # Errors
    /// As [`Snapshot::files`].
    pub fn file(&self, revision: &str, path: &FilePath) -> Result<Option<Vec<u8>>, SnapshotError> {
        Ok(self.files(revision, &[path.as_str()])?.get(path).map(<[u8]>::to_vec))
    }

    /// Whether git passes over the file at `path`, which need not exist.
    ///
    /// # Errors
    /// The repository cannot be read.
    pub fn ignores(&self, path: &str) -> Result<bool, SnapshotError> {
        Ok(self.repository.is_path_ignored(self.below.join(path))?)
    }

    /// Whether git keeps a file below `folder`: in the index, or in the last commit.
    ///
    /// # Errors
    /// The repository cannot be read.
    pub fn keeps(&self, folder: &str) -> Result<bool, SnapshotError> {
        let below = self.below.join(folder);
        let index = self.repository.index()?;
        let in_index = index.iter().any(|entry| Path::new(&*String::from_utf8_lossy(&entry.path)).starts_with(&below));
        let head = self.repository.head().and_then(|head| head.peel_to_tree());
        Ok(in_index || head.is_ok_and(|tree| tree.get_path(&below).is_ok()))
    }

    /// The commit in which `revision` and HEAD were last one.
    ///
    /// # Errors
    /// No such commit, or they were never one as far as this clone knows.
    pub fn merge_base(&self, revision: &str) -> Result<String, SnapshotError> {
        let (base, head) = (self.commit(revision)?.id(), self.commit("HEAD")?.id());
        let reason = |error: git2::Error| SnapshotError::Revision {
            revision: revision.to_owned(),
            reason: error.message().to_owned(),
        };
        Ok(self.repository.merge_base(base, head).map_err(reason)?.to_string())
    }

    /// The e-mail addresses of those who made the commits that HEAD has and `base` does not.
    ///
    /// # Errors
    /// No such commit, or an object that cannot be read.
    pub fn authors(&self, base: &str) -> Result<BTreeSet<String>, SnapshotError> {
        let mut authors = BTreeSet::new();
        for commit in self.new_commits(base)? {
            for who in [commit.author(), commit.committer()] {
                authors.extend(who.email().ok().map(str::to_owned));
            }
        }
        Ok(authors)
    }

    /// What the commits that HEAD has and `base` does not wrote below `folders`, last to first. A file
    /// that is large is no text, and left out.
    ///
    /// # Errors
    /// No such commit, or an object that cannot be read.
    pub fn passing(&self, base: &str, folders: &[&str]) -> Result<Vec<Passing>, SnapshotError> {
        let mut passing = Vec::new();
        for commit in self.new_commits(base)? {
            let parent = commit.parent(0).and_then(|parent| parent.tree()).ok();
            let changes = self.repository.diff_tree_to_tree(parent.as_ref(), Some(&commit.tree()?), None)?;
            for change in changes.deltas() {
                let path = change.new_file().path().and_then(|path| path.strip_prefix(&self.below).ok());
                let path = path.and_then(Path::to_str).and_then(|path| FilePath::parse(path).ok());
                let path = path.filter(|path| folders.iter().any(|folder| path.as_str().starts_with(folder)));
                let (Some(path), Ok(blob)) = (path, self.repository.find_blob(change.new_file().id())) else {
                    continue;
                };
                if blob.size() <= LARGEST_TEXT && passing.len() < MOST_PASSING {
                    let commit = commit.id().to_string();
                    passing.push(Passing { commit, path, bytes: blob.content().to_vec() });
                }
            }
        }
        Ok(passing)
    }

    fn new_commits(&self, base: &str) -> Result<Vec<git2::Commit<'_>>, SnapshotError> {
        let mut walk = self.repository.revwalk()?;
        walk.push_head()?;
        walk.hide(self.commit(base)?.id())?;
        let commits = walk.take(MOST_COMMITS).map(|id| self.repository.find_commit(id?));
        Ok(commits.collect::<Result<_, _>>()?)
    }

    fn walk(
        &self,
        folder: &Tree<'_>,
        path: &str,
        depth: usize,
        budget: &mut usize,
        files: &mut FileTree,
    ) -> Result<(), SnapshotError> {
        *budget = budget.checked_sub(1).ok_or_else(|| SnapshotError::Object("too many folders".to_owned()))?;
        for entry in folder {
            let Ok(name) = entry.name() else { continue };
            let path = format!("{path}/{name}");
            match entry.kind() {
                Some(ObjectType::Blob) => self.add(&path, entry.id(), entry.filemode(), files)?,
                Some(ObjectType::Tree) if depth < DEEPEST => {
                    let folder = self.repository.find_tree(entry.id())?;
                    self.walk(&folder, &path, depth + 1, budget, files)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Adds an ordinary file. Links, and names that are no checked path, are never the council's.
    fn add(&self, path: &str, id: Oid, mode: i32, files: &mut FileTree) -> Result<(), SnapshotError> {
        let (size, _) = self.repository.odb()?.read_header(id)?;
        let ordinary = mode == 0o100_644 || mode == 0o100_755;
        if let Ok(path) = FilePath::parse(path)
            && ordinary
            && size <= LARGEST_BLOB
        {
            files.insert(path, self.repository.find_blob(id)?.content());
        }
        Ok(())
    }

    fn commit(&self, revision: &str) -> Result<git2::Commit<'_>, SnapshotError> {
        let reason = |error: git2::Error| SnapshotError::Revision {
            revision: revision.to_owned(),
            reason: error.message().to_owned(),
        };
        self.repository.revparse_single(revision).map_err(reason)?.peel_to_commit().map_err(reason)
    }
}
