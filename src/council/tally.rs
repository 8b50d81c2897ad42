//! The result of a vote and its turnout, as the files `submissions/tallies/<vote>.json` and
//! `submissions/turnout/<vote>.json` hold them.
//!
//! The verifier writes these files and the site reads them; neither calls the other. Numbers
//! that a person may want to add up are whole; amounts are texts in the currency's unit.

mod grades;
mod motion;
mod points;

pub use grades::{GradeWeight, GradedStep, MajorityJudgmentOutcome, Parted};
pub use motion::Motion2Outcome;
pub use points::{PointsGiven, PointsOutcome, PointsStep, SingleChoiceOutcome};
mod ranked;

pub use ranked::{
    BordaOutcome, BordaStep, Duel, IrvOutcome, Lock, LockState, OptionVotes, PathPair, PlacedOption, RankedOption,
    RankedPairsOutcome, RankedReason, Round, RoundAction, SchulzeOutcome, StvOutcome, TieDecision,
};
mod projects;

pub use projects::{EarnedPurchase, KnapsackOutcome, PhragmenOutcome, Purchase, SharesOutcome, rounded};

mod paper;

pub use paper::{PaperTally, SetAsideBallot, SignedTwice, StationTally};
use serde::{Deserialize, Serialize};

use super::{Amount, BallotBody, CouncilId, ElectorateId, EnvelopeId, GroupId, Mode, OptionId, Ties, VoteId};
use crate::language::Language;
use crate::tree::Digest;

/// The entries of the log a result rests on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LogRange {
    /// Index of the entry that opened the vote.
    pub opened: u64,
    /// Index of the entry that closed it; nothing while it is open.
    pub closed: Option<u64>,
    /// How many entries of the log were read.
    pub size: u64,
    /// The Merkle root of these entries (RFC 6962).
    pub root: Digest,
}

/// A group with fewer voters than this is warned about: roll and ballots are public, and what one
/// person voted might be guessed.
pub const SMALL: u64 = 10;

/// How many of a group took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupTurnout {
    /// The group.
    pub group: GroupId,
    /// Voters of the group on the roll.
    pub enrolled: u64,
    /// Voters of the group with a recorded ballot.
    pub voted: u64,
    /// Whether the group is so small (fewer than [`SMALL`]) that its members could be guessed.
    pub small: bool,
}

/// How many took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Turnout {
    /// Voters on the roll.
    pub enrolled: u64,
    /// Voters with a recorded ballot.
    pub voted: u64,
    /// The same by group, in the order of their names.
    pub groups: Vec<GroupTurnout>,
}

impl Turnout {
    /// Whether so few are on the roll that what one of them voted could be guessed.
    #[must_use]
    pub const fn is_small(&self) -> bool {
        self.enrolled < SMALL
    }
}

/// How many of an electorate took part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectorateTurnout {
    /// The electorate.
    pub electorate: ElectorateId,
    /// Who of it took part.
    pub turnout: Turnout,
}

/// One of several electorates of a vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ElectorateTally {
    /// The electorate.
    pub electorate: ElectorateId,
    /// Who of it took part.
    pub turnout: Turnout,
    /// Its ballots that count, one a voter.
    pub counted: u64,
    /// Blank ballots among them.
    pub blank: u64,
    /// The fewest of its ballots that would have changed its own result.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_change: Option<u64>,
    /// Its own result, where electorates are counted separately.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
}

/// Where a vote stands in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum VoteState {
    /// Ballots are taken.
    Open,
    /// Ballots are no longer taken; the result is not certified yet.
    Closed,
    /// The result is certified.
    Certified,
    /// The vote ended without result, or its result was taken back.
    Annulled,
}

/// `submissions/turnout/<vote>.json`: what may be said before certification.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TurnoutFile {
    /// `turnout/1`.
    pub format: String,
    /// The council.
    pub council: CouncilId,
    /// The vote.
    pub vote: VoteId,
    /// Hash of the sealed definition's text.
    pub definition: Digest,
    /// Open, closed or certified.
    pub state: VoteState,
    /// The entries this rests on.
    pub log: LogRange,
    /// Who took part.
    pub turnout: Turnout,
    /// The same by electorate, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub electorates: Vec<ElectorateTurnout>,
    /// Ballots recorded, re-votes among them.
    pub recorded: u64,
    /// Files refused with a recorded reason.
    pub refused: u64,
}

