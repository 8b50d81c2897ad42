//! What the gate prints: for people, for machines, and never as a stranger wants it.

use parvis::gate::{Answer, Report, Spot, Verdict, code_quality, comment, workflow_commands};
use parvis::language::{Bilingual, Language};
use parvis::report::Code;
use parvis::tree::Digest;
use repository::Council;
use serde_json::Value;

use crate::support::repository;
use crate::support::schema;

fn refused(path: &str, code: Code, place: Option<Spot>, fr: &str, en: &str) -> Verdict {
    let (message, help) = (Bilingual::new(fr, en), Bilingual::new("faire ceci", "do this"));
    Verdict { path: path.to_owned(), answer: Answer::Refused { code, place, submission: false, message, help } }
}

fn taken(path: &str, note: Option<Bilingual>) -> Verdict {
    let (subject, text) = ("square".to_owned(), Digest::of(b"text"));
    Verdict { path: path.to_owned(), answer: Answer::Taken { kind: "ballot", subject, text, note } }
}

fn report(verdicts: Vec<Verdict>) -> Report {
    Report::new("a".repeat(40), "b".repeat(40), Some("c".repeat(40)), verdicts)
}

fn plain() -> Report {
    let spot = Spot { line: 7, column: 3, length: 4 };
    report(vec![
        refused("README.md", Code::PathForbidden, None, "chemin fermé", "closed path"),
        refused("submissions/a.md", Code::OptionUnknown, Some(spot), "`ash` est inconnu", "`ash` is unknown"),
        taken("submissions/b.ballot", None),
        taken("submissions/c.ballot", Some(Bilingual::new("un autre comptera", "another one will count"))),
    ])
}

#[test]
fn annotations_of_github_are_one_command_a_path() {
    let expected = "\
::error file=README.md,title=PATH_FORBIDDEN::closed path%0Ado this
::error file=submissions/a.md,line=7,col=3,title=OPTION_UNKNOWN::`ash` is unknown%0Ado this
::notice file=submissions/b.ballot,title=TAKEN::ballot for square; it counts once it is recorded
::notice file=submissions/c.ballot,title=TAKEN::ballot for square; it counts once it is recorded%0Aanother one will count
";
    assert_eq!(workflow_commands(&plain(), Language::En), expected);
}

#[test]
fn a_report_for_gitlab_has_the_fields_it_reads() {
    let issues = serde_json::to_value(code_quality(&plain(), Language::Fr)).expect("JSON");
    let issues = issues.as_array().expect("a list");
    assert_eq!(issues.len(), 3, "what is taken without a note is no issue");
    assert_eq!(issues[1]["description"], "`ash` est inconnu → faire ceci");
    assert_eq!(issues[1]["check_name"], "OPTION_UNKNOWN");
    assert_eq!(issues[1]["severity"], "major");
    assert_eq!(issues[1]["location"]["path"], "submissions/a.md");
    assert_eq!(issues[1]["location"]["lines"]["begin"], 7);
    assert_eq!(issues[2]["severity"], "info");
    // Two findings never share a fingerprint, not even at paths that read alike.
    let twin = || refused("a\u{fffd}", Code::PathForbidden, None, "x", "x");
    let twins = code_quality(&report(vec![twin(), twin()]), Language::En);
    let twins = serde_json::to_value(twins).expect("JSON");
    assert_ne!(twins[0]["fingerprint"], twins[1]["fingerprint"]);
}

#[test]
fn a_comment_says_the_verdict_the_paths_and_the_fix_in_both_languages() {
    let found = comment(&plain(), Language::En);
    let expected = "\
**Cannot be merged**: 2 paths refused, 2 taken.

| verdict | path | reason |
| --- | --- | --- |
| **refused** | <code>README&#46;md</code> | <code>PATH&#95;FORBIDDEN</code> |
| **refused** | <code>submissions&#47;a&#46;md</code> | <code>OPTION&#95;UNKNOWN</code> |
| taken | <code>submissions&#47;b&#46;ballot</code> | <code>ballot</code> <code>square</code> |
| taken | <code>submissions&#47;c&#46;ballot</code> | <code>ballot</code> <code>square</code>: <code>another one will count</code> |

**How to fix**

- <code>README&#46;md</code> — contributions may not touch this path: <code>closed path</code><br>do this
- <code>submissions&#47;a&#46;md</code> (7:3) — a choice is not an option of the vote: <code>&#96;ash&#96; is unknown</code><br>do this

**More about a reason**: <code>scrutineer explain PATH&#95;FORBIDDEN</code>

<details>
<summary>Français</summary>

**Ne peut pas être fusionné** : 2 chemins refusés, 2 pris.
";
    assert!(found.starts_with(expected), "{found}");
    assert!(found.ends_with("</details>\n"));
    assert!(comment(&report(Vec::new()), Language::Fr).starts_with("**Rien à juger.**\n"));
}

