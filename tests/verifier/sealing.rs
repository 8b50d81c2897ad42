//! What is refused before it is sealed: rules that nobody could vote under, that nothing could win by,
//! that no machine could count, and hours that cannot be meant.

use crate::support;

use parvis::council::{
    ApprovalRules, Comparison, Completion, CumulativeRules, ElectoratesCounted, EqualSharesRules, Equality, Fraction,
    KnapsackRules, Limits, MissingPoints, Motion2Rules, MotionBase, MotionRules, MotionTie, ProjectBallot,
    ProjectRules, Rules, ScoreRules, ShareOf, Sharers, Spending, Support, Ties, Utility,
};
use parvis::report::Code;
use parvis::statement::{Definition, DefinitionOption, Statement as _};
use support::{TestCouncil, approval, key, option, token};

fn projects(ballot: ProjectBallot) -> ProjectRules {
    ProjectRules {
        ballot,
        limits: Limits { min: 1, max: 2, max_per_category: None },
        cost_max: None,
        points_max: None,
        points_sum_max: None,
        ranking_points: Vec::new(),
        support: if ballot == ProjectBallot::Points { Support::Points } else { Support::Votes },
        currency: token("EUR"),
        envelopes: vec![parvis::council::BudgetEnvelope { id: token("city"), amount: token("100") }],
        minimum_support: 1,
        ties: Ties::Report,
    }
}

fn project(id: &str) -> DefinitionOption {
    DefinitionOption { cost: Some(token("60")), pays_from: vec![token("city")], ..option(id, None) }
}

fn shares(steps_max: u32) -> Rules {
    Rules::EqualShares(EqualSharesRules {
        projects: projects(ProjectBallot::Choices),
        utility: Utility::Cost,
        sharers: Sharers::Cast,
        completion: Completion::Add1,
        step: Some(token("0.01")),
        steps_max: Some(steps_max),
    })
}

fn knapsack(sets_max: u64) -> Rules {
    Rules::Knapsack(KnapsackRules { projects: projects(ProjectBallot::Choices), sets_max })
}

fn points(points_max: Option<u32>, points_sum_max: Option<u32>) -> Rules {
    let projects = ProjectRules { points_max, points_sum_max, ..projects(ProjectBallot::Points) };
    Rules::Knapsack(KnapsackRules { projects, sets_max: 100 })
}

fn motion(comparison: Comparison) -> Rules {
    let one = Fraction::new(1, 1).expect("a share");
    let (base, tie) = (MotionBase::Seats, MotionTie::NotAdopted);
    Rules::Motion(MotionRules { quorum: one, threshold: one, comparison, base, tie })
}

fn limited(min: u32, max_per_category: u32) -> Rules {
    let limits = Limits { min, max: 3, max_per_category: Some(max_per_category) };
    Rules::Approval(ApprovalRules { limits, winners: 1, minimum_support: 1, ties: Ties::Report })
}

fn purse(points_per_ballot: u32, max_points: u32, winners: u32) -> Rules {
    let spending = Spending::AtMost;
    Rules::Cumulative(CumulativeRules {
        points_per_ballot,
        max_points,
        spending,
        winners,
        minimum_support: 1,
        ties: Ties::Report,
    })
}

fn costing(cost_max: &str) -> Rules {
    let projects = ProjectRules { cost_max: Some(token(cost_max)), ..projects(ProjectBallot::Choices) };
    Rules::Knapsack(KnapsackRules { projects, sets_max: 100 })
}

fn scored(max_points: u32, missing: MissingPoints) -> Rules {
    Rules::Score(ScoreRules { max_points, missing, winners: 1, minimum_support: 1, ties: Ties::Report })
}

