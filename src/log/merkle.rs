//! The Merkle tree of RFC 6962, section 2.1.

use crate::tree::Digest;

/// The hash of a leaf: SHA-256 of a zero byte and the leaf's bytes.
#[must_use]
pub fn leaf_hash(leaf: &[u8]) -> Digest {
    Digest::of_parts(&[&[0], leaf])
}

pub(super) fn node_hash(left: Digest, right: Digest) -> Digest {
    Digest::of_parts(&[&[1], left.as_bytes(), right.as_bytes()])
}

/// The root of a tree with these leaf hashes; SHA-256 of nothing for an empty tree.
#[must_use]
pub fn root(leaves: &[Digest]) -> Digest {
    match leaves {
        [] => Digest::of(b""),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
            node_hash(root(left), root(right))
        }
    }
}

/// A tree that grows: the hash of every whole subtree is kept, so the root at any size is had
/// from a few of them.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The leaf hashes, then for each power of two the hashes of the whole subtrees of that size.
    levels: Vec<Vec<Digest>>,
}

impl Tree {
    /// Puts a leaf hash at the end.
    pub fn push(&mut self, leaf: Digest) {
        let mut hash = leaf;
        for level in 0.. {
            if self.levels.len() == level {
                self.levels.push(Vec::new());
            }
            let nodes = &mut self.levels[level];
            nodes.push(hash);
            let [.., left, right] = nodes.as_slice() else { return };
            if nodes.len() % 2 == 1 {
                return;
            }
            hash = node_hash(*left, *right);
        }
    }

    /// The leaf hashes.
    #[must_use]
    pub fn leaves(&self) -> &[Digest] {
        self.levels.first().map_or(&[], Vec::as_slice)
    }

    /// The root of the first `size` leaves, as [`root`] gives it; nothing where there are fewer.
    #[must_use]
    pub fn root_at(&self, size: usize) -> Option<Digest> {
        if size > self.leaves().len() {
            return None;
        }
        // The whole subtrees that the leaves fall into, one for each bit of the size, the last and
        // smallest first.
        let mut whole = (0..self.levels.len()).filter(|level| size >> level & 1 == 1).map(|level| {
            let nodes = &self.levels[level];
            nodes[(size >> level) - 1]
        });
        let Some(last) = whole.next() else { return Some(root(&[])) };
        Some(whole.fold(last, |right, left| node_hash(left, right)))
    }
}

/// The largest power of two below `size`, which is at least 2.
pub(super) const fn largest_power_below(size: usize) -> usize {
    1 << (usize::BITS - 1 - (size - 1).leading_zeros())
}

/// The hashes that lead from a leaf to the root, the leaf's sibling first (section 2.1.1).
pub type InclusionProof = Vec<Digest>;

/// The proof that the leaf at `index` is in the tree; nothing where there is no such leaf.
#[must_use]
pub fn inclusion_proof(leaves: &[Digest], index: usize) -> Option<InclusionProof> {
    if index >= leaves.len() {
        return None;
    }
    let mut proof = Vec::new();
    path(leaves, index, &mut proof);
    Some(proof)
}

fn path(leaves: &[Digest], index: usize, proof: &mut InclusionProof) {
    if leaves.len() < 2 {
        return;
    }
    let middle = largest_power_below(leaves.len());
    let (left, right) = leaves.split_at(middle);
    if index < middle {
        path(left, index, proof);
        proof.push(root(right));
    } else {
        path(right, index - middle, proof);
        proof.push(root(left));
    }
}

/// The root that `proof` leads to from `leaf` at `index` in a tree of `size` leaves; nothing
/// where the proof does not have the length such a tree asks for.
fn root_of_proof(leaf: Digest, index: u64, size: u64, proof: &[Digest]) -> Option<Digest> {
    if index >= size {
        return None;
    }
    let (mut node, mut last, mut hash) = (index, size - 1, leaf);
    for sibling in proof {
        if last == 0 {
            return None;
        }
        if node % 2 == 1 || node == last {
            hash = node_hash(*sibling, hash);
            while node % 2 == 0 && node != 0 {
                (node, last) = (node / 2, last / 2);
            }
        } else {
            hash = node_hash(hash, *sibling);
        }
        (node, last) = (node / 2, last / 2);
    }
    (last == 0).then_some(hash)
}

/// Whether `proof` proves that `leaf` stands at `index` in the tree of `size` leaves and `root`
/// (RFC 9162, section 2.1.3.2, which spells out the check of RFC 6962).
#[must_use]
pub fn verify_inclusion(leaf: Digest, index: u64, size: u64, root: Digest, proof: &[Digest]) -> bool {
    root_of_proof(leaf, index, size, proof) == Some(root)
}

/// The leaves of the reference tests of Certificate Transparency.
#[cfg(test)]
pub(super) const REFERENCE_LEAVES: [&[u8]; 8] = [
    b"",
    &[0x00],
    &[0x10],
    &[0x20, 0x21],
    &[0x30, 0x31],
    &[0x40, 0x41, 0x42, 0x43],
    &[0x50, 0x51, 0x52, 0x53, 0x54, 0x55, 0x56, 0x57],
    &[0x60, 0x61, 0x62, 0x63, 0x64, 0x65, 0x66, 0x67, 0x68, 0x69, 0x6a, 0x6b, 0x6c, 0x6d, 0x6e, 0x6f],
];

#[cfg(test)]
mod tests {
    use super::{REFERENCE_LEAVES, Tree, inclusion_proof, leaf_hash, root, verify_inclusion};
    use crate::tree::{Digest, hex};

    fn hashes(count: usize) -> Vec<Digest> {
        REFERENCE_LEAVES[..count].iter().map(|leaf| leaf_hash(leaf)).collect()
    }

    #[test]
    fn roots_are_the_published_ones() {
        assert_eq!(
            hex(root(&hashes(0)).as_bytes()),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            hex(root(&hashes(1)).as_bytes()),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(
            hex(root(&hashes(8)).as_bytes()),
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
        );
    }

    #[test]
    fn a_tree_that_grows_has_the_root_of_every_size() {
        let leaves: Vec<Digest> = (0..70_u8).map(|n| leaf_hash(&[n])).collect();
        let mut tree = Tree::default();
        for size in 0..=leaves.len() {
            assert_eq!(tree.leaves(), &leaves[..size]);
            for before in 0..=size {
                assert_eq!(tree.root_at(before), Some(root(&leaves[..before])), "{before} of {size}");
            }
            assert_eq!(tree.root_at(size + 1), None);
            if let Some(leaf) = leaves.get(size) {
                tree.push(*leaf);
            }
        }
    }

    #[test]
    fn every_leaf_of_every_tree_is_proved_and_no_other() {
        for size in 1..=8 {
            let leaves = hashes(size);
            for index in 0..size {
                let proof = inclusion_proof(&leaves, index).expect("the leaf exists");
                for claimed in 0..size {
                    let holds = verify_inclusion(leaves[index], claimed as u64, size as u64, root(&leaves), &proof);
                    assert_eq!(holds, claimed == index, "leaf {index} claimed at {claimed} of {size}");
                }
                let mut longer = proof.clone();
                longer.push(leaves[0]);
                assert!(!verify_inclusion(leaves[index], index as u64, size as u64, root(&leaves), &longer));
            }
            assert_eq!(inclusion_proof(&leaves, size), None);
        }
    }
}
