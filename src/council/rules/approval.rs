//! `approval/1`: the options with most support.

use super::{Limits, RuleFields, Ties};
use crate::grammar::Writer;

/// Approval: the options with most support win.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApprovalRules {
    /// What a ballot may hold.
    pub limits: Limits,
    /// How many options win.
    pub winners: u32,
    /// The support without which none wins.
    pub minimum_support: u64,
    /// What becomes of equal support.
    pub ties: Ties,
}

impl ApprovalRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let limits = fields.limits();
        let winners = fields.token("winners");
        let minimum_support = fields.token("minimum-support");
        let ties = fields.token("ties");
        Ok(Self { limits: limits?, winners: winners?, minimum_support: minimum_support?, ties: ties? })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        self.limits
            .write(writer)
            .token("winners", &self.winners)
            .token("minimum-support", &self.minimum_support)
            .token("ties", &self.ties)
    }
}
