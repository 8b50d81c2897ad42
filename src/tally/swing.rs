//! Whether ballots of some weight could change what wins, whatever they said and whether they were
//! there: a bound for each method, which is never falsely `false`.

use std::cmp::Ordering;

use super::doubt::least_of_quorum;
use super::majority_judgment::compare;
use super::ranked::borda;
use crate::council::tally::{
    BordaOutcome, MajorityJudgmentOutcome, Motion2Outcome, OptionOutcome, PointsOutcome, SingleChoiceOutcome,
};
use crate::council::{Comparison, Motion2Rules, SingleChoiceRules};

/// Each option's sum, and what became of it.
type Sums = [(u64, OptionOutcome)];

pub(super) fn of_single_choice(rules: &SingleChoiceRules, outcome: &SingleChoiceOutcome, weight: u64) -> bool {
    let sums: Vec<_> = outcome.options.iter().map(|step| (step.support, step.outcome)).collect();
    let near_majority = || {
        let Some((share, comparison, _)) = rules.majority.asked() else { return false };
        // One ballot moves `sum × denominator − base × numerator` by the denominator at most: where the
        // base moves with the ballots, a share of it stands against what the option gains or loses.
        let (part, whole) = (i128::from(share.numerator()), i128::from(share.denominator()));
        let reach = whole * i128::from(weight);
        let strict = i128::from(comparison == Comparison::MoreThan);
        let base = i128::from(outcome.base.unwrap_or(0));
        sums.iter().any(|(sum, _)| {
            let beyond = i128::from(*sum) * whole - base * part - strict;
            beyond - reach < 0 && beyond + reach >= 0
        })
    };
    of_sums(&sums, rules.minimum_support, (weight, 1)) || near_majority()
}

pub(super) fn of_points(outcome: &PointsOutcome, minimum: u64, (weight, most): (u64, u32)) -> bool {
    let sums: Vec<_> = outcome.options.iter().map(|step| (step.points, step.outcome)).collect();
    of_sums(&sums, minimum, (weight, u64::from(most)))
}

pub(super) fn of_borda(outcome: &BordaOutcome, weight: u64) -> bool {
    let sums: Vec<_> = outcome.options.iter().map(|step| (step.points, step.outcome)).collect();
    // A point for each other option, and where only ranked ones count one for being ranked.
    of_sums(&sums, 1, (weight, (outcome.options.len() as u64).saturating_mul(borda::SCALE)))
}

/// Where one ballot gives an option at most `most`: it may take that from one and give it to another.
fn of_sums(sums: &Sums, minimum: u64, (weight, most): (u64, u64)) -> bool {
    let reach = weight.saturating_mul(most);
    let swing = reach.saturating_mul(2);
    let minimum = minimum.max(1);
    let crosses = |sum: u64| sum.saturating_add(reach) >= minimum && sum.saturating_sub(reach) < minimum;
    let won = |wanted: bool| {
        sums.iter().filter(move |(_, outcome)| (*outcome == OptionOutcome::Selected) == wanted).map(|(sum, _)| *sum)
    };
    sums.iter().any(|(_, outcome)| outcome.is_open())
        || sums.iter().any(|(sum, _)| crosses(*sum))
        || won(true).any(|winner| won(false).any(|other| winner <= other.saturating_add(swing)))
}

pub(super) fn of_motion2(rules: &Motion2Rules, outcome: &Motion2Outcome, weight: u64) -> bool {
    let motion = &outcome.motion;
    let quorum = least_of_quorum(rules.quorum, motion.seats);
    if motion.took_part.saturating_add(weight) < quorum {
        return false;
    }
    if motion.took_part.saturating_sub(weight) < quorum {
        return true;
    }
    let (part, whole) = (i128::from(rules.threshold.numerator()), i128::from(rules.threshold.denominator()));
    let beyond = i128::from(motion.votes_for) * whole - i128::from(motion.base) * part;
    let strict = i128::from(rules.comparison == Comparison::MoreThan);
    let reach = whole * i128::from(weight);
    // An equality with a casting vote asks no more than the threshold, exactly.
    let fails = beyond + reach < 0;
    let passes = beyond - reach >= strict
        && motion.votes_for > weight
        && motion.votes_for.abs_diff(motion.votes_against) > weight.saturating_mul(2);
    !(fails || passes)
}

