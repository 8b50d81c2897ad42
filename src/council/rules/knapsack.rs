//! `budget-knapsack/1`: the projects that have most support together.

use super::{ProjectRules, RuleFields};
use crate::grammar::Writer;

/// Of all sets of projects within the envelope, one with the greatest sum of support.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnapsackRules {
    /// Ballots and money.
    pub projects: ProjectRules,
    /// How many partial sets the count may keep; where it needs more, nothing is decided.
    pub sets_max: u64,
}

impl KnapsackRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let projects = ProjectRules::read(fields);
        let sets_max = fields.token("sets-max");
        Ok(Self { projects: projects?, sets_max: sets_max? })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        self.projects.write(writer).token("sets-max", &self.sets_max)
    }
}
