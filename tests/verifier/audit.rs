//! What an audit says of each point, what an auditor keeps, and what voters saw elsewhere.

use crate::support;

use std::path::Path;

use parvis::audit::{Knowledge, Memory, Point, audit, audit_knowing};
use parvis::clerk::Desk;
use parvis::language::Language;
use parvis::log::{Checkpoint, leaf_hash, root};
use parvis::record::{Files, Record, check_seen, replay};
use parvis::report::{Code, Severity};
use parvis::source::folder;
use parvis::statement::{LogState, Stamp};
use parvis::submission::{Signed, sign};
use parvis::tree::{Digest, FileTree};
use support::{TestCouncil, council, go_on, key, path, token};

fn sample() -> FileTree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tree = folder::read(root, "submissions").expect("the sample");
    for name in ["content/votes", "content/proposals"] {
        tree.overlay(&folder::read(root, name).expect("the sample"));
    }
    tree
}

/// The points that fail.
fn failing(tree: FileTree) -> Vec<&'static str> {
    let failed = audit(tree, None).points.into_iter().filter(|point| point.holds == Some(false));
    failed.map(|point| point.point).collect()
}

#[test]
fn every_point_of_the_sample_holds() {
    let points = audit(sample(), None).points;
    let names: Vec<&str> = points.iter().map(|point| point.point).collect();
    assert_eq!(names, Point::ALL.iter().map(|point| point.name()).collect::<Vec<_>>());
    for point in points {
        assert_eq!(point.holds, Some(true), "{}", point.point);
    }
}

#[test]
fn the_verdict_names_what_a_reader_may_doubt() {
    let audited = audit(sample(), None);
    let summary = audited.summary.as_ref().expect("a record");
    let doubts: Vec<_> = summary.doubts.iter().map(|found| (found.vote.as_str(), found.doubt.could_change)).collect();
    assert_eq!(doubts, [("budget-2026", true)]);
    let (fr, en) = (audited.verdict(Language::Fr), audited.verdict(Language::En));
    assert!(en.contains("TO CONSIDER: 1 late ballot could have changed what wins in `budget-2026`"), "{en}");
    assert!(fr.contains("À EXAMINER : 1 bulletin en retard aurait pu changer le résultat"), "{fr}");
}

#[test]
fn without_a_record_nothing_holds() {
    let points = audit(FileTree::new(), None).points;
    assert_eq!(points.iter().find(|point| point.point == "COUNCIL").map(|point| point.holds), Some(Some(false)));
    assert!(points.iter().all(|point| point.holds != Some(true)), "{points:?}");
}

#[test]
fn each_damage_fails_its_own_point() {
    let tree = sample();
    let first = |folder: &str| {
        let (path, _) = tree.below(folder).next().unwrap_or_else(|| panic!("{folder} holds a file"));
        path.as_str().to_owned()
    };
    let cases = [
        ("COUNCIL", "submissions/council/genesis.statement".to_owned()),
        ("DEFINITIONS", "content/votes/budget-2026.md".to_owned()),
        ("DEFINITIONS", "content/proposals/bancs-ombrages.md".to_owned()),
        ("ENTRIES", first("submissions/ballots/budget-2026")),
        ("RECOUNT", "submissions/tallies/budget-2026.json".to_owned()),
        ("PUBLISHED", "submissions/turnout/budget-2026.json".to_owned()),
        ("LOG", first("submissions/log/checkpoints")),
    ];
    for (point, file) in cases {
        let mut changed = tree.clone();
        let mut bytes = changed.get_str(&file).expect("it is there").to_vec();
        let at = bytes.len() - 3;
        bytes[at] = if bytes[at] == b'x' { b'y' } else { b'x' };
        changed.insert(path(&file), bytes);
        let failed = failing(changed);
        assert!(failed.contains(&point) || point == "COUNCIL" && !failed.is_empty(), "{file}: {failed:?}");
    }
    let mut stray = tree.clone();
    stray.insert(path("submissions/hello.txt"), b"hello".to_vec());
    assert_eq!(failing(stray), ["FILES"]);
    let mut pending = tree;
    pending.remove(&path("submissions/log/pending/budget-2026"));
    assert!(failing(pending).contains(&"STAGES"));
}

fn record_of(tree: &FileTree) -> Record {
    replay(&Files::new(tree.clone())).0.expect("a record")
}

fn with_memory(tree: &FileTree, memory: &Memory) -> Vec<(Code, Severity)> {
    let knowledge = Knowledge { memory: Some(memory.clone()), ..Knowledge::default() };
    let findings = audit_knowing(tree.clone(), &knowledge).findings;
    findings.into_iter().map(|finding| (finding.code, finding.severity)).collect()
}

/// A small council with a log of some length, and the longer one that follows it.
fn grown() -> (FileTree, FileTree) {
    let mut city = TestCouncil::new(3);
    city.open_place();
    let ballots = [city.signed(1, 5, &["a"]), city.signed(2, 5, &["b"])];
    let first = city.files(&ballots);
    let second = go_on(&first, |desk| drop(desk.ingest(&key("log")).expect("recorded")));
    (first, second)
}

