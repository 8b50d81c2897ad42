//! `content/news/<id>.md`: a short notice with a date.

use super::fields::Fields;
use crate::council::Date;

/// News.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct News {
    /// The day it is given.
    pub date: Date,
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<News> {
    let date = fields.token("date");
    fields.done();
    Some(News { date: date? })
}
