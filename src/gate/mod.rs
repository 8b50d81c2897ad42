//! The gate: a verdict for each path of a pull request, or for each file brought to the clerk,
//! before anything is merged.
//!
//! ```text
//! changes (paths, modes, sizes) + Record + what waits ─▶ Vec<Verdict> ─▶ a comment, annotations, JSON
//! ```
//!
//! Paths, modes and sizes are judged before a byte of content is asked for. The gate holds no
//! secret, reads no clock and gives every reader the same verdict. It is a courtesy: ingest and
//! audit ask every rule again.

mod code_quality;
mod collect;
mod comment;
mod people;
mod personal;
mod push;
mod report;
mod request;
mod workflow;

pub use code_quality::code_quality;
pub use collect::{Collected, Fate, Offer, collect};
pub use comment::comment;
pub use people::people_of;
pub use personal::personal_note;
pub use push::{Update, is_vouched, lost, newest_checkpoint, read_updates};
pub use report::{Counts, Report, SCHEMA};
pub use request::{MOST_CHANGES, check};
pub use workflow::workflow_commands;

use serde::Serialize;

use crate::language::{Bilingual, Language};
use crate::record::{Files, HandedIn, Record, Taken, handed_in};
use crate::report::Code;
use crate::statement::Kind;
use crate::statement::entry::Entry;
use crate::submission::{Flaw, Rejection};
use crate::tree::{Digest, FilePath, FileTree};

/// The mode of an ordinary file in a tree of git.
const ORDINARY_FILE: u32 = 0o100_644;

/// What the gate says of one path.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// The path, `.` for the request as a whole; bytes that are no UTF-8 are replaced by U+FFFD.
    pub path: String,
    /// Taken, or refused with a reason.
    #[serde(flatten)]
    pub answer: Answer,
}

/// What people call a kind of file, by its stable word.
#[must_use]
pub fn kind_in_words(word: &str) -> Bilingual {
    let (fr, en) = match word {
        "ballot" => ("bulletin", word),
        "proposal" => ("proposition", word),
        "paper" => ("relevé de bureau de vote", "paper return"),
        other => (other, other),
    };
    Bilingual::new(fr, en)
}

/// Taken, or refused with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "verdict", rename_all = "lowercase")]
pub enum Answer {
    /// It can be merged; it counts once it is recorded.
    Taken {
        /// What it is.
        kind: &'static str,
        /// The vote or the proposal.
        subject: String,
        /// The hash of its text.
        text: Digest,
        /// What whoever hands it in should know.
        note: Option<Bilingual>,
    },
    /// It cannot.
    Refused {
        /// The stable code.
        code: Code,
        /// Where in the text, where the reason has a place.
        place: Option<Spot>,
        /// Whether a key of the roll signed it: merged nonetheless, it gets a recorded refusal.
        submission: bool,
        /// What was found and what was expected.
        message: Bilingual,
        /// The next step that mends it.
        help: Bilingual,
    },
}

/// A place in a text; line and column count from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// The line.
    pub line: u32,
    /// The column of its first character.
    pub column: u32,
    /// How many characters are meant.
    pub length: u32,
}

impl Answer {
    /// The answer to what was not taken.
    #[must_use]
    pub fn refused(rejection: Rejection) -> Self {
        let Rejection { code, place, message, signed_by } = rejection;
        let place = place.map(|(line, column, length)| Spot { line, column, length });
        Self::Refused { code, place, submission: signed_by.is_some(), message, help: code.remedy() }
    }

    /// Whether it is taken.
    #[must_use]
    pub const fn is_taken(&self) -> bool {
        matches!(self, Self::Taken { .. })
    }

    /// Why it is refused; nothing where it is taken.
    #[must_use]
    pub const fn code(&self) -> Option<Code> {
        match self {
            Self::Taken { .. } => None,
            Self::Refused { code, .. } => Some(*code),
        }
    }
}

/// Why what was brought is refused as a whole.
#[must_use]
pub fn flawed(flaw: Flaw) -> Rejection {
    match flaw {
        Flaw::TooMany => Rejection::plain(Code::TooManyFiles),
        Flaw::Unreadable => Rejection::plain(Code::ObjectUnreadable),
        Flaw::Altered => Rejection::plain(Code::HistoryAltered),
        Flaw::MergeBases(count) => {
            let message = Bilingual::new(
                format!(
                    "{} avec la branche ; attendu : un seul",
                    Language::Fr.count(count, "ancêtre commun", "ancêtres communs")
                ),
                format!("found {count} merge bases with the branch, expected one"),
            );
            Rejection::new(Code::MergeBaseUnclear, message)
        }
        Flaw::OtherLog => {
            let message = Bilingual::new(
                "un commit de la demande change le journal, ce que le dernier reprend : l’histoire du conseil le garderait ; ne remettre que les fichiers, en un seul commit",
                "a commit of the request changes the log, which the last one takes back: the council’s history would keep it; hand in the files alone, in one commit",
            );
            Rejection::new(Code::NotAnAddition, message)
        }
    }
}

