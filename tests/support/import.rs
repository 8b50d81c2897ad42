//! A council without records, and what a check says once something was imported into it.

#![allow(dead_code, reason = "each test file uses the part it needs")]

use parvis::import::{Council, Import};
use parvis::report::{Code, Diagnostic, Severity};
use parvis::site::{self, Settings};
use parvis::tree::{FilePath, FileTree};

use super::installed::CONFIG;

const BODY: &str = "---\ntitle: Conseil municipal\nkind: town-council\nseats: 11\nquorum: 1/2\n---\n";

pub(crate) fn at(path: &str) -> FilePath {
    FilePath::parse(path).expect("a path")
}

/// The files of a council with one body, `conseil`, and `more`.
pub(crate) fn council_with(more: &[(&str, &str)]) -> FileTree {
    let ours = [("parvis.yaml", CONFIG), ("content/bodies/conseil.md", BODY)];
    ours.iter().chain(more).map(|(path, text)| (at(path), text.as_bytes().to_vec())).collect()
}

pub(crate) fn council_of(tree: &FileTree) -> Council {
    Council::of(tree).expect("the council can be read")
}

/// The errors that a check finds once the files are there.
pub(crate) fn errors_after(tree: &FileTree, import: &Import) -> Vec<Diagnostic> {
    let mut all = tree.clone();
    all.overlay(&import.files);
    let (_, mut findings) = site::build(&all, Settings::default());
    findings.retain(|finding| finding.severity == Severity::Error);
    findings
}

/// The text of an imported file.
pub(crate) fn text<'a>(import: &'a Import, path: &str) -> &'a str {
    let bytes = import.files.get_str(path).unwrap_or_else(|| panic!("{path} was not imported: {:?}", import.files));
    std::str::from_utf8(bytes).expect("a text")
}

/// The findings of one code as `file:line: words`, in English.
pub(crate) fn said(import: &Import, code: Code) -> Vec<String> {
    let findings = import.account.findings.iter().filter(|finding| finding.code == code);
    findings
        .map(|finding| {
            let place = finding.place.as_ref().expect("a place");
            let line = place.line.map_or(String::new(), |line| format!(":{line}"));
            format!("{}{line}: {}", place.file, finding.message.en)
        })
        .collect()
}
