//! What a signature says: one type for each kind of statement, read from and written in the
//! line grammar, byte for byte.
//!
//! Every kind begins with `format: <kind>/<version>` and the council. Every kind but the ballot
//! carries `record:`, the hash of the genesis text; a ballot carries its definition's hash,
//! which carries it. The hash of a statement is that of its text alone, never of an armour. The
//! path of a file handed in is a function of its text.
//!
//! Reading here believes nothing and checks no signature: `submission` calls it on bytes whose
//! signature holds. `docs/format.md` shows every kind in bytes.

mod ballot;
mod castable;
mod channels;
mod course;
mod definition;
mod electorates;
mod ending;
pub mod entry;
mod example;
mod genesis;
mod intake;
mod paper;
mod proposal;
mod refusal;
mod roll;
mod stage;
mod typed;

pub use crate::key::PublicKey;
pub use ballot::{Ballot, Vote, shard_of};
pub use channels::{Channels, PaperChannel, StationKey};
pub use course::{Incident, Replacement};
pub use definition::{Definition, DefinitionOption, KeyReplacement, Localised, SealedText, Witness};
pub use electorates::{Electorate, apart_flaw};
pub use ending::{Annul, Draw, Erase, IndexRange};
pub use example::{ExampleOption, example_of};
pub use genesis::{Fork, Genesis, MOST_KEYS, Role, Roles};
pub use intake::Stamp;
pub use paper::{PaperCounts, PaperReturn};
pub use proposal::Proposal;
pub use refusal::Refusal;
pub use roll::{Enrolment, Roll, RollAmendment, RollMode, RollVersion};
pub use stage::{Certify, Close, LogState, Open, entries};
pub use typed::typed_option;

use crate::council::CouncilId;
use crate::grammar::{Fault, Reader, Token, Writer};
use crate::language::Bilingual;
use crate::tree::{Digest, FilePath};

/// Declares [`Kind`].
macro_rules! kinds {
    ($( $(#[$doc:meta])* $variant:ident = $word:literal, $limit:expr; )*) => {
        /// A kind of statement.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Kind { $( $(#[$doc])* $variant, )* }

        impl Kind {
            /// Every kind.
            pub const ALL: &'static [Self] = &[ $( Self::$variant, )* ];

            /// Its word: in `format:`, in the signature's namespace and in the log's entries.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self { $( Self::$variant => $word, )* }
            }

            /// The largest file of this kind that is read, armours included, in bytes.
            #[must_use]
            pub const fn size_limit(self) -> usize {
                match self { $( Self::$variant => $limit, )* }
            }
        }
    };
}

const KIB: usize = 1024;

kinds! {
    /// Names the council and its root keys.
    Genesis = "genesis", 64 * KIB;
    /// Names the keys of the roles, signed by the root.
    Roles = "roles", 64 * KIB;
    /// A register of voters, or of people who may propose.
    Roll = "roll", 64 * KIB * KIB;
    /// The sealed rules of a vote.
    Definition = "definition", 256 * KIB;
    /// Opens a vote.
    Open = "open", 16 * KIB;
    /// A voter's ballot.
    Ballot = "ballot", 4 * KIB;
    /// A resident's proposal, head and Markdown body.
    Proposal = "proposal", 256 * KIB;
    /// A polling station's count of paper ballots.
    Paper = "paper", 256 * KIB;
    /// A file refused, with its reason.
    Refusal = "refusal", 16 * KIB;
    /// Closes a vote.
    Close = "close", 16 * KIB;
    /// Certifies a result.
    Certify = "certify", 16 * KIB;
    /// A number drawn in public after the closing, to decide ties.
    Draw = "draw", 16 * KIB;
    /// Ends a vote without result, or takes a result back.
    Annul = "annul", 16 * KIB;
    /// Lets recorded files go after the retention end.
    Erase = "erase", 256 * KIB;
    /// Something that happened during a vote, which may extend it.
    Incident = "incident", 16 * KIB;
    /// Another key for a voter who lost the first.
    Replacement = "replacement", 16 * KIB;
    /// Ends a fork of the log: names the state that is abandoned.
    Fork = "fork", 16 * KIB;
    /// A stamp of a file handed in, kept by who handed it in.
    Intake = "intake", 16 * KIB;
}

impl Kind {
    /// The `format:` of the version this program reads and writes.
    #[must_use]
    pub fn format(self) -> String {
        format!("{}/1", self.word())
    }

    /// The SSH signature namespace: `ballot@montrivel.example`.
    #[must_use]
    pub fn namespace(self, council: &CouncilId) -> String {
        format!("{}@{council}", self.word())
    }
}

impl Token for Kind {
    fn expected() -> Bilingual {
        Bilingual::new("une nature de texte, par exemple `ballot`", "a kind of statement such as `ballot`")
    }
    fn read(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.word() == text)
    }
    fn write(&self) -> String {
        self.word().to_owned()
    }
}

/// A kind of statement as a type.
pub trait Statement: Sized {
    /// Its kind.
    const KIND: Kind;

    /// Reads the fields, in their order, without the check that they are the only spelling.
    ///
    /// # Errors
    /// The first departure from the grammar of this kind.
    fn read_fields(text: &[u8]) -> Result<Self, Fault>;

    /// The one text that says this.
    fn write(&self) -> String;

    /// The council it is for.
    fn council(&self) -> &CouncilId;

    /// Where a file with this text lies, given the hash of that text.
    fn path(&self, text_hash: Digest) -> FilePath;

    /// Reads `text`, which must be the one spelling of what it says.
    ///
    /// # Errors
    /// The first departure from the grammar of this kind, or another spelling.
    fn read(text: &[u8]) -> Result<Self, Fault> {
        let statement = Self::read_fields(text)?;
        match first_difference(text, statement.write().as_bytes()) {
            None => Ok(statement),
            Some(line) => Err(Fault::at(
                line,
                1,
                "cette ligne n’a pas son écriture unique (ordre, doublon ou forme)",
                "this line is not in its one spelling (order, repetition or form)",
            )),
        }
    }

    /// The hash of the text that says this.
    fn text_hash(&self) -> Digest {
        Digest::of(self.write().as_bytes())
    }
}

/// The first line at which two texts differ, from 1.
fn first_difference(left: &[u8], right: &[u8]) -> Option<u32> {
    if left == right {
        return None;
    }
    let same = left.iter().zip(right).take_while(|(a, b)| a == b).count();
    let ends = left[..same].iter().filter(|byte| **byte == b'\n').count();
    Some(u32::try_from(ends).unwrap_or(u32::MAX - 1) + 1)
}

/// Reads `format:` and `council:`.
fn read_kind(reader: &mut Reader<'_>, kind: Kind) -> Result<CouncilId, Fault> {
    let format = reader.value("format")?;
    let expected = kind.format();
    if format.quoted || format.text != expected {
        return Err(format.fault(&Bilingual::new(format!("`{expected}`"), format!("`{expected}`"))));
    }
    reader.token("council")
}

/// Writes `format:` and `council:`.
fn write_kind(kind: Kind, council: &CouncilId) -> Writer {
    Writer::new().plain("format", &kind.format()).token("council", council)
}

/// A path made of checked segments.
fn checked_path(text: &str) -> FilePath {
    FilePath::parse(text).expect("ids, numbers and hexadecimal digits make valid segments")
}
