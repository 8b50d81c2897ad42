//! The examples of `scrutineer explain` that can be judged by a function: vectors, and scenes of a small council.

use crate::support::explained::{answer, in_order, keep, meant, with_part};
use crate::support::manifest::{self, border, city, rejection};
use crate::support::{
    self, TestCouncil, approval, choices, go_on, grades, key, line, option, path, proposal, roll_of, token, voter_key,
};

use parvis::audit::{Knowledge, Memory, audit, audit_knowing};
use parvis::clerk::Desk;
use parvis::council::{
    Answer, ApprovalRules, BlankGrades, CumulativeRules, ElectoratesCounted, EqualRanks, IrvRules, Limits,
    MajorityJudgmentRules, MissingGrade, Mode, Rules, Spending, Ties,
};
use parvis::explain::Explanation;
use parvis::gate::check;
use parvis::record::check_choice;
use parvis::report::{Diagnostic, Place};
use parvis::statement::{Refusal, Roll, RollMode, Statement as _, Vote};
use parvis::submission::{
    Change, ChangeKind, ChangeSet, ObjectFault, ObjectHeader, ObjectId, Objects, Rejection, sign,
};
use parvis::tree::{Digest, FileTree};

const COMMAND: &str = "cargo test --test verifier explain::";

fn refused<T>(outcome: Result<T, Rejection>) -> Vec<Diagnostic> {
    let rejection = outcome.err().expect("it is refused");
    vec![Diagnostic::error(rejection.code, rejection.message)]
}

fn found(tree: FileTree) -> Vec<Diagnostic> {
    audit(tree, None).findings
}

/// The vector that an entry names, judged at the path at which it is handed in.
fn vector(told: &Explanation, city: &TestCouncil, name: &str) -> Result<(Diagnostic, String), String> {
    let vectors = manifest::manifest();
    let vector = vectors.iter().find(|vector| vector.file == name).unwrap_or_else(|| panic!("no vector {name}"));
    let bytes = vector.bytes(city);
    let (path, rejection) = rejection(city, vector, &bytes);
    let rejection = rejection.unwrap_or_else(|| panic!("{name} is taken"));
    let mut place = Place::file(&path);
    if let Some((line, column, length)) = rejection.place {
        place = place.at_line(line).at_column(column, length);
    }
    let text = String::from_utf8_lossy(&border(&bytes).0).into_owned();
    let whole = String::from_utf8_lossy(&bytes).into_owned();
    for block in told.examples().iter().filter(|block| block.key == "lines") {
        in_order(told, &block.lines, &whole)?;
    }
    Ok((Diagnostic::error(rejection.code, rejection.message).at(place), text))
}

/// A council where `place` is open.
fn open(voters: usize) -> TestCouncil {
    let mut city = TestCouncil::new(voters);
    city.open_place();
    city
}

/// One ballot of voter 1 handed in at `place`.
fn ballot(city: &TestCouncil, choice: Vote) -> Vec<Diagnostic> {
    let signed = sign(&city.ballot("place", 1, 10, choice), &[&voter_key(1)]);
    refused(city.desk.record().admit_ballot(&signed.path, &signed.bytes))
}

