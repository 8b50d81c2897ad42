//! Personal data: what of it stands in a text, and values that can be erased without touching the
//! record that promised them.
//!
//! [`scan`] looks for what tells who somebody is or where they can be found: addresses of mail,
//! telephone numbers, bank accounts, social security numbers, dates of birth, home addresses. It
//! would rather miss one than cry wolf in every minutes. [`Commitment`] is a salted hash that
//! stands in a record for a value kept elsewhere.

mod address;
mod allowed;
mod birth;
mod capitals;
mod commitment;
mod email;
mod iban;
mod nir;
mod phone;
mod text;

pub use allowed::Allowed;
pub use commitment::{Commitment, DOMAIN, Salt, value_fault};

use crate::language::Bilingual;
use text::{Span, Text};

/// What kind of personal data it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An address of electronic mail.
    Email,
    /// A telephone number.
    Phone,
    /// The number of a bank account.
    Iban,
    /// A French social security number.
    Nir,
    /// A date of birth.
    BirthDate,
    /// A street and number beside a person's name.
    HomeAddress,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 6] = [Self::Email, Self::Phone, Self::Iban, Self::Nir, Self::BirthDate, Self::HomeAddress];

    /// Its word in the cases of the tests.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Phone => "phone",
            Self::Iban => "iban",
            Self::Nir => "nir",
            Self::BirthDate => "birth",
            Self::HomeAddress => "address",
        }
    }

    /// What it is called, with its article.
    #[must_use]
    pub fn name(self) -> Bilingual {
        let (fr, en) = match self {
            Self::Email => ("une adresse électronique", "an e-mail address"),
            Self::Phone => ("un numéro de téléphone", "a telephone number"),
            Self::Iban => ("un numéro de compte (IBAN)", "a bank account number (IBAN)"),
            Self::Nir => ("un numéro de sécurité sociale", "a French social security number"),
            Self::BirthDate => ("une date de naissance", "a date of birth"),
            Self::HomeAddress => ("l’adresse d’une personne", "a person’s address"),
        };
        Bilingual::new(fr, en)
    }
}

/// Personal data in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// What it is.
    pub kind: Kind,
    /// The line, from 1.
    pub line: u32,
    /// The column of its first character, from 1, in characters.
    pub column: u32,
    /// How many characters of that line are meant.
    pub length: u32,
    /// The same in its one spelling: `+33 6…` and `06…` are one number.
    pub key: String,
}

/// Finds one kind.
type Finder = fn(&Text) -> Vec<Span>;

/// The personal data in `text` that is not `allowed`, in the order in which it stands there.
#[must_use]
pub fn scan(text: &str, allowed: &Allowed) -> Vec<Sighting> {
    let text = Text::new(text);
    let mut found: Vec<(Kind, Span)> = Vec::new();
    let finders: [(Kind, Finder); 6] = [
        (Kind::Iban, iban::find),
        (Kind::Nir, nir::find),
        (Kind::Email, email::find),
        (Kind::Phone, phone::find),
        (Kind::BirthDate, birth::find),
        (Kind::HomeAddress, address::find),
    ];
    for (kind, find) in finders {
        for span in find(&text) {
            let meets = |(_, other): &(Kind, Span)| span.start < other.end && other.start < span.end;
            if !found.iter().any(meets) {
                found.push((kind, span));
            }
        }
    }
    found.sort_by_key(|(_, span)| span.start);
    let sightings = found.into_iter().map(|(kind, span)| sighting(&text, kind, &span));
    sightings.filter(|sighting| !allowed.holds(sighting.kind, &sighting.key)).collect()
}

fn sighting(text: &Text, kind: Kind, span: &Span) -> Sighting {
    let (line, column, length) = text.place(span);
    Sighting { kind, line, column, length, key: allowed::key(kind, &text.slice(span.start, span.end)) }
}
