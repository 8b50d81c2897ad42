//! The methods of grades and points: which ballots they take, laws that they promise, and real
//! ballots whose result is known.

use crate::support;

use std::path::Path;

use parvis::council::tally::{MajorityJudgmentOutcome, OptionOutcome, Outcome};
use parvis::council::{
    BlankGrades, CumulativeRules, Grade, MajorityJudgmentRules, MajorityRules, MissingGrade, MissingPoints, Rules,
    ScoreRules, SingleChoiceRules, Spending, Ties,
};
use parvis::language::Language;
use parvis::report::Code;
use parvis::statement::{Definition, DefinitionOption, Statement as _, Vote};
use parvis::submission::sign;
use parvis::tally::{Cast, Poll, count};
use proptest::prelude::*;
use support::{TestCouncil, choices, option, token, voter_key};

const NAMES: [&str; 4] = ["a", "b", "c", "d"];
const GRADES: [&str; 4] = ["excellent", "good", "fair", "poor"];

fn options(names: &[&str]) -> Vec<DefinitionOption> {
    names.iter().map(|name| option(name, None)).collect()
}

fn single_choice() -> SingleChoiceRules {
    let majority = MajorityRules { threshold: None, comparison: None, base: None };
    SingleChoiceRules { winners: 1, minimum_support: 1, majority, ties: Ties::Report }
}

fn score() -> ScoreRules {
    ScoreRules { max_points: 5, missing: MissingPoints::Zero, winners: 1, minimum_support: 1, ties: Ties::Report }
}

fn cumulative() -> CumulativeRules {
    CumulativeRules {
        points_per_ballot: 6,
        max_points: 4,
        spending: Spending::All,
        winners: 1,
        minimum_support: 1,
        ties: Ties::Report,
    }
}

fn judgment() -> MajorityJudgmentRules {
    MajorityJudgmentRules {
        grades: support::grades(&GRADES),
        missing: MissingGrade::Lowest,
        blank: BlankGrades::NotCounted,
        winners: 1,
        ties: Ties::Report,
    }
}

fn points(list: &[(&str, u32)]) -> Vote {
    Vote::Points(list.iter().map(|(option, points)| (token(option), *points)).collect())
}

fn grades(list: &[(&str, &str)]) -> Vote {
    Vote::Grades(list.iter().map(|(option, grade)| (token(option), token(grade))).collect())
}

#[test]
fn a_ballot_is_taken_or_refused_with_its_code() {
    let all = Rules::Score(ScoreRules { missing: MissingPoints::Refused, ..score() });
    let left = Rules::Cumulative(CumulativeRules { spending: Spending::AtMost, ..cumulative() });
    let judged = Rules::MajorityJudgment(judgment());
    let each = Rules::MajorityJudgment(MajorityJudgmentRules { missing: MissingGrade::Refused, ..judgment() });
    let (single, score, purse) =
        (Rules::SingleChoice(single_choice()), Rules::Score(score()), Rules::Cumulative(cumulative()));
    let cases: Vec<(&str, &Rules, Vote, Option<Code>)> = vec![
        ("one choice", &single, choices(&["a"]), None),
        ("blank", &single, choices(&[]), None),
        ("two choices", &single, choices(&["a", "b"]), Some(Code::ChoicesTooMany)),
        ("points of a choice", &single, points(&[("a", 1)]), Some(Code::BodyMismatch)),
        ("the most points", &score, points(&[("a", 5), ("b", 0)]), None),
        ("a point too many", &score, points(&[("a", 6)]), Some(Code::PointsTooMany)),
        ("points of a stranger", &score, points(&[("z", 1)]), Some(Code::OptionUnknown)),
        ("an option left out", &all, points(&[("a", 5), ("b", 0)]), Some(Code::OptionMissing)),
        ("no option left out", &all, points(&[("a", 5), ("b", 0), ("c", 1)]), None),
        ("blank where none may be left out", &all, Vote::Points(Vec::new()), None),
        ("the purse spent", &purse, points(&[("a", 4), ("b", 2)]), None),
        ("more than the purse", &purse, points(&[("a", 4), ("b", 3)]), Some(Code::PointsTooMany)),
        ("too many on one", &purse, points(&[("a", 5), ("b", 1)]), Some(Code::PointsTooMany)),
        ("points left", &purse, points(&[("a", 4), ("b", 1)]), Some(Code::PointsUnspent)),
        ("points left where they may be", &left, points(&[("a", 4)]), None),
        ("a blank purse", &purse, Vote::Points(Vec::new()), None),
        ("a grade", &judged, grades(&[("a", "good")]), None),
        ("a blank judgment", &each, Vote::Grades(Vec::new()), None),
        ("a grade of elsewhere", &judged, grades(&[("a", "superb")]), Some(Code::GradeUnknown)),
        ("an option without a grade", &each, grades(&[("a", "good"), ("b", "fair")]), Some(Code::OptionMissing)),
        ("every option graded", &each, grades(&[("a", "good"), ("b", "fair"), ("c", "good")]), None),
    ];
    for (name, rules, vote, expected) in cases {
        let mut city = TestCouncil::new(1);
        city.open("case", rules.clone(), options(&["a", "b", "c"]));
        let signed = sign(&city.ballot("case", 1, 10, vote), &[&voter_key(1)]);
        let found = city.desk.record().admit_ballot(&signed.path, &signed.bytes).err().map(|refusal| refusal.code);
        assert_eq!(found, expected, "{name}");
    }
}

