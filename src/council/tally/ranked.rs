//! What ranked methods add up to.

use serde::{Deserialize, Serialize};

use super::OptionOutcome;
use crate::council::OptionId;

/// Why an option of a ranked vote ended as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RankedReason {
    /// It wins.
    Selected,
    /// It was excluded, or the places were filled without it.
    NotElected,
    /// It wins in some ways of deciding a tie and not in others.
    Tied,
    /// There are more ways of deciding the ties than are followed.
    TooManyWays,
    /// No ballot said anything that counts.
    NoVotes,
}

/// What became of an option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankedOption {
    /// The option.
    pub option: OptionId,
    /// Selected or not.
    pub outcome: OptionOutcome,
    /// Why.
    pub reason: RankedReason,
}

/// How many votes an option has in a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionVotes {
    /// The option.
    pub option: OptionId,
    /// Its votes.
    pub votes: u64,
}

/// What a round does once its votes are counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoundAction {
    /// Nothing more: the count is over.
    End,
    /// Options are excluded, and their ballots go to the next option still in the count.
    Exclusion,
    /// The votes that an option has beyond the quota go to the next options still in the count.
    Surplus,
    /// Nothing: a tie that the rules leave open changes who wins.
    Tie,
}

/// How a tie within a round was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum TieDecision {
    /// By the votes in the latest round before in which they differed.
    LookBack,
    /// By the order of the definition.
    ListedOrder,
    /// By the lots drawn.
    Draw,
    /// All ways of deciding it lead to the same winners; that of the names was followed.
    WithoutEffect,
}

/// One round of a count by exclusion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Round {
    /// The votes of the options not excluded, most first.
    pub votes: Vec<OptionVotes>,
    /// What counts for no option any more.
    pub exhausted: u64,
    /// The options elected by the votes of this round.
    pub elected: Vec<OptionId>,
    /// What is done next.
    pub action: RoundAction,
    /// To which options it is done.
    pub options: Vec<OptionId>,
    /// The options among which a tie had to be decided; none where there was no tie.
    pub tied: Vec<OptionId>,
    /// How it was.
    pub decided_by: Option<TieDecision>,
}

/// The result of an instant runoff.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IrvOutcome {
    /// The rounds.
    pub rounds: Vec<Round>,
    /// Every option: winners first, the last excluded next.
    pub options: Vec<RankedOption>,
}
