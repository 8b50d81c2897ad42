//! Counting, case by case: each file of tests/tally/ holds cases that a person can follow.
//!
//! A case is a title line `== …`, its rules, its options, its ballots as `<number> x <choice>`,
//! and the expected lines: `<option> <support> <outcome> <reason> [paid from]`, or for a motion
//! the decision with its figures.

mod support;

use std::path::Path;

use parvis::clerk::Desk;
use parvis::council::tally::{Outcome, TallyFile};
use parvis::council::{
    Amount, ApprovalRules, BudgetEnvelope, BudgetRules, Comparison, Fraction, Limits, MotionBase, MotionRules,
    MotionTie, Rules, Ties, TooDear, VoteId,
};
use parvis::statement::{DefinitionOption, Vote};
use parvis::submission::sign;
use parvis::tally::tally_file;
use support::{TestCouncil, choices, key, option, token, voter_key};

/// One case as it stands in its file.
#[derive(Default)]
struct Case {
    title: String,
    lines: Vec<(String, String)>,
    options: Vec<String>,
    ballots: Vec<(usize, String)>,
    expected: Vec<String>,
}

impl Case {
    fn value(&self, key: &str) -> &str {
        let found = self.lines.iter().find(|(name, _)| name == key);
        found.map_or_else(|| panic!("{}: no `{key}`", self.title), |(_, value)| value.as_str())
    }

    fn limits(&self) -> Limits {
        let (min, max) = self.value("choices").split_once(" to ").expect("`1 to 3`");
        Limits { min: token(min), max: token(max), max_per_category: None }
    }

    fn rules(&self) -> Rules {
        match self.value("rules") {
            "motion/1" => Rules::Motion(MotionRules {
                quorum: token::<Fraction>(self.value("quorum")),
                threshold: token::<Fraction>(self.value("threshold")),
                comparison: token::<Comparison>(self.value("comparison")),
                base: token::<MotionBase>(self.value("base")),
                tie: MotionTie::NotAdopted,
            }),
            "approval/1" => Rules::Approval(ApprovalRules {
                limits: self.limits(),
                winners: token(self.value("winners")),
                minimum_support: token(self.value("minimum")),
                ties: token::<Ties>(self.value("ties")),
            }),
            "budget-greedy/1" => Rules::BudgetGreedy(BudgetRules {
                limits: self.limits(),
                currency: "EUR".to_owned(),
                envelopes: self.value("envelopes").split(", ").map(envelope).collect(),
                too_dear: token::<TooDear>(self.value("too-dear")),
                minimum_support: token(self.value("minimum")),
                ties: token::<Ties>(self.value("ties")),
            }),
            other => panic!("{}: no rules {other}", self.title),
        }
    }

    fn options(&self) -> Vec<DefinitionOption> {
        self.options.iter().map(|line| read_option(line)).collect()
    }

    fn weights(&self) -> Vec<u32> {
        let absent: usize =
            self.lines.iter().find(|(name, _)| name == "absent").map_or(0, |(_, n)| n.parse().expect("a number"));
        let voters: usize = self.ballots.iter().map(|(count, _)| count).sum::<usize>() + absent;
        let listed = self.lines.iter().find(|(name, _)| name == "weights");
        listed.map_or(vec![1; voters], |(_, list)| list.split(' ').map(token::<u32>).collect())
    }

    fn choice(&self, words: &str) -> Vote {
        match self.value("rules") {
            "motion/1" => Vote::Answer(token(words)),
            _ if words == "blank" => choices(&[]),
            _ => choices(&words.split(' ').collect::<Vec<_>>()),
        }
    }

    /// Counts the case through the whole pipeline: signed, recorded, counted.
    fn count(&self) -> Vec<String> {
        let mut city = TestCouncil::weighted(&self.weights());
        city.open("case", self.rules(), self.options());
        let each = self.ballots.iter().flat_map(|(count, words)| std::iter::repeat_n(words, *count));
        let ballots: Vec<_> = (1..)
            .zip(each)
            .map(|(n, words)| sign(&city.ballot("case", n, 100 + n as u64, self.choice(words)), &[&voter_key(n)]))
            .collect();
        let mut desk = Desk::open(city.files(&ballots)).expect("the record holds");
        let ingested = desk.ingest(&key("log")).expect("ingested");
        assert_eq!(ingested.recorded.len(), ballots.len(), "{}: {:?}", self.title, ingested.refused);
        let id: VoteId = token("case");
        let tally = tally_file(desk.record(), &id, desk.record().state()).expect("no overflow").expect("opened");
        shown(&tally)
    }
}

fn envelope(text: &str) -> BudgetEnvelope {
    let (id, amount) = text.split_once(' ').expect("`nord 100`");
    BudgetEnvelope { id: token(id), amount: token::<Amount>(amount) }
}

/// `a` or `a 60 nord sud`.
fn read_option(line: &str) -> DefinitionOption {
    let mut words = line.split(' ');
    let id = words.next().expect("an option");
    DefinitionOption { cost: words.next().map(token), pays_from: words.map(token).collect(), ..option(id, None) }
}

fn shown(tally: &TallyFile) -> Vec<String> {
    fn word(value: &impl serde::Serialize) -> String {
        serde_json::to_value(value).expect("JSON").as_str().expect("a word").to_owned()
    }
    match &tally.outcome {
        Outcome::Motion(motion) => vec![format!(
            "{} for {} against {} abstention {} blank {} not-voting {} base {} seats {}",
            word(&motion.decision),
            motion.votes_for,
            motion.votes_against,
            motion.abstentions,
            motion.blank,
            motion.not_voting,
            motion.base,
            motion.seats
        )],
        Outcome::Approval(approval) => approval
            .options
            .iter()
            .map(|step| format!("{} {} {} {}", step.option, step.support, word(&step.outcome), word(&step.reason)))
            .collect(),
        Outcome::BudgetGreedy(budget) => budget
            .options
            .iter()
            .map(|step| {
                let payer = step.paid_from.as_ref().map(|id| format!(" {id}")).unwrap_or_default();
                format!("{} {} {} {}{payer}", step.option, step.support, word(&step.outcome), word(&step.reason))
            })
            .collect(),
    }
}

fn read_cases(text: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut part = String::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        if let Some(title) = line.strip_prefix("== ") {
            cases.push(Case { title: title.to_owned(), ..Case::default() });
            part.clear();
            continue;
        }
        let case = cases.last_mut().expect("a title comes first");
        match line.strip_prefix("  ") {
            None => match line.split_once(": ") {
                Some((key, value)) => case.lines.push((key.to_owned(), value.to_owned())),
                None => line.trim_end_matches(':').clone_into(&mut part),
            },
            Some(item) if part == "options" => case.options.push(item.to_owned()),
            Some(item) if part == "ballots" => {
                let (count, words) = item.split_once(" x ").expect("`3 x a b`");
                case.ballots.push((count.parse().expect("a number"), words.to_owned()));
            }
            Some(item) => case.expected.push(item.to_owned()),
        }
    }
    cases
}

#[test]
fn every_case_counts_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/tally");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).expect("the cases").map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let mut count = 0;
    for file in files {
        for case in read_cases(&std::fs::read_to_string(&file).expect("a text")) {
            assert_eq!(case.count(), case.expected, "{}: {}", file.display(), case.title);
            count += 1;
        }
    }
    assert!(count >= 20, "{count} cases were found");
}
