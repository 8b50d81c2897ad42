//! What the recorded ballots of a vote would give under other rules. It is never a result: the
//! rules of a vote are those that were sealed before the first ballot.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::council::tally::Outcome;
use crate::council::{
    BallotBody, BudgetEnvelope, CouncilId, ElectorateId, Grade, Limits, OptionId, RuleFields, Rules, VoteId,
};
use crate::grammar::{Fault, Token, Writer};
use crate::language::Bilingual;
use crate::record::{VoteRecord, check_choice};
use crate::statement::{Definition, Statement as _};
use crate::tally::{BallotBox, Cast, Lots, Overflow, PaperBox, Poll, counts};
use crate::tree::Digest;

/// The words that every output of a what-if bears.
pub const MARK: &str = "UNOFFICIAL / NON OFFICIEL";

/// A count of recorded ballots under rules that were not sealed. Its JSON has no key `outcome`,
/// so that no reader of tallies takes it for one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WhatIf {
    /// `what-if/1`.
    pub format: &'static str,
    /// [`MARK`].
    pub status: &'static str,
    /// The council.
    pub council: CouncilId,
    /// The vote.
    pub vote: VoteId,
    /// Hash of the sealed definition's text, whose rules are others.
    pub definition: Digest,
    /// The sealed method.
    pub sealed_rules: &'static str,
    /// The method that was asked for.
    pub rules: &'static str,
    /// Every rule that is not as sealed.
    pub differs: Vec<Difference>,
    /// Ballots counted, one a voter.
    pub ballots: u64,
    /// What they would give.
    pub would_be: Vec<WouldBe>,
}

/// What ballots would give: all of them, or those of one electorate where these are counted separately.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct WouldBe {
    /// The electorate; nothing where all ballots are counted together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub electorate: Option<ElectorateId>,
    /// The count.
    pub count: Outcome,
}

/// A rule that is not as sealed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// Its key in a definition.
    pub rule: String,
    /// What was sealed; nothing where the sealed method has no such rule.
    pub sealed: Option<String>,
    /// What was asked for; nothing where this method has no such rule.
    pub here: Option<String>,
}

impl std::fmt::Display for Difference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "—".to_owned());
        write!(f, "{}: {} → {}", self.rule, shown(&self.sealed), shown(&self.here))
    }
}

/// Why there is no such count.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// No method has this name.
    MethodUnknown(String),
    /// The ballots are of another shape than the method counts.
    Body {
        /// What they are.
        ballots: BallotBody,
        /// What it counts.
        method: BallotBody,
    },
    /// Rules that are neither sealed nor given.
    Undecided(Vec<String>),
    /// Rules were given that the method does not have.
    RuleUnknown(Vec<String>),
    /// A rule is malformed: its key, what it says, and what was expected.
    Malformed(String, String, Bilingual),
    /// The rules do not fit each other, or the options of the vote.
    Definition(Fault),
    /// So many ballots that count could not have been cast under these rules.
    Refused(usize),
    /// A sum does not fit.
    Overflow(Overflow),
}

/// Counts the recorded ballots of `vote` by `method`: a rule is as `given`, else as sealed.
///
/// # Errors
/// The method does not fit the ballots or the options, or its rules are not all known.
pub fn what_if(vote: &VoteRecord, method: &str, given: &BTreeMap<String, String>) -> Result<WhatIf, Unfit> {
    let sealed = vote.definition();
    let rules = read_rules(sealed, method, given)?;
    let (ballots, body) = (sealed.rules.body(), rules.body());
    if ballots != body {
        return Err(Unfit::Body { ballots, method: body });
    }
    // What the grammar asks of a definition, it asks of this one.
    let asked = Definition { rules, ..sealed.clone() };
    let asked = Definition::read(asked.write().as_bytes()).map_err(Unfit::Definition)?;
    let ballots = BallotBox::of(vote);
    let draw = vote.draw().zip(vote.closing());
    let lots = draw
        .map(|((_, draw), closing)| Lots::new(vote.definition_hash(), closing.close.statement().log.root, draw.drawn));
    let papers = PaperBox::of(vote);
    check_ballots(vote, &asked, &Poll::of(&asked, 0, &ballots, &papers, None).ballots)?;
    let counts = counts(vote, &asked, &ballots, &papers, lots.as_ref()).map_err(Unfit::Overflow)?;
    let would_be =
        counts.into_iter().map(|one| WouldBe { electorate: one.electorate.cloned(), count: one.outcome }).collect();
    Ok(WhatIf {
        format: "what-if/1",
        status: MARK,
        council: sealed.council.clone(),
        vote: sealed.vote.clone(),
        definition: vote.definition_hash(),
        sealed_rules: sealed.rules.name(),
        rules: asked.rules.name(),
        differs: differences(&sealed.rules, &asked.rules),
        ballots: ballots.counted().len() as u64,
        would_be,
    })
}

