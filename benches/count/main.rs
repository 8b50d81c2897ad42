//! How long a count of many ballots takes: budgets and rankings, by each method.
//!
//! ```sh
//! cargo bench --bench count -- [--ballots N] [--projects N] [--options N] [--times N] [--pb FILE]
//! ```
//!
//! With `--pb` the ballots of the budget are written to a file in the form of Pabulib, and nothing is timed but
//! what `compare.py` beside this file asks of another program too.
//!
//! Ballots of four projects each, drawn from a fixed seed; a project has more or less favour, and a cost.
//! Then rankings of one option to all of them, drawn by favour too.
//! What is printed is measured; nothing is asserted about time.

#![allow(clippy::print_stdout, clippy::float_arithmetic, reason = "a table of times")]

#[path = "../audit/clock.rs"]
#[allow(dead_code, reason = "nothing runs beside this process here")]
mod clock;

use clock::{Took, here};
use parvis::council::tally::{OptionOutcome, Outcome};
use parvis::council::{
    BordaRules, BudgetEnvelope, Completion, EqualPoints, EqualRanks, EqualSharesRules, GreedyRules, IrvRules,
    KnapsackRules, Limits, PhragmenRules, ProjectBallot, ProjectRules, RankedPairsRules, Rules, SchulzeRules, Sharers,
    Strength, StvRules, Support, Ties, TooDear, Unranked, UnrankedPoints, Utility,
};
use parvis::grammar::Token;
use parvis::language::Language;
use parvis::statement::{DefinitionOption, Vote};
use parvis::tally::{Cast, Poll, count};

fn main() {
    let argument = |name: &str| {
        let mut arguments = std::env::args();
        arguments.find(|argument| argument == name).and_then(|_| arguments.next())
    };
    let number = |name: &str, default: u64| argument(name).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (ballots, projects) = (number("--ballots", 93_000), number("--projects", 219));
    let times = number("--times", 3);
    let mut dice = Dice(20_260_504);
    let options: Vec<DefinitionOption> = (0..projects).map(|n| option(n, 5_000 + 1_000 * dice.throw(300))).collect();
    let favour: Vec<u64> = (0..projects).map(|_| 1 + dice.throw(40)).collect();
    let votes: Vec<Vote> = (0..ballots).map(|_| vote(&mut dice, &favour, &options)).collect();
    if let Some(file) = argument("--pb") {
        std::fs::write(&file, pabulib(&options, &votes)).expect("a file to write");
        for (name, rules) in methods().iter().filter(|(name, _)| PEERS.contains(name)) {
            average(name, rules, &options, &votes, times);
        }
        return;
    }
    println!("{ballots} ballots of four among {projects} projects, 10,000,000 to share out");
    println!("\n{:<44} {:>8} {:>8}  outcome", "least of each", "cpu s", "wall s");
    for (name, rules) in methods() {
        time(name, &rules, &options, &votes, times);
    }
    let ranked = number("--options", 20);
    let options = &options[..options.len().min(usize::try_from(ranked).unwrap_or(usize::MAX))];
    let votes: Vec<Vote> = (0..ballots).map(|_| ranking(&mut dice, &favour, options)).collect();
    println!("\n{ballots} rankings of {} options", options.len());
    for (name, rules) in rankings() {
        time(name, &rules, options, &votes, times);
    }
}

/// The methods that `compare.py` asks of another program.
const PEERS: [&str; 3] = ["budget-greedy/2", "budget-equal-shares/1, cost", "budget-equal-shares/1, votes"];

fn counted(rules: &Rules, options: &[DefinitionOption], votes: &[Vote]) -> Outcome {
    let cast = votes.iter().map(|vote| Cast { weight: 1, voter: None, vote }).collect();
    let seats = votes.len() as u64;
    count(rules, &Poll { options, seats, ballots: cast, lots: None }).expect("small sums")
}

