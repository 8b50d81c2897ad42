//! What may happen to a vote beside its stages, and to the council's keys: over values.

use crate::support;

use parvis::audit::audit;
use parvis::clerk::Desk;
use parvis::council::tally::{DoubtKind, OptionOutcome, Outcome, VoteState};
use parvis::council::{Instant, Mode, RollId, Rules, Ties, VoteId};
use parvis::key::PrivateKey;
use parvis::report::Code;
use parvis::statement::{
    Ballot, Definition, Enrolment, Erase, IndexRange, KeyReplacement, Role, Roll, RollAmendment, RollMode, Statement,
    Witness,
};
use parvis::submission::{Rejection, Signed, sign};
use parvis::tally::{BallotBox, Lots, tally_file};
use parvis::tree::{Digest, FileTree};
use support::{TestCouncil, choices, council, go_on, key, line, option, path, roll_of, token, voter, voter_key};

fn officer() -> PrivateKey {
    key("officer")
}

fn place() -> VoteId {
    token("place")
}

fn code<T>(result: Result<T, Rejection>) -> Option<Code> {
    result.err().map(|rejection| rejection.code)
}

fn codes(tree: &FileTree) -> Vec<Code> {
    audit(tree.clone(), None).findings.into_iter().map(|finding| finding.code).collect()
}

/// The vote `place` with options a to d, opened by the rules that `change` makes.
fn opened(voters: usize, change: impl FnOnce(&mut Definition)) -> TestCouncil {
    let mut city = TestCouncil::new(voters);
    let options = ["a", "b", "c", "d"].map(|id| option(id, None)).to_vec();
    let mut definition = city.definition("place", support::approval(), options);
    change(&mut definition);
    city.desk.open_vote(&definition, &[&officer()]).expect("a sound definition");
    city
}

fn record(desk: &mut Desk, ballots: &[Signed]) {
    for ballot in ballots {
        desk.hand_in(ballot.path.clone(), ballot.bytes.clone());
    }
    let ingested = desk.ingest(&key("log")).expect("the log key has its role");
    assert_eq!((ingested.recorded.len(), ingested.refused.len(), ingested.strays.len()), (ballots.len(), 0, 0));
}

#[test]
fn an_incident_may_put_the_closing_off_as_far_as_the_rules_allow() {
    let mut city = opened(1, |definition| definition.extension_minutes = 90);
    let desk = &mut city.desk;
    let at = |text: &str| Some(token::<Instant>(text));
    let sealed = desk.record().vote(&place()).expect("the vote").closes();
    assert_eq!(sealed, token("2026-03-08T20:00:00Z"));
    desk.incident(&place(), "Panne de courant à l’école", None, &[&officer()]).expect("an account alone");
    desk.incident(&place(), "Une heure de plus", at("2026-03-08T21:00:00Z"), &[&officer()]).expect("one hour");
    assert_eq!(desk.record().vote(&place()).expect("the vote").closes(), token("2026-03-08T21:00:00Z"));
    for (name, closes) in [
        ("earlier than now", "2026-03-08T20:30:00Z"),
        ("no later than now", "2026-03-08T21:00:00Z"),
        ("beyond the rules", "2026-03-08T21:31:00Z"),
    ] {
        let refused = desk.clone().incident(&place(), "encore", at(closes), &[&officer()]);
        assert_eq!(code(refused), Some(Code::ExtensionForbidden), "{name}");
    }
    desk.incident(&place(), "Le reste", at("2026-03-08T21:30:00Z"), &[&officer()]).expect("90 minutes in all");
    assert_eq!(code(desk.clone().incident(&place(), "x", None, &[&key("log")])), Some(Code::KeyUnknown));
    desk.close_vote(&place(), &[&officer()]).expect("the vote is open");
    assert_eq!(code(desk.clone().incident(&place(), "x", None, &[&officer()])), Some(Code::StateForbids));
    assert_eq!(codes(&city.files(&[])), []);
}

