//! `budget-knapsack/1`: of all sets of projects within the envelope, one with most support.
//!
//! Projects are added one after the other, from both ends, to lists of partial sets (Nemhauser and
//! Ullmann, 1969): of two partial sets the one that costs no less and has no more support is left
//! out. From the two lists around a project follows, exactly, the best that can be had with it and
//! without it.

use super::budget::{Purse, cost};
use super::equal_shares::{is_supported, step};
use super::projects::Voices;
use super::ranking::{Supported, TieBreak};
use super::{Overflow, Poll};
use crate::council::KnapsackRules;
use crate::council::tally::{BudgetOutcome, BudgetStep, KnapsackOutcome, OptionOutcome, StepReason};

/// A partial set: what it costs, and its support. Lists of them rise in both.
type Sums = (u64, u64);

/// Counts a budget as a knapsack.
///
/// A project that stands in every best set wins, one that stands in none does not. One that stands
/// in some is tied under `ties: report`; otherwise the projects are asked in the order of the
/// definition, or of the lots drawn, and each wins that stands in a best set with the winners
/// before it.
pub(super) fn count(rules: &KnapsackRules, poll: &Poll<'_>) -> Result<KnapsackOutcome, Overflow> {
    let projects = &rules.projects;
    let supported = Voices::of(projects, poll)?.supported(projects, poll)?;
    let budget = projects.envelopes.first().map_or(0, |envelope| envelope.amount.hundredths());
    supported.iter().try_fold(0_u64, |sum, project| sum.checked_add(project.support)).ok_or(Overflow)?;
    let place = |project: &Supported<'_>| poll.options.iter().position(|option| option.id == project.option.id);
    let mut items: Vec<Supported<'_>> =
        supported.iter().filter(|project| is_supported(projects, **project)).copied().collect();
    match poll.lots {
        Some(lots) => items.sort_by_cached_key(|project| lots.lot(&project.option.id)),
        None => items.sort_by_cached_key(place),
    }
    let mut purse = Purse::of(&projects.envelopes);
    let mut kept = 0;
    let solved = Solved::of(&items, budget, rules.sets_max, &mut kept);
    let tie_break = TieBreak::of(projects.ties, poll.lots);
    let fates = solved.as_ref().map(|solved| solved.fates(&items, tie_break));
    let mut options: Vec<BudgetStep> = Vec::new();
    for project in &supported {
        let at = items.iter().position(|item| item.option.id == project.option.id);
        let (reason, behind) = match (at, &fates) {
            (None, _) => (StepReason::BelowMinimum, None),
            (Some(at), Some(fates)) => fates[at],
            (Some(_), None) => (StepReason::WorkLimit, None),
        };
        if reason == StepReason::Selected {
            purse.pay(*project);
        }
        let done = step(*project, reason, reason == StepReason::Selected);
        options.push(BudgetStep { behind_last_winner: behind, ..done });
    }
    options.sort_by_key(|done| done.outcome != OptionOutcome::Selected);
    let several = solved.as_ref().is_some_and(|solved| solved.optional().any(|open| open));
    let (best, currency) = (solved.as_ref().map(|solved| solved.best), projects.currency.as_str().to_owned());
    let envelopes = purse.outcomes(&projects.envelopes);
    Ok(KnapsackOutcome { best, several, sets: kept, count: BudgetOutcome { currency, envelopes, options } })
}

struct Solved {
    budget: u64,
    best: u64,
    /// The partial sets of the projects from the `at`-th on.
    after: Vec<Vec<Sums>>,
    /// For each project, the best with it and the best without it; nothing where it is too dear.
    with_without: Vec<(Option<u64>, u64)>,
}

