//! `content/errata/<id>.md`: a correction of a record, with the hashes of its file before and after.

use super::fields::Fields;
use super::record_path::RecordPath;
use crate::council::{Date, words};
use crate::grammar::Token;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};
use crate::tree::Digest;

words! {
    /// What was done.
    ErratumKind {
        /// Something wrong was put right.
        Erratum = "erratum",
        /// Something was taken out, and it is not said what.
        Redaction = "redaction",
    }
    /// Why a record was corrected.
    CorrectionReason {
        /// A slip of the pen.
        ClericalError = "clerical-error",
        /// A wrong day or hour.
        Date = "date",
        /// A wrong name.
        Name = "name",
        /// A wrong number, amount or count.
        Figure = "figure",
        /// Something had been left out.
        Omission = "omission",
        /// A translation said something else.
        Translation = "translation",
        /// A step came after, such as an appeal; nothing had been wrong.
        FollowUp = "follow-up",
        /// It held personal data.
        PersonalData = "personal-data",
        /// A court asked for it.
        CourtOrder = "court-order",
        /// The text says why.
        Other = "other",
    }
}

/// A correction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erratum {
    /// What was done.
    pub kind: ErratumKind,
    /// The record whose file was corrected.
    pub target: RecordPath,
    /// Where it is named.
    pub place: Place,
    /// Why.
    pub reason: CorrectionReason,
    /// The hash of the file before; nothing where it could give away what was taken out.
    pub before: Option<Digest>,
    /// The hash of the file after.
    pub after: Digest,
    /// Where that hash is written.
    pub after_place: Place,
    /// Who corrected it: a name or an office.
    pub by: String,
    /// The day.
    pub at: Date,
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Erratum> {
    let kind = fields.token("kind");
    let target = fields.token("target");
    let place = fields.place("target");
    let reason = fields.token("reason");
    let before: Option<Option<Digest>> = fields.token("before");
    if before == Some(None) && kind == Some(ErratumKind::Erratum) {
        fields.report("before", no_hash());
    }
    let after = fields.token("after");
    let after_place = fields.place("after");
    let by = fields.words("by");
    let at = fields.token("at");
    fields.done();
    Some(Erratum {
        kind: kind?,
        target: target?,
        place,
        reason: reason?,
        before: before?,
        after: after?,
        after_place,
        by: by?,
        at: at?,
    })
}

fn no_hash() -> Diagnostic {
    let message = Bilingual::new(
        "seule une occultation peut taire l’empreinte d’avant",
        "only a redaction may keep back the hash before",
    );
    let help = Bilingual::new(
        "`parvis erratum` écrit les deux empreintes ; celle d’avant est `git show HEAD:FICHIER | sha256sum`",
        "`parvis erratum` writes both hashes; the one before is `git show HEAD:FILE | sha256sum`",
    );
    Diagnostic::error(Code::ValueUnexpected, message).help(help)
}