/// How many ballots, by what became of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BallotCounts {
    /// Ballots recorded: counted and superseded.
    pub recorded: u64,
    /// Ballots counted, one a voter.
    pub counted: u64,
    /// Ballots that a later one of the same voter replaced.
    pub superseded: u64,
    /// Blank ballots among those counted.
    pub blank: u64,
    /// Files refused with a recorded reason.
    pub refused: u64,
}

/// A ballot that counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CountedBallot {
    /// Its index in the log.
    pub index: u64,
    /// The voter's weight.
    pub weight: u64,
}

/// A ballot that another one of the same voter replaced.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SupersededBallot {
    /// Its index in the log.
    pub index: u64,
    /// The index of the ballot that counts in its place.
    pub by: u64,
}

/// A file refused with a recorded reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusedFile {
    /// The index of the refusal in the log.
    pub index: u64,
    /// SHA-256 of the refused file.
    pub file: Digest,
    /// The stable code of the reason.
    pub code: String,
}

/// The number drawn in public to decide ties.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DrawnNumber {
    /// The index of the draw in the log.
    pub index: u64,
    /// The number.
    pub drawn: u64,
    /// Root of the log at the closing, which nobody could choose together with the number.
    pub closing_root: Digest,
}

/// Why ballots give cause for doubt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoubtKind {
    /// Signed files that came after the closing and are not counted.
    Late,
    /// Ballots counted under a key that replaced a lost one.
    KeyReplaced,
    /// Ballots refused because their key had as many recorded as the rules allow.
    OverCap,
    /// Papers without a signature in the register, or signatures without a paper, and second
    /// signatures.
    Unreconciled,
    /// Polling stations whose return was not recorded; they weigh as much as the voters who took part
    /// nowhere.
    NoReturn,
}

/// Ballots about which a reader may doubt, and whether they could have changed the result.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// Why.
    pub kind: DoubtKind,
    /// How many.
    pub ballots: u64,
    /// What they weigh together.
    pub weight: u64,
    /// Whether other choices on them could have changed what wins. Never falsely `false`.
    pub could_change: bool,
}

/// What the ballots add up to, by method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "method", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Outcome {
    /// A motion.
    Motion(MotionOutcome),
    /// An approval vote.
    Approval(ApprovalOutcome),
    /// A greedy participatory budget.
    BudgetGreedy(BudgetOutcome),
    /// A motion with a casting vote.
    #[serde(rename = "motion-2")]
    Motion2(Motion2Outcome),
    /// A single choice.
    SingleChoice(SingleChoiceOutcome),
    /// A score vote.
    Score(PointsOutcome),
    /// A cumulative vote.
    Cumulative(PointsOutcome),
    /// A majority judgment.
    MajorityJudgment(MajorityJudgmentOutcome),
    /// An instant runoff.
    Irv(IrvOutcome),
    /// The rules `stv-scottish/1`.
    StvScottish(StvOutcome),
    /// The rules `borda/1`.
    Borda(BordaOutcome),
    /// The rules `ranked-pairs/1`.
    RankedPairs(RankedPairsOutcome),
    /// The rules `schulze/1`.
    Schulze(SchulzeOutcome),
    /// The same by votes or points, with projects that exclude each other.
    #[serde(rename = "budget-greedy-2")]
    BudgetGreedy2(BudgetOutcome),
    /// The Method of Equal Shares.
    BudgetEqualShares(SharesOutcome),
    /// Phragmén's sequential rule.
    BudgetPhragmen(PhragmenOutcome),
    /// The greatest sum of support.
    BudgetKnapsack(KnapsackOutcome),
}

