//! Methods that give the places to the largest sums.
//!
//! Let `p` be the places, and no tie open. When all are taken, the winners change just when one of
//! them fails what is asked of its sum, or one of the others is placed before one of them. When
//! places are left, all others fail what is asked, and the winners change only when one option
//! crosses that. Each such event asks one sum over the ballots to move by some amount; every
//! ballot can be replaced by the one allowed ballot that moves it most; so the fewest ballots are
//! those that move it most.

use std::collections::{BTreeMap, BTreeSet};

use super::{Gains, smaller};
use crate::council::tally::{ApprovalOutcome, BordaOutcome, OptionOutcome, PointsOutcome, SingleChoiceOutcome};
use crate::council::{
    ApprovalRules, BordaRules, CategoryId, Comparison, CumulativeRules, Fraction, Limits, MotionBase, OptionId,
    ScoreRules, SingleChoiceRules, Spending, Ties,
};
use crate::statement::{DefinitionOption, Vote};
use crate::tally::Poll;
use crate::tally::ranked::borda;
use crate::tally::ranking::TieBreak;

/// What an allowed ballot can give.
enum Ballots {
    /// A point to each of so many options.
    Choices(Limits),
    /// Up to so many points to each.
    Score(u32),
    /// A purse of points, so many of them to one option, all of them or fewer.
    Purse(u32, u32, Spending),
    /// Twice the points for the options placed after.
    Borda,
}

/// A method, its poll and what became of the options.
struct Count<'a> {
    options: &'a [DefinitionOption],
    ballots: Ballots,
    /// What ballots give the options, the others nothing; and how many do. A blank one gives none.
    cast: Vec<(Vec<(usize, i128)>, u64)>,
    sums: Vec<i128>,
    won: Vec<bool>,
    places: usize,
    /// Of each option its place in ties, where there is one.
    order: Option<Vec<usize>>,
    least: i128,
    majority: Option<(Fraction, Comparison, MotionBase)>,
    seats: u64,
}

type Given = (Vec<(usize, i128)>, u64);

pub(super) fn of_approval(rules: &ApprovalRules, poll: &Poll<'_>, outcome: &ApprovalOutcome) -> Option<u64> {
    let outcomes = outcome.options.iter().map(|step| (&step.option, step.outcome));
    let asked = (rules.winners, rules.minimum_support, rules.ties);
    Count::new(poll, Ballots::Choices(rules.limits), given(poll), asked, outcomes)?.least()
}

pub(super) fn of_single_choice(
    rules: &SingleChoiceRules,
    poll: &Poll<'_>,
    outcome: &SingleChoiceOutcome,
) -> Option<u64> {
    let outcomes = outcome.options.iter().map(|step| (&step.option, step.outcome));
    let asked = (rules.winners, rules.minimum_support, rules.ties);
    let count = Count::new(poll, Ballots::Choices(SingleChoiceRules::LIMITS), given(poll), asked, outcomes)?;
    Count { majority: rules.majority.asked(), ..count }.least()
}

pub(super) fn of_score(rules: &ScoreRules, poll: &Poll<'_>, outcome: &PointsOutcome) -> Option<u64> {
    let outcomes = outcome.options.iter().map(|step| (&step.option, step.outcome));
    let asked = (rules.winners, rules.minimum_support, rules.ties);
    Count::new(poll, Ballots::Score(rules.max_points), given(poll), asked, outcomes)?.least()
}

pub(super) fn of_cumulative(rules: &CumulativeRules, poll: &Poll<'_>, outcome: &PointsOutcome) -> Option<u64> {
    let outcomes = outcome.options.iter().map(|step| (&step.option, step.outcome));
    let asked = (rules.winners, rules.minimum_support, rules.ties);
    let purse = Ballots::Purse(rules.points_per_ballot, rules.max_points, rules.spending);
    Count::new(poll, purse, given(poll), asked, outcomes)?.least()
}

