//! Returns of polling stations: recorded, refused, counted beside electronic ballots, and reconciled
//! with the registers.

use crate::support;

use std::collections::BTreeSet;

use parvis::audit::{Knowledge, audit, audit_knowing};
use parvis::clerk::Desk;
use parvis::council::tally::{DoubtKind, Outcome, TallyFile};
use parvis::council::{
    Answer, BothChannels, Comparison, Fraction, Mode, MotionBase, MotionRules, MotionTie, OptionId, Rules, VoteId,
};
use parvis::gate::{Answer as Judged, check};
use parvis::key::PrivateKey;
use parvis::language::Language;
use parvis::record::{Files, Interest, Record, outline, voters_named};
use parvis::report::Code;
use parvis::statement::{
    Channels, Definition, Electorate, Enrolment, KeyReplacement, PaperChannel, PaperCounts, PaperReturn, RollMode,
    Stamp, Statement as _, StationKey, Vote,
};
use parvis::submission::{
    Change, ChangeKind, ChangeSet, ObjectFault, ObjectHeader, ObjectId, Objects, Rejection, Signed, sign,
};
use parvis::tally::{BallotBox, tally_file};
use parvis::tree::{Digest, FileTree};
use support::{TestCouncil, approval, go_on, key, line, option, path, roll_of, token, voter, voter_key};

const NORD: [&str; 3] = ["nord 1", "nord 2", "nord 3"];
const SUD: [&str; 2] = ["sud 1", "sud 2"];

fn place() -> VoteId {
    token("place")
}

fn code<T>(result: Result<T, Rejection>) -> Option<Code> {
    result.err().map(|rejection| rejection.code)
}

fn codes(tree: &FileTree) -> Vec<Code> {
    audit(tree.clone(), None).findings.into_iter().map(|finding| finding.code).collect()
}

fn stations() -> Vec<StationKey> {
    let of = |station: &str, names: &[&str]| {
        let line = |name: &&str| StationKey { station: token(station), key: key(name).public() };
        names.iter().map(line).collect::<Vec<_>>()
    };
    let mut stations = [of("ecole-nord", &NORD), of("ecole-sud", &SUD)].concat();
    stations.sort();
    stations
}

fn paper_channel(both: BothChannels) -> Channels {
    Channels { electronic: true, paper: Some(PaperChannel { stations: stations(), both }) }
}

/// Voters 101 to 106 have a key; 107 to 112 vote on paper alone.
fn lines() -> Vec<Enrolment> {
    (101..=112).map(|n| Enrolment { key: line(n).key.filter(|_| n <= 106), ..line(n) }).collect()
}

/// What the vote `place` would seal on the roll `bourg` of these lines.
fn draft(voters: Vec<Enrolment>) -> (TestCouncil, Definition) {
    let mut city = TestCouncil::new(1);
    let roll = roll_of(&city.desk, "bourg", RollMode::Voters(Mode::Pseudonymous), voters);
    let sealed = city.desk.seal_roll(&roll, &[&key("officer")]).expect("a sound roll");
    let options = ["a", "b", "c", "d"].map(|id| option(id, None)).to_vec();
    let mut definition = city.definition("place", approval(), options);
    definition.electorates =
        vec![Electorate { id: token("habitants"), roll: token("bourg"), version: 1, hash: sealed.text_hash }];
    definition.channels = paper_channel(BothChannels::PaperPrevails);
    (city, definition)
}

fn opened(change: impl FnOnce(&mut Definition)) -> TestCouncil {
    let (mut city, mut definition) = draft(lines());
    change(&mut definition);
    city.desk.open_vote(&definition, &[&key("officer")]).expect("a sound definition");
    city
}

fn sums(counts: &[(&str, u64)]) -> PaperCounts {
    PaperCounts::Sums(counts.iter().map(|(id, papers)| (token(id), *papers)).collect())
}

/// The return of `station`: 3 papers of voters 107 to 109, one of them blank.
fn paper(desk: &Desk, station: &str, seq: u64) -> PaperReturn {
    PaperReturn {
        council: support::council(),
        record: desk.record().fingerprint(),
        vote: place(),
        definition: desk.record().vote(&place()).expect("the vote").definition_hash(),
        station: token(station),
        seq,
        found: 3,
        blank: 1,
        spoilt: 0,
        counts: sums(&[("a", 2), ("b", 1)]),
        voters: [107, 108, 109].map(voter).to_vec(),
    }
}

