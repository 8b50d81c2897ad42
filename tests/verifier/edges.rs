//! Where a count ends: sums that do not fit, and rules under which nothing could win. What every
//! method does with no ballots, with ties and with lots stands in tests/tally/edges.txt.

use crate::support;

use std::collections::BTreeSet;
use std::convert::Infallible;

use parvis::council::{BallotBody, BudgetEnvelope, Grade, Limits, OptionId, RuleFields, Rules};
use parvis::grammar::Token;
use parvis::report::Code;
use parvis::statement::{DefinitionOption, Vote};
use parvis::tally::{Cast, Overflow, Poll, count};
use support::{TestCouncil, key, option, token};

/// Rules as `key=value`, with `/` between the items of a list.
struct Written<'a>(&'a str);

impl RuleFields for Written<'_> {
    type Fault = Infallible;

    fn token<T: Token>(&mut self, key: &str) -> Result<T, Infallible> {
        Ok(self.token_if(key)?.unwrap_or_else(|| panic!("no `{key}` in {}", self.0)))
    }

    fn token_if<T: Token>(&mut self, key: &str) -> Result<Option<T>, Infallible> {
        let mut pairs = self.0.split(' ').filter_map(|pair| pair.split_once('='));
        Ok(pairs.find(|(name, _)| *name == key).map(|(_, value)| token(value)))
    }

    fn list<T: Token>(&mut self, key: &str) -> Result<Vec<T>, Infallible> {
        let mut pairs = self.0.split(' ').filter_map(|pair| pair.split_once('='));
        let list = pairs.find(|(name, _)| *name == key).map(|(_, list)| list.split('/').map(token).collect());
        Ok(list.unwrap_or_default())
    }

    fn grades(&mut self, key: &str) -> Result<Vec<Grade>, Infallible> {
        let ids: Vec<OptionId> = self.list(key)?;
        Ok(support::grades(&ids.iter().map(OptionId::as_str).collect::<Vec<_>>()))
    }

    fn limits(&mut self) -> Result<Limits, Infallible> {
        Ok(Limits { min: 1, max: 3, max_per_category: None })
    }

    fn envelopes(&mut self) -> Result<Vec<BudgetEnvelope>, Infallible> {
        Ok(vec![BudgetEnvelope { id: token("city"), amount: token("100") }])
    }
}

const PROJECTS: &str = "ballot=choices support=votes currency=EUR minimum-support=1 ties=report";

/// Every method, as simple as it can be.
fn methods() -> Vec<Rules> {
    let method = |name: &str, rules: String| {
        Rules::read(name, &mut Written(&rules)).unwrap_or_else(|| panic!("no {name}")).expect("it reads or panics")
    };
    let projects = |more: &str| format!("{PROJECTS} {more}");
    let winners = |more: &str| format!("winners=1 minimum-support=1 ties=report {more}");
    let motion = |more: &str| format!("quorum=1/2 threshold=1/2 comparison=more-than base=cast tie=not-adopted {more}");
    let duels = || "unranked=last strength=winning-votes ties=report".to_owned();
    vec![
        method("motion/1", motion("")),
        method("motion/2", motion("")),
        method("approval/1", winners("")),
        method("single-choice/1", winners("")),
        method("score/1", winners("max-points=5 missing=zero")),
        method("cumulative/1", winners("max-points=5 points-per-ballot=5 spending=at-most")),
        method("majority-judgment/1", winners("grades-best-first=good/poor missing=lowest blank=lowest")),
        method("irv/1", "equal-ranks=refused ties=report".to_owned()),
        method("stv-scottish/1", "winners=1 equal-ranks=refused ties=report".to_owned()),
        method("borda/1", winners("equal-points=average unranked-points=last")),
        method("schulze/1", duels()),
        method("ranked-pairs/1", duels()),
        method("budget-greedy/1", projects("too-dear=skip")),
        method("budget-greedy/2", projects("too-dear=skip")),
        method("budget-equal-shares/1", projects("utility=votes sharers=cast completion=none")),
        method("budget-phragmen/1", projects("too-dear=skip")),
        method("budget-knapsack/1", projects("sets-max=1000")),
    ]
}

fn options() -> Vec<DefinitionOption> {
    let of = |id| DefinitionOption { cost: Some(token("60")), pays_from: vec![token("city")], ..option(id, None) };
    ["a", "b"].map(of).to_vec()
}

/// A ballot for the option `id`, or in favour.
fn vote(rules: &Rules, id: &str) -> Vote {
    match rules.body() {
        BallotBody::Answer => Vote::Answer(token("for")),
        BallotBody::Choices => Vote::Choices(vec![token(id)]),
        BallotBody::Points => Vote::Points(vec![(token(id), 5)]),
        BallotBody::Grades => Vote::Grades(vec![(token(id), token("good"))]),
        BallotBody::Ranking => Vote::Ranking(vec![vec![token(id)]]),
    }
}

fn counted(rules: &Rules, weights: &[(&str, u64)], seats: u64) -> Result<(), Overflow> {
    let options = options();
    let votes: Vec<Vote> = weights.iter().map(|(id, _)| vote(rules, id)).collect();
    let cast = |(vote, (_, weight))| Cast { weight, voter: None, vote };
    let ballots = votes.iter().zip(weights.iter().copied()).map(cast).collect();
    count(rules, &Poll { options: &options, seats, ballots, lots: None }).map(drop)
}

#[test]
fn a_sum_that_does_not_fit_is_an_error_and_never_a_wrap() {
    let methods = methods();
    let names: BTreeSet<&str> = methods.iter().map(Rules::name).collect();
    assert_eq!(names, Rules::NAMES.into(), "every method");
    for rules in &methods {
        let name = rules.name();
        let most = u64::MAX;
        assert_eq!(counted(rules, &[("a", most), ("a", 1)], most), Err(Overflow), "{name}: one option");
        // Two options whose sums fit, and their sum does not: an error or an outcome, never a panic.
        for weights in [&[("a", most), ("b", most)][..], &[("a", most)], &[("a", most / 2), ("b", most / 2)]] {
            let _ = counted(rules, weights, most);
        }
        // As much as a roll can hold: 2^32 voters of the greatest weight are 2^64, so half of that is counted.
        for weights in [&[("a", 1 << 40), ("b", 1 << 39)][..], &[("a", 1 << 40), ("b", 1 << 40)]] {
            assert_eq!(counted(rules, weights, 1 << 41), Ok(()), "{name}: {weights:?}");
        }
    }
}

#[test]
fn rules_under_which_nothing_can_win_are_not_sealed() {
    let mut tried = 0;
    for mut rules in methods() {
        let winners = match &mut rules {
            Rules::Approval(rules) => &mut rules.winners,
            Rules::SingleChoice(rules) => &mut rules.winners,
            Rules::Score(rules) => &mut rules.winners,
            Rules::Cumulative(rules) => &mut rules.winners,
            Rules::MajorityJudgment(rules) => &mut rules.winners,
            Rules::StvScottish(rules) => &mut rules.winners,
            Rules::Borda(rules) => &mut rules.winners,
            _ => continue,
        };
        *winners = 0;
        let mut city = TestCouncil::new(1);
        let plain = ["a", "b"].map(|id| option(id, None)).to_vec();
        let definition = city.definition("edge", rules.clone(), plain);
        let refused = city.desk.open_vote(&definition, &[&key("officer")]).expect_err(rules.name());
        assert!(refused.message.en.contains("nothing can win"), "{}: {refused}", rules.name());
        assert_eq!(refused.code, Code::GrammarFault, "{}", rules.name());
        tried += 1;
    }
    assert_eq!(tried, 7);
}
