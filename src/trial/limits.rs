//! What a file allows a ballot, as limits of ours; and what no rule here says.
//!
//! Some files hold ballots that go beyond what they allow: each ballot is taken, and the limit gives way.

use std::collections::{BTreeMap, BTreeSet};

use super::TrialFault;
use crate::council::{Amount, CategoryId};
use crate::grammar::Token as _;
use crate::language::Bilingual;
use crate::pabulib::{Ballot, Instance, Project, read_amount};

/// The limits of a trial's ballots.
#[derive(Clone, Debug)]
pub(super) struct Allowed {
    /// What `limits` holds.
    pub(super) limits: String,
    /// What the projects of a ballot may cost together.
    pub(super) cost_max: Option<Amount>,
    /// Categories with their names, where the file caps them.
    pub(super) categories: Vec<(CategoryId, String)>,
    /// The category of each project that has one, where the file caps them.
    pub(super) category_of: BTreeMap<String, CategoryId>,
}

impl Allowed {
    pub(super) fn of(instance: &Instance, declared: &mut Vec<Bilingual>) -> Result<Self, TrialFault> {
        let lengths = || instance.votes.iter().map(|vote| vote.projects.len() as u64).filter(|length| *length > 0);
        let (fewest, longest) = (lengths().min().unwrap_or(1), lengths().max().unwrap_or(1));
        let all = (instance.projects.len() as u64).max(1);
        let stated = number(instance, "min_length")?;
        let min = stated.unwrap_or(1).clamp(1, fewest);
        let max = cap(instance, ("max_length", "limits.max"), longest, declared)?.map_or(longest, |max| max.min(all));
        if number(instance, "max_length")?.is_none() {
            declared.push(Bilingual::new(
                format!("`limits.max: {max}`, le plus long des bulletins : le fichier ne donne pas de `max_length`"),
                format!("`limits.max: {max}`, the longest of the ballots: the file states no `max_length`"),
            ));
        }
        if let Some(stated) = stated.filter(|stated| *stated > min) {
            declared.push(loosened("limits.min", &min, "min_length", &stated));
        }
        let (categories, category_of) = categories(instance)?;
        let crowd = |vote: &Ballot| {
            let mut counts: BTreeMap<&CategoryId, u64> = BTreeMap::new();
            for category in vote.projects.iter().filter_map(|project| category_of.get(project)) {
                *counts.entry(category).or_default() += 1;
            }
            counts.into_values().max().unwrap_or(0)
        };
        let mut limits = format!("{{min: {min}, max: {max}}}");
        if !categories.is_empty() {
            let found = instance.votes.iter().map(crowd).max().unwrap_or(0);
            let key = (PER_CATEGORY, "limits.max_per_category");
            if let Some(most) = cap(instance, key, found, declared)? {
                limits = format!("{{min: {min}, max: {max}, max_per_category: {most}}}");
            }
        }
        Ok(Self { limits, cost_max: cost_max(instance, declared)?, categories, category_of })
    }
}

/// The most options of one category.
const PER_CATEGORY: &str = "max_length_per_category";

/// A whole number of `META`; nothing where its line is not there or empty.
///
/// # Errors
/// Something else than a whole number.
pub(super) fn number(instance: &Instance, key: &str) -> Result<Option<u64>, TrialFault> {
    let text = instance.meta(key).unwrap_or_default();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match (text, digits.then(|| text.parse().ok()).flatten()) {
        ("", _) => Ok(None),
        (_, Some(number)) => Ok(Some(number)),
        (_, None) => Err(TrialFault::Ballots(Bilingual::new(
            format!("`{key}` vaut `{text}` ; attendu : un nombre entier"),
            format!("`{key}` is `{text}`, expected a whole number"),
        ))),
    }
}

/// What `key` of the file caps, raised to what is `found` on its ballots; `rule` is our name for it.
///
/// # Errors
/// Something else than a whole number.
pub(super) fn cap(
    instance: &Instance,
    (key, rule): (&str, &str),
    found: u64,
    declared: &mut Vec<Bilingual>,
) -> Result<Option<u64>, TrialFault> {
    let Some(stated) = number(instance, key)? else { return Ok(None) };
    if found > stated {
        declared.push(loosened(rule, &found, key, &stated));
    }
    Ok(Some(stated.max(found).max(1)))
}

fn loosened(rule: &str, used: &impl ToString, key: &str, stated: &impl ToString) -> Bilingual {
    let (used, stated) = (used.to_string(), stated.to_string());
    Bilingual::new(
        format!("`{rule}: {used}` : `{key}` vaut {stated}, et un bulletin du fichier va au-delà"),
        format!("`{rule}: {used}`: `{key}` is {stated}, and a ballot of the file goes beyond it"),
    )
}

