//! Receipts: whatever is handed in as one, and true ones changed in one place.

#![no_main]

use std::path::Path;
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use parvis::log::TlogProof;
use parvis::receipt::{check, make};
use parvis::record::{Files, replay};
use parvis::source::folder;

/// Ballots of the sample with their receipts.
static TRUE: LazyLock<Vec<(Vec<u8>, Vec<u8>)>> = LazyLock::new(|| {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let tree = folder::read(&root, "submissions").expect("the sample");
    let (record, findings) = replay(&Files::new(tree.clone()));
    assert!(findings.is_empty());
    let record = record.expect("a record");
    let ballots = tree.below("submissions/ballots").map(|(_, bytes)| bytes.to_vec()).take(12);
    let with_receipt = |ballot: Vec<u8>| {
        let receipt = make(&record, &tree, &ballot).ok()?;
        Some((ballot, receipt))
    };
    ballots.filter_map(with_receipt).collect()
});

fuzz_target!(|bytes: &[u8]| {
    let (ballot, _) = &TRUE[0];
    if let Ok(checked) = check(bytes, ballot, None, None) {
        assert_eq!(TlogProof::read(bytes).expect("it was read").write(), bytes);
        assert!(checked.index < checked.state.size);
        // Nobody but the holders of the sample's keys makes one.
        assert_eq!(checked.council.as_str(), "montrivel.example");
    }
    let [which, change, at @ ..] = bytes else { return };
    let (ballot, receipt) = &TRUE[usize::from(*which) % TRUE.len()];
    assert!(check(receipt, ballot, None, None).is_ok());
    let at = at.iter().take(3).fold(0_usize, |at, byte| at * 256 + usize::from(*byte)) % receipt.len();
    let mut changed = receipt.clone();
    changed[at] ^= change | 1;
    assert!(check(&changed, ballot, None, None).is_err(), "byte {at}");
});
