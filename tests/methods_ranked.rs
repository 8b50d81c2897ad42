//! Ranked methods: what their rules ask of a ballot, and laws over random polls.

mod support;

use parvis::council::tally::{OptionOutcome, Outcome, RankedOption};
use parvis::council::{EqualRanks, IrvRules, Rules, Ties};
use parvis::report::Code;
use parvis::statement::{DefinitionOption, Vote};
use parvis::submission::sign;
use parvis::tally::{Cast, Poll, count};
use proptest::prelude::*;
use support::{TestCouncil, option, token, voter_key};

fn irv(equal_ranks: EqualRanks, ties: Ties) -> Rules {
    Rules::Irv(IrvRules { equal_ranks, ties })
}

/// `a > b = c`; nothing for blank.
fn ranking(text: &str) -> Vote {
    let ranks = text.split(" > ").filter(|rank| !rank.is_empty());
    Vote::Ranking(ranks.map(|rank| rank.split(" = ").map(token).collect()).collect())
}

#[test]
fn a_shared_rank_is_refused_where_the_rules_say_so() {
    for (equal_ranks, expected) in [(EqualRanks::Refused, Some(Code::RanksEqual)), (EqualRanks::Exhausted, None)] {
        let mut city = TestCouncil::new(1);
        city.open("place", irv(equal_ranks, Ties::Report), vec![option("a", None), option("b", None)]);
        let verdict = |text: &str| {
            let signed = sign(&city.ballot("place", 1, 10, ranking(text)), &[&voter_key(1)]);
            let admission = city.desk.record().admit_ballot(&signed.path, &signed.bytes);
            admission.err().map(|rejection| rejection.code)
        };
        assert_eq!(verdict("a > b"), None);
        assert_eq!(verdict(""), None);
        assert_eq!(verdict("a = b"), expected);
        assert_eq!(verdict("a > a"), Some(Code::GrammarFault));
    }
}

/// What becomes of each option, by name.
fn fates(rules: &Rules, names: &[&str], ballots: &[(u64, Vote)]) -> Vec<(String, OptionOutcome)> {
    let options: Vec<DefinitionOption> = names.iter().map(|name| option(name, None)).collect();
    let ballots = ballots.iter().map(|(weight, vote)| Cast { weight: *weight, vote }).collect();
    let poll = Poll { options: &options, seats: 1_000, ballots, lots: None };
    let of = |options: Vec<RankedOption>| options.into_iter().map(|step| (step.option.to_string(), step.outcome));
    let mut fates: Vec<_> = match count(rules, &poll).expect("no overflow") {
        Outcome::Irv(outcome) => of(outcome.options).collect(),
        other => panic!("not a ranked outcome: {other:?}"),
    };
    fates.sort_by(|one, other| one.0.cmp(&other.0));
    fates
}

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

fn every_rules() -> Vec<Rules> {
    vec![irv(EqualRanks::Exhausted, Ties::Report)]
}

/// A ranking from a rank for each option; 0 is unranked.
fn ballot(ranks: &[u8]) -> Vote {
    let mut list: Vec<Vec<_>> = Vec::new();
    for rank in 1..=5 {
        let at: Vec<_> =
            NAMES.iter().zip(ranks).filter(|(_, own)| **own == rank).map(|(name, _)| token(name)).collect();
        if !at.is_empty() {
            list.push(at);
        }
    }
    Vote::Ranking(list)
}

fn ballots() -> impl Strategy<Value = Vec<(u64, Vote)>> {
    let one = (1..3_u64, proptest::collection::vec(0..6_u8, 5));
    proptest::collection::vec(one.prop_map(|(weight, ranks)| (weight, ballot(&ranks))), 1..9)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn neither_the_order_of_ballots_nor_that_of_options_decides(ballots in ballots()) {
        let mut turned = ballots.clone();
        turned.reverse();
        let listed = ["d", "b", "e", "a", "c"];
        for rules in every_rules() {
            prop_assert_eq!(fates(&rules, &NAMES, &ballots), fates(&rules, &listed, &turned), "{}", rules.name());
        }
    }

    #[test]
    fn a_weight_is_so_many_copies(ballots in ballots()) {
        let copies: Vec<(u64, Vote)> =
            ballots.iter().flat_map(|(weight, vote)| (0..*weight).map(move |_| (1, vote.clone()))).collect();
        for rules in every_rules() {
            prop_assert_eq!(fates(&rules, &NAMES, &ballots), fates(&rules, &NAMES, &copies), "{}", rules.name());
        }
    }

    #[test]
    fn a_blank_ballot_changes_nothing(ballots in ballots()) {
        let mut more = ballots.clone();
        more.push((7, Vote::Ranking(Vec::new())));
        for rules in every_rules() {
            prop_assert_eq!(fates(&rules, &NAMES, &ballots), fates(&rules, &NAMES, &more), "{}", rules.name());
        }
    }

    #[test]
    fn names_decide_nothing(ballots in ballots()) {
        let swap = |name: &str| match name { "a" => "e", "e" => "a", "b" => "d", "d" => "b", other => other }.to_owned();
        let renamed = |(weight, vote): &(u64, Vote)| {
            let Vote::Ranking(ranks) = vote else { panic!("a ranking") };
            let rank = |rank: &Vec<parvis::council::OptionId>| {
                let mut rank: Vec<_> = rank.iter().map(|id| token(&swap(id.as_str()))).collect();
                rank.sort();
                rank
            };
            (*weight, Vote::Ranking(ranks.iter().map(rank).collect()))
        };
        let other: Vec<_> = ballots.iter().map(renamed).collect();
        for rules in every_rules() {
            let mut expected: Vec<_> =
                fates(&rules, &NAMES, &ballots).into_iter().map(|(name, fate)| (swap(&name), fate)).collect();
            expected.sort_by(|one, other| one.0.cmp(&other.0));
            prop_assert_eq!(expected, fates(&rules, &NAMES, &other), "{}", rules.name());
        }
    }
}
