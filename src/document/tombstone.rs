//! `content/tombstones/<id>.md`: what stands at the address of a record that was taken away.

use super::fields::Fields;
use super::record_path::RecordPath;
use crate::council::{Date, words};
use crate::grammar::Token;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};

words! {
    /// Why a record was taken away.
    RemovalReason {
        /// It was published before its time.
        PublishedTooEarly = "published-too-early",
        /// Whoever brought it took it back.
        Withdrawn = "withdrawn",
        /// It said the same as another.
        Duplicate = "duplicate",
        /// Another took its place.
        Replaced = "replaced",
        /// It should never have been written.
        Mistake = "mistake",
        /// It held personal data.
        PersonalData = "personal-data",
        /// The time for which it is kept is over.
        RetentionOver = "retention-over",
        /// A court asked for it.
        CourtOrder = "court-order",
        /// The text says why.
        Other = "other",
    }
}

/// A record that was taken away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tombstone {
    /// The record that was there.
    pub target: RecordPath,
    /// Where it is named.
    pub place: Place,
    /// Why it is gone.
    pub reason: RemovalReason,
    /// Who took it away: a name or an office.
    pub by: String,
    /// The day.
    pub at: Date,
    /// What took its place, and where it is named.
    pub replaced_by: Option<(RecordPath, Place)>,
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Tombstone> {
    let target = read_whole(&mut fields, "target", true);
    let place = fields.place("target");
    let reason = fields.token("reason");
    let by = fields.words("by");
    let at = fields.token("at");
    let replaced_by = read_whole(&mut fields, "replaced_by", false);
    let replaced_by = replaced_by.map(|path| (path, fields.place("replaced_by")));
    fields.done();
    Some(Tombstone { target: target?, place, reason: reason?, by: by?, at: at?, replaced_by })
}

/// A whole record, not one of its translations.
fn read_whole(fields: &mut Fields<'_>, key: &str, needed: bool) -> Option<RecordPath> {
    let path: RecordPath = if needed { fields.token(key) } else { fields.token_if(key) }?;
    if path.language.is_none() && path.folder != "tombstones" {
        return Some(path);
    }
    let message = Bilingual::new(
        format!("trouvé `{path}` ; attendu : une fiche entière, et qui a une page"),
        format!("found `{path}`, expected a whole record, and one that has a page"),
    );
    let help = Bilingual::new("nommer la fiche sans langue : `news/a`", "name the record without a language: `news/a`");
    fields.report(key, Diagnostic::error(Code::ValueUnexpected, message).help(help));
    None
}