#[test]
fn a_lost_key_is_replaced_only_where_the_rules_say_so() {
    let mut city = opened(3, |definition| definition.key_replacement = KeyReplacement::Allowed);
    let signed = |city: &TestCouncil, seq, options: &[&str], key: &PrivateKey| {
        sign::<Ballot>(&city.ballot("place", 1, seq, choices(options)), &[key])
    };
    let (lost, found) = (voter_key(1), key("found again"));
    let stolen = signed(&city, 99, &["a"], &lost);
    let before = signed(&city, 50, &["a"], &lost);
    let after = signed(&city, 7, &["b"], &found);
    record(&mut city.desk, std::slice::from_ref(&before));
    let replace = |desk: &mut Desk, n, key: &PrivateKey| {
        desk.replace_key(&place(), &voter(n), key.public(), "perte déclarée", &[&officer()])
    };
    for (name, refused, expected) in [
        ("a key of the roll", replace(&mut city.desk.clone(), 1, &voter_key(2)), Code::KeyNotVoters),
        ("a key of the council", replace(&mut city.desk.clone(), 1, &key("root")), Code::KeyLinksVoter),
        ("nobody's line", replace(&mut city.desk.clone(), 9, &found), Code::VoterUnknown),
        (
            "a key without the role",
            city.desk.clone().replace_key(&place(), &voter(1), found.public(), "x", &[&key("log")]),
            Code::KeyUnknown,
        ),
    ] {
        assert_eq!(code(refused), Some(expected), "{name}");
    }
    replace(&mut city.desk, 1, &found).expect("the rules allow it");
    let verdict = city.desk.record().admit_ballot(&stolen.path, &stolen.bytes);
    assert_eq!(verdict.err().map(|rejection| rejection.code), Some(Code::KeyReplaced));
    record(&mut city.desk, std::slice::from_ref(&after));
    // The later key counts, although its number is smaller.
    let vote = city.desk.record().vote(&place()).expect("the vote").clone();
    let counted = BallotBox::of(&vote).counted().iter().map(|ballot| ballot.text_hash()).collect::<Vec<_>>();
    assert_eq!(counted, [after.text_hash]);
    let tally = tally_file(city.desk.record(), &place(), city.desk.record().state()).expect("fits").expect("opened");
    let doubts: Vec<_> = tally.doubts.iter().map(|doubt| (doubt.kind, doubt.ballots, doubt.could_change)).collect();
    assert_eq!(doubts, [(DoubtKind::KeyReplaced, 1, true)]);
    assert_eq!(codes(&city.files(&[])), []);

    let mut strict = opened(1, |_| ());
    assert_eq!(code(replace(&mut strict.desk, 1, &found)), Some(Code::ReplacementForbidden));
}

#[test]
fn ties_left_to_a_draw_wait_for_it() {
    let mut city = opened(4, |definition| {
        if let Rules::Approval(rules) = &mut definition.rules {
            rules.ties = Ties::Draw;
        }
    });
    let ballots: Vec<Signed> =
        [(1, "a"), (2, "a"), (3, "b"), (4, "b")].map(|(n, id)| city.signed(n, 5, &[id])).to_vec();
    record(&mut city.desk, &ballots);
    let desk = &mut city.desk;
    let draw = |desk: &mut Desk| desk.draw_lots(&place(), 417, "Boules tirées par un enfant", &[&officer()]);
    assert_eq!(code(draw(&mut desk.clone())), Some(Code::StateForbids), "before the closing");
    desk.close_vote(&place(), &[&officer()]).expect("closed");
    assert_eq!(code(desk.clone().certify_vote(&place(), &[&officer()])), Some(Code::DrawMissing));
    draw(desk).expect("the rules ask for it");
    assert_eq!(code(draw(&mut desk.clone())), Some(Code::StateForbids), "a second draw");
    desk.certify_vote(&place(), &[&officer()]).expect("certified");

    let vote = desk.record().vote(&place()).expect("the vote");
    let closing_root = vote.closing().expect("closed").close.statement().log.root;
    let lots = Lots::new(vote.definition_hash(), closing_root, 417);
    let first = if lots.lot(&token("a")) < lots.lot(&token("b")) { "a" } else { "b" };
    // The lot as anyone computes it with sha256sum.
    let lines = format!("draw/1\n{}\n{closing_root}\n417\na\n", vote.definition_hash());
    assert_eq!(lots.lot(&token("a")), Digest::of(lines.as_bytes()));
    let tally = tally_file(desk.record(), &place(), desk.record().state()).expect("fits").expect("opened");
    let Some(Outcome::Approval(outcome)) = &tally.outcome else { panic!("an approval vote") };
    let won: Vec<&str> = outcome
        .options
        .iter()
        .filter(|step| step.outcome == OptionOutcome::Selected)
        .map(|step| step.option.as_str())
        .collect();
    assert_eq!(won, [first]);
    assert_eq!(tally.draw.map(|draw| draw.drawn), Some(417));
    assert_eq!(codes(&city.files(&[])), []);

    let mut reported = opened(1, |_| ());
    reported.desk.close_vote(&place(), &[&officer()]).expect("closed");
    assert_eq!(code(draw(&mut reported.desk)), Some(Code::DrawForbidden));
}

