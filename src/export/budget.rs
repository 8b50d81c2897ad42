//! A certified budget as a `.pb` file of Pabulib, with its ballots.

use crate::council::tally::{BudgetOutcome, OptionOutcome};
use crate::council::{
    Amount, BudgetEnvelope, Completion, EqualSharesRules, GreedyRules, ProjectBallot, Rules, TooDear, VoterId,
};
use crate::grammar::Token;
use crate::pabulib::{Ballot, Instance, Project, VoteType};
use crate::statement::{Definition, DefinitionOption, Vote};

/// A ballot that counts: whose, what it weighs, what it says.
pub type CountedVote<'a> = (&'a VoterId, u64, &'a Vote);

/// The budget of `definition` with its `outcome` and the ballots that count; nothing where the rules
/// are not those of a budget, papers were taken, of which there are no ballots, or the sum of the
/// envelopes does not fit.
///
/// The voters are named by their ids on the roll, which say nothing of the person. What the format has no
/// column for stands in columns of its own: `paid_from`, and `weight` where a ballot weighs more than 1.
#[must_use]
pub fn pabulib(definition: &Definition, outcome: &BudgetOutcome, votes: &[CountedVote<'_>]) -> Option<Instance> {
    let (currency, envelopes) = definition.rules.money().filter(|_| definition.channels.paper.is_none())?;
    let limits = definition.rules.limits()?;
    let budget = envelopes.iter().try_fold(Amount::ZERO, |sum, envelope| sum.checked_add(envelope.amount))?;
    let question = definition.question.first().map(|(_, words)| words.clone()).unwrap_or_default();
    let mut meta = vec![
        ("description".to_owned(), question),
        ("unit".to_owned(), definition.council.to_string()),
        ("instance".to_owned(), definition.vote.to_string()),
        ("rule".to_owned(), rule(&definition.rules).to_owned()),
        ("date_begin".to_owned(), day(&definition.opens.to_string())),
        ("date_end".to_owned(), day(&definition.closes.to_string())),
        ("min_length".to_owned(), limits.min.to_string()),
        ("max_length".to_owned(), limits.max.to_string()),
    ];
    meta.extend(caps(&definition.rules));
    meta.push(("currency".to_owned(), currency.as_str().to_owned()));
    let comments: Vec<String> =
        comments(&definition.rules, envelopes).iter().zip(1..).map(|(words, n)| format!("#{n}: {words}")).collect();
    if !comments.is_empty() {
        meta.push(("comment".to_owned(), comments.join(" ")));
    }
    let project = |option: &DefinitionOption| project(option, outcome, votes);
    let projects = definition.options.iter().map(project).collect();
    let weighted = votes.iter().any(|(_, weight, _)| *weight != 1);
    let votes = votes.iter().map(|vote| ballot(*vote, weighted)).collect();
    Some(Instance { budget, vote_type: vote_type(&definition.rules), meta, projects, votes })
}

/// The word that Pabulib has for the rule, or a plain one where it has none.
fn rule(rules: &Rules) -> &'static str {
    let greedy = |too_dear: TooDear, minimum: u64| match too_dear {
        TooDear::Stop => "greedy-no-skip",
        TooDear::Skip if minimum > 1 => "greedy-threshold",
        TooDear::Skip => "greedy",
    };
    match rules {
        Rules::BudgetGreedy(rules) => greedy(rules.too_dear, rules.minimum_support),
        Rules::Greedy(rules) if !rules.exclusive.is_empty() => "greedy-exclusive",
        Rules::Greedy(rules) => greedy(rules.too_dear, rules.projects.minimum_support),
        Rules::EqualShares(rules) if rules.completion == Completion::Add1 => "equalshares/add1",
        Rules::EqualShares(_) => "equalshares",
        Rules::Phragmen(_) => "phragmen",
        _ => "knapsack",
    }
}

