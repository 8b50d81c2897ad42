//! Several electorates of one vote: what is refused, and what is sealed. How they are counted stands
//! in tests/tally/electorates.txt.

use crate::support;

use parvis::clerk::seal;
use parvis::council::{
    BothChannels, BudgetEnvelope, BudgetRules, ElectoratesCounted, Limits, Mode, Rules, Ties, TooDear,
};
use parvis::report::Code;
use parvis::statement::{
    Channels, Definition, DefinitionOption, Enrolment, PaperChannel, RollMode, Statement as _, StationKey,
};
use parvis::submission::Rejection;
use parvis::tally::turnout_file;
use parvis::tree::FileTree;
use support::{TestCouncil, approval, choices, key, line, option, path, roll_of, token, voter_key};

const ROLLS: [(&str, usize); 2] = [("residents", 3), ("shops", 2)];

fn code<T>(outcome: Result<T, Rejection>) -> Option<Code> {
    outcome.err().map(|rejection| rejection.code)
}

/// The definition of an approval vote of both electorates, not sealed yet.
fn of_both(city: &TestCouncil, counted: Option<ElectoratesCounted>) -> Definition {
    Definition {
        electorates: city.electorates(&ROLLS),
        electorates_counted: counted,
        ..city.definition("place", approval(), vec![option("a", None), option("b", None), option("c", None)])
    }
}

fn open(city: &mut TestCouncil, definition: &Definition) -> Option<Code> {
    code(city.desk.open_vote(definition, &[&key("officer")]))
}

#[test]
fn several_electorates_are_sealed_with_how_they_are_counted() {
    let mut city = TestCouncil::divided(&[1; 5], &ROLLS);
    let definition = of_both(&city, Some(ElectoratesCounted::Together));
    assert_eq!(Definition::read(definition.write().as_bytes()).expect("sound"), definition);
    let text = definition.write();
    let silent = text.replace("electorates-counted: together\n", "");
    assert!(silent != text && Definition::read(silent.as_bytes()).is_err(), "no default says how they are counted");
    assert_eq!(open(&mut city, &definition), None);
}

#[test]
fn what_several_electorates_cannot_be() {
    let city = TestCouncil::divided(&[1; 5], &ROLLS);
    let sound = of_both(&city, Some(ElectoratesCounted::Separately));
    let envelopes = Rules::BudgetGreedy(BudgetRules {
        limits: Limits { min: 1, max: 1, max_per_category: None },
        currency: token("EUR"),
        envelopes: vec![BudgetEnvelope { id: token("nord"), amount: token("100") }],
        too_dear: TooDear::Skip,
        minimum_support: 1,
        ties: Ties::Report,
    });
    let projects =
        vec![DefinitionOption { cost: Some(token("10")), pays_from: vec![token("nord")], ..option("a", None) }];
    let stations = ["one", "two"].map(|name| StationKey { station: token("nord"), key: key(name).public() });
    let mut stations = stations.to_vec();
    stations.sort();
    let paper = Some(PaperChannel { stations, both: BothChannels::PaperPrevails });
    let mut twice = sound.clone();
    twice.electorates[1] = twice.electorates[0].clone();
    for (name, definition) in [
        ("nobody votes", Definition { electorates: Vec::new(), electorates_counted: None, ..sound.clone() }),
        ("one roll twice", twice),
        ("envelopes spent twice", Definition { rules: envelopes, options: projects, ..sound.clone() }),
        (
            "papers of nobody in particular",
            Definition { channels: Channels { electronic: true, paper }, ..sound.clone() },
        ),
    ] {
        let text = definition.write();
        assert!(Definition::read(text.as_bytes()).is_err(), "{name}");
    }
    assert!(Definition::read(sound.write().as_bytes()).is_ok());
}

