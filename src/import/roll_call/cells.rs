//! What the words of a table mean: how a member voted, what became of an item, how many votes it needs.

use crate::document::DecisionOutcome;
use crate::import::slug::folded;

/// How a member voted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cell {
    /// In favour.
    For,
    /// Against.
    Against,
    /// Abstaining.
    Abstention,
    /// Taking no part.
    NotVoting,
    /// Taking no part, on account of an interest.
    Recused,
    /// Not there.
    Absent,
    /// A question mark.
    Unknown,
    /// Nothing.
    Blank,
    /// A word that is none of these.
    Other,
}

impl Cell {
    pub(super) fn of(text: &str) -> Self {
        match folded(text).join(" ").as_str() {
            "true" | "yes" | "y" | "aye" | "yea" | "for" | "oui" | "pour" => Self::For,
            "false" | "no" | "n" | "nay" | "against" | "non" | "contre" => Self::Against,
            "abstain" | "abstained" | "abstention" => Self::Abstention,
            "recused" | "recuse" | "recusal" | "deport" => Self::Recused,
            "not voting" | "nppv" | "ne prend pas part au vote" => Self::NotVoting,
            "absent" | "absente" | "excused" | "excuse" | "excusee" => Self::Absent,
            "" if text.trim().is_empty() => Self::Blank,
            "" if text.trim().chars().all(|c| c == '?') => Self::Unknown,
            _ => Self::Other,
        }
    }

    /// Whether the member answered: who is present answers each roll call.
    pub(super) const fn answers(self) -> bool {
        matches!(self, Self::For | Self::Against | Self::Abstention | Self::NotVoting | Self::Recused)
    }

    /// Its name among the counts.
    pub(super) const fn counted(self) -> &'static str {
        match self {
            Self::For => "cells_for",
            Self::Against => "cells_against",
            Self::Abstention => "cells_abstention",
            Self::NotVoting => "cells_not_voting",
            Self::Recused => "cells_recused",
            Self::Absent => "cells_absent",
            Self::Unknown => "cells_unknown",
            Self::Blank => "cells_blank",
            Self::Other => "cells_other",
        }
    }
}

/// What the table says became of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    /// It passed.
    Passed,
    /// It failed.
    Failed,
    /// It was taken off.
    Pulled,
    /// It was laid aside.
    Tabled,
    /// It comes back later.
    Postponed,
}

impl Label {
    const WORDS: &[(Self, &[&str])] = &[
        (
            Self::Passed,
            &["pass", "passed", "adopted", "approved", "carried", "adopte", "adoptee", "approuve", "approuvee"],
        ),
        (Self::Failed, &["fail", "failed", "rejected", "defeated", "rejete", "rejetee"]),
        (Self::Pulled, &["pulled", "withdrawn", "canceled", "cancelled", "retire", "retiree"]),
        (Self::Tabled, &["tabled"]),
        (Self::Postponed, &["postponed", "deferred", "reporte", "reportee", "ajourne", "ajournee"]),
    ];

    /// The label in the words of a class, and the words that are left: `consent rollcall pass`.
    pub(super) fn of(class: &str) -> (Option<Self>, Vec<String>) {
        let (mut label, mut left) = (None, Vec::new());
        for word in class.split_whitespace() {
            let plain = folded(word).join("");
            let known = Self::WORDS.iter().find(|(_, words)| words.contains(&plain.as_str()));
            match known {
                Some((known, _)) if label.is_none() => label = Some(*known),
                _ => left.push(word.to_owned()),
            }
        }
        (label, left)
    }

    /// The outcome that a record gives it.
    pub(super) const fn outcome(self) -> DecisionOutcome {
        match self {
            Self::Passed => DecisionOutcome::Adopted,
            Self::Failed => DecisionOutcome::Rejected,
            Self::Pulled => DecisionOutcome::Withdrawn,
            Self::Tabled | Self::Postponed => DecisionOutcome::Deferred,
        }
    }

    /// Its name among the counts.
    pub(super) const fn counted(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Failed => "failed",
            Self::Pulled => "pulled",
            Self::Tabled => "tabled",
            Self::Postponed => "postponed",
        }
    }
}

/// How many votes in favour a title declares to be required: `(8 Votes Required)`, `(8 voix requises)`.
pub(super) fn votes_required(title: &str) -> Option<u32> {
    let words = folded(title);
    words.windows(3).find_map(|three| match (three[1].as_str(), three[2].as_str()) {
        ("votes" | "vote" | "voix", "required" | "requises" | "requise") => three[0].parse().ok(),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::{Cell, Label, votes_required};

    #[test]
    fn words_of_a_table_are_known_in_both_languages() {
        for (text, cell) in [
            ("TRUE", Cell::For),
            ("Contre", Cell::Against),
            ("recused", Cell::Recused),
            ("NPPV", Cell::NotVoting),
            ("Excusée", Cell::Absent),
            ("?", Cell::Unknown),
            (" ", Cell::Blank),
            ("—", Cell::Other),
            ("maybe", Cell::Other),
        ] {
            assert_eq!(Cell::of(text), cell, "{text}");
        }
    }

    #[test]
    fn a_class_ends_in_a_label_and_keeps_its_other_words() {
        let words = |left: &[&str]| left.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
        assert_eq!(Label::of("consent rollcall pass"), (Some(Label::Passed), words(&["consent", "rollcall"])));
        assert_eq!(Label::of("délibération rejetée"), (Some(Label::Failed), words(&["délibération"])));
        assert_eq!(Label::of("nomination"), (None, words(&["nomination"])));
    }

    #[test]
    fn a_threshold_is_one_that_is_declared() {
        assert_eq!(votes_required("Purchase ($119,896.00) (8 Votes Required)"), Some(8));
        assert_eq!(votes_required("Acquisition (8 voix requises)"), Some(8));
        assert_eq!(votes_required("Votes required"), None);
        assert_eq!(votes_required("8 votes"), None);
    }
}
