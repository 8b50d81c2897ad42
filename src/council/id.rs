//! Names that cannot be confused with each other, nor with a path, a device or a YAML word.

use std::fmt;
use std::str::FromStr;

/// Why a text is not an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdFault {
    /// Not `[a-z][a-z0-9-]{0,39}`.
    #[error("expected a lower-case letter, then up to 39 of a-z, 0-9 and -")]
    Shape,
    /// A word that YAML or Windows reads as something else, or that ballots use.
    #[error("this word is reserved")]
    Reserved,
    /// Not a host name in lower case.
    #[error("expected a host name in lower case, such as montrivel.example")]
    Host,
    /// Not `v` and 16 lower-case hexadecimal digits.
    #[error("expected `v` and 16 lower-case hexadecimal digits")]
    Voter,
}

/// Words that an id may not be: YAML 1.1 truth values and null, the words for an absent value and
/// a blank ballot, and the names
/// that Windows keeps for devices.
const RESERVED: [&str; 15] =
    ["yes", "no", "on", "off", "y", "n", "true", "false", "null", "none", "blank", "con", "prn", "aux", "nul"];

fn check_slug(text: &str) -> Result<(), IdFault> {
    let bytes = text.as_bytes();
    let shape = (1..=40).contains(&bytes.len())
        && bytes[0].is_ascii_lowercase()
        && bytes.iter().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'));
    if !shape {
        return Err(IdFault::Shape);
    }
    if RESERVED.contains(&text) || is_numbered_device(text) {
        return Err(IdFault::Reserved);
    }
    Ok(())
}

/// `com1` to `com9`, `lpt1` to `lpt9`, and the zeros that some systems add.
fn is_numbered_device(text: &str) -> bool {
    text.strip_prefix("com")
        .or_else(|| text.strip_prefix("lpt"))
        .is_some_and(|rest| rest.len() == 1 && rest.as_bytes()[0].is_ascii_digit())
}

fn check_host(text: &str) -> Result<(), IdFault> {
    let label = |label: &str| {
        !label.is_empty()
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
    };
    let starts = text.starts_with(|c: char| c.is_ascii_lowercase());
    if starts && text.len() <= 63 && text.contains('.') && text.split('.').all(label) {
        Ok(())
    } else {
        Err(IdFault::Host)
    }
}

fn check_voter(text: &str) -> Result<(), IdFault> {
    let digits = text.strip_prefix('v').ok_or(IdFault::Voter)?;
    let hexadecimal = digits.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    if digits.len() == 16 && hexadecimal { Ok(()) } else { Err(IdFault::Voter) }
}

macro_rules! ids {
    ($( $(#[$doc:meta])* $name:ident by $check:ident, $fr:literal, $en:literal; )*) => { $(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Checks `text` and keeps it.
            ///
            /// # Errors
            /// The rule of ids that the text breaks.
            pub fn parse(text: &str) -> Result<Self, IdFault> {
                $check(text)?;
                Ok(Self(text.to_owned()))
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl $crate::grammar::Token for $name {
            fn expected() -> $crate::language::Bilingual {
                $crate::language::Bilingual::new($fr, $en)
            }
            fn read(text: &str) -> Option<Self> {
                Self::parse(text).ok()
            }
            fn write(&self) -> String {
                self.0.clone()
            }
        }

        impl FromStr for $name {
            type Err = IdFault;
            fn from_str(text: &str) -> Result<Self, IdFault> {
                Self::parse(text)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::parse(&text).map_err(serde::de::Error::custom)
            }
        }
    )* };
}

ids! {
    /// A council, by a host name it holds: `montrivel.example`. It scopes every signature.
    CouncilId by check_host, "un conseil, par exemple `montrivel.example`", "a council such as `montrivel.example`";
    /// A vote (a consultation).
    VoteId by check_slug, "un vote, par exemple `budget-2026`", "a vote such as `budget-2026`";
    /// An option of a vote.
    OptionId by check_slug, "un choix du vote, par exemple `jardin-partage`", "an option such as `shared-garden`";
    /// A voter on a roll: `v` and 16 random hexadecimal digits, never derived from a person.
    VoterId by check_voter, "un identifiant `v` suivi de 16 chiffres hexadécimaux", "a voter id, `v` and 16 hexadecimal digits";
    /// A roll.
    RollId by check_slug, "une liste, par exemple `habitants-2026`", "a roll such as `residents-2026`";
    /// A group of voters whose turnout is published, such as a district.
    GroupId by check_slug, "un groupe, par exemple `nord`", "a group such as `north`";
    /// A polling station of a vote.
    StationId by check_slug, "un bureau de vote, par exemple `ecole-nord`", "a polling station such as `north-school`";
    /// An electorate of a vote.
    ElectorateId by check_slug, "un corps électoral, par exemple `habitants`", "an electorate such as `residents`";
    /// A category of proposals.
    CategoryId by check_slug, "une catégorie, par exemple `nature`", "a category such as `nature`";
    /// An envelope of money.
    EnvelopeId by check_slug, "une enveloppe, par exemple `nord`", "an envelope such as `north`";
    /// A proposal.
    ProposalId by check_slug, "une proposition, par exemple `jardin-partage`", "a proposal such as `shared-garden`";
    /// What a refusal is about: a vote or a proposal.
    SubjectId by check_slug, "un vote ou une proposition", "a vote or a proposal";
    /// A person: a member or an author by name.
    PersonId by check_slug, "une personne, par exemple `claire-morel`", "a person such as `claire-morel`";
    /// A body (instance) of the council.
    BodyId by check_slug, "une instance, par exemple `conseil-municipal`", "a body such as `town-council`";
}

#[cfg(test)]
mod tests {
    use super::{CouncilId, IdFault, OptionId, VoterId};

    #[test]
    fn an_option_is_no_word_of_yaml_or_of_windows() {
        for word in ["yes", "no", "on", "off", "y", "n", "true", "false", "null", "blank", "con", "com1", "lpt9"] {
            assert_eq!(OptionId::parse(word), Err(IdFault::Reserved), "{word}");
        }
        for word in ["", "1a", "-a", "A", "a_b", "a b", "é", "a.b", &"a".repeat(41)] {
            assert_eq!(OptionId::parse(word), Err(IdFault::Shape), "{word}");
        }
        assert!(OptionId::parse("bicycle-lane").is_ok());
    }

    #[test]
    fn a_voter_id_is_v_and_16_digits() {
        assert!(VoterId::parse("v3f9a2c07d15be846").is_ok());
        for text in ["3f9a2c07d15be846", "v3F9a2c07d15be846", "v3f9a2c07d15be84", "v3f9a2c07d15be8466"] {
            assert!(VoterId::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_council_is_a_host_name() {
        assert!(CouncilId::parse("montrivel.example").is_ok());
        for text in ["montrivel", "Montrivel.example", ".example", "a..b", "-a.b", "a.b-", "1a.b", "a.b/c"] {
            assert!(CouncilId::parse(text).is_err(), "{text}");
        }
    }
}