#[test]
fn rules_under_which_nothing_can_win_are_not_sealed() {
    let city = TestCouncil::new(1);
    let read = |rules: Rules| {
        let definition = city.definition("case", rules, options(&["a", "b", "c"]));
        let read = Definition::read_fields(definition.write().as_bytes());
        if let Ok(read) = &read {
            assert_eq!(*read, definition, "what is written is read again");
        }
        read.is_ok()
    };
    let half = MajorityRules { threshold: Some(token("1/2")), comparison: None, base: None };
    assert!(read(Rules::SingleChoice(single_choice())));
    assert!(!read(Rules::SingleChoice(SingleChoiceRules { winners: 0, ..single_choice() })));
    assert!(!read(Rules::SingleChoice(SingleChoiceRules { majority: half, ..single_choice() })));
    assert!(read(Rules::Score(score())));
    assert!(!read(Rules::Score(ScoreRules { max_points: 0, ..score() })));
    assert!(read(Rules::Cumulative(cumulative())));
    assert!(!read(Rules::Cumulative(CumulativeRules { points_per_ballot: 13, ..cumulative() })));
    let left = CumulativeRules { points_per_ballot: 13, spending: Spending::AtMost, ..cumulative() };
    assert!(read(Rules::Cumulative(left)));
    assert!(read(Rules::MajorityJudgment(judgment())));
    let scale = |names: &[&str]| {
        Rules::MajorityJudgment(MajorityJudgmentRules { grades: support::grades(names), ..judgment() })
    };
    assert!(!read(scale(&["good"])));
    assert!(!read(scale(&["good", "fair", "good"])));
}

/// The rules of a vote file of the sample with `method` and its rules in place of its own, and the codes of what
/// is wrong with it.
fn written(method: &str) -> (Option<Rules>, Vec<Code>) {
    let file = "content/votes/nom-du-square.md";
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(file)).expect("the sample");
    let start = text.find("method: approval/1").expect("its method");
    let end = text.find("electorate:").expect("its electorate");
    let text = format!("{}method: {method}\n{}", &text[..start], &text[end..]);
    let (vote, findings) = parvis::document::vote::read_file(&support::path(file), text.as_bytes());
    (vote.map(|vote| vote.draft.rules), findings.into_iter().map(|finding| finding.code).collect())
}

#[test]
fn the_rules_are_read_from_the_file_of_a_vote_and_what_lacks_is_told() {
    let fine = |method: &str, rules: Rules| assert_eq!(written(method), (Some(rules), Vec::new()), "{method}");
    let last = "winners: 1\nminimum_support: 1\nties: report";
    fine(&format!("single-choice/1\n{last}"), Rules::SingleChoice(single_choice()));
    fine(&format!("score/1\nmax_points: 5\nmissing: zero\n{last}"), Rules::Score(score()));
    fine(
        &format!("cumulative/1\npoints_per_ballot: 6\nmax_points: 4\nspending: all\n{last}"),
        Rules::Cumulative(cumulative()),
    );
    let titled = |id: &str| format!("\n  - {{id: {id}, title: {{fr: \"Mention {id}\", en: \"Grade {id}\"}}}}");
    let scale = format!("majority-judgment/1\nmissing: lowest\ngrades_best_first:{}", GRADES.map(titled).concat());
    let grades = GRADES.map(|id| {
        let title = vec![(Language::Fr, format!("Mention {id}")), (Language::En, format!("Grade {id}"))];
        Grade { id: token(id), title }
    });
    let judged = Rules::MajorityJudgment(MajorityJudgmentRules { grades: grades.to_vec(), ..judgment() });
    fine(&format!("{scale}\nblank: not-counted\nwinners: 1\nties: report"), judged);
    let wrong = |method: &str| written(method).1;
    assert_eq!(wrong(&format!("{scale}\nwinners: 1\nties: report")), [Code::RulesIncomplete]);
    assert_eq!(wrong(&format!("score/1\nmax_points: 5\n{last}")), [Code::RulesIncomplete]);
    assert_eq!(wrong(&format!("single-choice/1\nmajority: 1/2\n{last}")), [Code::ValueUnexpected]);
}

