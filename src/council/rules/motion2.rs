//! `motion/2`: for or against, with those present as a base and a casting vote of the chair.

use super::{Answer, Comparison, Equality, RuleFields, ShareOf};
use crate::council::{Fraction, VoterId};
use crate::grammar::{Token, Writer};

/// A motion whose equality the chair may decide.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Motion2Rules {
    /// The share of all seats that must have taken part (any answer but `not-voting`).
    pub quorum: Fraction,
    /// The share of `base` that votes in favour must reach.
    pub threshold: Fraction,
    /// Whether reaching it is enough.
    pub comparison: Comparison,
    /// What the threshold is a share of.
    pub base: ShareOf,
    /// Which answers count as present beside `for` and `against`; none where `base` is another.
    pub present: Vec<Answer>,
    /// What becomes of equality.
    pub tie: Equality,
    /// Whose vote is the casting vote.
    pub chair: Option<VoterId>,
}

impl Motion2Rules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let quorum = fields.token("quorum");
        let threshold = fields.token("threshold");
        let comparison = fields.token("comparison");
        let base = fields.token("base");
        let present = fields.list("present");
        let tie = fields.token("tie");
        let chair = fields.token_if("chair");
        Ok(Self {
            quorum: quorum?,
            threshold: threshold?,
            comparison: comparison?,
            base: base?,
            present: present?,
            tie: tie?,
            chair: chair?,
        })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        let present: Vec<String> = self.present.iter().map(Token::write).collect();
        writer
            .token("quorum", &self.quorum)
            .token("threshold", &self.threshold)
            .token("comparison", &self.comparison)
            .token("base", &self.base)
            .list_or_none("present", &present)
            .token("tie", &self.tie)
            .token("chair", &self.chair)
    }

    /// Whether an answer counts as present.
    #[must_use]
    pub fn is_present(&self, answer: Answer) -> bool {
        matches!(answer, Answer::For | Answer::Against) || self.present.contains(&answer)
    }
}
