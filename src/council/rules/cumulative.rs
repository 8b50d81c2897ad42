//! `cumulative/1`: a purse of points that a voter spreads over the options.

use super::{RuleFields, Spending, Ties};
use crate::grammar::Writer;

/// Cumulative voting: each voter spreads points over the options, and the options with the largest
/// sums win.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CumulativeRules {
    /// The points of a ballot.
    pub points_per_ballot: u32,
    /// The most of them on one option.
    pub max_points: u32,
    /// Whether all must be spent.
    pub spending: Spending,
    /// How many options win.
    pub winners: u32,
    /// The sum without which none wins.
    pub minimum_support: u64,
    /// What becomes of equal sums.
    pub ties: Ties,
}

impl CumulativeRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let points_per_ballot = fields.token("points-per-ballot");
        let max_points = fields.token("max-points");
        let spending = fields.token("spending");
        let winners = fields.token("winners");
        let minimum_support = fields.token("minimum-support");
        let ties = fields.token("ties");
        Ok(Self {
            points_per_ballot: points_per_ballot?,
            max_points: max_points?,
            spending: spending?,
            winners: winners?,
            minimum_support: minimum_support?,
            ties: ties?,
        })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        writer
            .token("points-per-ballot", &self.points_per_ballot)
            .token("max-points", &self.max_points)
            .token("spending", &self.spending)
            .token("winners", &self.winners)
            .token("minimum-support", &self.minimum_support)
            .token("ties", &self.ties)
    }
}