pub(super) fn of_grades(outcome: &MajorityJudgmentOutcome, weight: u64) -> bool {
    if outcome.graded <= weight || outcome.options.iter().any(|step| step.outcome.is_open()) {
        return true;
    }
    let rows = |wanted: bool| {
        let kept = outcome.options.iter().filter(move |step| (step.outcome == OptionOutcome::Selected) == wanted);
        kept.map(|step| step.grades.iter().map(|grade| grade.weight).collect::<Vec<u64>>())
    };
    // The best grades of the winner become the worst, the worst of the other the best; a ballot that
    // comes or goes does no more.
    let lowered = |row: Vec<u64>| moved(row, weight);
    let raised = |mut row: Vec<u64>| {
        row.reverse();
        let mut row = moved(row, weight);
        row.reverse();
        row
    };
    let others: Vec<Vec<u64>> = rows(false).map(raised).map(|row| ends(&row)).collect();
    rows(true).map(lowered).any(|winner| {
        let winner = ends(&winner);
        others.iter().any(|other| compare(&winner, other) != Ordering::Less)
    })
}

/// `weight` taken from the first grades on and given to the last.
fn moved(mut row: Vec<u64>, weight: u64) -> Vec<u64> {
    let mut left = weight;
    for grade in &mut row {
        let taken = left.min(*grade);
        *grade -= taken;
        left -= taken;
    }
    if let Some(last) = row.last_mut() {
        *last = last.saturating_add(weight - left);
    }
    row
}

fn ends(weights: &[u64]) -> Vec<u64> {
    let mut end = 0_u64;
    let ends = weights.iter().map(|weight| {
        end = end.saturating_add(*weight);
        end
    });
    ends.collect()
}

#[cfg(test)]
mod tests {
    use crate::council::tally::{OptionOutcome, Outcome};
    use crate::council::{
        Answer, BlankGrades, BordaRules, Comparison, CumulativeRules, EqualPoints, Equality, Fraction, Grade,
        MajorityJudgmentRules, MajorityRules, MissingGrade, MissingPoints, Motion2Rules, MotionBase, OptionId, Rules,
        ScoreRules, ShareOf, SingleChoiceRules, Spending, Ties, UnrankedPoints, VoterId,
    };
    use crate::statement::{DefinitionOption, Vote};
    use crate::tally::doubt::could_change;
    use crate::tally::{Cast, Poll, count};

    fn id(name: &str) -> OptionId {
        OptionId::parse(name).expect("an id")
    }

    fn dice(state: &mut u64, end: u64) -> u64 {
        *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (*state >> 33) % end
    }

