//! A majority that an option must have, where one is asked: `majority`, `comparison` and `base`,
//! all three declared or all three `none`.

use super::{Comparison, MotionBase, RuleFields};
use crate::council::Fraction;
use crate::grammar::Writer;

/// The share of the ballots that an option must have to win, or nothing where none is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MajorityRules {
    /// The share.
    pub threshold: Option<Fraction>,
    /// Whether reaching it is enough.
    pub comparison: Option<Comparison>,
    /// What it is a share of: ballots without the blank ones, ballots with them, or all seats.
    pub base: Option<MotionBase>,
}

impl MajorityRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let threshold = fields.token_if("majority");
        let comparison = fields.token_if("comparison");
        let base = fields.token_if("base");
        Ok(Self { threshold: threshold?, comparison: comparison?, base: base? })
    }

    pub(super) fn write(self, writer: Writer) -> Writer {
        writer.token("majority", &self.threshold).token("comparison", &self.comparison).token("base", &self.base)
    }

    /// The majority asked; nothing where none is.
    #[must_use]
    pub fn asked(self) -> Option<(Fraction, Comparison, MotionBase)> {
        Some((self.threshold?, self.comparison?, self.base?))
    }

    /// Whether all of it is declared, or nothing.
    #[must_use]
    pub fn is_whole(self) -> bool {
        let declared = [self.threshold.is_some(), self.comparison.is_some(), self.base.is_some()];
        declared == [true; 3] || declared == [false; 3]
    }
}
