//! `motion/1`: for or against.

use super::{Comparison, MotionBase, MotionTie, RuleFields};
use crate::council::Fraction;
use crate::grammar::Writer;

/// A motion: for or against, with quorum and threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MotionRules {
    /// The share of all seats that must have taken part (any answer but `not-voting`).
    pub quorum: Fraction,
    /// The share of `base` that votes in favour must reach.
    pub threshold: Fraction,
    /// Whether reaching it is enough.
    pub comparison: Comparison,
    /// What the threshold is a share of.
    pub base: MotionBase,
    /// What becomes of equality.
    pub tie: MotionTie,
}

impl MotionRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let quorum = fields.token("quorum");
        let threshold = fields.token("threshold");
        let comparison = fields.token("comparison");
        let base = fields.token("base");
        let tie = fields.token("tie");
        Ok(Self { quorum: quorum?, threshold: threshold?, comparison: comparison?, base: base?, tie: tie? })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        writer
            .token("quorum", &self.quorum)
            .token("threshold", &self.threshold)
            .token("comparison", &self.comparison)
            .token("base", &self.base)
            .token("tie", &self.tie)
    }
}
