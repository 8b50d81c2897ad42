//! The acceptance rules, the life of a vote, and the audit, over values.

use crate::support;

use parvis::audit::audit;
use parvis::clerk::Desk;
use parvis::council::VoteId;
use parvis::council::tally::{OptionOutcome, Outcome};
use parvis::report::Code;
use parvis::statement::Vote;
use parvis::submission::{Signed, sign};
use parvis::tally::tally_file;
use parvis::tree::{Digest, FileTree};
use support::{TestCouncil, choices, go_on, key, path, token, voter_key};

/// The code with which a ballot is refused; nothing when it is taken.
fn verdict(desk: &Desk, signed: &Signed) -> Option<Code> {
    desk.record().admit_ballot(&signed.path, &signed.bytes).err().map(|rejection| rejection.code)
}

fn codes(tree: FileTree) -> Vec<Code> {
    audit(tree, None).findings.into_iter().map(|finding| finding.code).collect()
}

#[test]
fn a_ballot_is_taken_or_refused_with_its_code() {
    let mut city = TestCouncil::new(4);
    city.open_place();
    let ballot = |n, seq, choice| city.ballot("place", n, seq, choice);
    let of = |ballot: &parvis::statement::Ballot, signer| sign(ballot, &[&voter_key(signer)]);
    let good = ballot(1, 10, choices(&["a", "d"]));
    let cases: Vec<(&str, Signed, Option<Code>)> = vec![
        ("good", of(&good, 1), None),
        ("blank", of(&ballot(1, 10, choices(&[])), 1), None),
        ("signed by another voter", of(&good, 2), Some(Code::KeyNotVoters)),
        ("signed by a stranger", sign(&good, &[&key("stranger")]), Some(Code::KeyUnknown)),
        ("signed twice", sign(&good, &[&voter_key(1), &voter_key(2)]), Some(Code::SignersMissing)),
        ("voter not on the roll", of(&ballot(9, 10, choices(&["a"])), 1), Some(Code::VoterUnknown)),
        ("unknown option", of(&ballot(1, 10, choices(&["z"])), 1), Some(Code::OptionUnknown)),
        ("too many choices", of(&ballot(1, 10, choices(&["a", "b", "c", "d"])), 1), Some(Code::ChoicesTooMany)),
        ("too many in a category", of(&ballot(1, 10, choices(&["a", "b", "c"])), 1), Some(Code::ChoicesPerCategory)),
        ("another body", of(&ballot(1, 10, Vote::Answer(parvis::council::Answer::For)), 1), Some(Code::BodyMismatch)),
        (
            "other rules",
            of(&parvis::statement::Ballot { definition: Digest::of(b"x"), ..good.clone() }, 1),
            Some(Code::DefinitionMismatch),
        ),
        (
            "another path",
            Signed { path: path("submissions/ballots/place/aa/x.ballot"), ..of(&good, 1) },
            Some(Code::PathMismatch),
        ),
        (
            "an unknown vote",
            Signed { path: path("submissions/ballots/other/aa/x.ballot"), ..of(&good, 1) },
            Some(Code::VoteUnknown),
        ),
    ];
    for (name, signed, expected) in cases {
        assert_eq!(verdict(&city.desk, &signed), expected, "{name}");
    }
}

#[test]
fn a_signature_for_another_council_or_kind_is_refused() {
    let mut city = TestCouncil::new(1);
    city.open_place();
    let other =
        parvis::statement::Ballot { council: token("autre.example"), ..city.ballot("place", 1, 10, choices(&["a"])) };
    assert_eq!(verdict(&city.desk, &sign(&other, &[&voter_key(1)])), Some(Code::SignatureInvalid));
}

#[test]
fn any_flipped_bit_of_a_signed_ballot_is_refused() {
    let mut city = TestCouncil::new(1);
    city.open_place();
    let signed = city.signed(1, 10, &["a"]);
    for at in 0..signed.bytes.len() {
        for bit in 0..8 {
            let mut bytes = signed.bytes.clone();
            bytes[at] ^= 1 << bit;
            let changed = Signed { bytes, ..signed.clone() };
            assert!(verdict(&city.desk, &changed).is_some(), "byte {at}, bit {bit}");
        }
    }
    for length in 0..signed.bytes.len() {
        let cut = Signed { bytes: signed.bytes[..length].to_vec(), ..signed.clone() };
        assert!(verdict(&city.desk, &cut).is_some(), "cut to {length}");
    }
}

