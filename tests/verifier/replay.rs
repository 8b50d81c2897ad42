//! A replay checks signatures ahead, on every core: it must say what a fold without that says.

use crate::support;

use parvis::clerk::Desk;
use parvis::council::VoteId;
use parvis::record::{ENTRIES, Files, Record, replay};
use parvis::statement::entry::{Entry, read_entries, write_entries};
use parvis::statement::{Ballot, KeyReplacement, Kind};
use parvis::submission::{Signed, sign};
use parvis::tree::{Digest, FileTree};
use support::{TestCouncil, approval, choices, key, option, token, voter, voter_key};

/// More than one core checks at a time.
const VOTERS: usize = 600;

fn place() -> VoteId {
    token("place")
}

fn opened() -> TestCouncil {
    let mut city = TestCouncil::new(VOTERS);
    let options = vec![option("a", None), option("b", None)];
    let mut definition = city.definition("place", approval(), options);
    definition.key_replacement = KeyReplacement::Allowed;
    city.desk.open_vote(&definition, &[&key("officer")]).expect("a sound definition");
    city
}

/// Puts `file` and its entry at the end of a log, whatever the rules say of it.
fn append(tree: &mut FileTree, file: &Signed) {
    let mut entries = read_entries(tree.get_str(ENTRIES).expect("a log")).expect("of entries");
    entries.push(Entry { kind: Kind::Ballot, subject: "place".to_owned(), file: file.file_hash });
    tree.insert(support::path(ENTRIES), write_entries(&entries).into_bytes());
    tree.insert(file.path.clone(), file.bytes.clone());
}

/// The log of `tree`, one entry after the other; and the lines whose entries are refused.
fn folded(files: &Files) -> (Record, Vec<usize>) {
    let entries = read_entries(files.tree().get_str(ENTRIES).expect("a log")).expect("of entries");
    let file = |entry: &Entry| files.by_hash(&entry.file).next().expect("each file is there");
    let (path, bytes) = file(&entries[0]);
    let mut record = Record::begin(path, bytes).expect("a genesis");
    let mut refused = Vec::new();
    for (at, entry) in entries.iter().enumerate().skip(1) {
        let (path, bytes) = file(entry);
        if record.apply(entry.clone(), path, bytes, files).is_err() {
            refused.push(at);
        }
    }
    (record, refused)
}

fn recorded(record: &Record) -> Vec<(u64, Digest, u32, u64)> {
    let ballots = record.vote(&place()).expect("the vote").ballots();
    ballots.iter().map(|ballot| (ballot.index(), ballot.text_hash(), ballot.generation(), ballot.weight())).collect()
}

#[test]
fn a_replay_says_what_a_fold_entry_by_entry_says() {
    let mut city = opened();
    let take = |desk: &mut Desk, ballots: &[Signed]| {
        for ballot in ballots {
            desk.hand_in(ballot.path.clone(), ballot.bytes.clone());
        }
        assert_eq!(desk.ingest(&key("log")).expect("ingested").recorded.len(), ballots.len());
    };
    let first: Vec<Signed> = (1..=VOTERS - 2).map(|n| city.signed(n, 10, &["a"])).collect();
    take(&mut city.desk, &first);
    let found = key("found again");
    let officer = key("officer");
    city.desk.replace_key(&place(), &voter(1), found.public(), "perdue", &[&officer]).expect("the rules allow it");
    let by = |seq, key| sign::<Ballot>(&city.ballot("place", 1, seq, choices(&["b"])), &[key]);
    // The key that replaced another, and the one that it replaced.
    let (new, old) = (by(11, &found), by(12, &voter_key(1)));
    take(&mut city.desk, &[new]);
    // Another's key; a text changed after it was signed; one whose rules are met once more.
    let stranger = sign::<Ballot>(&city.ballot("place", VOTERS, 13, choices(&["b"])), &[&key("stranger")]);
    let mut changed = city.signed(VOTERS, 14, &["a"]);
    changed.bytes = String::from_utf8(changed.bytes).expect("text").replace("  - a\n", "  - b\n").into_bytes();
    changed.file_hash = Digest::of(&changed.bytes);
    let last = city.signed(VOTERS - 1, 15, &["b"]);
    let mut tree = city.files(&[]);
    for file in [&old, &stranger, &changed, &last, &last] {
        append(&mut tree, file);
    }
    let files = Files::new(tree);
    let (one_by_one, refused) = folded(&files);
    let (replayed, findings) = replay(&files);
    let replayed = replayed.expect("a record");
    assert_eq!(refused.len(), 4, "the replaced key, the stranger, the changed text, the file twice");
    assert!(!findings.is_empty());
    assert_eq!(recorded(&replayed).len(), VOTERS);
    assert_eq!(recorded(&replayed), recorded(&one_by_one));
    assert_eq!(replayed.state(), one_by_one.state());
}
