//! Exact numbers: fractions and amounts of money. Nothing here is a float.

use std::fmt;
use std::str::FromStr;

use crate::grammar::Token;
use crate::language::Bilingual;

/// A text that is not the one spelling of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct NumberFault(&'static str);

/// A fraction from 0 to 1 in lowest terms, such as `2/3`: a quorum, a threshold, a share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Fraction {
    numerator: u32,
    denominator: u32,
}

impl Fraction {
    /// `numerator / denominator`, when it lies from 0 to 1 and is in lowest terms.
    ///
    /// # Errors
    /// A zero denominator, more than one, or terms that share a divisor.
    pub fn new(numerator: u32, denominator: u32) -> Result<Self, NumberFault> {
        if denominator == 0 || numerator > denominator || greatest_common_divisor(numerator, denominator) != 1 {
            return Err(NumberFault("expected a fraction from 0/1 to 1/1 in lowest terms, such as 2/3"));
        }
        Ok(Self { numerator, denominator })
    }

    /// How `part` of `whole` compares with this fraction, exactly.
    #[must_use]
    pub fn compare(self, part: u64, whole: u64) -> std::cmp::Ordering {
        let left = u128::from(part) * u128::from(self.denominator);
        let right = u128::from(whole) * u128::from(self.numerator);
        left.cmp(&right)
    }

    /// Whether it is the whole.
    #[must_use]
    pub const fn is_one(self) -> bool {
        self.numerator == self.denominator
    }

    /// The numerator.
    #[must_use]
    pub const fn numerator(self) -> u32 {
        self.numerator
    }

    /// The denominator, never 0.
    #[must_use]
    pub const fn denominator(self) -> u32 {
        self.denominator
    }
}

const fn greatest_common_divisor(mut a: u32, mut b: u32) -> u32 {
    while b != 0 {
        (a, b) = (b, a % b);
    }
    a
}

impl FromStr for Fraction {
    type Err = NumberFault;
    fn from_str(text: &str) -> Result<Self, NumberFault> {
        let fault = NumberFault("expected a fraction such as 2/3");
        let (numerator, denominator) = text.split_once('/').ok_or(fault)?;
        let number = |digits: &str| <u32 as Token>::read(digits).ok_or(fault);
        Self::new(number(numerator)?, number(denominator)?)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.numerator, self.denominator)
    }
}

/// An amount of money in hundredths of the currency's unit, below 10^15.
///
/// Written in units, with two decimals only when they are not zero: `12000`, `12000.50`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Amount(u64);

impl Amount {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    const LIMIT: u64 = 1_000_000_000_000_000;

    /// An amount of `hundredths`, when it is below 10^15.
    #[must_use]
    pub const fn from_hundredths(hundredths: u64) -> Option<Self> {
        if hundredths < Self::LIMIT { Some(Self(hundredths)) } else { None }
    }

    /// The amount in hundredths of the unit.
    #[must_use]
    pub const fn hundredths(self) -> u64 {
        self.0
    }

    /// The sum, unless it passes the limit.
    #[must_use]
    pub fn checked_add(self, other: Self) -> Option<Self> {
        Self::from_hundredths(self.0.checked_add(other.0)?)
    }

    /// The difference, unless it is negative.
    #[must_use]
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }
}

impl FromStr for Amount {
    type Err = NumberFault;
    fn from_str(text: &str) -> Result<Self, NumberFault> {
        let fault = NumberFault("expected an amount such as 12000 or 12000.50");
        let (units, hundredths) = match text.split_once('.') {
            None => (text, 0),
            Some((_, "00")) => return Err(fault),
            Some((units, cents)) if cents.len() == 2 && cents.bytes().all(|byte| byte.is_ascii_digit()) => {
                (units, cents.parse().map_err(|_| fault)?)
            }
            Some(_) => return Err(fault),
        };
        let units = <u64 as Token>::read(units).ok_or(fault)?;
        let total = units.checked_mul(100).and_then(|whole| whole.checked_add(hundredths));
        total.and_then(Self::from_hundredths).ok_or(fault)
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0 / 100, self.0 % 100) {
            (units, 0) => write!(f, "{units}"),
            (units, hundredths) => write!(f, "{units}.{hundredths:02}"),
        }
    }
}

macro_rules! token_by_str {
    ($( $name:ty, $fr:literal, $en:literal; )*) => { $(
        impl Token for $name {
            fn expected() -> Bilingual {
                Bilingual::new($fr, $en)
            }
            fn read(text: &str) -> Option<Self> {
                text.parse().ok()
            }
            fn write(&self) -> String {
                self.to_string()
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    )* };
}
pub(super) use token_by_str;

token_by_str! {
    Fraction, "une fraction irréductible de 0/1 à 1/1, par exemple `2/3`", "a fraction in lowest terms, such as `2/3`";
    Amount, "un montant, par exemple `12000` ou `12000.50`", "an amount such as `12000` or `12000.50`";
}

macro_rules! whole_number_token {
    ($( $name:ty ),*) => { $(
        impl Token for $name {
            fn expected() -> Bilingual {
                Bilingual::new("un nombre entier sans zéro initial", "a whole number without leading zero")
            }
            fn read(text: &str) -> Option<Self> {
                text.parse::<$name>().ok().filter(|number| number.to_string() == text)
            }
            fn write(&self) -> String {
                self.to_string()
            }
        }
    )* };
}
whole_number_token!(u8, u16, u32, u64);

impl Token for crate::tree::Digest {
    fn expected() -> Bilingual {
        Bilingual::new("`sha256:` et 64 chiffres hexadécimaux", "`sha256:` and 64 lower-case hexadecimal digits")
    }
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

impl Token for crate::language::Language {
    fn expected() -> Bilingual {
        Bilingual::new("`fr` ou `en`", "`fr` or `en`")
    }
    fn read(text: &str) -> Option<Self> {
        text.parse().ok()
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{Amount, Fraction};
    use std::cmp::Ordering;

    #[test]
    fn an_amount_has_one_spelling() {
        for text in ["0", "12000", "12000.50", "0.01"] {
            assert_eq!(text.parse::<Amount>().map(|amount| amount.to_string()).as_deref(), Ok(text));
        }
        for text in ["", "01", "1.", "1.0", "1.00", "1.5", "1.505", "-1", "+1", "1e3", "10000000000000"] {
            assert!(text.parse::<Amount>().is_err(), "{text}");
        }
    }

    #[test]
    fn a_fraction_compares_exactly() {
        let two_thirds: Fraction = "2/3".parse().expect("a fraction");
        assert_eq!(two_thirds.compare(2, 3), Ordering::Equal);
        assert_eq!(two_thirds.compare(66, 100), Ordering::Less);
        assert_eq!(two_thirds.compare(u64::MAX, u64::MAX), Ordering::Greater);
        for text in ["4/6", "0/2", "3/2", "1/0", "1", "01/2"] {
            assert!(text.parse::<Fraction>().is_err(), "{text}");
        }
    }
}
