//! How few ballots would have changed what wins: compared with every change of one ballot, of two, and
//! so on, of small polls.

use crate::support;

use std::collections::BTreeSet;

use parvis::council::tally::{OptionOutcome, Outcome};
use parvis::council::{
    Answer, ApprovalRules, BlankGrades, BordaRules, Comparison, CumulativeRules, EqualPoints, Equality, Fraction,
    Grade, Limits, MajorityJudgmentRules, MajorityRules, MissingGrade, MissingPoints, Motion2Rules, MotionBase,
    MotionRules, MotionTie, OptionId, Rules, ScoreRules, ShareOf, SingleChoiceRules, Spending, Ties, UnrankedPoints,
    VoterId,
};
use parvis::statement::{DefinitionOption, Vote};
use parvis::tally::{Cast, Lots, Poll, count, least_change};
use parvis::tree::Digest;
use support::{option, token};

const NAMES: [&str; 4] = ["a", "b", "c", "d"];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % end
    }

    fn number(&mut self, end: u32) -> u32 {
        u32::try_from(self.below(end as usize)).expect("small")
    }

    fn of<T: Clone>(&mut self, list: &[T]) -> T {
        list[self.below(list.len())].clone()
    }
}

/// A poll to be: rules, options, every ballot that they allow.
struct Case {
    rules: Rules,
    options: Vec<DefinitionOption>,
    allowed: Vec<Vote>,
    lots: Option<Lots>,
    seats: u64,
    voters: Vec<VoterId>,
}

impl Case {
    /// What wins.
    fn winners(&self, ballots: &[Vote]) -> (Outcome, Vec<String>) {
        let poll = self.poll(ballots);
        let outcome = count(&self.rules, &poll).expect("small numbers");
        let winners = winners(&outcome);
        (outcome, winners)
    }

    fn poll<'a>(&'a self, ballots: &'a [Vote]) -> Poll<'a> {
        let cast = ballots.iter().zip(&self.voters);
        let cast = cast.map(|(vote, voter)| Cast { weight: 1, voter: Some(voter), vote });
        Poll { options: &self.options, seats: self.seats, ballots: cast.collect(), lots: self.lots.as_ref() }
    }

    /// The fewest ballots whose change moves what wins, up to `most`, by trying every change. The first
    /// voter may be the chair; the order of the others does not matter.
    fn tried(&self, ballots: &[Vote], most: u64) -> Option<u64> {
        let (_, before) = self.winners(ballots);
        let number = |vote: &Vote| self.allowed.iter().position(|other| other == vote).expect("allowed");
        let start: Vec<usize> = ballots.iter().map(number).collect();
        let mut seen = BTreeSet::from([start.clone()]);
        let mut edge = vec![start];
        for changed in 1..=most {
            let mut next = Vec::new();
            for state in &edge {
                for (at, to) in (0..state.len()).flat_map(|at| (0..self.allowed.len()).map(move |to| (at, to))) {
                    let mut state = state.clone();
                    state[at] = to;
                    state[1..].sort_unstable();
                    if !seen.insert(state.clone()) {
                        continue;
                    }
                    let ballots: Vec<Vote> = state.iter().map(|at| self.allowed[*at].clone()).collect();
                    if self.winners(&ballots).1 != before {
                        return Some(changed);
                    }
                    next.push(state);
                }
            }
            edge = next;
        }
        None
    }
}

fn winners(outcome: &Outcome) -> Vec<String> {
    let selected = |steps: Vec<(&OptionId, OptionOutcome)>| {
        let won = steps.into_iter().filter(|(_, outcome)| *outcome == OptionOutcome::Selected);
        let mut won: Vec<String> = won.map(|(option, _)| option.to_string()).collect();
        won.sort();
        won
    };
    match outcome {
        Outcome::Motion(motion) => vec![format!("{:?}", motion.decision)],
        Outcome::Motion2(motion) => vec![format!("{:?}", motion.motion.decision)],
        Outcome::Approval(o) => selected(o.options.iter().map(|o| (&o.option, o.outcome)).collect()),
        Outcome::SingleChoice(o) => selected(o.options.iter().map(|o| (&o.option, o.outcome)).collect()),
        Outcome::Score(o) | Outcome::Cumulative(o) => {
            selected(o.options.iter().map(|o| (&o.option, o.outcome)).collect())
        }
        Outcome::Borda(o) => selected(o.options.iter().map(|o| (&o.option, o.outcome)).collect()),
        Outcome::MajorityJudgment(o) => selected(o.options.iter().map(|o| (&o.option, o.outcome)).collect()),
        _ => panic!("another method"),
    }
}

