//! `budget-greedy/1`: projects by support, each paid whole from the first of its envelopes that
//! still holds its cost.

use std::collections::BTreeMap;

use super::places::outcome;
use super::ranking::{Supported, TieBreak, by_support, groups};
use super::{Overflow, Poll};
use crate::council::tally::{BudgetOutcome, BudgetStep, EnvelopeOutcome, OptionOutcome, StepReason};
use crate::council::{Amount, BudgetEnvelope, BudgetRules, EnvelopeId, Exclusive, TooDear};

/// Counts a participatory budget.
///
/// Projects are taken by support, those of equal support together. Under `ties: report` each
/// project of a group that fits is put to the first of its envelopes that holds its cost. Where
/// every envelope holds the sum of what is put to it, the order within the group plays no part
/// and all are paid; otherwise they are tied, and what comes after is undecided. Under
/// `ties: listed-order` the order of the definition decides, under `ties: draw` the lots drawn. `too-dear: stop` stops after the
/// group in which a project did not fit.
pub(super) fn count(rules: &BudgetRules, poll: &Poll<'_>) -> Result<BudgetOutcome, Overflow> {
    let options = by_support(poll)?;
    let tie_break = TieBreak::of(rules.ties, poll.lots);
    let terms = Terms {
        envelopes: &rules.envelopes,
        exclusive: &[],
        too_dear: rules.too_dear,
        minimum_support: rules.minimum_support,
    };
    let mut count = Count::new(terms, tie_break, Purse::of(&rules.envelopes));
    for group in groups(&options) {
        count.take(group);
    }
    Ok(count.outcome(rules.currency.as_str()))
}

/// What a greedy count goes by.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms<'a> {
    pub(super) envelopes: &'a [BudgetEnvelope],
    pub(super) exclusive: &'a [Exclusive],
    pub(super) too_dear: TooDear,
    pub(super) minimum_support: u64,
}

/// What the envelopes still hold.
#[derive(Clone, Debug)]
pub(super) struct Purse(BTreeMap<EnvelopeId, Amount>);

impl Purse {
    pub(super) fn of(envelopes: &[BudgetEnvelope]) -> Self {
        Self(envelopes.iter().map(|envelope| (envelope.id.clone(), envelope.amount)).collect())
    }

    fn left(&self, envelope: &EnvelopeId) -> Amount {
        self.0.get(envelope).copied().unwrap_or(Amount::ZERO)
    }

    /// The first of the project's envelopes that holds its cost.
    fn payer(&self, project: Supported<'_>) -> Option<&EnvelopeId> {
        let cost = cost(project);
        let (payer, _) = project.option.pays_from.iter().find_map(|id| {
            let (id, left) = self.0.get_key_value(id)?;
            (*left >= cost).then_some((id, left))
        })?;
        Some(payer)
    }

    /// Pays the project, where one of its envelopes can.
    pub(super) fn pay(&mut self, project: Supported<'_>) -> Option<EnvelopeId> {
        let payer = self.payer(project)?.clone();
        let left = self.left(&payer).checked_sub(cost(project))?;
        self.0.insert(payer.clone(), left);
        Some(payer)
    }

    pub(super) fn outcomes(&self, envelopes: &[BudgetEnvelope]) -> Vec<EnvelopeOutcome> {
        let outcome = |envelope: &BudgetEnvelope| {
            let left = self.left(&envelope.id);
            let spent = envelope.amount.checked_sub(left).unwrap_or(Amount::ZERO);
            EnvelopeOutcome { envelope: envelope.id.clone(), amount: envelope.amount, spent, left }
        };
        envelopes.iter().map(outcome).collect()
    }
}

pub(super) fn cost(project: Supported<'_>) -> Amount {
    project.option.cost.unwrap_or(Amount::ZERO)
}

/// The count under way.
pub(super) struct Count<'a> {
    terms: Terms<'a>,
    tie_break: TieBreak,
    pub(super) purse: Purse,
    steps: Vec<(Supported<'a>, StepReason, Option<EnvelopeId>, Vec<Amount>)>,
    /// Why nothing more is paid, once that is so.
    end: Option<StepReason>,
}

impl<'a> Count<'a> {
    pub(super) const fn new(terms: Terms<'a>, tie_break: TieBreak, purse: Purse) -> Self {
        Self { terms, tie_break, purse, steps: Vec::new(), end: None }
    }

    /// What became of envelopes and projects.
    pub(super) fn outcome(self, currency: &str) -> BudgetOutcome {
        let envelopes = self.purse.outcomes(self.terms.envelopes);
        BudgetOutcome { currency: currency.to_owned(), envelopes, options: self.finish() }
    }