#[test]
fn an_annulled_vote_takes_nothing_more() {
    for stage in ["open", "closed", "certified"] {
        let mut city = opened(1, |_| ());
        let late = city.signed(1, 9, &["a"]);
        let desk = &mut city.desk;
        if stage != "open" {
            desk.close_vote(&place(), &[&officer()]).expect("closed");
        }
        if stage == "certified" {
            desk.certify_vote(&place(), &[&officer()]).expect("certified");
        }
        assert_eq!(code(desk.clone().annul_vote(&place(), "x", &[&key("log")])), Some(Code::KeyUnknown));
        desk.annul_vote(&place(), "Une option manquait", &[&officer()]).expect("annulled");
        assert_eq!(desk.record().vote(&place()).and_then(parvis::record::VoteRecord::state), Some(VoteState::Annulled));
        let ballot = desk.record().admit_ballot(&late.path, &late.bytes).err().map(|rejection| rejection.code);
        assert_eq!(ballot, Some(Code::VoteClosed), "{stage}");
        for refused in [
            desk.clone().annul_vote(&place(), "x", &[&officer()]),
            desk.clone().close_vote(&place(), &[&officer()]),
            desk.clone().certify_vote(&place(), &[&officer()]),
        ] {
            assert_eq!(code(refused), Some(Code::StateForbids), "{stage}");
        }
        assert_eq!(codes(&city.files(&[])), [], "{stage}");
    }
}

#[test]
fn ballots_may_be_erased_after_the_certificate_and_never_before() {
    let mut city = opened(3, |_| ());
    let ballots: Vec<Signed> = (1..=3).map(|n| city.signed(n, 5, &["a"])).collect();
    let bad = sign(&city.ballot("place", 2, 8, choices(&["a", "b", "c", "d"])), &[&voter_key(2)]);
    record(&mut city.desk, &ballots);
    city.desk.hand_in(bad.path.clone(), bad.bytes.clone());
    city.desk.ingest(&key("log")).expect("refused");
    assert_eq!(code(city.desk.clone().erase_vote(&place(), &[&officer()])), Some(Code::StateForbids));
    city.desk.close_vote(&place(), &[&officer()]).expect("closed");
    city.desk.certify_vote(&place(), &[&officer()]).expect("certified");
    let certified = city.files(&[]);

    // A file that goes without an erasure is a failure, a ballot or a refused one.
    for gone in [&ballots[0].path, &bad.path] {
        let mut early: FileTree = certified.clone();
        early.remove(gone);
        assert!(
            codes(&early).contains(&Code::EntryFileMissing) || codes(&early).contains(&Code::EntryRefused),
            "{gone}"
        );
    }
    let mut erased = go_on(&certified, |desk| {
        let (_, paths) = desk.erase_vote(&place(), &[&officer()]).expect("erased");
        assert_eq!(paths.len(), 4);
    });
    assert_eq!(codes(&erased), [], "the files are still there");
    for signed in ballots.iter().chain([&bad]) {
        erased.remove(&signed.path);
    }
    let audited = audit(erased.clone(), None);
    assert_eq!(codes(&erased), []);
    assert_eq!(audited.summary.map(|summary| summary.recount_closed), Some(1));
    // The record goes on after it.
    let after = go_on(&erased, |desk| {
        let roll: RollId = token("autre");
        let next = roll_of(desk, roll.as_str(), RollMode::Proposers, vec![line(50)]);
        desk.seal_roll(&next, &[&officer()]).expect("another roll");
    });
    assert_eq!(codes(&after), []);
    // The certified tally itself must stay.
    let mut changed = erased.clone();
    changed.insert(path("submissions/tallies/place.json"), b"{}".to_vec());
    assert_eq!(codes(&changed), [Code::TallyMismatch]);
}

#[test]
fn an_erasure_names_only_ballots_of_its_vote() {
    let mut city = opened(1, |_| ());
    let ballot = city.signed(1, 5, &["a"]);
    record(&mut city.desk, &[ballot]);
    city.desk.close_vote(&place(), &[&officer()]).expect("closed");
    city.desk.certify_vote(&place(), &[&officer()]).expect("certified");
    let vote = city.desk.record().vote(&place()).expect("the vote");
    let index = vote.ballots()[0].index();
    let erase = Erase {
        council: council(),
        record: city.desk.record().fingerprint(),
        vote: place(),
        previous: vote.last_stage(),
        log: city.desk.record().state(),
        retention_until: token("2027-03-08"),
        entries: vec![IndexRange { first: index, last: index }],
    };
    let try_it = |erase: &Erase| code(city.desk.clone().append(erase, "place", &[&officer()]));
    assert_eq!(try_it(&erase), None);
    let with = |first, last| Erase { entries: vec![IndexRange { first, last }], ..erase.clone() };
    assert_eq!(try_it(&with(0, index)), Some(Code::EraseForbidden), "the genesis");
    assert_eq!(try_it(&with(index, index + 1)), Some(Code::EraseForbidden), "the closing");
    assert_eq!(try_it(&with(index, 1 << 60)), Some(Code::EraseForbidden), "beyond the log");
    let other_end = Erase { retention_until: token("2026-01-01"), ..erase.clone() };
    assert_eq!(try_it(&other_end), Some(Code::EraseForbidden), "another end of retention");
}

