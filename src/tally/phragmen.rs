//! `budget-phragmen/1`: Phragmén's sequential rule (Los, Christoff, Grossi: Proportional Budget
//! Allocations, 2022), with exact moments.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_bigint::BigUint;

use super::budget::{Purse, cost};
use super::equal_shares::{is_supported, step};
use super::projects::Voices;
use super::ranking::{Supported, TieBreak};
use super::shares::{hundredths, refinement};
use super::{Overflow, Poll};
use crate::council::tally::{BudgetOutcome, EarnedPurchase, PhragmenOutcome, StepReason};
use crate::council::{OptionId, PhragmenRules, TooDear};

/// Counts a budget by Phragmén's rule. A project dearer than the whole envelope plays no part.
///
/// Of the projects that could be bought at one moment, those that no longer fit are passed over
/// (`skip`), or end the count (`stop`). Under `ties: report` the others are bought together where
/// they fit together and no voter names two of them; otherwise they are tied.
pub(super) fn count(rules: &PhragmenRules, poll: &Poll<'_>) -> Result<PhragmenOutcome, Overflow> {
    let voices = Voices::of(&rules.projects, poll)?;
    let supported = voices.supported(&rules.projects, poll)?;
    let budget = rules.projects.envelopes.first().map_or(0, |envelope| envelope.amount.hundredths());
    let mut names: BTreeMap<&OptionId, Vec<u32>> = BTreeMap::new();
    for (voter, voters) in (0..).zip(&voices.voters) {
        for (project, _) in &voters.named {
            names.entry(&poll.options[*project as usize].id).or_default().push(voter);
        }
    }
    let mut open: Vec<Candidate<'_>> = Vec::new();
    let listed: BTreeMap<&OptionId, usize> = poll.options.iter().map(|option| &option.id).zip(0..).collect();
    for project in supported.iter().filter(|project| is_supported(&rules.projects, **project)) {
        let names = names.remove(&project.option.id).unwrap_or_default();
        let weight = names.iter().map(|voter| u128::from(voices.voters[*voter as usize].weight)).sum();
        open.push(Candidate { project: *project, cost: cost(*project).hundredths(), names, weight });
    }
    match poll.lots {
        Some(lots) => open.sort_by_cached_key(|candidate| lots.lot(&candidate.project.option.id)),
        None => open.sort_by_key(|candidate| listed.get(&candidate.project.option.id).copied()),
    }
    open.retain(|candidate| candidate.cost <= budget);
    let weights = voices.voters.iter().map(|voters| voters.weight).collect();
    let mut count = Count {
        too_dear: rules.too_dear,
        tie_break: TieBreak::of(rules.projects.ties, poll.lots),
        weights,
        moments: vec![BigUint::ZERO],
        unit: BigUint::from(1_u8),
        last: vec![0; voices.voters.len()],
        left: budget,
        open,
        bought: Vec::new(),
        tied: Vec::new(),
        stopped: false,
    };
    while count.next() {}
    Ok(count.finish(rules, &supported))
}

struct Candidate<'a> {
    project: Supported<'a>,
    cost: u64,
    /// Who names it.
    names: Vec<u32>,
    /// What they weigh together.
    weight: u128,
}

struct Count<'a> {
    too_dear: TooDear,
    tie_break: TieBreak,
    weights: Vec<u64>,
    /// The moment of each purchase, in hundredths that every voter had earned by then.
    moments: Vec<BigUint>,
    unit: BigUint,
    /// The last purchase each voter paid for.
    last: Vec<u32>,
    left: u64,
    /// In the order in which ties are decided.
    open: Vec<Candidate<'a>>,
    bought: Vec<(Supported<'a>, EarnedPurchase)>,
    tied: Vec<OptionId>,
    stopped: bool,
}