/// What a count takes on average, since the clock counts hundredths, and who wins: for `compare.py` to read.
fn average(name: &str, rules: &Rules, options: &[DefinitionOption], votes: &[Vote], times: u64) {
    let times = u32::try_from(times.max(1)).unwrap_or(u32::MAX);
    let (outcomes, took) = here(|| (0..times).map(|_| counted(rules, options, votes)).collect::<Vec<_>>());
    let steps = outcomes.first().and_then(Outcome::budget).map(|budget| budget.options.iter());
    let won = steps.into_iter().flatten().filter(|step| step.outcome == OptionOutcome::Selected);
    let won: Vec<&str> = won.map(|step| step.option.as_str()).collect();
    println!("{name}\t{}\t{}", (took.cpu / times).as_secs_f64(), won.join(" "));
}

/// The projects and the ballots as a file of Pabulib.
fn pabulib(options: &[DefinitionOption], votes: &[Vote]) -> String {
    let mut text = format!(
        "META\nkey;value\ndescription;made from one seed\ncountry;none\nunit;none\ninstance;none\nnum_projects;{}\n\
         num_votes;{}\nbudget;10000000\nvote_type;approval\nrule;greedy\nmax_length;4\nPROJECTS\nproject_id;cost\n",
        options.len(),
        votes.len()
    );
    for option in options {
        let line = format!("{};{}\n", option.id, option.cost.expect("every project has one"));
        text += &line;
    }
    text += "VOTES\nvoter_id;vote\n";
    for (voter, vote) in votes.iter().enumerate() {
        let named: Vec<&str> = vote.options().into_iter().map(parvis::council::OptionId::as_str).collect();
        let line = format!("{voter};{}\n", named.join(","));
        text += &line;
    }
    text
}

fn time(name: &str, rules: &Rules, options: &[DefinitionOption], votes: &[Vote], times: u64) {
    let rounds: Vec<(Outcome, Took)> = (0..times.max(1)).map(|_| here(|| counted(rules, options, votes))).collect();
    let took = rounds.iter().map(|(_, took)| *took).min().unwrap_or_default();
    let told = rounds.first().map(|(outcome, _)| told(outcome)).unwrap_or_default();
    println!("{name:<44} {:>8.2} {:>8.3}  {told}", took.cpu.as_secs_f64(), took.wall.as_secs_f64());
}

fn told(outcome: &Outcome) -> String {
    let Some(budget) = outcome.budget() else {
        return match outcome {
            Outcome::Irv(irv) => format!("{} rounds", irv.rounds.len()),
            Outcome::StvScottish(stv) => format!("{} stages", stv.rounds.len()),
            _ => String::new(),
        };
    };
    let won = budget.options.iter().filter(|step| step.outcome == OptionOutcome::Selected).count();
    let spent = budget.envelopes.first().map(|envelope| envelope.spent.to_string()).unwrap_or_default();
    match outcome {
        Outcome::BudgetEqualShares(shares) => format!("{won} selected, {spent} spent, {} steps", shares.steps),
        Outcome::BudgetKnapsack(knapsack) => format!("{won} selected, {spent} spent, {} sets", knapsack.sets),
        _ => format!("{won} selected, {spent} spent"),
    }
}

/// Numbers from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % sides.max(1)
    }
}

fn token<T: Token>(text: &str) -> T {
    T::read(text).expect("a token")
}

fn option(n: u64, cost: u64) -> DefinitionOption {
    let id = format!("p{n:03}");
    DefinitionOption {
        id: token(&id),
        title: vec![(Language::En, id)],
        category: None,
        cost: Some(token(&cost.to_string())),
        pays_from: vec![token("city")],
        proposal: None,
        text: None,
    }
}

