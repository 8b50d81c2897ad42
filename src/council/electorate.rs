//! What several electorates of one vote add up to.

use super::rules::words;
use crate::grammar::Token;
use crate::language::Bilingual;

words! {
    /// Whether the ballots of several electorates are summed.
    ElectoratesCounted {
        /// One count of all ballots, and who took part by electorate beside it.
        Together = "together",
        /// A count for each electorate, and none of all.
        Separately = "separately",
    }
}
