//! Budgets of every method as files of Pabulib, and back: what is written is read to the same value, and
//! makes a trial council.

use crate::support;

use parvis::council::tally::OptionOutcome;
use parvis::council::{
    BudgetEnvelope, BudgetRules, Completion, EqualSharesRules, Exclusive, GreedyRules, KnapsackRules, Limits,
    PhragmenRules, ProjectBallot, ProjectRules, Rules, Sharers, Support, Ties, TooDear, Utility, VoterId,
};
use parvis::export::pabulib;
use parvis::pabulib::{Instance, VoteType, read};
use parvis::statement::{Channels, DefinitionOption, PaperChannel, Vote};
use parvis::tally::{Cast, Poll, count};
use parvis::tree::Digest;
use parvis::trial;
use support::{TestCouncil, option, token, voter};

/// Numbers from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides
    }
}

const IDS: [&str; 5] = ["a", "b", "c", "d", "e"];

fn projects(ballot: ProjectBallot, support: Support) -> ProjectRules {
    ProjectRules {
        ballot,
        limits: Limits { min: 1, max: 3, max_per_category: None },
        cost_max: None,
        points_max: (ballot == ProjectBallot::Points).then_some(5),
        points_sum_max: None,
        ranking_points: if ballot == ProjectBallot::Ranking { vec![3, 2, 1] } else { Vec::new() },
        support,
        currency: token("EUR"),
        envelopes: vec![BudgetEnvelope { id: token("city"), amount: token("100") }],
        minimum_support: 1,
        ties: Ties::ListedOrder,
    }
}

/// Every method with every form of its ballots, and the word that Pabulib has for the form and the rule.
fn methods() -> Vec<(Rules, VoteType, &'static str)> {
    let choices = || projects(ProjectBallot::Choices, Support::Votes);
    let greedy = |projects, too_dear, exclusive| Rules::Greedy(GreedyRules { projects, exclusive, too_dear });
    let skip = |projects| greedy(projects, TooDear::Skip, Vec::new());
    let shares = |projects, utility, completion: Completion| {
        let (step, steps_max) = (completion == Completion::Add1).then(|| (token("1"), 100)).unzip();
        Rules::EqualShares(EqualSharesRules { projects, utility, sharers: Sharers::Cast, completion, step, steps_max })
    };
    let ProjectRules { limits, currency, envelopes, ties, .. } = choices();
    let first = BudgetRules { limits, currency, envelopes, too_dear: TooDear::Skip, minimum_support: 2, ties };
    let points = |support| projects(ProjectBallot::Points, support);
    let shared_out = ProjectRules { points_sum_max: Some(15), ..points(Support::Points) };
    vec![
        (Rules::BudgetGreedy(first), VoteType::Approval, "greedy-threshold"),
        (greedy(choices(), TooDear::Stop, Vec::new()), VoteType::Approval, "greedy-no-skip"),
        (
            greedy(choices(), TooDear::Skip, vec![Exclusive(vec![token("a"), token("b")])]),
            VoteType::Approval,
            "greedy-exclusive",
        ),
        (skip(points(Support::Points)), VoteType::Scoring, "greedy"),
        (skip(points(Support::Votes)), VoteType::Scoring, "greedy"),
        (skip(shared_out), VoteType::Cumulative, "greedy"),
        (skip(projects(ProjectBallot::Ranking, Support::Points)), VoteType::Ordinal, "greedy-custom"),
        (shares(choices(), Utility::Cost, Completion::Add1), VoteType::Approval, "equalshares/add1"),
        (shares(points(Support::Points), Utility::Points, Completion::None), VoteType::Scoring, "equalshares"),
        (
            Rules::Phragmen(PhragmenRules { projects: choices(), too_dear: TooDear::Stop }),
            VoteType::Approval,
            "unknown",
        ),
        (Rules::Knapsack(KnapsackRules { projects: choices(), sets_max: 1_000 }), VoteType::Approval, "unknown"),
    ]
}

fn options() -> Vec<DefinitionOption> {
    let cost = |n: usize| token(&(20 + 11 * n).to_string());
    let of = |(n, id): (usize, &&str)| DefinitionOption {
        cost: Some(cost(n)),
        pays_from: vec![token("city")],
        title: vec![(parvis::language::Language::Fr, format!("Project {id}; or so"))],
        ..option(id, None)
    };
    IDS.iter().enumerate().map(of).collect()
}

