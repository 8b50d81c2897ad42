//! `majority-judgment/1`: the best median grade wins; between equal medians one median grade at a
//! time is taken away from both until they differ (Balinski and Laraki).
//!
//! Written best first, the grades of an option are a row of as many places as the ballots weigh.
//! Which place is the median, and which the next one once it is taken away, depends on the length
//! of the row alone, and all rows are of one length: of an even row the lower of the two middle
//! places, then from the middle outwards, by turns on one side and the other. So two options part
//! at the place nearest to the middle, in that order, where their rows differ. A row is held as
//! where each grade ends, and no ballot is ever copied.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::places::{outcome, place};
use super::ranking::TieBreak;
use super::{Overflow, Poll};
use crate::council::tally::{GradeWeight, GradedStep, MajorityJudgmentOutcome, Parted, StepReason};
use crate::council::{BlankGrades, MajorityJudgmentRules, OptionId};
use crate::statement::Vote;

/// Counts a majority judgment. An option that a ballot leaves out has the worst grade from it;
/// where the rules refuse that, no such ballot is here.
pub(super) fn count(rules: &MajorityJudgmentRules, poll: &Poll<'_>) -> Result<MajorityJudgmentOutcome, Overflow> {
    let (total, mut rows) = rows(rules, poll)?;
    let lot = |row: &Row<'_>| poll.lots.map(|lots| lots.lot(row.option));
    rows.sort_by(|a, b| compare(&a.ends, &b.ends));
    let mut steps = Vec::with_capacity(rows.len());
    let tie_break = TieBreak::of(rules.ties, poll.lots);
    let mut places = rules.winners as usize;
    for group in rows.chunk_by_mut(|a, b| a.ends == b.ends) {
        group.sort_by_cached_key(lot);
        for at in 0..group.len() {
            let reason = if total == 0 { StepReason::BelowMinimum } else { place(tie_break, places, at, group.len()) };
            steps.push(reason);
        }
        places = places.saturating_sub(group.len());
    }
    let before = std::iter::once(None).chain(rows.iter().map(Some));
    let options = rows.iter().zip(before).zip(steps);
    let options = options.map(|((row, before), reason)| step(rules, row, before, (total, reason))).collect();
    Ok(MajorityJudgmentOutcome { places: u64::from(rules.winners), graded: total, options })
}

/// How two rows of one length compare, each as where its grades end: the better one is less.
pub(super) fn compare(one: &[u64], other: &[u64]) -> Ordering {
    let length = one.last().copied().unwrap_or(0);
    let (one, other) = (Ends(one), Ends(other));
    match first_difference(one, other, length) {
        Some(at) => one.grade(at).cmp(&other.grade(at)),
        None => Ordering::Equal,
    }
}

/// A row without its name.
#[derive(Clone, Copy)]
struct Ends<'a>(&'a [u64]);

impl Ends<'_> {
    /// The grade at the place `at`, counted from 0; the worst beyond the end.
    fn grade(self, at: u64) -> usize {
        self.0.partition_point(|end| *end <= at).min(self.0.len().saturating_sub(1))
    }
}

/// The grades of an option, best first: `ends[g]` is where grade `g` ends, which is the weight of
/// the grades up to it.
struct Row<'a> {
    option: &'a OptionId,
    ends: Vec<u64>,
}

impl Row<'_> {
    fn ends(&self) -> Ends<'_> {
        Ends(&self.ends)
    }

    fn grade(&self, at: u64) -> usize {
        self.ends().grade(at)
    }

    fn weight(&self, grade: usize) -> u64 {
        let end = self.ends.get(grade).copied().unwrap_or(0);
        end - grade.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0)
    }
}

