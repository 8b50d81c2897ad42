//! A Code Quality report of GitLab: one issue for each path that is refused, and one for each
//! that is taken with a note.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Answer, Report};
use crate::language::Language;
use crate::tree::Digest;

/// One issue, with the fields that GitLab reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Issue {
    description: String,
    check_name: &'static str,
    /// The same for the same finding at the same path, so that GitLab can compare two runs.
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct Lines {
    begin: u32,
}

/// The issues of `report`.
#[must_use]
pub fn code_quality(report: &Report, language: Language) -> Vec<Issue> {
    let mut seen: BTreeMap<(String, &str), u32> = BTreeMap::new();
    let issues = report.verdicts.iter().filter_map(|verdict| {
        let (check_name, severity, begin, description) = match &verdict.answer {
            Answer::Refused { code, place, message, help, .. } => {
                let words = format!("{} → {}", message.get(language), help.get(language));
                (code.name(), "major", place.map_or(1, |spot| spot.line), words)
            }
            Answer::Taken { note: Some(note), .. } => ("TAKEN", "info", 1, note.get(language).to_owned()),
            Answer::Taken { note: None, .. } => return None,
        };
        // Two paths may read alike once their bytes are replaced.
        let count = seen.entry((verdict.path.clone(), check_name)).or_default();
        *count += 1;
        let fingerprint = Digest::of(format!("{check_name}\n{count}\n{}", verdict.path).as_bytes()).hex();
        let location = Location { path: verdict.path.clone(), lines: Lines { begin } };
        Some(Issue { description, check_name, fingerprint, severity, location })
    });
    issues.collect()
}