/// The verdict on a file that a commit of the request added and a later one took away or changed.
///
/// The council's history would keep it: the voter could show it, anybody could read it, and it
/// would look like a ballot that the clerk withheld.
#[must_use]
pub fn taken_back(path: &[u8]) -> Verdict {
    let message = Bilingual::new(
        "un commit de la demande remet ce fichier, un autre le reprend ou le change : l’histoire du conseil le garderait ; tout remettre en un seul commit (git rebase -i, ou une branche neuve)",
        "a commit of the request hands this file in, and another takes it back or changes it: the council’s history would keep it; hand all of it in as one commit (git rebase -i, or a fresh branch)",
    );
    Verdict { path: told(path), answer: Answer::refused(Rejection::new(Code::NotAnAddition, message)) }
}

/// Whether every path is taken.
#[must_use]
pub fn all_taken(verdicts: &[Verdict]) -> bool {
    verdicts.iter().all(|verdict| verdict.answer.is_taken())
}

/// The record as it will be, file after file.
struct Scratch {
    record: Record,
}

impl Scratch {
    /// The record as it will be once what is merged already is recorded.
    fn with_pending(record: Record, folder: &FileTree) -> Self {
        let waiting = handed_in(&record, folder);
        let mut scratch = Self { record };
        for waiting in waiting {
            // What is refused changes nothing.
            let _ = scratch.take(waiting.kind, &waiting.path, folder.get(&waiting.path).unwrap_or_default());
        }
        scratch
    }

    /// Takes a file into the record, where the rules admit it.
    fn take(&mut self, kind: Kind, path: &FilePath, bytes: &[u8]) -> Result<Answer, Rejection> {
        let Taken { subject, text } = self.record.admit(kind, path, bytes)?;
        let entry = Entry { kind, subject: subject.clone(), file: Digest::of(bytes) };
        self.record.apply(entry, path, bytes, &Files::default())?;
        let note = if kind == Kind::Proposal { personal_note(bytes) } else { None };
        Ok(Answer::Taken { kind: kind.word(), subject, text, note })
    }

    /// Notes on a ballot that is taken and will not count, since another one of its voter does; and on
    /// a return beside another one of its station.
    fn annotate(&self, answer: &mut Answer) {
        let Answer::Taken { subject, text, note, .. } = answer else { return };
        let vote = self.record.votes().find(|(id, _)| id.as_str() == subject);
        if let Some((this, other)) = vote.and_then(|(_, vote)| vote.beside_return(text)) {
            let seq = other.paper().seq;
            *note = Some(if this.rank() > other.rank() {
                Bilingual::new(
                    format!("il remplace le relevé `seq: {seq}` du même bureau, qui ne comptera plus"),
                    format!("it replaces the return `seq: {seq}` of the same station, which will no longer count"),
                )
            } else {
                Bilingual::new(
                    format!(
                        "un autre relevé du même bureau a le rang plus grand (`seq: {seq}`) : c’est lui qui comptera"
                    ),
                    format!(
                        "another return of the same station has the greater rank (`seq: {seq}`): that one will count"
                    ),
                )
            });
            return;
        }
        let Some(counted) = vote.and_then(|(_, vote)| vote.replaced_by(text)) else { return };
        let seq = counted.ballot().seq;
        *note = Some(Bilingual::new(
            format!(
                "un autre bulletin de la même personne a un plus grand numéro (`seq: {seq}`) : c’est lui qui comptera"
            ),
            format!("another ballot of the same voter has a greater number (`seq: {seq}`): that one will count"),
        ));
    }
}

/// What decides the order in which files are judged: that in which they would be recorded, and
/// those that cannot be first.
type Order = Option<(bool, u64, FilePath)>;

fn order(place: Option<&(Kind, FilePath)>) -> Order {
    place.map(|(kind, path)| HandedIn::order(*kind, path))
}

/// A path as it can be told: one line of UTF-8.
fn told(path: &[u8]) -> String {
    if path.is_empty() { ".".to_owned() } else { String::from_utf8_lossy(path).replace(['\n', '\r'], "\u{fffd}") }
}
