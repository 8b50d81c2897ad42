//! Checkpoints seen elsewhere, when the log's key was changed since.

use crate::support;

use parvis::audit::{Knowledge, audit, audit_knowing};
use parvis::clerk::Desk;
use parvis::log::Checkpoint;
use parvis::report::{Code, Severity};
use parvis::statement::{LogState, Role};
use parvis::tree::{Digest, FileTree};
use support::{TestCouncil, council, key, path};

/// Hands the log's key on, from one to another.
fn rotated(tree: &FileTree, to: &str) -> FileTree {
    let mut desk = Desk::open(tree.clone()).expect("a record");
    let roles = desk.next_roles(&[(Role::Log, 1, vec![key(to).public()])]);
    desk.append(&roles, "council", &[&key("root")]).expect("the root may");
    let mut after = tree.clone();
    after.overlay(&desk.finish(&key(to)));
    after
}

fn state(tree: &FileTree) -> LogState {
    Desk::open(tree.clone()).expect("a record").record().state()
}

/// What an audit of `tree` says to somebody who saw `state` signed by `signer`, and whether it holds.
fn seen(tree: &FileTree, state: LogState, signer: &str) -> (Vec<(Code, Severity)>, bool, String) {
    let mut seen = FileTree::new();
    seen.insert(path("mine/a.checkpoint"), Checkpoint::sign(state, &council(), &key(signer)));
    let audited = audit_knowing(tree.clone(), &Knowledge { seen, ..Knowledge::default() });
    let found = audited.findings.iter().map(|finding| (finding.code, finding.severity)).collect();
    let said = audited.findings.iter().map(|finding| finding.message.en.as_str()).collect();
    (found, audited.holds(), said)
}

#[test]
fn a_retired_key_speaks_for_the_sizes_it_had_and_no_others() {
    let mut city = TestCouncil::new(2);
    city.open_place();
    let ballots = [city.signed(1, 5, &["a"]), city.signed(2, 5, &["b"])];
    let first = city.files(&ballots);
    let changed = rotated(&first, "log 2");
    let now = ingested(&changed, "log 2");
    let (old, change, new) = (state(&first), state(&changed), state(&now));
    assert_eq!(audit(now.clone(), None).findings, []);
    let other = |size| LogState { size, root: Digest::of(b"elsewhere") };
    let nothing = (vec![], true, String::new());
    // Up to the change, what the old key signed is the log's word, for it or against it.
    assert_eq!(seen(&now, old, "log"), nothing);
    assert_eq!(seen(&now, other(old.size), "log").0, [(Code::LogRewritten, Severity::Error)]);
    // After it, it is a word about which nobody knows when it was said.
    let beyond = |state: LogState, words: &str| {
        let (found, holds, said) = seen(&now, state, "log");
        assert_eq!((found, holds), (vec![(Code::LogKeyRetired, Severity::Warning)], true), "{state:?}");
        let had = format!("{} entries, under a retired key, which the log had from 2 to {}", state.size, old.size);
        assert!(said.contains(&had) && said.contains(words), "{said}");
    };
    beyond(change, "the state is one of this log");
    beyond(new, "the state is one of this log");
    beyond(other(change.size), "is not one of this log");
    beyond(other(new.size), "is not one of this log");
    beyond(other(new.size + 100), "is not one of this log");
    beyond(other(u64::MAX), "is not one of this log");
    // The key that the log has now speaks for every size.
    assert_eq!(seen(&now, new, "log 2"), nothing);
    assert_eq!(seen(&now, old, "log 2"), nothing);
    assert_eq!(seen(&now, other(old.size), "log 2").0, [(Code::LogRewritten, Severity::Error)]);
    assert_eq!(seen(&now, other(new.size + 1), "log 2").0, [(Code::LogRolledBack, Severity::Error)]);
    // So does one that came back.
    let back = rotated(&now, "log");
    assert_eq!(seen(&back, new, "log"), nothing);
    assert_eq!(seen(&back, other(new.size), "log").0, [(Code::LogRewritten, Severity::Error)]);
    assert_eq!(seen(&back, new, "log 2"), nothing);
    // What an auditor kept by itself needs no key.
    let memory = audit(first, None).memory;
    assert!(memory.is_some());
    assert_eq!(audit_knowing(now, &Knowledge { memory, ..Knowledge::default() }).findings, []);
}

/// The ballots that wait are recorded, under the key `log`.
fn ingested(tree: &FileTree, log: &str) -> FileTree {
    let mut desk = Desk::open(tree.clone()).expect("a record");
    desk.ingest(&key(log)).expect("recorded");
    let mut after = tree.clone();
    after.overlay(&desk.finish(&key(log)));
    after
}
