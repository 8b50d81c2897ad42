//! `score/1`: points from 0 to a maximum for each option.

use super::{MissingPoints, RuleFields, Ties};
use crate::grammar::Writer;

/// Score: each ballot gives each option points, and the options with the largest sums win.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ScoreRules {
    /// The most points on one option.
    pub max_points: u32,
    /// What becomes of an option that a ballot leaves out.
    pub missing: MissingPoints,
    /// How many options win.
    pub winners: u32,
    /// The sum without which none wins.
    pub minimum_support: u64,
    /// What becomes of equal sums.
    pub ties: Ties,
}

impl ScoreRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let max_points = fields.token("max-points");
        let missing = fields.token("missing");
        let winners = fields.token("winners");
        let minimum_support = fields.token("minimum-support");
        let ties = fields.token("ties");
        Ok(Self {
            max_points: max_points?,
            missing: missing?,
            winners: winners?,
            minimum_support: minimum_support?,
            ties: ties?,
        })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        writer
            .token("max-points", &self.max_points)
            .token("missing", &self.missing)
            .token("winners", &self.winners)
            .token("minimum-support", &self.minimum_support)
            .token("ties", &self.ties)
    }
}
