//! `borda/1`: points for each option placed after.

use super::{EqualPoints, RuleFields, Ties, UnrankedPoints};
use crate::grammar::Writer;

/// Borda: the options with most points win.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct BordaRules {
    /// Which points options get that share a rank.
    pub equal_points: EqualPoints,
    /// Which points options get that a ballot does not rank.
    pub unranked_points: UnrankedPoints,
    /// How many options win.
    pub winners: u32,
    /// What becomes of equal points, where only some can win.
    pub ties: Ties,
}

impl BordaRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let equal_points = fields.token("equal-points");
        let unranked_points = fields.token("unranked-points");
        let winners = fields.token("winners");
        let ties = fields.token("ties");
        Ok(Self { equal_points: equal_points?, unranked_points: unranked_points?, winners: winners?, ties: ties? })
    }

    pub(super) fn write(self, writer: Writer) -> Writer {
        writer
            .token("equal-points", &self.equal_points)
            .token("unranked-points", &self.unranked_points)
            .token("winners", &self.winners)
            .token("ties", &self.ties)
    }
}
