//! The gate reads of a record what concerns those who hand something in: its verdicts are those that
//! the whole record gives.

use crate::support;

use std::collections::BTreeMap;

use parvis::council::{ApprovalRules, Comparison, Equality, Fraction, Mode, Motion2Rules, Rules, ShareOf};
use parvis::gate::{Answer, check, people_of};
use parvis::record::{Files, outline, replay};
use parvis::statement::{Enrolment, KeyReplacement, Proposal, RollAmendment, RollMode, Vote};
use parvis::submission::{Change, ChangeKind, ChangeSet, ObjectFault, ObjectHeader, ObjectId, Objects, Signed, sign};
use parvis::tree::FileTree;
use support::{
    TestCouncil, approval, choices, go_on, key, line, option, path, proposal, roll_of, token, voter, voter_key,
};

struct Held(BTreeMap<String, Vec<u8>>);

impl Objects for Held {
    fn header(&self, id: &ObjectId) -> Result<ObjectHeader, ObjectFault> {
        Ok(ObjectHeader { is_blob: true, size: self.0[&id.0].len() })
    }

    fn read(&self, id: &ObjectId) -> Result<Vec<u8>, ObjectFault> {
        Ok(self.0[&id.0].clone())
    }
}

/// What is said of `handed` by the whole record and by its outline.
fn both(tree: &FileTree, handed: &Signed) -> [String; 2] {
    let object = ObjectId("1".repeat(40));
    let held = Held(BTreeMap::from([(object.0.clone(), handed.bytes.clone())]));
    let change =
        Change { path: handed.path.as_str().as_bytes().to_vec(), kind: ChangeKind::Added, mode: 0o100_644, object };
    let set = ChangeSet { changes: vec![change], ..ChangeSet::default() };
    let told = |verdicts: Vec<parvis::gate::Verdict>| match &verdicts[0].answer {
        Answer::Taken { note, .. } => format!("taken, {note:?}"),
        Answer::Refused { code, submission, .. } => format!("{code}, {submission}"),
    };
    let whole = replay(&Files::new(tree.clone())).0.expect("a record");
    let people = people_of(&set, &held);
    let part: FileTree = tree
        .iter()
        .filter(|(path, _)| people.wants(path.as_str().as_bytes()))
        .map(|(path, bytes)| (path.clone(), bytes.to_vec()))
        .collect();
    assert!(part.len() < tree.len(), "less is read");
    let outlined = outline(&Files::new(part.clone()), people).0.expect("a record");
    [told(check(set.clone(), &held, whole, tree)), told(check(set, &held, outlined, &part))]
}

#[test]
fn an_outline_gives_the_verdicts_of_the_whole_record() {
    let mut city = TestCouncil::new(6);
    let mut definition = city.definition("place", approval(), vec![option("a", None), option("b", None)]);
    (definition.ballots_per_key, definition.key_replacement) = (2, KeyReplacement::Allowed);
    city.desk.open_vote(&definition, &[&key("officer")]).expect("sound rules");
    let ballot = |n: usize, seq: u64, signer: &parvis::key::PrivateKey| {
        sign(&city.ballot("place", n, seq, choices(&["a"])), &[signer])
    };
    let own = |n, seq| ballot(n, seq, &voter_key(n));
    let recorded = [own(1, 5), own(1, 6), own(2, 5), own(3, 9), own(4, 5)];
    let fresh = key("fresh");
    let cases = [
        ("a first ballot", own(5, 5)),
        ("a second one", own(2, 6)),
        ("an earlier one than the one recorded", own(3, 2)),
        ("one more than the cap", own(1, 7)),
        ("the one recorded, again", own(2, 5)),
        ("signed by another voter", ballot(5, 5, &voter_key(6))),
        ("signed by a voter who voted", ballot(5, 5, &voter_key(1))),
        ("signed by nobody of the roll", ballot(5, 5, &key("nobody"))),
        ("a line that is not there", ballot(9, 5, &key("nobody"))),
        ("a line that is not there, signed by a voter", ballot(9, 5, &voter_key(6))),
        ("the old key", own(4, 6)),
        ("the new key", ballot(4, 6, &fresh)),
        ("the new key for another voter", ballot(5, 6, &fresh)),
    ];
    let tree = city.files(&recorded);
    let open = go_on(&tree, |desk| {
        desk.ingest(&key("log")).expect("recorded");
        desk.replace_key(&token("place"), &voter(4), fresh.public(), "perdue", &[&key("officer")]).expect("allowed");
    });
    let mut waiting = open.clone();
    let pending = &cases[0].1;
    waiting.insert(pending.path.clone(), pending.bytes.clone());
    let closed = go_on(&open, |desk| drop(desk.close_vote(&token("place"), &[&key("officer")]).expect("closed")));
    assert!(open.get(&path("submissions/log/entries")).is_some());
    let mut seen = std::collections::BTreeSet::new();
    for (name, handed) in &cases {
        for (stage, tree) in [("open", &open), ("waiting", &waiting), ("closed", &closed)] {
            let [whole, less] = both(tree, handed);
            assert_eq!(whole, less, "{name}, {stage}");
            seen.insert(whole);
        }
    }
    assert!(seen.len() >= 8, "{seen:?}");
}

