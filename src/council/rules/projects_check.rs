//! The money of a budget's rules, and what no count could carry out.

use super::{BudgetEnvelope, Currency, ProjectBallot, ProjectRules, Rules, Support, Utility};
use crate::council::OptionId;
use crate::language::Bilingual;

impl Rules {
    /// Currency and envelopes, where money is shared out.
    #[must_use]
    pub fn money(&self) -> Option<(&Currency, &[BudgetEnvelope])> {
        match self {
            Self::BudgetGreedy(rules) => Some((&rules.currency, &rules.envelopes)),
            _ => self.projects().map(|rules| (&rules.currency, rules.envelopes.as_slice())),
        }
    }

    /// What the methods of a budget have in common; `budget-greedy/1` has its own.
    #[must_use]
    pub const fn projects(&self) -> Option<&ProjectRules> {
        match self {
            Self::Greedy(rules) => Some(&rules.projects),
            Self::EqualShares(rules) => Some(&rules.projects),
            Self::Phragmen(rules) => Some(&rules.projects),
            Self::Knapsack(rules) => Some(&rules.projects),
            _ => None,
        }
    }

    /// Rules of a budget over `options` that contradict each other or mean nothing.
    #[must_use]
    pub fn budget_contradiction(&self, options: &[&OptionId]) -> Option<Bilingual> {
        let projects = self.projects()?;
        if let Some(fault) = projects.contradiction() {
            return Some(fault);
        }
        match self {
            Self::Greedy(rules) => {
                let unknown = rules.exclusive.iter().flat_map(|group| &group.0).find(|id| !options.contains(id));
                return unknown.map(|id| {
                    Bilingual::new(
                        format!("`exclusive` nomme `{id}`, qui n’est pas un projet de ce vote"),
                        format!("`exclusive` names `{id}`, which is no project of this vote"),
                    )
                });
            }
            _ if projects.envelopes.len() != 1 => {
                return Some(Bilingual::new(
                    "cette méthode partage une seule enveloppe : un vote par enveloppe",
                    "this method shares out one envelope: hold a vote for each",
                ));
            }
            Self::EqualShares(rules) => {
                let step = rules.step.is_some_and(|step| step.hundredths() > 0) && rules.steps_max.is_some();
                if rules.grows() != step || (!rules.grows() && (rules.step.is_some() || rules.steps_max.is_some())) {
                    return Some(Bilingual::new(
                        "`add-step` (plus de 0) et `add-steps-max` vont avec `completion: add1` ou `add1-greedy`",
                        "`add-step` (more than 0) and `add-steps-max` go with `completion: add1` or `add1-greedy`",
                    ));
                }
                if rules.utility == Utility::Points && projects.ballot == ProjectBallot::Choices {
                    return Some(Bilingual::new(
                        "`utility: points` demande des bulletins à points ou à rangs",
                        "`utility: points` needs ballots with points or ranks",
                    ));
                }
            }
            Self::Phragmen(_) if projects.ballot != ProjectBallot::Choices || projects.support != Support::Votes => {
                return Some(Bilingual::new(
                    "la méthode de Phragmén compte des choix : `ballot: choices`, `support: votes`",
                    "Phragmén's rule counts choices: `ballot: choices`, `support: votes`",
                ));
            }
            _ => {}
        }
        None
    }
}
