//! The words of the rules: each stands the same in a definition, in front matter and in a tally.

use crate::grammar::Token;
use crate::language::Bilingual;

/// Declares an enum whose variants are single words of the grammar, of the front matter and of
/// the tally file.
macro_rules! words {
    ($( $(#[$doc:meta])* $name:ident { $( $(#[$vdoc:meta])* $variant:ident = $word:literal, )* } )*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name { $( $(#[$vdoc])* $variant, )* }

        impl $name {
            /// Every value.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// The word it is written as.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }
        }

        impl Token for $name {
            fn expected() -> Bilingual {
                let words = [ $( concat!("`", $word, "`"), )* ];
                Bilingual::new(words.join(" ou "), words.join(" or "))
            }
            fn read(text: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|value| value.word() == text)
            }
            fn write(&self) -> String {
                self.word().to_owned()
            }
            fn words() -> &'static [&'static str] {
                &[ $( $word, )* ]
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.word())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                Self::read(&text).ok_or_else(|| serde::de::Error::custom(format!("expected {}", Self::expected().en)))
            }
        }
    )* };
}
pub(crate) use words;

words! {
    /// Who can be linked to a ballot, by anyone.
    Mode {
        /// Elected members, by name.
        Public = "public",
        /// Residents: random ids and fresh keys made for one vote.
        Pseudonymous = "pseudonymous",
    }
    /// The answer to a motion.
    Answer {
        /// In favour.
        For = "for",
        /// Against.
        Against = "against",
        /// Present, neither for nor against.
        Abstention = "abstention",
        /// Takes no part in this vote (a recusal).
        NotVoting = "not-voting",
        /// A blank ballot: cast, expressing nothing.
        Blank = "blank",
    }
    /// Whether reaching a threshold is enough.
    Comparison {
        /// Equality is not enough.
        MoreThan = "more-than",
        /// Equality is enough.
        AtLeast = "at-least",
    }
    /// What a motion's threshold is a fraction of.
    MotionBase {
        /// Votes for and against.
        Expressed = "expressed",
        /// Votes for and against, abstentions and blank ballots.
        Cast = "cast",
        /// Every seat on the roll.
        Seats = "seats",
    }
    /// What becomes of a motion with as many votes for as against.
    MotionTie {
        /// It is not adopted.
        NotAdopted = "not-adopted",
    }
    /// What the threshold of a `motion/2` is a fraction of.
    ShareOf {
        /// Votes for and against.
        Expressed = "expressed",
        /// Votes for and against, abstentions and blank ballots.
        Cast = "cast",
        /// Votes for and against, and the answers that the rules count as present.
        Present = "present",
        /// Every seat on the roll.
        Seats = "seats",
    }
    /// What becomes of a `motion/2` with as many votes for as against.
    Equality {
        /// It is not adopted.
        NotAdopted = "not-adopted",
        /// The chair's own answer decides.
        CastingVote = "casting-vote",
    }
    /// What becomes of options with equal support, where only some can win.
    Ties {
        /// The tie is published and the council decides.
        Report = "report",
        /// The one that stands first in the definition wins.
        ListedOrder = "listed-order",
        /// A number drawn in public after the closing decides.
        Draw = "draw",
    }
    /// What becomes of the rest when a project no longer fits.
    TooDear {
        /// It is passed over; cheaper projects with less support may still win.
        Skip = "skip",
        /// Counting stops there.
        Stop = "stop",
    }
    /// What becomes of an option that a ballot with points leaves out.
    MissingPoints {
        /// It has no points from this ballot.
        Zero = "zero",
        /// The ballot is refused.
        Refused = "refused",
    }
    /// Whether all the points of a ballot must be spent.
    Spending {
        /// All of them, or the ballot is refused.
        All = "all",
        /// Points may be left.
        AtMost = "at-most",
    }
    /// What becomes of an option that a ballot with grades leaves out.
    MissingGrade {
        /// It has the worst grade from this ballot.
        Lowest = "lowest",
        /// The ballot is refused.
        Refused = "refused",
    }
    /// What a blank ballot says where ballots hold grades.
    BlankGrades {
        /// The worst grade for every option.
        Lowest = "lowest",
        /// Nothing: no grade is counted from it.
        NotCounted = "not-counted",
    }
    /// The shape of a ballot's last field.
    BallotBody {
        /// One word.
        Answer = "answer",
        /// A list of options, sorted.
        Choices = "choices",
        /// Options in order of preference, ties on one line.
        Ranking = "ranking",
        /// A grade for each option.
        Grades = "grades",
        /// Points for options.
        Points = "points",
    }
}
