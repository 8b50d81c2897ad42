//! The log beside a second implementation of the same specifications: what each writes, the other
//! reads; what each refuses, the other refuses.
//!
//! `.ci/log-peer` installs it and runs this.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use parvis::council::CouncilId;
use parvis::key::{EnrolledKey, PrivateKey, PublicKey};
use parvis::log::{
    Checkpoint, LogKey, WitnessKey, consistency_proof, cosign, cosignatures, inclusion_proof, leaf_hash, root, tiles,
    verify_consistency, verify_inclusion,
};
use parvis::publish::record::add;
use parvis::source::folder;
use parvis::statement::LogState;
use parvis::tree::Digest;
use serde_json::{Value, json};

const COUNT: usize = 600;
const SIZES: [usize; 10] = [1, 2, 3, 255, 256, 257, 511, 512, 513, COUNT];

fn peer(mode: &str, folder: &Path) -> Value {
    let python = std::env::var("LOG_PEER_PYTHON").expect("LOG_PEER_PYTHON names a Python that has aics-tlog");
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/peer/log.py");
    let output = Command::new(python).arg(script).arg(mode).arg(folder).output().expect("it runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

fn lines() -> Vec<String> {
    (0..COUNT).map(|n| format!("entry/1 ballot square {}", Digest::of(n.to_string().as_bytes()))).collect()
}

fn leaves(lines: &[String]) -> Vec<Digest> {
    lines.iter().map(|line| leaf_hash(line.as_bytes())).collect()
}

fn state(leaves: &[Digest], size: usize) -> LogState {
    LogState { size: size as u64, root: root(&leaves[..size]) }
}

fn base64(hashes: &[Digest]) -> Vec<String> {
    hashes.iter().map(|hash| STANDARD.encode(hash.as_bytes())).collect()
}

fn hashes(texts: &Value) -> Vec<Digest> {
    let texts = texts.as_array().expect("a list").iter();
    let hash = |text: &Value| STANDARD.decode(text.as_str()?).ok()?.try_into().ok().map(Digest::from_bytes);
    texts.map(|text| hash(text).expect("a hash")).collect()
}

fn number(value: &Value) -> usize {
    value.as_u64().and_then(|number| usize::try_from(number).ok()).expect("a number")
}

fn council() -> CouncilId {
    CouncilId::parse("ville.example").expect("a host name")
}

fn enrolled(key: PublicKey) -> EnrolledKey {
    EnrolledKey::enrol(key).expect("a sound key")
}

/// The note with one thing wrong, over and over: each byte changed, lines exchanged or repeated.
fn damaged(note: &str) -> Vec<String> {
    let mut notes: Vec<String> = (0..note.len())
        .filter(|at| note.as_bytes()[*at].is_ascii())
        .map(|at| {
            let mut bytes = note.as_bytes().to_vec();
            bytes[at] = if bytes[at] == b'A' { b'B' } else { b'A' };
            String::from_utf8(bytes).expect("ASCII for ASCII")
        })
        .collect();
    notes.extend((0..note.len()).filter(|at| note.is_char_boundary(*at)).map(|at| note[..at].to_owned()));
    notes.push(note.replace('\n', "\r\n"));
    notes.push(format!("{note}\n"));
    notes.push(note.replacen("\n\n", "\n\n\n", 1));
    notes.push(note.replacen("\n600\n", "\n0600\n", 1));
    notes.push(note.replacen('\n', "\n\n", 1));
    notes
}

#[test]
#[ignore = "needs aics-tlog; .ci/log-peer installs it"]
fn what_we_write_another_implementation_reads() {
    let (log, witness) = (PrivateKey::from_seed([1; 32]), PrivateKey::from_seed([2; 32]));
    let (lines, name, time) = (lines(), "temoin.example", 1_781_604_000);
    let leaves = leaves(&lines);
    let signed = Checkpoint::sign(state(&leaves, COUNT), &council(), &log);
    let line = cosign(&signed, name, &witness, time).expect("a checkpoint");
    let note = String::from_utf8(signed).expect("a text") + &line;
    let log_key = LogKey::new(&council(), enrolled(log.public()));
    let witness_key = WitnessKey::new(name.to_owned(), enrolled(witness.public())).expect("a name");
    let folder = tempfile::tempdir().expect("a folder");
    let sizes: BTreeSet<usize> = SIZES.into();
    add(&folder.path().join("tiles"), &tiles(&lines, &sizes, note.as_bytes()).expect("short lines")).expect("written");
    let places = SIZES.iter().flat_map(|size| {
        let at: BTreeSet<usize> = [0, size / 2, size - 1].into();
        at.into_iter().map(move |index| (index, *size))
    });
    let inclusion = places.map(|(index, size)| {
        let proof = inclusion_proof(&leaves[..size], index).expect("the leaf exists");
        json!({"index": index, "size": size, "proof": base64(&proof)})
    });
    let inclusion: Vec<Value> = inclusion.collect();
    let pairs = SIZES.iter().flat_map(|old| SIZES.iter().filter(move |new| old <= *new).map(move |new| (*old, *new)));
    let consistency = pairs.map(|(old, new)| {
        let proof = consistency_proof(&leaves[..new], old).expect("both trees exist");
        json!({"old": old, "new": new, "proof": base64(&proof)})
    });
    let consistency: Vec<Value> = consistency.collect();
    let notes = [vec![note.clone()], damaged(&note)].concat();
    let roots: Vec<Digest> = (0..=COUNT).map(|size| root(&leaves[..size])).collect();
    let (wanted, agreed) = (inclusion.len(), consistency.len());
    let case = json!({
        "log": log_key.verifier_key(), "witnesses": [witness_key.verifier_key()], "checkpoint": note, "lines": lines,
        "roots": base64(&roots), "inclusion": inclusion, "consistency": consistency, "notes": notes,
    });
    std::fs::write(folder.path().join("log.json"), case.to_string()).expect("written");
    let said = peer("check", folder.path());
    assert_eq!(said["ok"], json!(true));
    assert_eq!(said["origin"], json!("ville.example/log"));
    assert_eq!((&said["tiles"], &said["bundles"]), (&json!(4), &json!(3)));
    assert_eq!(said["witnesses"], json!([[name, time]]));
    assert_eq!(said["same_root"], json!(true));
    assert_eq!(said["inclusion"], json!(vec![true; wanted]));
    assert_eq!(said["consistency"], json!(vec![true; agreed]));
    // Taken by one and not by the other: nothing.
    let witnesses = [witness_key];
    for (note, theirs) in notes.iter().zip(said["notes"].as_array().expect("a list")) {
        let ours = Checkpoint::open(note.as_bytes(), &log_key).is_ok();
        let ours = ours.then(|| cosignatures(note.as_bytes(), &witnesses)).filter(|seen| !seen.is_empty());
        // A last line without its LF is no signature line (C2SP signed-note); the other one lets it pass.
        let lenient = !note.ends_with('\n') && ours.is_none();
        assert!(ours.is_some() != theirs.is_null() || lenient, "{note:?} {theirs}");
    }
}

#[test]
#[ignore = "needs aics-tlog; .ci/log-peer installs it"]
fn what_another_implementation_writes_we_read() {
    let folder = tempfile::tempdir().expect("a folder");
    peer("make", folder.path());
    let bytes = std::fs::read(folder.path().join("log.json")).expect("it wrote a log");
    let case: Value = serde_json::from_slice(&bytes).expect("JSON");
    let text = |name: &str| case[name].as_str().expect("a text").to_owned();
    let lines: Vec<String> = serde_json::from_value(case["lines"].clone()).expect("lines");
    let leaves = leaves(&lines);
    let log_key = LogKey::read(&text("log")).expect("a verifier key");
    let note = text("checkpoint");
    let head = Checkpoint::open(note.as_bytes(), &log_key).expect("it holds").state();
    assert_eq!(head, state(&leaves, lines.len()));
    let key: [u8; 32] = STANDARD.decode(text("witness_key")).expect("base64").try_into().expect("32 bytes");
    let witness = WitnessKey::new("temoin.example".to_owned(), enrolled(PublicKey::from_bytes(key))).expect("a name");
    assert_eq!(witness.verifier_key(), text("witness"));
    assert_eq!(cosignatures(note.as_bytes(), &[witness]), [(0, 1_781_604_000)]);
    for proof in case["inclusion"].as_array().expect("a list") {
        let (index, size, proof) = (number(&proof["index"]), number(&proof["size"]), hashes(&proof["proof"]));
        assert_eq!(inclusion_proof(&leaves[..size], index), Some(proof.clone()));
        let root = state(&leaves, size).root;
        assert!(verify_inclusion(leaves[index], index as u64, size as u64, root, &proof));
    }
    for proof in case["consistency"].as_array().expect("a list") {
        let (old, new, proof) = (number(&proof["old"]), number(&proof["new"]), hashes(&proof["proof"]));
        assert_eq!(consistency_proof(&leaves[..new], old), Some(proof.clone()));
        assert!(verify_consistency(state(&leaves, old), state(&leaves, new), &proof));
    }
    let ours = tiles(&lines, &BTreeSet::new(), b"").expect("short lines");
    let theirs = folder::read(&folder.path().join("tiles"), "tile").expect("its tiles");
    let tiles_of = |tree: &parvis::tree::FileTree| {
        tree.below("tile").map(|(path, bytes)| (path.as_str().to_owned(), bytes.to_vec())).collect::<Vec<_>>()
    };
    assert_eq!(tiles_of(&theirs), tiles_of(&ours));
}