    /// Takes projects of equal support.
    pub(super) fn take(&mut self, group: &[Supported<'a>]) {
        let tied = self.end.is_none() && matches!(self.tie_break, TieBreak::Open) && self.is_tied(group);
        let before = self.purse.clone();
        let first = self.steps.len();
        // What an earlier group decided, and what the envelopes held before this one, decides alike for
        // each of the group.
        let excluded: Vec<bool> = group.iter().map(|project| self.is_excluded(*project)).collect();
        for (project, excluded) in group.iter().zip(excluded) {
            self.take_one(*project, tied, excluded, &before);
        }
        let stopped = self.terms.too_dear == TooDear::Stop
            && self.steps[first..].iter().any(|(_, reason, ..)| *reason == StepReason::TooDear);
        if self.end.is_none() && (tied || stopped) {
            self.end = Some(if tied { StepReason::AfterTie } else { StepReason::CountingStopped });
        }
    }

    /// Whether the order within the group could matter: some envelope does not hold the sum of
    /// the projects that would draw on it first.
    fn is_tied(&self, group: &[Supported<'a>]) -> bool {
        let mut asked: BTreeMap<&EnvelopeId, Option<Amount>> = BTreeMap::new();
        let may_win = |project: &&Supported<'_>| self.is_supported(**project) && !self.is_excluded(**project);
        if self.excludes_itself(group) {
            return true;
        }
        for project in group.iter().filter(may_win) {
            if let Some(payer) = self.purse.payer(*project) {
                let sum = asked.entry(payer).or_insert(Some(Amount::ZERO));
                *sum = sum.and_then(|sum| sum.checked_add(cost(*project)));
            }
        }
        asked.into_iter().any(|(envelope, sum)| sum.is_none_or(|sum| sum > self.purse.left(envelope)))
    }

    /// Whether two of the group that could be paid exclude each other.
    fn excludes_itself(&self, group: &[Supported<'a>]) -> bool {
        let payable = |project: &&Supported<'_>| {
            self.is_supported(**project) && !self.is_excluded(**project) && self.purse.payer(**project).is_some()
        };
        self.terms.exclusive.iter().any(|Exclusive(ids)| {
            group.iter().filter(payable).filter(|project| ids.contains(&project.option.id)).count() > 1
        })
    }

    /// Whether a winner excludes the project.
    fn is_excluded(&self, project: Supported<'_>) -> bool {
        let groups = self.terms.exclusive.iter().filter(|Exclusive(ids)| ids.contains(&project.option.id));
        let won = |id: &crate::council::OptionId| {
            let winners = self.steps.iter().filter(|(_, reason, ..)| *reason == StepReason::Selected);
            winners.into_iter().any(|(winner, ..)| winner.option.id == *id)
        };
        groups.into_iter().any(|Exclusive(ids)| ids.iter().any(won))
    }

    fn is_supported(&self, project: Supported<'_>) -> bool {
        project.support > 0 && project.support >= self.terms.minimum_support
    }

    fn take_one(&mut self, project: Supported<'a>, tied: bool, excluded: bool, before: &Purse) {
        let available = project.option.pays_from.iter().map(|id| self.purse.left(id)).collect();
        let (reason, payer) = if !self.is_supported(project) {
            (StepReason::BelowMinimum, None)
        } else if let Some(end) = self.end {
            (end, None)
        } else if excluded {
            (StepReason::Excluded, None)
        } else if before.payer(project).is_none() {
            (StepReason::TooDear, None)
        } else if tied {
            (StepReason::Tied, None)
        } else if self.is_excluded(project) {
            (StepReason::Excluded, None)
        } else {
            match self.purse.pay(project) {
                Some(payer) => (StepReason::Selected, Some(payer)),
                None => (StepReason::TooDear, None),
            }
        };
        self.steps.push((project, reason, payer, available));
    }

    fn finish(self) -> Vec<BudgetStep> {
        let last_winners = self.last_winners();
        let step =
            |(project, reason, paid_from, available): (Supported<'a>, StepReason, Option<EnvelopeId>, Vec<Amount>)| {
                let outcome = outcome(reason);
                let last = project.option.pays_from.iter().filter_map(|id| last_winners.get(id)).min();
                // A winner that excludes it, or money that is short, is no matter of support.
                let behind = last.and_then(|winner| winner.checked_sub(project.support));
                let behind = behind.filter(|behind| *behind > 0 && reason != StepReason::Excluded);
                BudgetStep {
                    option: project.option.id.clone(),
                    support: project.support,
                    cost: cost(project),
                    outcome,
                    reason,
                    paid_from,
                    available,
                    behind_last_winner: behind.filter(|_| outcome == OptionOutcome::NotSelected),
                }
            };
        self.steps.into_iter().map(step).collect()
    }

    /// The least support among the winners that each envelope pays.
    fn last_winners(&self) -> BTreeMap<EnvelopeId, u64> {
        let mut least: BTreeMap<EnvelopeId, u64> = BTreeMap::new();
        for (project, _, payer, _) in &self.steps {
            if let Some(payer) = payer {
                let entry = least.entry(payer.clone()).or_insert(project.support);
                *entry = (*entry).min(project.support);
            }
        }
        least
    }
}
