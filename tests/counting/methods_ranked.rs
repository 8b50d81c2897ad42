//! Ranked methods: what their rules ask of a ballot, and laws over random polls.

use crate::support;

use parvis::council::tally::{OptionOutcome, Outcome, PlacedOption, RankedOption};
use parvis::council::{
    BordaRules, EqualPoints, EqualRanks, IrvRules, RankedPairsRules, Rules, SchulzeRules, Strength, StvRules, Ties,
    Unranked, UnrankedPoints,
};
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

/// What becomes of each option, by name, and its place where the method has places.
fn fates(rules: &Rules, names: &[&str], ballots: &[(u64, Vote)]) -> Vec<(String, OptionOutcome, Option<u64>)> {
    let options: Vec<DefinitionOption> = names.iter().map(|name| option(name, None)).collect();
    let ballots = ballots.iter().map(|(weight, vote)| Cast { weight: *weight, vote, voter: None }).collect();
    let poll = Poll { options: &options, seats: 1_000, ballots, lots: None };
    let of = |options: Vec<RankedOption>| options.into_iter().map(|step| (step.option.to_string(), step.outcome, None));
    let placed = |options: Vec<PlacedOption>| {
        assert!(options.is_sorted_by_key(|step| step.place), "by place: {options:?}");
        options.into_iter().map(|step| (step.option.to_string(), step.outcome, step.place))
    };
    let mut fates: Vec<_> = match count(rules, &poll).expect("no overflow") {
        Outcome::Irv(outcome) => of(outcome.options).collect(),
        Outcome::StvScottish(outcome) => of(outcome.options).collect(),
        Outcome::Borda(outcome) => {
            outcome.options.into_iter().map(|step| (step.option.to_string(), step.outcome, None)).collect()
        }
        Outcome::RankedPairs(outcome) => placed(outcome.options).collect(),
        Outcome::Schulze(outcome) => placed(outcome.options).collect(),
        other => panic!("not a ranked outcome: {other:?}"),
    };
    fates.sort_by(|one, other| one.0.cmp(&other.0));
    fates
}

const NAMES: [&str; 5] = ["a", "b", "c", "d", "e"];

fn every_rules() -> Vec<Rules> {
    let mut list = vec![irv(EqualRanks::Exhausted, Ties::Report)];
    for winners in 1..4 {
        list.push(stv(winners));
    }
    list.extend(borda());
    list.extend(condorcet());
    list
}

fn stv(winners: u32) -> Rules {
    Rules::StvScottish(StvRules { winners, equal_ranks: EqualRanks::Exhausted, ties: Ties::Report })
}

fn borda() -> Vec<Rules> {
    let every =
        EqualPoints::ALL.iter().flat_map(|equal| UnrankedPoints::ALL.iter().map(move |unranked| (*equal, *unranked)));
    every
        .map(|(equal_points, unranked_points)| {
            Rules::Borda(BordaRules { equal_points, unranked_points, winners: 2, ties: Ties::Report })
        })
        .collect()
}

/// Schulze and ranked pairs.
fn condorcet() -> Vec<Rules> {
    let every =
        Unranked::ALL.iter().flat_map(|unranked| Strength::ALL.iter().map(move |strength| (*unranked, *strength)));
    every
        .flat_map(|(unranked, strength)| {
            let ties = Ties::Report;
            [
                Rules::Schulze(SchulzeRules { unranked, strength, ties }),
                Rules::RankedPairs(RankedPairsRules { unranked, strength, ties }),
            ]
        })
        .collect()
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
    fn an_all_equal_ballot_decides_no_duel(ballots in ballots()) {
        prop_assume!(ballots.iter().any(|(_, vote)| !vote.is_blank()));
        let mut more = ballots.clone();
        more.push((7, ballot(&[1; 5])));
        for rules in condorcet() {
            prop_assert_eq!(fates(&rules, &NAMES, &ballots), fates(&rules, &NAMES, &more), "{:?}", rules);
        }
    }

    #[test]
    fn a_winner_of_duels_that_a_ballot_puts_first_still_may_win(ballots in ballots(), at in 0..9_usize) {
        let at = at % ballots.len();
        for rules in condorcet() {
            for name in winners(&rules, &NAMES, &ballots) {
                let mut raised = ballots.clone();
                let Vote::Ranking(ranks) = &mut raised[at].1 else { panic!("a ranking") };
                for rank in ranks.iter_mut() {
                    rank.retain(|id| id.as_str() != name);
                }
                ranks.retain(|rank| !rank.is_empty());
                ranks.insert(0, vec![token(&name)]);
                let fates = fates(&rules, &NAMES, &raised);
                let lost = fates.iter().any(|(other, fate, _)| *other == name && *fate == OptionOutcome::NotSelected);
                prop_assert!(!lost, "{:?}", rules);
            }
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
                fates(&rules, &NAMES, &ballots).into_iter().map(|(name, fate, place)| (swap(&name), fate, place)).collect();
            expected.sort_by(|one, other| one.0.cmp(&other.0));
            prop_assert_eq!(expected, fates(&rules, &NAMES, &other), "{}", rules.name());
        }
    }
}

