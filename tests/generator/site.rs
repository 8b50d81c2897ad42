//! The site, case by case: each file of `tests/site/` holds input files and what must come out.
//!
//! A case is cut by lines `=== name`. A name that is a path is an input file. `=== findings`
//! lists what is found, one `CODE file:line` a line, in any order and nothing else.
//! `=== page path` lists texts that the page holds; a line that begins with `!` is one it must
//! not hold. `=== rendering` lists in the same form what is found when every page is rendered. `=== base path` is an input file of an earlier state, against which the case is then held
//! too. A case without `parvis.yaml` gets the one of `common.txt`.

#![cfg(feature = "site")]

use crate::support::website;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use parvis::report::Code;
use parvis::site::{self, Settings};
use parvis::tree::{FilePath, FileTree};
use website::{broken_links, sample};

fn path(text: &str) -> FilePath {
    FilePath::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

/// The sections of a case: name and text.
fn sections(case: &str) -> Vec<(String, String)> {
    let mut sections: Vec<(String, String)> = Vec::new();
    for line in case.lines() {
        match (line.strip_prefix("=== "), sections.last_mut()) {
            (Some(name), _) => sections.push((name.trim().to_owned(), String::new())),
            (None, Some((_, text))) => {
                text.push_str(line);
                text.push('\n');
            }
            (None, None) => {}
        }
    }
    sections
}

pub(crate) fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site")
}

pub(crate) fn common() -> FileTree {
    let text = std::fs::read_to_string(folder().join("common.txt")).expect("tests/site/common.txt");
    sections(&text).into_iter().map(|(name, text)| (path(&name), text.into_bytes())).collect()
}

pub(crate) fn cases() -> BTreeMap<String, String> {
    let entries = std::fs::read_dir(folder()).expect("tests/site");
    entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.file_name().is_some_and(|name| name != "common.txt"))
        .map(|path| (path.display().to_string(), std::fs::read_to_string(path).expect("a case")))
        .collect()
}

/// The bytes of an input file; `@65 KiB@`, `@0xff@` and `@hex 0aff…@` stand for what no text file can hold.
fn bytes(text: &str) -> Vec<u8> {
    if let Some(digits) = text.trim().strip_prefix("@hex ").and_then(|text| text.strip_suffix('@')) {
        let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("two hexadecimal digits");
        return (0..digits.len()).step_by(2).map(byte).collect();
    }
    let text = text.replace("@65 KiB@", &"x".repeat(65 * 1024));
    let text = text.replace("@300 letters@", &"x".repeat(300)).replace("@1000 letters@", &"x/".repeat(500));
    match text.split_once("@0xff@") {
        Some((before, after)) => [before.as_bytes(), b"\xff", after.as_bytes()].concat(),
        None => text.into_bytes(),
    }
}

/// The files of a case, and those of the earlier state.
pub(crate) fn files_of(case: &str) -> (FileTree, FileTree) {
    let (mut files, mut base) = (common(), common());
    for (section, text) in &sections(case) {
        match section.as_str() {
            "findings" | "rendering" | "no page" => {}
            "without parvis.yaml" => drop(files.remove(&path("parvis.yaml"))),
            other if other.starts_with("page ") => {}
            other if other.starts_with("base ") => base.insert(path(&other["base ".len()..]), bytes(text)),
            file => files.insert(path(file), bytes(text)),
        }
    }
    (files, base)
}

