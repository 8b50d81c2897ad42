//! The words of the rules of ranked methods.

use super::words;
use crate::grammar::Token;
use crate::language::Bilingual;

words! {
    /// What becomes of options that share a rank, where a ballot must count for one option.
    EqualRanks {
        /// A ballot with two options of equal rank is not admitted.
        Refused = "refused",
        /// The ballot counts up to that rank; once two or more of its options are in the count
        /// there, it is exhausted.
        Exhausted = "exhausted",
    }
    /// What a ballot says of an option that it does not rank, against one that it ranks.
    Unranked {
        /// It comes after every option ranked; two unranked ones are equal.
        Last = "last",
        /// Nothing: the ballot is left out of each duel in which it does not rank both.
        Ignored = "ignored",
    }
    /// How strong a duel won is.
    Strength {
        /// By the votes of the winner.
        WinningVotes = "winning-votes",
        /// By these less the votes of the loser.
        Margins = "margins",
    }
    /// Which points options get that share a rank.
    EqualPoints {
        /// Each the mean of what they would get one after the other.
        Average = "average",
        /// Each what the last of them would get.
        Lowest = "lowest",
    }
    /// Which points options get that a ballot does not rank.
    UnrankedPoints {
        /// As if they shared a last rank.
        Last = "last",
        /// None; a ranked option gets one for each option after it, ranked or not.
        Zero = "zero",
        /// None; a ranked option gets one, and one for each option ranked after it.
        Ballot = "ballot",
    }
}
