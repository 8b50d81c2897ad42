//! `approval/1`: the options with most support win.

use super::ranking::{Supported, TieBreak, by_support, groups};
use super::{Overflow, Poll};
use crate::council::ApprovalRules;
use crate::council::tally::{ApprovalOutcome, ApprovalStep, OptionOutcome, StepReason};

/// Counts an approval vote.
///
/// Options are taken by support, those of equal support together. A group that fits in the
/// places left wins; where only part of it fits, the rules say whether the order of the
/// definition or a draw decides, or the tie is reported.
pub(super) fn count(rules: &ApprovalRules, poll: &Poll<'_>) -> Result<ApprovalOutcome, Overflow> {
    let options = by_support(poll)?;
    let tie_break = TieBreak::of(rules.ties, poll.lots);
    let mut steps = Vec::with_capacity(options.len());
    let mut places = rules.winners as usize;
    for group in groups(&options) {
        for (at, option) in group.iter().enumerate() {
            let reason = reason(rules, tie_break, option.support, (places, at, group.len()));
            steps.push((*option, reason));
        }
        places = places.saturating_sub(group.len());
    }
    let last_winner =
        steps.iter().filter(|(_, reason)| *reason == StepReason::Selected).map(|(option, _)| option.support).min();
    let options = steps.into_iter().map(|(option, reason)| step(option, reason, last_winner)).collect();
    Ok(ApprovalOutcome { places: u64::from(rules.winners), options })
}

/// What becomes of an option, the `at`-th of a group of equal support, when `places` are left.
fn reason(
    rules: &ApprovalRules,
    tie_break: TieBreak,
    support: u64,
    (places, at, group): (usize, usize, usize),
) -> StepReason {
    if support < rules.minimum_support || support == 0 {
        StepReason::BelowMinimum
    } else if places == 0 {
        StepReason::NoPlaceLeft
    } else if group <= places {
        StepReason::Selected
    } else {
        match tie_break {
            TieBreak::Open => StepReason::Tied,
            TieBreak::InOrder if at < places => StepReason::Selected,
            TieBreak::InOrder => StepReason::NoPlaceLeft,
        }
    }
}

fn step(option: Supported<'_>, reason: StepReason, last_winner: Option<u64>) -> ApprovalStep {
    let outcome = outcome(reason);
    let behind = last_winner.map(|winner| winner.saturating_sub(option.support));
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
        | StepReason::TooDear
        | StepReason::CountingStopped
        | StepReason::NoPlaceLeft
        | StepReason::Excluded
        | StepReason::SupportersShort
        | StepReason::NotBest => OptionOutcome::NotSelected,
    }
}