#[test]
fn a_key_or_id_seen_elsewhere_is_no_pseudonym() {
    let pseudonymous = RollMode::Voters(Mode::Pseudonymous);
    let city = TestCouncil::new(2);
    let seal = |roll: &str, mode, voters: Vec<Enrolment>| {
        let mut desk = city.desk.clone();
        let roll = roll_of(&desk, roll, mode, voters);
        code(desk.seal_roll(&roll, &[&officer()]))
    };
    let with_key = |n: usize, key: &PrivateKey| Enrolment { key: Some(key.public()), ..line(n) };
    assert_eq!(seal("autre", pseudonymous, vec![line(7)]), None, "a fresh id and a fresh key");
    for (name, mode, line) in [
        ("a key of another roll", pseudonymous, with_key(7, &voter_key(1))),
        ("an id of another roll", pseudonymous, with_key(1, &voter_key(7))),
        ("a key of the council", pseudonymous, with_key(7, &officer())),
        ("a person", pseudonymous, Enrolment { person: Some(token("claire")), ..line(7) }),
        ("a pseudonym's key among proposers", RollMode::Proposers, with_key(7, &voter_key(1))),
        ("a pseudonym's key among members", RollMode::Voters(Mode::Public), with_key(7, &voter_key(1))),
    ] {
        assert_eq!(seal("autre", mode, vec![line]), Some(Code::KeyLinksVoter), "{name}");
    }
}

/// A council with a pseudonymous roll in two versions and a vote on the first of them, where
/// voter 1 was given a key; and a public roll with a vote, where voter 11 was given one; and a roll of proposers.
fn with_both_modes() -> TestCouncil {
    let allowed = |city: &TestCouncil, vote: &str| Definition {
        key_replacement: KeyReplacement::Allowed,
        witnesses: 1,
        witness_keys: vec![Witness { name: token("temoin.example"), key: key("witness").public() }],
        ..city.definition(vote, support::approval(), vec![option("a", None)])
    };
    let mut city = TestCouncil::new(2);
    let definition = allowed(&city, "place");
    city.desk.open_vote(&definition, &[&officer()]).expect("a sound definition");
    city.desk.replace_key(&place(), &voter(1), key("given").public(), "x", &[&officer()]).expect("a fresh key");
    let first = city.desk.record().roll(&token("habitants")).last().expect("sealed").clone();
    let mut second = Roll { version: 2, previous: Some(first.text_hash()), ..first.roll().clone() };
    second.voters = vec![line(1), line(3)];
    city.desk.seal_roll(&second, &[&officer()]).expect("a sound version");

    let public = RollMode::Voters(Mode::Public);
    let roll = roll_of(&city.desk, "conseil", public, vec![line(11)]);
    city.desk.seal_roll(&roll, &[&officer()]).expect("a sound roll");
    let definition = in_public(&city, allowed(&city, "motion"));
    city.desk.open_vote(&definition, &[&officer()]).expect("a sound definition");
    let roll = roll_of(&city.desk, "proposants", RollMode::Proposers, vec![line(12)]);
    city.desk.seal_roll(&roll, &[&officer()]).expect("a sound roll");
    let given = key("given in public").public();
    city.desk.replace_key(&token("motion"), &voter(11), given, "x", &[&officer()]).expect("a fresh key");
    city
}

/// `definition` for the roll `conseil`.
fn in_public(city: &TestCouncil, mut definition: Definition) -> Definition {
    let electorate = definition.electorates.first_mut().expect("one");
    electorate.roll = token("conseil");
    electorate.hash = city.desk.record().roll(&electorate.roll).last().expect("sealed").text_hash();
    definition.mode = Mode::Public;
    definition
}