impl Solved {
    /// Nothing where more than `most` partial sets would be kept.
    fn of(items: &[Supported<'_>], budget: u64, most: u64, kept: &mut u64) -> Option<Self> {
        let start: Vec<Sums> = vec![(0, 0)];
        let mut after = vec![start.clone()];
        for item in items.iter().rev() {
            let longer = grown(after.last()?, *item, budget);
            *kept = kept.saturating_add(longer.len() as u64);
            if *kept > most {
                return None;
            }
            after.push(longer);
        }
        after.reverse();
        let best = after.first()?.last()?.1;
        let mut before = start;
        let mut with_without = Vec::with_capacity(items.len());
        for (item, after) in items.iter().zip(after.iter().skip(1)) {
            let rest = budget.checked_sub(cost(*item).hundredths());
            let with = rest.and_then(|rest| joined(&before, after, rest)).and_then(|sum| sum.checked_add(item.support));
            with_without.push((with, joined(&before, after, budget).unwrap_or(0)));
            before = grown(&before, *item, budget);
            *kept = kept.saturating_add(before.len() as u64);
            if *kept > most {
                return None;
            }
        }
        Some(Self { budget, best, after, with_without })
    }

    /// Whether each project stands in some best sets and not in others.
    fn optional(&self) -> impl Iterator<Item = bool> {
        self.with_without.iter().map(|(with, without)| *with == Some(self.best) && *without == self.best)
    }

    fn fates(&self, items: &[Supported<'_>], tie_break: TieBreak) -> Vec<(StepReason, Option<u64>)> {
        let (mut spent, mut support) = (0, 0);
        let mut fates = Vec::with_capacity(items.len());
        for (at, item) in items.iter().enumerate() {
            let (with, without) = self.with_without[at];
            let wins = match (tie_break, with == Some(self.best), without == self.best) {
                (TieBreak::Open, true, true) => {
                    fates.push((StepReason::Tied, None));
                    continue;
                }
                (TieBreak::Open, in_some, _) => in_some,
                (TieBreak::InOrder, ..) => {
                    let most = |spent: u64| best_within(&self.after[at + 1], self.budget.checked_sub(spent)?);
                    let cost = cost(*item).hundredths();
                    let sum = spent + cost;
                    let wins = most(sum).is_some_and(|more| support + item.support + more == self.best);
                    if wins {
                        (spent, support) = (sum, support + item.support);
                    }
                    wins
                }
            };
            let lost = if with.is_none() { StepReason::TooDear } else { StepReason::NotBest };
            let behind = with.map(|with| self.best - with).filter(|_| !wins);
            fates.push((if wins { StepReason::Selected } else { lost }, behind));
        }
        fates
    }
}

/// The partial sets with and without `item`, those left out of which another is as good.
fn grown(list: &[Sums], item: Supported<'_>, budget: u64) -> Vec<Sums> {
    let price = cost(item).hundredths();
    let mut with = list
        .iter()
        .map(|(cost, support)| (cost.saturating_add(price), support + item.support))
        .take_while(|(cost, _)| *cost <= budget)
        .peekable();
    let mut without = list.iter().copied().peekable();
    let mut grown: Vec<Sums> = Vec::with_capacity(list.len());
    loop {
        let next = match (without.peek(), with.peek()) {
            (None, None) => return grown,
            (Some(_), None) => without.next(),
            (None, Some(_)) => with.next(),
            // Cheaper first; of the same cost, more support first.
            (Some(a), Some(b)) if (a.0, std::cmp::Reverse(a.1)) <= (b.0, std::cmp::Reverse(b.1)) => without.next(),
            (Some(_), Some(_)) => with.next(),
        };
        if let Some(next) = next
            && grown.last().is_none_or(|last| last.1 < next.1)
        {
            grown.push(next);
        }
    }
}

/// The most support in a list within `budget`.
fn best_within(list: &[Sums], budget: u64) -> Option<u64> {
    let fits = list.partition_point(|(cost, _)| *cost <= budget);
    fits.checked_sub(1).map(|last| list[last].1)
}

/// The most support of one set from each list that cost no more than `budget` together.
fn joined(before: &[Sums], after: &[Sums], budget: u64) -> Option<u64> {
    let mut end = after.len();
    let mut best = None;
    for (cost, support) in before {
        let Some(rest) = budget.checked_sub(*cost) else { break };
        while end > 0 && after[end - 1].0 > rest {
            end -= 1;
        }
        if end == 0 {
            break;
        }
        best = best.max(Some(support + after[end - 1].1));
    }
    best
}
