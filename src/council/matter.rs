//! What a decision is about, by the nomenclature of acts that French councils use.

use std::fmt;

use crate::grammar::Token;
use crate::language::Bilingual;

/// A code of the ACTES nomenclature, two levels: `7.5` is finances, subsidies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MatterCode(u8, u8);

/// How many matters each of the nine domains has (schema SCDL Délibérations 2.1.5).
const MATTERS: [u8; 9] = [7, 3, 6, 5, 8, 7, 10, 9, 4];

impl MatterCode {
    /// Whether the nomenclature has this code.
    #[must_use]
    pub fn is_known(self) -> bool {
        let Self(domain, matter) = self;
        let matters = usize::from(domain).checked_sub(1).and_then(|at| MATTERS.get(at));
        matters.is_some_and(|matters| (1..=*matters).contains(&matter))
    }

    /// The domain, 1 to 9.
    #[must_use]
    pub const fn domain(self) -> u8 {
        self.0
    }
}

impl Token for MatterCode {
    fn expected() -> Bilingual {
        Bilingual::new("un code de matière, par exemple `7.5`", "a code of a matter such as `7.5`")
    }
    fn read(text: &str) -> Option<Self> {
        let (domain, matter) = text.split_once('.')?;
        let digits = |text: &str, most: usize| {
            (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let sound = digits(domain, 1) && digits(matter, 2);
        sound.then(|| Some(Self(domain.parse().ok()?, matter.parse().ok()?)))?
    }
    fn write(&self) -> String {
        self.to_string()
    }
}

impl fmt::Display for MatterCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.0, self.1)
    }
}

#[cfg(test)]
mod tests {
    use super::MatterCode;
    use crate::grammar::Token as _;

    #[test]
    fn a_code_is_read_and_known_or_not() {
        let known = |text: &str| MatterCode::read(text).map(MatterCode::is_known);
        assert_eq!(["7.5", "7.10", "1.7", "9.4"].map(known), [Some(true); 4]);
        assert_eq!(["7.11", "1.8", "0.1", "3.0"].map(known), [Some(false); 4]);
        assert_eq!(["7", "7.", "7.100", "a.1", "77.1", "+1.1"].map(known), [None; 6]);
    }
}