#[test]
fn a_pseudonyms_key_gets_no_other_use() {
    let city = with_both_modes();
    let enrol = |mode, key: &PrivateKey| {
        let voters = vec![Enrolment { key: Some(key.public()), ..line(21) }];
        let roll = roll_of(&city.desk, "autre", mode, voters);
        code(city.desk.clone().seal_roll(&roll, &[&officer()]))
    };
    let role = |role, key: &PrivateKey| {
        let roles = city.desk.next_roles(&[(role, 1, vec![key.public()])]);
        code(city.desk.clone().append(&roles, "council", &[&self::key("root")]))
    };
    let replace = |key: &PrivateKey| {
        code(city.desk.clone().replace_key(&token("motion"), &voter(11), key.public(), "x", &[&officer()]))
    };
    let witness = |key: &PrivateKey| {
        let definition = Definition {
            witnesses: 1,
            witness_keys: vec![Witness { name: token("temoin.example"), key: key.public() }],
            ..city.definition("encore", support::approval(), vec![option("a", None)])
        };
        code(city.desk.clone().open_vote(&in_public(&city, definition), &[&officer()]))
    };
    for (name, key, expected) in [
        ("nobody's", key("fresh"), None),
        ("both versions of a roll", voter_key(1), Some(Code::KeyLinksVoter)),
        ("an old version of a roll", voter_key(2), Some(Code::KeyLinksVoter)),
        ("the newest version of a roll", voter_key(3), Some(Code::KeyLinksVoter)),
        ("given in a pseudonymous vote", key("given"), Some(Code::KeyLinksVoter)),
    ] {
        assert_eq!(enrol(RollMode::Proposers, &key), expected, "{name}: among proposers");
        assert_eq!(enrol(RollMode::Voters(Mode::Public), &key), expected, "{name}: among members");
        for of in [Role::Definition, Role::Roll, Role::Log, Role::Intake, Role::Root] {
            assert_eq!(role(of, &key), expected, "{name}: in the role {of:?}");
        }
        assert_eq!(replace(&key), expected, "{name}: given in a public vote");
        assert_eq!(witness(&key), expected, "{name}: a witness");
    }
}

#[test]
fn a_pseudonym_gets_no_key_that_has_another_use() {
    let city = with_both_modes();
    let habitants: RollId = token("habitants");
    let last = city.desk.record().roll(&habitants).last().expect("sealed").clone();
    for (name, key, expected) in [
        ("nobody's", key("fresh"), None),
        ("of a member", voter_key(11), Some(Code::KeyLinksVoter)),
        ("of a proposer", voter_key(12), Some(Code::KeyLinksVoter)),
        ("of an officer", officer(), Some(Code::KeyLinksVoter)),
        ("of the root", key("root"), Some(Code::KeyLinksVoter)),
        ("of a witness", key("witness"), Some(Code::KeyLinksVoter)),
        ("given in a public vote", key("given in public"), Some(Code::KeyLinksVoter)),
        ("given in a pseudonymous vote", key("given"), Some(Code::KeyLinksVoter)),
    ] {
        let with_key = Enrolment { key: Some(key.public()), ..line(21) };
        let pseudonymous = RollMode::Voters(Mode::Pseudonymous);
        let roll = roll_of(&city.desk, "autre", pseudonymous, vec![with_key.clone()]);
        let next = Roll { version: 3, previous: Some(last.text_hash()), voters: vec![with_key], ..last.roll().clone() };
        for (which, roll) in [("a new roll", roll), ("the next version", next)] {
            assert_eq!(code(city.desk.clone().seal_roll(&roll, &[&officer()])), expected, "{name}: {which}");
        }
        // Who was given a key in this very vote signs in it already, which is found first.
        let expected = if name == "given in a pseudonymous vote" { Some(Code::KeyNotVoters) } else { expected };
        let given = city.desk.clone().replace_key(&place(), &voter(2), key.public(), "x", &[&officer()]);
        assert_eq!(code(given), expected, "{name}: given");
    }
}

#[test]
fn a_pseudonymous_roll_serves_one_vote() {
    let mut city = opened(1, |_| ());
    let again = city.definition("encore", support::approval(), vec![option("a", None)]);
    assert_eq!(code(city.desk.open_vote(&again, &[&officer()])), Some(Code::RollUsed));
}