/// Rules of a vote between a and b, and a choice that they do not take.
fn ruled(name: &str) -> Option<(Rules, Vote)> {
    let purse = Rules::Cumulative(CumulativeRules {
        points_per_ballot: 5,
        max_points: 4,
        spending: Spending::All,
        winners: 1,
        minimum_support: 1,
        ties: Ties::Report,
    });
    let judged = Rules::MajorityJudgment(MajorityJudgmentRules {
        grades: grades(&["good", "fair", "poor"]),
        missing: MissingGrade::Refused,
        blank: BlankGrades::NotCounted,
        winners: 1,
        ties: Ties::Report,
    });
    let strict = Rules::Irv(IrvRules { equal_ranks: EqualRanks::Refused, ties: Ties::Report });
    let points = |list: &[(&str, u32)]| Vote::Points(list.iter().map(|(id, points)| (token(id), *points)).collect());
    let graded =
        |list: &[(&str, &str)]| Vote::Grades(list.iter().map(|(id, grade)| (token(id), token(grade))).collect());
    Some(match name {
        "points" => (purse, points(&[("a", 4), ("b", 2)])),
        "points-left" => (purse, points(&[("a", 3)])),
        "grade" => (judged, graded(&[("a", "superb"), ("b", "fair")])),
        "option-left-out" => (judged, graded(&[("a", "good")])),
        "equal-ranks" => (strict, Vote::Ranking(vec![vec![token("a"), token("b")]])),
        "answer" => (approval(), Vote::Answer(Answer::For)),
        "three-of-one-category" => (approval(), choices(&["a", "b", "c"])),
        _ => return None,
    })
}

/// What the rules say of the choice.
fn of_rules(name: &str) -> Option<Vec<Diagnostic>> {
    let (rules, choice) = ruled(name)?;
    let city = TestCouncil::new(1);
    let options = ["a", "b", "c"].map(|id| option(id, Some("nature"))).to_vec();
    Some(refused(check_choice(&city.definition("place", rules, options), &choice)))
}

/// The ballots that are shown are as they are written.
#[test]
fn every_ballot_that_is_shown_is_written_so() {
    let city = open(1);
    let mut shown = 0;
    for told in with_part(&["scene"]) {
        let Some((_, choice)) = told.entry().value("scene").and_then(ruled) else { continue };
        let text = city.ballot("place", 1, 10, choice).write();
        for block in told.examples() {
            in_order(&told, &block.lines, &text).expect("the lines of a ballot");
            shown += 1;
        }
    }
    assert_eq!(shown, 7);
}

fn of_ballots(name: &str) -> Option<Vec<Diagnostic>> {
    Some(match name {
        "one-of-two" => {
            let mut city = TestCouncil::new(1);
            let limits = Limits { min: 2, max: 2, max_per_category: None };
            let rules = ApprovalRules { limits, winners: 1, minimum_support: 1, ties: Ties::Report };
            city.open("place", Rules::Approval(rules), vec![option("a", None), option("b", None)]);
            ballot(&city, choices(&["a"]))
        }
        "sealed-not-open" => {
            let mut city = TestCouncil::new(1);
            let definition = city.definition("place", approval(), vec![option("a", None)]);
            city.desk.append(&definition, "place", &[&key("officer")]).expect("sealed");
            ballot(&city, choices(&["a"]))
        }
        "after-closing" => {
            let city = open(2);
            let late = city.signed(2, 11, &["b"]);
            let mut desk = Desk::open(city.files(&[])).expect("it holds");
            desk.close_vote(&token("place"), &[&key("officer")]).expect("closed");
            refused(desk.record().admit_ballot(&late.path, &late.bytes))
        }
        "again" => {
            let (tree, signed) = recorded();
            let desk = Desk::open(tree).expect("it holds");
            refused(desk.record().admit_ballot(&signed.path, &signed.bytes))
        }
        "fourth-ballot" => {
            let city = open(1);
            let ballots: Vec<_> = (1..=4).map(|seq| city.signed(1, seq, &["a"])).collect();
            let mut desk = Desk::open(city.files(&ballots)).expect("it holds");
            desk.ingest(&key("log")).expect("ingested");
            let fifth = desk.record().admit_ballot(&ballots[3].path, &ballots[3].bytes);
            refused(fifth)
        }
        "slug" => {
            let mut city = city();
            let mine = sign(&proposal(&city.desk, "banc", 7), &[&voter_key(7)]);
            city.desk.append(&proposal(&city.desk, "banc", 7), "banc", &[&voter_key(7)]).expect("recorded");
            let theirs = sign(&proposal(&city.desk, "banc", 8), &[&voter_key(8)]);
            assert_ne!(mine.path, theirs.path);
            refused(city.desk.record().admit_proposal(&theirs.path, &theirs.bytes))
        }
        _ => return None,
    })
}

