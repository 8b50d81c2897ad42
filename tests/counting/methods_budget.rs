//! What every method of a participatory budget promises, and what its rules ask of ballots.

use crate::support;

use std::collections::BTreeMap;

use parvis::council::tally::{OptionOutcome, Outcome};
use parvis::council::{
    BudgetEnvelope, Completion, EqualSharesRules, Exclusive, GreedyRules, KnapsackRules, Limits, PhragmenRules,
    ProjectBallot, ProjectRules, Rules, Sharers, Support, Ties, TooDear, Utility,
};
use parvis::report::Code;
use parvis::statement::{Definition, DefinitionOption, Statement as _, Vote};
use parvis::submission::sign;
use parvis::tally::{Cast, Poll, count};
use proptest::prelude::*;
use support::{TestCouncil, choices, option, token, voter_key};

const IDS: [&str; 6] = ["aa", "bb", "cc", "dd", "ee", "ff"];

fn projects(ballot: ProjectBallot, budget: u32) -> ProjectRules {
    let ranking_points = if ballot == ProjectBallot::Ranking { vec![3, 2, 1] } else { Vec::new() };
    ProjectRules {
        ballot,
        limits: Limits { min: 1, max: 6, max_per_category: None },
        cost_max: None,
        points_max: None,
        points_sum_max: None,
        ranking_points,
        support: if ballot == ProjectBallot::Choices { Support::Votes } else { Support::Points },
        currency: token("EUR"),
        envelopes: vec![BudgetEnvelope { id: token("city"), amount: token(&budget.to_string()) }],
        minimum_support: 1,
        ties: Ties::Report,
    }
}

fn equal_shares(projects: ProjectRules, utility: Utility, completion: Completion) -> Rules {
    let grows = matches!(completion, Completion::Add1 | Completion::Add1Greedy);
    let (step, steps_max) = if grows { (Some(token("1")), Some(100)) } else { (None, None) };
    Rules::EqualShares(EqualSharesRules { projects, utility, sharers: Sharers::Cast, completion, step, steps_max })
}

/// Every method, by votes and by points.
fn every_method(budget: u32) -> Vec<Rules> {
    let (choices, points) = (projects(ProjectBallot::Choices, budget), projects(ProjectBallot::Points, budget));
    let exclusive = vec![Exclusive(vec![token("aa"), token("bb")])];
    vec![
        Rules::Greedy(GreedyRules { projects: choices.clone(), exclusive, too_dear: TooDear::Skip }),
        Rules::Greedy(GreedyRules { projects: points.clone(), exclusive: Vec::new(), too_dear: TooDear::Stop }),
        equal_shares(choices.clone(), Utility::Cost, Completion::Greedy),
        equal_shares(choices.clone(), Utility::Votes, Completion::Add1Greedy),
        equal_shares(points.clone(), Utility::Points, Completion::Add1),
        equal_shares(points.clone(), Utility::Points, Completion::None),
        Rules::Phragmen(PhragmenRules { projects: choices.clone(), too_dear: TooDear::Skip }),
        Rules::Phragmen(PhragmenRules { projects: choices, too_dear: TooDear::Stop }),
        Rules::Knapsack(KnapsackRules { projects: points, sets_max: 10_000 }),
    ]
}

fn options(costs: &[u32]) -> Vec<DefinitionOption> {
    let project = |(cost, id): (&u32, &&str)| DefinitionOption {
        cost: Some(token(&cost.to_string())),
        pays_from: vec![token("city")],
        ..option(id, None)
    };
    costs.iter().zip(&IDS).map(project).collect()
}

/// A ballot of the form the rules ask for: points for some of the projects, 0 for none.
fn vote(rules: &Rules, points: &[u32], projects: usize) -> Vote {
    let named = points.iter().zip(IDS).take(projects).filter(|(points, _)| **points > 0);
    match rules.body() {
        parvis::council::BallotBody::Points => Vote::Points(named.map(|(points, id)| (token(id), *points)).collect()),
        _ => choices(&named.map(|(_, id)| id).collect::<Vec<_>>()),
    }
}

