//! The log's entries: what is read is written again as the same bytes, line for line.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parvis::log::{inclusion_proof, leaf_hash, root, verify_inclusion};
use parvis::record::{Files, replay};
use parvis::statement::entry::{read_entries, write_entries};
use parvis::tree::{FilePath, FileTree};

fuzz_target!(|bytes: &[u8]| {
    replayed(bytes);
    let Ok(entries) = read_entries(bytes) else { return };
    assert_eq!(write_entries(&entries).as_bytes(), bytes);
    assert_eq!(entries.len(), bytes.iter().filter(|byte| **byte == b'\n').count());
    assert!(bytes.is_ascii());
    let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry.line().as_bytes())).collect();
    let root = root(&leaves);
    for (index, leaf) in leaves.iter().enumerate().take(20) {
        let proof = inclusion_proof(&leaves, index).expect("the leaf is in the tree");
        assert!(verify_inclusion(*leaf, index as u64, leaves.len() as u64, root, &proof));
        // The next leaf may be the same line again, and then has the same proof.
        let moved = verify_inclusion(*leaf, index as u64 + 1, leaves.len() as u64, root, &proof);
        assert!(!moved || leaves.get(index + 1) == Some(leaf));
    }
});

/// A log whose files are all missing is a list of findings.
fn replayed(bytes: &[u8]) {
    let mut tree = FileTree::new();
    tree.insert(FilePath::parse("submissions/log/entries").expect("a path"), bytes.to_vec());
    let (record, findings) = replay(&Files::new(tree));
    assert!(record.is_none() && !findings.is_empty());
}
