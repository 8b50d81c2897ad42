//! Paths: what is taken cannot leave its folder, a stranger's path is never wider than the
//! grammar, and every token in a path or a text has one spelling.

#![no_main]

use std::collections::BTreeMap;
use std::path::{Component, Path};
use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use parvis::council::{Amount, CategoryId, CouncilId, Date, Fraction, Instant, OptionId, VoteId, VoterId};
use parvis::gate::check;
use parvis::grammar::Token;
use parvis::key::{PublicKey, sample};
use parvis::record::{HandedIn, Record};
use parvis::report::Code;
use parvis::statement::{Ballot, Genesis, Kind, PaperReturn, Proposal, Statement};
use parvis::submission::{Change, ChangeKind, ChangeSet, ObjectFault, ObjectHeader, ObjectId, Objects, sign};
use parvis::tree::{Digest, FilePath, FileTree};

/// A record with nothing but a genesis: enough to judge paths.
static RECORD: LazyLock<Record> = LazyLock::new(|| {
    let key = sample::key("root-1");
    let genesis = Genesis {
        council: CouncilId::parse(sample::COUNCIL).expect("a council"),
        name: "Montrivel".to_owned(),
        threshold: 1,
        root: vec![key.public()],
    };
    let signed = sign(&genesis, &[&key]);
    Record::begin(&signed.path, &signed.bytes).expect("a genesis")
});

/// A repository in which nothing is found, and which says so when it is asked.
struct Nothing;

impl Objects for Nothing {
    fn header(&self, _: &ObjectId) -> Result<ObjectHeader, ObjectFault> {
        Ok(ObjectHeader { is_blob: true, size: 0 })
    }
    fn read(&self, _: &ObjectId) -> Result<Vec<u8>, ObjectFault> {
        Ok(Vec::new())
    }
}

fuzz_target!(|bytes: &[u8]| {
    gate(bytes);
    own_path::<Ballot>(bytes);
    own_path::<PaperReturn>(bytes);
    own_path::<Proposal>(bytes);
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    file_path(text);
    one_spelling::<VoteId>(text);
    one_spelling::<OptionId>(text);
    one_spelling::<CategoryId>(text);
    one_spelling::<CouncilId>(text);
    one_spelling::<VoterId>(text);
    one_spelling::<Instant>(text);
    one_spelling::<Date>(text);
    one_spelling::<Amount>(text);
    one_spelling::<Fraction>(text);
    one_spelling::<u64>(text);
    one_spelling::<u32>(text);
    one_spelling::<Digest>(text);
    one_spelling::<Option<Digest>>(text);
    one_spelling::<PublicKey>(text);
    one_spelling::<Kind>(text);
});

fn file_path(text: &str) {
    let Ok(path) = FilePath::parse(text) else { return };
    assert_eq!(path.as_str(), text);
    assert_eq!(path.segments().collect::<Vec<_>>().join("/"), text);
    assert!(Path::new(text).components().all(|part| matches!(part, Component::Normal(_))));
    assert_eq!(Path::new(text).components().count(), path.segments().count());
    assert!(path.file_name().starts_with(path.stem()) && path.file_name().ends_with(path.extension()));
    let mut tree = FileTree::new();
    tree.insert(path.clone(), b"x".to_vec());
    assert_eq!(tree.get(&path), Some(&b"x"[..]));
    let _ = HandedIn::order(Kind::Ballot, &path);
}

/// The content of a path is asked for only where the path is of the grammar.
fn gate(bytes: &[u8]) {
    let object = ObjectId("0".repeat(40));
    let change = Change { path: bytes.to_vec(), kind: ChangeKind::Added, mode: 0o100_644, object };
    let set = ChangeSet { changes: vec![change], ..ChangeSet::default() };
    let verdicts = check(set, &Nothing, RECORD.clone(), &FileTree::new());
    let [verdict] = verdicts.as_slice() else { panic!("one verdict for each path") };
    let refused = match &verdict.answer {
        parvis::gate::Answer::Taken { .. } => panic!("an empty file is never taken"),
        parvis::gate::Answer::Refused { code, .. } => *code,
    };
    if refused == Code::PathForbidden {
        return;
    }
    let plain = |byte: &u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'/');
    assert!(bytes.iter().all(plain) && bytes.len() <= 4 * 81 + 20);
    let text = std::str::from_utf8(bytes).expect("ASCII");
    let folders = ["submissions/ballots/", "submissions/paper/", "submissions/proposals/"];
    assert!(folders.iter().any(|folder| text.starts_with(folder)));
    assert!(!text.split('/').any(|segment| segment.is_empty() || segment.starts_with('.')));
}

/// The path of a text: below its folder, of the gate's grammar, other for another text.
fn own_path<S: Statement>(bytes: &[u8]) {
    let Ok(statement) = S::read(bytes) else { return };
    let hash = Digest::of(bytes);
    let path = statement.path(hash);
    file_path(path.as_str());
    gate(path.as_str().as_bytes());
    let other = statement.path(Digest::of(hash.as_bytes()));
    let paths: BTreeMap<_, _> = [(path, ()), (other, ())].into();
    assert_eq!(paths.len(), 2);
}

fn one_spelling<T: Token>(text: &str) {
    if let Some(token) = T::read(text) {
        assert_eq!(token.write(), text);
    }
}
