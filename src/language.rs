//! French and English: the two languages every message and page exists in.

use std::fmt;
use std::str::FromStr;

/// A language of messages, pages and records, named by its ISO 639-1 code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// French, `fr`.
    Fr,
    /// English, `en`.
    #[default]
    En,
}

impl Language {
    /// Both languages, French first.
    pub const ALL: [Self; 2] = [Self::Fr, Self::En];

    /// The ISO 639-1 code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Fr => "fr",
            Self::En => "en",
        }
    }

    /// What its speakers call it.
    #[must_use]
    pub const fn own_name(self) -> &'static str {
        match self {
            Self::Fr => "Français",
            Self::En => "English",
        }
    }

    /// `one` or `many`, as `count` asks: none is singular in French, plural in English.
    #[must_use]
    pub const fn agree<'a>(self, count: u64, one: &'a str, many: &'a str) -> &'a str {
        match (self, count) {
            (_, 1) | (Self::Fr, 0) => one,
            _ => many,
        }
    }

    /// `count` with its noun: `1 vote`, `2 votes`; none is `0 vote` in French and `0 votes` in English.
    #[must_use]
    pub fn count(self, count: impl Copy + fmt::Display + TryInto<u64>, one: &str, many: &str) -> String {
        format!("{count} {}", self.agree(count.try_into().unwrap_or(u64::MAX), one, many))
    }

    /// The language of a locale name such as `fr_FR.UTF-8`; English where it is another.
    #[must_use]
    pub fn of_locale(locale: &str) -> Self {
        if locale.to_ascii_lowercase().starts_with("fr") { Self::Fr } else { Self::En }
    }
}

/// A code that is neither `fr` nor `en`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected `fr` or `en`")]
pub struct LanguageFault;

impl FromStr for Language {
    type Err = LanguageFault;
    fn from_str(code: &str) -> Result<Self, LanguageFault> {
        Self::ALL.into_iter().find(|language| language.code() == code).ok_or(LanguageFault)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// One thing said in both languages.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub struct Bilingual {
    /// The French words.
    pub fr: String,
    /// The English words.
    pub en: String,
}

impl Bilingual {
    /// French first, then English.
    pub fn new(fr: impl Into<String>, en: impl Into<String>) -> Self {
        Self { fr: fr.into(), en: en.into() }
    }

    /// The words in `language`.
    #[must_use]
    pub fn get(&self, language: Language) -> &str {
        match language {
            Language::Fr => &self.fr,
            Language::En => &self.en,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Language::{En, Fr};

    #[test]
    fn none_is_singular_in_french_alone() {
        let said = |count| (Fr.agree(count, "vote", "votes"), En.agree(count, "vote", "votes"));
        assert_eq!([said(0), said(1), said(2)], [("vote", "votes"), ("vote", "vote"), ("votes", "votes")]);
        let counted = |count: usize| (Fr.count(count, "voix", "voix"), En.count(count, "vote", "votes"));
        assert_eq!(counted(0), ("0 voix".to_owned(), "0 votes".to_owned()));
        assert_eq!(counted(1), ("1 voix".to_owned(), "1 vote".to_owned()));
    }
}
