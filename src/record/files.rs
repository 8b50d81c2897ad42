//! The files of `submissions/`, found by path or by hash.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::tree::{Digest, FilePath, FileTree};

/// A council's folder with an index of its `submissions/` by SHA-256.
///
/// The same bytes may lie at several paths; which of them is the file's own is for the text to
/// say, so every path is kept.
#[derive(Clone, Debug, Default)]
pub struct Files {
    tree: FileTree,
    by_hash: BTreeMap<Digest, BTreeSet<FilePath>>,
}

impl Files {
    /// Indexes the files of `tree` below `submissions/`.
    #[must_use]
    pub fn new(tree: FileTree) -> Self {
        let mut by_hash: BTreeMap<Digest, BTreeSet<FilePath>> = BTreeMap::new();
        for (path, bytes) in tree.below("submissions") {
            by_hash.entry(Digest::of(bytes)).or_default().insert(path.clone());
        }
        Self { tree, by_hash }
    }

    /// Adds a file.
    pub fn insert(&mut self, path: FilePath, bytes: impl Into<Arc<[u8]>>) {
        let bytes = bytes.into();
        self.by_hash.entry(Digest::of(&bytes)).or_default().insert(path.clone());
        self.tree.insert(path, bytes);
    }

    /// Every path at which a file with this hash lies, in their order.
    pub fn by_hash(&self, hash: &Digest) -> impl Iterator<Item = (&FilePath, &[u8])> {
        let paths = self.by_hash.get(hash).into_iter().flatten();
        paths.filter_map(|path| Some((path, self.tree.get(path)?)))
    }

    /// The folder.
    #[must_use]
    pub const fn tree(&self) -> &FileTree {
        &self.tree
    }
}
