//! Laws, over random inputs.

use crate::support;

use std::path::Path;

use parvis::clerk::Desk;
use parvis::council::tally::Outcome;
use parvis::council::{BudgetEnvelope, BudgetRules, Limits, Rules, Ties, TooDear, VoteId};
use parvis::log::TlogProof;
use parvis::source::folder;
use parvis::statement::entry::{read_entries, write_entries};
use parvis::statement::{
    Ballot, Certify, Close, Definition, DefinitionOption, Genesis, Kind, Open, PaperReturn, Proposal, Refusal, Roles,
    Roll, Statement,
};
use parvis::submission::{Armour, Envelope, Signed, sign};
use parvis::tally::tally_file;
use proptest::prelude::*;
use support::{TestCouncil, choices, go_on, key, token, voter_key};

/// Reads `text` as a `S`: what is taken is written again as the same bytes.
fn one_spelling<S: Statement>(text: &[u8]) {
    if let Ok(statement) = S::read(text) {
        assert_eq!(statement.write().as_bytes(), text);
    }
}

fn every_kind(text: &[u8]) {
    one_spelling::<Genesis>(text);
    one_spelling::<Roles>(text);
    one_spelling::<Roll>(text);
    one_spelling::<Definition>(text);
    one_spelling::<Open>(text);
    one_spelling::<Ballot>(text);
    one_spelling::<Proposal>(text);
    one_spelling::<PaperReturn>(text);
    one_spelling::<Refusal>(text);
    one_spelling::<Close>(text);
    one_spelling::<Certify>(text);
    for kind in Kind::ALL {
        let _ = Envelope::open(*kind, text);
    }
    let _ = TlogProof::read(text);
    let _ = Armour::read(&String::from_utf8_lossy(text));
    if let Ok(entries) = read_entries(text) {
        assert_eq!(write_entries(&entries).as_bytes(), text);
    }
}

/// The texts of the sample's signed files, without their armours.
fn sample_texts() -> Vec<Vec<u8>> {
    let submissions = folder::read(Path::new(env!("CARGO_MANIFEST_DIR")), "submissions").expect("the sample");
    let text = |bytes: &[u8]| {
        let file = String::from_utf8_lossy(bytes).into_owned();
        file.find("-----BEGIN").map(|at| file.as_bytes()[..at].to_vec())
    };
    submissions.iter().filter_map(|(_, bytes)| text(bytes)).filter(|text| text.len() < 20_000).collect()
}

#[test]
fn every_signed_text_of_the_sample_is_also_yaml() {
    for text in sample_texts() {
        let text = String::from_utf8(text).expect("a text");
        let head = text.strip_prefix("---\n").and_then(|rest| rest.split("\n---\n").next()).unwrap_or(&text);
        let value: serde_yaml::Value = serde_yaml::from_str(head).unwrap_or_else(|error| panic!("{error}: {head}"));
        assert!(value["format"].is_string() && value["council"] == "montrivel.example");
    }
}