/// Names and words that would do something where they are shown, if they could.
const HOSTILE: [&str; 12] = [
    "a\n::set-output name=x::y",
    "a\r\n::stop-commands::z",
    "a,line=1::notice file=b",
    "%0A::error::x",
    "##[add-mask]TAKEN ##vso[task.complete]",
    "</code><img src=x onerror=alert(1)>",
    "a|b`c`*d*_e_[f](http://g)",
    "@clerk #12 https://evil.example",
    "</details></code>\n# Can be merged",
    "\u{202e}tollab.\u{1b}[2Ja",
    "&lt;script&gt; <!-- ",
    "\u{2028}x\u{0}y\u{85}z",
];

#[test]
fn no_name_or_word_of_a_stranger_does_anything_where_it_is_shown() {
    for hostile in HOSTILE {
        let verdicts = vec![
            refused(hostile, Code::OptionUnknown, None, hostile, hostile),
            taken(hostile, Some(Bilingual::new(hostile, hostile))),
        ];
        let report = report(verdicts);
        let commands = workflow_commands(&report, Language::En);
        assert_eq!(commands.lines().count(), 2, "a line a verdict: {commands:?}");
        for line in commands.lines() {
            assert!(line.starts_with("::error file=") || line.starts_with("::notice file="), "{line:?}");
            let properties = line[2..].split("::").next().expect("properties");
            assert_eq!(properties.matches(',').count(), 1, "file and title alone: {line:?}");
            assert_eq!(properties.matches(':').count(), 0, "{line:?}");
        }
        assert!(!commands.contains(['\r', '\u{1b}', '\u{202e}', '\u{2028}', '\u{0}', '\u{85}']), "{commands:?}");

        let markdown = comment(&report, Language::En);
        // Every line but those of our own frame is a row or an item of ours.
        for line in markdown.lines() {
            let known = ["", "| ", "- <code>", "**", "<details>", "<summary>", "</details>"];
            assert!(known.iter().any(|start| line == *start || !start.is_empty() && line.starts_with(start)), "{line}");
            assert_eq!(line.matches("<code>").count(), line.matches("</code>").count(), "{line}");
        }
        assert_eq!(markdown.matches("<details>").count(), 1);
        assert_eq!(markdown.matches("</details>").count(), 1);
        // Within <code> only letters, digits, spaces and numeric references.
        for part in markdown.split("<code>").skip(1) {
            let inner = part.split("</code>").next().expect("an end");
            let bare: String = inner.split("&#").enumerate().fold(String::new(), |bare, (at, part)| {
                bare + if at == 0 { part } else { part.split_once(';').expect("a reference ends").1 }
            });
            assert!(bare.chars().all(|c| c.is_ascii_alphanumeric() || c == ' ' || c == '…'), "{inner:?}");
        }
    }
}

#[test]
fn a_comment_stays_below_the_smallest_limit_of_a_forge() {
    let path = "<".repeat(4000);
    let many: Vec<Verdict> = (0..500).map(|_| refused(&path, Code::PathForbidden, None, &path, &path)).collect();
    let found = comment(&report(many), Language::Fr);
    assert!(found.len() < 65_536 && found.chars().count() < 65_536, "{}", found.len());
    assert!(found.contains("de plus : voir le rapport JSON") && found.contains("more: see the JSON report"));
}

