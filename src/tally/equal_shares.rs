//! `budget-equal-shares/1`: the Method of Equal Shares (Peters, Pierczyński, Skowron: Proportional
//! Participatory Budgeting with Additive Utilities, 2021), with exact payments.
//!
//! Voters with the same ballot are taken together, and what is left to a voter is kept once for
//! all who have as much left. The price of a project only grows, so a price computed earlier tells
//! which projects need not be looked at again.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use num_bigint::BigUint;

use super::budget::{Count, Purse, Terms, cost};
use super::projects::Voices;
use super::ranking::{Supported, TieBreak, groups};
use super::shares::{fraction, hundredths, refinement};
use super::{Overflow, Poll};
use crate::council::tally::{BudgetOutcome, BudgetStep, Purchase, SharesOutcome, StepReason};
use crate::council::{Completion, EqualSharesRules, ProjectRules, Sharers, TooDear, Utility};

/// Counts a budget by equal shares.
pub(super) fn count(rules: &EqualSharesRules, poll: &Poll<'_>) -> Result<SharesOutcome, Overflow> {
    let projects = &rules.projects;
    let voices = Voices::of(projects, poll)?;
    let supported = voices.supported(projects, poll)?;
    let sharers = match rules.sharers {
        Sharers::Cast => voices.cast,
        Sharers::Expressed => voices.expressed,
    };
    let field = Field::of(rules, &voices, &supported, poll);
    let budget = projects.envelopes.first().map_or(0, |envelope| envelope.amount.hundredths());
    let step = u128::from(rules.step.map_or(0, crate::council::Amount::hundredths)) * u128::from(sharers);
    let tie_break = TieBreak::of(projects.ties, poll.lots);
    let mut money = u128::from(budget);
    let mut steps = 0;
    let mut run = field.run(money, sharers, tie_break)?;
    while rules.grows() && run.tied.is_empty() && steps < u64::from(rules.steps_max.unwrap_or(0)) {
        if field.is_exhausted(&run, budget) {
            break;
        }
        money = money.checked_add(step).ok_or(Overflow)?;
        let next = field.run(money, sharers, tie_break)?;
        if next.tied.is_empty() && field.cost_of(&next) > u128::from(budget) {
            break;
        }
        run = next;
        steps += 1;
    }
    // The last growth of `money` may be one that was given up.
    let last = step.checked_mul(steps.into()).and_then(|grown| grown.checked_add(budget.into())).ok_or(Overflow)?;
    let (share, last_share) = (fraction(budget.into(), sharers), fraction(last, sharers));
    let (purchases, count) = finish(rules, &supported, &field, run, tie_break);
    Ok(SharesOutcome { share, steps, last_share, purchases, count })
}

/// A project that may be bought.
struct Project<'a> {
    supported: Supported<'a>,
    cost: u64,
    /// What the points of a ballot are multiplied with to give its utility.
    factor: u64,
    /// Who names it, by their place among the voters, with their points.
    names: Vec<(u32, u32)>,
}

/// Projects and voters.
struct Field<'a> {
    /// In the order in which ties are decided.
    projects: Vec<Project<'a>>,
    weights: Vec<u64>,
}

/// The price of a project for a point of utility: `rest` over `points`, in the smallest unit.
#[derive(Clone)]
struct Price {
    rest: BigUint,
    /// The weight of those who pay in full, times their points.
    points: u128,
    /// The points times the factor of the project.
    utility: BigUint,
}

impl Price {
    fn compare(&self, other: &Self) -> Ordering {
        (&self.rest * &other.utility).cmp(&(&other.rest * &self.utility))
    }
}

/// What one round of buying gave.
struct Run {
    /// Projects by their place, with what they took of whom.
    bought: Vec<(usize, Purchase)>,
    tied: Vec<usize>,
}

/// What is left to the voters: each points to an amount, kept once for all who have as much.
struct Money {
    unit: BigUint,
    amounts: Vec<BigUint>,
    holders: Vec<u64>,
    free: Vec<u32>,
    of: Vec<u32>,
}

impl Money {
    fn refine(&mut self, by: u128, prices: &mut [Option<Price>]) {
        if by == 1 {
            return;
        }
        self.unit *= by;
        for (amount, holders) in self.amounts.iter_mut().zip(&self.holders) {
            if *holders > 0 {
                *amount *= by;
            }
        }
        for price in prices.iter_mut().flatten() {
            price.rest *= by;
        }
    }

