//! Faults that the other tests do not meet, each by its name.

use crate::support;

use parvis::audit::audit;
use parvis::clerk::{Desk, seal};
use parvis::council::VoteId;
use parvis::key::{EnrolledKey, PublicKey};
use parvis::record::Record;
use parvis::report::Code;
use parvis::statement::{Ballot, Definition, Kind, Open, Refusal, Roll, Statement as _};
use parvis::submission::{Envelope, Rejection, sign};
use parvis::tree::{Digest, FileTree};
use sha2::Digest as _;
use support::{TestCouncil, approval, choices, go_on, key, option, path, token, voter_key};

fn code<T>(outcome: Result<T, Rejection>) -> Option<Code> {
    outcome.err().map(|rejection| rejection.code)
}

fn codes(tree: FileTree) -> Vec<Code> {
    audit(tree, None).findings.into_iter().map(|finding| finding.code).collect()
}

/// A council with the vote `place` open and one ballot recorded.
fn recorded() -> FileTree {
    let mut city = TestCouncil::new(2);
    city.open_place();
    let ballot = city.signed(1, 10, &["a"]);
    let tree = city.files(&[ballot]);
    go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("ingested")))
}

#[test]
fn an_armour_in_another_spelling() {
    let mut city = TestCouncil::new(1);
    city.open_place();
    let signed = city.signed(1, 10, &["a"]);
    let text = String::from_utf8(signed.bytes).expect("ASCII");
    for spelling in [format!("{text}x\n"), format!("{text}{}", &text[text.find("-----BEGIN").expect("an armour")..])] {
        assert_eq!(
            code(city.desk.record().admit_ballot(&signed.path, spelling.as_bytes())),
            Some(Code::ArmourMalformed)
        );
    }
}

#[test]
fn a_text_that_is_signed_and_not_of_the_grammar() {
    let mut city = TestCouncil::new(1);
    city.open_place();
    let good = city.ballot("place", 1, 10, choices(&["a", "b"]));
    // The signature holds; the choices do not stand in their one order.
    let text = good.write().replace("  - a\n  - b\n", "  - b\n  - a\n");
    let bytes = raw_signed(&text, Kind::Ballot, 1);
    let rejection =
        city.desk.record().admit_ballot(&good.path(Digest::of(text.as_bytes())), &bytes).expect_err("refused");
    assert_eq!((rejection.code, rejection.signed_by), (Code::GrammarFault, Some(voter_key(1).public())));
}

/// `text` with the signature of voter `n`, whatever the text says.
fn raw_signed(text: &str, kind: Kind, n: usize) -> Vec<u8> {
    let namespace = kind.namespace(&support::council());
    let string = |bytes: &[u8]| [&u32::try_from(bytes.len()).expect("short").to_be_bytes(), bytes].concat();
    let hash = sha2::Sha512::digest(text.as_bytes());
    let message =
        [b"SSHSIG".to_vec(), string(namespace.as_bytes()), string(b""), string(b"sha512"), string(&hash)].concat();
    let signer = voter_key(n);
    let armour = parvis::submission::Armour { key: signer.public(), namespace, signature: signer.sign(&message) };
    parvis::submission::attach(text, [armour])
}

#[test]
fn a_ballot_of_another_council_under_our_namespace() {
    let mut city = TestCouncil::new(1);
    city.open_place();
    let other = Ballot { council: token("autre.example"), ..city.ballot("place", 1, 10, choices(&["a"])) };
    let bytes = raw_signed(&other.write(), Kind::Ballot, 1);
    assert_eq!(
        code(city.desk.record().admit_ballot(&other.path(other.text_hash()), &bytes)),
        Some(Code::CouncilMismatch)
    );
}

#[test]
fn a_vote_that_is_defined_and_not_open() {
    let mut city = TestCouncil::new(1);
    let definition = city.definition("place", approval(), vec![option("a", None)]);
    city.desk.append(&definition, "place", &[&key("officer")]).expect("defined");
    let signed = city.signed(1, 10, &["a"]);
    assert_eq!(code(city.desk.record().admit_ballot(&signed.path, &signed.bytes)), Some(Code::VoteNotOpen));
}

#[test]
fn too_few_choices() {
    use parvis::council::{ApprovalRules, Limits, Rules, Ties};
    let mut city = TestCouncil::new(1);
    let limits = Limits { min: 2, max: 2, max_per_category: None };
    let rules = ApprovalRules { limits, winners: 1, minimum_support: 1, ties: Ties::Report };
    city.open("place", Rules::Approval(rules), vec![option("a", None), option("b", None)]);
    let signed = city.signed(1, 10, &["a"]);
    assert_eq!(code(city.desk.record().admit_ballot(&signed.path, &signed.bytes)), Some(Code::ChoicesTooFew));
}