fn is_open(outcome: &Outcome) -> bool {
    format!("{outcome:?}").contains("outcome: Tied")
}

fn ids(names: &[&str]) -> Vec<OptionId> {
    names.iter().map(|name| token(name)).collect()
}

/// Every way of giving each of `count` options one of `values`.
fn tuples(count: usize, values: u32) -> Vec<Vec<u32>> {
    (0..count).fold(vec![Vec::new()], |lists, _| {
        let longer = |list: Vec<u32>| (0..values).map(move |value| [list.as_slice(), &[value]].concat());
        lists.into_iter().flat_map(longer).collect()
    })
}

fn points(list: &[u32]) -> Vote {
    Vote::Points(NAMES.into_iter().zip(list).filter(|(_, p)| **p > 0).map(|(o, p)| (token(o), *p)).collect())
}

/// Every ranking of some of `count` options: a rank or none for each.
fn rankings(count: usize) -> Vec<Vote> {
    let mut all: Vec<Vote> = Vec::new();
    for list in tuples(count, u32::try_from(count).expect("small") + 1) {
        let at = |rank: u32| NAMES.into_iter().zip(&list).filter(|(_, r)| **r == rank).map(|(o, _)| token(o)).collect();
        let ranks: Vec<Vec<OptionId>> = (1..=4).map(at).filter(|rank: &Vec<OptionId>| !rank.is_empty()).collect();
        if !all.contains(&Vote::Ranking(ranks.clone())) {
            all.push(Vote::Ranking(ranks));
        }
    }
    all
}

fn share(dice: &mut Dice) -> Fraction {
    let (part, whole) = dice.of(&[(0, 1), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5), (2, 3), (1, 1)]);
    Fraction::new(part, whole).expect("a share")
}

const ANSWERS: [Answer; 5] = [Answer::For, Answer::Against, Answer::Abstention, Answer::NotVoting, Answer::Blank];

/// An approval with limits, the ballots within them, and the categories of its options.
fn approval(
    count: usize,
    max: u32,
    (winners, minimum_support, ties): (u32, u64, Ties),
    dice: &mut Dice,
) -> (Rules, Vec<Vote>, Vec<Option<&'static str>>) {
    let cap = dice.of(&[None, Some(1), Some(2)]);
    let categories: Vec<Option<&'static str>> = (0..count).map(|_| cap.map(|_| dice.of(&["xx", "yy"]))).collect();
    let limits = Limits { min: 1 + dice.number(max), max, max_per_category: cap };
    let fits = |list: &Vec<u32>| {
        let size: u32 = list.iter().sum();
        let crowded = ["xx", "yy"].iter().any(|name| {
            let held = list.iter().zip(&categories).filter(|(on, c)| **on == 1 && **c == Some(*name));
            cap.is_some_and(|cap| held.count() > cap as usize)
        });
        size == 0 || (size >= limits.min && size <= limits.max && !crowded)
    };
    let lists = tuples(count, 2).into_iter().filter(fits);
    let choices = |list: Vec<u32>| {
        Vote::Choices(NAMES.into_iter().zip(list).filter(|(_, on)| *on == 1).map(|(o, _)| token(o)).collect())
    };
    let allowed = lists.map(choices).collect();
    (Rules::Approval(ApprovalRules { limits, winners, minimum_support, ties }), allowed, categories)
}