fn counted(rules: &Rules, options: &[DefinitionOption], ballots: &[(u64, Vote)]) -> Outcome {
    let ballots = ballots.iter().map(|(weight, vote)| Cast { weight: *weight, voter: None, vote }).collect();
    count(rules, &Poll { options, seats: 0, ballots, lots: None }).expect("small sums")
}

fn fates(outcome: &Outcome) -> BTreeMap<String, OptionOutcome> {
    let steps = &outcome.budget().expect("projects").options;
    steps.iter().map(|step| (step.option.to_string(), step.outcome)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn no_order_decides_and_weights_are_copies(
        costs in proptest::collection::vec(1_u32..6, 2..6),
        budget in 4_u32..16,
        ballots in proptest::collection::vec((proptest::collection::vec(0_u32..3, 6), 1_u64..4), 1..7),
        turn in 0_usize..6,
    ) {
        for rules in every_method(budget) {
            let listed = options(&costs);
            let votes: Vec<(u64, Vote)> =
                ballots.iter().map(|(points, weight)| (*weight, vote(&rules, points, costs.len()))).collect();
            let outcome = counted(&rules, &listed, &votes);
            let mut turned = votes.clone();
            turned.rotate_left(turn % votes.len());
            turned.reverse();
            prop_assert_eq!(&outcome, &counted(&rules, &listed, &turned), "{} turned", rules.name());
            let copies: Vec<(u64, Vote)> = votes
                .iter()
                .flat_map(|(weight, vote)| (0..*weight).map(move |_| (1, vote.clone())))
                .collect();
            prop_assert_eq!(&outcome, &counted(&rules, &listed, &copies), "{} copied", rules.name());
            let mut other = listed.clone();
            other.rotate_left(turn % listed.len());
            let again = counted(&rules, &other, &votes);
            prop_assert_eq!(fates(&outcome), fates(&again), "{} listed otherwise", rules.name());
        }
    }

    #[test]
    fn no_more_is_spent_than_there_is(
        costs in proptest::collection::vec(1_u32..6, 2..6),
        budget in 1_u32..16,
        ballots in proptest::collection::vec((proptest::collection::vec(0_u32..3, 6), 1_u64..4), 1..7),
    ) {
        for rules in every_method(budget) {
            let votes: Vec<(u64, Vote)> =
                ballots.iter().map(|(points, weight)| (*weight, vote(&rules, points, costs.len()))).collect();
            let outcome = counted(&rules, &options(&costs), &votes);
            let outcome = outcome.budget().expect("projects");
            let won = outcome.options.iter().filter(|step| step.outcome == OptionOutcome::Selected);
            let spent: u64 = won.map(|step| step.cost.hundredths()).sum();
            prop_assert!(spent <= u64::from(budget) * 100, "{}", rules.name());
            prop_assert_eq!(spent, outcome.envelopes[0].spent.hundredths(), "{}", rules.name());
            prop_assert_eq!(outcome.options.len(), costs.len());
        }
    }

    /// Another vote for a winner keeps it, where every project costs the same; and in a knapsack
    /// always.
    #[test]
    fn more_support_harms_no_winner(
        ballots in proptest::collection::vec(proptest::collection::vec(0_u32..2, 6), 1..7),
        costs in proptest::collection::vec(1_u32..6, 5),
    ) {
        let greedy = GreedyRules { projects: projects(ProjectBallot::Choices, 4), exclusive: Vec::new(), too_dear: TooDear::Skip };
        let knapsack = KnapsackRules { projects: projects(ProjectBallot::Choices, 9), sets_max: 10_000 };
        for (rules, costs) in [(Rules::Greedy(greedy), vec![2; 5]), (Rules::Knapsack(knapsack), costs)] {
            let mut votes: Vec<(u64, Vote)> = ballots.iter().map(|points| (1, vote(&rules, points, 5))).collect();
            let before = fates(&counted(&rules, &options(&costs), &votes));
            for (winner, _) in before.iter().filter(|(_, fate)| **fate == OptionOutcome::Selected) {
                votes.push((1, choices(&[winner.as_str()])));
                let after = fates(&counted(&rules, &options(&costs), &votes));
                votes.pop();
                prop_assert_eq!(after[winner], OptionOutcome::Selected, "{} {}", rules.name(), winner);
            }
        }
    }
}

/// The knapsack beside every set there is.
#[test]
fn the_knapsack_finds_the_best_of_every_set() {
    let (costs, support) = ([3_u32, 5, 4, 2, 5, 1], [4_u64, 7, 5, 3, 7, 1]);
    for budget in 1_u32..20 {
        let rules =
            Rules::Knapsack(KnapsackRules { projects: projects(ProjectBallot::Choices, budget), sets_max: 10_000 });
        let votes: Vec<(u64, Vote)> = support.iter().zip(IDS).map(|(weight, id)| (*weight, choices(&[id]))).collect();
        let Outcome::BudgetKnapsack(outcome) = counted(&rules, &options(&costs), &votes) else { panic!("a knapsack") };
        let sums = (0_u32..64).filter_map(|set| {
            let chosen = (0..6).filter(|at| set & (1 << at) != 0);
            let (cost, worth) = chosen.fold((0, 0), |sum, at: usize| (sum.0 + costs[at], sum.1 + support[at]));
            (cost <= budget).then_some(worth)
        });
        let sums: Vec<u64> = sums.collect();
        let best = sums.iter().copied().max().expect("the empty set");
        assert_eq!(outcome.best, Some(best), "{budget}");
        assert_eq!(outcome.several, sums.iter().filter(|sum| **sum == best).count() > 1, "{budget}");
    }
}

#[test]
fn a_ballot_of_points_or_ranks_is_as_the_rules_allow() {
    let code = |rules: &Rules, choice: Vote| {
        let mut city = TestCouncil::new(2);
        city.open("case", rules.clone(), options(&[30, 20, 10]));
        let signed = sign(&city.ballot("case", 1, 9, choice), &[&voter_key(1)]);
        city.desk.record().admit_ballot(&signed.path, &signed.bytes).err().map(|rejection| rejection.code)
    };
    let points = |list: &[(&str, u32)]| Vote::Points(list.iter().map(|(id, points)| (token(id), *points)).collect());
    let mut limited = projects(ProjectBallot::Points, 50);
    limited.limits.max = 2;
    (limited.points_max, limited.points_sum_max, limited.cost_max) = (Some(3), Some(4), Some(token("40")));
    let greedy = |projects| Rules::Greedy(GreedyRules { projects, exclusive: Vec::new(), too_dear: TooDear::Skip });
    let rules = greedy(limited);
    assert_eq!(code(&rules, points(&[("aa", 3), ("cc", 1)])), None);
    assert_eq!(code(&rules, points(&[])), None);
    assert_eq!(code(&rules, points(&[("aa", 4)])), Some(Code::PointsTooMany));
    assert_eq!(code(&rules, points(&[("aa", 3), ("cc", 2)])), Some(Code::PointsTooMany));
    assert_eq!(code(&rules, points(&[("aa", 1), ("bb", 1)])), Some(Code::ChoicesTooDear));
    assert_eq!(code(&rules, points(&[("aa", 1), ("bb", 1), ("cc", 1)])), Some(Code::ChoicesTooDear));
    assert_eq!(code(&rules, choices(&["aa"])), Some(Code::BodyMismatch));
    let rules = greedy(projects(ProjectBallot::Ranking, 50));
    let ranks =
        |list: &[&[&str]]| Vote::Ranking(list.iter().map(|rank| rank.iter().map(|id| token(id)).collect()).collect());
    assert_eq!(code(&rules, ranks(&[&["bb"], &["aa"]])), None);
    assert_eq!(code(&rules, ranks(&[&["bb"], &["aa", "cc"]])), Some(Code::RanksEqual));
}

#[test]
fn rules_that_contradict_each_other_are_no_definition() {
    let city = TestCouncil::new(2);
    let read = |rules: Rules| {
        let definition = city.definition("case", rules.clone(), options(&[3, 2]));
        let read = Definition::read(definition.write().as_bytes());
        read.map(|read| assert_eq!(read.rules, rules)).map_err(|fault| fault.message.en)
    };
    for rules in every_method(10).into_iter().skip(1) {
        assert_eq!(read(rules.clone()), Ok(()), "{}", rules.name());
    }
    let change = |ballot, change: &dyn Fn(&mut ProjectRules)| {
        let mut projects = projects(ballot, 10);
        change(&mut projects);
        Rules::Knapsack(KnapsackRules { projects, sets_max: 9 })
    };
    let second = BudgetEnvelope { id: token("more"), amount: token("5") };
    let exclusive = vec![Exclusive(vec![token("aa"), token("zz")])];
    let points = projects(ProjectBallot::Points, 10);
    let choices = projects(ProjectBallot::Choices, 10);
    let shares = |completion, step| {
        Rules::EqualShares(EqualSharesRules {
            projects: choices.clone(),
            utility: Utility::Cost,
            sharers: Sharers::Cast,
            completion,
            step,
            steps_max: Some(9),
        })
    };
    let cases = [
        (change(ProjectBallot::Choices, &|rules| rules.points_max = Some(3)), "`points-max`"),
        (change(ProjectBallot::Choices, &|rules| rules.support = Support::Points), "`support: points`"),
        (change(ProjectBallot::Choices, &|rules| rules.ranking_points = vec![1]), "`ranking-points`"),
        (change(ProjectBallot::Ranking, &|rules| rules.ranking_points.clear()), "`ranking-points`"),
        (change(ProjectBallot::Ranking, &|rules| rules.ranking_points = vec![1, 2]), "`ranking-points`"),
        (change(ProjectBallot::Choices, &|rules| rules.envelopes.push(second.clone())), "one envelope"),
        (
            Rules::Greedy(GreedyRules { projects: choices.clone(), exclusive, too_dear: TooDear::Skip }),
            "`exclusive` names `zz`",
        ),
        (shares(Completion::Add1, None), "`add-step`"),
        (shares(Completion::Add1, Some(token("0"))), "`add-step`"),
        (shares(Completion::None, None), "`add-step`"),
        (equal_shares(choices.clone(), Utility::Points, Completion::None), "`utility: points`"),
        (Rules::Phragmen(PhragmenRules { projects: points, too_dear: TooDear::Skip }), "Phragmén"),
    ];
    for (rules, words) in cases {
        let fault = read(rules).expect_err(words);
        assert!(fault.contains(words), "{fault}");
    }
}

#[test]
fn equal_shares_tell_what_a_voter_held_at_first_and_at_the_end() {
    let options = options(&[50, 40, 30, 20]);
    let votes = [["aa", "bb"], ["aa", "bb"], ["aa", "dd"], ["cc", "dd"]].map(|names| choices(&names));
    // docs/methods/budget.md: `bb` would be bought at a share of 37, and all of it cost too much. Of three voters
    // the share is no whole number of cents.
    for (voters, completion, expected) in [
        (4, Completion::None, ("25/1", 0, "25/1")),
        (4, Completion::Add1, ("25/1", 11, "36/1")),
        (3, Completion::None, ("100/3", 0, "100/3")),
    ] {
        let rules = equal_shares(projects(ProjectBallot::Choices, 100), Utility::Votes, completion);
        let ballots = votes.iter().take(voters).map(|vote| Cast { weight: 1, voter: None, vote }).collect();
        let poll = Poll { options: &options, seats: 4, ballots, lots: None };
        let Ok(Outcome::BudgetEqualShares(outcome)) = count(&rules, &poll) else { panic!("equal shares") };
        assert_eq!((outcome.share.as_str(), outcome.steps, outcome.last_share.as_str()), expected);
    }
}
