//! Ties left open: every way of deciding them is followed, up to a bound, to see who wins in all
//! of them, in some or in none.

use super::Papers;
use super::rounds::Run;
use crate::council::tally::{OptionOutcome, RankedOption, RankedReason, Round, TieDecision};
use crate::tally::Overflow;

/// How often a count is begun again, at most, to follow the ways of deciding its ties. It depends
/// on the ballots alone, not on the order of anything, whether that is enough.
pub(super) const MOST_RUNS: usize = 1_000;

/// What every way of deciding the ties leads to. `run` counts along a way: a number for each tie
/// left open, below the number of the options tied there.
pub(super) fn follow(
    papers: &Papers,
    run: impl Fn(&[usize]) -> Result<Run, Overflow>,
) -> Result<(Vec<Round>, Vec<RankedOption>), Overflow> {
    let first = run(&[])?;
    if first.ways == 0 {
        let options = finished(papers, &first);
        return Ok((first.rounds, options));
    }
    let Some((leaves, wins, by_names)) = all_ways(papers, &run, first.ways)? else {
        let outcome = |option: usize| {
            if first.elected.contains(&option) {
                (OptionOutcome::Selected, RankedReason::Selected)
            } else if first.excluded.contains(&option) {
                (OptionOutcome::NotSelected, RankedReason::NotElected)
            } else {
                (OptionOutcome::Undecided, RankedReason::TooManyWays)
            }
        };
        let options = listed(papers, outcome);
        return Ok((first.rounds, options));
    };
    let outcome = |option: usize| match wins[option] {
        0 => (OptionOutcome::NotSelected, RankedReason::NotElected),
        wins if wins == leaves => (OptionOutcome::Selected, RankedReason::Selected),
        _ => (OptionOutcome::Tied, RankedReason::Tied),
    };
    if wins.iter().all(|wins| *wins == 0 || *wins == leaves) {
        let options = finished(papers, &by_names);
        return Ok((by_names.rounds, options));
    }
    Ok((first.rounds, listed(papers, outcome)))
}

/// How many ways there are, in how many each option wins, and the count along the way of the
/// names; nothing where there are too many.
fn all_ways(
    papers: &Papers,
    run: impl Fn(&[usize]) -> Result<Run, Overflow>,
    ways: usize,
) -> Result<Option<(u64, Vec<u64>, Run)>, Overflow> {
    let mut wins = vec![0_u64; papers.options.len()];
    let (mut leaves, mut runs, mut by_names) = (0_u64, 1, None);
    let mut open: Vec<Vec<usize>> = (0..ways).rev().map(|step| vec![step]).collect();
    while let Some(way) = open.pop() {
        runs += 1;
        if runs + open.len() > MOST_RUNS {
            return Ok(None);
        }
        let end = run(&way)?;
        if end.ways > 0 {
            open.extend((0..end.ways).rev().map(|step| [way.as_slice(), &[step]].concat()));
            continue;
        }
        leaves += 1;
        for option in &end.elected {
            wins[*option] += 1;
        }
        by_names.get_or_insert(end);
    }
    Ok(by_names.map(|run| (leaves, wins, run)))
}

/// Every option after a count that came to its end: the elected in their order, then the others,
/// the last excluded first.
fn finished(papers: &Papers, run: &Run) -> Vec<RankedOption> {
    let reason = if run.elected.is_empty() { RankedReason::NoVotes } else { RankedReason::NotElected };
    let elected = run.elected.iter().map(|option| (*option, OptionOutcome::Selected, RankedReason::Selected));
    let left =
        (0..papers.options.len()).filter(|option| !run.elected.contains(option) && !run.excluded.contains(option));
    let others = left.chain(run.excluded.iter().rev().copied());
    let others = others.map(|option| (option, OptionOutcome::NotSelected, reason));
    let ranked = |(option, outcome, reason): (usize, OptionOutcome, RankedReason)| RankedOption {
        option: papers.options[option].clone(),
        outcome,
        reason,
    };
    elected.chain(others).map(ranked).collect()
}

/// Every option: winners, then what is open, then the others; by name within these.
pub(super) fn listed(papers: &Papers, outcome: impl Fn(usize) -> (OptionOutcome, RankedReason)) -> Vec<RankedOption> {
    let ranked = |(option, id): (usize, &crate::council::OptionId)| {
        let (outcome, reason) = outcome(option);
        RankedOption { option: id.clone(), outcome, reason }
    };
    let mut options: Vec<RankedOption> = papers.options.iter().enumerate().map(ranked).collect();
    options.sort_by_key(|option| match option.outcome {
        OptionOutcome::Selected => 0,
        OptionOutcome::Tied => 1,
        OptionOutcome::Undecided => 2,
        OptionOutcome::NotSelected => 3,
    });
    options
}

/// What becomes of each option, where `winners` are those that nothing beats: one wins, of several
/// the first by place, where the rules give places.
pub(super) fn chosen<'a>(
    papers: &'a Papers,
    winners: &'a [usize],
) -> impl Fn(usize) -> (OptionOutcome, RankedReason) + 'a {
    let places = papers.places.as_ref();
    let first = places.and_then(|(places, _)| winners.iter().copied().min_by_key(|option| places[*option]));
    move |option| {
        if papers.total == 0 {
            (OptionOutcome::NotSelected, RankedReason::NoVotes)
        } else if !winners.contains(&option) {
            (OptionOutcome::NotSelected, RankedReason::Beaten)
        } else if winners.len() == 1 || first == Some(option) {
            (OptionOutcome::Selected, RankedReason::Selected)
        } else {
            match places {
                None => (OptionOutcome::Tied, RankedReason::Tied),
                Some((_, TieDecision::Draw)) => (OptionOutcome::NotSelected, RankedReason::LostDraw),
                Some(_) => (OptionOutcome::NotSelected, RankedReason::LostByOrder),
            }
        }
    }
}