#[test]
fn damage_on_the_way_is_named() {
    let mut city = TestCouncil::new(1);
    city.open_place();
    let signed = city.signed(1, 10, &["a"]);
    let text = String::from_utf8(signed.bytes.clone()).expect("a ballot is ASCII");
    for (name, changed) in [
        ("CRLF", text.replace('\n', "\r\n")),
        ("BOM", format!("\u{feff}{text}")),
        ("no final LF", text.trim_end().to_owned()),
    ] {
        let damaged = Signed { bytes: changed.into_bytes(), ..signed.clone() };
        assert_eq!(verdict(&city.desk, &damaged), Some(Code::TextDamaged), "{name}");
    }
    let large = Signed { bytes: vec![b'a'; 5000], ..signed };
    assert_eq!(verdict(&city.desk, &large), Some(Code::FileTooLarge));
}

#[test]
fn before_opening_and_after_closing_a_ballot_is_refused() {
    let mut city = TestCouncil::new(2);
    city.open_place();
    let late = city.signed(2, 11, &["b"]);
    let tree = city.files(&[]);
    let tree = go_on(&tree, |desk| {
        desk.close_vote(&token("place"), &[&key("officer")]).expect("the vote is open");
        assert_eq!(verdict(desk, &late), Some(Code::VoteClosed));
        let again = desk.clone().close_vote(&token("place"), &[&key("officer")]);
        assert_eq!(again.err().map(|rejection| rejection.code), Some(Code::StateForbids));
    });
    assert_eq!(codes(tree), []);
}

#[test]
fn a_second_opening_is_refused() {
    let mut city = TestCouncil::new(1);
    city.open_place();
    let definition = city.definition("place", support::approval(), vec![support::option("a", None)]);
    let again = city.desk.open_vote(&definition, &[&key("officer")]);
    assert_eq!(again.err().map(|rejection| rejection.code), Some(Code::StateForbids));
}

#[test]
fn one_key_has_a_capped_number_of_ballots() {
    let mut city = TestCouncil::new(1);
    city.open_place();
    let ballots: Vec<Signed> = (1..=4).map(|seq| city.signed(1, seq, &["a"])).collect();
    let tree = city.files(&ballots);
    let tree = go_on(&tree, |desk| {
        let ingested = desk.ingest(&key("log")).expect("the log key has its role");
        assert_eq!(ingested.recorded.len(), 3);
        assert_eq!(ingested.refused.iter().map(|(_, rejection)| rejection.code).collect::<Vec<_>>(), [Code::BallotCap]);
    });
    assert_eq!(codes(tree), []);
}

/// A vote from opening to certificate: re-votes, a refusal, a ballot that is merged and not
/// recorded when the vote closes, and one that comes too late.
fn certified() -> FileTree {
    let mut city = TestCouncil::new(5);
    city.open_place();
    let first = [city.signed(1, 10, &["a"]), city.signed(2, 11, &["b"]), city.signed(3, 12, &["a", "b", "c"])];
    let revote = city.signed(1, 20, &["b", "d"]);
    let older = city.signed(1, 5, &["c"]);
    let pending = city.signed(4, 30, &["d"]);
    let late = city.signed(5, 40, &["a"]);
    let tree = city.files(&first);
    let mut tree = go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("ingested")));
    for signed in [revote, older] {
        tree.insert(signed.path, signed.bytes);
    }
    let mut tree = go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("ingested")));
    tree.insert(pending.path, pending.bytes);
    let mut tree = go_on(&tree, |desk| drop(desk.close_vote(&token("place"), &[&key("officer")]).expect("closed")));
    tree.insert(late.path, late.bytes);
    let tree = go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("ingested")));
    go_on(&tree, |desk| drop(desk.certify_vote(&token("place"), &[&key("officer")]).expect("certified")))
}

