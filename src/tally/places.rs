//! Places given to options by support: what the methods with a sum for each option share.

use super::Lots;
use super::ranking::{Supported, TieBreak, groups};
use crate::council::Ties;
use crate::council::tally::{ApprovalStep, OptionOutcome, StepReason};

/// What keeps an option from winning, however many places are left.
pub(super) struct Barrier<'a> {
    /// The support without which none wins.
    pub(super) minimum_support: u64,
    /// What else is asked of its support.
    pub(super) other: &'a dyn Fn(u64) -> Option<StepReason>,
}

impl Barrier<'_> {
    fn holds_back(&self, support: u64) -> Option<StepReason> {
        if support < self.minimum_support || support == 0 {
            return Some(StepReason::BelowMinimum);
        }
        (self.other)(support)
    }
}

/// What becomes of the `at`-th of a group of `group` equal options, when `places` are left: a group
/// that fits wins; where only part of it fits, the rules say whether an order decides.
pub(super) const fn place(tie_break: TieBreak, places: usize, at: usize, group: usize) -> StepReason {
    if places == 0 {
        return StepReason::NoPlaceLeft;
    }
    match tie_break {
        _ if group <= places => StepReason::Selected,
        TieBreak::Open => StepReason::Tied,
        TieBreak::InOrder if at < places => StepReason::Selected,
        TieBreak::InOrder => StepReason::NoPlaceLeft,
    }
}

/// Gives the places to `options`, most support first, those of equal support together.
pub(super) fn fill(
    options: &[Supported<'_>],
    (winners, ties): (u32, Ties),
    lots: Option<&Lots>,
    barrier: &Barrier<'_>,
) -> Vec<ApprovalStep> {
    let tie_break = TieBreak::of(ties, lots);
    let mut places = winners as usize;
    let mut steps = Vec::with_capacity(options.len());
    for group in groups(options) {
        for (at, option) in group.iter().enumerate() {
            let held_back = barrier.holds_back(option.support);
            let reason = held_back.unwrap_or_else(|| place(tie_break, places, at, group.len()));
            steps.push((*option, reason));
        }
        places = places.saturating_sub(group.len());
    }
    let taking = steps.iter().filter(|(_, reason)| matches!(reason, StepReason::Selected | StepReason::Tied));
    let sums: Vec<u64> = taking.map(|(option, _)| option.support).collect();
    let by_majority = steps.iter().any(|(_, reason)| *reason == StepReason::BelowMajority);
    // Where a place stays empty or a majority decides, it is not the last winner's sum that was missing.
    let last_place = sums.iter().min().copied().filter(|_| sums.len() >= winners as usize && !by_majority);
    steps.into_iter().map(|(option, reason)| step(option, reason, last_place)).collect()
}

fn step(option: Supported<'_>, reason: StepReason, last_place: Option<u64>) -> ApprovalStep {
    let outcome = outcome(reason);
    let behind = last_place.map(|sum| sum.saturating_sub(option.support));
    ApprovalStep {
        option: option.option.id.clone(),
        support: option.support,
        outcome,
        reason,
        behind_last_winner: behind.filter(|_| outcome == OptionOutcome::NotSelected),
    }
}

/// What a reason amounts to.
pub(super) const fn outcome(reason: StepReason) -> OptionOutcome {
    match reason {
        StepReason::Selected => OptionOutcome::Selected,
        StepReason::Tied => OptionOutcome::Tied,
        StepReason::AfterTie | StepReason::WorkLimit => OptionOutcome::Undecided,
        StepReason::BelowMinimum
        | StepReason::BelowMajority
        | StepReason::TooDear
        | StepReason::CountingStopped
        | StepReason::NoPlaceLeft
        | StepReason::Excluded
        | StepReason::SupportersShort
        | StepReason::NotBest => OptionOutcome::NotSelected,
    }
}
