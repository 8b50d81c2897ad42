//! Motions: five answers, and how many ballots give each.

use super::{Gains, smaller};
use crate::council::tally::MotionDecision;
use crate::council::{Answer, Comparison, Equality, Fraction, Motion2Rules, MotionBase, MotionRules, ShareOf};
use crate::statement::Vote;
use crate::tally::Poll;
use crate::tally::doubt::least_of_quorum;

/// Ballots by answer, in the order of [`Answer::ALL`].
type Counts = [u64; 5];

const FOR: usize = 0;
const AGAINST: usize = 1;
const NOT_VOTING: usize = 3;

/// With a casting vote, the most ballots whose changes are tried together.
/// The number of ways grows with its eighth power: this many are tried in a blink.
const MOST_TRIED: u64 = 8;

/// A motion without a casting vote.
struct Motion<'a> {
    quorum: Fraction,
    threshold: Fraction,
    comparison: Comparison,
    in_base: &'a dyn Fn(Answer) -> bool,
    base_is_seats: bool,
    seats: u64,
}

pub(super) fn of_motion(rules: &MotionRules, poll: &Poll<'_>) -> Option<u64> {
    let in_base = |answer| match rules.base {
        MotionBase::Expressed => matches!(answer, Answer::For | Answer::Against),
        MotionBase::Cast => answer != Answer::NotVoting,
        MotionBase::Seats => false,
    };
    let motion = Motion {
        quorum: rules.quorum,
        threshold: rules.threshold,
        comparison: rules.comparison,
        in_base: &in_base,
        base_is_seats: rules.base == MotionBase::Seats,
        seats: poll.seats,
    };
    motion.least(counts(poll, None))
}

pub(super) fn of_motion2(rules: &Motion2Rules, poll: &Poll<'_>) -> Option<u64> {
    let in_base = |answer| match rules.base {
        ShareOf::Expressed => matches!(answer, Answer::For | Answer::Against),
        ShareOf::Cast => answer != Answer::NotVoting,
        ShareOf::Present => rules.is_present(answer),
        ShareOf::Seats => false,
    };
    let motion = Motion {
        quorum: rules.quorum,
        threshold: rules.threshold,
        comparison: rules.comparison,
        in_base: &in_base,
        base_is_seats: rules.base == ShareOf::Seats,
        seats: poll.seats,
    };
    let chair = rules.chair.as_ref().filter(|_| rules.tie == Equality::CastingVote);
    let theirs = poll.ballots.iter().position(|ballot| chair.is_some() && ballot.voter == chair);
    match theirs.map(|at| (at, poll.ballots[at].vote)) {
        Some((at, Vote::Answer(answer))) => motion.least_with_chair(counts(poll, Some(at)), place(*answer)),
        _ => motion.least(counts(poll, None)),
    }
}

fn place(answer: Answer) -> usize {
    Answer::ALL.iter().position(|other| *other == answer).unwrap_or(NOT_VOTING)
}

fn counts(poll: &Poll<'_>, without: Option<usize>) -> Counts {
    let mut counts = [0_u64; 5];
    for (_, ballot) in poll.ballots.iter().enumerate().filter(|(at, _)| Some(*at) != without) {
        if let Vote::Answer(answer) = ballot.vote {
            let count = &mut counts[place(*answer)];
            *count = count.saturating_add(ballot.weight);
        }
    }
    counts
}

fn sum(counts: Counts) -> u64 {
    counts.into_iter().fold(0, u64::saturating_add)
}

