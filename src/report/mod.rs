//! Diagnostics: code, severity, place, what was found, what was expected, how to mend it, in
//! both languages.
//!
//! Anything wrong in a file somebody wrote is a [`Diagnostic`], a value that is collected,
//! sorted and shown; it is never an `Err` that stops at the first. [`text`] draws it for a
//! terminal, [`Diagnostic`] serialises for machines. Nothing here prints.

mod code;
mod remedy;
pub mod text;

use serde::{Deserialize, Serialize};

pub use crate::language::{Bilingual, Language};
use crate::tree::FilePath;
pub use code::{Code, UnknownCode};

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The result cannot be relied on until this is mended; exit status 1.
    Error,
    /// Worth mending; the result stands.
    Warning,
    /// Nothing is wrong: what is to be done, and by when.
    Note,
}

/// Where in a file. Lines and columns count from 1, columns in characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// The file, relative to the council's folder. Text, since a pull request may name any path.
    pub file: String,
    /// The line; nothing when the finding is about the whole file.
    pub line: Option<u32>,
    /// The column of the first character meant.
    pub column: Option<u32>,
    /// How many characters are meant, at least 1 when a column is given.
    pub length: u32,
}

impl Place {
    /// A whole file.
    #[must_use]
    pub fn file(path: &FilePath) -> Self {
        Self::named(path.as_str())
    }

    /// A whole file, by a name that need not be a checked path.
    #[must_use]
    pub fn named(file: &str) -> Self {
        Self { file: file.to_owned(), line: None, column: None, length: 0 }
    }

    /// One line of it.
    #[must_use]
    pub fn at_line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// `length` characters from `column` of its line.
    #[must_use]
    pub fn at_column(mut self, column: u32, length: u32) -> Self {
        self.column = Some(column);
        self.length = length.max(1);
        self
    }
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// Its stable name.
    pub code: Code,
    /// How much it weighs.
    pub severity: Severity,
    /// Where; nothing when it is about the council's folder as a whole.
    pub place: Option<Place>,
    /// The rule behind it, where the finding is that something breaks a rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Code>,
    /// What was found, and what was expected.
    pub message: Bilingual,
    /// The next step that mends it.
    pub help: Option<Bilingual>,
}

impl Diagnostic {
    /// An error.
    #[must_use]
    pub fn error(code: Code, message: Bilingual) -> Self {
        Self { code, severity: Severity::Error, place: None, cause: None, message, help: None }
    }

    /// A warning.
    #[must_use]
    pub fn warning(code: Code, message: Bilingual) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    /// A note.
    #[must_use]
    pub fn note(code: Code, message: Bilingual) -> Self {
        Self { severity: Severity::Note, ..Self::error(code, message) }
    }

    /// Says which rule is broken.
    #[must_use]
    pub fn because(mut self, cause: Code) -> Self {
        self.cause = Some(cause);
        self
    }

    /// Says where.
    #[must_use]
    pub fn at(mut self, place: Place) -> Self {
        self.place = Some(place);
        self
    }

    /// Says how to mend it.
    #[must_use]
    pub fn help(mut self, help: Bilingual) -> Self {
        self.help = Some(help);
        self
    }
}

/// Whether any of `findings` is an error.
#[must_use]
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    findings.iter().any(|finding| finding.severity == Severity::Error)
}

/// Puts findings in the order people read them: by file, line, column, then code.
pub fn sort(findings: &mut [Diagnostic]) {
    findings.sort_by(|a, b| (&a.place, a.code, &a.message).cmp(&(&b.place, b.code, &b.message)));
}
