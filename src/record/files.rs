//! The files of `submissions/`, found by path or by hash.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::tree::{Digest, FilePath, FileTree};

/// A folder of submissions with an index by SHA-256.
#[derive(Clone, Debug, Default)]
pub struct Files {
    tree: FileTree,
    by_hash: BTreeMap<Digest, FilePath>,
}

impl Files {
    /// Indexes `tree`. Of two files with the same bytes the first path stands for both.
    #[must_use]
    pub fn new(tree: FileTree) -> Self {
        let mut by_hash = BTreeMap::new();
        for (path, bytes) in tree.iter() {
            by_hash.entry(Digest::of(bytes)).or_insert_with(|| path.clone());
        }
        Self { tree, by_hash }
    }

    /// Adds a file.
    pub fn insert(&mut self, path: FilePath, bytes: impl Into<Arc<[u8]>>) {
        let bytes = bytes.into();
        self.by_hash.insert(Digest::of(&bytes), path.clone());
        self.tree.insert(path, bytes);
    }

    /// The file with this hash.
    #[must_use]
    pub fn by_hash(&self, hash: &Digest) -> Option<(&FilePath, &[u8])> {
        let path = self.by_hash.get(hash)?;
        Some((path, self.tree.get(path)?))
    }

    /// The folder.
    #[must_use]
    pub const fn tree(&self) -> &FileTree {
        &self.tree
    }
}