    fn rules(method: usize, state: &mut u64) -> Rules {
        let winners = u32::try_from(1 + dice(state, 2)).expect("small");
        let minimum_support = dice(state, 4);
        let share = |at: u64| {
            let (part, whole) = [(0, 1), (1, 3), (1, 2), (2, 3)][usize::try_from(at).expect("small")];
            Fraction::new(part, whole).expect("a share")
        };
        let ties = [Ties::Report, Ties::ListedOrder][usize::from(dice(state, 2) == 1)];
        let comparison = [Comparison::MoreThan, Comparison::AtLeast][usize::from(dice(state, 2) == 1)];
        let pick = usize::try_from(dice(state, 3)).expect("small");
        match method {
            0 => {
                let base = [MotionBase::Expressed, MotionBase::Cast, MotionBase::Seats][pick];
                let majority = if dice(state, 2) == 0 {
                    MajorityRules { threshold: None, comparison: None, base: None }
                } else {
                    let threshold = Some(share(dice(state, 4)));
                    MajorityRules { threshold, comparison: Some(comparison), base: Some(base) }
                };
                Rules::SingleChoice(SingleChoiceRules { winners, minimum_support, majority, ties })
            }
            1 => {
                let missing = MissingPoints::Zero;
                Rules::Score(ScoreRules { max_points: 2, missing, winners, minimum_support, ties })
            }
            2 => Rules::Cumulative(CumulativeRules {
                points_per_ballot: 2,
                max_points: 2,
                spending: Spending::AtMost,
                winners,
                minimum_support,
                ties,
            }),
            3 => {
                let unranked_points = [UnrankedPoints::Last, UnrankedPoints::Zero, UnrankedPoints::Ballot][pick];
                Rules::Borda(BordaRules { equal_points: EqualPoints::Average, unranked_points, winners, ties })
            }
            4 => Rules::MajorityJudgment(MajorityJudgmentRules {
                grades: ["good", "fair", "poor"].map(|name| Grade::untitled(id(name))).to_vec(),
                missing: MissingGrade::Lowest,
                blank: BlankGrades::NotCounted,
                winners,
                ties,
            }),
            _ => {
                let casting = dice(state, 2) == 0;
                Rules::Motion2(Motion2Rules {
                    quorum: share(dice(state, 4)),
                    threshold: share(dice(state, 4)),
                    comparison,
                    base: [ShareOf::Expressed, ShareOf::Cast, ShareOf::Seats][pick],
                    present: Vec::new(),
                    tie: if casting { Equality::CastingVote } else { Equality::NotAdopted },
                    chair: casting.then(|| VoterId::parse("v0000000000000000").expect("an id")),
                })
            }
        }
    }

    fn allowed(method: usize) -> Vec<Vote> {
        let [a, b, c] = ["a", "b", "c"].map(id);
        let values = |at: u32| [at % 3, at / 3 % 3, at / 9];
        let names = [a.clone(), b.clone(), c.clone()];
        let points =
            |at: u32| Vote::Points(names.iter().cloned().zip(values(at)).filter(|(_, points)| *points > 0).collect());
        match method {
            0 => [vec![], vec![a], vec![b], vec![c]].map(Vote::Choices).to_vec(),
            1 => (0..27).map(points).collect(),
            2 => (0..27).filter(|at| values(*at).iter().sum::<u32>() <= 2).map(points).collect(),
            3 => {
                let mut all =
                    vec![vec![], vec![vec![a.clone(), b.clone()]], vec![vec![b.clone()], vec![a.clone(), c.clone()]]];
                for first in &names {
                    all.push(vec![vec![first.clone()]]);
                    for second in names.iter().filter(|name| *name != first) {
                        all.push(vec![vec![first.clone()], vec![second.clone()]]);
                        let third = names.iter().find(|name| *name != first && *name != second).expect("three");
                        all.push(vec![vec![first.clone()], vec![second.clone()], vec![third.clone()]]);
                    }
                }
                all.into_iter().map(Vote::Ranking).collect()
            }
            4 => {
                let grades = ["good", "fair", "poor"].map(id);
                let judged = |at: u32| {
                    let given = names.iter().cloned().zip(values(at));
                    Vote::Grades(given.map(|(name, grade)| (name, grades[grade as usize].clone())).collect())
                };
                (0..27).map(judged).chain([Vote::Grades(Vec::new())]).collect()
            }
            _ => Answer::ALL.iter().copied().map(Vote::Answer).collect(),
        }
    }