pub(super) fn of_borda(rules: BordaRules, poll: &Poll<'_>, outcome: &BordaOutcome) -> Option<u64> {
    let mut names: Vec<(&OptionId, usize)> = poll.options.iter().map(|option| &option.id).zip(0..).collect();
    names.sort_unstable();
    let worths = borda::worths(rules, poll).ok()?;
    let by_place = |worth: Vec<u64>| names.iter().map(|(_, at)| *at).zip(worth.into_iter().map(i128::from)).collect();
    let mut given: Vec<Given> = worths.into_iter().map(|(worth, weight)| (by_place(worth), weight)).collect();
    let blank = poll.ballots.iter().filter(|ballot| ballot.vote.is_blank()).map(|ballot| ballot.weight).sum();
    given.push((Vec::new(), blank));
    for (list, _) in &mut given {
        list.sort_unstable();
    }
    let outcomes = outcome.options.iter().map(|step| (&step.option, step.outcome));
    Count::new(poll, Ballots::Borda, given, (rules.winners, 1, rules.ties), outcomes)?.least()
}

/// What choices and points give the options, ballot by ballot.
fn given(poll: &Poll<'_>) -> Vec<Given> {
    let places: BTreeMap<&OptionId, usize> = poll.options.iter().map(|option| &option.id).zip(0..).collect();
    let mut given: BTreeMap<Vec<(usize, i128)>, u64> = BTreeMap::new();
    for ballot in &poll.ballots {
        let place = |id: &OptionId| places.get(id).copied();
        let mut list: Vec<(usize, i128)> = match ballot.vote {
            Vote::Choices(list) => list.iter().filter_map(|id| Some((place(id)?, 1))).collect(),
            Vote::Points(list) => {
                list.iter().filter_map(|(id, points)| Some((place(id)?, i128::from(*points)))).collect()
            }
            _ => Vec::new(),
        };
        list.sort_unstable();
        let sum = given.entry(list).or_default();
        *sum = sum.saturating_add(ballot.weight);
    }
    given.into_iter().collect()
}

fn value(list: &[(usize, i128)], option: usize) -> i128 {
    list.binary_search_by_key(&option, |(at, _)| *at).map_or(0, |at| list[at].1)
}

impl<'a> Count<'a> {
    fn new<'b>(
        poll: &Poll<'a>,
        ballots: Ballots,
        cast: Vec<Given>,
        (winners, minimum, ties): (u32, u64, Ties),
        outcomes: impl Iterator<Item = (&'b OptionId, OptionOutcome)>,
    ) -> Option<Self> {
        let outcomes: BTreeMap<&OptionId, OptionOutcome> = outcomes.collect();
        if outcomes.values().any(|outcome| outcome.is_open()) {
            return None;
        }
        let options = poll.options;
        let won = |option: &DefinitionOption| outcomes.get(&option.id) == Some(&OptionOutcome::Selected);
        let mut sums = vec![0_i128; options.len()];
        for (list, count) in &cast {
            for (option, given) in list {
                sums[*option] =
                    given.checked_mul(i128::from(*count)).and_then(|more| sums[*option].checked_add(more))?;
            }
        }
        let order = match TieBreak::of(ties, poll.lots) {
            TieBreak::Open => None,
            TieBreak::InOrder => {
                let mut order: Vec<usize> = (0..options.len()).collect();
                order.sort_by_cached_key(|at| poll.lots.map(|lots| lots.lot(&options[*at].id)));
                let mut places = vec![0; order.len()];
                order.into_iter().enumerate().for_each(|(place, option)| places[option] = place);
                Some(places)
            }
        };
        Some(Self {
            options,
            ballots,
            cast,
            sums,
            won: options.iter().map(won).collect(),
            places: winners as usize,
            order,
            least: i128::from(minimum).max(1),
            majority: None,
            seats: poll.seats,
        })
    }