fn case(method: usize, dice: &mut Dice) -> Case {
    let count = 2 + dice.below(3);
    let winners = 1 + dice.number(3);
    let minimum_support = u64::from(dice.of(&[0_u32, 1, 1, 2, 3]));
    let ties = dice.of(&[Ties::Report, Ties::ListedOrder, Ties::Draw]);
    let comparison = dice.of(&[Comparison::MoreThan, Comparison::AtLeast]);
    let (quorum, threshold) = (share(dice), share(dice));
    let answers: Vec<Vote> = ANSWERS.into_iter().map(Vote::Answer).collect();
    let max = 1 + dice.number(3);
    let mut categories: Vec<Option<&str>> = vec![None; count];
    let (rules, allowed): (Rules, Vec<Vote>) = match method {
        0 => {
            let base = dice.of(&[MotionBase::Expressed, MotionBase::Cast, MotionBase::Seats]);
            let tie = MotionTie::NotAdopted;
            (Rules::Motion(MotionRules { quorum, threshold, comparison, base, tie }), answers)
        }
        1 => {
            let base = dice.of(&[ShareOf::Expressed, ShareOf::Cast, ShareOf::Present, ShareOf::Seats]);
            let present = if base == ShareOf::Present {
                dice.of(&[vec![], vec![Answer::Blank], vec![Answer::Abstention, Answer::NotVoting]])
            } else {
                vec![]
            };
            let tie = dice.of(&[Equality::NotAdopted, Equality::CastingVote]);
            let chair = (tie == Equality::CastingVote).then(|| token(&format!("v{:016x}", 0)));
            let rules = Motion2Rules { quorum, threshold, comparison, base, present, tie, chair };
            (Rules::Motion2(rules), answers)
        }
        2 => {
            let asked = (winners, minimum_support, ties);
            let (rules, allowed, drawn) = approval(count, max, asked, dice);
            categories = drawn;
            (rules, allowed)
        }
        3 => {
            let base = dice.of(&[MotionBase::Expressed, MotionBase::Cast, MotionBase::Seats]);
            let asked = dice.below(2) == 0;
            let majority = MajorityRules {
                threshold: asked.then_some(threshold),
                comparison: asked.then_some(comparison),
                base: asked.then_some(base),
            };
            let one = NAMES[..count].iter().map(|name| Vote::Choices(ids(&[name])));
            let allowed = one.chain([Vote::Choices(Vec::new())]).collect();
            (Rules::SingleChoice(SingleChoiceRules { winners, minimum_support, majority, ties }), allowed)
        }
        4 => {
            let max_points = 1 + dice.number(2);
            let allowed = tuples(count, max_points + 1).iter().map(|list| points(list)).collect();
            let missing = MissingPoints::Zero;
            (Rules::Score(ScoreRules { max_points, missing, winners, minimum_support, ties }), allowed)
        }
        5 => {
            let max_points = 1 + dice.number(3);
            let points_per_ballot = (1 + dice.number(4)).min(max_points * u32::try_from(count).expect("small"));
            let spending = dice.of(&[Spending::All, Spending::AtMost]);
            let fits = |list: &Vec<u32>| {
                let sum: u32 = list.iter().sum();
                sum == 0 || sum == points_per_ballot || (sum < points_per_ballot && spending == Spending::AtMost)
            };
            let allowed = tuples(count, max_points + 1).into_iter().filter(fits).map(|list| points(&list)).collect();
            let rules = CumulativeRules { points_per_ballot, max_points, spending, winners, minimum_support, ties };
            (Rules::Cumulative(rules), allowed)
        }
        6 => {
            let count = count.min(3);
            let equal_points = dice.of(&[EqualPoints::Average, EqualPoints::Lowest]);
            let unranked_points = dice.of(&[UnrankedPoints::Last, UnrankedPoints::Zero, UnrankedPoints::Ballot]);
            (Rules::Borda(BordaRules { equal_points, unranked_points, winners, ties }), rankings(count))
        }
        _ => {
            let blank = dice.of(&[BlankGrades::Lowest, BlankGrades::NotCounted]);
            let grades = ids(&["good", "fair", "poor"]);
            let lists = tuples(count.min(3), 3);
            let judged = |list: &Vec<u32>| {
                let given = NAMES.into_iter().zip(list).map(|(o, at)| (token(o), grades[*at as usize].clone()));
                Vote::Grades(given.collect())
            };
            let allowed = lists.iter().map(judged).chain([Vote::Grades(Vec::new())]).collect();
            let missing = MissingGrade::Lowest;
            (
                Rules::MajorityJudgment(MajorityJudgmentRules {
                    grades: grades.iter().cloned().map(Grade::untitled).collect(),
                    missing,
                    blank,
                    winners,
                    ties,
                }),
                allowed,
            )
        }
    };
    let count = if method >= 6 { count.min(3) } else { count };
    let mut options: Vec<DefinitionOption> = NAMES[..count].iter().map(|name| option(name, None)).collect();
    for (option, category) in options.iter_mut().zip(categories) {
        option.category = category.map(token);
    }
    let lots = (ties == Ties::Draw).then(|| Lots::new(Digest::of(b"d"), Digest::of(b"r"), dice.below(99) as u64));
    let seats = 6 + dice.below(6) as u64;
    Case { rules, options, allowed, lots, seats, voters: (0..6).map(|n| token(&format!("v{n:016x}"))).collect() }
}

