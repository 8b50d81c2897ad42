//! What several witnesses of one vote say of its hours, where they agree and where they do not.

use crate::support;

use parvis::audit::audit;
use parvis::clerk::Desk;
use parvis::council::{Instant, VoteId};
use parvis::key::PrivateKey;
use parvis::log::cosign;
use parvis::report::Code;
use parvis::statement::Witness;
use parvis::tree::FileTree;
use support::{TestCouncil, approval, go_on, key, option, path, token};

const NAMES: [&str; 4] = ["un.example", "deux.example", "trois.example", "quatre.example"];

/// Which log a witness saw.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Log {
    Before,
    Opened,
    Closed,
    Certified,
    Erased,
}

use Log::{Before, Certified, Closed, Erased, Opened};

/// The witness at this place of `NAMES` cosigned this log at this time.
type Sighting = (usize, Log, &'static str);

/// What two witnesses say of a vote that kept its hours.
const ON_TIME: [Sighting; 6] = [
    (0, Opened, "2026-03-01T08:30:00Z"),
    (1, Opened, "2026-03-01T08:30:00Z"),
    (0, Opened, "2026-03-08T20:00:00Z"),
    (1, Opened, "2026-03-08T20:00:00Z"),
    (0, Closed, "2026-03-08T20:10:00Z"),
    (1, Closed, "2026-03-08T20:10:00Z"),
];

fn place() -> VoteId {
    token("place")
}

fn officer() -> PrivateKey {
    key("officer")
}

/// Puts what was said of `log`, the newest one of `tree`, under its checkpoint.
fn attach(tree: &mut FileTree, log: Log, size: u64, said: &[Sighting]) {
    for (witness, _, time) in said.iter().filter(|(_, which, _)| *which == log) {
        let time = u64::try_from(token::<Instant>(time).to_unix()).expect("after 1970");
        cosigned(tree, size, *witness, time);
    }
}

fn cosigned(tree: &mut FileTree, size: u64, witness: usize, time: u64) {
    let at = path(&format!("submissions/log/checkpoints/{size}"));
    let note = tree.get(&at).expect("a checkpoint").to_vec();
    let line = cosign(&note, NAMES[witness], &key(NAMES[witness]), time).expect("a sound note");
    tree.insert(at, [note, line.into_bytes()].concat());
}

fn size(tree: &FileTree) -> u64 {
    Desk::open(tree.clone()).expect("the record holds").record().state().size
}

/// A closed vote whose rules name all of `NAMES` and ask for `needed` of them, who said `said`.
fn closed(needed: u32, said: &[Sighting]) -> FileTree {
    let mut city = TestCouncil::new(1);
    let mut definition = city.definition("place", approval(), vec![option("a", None)]);
    definition.witnesses = needed;
    let mut named = NAMES.map(|name| Witness { name: token(name), key: key(name).public() }).to_vec();
    named.sort_by(|one, other| one.name.as_str().cmp(other.name.as_str()));
    definition.witness_keys = named;
    city.desk.checkpoint(&key("log"));
    let before = city.desk.record().state().size;
    city.desk.open_vote(&definition, &[&officer()]).expect("a sound definition");
    let ballot = city.signed(1, 5, &["a"]);
    city.desk.hand_in(ballot.path, ballot.bytes);
    city.desk.ingest(&key("log")).expect("recorded");
    let mut tree = city.files(&[]);
    attach(&mut tree, Before, before, said);
    let opened = size(&tree);
    attach(&mut tree, Opened, opened, said);
    let mut tree = go_on(&tree, |desk| drop(desk.close_vote(&place(), &[&officer()]).expect("it is open")));
    let closed = size(&tree);
    attach(&mut tree, Closed, closed, said);
    tree
}

/// What the desk answers who would certify it.
fn certify(tree: &FileTree) -> Option<(Code, String)> {
    let certified = Desk::open(tree.clone()).expect("the record holds").certify_vote(&place(), &[&officer()]);
    certified.err().map(|rejection| (rejection.code, rejection.message.en))
}

fn findings(tree: &FileTree) -> Vec<(Code, String)> {
    audit(tree.clone(), None).findings.into_iter().map(|found| (found.code, found.message.en)).collect()
}

fn with(more: &[Sighting]) -> Vec<Sighting> {
    [&ON_TIME[..], more].concat()
}

#[test]
fn what_one_witness_saw_is_not_hidden_by_the_others() {
    assert_eq!((certify(&closed(2, &ON_TIME)), findings(&closed(2, &ON_TIME))), (None, vec![]));
    let cases: [(Sighting, Option<(Code, &str)>); 7] = [
        ((2, Before, "2026-03-01T09:00:01Z"), Some((Code::OpenedLate, "2026-03-01T08:00:00Z"))),
        ((2, Before, "2026-03-01T09:00:00Z"), None),
        ((2, Closed, "2026-03-08T19:59:59Z"), Some((Code::ClosedEarly, "2026-03-08T20:00:00Z"))),
        ((2, Closed, "2026-03-08T20:00:00Z"), None),
        ((2, Opened, "2026-03-08T21:00:01Z"), Some((Code::ClosedLate, "2026-03-08T20:00:00Z"))),
        ((2, Opened, "2026-03-08T21:00:00Z"), None),
        // Whoever only looked late says nothing of when it closed.
        ((2, Closed, "2026-03-09T08:00:00Z"), None),
    ];
    for (sighting, expected) in cases {
        let tree = closed(2, &with(&[sighting]));
        let (refused, found) = (certify(&tree), findings(&tree));
        assert_eq!(found, refused.clone().into_iter().collect::<Vec<_>>(), "{sighting:?}");
        assert_eq!(refused.as_ref().map(|(code, _)| *code), expected.map(|(code, _)| code), "{sighting:?}");
        if let (Some((_, message)), Some((_, hour))) = (refused, expected) {
            // Who, when, the hour, and that others say otherwise.
            let words = ["`trois.example`", sighting.2, hour, "2 other witnesses vouch for the hour"];
            assert!(words.iter().all(|word| message.contains(word)), "{words:?} in: {message}");
        }
    }
    // One witness may contradict itself, too.
    let tree = closed(1, &with(&[(0, Opened, "2026-03-08T21:00:01Z")]));
    let (code, message) = certify(&tree).expect("it is refused");
    assert!(code == Code::ClosedLate && message.contains("1 other witness vouches"), "{message}");
    // A time that no calendar reaches.
    let mut tree = closed(2, &ON_TIME);
    let before_the_closing = size(&tree) - 1;
    cosigned(&mut tree, before_the_closing, 2, (1 << 63) - 1);
    assert_eq!(certify(&tree).map(|(code, _)| code), Some(Code::ClosedLate));
}

#[test]
fn many_who_only_looked_late_prove_less_than_one_who_saw_it_in_time() {
    let late = |witness| (witness, Closed, "2026-03-08T21:00:01Z");
    let but = |kept: usize, more: &[Sighting]| closed(2, &[&ON_TIME[..4 + kept], more].concat());
    // As many as the rules ask for saw the closing, all of them late.
    assert_eq!(certify(&but(0, &[late(0), late(1)])).map(|(code, _)| code), Some(Code::ClosedLate));
    // One saw it in time, so it was; the other one is missing.
    let tree = but(1, &[late(1)]);
    assert_eq!(certify(&tree).map(|(code, _)| code), Some(Code::WitnessMissing));
    assert_eq!(findings(&tree), []);
}

#[test]
fn an_erasure_that_one_witness_saw_too_early_is_found() {
    let day = "2027-03-08T00:00:00Z";
    for (seen, expected) in [("2027-03-07T23:59:59Z", vec![Code::ErasedEarly]), (day, vec![])] {
        let said = with(&[(0, Certified, day), (1, Certified, day), (2, Erased, seen)]);
        let mut tree = go_on(&closed(2, &said), |desk| {
            drop(desk.certify_vote(&place(), &[&officer()]).expect("certified"));
        });
        let certified = size(&tree);
        attach(&mut tree, Certified, certified, &said);
        let mut tree = go_on(&tree, |desk| drop(desk.erase_vote(&place(), &[&officer()]).expect("erased")));
        let erased = size(&tree);
        attach(&mut tree, Erased, erased, &said);
        let found = findings(&tree);
        assert_eq!(found.iter().map(|(code, _)| *code).collect::<Vec<_>>(), expected, "{seen}");
        assert!(found.iter().all(|(_, message)| message.contains("`trois.example`")), "{found:?}");
    }
}

#[test]
fn one_witness_twice_is_not_two() {
    for (at, hour) in [(0, "the opening was on time"), (2, "still ran at its hour"), (4, "the closing came in time")] {
        let mut said = ON_TIME.to_vec();
        // The second witness is silent of this hour, and the first one speaks of it once more.
        let (witness, log, _) = said[at];
        let again = ["2026-03-01T08:40:00Z", "2026-03-08T20:05:00Z", "2026-03-08T20:20:00Z"][at / 2];
        said[at + 1] = (witness, log, again);
        let tree = closed(2, &said);
        let lines = tree.below("submissions/log/checkpoints").map(|(_, note)| String::from_utf8_lossy(note));
        let lines: usize = lines.map(|note| note.matches("\u{2014} un.example ").count()).sum();
        assert_eq!(lines, 4, "both lines are there");
        let (code, message) = certify(&tree).expect("it is refused");
        assert_eq!(code, Code::WitnessMissing, "{hour}");
        assert!(message.contains(hour) && message.starts_with("1 witness vouches"), "{message}");
    }
}
