//! By which method the ballots of a file of Pabulib are counted, and what was declared because the
//! file does not say it.

use std::fmt::Write as _;

use super::TrialFault;
use super::limits::{Allowed, cap, number, unsaid};
use crate::council::{OptionId, ProjectBallot, Rules};
use crate::language::Bilingual;
use crate::language::Language::Fr;
use crate::pabulib::{Ballot, Instance, VoteType};
use crate::statement::Vote;

/// The file's word for the support without which no project wins.
const THRESHOLD: &str = "min_project_score_threshold";

/// How many are enrolled, at most, besides those who voted.
const MOST_ABSENT: usize = 10_000;

/// The rules of a trial.
#[derive(Clone, Debug)]
pub(super) struct Method {
    ballot: ProjectBallot,
    /// The lines of front matter from `method` on, but for limits, currency and envelope.
    pub(super) lines: String,
    /// What a ballot may hold.
    pub(super) allowed: Allowed,
    /// What the file leaves open.
    pub(super) declared: Vec<Bilingual>,
    /// What the file says and no rule here does.
    pub(super) unsaid: Vec<Bilingual>,
}

impl Method {
    /// The method that the file's `rule` names, where it is one of those counted here.
    pub(super) fn of(instance: &Instance) -> Result<Self, TrialFault> {
        if let Some(score) = instance.meta("default_score").filter(|score| score.parse() != Ok(0)) {
            return Err(TrialFault::Ballots(Bilingual::new(
                format!("`default_score` vaut `{score}` : ici, un projet que le bulletin ne nomme pas n’a aucun point"),
                format!("`default_score` is `{score}`: here, a project that a ballot does not name has no points"),
            )));
        }
        let ballot = match instance.vote_type {
            VoteType::Approval | VoteType::ChooseOne => ProjectBallot::Choices,
            VoteType::Ordinal => ProjectBallot::Ranking,
            VoteType::Cumulative | VoteType::Scoring => ProjectBallot::Points,
        };
        let mut declared = Vec::new();
        let rule = instance.meta("rule").unwrap_or_default();
        let minimum = minimum(instance, &mut declared)?;
        let allowed = Allowed::of(instance, &mut declared)?;
        let shares = matches!(rule, "equalshares" | "equalshares/add1");
        let mut lines = String::new();
        if shares || ballot != ProjectBallot::Choices || allowed.cost_max.is_some() {
            let method = if shares { "budget-equal-shares/1" } else { "budget-greedy/2" };
            put(&mut lines, "method", method);
            put(&mut lines, "ballot", ballot.word());
            ballots(instance, ballot, &mut lines, &mut declared)?;
            if let Some(cap) = allowed.cost_max {
                put(&mut lines, "choices_cost_max", &cap.to_string());
            }
        } else {
            put(&mut lines, "method", "budget-greedy/1");
        }
        if shares {
            equal_shares(rule, ballot, &mut lines, &mut declared);
        } else {
            greedy(rule, &mut lines, &mut declared);
        }
        put(&mut lines, "minimum_support", &minimum.to_string());
        let unsaid = unsaid(instance, &allowed);
        Ok(Self { ballot, lines, allowed, declared, unsaid })
    }

    /// How many are enrolled: whoever cast one of the `cast` ballots, and as many more as it takes to give an
    /// option the file's threshold. A file tells who voted, not who could have.
    pub(super) fn enrolled(&mut self, rules: &Rules, cast: usize) -> Result<usize, TrialFault> {
        let minimum = rules.minimum_support().unwrap_or(0);
        let needed = minimum.div_ceil(rules.most_support().max(1));
        let more = usize::try_from(needed).unwrap_or(usize::MAX).saturating_sub(cast);
        if more > MOST_ABSENT {
            return Err(TrialFault::Ballots(Bilingual::new(
                format!("`{THRESHOLD}` vaut {minimum} : il y faudrait {needed} votants, et le fichier en a {cast}"),
                format!("`{THRESHOLD}` is {minimum}: that takes {needed} voters, and the file has {cast}"),
            )));
        }
        if more > 0 {
            self.declared.push(Bilingual::new(
                format!(
                    "{}, sans bulletin, pour que le seuil de {minimum} puisse être atteint : le fichier ne dit pas combien étaient inscrits",
                    Fr.count(more, "inscrit de plus", "inscrits de plus")
                ),
                format!(
                    "{more} more on the roll, without a ballot, so that the threshold of {minimum} can be reached: the file does not say how many were enrolled"
                ),
            ));
        }
        Ok(cast + more)
    }

    /// A line of `VOTES` as a ballot; `id` names the option of a project.
    pub(super) fn vote(&self, ballot: &Ballot, id: impl Fn(&str) -> Option<OptionId>) -> Vote {
        let ids = || ballot.projects.iter().filter_map(|project| id(project));
        match self.ballot {
            ProjectBallot::Choices => Vote::Choices(ids().collect()).sorted(),
            ProjectBallot::Ranking => Vote::Ranking(ids().map(|option| vec![option]).collect()),
            ProjectBallot::Points => Vote::Points(ids().zip(ballot.points.iter().copied()).collect()).sorted(),
        }
    }
}

fn put(lines: &mut String, key: &str, value: &str) {
    // Writing to a string cannot fail.
    let _ = writeln!(lines, "{key}: {value}");
}

fn minimum(instance: &Instance, declared: &mut Vec<Bilingual>) -> Result<u64, TrialFault> {
    let stated = number(instance, THRESHOLD)?;
    if stated.is_none() {
        declared.push(Bilingual::new(
            "`minimum_support: 1` : le fichier ne donne pas de seuil",
            "`minimum_support: 1`: the file states no threshold",
        ));
    }
    Ok(stated.unwrap_or(1))
}

