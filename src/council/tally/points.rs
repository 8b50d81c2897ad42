//! The outcomes of the methods that add up votes or points.

use serde::{Deserialize, Serialize};

use super::{ApprovalStep, OptionId, OptionOutcome, StepReason};

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

/// The result of a score or a cumulative vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointsOutcome {
    /// How many may win.
    pub places: u64,
    /// Every option, in the order of the count.
    pub options: Vec<PointsStep>,
}

/// One option of a score or a cumulative vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointsStep {
    /// The option.
    pub option: OptionId,
    /// The sum of its points, each ballot's times its weight.
    pub points: u64,
    /// What the sum is made of, most points first.
    pub given: Vec<PointsGiven>,
    /// Selected or not.
    pub outcome: OptionOutcome,
    /// Why.
    pub reason: StepReason,
    /// For an option not selected: how many more points the last winner has.
    pub behind_last_winner: Option<u64>,
}

/// How many gave an option so many points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PointsGiven {
    /// The points, at least 1.
    pub points: u32,
    /// The weight of the ballots that gave them.
    pub weight: u64,
}
