//! The examples of `src/explain`, run: what the program answers is kept in `told-*.txt` beside them.

#![allow(dead_code, reason = "each test file uses the part it needs")]

use std::fmt::Write as _;
use std::path::Path;

use parvis::explain::{Entry, Explanation, GROUPS, of_group};
use parvis::language::Language;
use parvis::report::Diagnostic;
use parvis::report::text::{Style, draw};
use parvis::tree::FileTree;

/// Every explanation with one of these parts.
pub(crate) fn with_part(keys: &[&str]) -> Vec<Explanation> {
    let all = GROUPS.iter().flat_map(|group| of_group(group));
    all.filter(|told| keys.iter().any(|key| has(told.entry(), key))).collect()
}

pub(crate) fn has(entry: &Entry, key: &str) -> bool {
    entry.blocks.iter().any(|block| block.key == key)
}

/// The finding that an example is about: of its code (or refused because of it), in one of the files that it shows
/// if there is one.
pub(crate) fn meant(told: &Explanation, findings: Vec<Diagnostic>) -> Result<Diagnostic, String> {
    let (code, shown) = (told.code, told.examples());
    let words = findings.iter().map(|finding| format!("{} {:?}", finding.code, finding.place)).collect::<Vec<_>>();
    let mut of_code: Vec<Diagnostic> =
        findings.into_iter().filter(|finding| finding.code == code || finding.cause == Some(code)).collect();
    let is_shown = |finding: &Diagnostic| {
        finding.place.as_ref().is_some_and(|place| shown.iter().any(|block| block.value == place.file))
    };
    if let Some(at) = of_code.iter().position(is_shown) {
        return Ok(of_code.swap_remove(at));
    }
    of_code.into_iter().next().ok_or_else(|| format!("the example of {code} gives {words:?}"))
}

/// The lines of each excerpt stand in the file it names, in this order.
pub(crate) fn excerpts_are_true(told: &Explanation, files: &FileTree) -> Result<(), String> {
    for block in told.examples().iter().filter(|block| block.key == "lines") {
        let text = files.get_str(&block.value).ok_or_else(|| format!("{}: no {}", told.code, block.value))?;
        in_order(told, &block.lines, &String::from_utf8_lossy(text))?;
    }
    Ok(())
}

/// The lines stand in the text, in this order, whatever their indent.
pub(crate) fn in_order(told: &Explanation, lines: &str, text: &str) -> Result<(), String> {
    let mut rest = text.lines();
    match lines.lines().find(|line| !rest.any(|found| found.trim() == line.trim())) {
        None => Ok(()),
        Some(line) => Err(format!("{}: `{line}` is not in its place in\n{text}", told.code)),
    }
}

/// An answer of the program, in both languages.
pub(crate) fn answer(told: &Explanation, finding: &Diagnostic, source: Option<&str>) -> String {
    let mut out = format!("=== {}\n", told.code);
    for language in [Language::Fr, Language::En] {
        let words = finding.message.get(language);
        assert!(!words.trim().is_empty(), "{}: no message", told.code);
        let _ = writeln!(out, "told.{}:", language.code());
        for line in draw(finding, source, language, Style::Plain).lines() {
            let _ = writeln!(out, "{}", format!("| {line}").trim_end());
        }
    }
    out
}

/// Holds the answers against the file that keeps them, or writes it.
pub(crate) fn keep(name: &str, command: &str, answers: Vec<Result<String, String>>) {
    let wrong: Vec<&String> = answers.iter().filter_map(|answer| answer.as_ref().err()).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
    let answers: Vec<String> = answers.into_iter().filter_map(Result::ok).collect();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/explain").join(name);
    let text = format!("# What the program answered: written by UPDATE_DOCS=1 {command}\n\n{}", answers.join("\n"));
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &text).expect("written");
    }
    let kept = std::fs::read_to_string(&path).expect("what is kept");
    let differs = kept.split("=== ").zip(text.split("=== ")).find(|(kept, now)| kept != now);
    assert!(
        kept == text,
        "src/explain/{name} is out of date: UPDATE_DOCS=1 {command}, and read what changed\n{differs:?}"
    );
}
