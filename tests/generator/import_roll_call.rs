//! Roll calls from tables: six meetings of a real city council, and tables that are wrong in one way.

#![cfg(feature = "site")]

use crate::support::import as support;

use std::path::Path;
use std::process::{Command, Output};

use parvis::import::{Import, Settings, roll_call};
use parvis::language::Language;
use parvis::report::Code;
use parvis::tree::FileTree;
use support::{at, council_of, council_with, errors_after, said, text};

const MEETINGS: [&str; 6] = ["2022-07-18", "2022-08-04", "2022-08-15", "2022-09-06", "2022-09-19", "2022-10-03"];

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/roll-call")
}

/// The tables of the six meetings, each changed by `change`.
fn real(change: impl Fn(String) -> String) -> Vec<(String, Vec<u8>)> {
    let table = |day: &&str| {
        let name = format!("council-meeting-{day}.csv");
        let text = std::fs::read_to_string(folder().join(&name)).expect("a table");
        (name, change(text).into_bytes())
    };
    MEETINGS.iter().map(table).collect()
}

fn settings() -> Settings {
    Settings { body: None, hour: Some("19:00".parse().expect("an hour")) }
}

fn imported(tree: &FileTree, tables: &[(String, Vec<u8>)]) -> Import {
    roll_call::import(&council_of(tree), tables, &settings()).expect("the body is known")
}

/// One table of a meeting on 12 March 2026.
fn table(text: &str) -> Vec<(String, Vec<u8>)> {
    vec![("conseil-2026-03-12.csv".to_owned(), text.as_bytes().to_vec())]
}

#[test]
fn every_label_of_six_real_meetings_is_what_the_votes_make() {
    let tree = council_with(&[]);
    let import = imported(&tree, &real(|text| text));
    let counts: Vec<(&str, u64)> = import.account.counts.iter().map(|count| (count.name, count.count)).collect();
    let expected = [
        ("meetings", 6),
        ("items", 140),
        ("passed", 127),
        ("failed", 8),
        ("equal", 135),
        ("pulled", 1),
        ("tabled", 1),
        ("postponed", 3),
        ("thresholds", 24),
        ("cells", 1540),
        ("cells_for", 1383),
        ("cells_against", 100),
        ("cells_absent", 43),
        ("cells_recused", 1),
        ("cells_unknown", 2),
        ("cells_blank", 11),
    ];
    assert_eq!(counts, expected);
    assert_eq!(import.files.len(), 17, "six meetings and eleven people");
    assert_eq!(errors_after(&tree, &import), [], "the records read, and the site's own check of the outcomes agrees");
}

#[test]
fn every_odd_cell_and_label_is_named_with_its_line_and_column() {
    let import = imported(&council_with(&[]), &real(|text| text));
    let expected = [
        "council-meeting-2022-07-18.csv:10: `CA-6`, label `consent pulled`: neither passed nor failed",
        "council-meeting-2022-07-18.csv:24: the number `DC-2 Amendment` comes again in the meeting; written `DC-2 Amendment (2)`",
        "council-meeting-2022-07-18.csv:26: the number `DC-2 Amendment` comes again in the meeting; written `DC-2 Amendment (3)`",
        "council-meeting-2022-07-18.csv:10: every column: blank",
        "council-meeting-2022-07-18.csv:2: column `Hayner (Ward 1)`: `?`, vote not known, left out of the roll call (lines 2–3)",
        "council-meeting-2022-07-18.csv:24: column `Grand (Ward 3)`: `recused`, a recusal (line 24)",
        "council-meeting-2022-07-18.csv:2: column `Eyer (Ward 4)`: `absent` (lines 2–9, 11–26)",
        "council-meeting-2022-08-04.csv:2: column `Hayner (Ward 1)`: `absent` (lines 2–16, 18–21)",
        "council-meeting-2022-08-15.csv:30: `DC-4 – Tabled`, label `resolution tabled`: neither passed nor failed",
        "council-meeting-2022-09-06.csv:14: `CA-11 - Motion to Postpone by Nelson`, label `consent rollcall postponed`: neither passed nor failed",
        "council-meeting-2022-09-06.csv:15: `C-1 - Motion to Postpone at First Reading by Nelson`, label `ordinance postponed`: neither passed nor failed",
        "council-meeting-2022-09-19.csv:23: `DC-4 - Motion to Postpone by Briggs`, label `resolution postponed`: neither passed nor failed",
    ];
    assert_eq!(said(&import, Code::CellOdd), expected);
    assert_eq!(
        said(&import, Code::NotArchived).len(),
        139,
        "every item but the one that was pulled has a document elsewhere"
    );
}