impl Motion<'_> {
    fn took_part(counts: Counts) -> u64 {
        sum(counts) - counts[NOT_VOTING]
    }

    /// What one ballot adds to how far the motion is beyond its threshold, in parts of the share.
    fn part(&self, answer: usize) -> i128 {
        let of_base = if (self.in_base)(Answer::ALL[answer]) { i128::from(self.threshold.numerator()) } else { 0 };
        if answer == FOR { i128::from(self.threshold.denominator()) - of_base } else { -of_base }
    }

    fn beyond(&self, counts: Counts) -> i128 {
        let seats =
            if self.base_is_seats { i128::from(self.threshold.numerator()) * i128::from(self.seats) } else { 0 };
        (0..5).map(|answer| self.part(answer) * i128::from(counts[answer])).sum::<i128>() - seats
    }

    /// What decides at the threshold: 1 where equality is not enough.
    fn strict(&self) -> i128 {
        i128::from(self.comparison == Comparison::MoreThan)
    }

    /// The decision where `casting` is the chair's vote for, which takes part in `counts`.
    fn decide(&self, counts: Counts, casting: bool) -> MotionDecision {
        let equality = counts[FOR] == counts[AGAINST];
        let passes = if equality {
            casting && self.beyond(counts) >= 0
        } else {
            counts[FOR] > 0 && self.beyond(counts) >= self.strict()
        };
        if Self::took_part(counts) < least_of_quorum(self.quorum, self.seats) {
            MotionDecision::Inquorate
        } else if passes {
            MotionDecision::Adopted
        } else {
            MotionDecision::Rejected
        }
    }

    fn least(&self, counts: Counts) -> Option<u64> {
        let (took_part, quorum) = (Self::took_part(counts), least_of_quorum(self.quorum, self.seats));
        // Each answer may become `not-voting`.
        let inquorate = (took_part >= quorum && quorum > 0).then(|| took_part - quorum + 1);
        match self.decide(counts, false) {
            MotionDecision::Inquorate => {
                let need = quorum - took_part;
                (need <= counts[NOT_VOTING]).then_some(need)
            }
            MotionDecision::Adopted => {
                let worst = (0..5).map(|answer| self.part(answer)).min().unwrap_or(0);
                let mut gains = Gains::default();
                (0..5).for_each(|answer| gains.add(self.part(answer) - worst, counts[answer]));
                let fails = gains.fewest(self.beyond(counts) - self.strict() + 1);
                // A ballot that goes from one side to the other moves the difference by two, one that
                // abstains by one.
                let equal = counts[FOR].abs_diff(counts[AGAINST]).div_ceil(2);
                smaller(smaller(inquorate, fails), Some(equal.min(counts[FOR])))
            }
            MotionDecision::Rejected => match self.adopted(counts) {
                Ok(adopted) => smaller(inquorate, adopted),
                Err(at_least) => inquorate.filter(|inquorate| *inquorate <= at_least),
            },
        }
    }

    /// The fewest ballots with which a motion rejected would be adopted; as an error a bound below
    /// them.
    fn adopted(&self, counts: Counts) -> Result<Option<u64>, u64> {
        // A vote for helps most with the threshold, the quorum and a majority over those against;
        // and a vote against that becomes one helps most, or as much as any.
        let best = self.part(FOR);
        let mut gains = Gains::default();
        (1..5).for_each(|answer| gains.add(best - self.part(answer), counts[answer]));
        let Some(fewest) = gains.fewest(self.strict() - self.beyond(counts)) else { return Ok(None) };
        let fewest = fewest.max(1);
        let Some((changed, used)) = self.all_for(counts, fewest) else { return Ok(None) };
        if self.decide(changed, false) == MotionDecision::Adopted {
            return Ok(Some(fewest));
        }
        // As many for as against. One other change in place of one of these may leave a minority that
        // reaches the threshold: if any choice of as many ballots does, one that differs by one does.
        let mut only_inquorate = false;
        for (taken, other, to) in exchanges() {
            let mut free = changed;
            if used[taken] == 0 {
                continue;
            }
            free[FOR] -= 1;
            free[taken] += 1;
            let left = if other == FOR { counts[FOR] } else { counts[other] - used[other] + u64::from(other == taken) };
            if left == 0 || free[other] == 0 {
                continue;
            }
            free[other] -= 1;
            free[to] += 1;
            match self.decide(free, false) {
                MotionDecision::Adopted => return Ok(Some(fewest)),
                MotionDecision::Inquorate => only_inquorate = true,
                MotionDecision::Rejected => {}
            }
        }
        if only_inquorate {
            return Err(fewest);
        }
        let more = self.all_for(counts, fewest.saturating_add(1));
        Ok(more.filter(|(more, _)| self.decide(*more, false) == MotionDecision::Adopted).map(|_| fewest + 1))
    }

    /// The counts after `ballots` of those that help most say for, and how many of each did.
    fn all_for(&self, counts: Counts, ballots: u64) -> Option<(Counts, Counts)> {
        let mut answers = [1, 2, 3, 4];
        // The sort is stable: votes against come first among equals.
        answers.sort_by_key(|answer| self.part(*answer));
        let (mut left, mut changed, mut used) = (ballots, counts, [0; 5]);
        for answer in answers {
            let taken = left.min(counts[answer]);
            changed[answer] -= taken;
            changed[FOR] = changed[FOR].saturating_add(taken);
            used[answer] = taken;
            left -= taken;
        }
        (left == 0).then_some((changed, used))
    }

    /// With a casting vote, by trying every change of one ballot, then of two, and so on; `others` are
    /// the ballots but the chair's.
    fn least_with_chair(&self, others: Counts, chair: usize) -> Option<u64> {
        let decide = |others: Counts, chair: usize| {
            let mut counts = others;
            counts[chair] += 1;
            self.decide(counts, chair == FOR)
        };
        let decided = decide(others, chair);
        (1..=MOST_TRIED).find(|changed| {
            (0..5).any(|answer| {
                let changed = changed - u64::from(answer != chair);
                any_after(others, changed, &|others| decide(others, answer) != decided)
            })
        })
    }
}

/// Every way of changing another ballot, or otherwise, in place of one changed to for.
fn exchanges() -> impl Iterator<Item = (usize, usize, usize)> {
    let triples = (1..5).flat_map(|taken| (0..5).flat_map(move |other| (0..5).map(move |to| (taken, other, to))));
    triples.filter(|(_, other, to)| other != to)
}

/// Whether `holds` of the counts after some change of `ballots` of them.
fn any_after(counts: Counts, ballots: u64, holds: &dyn Fn(Counts) -> bool) -> bool {
    taken(counts, ballots, 0, &|left| given(left, ballots, 0, holds))
}

/// Takes `ballots` away, from the answer `at` on.
fn taken(counts: Counts, ballots: u64, at: usize, then: &dyn Fn(Counts) -> bool) -> bool {
    if at == 5 {
        return ballots == 0 && then(counts);
    }
    (0..=ballots.min(counts[at])).any(|taking| {
        let mut counts = counts;
        counts[at] -= taking;
        taken(counts, ballots - taking, at + 1, then)
    })
}

/// Gives them to the answers from `at` on.
fn given(counts: Counts, ballots: u64, at: usize, holds: &dyn Fn(Counts) -> bool) -> bool {
    let mut counts = counts;
    if at == 4 {
        counts[4] += ballots;
        return holds(counts);
    }
    (0..=ballots).any(|giving| {
        let mut counts = counts;
        counts[at] += giving;
        given(counts, ballots - giving, at + 1, holds)
    })
}
