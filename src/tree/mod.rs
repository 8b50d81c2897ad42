//! A folder as a value: checked relative paths, bytes, digests.
//!
//! A [`FileTree`] is what a folder *is*: the council's content, its theme, its submissions and
//! the finished website are all one. Tests are a tree in and a tree out. This module reads and
//! writes nothing.

mod digest;
mod lookup;
mod path;
mod stamp;

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Arc, OnceLock};

pub use digest::{Digest, DigestFault, hex};
pub use lookup::Lookup;
pub use path::{FilePath, PathFault};
pub use stamp::{Stamp, settled};

/// Files by path, in the order of their paths.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
pub struct FileTree {
    files: BTreeMap<FilePath, Held>,
}

/// The bytes of a file, and their digest once somebody asked for it.
#[derive(Clone)]
pub struct Held {
    bytes: Arc<[u8]>,
    digest: OnceLock<Digest>,
}

impl Held {
    /// The bytes.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, to be kept elsewhere too.
    #[must_use]
    pub fn share(&self) -> Arc<[u8]> {
        Arc::clone(&self.bytes)
    }

    /// Their digest, worked out once however often it is asked for.
    #[must_use]
    pub fn digest(&self) -> Digest {
        *self.digest.get_or_init(|| Digest::of(&self.bytes))
    }
}

impl From<Arc<[u8]>> for Held {
    fn from(bytes: Arc<[u8]>) -> Self {
        Self { bytes, digest: OnceLock::new() }
    }
}

impl PartialEq for Held {
    fn eq(&self, other: &Self) -> bool {
        self.bytes == other.bytes
    }
}

impl Eq for Held {}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.bytes.fmt(f)
    }
}

impl FileTree {
    /// A tree without files.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Puts a file, replacing one of the same path.
    pub fn insert(&mut self, path: FilePath, bytes: impl Into<Arc<[u8]>>) {
        self.files.insert(path, bytes.into().into());
    }

    /// Takes a file out.
    pub fn remove(&mut self, path: &FilePath) -> Option<Arc<[u8]>> {
        self.files.remove(path).map(|held| held.bytes)
    }

    /// The bytes of the file at `path`.
    #[must_use]
    pub fn get(&self, path: &FilePath) -> Option<&[u8]> {
        self.get_str(path.as_str())
    }

    /// The bytes of the file at the path written `path`; nothing where that is no path.
    #[must_use]
    pub fn get_str(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(|held| held.bytes.as_ref())
    }

    /// The bytes of the file at `path`, to be kept elsewhere too.
    #[must_use]
    pub fn share(&self, path: &FilePath) -> Option<Arc<[u8]>> {
        self.files.get(path).map(Held::share)
    }

    /// Whether there is a file at `path`.
    #[must_use]
    pub fn contains(&self, path: &FilePath) -> bool {
        self.files.contains_key(path)
    }

    /// Every file, by path.
    pub fn iter(&self) -> impl Iterator<Item = (&FilePath, &[u8])> {
        self.files.iter().map(|(path, held)| (path, held.bytes.as_ref()))
    }

    /// Every file, by path, with what is known of its bytes.
    pub fn held(&self) -> impl Iterator<Item = (&FilePath, &Held)> {
        self.files.iter()
    }

    /// The files below `folder`, by path; the paths keep the folder.
    pub fn below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a FilePath, &'a [u8])> {
        self.held_below(folder).map(|(path, held)| (path, held.bytes.as_ref()))
    }

    /// The files below `folder`, by path, each with what is known of its bytes.
    pub fn held_below<'a>(&'a self, folder: &'a str) -> impl Iterator<Item = (&'a FilePath, &'a Held)> {
        // `folder` itself and what begins with it and a character before `/` come first.
        let first = format!("{folder}/");
        let from_there = (Bound::Included(first.as_str()), Bound::Unbounded);
        self.files.range::<str, _>(from_there).take_while(|(path, _)| path.below(folder).is_some())
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
        self.files.extend(other.files.iter().map(|(path, held)| (path.clone(), held.clone())));
    }
}

impl FromIterator<(FilePath, Arc<[u8]>)> for FileTree {
    fn from_iter<I: IntoIterator<Item = (FilePath, Arc<[u8]>)>>(files: I) -> Self {
        Self { files: files.into_iter().map(|(path, bytes)| (path, bytes.into())).collect() }
    }
}

impl FromIterator<(FilePath, Vec<u8>)> for FileTree {
    fn from_iter<I: IntoIterator<Item = (FilePath, Vec<u8>)>>(files: I) -> Self {
        files.into_iter().map(|(path, bytes)| (path, Arc::from(bytes))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, FilePath, FileTree};

    #[test]
    fn what_lies_below_a_folder_is_found_and_nothing_else() {
        let names = ["a", "a!/b", "a-b/c", "a/b", "a/b/c", "a/d", "a0/b", "aa/b", "b/a/c"];
        let path = |name: &str| FilePath::parse(name).expect("a path");
        let tree: FileTree = names.iter().map(|name| (path(name), name.as_bytes().to_vec())).collect();
        for folder in ["a", "a/b", "b", "b/a", "c", "a/", ""] {
            let found: Vec<&str> = tree.below(folder).map(|(path, _)| path.as_str()).collect();
            let wanted: Vec<&str> = names.iter().copied().filter(|name| path(name).below(folder).is_some()).collect();
            assert_eq!(found, wanted, "below {folder:?}");
            let digests = tree.held_below(folder).map(|(_, held)| held.digest());
            assert!(digests.eq(tree.below(folder).map(|(_, bytes)| Digest::of(bytes))));
        }
    }

    #[test]
    fn a_digest_is_that_of_the_bytes_there_now() {
        let path = FilePath::parse("a").expect("a path");
        let mut tree = FileTree::new();
        for bytes in [b"one".as_slice(), b"two"] {
            tree.insert(path.clone(), bytes);
            let digests = |tree: &FileTree| tree.files.values().map(super::Held::digest).collect::<Vec<_>>();
            assert_eq!(digests(&tree), [Digest::of(bytes)]);
            assert_eq!(digests(&tree.clone()), [Digest::of(bytes)]);
        }
    }
}