#[test]
fn the_program_prints_each_form_and_its_json_is_as_published() {
    let schema: Value = serde_json::from_str(include_str!("../../docs/schemas/verdicts.json")).expect("JSON");
    let council = Council::found();
    council.branch("mixed", || {
        council.vote("anna", "elm", "10");
        council.vote("anna", "oak", "11");
        let other = council.vote("bela", "elm", "12");
        let damaged = std::fs::read_to_string(council.root.join(&other)).expect("a ballot").replace("elm", "ash");
        council.write(&other, damaged);
        council.write("##[add-mask]x ::error::y.md", "x");
        council.write("a\n::error file=z::w", "x");
    });
    let check = |format: &str| {
        let output = council.scrutineer(&["check", "--base", "main", "--head", "mixed", "--format", format]);
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        String::from_utf8(output.stdout).expect("UTF-8")
    };
    let json = check("json");
    assert!(!json.contains("##"), "{json}");
    let report: Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!(schema::faults(&schema, &report), Vec::<String>::new(), "{json}");
    assert_eq!(report["counts"], serde_json::json!({ "judged": 5, "taken": 2, "refused": 3 }));
    let verdicts = report["verdicts"].as_array().expect("a list");
    let path_of = |at: usize| verdicts[at]["path"].as_str().expect("a path");
    assert_eq!(path_of(0), "##[add-mask]x ::error::y.md", "what is escaped reads as it was");
    assert_eq!(path_of(1), "a\u{fffd}::error file=z::w");
    let notes: Vec<bool> = verdicts[2..].iter().map(|verdict| verdict["note"].is_object()).collect();
    assert_eq!(notes, [true, false, false], "the first ballot of a voter who brings two: {json}");
    let mut broken = report.clone();
    broken["verdicts"][0]["code"] = Value::Null;
    broken["more"] = Value::Null;
    assert_eq!(schema::faults(&schema, &broken).len(), 2, "the check of the schema sees faults");

    let text = check("text");
    let starts = ["TAKEN ", "REFUSED ", "        "];
    assert!(text.lines().all(|line| starts.iter().any(|start| line.starts_with(start))), "{text}");
    assert!(!text.contains("##["), "{text}");
    assert!(check("markdown").starts_with("**Cannot be merged**: 3 paths refused, 2 taken."));
    assert!(
        check("github").lines().all(|line| line.starts_with("::error file=") || line.starts_with("::notice file="))
    );
    let gitlab: Value = serde_json::from_str(&check("gitlab")).expect("JSON");
    assert_eq!(gitlab.as_array().expect("a list").len(), 4);
    // The same request, the same bytes.
    assert_eq!(check("json"), json);
    let wrong = council.scrutineer(&["check", "--base", "main", "--head", "mixed", "--format", "xml"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&wrong.stderr).contains("expected text, json, markdown, github or gitlab"));
}

#[test]
fn a_council_in_a_folder_of_a_repository_is_told_where_it_must_lie() {
    let council = Council::found();
    let names = ["content", "parvis.yaml", "submissions"];
    std::fs::create_dir(council.root.join("town")).expect("a folder");
    for name in names {
        council.git(&["mv", name, &format!("town/{name}")]);
    }
    // What is no folder stands beside it, a submodule among them.
    council.write("README.md", "x");
    council.write("content", "x");
    council.commit("below");
    let head = council.git(&["rev-parse", "HEAD"]);
    let module = format!("160000,{},part", head.trim().replace(|digit: char| digit.is_ascii_digit(), "a"));
    council.git(&["update-index", "--add", "--cacheinfo", &module]);
    council.git(&["commit", "-q", "-m", "a submodule"]);
    let output = council.scrutineer(&["check", "--base", "main", "--head", "main"]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for words in ["GENESIS_MISSING", "there is one in `town/`", "with submissions/ at its top"] {
        assert!(said.contains(words), "{words}: {said}");
    }
}

#[test]
fn where_there_is_nothing_to_judge_both_names_and_the_likely_reason_are_told() {
    let council = Council::found();
    council.git(&["branch", "anna"]);
    council.vote("anna", "elm", "10");
    let told = |base: &str, head: &str| council.run(&["check", "--base", base, "--head", head]);
    // The ballot lies in the folder and in no commit.
    let said = told("main", "anna");
    for words in ["nothing to judge", "`main` and `anna`", "the same commit", "git status", "git commit"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    assert!(told("main", "main").contains("twice the same name"));
    // It was committed on the other branch.
    council.commit("a ballot");
    let said = told("main", "anna");
    for words in ["`anna` changes nothing since it left `main`", "git log main"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    // One commit by another name.
    let said = told("main", "main^{/a ballot}");
    assert!(said.contains("the same commit"), "{said}");
}