fn signed(paper: &PaperReturn, officers: &[&str]) -> Signed {
    let keys: Vec<PrivateKey> = officers.iter().map(|name| key(name)).collect();
    sign(paper, &keys.iter().collect::<Vec<_>>())
}

fn hand_in(desk: &mut Desk, files: &[Signed]) {
    for file in files {
        desk.hand_in(file.path.clone(), file.bytes.clone());
    }
}

fn record(desk: &mut Desk, files: &[Signed]) {
    hand_in(desk, files);
    let ingested = desk.ingest(&key("log")).expect("the log key has its role");
    assert_eq!((ingested.recorded.len(), ingested.refused, ingested.strays), (files.len(), vec![], vec![]));
}

fn ballot(city: &TestCouncil, n: usize, options: &[&str]) -> Signed {
    city.signed(n, 5, options)
}

fn tally(desk: &Desk) -> TallyFile {
    tally_file(desk.record(), &place(), desk.record().state()).expect("it fits").expect("opened")
}

fn support_of(tally: &TallyFile) -> Vec<(String, u64)> {
    let Some(Outcome::Approval(approval)) = &tally.outcome else { panic!("an approval vote") };
    approval.options.iter().map(|step| (step.option.to_string(), step.support)).collect()
}

/// Closes and certifies, and returns the folder with the verdict of its audit.
fn certified(mut city: TestCouncil) -> (FileTree, String) {
    city.desk.close_vote(&place(), &[&key("officer")]).expect("open");
    city.desk.certify_vote(&place(), &[&key("officer")]).expect("closed");
    let tree = city.files(&[]);
    assert_eq!(codes(&tree), []);
    let verdict = audit(tree.clone(), None).verdict(Language::En);
    (tree, verdict)
}

