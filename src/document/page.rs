//! `content/pages/<id>.md`: a page of its own.

use super::fields::Fields;

/// A page: it has no facts beyond title and text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page;

#[expect(clippy::unnecessary_wraps, reason = "every kind of record is read by a function of this type")]
pub(super) fn read(fields: Fields<'_>) -> Option<Page> {
    fields.done();
    Some(Page)
}
