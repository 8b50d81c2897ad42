//! Every example of docs/format.md, made again from the sample council.
//!
//! `UPDATE_DOCS=1 cargo test --test verifier format::` writes them into the page.

use crate::support;

use std::collections::BTreeMap;
use std::path::Path;

use parvis::council::BothChannels;
use parvis::key::sample;
use parvis::log::{TlogProof, inclusion_proof};
use parvis::record::{Files, Record, replay};
use parvis::sample::make;
use parvis::source::folder;
use parvis::statement::{
    Annul, Ballot, Channels, Definition, Draw, Enrolment, Erase, Fork, Incident, IndexRange, Kind, LogState,
    PaperChannel, PaperCounts, PaperReturn, Replacement, RollAmendment, Statement as _, StationKey, Vote,
};
use parvis::submission::{Signed, sign};
use parvis::tree::{Digest, FileTree};
use support::token;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn text(tree: &FileTree, path: &str) -> String {
    let bytes = tree.get_str(path).unwrap_or_else(|| panic!("{path} is in the sample"));
    String::from_utf8(bytes.to_vec()).expect("a text")
}

/// The first entry of `kind` and `subject` in the log, with its index.
fn first(record: &Record, kind: Kind, subject: &str) -> (usize, Digest) {
    let is = |entry: &parvis::statement::entry::Entry| entry.kind == kind && entry.subject == subject;
    let at = record.entries().iter().position(is).expect("the sample has one");
    (at, record.entries()[at].file)
}

fn by_hash(files: &Files, hash: Digest) -> String {
    let (_, bytes) = files.by_hash(&hash).next().expect("the file is there");
    String::from_utf8(bytes.to_vec()).expect("a text")
}

/// A ballot with another body, signed with a sample key for the definition of the budget.
fn ballot_with(record: &Record, choice: Vote) -> String {
    let vote = record.vote(&token("budget-2026")).expect("the budget");
    let key = sample::key("resident-1");
    let voter = vote.electors().voter_of(&key.public()).expect("a resident").clone();
    let definition = vote.definition_hash();
    let ballot = Ballot {
        council: record.council().clone(),
        vote: token("budget-2026"),
        definition,
        voter,
        seq: 1_777_999_999,
        choice,
    };
    String::from_utf8(sign(&ballot, &[&key]).bytes).expect("a text")
}

/// A vote that takes paper too, which the sample has not: its motion with two polling stations.
fn definition_with_paper(record: &Record) -> Definition {
    let motion = record.vote(&token("motion-rue-ecole")).expect("the motion");
    let of = |(station, key): (&str, &str)| StationKey { station: token(station), key: sample::key(key).public() };
    let keys = [("ecole-nord", "officer-1"), ("ecole-nord", "officer-2"), ("mairie", "root-1"), ("mairie", "root-2")];
    let mut stations = keys.map(of).to_vec();
    stations.sort();
    let paper = PaperChannel { stations, both: BothChannels::PaperPrevails };
    let channels = Channels { electronic: true, paper: Some(paper) };
    Definition { vote: token("rue-ecole-2027"), channels, ..motion.definition().clone() }
}

fn paper(record: &Record) -> String {
    let definition = definition_with_paper(record);
    let motion = record.vote(&token("motion-rue-ecole")).expect("the motion");
    let voters = motion.electors().lines().take(4).map(|line| line.voter.clone());
    let paper = PaperReturn {
        council: record.council().clone(),
        record: record.fingerprint(),
        vote: definition.vote.clone(),
        definition: definition.text_hash(),
        station: token("ecole-nord"),
        seq: 1_779_645_600,
        found: 4,
        blank: 1,
        spoilt: 0,
        counts: PaperCounts::Sums(vec![(token("against"), 1), (token("for"), 2)]),
        voters: voters.collect(),
    };
    let officers = [sample::key("officer-1"), sample::key("officer-2")];
    String::from_utf8(sign(&paper, &[&officers[0], &officers[1]]).bytes).expect("a text")
}