#[test]
fn a_vote_is_counted_from_opening_to_certificate() {
    let tree = certified();
    assert_eq!(codes(tree.clone()), []);
    let desk = Desk::open(tree).expect("the record holds");
    let id: VoteId = token("place");
    let tally = tally_file(desk.record(), &id, desk.record().state()).expect("no overflow").expect("an opened vote");
    assert_eq!(
        (tally.ballots.recorded, tally.ballots.counted, tally.ballots.superseded, tally.ballots.refused),
        (5, 3, 2, 2)
    );
    let Some(Outcome::Approval(outcome)) = tally.outcome else { panic!("an approval vote") };
    let supports: Vec<(&str, u64, OptionOutcome)> =
        outcome.options.iter().map(|step| (step.option.as_str(), step.support, step.outcome)).collect();
    // Voter 1's older ballot came later and does not count; the pending ballot of voter 4 does.
    let expected = [
        ("b", 2, OptionOutcome::Tied),
        ("d", 2, OptionOutcome::Tied),
        ("a", 0, OptionOutcome::NotSelected),
        ("c", 0, OptionOutcome::NotSelected),
    ];
    assert_eq!(supports, expected);
    assert_eq!(
        tally.refused.iter().map(|file| file.code.as_str()).collect::<Vec<_>>(),
        ["CHOICES_PER_CATEGORY", "VOTE_CLOSED"]
    );
}

#[test]
fn a_pending_file_may_not_be_left_out() {
    let mut city = TestCouncil::new(2);
    city.open_place();
    let pending = city.signed(1, 10, &["a"]);
    let tree = city.files(&[pending]);
    let tree = go_on(&tree, |desk| drop(desk.close_vote(&token("place"), &[&key("officer")]).expect("closed")));
    let mut desk = Desk::open(tree).expect("the record holds");
    let certified = desk.certify_vote(&token("place"), &[&key("officer")]);
    assert_eq!(certified.err().map(|rejection| rejection.code), Some(Code::PendingLeftOut));
}

#[test]
fn a_change_of_one_byte_is_named() {
    let tree = certified();
    let cases = [
        ("a ballot", "submissions/ballots/", vec![Code::EntryFileMissing]),
        ("the roll", "submissions/rolls/", vec![Code::EntryFileMissing]),
        ("the definition", "submissions/definitions/place.definition", vec![Code::EntryFileMissing]),
        ("the tally", "submissions/tallies/", vec![Code::TallyMismatch]),
        ("the turnout", "submissions/turnout/", vec![Code::TurnoutMismatch]),
        ("the log", "submissions/log/entries", vec![Code::EntryFileMissing, Code::CheckpointInvalid]),
        ("a checkpoint", "submissions/log/checkpoints/", vec![Code::CheckpointInvalid]),
        ("the pending list", "submissions/log/pending/", vec![Code::EntryRefused]),
        ("a refusal", "submissions/refusals/", vec![Code::EntryFileMissing]),
    ];
    for (name, prefix, expected) in cases {
        let (path, bytes) = tree.iter().find(|(path, _)| path.as_str().starts_with(prefix)).expect("the file is there");
        let mut changed = bytes.to_vec();
        // A digit of the last hash of a line of the log, a byte in the middle elsewhere.
        let at = if name == "the log" { changed.len() - 10 } else { changed.len() / 2 };
        changed[at] = if changed[at] == b'1' { b'2' } else { b'1' };
        let mut other = tree.clone();
        other.insert(path.clone(), changed);
        let found = codes(other);
        for code in expected {
            assert!(found.contains(&code), "{name}: {code} not in {found:?}");
        }
    }
}

#[test]
fn a_file_out_of_place_is_named() {
    let mut tree = certified();
    tree.insert(path("submissions/notes.txt"), b"hello".to_vec());
    assert_eq!(codes(tree), [Code::FileStray]);
}