#[test]
fn a_grade_is_sealed_with_its_title_in_each_language_of_the_question() {
    let city = TestCouncil::new(1);
    let text = city.definition("case", Rules::MajorityJudgment(judgment()), options(&["a", "b"])).write();
    assert!(text.contains("\ngrades-best-first:\n  - id: excellent\n    title-fr: \"Mention excellent\"\n"), "{text}");
    let refused = |from: &str, to: &str, words: &str| {
        let fault = Definition::read(text.replace(from, to).as_bytes()).expect_err(from);
        assert!(fault.message.en.contains(words), "{fault}");
    };
    refused("    title-fr: \"Mention good\"\n", "", "`title-fr`");
    refused("title-fr: \"Mention good\"\n", "title-fr: \"Mention good\"\n    title-en: \"Good\"\n", "`title-en`");
    refused("  - id: good\n    title-fr: \"Mention good\"\n", "  - good\n", "`key: value`");

    let bare =
        "majority-judgment/1\nmissing: lowest\nblank: lowest\nwinners: 1\nties: report\ngrades_best_first: [good]";
    assert_eq!(written(bare).1, [Code::ValueUnexpected]);
    let one = "majority-judgment/1\nmissing: lowest\nblank: lowest\nwinners: 1\nties: report\ngrades_best_first:\n  - {id: good, title: {fr: Bien, en: Good}}\n  - {id: poor";
    assert_eq!(written(&format!("{one}, title: {{fr: Mal, en: Poor}}}}")).1, []);
    assert_eq!(written(&format!("{one}, title: {{fr: Mal}}}}")).1, [Code::ValueUnexpected]);
    assert_eq!(written(&format!("{one}}}")).1, [Code::RulesIncomplete]);
}

#[test]
fn other_grades_are_tried_by_their_ids() {
    let mut city = TestCouncil::new(1);
    city.open("case", Rules::MajorityJudgment(judgment()), options(&["a", "b"]));
    let signed = sign(&city.ballot("case", 1, 10, grades(&[("a", "good"), ("b", "poor")])), &[&voter_key(1)]);
    let tree = support::go_on(&city.files(&[signed]), |desk| {
        desk.ingest(&support::key("log")).expect("ingested");
    });
    let desk = parvis::clerk::Desk::open(tree).expect("the record holds");
    let vote = desk.record().vote(&token("case")).expect("the vote");
    let tried = |list: &str| {
        let given = [("grades-best-first".to_owned(), list.to_owned())].into();
        parvis::what_if::what_if(vote, "majority-judgment/1", &given).expect("counted")
    };
    assert!(tried("excellent, good, fair, poor").differs.is_empty(), "titles are no rule");
    let reversed = tried("poor, good, perfect");
    let told: Vec<String> = reversed.differs.iter().map(ToString::to_string).collect();
    assert_eq!(told, ["grades-best-first: excellent, good, fair, poor → poor, good, perfect"]);
    let Outcome::MajorityJudgment(outcome) = &reversed.would_be[0].count else { panic!("another method") };
    assert_eq!(outcome.options[0].option.as_str(), "b");
}

#[test]
fn a_sum_that_does_not_fit_is_no_result() {
    let options = options(&NAMES);
    let vote = points(&[("a", 5)]);
    let graded = grades(&[("a", "good")]);
    let twice = |vote| {
        vec![Cast { weight: u64::MAX / 2 + 1, voter: None, vote }, Cast { weight: u64::MAX / 2 + 1, voter: None, vote }]
    };
    let poll = |ballots| Poll { options: &options, seats: 2, ballots, lots: None };
    assert!(count(&Rules::Score(score()), &poll(twice(&vote))).is_err());
    let once = vec![Cast { weight: u64::MAX / 2, voter: None, vote: &vote }];
    assert!(count(&Rules::Score(score()), &poll(once)).is_err());
    assert!(count(&Rules::MajorityJudgment(judgment()), &poll(twice(&graded))).is_err());
}

