//! A result in other forms, and what other rules would give: through the programs, on the sample.

use crate::support::website;

use std::path::Path;
use std::process::{Command, Output};

use parvis::council::tally::TallyFile;
use parvis::site;
use serde_json::Value;
use website::{broken_links, sample};

fn scrutineer(args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scrutineer"));
    command.args(["--lang", "en", "--folder", env!("CARGO_MANIFEST_DIR"), "tally"]).args(args);
    command.output().expect("it runs")
}

fn printed(args: &[&str]) -> String {
    let output = scrutineer(args);
    assert_eq!(output.status.code(), Some(0), "{args:?}: {output:?}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// What is said by a command that could not run, having printed no result.
fn refused(args: &[&str]) -> String {
    let output = scrutineer(args);
    assert_eq!(output.status.code(), Some(2), "{args:?}: {output:?}");
    assert!(output.stdout.is_empty(), "{output:?}");
    String::from_utf8(output.stderr).expect("UTF-8")
}

/// The cells of a table, read by another program.
fn cells(table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).from_reader(table.as_bytes());
    reader.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

fn published(vote: &str) -> TallyFile {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("submissions/tallies/{vote}.json"));
    serde_json::from_slice(&std::fs::read(path).expect("the sample")).expect("a tally")
}

#[test]
fn a_result_says_how_few_ballots_would_have_changed_it() {
    assert_eq!(published("motion-rue-ecole").least_change, Some(1));
    assert_eq!(published("budget-2026").least_change, None);
    assert!(printed(&["motion-rue-ecole"]).contains("\n1 ballot voting otherwise would have changed the result\n"));
}

#[test]
fn a_result_is_a_table_whose_columns_are_those_of_the_method() {
    assert_eq!(
        printed(&["motion-rue-ecole", "--csv"]),
        "answer,weight,decision\r\nfor,3,adopted\r\nagainst,1,adopted\r\nabstention,1,adopted\r\nnot-voting,0,adopted\r\nblank,0,adopted\r\n"
    );
    let budget = cells(&printed(&["budget-2026", "--csv"]));
    assert_eq!(budget[0], ["option", "support", "cost", "outcome", "reason", "paid_from", "margin"]);
    assert_eq!(budget[1], ["aire-de-jeux", "36", "38000", "selected", "selected", "quartiers-populaires", ""]);
    let json = serde_json::to_value(published("budget-2026")).expect("JSON");
    let steps = json["outcome"]["options"].as_array().expect("steps");
    assert_eq!(budget.len(), steps.len() + 1);
    for (row, step) in budget[1..].iter().zip(steps) {
        assert_eq!(row[0], step["option"].as_str().expect("an id"));
        assert_eq!(row[6], step["behind_last_winner"].as_u64().map(|margin| margin.to_string()).unwrap_or_default());
    }
    assert!(budget.iter().any(|row| row[3] == "not-selected" && !row[6].is_empty()), "{budget:?}");
}

#[test]
fn the_site_publishes_the_table_that_the_program_prints() {
    let (output, _) = site::build(&sample(), site::Settings::default());
    let tree = output.expect("a site").to_tree().expect("rendered");
    assert_eq!(broken_links(&tree), Vec::<String>::new());
    for vote in ["budget-2026", "motion-rue-ecole"] {
        let table = tree.get_str(&format!("data/result-{vote}.csv")).expect("a table");
        assert_eq!(String::from_utf8_lossy(table), printed(&[vote, "--csv"]));
        for folder in ["", "en/"] {
            let page = tree.get_str(&format!("{folder}votes/{vote}.html")).expect("a page");
            assert!(String::from_utf8_lossy(page).contains(&format!("{vote}.csv\"")), "{folder}");
        }
    }
    let budget = tree.get_str("data/budget-2026.pb").expect("the budget with its ballots");
    assert_eq!(String::from_utf8_lossy(budget), printed(&["budget-2026", "--pabulib"]));
    let read = parvis::pabulib::read(budget).expect("a file of the format");
    let counts = published("budget-2026").ballots;
    assert_eq!(read.votes.len() as u64, counts.counted - counts.blank, "a blank ballot has no line");
    assert!(counts.blank > 0);
    assert_eq!(tree.get_str("data/motion-rue-ecole.pb"), None);
    assert_eq!(tree.get_str("data/result-nom-du-square.csv"), None, "nothing before the certificate");
    let sitemap = String::from_utf8_lossy(tree.get_str("sitemap.xml").expect("a sitemap")).into_owned();
    assert!(!sitemap.contains(".csv") && !sitemap.contains(".pb"), "{sitemap}");

    let mut fewer = sample();
    let ballots: Vec<_> = fewer.below("submissions/ballots/budget-2026").map(|(path, _)| path.clone()).collect();
    for path in ballots {
        fewer.remove(&path);
    }
    let (output, _) = site::build(&fewer, site::Settings::default());
    let tree = output.expect("a site").to_tree().expect("rendered");
    assert_eq!(tree.get_str("data/budget-2026.pb"), None, "a budget without its ballots is not one");
    assert_eq!(broken_links(&tree), Vec::<String>::new());
}

const MARK: &str = "UNOFFICIAL / NON OFFICIEL";

#[test]
fn other_rules_are_tried_and_each_form_says_that_it_is_no_result() {
    let asked = ["budget-2026", "--method", "approval/1", "--rule", "winners=3"];
    let text = printed(&asked);
    assert!(text.starts_with(&format!("*** {MARK} ***")) && text.trim_end().ends_with(&format!("*** {MARK} ***")));
    for line in ["rules: budget-greedy/1 → approval/1", "winners: — → 3", "currency: EUR → —"] {
        assert!(text.contains(line), "{line} in: {text}");
    }
    assert!(!text.contains("minimum-support"), "a rule that is as sealed is not listed: {text}");

    let json = printed(&[&asked[..], &["--json"]].concat());
    assert!(serde_json::from_str::<TallyFile>(&json).is_err(), "no reader of tallies takes it for one");
    let json: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&json["format"], &json["status"]), (&Value::from("what-if/1"), &Value::from(MARK)));
    assert_eq!(json["outcome"], Value::Null);
    let winners: Vec<&str> = json["would_be"][0]["count"]["options"]
        .as_array()
        .expect("options")
        .iter()
        .filter(|step| step["outcome"] == "selected")
        .map(|step| step["option"].as_str().expect("an id"))
        .collect();
    assert_eq!(winners, ["aire-de-jeux", "jardin-partage", "piste-ecoles"]);
    assert_eq!(json["ballots"], published("budget-2026").ballots.counted);

    let table = cells(&printed(&[&asked[..], &["--csv"]].concat()));
    assert_eq!(table[0][..3], ["status", "differs", "option"]);
    assert!(table[1..].iter().all(|row| row[0] == MARK && row[1].contains("winners: — → 3")), "{table:?}");

    let same = printed(&["budget-2026", "--method", "budget-greedy/1"]);
    assert!(same.contains("  nothing\n") && same.contains(MARK), "{same}");
    let json = printed(&["budget-2026", "--method", "budget-greedy/1", "--json"]);
    let json: Value = serde_json::from_str(&json).expect("JSON");
    let sealed = serde_json::to_value(published("budget-2026").outcome).expect("JSON");
    assert_eq!(json["would_be"][0]["count"], sealed, "the sealed rules give the certified outcome");

    let envelopes = "envelopes=nord 1, sud 1, quartiers-populaires 150000";
    let text = printed(&["budget-2026", "--method", "budget-greedy/1", "--rule", envelopes]);
    assert!(text.contains("→ nord 1, sud 1, quartiers-populaires 150000"), "{text}");
}

