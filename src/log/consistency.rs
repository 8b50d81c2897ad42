//! Consistency proofs of RFC 6962, section 2.1.2: that a log of one size begins with every entry
//! of the same log at a smaller size.

use super::merkle::{largest_power_below, node_hash, root};
use crate::statement::LogState;
use crate::tree::Digest;

/// The hashes that lead from an older root to a newer one.
pub type ConsistencyProof = Vec<Digest>;

/// The proof that the tree of these leaves begins with its first `old` leaves; nothing where
/// `old` is 0 or more than there are. Empty where both are the same tree.
#[must_use]
pub fn consistency_proof(leaves: &[Digest], old: usize) -> Option<ConsistencyProof> {
    if old == 0 || old > leaves.len() {
        return None;
    }
    let mut proof = Vec::new();
    sub_proof(leaves, old, true, &mut proof);
    Some(proof)
}

/// `SUBPROOF` of the RFC; `known` where the old tree is all of what it was cut from, so that its
/// root is known to who checks the proof.
fn sub_proof(leaves: &[Digest], old: usize, known: bool, proof: &mut ConsistencyProof) {
    if old == leaves.len() {
        if !known {
            proof.push(root(leaves));
        }
        return;
    }
    let middle = largest_power_below(leaves.len());
    let (left, right) = leaves.split_at(middle);
    if old <= middle {
        sub_proof(left, old, known, proof);
        proof.push(root(right));
    } else {
        sub_proof(right, old - middle, false, proof);
        proof.push(root(left));
    }
}

/// Whether `proof` proves that the log `new` begins with the entries of the log `old` (RFC 9162,
/// section 2.1.4.2, which spells out the check of RFC 6962).
#[must_use]
pub fn verify_consistency(old: LogState, new: LogState, proof: &[Digest]) -> bool {
    if old.size == 0 || old.size > new.size {
        return false;
    }
    if old.size == new.size {
        return proof.is_empty() && old.root == new.root;
    }
    roots_of_proof(old, new.size, proof) == Some((old.root, new.root))
}

/// The old and the new root that `proof` leads to; nothing where it has not the length that trees
/// of these sizes ask for.
fn roots_of_proof(old: LogState, new_size: u64, proof: &[Digest]) -> Option<(Digest, Digest)> {
    let (mut node, mut last) = (old.size - 1, new_size - 1);
    while node % 2 == 1 {
        (node, last) = (node / 2, last / 2);
    }
    // A whole tree is a node of the new one, and its hash is the old root itself.
    let (first, rest) = if old.size.is_power_of_two() { (old.root, proof) } else { split_first(proof)? };
    if proof.is_empty() {
        return None;
    }
    let (mut old_root, mut new_root) = (first, first);
    for hash in rest {
        if last == 0 {
            return None;
        }
        if node % 2 == 1 || node == last {
            (old_root, new_root) = (node_hash(*hash, old_root), node_hash(*hash, new_root));
            while node % 2 == 0 && node != 0 {
                (node, last) = (node / 2, last / 2);
            }
        } else {
            new_root = node_hash(new_root, *hash);
        }
        (node, last) = (node / 2, last / 2);
    }
    (last == 0).then_some((old_root, new_root))
}

fn split_first(proof: &[Digest]) -> Option<(Digest, &[Digest])> {
    proof.split_first().map(|(first, rest)| (*first, rest))
}

#[cfg(test)]
mod tests {
    use super::{consistency_proof, verify_consistency};
    use crate::log::leaf_hash;
    use crate::log::merkle::{REFERENCE_LEAVES, root};
    use crate::statement::LogState;
    use crate::tree::{Digest, hex};

    fn state(leaves: &[Digest]) -> LogState {
        LogState { size: leaves.len() as u64, root: root(leaves) }
    }

    /// The proofs of the reference tests of Certificate Transparency.
    #[test]
    fn proofs_are_the_published_ones() {
        let leaves: Vec<Digest> = REFERENCE_LEAVES.iter().map(|leaf| leaf_hash(leaf)).collect();
        let published: [(usize, usize, &[&str]); 5] = [
            (1, 1, &[]),
            (
                1,
                8,
                &[
                    "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
                ],
            ),
            (
                6,
                8,
                &[
                    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                    "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ],
            ),
            (
                2,
                5,
                &[
                    "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                    "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                ],
            ),
            (
                6,
                7,
                &[
                    "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                    "b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f",
                    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                ],
            ),
        ];
        for (old, new, expected) in published {
            let proof = consistency_proof(&leaves[..new], old).expect("both trees exist");
            let digits: Vec<String> = proof.iter().map(|hash| hex(hash.as_bytes())).collect();
            assert_eq!(digits, expected, "from {old} to {new}");
            assert!(verify_consistency(state(&leaves[..old]), state(&leaves[..new]), &proof));
        }
    }

    /// Every pair of sizes up to 40: the proof holds for its own two states and for no other pair,
    /// no changed hash, no other length.
    #[test]
    fn a_proof_holds_for_its_two_trees_and_no_others() {
        let leaves: Vec<Digest> = (0_u8..40).map(|n| leaf_hash(&[n])).collect();
        let states: Vec<LogState> = (0..=leaves.len()).map(|size| state(&leaves[..size])).collect();
        for new in 1..=leaves.len() {
            for old in 1..=new {
                let proof = consistency_proof(&leaves[..new], old).expect("both trees exist");
                for claimed in 0..=new {
                    let holds = verify_consistency(states[claimed], states[new], &proof);
                    // Between equal trees every proof is the empty one.
                    assert_eq!(holds, claimed == old, "from {claimed} to {new} by the proof from {old}");
                }
                for at in 0..proof.len() {
                    let mut changed = proof.clone();
                    changed[at] = Digest::of(b"another");
                    assert!(!verify_consistency(states[old], states[new], &changed), "hash {at}, {old} to {new}");
                    changed.remove(at);
                    assert!(!verify_consistency(states[old], states[new], &changed), "without {at}, {old} to {new}");
                }
                let longer = [proof.clone(), vec![states[1].root]].concat();
                assert!(!verify_consistency(states[old], states[new], &longer), "longer, {old} to {new}");
                let other = LogState { root: Digest::of(b"another"), ..states[old] };
                assert!(!verify_consistency(other, states[new], &proof), "another old root, {old} to {new}");
                let other = LogState { root: Digest::of(b"another"), ..states[new] };
                assert!(!verify_consistency(states[old], other, &proof), "another new root, {old} to {new}");
            }
            assert_eq!(consistency_proof(&leaves[..new], 0), None);
            assert_eq!(consistency_proof(&leaves[..new], new + 1), None);
        }
    }
}