/// A record with one ballot recorded, and the ballot.
fn recorded() -> (FileTree, parvis::submission::Signed) {
    let city = open(2);
    let signed = city.signed(1, 10, &["a"]);
    let tree = city.files(std::slice::from_ref(&signed));
    (go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("ingested"))), signed)
}

fn certified() -> FileTree {
    go_on(&recorded().0, |desk| {
        desk.close_vote(&token("place"), &[&key("officer")]).expect("closed");
        desk.certify_vote(&token("place"), &[&key("officer")]).expect("certified");
    })
}

/// What an audit finds once the first file whose path begins so was changed.
fn changed(tree: FileTree, begins: &str, change: impl Fn(&str) -> String) -> Vec<Diagnostic> {
    let mut tree = tree;
    let (path, bytes) = tree.iter().find(|(path, _)| path.as_str().starts_with(begins)).expect("it is there");
    let (path, text) = (path.clone(), String::from_utf8(bytes.to_vec()).expect("a text"));
    let after = change(&text);
    assert_ne!(after, text, "{begins}");
    tree.insert(path, after.into_bytes());
    found(tree)
}

fn without(mut tree: FileTree, begins: &str) -> Vec<Diagnostic> {
    let last = tree.iter().filter(|(path, _)| path.as_str().starts_with(begins)).last().expect("it is there");
    let last = last.0.clone();
    tree.remove(&last);
    found(tree)
}

fn of_audits(name: &str) -> Option<Vec<Diagnostic>> {
    Some(match name {
        "log" => changed(recorded().0, "submissions/log/entries", |_| "hello\n".to_owned()),
        "checkpoint" => changed(recorded().0, "submissions/log/checkpoints/", |text| text.replacen('A', "B", 1)),
        "checkpoint-gone" => {
            let mut tree = recorded().0;
            let size = Desk::open(tree.clone()).expect("it holds").record().entries().len();
            tree.remove(&path(&format!("submissions/log/checkpoints/{size}")));
            found(tree)
        }
        "ballot-gone" => without(recorded().0, "submissions/ballots/"),
        "stray" => {
            let mut tree = recorded().0;
            tree.insert(path("submissions/ballots/note.txt"), b"note\n".to_vec());
            found(tree)
        }
        "nothing" => found(FileTree::new()),
        "pinned" => audit(recorded().0, Some(Digest::of(b"x"))).findings,
        "pending" => {
            let city = open(2);
            let waiting = city.signed(2, 10, &["b"]);
            let tree = city.files(&[waiting]);
            let tree = go_on(&tree, |desk| drop(desk.close_vote(&token("place"), &[&key("officer")]).expect("closed")));
            changed(tree, "submissions/log/pending/place", |_| String::new())
        }
        "tally" => {
            changed(certified(), "submissions/tallies/", |text| text.replacen("\"enrolled\": 2", "\"enrolled\": 3", 1))
        }
        "turnout" => {
            changed(recorded().0, "submissions/turnout/", |text| text.replacen("\"voted\": 1", "\"voted\": 2", 1))
        }
        "tally-gone" => without(certified(), "submissions/tallies/"),
        "rules-changed" => {
            let mut tree = recorded().0;
            tree.insert(path("content/votes/place.md"), b"other rules\n".to_vec());
            found(tree)
        }
        "rolled-back" | "rewritten" => remembered(name == "rewritten"),
        _ => return None,
    })
}

