//! `irv/1`: instant runoff, one winner.

use super::{EqualRanks, RuleFields, Ties};
use crate::grammar::Writer;

/// Instant runoff: the option with fewest votes goes, until one has more than half.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IrvRules {
    /// What becomes of options that share a rank.
    pub equal_ranks: EqualRanks,
    /// What becomes of equal votes that the rounds before do not tell apart.
    pub ties: Ties,
}

impl IrvRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let equal_ranks = fields.token("equal-ranks");
        let ties = fields.token("ties");
        Ok(Self { equal_ranks: equal_ranks?, ties: ties? })
    }

    pub(super) fn write(self, writer: Writer) -> Writer {
        writer.token("equal-ranks", &self.equal_ranks).token("ties", &self.ties)
    }
}
