//! `stv-scottish/1`: several winners by single transferable vote.

use super::{EqualRanks, RuleFields, Ties};
use crate::grammar::Writer;

/// Single transferable vote after the Scottish Local Government Elections Order 2007.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StvRules {
    /// How many options win.
    pub winners: u32,
    /// What becomes of options that share a rank.
    pub equal_ranks: EqualRanks,
    /// What becomes of equal votes that the stages before do not tell apart.
    pub ties: Ties,
}

impl StvRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let winners = fields.token("winners");
        let equal_ranks = fields.token("equal-ranks");
        let ties = fields.token("ties");
        Ok(Self { winners: winners?, equal_ranks: equal_ranks?, ties: ties? })
    }

    pub(super) fn write(self, writer: Writer) -> Writer {
        writer.token("winners", &self.winners).token("equal-ranks", &self.equal_ranks).token("ties", &self.ties)
    }
}