#[test]
fn what_a_table_does_not_say_is_left_to_fill_in() {
    let tree = council_with(&[]);
    let no_hour = Settings::default();
    let import = roll_call::import(&council_of(&tree), &real(|text| text), &no_hour).expect("the body is known");
    let left = said(&import, Code::NotSaid);
    assert_eq!(left.len(), 8, "{left:#?}");
    assert!(left[0].ends_with("csv:10: `CA-6` is withdrawn, and the table does not say why"), "{}", left[0]);
    let left = &left[1..];
    assert!(left[0].contains("start: 2022-07-18T…:…"), "{}", left[0]);
    let unsure = "whether Hayner (Ward 1) was there is unsure; who is present has to stand in each roll call";
    assert!(left[1].ends_with(unsure), "{}", left[1]);
    let meeting = text(&import, "content/meetings/2022-07-18-conseil.md");
    let withdrawn =
        "    outcome: withdrawn\n    reason: \"« consent pulled » dans le tableau, qui n’en dit pas la raison.\"\n";
    assert!(meeting.contains(withdrawn), "{meeting}");
    let line = meeting.lines().nth(4).expect("a line");
    assert_eq!(line, "# start: 2022-07-18T…:…  # à remplir : l’heure", "{meeting}");
    let missing: Vec<Code> = errors_after(&tree, &import).iter().map(|finding| finding.code).collect();
    assert_eq!(missing, [Code::KeyMissing; 6]);
}

#[test]
fn the_threshold_is_the_one_an_item_declares() {
    let import = imported(&council_with(&[]), &real(|text| text));
    assert!(
        text(&import, "content/meetings/2022-09-19-conseil.md").contains("outcome: rejected\n      votes_required: 8")
    );
    // Without its words, the one item that failed with more for than against is at odds with its label.
    let import = imported(&council_with(&[]), &real(|text| text.replace("(8 Votes Required)", "")));
    assert_eq!(
        said(&import, Code::OutcomeMismatch),
        ["council-meeting-2022-09-19.csv:17: `CA-8`: label `consent rollcall fail`, but 7 for and 4 against"]
    );
    assert_eq!(import.account.count("different"), Some(1));
}

#[test]
fn a_label_that_the_votes_do_not_make_is_kept_named_and_found_by_the_check() {
    let tree = council_with(&[]);
    let import = imported(&tree, &real(|text| text.replace("resolution pass,DC-6", "resolution fail,DC-6")));
    assert_eq!(
        said(&import, Code::OutcomeMismatch),
        ["council-meeting-2022-10-03.csv:24: `DC-6`: label `resolution fail`, but 6 for and 5 against"]
    );
    let codes: Vec<Code> = errors_after(&tree, &import).iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::OutcomeMismatch]);
}

const FRENCH: &str = "Numéro;Objet;Résultat;Mme Claire Morel;M. Yann Le Goff;Karim Benali
1;Budget 2026 (3 voix requises);adopté;pour;pour;pour
2;Motion;rejetée;pour;contre;abstention
3;Subvention;adoptée;pour;NPPV;déport
";