#[test]
fn rules_that_cannot_be_meant_are_not_sealed() {
    let city = TestCouncil::new(3);
    let options = || vec![option("a", Some("nature")), option("b", Some("nature")), option("c", Some("sport"))];
    let works = || vec![project("a"), project("b")];
    let many = |count: usize| (0..count).map(|at| option(&format!("un-tres-long-identifiant-{at:03}"), None)).collect();
    for (name, rules, options, sound) in [
        ("as many steps as may be", shares(10_000), works(), true),
        ("steps without end", shares(10_001), works(), false),
        ("sets that fit in memory", knapsack(5_000_000), works(), true),
        ("sets without end", knapsack(5_000_001), works(), false),
        ("no set at all", knapsack(0), works(), false),
        ("points", points(Some(1), Some(2)), works(), true),
        ("no point for any", points(Some(0), None), works(), false),
        ("no point in all", points(None, Some(0)), works(), false),
        ("all of the seats", motion(Comparison::AtLeast), Vec::new(), true),
        ("more than all of the seats", motion(Comparison::MoreThan), Vec::new(), false),
        ("one of each category", limited(2, 1), options(), true),
        ("three of two categories, one of each", limited(3, 1), options(), false),
        ("none of any category", limited(1, 0), options(), false),
        ("a long ballot", scored(5, MissingPoints::Refused), many(60), true),
        ("a ballot too long to be handed in", scored(5, MissingPoints::Refused), many(120), false),
        ("one that may leave options out", scored(5, MissingPoints::Zero), many(120), true),
        ("a purse", purse(3, 3, 3), options(), true),
        ("more for one option than the purse holds", purse(3, 4, 1), options(), false),
        ("more winners than options", purse(3, 3, 4), options(), false),
        ("a sum for the cheapest project", costing("60"), works(), true),
        ("a sum below the cheapest project", costing("59.99"), works(), false),
    ] {
        let definition = city.definition("place", rules, options);
        let read = Definition::read(definition.write().as_bytes());
        assert_eq!(read.is_ok(), sound, "{name}: {:?}", read.err());
    }
}

#[test]
fn hours_and_days_that_cannot_be_meant_are_not_sealed() {
    let city = TestCouncil::new(3);
    let sound = city.definition("place", approval(), vec![option("a", None), option("b", None)]);
    let definition = || sound.clone();
    for (name, definition) in [
        ("it closes before it opens", Definition { closes: sound.opens, ..definition() }),
        ("appeal before it closes", Definition { appeal_until: token("2026-03-07"), ..definition() }),
        ("erased before the appeal", Definition { retention_until: token("2026-05-07"), ..definition() }),
        ("closed when anybody likes", Definition { tolerance_minutes: 43_201, ..definition() }),
        ("put off for ever", Definition { extension_minutes: 43_201, ..definition() }),
    ] {
        assert!(Definition::read(definition.write().as_bytes()).is_err(), "{name}");
    }
    assert!(Definition::read(sound.write().as_bytes()).is_ok());
}

#[test]
fn a_casting_vote_is_of_one_electorate() {
    const ROLLS: [(&str, usize); 2] = [("residents", 2), ("shops", 2)];
    let city = TestCouncil::divided(&[1; 4], &ROLLS);
    let half = Fraction::new(1, 2).expect("a share");
    let rules = Rules::Motion2(Motion2Rules {
        quorum: half,
        threshold: half,
        comparison: Comparison::MoreThan,
        base: ShareOf::Expressed,
        present: Vec::new(),
        tie: Equality::CastingVote,
        chair: Some(support::voter(1)),
    });
    for (counted, sound) in [(ElectoratesCounted::Together, true), (ElectoratesCounted::Separately, false)] {
        let definition = Definition {
            electorates: city.electorates(&ROLLS),
            electorates_counted: Some(counted),
            ..city.definition("place", rules.clone(), Vec::new())
        };
        assert_eq!(Definition::read(definition.write().as_bytes()).is_ok(), sound, "{counted:?}");
    }
}

