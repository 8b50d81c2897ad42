//! `budget-greedy/1`: projects and the money that pays them.

use super::{Limits, RuleFields, Ties, TooDear};
use crate::council::{Amount, EnvelopeId};
use crate::grammar::{Token, Writer};
use crate::language::Bilingual;

/// A currency's ISO 4217 code, such as `EUR`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Currency(String);

impl Currency {
    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Token for Currency {
    fn expected() -> Bilingual {
        Bilingual::new("un code ISO 4217 tel que `EUR`", "an ISO 4217 code such as `EUR`")
    }
    fn read(text: &str) -> Option<Self> {
        let code = text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase());
        code.then(|| Self(text.to_owned()))
    }
    fn write(&self) -> String {
        self.0.clone()
    }
}

/// An envelope of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetEnvelope {
    /// Its name.
    pub id: EnvelopeId,
    /// What it holds.
    pub amount: Amount,
}

/// A participatory budget: projects are taken in order of support, and each is paid whole from
/// the first of its envelopes that still holds its cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetRules {
    /// What a ballot may hold.
    pub limits: Limits,
    /// In which currency.
    pub currency: Currency,
    /// The envelopes.
    pub envelopes: Vec<BudgetEnvelope>,
    /// What becomes of the rest when a project no longer fits.
    pub too_dear: TooDear,
    /// The support without which no project wins.
    pub minimum_support: u64,
    /// What becomes of equal support.
    pub ties: Ties,
}

impl BudgetRules {
    pub(super) fn read<F: RuleFields>(fields: &mut F) -> Result<Self, F::Fault> {
        let limits = fields.limits();
        let currency = fields.token("currency");
        let envelopes = fields.envelopes();
        let too_dear = fields.token("too-dear");
        let minimum_support = fields.token("minimum-support");
        let ties = fields.token("ties");
        Ok(Self {
            limits: limits?,
            currency: currency?,
            envelopes: envelopes?,
            too_dear: too_dear?,
            minimum_support: minimum_support?,
            ties: ties?,
        })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        write_envelopes(self.limits.write(writer).token("currency", &self.currency), &self.envelopes)
            .token("too-dear", &self.too_dear)
            .token("minimum-support", &self.minimum_support)
            .token("ties", &self.ties)
    }
}

/// `envelopes:` with a line for each.
pub(super) fn write_envelopes(writer: Writer, envelopes: &[BudgetEnvelope]) -> Writer {
    writer.list("envelopes", envelopes.iter().map(|envelope| format!("{} {}", envelope.id, envelope.amount)))
}
