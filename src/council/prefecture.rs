//! Who controls the legality of an act in France, and the years of a budget, as open data spells them.

use std::fmt;

use crate::grammar::Token;
use crate::language::Bilingual;

/// A prefecture (`PREF075`), a sub-prefecture (`SPREF0381`) or a regional one (`SGAR044`); the department
/// has three characters, `02A` and `02B` among them.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Prefecture(String);

impl Token for Prefecture {
    fn expected() -> Bilingual {
        Bilingual::new(
            "une préfecture, par exemple `PREF075`, `SPREF0381` ou `SGAR044`",
            "a prefecture such as `PREF075`, `SPREF0381` or `SGAR044`",
        )
    }
    fn read(text: &str) -> Option<Self> {
        let (department, district) = match text.strip_prefix("SPREF") {
            Some(rest) => (rest.get(..3)?, rest.get(3..)?),
            None => (text.strip_prefix("PREF").or_else(|| text.strip_prefix("SGAR"))?, "1"),
        };
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        let sound = department.len() == 3 && digits(department) || matches!(department, "02A" | "02B");
        (sound && district.len() == 1 && digits(district)).then(|| Self(text.to_owned()))
    }
    fn write(&self) -> String {
        self.0.clone()
    }
}

impl fmt::Display for Prefecture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The year of a budget, `2026`, or the years from one to a later one, `2026/2027`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct BudgetYears(String);

impl Token for BudgetYears {
    fn expected() -> Bilingual {
        Bilingual::new(
            "une année, par exemple `2026`, ou deux, par exemple `2026/2027`",
            "a year such as `2026`, or two such as `2026/2027`",
        )
    }
    fn read(text: &str) -> Option<Self> {
        let year = |text: &str| text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit());
        let sound = match text.split_once('/') {
            Some((first, last)) => year(first) && year(last) && first < last,
            None => year(text),
        };
        sound.then(|| Self(text.to_owned()))
    }
    fn write(&self) -> String {
        self.0.clone()
    }
}

impl fmt::Display for BudgetYears {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::{BudgetYears, Prefecture};
    use crate::grammar::Token as _;

    #[test]
    fn prefectures_and_years_are_spelt_one_way() {
        for right in ["PREF075", "PREF02A", "PREF974", "SPREF0381", "SGAR044"] {
            assert!(Prefecture::read(right).is_some(), "{right}");
        }
        for wrong in ["PREF75", "PREF0750", "PREF02C", "SPREF038", "SPREF038é", "pref075", "", "PREFé1"] {
            assert!(Prefecture::read(wrong).is_none(), "{wrong}");
        }
        assert!(["2026", "2026/2027", "2026/2030"].iter().all(|years| BudgetYears::read(years).is_some()));
        for wrong in ["26", "2026/", "2027/2026", "2026/2026", "2026-2027", "2026/2027/2028", "۲۰۲۶"] {
            assert!(BudgetYears::read(wrong).is_none(), "{wrong}");
        }
    }
}