#[test]
fn a_french_spreadsheet_is_read_and_known_people_are_recognised() {
    let person = "---\ntitle: Claire Morel\nsort_name: Morel Claire\n---\n";
    let tree = council_with(&[("content/people/cm.md", person)]);
    let import = imported(&tree, &table(FRENCH));
    assert_eq!(errors_after(&tree, &import), []);
    let meeting = text(&import, "content/meetings/2026-03-12-conseil.md");
    for part in [
        "      recusals:\n        - person: karim-benali\n",
        "for: [cm, yann-le-goff, karim-benali]",
        "abstention: [karim-benali]",
        "not_voting: [yann-le-goff, karim-benali]",
    ] {
        assert!(meeting.contains(part), "{part} in\n{meeting}");
    }
    assert!(!import.files.contains(&at("content/people/claire-morel.md")));
    assert!(text(&import, "content/people/yann-le-goff.md").contains("title: \"Yann Le Goff\""));
    assert_eq!(import.account.count("equal"), Some(3));
}

#[test]
fn what_cannot_be_read_or_placed_is_told_and_the_rest_is_imported() {
    let morels = [
        ("content/people/a.md", "---\ntitle: Anne Morel\nsort_name: Morel Anne\n---\n"),
        ("content/people/b.md", "---\ntitle: Bruno Morel\nsort_name: Morel Bruno\n---\n"),
    ];
    let tree = council_with(&morels);
    let bytes = |text: &str| text.as_bytes().to_vec();
    let tables = [
        ("undated.csv", bytes(FRENCH)),
        ("2026-01-01.csv", b"Objet;\xe9lu\n".to_vec()),
        ("2026-01-02.csv", bytes("Titel;Morel\n")),
        ("2026-01-03.csv", bytes("Objet;Numéro\n1;2\n")),
        ("2026-01-04.csv", bytes("Objet;Morel\nx;pour\n")),
        ("2026-01-05.csv", bytes("Objet;Roux;M. Roux\nx;pour;pour\n")),
        ("2026-01-06.csv", Vec::new()),
        ("2026-03-12.csv", bytes(FRENCH)),
    ];
    let tables: Vec<(String, Vec<u8>)> = tables.into_iter().map(|(name, bytes)| (name.to_owned(), bytes)).collect();
    let import = imported(&tree, &tables);
    let faults: Vec<(Code, &str)> = import
        .account
        .findings
        .iter()
        .filter(|finding| finding.severity == parvis::report::Severity::Error)
        .map(|finding| (finding.code, finding.place.as_ref().expect("a place").file.as_str()))
        .collect();
    let expected = [
        (Code::SourceUnreadable, "undated.csv"),
        (Code::TextNotUtf8, "2026-01-01.csv"),
        (Code::SourceUnreadable, "2026-01-02.csv"),
        (Code::SourceUnreadable, "2026-01-03.csv"),
        (Code::NameUnclear, "2026-01-04.csv"),
        (Code::NameUnclear, "2026-01-05.csv"),
        (Code::SourceUnreadable, "2026-01-06.csv"),
    ];
    assert_eq!(faults, expected);
    assert!(import.files.contains(&at("content/meetings/2026-03-12-conseil.md")));
}