fn greedy(rule: &str, lines: &mut String, declared: &mut Vec<Bilingual>) {
    match rule {
        "greedy" | "greedy-threshold" | "greedy-no-skip" => {}
        "greedy-exclusive" => declared.push(Bilingual::new(
            "aucun projet n’en exclut un autre : le fichier ne nomme pas les groupes de sa règle `greedy-exclusive`",
            "no project excludes another: the file does not name the groups of its rule `greedy-exclusive`",
        )),
        "" => declared.push(Bilingual::new(
            "décompte par soutien : le fichier ne nomme pas de règle",
            "counted by support: the file names no rule",
        )),
        _ => declared.push(Bilingual::new(
            "décompte par soutien : la règle du fichier n’est pas de celles qui sont comptées ici",
            "counted by support: the file’s rule is none of those counted here",
        )),
    }
    put(lines, "too_dear", if rule == "greedy-no-skip" { "stop" } else { "skip" });
    put(lines, "ties", "report");
    declared.push(Bilingual::new(
        "`ties: report` : le fichier ne dit rien des égalités",
        "`ties: report`: the file says nothing of ties",
    ));
}

fn equal_shares(rule: &str, ballot: ProjectBallot, lines: &mut String, declared: &mut Vec<Bilingual>) {
    let utility = if ballot == ProjectBallot::Choices { "cost" } else { "points" };
    put(lines, "utility", utility);
    put(lines, "sharers", "cast");
    if rule == "equalshares/add1" {
        put(lines, "completion", "add1");
        put(lines, "add_step", "1");
        put(lines, "add_steps_max", "10000");
        declared.push(Bilingual::new(
            "`add_step: 1`, `add_steps_max: 10000` : le fichier ne donne pas le pas",
            "`add_step: 1`, `add_steps_max: 10000`: the file does not state the step",
        ));
    } else {
        put(lines, "completion", "none");
        declared.push(Bilingual::new(
            "`completion: none` : le fichier ne dit pas ce que devient l’argent qui reste",
            "`completion: none`: the file does not say what becomes of money that is left",
        ));
    }
    put(lines, "ties", "listed-order");
    declared.push(Bilingual::new(
        format!("`utility: {utility}`, `sharers: cast` : le fichier ne le dit pas"),
        format!("`utility: {utility}`, `sharers: cast`: the file does not say it"),
    ));
    declared.push(Bilingual::new(
        "`ties: listed-order`, l’ordre du fichier, qui ne dit rien des égalités",
        "`ties: listed-order`, the order of the file, which says nothing of ties",
    ));
}

/// What points and ranks are worth.
fn ballots(
    instance: &Instance,
    ballot: ProjectBallot,
    lines: &mut String,
    declared: &mut Vec<Bilingual>,
) -> Result<(), TrialFault> {
    put(lines, "support", if ballot == ProjectBallot::Choices { "votes" } else { "points" });
    match ballot {
        ProjectBallot::Choices => {}
        ProjectBallot::Points => {
            let points = || instance.votes.iter().map(|vote| &vote.points);
            let most = points().flatten().copied().max().unwrap_or(0);
            let sum = points().map(|points| points.iter().copied().map(u64::from).sum()).max().unwrap_or(0);
            for (rule, key, found) in
                [("points_max", "max_points", most.into()), ("points_sum_max", "max_sum_points", sum)]
            {
                if let Some(cap) = cap(instance, (key, rule), found, declared)? {
                    put(lines, rule, &cap.to_string());
                }
            }
        }
        ProjectBallot::Ranking => {
            let longest = instance.votes.iter().map(|vote| vote.projects.len()).max().unwrap_or(0);
            let stated = number(instance, "max_length")?.and_then(|stated| usize::try_from(stated).ok());
            let worth = rank_points(stated.unwrap_or(longest).clamp(1, instance.projects.len().max(1)));
            check_rank_points(instance, &worth, declared)?;
            let list: Vec<String> = worth.iter().map(ToString::to_string).collect();
            put(lines, "ranking_points", &format!("[{}]", list.join(", ")));
        }
    }
    Ok(())
}

/// As many points for the first as a ballot has ranks, one less for each one after.
fn rank_points(ranks: usize) -> Vec<u64> {
    (1..=ranks as u64).rev().collect()
}

/// Whether the file's own scores are those that the ranks give.
fn check_rank_points(instance: &Instance, worth: &[u64], declared: &mut Vec<Bilingual>) -> Result<(), TrialFault> {
    let given = |project: &str| {
        let of = |vote: &Ballot| {
            vote.projects.iter().position(|id| id == project).and_then(|rank| worth.get(rank)).copied().unwrap_or(0)
        };
        instance.votes.iter().map(of).fold(0, u64::saturating_add)
    };
    let first = worth.first().copied().unwrap_or(0);
    for project in &instance.projects {
        let found = given(&project.id);
        match project.score {
            Some(score) if score != found => {
                let id = &project.id;
                return Err(TrialFault::Ballots(Bilingual::new(
                    format!(
                        "`score` de `{id}` vaut {score} ; des rangs qui valent {first}, puis un de moins chacun, lui donnent {found}"
                    ),
                    format!("`score` of `{id}` is {score}; ranks worth {first}, then one less each, give it {found}"),
                )));
            }
            _ => {}
        }
    }
    if instance.projects.iter().any(|project| project.score.is_none()) {
        declared.push(Bilingual::new(
            format!(
                "le premier rang vaut {first}, chacun des suivants un de moins : le fichier ne donne pas de `score`"
            ),
            format!("the first rank is worth {first}, each one after it one less: the file states no `score`"),
        ));
    }
    Ok(())
}
