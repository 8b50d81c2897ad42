//! A certified budget as a `.pb` file of Pabulib, with its ballots.

use crate::council::tally::{BudgetOutcome, OptionOutcome};
use crate::council::{
    Amount, BudgetEnvelope, Completion, EqualSharesRules, GreedyRules, ProjectBallot, ProjectRules, Rules, Support,
    TooDear, VoterId,
};
use crate::grammar::Token;
use crate::pabulib::{Ballot, Instance, Project, VoteType};
use crate::statement::{Definition, DefinitionOption, Vote};

/// A ballot that counts: whose, what it weighs, what it says.
pub type CountedVote<'a> = (&'a VoterId, u64, &'a Vote);

/// The budget of `definition` with its `outcome` and the ballots that count; nothing where the rules
/// are not those of a budget, papers were taken, of which there are no ballots, a ballot weighs more than
/// 1, which the format cannot say, or the sum of the envelopes does not fit.
///
/// The voters are named by their ids on the roll, which say nothing of the person. `country` is the name
/// that the format asks for. A blank ballot has no line there; the comment says how many there were.
#[must_use]
pub fn pabulib(
    definition: &Definition,
    outcome: &BudgetOutcome,
    votes: &[CountedVote<'_>],
    country: Option<&str>,
) -> Option<Instance> {
    let (currency, envelopes) = definition.rules.money().filter(|_| definition.channels.paper.is_none())?;
    if votes.iter().any(|(_, weight, _)| *weight != 1) {
        return None;
    }
    let limits = definition.rules.limits()?;
    let budget = envelopes.iter().try_fold(Amount::ZERO, |sum, envelope| sum.checked_add(envelope.amount))?;
    let question = definition.question.first().map(|(_, words)| words.clone()).unwrap_or_default();
    let mut meta = vec![("description".to_owned(), question)];
    meta.extend(country.map(|country| ("country".to_owned(), country.to_owned())));
    meta.extend([
        ("unit".to_owned(), definition.council.to_string()),
        ("instance".to_owned(), definition.vote.to_string()),
        ("rule".to_owned(), rule(&definition.rules, envelopes.len()).to_owned()),
        ("date_begin".to_owned(), day(&definition.opens.to_string())),
        ("date_end".to_owned(), day(&definition.closes.to_string())),
        ("min_length".to_owned(), limits.min.to_string()),
        ("max_length".to_owned(), limits.max.to_string()),
    ]);
    meta.extend(caps(&definition.rules));
    meta.push(("currency".to_owned(), currency.as_str().to_owned()));
    let project = |option: &DefinitionOption| project(option, &definition.rules, outcome, votes);
    let projects = definition.options.iter().map(project).collect();
    let all = votes.len();
    let votes: Vec<Ballot> = votes.iter().map(ballot).filter(|ballot| !ballot.projects.is_empty()).collect();
    let mut comments = comments(&definition.rules, envelopes);
    if votes.len() < all {
        comments.push(format!("{} blank ballots have no line", all - votes.len()));
    }
    if !comments.is_empty() {
        let numbered = (1..).zip(&comments).map(|(number, words): (u32, _)| format!("#{number}: {words}"));
        meta.push(("comment".to_owned(), numbered.collect::<Vec<_>>().join(" ")));
    }
    // The format's own checker wants this key behind the comment.
    let per_category = limits.max_per_category.map(|cap| ("max_length_per_category".to_owned(), cap.to_string()));
    meta.extend(per_category);
    Some(Instance { budget, vote_type: vote_type(&definition.rules), meta, projects, votes })
}

/// The word that Pabulib has for the rule: `greedy-custom` where the count is by support and other
/// than theirs, `unknown` where they know nothing like it. The comment says which it is.
fn rule(rules: &Rules, envelopes: usize) -> &'static str {
    let by_support = matches!(rules, Rules::BudgetGreedy(_) | Rules::Greedy(_));
    if by_support && (envelopes > 1 || vote_type(rules) == VoteType::Ordinal) {
        return "greedy-custom";
    }
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
        _ => "unknown",
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
    let caps = [
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
        comments.push(format!("the budget is the sum of the envelopes {}", list.join(", ")));
    }
    comments.push(format!("counted by {}", rules.name()));
    if let Some(projects) = rules.projects() {
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

fn project(option: &DefinitionOption, rules: &Rules, outcome: &BudgetOutcome, votes: &[CountedVote<'_>]) -> Project {
    let step = outcome.options.iter().find(|step| step.option == option.id);
    // With at least one point, where points are given.
    let names = |vote: &Vote| match vote {
        Vote::Points(points) => points.iter().any(|(id, points)| *id == option.id && *points > 0),
        other => other.options().contains(&&option.id),
    };
    let title = option.title.first().map(|(_, words)| words.clone()).unwrap_or_default();
    let mut other = vec![("name".to_owned(), title)];
    other.extend(option.category.as_ref().map(|category| ("category".to_owned(), category.to_string())));
    Project {
        id: option.id.to_string(),
        cost: option.cost.unwrap_or(Amount::ZERO),
        votes: Some(votes.iter().filter(|(_, _, vote)| names(vote)).count() as u64),
        score: step.map(|step| step.support).filter(|_| supported_by_points(rules)),
        selected: step.map(|step| step.outcome == OptionOutcome::Selected),
        other,
    }
}

/// Whether `score`, the points that the ballots give, is what the projects were counted by.
fn supported_by_points(rules: &Rules) -> bool {
    let points =
        |projects: &ProjectRules| projects.ballot == ProjectBallot::Points && projects.support == Support::Points;
    rules.projects().is_some_and(points)
}

fn ballot((voter, _, vote): &CountedVote<'_>) -> Ballot {
    // A project without points is not named: it would count as a vote.
    let (projects, points) = match vote {
        Vote::Points(given) => {
            let mut given: Vec<_> = given.iter().filter(|(_, points)| *points > 0).collect();
            given.sort_by_key(|(_, points)| std::cmp::Reverse(*points));
            given.into_iter().map(|(id, points)| (id.to_string(), *points)).unzip()
        }
        other => (other.options().into_iter().map(ToString::to_string).collect(), Vec::new()),
    };
    Ballot { voter: voter.to_string(), projects, points, other: Vec::new() }
}

/// `2026-05-04T06:00:00Z` as `04.05.2026`, the day in universal time.
fn day(instant: &str) -> String {
    let day = instant.split('T').next().unwrap_or_default();
    day.split('-').rev().collect::<Vec<_>>().join(".")
}
