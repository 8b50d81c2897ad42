//! `schulze/1`: the option that no other beats by a stronger path.

use super::{RuleFields, Strength, Ties, Unranked};
use crate::grammar::Writer;

/// Schulze: who beats whom over the strongest paths of duels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SchulzeRules {
    /// What a ballot says of options it does not rank.
    pub unranked: Unranked,
    /// How strong a duel won is.
    pub strength: Strength,
    /// What becomes of several options that nothing beats.
    pub ties: Ties,
}

impl SchulzeRules {
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