fn cost_max(instance: &Instance, declared: &mut Vec<Bilingual>) -> Result<Option<Amount>, TrialFault> {
    let key = "max_sum_cost";
    let text = instance.meta(key).unwrap_or_default();
    if text.is_empty() {
        return Ok(None);
    }
    let stated = read_amount(text).ok_or_else(|| {
        TrialFault::Ballots(Bilingual::new(
            format!("`{key}` vaut `{text}` ; attendu : un montant"),
            format!("`{key}` is `{text}`, expected an amount"),
        ))
    })?;
    let costs: BTreeMap<&str, Amount> =
        instance.projects.iter().map(|project| (project.id.as_str(), project.cost)).collect();
    let sum = |vote: &Ballot| {
        let costs = vote.projects.iter().filter_map(|project| costs.get(project.as_str()).copied());
        costs.map(Amount::hundredths).fold(0, u64::saturating_add)
    };
    let found = instance.votes.iter().map(sum).max().and_then(Amount::from_hundredths).unwrap_or(Amount::ZERO);
    if found > stated {
        declared.push(loosened("choices_cost_max", &found, key, &stated));
    }
    // A cap below the cheapest project would leave nothing to choose.
    let cheapest = instance.projects.iter().map(|project| project.cost).min().unwrap_or(Amount::ZERO);
    Ok(Some(stated.max(found).max(cheapest)))
}

fn listed(project: &Project) -> impl Iterator<Item = &str> {
    project.cell("category").unwrap_or_default().split(',').map(str::trim).filter(|name| !name.is_empty())
}

type Categories = (Vec<(CategoryId, String)>, BTreeMap<String, CategoryId>);

/// The categories of the projects, where the file caps them and no project has several.
fn categories(instance: &Instance) -> Result<Categories, TrialFault> {
    let is_single = instance.projects.iter().all(|project| listed(project).count() <= 1);
    if number(instance, PER_CATEGORY)?.is_none() || !is_single {
        return Ok(Categories::default());
    }
    let names: BTreeSet<&str> = instance.projects.iter().flat_map(listed).collect();
    let mut categories: Vec<(CategoryId, String)> = Vec::new();
    for (at, name) in (1..).zip(names) {
        let plain = CategoryId::read(&name.to_lowercase().replace([' ', '_'], "-"));
        // The council of a trial has one of its own.
        let is_free = |id: &CategoryId| id.as_str() != "tous" && categories.iter().all(|(other, _)| other != id);
        let id = plain.filter(is_free).or_else(|| CategoryId::read(&format!("categorie-{at}")));
        categories.extend(id.map(|id| (id, name.to_owned())));
    }
    let of = |name: &str| categories.iter().find(|(_, other)| other == name).map(|(id, _)| id.clone());
    let category = |project: &Project| Some((project.id.clone(), of(listed(project).next()?)?));
    let category_of = instance.projects.iter().filter_map(category).collect();
    Ok((categories, category_of))
}

/// Lines of `META` that would restrict a ballot or the count, and that no rule here says, with what
/// amounts to none at all.
const UNSAID: [(&str, &str); 15] = [
    ("min_sum_cost", "0"),
    ("min_points", "0"),
    ("min_sum_points", "0"),
    ("scoring_fn", "Borda"),
    ("min_length_unit", "1"),
    ("max_length_unit", ""),
    ("min_length_district", "1"),
    ("max_length_district", ""),
    ("min_length_per_category", "0"),
    ("min_sum_cost_per_category", "0"),
    ("max_sum_cost_per_category", ""),
    ("max_total_cost", ""),
    ("budget_per_category", ""),
    ("budget_per_neighborhood", ""),
    ("leftover_budget", ""),
];

/// What the file says and no rule here does.
pub(super) fn unsaid(instance: &Instance, allowed: &Allowed) -> Vec<Bilingual> {
    let stated = |key: &str, none: &str| {
        let value = instance.meta(key).filter(|value| !value.is_empty() && *value != none)?;
        Some(Bilingual::new(
            format!("`{key}: {value}` : aucune règle d’ici ne le dit"),
            format!("`{key}: {value}`: no rule here says it"),
        ))
    };
    let unsaid = UNSAID.iter().filter_map(|(key, none)| stated(key, none));
    let crowded = instance.meta(PER_CATEGORY).filter(|cap| !cap.is_empty() && allowed.categories.is_empty());
    let crowded = crowded.map(|cap| {
        Bilingual::new(
            format!("`{PER_CATEGORY}: {cap}` : un projet n’a ici qu’une catégorie, et ceux du fichier en ont plusieurs ou aucune"),
            format!("`{PER_CATEGORY}: {cap}`: here a project has one category, and those of the file have several or none"),
        )
    });
    unsaid.chain(crowded).collect()
}
