//! How to vote: what a ballot may say, the command that makes it, and its text for whoever signs by hand.

use serde::Serialize;

use super::Scene;
use crate::council::{
    BallotBody, EqualRanks, Grade, Limits, MajorityJudgmentRules, MissingGrade, MissingPoints, ProjectRules, Rules,
    Spending, Unranked, UnrankedPoints, VoteId, VoterId,
};
use crate::document::vote::Draft;
use crate::grammar::Token as _;
use crate::site::view::format;
use crate::statement::{Ballot, ExampleOption, Kind, Statement as _, Vote, example_of, typed_option};
use crate::tree::Digest;

/// How to vote.
#[derive(Clone, Debug, Serialize)]
pub struct HowToVote {
    /// What a ballot may say, one sentence each.
    pub sentences: Vec<String>,
    /// The command, with a choice that the rules allow.
    pub command: Option<String>,
    /// The command for a blank ballot.
    pub blank: String,
    /// The same by hand, once the rules are sealed.
    pub by_hand: Option<ByHand>,
}

/// A ballot signed by hand.
#[derive(Clone, Debug, Serialize)]
pub struct ByHand {
    /// The text of the ballot.
    pub text: String,
    /// The namespace of its signature.
    pub namespace: String,
}

impl HowToVote {
    /// How to vote in `id`, whose rules are those of `draft`, sealed as `definition`.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &str, draft: &Draft, definition: Option<Digest>) -> Self {
        let example = example(draft);
        let command = |choice: &str| format!("scrutineer vote {id} {choice} --key {}", scene.say("my_key"));
        let by_hand = |vote: &Vote| by_hand(scene, id, definition?, vote);
        Self {
            sentences: sentences(scene, draft),
            command: example.as_ref().map(|vote| command(&vote.as_typed())),
            blank: command("--blank"),
            by_hand: example.as_ref().and_then(by_hand),
        }
    }
}

fn example(draft: &Draft) -> Option<Vote> {
    let options = draft.options.iter().map(|option| ExampleOption {
        id: option.id.clone(),
        category: option.category.clone(),
        cost: option.cost,
    });
    example_of(&draft.rules, &options.collect::<Vec<_>>())
}

fn by_hand(scene: &Scene<'_>, id: &str, definition: Digest, choice: &Vote) -> Option<ByHand> {
    // Any id of that form: the reader writes another in its place.
    let nobody = "v0000000000000000";
    let council = scene.documents().config.council.clone();
    let namespace = Kind::Ballot.namespace(&council);
    let ballot = Ballot {
        council,
        vote: VoteId::parse(id).ok()?,
        definition,
        voter: VoterId::read(nobody)?,
        seq: 1,
        choice: choice.clone(),
    };
    Some(ByHand { text: ballot.write().replace(nobody, &scene.say("my_voter_id")), namespace })
}

fn sentences(scene: &Scene<'_>, draft: &Draft) -> Vec<String> {
    let rules = &draft.rules;
    let mut list = match (rules, rules.body()) {
        (Rules::Score(rules), _) => {
            let missing = match rules.missing {
                MissingPoints::Zero => "cast_missing_zero",
                MissingPoints::Refused => "cast_missing_refused",
            };
            vec![points(scene, Some(rules.max_points)), scene.say(missing)]
        }
        (Rules::Cumulative(rules), _) => {
            let purse = number(scene, rules.points_per_ballot);
            let spending = match rules.spending {
                Spending::All => "cast_spend_all",
                Spending::AtMost => "cast_spend_at_most",
            };
            vec![points(scene, Some(rules.max_points)), scene.say_with(spending, &[("purse", &purse)])]
        }
        (Rules::MajorityJudgment(rules), _) => grades(scene, rules),
        (_, BallotBody::Answer) => vec![scene.say("cast_answer")],
        (_, BallotBody::Ranking) => ranking(scene, rules),
        (_, BallotBody::Points | BallotBody::Choices | BallotBody::Grades) => choices(scene, rules),
    };
    list.push(scene.say_with("cast_typed", &[("option", typed_option(rules.body()))]));
    list.push(scene.say("cast_blank"));
    list
}