/// An audit after one that saw more, or something else.
fn remembered(rewritten: bool) -> Vec<Diagnostic> {
    let (longer, _) = recorded();
    let desk = Desk::open(longer.clone()).expect("it holds");
    let mut memory = Memory::of(desk.record());
    let tree = if rewritten { longer } else { open(2).files(&[]) };
    if rewritten {
        memory.state.root = Digest::of(b"another beginning");
    }
    audit_knowing(tree, &Knowledge { memory: Some(memory), ..Knowledge::default() }).findings
}

fn of_acts(name: &str) -> Option<Vec<Diagnostic>> {
    let officer = key("officer");
    Some(match name {
        "support-out-of-reach" => {
            let mut city = TestCouncil::new(3);
            let limits = Limits { min: 1, max: 1, max_per_category: None };
            let rules = ApprovalRules { limits, winners: 1, minimum_support: 4, ties: Ties::Report };
            let definition =
                city.definition("place", Rules::Approval(rules), vec![option("a", None), option("b", None)]);
            refused(city.desk.open_vote(&definition, &[&officer]))
        }
        "two-electorates" => {
            let mut city = TestCouncil::divided(&[], &[]);
            for id in ["habitants", "commerces"] {
                let key = if id == "habitants" { line(1).key } else { line(9).key };
                let lines = vec![parvis::statement::Enrolment { key, ..line(1) }];
                let roll = roll_of(&city.desk, id, RollMode::Voters(Mode::Public), lines);
                city.desk.seal_roll(&roll, &[&officer]).expect("a sound roll");
            }
            let mut definition = city.definition("place", approval(), vec![option("a", None), option("b", None)]);
            definition.mode = Mode::Public;
            definition.electorates = city.electorates(&[("commerces", 0), ("habitants", 0)]);
            definition.electorates_counted = Some(ElectoratesCounted::Together);
            refused(city.desk.open_vote(&definition, &[&officer]))
        }
        "another-subject" => refused(append_elsewhere(&mut Desk::open(recorded().0).expect("it holds"))),
        "entry-refused" => entry_refused(),
        "roll-again" => {
            let mut city = open(1);
            let again = city.definition("parc", approval(), vec![option("a", None), option("b", None)]);
            refused(city.desk.open_vote(&again, &[&officer]))
        }
        "closed-again" => {
            let mut desk = Desk::open(recorded().0).expect("it holds");
            desk.close_vote(&token("place"), &[&officer]).expect("closed");
            refused(desk.close_vote(&token("place"), &[&officer]))
        }
        "left-out" => {
            let city = open(2);
            let pending = city.signed(1, 10, &["a"]);
            let tree = city.files(&[pending]);
            let tree = go_on(&tree, |desk| drop(desk.close_vote(&token("place"), &[&key("officer")]).expect("closed")));
            let mut desk = Desk::open(tree).expect("it holds");
            refused(desk.certify_vote(&token("place"), &[&officer]))
        }
        "refusal" => {
            let city = open(2);
            let good = city.signed(2, 10, &["b"]);
            let mut desk = Desk::open(city.files(std::slice::from_ref(&good))).expect("it holds");
            let refusal = refusal_of(&desk, good.file_hash);
            refused(desk.append(&refusal, "place", &[&key("log")]))
        }
        "open-elsewhere" => {
            let mut city = TestCouncil::new(1);
            let definition = city.definition("place", approval(), vec![option("a", None)]);
            let sealed = city.desk.append(&definition, "place", &[&officer]).expect("sealed");
            let open = parvis::statement::Open {
                council: support::council(),
                record: city.desk.record().fingerprint(),
                vote: token("place"),
                previous: sealed.text_hash,
                log: parvis::statement::LogState { size: 1, ..city.desk.record().state() },
            };
            refused(city.desk.append(&open, "place", &[&officer]))
        }
        _ => return None,
    })
}

/// The next version of the roll, recorded under the name of another.
fn append_elsewhere(desk: &mut Desk) -> Result<parvis::submission::Signed, Rejection> {
    let last = desk.record().roll(&token("habitants")).last().expect("a roll");
    let next = Roll { version: 2, previous: Some(last.text_hash()), ..last.roll().clone() };
    desk.append(&next, "other", &[&key("officer")])
}