/// The weight of the ballots that grade, and a row for each option.
fn rows<'a>(rules: &MajorityJudgmentRules, poll: &Poll<'a>) -> Result<(u64, Vec<Row<'a>>), Overflow> {
    let grades: BTreeMap<&OptionId, usize> = rules.ids().zip(0..).collect();
    let mut weights: BTreeMap<&OptionId, Vec<u64>> =
        poll.options.iter().map(|option| (&option.id, vec![0; rules.grades.len()])).collect();
    let mut total = 0_u64;
    for ballot in &poll.ballots {
        let Vote::Grades(list) = ballot.vote else { continue };
        if list.is_empty() && rules.blank == BlankGrades::NotCounted {
            continue;
        }
        total = total.checked_add(ballot.weight).ok_or(Overflow)?;
        for (option, grade) in list {
            let at = grades.get(grade).zip(weights.get_mut(option));
            // Never more than `total`, which was just added up.
            if let Some(weight) = at.and_then(|(grade, weights)| weights.get_mut(*grade)) {
                *weight = weight.saturating_add(ballot.weight);
            }
        }
    }
    let row = |option: &'a OptionId| {
        let mut end = 0_u64;
        let weights = weights.get(option).into_iter().flatten();
        let mut ends: Vec<u64> = weights
            .map(|weight| {
                end = end.saturating_add(*weight);
                end
            })
            .collect();
        // What nobody graded is of the worst grade.
        if let Some(last) = ends.last_mut() {
            *last = total;
        }
        Row { option, ends }
    };
    Ok((total, poll.options.iter().map(|option| row(&option.id)).collect()))
}

/// The place of the median in a row of `length`.
const fn middle(length: u64) -> u64 {
    length / 2
}

/// How many medians are taken away before the one at `at`: from the middle outwards, first towards
/// the better grades where the length is even, first towards the worse ones where it is odd.
const fn removed_before(at: u64, length: u64) -> u64 {
    let middle = middle(length);
    let distance = at.abs_diff(middle);
    let first_side = if length.is_multiple_of(2) { at < middle } else { at > middle };
    // At most the length of the row, since the two sides differ by one place at most.
    if first_side { distance * 2 - 1 } else { distance * 2 }
}

/// The place where two rows of `length` part; nothing where they are the same.
fn first_difference(a: Ends<'_>, b: Ends<'_>, length: u64) -> Option<u64> {
    if a.0 == b.0 {
        return None;
    }
    // Between two neighbouring ends of either row both are of one grade, so a stretch differs as a
    // whole, and its place nearest to the middle is its first.
    let mut ends: Vec<u64> = a.0.iter().chain(b.0).copied().collect();
    ends.sort_unstable();
    ends.dedup();
    let starts = std::iter::once(0).chain(ends.iter().copied());
    let stretches = starts.zip(ends.iter().copied()).filter(|(start, end)| start < end);
    let differing = stretches.filter(|(start, _)| a.grade(*start) != b.grade(*start));
    let nearest = differing.map(|(start, end)| middle(length).clamp(start, end - 1));
    nearest.min_by_key(|at| removed_before(*at, length))
}

fn step(
    rules: &MajorityJudgmentRules,
    row: &Row<'_>,
    before: Option<&Row<'_>>,
    (total, reason): (u64, StepReason),
) -> GradedStep {
    let median = row.grade(middle(total));
    let name = |grade: usize| rules.grades.get(grade).map(|grade| grade.id.clone());
    let parted = before.and_then(|before| {
        let at = first_difference(before.ends(), row.ends(), total)?;
        let (before, here) = (name(before.grade(at))?, name(row.grade(at))?);
        Some(Parted { removed: removed_before(at, total), before, here })
    });
    let grades = (0..).zip(rules.ids());
    GradedStep {
        option: row.option.clone(),
        median: name(median).filter(|_| total > 0),
        above: (0..median).map(|grade| row.weight(grade)).sum(),
        below: (median + 1..rules.grades.len()).map(|grade| row.weight(grade)).sum(),
        grades: grades.map(|(at, grade)| GradeWeight { grade: grade.clone(), weight: row.weight(at) }).collect(),
        parted,
        outcome: outcome(reason),
        reason,
    }
}
