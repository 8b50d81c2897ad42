//! `ranked-pairs/1`: duels are kept, the strongest first, unless they close a circle.

use super::{RuleFields, Strength, Ties, Unranked};
use crate::grammar::Writer;

/// Ranked pairs: duels kept from the strongest on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RankedPairsRules {
    /// What a ballot says of options it does not rank.
    pub unranked: Unranked,
    /// How strong a duel won is.
    pub strength: Strength,
    /// What becomes of duels of equal strength and several options that nothing beats.
    pub ties: Ties,
}

impl RankedPairsRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let unranked = fields.token("unranked");
        let strength = fields.token("strength");
        let ties = fields.token("ties");
        Ok(Self { unranked: unranked?, strength: strength?, ties: ties? })
    }

    pub(super) fn write(self, writer: Writer) -> Writer {
        writer.token("unranked", &self.unranked).token("strength", &self.strength).token("ties", &self.ties)
    }
}
