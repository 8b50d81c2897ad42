//! The examples of `parvis explain` that are made of files: each gives its code, and the words that are kept.

#![cfg(feature = "site")]

use crate::support::explained::{answer, excerpts_are_true, has, keep, meant, with_part};
use crate::support::import::council_with;
use crate::support::website::sample;
use crate::{law, site as cases};

use std::path::Path;

use parvis::explain::Explanation;
use parvis::import::static_site::Generator;
use parvis::import::{Council, Settings as ImportSettings, minutes, roll_call, static_site};
use parvis::report::Diagnostic;
use parvis::site::{self, Settings};
use parvis::source::folder;
use parvis::tree::{FilePath, FileTree};

const COMMAND: &str = "cargo test --test generator explain::";

fn at(text: &str) -> FilePath {
    FilePath::parse(text).unwrap_or_else(|fault| panic!("{text}: {fault}"))
}

/// The files of an example, and what is found in them.
fn run(told: &Explanation) -> (FileTree, Vec<Diagnostic>) {
    let entry = told.entry();
    if let Some(title) = entry.value("law") {
        let (file, title) = title.split_once(" / ").expect("a file and a title");
        let cases = law::cases();
        let named = |case: &&law::Case| case.title.starts_with(file) && case.title.ends_with(&format!(": {title}"));
        let case = cases.iter().find(named).unwrap_or_else(|| panic!("{}: no case {title}", told.code));
        return (law::tree_of(case), law::found(case));
    }
    let (files, base) = match entry.value("case") {
        Some(name) => {
            let case = std::fs::read_to_string(cases::folder().join(format!("{name}.txt"))).expect("a case");
            cases::files_of(&case)
        }
        None if has(entry, "sample") => (lost_winner(), FileTree::new()),
        None => written(told),
    };
    let (_, mut findings) = site::build(&files, Settings::default());
    if has(entry, "base") {
        findings.extend(site::since(&base, &files, Settings::default()));
    }
    findings.extend(site::personal_data(&files, (!base.is_empty()).then_some(&base)));
    (files, findings)
}

/// The files that an entry writes itself, beside the small council unless it stands alone.
fn written(told: &Explanation) -> (FileTree, FileTree) {
    let start = || if has(told.entry(), "alone") { FileTree::new() } else { cases::common() };
    let (mut files, mut base) = (start(), start());
    for block in &told.entry().blocks {
        match block.key.as_str() {
            "file" => files.insert(at(&block.value), block.lines.clone().into_bytes()),
            "base" => base.insert(at(&block.value), block.lines.clone().into_bytes()),
            _ => {}
        }
    }
    (files, base)
}

/// The sample, where a project that won is said not to have.
fn lost_winner() -> FileTree {
    let mut files = sample();
    let garden = at("content/proposals/jardin-partage.md");
    let text = String::from_utf8(files.get(&garden).expect("a proposal").to_vec()).expect("UTF-8");
    files.insert(garden, text.replace("status: selected", "status: not-selected").into_bytes());
    files
}

/// What an importer says of the tables that an entry writes itself, or of the sources of the tests.
fn imported(told: &Explanation) -> (FileTree, Vec<Diagnostic>) {
    let files = told.entry().blocks.iter().filter(|block| block.key == "file");
    let own: Vec<_> = files.map(|block| (block.value.clone(), block.lines.clone().into_bytes())).collect();
    if own.is_empty() {
        static ALL: std::sync::OnceLock<(FileTree, Vec<Diagnostic>)> = std::sync::OnceLock::new();
        return ALL.get_or_init(every_import).clone();
    }
    let council = Council::of(&council_with(&[])).expect("a council");
    let import = roll_call::import(&council, &own, &settings()).expect("the body is known");
    (FileTree::new(), import.account.findings)
}

fn settings() -> ImportSettings {
    ImportSettings { body: None, hour: Some("19:00".parse().expect("an hour")) }
}

/// Everything that the importers say of the sources of the tests, and the files of the sites among them.
fn every_import() -> (FileTree, Vec<Diagnostic>) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let council = Council::of(&council_with(&[])).expect("a council");
    let (mut files, mut findings) = (FileTree::new(), Vec::new());
    for (generator, name) in [(Generator::Jekyll, "jekyll"), (Generator::Hugo, "hugo"), (Generator::Pelican, "pelican")]
    {
        let source = folder::gather(&root.join("import").join(name), &[]).expect("a folder").files;
        let import = static_site::import(&council, &source, generator, &settings()).expect("a site");
        findings.extend(import.account.findings);
        files.overlay(&source);
    }
    for name in ["pv.odt", "pv.docx"] {
        let bytes = std::fs::read(root.join("import/minutes").join(name)).expect("a document");
        let import = minutes::import(&council, &[(name.to_owned(), bytes)], None, &settings()).expect("a document");
        findings.extend(import.account.findings);
    }
    let table = "council-meeting-2022-09-06.csv";
    let bytes = std::fs::read(root.join("data/roll-call").join(table)).expect("a table");
    let import = roll_call::import(&council, &[(table.to_owned(), bytes)], &settings()).expect("a table");
    findings.extend(import.account.findings);
    (files, findings)
}

/// What the program answers to an example.
fn answered(told: &Explanation) -> Result<String, String> {
    let (files, findings) = if has(told.entry(), "import") { imported(told) } else { run(told) };
    let finding = meant(told, findings)?;
    excerpts_are_true(told, &files)?;
    let bytes = finding.place.as_ref().and_then(|place| files.get_str(&place.file));
    Ok(answer(told, &finding, bytes.and_then(|bytes| std::str::from_utf8(bytes).ok())))
}

#[test]
fn every_example_made_of_files_gives_its_code_and_the_words_that_are_kept() {
    let told = with_part(&["file", "case", "law", "sample", "import"]);
    assert!(told.len() > 80, "{}", told.len());
    keep("told-site.txt", COMMAND, told.iter().map(answered).collect());
}

/// What every case of `tests/site/` and `tests/law/` finds is said in both languages.
#[test]
fn every_finding_of_every_case_is_said_in_both_languages() {
    let mut findings: Vec<Diagnostic> = law::cases().iter().flat_map(law::found).collect();
    for case in cases::cases().values().filter(|case| case.contains("=== findings")) {
        let (files, base) = cases::files_of(case);
        let (output, found) = site::build(&files, Settings::default());
        findings.extend(found);
        if case.contains("=== base ") {
            findings.extend(site::since(&base, &files, Settings::default()));
            findings.extend(site::personal_data(&files, Some(&base)));
        }
        if let Some(output) = output.filter(|_| case.contains("=== rendering")) {
            let faults = output.routes().into_iter().filter_map(|path| output.render(&path).err());
            findings.extend(site::gathered(faults.collect()));
        }
    }
    assert!(findings.len() > 250, "{}", findings.len());
    let differ = |words: &parvis::language::Bilingual| {
        !words.fr.trim().is_empty() && !words.en.trim().is_empty() && words.fr != words.en
    };
    let wrong = findings.iter().filter(|finding| {
        !differ(&finding.message) || finding.help.as_ref().is_some_and(|help| help.fr.is_empty() || help.en.is_empty())
    });
    let wrong: Vec<String> = wrong.map(|finding| format!("{} {:?}", finding.code, finding.message)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