impl Count<'_> {
    /// Buys what can be bought next; `false` when the count is over.
    fn next(&mut self) -> bool {
        let moments: Vec<BigUint> = self.open.iter().map(|candidate| self.moment(candidate)).collect();
        let compare = |a: usize, b: usize| {
            let (left, right) = (&moments[a] * self.open[b].weight, &moments[b] * self.open[a].weight);
            left.cmp(&right)
        };
        let mut now: Vec<usize> = Vec::new();
        for at in 0..self.open.len() {
            match now.first().map_or(Ordering::Less, |first| compare(at, *first)) {
                Ordering::Less => now = vec![at],
                Ordering::Equal => now.push(at),
                Ordering::Greater => {}
            }
        }
        let Some(first) = now.iter().copied().find(|at| self.open[*at].cost <= self.left) else {
            if now.is_empty() || self.too_dear == TooDear::Stop {
                self.stopped = !now.is_empty();
                return false;
            }
            self.drop_too_dear(&now);
            return true;
        };
        if now.iter().any(|at| self.open[*at].cost > self.left) {
            if self.too_dear == TooDear::Stop {
                self.stopped = true;
                return false;
            }
            self.drop_too_dear(&now);
            return true;
        }
        if now.len() > 1 && matches!(self.tie_break, TieBreak::Open) && self.quarrel(&now) {
            self.tied = now.iter().map(|at| self.open[*at].project.option.id.clone()).collect();
            return false;
        }
        self.buy(first, &moments[first]);
        true
    }

    /// What the supporters must have earned together, with what they spent before.
    fn moment(&self, candidate: &Candidate<'_>) -> BigUint {
        let mut spent = vec![0_u128; self.moments.len()];
        for voter in &candidate.names {
            spent[self.last[*voter as usize] as usize] += u128::from(self.weights[*voter as usize]);
        }
        let sum = spent.iter().zip(&self.moments).filter(|(weight, _)| **weight > 0);
        sum.fold(&self.unit * candidate.cost, |sum, (weight, moment)| sum + moment * *weight)
    }

    fn drop_too_dear(&mut self, now: &[usize]) {
        let left = self.left;
        let mut at = 0;
        self.open.retain(|candidate| {
            let goes = now.contains(&at) && candidate.cost > left;
            at += 1;
            !goes
        });
    }

    /// Whether buying one of these could move another: they do not fit together, or a voter names
    /// two.
    fn quarrel(&self, now: &[usize]) -> bool {
        let sum: u128 = now.iter().map(|at| u128::from(self.open[*at].cost)).sum();
        let mut voters: Vec<u32> = now.iter().flat_map(|at| self.open[*at].names.iter().copied()).collect();
        voters.sort_unstable();
        sum > u128::from(self.left) || voters.windows(2).any(|pair| pair[0] == pair[1])
    }

    fn buy(&mut self, at: usize, earned: &BigUint) {
        let candidate = self.open.remove(at);
        let by = refinement(earned, candidate.weight);
        self.unit *= by;
        for moment in &mut self.moments {
            *moment *= by;
        }
        let moment = earned * by / candidate.weight;
        let told = hundredths(&moment, &self.unit);
        self.moments.push(moment);
        let last = u32::try_from(self.moments.len() - 1).unwrap_or(u32::MAX);
        for voter in &candidate.names {
            self.last[*voter as usize] = last;
        }
        self.left -= candidate.cost;
        let option = candidate.project.option.id.clone();
        let payers = u64::try_from(candidate.weight).unwrap_or(u64::MAX);
        self.bought.push((candidate.project, EarnedPurchase { option, payers, moment: told }));
    }

    fn finish(self, rules: &PhragmenRules, supported: &[Supported<'_>]) -> PhragmenOutcome {
        let mut purse = Purse::of(&rules.projects.envelopes);
        let mut options = Vec::new();
        let mut purchases = Vec::new();
        for (project, purchase) in self.bought {
            purse.pay(project);
            options.push(step(project, StepReason::Selected, true));
            purchases.push(purchase);
        }
        let rest: Vec<_> =
            supported.iter().filter(|project| purchases.iter().all(|done| done.option != project.option.id)).collect();
        let reason = |project: Supported<'_>| {
            let is_open = self.open.iter().any(|candidate| candidate.project.option.id == project.option.id);
            if !is_supported(&rules.projects, project) {
                StepReason::BelowMinimum
            } else if self.tied.contains(&project.option.id) {
                StepReason::Tied
            } else if !is_open || cost(project).hundredths() > self.left {
                StepReason::TooDear
            } else if self.stopped {
                StepReason::CountingStopped
            } else {
                StepReason::AfterTie
            }
        };
        options.extend(rest.into_iter().map(|project| step(*project, reason(*project), false)));
        let envelopes = purse.outcomes(&rules.projects.envelopes);
        let currency = rules.projects.currency.as_str().to_owned();
        PhragmenOutcome { purchases, count: BudgetOutcome { currency, envelopes, options } }
    }
}
