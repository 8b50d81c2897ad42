//! A certified budget as a `.pb` file of Pabulib, with its ballots.

use crate::council::tally::{BudgetOutcome, OptionOutcome};
use crate::council::{Amount, Rules, VoterId};
use crate::pabulib::{Ballot, Instance, Project, VoteType};
use crate::statement::{Definition, DefinitionOption, Vote};

/// A ballot that counts: whose, what it weighs, what it says.
pub type CountedVote<'a> = (&'a VoterId, u64, &'a Vote);

/// The budget of `definition` with its `outcome` and the ballots that count; nothing where the rules
/// are not those of a budget, or the sum of its envelopes does not fit.
///
/// The voters are named by their ids on the roll, which say nothing of the person. What the format has no
/// column for stands in columns of its own: `paid_from`, and `weight` where a ballot weighs more than 1.
#[must_use]
pub fn pabulib(definition: &Definition, outcome: &BudgetOutcome, votes: &[CountedVote<'_>]) -> Option<Instance> {
    let Rules::BudgetGreedy(rules) = &definition.rules else { return None };
    let budget = rules.envelopes.iter().try_fold(Amount::ZERO, |sum, envelope| sum.checked_add(envelope.amount))?;
    let question = definition.question.first().map(|(_, words)| words.clone()).unwrap_or_default();
    let mut meta = vec![
        ("description".to_owned(), question),
        ("unit".to_owned(), definition.council.to_string()),
        ("instance".to_owned(), definition.vote.to_string()),
        ("rule".to_owned(), "greedy".to_owned()),
        ("date_begin".to_owned(), day(&definition.opens.to_string())),
        ("date_end".to_owned(), day(&definition.closes.to_string())),
        ("min_length".to_owned(), rules.limits.min.to_string()),
        ("max_length".to_owned(), rules.limits.max.to_string()),
        ("currency".to_owned(), rules.currency.as_str().to_owned()),
    ];
    if rules.envelopes.len() > 1 {
        let envelopes: Vec<String> = rules.envelopes.iter().map(|one| format!("{} {}", one.id, one.amount)).collect();
        let comment = format!("#1: the budget is the sum of the envelopes {}; see pays_from", envelopes.join(", "));
        meta.push(("comment".to_owned(), comment));
    }
    let project = |option: &DefinitionOption| project(option, outcome, votes);
    let projects = definition.options.iter().map(project).collect();
    let weighted = votes.iter().any(|(_, weight, _)| *weight != 1);
    let votes = votes.iter().map(|vote| ballot(*vote, weighted)).collect();
    Some(Instance { budget, vote_type: VoteType::Approval, meta, projects, votes })
}

fn project(option: &DefinitionOption, outcome: &BudgetOutcome, votes: &[CountedVote<'_>]) -> Project {
    let step = outcome.options.iter().find(|step| step.option == option.id);
    let names = |vote: &Vote| matches!(vote, Vote::Choices(choices) if choices.contains(&option.id));
    let title = option.title.first().map(|(_, words)| words.clone()).unwrap_or_default();
    let envelopes: Vec<&str> = option.pays_from.iter().map(crate::council::EnvelopeId::as_str).collect();
    let mut other = vec![("name".to_owned(), title)];
    other.extend(option.category.as_ref().map(|category| ("category".to_owned(), category.to_string())));
    other.push(("pays_from".to_owned(), envelopes.join(",")));
    let payer = step.and_then(|step| step.paid_from.as_ref());
    other.extend(payer.map(|envelope| ("paid_from".to_owned(), envelope.to_string())));
    Project {
        id: option.id.to_string(),
        cost: option.cost.unwrap_or(Amount::ZERO),
        votes: Some(votes.iter().filter(|(_, _, vote)| names(vote)).count() as u64),
        score: step.map(|step| step.support),
        selected: step.map(|step| step.outcome == OptionOutcome::Selected),
        other,
    }
}

fn ballot((voter, weight, vote): CountedVote<'_>, weighted: bool) -> Ballot {
    let projects = match vote {
        Vote::Choices(choices) => choices.iter().map(ToString::to_string).collect(),
        _ => Vec::new(),
    };
    let other = if weighted { vec![("weight".to_owned(), weight.to_string())] } else { Vec::new() };
    Ballot { voter: voter.to_string(), projects, points: Vec::new(), other }
}

/// `2026-05-04T06:00:00Z` as `04.05.2026`, the day in universal time.
fn day(instant: &str) -> String {
    let day = instant.split('T').next().unwrap_or_default();
    day.split('-').rev().collect::<Vec<_>>().join(".")
}
