//! `content/minutes/<id>.md`: the narrative of a meeting.

use super::fields::Fields;
use super::record::Ref;
use crate::council::{Date, words};
use crate::grammar::Token;
use crate::language::Bilingual;

words! {
    /// Where minutes stand.
    MinutesStatus {
        /// Being written.
        Draft = "draft",
        /// Settled by the body.
        Settled = "settled",
        /// Published.
        Published = "published",
    }
}

/// Minutes (procès-verbal).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Minutes {
    /// The meeting.
    pub meeting: Ref,
    /// Where they stand.
    pub status: MinutesStatus,
    /// The day the body settled them.
    pub settled_at: Option<Date>,
    /// Who settled them and how, where that is not the body at its next meeting.
    pub settled_by: Option<String>,
    /// The day they were published.
    pub published_at: Option<Date>,
    /// Who published them.
    pub published_by: Option<String>,
    /// Who signed the paper.
    pub signed_by: Vec<Ref>,
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Minutes> {
    let meeting = fields.reference("meeting");
    let status = fields.token("status");
    let (settled_at, settled_by) = (fields.token_if("settled_at"), fields.words_if("settled_by"));
    let (published_at, published_by) = (fields.token_if("published_at"), fields.words_if("published_by"));
    let signed_by = fields.references("signed_by");
    fields.done();
    Some(Minutes { meeting: meeting?, status: status?, settled_at, settled_by, published_at, published_by, signed_by })
}
