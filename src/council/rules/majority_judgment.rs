//! `majority-judgment/1`: a grade for each option, the best median wins.

use super::{BlankGrades, MissingGrade, RuleFields, Ties};
use crate::council::OptionId;
use crate::grammar::Writer;

/// Majority judgment: each ballot grades each option, and the best median grades win.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MajorityJudgmentRules {
    /// The grades by name, best first.
    pub grades: Vec<OptionId>,
    /// What becomes of an option that a ballot leaves out.
    pub missing: MissingGrade,
    /// What a blank ballot says.
    pub blank: BlankGrades,
    /// How many options win.
    pub winners: u32,
    /// What becomes of options with the same grades throughout.
    pub ties: Ties,
}

impl MajorityJudgmentRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let grades = fields.list("grades-best-first");
        let missing = fields.token("missing");
        let blank = fields.token("blank");
        let winners = fields.token("winners");
        let ties = fields.token("ties");
        Ok(Self { grades: grades?, missing: missing?, blank: blank?, winners: winners?, ties: ties? })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        let grades: Vec<&str> = self.grades.iter().map(OptionId::as_str).collect();
        writer
            .list_or_none("grades-best-first", &grades)
            .token("missing", &self.missing)
            .token("blank", &self.blank)
            .token("winners", &self.winners)
            .token("ties", &self.ties)
    }
}
