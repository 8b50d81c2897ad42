//! `content/contests/<id>.md`: the result of a vote is contested. The rules of a vote are sealed with its
//! file, so what comes after the count has a record of its own.

use super::fields::Fields;
use super::life::{Life, Step, read_steps};
use super::record::Ref;
use crate::council::words;
use crate::grammar::Token;
use crate::language::Bilingual;

words! {
    /// Where a contest stands.
    ContestStatus {
        /// Somebody lodged it.
        Lodged = "lodged",
        /// It was taken back.
        Withdrawn = "withdrawn",
        /// It failed: the result stands.
        Dismissed = "dismissed",
        /// It was right: the result is to be annulled.
        Upheld = "upheld",
    }
}

impl ContestStatus {
    /// Whether somebody still has to rule on it.
    #[must_use]
    pub const fn is_pending(self) -> bool {
        matches!(self, Self::Lodged)
    }
}

impl Life for ContestStatus {
    fn word(self) -> &'static str {
        self.word()
    }
    fn begins(self) -> bool {
        self == Self::Lodged
    }
    fn next(self) -> &'static [Self] {
        match self {
            Self::Lodged => &[Self::Withdrawn, Self::Dismissed, Self::Upheld],
            Self::Withdrawn | Self::Dismissed | Self::Upheld => &[],
        }
    }
    fn closes(self) -> bool {
        self != Self::Withdrawn
    }
}

/// A contest.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contest {
    /// The vote.
    pub vote: Ref,
    /// Where it stands.
    pub status: ContestStatus,
    /// How it came there; the first step says on what ground.
    pub history: Vec<Step<ContestStatus>>,
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Contest> {
    let (vote, status) = (fields.reference("vote"), fields.token("status"));
    fields.need_list("history");
    let history = read_steps(&mut fields, "history");
    fields.done();
    Some(Contest { vote: vote?, status: status?, history })
}
