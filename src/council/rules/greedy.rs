//! `budget-greedy/2`: projects by support, with points and with projects that exclude each other.

use super::projects::write_list;
use super::{Exclusive, ProjectRules, RuleFields, TooDear};
use crate::grammar::Writer;

/// A participatory budget: as `budget-greedy/1`, by votes or by points, and of each group of
/// projects that exclude each other at most one wins.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GreedyRules {
    /// Ballots and money.
    pub projects: ProjectRules,
    /// Groups of which at most one project wins.
    pub exclusive: Vec<Exclusive>,
    /// What becomes of the rest when a project no longer fits.
    pub too_dear: TooDear,
}

impl GreedyRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let projects = ProjectRules::read(fields);
        let exclusive = fields.list("exclusive");
        let too_dear = fields.token("too-dear");
        Ok(Self { projects: projects?, exclusive: exclusive?, too_dear: too_dear? })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        write_list(self.projects.write(writer), "exclusive", &self.exclusive).token("too-dear", &self.too_dear)
    }
}