    fn least(&self) -> Option<u64> {
        let (winners, others): (Vec<usize>, Vec<usize>) = (0..self.options.len()).partition(|option| self.won[*option]);
        let mut least = winners.iter().fold(None, |least, winner| smaller(least, self.fails(*winner)));
        if winners.len() < self.places {
            let mut doubtful: Option<u64> = None;
            for option in others {
                let rises = self.rises(option);
                if self.alone(&winners, option) {
                    least = smaller(least, rises);
                } else {
                    doubtful = smaller(doubtful, rises);
                }
            }
            // A lower bound below the answer leaves it open.
            return least.filter(|least| doubtful.is_none_or(|doubtful| doubtful >= *least));
        }
        let pairs = winners.iter().flat_map(|winner| others.iter().map(move |other| (*winner, *other)));
        let mut pairs: Vec<(i128, usize, usize)> =
            pairs.map(|(winner, other)| (self.need(winner, other), winner, other)).collect();
        pairs.sort_unstable();
        let most = 2 * (0..self.options.len()).map(|option| self.most(option)).max().unwrap_or(0);
        for (need, winner, other) in pairs {
            // No ballot moves a difference further than from all on one side to all on the other.
            let at_least = if most > 0 { u64::try_from((need - 1).div_euclid(most) + 1).ok() } else { None };
            if at_least.is_none_or(|at_least| least.is_some_and(|least| least <= at_least)) {
                break;
            }
            least = smaller(least, self.passes(winner, other, need));
        }
        least
    }

    /// By how much the difference between a winner and another must shrink.
    fn need(&self, winner: usize, other: usize) -> i128 {
        let before = self.order.as_ref().is_some_and(|order| order[winner] < order[other]);
        self.sums[winner] - self.sums[other] + i128::from(before)
    }

    /// The fewest ballots that place `other` before or, where ties are reported, beside `winner`.
    fn passes(&self, winner: usize, other: usize, need: i128) -> Option<u64> {
        let best = self.widest(winner, other);
        let mut gains = Gains::default();
        for (list, count) in &self.cast {
            gains.add(value(list, winner) - value(list, other) + best, *count);
        }
        gains.fewest(need)
    }

    /// The fewest ballots without which a winner fails what is asked of its sum.
    fn fails(&self, winner: usize) -> Option<u64> {
        let mut gains = Gains::default();
        self.cast.iter().for_each(|(list, count)| gains.add(value(list, winner), *count));
        let below = gains.fewest(self.sums[winner] - self.least + 1);
        let majority = self.majority.and_then(|majority| {
            let (share, comparison, base) = majority;
            let of_base = i128::from(share.numerator());
            let mut gains = Gains::default();
            // The least that one ballot can say: another option, or blank.
            let least = match base {
                MotionBase::Expressed if self.options.len() < 2 => 0,
                MotionBase::Expressed | MotionBase::Cast => -of_base,
                MotionBase::Seats => 0,
            };
            for (list, count) in &self.cast {
                gains.add(part(majority, list, winner) - least, *count);
            }
            let (sum, strict) = (self.beyond(majority, winner), i128::from(comparison == Comparison::MoreThan));
            gains.fewest(sum - strict + 1)
        });
        smaller(below, majority)
    }

    /// The fewest ballots with which an option would meet what is asked of its sum.
    fn rises(&self, option: usize) -> Option<u64> {
        let most = self.most(option);
        let mut gains = Gains::default();
        self.cast.iter().for_each(|(list, count)| gains.add(most - value(list, option), *count));
        let support = gains.fewest(self.least - self.sums[option])?;
        let Some(majority) = self.majority else { return Some(support) };
        let (share, comparison, base) = majority;
        let of_base = if base == MotionBase::Seats { 0 } else { i128::from(share.numerator()) };
        let mut gains = Gains::default();
        for (list, count) in &self.cast {
            gains.add(i128::from(share.denominator()) - of_base - part(majority, list, option), *count);
        }
        let strict = i128::from(comparison == Comparison::MoreThan);
        // The same ballots help most with both.
        Some(support.max(gains.fewest(strict - self.beyond(majority, option))?))
    }

