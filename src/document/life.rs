//! Lives of records: which state may follow which, and which ones close a door.

use super::fields::Fields;
use crate::council::Date;
use crate::grammar::Token;

/// A state of a life whose steps are kept.
pub trait Life: Copy + Eq + 'static {
    /// The word it is written as.
    fn word(self) -> &'static str;
    /// Whether a life may begin here.
    fn begins(self) -> bool;
    /// The states that may follow. A step may always stay where it is: it then adds a reason or a day.
    fn next(self) -> &'static [Self];
    /// Whether it closes a door, so that a reason is owed.
    fn closes(self) -> bool;
}

/// A step of a life: every arrow has a day and an actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step<S> {
    /// The day.
    pub date: Date,
    /// What it became.
    pub status: S,
    /// Who decided.
    pub by: String,
    /// Why; wanted where a door closes.
    pub reason: Option<String>,
}

/// The steps below `key`, as written.
pub(super) fn read_steps<S: Token>(fields: &mut Fields<'_>, key: &str) -> Vec<Step<S>> {
    fields.records(key).into_iter().filter_map(read_step).collect()
}

fn read_step<S: Token>(mut fields: Fields<'_>) -> Option<Step<S>> {
    let (date, status) = (fields.token("date"), fields.token("status"));
    let (by, reason) = (fields.words("by"), fields.words_if("reason"));
    fields.done();
    Some(Step { date: date?, status: status?, by: by?, reason })
}