/// What became of each option, by name.
fn outcomes(rules: &Rules, names: &[&str], ballots: &[(u64, Vote)]) -> Vec<(String, OptionOutcome)> {
    let options = options(names);
    let cast = ballots.iter().map(|(weight, vote)| Cast { weight: *weight, voter: None, vote }).collect();
    let outcome = count(rules, &Poll { options: &options, seats: 100, ballots: cast, lots: None });
    let mut outcomes: Vec<(String, OptionOutcome)> = match outcome.expect("small numbers") {
        Outcome::SingleChoice(outcome) => outcome.options.iter().map(|o| (o.option.to_string(), o.outcome)).collect(),
        Outcome::Score(outcome) | Outcome::Cumulative(outcome) => {
            outcome.options.iter().map(|o| (o.option.to_string(), o.outcome)).collect()
        }
        Outcome::MajorityJudgment(outcome) => {
            outcome.options.iter().map(|o| (o.option.to_string(), o.outcome)).collect()
        }
        _ => panic!("another method"),
    };
    outcomes.sort_by(|a, b| a.0.cmp(&b.0));
    outcomes
}

/// A ballot of each method: choice, points and grades, from one list of numbers.
fn ballots(method: usize, lists: &[(u64, Vec<u32>)]) -> Vec<(u64, Vote)> {
    let vote = |list: &[u32]| match method {
        0 => choices(&list.first().map(|at| NAMES[*at as usize]).into_iter().collect::<Vec<_>>()),
        1 => points(&NAMES.into_iter().zip(list.iter().copied()).collect::<Vec<_>>()),
        _ => grades(&NAMES.into_iter().zip(list.iter().map(|at| GRADES[*at as usize])).collect::<Vec<_>>()),
    };
    lists.iter().map(|(weight, list)| (*weight, vote(list))).collect()
}

fn rules(method: usize, winners: u32) -> Rules {
    match method {
        0 => Rules::SingleChoice(SingleChoiceRules { winners, ..single_choice() }),
        1 => Rules::Score(ScoreRules { winners, ..score() }),
        _ => Rules::MajorityJudgment(MajorityJudgmentRules { winners, ..judgment() }),
    }
}

fn lists() -> impl Strategy<Value = Vec<(u64, Vec<u32>)>> {
    prop::collection::vec((1_u64..4, prop::collection::vec(0_u32..4, 0..=4)), 0..8)
}

proptest! {
    #[test]
    fn the_order_of_ballots_and_of_options_decides_nothing(
        (lists, shuffled) in lists().prop_flat_map(|lists| (Just(lists.clone()), Just(lists).prop_shuffle())),
        names in Just(NAMES.to_vec()).prop_shuffle(),
        method in 0_usize..3,
        winners in 1_u32..4,
    ) {
        let rules = rules(method, winners);
        let one = outcomes(&rules, &NAMES, &ballots(method, &lists));
        prop_assert_eq!(one, outcomes(&rules, &names, &ballots(method, &shuffled)));
    }

    #[test]
    fn a_weight_is_so_many_copies(lists in lists(), method in 0_usize..3, winners in 1_u32..4) {
        let rules = rules(method, winners);
        let copies: Vec<(u64, Vec<u32>)> =
            lists.iter().flat_map(|(weight, list)| vec![(1, list.clone()); usize::try_from(*weight).expect("small")]).collect();
        prop_assert_eq!(
            outcomes(&rules, &NAMES, &ballots(method, &lists)),
            outcomes(&rules, &NAMES, &ballots(method, &copies))
        );
    }

    #[test]
    fn the_same_points_for_every_option_change_no_order(lists in lists(), points in 1_u32..5) {
        let rules = rules(1, 1);
        let before = ballots(1, &lists);
        let winners = |ballots: &[(u64, Vote)]| {
            outcomes(&rules, &NAMES, ballots).into_iter().map(|(name, outcome)| {
                (name, matches!(outcome, OptionOutcome::Selected | OptionOutcome::Tied))
            }).collect::<Vec<_>>()
        };
        prop_assume!(winners(&before).iter().any(|(_, won)| *won));
        let after = [before.clone(), ballots(1, &[(1, vec![points; 4])])].concat();
        prop_assert_eq!(winners(&before), winners(&after));
    }

    /// A better grade, or more points, for the winner keeps it the winner.
    #[test]
    fn more_for_the_winner_does_not_harm_it(lists in lists(), method in 1_usize..3, at in 0_usize..8) {
        let rules = rules(method, 1);
        let won = |lists: &[(u64, Vec<u32>)]| outcomes(&rules, &NAMES, &ballots(method, lists))
            .iter().position(|(_, outcome)| *outcome == OptionOutcome::Selected);
        let Some(winner) = won(&lists) else { return Ok(()) };
        let mut raised = lists;
        if let Some(value) = raised.get_mut(at).and_then(|(_, list)| list.get_mut(winner)) {
            *value = if method == 1 { *value + 1 } else { value.saturating_sub(1) };
        }
        prop_assert_eq!(won(&raised), Some(winner));
    }

    /// The definition of the method, word for word: the lower middle grade is taken away from a
    /// copy of every grade until two options differ.
    #[test]
    fn a_judgment_is_as_by_removing_one_median_at_a_time(lists in lists(), winners in 1_u32..4) {
        let graded: Vec<&(u64, Vec<u32>)> = lists.iter().filter(|(_, list)| !list.is_empty()).collect();
        let values: Vec<Vec<u32>> = (0..NAMES.len()).map(|option| {
            let mut row: Vec<u32> = graded.iter().flat_map(|(weight, list)| {
                let grade = list.get(option).copied().unwrap_or(3);
                vec![grade; usize::try_from(*weight).expect("small")]
            }).collect();
            row.sort_unstable();
            let mut removed = Vec::new();
            while !row.is_empty() {
                removed.push(row.remove(row.len() / 2));
            }
            removed
        }).collect();
        let expected: Vec<(String, OptionOutcome)> = values.iter().zip(NAMES).map(|(value, name)| {
            let better = values.iter().filter(|other| *other < value).count();
            let equal = values.iter().filter(|other| *other == value).count();
            let places = (winners as usize).saturating_sub(better);
            let outcome = match places {
                0 => OptionOutcome::NotSelected,
                _ if graded.is_empty() => OptionOutcome::NotSelected,
                places if equal <= places => OptionOutcome::Selected,
                _ => OptionOutcome::Tied,
            };
            (name.to_owned(), outcome)
        }).collect();
        prop_assert_eq!(outcomes(&rules(2, winners), &NAMES, &ballots(2, &lists)), expected);
    }
}

