//! The outcome of a majority judgment.

use serde::{Deserialize, Serialize};

use super::{OptionId, OptionOutcome, StepReason};

/// The result of a majority judgment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MajorityJudgmentOutcome {
    /// How many may win.
    pub places: u64,
    /// The weight of the ballots that grade: each option has this weight of grades.
    pub graded: u64,
    /// Every option, best first.
    pub options: Vec<GradedStep>,
}

/// One option of a majority judgment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradedStep {
    /// The option.
    pub option: OptionId,
    /// Its median grade, of an even weight the lower of the two middle ones; nothing where no
    /// ballot grades.
    pub median: Option<OptionId>,
    /// The weight of grades better than the median.
    pub above: u64,
    /// The weight of grades worse than the median.
    pub below: u64,
    /// The weight of each grade, best first.
    pub grades: Vec<GradeWeight>,
    /// What parts it from the option before it; nothing for the first, and for one whose grades
    /// are the same throughout.
    pub parted: Option<Parted>,
    /// Selected or not.
    pub outcome: OptionOutcome,
    /// Why.
    pub reason: StepReason,
}

/// How much of an option's grades is one grade.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GradeWeight {
    /// The grade.
    pub grade: OptionId,
    /// Its weight.
    pub weight: u64,
}

/// Where two options part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Parted {
    /// How many median grades are taken away from both, one at a time, before their medians differ.
    pub removed: u64,
    /// The median that the option before then has.
    pub before: OptionId,
    /// The median that this one then has.
    pub here: OptionId,
}