#[test]
fn a_ballot_offered_again() {
    let tree = recorded();
    let desk = Desk::open(tree.clone()).expect("the record holds");
    let (path, bytes) = tree.below("submissions/ballots").next().expect("a ballot");
    assert_eq!(code(desk.record().admit_ballot(path, bytes)), Some(Code::AlreadyRecorded));
}

#[test]
fn a_roll_that_names_another_predecessor() {
    let mut city = TestCouncil::new(1);
    let roll = city.desk.record().roll(&token("habitants")).last().expect("a roll").roll().clone();
    let next = Roll { version: 2, previous: Some(Digest::of(b"x")), ..roll };
    assert_eq!(code(city.desk.seal_roll(&next, &[&key("officer")])), Some(Code::PredecessorMismatch));
}

#[test]
fn a_roll_with_a_key_that_signs_for_anybody() {
    let mut neutral = [0; 32];
    neutral[0] = 1;
    let weak = PublicKey::from_bytes(neutral);
    assert!(EnrolledKey::enrol(weak).is_err());
    let mut city = TestCouncil::new(1);
    let roll = city.desk.record().roll(&token("habitants")).last().expect("a roll");
    let previous = Some(roll.text_hash());
    let mut next = Roll { version: 2, previous, ..roll.roll().clone() };
    next.voters[0].key = Some(weak);
    assert_eq!(code(city.desk.seal_roll(&next, &[&key("officer")])), Some(Code::KeyWeak));
}

#[test]
fn a_vote_whose_roll_is_not_sealed() {
    let city = TestCouncil::new(1);
    let file = path("content/votes/square.md");
    let text = VOTE.replace("roll: habitants\n", "roll: inconnue\n");
    let (vote, findings) = parvis::document::vote::read_file(&file, text.as_bytes());
    assert_eq!(findings, []);
    let missing = seal(&vote.expect("a vote").draft, &file, text.as_bytes(), &FileTree::new(), city.desk.record());
    assert_eq!(missing.err().map(|findings| findings[0].code), Some(Code::RollMissing));
    let (vote, _) = parvis::document::vote::read_file(&file, VOTE.as_bytes());
    assert!(seal(&vote.expect("a vote").draft, &file, VOTE.as_bytes(), &FileTree::new(), city.desk.record()).is_ok());
}

const VOTE: &str = "---
title: Le nom du square
body: quartier
question: {fr: Quel nom ?, en: Which name?}
mode: pseudonymous
method: approval/1
electorate: habitants
roll: habitants
roll_version: 1
channels: [electronic]
opens: 2026-03-01T08:00:00+01:00
closes: 2026-03-08T20:00:00+01:00
tolerance_minutes: 60
extension_minutes: 0
witnesses: 0
key_replacement: refused
ballots_per_key: 5
appeal_until: 2026-05-08
retention_until: 2027-03-08
limits: {min: 1, max: 2}
winners: 1
minimum_support: 1
ties: report
options:
  - id: elm
    title: {fr: Orme, en: Elm}
  - id: oak
    title: {fr: Chêne, en: Oak}
---

Choisir.
";

#[test]
fn a_log_that_cannot_be_read() {
    let mut tree = recorded();
    tree.insert(path("submissions/log/entries"), b"hello\n".to_vec());
    assert_eq!(codes(tree), [Code::LogMalformed]);
    assert_eq!(codes(FileTree::new()), [Code::GenesisMissing]);
}

#[test]
fn a_log_without_its_newest_checkpoint() {
    let mut tree = recorded();
    let size = Desk::open(tree.clone()).expect("the record holds").record().entries().len();
    tree.remove(&path(&format!("submissions/log/checkpoints/{size}")));
    assert_eq!(codes(tree.clone()), [Code::CheckpointMissing]);
    assert!(Desk::open(tree).is_err(), "the clerk does not build on it");
}

#[test]
fn an_opening_that_names_another_log() {
    let mut city = TestCouncil::new(1);
    let definition = city.definition("place", approval(), vec![option("a", None)]);
    let sealed = city.desk.append(&definition, "place", &[&key("officer")]).expect("defined");
    let log = parvis::statement::LogState { size: 1, ..city.desk.record().state() };
    let open = Open {
        council: support::council(),
        record: city.desk.record().fingerprint(),
        vote: token("place"),
        previous: sealed.text_hash,
        log,
    };
    assert_eq!(code(city.desk.append(&open, "place", &[&key("officer")])), Some(Code::LogStateMismatch));
}

#[test]
fn a_file_recorded_under_another_kind() {
    let tree = recorded();
    let mut desk = Desk::open(tree).expect("the record holds");
    let roll = desk.record().roll(&token("habitants")).last().expect("a roll").roll().clone();
    let previous = desk.record().roll(&token("habitants")).last().map(|roll| roll.text_hash());
    let next = Roll { version: 2, previous, ..roll };
    // The entry's subject is not the roll's name.
    assert_eq!(code(desk.append(&next, "other", &[&key("officer")])), Some(Code::KindUnexpected));
}