fn data(name: &str) -> String {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/ranked").join(name);
    std::fs::read_to_string(path).expect("the data")
}

fn winners(rules: &Rules, names: &[&str], ballots: &[(u64, Vote)]) -> Vec<String> {
    let fates = fates(rules, names, ballots).into_iter();
    fates.filter(|(_, fate, _)| *fate == OptionOutcome::Selected).map(|(name, ..)| name).collect()
}

#[test]
fn burlington_2009_has_another_winner_by_each_method() {
    let text = data("burlington2009_top3.csv").to_lowercase();
    let line = |line: &str| {
        let mut parts = line.split(',');
        let count = parts.next().expect("a count").parse().expect("a number");
        (count, ranking(&parts.filter(|name| !name.is_empty()).collect::<Vec<_>>().join(" > ")))
    };
    let ballots: Vec<(u64, Vote)> = text.lines().skip(1).map(line).collect();
    let names = ["kiss", "montroll", "wright"];
    assert_eq!(winners(&irv(EqualRanks::Refused, Ties::Report), &names, &ballots), ["kiss"]);
    for rules in condorcet() {
        assert_eq!(winners(&rules, &names, &ballots), ["montroll"], "{rules:?}");
    }
    let first = |name: &str| -> u64 {
        let is_first = |vote: &Vote| vote.options().first().is_some_and(|id| id.as_str() == name);
        ballots.iter().filter(|(_, vote)| is_first(vote)).map(|(weight, _)| weight).sum()
    };
    assert_eq!(names.map(first), [2982, 2554, 3297]);
}

#[test]
fn debian_2006_turns_on_what_unranked_means() {
    let names = ["wolffelaar", "pollak", "mcintyre", "towns", "schuldei", "walther", "allombert", "nobody"];
    let ballot = |line: &str| {
        let marks: Vec<u8> = line.bytes().take(8).collect();
        let rank = |wanted: u8| {
            let at = names.iter().zip(&marks).filter(|(_, mark)| **mark == wanted);
            let mut rank: Vec<_> = at.map(|(name, _)| token(name)).collect();
            rank.sort();
            rank
        };
        (1, Vote::Ranking((b'1'..=b'8').map(rank).filter(|rank| !rank.is_empty()).collect()))
    };
    let text = data("leader2006_tally.txt");
    let ballots: Vec<(u64, Vote)> = text.lines().filter_map(|line| line.strip_prefix("V: ")).map(ballot).collect();
    assert_eq!(ballots.len(), 421);
    let schulze =
        |unranked| Rules::Schulze(SchulzeRules { unranked, strength: Strength::WinningVotes, ties: Ties::Report });
    assert_eq!(winners(&schulze(Unranked::Last), &names, &ballots), ["towns"]);
    assert_eq!(winners(&schulze(Unranked::Ignored), &names, &ballots), ["mcintyre"]);
}

#[test]
fn a1_of_the_tideman_collection() {
    let names = ["c01", "c02", "c03", "c04", "c05", "c06", "c07", "c08", "c09", "c10"];
    let text = data("A1.HIL");
    let line = |line: &str| {
        let mut numbers = line.split_whitespace().map(|word| word.parse::<u64>().expect("a number"));
        let count = numbers.next().expect("a count");
        let ranks = numbers.take_while(|number| *number > 0).map(|number| vec![token(&format!("c{number:02}"))]);
        (count, Vote::Ranking(ranks.collect()))
    };
    let lines = text.lines().skip(1).take_while(|line| *line != "0");
    let ballots: Vec<(u64, Vote)> = lines.map(line).collect();
    let got: Vec<Vec<String>> = [irv(EqualRanks::Refused, Ties::Report), stv(3)]
        .iter()
        .chain(&condorcet())
        .map(|rules| winners(rules, &names, &ballots))
        .collect();
    let expected: [&[&str]; 10] = [A1_ONE; 10];
    assert_eq!(got[1], A1_STV);
    for (at, got) in got.iter().enumerate().filter(|(at, _)| *at != 1) {
        assert_eq!(got, expected[at], "{at}");
    }
}

// As pref_voting 1.18.2 finds them.
const A1_ONE: &[&str] = &["c01"];
const A1_STV: [&str; 3] = ["c01", "c03", "c09"];