#[test]
fn a_roll_is_amended_by_what_changes() {
    let mut city = TestCouncil::new(3);
    let roll: RollId = token("habitants");
    let first = city.desk.record().roll(&roll).last().expect("sealed").clone();
    let amendment = RollAmendment {
        council: council(),
        record: city.desk.record().fingerprint(),
        roll: roll.clone(),
        version: 2,
        previous: first.text_hash(),
        mode: first.roll().mode,
        reason: "un départ, une arrivée, une clé neuve".to_owned(),
        removed: vec![voter(2)],
        set: vec![Enrolment { key: Some(key("new").public()), ..line(1) }, line(4)],
    };
    let text = amendment.write();
    assert_eq!(RollAmendment::read(text.as_bytes()).as_ref(), Ok(&amendment));
    for (name, broken, expected) in [
        (
            "another predecessor",
            RollAmendment { previous: Digest::of(b"x"), ..amendment.clone() },
            Code::PredecessorMismatch,
        ),
        ("a version skipped", RollAmendment { version: 3, ..amendment.clone() }, Code::PredecessorMismatch),
        ("nobody to remove", RollAmendment { removed: vec![voter(9)], ..amendment.clone() }, Code::GrammarFault),
        (
            "a key of another line",
            RollAmendment { set: vec![Enrolment { key: Some(voter_key(3).public()), ..line(4) }], ..amendment.clone() },
            Code::GrammarFault,
        ),
    ] {
        let refused = city.desk.clone().amend_roll(&broken, &[&officer()]);
        assert_eq!(code(refused), Some(expected), "{name}");
    }
    city.desk.amend_roll(&amendment, &[&officer()]).expect("a sound amendment");
    let second = city.desk.record().roll(&roll).last().expect("amended").clone();
    let ids: Vec<_> = second.roll().voters.iter().map(|line| line.voter.clone()).collect();
    assert_eq!(ids, [voter(1), voter(3), voter(4)]);
    assert_eq!(second.roll().difference(&first.roll().voters).0, [voter(4)]);
    // A version before, announced again with good signatures, is refused.
    let again = Roll { version: 3, previous: Some(first.text_hash()), ..first.roll().clone() };
    assert_eq!(code(city.desk.clone().seal_roll(&again, &[&officer()])), Some(Code::PredecessorMismatch));
    assert_eq!(codes(&city.files(&[])), []);
}

#[test]
fn keys_of_roles_and_of_the_root_are_handed_on_and_have_no_power_after() {
    let mut city = TestCouncil::new(1);
    let desk = &mut city.desk;
    let (old, new) = (officer(), key("new officer"));
    let roles = desk.next_roles(&[
        (Role::Definition, 1, vec![new.public()]),
        (Role::Roll, 1, vec![new.public()]),
        (Role::Root, 1, vec![key("new root").public()]),
    ]);
    assert_eq!(code(desk.clone().append(&roles, "council", &[&old])), Some(Code::KeyUnknown), "an officer");
    desk.append(&roles, "council", &[&key("root")]).expect("the root");
    let definition = city.definition("place", support::approval(), vec![option("a", None)]);
    assert_eq!(code(city.desk.clone().open_vote(&definition, &[&old])), Some(Code::KeyUnknown), "the old key");
    city.desk.open_vote(&definition, &[&new]).expect("the new key");
    let next = city.desk.next_roles(&[(Role::Intake, 1, vec![key("stamp").public()])]);
    assert_eq!(
        code(city.desk.clone().append(&next, "council", &[&key("root")])),
        Some(Code::KeyUnknown),
        "the old root"
    );
    city.desk.append(&next, "council", &[&key("new root")]).expect("the new root");
    assert_eq!(codes(&city.files(&[])), []);
}

#[test]
fn no_key_has_power_outside_its_role() {
    let city = opened(1, |definition| {
        definition.key_replacement = KeyReplacement::Allowed;
        definition.extension_minutes = 60;
    });
    let (root, log) = (key("root"), key("log"));
    for wrong in [&root, &log, &voter_key(1)] {
        let desk = || city.desk.clone();
        let fresh = key("fresh").public();
        let roll = roll_of(&city.desk, "autre", RollMode::Proposers, vec![line(9)]);
        for (act, refused) in [
            ("close", code(desk().close_vote(&place(), &[wrong]))),
            ("annul", code(desk().annul_vote(&place(), "x", &[wrong]))),
            ("incident", code(desk().incident(&place(), "x", None, &[wrong]))),
            ("replacement", code(desk().replace_key(&place(), &voter(1), fresh, "x", &[wrong]))),
            ("roll", code(desk().seal_roll(&roll, &[wrong]))),
        ] {
            assert_eq!(refused, Some(Code::KeyUnknown), "{act}");
        }
    }
}

#[test]
fn a_fork_ends_by_the_root_alone() {
    let mut city = TestCouncil::new(1);
    let abandoned = parvis::statement::LogState { size: 2, root: Digest::of(b"elsewhere") };
    let own = city.desk.record().state_at(2).expect("two entries");
    let end = |desk: &mut Desk, state, signer: &PrivateKey| desk.end_fork(state, "deux postes ont signé", &[signer]);
    assert_eq!(code(end(&mut city.desk.clone(), abandoned, &key("log"))), Some(Code::KeyUnknown));
    assert_eq!(code(end(&mut city.desk.clone(), own, &key("root"))), Some(Code::StateForbids));
    end(&mut city.desk, abandoned, &key("root")).expect("the root");
    assert_eq!(city.desk.record().abandoned(), [abandoned]);
    assert_eq!(codes(&city.files(&[])), []);
}

