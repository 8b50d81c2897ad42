//! The files of `submissions/`, found by path or by hash.

use std::sync::Arc;

use crate::parallel::pieces;
use crate::tree::{Digest, FilePath, FileTree, Lookup};

/// A council's folder with an index of its `submissions/` by SHA-256.
///
/// The same bytes may lie at several paths; which of them is the file's own is for the text to
/// say, so every path is kept.
#[derive(Clone, Debug, Default)]
pub struct Files {
    tree: FileTree,
    /// The paths of each hash, sorted.
    by_hash: Lookup<Digest, Vec<FilePath>>,
}

/// How many files one core hashes at a time.
const PIECE: usize = 2_048;

impl Files {
    /// Indexes the files of `tree` below `submissions/`.
    #[must_use]
    pub fn new(tree: FileTree) -> Self {
        let files: Vec<_> = tree.held_below("submissions").collect();
        let digests = pieces(&files, PIECE, |files| files.iter().map(|(_, held)| held.digest()).collect::<Vec<_>>());
        let mut by_hash: Lookup<Digest, Vec<FilePath>> = Lookup::default();
        for ((path, _), digest) in files.iter().zip(digests.into_iter().flatten()) {
            by_hash.get_or_insert_with(digest, Vec::new).push((*path).clone());
        }
        Self { tree, by_hash }
    }

    /// Adds a file.
    pub fn insert(&mut self, path: FilePath, bytes: impl Into<Arc<[u8]>>) {
        let bytes = bytes.into();
        let paths = self.by_hash.get_or_insert_with(Digest::of(&bytes), Vec::new);
        if let Err(at) = paths.binary_search(&path) {
            paths.insert(at, path.clone());
        }
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