/// Statements that the sample's story has no place for, signed with the sample's keys.
fn others(record: &Record) -> BTreeMap<&'static str, String> {
    let (council, genesis, vote) = (record.council().clone(), record.fingerprint(), token("budget-2026"));
    let budget = record.vote(&vote).expect("the budget");
    let log = LogState { size: 94, root: Digest::of(b"an example") };
    let previous = budget.last_stage();
    let names = ["officer-1", "officer-2", "root-1", "root-2"].map(sample::key);
    let [first, second, root, other] = &names;
    let text = |signed: Signed| String::from_utf8(signed.bytes).expect("a text");
    let officers = [first, second];
    let line = budget.electors().get(0).expect("a line");
    let roll = record.roll(&token("habitants-2026")).last().expect("the roll");
    let amendment = RollAmendment {
        council: council.clone(),
        record: genesis,
        roll: token("habitants-2026"),
        version: 2,
        previous: roll.text_hash(),
        mode: roll.roll().mode,
        reason: "un départ, une clé perdue".to_owned(),
        removed: vec![roll.roll().voters[1].voter.clone()],
        set: vec![Enrolment { key: Some(sample::key("resident-80").public()), ..line.clone() }],
    };
    let draw = Draw {
        council: council.clone(),
        record: genesis,
        vote: vote.clone(),
        previous,
        log,
        drawn: 41_732,
        account: "Cinq boules tirées en séance publique".to_owned(),
    };
    let annul = Annul {
        council: council.clone(),
        record: genesis,
        vote: vote.clone(),
        previous,
        log,
        reason: "Un projet manquait sur la liste".to_owned(),
    };
    let erase = Erase {
        council: council.clone(),
        record: genesis,
        vote: vote.clone(),
        previous,
        log,
        retention_until: token("2027-05-24"),
        entries: vec![IndexRange { first: 20, last: 87 }, IndexRange { first: 89, last: 93 }],
    };
    let incident = Incident {
        council: council.clone(),
        record: genesis,
        vote: vote.clone(),
        number: 1,
        previous: budget.opening().expect("opened").1.text_hash(),
        log,
        account: "Panne de réseau à la mairie, de 9 h à 10 h".to_owned(),
        closes: Some(token("2026-05-24T19:00:00Z")),
    };
    let replacement = Replacement {
        council: council.clone(),
        record: genesis,
        vote,
        definition: budget.definition_hash(),
        voter: line.voter.clone(),
        generation: 1,
        key: sample::key("resident-80").public(),
        reason: "téléphone perdu".to_owned(),
    };
    let fork = Fork {
        council,
        record: genesis,
        log,
        abandoned: LogState { size: 90, root: Digest::of(b"another example") },
        account: "Deux postes ont signé le même jour".to_owned(),
    };
    BTreeMap::from([
        ("amendment", text(sign(&amendment, &officers))),
        ("draw", text(sign(&draw, &officers))),
        ("annul", text(sign(&annul, &officers))),
        ("erase", text(sign(&erase, &officers))),
        ("incident", text(sign(&incident, &officers))),
        ("replacement", text(sign(&replacement, &officers))),
        ("fork", text(sign(&fork, &[root, other]))),
    ])
}

fn receipt(tree: &FileTree, record: &Record, index: usize) -> String {
    let size = record.leaves().len();
    let checkpoint =
        tree.get_str(&format!("submissions/log/checkpoints/{size}")).expect("the newest checkpoint").to_vec();
    let proof = inclusion_proof(record.leaves(), index).expect("the entry is in the log");
    let receipt = TlogProof { extra: Vec::new(), index: index as u64, proof, checkpoint };
    let key = record.log_key().expect("a log key");
    let read = TlogProof::read(&receipt.write()).expect("its own form");
    assert!(read.check(&record.entries()[index].line(), key).is_ok());
    assert!(read.check(&record.entries()[index - 1].line(), key).is_err());
    String::from_utf8(receipt.write()).expect("a text")
}