fn vote(dice: &mut Dice, favour: &[u64], options: &[DefinitionOption]) -> Vote {
    let all: u64 = favour.iter().sum();
    let mut chosen = Vec::new();
    while chosen.len() < options.len().min(4) {
        let mut thrown = dice.throw(all);
        let at = favour.iter().position(|share| {
            let here = thrown < *share;
            thrown = thrown.saturating_sub(*share);
            here
        });
        let id = options[at.unwrap_or(0)].id.clone();
        if !chosen.contains(&id) {
            chosen.push(id);
        }
    }
    Vote::Choices(chosen).sorted()
}

/// A ranking of one option or more, each with the chances of its favour among those left.
fn ranking(dice: &mut Dice, favour: &[u64], options: &[DefinitionOption]) -> Vote {
    let mut left: Vec<usize> = (0..options.len()).collect();
    let ranks = 1 + dice.throw(options.len() as u64);
    let mut ranked = Vec::new();
    for _ in 0..ranks {
        let mut thrown = dice.throw(left.iter().map(|option| favour[*option]).sum());
        let at = left.iter().position(|option| {
            let here = thrown < favour[*option];
            thrown = thrown.saturating_sub(favour[*option]);
            here
        });
        let option = left.swap_remove(at.unwrap_or(0));
        ranked.push(vec![options[option].id.clone()]);
    }
    Vote::Ranking(ranked)
}

fn rankings() -> Vec<(&'static str, Rules)> {
    let ties = Ties::ListedOrder;
    let equal_ranks = EqualRanks::Refused;
    let (unranked, strength) = (Unranked::Last, Strength::WinningVotes);
    let (equal_points, unranked_points) = (EqualPoints::Average, UnrankedPoints::Last);
    vec![
        ("irv/1", Rules::Irv(IrvRules { equal_ranks, ties })),
        ("stv-scottish/1, five places", Rules::StvScottish(StvRules { winners: 5, equal_ranks, ties })),
        ("borda/1", Rules::Borda(BordaRules { equal_points, unranked_points, winners: 1, ties })),
        ("schulze/1", Rules::Schulze(SchulzeRules { unranked, strength, ties })),
        ("ranked-pairs/1", Rules::RankedPairs(RankedPairsRules { unranked, strength, ties })),
    ]
}

fn methods() -> Vec<(&'static str, Rules)> {
    let projects = ProjectRules {
        ballot: ProjectBallot::Choices,
        limits: Limits { min: 1, max: 4, max_per_category: None },
        cost_max: None,
        points_max: None,
        points_sum_max: None,
        ranking_points: Vec::new(),
        support: Support::Votes,
        currency: token("EUR"),
        envelopes: vec![BudgetEnvelope { id: token("city"), amount: token("10000000") }],
        minimum_support: 1,
        ties: Ties::ListedOrder,
    };
    let shares = |utility, completion, step: Option<&str>| {
        let (step, steps_max) = (step.map(token), step.map(|_| 1_000));
        let projects = projects.clone();
        Rules::EqualShares(EqualSharesRules { projects, utility, sharers: Sharers::Cast, completion, step, steps_max })
    };
    vec![
        (
            "budget-greedy/2",
            Rules::Greedy(GreedyRules { projects: projects.clone(), exclusive: Vec::new(), too_dear: TooDear::Skip }),
        ),
        ("budget-equal-shares/1, cost", shares(Utility::Cost, Completion::None, None)),
        ("budget-equal-shares/1, cost, then greedy", shares(Utility::Cost, Completion::Greedy, None)),
        ("budget-equal-shares/1, votes", shares(Utility::Votes, Completion::None, None)),
        ("budget-equal-shares/1, cost, add1 by 1", shares(Utility::Cost, Completion::Add1, Some("1"))),
        ("budget-phragmen/1", Rules::Phragmen(PhragmenRules { projects: projects.clone(), too_dear: TooDear::Stop })),
        ("budget-knapsack/1", Rules::Knapsack(KnapsackRules { projects, sets_max: 50_000_000 })),
    ]
}