proptest! {
    #[test]
    fn no_bytes_are_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..600)) {
        every_kind(&bytes);
    }

    #[test]
    fn no_text_is_a_panic(text in "([a-z-]{1,9}: [ -~é«\u{202e}]{0,20}\n|  - [ -~]{0,12}\n|---\n|    [a-z]{1,5}: [0-9]{0,3}\n){0,12}") {
        every_kind(text.as_bytes());
    }

    #[test]
    fn a_changed_text_is_refused_or_in_its_one_spelling(
        pick in any::<prop::sample::Index>(),
        at in any::<prop::sample::Index>(),
        length in 0_usize..4,
        insert in "[ -~\n]{0,4}",
    ) {
        let texts = sample_texts();
        let text = &texts[pick.index(texts.len())];
        let start = at.index(text.len());
        let end = (start + length).min(text.len());
        let changed = [&text[..start], insert.as_bytes(), &text[end..]].concat();
        every_kind(&changed);
    }

    #[test]
    fn the_order_of_the_options_decides_no_winner_of_a_budget(
        projects in proptest::collection::vec((1_u64..6, 0_usize..5, 0_usize..4), 2..6),
        stop in any::<bool>(),
    ) {
        const ENVELOPES: [&[&str]; 5] = [&["nord"], &["sud"], &["city", "nord"], &["city", "sud"], &["city"]];
        const IDS: [&str; 6] = ["aa", "bb", "cc", "dd", "ee", "ff"];
        let rules = || Rules::BudgetGreedy(BudgetRules {
            limits: Limits { min: 1, max: 6, max_per_category: None },
            currency: token("EUR"),
            envelopes: ["city", "nord", "sud"].map(|id| BudgetEnvelope { id: token(id), amount: token("6") }).to_vec(),
            too_dear: if stop { TooDear::Stop } else { TooDear::Skip },
            minimum_support: 1,
            ties: Ties::Report,
        });
        let options: Vec<_> = projects.iter().zip(IDS).map(|((cost, envelopes, _), id)| DefinitionOption {
            cost: Some(token(&cost.to_string())),
            pays_from: ENVELOPES[*envelopes].iter().map(|id| token(id)).collect(),
            ..support::option(id, None)
        }).collect();
        let count = |options: Vec<DefinitionOption>| {
            let mut city = TestCouncil::new(4);
            city.open("case", rules(), options);
            let ballots: Vec<_> = (1..=4).filter_map(|n| {
                let chosen: Vec<&str> = projects.iter().zip(IDS).filter(|((_, _, fans), _)| *fans >= n).map(|(_, id)| id).collect();
                (!chosen.is_empty()).then(|| sign(&city.ballot("case", n, 9, choices(&chosen)), &[&voter_key(n)]))
            }).collect();
            let mut desk = Desk::open(city.files(&ballots)).expect("the record holds");
            desk.ingest(&key("log")).expect("ingested");
            let id: VoteId = token("case");
            let tally = tally_file(desk.record(), &id, desk.record().state()).expect("no overflow").expect("opened");
            let Some(Outcome::BudgetGreedy(outcome)) = tally.outcome else { panic!("a budget") };
            let mut steps: Vec<_> = outcome.options.into_iter().map(|step| (step.option, step.outcome, step.paid_from)).collect();
            steps.sort_by(|a, b| a.0.cmp(&b.0));
            steps
        };
        let forward = count(options.clone());
        let reversed = count(options.iter().rev().cloned().collect());
        let mut rotated = options;
        rotated.rotate_left(1);
        prop_assert_eq!(&forward, &reversed);
        prop_assert_eq!(&forward, &count(rotated));
    }

    #[test]
    fn the_order_of_recording_does_not_move_the_result(
        votes in proptest::collection::vec((1_usize..5, 1_u64..50, 0_usize..5), 1..12),
        split in any::<prop::sample::Index>(),
    ) {
        const CHOICES: [&[&str]; 5] = [&["a"], &["b", "d"], &["a", "c"], &["d"], &[]];
        let mut city = TestCouncil::new(4);
        city.open_place();
        let mut ballots: Vec<Signed> = votes.iter().map(|(n, seq, choice)| city.signed(*n, *seq, CHOICES[*choice])).collect();
        ballots.sort_by(|a, b| a.path.cmp(&b.path));
        ballots.dedup();
        // No voter reaches the cap of three, or the order would decide which are recorded.
        let mut seen = std::collections::BTreeMap::<String, usize>::new();
        ballots.retain(|signed| {
            let voter = signed.path.file_name().split('.').next().unwrap_or_default().to_owned();
            let count = seen.entry(voter).or_default();
            *count += 1;
            *count <= 3
        });
        let base = city.files(&[]);
        let outcome = |order: &[Signed]| {
            let middle = split.index(order.len() + 1);
            let mut tree = base.clone();
            for half in [&order[..middle], &order[middle..]] {
                for signed in half {
                    tree.insert(signed.path.clone(), signed.bytes.clone());
                }
                tree = go_on(&tree, |desk| drop(desk.ingest(&key("log")).expect("ingested")));
            }
            let desk = Desk::open(tree).expect("the record holds");
            let id: VoteId = token("place");
            let tally = tally_file(desk.record(), &id, desk.record().state()).expect("no overflow").expect("opened");
            (tally.outcome, tally.turnout, tally.ballots)
        };
        let forward = outcome(&ballots);
        ballots.reverse();
        prop_assert_eq!(forward, outcome(&ballots));
    }
}