#[test]
fn a_refusal_of_a_good_ballot() {
    let mut city = TestCouncil::new(2);
    city.open_place();
    let good = city.signed(2, 10, &["b"]);
    let tree = city.files(std::slice::from_ref(&good));
    let mut desk = Desk::open(tree).expect("the record holds");
    let refusal = |code| Refusal {
        council: support::council(),
        record: desk.record().fingerprint(),
        subject: token("place"),
        file: good.file_hash,
        code,
        log_size: desk.record().entries().len() as u64,
    };
    let unfounded = refusal(Code::ChoicesTooMany);
    assert_eq!(code(desk.append(&unfounded, "place", &[&key("log")])), Some(Code::RefusalUnfounded));
}

#[test]
fn a_refusal_for_another_reason_than_its_own() {
    let mut city = TestCouncil::new(2);
    city.open_place();
    let crowded = city.signed(2, 10, &["a", "b", "c"]);
    let tree = city.files(std::slice::from_ref(&crowded));
    let desk = Desk::open(tree).expect("the record holds");
    let refuse = |reason, subject: &str| {
        let mut desk = desk.clone();
        let refusal = Refusal {
            council: support::council(),
            record: desk.record().fingerprint(),
            subject: token(subject),
            file: crowded.file_hash,
            code: reason,
            log_size: desk.record().entries().len() as u64,
        };
        code(desk.append(&refusal, subject, &[&key("log")]))
    };
    assert_eq!(refuse(Code::ChoicesPerCategory, "place"), None);
    assert_eq!(refuse(Code::BallotCap, "place"), Some(Code::RefusalUnfounded));
    assert_eq!(refuse(Code::ChoicesPerCategory, "elsewhere"), Some(Code::RefusalUnfounded));
}

#[test]
fn a_closing_whose_list_is_another() {
    let mut city = TestCouncil::new(2);
    city.open_place();
    let waiting = city.signed(2, 10, &["b"]);
    let tree = city.files(&[waiting]);
    let mut tree = go_on(&tree, |desk| drop(desk.close_vote(&token("place"), &[&key("officer")]).expect("closed")));
    tree.insert(path("submissions/log/pending/place"), b"".to_vec());
    let findings = audit(tree, None).findings;
    assert!(findings.iter().any(|finding| finding.message.en.contains(Code::PendingMismatch.name())), "{findings:#?}");
}

#[test]
fn a_tally_that_is_gone_and_rules_that_changed() {
    let tree = recorded();
    let tree = go_on(&tree, |desk| {
        desk.close_vote(&token("place"), &[&key("officer")]).expect("closed");
        desk.certify_vote(&token("place"), &[&key("officer")]).expect("certified");
    });
    let mut gone = tree.clone();
    gone.remove(&path("submissions/tallies/place.json"));
    assert_eq!(codes(gone), [Code::TallyMissing]);
    let mut changed = tree;
    changed.insert(path("content/votes/place.md"), b"other rules".to_vec());
    assert_eq!(codes(changed), [Code::SourceChanged]);
}

#[test]
fn a_genesis_that_its_keys_did_not_sign() {
    let city = TestCouncil::new(1);
    let tree = city.files(&[]);
    let file = path("submissions/council/genesis.statement");
    let bytes = tree.get(&file).expect("a genesis");
    assert!(Record::begin(&file, bytes).is_ok());
    let envelope = Envelope::open(Kind::Genesis, bytes).expect("signed");
    let genesis = envelope.claimed_genesis().expect("a genesis");
    let forged = sign(&genesis, &[&key("stranger")]);
    assert_eq!(code(Record::begin(&forged.path, &forged.bytes)), Some(Code::KeyUnknown));
}

#[test]
fn a_definition_in_the_words_of_yaml_is_refused() {
    let city = TestCouncil::new(1);
    let text = city.definition("place", approval(), vec![option("a", None)]).write();
    assert!(Definition::read(text.as_bytes()).is_ok());
    for (from, to) in [
        ("vote: place", "vote: &x place"),
        ("ties: report", "ties: !!str report"),
        ("winners: 1", "winners: 0x1"),
        ("winners: 1", "winners: 01"),
        ("mode: pseudonymous", "mode: 'pseudonymous'"),
        ("winners: 1\n", "winners: 1 # one\n"),
        ("winners: 1\n", "winners: 1\nwinners: 2\n"),
    ] {
        let changed = text.replace(from, to);
        assert_ne!(changed, text);
        assert!(Definition::read(changed.as_bytes()).is_err(), "{to}");
    }
    assert!(VoteId::parse("on").is_err());
}
