//! What became of a source: where each part went, and what went nowhere.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Serialize;

use super::head::on_one_line;
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place, Severity};
use crate::tree::{FilePath, FileTree};

/// Files below `content/`, and what is to be said of them.
#[derive(Clone, Debug, Default)]
pub struct Import {
    /// The files.
    pub files: FileTree,
    /// What became of the source.
    pub account: Account,
}

impl Import {
    /// Puts a file that comes from `from`.
    pub(super) fn put(&mut self, from: Place, to: FilePath, bytes: Vec<u8>) {
        self.files.insert(to.clone(), bytes);
        self.account.placed.push(Placed { from, to });
    }
}

/// What became of a source.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Account {
    /// What was placed, in the order of the source.
    pub placed: Vec<Placed>,
    /// How many of each thing.
    pub counts: Vec<Count>,
    /// What was not placed, is to be filled in, is odd, or lies elsewhere.
    pub findings: Vec<Diagnostic>,
}

/// A part of the source, and the file it is in now.
#[derive(Clone, Debug, Serialize)]
pub struct Placed {
    /// Where it stood.
    pub from: Place,
    /// Where it is.
    pub to: FilePath,
}

/// How many of a thing there are.
#[derive(Clone, Debug, Serialize)]
pub struct Count {
    /// Its name for machines.
    pub name: &'static str,
    /// What is counted.
    pub what: Bilingual,
    /// How many.
    pub count: u64,
}

impl Account {
    /// Keeps a finding; the same at the same place is kept once.
    pub(super) fn say(&mut self, finding: Diagnostic) {
        if !self.findings.iter().rev().take(8).any(|other| *other == finding) {
            self.findings.push(finding);
        }
    }

    /// How many `name` stands for; nothing where it is not counted.
    #[must_use]
    pub fn count(&self, name: &str) -> Option<u64> {
        self.counts.iter().find(|count| count.name == name).map(|count| count.count)
    }

    /// The account in lines: what was placed, then the findings by code, then the counts.
    #[must_use]
    pub fn text(&self, language: Language) -> String {
        let mut text = String::new();
        let heading = Bilingual::new("rangé", "placed");
        let _ = writeln!(text, "{} ({})", heading.get(language), self.placed.len());
        for Placed { from, to } in self.placed.iter().take(SHOWN) {
            let _ = writeln!(text, "  {} → {to}", spot(from));
        }
        more(&mut text, self.placed.len(), language);
        text.push_str(&by_code(&self.findings, language));
        for Count { what, count, .. } in &self.counts {
            let colon = if language == Language::Fr { " :" } else { ":" };
            let _ = writeln!(text, "{}{colon} {count}", what.get(language));
        }
        text
    }
}

/// Findings in lines below the meaning of their code.
#[must_use]
pub fn by_code(findings: &[Diagnostic], language: Language) -> String {
    let mut groups: BTreeMap<Code, Vec<&Diagnostic>> = BTreeMap::new();
    for finding in findings {
        groups.entry(finding.code).or_default().push(finding);
    }
    let mut text = String::new();
    for (code, findings) in groups {
        let _ = writeln!(text, "{}: {} ({})", code.name(), code.meaning(language), findings.len());
        let mut said: Option<&str> = None;
        let notes = findings.iter().all(|finding| finding.severity == Severity::Note);
        let shown = if notes { SHOWN } else { findings.len() };
        for finding in &findings[..shown.min(findings.len())] {
            let place = finding.place.as_ref().map(|place| spot(place) + ": ").unwrap_or_default();
            let _ = writeln!(text, "  {place}{}", on_one_line(finding.message.get(language)));
            // The same advice is given once, after the first that it is for.
            let help = finding.help.as_ref().map(|help| help.get(language));
            if let Some(help) = help.filter(|help| said != Some(*help)) {
                let _ = writeln!(text, "    → {help}");
                said = Some(help);
            }
        }
        more(&mut text, if notes { findings.len() } else { 0 }, language);
    }
    text
}

/// How many lines of one thing are shown, where none of them asks for anything.
const SHOWN: usize = 30;

fn more(text: &mut String, all: usize, language: Language) {
    if let Some(left) = all.checked_sub(SHOWN).filter(|left| *left > 0) {
        let words = Bilingual::new(format!("… et {left} de plus : --json"), format!("… and {left} more: --json"));
        let _ = writeln!(text, "  {}", words.get(language));
    }
}

fn spot(place: &Place) -> String {
    match place.line {
        Some(line) => format!("{}:{line}", place.file),
        None => place.file.clone(),
    }
}