#[test]
fn an_outline_knows_the_proposals_of_everybody() {
    let mut city = TestCouncil::new(1);
    let roll = roll_of(&city.desk, "auteurs", RollMode::Proposers, vec![line(11), line(12)]);
    city.desk.seal_roll(&roll, &[&key("officer")]).expect("sealed");
    let first = proposal(&city.desk, "jardin", 11);
    let own = |n, slug: &str, seq| {
        sign(&Proposal { author: voter(n), slug: token(slug), seq, ..first.clone() }, &[&voter_key(n)])
    };
    city.open_place();
    let ballot = city.signed(1, 5, &["a"]);
    let mut recorded = city.files(&[own(11, "jardin", 1), ballot]);
    recorded = go_on(&recorded, |desk| drop(desk.ingest(&key("log")).expect("recorded")));
    let waits = own(11, "mare", 1);
    recorded.insert(waits.path.clone(), waits.bytes);
    let mut seen = std::collections::BTreeSet::new();
    for (name, handed) in [
        ("a slug that is free", own(12, "banc", 1)),
        ("a slug recorded for another", own(12, "jardin", 1)),
        ("a slug that waits for another", own(12, "mare", 2)),
        ("the author, again", own(11, "jardin", 2)),
    ] {
        let [whole, less] = both(&recorded, &handed);
        assert_eq!(whole, less, "{name}");
        seen.insert(whole);
    }
    assert!(seen.len() >= 3, "{seen:?}");
}

/// One person stands on two rolls with two keys, and leaves the first by an amendment: whoever knows of
/// this person by the key of the second has not read the line that leaves.
#[test]
fn an_outline_follows_an_amendment_about_somebody_known_from_another_roll() {
    let mut city = TestCouncil::new(1);
    let officer = key("officer");
    let record = city.desk.record().fingerprint();
    let public = RollMode::Voters(Mode::Public);
    let with_another_key = Enrolment { key: Some(voter_key(111).public()), ..line(11) };
    let elected = roll_of(&city.desk, "elus", public, vec![line(10), with_another_key, line(12)]);
    let sealed = city.desk.seal_roll(&elected, &[&officer]).expect("sealed");
    let authors = roll_of(&city.desk, "auteurs", RollMode::Proposers, vec![line(11)]);
    city.desk.seal_roll(&authors, &[&officer]).expect("sealed");
    let amendment = RollAmendment {
        council: support::council(),
        record,
        roll: token("elus"),
        version: 2,
        previous: sealed.text_hash,
        mode: public,
        reason: "un départ".to_owned(),
        removed: vec![voter(11)],
        set: vec![line(13)],
    };
    let amended = city.desk.amend_roll(&amendment, &[&officer]).expect("amended");
    let mut definition = city.definition("place", approval(), vec![option("a", None), option("b", None)]);
    let electorate = &mut definition.electorates[0];
    (electorate.roll, electorate.version, electorate.hash) = (token("elus"), 2, amended.text_hash);
    definition.mode = Mode::Public;
    city.desk.open_vote(&definition, &[&officer]).expect("sound rules");
    let signed = sign(&proposal(&city.desk, "jardin", 11), &[&voter_key(11)]);
    let ballot = |n, held| sign(&city.ballot("place", n, 5, choices(&["a"])), &[&voter_key(held)]);
    let cases = [
        ("a voter of both versions", ballot(12, 12)),
        ("a new voter", ballot(13, 13)),
        ("the one who left", ballot(11, 111)),
        ("the one who left, by the other key", ballot(11, 11)),
    ];
    let tree = city.files(&[signed]);
    let tree = go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("recorded")));
    let mut seen = std::collections::BTreeSet::new();
    for (name, handed) in &cases {
        let [whole, less] = both(&tree, handed);
        assert_eq!(whole, less, "{name}");
        seen.insert(whole);
    }
    assert_eq!(seen.len(), 2, "{seen:?}");
}

#[test]
fn an_outline_takes_a_definition_that_asks_for_lines_it_does_not_keep() {
    let half = Fraction::new(1, 2).expect("a share");
    let chaired = Rules::Motion2(Motion2Rules {
        quorum: half,
        threshold: half,
        comparison: Comparison::MoreThan,
        base: ShareOf::Expressed,
        present: Vec::new(),
        tie: Equality::CastingVote,
        chair: Some(voter(1)),
    });
    let Rules::Approval(approval) = approval() else { panic!("an approval vote") };
    let wanted = Rules::Approval(ApprovalRules { minimum_support: 6, ..approval });
    for (rules, choice) in [(chaired, Vote::Answer(token("for"))), (wanted, choices(&["a"]))] {
        let name = rules.name();
        let mut city = TestCouncil::new(6);
        let options = if matches!(choice, Vote::Answer(_)) { Vec::new() } else { vec![option("a", None)] };
        let definition = city.definition("place", rules, options);
        city.desk.open_vote(&definition, &[&key("officer")]).expect("sound rules");
        let recorded = sign(&city.ballot("place", 2, 5, choice.clone()), &[&voter_key(2)]);
        let handed = sign(&city.ballot("place", 5, 5, choice), &[&voter_key(5)]);
        let tree = city.files(&[recorded]);
        let [whole, less] = both(&go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("recorded"))), &handed);
        assert!(whole.starts_with("taken"), "{name}: {whole}");
        assert_eq!(whole, less, "{name}");
    }
}
