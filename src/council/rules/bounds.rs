//! Rules that no count could carry out in good time, or that nothing and nobody could fulfil.

use super::{Comparison, Rules};
use crate::language::Bilingual;

/// The most steps by which shares may grow: each one counts the whole budget again.
const STEPS: u32 = 10_000;
/// The most partial sets a knapsack may keep, some 64 bytes each.
const SETS: u64 = 5_000_000;

impl Rules {
    /// A rule that goes beyond what can be counted or reached; nothing where none does.
    #[must_use]
    pub fn unreachable(&self) -> Option<Bilingual> {
        if let Some(projects) = self.projects()
            && [projects.points_max, projects.points_sum_max].contains(&Some(0))
        {
            return Some(Bilingual::new(
                "personne ne peut donner un point : `points-max` ou `points-sum-max` vaut 0",
                "nobody can give a point: `points-max` or `points-sum-max` is 0",
            ));
        }
        match self {
            Self::Motion(rules) => more_than_all(rules.comparison, rules.threshold.is_one(), "threshold"),
            Self::Motion2(rules) => more_than_all(rules.comparison, rules.threshold.is_one(), "threshold"),
            Self::SingleChoice(rules) => {
                let whole = rules.majority.threshold.is_some_and(crate::council::Fraction::is_one);
                more_than_all(rules.majority.comparison?, whole, "majority")
            }
            Self::EqualShares(rules) if rules.steps_max.is_some_and(|steps| steps > STEPS) => Some(Bilingual::new(
                format!("`add-steps-max` va jusqu’à {STEPS} : chaque pas recompte tout le budget"),
                format!("`add-steps-max` goes up to {STEPS}: each step counts the whole budget again"),
            )),
            Self::Knapsack(rules) if !(1..=SETS).contains(&rules.sets_max) => Some(Bilingual::new(
                format!("`sets-max` va de 1 à {SETS} : autant d’ensembles tiennent en mémoire"),
                format!("`sets-max` goes from 1 to {SETS}: as many sets are kept in memory"),
            )),
            _ => None,
        }
    }
}

/// More than everything is never reached.
fn more_than_all(comparison: Comparison, whole: bool, key: &str) -> Option<Bilingual> {
    (whole && comparison == Comparison::MoreThan).then(|| {
        Bilingual::new(
            format!("rien n’est plus que tout : `{key}: 1/1` va avec `comparison: at-least`"),
            format!("nothing is more than all: `{key}: 1/1` goes with `comparison: at-least`"),
        )
    })
}