/// Refuses rules under which some of the ballots that count could not have been cast, and a chair who
/// is not among the voters.
fn check_ballots(vote: &VoteRecord, asked: &Definition, cast: &[Cast<'_>]) -> Result<(), Unfit> {
    if let Rules::Motion2(rules) = &asked.rules
        && let Some(chair) = rules.chair.as_ref().filter(|chair| vote.electors().line(chair).is_none())
    {
        let expected = Bilingual::new("une personne de la liste du vote", "a voter of the vote’s roll");
        return Err(Unfit::Malformed("chair".to_owned(), chair.to_string(), expected));
    }
    let refused = cast.iter().filter(|ballot| check_choice(asked, ballot.vote).is_err());
    match refused.count() {
        0 => Ok(()),
        refused => Err(Unfit::Refused(refused)),
    }
}

fn differences(sealed: &Rules, asked: &Rules) -> Vec<Difference> {
    let (sealed, asked) = (written(sealed), written(asked));
    let keys: BTreeSet<&String> = sealed.keys().chain(asked.keys()).collect();
    let difference = |key: &String| {
        let (sealed, here) = (sealed.get(key).cloned(), asked.get(key).cloned());
        (sealed != here).then(|| Difference { rule: key.clone(), sealed, here })
    };
    keys.into_iter().filter_map(difference).collect()
}

/// Rules as a definition has them, by key; a list has commas between its items.
fn written(rules: &Rules) -> BTreeMap<String, String> {
    let text = rules.write(Writer::new()).finish();
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in text.lines() {
        if line.starts_with("    ") {
            // What a grade is called moves no result.
        } else if let Some(item) = line.strip_prefix("  - ") {
            let item = item.strip_prefix("id: ").unwrap_or(item);
            let items = values.entry(last.clone()).or_default();
            items.push_str(if items.is_empty() { "" } else { ", " });
            items.push_str(item);
        } else if let Some((key, value)) = line.split_once(':') {
            key.clone_into(&mut last);
            values.insert(last.clone(), value.trim_start().to_owned());
        }
    }
    values
}

fn read_rules(sealed: &Definition, method: &str, given: &BTreeMap<String, String>) -> Result<Rules, Unfit> {
    let mut values = written(&sealed.rules);
    values.extend(given.iter().map(|(key, value)| (key.clone(), value.clone())));
    let mut fields = Fields { sealed, values, asked: BTreeSet::new(), undecided: Vec::new(), malformed: None };
    let rules = Rules::read(method, &mut fields).ok_or_else(|| Unfit::MethodUnknown(method.to_owned()))?;
    let strange: Vec<String> = given.keys().filter(|key| !fields.asked.contains(*key)).cloned().collect();
    if !strange.is_empty() {
        return Err(Unfit::RuleUnknown(strange));
    }
    if let Some((key, value, expected)) = fields.malformed {
        return Err(Unfit::Malformed(key, value, expected));
    }
    rules.map_err(|Told| Unfit::Undecided(fields.undecided))
}

/// Rules by key, and what was found wrong with them.
struct Fields<'a> {
    sealed: &'a Definition,
    values: BTreeMap<String, String>,
    asked: BTreeSet<String>,
    undecided: Vec<String>,
    malformed: Option<(String, String, Bilingual)>,
}

/// What is wrong stands in the fields.
struct Told;

impl Fields<'_> {
    fn value(&mut self, key: &str) -> Result<String, Told> {
        self.asked.insert(key.to_owned());
        let value = self.values.get(key).cloned();
        value.ok_or_else(|| {
            self.undecided.push(key.to_owned());
            Told
        })
    }

    fn read<T: Token>(&mut self, key: &str, text: &str) -> Result<T, Told> {
        T::read(text).ok_or_else(|| {
            self.malformed.get_or_insert_with(|| (key.to_owned(), text.to_owned(), T::expected()));
            Told
        })
    }

    fn items(&mut self, key: &str) -> Result<Vec<String>, Told> {
        let value = self.value(key)?;
        Ok(value
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty() && *item != "none")
            .map(str::to_owned)
            .collect())
    }
}

impl RuleFields for Fields<'_> {
    type Fault = Told;

    fn token<T: Token>(&mut self, key: &str) -> Result<T, Told> {
        let value = self.value(key)?;
        self.read(key, &value)
    }

    fn token_if<T: Token>(&mut self, key: &str) -> Result<Option<T>, Told> {
        self.token(key)
    }

    fn list<T: Token>(&mut self, key: &str) -> Result<Vec<T>, Told> {
        let items = self.items(key)?;
        items.iter().map(|item| self.read(key, item)).collect()
    }

    /// A grade that was not sealed is called by its id.
    fn grades(&mut self, key: &str) -> Result<Vec<Grade>, Told> {
        let known = if let Rules::MajorityJudgment(rules) = &self.sealed.rules { Some(rules) } else { None };
        let languages = self.sealed.languages();
        let titled = |id: OptionId| {
            let title = languages.iter().map(|language| (*language, id.to_string())).collect();
            known.and_then(|rules| rules.grade(&id)).cloned().unwrap_or(Grade { id, title })
        };
        Ok(self.list(key)?.into_iter().map(titled).collect())
    }

    fn limits(&mut self) -> Result<Limits, Told> {
        let (min, max) = (self.token("choices-min"), self.token("choices-max"));
        let max_per_category = self.token("choices-per-category");
        Ok(Limits { min: min?, max: max?, max_per_category: max_per_category? })
    }

    fn envelopes(&mut self) -> Result<Vec<BudgetEnvelope>, Told> {
        let items = self.items("envelopes")?;
        let envelope = |item: &String| {
            let (id, amount) = item.split_once(' ').unwrap_or((item, ""));
            Ok(BudgetEnvelope { id: self.read("envelopes", id)?, amount: self.read("envelopes", amount.trim())? })
        };
        items.iter().map(envelope).collect()
    }
}
