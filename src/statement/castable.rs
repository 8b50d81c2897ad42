//! Whether anybody could cast a ballot that is not blank under rules that are about to be sealed.

use std::collections::BTreeMap;

use super::{DefinitionOption, Kind};
use crate::council::{CategoryId, Limits, MissingGrade, MissingPoints, Rules};
use crate::language::Bilingual;

/// What a ballot has besides its choices, signature included: no more than this many bytes.
const HEAD: usize = 700;

/// Why nobody could; nothing where somebody can.
pub(super) fn flaw(rules: &Rules, options: &[DefinitionOption]) -> Option<Bilingual> {
    if let Some(limits) = rules.limits()
        && room(limits, options) < limits.min as usize
    {
        return Some(Bilingual::new(
            "personne ne peut voter : les catégories ne permettent pas autant de choix que `choices-min`",
            "nobody can vote: the categories do not allow as many choices as `choices-min`",
        ));
    }
    let cheapest = options.iter().filter_map(|option| option.cost).min();
    if let Some(most) = rules.projects().and_then(|projects| projects.cost_max)
        && cheapest.is_some_and(|cost| cost > most)
    {
        return Some(Bilingual::new(
            "personne ne peut voter : `choices-cost-max` est en dessous du projet le moins cher",
            "nobody can vote: `choices-cost-max` is below the cheapest project",
        ));
    }
    let size = HEAD + smallest(rules, options);
    let most = Kind::Ballot.size_limit();
    (size > most).then(|| {
        Bilingual::new(
            format!("un bulletin complet ferait {size} octets, plus que les {most} permis : moins de choix, ou des identifiants plus courts"),
            format!("a full ballot would be {size} bytes, more than the {most} allowed: fewer options, or shorter ids"),
        )
    })
}

/// How many options one ballot may name.
fn room(limits: Limits, options: &[DefinitionOption]) -> usize {
    let Some(cap) = limits.max_per_category else { return options.len() };
    let mut categories: BTreeMap<Option<&CategoryId>, usize> = BTreeMap::new();
    for option in options {
        *categories.entry(option.category.as_ref()).or_default() += 1;
    }
    let cap = |(category, options): (Option<&CategoryId>, usize)| match category {
        Some(_) => options.min(cap as usize),
        None => options,
    };
    categories.into_iter().map(cap).sum()
}

/// The bytes of the lines that the smallest ballot must have.
fn smallest(rules: &Rules, options: &[DefinitionOption]) -> usize {
    let (needed, line) = match rules {
        Rules::Score(rules) if rules.missing == MissingPoints::Refused => (options.len(), "  -  4294967295\n".len()),
        Rules::MajorityJudgment(rules) if rules.missing == MissingGrade::Refused => {
            let longest = rules.ids().map(|grade| grade.as_str().len()).max().unwrap_or(0);
            (options.len(), "  -  \n".len() + longest)
        }
        rules => (rules.limits().map_or(0, |limits| limits.min as usize), "  - \n".len()),
    };
    let mut ids: Vec<usize> = options.iter().map(|option| option.id.as_str().len()).collect();
    ids.sort_unstable();
    ids.into_iter().take(needed).map(|id| id + line).sum()
}
