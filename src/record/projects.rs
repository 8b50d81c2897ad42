//! What the rules of a participatory budget ask of a ballot, beyond how many projects it names.

use crate::council::{Amount, ProjectRules};
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::report::Code;
use crate::statement::{Definition, Vote};
use crate::submission::Rejection;

/// Whether costs, points and ranks of a ballot are as the rules allow.
pub(super) fn check(definition: &Definition, rules: &ProjectRules, vote: &Vote) -> Result<(), Rejection> {
    check_cost(definition, rules, vote)?;
    match vote {
        Vote::Points(points) => check_points(rules, points.iter().map(|(_, points)| *points)),
        Vote::Ranking(ranks) => match ranks.iter().find(|rank| rank.len() > 1) {
            None => Ok(()),
            Some(rank) => {
                let names: Vec<&str> = rank.iter().map(crate::council::OptionId::as_str).collect();
                let names = names.join("`, `");
                let message = Bilingual::new(
                    format!("`{names}` au même rang ; ce vote demande un rang à chacun"),
                    format!("`{names}` share a rank; this vote asks for one rank each"),
                );
                Err(Rejection::new(Code::RanksEqual, message))
            }
        },
        _ => Ok(()),
    }
}

fn check_cost(definition: &Definition, rules: &ProjectRules, vote: &Vote) -> Result<(), Rejection> {
    let Some(cap) = rules.cost_max else { return Ok(()) };
    let options = vote.options().into_iter().filter_map(|id| definition.option(id));
    let sum = options.filter_map(|option| option.cost).try_fold(Amount::ZERO, Amount::checked_add);
    if sum.is_some_and(|sum| sum <= cap) {
        return Ok(());
    }
    let found = sum.map_or_else(String::new, |sum| format!("{sum} "));
    let currency = rules.currency.as_str();
    let message = Bilingual::new(
        format!("les projets choisis coûtent ensemble {found}{currency} ; au plus {cap}"),
        format!("the projects chosen cost {found}{currency} together, and at most {cap} is allowed"),
    );
    Err(Rejection::new(Code::ChoicesTooDear, message))
}

fn check_points(rules: &ProjectRules, points: impl Iterator<Item = u32> + Clone) -> Result<(), Rejection> {
    let sum: u64 = points.clone().map(u64::from).fold(0, u64::saturating_add);
    let most = points.max().unwrap_or(0);
    let over = |found: u64, cap: Option<u32>| cap.filter(|cap| found > u64::from(*cap)).map(|cap| (found, cap));
    let Some((found, cap)) = over(u64::from(most), rules.points_max).or_else(|| over(sum, rules.points_sum_max)) else {
        return Ok(());
    };
    let message = Bilingual::new(
        format!("{}, où les règles en permettent {cap}", Fr.count(found, "point", "points")),
        format!("{} where the rules allow {cap}", En.count(found, "point", "points")),
    );
    Err(Rejection::new(Code::PointsTooMany, message))
}
