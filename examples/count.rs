//! Counts polls handed in as JSON, one a line, and prints what came out, one a line: so that any
//! other program can be asked the same and the answers compared (`tests/peer/README.md`).
//!
//! ```json
//! {"rules": {"method": "approval/1", "choices-min": "1", "choices-max": "3", "choices-per-category": "none",
//!            "winners": "1", "minimum-support": "1", "ties": "report"},
//!  "options": [{"id": "a"}, {"id": "b", "cost": "60", "category": "nature", "pays-from": ["city"]}],
//!  "seats": 10,
//!  "ballots": [{"weight": 1, "choices": ["a"]}, {"weight": 1, "ranking": [["a"], ["b"]]},
//!              {"weight": 1, "points": {"a": 3}}, {"weight": 1, "grades": {"a": "good"}},
//!              {"weight": 1, "voter": "v0000000000000001", "answer": "for"}]}
//! ```
//!
//! Keys and words are those of a definition; a list is an array, and an envelope `"city 1000"`.

#![allow(clippy::print_stdout, reason = "it prints what it counts")]

use std::collections::BTreeMap;
use std::io::BufRead as _;

use parvis::council::{Amount, BudgetEnvelope, Limits, OptionId, RuleFields, Rules, VoterId};
use parvis::grammar::Token;
use parvis::language::Language;
use parvis::statement::{DefinitionOption, Vote};
use parvis::tally::{Cast, Poll, count};
use serde::Deserialize;
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    rules: BTreeMap<String, Value>,
    options: Vec<Choice>,
    #[serde(default)]
    seats: u64,
    ballots: Vec<Ballot>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Choice {
    id: String,
    cost: Option<String>,
    category: Option<String>,
    #[serde(default)]
    pays_from: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ballot {
    #[serde(default = "one")]
    weight: u64,
    voter: Option<String>,
    answer: Option<String>,
    choices: Option<Vec<String>>,
    ranking: Option<Vec<Vec<String>>>,
    points: Option<BTreeMap<String, u32>>,
    grades: Option<BTreeMap<String, String>>,
}

const fn one() -> u64 {
    1
}

type Fault = String;

fn token<T: Token>(text: &str) -> Result<T, Fault> {
    T::read(text).ok_or_else(|| format!("`{text}`: expected {}", T::expected().en))
}

fn tokens<T: Token>(texts: &[String]) -> Result<Vec<T>, Fault> {
    texts.iter().map(|text| token(text)).collect()
}

struct Fields(BTreeMap<String, Value>);

impl Fields {
    fn text(&self, key: &str) -> Result<&str, Fault> {
        self.0.get(key).and_then(Value::as_str).ok_or_else(|| format!("no `{key}`"))
    }

    fn texts(&self, key: &str) -> Vec<String> {
        let list = self.0.get(key).and_then(Value::as_array);
        list.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    }
}

impl RuleFields for Fields {
    type Fault = Fault;

    fn token<T: Token>(&mut self, key: &str) -> Result<T, Fault> {
        token(self.text(key)?)
    }

    fn token_if<T: Token>(&mut self, key: &str) -> Result<Option<T>, Fault> {
        self.0.get(key).and_then(Value::as_str).filter(|text| *text != "none").map(token).transpose()
    }

    fn list<T: Token>(&mut self, key: &str) -> Result<Vec<T>, Fault> {
        tokens(&self.texts(key))
    }

    fn limits(&mut self) -> Result<Limits, Fault> {
        let (min, max) = (self.token("choices-min")?, self.token("choices-max")?);
        Ok(Limits { min, max, max_per_category: self.token_if("choices-per-category")? })
    }

    fn envelopes(&mut self) -> Result<Vec<BudgetEnvelope>, Fault> {
        let envelope = |text: &String| {
            let (id, amount) = text.split_once(' ').ok_or("an envelope is `id amount`")?;
            Ok(BudgetEnvelope { id: token(id)?, amount: token::<Amount>(amount)? })
        };
        self.texts("envelopes").iter().map(envelope).collect()
    }
}

fn option(choice: &Choice) -> Result<DefinitionOption, Fault> {
    Ok(DefinitionOption {
        id: token(&choice.id)?,
        title: vec![(Language::En, choice.id.clone())],
        category: choice.category.as_deref().map(token).transpose()?,
        cost: choice.cost.as_deref().map(token).transpose()?,
        pays_from: tokens(&choice.pays_from)?,
        proposal: None,
        text: None,
    })
}

/// The ballot as a statement holds it: lists sorted.
fn vote(ballot: &Ballot) -> Result<Vote, Fault> {
    let Ballot { answer, choices, ranking, points, grades, .. } = ballot;
    if let Some(answer) = answer {
        return Ok(Vote::Answer(token(answer)?));
    }
    if let Some(choices) = choices {
        let mut choices: Vec<OptionId> = tokens(choices)?;
        choices.sort();
        return Ok(Vote::Choices(choices));
    }
    if let Some(ranking) = ranking {
        let mut ranking: Vec<Vec<OptionId>> = ranking.iter().map(|rank| tokens(rank)).collect::<Result<_, _>>()?;
        for rank in &mut ranking {
            rank.sort();
        }
        return Ok(Vote::Ranking(ranking));
    }
    if let Some(points) = points {
        let points = points.iter().map(|(option, points)| Ok::<_, Fault>((token(option)?, *points)));
        return points.collect::<Result<_, _>>().map(Vote::Points);
    }
    let grades = grades.as_ref().ok_or("a ballot says nothing")?;
    let grades = grades.iter().map(|(option, grade)| Ok::<_, Fault>((token(option)?, token(grade)?)));
    grades.collect::<Result<_, _>>().map(Vote::Grades)
}

fn outcome(line: &str) -> Result<String, Fault> {
    let Case { rules, options, seats, ballots } = serde_json::from_str(line).map_err(|fault| fault.to_string())?;
    let mut fields = Fields(rules);
    let method = fields.text("method")?.to_owned();
    let rules = Rules::read(&method, &mut fields).ok_or_else(|| format!("no method {method}"))??;
    let options: Vec<DefinitionOption> = options.iter().map(option).collect::<Result<_, _>>()?;
    let holders: Vec<Option<VoterId>> =
        ballots.iter().map(|ballot| ballot.voter.as_deref().map(token).transpose()).collect::<Result<_, _>>()?;
    let votes: Vec<(u64, Vote)> =
        ballots.iter().map(|ballot| Ok::<_, Fault>((ballot.weight, vote(ballot)?))).collect::<Result<_, _>>()?;
    let ballots = votes.iter().zip(&holders);
    let ballots =
        ballots.map(|((weight, vote), voter)| Cast { weight: *weight, voter: voter.as_ref(), vote }).collect();
    let poll = Poll { options: &options, seats, ballots, lots: None };
    let outcome = count(&rules, &poll).map_err(|overflow| overflow.to_string())?;
    serde_json::to_string(&outcome).map_err(|fault| fault.to_string())
}

fn main() -> Result<(), Fault> {
    for line in std::io::stdin().lock().lines() {
        println!("{}", outcome(&line.map_err(|fault| fault.to_string())?)?);
    }
    Ok(())
}