fn vote_type(rules: &Rules) -> VoteType {
    let Some(projects) = rules.projects() else { return VoteType::Approval };
    match projects.ballot {
        ProjectBallot::Choices => VoteType::Approval,
        ProjectBallot::Ranking => VoteType::Ordinal,
        ProjectBallot::Points if projects.points_sum_max.is_some() => VoteType::Cumulative,
        ProjectBallot::Points => VoteType::Scoring,
    }
}

/// What a ballot or a project may not pass.
fn caps(rules: &Rules) -> Vec<(String, String)> {
    let minimum = match rules {
        Rules::BudgetGreedy(rules) => rules.minimum_support,
        _ => rules.projects().map_or(0, |projects| projects.minimum_support),
    };
    let projects = rules.projects();
    let per_category = rules.limits().and_then(|limits| limits.max_per_category);
    let caps = [
        ("max_length_per_category", per_category.map(|cap| cap.to_string())),
        ("max_sum_cost", projects.and_then(|projects| projects.cost_max).map(|cap| cap.to_string())),
        ("max_points", projects.and_then(|projects| projects.points_max).map(|cap| cap.to_string())),
        ("max_sum_points", projects.and_then(|projects| projects.points_sum_max).map(|cap| cap.to_string())),
        ("min_project_score_threshold", (minimum > 1).then(|| minimum.to_string())),
    ];
    caps.into_iter().filter_map(|(key, cap)| Some((key.to_owned(), cap?))).collect()
}

/// What the format has no line for.
fn comments(rules: &Rules, envelopes: &[BudgetEnvelope]) -> Vec<String> {
    let mut comments = Vec::new();
    if envelopes.len() > 1 {
        let list: Vec<String> = envelopes.iter().map(|one| format!("{} {}", one.id, one.amount)).collect();
        comments.push(format!("the budget is the sum of the envelopes {}; see pays_from", list.join(", ")));
    }
    if let Some(projects) = rules.projects() {
        comments.push(format!("counted by {}", rules.name()));
        let ranks: Vec<String> = projects.ranking_points.iter().map(ToString::to_string).collect();
        if !ranks.is_empty() {
            comments.push(format!("the ranks are worth {}", ranks.join(", ")));
        }
    }
    if let Rules::EqualShares(EqualSharesRules { utility, sharers, completion, .. }) = rules {
        let (utility, sharers, completion) = (utility.word(), sharers.word(), completion.word());
        comments.push(format!("utility {utility}, sharers {sharers}, completion {completion}"));
    }
    if let Rules::Greedy(GreedyRules { exclusive, .. }) = rules
        && !exclusive.is_empty()
    {
        let groups: Vec<String> = exclusive.iter().map(Token::write).collect();
        comments.push(format!("of each of these groups at most one wins: {}", groups.join(", ")));
    }
    comments
}

fn project(option: &DefinitionOption, outcome: &BudgetOutcome, votes: &[CountedVote<'_>]) -> Project {
    let step = outcome.options.iter().find(|step| step.option == option.id);
    // With at least one point, where points are given.
    let names = |vote: &Vote| match vote {
        Vote::Points(points) => points.iter().any(|(id, points)| *id == option.id && *points > 0),
        other => other.options().contains(&&option.id),
    };
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
    // A project without points is not named: it would count as a vote.
    let (projects, points) = match vote {
        Vote::Points(given) => {
            let given = given.iter().filter(|(_, points)| *points > 0);
            given.map(|(id, points)| (id.to_string(), *points)).unzip()
        }
        other => (other.options().into_iter().map(ToString::to_string).collect(), Vec::new()),
    };
    let other = if weighted { vec![("weight".to_owned(), weight.to_string())] } else { Vec::new() };
    Ballot { voter: voter.to_string(), projects, points, other }
}

/// `2026-05-04T06:00:00Z` as `04.05.2026`, the day in universal time.
fn day(instant: &str) -> String {
    let day = instant.split('T').next().unwrap_or_default();
    day.split('-').rev().collect::<Vec<_>>().join(".")
}
