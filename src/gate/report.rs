//! The verdicts as one value for machines. `docs/schemas/verdicts.json` describes its JSON.

use serde::Serialize;

use super::{Verdict, all_taken};

/// The form of the report; another one gets another number.
pub const SCHEMA: &str = "verdicts/1";

/// What the gate says of a pull request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Report {
    /// `verdicts/1`.
    pub schema: &'static str,
    /// The commit it would be merged into. Commits are for information: they find bytes and prove
    /// nothing.
    pub base: String,
    /// The commit it brings.
    pub head: String,
    /// The commit in which both were one.
    pub merge_base: Option<String>,
    /// How many verdicts of each kind.
    pub counts: Counts,
    /// A verdict for each path, in the order in which the files would be recorded.
    pub verdicts: Vec<Verdict>,
}

/// How many verdicts of each kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// All of them.
    pub judged: usize,
    /// Those of files that can be merged.
    pub taken: usize,
    /// The others.
    pub refused: usize,
}

impl Report {
    /// The report on `verdicts`, of what lies between these commits.
    #[must_use]
    pub fn new(base: String, head: String, merge_base: Option<String>, verdicts: Vec<Verdict>) -> Self {
        let taken = verdicts.iter().filter(|verdict| verdict.answer.is_taken()).count();
        let counts = Counts { judged: verdicts.len(), taken, refused: verdicts.len() - taken };
        Self { schema: SCHEMA, base, head, merge_base, counts, verdicts }
    }

    /// Whether every path is taken.
    #[must_use]
    pub fn all_taken(&self) -> bool {
        all_taken(&self.verdicts)
    }
}