fn examples() -> BTreeMap<&'static str, String> {
    let content = folder::read(root(), "content").expect("the sample's content");
    let tree = make(&content).expect("the sample");
    let files = Files::new(tree.clone());
    let (record, findings) = replay(&files);
    assert_eq!(findings, []);
    let record = record.expect("a record");
    let file = |kind, subject| by_hash(&files, first(&record, kind, subject).1);
    let (choices_at, choices) = first(&record, Kind::Ballot, "budget-2026");
    let size = record.leaves().len();
    let lines: Vec<String> = record.entries().iter().take(8).map(parvis::statement::entry::Entry::line).collect();
    let proposal = record.proposal(&token("jardin-partage"))[1].proposal.file_hash();
    let mut examples = others(&record);
    examples.extend(BTreeMap::from([
        ("genesis", text(&tree, "submissions/council/genesis.statement")),
        ("roles", text(&tree, "submissions/council/roles.1.statement")),
        ("roll", text(&tree, "submissions/rolls/proposants/1.roll")),
        ("definition", text(&tree, "submissions/definitions/budget-2026.definition")),
        ("ballot-answer", file(Kind::Ballot, "motion-rue-ecole")),
        ("ballot-choices", by_hash(&files, choices)),
        (
            "ballot-ranking",
            ballot_with(
                &record,
                Vote::Ranking(vec![vec![token("jardin-partage")], vec![token("atelier-velo"), token("piste-ecoles")]]),
            ),
        ),
        (
            "ballot-grades",
            ballot_with(
                &record,
                Vote::Grades(vec![
                    (token("atelier-velo"), token("good")),
                    (token("jardin-partage"), token("excellent")),
                ]),
            ),
        ),
        (
            "ballot-points",
            ballot_with(&record, Vote::Points(vec![(token("atelier-velo"), 3), (token("jardin-partage"), 7)])),
        ),
        ("proposal", by_hash(&files, proposal)),
        ("definition-paper", definition_with_paper(&record).write()),
        ("paper", paper(&record)),
        ("refusal", file(Kind::Refusal, "budget-2026")),
        ("entries", lines.join("\n") + "\n…\n"),
        ("checkpoint", text(&tree, &format!("submissions/log/checkpoints/{size}"))),
        ("verifier-key", record.log_key().expect("a log key").verifier_key() + "\n"),
        ("open", file(Kind::Open, "budget-2026")),
        ("close", file(Kind::Close, "budget-2026")),
        ("certify", file(Kind::Certify, "budget-2026")),
        ("receipt", receipt(&tree, &record, choices_at)),
    ]));
    examples
}

/// The page with each example in its place.
fn rewritten(page: &str, examples: &BTreeMap<&str, String>) -> String {
    let mut out = String::new();
    let mut rest = page;
    while let Some((before, after)) = rest.split_once("<!-- example: ") {
        let (name, block) = after.split_once(" -->\n```text\n").expect("a fenced block follows its marker");
        let (_, after) = block.split_once("```\n").expect("the block ends");
        let example = examples.get(name).unwrap_or_else(|| panic!("no example is named {name}"));
        for part in [before, "<!-- example: ", name, " -->\n```text\n", example, "```\n"] {
            out.push_str(part);
        }
        rest = after;
    }
    out + rest
}

#[test]
fn every_example_of_the_page_is_made_again() {
    let path = root().join("docs/format.md");
    let page = std::fs::read_to_string(&path).expect("the page");
    let examples = examples();
    for name in examples.keys() {
        assert!(page.contains(&format!("<!-- example: {name} -->")), "{name} is missing from the page");
    }
    let expected = rewritten(&page, &examples);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &expected).expect("written");
    }
    let page = std::fs::read_to_string(&path).expect("the page");
    assert!(page == expected, "docs/format.md is out of date: UPDATE_DOCS=1 cargo test --test verifier format::");
}