fn check(name: &str, case: &str) {
    let (files, base) = files_of(case);
    let sections = sections(case);
    let (output, mut findings) = site::build(&files, Settings::default());
    if sections.iter().any(|(section, _)| section.starts_with("base ")) {
        findings.extend(site::since(&base, &files, Settings::default()));
        findings.extend(site::personal_data(&files, Some(&base)));
    }
    let found: BTreeSet<String> = findings.iter().map(one_line).collect();
    let listed = |wanted: &str| -> Option<BTreeSet<String>> {
        let (_, text) = sections.iter().find(|(section, _)| section == wanted)?;
        Some(text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect())
    };
    assert_eq!(found, listed("findings").unwrap_or_default(), "{name}: {findings:#?}");
    if let Some(expected) = listed("rendering") {
        let output = output.as_ref().unwrap_or_else(|| panic!("{name}: no site"));
        let faults = output.routes().iter().filter_map(|path| output.render(path).err()).collect();
        let found: BTreeSet<String> = site::gathered(faults).iter().map(one_line).collect();
        assert_eq!(found, expected, "{name}");
    }
    for absent in listed("no page").unwrap_or_default() {
        let output = output.as_ref().unwrap_or_else(|| panic!("{name}: no site"));
        assert!(!output.routes().contains(&path(&absent)), "{name}: the site has {absent}");
    }
    for (section, text) in &sections {
        let Some(page) = section.strip_prefix("page ") else { continue };
        let output = output.as_ref().unwrap_or_else(|| panic!("{name}: no site"));
        let bytes = output.render(&path(page)).expect("renders").unwrap_or_else(|| panic!("{name}: no {page}"));
        let html = String::from_utf8_lossy(&bytes);
        for line in text.lines().filter(|line| !line.is_empty()) {
            match line.strip_prefix('!') {
                Some(absent) => assert!(!html.contains(absent), "{name}: {page} holds {absent}\n{html}"),
                None => assert!(html.contains(line), "{name}: {page} lacks {line}\n{html}"),
            }
        }
    }
}

fn one_line(finding: &parvis::report::Diagnostic) -> String {
    let place = finding.place.as_ref();
    let file = place.map(|place| place.file.clone()).unwrap_or_default();
    match place.and_then(|place| place.line) {
        Some(line) => format!("{} {file}:{line}", finding.code),
        None => format!("{} {file}", finding.code),
    }
}

#[test]
fn every_case_comes_out_as_written() {
    for (name, case) in cases() {
        check(&name, &case);
    }
}

#[test]
fn every_code_of_the_site_appears_in_a_case() {
    let all = cases().into_values().collect::<String>();
    let first = Code::ALL.iter().position(|code| *code == Code::ConfigMissing).expect("the first of the group");
    // Those of the law profile have their cases in tests/law/.
    let of_law = |code: &&Code| parvis::law::CODES.contains(code) || **code == Code::LawUnknown;
    // A roll is no part of a website: tests/project/cli.rs has the case.
    let of_roll = |code: &&Code| **code == Code::SupportOutOfReach;
    // What other sites answer is no part of it either: tests/generator/outside_links.rs.
    let of_others = |code: &&Code| **code == Code::LinkOutside;
    for code in Code::ALL[first..].iter().filter(|code| !of_law(code) && !of_roll(code) && !of_others(code)) {
        assert!(all.contains(code.name()), "no case of tests/site has {code}");
    }
}

#[test]
fn the_sample_has_no_finding_and_no_broken_link() {
    let (output, findings) = site::build(&sample(), Settings::default());
    assert!(findings.is_empty(), "{findings:#?}");
    let tree = output.expect("a site").to_tree().expect("every page renders");
    assert_eq!(broken_links(&tree), Vec::<String>::new());
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let build =
        |files: &FileTree| site::build(files, Settings::default()).0.expect("a site").to_tree().expect("renders");
    let files = sample();
    let mut backwards: Vec<(FilePath, Vec<u8>)> =
        files.iter().map(|(path, bytes)| (path.clone(), bytes.to_vec())).collect();
    backwards.reverse();
    assert!(build(&files) == build(&backwards.into_iter().collect()));
}

fn is_outside(link: &str) -> bool {
    ["https://", "http://", "mailto:", "data:", "webcal:"].iter().any(|scheme| link.starts_with(scheme))
}

#[test]
fn pages_have_nothing_inline_and_nothing_absolute() {
    let tree = site::build(&sample(), Settings::default()).0.expect("a site").to_tree().expect("renders");
    for (path, bytes) in tree.iter().filter(|(path, _)| path.extension() == "html") {
        let html = String::from_utf8_lossy(bytes);
        for bad in [" style=\"", "<style", " onclick", "integrity=", "type=\"module\"", "<base"] {
            assert!(!html.contains(bad), "{path} holds {bad}");
        }
        // A server shows this page at any depth: its links begin at the root, and no others do.
        let anywhere = path.as_str().ends_with("404.html");
        for link in ["href=\"", "src=\""] {
            let links = html.split(link).skip(1).filter(|rest| !rest.starts_with(['#', '"']) && !is_outside(rest));
            let wrong: Vec<&str> = links.filter(|rest| rest.starts_with('/') != anywhere).collect();
            assert!(wrong.is_empty(), "{path}: {wrong:?}");
        }
        let policy = html.find("Content-Security-Policy").expect("a policy");
        assert!(html.find("<link").is_none_or(|link| policy < link), "{path}: the policy comes first");
        assert_eq!(html.matches("<h1").count(), 1, "{path}: one h1");
    }
}