impl Outcome {
    /// What became of each option, in the order of the count; none for a motion.
    #[must_use]
    pub fn fates(&self) -> Vec<(&OptionId, OptionOutcome)> {
        macro_rules! fates {
            ($options:expr) => {
                $options.iter().map(|step| (&step.option, step.outcome)).collect()
            };
        }
        match self {
            Self::Motion(_) | Self::Motion2(_) => Vec::new(),
            Self::Approval(outcome) => fates!(outcome.options),
            Self::SingleChoice(outcome) => fates!(outcome.options),
            Self::Score(outcome) | Self::Cumulative(outcome) => fates!(outcome.options),
            Self::MajorityJudgment(outcome) => fates!(outcome.options),
            Self::Irv(outcome) => fates!(outcome.options),
            Self::StvScottish(outcome) => fates!(outcome.options),
            Self::Borda(outcome) => fates!(outcome.options),
            Self::RankedPairs(outcome) => fates!(outcome.options),
            Self::Schulze(outcome) => fates!(outcome.options),
            Self::BudgetGreedy(outcome) | Self::BudgetGreedy2(outcome) => fates!(outcome.options),
            Self::BudgetEqualShares(outcome) => fates!(outcome.count.options),
            Self::BudgetPhragmen(outcome) => fates!(outcome.count.options),
            Self::BudgetKnapsack(outcome) => fates!(outcome.count.options),
        }
    }
}

/// What became of a motion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MotionDecision {
    /// Quorum and threshold are reached.
    Adopted,
    /// The quorum is reached, the threshold is not.
    Rejected,
    /// Too few took part.
    Inquorate,
}

/// The result of a motion; weights, not heads, where the roll gives weights.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MotionOutcome {
    /// Weight in favour.
    pub votes_for: u64,
    /// Weight against.
    pub votes_against: u64,
    /// Weight abstaining.
    pub abstentions: u64,
    /// Weight of those who declared they take no part.
    pub not_voting: u64,
    /// Weight of blank ballots.
    pub blank: u64,
    /// Weight of the whole roll.
    pub seats: u64,
    /// Weight that took part, against the quorum.
    pub took_part: u64,
    /// What the threshold was a share of.
    pub base: u64,
    /// Adopted, rejected, or without quorum.
    pub decision: MotionDecision,
}

/// What became of an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OptionOutcome {
    /// It wins.
    Selected,
    /// It does not.
    NotSelected,
    /// It is tied, and the rules leave ties to the council.
    Tied,
    /// It comes after a tie that the rules leave to the council.
    Undecided,
}

impl OptionOutcome {
    /// Whether a tie leaves it open.
    #[must_use]
    pub const fn is_open(self) -> bool {
        matches!(self, Self::Tied | Self::Undecided)
    }
}

/// Why an option ended as it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepReason {
    /// Enough support, and room for it.
    Selected,
    /// Less support than the rules ask for.
    BelowMinimum,
    /// None of its envelopes still holds its cost.
    TooDear,
    /// Counting had stopped at a project that no longer fitted.
    CountingStopped,
    /// All places were taken by options with more support.
    NoPlaceLeft,
    /// Equal support, and only some can win.
    Tied,
    /// It comes after an undecided tie.
    AfterTie,
    /// Less than the majority that the rules ask for.
    BelowMajority,
    /// A winner excludes it.
    Excluded,
    /// Its supporters do not hold its cost.
    SupportersShort,
    /// Other projects have more support together.
    NotBest,
    /// The count would have been more work than its rules allow.
    WorkLimit,
}

/// The result of an approval vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalOutcome {
    /// How many may win.
    pub places: u64,
    /// Every option, in the order of the count.
    pub options: Vec<ApprovalStep>,
}

/// One option of an approval vote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ApprovalStep {
    /// The option.
    pub option: OptionId,
    /// The weight of the ballots that chose it.
    pub support: u64,
    /// Selected or not.
    pub outcome: OptionOutcome,
    /// Why.
    pub reason: StepReason,
    /// For an option not selected, where all places are taken: how much more support the last winner has,
    /// or each of those tied for the last place.
    pub behind_last_winner: Option<u64>,
}

/// The result of a greedy participatory budget.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetOutcome {
    /// The currency's ISO 4217 code.
    pub currency: String,
    /// What each envelope held, paid and kept.
    pub envelopes: Vec<EnvelopeOutcome>,
    /// Every project, in the order of the count.
    pub options: Vec<BudgetStep>,
}

/// An envelope after the count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EnvelopeOutcome {
    /// The envelope.
    pub envelope: EnvelopeId,
    /// What it held.
    pub amount: Amount,
    /// What it paid.
    pub spent: Amount,
    /// What is left.
    pub left: Amount,
}