#[test]
fn the_order_in_which_files_are_found_changes_nothing() {
    let mut city = TestCouncil::new(6);
    city.open_place();
    let ballots: Vec<Signed> = (1..=6).map(|n| city.signed(n, 100 - n as u64, &[["a", "b", "d"][n % 3]])).collect();
    let base = city.files(&[]);
    let mut results = Vec::new();
    for turn in 0..ballots.len() {
        let mut tree = base.clone();
        let mut order = ballots.clone();
        order.rotate_left(turn);
        if turn % 2 == 1 {
            order.reverse();
        }
        for signed in order {
            tree.insert(signed.path, signed.bytes);
        }
        results.push(go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("ingested"))));
    }
    assert!(results.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn the_genesis_is_pinned_or_the_verdict_says_so() {
    use parvis::language::Language::{En, Fr};
    let tree = certified();
    let free = audit(tree.clone(), None);
    assert!(free.verdict(En).starts_with("UNPINNED") && free.verdict(Fr).starts_with("NON ÉPINGLÉ"));
    let fingerprint = free.summary.expect("a record").fingerprint;
    let pinned = audit(tree.clone(), Some(fingerprint));
    assert!(pinned.verdict(En).starts_with("OK"), "{}", pinned.verdict(En));
    let other: Vec<Code> = audit(tree, Some(Digest::of(b"x"))).findings.iter().map(|finding| finding.code).collect();
    assert_eq!(other, [Code::GenesisMismatch]);
}

#[test]
fn sample_keys_are_refused_elsewhere() {
    let mut city = TestCouncil::new(1);
    let mut roll = city.desk.record().roll(&token("habitants")).last().expect("a roll").roll().clone();
    roll.voters[0].key = Some(parvis::key::sample::key("resident-1").public());
    let previous = city.desk.record().roll(&token("habitants")).last().map(|roll| roll.text_hash());
    let roll = parvis::statement::Roll { version: 2, previous, ..roll };
    let sealed = city.desk.seal_roll(&roll, &[&key("officer")]);
    assert_eq!(sealed.err().map(|rejection| rejection.code), Some(Code::KeySample));
}

#[test]
fn weak_keys_are_refused_at_enrolment() {
    use parvis::key::{EnrolledKey, KeyFault, PublicKey};
    let mut neutral = [0; 32];
    neutral[0] = 1;
    assert_eq!(EnrolledKey::enrol(PublicKey::from_bytes(neutral)).err(), Some(KeyFault::SmallOrder));
    let mut not_canonical = [0xff; 32];
    not_canonical[0] = 0xee;
    not_canonical[31] = 0x7f;
    assert_eq!(EnrolledKey::enrol(PublicKey::from_bytes(not_canonical)).err(), Some(KeyFault::NotCanonical));
    assert_eq!(EnrolledKey::enrol(PublicKey::from_bytes([2; 32])).err(), Some(KeyFault::NoPoint));
}

#[test]
fn a_ballot_at_another_path_is_judged_once_it_lies_at_its_own() {
    let mut city = TestCouncil::new(1);
    city.open_place();
    let ballot = city.signed(1, 10, &["a"]);
    let mut tree = city.files(&[]);
    let elsewhere = path("submissions/ballots/place/00/a.0.ballot");
    tree.insert(elsewhere.clone(), ballot.bytes.clone());
    let mut desk = Desk::open(tree.clone()).expect("the record holds");
    let ingested = desk.ingest(&key("log")).expect("ingested");
    assert_eq!((ingested.recorded.len(), ingested.refused.len(), ingested.strays.len()), (0, 0, 1));
    tree.remove(&elsewhere);
    tree.insert(ballot.path, ballot.bytes);
    let tree = go_on(&tree, |desk| assert_eq!(desk.ingest(&key("log")).expect("ingested").recorded.len(), 1));
    assert_eq!(codes(tree), []);
}

#[test]
fn a_copy_of_a_file_changes_nothing_and_is_named() {
    let tree = certified();
    let (original, bytes) = tree.below("submissions/ballots").next().expect("a ballot");
    for copy in [
        "submissions/ballots/place/00/a.0.ballot",
        "submissions/ballots/zzz/00/a.0.ballot",
        "submissions/a.txt",
        "submissions/zzz.txt",
    ] {
        let mut other = tree.clone();
        other.insert(path(copy), bytes.to_vec());
        let audited = audit(other, None);
        let named: Vec<_> = audited
            .findings
            .iter()
            .filter_map(|finding| Some((finding.code, finding.place.as_ref()?.file.as_str())))
            .collect();
        assert_eq!(named, [(Code::FileStray, copy)], "a copy of {original}");
    }
    let mut other = tree.clone();
    other.insert(path("content/votes/a.md"), bytes.to_vec());
    assert!(!codes(other).contains(&Code::EntryRefused));
}

#[test]
fn a_flood_of_ballots_cannot_keep_a_vote_from_being_certified() {
    let mut city = TestCouncil::new(1);
    city.open_place();
    let flood: Vec<Signed> = (1..=40).map(|seq| city.signed(1, seq, &["a"])).collect();
    let tree = city.files(&flood);
    let tree = go_on(&tree, |desk| {
        desk.close_vote(&token("place"), &[&key("officer")]).expect("closed");
        let ingested = desk.ingest(&key("log")).expect("ingested");
        assert_eq!((ingested.recorded.len(), ingested.refused.len(), ingested.strays.len()), (3, 37, 0));
        desk.certify_vote(&token("place"), &[&key("officer")]).expect("certified");
    });
    assert_eq!(codes(tree), []);
}

#[test]
fn a_proposal_named_like_a_vote_stays_out_of_its_numbers() {
    use parvis::statement::{Proposal, RollMode};
    let mut city = TestCouncil::new(1);
    city.open_place();
    let roll = support::roll_of(&city.desk, "auteurs", RollMode::Proposers, vec![support::line(77)]);
    city.desk.seal_roll(&roll, &[&key("officer")]).expect("sealed");
    let first = support::proposal(&city.desk, "place", 77);
    let proposal = |seq| Proposal { seq, previous: Some(Digest::of(b"nothing")), ..first.clone() };
    let flood: Vec<Signed> = (1..=30).map(|seq| sign(&proposal(seq), &[&voter_key(77)])).collect();
    let tree = city.files(&flood);
    let mut desk = Desk::open(tree).expect("the record holds");
    let ingested = desk.ingest(&key("log")).expect("ingested");
    assert_eq!((ingested.refused.len(), ingested.strays.len()), (20, 10));
    let tally =
        tally_file(desk.record(), &token("place"), desk.record().state()).expect("no overflow").expect("opened");
    assert_eq!(tally.ballots.refused, 0);
}

#[test]
fn a_log_key_can_be_changed_and_old_checkpoints_still_hold() {
    use parvis::statement::{Role, Roles};
    let mut city = TestCouncil::new(1);
    city.open_place();
    let tree = city.files(&[]);
    let mut desk = Desk::open(tree.clone()).expect("the record holds");
    let first = desk.record().roles().expect("roles").clone();
    let mut roles = Roles { version: 2, previous: Some(parvis::statement::Statement::text_hash(&first)), ..first };
    roles.roles.insert(Role::Log, (1, vec![key("new log").public()]));
    desk.append(&roles, "council", &[&key("root")]).expect("the root may");
    let mut after = tree;
    after.overlay(&desk.finish(&key("new log")));
    assert_eq!(codes(after), []);
}

#[test]
fn the_certificates_own_claims_are_checked() {
    use parvis::statement::Certify;
    let mut city = TestCouncil::new(1);
    city.open_place();
    let ballot = city.signed(1, 10, &["a"]);
    let tree = city.files(&[ballot]);
    let tree = go_on(&tree, |desk| {
        desk.ingest(&key("log")).expect("ingested");
        desk.close_vote(&token("place"), &[&key("officer")]).expect("closed");
    });
    let certify = |appeal: &str, counted| {
        let mut desk = Desk::open(tree.clone()).expect("the record holds");
        let record = desk.record();
        let vote = record.vote(&token("place")).expect("the vote");
        let tally = tally_file(record, &token("place"), record.state()).expect("no overflow").expect("opened");
        let certify = Certify {
            council: support::council(),
            record: record.fingerprint(),
            vote: token("place"),
            previous: vote.closing().expect("closed").close.text_hash(),
            log: record.state(),
            tally: Digest::of(&tally.to_bytes()),
            counted,
            program: "pencil".to_owned(),
            appeal_until: token(appeal),
        };
        let appended = desk.append(&certify, "place", &[&key("officer")]);
        let mut after = tree.clone();
        after.insert(path("submissions/tallies/place.json"), tally.to_bytes());
        after.overlay(&desk.finish(&key("log")));
        (appended.err().map(|rejection| rejection.code), codes(after))
    };
    assert_eq!(certify("2026-05-08", 1), (None, vec![]));
    assert_eq!(certify("1999-01-01", 1).0, Some(Code::DefinitionMismatch));
    assert_eq!(certify("2026-05-08", 999), (None, vec![Code::TallyMismatch]));
}

#[test]
fn rules_that_nothing_honours_are_refused() {
    let mut city = TestCouncil::new(1);
    let plain = city.definition("place", support::approval(), vec![support::option("a", None)]);
    let cases = [
        parvis::statement::Definition { witnesses: 1, ..plain.clone() },
        parvis::statement::Definition { ballots_per_key: 0, ..plain.clone() },
        parvis::statement::Definition { options: Vec::new(), ..plain.clone() },
        parvis::statement::Definition { closes: plain.opens, ..plain.clone() },
    ];
    for definition in cases {
        let opened = city.desk.clone().open_vote(&definition, &[&key("officer")]);
        assert!(opened.is_err(), "{definition:?}");
    }
    assert!(city.desk.open_vote(&plain, &[&key("officer")]).is_ok());
}
