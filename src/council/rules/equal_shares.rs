//! `budget-equal-shares/1`: the Method of Equal Shares.

use super::{ProjectRules, RuleFields, words};
use crate::council::Amount;
use crate::grammar::{Token, Writer};
use crate::language::Bilingual;

words! {
    /// What a project is worth to a voter who names it.
    Utility {
        /// Its cost.
        Cost = "cost",
        /// One.
        Votes = "votes",
        /// The points given to it.
        Points = "points",
    }
    /// What becomes of money that the shares leave.
    Completion {
        /// It is left.
        None = "none",
        /// Every voter's share grows by a step, as long as what is bought stays within the envelope.
        Add1 = "add1",
        /// Projects by support, as far as the money goes.
        Greedy = "greedy",
        /// The first, then the second.
        Add1Greedy = "add1-greedy",
    }
    /// Among whom the money is shared out.
    Sharers {
        /// Every ballot, blank ones among them.
        Cast = "cast",
        /// Every ballot that is not blank.
        Expressed = "expressed",
    }
}

/// The Method of Equal Shares: each voter holds an equal part of the money, and the supporters of
/// a project pay it in equal parts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EqualSharesRules {
    /// Ballots and money.
    pub projects: ProjectRules,
    /// What a project is worth to a voter.
    pub utility: Utility,
    /// Among whom the money is shared out.
    pub sharers: Sharers,
    /// What becomes of money that is left.
    pub completion: Completion,
    /// By how much each share grows at a time.
    pub step: Option<Amount>,
    /// How many times at most.
    pub steps_max: Option<u32>,
}

impl EqualSharesRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let projects = ProjectRules::read(fields);
        let utility = fields.token("utility");
        let sharers = fields.token("sharers");
        let completion = fields.token("completion");
        let step = fields.token_if("add-step");
        let steps_max = fields.token_if("add-steps-max");
        Ok(Self {
            projects: projects?,
            utility: utility?,
            sharers: sharers?,
            completion: completion?,
            step: step?,
            steps_max: steps_max?,
        })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        self.projects
            .write(writer)
            .token("utility", &self.utility)
            .token("sharers", &self.sharers)
            .token("completion", &self.completion)
            .token("add-step", &self.step)
            .token("add-steps-max", &self.steps_max)
    }

    /// Whether shares grow.
    #[must_use]
    pub const fn grows(&self) -> bool {
        matches!(self.completion, Completion::Add1 | Completion::Add1Greedy)
    }
}
