//! How ballots come in: each word stands the same in a definition, in front matter and in a tally.

use super::rules::words;
use crate::grammar::Token;
use crate::language::Bilingual;

words! {
    /// How ballots come in.
    Channel {
        /// As signed files.
        Electronic = "electronic",
        /// As papers in the boxes of polling stations, which sign what they counted.
        Paper = "paper",
    }

    /// What becomes of a voter who could vote in both channels.
    BothChannels {
        /// The paper counts, and the electronic ballot is set aside.
        PaperPrevails = "paper-prevails",
        /// Who has a key votes with it, and nobody else does.
        Disjoint = "disjoint",
    }
}