/// One project of a participatory budget, as it was met in the count.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BudgetStep {
    /// The project.
    pub option: OptionId,
    /// The weight of the ballots that chose it.
    pub support: u64,
    /// Its cost.
    pub cost: Amount,
    /// Selected or not.
    pub outcome: OptionOutcome,
    /// Why.
    pub reason: StepReason,
    /// The envelope that pays it, when selected.
    pub paid_from: Option<EnvelopeId>,
    /// What its envelopes still held when its turn came, in the order it may draw on them.
    pub available: Vec<Amount>,
    /// For a project not selected and not excluded: how much more support the last winner that one of
    /// its envelopes pays has, when it has more. In a knapsack: how much more support the project would
    /// have needed to stand in a best set.
    pub behind_last_winner: Option<u64>,
}

/// `submissions/tallies/<vote>.json`: the result and how it came about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TallyFile {
    /// `tally/1`.
    pub format: String,
    /// The council.
    pub council: CouncilId,
    /// The vote.
    pub vote: VoteId,
    /// Hash of the sealed definition's text, which holds the rules.
    pub definition: Digest,
    /// Method and version, such as `budget-greedy/1`.
    pub rules: String,
    /// The shape of the ballots.
    pub body: BallotBody,
    /// Public or pseudonymous.
    pub mode: Mode,
    /// What the rules say of ties, where they matter.
    pub ties: Option<Ties>,
    /// The entries of the log this rests on.
    pub log: LogRange,
    /// Who took part.
    pub turnout: Turnout,
    /// How many ballots.
    pub ballots: BallotCounts,
    /// The polling stations, where the vote takes paper.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub paper: Option<PaperTally>,
    /// The number drawn, where ties were left to a draw and one was held.
    pub draw: Option<DrawnNumber>,
    /// Ballots about which a reader may doubt; none where there are none.
    pub doubts: Vec<Doubt>,
    /// The result; nothing where the electorates are counted separately and each has its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// The electorates, in the order of the definition, where there are several.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub electorates: Vec<ElectorateTally>,
    /// The fewest ballots which, had they said otherwise, would have changed what wins: the decision,
    /// or which options are selected. Exact; nothing where the count has no short exact answer, where a
    /// voter weighs more than 1, where
    /// electorates are counted separately and each has its own, where papers are known by sums alone, and where a tie is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub least_change: Option<u64>,
    /// Every ballot that counts, by index.
    pub counted: Vec<CountedBallot>,
    /// Every ballot that another one replaced, by index.
    pub superseded: Vec<SupersededBallot>,
    /// Every refusal, by index.
    pub refused: Vec<RefusedFile>,
}

impl TallyFile {
    /// The fewest ballots that would have changed the count of `electorate`, or of all.
    #[must_use]
    pub fn least_change_of(&self, electorate: Option<&ElectorateId>) -> Option<u64> {
        match electorate {
            None => self.least_change,
            Some(id) => self.electorates.iter().find(|one| one.electorate == *id)?.least_change,
        }
    }

    /// Every count: that of all ballots, or that of each electorate.
    pub fn outcomes(&self) -> impl Iterator<Item = (Option<&ElectorateId>, &Outcome)> {
        let whole = self.outcome.iter().map(|outcome| (None, outcome));
        whole.chain(self.electorates.iter().filter_map(|one| Some((Some(&one.electorate), one.outcome.as_ref()?))))
    }

    /// The file's bytes: indented JSON with a final line end, the same on every machine.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_json(self)
    }
}

impl TurnoutFile {
    /// The file's bytes: indented JSON with a final line end, the same on every machine.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        to_json(self)
    }
}

/// What [`TallyFile::least_change`] says, in a sentence.
#[must_use]
pub fn least_change(ballots: u64, language: Language) -> String {
    match (language, ballots) {
        (Language::Fr, 1) => "1 bulletin votant autrement aurait changé le résultat".to_owned(),
        (Language::Fr, _) => format!("{ballots} bulletins votant autrement auraient changé le résultat, pas moins"),
        (Language::En, 1) => "1 ballot voting otherwise would have changed the result".to_owned(),
        (Language::En, _) => format!("{ballots} ballots voting otherwise would have changed the result, no fewer"),
    }
}

fn to_json(value: &impl Serialize) -> Vec<u8> {
    let mut bytes = serde_json::to_vec_pretty(value).expect("strings, numbers and lists always have a JSON form");
    bytes.push(b'\n');
    bytes
}
