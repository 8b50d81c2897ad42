//! `budget-phragmen/1`: Phragmén's sequential rule.

use super::{ProjectRules, RuleFields, TooDear};
use crate::grammar::Writer;

/// Phragmén's sequential rule: every voter earns money at the same pace, and a project is bought
/// as soon as its supporters hold its cost together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhragmenRules {
    /// Ballots and money.
    pub projects: ProjectRules,
    /// What becomes of the rest when a project no longer fits.
    pub too_dear: TooDear,
}

impl PhragmenRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let projects = ProjectRules::read(fields);
        let too_dear = fields.token("too-dear");
        Ok(Self { projects: projects?, too_dear: too_dear? })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        self.projects.write(writer).token("too-dear", &self.too_dear)
    }
}