/// A ballot of one to three projects, or a blank one.
fn vote(dice: &mut Dice, ballot: ProjectBallot) -> Vote {
    let mut chosen: Vec<&str> = Vec::new();
    for _ in 0..dice.throw(4) {
        let id = IDS[usize::try_from(dice.throw(5)).expect("small")];
        if !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    let ids = chosen.into_iter().map(token);
    match ballot {
        ProjectBallot::Choices => Vote::Choices(ids.collect()).sorted(),
        ProjectBallot::Ranking => Vote::Ranking(ids.map(|id| vec![id]).collect()),
        ProjectBallot::Points => {
            Vote::Points(ids.map(|id| (id, u32::try_from(dice.throw(6)).expect("small"))).collect()).sorted()
        }
    }
}

#[test]
fn what_is_written_is_read_and_counts_the_same() {
    let mut dice = Dice(4);
    let mut seen = 0;
    for (rules, form, word) in methods() {
        let ballot = rules.projects().map_or(ProjectBallot::Choices, |projects| projects.ballot);
        for _ in 0..40 {
            let mut city = TestCouncil::new(2);
            let definition = city.definition("budget", rules.clone(), options());
            city.desk.open_vote(&definition, &[&support::key("officer")]).expect("sound rules");
            let votes: Vec<Vote> = (0..=dice.throw(9)).map(|_| vote(&mut dice, ballot)).collect();
            let ids: Vec<VoterId> = (1..).take(votes.len()).map(voter).collect();
            let ballots = votes.iter().map(|vote| Cast { weight: 1, voter: None, vote }).collect();
            let poll = Poll { options: &definition.options, seats: 9, ballots, lots: None };
            let outcome = count(&rules, &poll).expect("small sums");
            let budget = outcome.budget().expect("a budget");
            let counted: Vec<_> = ids.iter().zip(&votes).map(|(id, vote)| (id, 1, vote)).collect();
            let instance = pabulib(&definition, budget, &counted, Some("France")).expect("a budget with its ballots");
            assert_eq!((instance.vote_type, instance.meta("rule")), (form, Some(word)));
            let text = instance.write();
            let back = read(text.as_bytes()).unwrap_or_else(|fault| panic!("{word}: {fault}\n{text}"));
            assert_eq!(back, instance, "{text}");
            assert_eq!(back.write(), text);
            for project in &instance.projects {
                let step = budget.options.iter().find(|step| step.option.as_str() == project.id).expect("listed");
                assert!(project.score.is_none_or(|score| score == step.support), "{text}");
                assert_eq!(project.selected, Some(step.outcome == OptionOutcome::Selected), "{text}");
            }
            sums(&rules, &instance);
            let blank = votes.iter().filter(|vote| is_blank(vote)).count();
            assert_eq!(instance.votes.len() + blank, votes.len());
            let said = instance.meta("comment").is_some_and(|words| words.contains(&format!("{blank} blank ballots")));
            assert_eq!(said, blank > 0, "{text}");
            seen += usize::from(blank > 0);
            if word != "unknown" && votes.len() < 3 && !instance.votes.is_empty() {
                let trial = trial::make(&instance, Digest::of(text.as_bytes()));
                assert!(trial.is_ok() || form == VoteType::Ordinal, "{word}: {:?}", trial.err());
            }
        }
    }
    assert!(seen > 20, "{seen} with blank ballots");
}

/// Whether a ballot names no project, or none with a point.
fn is_blank(vote: &Vote) -> bool {
    match vote {
        Vote::Points(points) => points.iter().all(|(_, points)| *points == 0),
        other => other.options().is_empty(),
    }
}

/// The columns `votes` and `score` are those that the ballots give.
fn sums(rules: &Rules, instance: &Instance) {
    let stated: Vec<u64> = instance.projects.iter().filter_map(|project| project.votes).collect();
    assert_eq!(instance.recounted_votes(), stated);
    if rules.projects().is_some_and(|rules| rules.support == Support::Points && rules.ranking_points.is_empty()) {
        let stated: Vec<u64> = instance.projects.iter().filter_map(|project| project.score).collect();
        assert_eq!(instance.recounted_points(), stated);
    }
}

#[test]
fn a_budget_that_took_paper_or_weighs_ballots_has_no_such_form() {
    let (rules, ..) = methods().remove(0);
    let city = TestCouncil::new(1);
    let mut definition = city.definition("budget", rules.clone(), options());
    let poll = Poll { options: &definition.options, seats: 9, ballots: Vec::new(), lots: None };
    let outcome = count(&rules, &poll).expect("nothing to add");
    let budget = outcome.budget().expect("a budget");
    assert!(pabulib(&definition, budget, &[], None).is_some());
    let (ids, vote) = ([voter(1), voter(2)], Vote::Choices(vec![token("a")]));
    assert!(pabulib(&definition, budget, &[(&ids[0], 1, &vote), (&ids[1], 1, &vote)], None).is_some());
    assert!(pabulib(&definition, budget, &[(&ids[0], 1, &vote), (&ids[1], 2, &vote)], None).is_none());
    let both = parvis::council::BothChannels::Disjoint;
    definition.channels = Channels { electronic: true, paper: Some(PaperChannel { stations: Vec::new(), both }) };
    assert!(pabulib(&definition, budget, &[], None).is_none());
}
