//! The council's files as a commit has them.

use std::path::{Path, PathBuf};

use git2::{ObjectType, Oid, Repository, Tree};

use crate::tree::{FilePath, FileTree};

/// The deepest folder that is looked into.
const DEEPEST: usize = 16;
/// The most folders that are looked into: a few small objects can spell a tree of any number.
const MOST_FOLDERS: usize = 50_000;
/// The largest file that is read.
const LARGEST_BLOB: usize = 64 * 1024 * 1024;

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
