//! `content/deliveries/<id>.md`: what became of a winning project, from the vote to its opening or
//! its abandonment.

use super::fields::Fields;
use super::life::{Life, Step, read_steps};
use super::record::Ref;
use crate::council::{Amount, Date, words};
use crate::grammar::Token;
use crate::language::Bilingual;

words! {
    /// Where a winning project stands.
    DeliveryStatus {
        /// Nobody has begun.
        NotStarted = "not-started",
        /// Being studied.
        Studies = "studies",
        /// Waiting for permits and contracts.
        Procedures = "procedures",
        /// Being built or bought.
        Works = "works",
        /// Handed over; accounts or planting are still open.
        Delivered = "delivered",
        /// In use, and its accounts are closed.
        Finished = "finished",
        /// Given up.
        Abandoned = "abandoned",
    }
}

impl DeliveryStatus {
    /// Whether residents have what they voted for.
    #[must_use]
    pub const fn is_done(self) -> bool {
        matches!(self, Self::Delivered | Self::Finished)
    }
}

impl Life for DeliveryStatus {
    fn word(self) -> &'static str {
        self.word()
    }
    fn begins(self) -> bool {
        // The ledger of an old project may begin where it stood when somebody began to write.
        true
    }
    /// Forward, and a project that needs no permit or no works leaves that state out.
    fn next(self) -> &'static [Self] {
        match self {
            Self::NotStarted => &[Self::Studies, Self::Procedures, Self::Works, Self::Delivered, Self::Abandoned],
            Self::Studies => &[Self::Procedures, Self::Works, Self::Delivered, Self::Abandoned],
            Self::Procedures => &[Self::Works, Self::Delivered, Self::Abandoned],
            Self::Works => &[Self::Delivered, Self::Abandoned],
            Self::Delivered => &[Self::Finished],
            Self::Finished | Self::Abandoned => &[],
        }
    }
    fn closes(self) -> bool {
        self == Self::Abandoned
    }
}

/// The delivery of a winning project.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// The project.
    pub proposal: Ref,
    /// The edition that it won.
    pub edition: Ref,
    /// Where it stands.
    pub status: DeliveryStatus,
    /// What was foreseen.
    pub planned: Span,
    /// What came.
    pub actual: Span,
    /// How it came there.
    pub history: Vec<Step<DeliveryStatus>>,
}

/// From when to when, and for how much; each may be unknown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The first day.
    pub start: Option<Date>,
    /// The day on which it opens.
    pub end: Option<Date>,
    /// What it costs.
    pub spending: Option<Amount>,
}

pub(super) fn read(mut fields: Fields<'_>) -> Option<Delivery> {
    let proposal = fields.reference("proposal");
    let edition = fields.reference("edition");
    let status = fields.token("status");
    let planned = fields.record_if("planned").map(read_span).unwrap_or_default();
    let actual = fields.record_if("actual").map(read_span).unwrap_or_default();
    fields.need_list("history");
    let history = read_steps(&mut fields, "history");
    fields.done();
    Some(Delivery { proposal: proposal?, edition: edition?, status: status?, planned, actual, history })
}

fn read_span(mut fields: Fields<'_>) -> Span {
    let start: Option<Date> = fields.token_if("start");
    let end: Option<Date> = fields.token_if("end");
    let spending = fields.token_if("spending");
    super::person::check_period(&fields, start, end);
    fields.done();
    Span { start, end, spending }
}