#[test]
fn a_voter_or_a_key_in_two_electorates() {
    let same_key = Enrolment { key: line(1).key, ..line(9) };
    let same_voter = Enrolment { key: line(9).key, ..line(1) };
    for (name, other, expected) in [
        ("nothing the same", line(9), None),
        ("the same voter", same_voter, Some(Code::VoterTwice)),
        ("the same key", same_key, Some(Code::VoterTwice)),
    ] {
        let mut city = TestCouncil::divided(&[], &[]);
        for (id, line) in [("residents", line(1)), ("shops", other)] {
            let roll = roll_of(&city.desk, id, RollMode::Voters(Mode::Public), vec![line]);
            city.desk.seal_roll(&roll, &[&key("officer")]).expect("a sound roll");
        }
        let definition = Definition { mode: Mode::Public, ..of_both(&city, Some(ElectoratesCounted::Together)) };
        assert_eq!(open(&mut city, &definition), expected, "{name}");
    }
}

#[test]
fn turnout_is_told_by_electorate_and_a_pseudonymous_roll_still_serves_one_vote() {
    let mut city = TestCouncil::divided(&[1; 5], &ROLLS);
    let definition = of_both(&city, Some(ElectoratesCounted::Separately));
    assert_eq!(open(&mut city, &definition), None);
    let ballot = parvis::submission::sign(&city.ballot("place", 4, 9, choices(&["b"])), &[&voter_key(4)]);
    let mut again = city.definition("autre", approval(), vec![option("a", None), option("b", None)]);
    again.electorates = city.electorates(&ROLLS[1..]);
    assert_eq!(code(city.desk.clone().open_vote(&again, &[&key("officer")])), Some(Code::RollUsed));
    let mut desk = parvis::clerk::Desk::open(city.files(&[ballot])).expect("the record holds");
    assert_eq!(desk.ingest(&key("log")).expect("ingested").recorded.len(), 1);
    let turnout = turnout_file(desk.record(), &token("place")).expect("opened");
    let by: Vec<_> = turnout.electorates.iter().map(|one| (one.electorate.as_str(), one.turnout.voted)).collect();
    assert_eq!((turnout.turnout.voted, by), (1, vec![("residents", 0), ("shops", 1)]));
}

#[test]
fn a_council_writes_several_electorates_as_a_list() {
    let city = TestCouncil::divided(&[1; 5], &ROLLS);
    let file = path("content/votes/place.md");
    let read = |text: &str| parvis::document::vote::read_file(&file, text.as_bytes());
    let (vote, findings) = read(VOTE);
    assert_eq!(findings, []);
    let draft = vote.expect("a vote").draft;
    let sealed = seal(&draft, &file, VOTE.as_bytes(), &FileTree::new(), city.desk.record()).expect("sealed");
    assert_eq!(sealed.electorates, city.electorates(&ROLLS));
    assert_eq!(sealed.electorates_counted, Some(ElectoratesCounted::Separately));
    assert!(matches!(sealed.rules, Rules::Approval(_)));
    for (name, from, to, expected) in [
        ("nothing says how they are counted", "electorates_counted: separately\n", "", Code::RulesIncomplete),
        ("no title", "title: {fr: Commerces, en: Shops}, ", "", Code::RulesIncomplete),
        ("one roll twice", "roll: shops", "roll: residents", Code::NameTwice),
        ("an unknown word", "separately", "apart", Code::ValueUnexpected),
    ] {
        let changed = VOTE.replace(from, to);
        assert!(changed != VOTE, "{name}");
        let (_, findings) = read(&changed);
        assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [expected], "{name}");
    }
}

const VOTE: &str = "---
title: La place
body: quartier
question: {fr: Quoi ?, en: What?}
mode: pseudonymous
method: approval/1
electorates:
  - {id: residents, title: {fr: Habitants, en: Residents}, roll: residents, roll_version: 1}
  - {id: shops, title: {fr: Commerces, en: Shops}, roll: shops, roll_version: 1}
electorates_counted: separately
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