#[test]
fn a_log_cut_short_or_rewritten_is_seen_by_who_kept_its_state() {
    let (first, second) = grown();
    let memory = audit(second.clone(), None).memory.expect("it holds");
    assert_eq!(Memory::read(memory.write().as_bytes()), Some(memory.clone()));
    assert_eq!(with_memory(&second, &memory), []);
    assert_eq!(with_memory(&second, &audit(first.clone(), None).memory.expect("it holds")), []);
    // Cut short together with its checkpoints, the log holds by itself.
    assert_eq!(audit(first.clone(), None).findings, []);
    assert_eq!(with_memory(&first, &memory), [(Code::LogRolledBack, Severity::Error)]);
    // Another log of the same council and the same length: the ballots in another order.
    let mut city = TestCouncil::new(3);
    city.open_place();
    let (one, two) = (city.signed(1, 7, &["a"]), city.signed(2, 7, &["b"]));
    let split = go_on(&city.files(&[one, two]), |desk| drop(desk.ingest(&key("log")).expect("recorded")));
    assert_eq!(audit(split.clone(), None).findings, []);
    assert_eq!(with_memory(&split, &memory), [(Code::LogRewritten, Severity::Error)]);
    // The root may say which of two such states is abandoned, and everybody learns of it.
    let ended = go_on(&split, |desk| {
        desk.end_fork(memory.state, "deux postes ont signé", &[&key("root")]).expect("the root may");
    });
    assert_eq!(with_memory(&ended, &memory), [(Code::LogForkEnded, Severity::Warning)]);
}

#[test]
fn another_council_is_not_the_one_that_was_kept() {
    let (_, tree) = grown();
    let memory = Memory { fingerprint: Digest::of(b"x"), ..audit(tree.clone(), None).memory.expect("it holds") };
    assert_eq!(with_memory(&tree, &memory), [(Code::GenesisMismatch, Severity::Error)]);
}

#[test]
fn what_an_auditor_kept_has_one_spelling() {
    let (_, tree) = grown();
    let text = audit(tree, None).memory.expect("it holds").write();
    for bad in [
        String::new(),
        text.trim_end().to_owned(),
        text.replace("audit/1", "audit/2"),
        text.replacen("sha256:", "", 1),
        text.replace('\n', "\r\n"),
        format!("{text}\n"),
    ] {
        assert_eq!(Memory::read(bad.as_bytes()), None, "{bad:?}");
    }
}

/// What is said of a ballot kept outside, with or without a stamp.
fn seen(tree: &FileTree, ballot: &Signed, stamp: Option<Vec<u8>>) -> Vec<(Code, Severity)> {
    let mut files = FileTree::new();
    files.insert(path("mine/from-my-phone.txt"), ballot.bytes.clone());
    if let Some(stamp) = stamp {
        files.insert(path("mine/from-my-phone.stamp"), stamp);
    }
    let findings = check_seen(&record_of(tree), tree, &files);
    findings.into_iter().map(|finding| (finding.code, finding.severity)).collect()
}

#[test]
fn a_withheld_ballot_is_an_allegation_and_with_a_stamp_a_proof() {
    let mut city = TestCouncil::new(3);
    city.open_place();
    let (recorded, withheld, waiting) =
        (city.signed(1, 5, &["a"]), city.signed(2, 5, &["b"]), city.signed(3, 5, &["b"]));
    let open = city.files(std::slice::from_ref(&recorded));
    let stamp = |tree: &FileTree, signed: &Signed, log: Option<LogState>, signer: &str| {
        let record = record_of(tree);
        let stamp = Stamp {
            council: council(),
            record: record.fingerprint(),
            file: signed.file_hash,
            log: log.unwrap_or(record.state()),
        };
        Some(sign(&stamp, &[&key(signer)]).bytes)
    };
    let in_time = stamp(&open, &withheld, None, "officer");
    let mut merged = open.clone();
    merged.insert(waiting.path.clone(), waiting.bytes.clone());
    let closed = go_on(&merged, |desk| drop(desk.close_vote(&token("place"), &[&key("officer")]).expect("closed")));
    let ingested = go_on(&closed, |desk| drop(desk.ingest(&key("log")).expect("recorded")));

    let warning = |code| vec![(code, Severity::Warning)];
    assert_eq!(seen(&ingested, &recorded, None), [], "recorded");
    assert_eq!(seen(&closed, &waiting, None), [], "waiting");
    assert_eq!(seen(&ingested, &withheld, None), warning(Code::SeenElsewhere), "no stamp");
    assert_eq!(seen(&open, &withheld, in_time.clone()), warning(Code::SeenElsewhere), "the vote still runs");
    let late = stamp(&ingested, &withheld, None, "officer");
    assert_eq!(seen(&ingested, &withheld, late), warning(Code::SeenElsewhere), "stamped after the closing");
    let invalid = [(Code::StampInvalid, Severity::Warning), (Code::SeenElsewhere, Severity::Warning)];
    let forged = stamp(&open, &withheld, None, "log");
    assert_eq!(seen(&ingested, &withheld, forged), invalid, "by a key without the role");
    let other = LogState { size: 2, root: Digest::of(b"elsewhere") };
    assert_eq!(seen(&ingested, &withheld, stamp(&open, &withheld, Some(other), "officer")), invalid, "another log");
    assert_eq!(seen(&ingested, &withheld, in_time.clone()), [(Code::BallotWithheld, Severity::Error)]);

    // The audit fails with it, at the point of what is not counted.
    let mut files = FileTree::new();
    files.insert(path("mine/a.ballot"), withheld.bytes.clone());
    files.insert(path("mine/a.stamp"), in_time.clone().expect("a stamp"));
    let audited = audit_knowing(ingested.clone(), &Knowledge { seen: files, ..Knowledge::default() });
    assert!(!audited.holds());
    let failed: Vec<_> = audited.points.iter().filter(|point| point.holds == Some(false)).map(|p| p.point).collect();
    assert_eq!(failed, ["UNCOUNTED"]);
    // Filed after all, it waits and is refused as late: the stamp proves what it did before.
    let mut handed_in = ingested;
    handed_in.insert(withheld.path.clone(), withheld.bytes.clone());
    let refused = go_on(&handed_in, |desk: &mut Desk| drop(desk.ingest(&key("log")).expect("refused")));
    for filed in [&handed_in, &refused] {
        assert_eq!(seen(filed, &withheld, None), [], "no stamp");
        assert_eq!(seen(filed, &withheld, in_time.clone()), [(Code::BallotWithheld, Severity::Error)]);
    }
    // On the list of the closing, a stamped one may still wait.
    let in_time = stamp(&open, &waiting, None, "officer");
    for tree in [&closed, &refused] {
        assert_eq!(seen(tree, &waiting, in_time.clone()), [], "listed");
    }
}

