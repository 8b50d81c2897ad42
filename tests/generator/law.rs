//! The law profile, case by case: each file of `tests/law/` tells a rule and its cases in words.
//!
//! A case begins with `== passes:`, `== fails:` or `== ahead:` and its sentence. A line
//! `NAME: OLD => NEW` changes the file of that name in the council of `council.txt` (`\n` stands for the
//! end of a line); `NAME: (the whole file) =>` takes the file away, and `NAME: => TEXT` adds a person.
//! `as of: DAY` says what day it is. `found: SEVERITY CODE NAME` is what must be found, and nothing else.

#![cfg(feature = "site")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use parvis::language::Language;
use parvis::report::{Code, Diagnostic, Severity};
use parvis::site::{self, Settings};
use parvis::tree::{FilePath, FileTree};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The files of `council.txt`: name, path, text.
fn council() -> BTreeMap<String, (String, String)> {
    let text = read("tests/law/council.txt");
    let files = text.split("\n=== ").skip(1).map(|section| {
        let (head, text) = section.split_once('\n').expect("a head and a text");
        let (name, path) = head.split_once(": ").expect("a name and a path");
        (name.to_owned(), (path.to_owned(), format!("{text}\n")))
    });
    files.collect()
}

pub(crate) struct Case {
    pub(crate) title: String,
    files: BTreeMap<String, (String, String)>,
    settings: Settings,
    expected: BTreeSet<String>,
}

fn case(file: &str, text: &str) -> Case {
    let (title, lines) = text.split_once('\n').unwrap_or((text, ""));
    let title = format!("{file}: {title}");
    let mut case = Case { title, files: council(), settings: Settings::default(), expected: BTreeSet::new() };
    for line in lines.lines().filter(|line| !line.is_empty()) {
        let (name, words) = line.split_once(':').unwrap_or_else(|| panic!("{}: {line}", case.title));
        match (name, words.split_once("=>")) {
            ("found", _) => drop(case.expected.insert(words.trim().to_owned())),
            ("as of", _) => case.settings.as_of = words.trim().parse().ok(),
            (_, Some((old, new))) => change(&mut case, name, old, new),
            _ => panic!("{}: {line}", case.title),
        }
    }
    case
}

fn change(case: &mut Case, name: &str, old: &str, new: &str) {
    let unescape = |text: &str| text.strip_prefix(' ').unwrap_or(text).replace("\\n", "\n");
    let (old, new) = (unescape(old.strip_suffix(' ').unwrap_or(old)), unescape(new));
    if old == "(the whole file)" {
        assert!(case.files.remove(name).is_some(), "{}: {name}", case.title);
    } else if old.is_empty() {
        case.files.insert(name.to_owned(), (format!("content/people/{name}.md"), new));
    } else {
        let (_, text) = case.files.get_mut(name).unwrap_or_else(|| panic!("{}: {name}", case.title));
        assert_eq!(text.matches(&old).count(), 1, "{}: `{old}` stands once in {name}", case.title);
        *text = text.replace(&old, &new);
    }
}

pub(crate) fn tree_of(case: &Case) -> FileTree {
    let files =
        case.files.values().map(|(path, text)| (FilePath::parse(path).expect("a path"), text.clone().into_bytes()));
    files.collect()
}

pub(crate) fn found(case: &Case) -> Vec<Diagnostic> {
    site::build(&tree_of(case), case.settings).1
}

/// A finding as the cases word it.
fn worded(case: &Case, finding: &Diagnostic) -> String {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    };
    let file = finding.place.as_ref().map(|place| place.file.as_str()).unwrap_or_default();
    let name = case.files.iter().find(|(_, (path, _))| path == file).map_or(file, |(name, _)| name);
    format!("{severity} {} {name}", finding.code)
}

pub(crate) fn cases() -> Vec<Case> {
    let mut cases = Vec::new();
    for entry in std::fs::read_dir(root().join("tests/law")).expect("tests/law") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if name != "council.txt" {
            let text = std::fs::read_to_string(&path).expect("a text");
            cases.extend(text.split("\n== ").skip(1).map(|text| case(&name, text)));
        }
    }
    cases
}

#[test]
fn every_case_finds_what_it_says_and_nothing_else() {
    let cases = cases();
    assert!(cases.len() > 60, "{}", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let found: BTreeSet<String> = found(case).iter().map(|finding| worded(case, finding)).collect();
        let fails = !case.title.contains(": passes:");
        if found != case.expected || fails == case.expected.is_empty() {
            wrong.push(format!("{}: found {found:?}, expected {:?}", case.title, case.expected));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_has_a_case_that_fails_and_every_file_one_that_passes() {
    let cases = cases();
    let met: BTreeSet<&str> =
        cases.iter().flat_map(|case| &case.expected).filter_map(|w| w.split(' ').nth(1)).collect();
    for code in parvis::law::CODES.iter().chain([&Code::LawUnknown]) {
        assert!(met.contains(code.name()), "{code} has no failing case");
    }
    let files: BTreeSet<&str> = cases.iter().filter_map(|case| case.title.split(':').next()).collect();
    for file in files {
        assert!(cases.iter().any(|case| case.title.starts_with(&format!("{file}: passes:"))), "{file}");
    }
}

#[test]
fn what_a_rule_of_law_finds_cites_its_article_in_both_languages() {
    let by_law = [
        (Code::NoticeMissing, "L2121-10"),
        (Code::NoticeShort, "L2121-10"),
        (Code::ListLate, "L2121-25"),
        (Code::MinutesLate, "L2121-15"),
        (Code::MinutesMissing, "L2121-15"),
        (Code::MinutesIncomplete, "L2121-15"),
        (Code::ActNotOnline, "L2131-1"),
        (Code::ProxiesTooMany, "L2121-20"),
        (Code::DeadlineAhead, "L21"),
    ];
    let findings: Vec<Diagnostic> = cases().iter().flat_map(found).collect();
    for (code, article) in by_law {
        let of_code: Vec<_> = findings.iter().filter(|finding| finding.code == code).collect();
        assert!(!of_code.is_empty(), "{code}");
        for finding in of_code {
            for language in [Language::Fr, Language::En] {
                assert!(finding.message.get(language).contains(article), "{code}: {:?}", finding.message);
            }
            assert!(finding.help.is_some(), "{code}");
        }
    }
}

#[test]
fn the_pages_explain_every_code_every_key_and_every_content() {
    let profile = read("src/document/profiles/fr.yaml");
    let keys = profile.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(':'));
    let keys: Vec<&str> = keys.map(|(key, _)| key.trim()).filter(|key| !["fr", "en"].contains(key)).collect();
    assert!(keys.len() > 15, "{keys:?}");
    let contents = parvis::document::MinutesContent::ALL.iter().map(|content| content.word());
    for page in ["docs/law.md", "docs/law.fr.md"] {
        let text = read(page);
        let codes = parvis::law::CODES.iter().chain([&Code::LawUnknown]).map(|code| code.name());
        for word in keys.iter().copied().chain(contents.clone()).chain(codes).chain(["extends"]) {
            assert!(text.contains(&format!("`{word}`")), "{page} does not explain `{word}`");
        }
    }
}