/// The 1,733 ballots of three polling stations at Orsay in 2007 (`tests/data/README.md`).
fn orsay() -> MajorityJudgmentOutcome {
    let scale = ["tres-bien", "bien", "assez-bien", "passable", "insuffisant", "a-rejeter"];
    let rules = MajorityJudgmentRules { grades: support::grades(&scale), blank: BlankGrades::Lowest, ..judgment() };
    let mut names: Vec<String> = Vec::new();
    let mut votes = Vec::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/majority-judgment");
    for station in ["01", "06", "12"] {
        let file = folder.join(format!("orsay_2007_bureau_{station}.csv"));
        let text = std::fs::read_to_string(file).expect("the data");
        let mut lines = text.lines();
        let name = |word: &str| word.to_lowercase().replace(' ', "-").replace('é', "e");
        names = lines.next().expect("a head").split(',').skip(1).map(name).collect();
        votes.extend(lines.map(|line| {
            let values = line.split(',').skip(1).map(|value| value.parse::<usize>().expect("a number"));
            let given = names.iter().zip(values).filter(|(_, value)| *value > 0);
            Vote::Grades(given.map(|(name, value)| (token(name), token(scale[6 - value]))).collect())
        }));
    }
    let options: Vec<DefinitionOption> = names.iter().map(|name| option(name, None)).collect();
    let ballots = votes.iter().map(|vote| Cast { weight: 1, voter: None, vote }).collect();
    let poll = Poll { options: &options, seats: 1733, ballots, lots: None };
    match count(&Rules::MajorityJudgment(rules), &poll).expect("small numbers") {
        Outcome::MajorityJudgment(outcome) => outcome,
        _ => panic!("another method"),
    }
}

#[test]
fn the_ballots_of_orsay_give_the_published_result() {
    let outcome = orsay();
    assert_eq!(outcome.graded, 1733);
    // In hundredths of a percent, to the nearest.
    let share = |weight: u64| (weight * 20_000 + outcome.graded) / (2 * outcome.graded);
    let line = |at: usize| {
        let step = &outcome.options[at];
        let median = step.median.as_ref().expect("graded");
        format!("{} {median} {} {}", step.option, share(step.above), share(step.below))
    };
    assert_eq!(
        [0, 1, 2].map(line),
        ["bayrou assez-bien 4432 3064", "royal assez-bien 3935 4155", "sarkozy assez-bien 3889 4686",]
    );
    assert_eq!(outcome.options[0].outcome, OptionOutcome::Selected);
}