fn number(scene: &Scene<'_>, value: u32) -> String {
    scene.number(u64::from(value))
}

fn points(scene: &Scene<'_>, most: Option<u32>) -> String {
    match most {
        Some(most) => scene.say_with("cast_points", &[("most", &number(scene, most))]),
        None => scene.say("cast_points_free"),
    }
}

/// The grades in their order, each with the id that a ballot names.
fn grades(scene: &Scene<'_>, rules: &MajorityJudgmentRules) -> Vec<String> {
    let titled = |grade: &Grade| {
        let title = scene.localised(&grade.title);
        scene.say_with("cast_grade", &[("title", &title), ("id", grade.id.as_str())])
    };
    let names: Vec<String> = rules.grades.iter().map(titled).collect();
    let missing = match rules.missing {
        MissingGrade::Lowest => "cast_missing_lowest",
        MissingGrade::Refused => "cast_missing_refused",
    };
    vec![scene.say_with("cast_grades", &[("grades", &names.join(", "))]), scene.say(missing)]
}

/// Choices, or points for projects.
fn choices(scene: &Scene<'_>, rules: &Rules) -> Vec<String> {
    let mut list: Vec<String> = rules.limits().map(|limits| limited(scene, limits)).unwrap_or_default();
    if let Some(projects) = rules.projects() {
        if rules.body() == BallotBody::Points {
            list.push(points(scene, projects.points_max));
            list.extend(
                projects
                    .points_sum_max
                    .map(|sum| scene.say_with("cast_spend_at_most", &[("purse", &number(scene, sum))])),
            );
        }
        list.extend(cost(scene, projects));
    }
    list
}

fn limited(scene: &Scene<'_>, limits: Limits) -> Vec<String> {
    let (min, max) = (number(scene, limits.min), number(scene, limits.max));
    let named = match limits {
        Limits { min: 1, max: 1, .. } => scene.say("cast_one_choice"),
        Limits { min: least, max: most, .. } if least == most => {
            scene.say_with("cast_choices_exactly", &[("max", &max)])
        }
        _ => scene.say_with("cast_choices", &[("min", &min), ("max", &max)]),
    };
    let capped = |cap| scene.say_with("cast_per_category", &[("cap", &number(scene, cap))]);
    std::iter::once(named).chain(limits.max_per_category.map(capped)).collect()
}

fn cost(scene: &Scene<'_>, projects: &ProjectRules) -> Option<String> {
    let money = format::money(projects.cost_max?, projects.currency.as_str(), scene.language);
    Some(scene.say_with("rule_budget_cost_max", &[("amount", &money)]))
}

/// The order, whether options may share a rank, and what becomes of those left out.
fn ranking(scene: &Scene<'_>, rules: &Rules) -> Vec<String> {
    let mut list = vec![scene.say("cast_ranking")];
    if let (Some(projects), Some(limits)) = (rules.projects(), rules.limits()) {
        list.push(scene.say("cast_ranks_apart"));
        list.extend(limited(scene, limits));
        list.extend(cost(scene, projects));
        return list;
    }
    list.push(scene.say(match (rules, rules.equal_ranks()) {
        (_, Some(EqualRanks::Refused)) => "cast_ranks_apart",
        (Rules::StvScottish(_), Some(EqualRanks::Exhausted)) => "cast_ranks_shared_stv",
        (_, Some(EqualRanks::Exhausted)) => "cast_ranks_shared_exhausted",
        (_, None) => "cast_ranks_shared",
    }));
    list.push(scene.say(match rules {
        Rules::Schulze(rules) => unranked(rules.unranked),
        Rules::RankedPairs(rules) => unranked(rules.unranked),
        Rules::Borda(rules) => match rules.unranked_points {
            UnrankedPoints::Last => "cast_unranked_last",
            UnrankedPoints::Zero | UnrankedPoints::Ballot => "cast_unranked_zero",
        },
        _ => "cast_unranked_exhausted",
    }));
    list
}

const fn unranked(unranked: Unranked) -> &'static str {
    match unranked {
        Unranked::Last => "cast_unranked_last",
        Unranked::Ignored => "cast_unranked_ignored",
    }
}
