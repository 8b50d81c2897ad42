//! `majority-judgment/1`: a grade for each option, the best median wins.

use super::{BlankGrades, MissingGrade, RuleFields, Ties};
use crate::council::OptionId;
use crate::grammar::Writer;
use crate::language::Language;

/// A grade of the scale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grade {
    /// Its id, as ballots name it.
    pub id: OptionId,
    /// Its title in each language of the definition.
    pub title: Vec<(Language, String)>,
}

/// Majority judgment: each ballot grades each option, and the best median grades win.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MajorityJudgmentRules {
    /// The grades, best first.
    pub grades: Vec<Grade>,
    /// What becomes of an option that a ballot leaves out.
    pub missing: MissingGrade,
    /// What a blank ballot says.
    pub blank: BlankGrades,
    /// How many options win.
    pub winners: u32,
    /// What becomes of options with the same grades throughout.
    pub ties: Ties,
}

impl Grade {
    /// A grade for whoever knows and shows its id alone.
    #[must_use]
    pub const fn untitled(id: OptionId) -> Self {
        Self { id, title: Vec::new() }
    }
}

impl MajorityJudgmentRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let grades = fields.grades("grades-best-first");
        let missing = fields.token("missing");
        let blank = fields.token("blank");
        let winners = fields.token("winners");
        let ties = fields.token("ties");
        Ok(Self { grades: grades?, missing: missing?, blank: blank?, winners: winners?, ties: ties? })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        // The rules are written before they are checked, and the grammar has no empty list.
        let writer = match self.grades.as_slice() {
            [] => writer.plain("grades-best-first", "none"),
            grades => writer.records("grades-best-first", grades, write_grade),
        };
        writer
            .token("missing", &self.missing)
            .token("blank", &self.blank)
            .token("winners", &self.winners)
            .token("ties", &self.ties)
    }

    /// The grades by id, best first.
    pub fn ids(&self) -> impl Iterator<Item = &OptionId> {
        self.grades.iter().map(|grade| &grade.id)
    }

    /// The grade named `id`.
    #[must_use]
    pub fn grade(&self, id: &OptionId) -> Option<&Grade> {
        self.grades.iter().find(|grade| grade.id == *id)
    }
}

fn write_grade(writer: Writer, grade: &Grade) -> Writer {
    let title =
        |writer: Writer, (language, title): &(Language, String)| writer.words(&format!("title-{language}"), title);
    grade.title.iter().fold(writer.token("id", &grade.id), title)
}
