//! The outcomes of the methods that add up votes or points.

use serde::{Deserialize, Serialize};

use super::ApprovalStep;

/// The result of a single choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SingleChoiceOutcome {
    /// How many may win.
    pub places: u64,
    /// The weight of blank ballots.
    pub blank: u64,
    /// What the majority is a share of; nothing where none is asked.
    pub base: Option<u64>,
    /// Every option, in the order of the count.
    pub options: Vec<ApprovalStep>,
}
