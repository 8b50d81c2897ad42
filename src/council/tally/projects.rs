//! Outcomes of the methods of a participatory budget.

use serde::{Deserialize, Serialize};

use super::{BudgetOutcome, Outcome};
use crate::council::{Amount, OptionId};

/// The result of equal shares or of Phragmén's rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SharesOutcome {
    /// What each voter held at first: an exact fraction of the currency's unit; nothing in
    /// Phragmén's rule, where voters earn.
    pub share: Option<String>,
    /// How many times every share grew by the step of the rules.
    pub steps: u64,
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
    /// Equal shares: the weight of those that had less left than their part, and gave all of it.
    pub gave_all: u64,
    /// Equal shares: what one point of utility cost its payers (for `cost` and `votes`, each one's
    /// part). Phragmén: what each supporter had earned when it was bought. Cut to hundredths; the
    /// count itself is exact.
    pub each: Amount,
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

impl Outcome {
    /// Projects and envelopes, where money was shared out.
    #[must_use]
    pub const fn budget(&self) -> Option<&BudgetOutcome> {
        match self {
            Self::BudgetGreedy(outcome) | Self::BudgetGreedy2(outcome) => Some(outcome),
            Self::BudgetEqualShares(outcome) | Self::BudgetPhragmen(outcome) => Some(&outcome.count),
            Self::BudgetKnapsack(outcome) => Some(&outcome.count),
            _ => None,
        }
    }
}