/// Of so many polls of a method, how many numbers were found where there is one to find.
fn compare(method: usize, polls: u64, most: u64) -> (u64, u64) {
    let (mut there, mut found) = (0, 0);
    for seed in 0..polls {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ method as u64);
        let case = case(method, &mut dice);
        let many = if case.allowed.len() > 16 { 4 } else { 6 };
        let mut ballots: Vec<Vote> = (0..=dice.below(many)).map(|_| dice.of(&case.allowed)).collect();
        // Half the polls lean to one side, so that one ballot is not always enough.
        if seed % 2 == 0 {
            let first = ballots[0].clone();
            ballots.iter_mut().skip(1).step_by(2).for_each(|ballot| *ballot = first.clone());
        }
        let (outcome, _) = case.winners(&ballots);
        let least = least_change(&case.rules, &case.poll(&ballots), &outcome);
        if is_open(&outcome) {
            assert_eq!(least, None, "{:?} {ballots:?}", case.rules);
            continue;
        }
        let tried = case.tried(&ballots, most);
        there += u64::from(tried.is_some());
        found += u64::from(tried.is_some() && least.is_some());
        // Beyond what was tried, a number may only be greater.
        let fits = least.is_none_or(|least| tried.map_or(least > most, |tried| tried == least));
        assert!(
            fits,
            "said {least:?}, tried {tried:?}: {:?} {:?} {ballots:?}",
            case.rules,
            case.options.iter().map(|o| &o.category).collect::<Vec<_>>()
        );
    }
    (there, found)
}

#[test]
fn every_motion_is_told_exactly() {
    for method in [0, 1] {
        let (there, found) = compare(method, 2_000, 6);
        assert!(there > 800 && found == there, "{method}: {found} of {there}");
    }
}

#[test]
fn the_sums_of_choices_and_points_are_told_exactly() {
    for (method, polls) in [(2, 1_500), (3, 1_500), (4, 400), (5, 800)] {
        let (there, found) = compare(method, polls, 3);
        assert!(there > polls / 4 && found * 100 >= there * 95, "{method}: {found} of {there}");
    }
}

#[test]
fn borda_is_told_exactly() {
    let (there, found) = compare(6, 300, 3);
    assert!(there > 100 && found * 100 >= there * 90, "{found} of {there}");
}

#[test]
fn a_judgment_is_told_where_the_bounds_meet() {
    let (there, found) = compare(7, 150, 2);
    assert!(there > 50 && found * 100 >= there * 70, "{found} of {there}");
}

#[test]
fn nothing_is_told_of_heavier_voters_nor_of_papers_known_by_their_sums() {
    let share = Fraction::new(1, 2).expect("a half");
    let rules = Rules::Motion(MotionRules {
        quorum: Fraction::new(0, 1).expect("none"),
        threshold: share,
        comparison: Comparison::MoreThan,
        base: MotionBase::Expressed,
        tie: MotionTie::NotAdopted,
    });
    let (vote, voter) = (Vote::Answer(Answer::For), token::<VoterId>("v0000000000000001"));
    let told = |rules: &Rules, cast: Cast<'_>| {
        let options = [option("a", None), option("b", None)];
        let poll = Poll { options: &options, seats: 9, ballots: vec![cast], lots: None };
        least_change(rules, &poll, &count(rules, &poll).expect("small numbers"))
    };
    assert_eq!(told(&rules, Cast { weight: 1, voter: Some(&voter), vote: &vote }), Some(1));
    assert_eq!(told(&rules, Cast { weight: 2, voter: Some(&voter), vote: &vote }), None, "a voter of weight 2");
    assert_eq!(told(&rules, Cast { weight: 2, voter: None, vote: &vote }), Some(1), "two papers, one answer each");
    let limits = Limits { min: 1, max: 2, max_per_category: None };
    let rules = Rules::Approval(ApprovalRules { limits, winners: 1, minimum_support: 1, ties: Ties::Report });
    let choice = Vote::Choices(vec![token("a")]);
    assert_eq!(told(&rules, Cast { weight: 1, voter: Some(&voter), vote: &choice }), Some(1));
    assert_eq!(told(&rules, Cast { weight: 1, voter: None, vote: &choice }), None, "sums of choices");
}