/// What a return is told: name, return, officers, code.
type Case = (&'static str, PaperReturn, &'static [&'static str], Code);

fn wrong(desk: &Desk) -> Vec<Case> {
    let good = paper(desk, "ecole-nord", 10);
    let with = |counts: &[(&str, u64)]| PaperReturn { counts: sums(counts), ..good.clone() };
    let ranking = Vote::Ranking(vec![vec![token::<OptionId>("a")]]);
    let two = &NORD[..2];
    vec![
        (
            "another council's record",
            PaperReturn { record: Digest::of(b"x"), ..good.clone() },
            two,
            Code::CouncilMismatch,
        ),
        ("other rules", PaperReturn { definition: Digest::of(b"x"), ..good.clone() }, two, Code::DefinitionMismatch),
        ("no such station", PaperReturn { station: token("mairie"), ..good.clone() }, two, Code::StationUnknown),
        ("another station's officers", good.clone(), &SUD, Code::KeyNotStations),
        ("one of another station", good.clone(), &["nord 1", "sud 1"], Code::KeyNotStations),
        ("one officer", good.clone(), &["nord 1"], Code::SignersMissing),
        ("more blank than found", PaperReturn { blank: 2, spoilt: 2, ..good.clone() }, two, Code::PaperCounts),
        ("more for one option than papers", with(&[("a", 3)]), two, Code::PaperCounts),
        (
            "more choices than papers hold",
            PaperReturn { found: 1, blank: 0, ..with(&[("a", 1), ("b", 1), ("c", 1), ("d", 1)]) },
            two,
            Code::PaperCounts,
        ),
        ("no such option", with(&[("z", 1)]), two, Code::OptionUnknown),
        ("no such option, chosen by none", with(&[("z", 0)]), two, Code::OptionUnknown),
        (
            "another body",
            PaperReturn { counts: PaperCounts::Papers(vec![(ranking, 2)]), ..good.clone() },
            two,
            Code::BodyMismatch,
        ),
        ("not on the roll", PaperReturn { voters: vec![voter(999)], ..good.clone() }, two, Code::VoterUnknown),
    ]
}

#[test]
fn what_a_return_gets_wrong_is_a_recorded_refusal() {
    let mut city = opened(|_| ());
    for (name, wrong, officers, expected) in wrong(&city.desk) {
        let file = signed(&wrong, officers);
        let rejection = city.desk.record().admit_paper(&file.path, &file.bytes).expect_err(name);
        assert_eq!(rejection.code, expected, "{name}: {rejection}");
        let mut desk = city.desk.clone();
        hand_in(&mut desk, &[file]);
        let ingested = desk.ingest(&key("log")).expect("the log key has its role");
        assert_eq!((ingested.recorded.len(), ingested.refused.len(), ingested.strays.len()), (0, 1, 0), "{name}");
    }
    let good = paper(&city.desk, "ecole-nord", 10);
    for (name, file, expected) in [
        ("no officer", signed(&good, &["nord 1", "officer"]), Code::KeyUnknown),
        ("a voter", sign(&good, &[&voter_key(101), &key("nord 1")]), Code::KeyUnknown),
        (
            "changed",
            Signed { bytes: swapped(&signed(&good, &NORD).bytes), ..signed(&good, &NORD) },
            Code::SignatureInvalid,
        ),
        (
            "elsewhere",
            Signed { path: path("submissions/paper/place/x.return"), ..signed(&good, &NORD) },
            Code::PathMismatch,
        ),
        (
            "no vote",
            Signed { path: path("submissions/paper/nulle/x.return"), ..signed(&good, &NORD) },
            Code::VoteUnknown,
        ),
    ] {
        let rejection = city.desk.record().admit_paper(&file.path, &file.bytes).expect_err(name);
        assert_eq!((rejection.code, rejection.signed_by), (expected, None), "{name}");
    }
    let many: Vec<Signed> = (1..=20).map(|seq| signed(&paper(&city.desk, "ecole-nord", seq), &NORD)).collect();
    record(&mut city.desk, &many);
    let again = city.desk.record().admit_paper(&many[3].path, &many[3].bytes);
    assert_eq!(code(again), Some(Code::AlreadyRecorded));
    let more = signed(&paper(&city.desk, "ecole-nord", 21), &NORD);
    assert_eq!(code(city.desk.record().admit_paper(&more.path, &more.bytes)), Some(Code::PaperCap));
    let other = signed(&paper(&city.desk, "ecole-sud", 21), &SUD);
    record(&mut city.desk, &[other]);
    assert_eq!(codes(&city.files(&[])), []);
}

/// The text of a return with `found: 4`.
fn swapped(bytes: &[u8]) -> Vec<u8> {
    String::from_utf8(bytes.to_vec()).expect("ASCII").replace("found: 3", "found: 4").into_bytes()
}

#[test]
fn what_paper_cannot_do_is_refused_at_sealing() {
    let seal =
        |(mut city, definition): (TestCouncil, Definition)| code(city.desk.open_vote(&definition, &[&key("officer")]));
    let with_keys = |keys: Vec<StationKey>| {
        let (city, mut definition) = draft(lines());
        let mut keys = keys;
        keys.sort();
        definition.channels.paper = Some(PaperChannel { stations: keys, both: BothChannels::Disjoint });
        seal((city, definition))
    };
    assert_eq!(with_keys(stations()), None);
    assert_eq!(with_keys(stations()[..1].to_vec()), Some(Code::GrammarFault), "one key");
    let shared = StationKey { station: token("ecole-sud"), key: key("nord 1").public() };
    assert_eq!(with_keys([stations(), vec![shared]].concat()), Some(Code::GrammarFault), "a key in two stations");
    let of = |signer: &PrivateKey| vec![StationKey { station: token("ecole-nord"), key: signer.public() }];
    assert_eq!(with_keys([stations(), of(&voter_key(101))].concat()), Some(Code::KeyLinksVoter), "a pseudonym's key");
    let mut heavy = lines();
    heavy[8].weight = 2;
    assert_eq!(seal(draft(heavy)), Some(Code::PaperWeighted));

    // Nor does a pseudonym take a station's key afterwards.
    let mut city = opened(|_| ());
    let late = Enrolment { key: Some(key("sud 1").public()), ..line(301) };
    let roll = roll_of(&city.desk, "autres", RollMode::Voters(Mode::Pseudonymous), vec![late]);
    assert_eq!(code(city.desk.seal_roll(&roll, &[&key("officer")])), Some(Code::KeyLinksVoter));
}

#[test]
fn a_definition_without_paper_keeps_its_bytes() {
    let (_, mut definition) = draft(lines());
    let text = definition.write();
    assert!(text.contains("channels:\n  - electronic\n  - paper\nstations:\n  - ecole-nord ssh-ed25519 "), "{text}");
    assert!(text.contains("both-channels: paper-prevails\nopens: "), "{text}");
    assert_eq!(Definition::read(text.as_bytes()), Ok(definition.clone()));
    for wrong in [
        text.replace("  - electronic\n  - paper\n", "  - paper\n  - electronic\n"),
        text.replace("  - electronic\n  - paper\n", "  - electronic\n"),
        text.replace("both-channels: paper-prevails\n", ""),
    ] {
        assert!(Definition::read(wrong.as_bytes()).is_err(), "{wrong}");
    }
    definition.channels = Channels::electronic();
    let text = definition.write();
    assert!(text.contains("channels:\n  - electronic\nopens: "), "{text}");
}

#[test]
fn papers_that_agree_with_their_registers_count_beside_the_ballots() {
    let mut city = opened(|_| ());
    let files = [
        ballot(&city, 101, &["a", "b"]),
        ballot(&city, 102, &["b"]),
        signed(&paper(&city.desk, "ecole-nord", 10), &NORD),
        signed(
            &PaperReturn { voters: [110, 111, 112].map(voter).to_vec(), ..paper(&city.desk, "ecole-sud", 10) },
            &SUD,
        ),
    ];
    record(&mut city.desk, &files);
    let tally = tally(&city.desk);
    let expected = [("a", 5), ("b", 4), ("c", 0), ("d", 0)].map(|(id, papers)| (id.to_owned(), papers));
    assert_eq!(support_of(&tally), expected);
    assert_eq!((tally.turnout.voted, tally.turnout.enrolled, tally.ballots.counted), (8, 12, 2));
    let section = tally.paper.as_ref().expect("the vote takes paper");
    let rows: Vec<_> =
        section.stations.iter().map(|row| (row.signed, row.found, row.blank, row.valid, row.difference)).collect();
    assert_eq!(rows, [(3, 3, 1, 2, 0), (3, 3, 1, 2, 0)]);
    assert!(section.stations.iter().all(|row| row.index.is_some()));
    assert_eq!(tally.doubts, []);
    let (tree, verdict) = certified(city);
    assert!(verdict.contains("OK") && !verdict.contains("difference"), "{verdict}");
    let published = tree.get_str("submissions/tallies/place.json").expect("the tally");
    assert!(serde_json::from_slice::<TallyFile>(published).is_ok());
    let points = audit(tree, None).points;
    assert!(points.iter().any(|point| point.facts.en.contains("2 paper returns")), "{points:?}");
}

#[test]
fn what_does_not_agree_is_shown_and_weighed() {
    let mut city = opened(|_| ());
    // One paper without a signature at one station, one signature without a paper at the other, and
    // voter 109 signed at both.
    let nord = PaperReturn { found: 4, counts: sums(&[("a", 3)]), ..paper(&city.desk, "ecole-nord", 10) };
    let sud = PaperReturn {
        found: 2,
        blank: 0,
        spoilt: 1,
        counts: sums(&[("b", 1)]),
        voters: [109, 110, 111].map(voter).to_vec(),
        ..paper(&city.desk, "ecole-sud", 10)
    };
    record(&mut city.desk, &[signed(&nord, &NORD), signed(&sud, &SUD)]);
    let tally = tally(&city.desk);
    let section = tally.paper.as_ref().expect("paper");
    let differences: Vec<i64> = section.stations.iter().map(|row| row.difference).collect();
    assert_eq!(differences, [1, -1]);
    let twice: Vec<_> = section.signed_twice.iter().map(|twice| (twice.voter.clone(), twice.stations.len())).collect();
    assert_eq!(twice, [(voter(109), 2)]);
    let doubts: Vec<_> = tally.doubts.iter().map(|doubt| (doubt.kind, doubt.ballots, doubt.could_change)).collect();
    assert_eq!(doubts, [(DoubtKind::Unreconciled, 3, true)]);
    assert_eq!(tally.turnout.voted, 5);
    let (_, verdict) = certified(city);
    let expected = "TO CONSIDER: 3 differences between papers and signatures could have changed what wins in `place`";
    assert!(verdict.contains(expected), "{verdict}");
}

#[test]
fn a_station_without_a_return_is_named() {
    let mut city = opened(|_| ());
    let nord = signed(&paper(&city.desk, "ecole-nord", 10), &NORD);
    record(&mut city.desk, &[nord]);
    let tally = tally(&city.desk);
    let doubts: Vec<_> = tally.doubts.iter().map(|doubt| (doubt.kind, doubt.ballots, doubt.weight)).collect();
    assert_eq!(doubts, [(DoubtKind::NoReturn, 1, 9)]);
    assert_eq!(tally.paper.expect("paper").stations[1].index, None);
    let (_, verdict) = certified(city);
    assert!(verdict.contains("1 polling station without a return could have changed"), "{verdict}");
}

#[test]
fn paper_prevails_over_the_ballot_of_who_signed_a_register() {
    let mut city = opened(|_| ());
    let both = PaperReturn { voters: [101, 107, 108].map(voter).to_vec(), ..paper(&city.desk, "ecole-nord", 10) };
    let empty =
        PaperReturn { found: 0, blank: 0, counts: sums(&[]), voters: vec![], ..paper(&city.desk, "ecole-sud", 9) };
    let first = ballot(&city, 101, &["d"]);
    let second = city.signed(101, 6, &["c"]);
    let files = [first, second.clone(), ballot(&city, 102, &["d"]), signed(&both, &NORD), signed(&empty, &SUD)];
    record(&mut city.desk, &files);
    let tally = tally(&city.desk);
    let section = tally.paper.clone().expect("paper");
    let aside: Vec<_> =
        section.set_aside.iter().map(|aside| (aside.station.to_string(), aside.code.as_str())).collect();
    assert_eq!(aside, [("ecole-nord".to_owned(), Code::PaperVoted.name())]);
    let index = section.set_aside[0].index;
    assert_eq!(city.desk.record().entries()[usize::try_from(index).expect("small")].file, second.file_hash);
    assert_eq!(support_of(&tally)[..3], [("a", 2), ("b", 1), ("d", 1)].map(|(id, votes)| (id.to_owned(), votes)));
    let counts = &tally.ballots;
    assert_eq!((counts.recorded, counts.counted, counts.superseded), (3, 1, 1));
    assert_eq!((tally.turnout.voted, tally.doubts.len()), (4, 0));
    let vote = city.desk.record().vote(&place()).expect("the vote");
    assert_eq!(BallotBox::of(vote).set_aside().len(), 1);
    let (tree, _) = certified(city);
    let record = Desk::open(tree.clone()).expect("the record holds");
    let receipt = parvis::receipt::make(record.record(), &tree, &second.bytes).expect("a receipt");
    let checked = parvis::receipt::check(&receipt, &second.bytes, None, None).expect("it holds");
    assert_eq!(checked.fate, parvis::receipt::Fate::SetAside);
}

#[test]
fn the_latest_return_of_a_station_counts() {
    let mut city = opened(|_| ());
    let of = |seq, option: &str| {
        let counts = sums(&[(option, 2)]);
        signed(&PaperReturn { counts, ..paper(&city.desk, "ecole-nord", seq) }, &NORD)
    };
    let (late, early) = (of(20, "a"), of(10, "b"));
    let same = of(20, "c");
    // The order of the log plays no part.
    for order in [[&late, &early, &same], [&same, &early, &late]] {
        let mut desk = city.desk.clone();
        for file in order {
            record(&mut desk, std::slice::from_ref(file));
        }
        let tally = tally(&desk);
        let winner = if late.text_hash > same.text_hash { "a" } else { "c" };
        assert_eq!(support_of(&tally)[0], (winner.to_owned(), 2));
        let section = tally.paper.expect("paper");
        let counted = section.stations[0].index.expect("a return");
        let replaced: BTreeSet<(bool, u64)> =
            section.superseded.iter().map(|other| (other.index != counted, other.by)).collect();
        assert_eq!((section.superseded.len(), replaced), (2, BTreeSet::from([(true, counted)])));
    }
    record(&mut city.desk, &[early, same, late]);
    certified(city);
}

struct Held(Vec<u8>);

impl Objects for Held {
    fn header(&self, _: &ObjectId) -> Result<ObjectHeader, ObjectFault> {
        Ok(ObjectHeader { is_blob: true, size: self.0.len() })
    }

    fn read(&self, _: &ObjectId) -> Result<Vec<u8>, ObjectFault> {
        Ok(self.0.clone())
    }
}

#[test]
fn the_gate_tells_of_another_return_of_the_station() {
    let mut city = opened(|_| ());
    let of = |desk: &Desk, station: &str, seq| {
        signed(&paper(desk, station, seq), if station == "ecole-nord" { &NORD } else { &SUD })
    };
    let first = of(&city.desk, "ecole-nord", 10);
    record(&mut city.desk, std::slice::from_ref(&first));
    let desk = city.desk.clone();
    let tree = city.files(&[]);
    let note = |file: &Signed| {
        let path = file.path.as_str().as_bytes().to_vec();
        let change = Change { path, kind: ChangeKind::Added, mode: 0o100_644, object: ObjectId("1".repeat(40)) };
        let set = ChangeSet { changes: vec![change], ..ChangeSet::default() };
        let verdicts = check(set, &Held(file.bytes.clone()), desk.record().clone(), &tree);
        match &verdicts[0].answer {
            Judged::Taken { note, .. } => note.as_ref().map(|note| note.en.clone()),
            Judged::Refused { message, .. } => panic!("{}", message.en),
        }
    };
    let replaces = note(&of(&desk, "ecole-nord", 11)).expect("a note");
    assert!(replaces.contains("it replaces the return `seq: 10` of the same station"), "{replaces}");
    let older = note(&of(&desk, "ecole-nord", 9)).expect("a note");
    assert!(older.contains("(`seq: 10`): that one will count"), "{older}");
    assert_eq!(note(&of(&desk, "ecole-sud", 10)), None, "the first of its station");
}

#[test]
fn a_return_after_the_closing_counts_only_where_it_was_listed() {
    let mut city = opened(|_| ());
    let listed = signed(&paper(&city.desk, "ecole-nord", 10), &NORD);
    hand_in(&mut city.desk, std::slice::from_ref(&listed));
    city.desk.close_vote(&place(), &[&key("officer")]).expect("open");
    let late = signed(&paper(&city.desk, "ecole-sud", 10), &SUD);
    let tree = city.files(std::slice::from_ref(&late));
    let desk = Desk::open(tree.clone()).expect("the record holds");
    assert_eq!(desk.record().left_out(&tree), [(late.path.clone(), place())]);
    assert_eq!(code(desk.record().admit_paper(&late.path, &late.bytes)), Some(Code::VoteClosed));
    let refuse = |desk: &mut Desk| code(desk.certify_vote(&place(), &[&key("officer")]));
    assert_eq!(refuse(&mut desk.clone()), Some(Code::PendingLeftOut));
    let after = go_on(&tree, |desk| {
        let ingested = desk.ingest(&key("log")).expect("the log key has its role");
        assert_eq!((ingested.recorded, ingested.refused.len()), (vec![listed.path.clone()], 1));
        assert_eq!(refuse(desk), None);
    });
    assert_eq!(codes(&after), []);
    let tally: TallyFile =
        serde_json::from_slice(after.get_str("submissions/tallies/place.json").expect("the tally")).expect("a tally");
    let doubts: Vec<_> = tally.doubts.iter().map(|doubt| (doubt.kind, doubt.ballots, doubt.weight)).collect();
    assert_eq!(doubts, [(DoubtKind::Late, 1, 12), (DoubtKind::NoReturn, 1, 9)]);
    assert_eq!((tally.refused.len(), tally.ballots.refused), (1, 1));
}

#[test]
fn disjoint_channels_turn_away_who_has_a_key() {
    let mut city = opened(|definition| definition.channels = paper_channel(BothChannels::Disjoint));
    let with_key = PaperReturn { voters: [106, 107, 108].map(voter).to_vec(), ..paper(&city.desk, "ecole-nord", 10) };
    let file = signed(&with_key, &NORD);
    assert_eq!(code(city.desk.record().admit_paper(&file.path, &file.bytes)), Some(Code::VoterElectronic));
    let files = [signed(&paper(&city.desk, "ecole-nord", 10), &NORD), ballot(&city, 101, &["d"])];
    record(&mut city.desk, &files);
    assert_eq!(tally(&city.desk).paper.expect("paper").set_aside, []);
}

#[test]
fn a_vote_in_one_channel_takes_nothing_from_the_other() {
    let mut city = opened(|definition| definition.channels.electronic = false);
    let file = ballot(&city, 101, &["a"]);
    assert_eq!(code(city.desk.record().admit_ballot(&file.path, &file.bytes)), Some(Code::ChannelClosed));
    let paper_file = signed(&paper(&city.desk, "ecole-nord", 10), &NORD);
    record(&mut city.desk, &[paper_file]);
    let (tree, _) = certified(city);
    assert_eq!(codes(&tree), []);

    let city = opened(|definition| definition.channels = Channels::electronic());
    let file = signed(&paper(&city.desk, "ecole-nord", 10), &NORD);
    assert_eq!(code(city.desk.record().admit_paper(&file.path, &file.bytes)), Some(Code::ChannelClosed));
    assert_eq!(tally(&city.desk).paper, None);
    assert!(!String::from_utf8(tally(&city.desk).to_bytes()).expect("JSON").contains("paper"));
}

#[test]
fn the_papers_of_a_motion_are_answers_and_blanks() {
    let half = Fraction::new(1, 2).expect("a share");
    let rules = MotionRules {
        quorum: half,
        threshold: half,
        comparison: Comparison::MoreThan,
        base: MotionBase::Cast,
        tie: MotionTie::NotAdopted,
    };
    let mut city = opened(|definition| {
        definition.rules = Rules::Motion(rules);
        definition.options = Vec::new();
    });
    let voters: Vec<_> = (107..=112).map(voter).collect();
    let counts = sums(&[("against", 1), ("for", 3)]);
    let good = PaperReturn { found: 6, blank: 1, spoilt: 1, counts, voters, ..paper(&city.desk, "ecole-nord", 1) };
    for (name, counts, expected) in [
        ("one paper too few", sums(&[("for", 3)]), Code::PaperCounts),
        ("one paper too many", sums(&[("against", 2), ("for", 3)]), Code::PaperCounts),
        ("no answer", sums(&[("a", 1), ("for", 3)]), Code::BodyMismatch),
    ] {
        let file = signed(&PaperReturn { counts, ..good.clone() }, &NORD);
        assert_eq!(code(city.desk.record().admit_paper(&file.path, &file.bytes)), Some(expected), "{name}");
    }
    let ballot = sign(&city.ballot("place", 101, 5, Vote::Answer(Answer::Abstention)), &[&voter_key(101)]);
    let files = [signed(&good, &NORD), ballot];
    record(&mut city.desk, &files);
    let Some(Outcome::Motion(motion)) = tally(&city.desk).outcome else { panic!("a motion") };
    let found =
        [motion.votes_for, motion.votes_against, motion.abstentions, motion.blank, motion.took_part, motion.seats];
    assert_eq!(found, [3, 1, 1, 1, 6, 12]);
}

#[test]
fn a_return_seen_elsewhere_is_missed_and_with_a_stamp_it_was_withheld() {
    let mut city = opened(|_| ());
    let file = signed(&paper(&city.desk, "ecole-nord", 10), &NORD);
    let record = city.desk.record();
    let stamp =
        Stamp { council: support::council(), record: record.fingerprint(), file: file.file_hash, log: record.state() };
    let stamp = sign(&stamp, &[&key("officer")]).bytes;
    city.desk.close_vote(&place(), &[&key("officer")]).expect("open");
    let tree = city.files(&[]);
    let found = |files: &[(&str, &[u8])]| {
        let mut seen = FileTree::new();
        for (name, bytes) in files {
            seen.insert(path(name), bytes.to_vec());
        }
        let knowledge = Knowledge { seen, ..Knowledge::default() };
        audit_knowing(tree.clone(), &knowledge).findings.into_iter().map(|finding| finding.code).collect::<Vec<_>>()
    };
    assert_eq!(found(&[("r", &file.bytes)]), [Code::SeenElsewhere]);
    assert_eq!(found(&[("r", &file.bytes), ("r.stamp", &stamp)]), [Code::BallotWithheld]);
}

/// Whoever votes on paper in disjoint channels could otherwise be given a key, and vote with it too.
#[test]
fn in_disjoint_channels_nobody_gets_a_first_key_during_the_vote() {
    let with = |both| {
        opened(|definition| {
            definition.channels = paper_channel(both);
            definition.key_replacement = KeyReplacement::Allowed;
        })
    };
    let replace = |city: &mut TestCouncil, n: usize, name: &str| {
        code(city.desk.clone().replace_key(&place(), &voter(n), key(name).public(), "perte", &[&key("officer")]))
    };
    let mut apart = with(BothChannels::Disjoint);
    assert_eq!(replace(&mut apart, 107, "neuve"), Some(Code::ReplacementForbidden));
    assert_eq!(replace(&mut apart, 106, "neuve"), None);
    assert_eq!(replace(&mut apart, 106, "nord 1"), Some(Code::KeyLinksVoter), "a key of a station");
    assert_eq!(replace(&mut with(BothChannels::PaperPrevails), 107, "neuve"), None);
}

#[test]
fn returns_may_be_erased_with_the_ballots() {
    let mut city = opened(|_| ());
    let good = signed(&paper(&city.desk, "ecole-nord", 10), &NORD);
    let files = [ballot(&city, 101, &["a"]), good.clone()];
    record(&mut city.desk, &files);
    let wrong = signed(&paper(&city.desk, "ecole-nord", 11), &NORD[..1]);
    hand_in(&mut city.desk, std::slice::from_ref(&wrong));
    city.desk.ingest(&key("log")).expect("the log key has its role");
    let (tree, _) = certified(city);
    let mut gone = Vec::new();
    let mut erased = go_on(&tree, |desk| {
        let (_, paths) = desk.erase_vote(&place(), &[&key("officer")]).expect("certified");
        gone = paths;
    });
    assert!(gone.contains(&good.path) && gone.contains(&wrong.path), "{gone:?}");
    let mut early = tree.clone();
    early.remove(&good.path);
    assert!(codes(&early).contains(&Code::EntryFileMissing), "not by right");
    for path in &gone {
        erased.remove(path);
    }
    assert_eq!(codes(&erased), []);
    let summary = audit(erased, None).summary.expect("a record");
    assert_eq!((summary.recount_closed, summary.recorded, summary.refused), (1, 2, 1));
}

#[test]
fn a_push_may_not_lose_a_return_that_waits() {
    let city = opened(|_| ());
    let file = signed(&paper(&city.desk, "ecole-nord", 10), &NORD);
    let stray = Signed { bytes: swapped(&file.bytes), path: path("submissions/paper/place/x.return"), ..file.clone() };
    let after = city.files(&[]);
    let mut before = after.clone();
    before.insert(file.path.clone(), file.bytes.clone());
    before.insert(stray.path.clone(), stray.bytes.clone());
    let desk = Desk::open(after.clone()).expect("the record holds");
    let lost = |after: &FileTree, record: &Record| parvis::gate::lost(desk.record(), &before, record, after);
    assert_eq!(lost(&after, desk.record()), std::slice::from_ref(&file.path));
    let closed = go_on(&after, |desk| drop(desk.close_vote(&place(), &[&key("officer")]).expect("open")));
    let mut kept = closed.clone();
    kept.insert(file.path.clone(), file.bytes.clone());
    let closed = Desk::open(kept.clone()).expect("the record holds");
    assert_eq!(lost(&kept, closed.record()), [file.path], "the closing left it out");
}

/// What is written and says nothing is told, like what is left out.
#[test]
fn a_file_of_a_vote_never_fails_without_a_reason() {
    const VOTE: &str = include_str!("../../docs/first-vote/content/votes/square.md");
    let file = path("content/votes/square.md");
    for (channels, expected) in [
        ("[]", Code::ValueUnexpected),
        ("[post]", Code::ValueUnexpected),
        ("[paper]", Code::RulesIncomplete),
        ("[paper]\nstations: []\nboth_channels: disjoint", Code::ValueUnexpected),
        ("[paper]\nstations:\n  - id: nord\nboth_channels: disjoint", Code::RulesIncomplete),
        ("[electronic]\nboth_channels: disjoint", Code::KeyNotKnown),
    ] {
        let text = VOTE.replace("channels: [electronic]", &format!("channels: {channels}"));
        let (_, findings) = parvis::document::vote::read_file(&file, text.as_bytes());
        let found: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
        assert!(found.contains(&expected), "{channels}: {findings:#?}");
    }
}

/// The gate of a pull request reads of the roll only the lines of the people named.
#[test]
fn an_outline_admits_a_return_as_the_whole_record_does() {
    let mut city = opened(|_| ());
    let first = signed(&paper(&city.desk, "ecole-nord", 10), &NORD);
    record(&mut city.desk, &[first]);
    let known = PaperReturn { voters: [101, 110].map(voter).to_vec(), ..paper(&city.desk, "ecole-sud", 10) };
    let unknown = PaperReturn { voters: vec![voter(999)], ..known.clone() };
    let tree = city.files(&[]);
    for (paper, expected) in [(known, None), (unknown, Some(Code::VoterUnknown))] {
        let file = signed(&paper, &SUD);
        let interest = Interest::new(voters_named(&file.bytes), []);
        let (less, findings) = outline(&Files::new(tree.clone()), interest);
        assert_eq!(findings, []);
        assert_eq!(code(less.expect("a record").admit_paper(&file.path, &file.bytes)), expected);
    }
}
