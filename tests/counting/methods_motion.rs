//! `motion/2`: which rules and ballots it takes, what it shares with `motion/1`, and the recorded
//! votes of a real council.

use crate::support;

use std::path::Path;

use parvis::clerk::Desk;
use parvis::council::tally::{MotionDecision, MotionOutcome, Outcome};
use parvis::council::{Answer, Comparison, Equality, Motion2Rules, MotionBase, MotionRules, MotionTie, Rules, ShareOf};
use parvis::report::Code;
use parvis::statement::{Definition, Statement as _, Vote};
use parvis::tally::{Cast, Poll, count};
use proptest::prelude::*;
use support::{TestCouncil, key, token, voter};

fn rules() -> Motion2Rules {
    Motion2Rules {
        quorum: token("1/2"),
        threshold: token("1/2"),
        comparison: Comparison::MoreThan,
        base: ShareOf::Expressed,
        present: Vec::new(),
        tie: Equality::NotAdopted,
        chair: None,
    }
}

fn decide(rules: &Rules, seats: u64, answers: &[Answer]) -> MotionOutcome {
    let votes: Vec<Vote> = answers.iter().map(|answer| Vote::Answer(*answer)).collect();
    let ballots = votes.iter().map(|vote| Cast { weight: 1, voter: None, vote }).collect();
    match count(rules, &Poll { options: &[], seats, ballots, lots: None }).expect("small numbers") {
        Outcome::Motion(outcome) => outcome,
        Outcome::Motion2(outcome) => outcome.motion,
        _ => panic!("another method"),
    }
}

#[test]
fn rules_that_contradict_each_other_are_not_sealed() {
    let city = TestCouncil::new(1);
    let read = |rules: Motion2Rules| {
        let definition = city.definition("case", Rules::Motion2(rules), Vec::new());
        let read = Definition::read_fields(definition.write().as_bytes());
        if let Ok(read) = &read {
            assert_eq!(*read, definition, "what is written is read again");
        }
        read.is_ok()
    };
    let present = |list: &[Answer]| Motion2Rules { base: ShareOf::Present, present: list.to_vec(), ..rules() };
    assert!(read(rules()));
    assert!(read(present(&[Answer::Abstention, Answer::NotVoting])));
    assert!(!read(present(&[Answer::Blank, Answer::Blank])));
    assert!(!read(present(&[Answer::For])));
    assert!(!read(Motion2Rules { present: vec![Answer::Blank], ..rules() }));
    assert!(read(Motion2Rules { tie: Equality::CastingVote, chair: Some(voter(1)), ..rules() }));
    assert!(!read(Motion2Rules { tie: Equality::CastingVote, ..rules() }));
    assert!(!read(Motion2Rules { chair: Some(voter(1)), ..rules() }));
}

#[test]
fn the_chair_stands_on_the_roll() {
    let mut city = TestCouncil::new(2);
    let chaired = |n| Rules::Motion2(Motion2Rules { tie: Equality::CastingVote, chair: Some(voter(n)), ..rules() });
    let mut open = |vote: &str, n| {
        let definition = city.definition(vote, chaired(n), Vec::new());
        let desk: &mut Desk = &mut city.desk;
        desk.open_vote(&definition, &[&key("officer")]).map(|_| ()).map_err(|refusal| refusal.code)
    };
    assert_eq!(open("nobody", 3), Err(Code::VoterUnknown));
    assert_eq!(open("somebody", 2), Ok(()));
}

fn answers() -> impl Strategy<Value = Vec<Answer>> {
    prop::collection::vec(prop::sample::select(Answer::ALL), 0..12)
}

proptest! {
    /// The rules that both versions know decide the same in both, and `cast` is those present
    /// with abstentions and blank ballots.
    #[test]
    fn the_two_versions_agree_where_both_speak(
        answers in answers(),
        absent in 0_u64..4,
        at in 0_usize..3,
        fraction in prop::sample::select(vec!["0/1", "1/3", "1/2", "2/3", "1/1"]),
        comparison in prop::sample::select(Comparison::ALL),
    ) {
        let old = [MotionBase::Expressed, MotionBase::Cast, MotionBase::Seats][at];
        let base = [ShareOf::Expressed, ShareOf::Cast, ShareOf::Seats][at];
        let seats = answers.len() as u64 + absent;
        let two = Motion2Rules { threshold: token(fraction), comparison, base, ..rules() };
        let one = MotionRules {
            quorum: two.quorum,
            threshold: two.threshold,
            comparison,
            base: old,
            tie: MotionTie::NotAdopted,
        };
        let expected = decide(&Rules::Motion(one), seats, &answers);
        prop_assert_eq!(&decide(&Rules::Motion2(two.clone()), seats, &answers), &expected);
        if base == ShareOf::Cast {
            let present = vec![Answer::Abstention, Answer::Blank];
            let present = Motion2Rules { base: ShareOf::Present, present, ..two };
            prop_assert_eq!(&decide(&Rules::Motion2(present), seats, &answers), &expected);
        }
    }
}

/// Six meetings of 2022 (`tests/data/README.md`): what the votes decide is what the council's own
/// record says, and the items that say something else are named here.
#[test]
fn the_votes_of_a_real_council_decide_as_it_recorded() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/roll-call.csv");
    let text = std::fs::read_to_string(file).expect("the data");
    let (mut agreed, mut eight, mut odd) = (0, 0, Vec::new());
    for line in text.lines().skip(1) {
        let fields: Vec<&str> = line.split(',').collect();
        let (item, cells) = (format!("{} {}", fields[0], fields[2]), &fields[4..]);
        assert_eq!(cells.len(), 11, "{line}");
        let answers = cells.iter().filter_map(|cell| match *cell {
            "TRUE" => Some(Answer::For),
            "FALSE" => Some(Answer::Against),
            "recused" => Some(Answer::NotVoting),
            "absent" => None,
            other => {
                odd.push(format!("{item}: {other:?}"));
                None
            }
        });
        let answers: Vec<Answer> = answers.collect();
        let threshold = token(&format!("{}/11", fields[3]));
        let rules = Motion2Rules { threshold, comparison: Comparison::AtLeast, base: ShareOf::Seats, ..rules() };
        let decision = decide(&Rules::Motion2(rules), 11, &answers).decision;
        let expected = match fields[1].rsplit(' ').next() {
            Some("pass") => MotionDecision::Adopted,
            Some("fail") => MotionDecision::Rejected,
            _ => {
                odd.push(format!("{item}: {} {}", fields[1], serde_json::to_string(&decision).expect("a word")));
                continue;
            }
        };
        assert_eq!(decision, expected, "{line}");
        agreed += 1;
        eight += usize::from(fields[3] == "8");
    }
    odd.dedup();
    assert_eq!((agreed, eight), (135, 19), "{odd:#?}");
    let named = [
        r#"2022-07-18 MC-1: "?""#,
        r#"2022-07-18 MC-2: "?""#,
        r#"2022-07-18 CA-6: """#,
        r#"2022-07-18 CA-6: consent pulled "inquorate""#,
        r#"2022-08-15 DC-4 – Tabled: resolution tabled "adopted""#,
        r#"2022-09-06 CA-11 - Motion to Postpone by Nelson: consent rollcall postponed "adopted""#,
        r#"2022-09-06 C-1 - Motion to Postpone at First Reading by Nelson: ordinance postponed "adopted""#,
        r#"2022-09-19 DC-4 - Motion to Postpone by Briggs: resolution postponed "adopted""#,
    ];
    assert_eq!(odd, named);
}
