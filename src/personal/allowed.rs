//! What may stand in public, and the one spelling by which it is found again.

use std::collections::BTreeSet;

use super::Kind;

/// Addresses and numbers that the council gives out, or that their owner agreed to.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Allowed(BTreeSet<String>);

impl Allowed {
    /// What is listed: addresses, numbers, and `@ville.fr` for every address of that domain.
    pub fn of<'a>(listed: impl IntoIterator<Item = &'a str>) -> Self {
        let every = |text: &'a str| Kind::ALL.into_iter().map(move |kind| key(kind, text));
        Self(listed.into_iter().flat_map(every).collect())
    }

    /// The same, and what `other` lists.
    #[must_use]
    pub fn and<'a>(&self, other: impl IntoIterator<Item = &'a str>) -> Self {
        Self(self.0.union(&Self::of(other).0).cloned().collect())
    }

    /// Whether something of that kind is listed.
    pub(super) fn holds(&self, kind: Kind, key: &str) -> bool {
        let domain = (kind == Kind::Email).then(|| key.split_once('@')).flatten();
        self.0.contains(key) || domain.is_some_and(|(_, domain)| self.0.contains(&format!("@{domain}")))
    }
}

/// The one spelling of what was found.
pub(super) fn key(kind: Kind, text: &str) -> String {
    let lower = text.to_lowercase();
    match kind {
        Kind::Email => lower.split_whitespace().collect(),
        Kind::Phone => called(&lower),
        Kind::Iban | Kind::Nir => lower.chars().filter(char::is_ascii_alphanumeric).collect(),
        Kind::BirthDate | Kind::HomeAddress => lower.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}

/// The digits; those of a French number as they are dialled in France.
fn called(text: &str) -> String {
    let plain = text.replace("(0)", "");
    let digits: String = plain.chars().filter(char::is_ascii_digit).collect();
    let digits = digits.strip_prefix("00").unwrap_or(&digits);
    match digits.strip_prefix("33") {
        Some(rest) if rest.len() == 9 => format!("0{rest}"),
        _ => digits.to_owned(),
    }
}
