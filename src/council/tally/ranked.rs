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
    /// Another option beats it.
    Beaten,
    /// All places were taken by options with more points.
    NoPlaceLeft,
    /// Equal to a winner, and later in the order of the definition.
    LostByOrder,
    /// Equal to a winner, and later in the draw.
    LostDraw,
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

/// What became of an option, and where it stands in the order of its method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlacedOption {
    /// The option.
    pub option: OptionId,
    /// One more than how many options come before it, the same for options that the method holds
    /// equal; nothing where no ballot says anything, or the order is open.
    pub place: Option<u64>,
    /// Selected or not.
    pub outcome: OptionOutcome,
    /// Why.
    pub reason: RankedReason,
}

impl PlacedOption {
    /// The same without the place.
    #[must_use]
    pub fn ranked(&self) -> RankedOption {
        RankedOption { option: self.option.clone(), outcome: self.outcome, reason: self.reason }
    }
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

/// A duel: the votes that place one option before another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duel {
    /// An option.
    pub option: OptionId,
    /// Another.
    pub other: OptionId,
    /// The votes that place `option` before `other`.
    pub votes: u64,
    /// The votes that place `other` before `option`.
    pub votes_other: u64,
}

/// The strongest paths between two options.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PathPair {
    /// An option.
    pub option: OptionId,
    /// Another.
    pub other: OptionId,
    /// How strong the strongest path from `option` to `other` is; 0 where there is none.
    pub strength: u64,
    /// The same from `other` to `option`.
    pub strength_back: u64,
}

/// The result of Schulze's method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SchulzeOutcome {
    /// Each duel once, in the order of the names.
    pub duels: Vec<Duel>,
    /// The strongest paths of each pair, in the same order.
    pub paths: Vec<PathPair>,
    /// Every option, by place.
    pub options: Vec<PlacedOption>,
}

/// What became of a duel won.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LockState {
    /// It is kept.
    Kept,
    /// It is not: stronger ones lead from its loser to its winner.
    Dropped,
    /// That depends on the order of duels of equal strength, or was not followed to the end.
    Open,
}

/// A duel won, when its turn came.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lock {
    /// Who won it.
    pub option: OptionId,
    /// Against whom.
    pub other: OptionId,
    /// How strong it is.
    pub strength: u64,
    /// Whether it is kept.
    pub state: LockState,
}

/// The result of ranked pairs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RankedPairsOutcome {
    /// Each duel once, in the order of the names.
    pub duels: Vec<Duel>,
    /// The duels won, strongest first.
    pub locks: Vec<Lock>,
    /// Every option, by place.
    pub options: Vec<PlacedOption>,
}

/// One option of a Borda count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BordaStep {
    /// The option.
    pub option: OptionId,
    /// Its points, `scale` of which are one point.
    pub points: u64,
    /// Selected or not.
    pub outcome: OptionOutcome,
    /// Why.
    pub reason: RankedReason,
    /// For an option not selected: how much more the last winner has, in the same unit.
    pub behind_last_winner: Option<u64>,
}

/// The result of a Borda count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BordaOutcome {
    /// How many may win.
    pub places: u64,
    /// How many of the numbers below are one point.
    pub scale: u64,
    /// Every option, most points first.
    pub options: Vec<BordaStep>,
}

/// The result of a single transferable vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StvOutcome {
    /// How many may win.
    pub places: u64,
    /// The weight of the ballots that have a first preference.
    pub valid: u64,
    /// The weight of those, not blank, whose first rank is shared.
    pub invalid: u64,
    /// The votes that elect.
    pub quota: u64,
    /// How many of the numbers in the stages are one vote.
    pub scale: u64,
    /// The stages.
    pub rounds: Vec<Round>,
    /// Every option: winners first, the last excluded next.
    pub options: Vec<RankedOption>,
}
