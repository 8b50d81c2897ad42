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
    /// The files of each hash, sorted by path.
    by_hash: Lookup<Digest, Copies>,
}

/// The paths at which the same bytes lie, and the bytes.
type Copies = Vec<(FilePath, Arc<[u8]>)>;

/// How many files one core hashes at a time.
const PIECE: usize = 2_048;

impl Files {
    /// Indexes the files of `tree` below `submissions/`.
    #[must_use]
    pub fn new(tree: FileTree) -> Self {
        let files: Vec<_> = tree.held_below("submissions").collect();
        let digests = pieces(&files, PIECE, |files| files.iter().map(|(_, held)| held.digest()).collect::<Vec<_>>());
        let mut by_hash: Lookup<Digest, Copies> = Lookup::default();
        for ((path, held), digest) in files.into_iter().zip(digests.into_iter().flatten()) {
            by_hash.get_or_insert_with(digest, Vec::new).push((path.clone(), held.share()));
        }
        Self { tree, by_hash }
    }

    /// Adds a file.
    pub fn insert(&mut self, path: FilePath, bytes: impl Into<Arc<[u8]>>) {
        let bytes = bytes.into();
        let copies = self.by_hash.get_or_insert_with(Digest::of(&bytes), Vec::new);
        if let Err(at) = copies.binary_search_by(|(copy, _)| copy.cmp(&path)) {
            copies.insert(at, (path.clone(), Arc::clone(&bytes)));
        }
        self.tree.insert(path, bytes);
    }

    /// Every path at which a file with this hash lies, in their order.
    pub fn by_hash(&self, hash: &Digest) -> impl Iterator<Item = (&FilePath, &[u8])> {
        self.by_hash.get(hash).into_iter().flatten().map(|(path, bytes)| (path, bytes.as_ref()))
    }

    /// The folder.
    #[must_use]
    pub const fn tree(&self) -> &FileTree {
        &self.tree
    }
}