#[test]
fn no_two_pages_that_are_searched_have_the_same_title_or_description() {
    let tree = site::build(&sample(), Settings::default()).0.expect("a site").to_tree().expect("renders");
    let mut seen = BTreeMap::new();
    for (path, bytes) in tree.iter().filter(|(path, _)| path.extension() == "html") {
        let html = String::from_utf8_lossy(bytes);
        let between =
            |start: &str, end: &str| html.split_once(start)?.1.split_once(end).map(|(text, _)| text.to_owned());
        if html.contains("content=\"noindex\"") {
            continue;
        }
        let language = between("<html lang=\"", "\"").expect("a language");
        let title = between("<title>", "</title>").expect("a title");
        let description = between("name=\"description\" content=\"", "\"").expect("a description");
        for (kind, words) in [("title", title), ("description", description)] {
            let other = seen.insert((language.clone(), kind, words.clone()), path.to_string());
            assert_eq!(other, None, "{path} says {words}");
        }
    }
}

#[test]
fn the_first_page_begins_with_what_is_open_and_what_moved_last() {
    let tree = site::build(&sample(), Settings::default()).0.expect("a site").to_tree().expect("renders");
    let home = String::from_utf8_lossy(tree.get(&path("index.html")).expect("a first page")).into_owned();
    let at = |link: &str| home.find(&format!("href=\"{link}.html\"")).unwrap_or_else(|| panic!("no {link}"));
    assert!(at("votes/nom-du-square") < at("votes/theme-part-reservee"), "open before announced");
    assert!(at("votes/theme-part-reservee") < at("votes/budget-2026"), "announced before counted");
    assert!(at("proposals/four-a-pain") < at("proposals/abri-velos-halte"), "not yet spoken of, then spoken of");
    assert!(at("proposals/abri-velos-halte") < at("proposals/radar-quai"), "30 October before 12 October");
}

#[test]
fn hostile_heads_give_findings_and_no_panic() {
    let deep = format!("---\ntitle: {}\n---\n", "[".repeat(20_000));
    let deep_maps = (0..400).fold(String::new(), |text, depth| text + &" ".repeat(depth) + "a:\n");
    let large = format!("---\ntitle: \"{}\"\n---\n", "x".repeat(70_000));
    let heads = [
        "---\na: &a [x]\ntitle: *a\n---\n".to_owned(),
        "---\ntitle: !!python/object:os.system x\n---\n".to_owned(),
        "---\n<<: *x\n---\n".to_owned(),
        "---\ntitle: \"a\u{0}b\"\n---\n".to_owned(),
        "---\ntitle: a\ntitle: b\n---\n".to_owned(),
        "---\n- a\n---\n".to_owned(),
        "---\n? [a]\n: b\n---\n".to_owned(),
        "---\ntitle: 'unclosed\n---\n".to_owned(),
        "---\n\ttitle: x\n---\n".to_owned(),
        "---\n".to_owned(),
        "\u{feff}".to_owned(),
        format!("---\n{deep_maps}---\n"),
        deep,
        large,
    ];
    for head in heads {
        for folder in ["pages", "votes", "meetings", "people", "proposals"] {
            let mut files = common();
            files.insert(path(&format!("content/{folder}/hostile.md")), head.clone().into_bytes());
            let (_, findings) = site::build(&files, Settings::default());
            assert!(!findings.is_empty(), "{folder}: {}", head.chars().take(60).collect::<String>());
        }
    }
}

#[test]
fn both_languages_have_the_same_words() {
    let theme = site::theme::embedded();
    let keys = |language: &str| -> BTreeSet<String> {
        let bytes = theme.get_str(&format!("words/{language}.yaml")).expect("words").to_vec();
        let text = String::from_utf8(bytes).expect("UTF-8");
        text.lines()
            .filter(|line| !line.starts_with('#'))
            .filter_map(|line| Some(line.split_once(": ")?.0.to_owned()))
            .collect()
    };
    assert_eq!(keys("fr"), keys("en"));
    assert!(keys("fr").len() > 200);
}