#[test]
fn a_definition_cannot_ask_for_witnesses_it_does_not_name() {
    let city = TestCouncil::new(1);
    let plain = city.definition("place", support::approval(), vec![option("a", None)]);
    let witness = |name: &str, of: &str| Witness { name: token(name), key: key(of).public() };
    for (name, keys) in [
        ("none named", vec![]),
        ("a name twice", vec![witness("un.example", "w1"), witness("un.example", "w2")]),
        ("a key twice", vec![witness("deux.example", "w1"), witness("un.example", "w1")]),
    ] {
        let definition = Definition { witnesses: 1, witness_keys: keys, ..plain.clone() };
        assert!(Definition::read(definition.write().as_bytes()).is_err(), "{name}");
    }
}

#[test]
fn reserved_words_are_read_by_nothing() {
    use parvis::grammar::Token as _;
    use parvis::statement::{Kind, PublicKey};
    let page = include_str!("../../docs/format.md");
    for word in ["delegation", "credential", "issuer"] {
        assert!(page.contains(&format!("`{word}`")), "{word} is on the page");
        assert_eq!(Kind::read(word), None, "{word}");
    }
    assert_eq!(Mode::read("secret"), None);
    let hardware = voter_key(1).public().write().replacen("ssh-ed25519", "sk-ssh-ed25519@openssh.com", 1);
    assert_eq!(PublicKey::read(&hardware), None);
}

/// When the witness saw the log after the opening, before the closing, after the closing.
type Hours<'a> = [Option<&'a str>; 3];