    fn wins(rules: &Rules, ballots: &[Option<Vote>]) -> (Outcome, Vec<OptionId>, String) {
        let options = ["a", "b", "c"].map(|name| DefinitionOption {
            id: id(name),
            title: Vec::new(),
            proposal: None,
            text: None,
            category: None,
            cost: None,
            pays_from: Vec::new(),
        });
        let voters: Vec<VoterId> =
            (0..ballots.len()).map(|at| VoterId::parse(&format!("v{at:016x}")).expect("an id")).collect();
        let cast = ballots.iter().zip(&voters);
        let cast = cast.filter_map(|(vote, voter)| Some(Cast { weight: 1, voter: Some(voter), vote: vote.as_ref()? }));
        let poll = Poll { options: &options, seats: 14, ballots: cast.collect(), lots: None };
        let outcome = count(rules, &poll).expect("small numbers");
        let selected = |list: Vec<(&OptionId, OptionOutcome)>| {
            let mut won: Vec<OptionId> = list
                .into_iter()
                .filter(|(_, outcome)| *outcome == OptionOutcome::Selected)
                .map(|(option, _)| option.clone())
                .collect();
            won.sort();
            won
        };
        let (won, decision) = match &outcome {
            Outcome::SingleChoice(o) => (selected(o.options.iter().map(|o| (&o.option, o.outcome)).collect()), None),
            Outcome::Score(o) | Outcome::Cumulative(o) => {
                (selected(o.options.iter().map(|o| (&o.option, o.outcome)).collect()), None)
            }
            Outcome::Borda(o) => (selected(o.options.iter().map(|o| (&o.option, o.outcome)).collect()), None),
            Outcome::MajorityJudgment(o) => {
                (selected(o.options.iter().map(|o| (&o.option, o.outcome)).collect()), None)
            }
            Outcome::Motion2(o) => (Vec::new(), Some(o.motion.decision)),
            _ => panic!("another method"),
        };
        (outcome, won, format!("{decision:?}"))
    }

    /// One ballot, or two where there are few kinds, are added, taken away or changed in every way.
    #[test]
    fn no_ballots_change_what_is_said_not_to_change() {
        for method in 0..6 {
            let allowed = allowed(method);
            let weight: usize = if allowed.len() > 9 { 1 } else { 2 };
            let mut surely = 0;
            for seed in 0..300_u64 {
                let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) ^ method as u64;
                let rules = rules(method, &mut state);
                let favourite =
                    allowed[usize::try_from(dice(&mut state, allowed.len() as u64)).expect("small")].clone();
                let mut ballots: Vec<Option<Vote>> = (0..=6 + dice(&mut state, 4))
                    .map(|_| {
                        let other = dice(&mut state, allowed.len() as u64);
                        let other = allowed[usize::try_from(other).expect("small")].clone();
                        Some(if dice(&mut state, 5) == 0 { other } else { favourite.clone() })
                    })
                    .collect();
                let (outcome, won, decision) = wins(&rules, &ballots);
                if could_change(&rules, 14, &outcome, weight as u64) {
                    continue;
                }
                surely += 1;
                // Empty places are voters who sent nothing yet.
                ballots.extend(vec![None; weight]);
                let said: Vec<Option<Vote>> = allowed.iter().cloned().map(Some).chain([None]).collect();
                let one = |ballots: &[Option<Vote>]| -> Vec<Vec<Option<Vote>>> {
                    let change = |at: usize, vote: &Option<Vote>| {
                        let mut ballots = ballots.to_vec();
                        ballots[at] = vote.clone();
                        ballots
                    };
                    (0..ballots.len())
                        .flat_map(|at| said.iter().map(move |vote| (at, vote)))
                        .map(|(at, vote)| change(at, vote))
                        .collect()
                };
                let mut reached = one(&ballots);
                if weight == 2 {
                    reached = reached.iter().flat_map(|ballots| one(ballots)).collect();
                }
                for ballots in reached {
                    let (_, now, decided) = wins(&rules, &ballots);
                    assert_eq!((&now, &decided), (&won, &decision), "{rules:?} {ballots:?}");
                }
            }
            assert!(surely > 10, "{method}: only {surely} polls were said not to change");
        }
    }
}