#[test]
fn a_table_cannot_write_yaml_or_markdown_of_its_own() {
    let tree = council_with(&[]);
    let hostile = "link,class,number,item,\"A: [&x\"\n\"https://b.example/>|\",pass,\"1 | <b>\",\"t\"\"\n- number: 2\u{7}\",yes\n";
    let import = imported(&tree, &table(hostile));
    assert_eq!(errors_after(&tree, &import), []);
    let meeting = text(&import, "content/meetings/2026-03-12-conseil.md");
    assert!(meeting.contains(r#"title: "t\" - number: 2""#), "{meeting}");
    assert!(meeting.contains(r"- [1 \| \<b>](<https://b.example/%3E%7C>) (pass)"), "{meeting}");
}

#[test]
fn a_line_end_in_a_heading_ends_no_comment() {
    let tree = council_with(&[]);
    let import = imported(&tree, &table("item,\"Evil\ntitle: other\u{1b}\",Roux\na,?,yes\nb,no,yes\n"));
    assert_eq!(errors_after(&tree, &import), []);
    let meeting = text(&import, "content/meetings/2026-03-12-conseil.md");
    assert!(meeting.contains("Evil title: other ; tout présent") && !meeting.contains("\ntitle: other"), "{meeting}");
    assert!(!import.account.text(Language::En).contains("\ntitle: other"));
}

#[test]
fn a_line_is_counted_as_an_editor_counts_it() {
    let (unix, windows) = ("Objet;Issue;Roux\n\"a\nb\";adopté;contre\nc;rejeté;pour\n", "\r\n");
    for end in ["\n", windows] {
        let import = imported(&council_with(&[]), &table(&unix.replace('\n', end)));
        let lines: Vec<String> = said(&import, Code::OutcomeMismatch)
            .iter()
            .map(|words| words.split('`').next().unwrap_or("").to_owned())
            .collect();
        assert_eq!(lines, ["conseil-2026-03-12.csv:2: ", "conseil-2026-03-12.csv:4: "], "{end:?}");
    }
}

#[test]
fn an_item_without_number_link_or_class_is_called_by_its_line() {
    let import = imported(&council_with(&[]), &table("Objet;Roux\na;pour\n"));
    let meeting = text(&import, "content/meetings/2026-03-12-conseil.md");
    assert!(meeting.contains("number: \"l. 2\"") && !meeting.contains("<details>"), "{meeting}");
    assert!(said(&import, Code::CellOdd)[0].starts_with("conseil-2026-03-12.csv:2: `l. 2`, label"), "{meeting}");
}

fn parvis(folder: &Path, args: &[&str]) -> (Option<i32>, String) {
    let output: Output = Command::new(env!("CARGO_BIN_EXE_parvis"))
        .args(args)
        .args(["--lang", "en"])
        .current_dir(folder)
        .output()
        .expect("it runs");
    let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
    (output.status.code(), said)
}

#[test]
fn nothing_is_ever_overwritten_and_a_dry_run_writes_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for (path, bytes) in council_with(&[]).iter() {
        let path = root.join(path.as_str());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
    let data = self::folder().join("council-meeting-2022-08-15.csv");
    let args = ["import", "roll-call", data.to_str().expect("a path"), "--hour", "19:00"];
    let meeting = root.join("content/meetings/2022-08-15-conseil.md");

    let (status, said) = parvis(root, &[&args[..], &["--dry-run"]].concat());
    assert_eq!(status, Some(0), "{said}");
    assert!(!meeting.exists() && said.contains("files to write: 12"), "{said}");

    let (status, said) = parvis(root, &args);
    assert_eq!(status, Some(0), "{said}");
    assert_eq!(parvis(root, &["check"]).0, Some(0));

    let (status, said) = parvis(root, &[&args[..], &["--json"]].concat());
    assert_eq!(status, Some(0), "the same again changes nothing: {said}");
    let json: serde_json::Value = serde_json::from_str(&said).expect("JSON");
    assert_eq!(
        (json["written"].as_array().map(Vec::len), json["unchanged"].as_array().map(Vec::len)),
        (Some(0), Some(1))
    );

    std::fs::write(&meeting, "by hand").expect("written");
    let (status, said) = parvis(root, &args);
    assert_eq!(status, Some(1), "{said}");
    assert!(said.contains("FILE_EXISTS") && said.contains("content/meetings/2022-08-15-conseil.md"), "{said}");
    assert_eq!(std::fs::read_to_string(&meeting).expect("a text"), "by hand");

    let (status, said) = parvis(root, &[&args[..], &["--body", "consiel"]].concat());
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("REFERENCE_DANGLING") && said.contains("conseil"), "{said}");
}
