//! The rules of a vote: everything that could move its result.

use std::collections::BTreeMap;

use super::{Amount, CategoryId, EnvelopeId, Fraction, OptionId};
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

/// How many options a ballot may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The fewest, at least 1; a blank ballot is always allowed.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// The most within one category; nothing where categories do not matter.
    pub max_per_category: Option<u32>,
}

/// A motion: for or against, with quorum and threshold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MotionRules {
    /// The share of all seats that must have taken part (any answer but `not-voting`).
    pub quorum: Fraction,
    /// The share of `base` that votes in favour must reach.
    pub threshold: Fraction,
    /// Whether reaching it is enough.
    pub comparison: Comparison,
    /// What the threshold is a share of.
    pub base: MotionBase,
    /// What becomes of equality.
    pub tie: MotionTie,
}

/// Approval: the options with most support win.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ApprovalRules {
    /// What a ballot may hold.
    pub limits: Limits,
    /// How many options win.
    pub winners: u32,
    /// The support without which none wins.
    pub minimum_support: u64,
    /// What becomes of equal support.
    pub ties: Ties,
}

/// An envelope of money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetEnvelope {
    /// Its name.
    pub id: EnvelopeId,
    /// What it holds.
    pub amount: Amount,
}

/// A participatory budget: projects are taken in order of support, and each is paid whole from
/// the first of its envelopes that still holds its cost.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BudgetRules {
    /// What a ballot may hold.
    pub limits: Limits,
    /// The currency's ISO 4217 code, such as `EUR`.
    pub currency: String,
    /// The envelopes.
    pub envelopes: Vec<BudgetEnvelope>,
    /// What becomes of the rest when a project no longer fits.
    pub too_dear: TooDear,
    /// The support without which no project wins.
    pub minimum_support: u64,
    /// What becomes of equal support.
    pub ties: Ties,
}

/// The rules of a vote, by method.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rules {
    /// `motion/1`.
    Motion(MotionRules),
    /// `approval/1`.
    Approval(ApprovalRules),
    /// `budget-greedy/1`.
    BudgetGreedy(BudgetRules),
}

impl Rules {
    /// What they say of ties, where a tie can leave a winner open.
    #[must_use]
    pub const fn ties(&self) -> Option<Ties> {
        match self {
            Self::Motion(_) => None,
            Self::Approval(rules) => Some(rules.ties),
            Self::BudgetGreedy(rules) => Some(rules.ties),
        }
    }

    /// Method and version, as the definition names them. A version is never changed.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Motion(_) => "motion/1",
            Self::Approval(_) => "approval/1",
            Self::BudgetGreedy(_) => "budget-greedy/1",
        }
    }

    /// Every method this program counts.
    pub const NAMES: [&'static str; 3] = ["motion/1", "approval/1", "budget-greedy/1"];

    /// The shape of a ballot under these rules.
    #[must_use]
    pub const fn body(&self) -> BallotBody {
        match self {
            Self::Motion(_) => BallotBody::Answer,
            Self::Approval(_) | Self::BudgetGreedy(_) => BallotBody::Choices,
        }
    }

    /// How many options a ballot may choose, where it chooses options.
    #[must_use]
    pub const fn limits(&self) -> Option<Limits> {
        match self {
            Self::Motion(_) => None,
            Self::Approval(rules) => Some(rules.limits),
            Self::BudgetGreedy(rules) => Some(rules.limits),
        }
    }
}

impl Limits {
    /// The category in which `choices` go over the cap, given each option's category.
    #[must_use]
    pub fn crowded_category(
        &self,
        choices: &[OptionId],
        category: impl Fn(&OptionId) -> Option<CategoryId>,
    ) -> Option<CategoryId> {
        let cap = self.max_per_category?;
        let mut counts: BTreeMap<CategoryId, u32> = BTreeMap::new();
        for category in choices.iter().filter_map(category) {
            *counts.entry(category).or_default() += 1;
        }
        counts.into_iter().find(|(_, count)| *count > cap).map(|(category, _)| category)
    }
}