/// The audit of a log that records a roll under the name of another.
fn entry_refused() -> Vec<Diagnostic> {
    let (tree, _) = recorded();
    changed(tree, "submissions/log/entries", |text| text.replacen(" roll habitants ", " roll other ", 1))
}

fn refusal_of(desk: &Desk, file: Digest) -> Refusal {
    Refusal {
        council: support::council(),
        record: desk.record().fingerprint(),
        subject: token("place"),
        file,
        code: parvis::report::Code::ChoicesTooMany,
        log_size: desk.record().entries().len() as u64,
    }
}

/// No object can be read.
struct Nothing;

impl Objects for Nothing {
    fn header(&self, object: &ObjectId) -> Result<ObjectHeader, ObjectFault> {
        Err(ObjectFault { object: object.0.clone(), reason: "missing".to_owned() })
    }
    fn read(&self, object: &ObjectId) -> Result<Vec<u8>, ObjectFault> {
        Err(ObjectFault { object: object.0.clone(), reason: "missing".to_owned() })
    }
}

fn of_gate(name: &str) -> Option<Vec<Diagnostic>> {
    let banc = "submissions/proposals/banc.1.00000000.md";
    let (path, kind, mode, count) = match name {
        "forbidden" => ("parvis.yaml", ChangeKind::Added, 0o100_644, 1),
        "changed" => (banc, ChangeKind::Modified, 0o100_644, 1),
        "link" => (banc, ChangeKind::Added, 0o120_000, 1),
        "crowd" => (banc, ChangeKind::Added, 0o100_644, 501),
        "repeated" => (banc, ChangeKind::Repeated, 0o100_644, 1),
        "unreadable" => (banc, ChangeKind::Unreadable, 0o100_644, 1),
        _ => return None,
    };
    let object = ObjectId("1111111".to_owned());
    let change = Change { path: path.as_bytes().to_vec(), kind, mode, object };
    let set = ChangeSet {
        base: "main".to_owned(),
        head: "a".to_owned(),
        merge_base: Some("main".to_owned()),
        changes: vec![change; count],
        flaw: None,
    };
    let verdicts = check(set, &Nothing, open(1).desk.record().clone(), &FileTree::new());
    let answers = verdicts.into_iter().filter_map(|verdict| match verdict.answer {
        parvis::gate::Answer::Refused { code, message, .. } => {
            let finding = Diagnostic::error(code, message);
            Some(if verdict.path.is_empty() { finding } else { finding.at(Place::named(&verdict.path)) })
        }
        parvis::gate::Answer::Taken { .. } => None,
    });
    Some(answers.collect())
}

fn scene(name: &str) -> Vec<Diagnostic> {
    let all = [of_rules, of_ballots, of_audits, of_acts, of_gate];
    all.iter().find_map(|scenes| scenes(name)).unwrap_or_else(|| panic!("no scene {name}"))
}

/// What the program answers to an example.
fn answered(told: &Explanation, city: &TestCouncil) -> Result<String, String> {
    let (finding, source) = match told.entry().value("vector") {
        Some(name) => {
            let (finding, text) = vector(told, city, name)?;
            (meant(told, vec![finding])?, Some(text))
        }
        None => (meant(told, scene(told.entry().value("scene").expect("a scene")))?, None),
    };
    // What to do stands apart: see `Explanation::mend`.
    Ok(answer(told, &Diagnostic { help: None, ..finding }, source.as_deref()))
}

#[test]
fn every_vector_and_scene_gives_its_code_and_the_words_that_are_kept() {
    let (city, told) = (city(), with_part(&["vector", "scene"]));
    assert!(told.len() > 60, "{}", told.len());
    keep("told-record.txt", COMMAND, told.iter().map(|told| answered(told, &city)).collect());
}
