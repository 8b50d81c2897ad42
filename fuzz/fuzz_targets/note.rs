//! Checkpoints, proofs and what a witness is asked: nothing opens but what the log's key signed.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use parvis::council::CouncilId;
use parvis::key::{EnrolledKey, PrivateKey, sample};
use parvis::log::{AddCheckpoint, Checkpoint, LogKey, TlogProof, Vouched, inclusion_proof, leaf_hash, origin, root};
use parvis::statement::LogState;

struct Log {
    council: CouncilId,
    key: PrivateKey,
    verifier: LogKey,
}

static LOG: LazyLock<Log> = LazyLock::new(|| {
    let council = CouncilId::parse(sample::COUNCIL).expect("a council");
    let key = sample::key("log");
    let verifier = LogKey::new(&council, EnrolledKey::enrol(key.public()).expect("a sound key"));
    Log { council, key, verifier }
});

fuzz_target!(|bytes: &[u8]| {
    checkpoint(bytes);
    proof(bytes);
    asked(bytes);
    tampered(bytes);
});

/// What opens begins with the text that the key's holder signs for this state.
fn checkpoint(bytes: &[u8]) {
    let Ok(checkpoint) = Checkpoint::open(bytes, &LOG.verifier) else { return };
    let signed = Checkpoint::sign(checkpoint.state(), &LOG.council, &LOG.key);
    let text = signed.windows(2).position(|two| two == b"\n\n").expect("a note has an empty line") + 2;
    assert!(bytes.starts_with(&signed[..text]));
    let note = std::str::from_utf8(bytes).expect("a note is UTF-8");
    let line = std::str::from_utf8(&signed[text..]).expect("a note is UTF-8");
    assert!(note[text..].split_inclusive('\n').any(|found| found == line));
    assert!(note.ends_with('\n') && note.starts_with(&origin(&LOG.council)));
}

/// What is read is written again as the same bytes.
fn proof(bytes: &[u8]) {
    let Ok(proof) = TlogProof::read(bytes) else { return };
    assert_eq!(proof.write(), bytes);
    let _ = proof.check("entry/1 genesis council", &LOG.verifier);
}

/// A witness reads one spelling of what it kept and of what it is asked, and vouches for no state but
/// that of a checkpoint that the log's key signed, from where it was asked to go on.
fn asked(bytes: &[u8]) {
    if let Some(vouched) = Vouched::read(bytes) {
        assert_eq!(vouched.write().as_bytes(), bytes);
    }
    let Ok(request) = AddCheckpoint::read(bytes) else { return };
    assert_eq!(request.write(), bytes);
    if let Ok(state) = request.admit(&LOG.verifier, None) {
        let signed = Checkpoint::open(&request.checkpoint, &LOG.verifier).map(|checkpoint| checkpoint.state());
        assert_eq!((signed, request.old), (Ok(state), 0));
    }
}

/// A true proof, changed where the input says so, proves its line or nothing.
fn tampered(bytes: &[u8]) {
    let [size, index, at @ .., change] = bytes else { return };
    let size = usize::from(*size % 40) + 1;
    let index = usize::from(*index) % size;
    let lines: Vec<String> = (0..size).map(|n| format!("entry/1 ballot place {n}")).collect();
    let leaves: Vec<_> = lines.iter().map(|line| leaf_hash(line.as_bytes())).collect();
    let state = LogState { size: size as u64, root: root(&leaves) };
    let proof = TlogProof {
        extra: Vec::new(),
        index: index as u64,
        proof: inclusion_proof(&leaves, index).expect("the leaf is in the tree"),
        checkpoint: Checkpoint::sign(state, &LOG.council, &LOG.key),
    };
    assert_eq!(proof.check(&lines[index], &LOG.verifier), Ok(state));
    let other = (index + 1 + usize::from(*change)) % size;
    assert!(other == index || proof.check(&lines[other], &LOG.verifier).is_err(), "{index} for {other}");
    let mut changed = proof.write();
    let at = at.iter().fold(0_usize, |at, byte| at.wrapping_mul(256).wrapping_add(usize::from(*byte))) % changed.len();
    changed[at] ^= change;
    if let Ok(read) = TlogProof::read(&changed) {
        assert!(*change == 0 || read.check(&lines[index], &LOG.verifier).is_err(), "byte {at}");
    }
}