    /// How far an option is beyond its majority, in parts of the share.
    fn beyond(&self, majority: (Fraction, Comparison, MotionBase), option: usize) -> i128 {
        let (share, _, base) = majority;
        let seats = if base == MotionBase::Seats { i128::from(share.numerator()) * i128::from(self.seats) } else { 0 };
        let parts = self.cast.iter().map(|(list, count)| part(majority, list, option) * i128::from(*count));
        parts.sum::<i128>() - seats
    }

    /// The most that one ballot can give an option.
    fn most(&self, option: usize) -> i128 {
        match &self.ballots {
            Ballots::Choices(limits) => {
                let all: BTreeSet<usize> = (0..self.options.len()).collect();
                i128::from(self.may_choose(limits, &all, option))
            }
            Ballots::Score(most) => i128::from(*most),
            Ballots::Purse(points, most, _) => i128::from(*most.min(points)),
            // Alone in the first rank: a point for each other one, or the same and one more where
            // only ranked options count.
            Ballots::Borda if self.options.len() < 2 => 0,
            Ballots::Borda => self.options.len() as i128 * i128::from(borda::SCALE),
        }
    }

    /// The most by which one ballot can place `other` before `winner`.
    fn widest(&self, winner: usize, other: usize) -> i128 {
        match &self.ballots {
            Ballots::Choices(limits) => {
                let without: BTreeSet<usize> = (0..self.options.len()).filter(|option| *option != winner).collect();
                i128::from(self.may_choose(limits, &without, other))
            }
            Ballots::Score(most) => i128::from(*most),
            Ballots::Purse(points, most, spending) => {
                let room = i128::from(*most) * (self.options.len() as i128 - 1);
                let rest = if *spending == Spending::All { (i128::from(*points) - room).max(0) } else { 0 };
                (i128::from(*most.min(points)) - rest).max(0)
            }
            // First and last of all, each alone.
            Ballots::Borda => (self.options.len() as i128 - 1) * i128::from(borda::SCALE),
        }
    }

    /// Whether a ballot may choose `option` with others among `among` alone.
    fn may_choose(&self, limits: &Limits, among: &BTreeSet<usize>, option: usize) -> bool {
        let mut room: BTreeMap<Option<&CategoryId>, u32> = BTreeMap::new();
        for option in among {
            *room.entry(self.options[*option].category.as_ref()).or_default() += 1;
        }
        let cap = limits.max_per_category.unwrap_or(u32::MAX);
        let room = room.into_iter().map(|(category, size)| if category.is_some() { size.min(cap) } else { size });
        let room: u32 = room.sum();
        let closed = self.options[option].category.is_some() && cap == 0;
        limits.max > 0 && limits.min <= limits.max && room >= limits.min && !closed
    }

    /// Whether the ballots that lift `option` most need lift none but winners beside it.
    fn alone(&self, winners: &[usize], option: usize) -> bool {
        if self.options.len() <= self.places {
            return true;
        }
        let among: BTreeSet<usize> = winners.iter().copied().chain([option]).collect();
        match &self.ballots {
            Ballots::Choices(limits) => self.may_choose(limits, &among, option),
            Ballots::Score(_) => true,
            Ballots::Purse(points, most, spending) => {
                *spending == Spending::AtMost || u64::from(*most) * among.len() as u64 >= u64::from(*points)
            }
            Ballots::Borda => false,
        }
    }
}

/// What a ballot adds to how far an option is beyond its majority.
fn part((share, _, base): (Fraction, Comparison, MotionBase), list: &[(usize, i128)], option: usize) -> i128 {
    let in_base = match base {
        MotionBase::Expressed => !list.is_empty(),
        MotionBase::Cast => true,
        MotionBase::Seats => false,
    };
    let of_base = if in_base { i128::from(share.numerator()) } else { 0 };
    value(list, option) * i128::from(share.denominator()) - of_base
}
