//! Outcomes of the methods of a participatory budget.

use serde::{Deserialize, Serialize};

use super::{BudgetOutcome, Outcome};
use crate::council::{Amount, OptionId};

/// The result of equal shares.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharesOutcome {
    /// What each voter held at first: an exact fraction of the currency's unit.
    pub share: String,
    /// How many times every share grew by the step of the rules.
    pub steps: u64,
    /// What each voter held after these steps, in the count that stands: as exact.
    pub last_share: String,
    /// What was bought, in the order of the count.
    pub purchases: Vec<Purchase>,
    /// Every project and the envelope.
    pub count: BudgetOutcome,
}

/// A project that its supporters bought.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purchase {
    /// The project.
    pub option: OptionId,
    /// The weight of the ballots that paid.
    pub payers: u64,
    /// The weight of those that had less left than their part, and gave all of it.
    pub gave_all: u64,
    /// What one point of utility cost its payers; for `cost` and `votes`, each one's part. Cut to
    /// hundredths; the count itself is exact.
    pub each: Amount,
}

/// The result of Phragmén's rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PhragmenOutcome {
    /// What was bought, in the order of the count.
    pub purchases: Vec<EarnedPurchase>,
    /// Every project and the envelope.
    pub count: BudgetOutcome,
}

/// A project bought with what its supporters had earned.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EarnedPurchase {
    /// The project.
    pub option: OptionId,
    /// The weight of the ballots that paid.
    pub payers: u64,
    /// When it was bought: what every voter had earned from the beginning on. Cut to hundredths; the
    /// count itself is exact.
    pub moment: Amount,
}

/// The result of a knapsack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KnapsackOutcome {
    /// The greatest sum of support within the envelope; nothing where the limit on the work was
    /// reached first.
    pub best: Option<u64>,
    /// Whether several sets reach it.
    pub several: bool,
    /// How many partial sets were kept.
    pub sets: u64,
    /// Every project and the envelope.
    pub count: BudgetOutcome,
}

/// An exact fraction of the currency's unit, such as `200/3`, rounded to hundredths (half of one up), and
/// whether that is the same.
#[must_use]
pub fn rounded(fraction: &str) -> Option<(Amount, bool)> {
    let (top, bottom) = fraction.split_once('/')?;
    let (top, bottom): (u128, u128) = (top.parse().ok()?, bottom.parse().ok()?);
    let twice = top.checked_mul(200)?.checked_add(bottom)?.checked_div(bottom.checked_mul(2)?)?;
    let amount = Amount::from_hundredths(u64::try_from(twice).ok()?)?;
    Some((amount, top * 100 == u128::from(amount.hundredths()).checked_mul(bottom)?))
}

impl Outcome {
    /// Projects and envelopes, where money was shared out.
    #[must_use]
    pub const fn budget(&self) -> Option<&BudgetOutcome> {
        match self {
            Self::BudgetGreedy(outcome) | Self::BudgetGreedy2(outcome) => Some(outcome),
            Self::BudgetEqualShares(outcome) => Some(&outcome.count),
            Self::BudgetPhragmen(outcome) => Some(&outcome.count),
            Self::BudgetKnapsack(outcome) => Some(&outcome.count),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn a_fraction_is_rounded_to_the_nearest_hundredth() {
        for (fraction, expected) in
            [("200/3", "66.67"), ("1/3", "0.33"), ("1/200", "0.01"), ("1/201", "0"), ("36/1", "36"), ("25/2", "12.50")]
        {
            let (amount, is_exact) = rounded(fraction).expect("a fraction");
            assert_eq!(amount.to_string(), expected, "{fraction}");
            assert_eq!(is_exact, ["36/1", "25/2"].contains(&fraction), "{fraction}");
        }
        assert_eq!([rounded("1"), rounded("1/0"), rounded("x/2")], [None; 3]);
    }
}
