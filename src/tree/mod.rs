//! A folder as a value: checked relative paths, bytes, digests.
//!
//! A [`FileTree`] is what a folder *is*: the council's content, its theme, its submissions and
//! the finished website are all one. Tests are a tree in and a tree out. This module reads and
//! writes nothing.

mod digest;
mod path;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use digest::{Digest, DigestFault, hex};
pub use path::{FilePath, PathFault};

/// Files by path, in the order of their paths.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct FileTree {
    files: BTreeMap<FilePath, Arc<[u8]>>,
}

impl FileTree {
    /// A tree without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file, replacing one of the same path.
    pub fn insert(&mut self, path: FilePath, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path, bytes.into());
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &FilePath) -> Option<Arc<[u8]>> {
        self.files.remove(path)
    }

    /// The bytes of the file at `path`.
    #[must_use]
    pub fn get(&self, path: &FilePath) -> Option<&[u8]> {
        self.files.get(path).map(AsRef::as_ref)
    }

    /// The bytes of the file at the path written `path`; nothing where that is no path.
    #[must_use]
    pub fn get_str(&self, path: &str) -> Option<&[u8]> {
        self.get(&FilePath::parse(path).ok()?)
    }

    /// Whether there is a file at `path`.
    #[must_use]
    pub fn contains(&self, path: &FilePath) -> bool {
        self.files.contains_key(path)
    }

    /// Every file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&FilePath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, bytes.as_ref()))
    }

    /// The files below `folder`, by path; the paths keep the folder.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a FilePath, &'a [u8])> {
        self.iter().filter(move |(path, _)| path.below(folder).is_some())
    }

    /// The number of files.
    #[must_use]
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there is no file.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// Puts every file of `other`, which wins where both have a path.
    pub fn overlay(&mut self, other: &FileTree) {
        self.files.extend(other.files.iter().map(|(path, bytes)| (path.clone(), Arc::clone(bytes))));
    }
}

impl FromIterator<(FilePath, Vec<u8>)> for FileTree {
    fn from_iter<I: IntoIterator<Item = (FilePath, Vec<u8>)>>(files: I) -> Self {
        Self { files: files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect() }
    }
}
