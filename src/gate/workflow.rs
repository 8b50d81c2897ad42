//! Workflow commands of GitHub: annotations at the files of a pull request.

use std::fmt::Write as _;

use super::{Answer, Report, Spot, kind_in_words};
use crate::language::Language;
use crate::report::text::printable;

/// A line `::error` for each path that is refused and `::notice` for each that is taken.
///
/// A value cannot end its line or its property: `%`, CR and LF are escaped everywhere, `:` and
/// `,` in properties, as the runner of GitHub decodes them.
#[must_use]
pub fn workflow_commands(report: &Report, language: Language) -> String {
    let mut out = String::new();
    for verdict in &report.verdicts {
        let (level, place, title, words) = match &verdict.answer {
            Answer::Refused { code, place, message, help, .. } => {
                let words = format!("{}\n{}", message.get(language), help.get(language));
                ("error", place.as_ref(), code.name(), words)
            }
            Answer::Taken { kind, subject, note, .. } => {
                let taken = match language {
                    Language::Fr => format!("{} pour {subject} ; il compte une fois consigné", kind_in_words(kind).fr),
                    Language::En => format!("{} for {subject}; it counts once it is recorded", kind_in_words(kind).en),
                };
                let note = note.as_ref().map(|note| format!("\n{}", note.get(language))).unwrap_or_default();
                ("notice", None, "TAKEN", taken + &note)
            }
        };
        let path = property(&printable(&verdict.path));
        let line = place.map(|Spot { line, column, .. }| format!(",line={line},col={column}")).unwrap_or_default();
        // Writing to a String cannot fail.
        let _ = writeln!(out, "::{level} file={path}{line},title={title}::{}", data(&printable(&words)));
    }
    out
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
