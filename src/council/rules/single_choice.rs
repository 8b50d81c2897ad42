//! `single-choice/1`: each ballot names one option.

use super::{Limits, MajorityRules, RuleFields, Ties};
use crate::grammar::Writer;

/// Single choice: each ballot names one option, and the options with most support win.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SingleChoiceRules {
    /// How many options win.
    pub winners: u32,
    /// The support without which none wins.
    pub minimum_support: u64,
    /// The majority without which none wins, where one is asked.
    pub majority: MajorityRules,
    /// What becomes of equal support.
    pub ties: Ties,
}

impl SingleChoiceRules {
    /// A ballot names exactly one option.
    pub const LIMITS: Limits = Limits { min: 1, max: 1, max_per_category: None };

    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let winners = fields.token("winners");
        let minimum_support = fields.token("minimum-support");
        let majority = MajorityRules::read(fields);
        let ties = fields.token("ties");
        Ok(Self { winners: winners?, minimum_support: minimum_support?, majority: majority?, ties: ties? })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        let writer = writer.token("winners", &self.winners).token("minimum-support", &self.minimum_support);
        self.majority.write(writer).token("ties", &self.ties)
    }
}
