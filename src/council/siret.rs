//! The number by which France knows an establishment, its town halls among them.

use std::fmt;

use crate::grammar::Token;
use crate::language::Bilingual;

/// A SIRET: 14 digits whose Luhn sum is a multiple of ten.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Siret(String);

impl Token for Siret {
    fn expected() -> Bilingual {
        Bilingual::new("un SIRET de 14 chiffres, clé juste", "a SIRET of 14 digits whose key is right")
    }
    fn read(text: &str) -> Option<Self> {
        let digits: Vec<u32> = text.chars().map(|digit| digit.to_digit(10)).collect::<Option<_>>()?;
        let double = |digit: u32| if digit > 4 { 2 * digit - 9 } else { 2 * digit };
        let luhn: u32 =
            digits.iter().enumerate().map(|(at, digit)| if at % 2 == 0 { double(*digit) } else { *digit }).sum();
        // The post offices of La Poste have numbers of another rule.
        let post = text.starts_with("356000000") && digits.iter().sum::<u32>().is_multiple_of(5);
        (digits.len() == 14 && (luhn.is_multiple_of(10) || post)).then(|| Self(text.to_owned()))
    }
    fn write(&self) -> String {
        self.0.clone()
    }
}

impl fmt::Display for Siret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Siret;
    use crate::grammar::Token as _;

    #[test]
    fn a_number_with_a_wrong_key_is_refused() {
        // The city of Paris, as its open data spells it.
        assert!(Siret::read("21750001600019").is_some());
        for wrong in ["21750001600018", "2175000160001", "217500016000190", "2175000160001a"] {
            assert!(Siret::read(wrong).is_none(), "{wrong}");
        }
    }
}