/// The hours of a vote with one witness: when it saw which log, and what the audit says.
#[test]
fn witnesses_prove_the_hours_or_the_vote_is_not_certified() {
    use parvis::log::cosign;
    let unix = |text: &str| u64::try_from(token::<Instant>(text).to_unix()).expect("after 1970");
    let (open_hour, close_hour) = ("2026-03-01T08:30:00Z", "2026-03-08T20:00:00Z");
    let cases: [(&str, Hours<'_>, Option<Code>); 8] = [
        ("all on time", [Some(open_hour), Some(close_hour), Some("2026-03-08T21:00:00Z")], None),
        ("nobody saw the opening", [None, Some(close_hour), Some("2026-03-08T20:10:00Z")], Some(Code::WitnessMissing)),
        ("nobody saw it still open", [Some(open_hour), None, Some("2026-03-08T20:10:00Z")], Some(Code::WitnessMissing)),
        ("nobody saw it closed", [Some(open_hour), Some(close_hour), None], Some(Code::WitnessMissing)),
        ("closed too early", [Some(open_hour), None, Some("2026-03-08T19:59:59Z")], Some(Code::ClosedEarly)),
        ("closed too late", [Some(open_hour), Some(close_hour), Some("2026-03-08T21:00:01Z")], Some(Code::ClosedLate)),
        (
            "still open too late",
            [Some(open_hour), Some("2026-03-08T21:00:01Z"), Some("2026-03-08T21:00:02Z")],
            Some(Code::ClosedLate),
        ),
        (
            "seen before the closing only a second too soon",
            [Some(open_hour), Some("2026-03-08T19:59:59Z"), Some("2026-03-08T20:10:00Z")],
            Some(Code::WitnessMissing),
        ),
    ];
    for (name, [opened_at, running_at, closed_at], expected) in cases {
        let witness = key("witness");
        let city = opened(1, |definition| {
            definition.witnesses = 1;
            definition.witness_keys = vec![Witness { name: token("temoin.example"), key: witness.public() }];
        });
        let see = |tree: &mut FileTree, at: Option<&str>| {
            let Some(at) = at else { return };
            let (newest, note) = tree
                .below("submissions/log/checkpoints")
                .map(|(path, bytes)| (path.clone(), bytes.to_vec()))
                .max_by_key(|(path, _)| path.file_name().parse::<u64>().expect("a size"))
                .expect("a checkpoint");
            let line = cosign(&note, "temoin.example", &witness, unix(at)).expect("a sound note");
            tree.insert(newest, [note, line.into_bytes()].concat());
        };
        let mut tree = city.files(&[]);
        see(&mut tree, opened_at);
        see(&mut tree, running_at);
        let mut closed = go_on(&tree, |desk| drop(desk.close_vote(&place(), &[&officer()]).expect("it is open")));
        see(&mut closed, closed_at);
        let mut desk = Desk::open(closed.clone()).expect("the record holds");
        assert_eq!(code(desk.certify_vote(&place(), &[&officer()])), expected, "{name}");
        // What is proved wrong is found before any certificate; what is not proved yet is not.
        let proved = expected.filter(|code| *code != Code::WitnessMissing);
        assert_eq!(codes(&closed), proved.into_iter().collect::<Vec<_>>(), "{name}");
    }
}

#[test]
fn a_stranger_cannot_bear_witness() {
    use parvis::log::cosign;
    let city = opened(1, |definition| {
        definition.witnesses = 1;
        definition.witness_keys = vec![Witness { name: token("temoin.example"), key: key("witness").public() }];
    });
    let tree = city.files(&[]);
    let (newest, note) = tree.below("submissions/log/checkpoints").last().expect("a checkpoint");
    let mut signed = tree.clone();
    let time = u64::try_from(token::<Instant>("2026-03-08T20:00:00Z").to_unix()).expect("after 1970");
    let line = cosign(note, "temoin.example", &key("stranger"), time).expect("a sound note");
    signed.insert(newest.clone(), [note, line.as_bytes()].concat());
    let closed = go_on(&signed, |desk| drop(desk.close_vote(&place(), &[&officer()]).expect("it is open")));
    let mut desk = Desk::open(closed).expect("the record holds");
    assert_eq!(code(desk.certify_vote(&place(), &[&officer()])), Some(Code::WitnessMissing));
}

#[test]
fn an_erasure_waits_for_the_retention_end_that_witnesses_saw() {
    use parvis::log::cosign;
    let witness = key("witness");
    let at = |text: &str| u64::try_from(token::<Instant>(text).to_unix()).expect("after 1970");
    let see = |tree: &mut FileTree, time: u64| {
        let (newest, note) = tree
            .below("submissions/log/checkpoints")
            .map(|(path, bytes)| (path.clone(), bytes.to_vec()))
            .max_by_key(|(path, _)| path.file_name().parse::<u64>().expect("a size"))
            .expect("a checkpoint");
        let line = cosign(&note, "temoin.example", &witness, time).expect("a sound note");
        tree.insert(newest, [note, line.into_bytes()].concat());
    };
    for (seen, expected) in [("2027-03-08T00:00:00Z", vec![]), ("2027-03-07T23:59:59Z", vec![Code::ErasedEarly])] {
        let city = opened(1, |definition| {
            definition.witnesses = 1;
            definition.witness_keys = vec![Witness { name: token("temoin.example"), key: witness.public() }];
        });
        let ballot = city.signed(1, 5, &["a"]);
        let mut tree = city.files(&[ballot]);
        see(&mut tree, at("2026-03-01T08:00:00Z"));
        tree = go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("recorded")));
        see(&mut tree, at("2026-03-08T20:00:00Z"));
        tree = go_on(&tree, |desk| drop(desk.close_vote(&place(), &[&officer()]).expect("closed")));
        see(&mut tree, at("2026-03-08T20:05:00Z"));
        tree = go_on(&tree, |desk| drop(desk.certify_vote(&place(), &[&officer()]).expect("certified")));
        see(&mut tree, at(seen));
        tree = go_on(&tree, |desk| drop(desk.erase_vote(&place(), &[&officer()]).expect("erased")));
        assert_eq!(codes(&tree), expected, "{seen}");
    }
}

#[test]
fn an_opening_after_its_hour_is_found() {
    use parvis::log::cosign;
    let mut city = TestCouncil::new(1);
    let witness = key("witness");
    let mut definition = city.definition("place", support::approval(), vec![option("a", None)]);
    definition.witnesses = 1;
    definition.witness_keys = vec![Witness { name: token("temoin.example"), key: witness.public() }];
    city.desk.checkpoint(&key("log"));
    city.desk.open_vote(&definition, &[&officer()]).expect("a sound definition");
    let mut tree = city.files(&[]);
    let checkpoints = tree.below("submissions/log/checkpoints").map(|(path, bytes)| (path.clone(), bytes.to_vec()));
    let (before, note) = checkpoints.min_by_key(|(path, _)| path.file_name().parse::<u64>().ok()).expect("one");
    let late = u64::try_from(token::<Instant>("2026-03-01T09:00:01Z").to_unix()).expect("after 1970");
    let line = cosign(&note, "temoin.example", &witness, late).expect("a sound note");
    tree.insert(before, [note, line.into_bytes()].concat());
    assert_eq!(codes(&tree), [Code::OpenedLate]);
}