#[test]
fn rules_that_do_not_fit_are_refused_by_name() {
    for (args, words) in [
        (&["budget-2026", "--method", "approval/1"][..], &["still to decide", "winners", "--rule winners=…"][..]),
        (
            &["motion-rue-ecole", "--method", "approval/1", "--rule", "winners=1"],
            &["still to decide", "choices-min, choices-max, choices-per-category, minimum-support, ties"],
        ),
        (
            &[
                "budget-2026",
                "--method",
                "motion/1",
                "--rule",
                "quorum=1/2",
                "--rule",
                "threshold=1/2",
                "--rule",
                "comparison=more-than",
                "--rule",
                "base=expressed",
                "--rule",
                "tie=not-adopted",
            ],
            &["of the form `choices`", "counts the form `answer`"],
        ),
        (&["budget-2026", "--method", "lottery/1"], &["no method is named `lottery/1`", "approval/1"]),
        (&["budget-2026", "--method", "budget-greedy/1", "--rule", "winers=3"], &["has no rule winers"]),
        (&["budget-2026", "--method", "budget-greedy/1", "--rule", "ties=luck"], &["ties: `luck`", "expected"]),
        (&["budget-2026", "--method", "budget-greedy/1", "--rule", "ties"], &["expected key=value"]),
        (
            &["budget-2026", "--method", "budget-greedy/1", "--rule", "ties=draw", "--rule", "ties=report"],
            &["`ties` twice"],
        ),
        (
            &["budget-2026", "--method", "budget-greedy/1", "--rule", "envelopes=nord 1000"],
            &["do not fit this vote", "lacks a cost or a known envelope"],
        ),
        (
            &["budget-2026", "--method", "budget-greedy/1", "--rule", "choices-max=1"],
            &["would not have been taken under these rules: 59"],
        ),
        (&["no-such-vote", "--method", "approval/1"], &["no opened vote is named"]),
    ] {
        let said = refused(args);
        for word in words {
            assert!(said.contains(word), "{word} in: {said}");
        }
    }
}
