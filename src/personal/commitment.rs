//! A salted hash that stands in a record for a value that can be erased.
//!
//! ```text
//! commitment = SHA-256( "parvis personal/1" LF  32 hexadecimal digits of the salt  LF  value )
//! ```
//!
//! The value is UTF-8 in NFC on one line. Whoever has salt and value can check the commitment with
//! `sha256sum`; once both are gone, 128 random bits stand between it and every guess.

use std::fmt;

use unicode_normalization::is_nfc;

use crate::language::Bilingual;
use crate::tree::{Digest, hex};

/// The first line of what is hashed.
pub const DOMAIN: &str = "parvis personal/1";

/// The longest value, in bytes.
const LONGEST: usize = 1024;

/// 128 random bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Salt(String);

impl Salt {
    /// The salt of these random bytes.
    #[must_use]
    pub fn of(bytes: [u8; 16]) -> Self {
        Self(hex(&bytes))
    }

    /// Reads 32 lower-case hexadecimal digits.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let digits = text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        digits.then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A salt opens a commitment: it is shown only where its file is written.
impl fmt::Debug for Salt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Salt(…)")
    }
}

/// The commitment to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Commitment(pub Digest);

impl Commitment {
    /// The commitment to `value` under `salt`.
    #[must_use]
    pub fn to(salt: &Salt, value: &str) -> Self {
        Self(Digest::of_parts(&[DOMAIN.as_bytes(), b"\n", salt.0.as_bytes(), b"\n", value.as_bytes()]))
    }

    /// Whether it is the commitment to `value` under `salt`.
    #[must_use]
    pub fn is_to(&self, salt: &Salt, value: &str) -> bool {
        *self == Self::to(salt, value)
    }
}

/// Why a value cannot be committed to.
#[must_use]
pub fn value_fault(value: &str) -> Option<Bilingual> {
    let fault = |fr: &str, en: &str| Some(Bilingual::new(fr, en));
    if value.trim().is_empty() {
        fault("la valeur est vide", "the value is empty")
    } else if value.trim() != value {
        fault("la valeur commence ou finit par une espace", "the value begins or ends with a space")
    } else if value.len() > LONGEST {
        fault("la valeur dépasse 1024 octets", "the value is longer than 1024 bytes")
    } else if value.chars().any(char::is_control) {
        fault(
            "la valeur a plus d’une ligne, ou un caractère de commande",
            "the value has more than one line, or a control character",
        )
    } else if !is_nfc(value) {
        fault("la valeur n’est pas en forme normale NFC", "the value is not in the normal form NFC")
    } else {
        None
    }
}