    fn keep(&mut self, amount: BigUint) -> u32 {
        if let Some(place) = self.free.pop() {
            self.amounts[place as usize] = amount;
            return place;
        }
        self.amounts.push(amount);
        self.holders.push(0);
        // There are never more amounts than voters, who are counted in `u32`.
        u32::try_from(self.amounts.len() - 1).unwrap_or(u32::MAX)
    }

    fn move_voter(&mut self, voter: u32, to: u32) {
        let from = std::mem::replace(&mut self.of[voter as usize], to);
        self.holders[to as usize] += 1;
        self.holders[from as usize] -= 1;
        if self.holders[from as usize] == 0 {
            self.free.push(from);
        }
    }
}

impl<'a> Field<'a> {
    fn of(rules: &EqualSharesRules, voices: &Voices, supported: &[Supported<'a>], poll: &Poll<'a>) -> Self {
        let mut names: Vec<Vec<(u32, u32)>> = vec![Vec::new(); poll.options.len()];
        for (voter, voters) in (0..).zip(&voices.voters) {
            for (project, points) in &voters.named {
                let points = if rules.utility == Utility::Points { *points } else { 1 };
                if points > 0 {
                    names[*project as usize].push((voter, points));
                }
            }
        }
        let places: BTreeMap<&crate::council::OptionId, usize> =
            poll.options.iter().map(|option| &option.id).zip(0..).collect();
        let mut projects: Vec<(usize, Project<'a>)> = Vec::new();
        for project in supported.iter().filter(|project| is_supported(&rules.projects, **project)) {
            let place = places.get(&project.option.id).copied().unwrap_or(0);
            let cost = cost(*project).hundredths();
            let factor = if rules.utility == Utility::Cost { cost.max(1) } else { 1 };
            let names = std::mem::take(&mut names[place]);
            if !names.is_empty() {
                projects.push((place, Project { supported: *project, cost, factor, names }));
            }
        }
        match poll.lots {
            Some(lots) => projects.sort_by_cached_key(|(_, project)| lots.lot(&project.supported.option.id)),
            None => projects.sort_by_key(|(place, _)| *place),
        }
        let projects = projects.into_iter().map(|(_, project)| project).collect();
        Self { projects, weights: voices.voters.iter().map(|voters| voters.weight).collect() }
    }

    fn cost_of(&self, run: &Run) -> u128 {
        run.bought.iter().map(|(at, _)| u128::from(self.projects[*at].cost)).sum()
    }

    /// Whether no project that is left would still fit.
    fn is_exhausted(&self, run: &Run, budget: u64) -> bool {
        let spent = self.cost_of(run);
        let bought: Vec<usize> = run.bought.iter().map(|(at, _)| *at).collect();
        let mut rest = (0..self.projects.len()).filter(|at| !bought.contains(at));
        rest.all(|at| spent + u128::from(self.projects[at].cost) > u128::from(budget))
    }

    /// Buys projects until no supporters can pay another, where `money` hundredths are shared out
    /// among `sharers`.
    fn run(&self, money: u128, sharers: u64, tie_break: TieBreak) -> Result<Run, Overflow> {
        let mut held = Money {
            unit: BigUint::from(sharers.max(1)),
            amounts: vec![BigUint::from(money)],
            holders: vec![self.weights.len() as u64],
            free: Vec::new(),
            of: vec![0; self.weights.len()],
        };
        // Until it is looked at, nothing is known of a price; `None` is an open question.
        let mut prices: Vec<Option<Price>> = vec![None; self.projects.len()];
        let mut open: Vec<usize> = (0..self.projects.len()).collect();
        let mut run = Run { bought: Vec::new(), tied: Vec::new() };
        loop {
            let best = self.cheapest(&held, &mut prices, &mut open)?;
            let Some(first) = best.first().copied() else { return Ok(run) };
            if best.len() > 1 && matches!(tie_break, TieBreak::Open) && self.quarrel(&held, &prices, &best) {
                run.tied = best;
                return Ok(run);
            }
            let price = prices[first].clone().ok_or(Overflow)?;
            let purchase = self.buy(first, &price, &mut held, &mut prices);
            run.bought.push((first, purchase));
            open.retain(|at| *at != first);
        }
    }

    /// The projects with the least price, in the order of ties; those that nobody can pay any more
    /// are left out for good.
    fn cheapest(
        &self,
        held: &Money,
        prices: &mut [Option<Price>],
        open: &mut Vec<usize>,
    ) -> Result<Vec<usize>, Overflow> {
        let before = |a: &usize, b: &usize| match (&prices[*a], &prices[*b]) {
            (Some(a), Some(b)) => a.compare(b),
            (a, b) => a.is_some().cmp(&b.is_some()),
        };
        open.sort_by(before);
        let mut best: Vec<usize> = Vec::new();
        let mut dead: Vec<usize> = Vec::new();
        for at in open.iter().copied() {
            let least = best.first().and_then(|first| prices[*first].clone());
            if let (Some(known), Some(least)) = (&prices[at], &least)
                && known.compare(least) == Ordering::Greater
            {
                break;
            }
            let Some(price) = self.price(at, held)? else {
                dead.push(at);
                continue;
            };
            match least.map_or(Ordering::Less, |least| price.compare(&least)) {
                Ordering::Less => best = vec![at],
                Ordering::Equal => best.push(at),
                Ordering::Greater => {}
            }
            prices[at] = Some(price);
        }
        open.retain(|at| !dead.contains(at));
        best.sort_unstable();
        Ok(best)
    }

    /// The supporters of a project, those with as much left and as many points together: amount,
    /// points, weight; first those whose money is soonest gone.
    fn payers(&self, at: usize, held: &Money) -> Result<Vec<(u32, u32, u64)>, Overflow> {
        let names = &self.projects[at].names;
        let mut keys: Vec<(u32, u32, u64)> = names
            .iter()
            .map(|(voter, points)| (held.of[*voter as usize], *points, self.weights[*voter as usize]))
            .collect();
        keys.sort_unstable();
        let mut payers: Vec<(u32, u32, u64)> = Vec::new();
        for (amount, points, weight) in keys {
            match payers.last_mut() {
                Some(last) if (last.0, last.1) == (amount, points) => {
                    last.2 = last.2.checked_add(weight).ok_or(Overflow)?;
                }
                _ => payers.push((amount, points, weight)),
            }
        }
        let amount = |payer: &(u32, u32, u64)| &held.amounts[payer.0 as usize];
        payers.sort_by(|a, b| match a.1.cmp(&b.1) {
            Ordering::Equal => amount(a).cmp(amount(b)),
            _ => (amount(a) * b.1).cmp(&(amount(b) * a.1)),
        });
        Ok(payers)
    }

    /// What a project costs for a point of utility; nothing where its supporters do not hold its
    /// cost together.
    fn price(&self, at: usize, held: &Money) -> Result<Option<Price>, Overflow> {
        let project = &self.projects[at];
        let payers = self.payers(at, held)?;
        let mut rest = &held.unit * project.cost;
        let mut points: u128 = 0;
        for (_, worth, weight) in &payers {
            let more = u128::from(*weight) * u128::from(*worth);
            points = points.checked_add(more).ok_or(Overflow)?;
        }
        for (amount, worth, weight) in payers {
            let amount = &held.amounts[amount as usize];
            if &rest * worth <= amount * points {
                let utility = BigUint::from(points) * project.factor;
                return Ok(Some(Price { rest, points, utility }));
            }
            rest -= amount * weight;
            points -= u128::from(weight) * u128::from(worth);
        }
        Ok(None)
    }

    /// Whether buying one of these projects of equal price could make another dearer: some voter
    /// names two of them and does not hold the parts of both.
    fn quarrel(&self, held: &Money, prices: &[Option<Price>], tied: &[usize]) -> bool {
        let Some(price) = tied.first().and_then(|at| prices[*at].as_ref()) else { return false };
        let mut parts: BTreeMap<u32, (u32, BigUint)> = BTreeMap::new();
        for project in tied.iter().map(|at| &self.projects[*at]) {
            for (voter, points) in &project.names {
                let part = parts.entry(*voter).or_default();
                part.0 += 1;
                part.1 += BigUint::from(project.factor) * *points;
            }
        }
        parts.into_iter().filter(|(_, (count, _))| *count > 1).any(|(voter, (_, utility))| {
            let amount = &held.amounts[held.of[voter as usize] as usize];
            utility * &price.rest > amount * &price.utility
        })
    }

    fn buy(&self, at: usize, price: &Price, held: &mut Money, prices: &mut [Option<Price>]) -> Purchase {
        let project = &self.projects[at];
        let by = refinement(&price.rest, price.points);
        held.refine(by, prices);
        let part = &price.rest * by / price.points;
        let mut left: BTreeMap<(u32, u32), (u32, bool)> = BTreeMap::new();
        let (mut payers, mut gave_all) = (0_u64, 0_u64);
        for (voter, points) in &project.names {
            let from = held.of[*voter as usize];
            let weight = self.weights[*voter as usize];
            let (to, short) = *left.entry((from, *points)).or_insert_with(|| {
                let (due, amount) = (&part * *points, &held.amounts[from as usize]);
                let short = due > *amount;
                let rest = if short { BigUint::ZERO } else { amount - due };
                // Held until the last voter has moved, so that its place is not given away.
                let place = held.keep(rest);
                held.holders[place as usize] += 1;
                (place, short)
            });
            held.move_voter(*voter, to);
            payers = payers.saturating_add(weight);
            gave_all = gave_all.saturating_add(if short { weight } else { 0 });
        }
        for (place, _) in left.into_values() {
            held.holders[place as usize] -= 1;
        }
        let option = project.supported.option.id.clone();
        Purchase { option, payers, gave_all, each: hundredths(&part, &held.unit) }
    }
}

pub(super) fn is_supported(rules: &ProjectRules, project: Supported<'_>) -> bool {
    project.support > 0 && project.support >= rules.minimum_support
}

/// A project that was not bought, or that its supporters bought.
pub(super) fn step(project: Supported<'_>, reason: StepReason, paid: bool) -> BudgetStep {
    let paid_from = project.option.pays_from.first().filter(|_| paid).cloned();
    BudgetStep {
        option: project.option.id.clone(),
        support: project.support,
        cost: cost(project),
        outcome: super::places::outcome(reason),
        reason,
        paid_from,
        available: Vec::new(),
        behind_last_winner: None,
    }
}

/// Winners first, then what else the rules do with the money that is left.
fn finish(
    rules: &EqualSharesRules,
    supported: &[Supported<'_>],
    field: &Field<'_>,
    run: Run,
    tie_break: TieBreak,
) -> (Vec<Purchase>, BudgetOutcome) {
    let terms = Terms {
        envelopes: &rules.projects.envelopes,
        exclusive: &[],
        too_dear: TooDear::Skip,
        minimum_support: rules.projects.minimum_support,
    };
    let mut purse = Purse::of(terms.envelopes);
    let currency = rules.projects.currency.as_str();
    let tied: Vec<_> = run.tied.iter().map(|at| &field.projects[*at].supported.option.id).collect();
    // Where shares grow, another step could give back what this one bought: with a tie, nothing is
    // certain.
    let certain = tied.is_empty() || !rules.grows();
    let mut options: Vec<BudgetStep> = Vec::new();
    let mut purchases = Vec::new();
    for (at, purchase) in run.bought.into_iter().filter(|_| certain) {
        let project = field.projects[at].supported;
        purse.pay(project);
        options.push(step(project, StepReason::Selected, true));
        purchases.push(purchase);
    }
    let rest: Vec<Supported<'_>> = supported
        .iter()
        .filter(|project| options.iter().all(|done| done.option != project.option.id))
        .copied()
        .collect();
    if tied.is_empty() && matches!(rules.completion, Completion::Greedy | Completion::Add1Greedy) {
        let mut count = Count::new(terms, tie_break, purse);
        for group in groups(&rest) {
            count.take(group);
        }
        let BudgetOutcome { envelopes, options: completed, .. } = count.outcome(currency);
        options.extend(completed.into_iter().map(|step| BudgetStep { behind_last_winner: None, ..step }));
        return (purchases, BudgetOutcome { currency: currency.to_owned(), envelopes, options });
    }
    let reason = |project: Supported<'_>| {
        if !is_supported(&rules.projects, project) {
            StepReason::BelowMinimum
        } else if tied.contains(&&project.option.id) {
            StepReason::Tied
        } else if tied.is_empty() {
            StepReason::SupportersShort
        } else {
            StepReason::AfterTie
        }
    };
    options.extend(rest.into_iter().map(|project| step(project, reason(project), false)));
    let envelopes = purse.outcomes(terms.envelopes);
    (purchases, BudgetOutcome { currency: currency.to_owned(), envelopes, options })
}