#[test]
fn a_vote_whose_sums_might_not_fit_is_not_opened() {
    for (weight, max_points, expected) in [(1_000_000, 1_000, None), (u32::MAX, u32::MAX, Some(Code::CountOverflow))] {
        let mut city = TestCouncil::weighted(&[weight; 3]);
        let options = vec![option("a", None), option("b", None)];
        let definition = city.definition("place", scored(max_points, MissingPoints::Zero), options);
        let opened = city.desk.open_vote(&definition, &[&key("officer")]);
        assert_eq!(opened.err().map(|rejection| rejection.code), expected);
    }
}

/// Rules that ask for so much support.
fn asking(minimum_support: u64) -> [Rules; 6] {
    let ties = Ties::Report;
    let limits = Limits { min: 1, max: 2, max_per_category: None };
    let projects = ProjectRules { minimum_support, ..projects(ProjectBallot::Points) };
    let ranked = ProjectRules { ranking_points: vec![4, 2], ballot: ProjectBallot::Ranking, ..projects.clone() };
    let capped = ProjectRules { points_max: Some(4), points_sum_max: Some(9), ..projects };
    let sets_max = 100;
    [
        Rules::Approval(ApprovalRules { limits, winners: 1, minimum_support: minimum_support.div_ceil(4), ties }),
        Rules::Score(ScoreRules { max_points: 4, missing: MissingPoints::Zero, winners: 1, minimum_support, ties }),
        Rules::Cumulative(CumulativeRules {
            points_per_ballot: 5,
            max_points: 4,
            spending: Spending::AtMost,
            winners: 1,
            minimum_support,
            ties,
        }),
        Rules::Knapsack(KnapsackRules { projects: capped, sets_max }),
        Rules::Knapsack(KnapsackRules { projects: ranked, sets_max }),
        Rules::Knapsack(KnapsackRules {
            projects: ProjectRules { minimum_support: minimum_support.div_ceil(4), ..projects_of_votes() },
            sets_max,
        }),
    ]
}

fn projects_of_votes() -> ProjectRules {
    ProjectRules { support: Support::Votes, ..projects(ProjectBallot::Points) }
}

#[test]
fn a_support_that_the_whole_roll_could_not_give_is_not_sealed() {
    // Weights 1, 2 and 3, and four points for an option: 24 at most.
    for (minimum, expected) in [(24, None), (25, Some(Code::SupportOutOfReach))] {
        for rules in asking(minimum) {
            let name = rules.name();
            let mut city = TestCouncil::weighted(&[1, 2, 3]);
            let definition = city.definition("place", rules, vec![project("a"), project("b")]);
            let opened = city.desk.open_vote(&definition, &[&key("officer")]).err();
            assert_eq!(opened.as_ref().map(|rejection| rejection.code), expected, "{name}: {minimum}");
            let words = opened.map(|rejection| rejection.message.en).unwrap_or_default();
            assert!(expected.is_none() || words.starts_with("nothing could win: `minimum-support` is"), "{words}");
        }
    }
    // Counted separately, each electorate must be able to reach it by itself.
    let rolls: &'static [(&str, usize)] = &[("residents", 3), ("shops", 1)];
    for (counted, expected) in
        [(ElectoratesCounted::Together, None), (ElectoratesCounted::Separately, Some(Code::SupportOutOfReach))]
    {
        let mut city = TestCouncil::divided(&[1; 4], rolls);
        let limits = Limits { min: 1, max: 1, max_per_category: None };
        let rules = Rules::Approval(ApprovalRules { limits, winners: 1, minimum_support: 2, ties: Ties::Report });
        let definition = Definition {
            electorates: city.electorates(rolls),
            electorates_counted: Some(counted),
            ..city.definition("place", rules, vec![option("a", None), option("b", None)])
        };
        let opened = city.desk.open_vote(&definition, &[&key("officer")]);
        assert_eq!(opened.err().map(|rejection| rejection.code), expected, "{counted:?}");
    }
}