/// The log of `grown` with a last ballot whose signature does not hold, signed by the log's key as if
/// it did: what a clerk could publish, and no desk would make.
fn with_a_broken_signature() -> FileTree {
    let (_, mut tree) = grown();
    let (place, bytes) =
        tree.below("submissions/ballots").last().map(|(at, bytes)| (at.clone(), bytes.to_vec())).expect("a ballot");
    let mut text = String::from_utf8(bytes.clone()).expect("a text");
    let at = text.find("-----END").expect("an armour") - 12;
    let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
    text.replace_range(at..=at, other);
    let entries = tree.get_str("submissions/log/entries").expect("the log").to_vec();
    let (before, after) = (Digest::of(&bytes).to_string(), Digest::of(text.as_bytes()).to_string());
    let entries = String::from_utf8(entries).expect("lines").replace(&before, &after);
    let leaves: Vec<Digest> = entries.lines().map(|line| leaf_hash(line.as_bytes())).collect();
    let state = LogState { size: leaves.len() as u64, root: root(&leaves) };
    let checkpoint = Checkpoint::sign(state, &council(), &key("log"));
    tree.insert(place, text.into_bytes());
    tree.insert(path("submissions/log/entries"), entries.into_bytes());
    tree.insert(path(&format!("submissions/log/checkpoints/{}", state.size)), checkpoint);
    tree
}

#[test]
fn an_audit_since_the_last_one_leaves_old_signatures_and_nothing_else() {
    let (first, second) = grown();
    let since = |tree: &FileTree, memory: &Memory| {
        let knowledge = Knowledge { memory: Some(memory.clone()), since: true, ..Knowledge::default() };
        let audited = audit_knowing(tree.clone(), &knowledge);
        let codes: Vec<Code> = audited.findings.iter().map(|finding| finding.code).collect();
        (codes, audited.summary.expect("a record").since)
    };
    let (early, late) =
        (audit(first.clone(), None).memory.expect("it holds"), audit(second.clone(), None).memory.expect("it holds"));
    assert_eq!(since(&second, &early), (vec![], Some(early.state.size)));
    assert_eq!(since(&second, &late), (vec![], Some(late.state.size)));
    // A signature above the state kept is checked; below it, it is not: the auditor found it to hold.
    let broken = with_a_broken_signature();
    let refused = vec![Code::EntryRefused, Code::TurnoutMismatch];
    assert_eq!(audit(broken.clone(), None).findings.iter().map(|f| f.code).collect::<Vec<_>>(), refused);
    assert_eq!(since(&broken, &early).0, refused);
    let state = record_of(&broken).state();
    let memory = Memory { state, ..late.clone() };
    assert_eq!(since(&broken, &memory), (vec![Code::TurnoutMismatch], Some(state.size)), "the turnout names the root");
    // The state of another log leaves nothing, and is told.
    assert_eq!(since(&broken, &late), (vec![Code::EntryRefused, Code::LogRewritten, Code::TurnoutMismatch], None));
    // Every other rule is asked again: here, the bytes of a ballot below the state kept.
    let ballot = second.below("submissions/ballots").next().map(|(at, bytes)| (at.clone(), bytes.to_vec()));
    let (at, mut bytes) = ballot.expect("a ballot");
    let end = bytes.len() - 40;
    bytes[end] ^= 1;
    let mut changed = second;
    changed.insert(at, bytes);
    assert_eq!(since(&changed, &late).0[0], Code::EntryFileMissing);
}
