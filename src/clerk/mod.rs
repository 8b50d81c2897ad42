//! The clerk's acts: what each one adds to the record.
//!
//! ```text
//! files + keys ─▶ Desk ─▶ files to add
//! ```
//!
//! A [`Desk`] replays the log, takes statements one after the other through the very rules that
//! the audit asks, and at the end hands over the files to write: the statements, the longer
//! log, its checkpoint, the turnout of each vote. Nothing is written here, and nothing at all is
//! handed over where a rule is broken.

mod ceremony;
mod course;
mod ingest;
mod sealing;
mod stages;

use std::collections::BTreeMap;

pub use ceremony::{Ceremony, begin};
pub use course::missing_draw;
pub use ingest::Ingested;
pub use sealing::{proposal_path, seal, written_text};
pub use stages::{PROGRAM, tally_path};

use crate::key::PrivateKey;
use crate::log::Checkpoint;
use crate::record::{CHECKPOINTS, ENTRIES, Files, Record, check_checkpoints, replay};
use crate::report::Diagnostic;
use crate::statement::entry::{Entry, write_entries};
use crate::statement::{Kind, Roll, Statement};
use crate::submission::{Rejection, Signed, sign};
use crate::tally::turnout_file;
use crate::tree::{Digest, FilePath, FileTree};

/// The record as the clerk works on it.
#[derive(Clone, Debug)]
pub struct Desk {
    record: Record,
    files: Files,
    added: FileTree,
}

impl Desk {
    /// Takes up the record in `submissions`, the files of the folder of that name.
    ///
    /// # Errors
    /// Every finding of the replay: the clerk never builds on a record that does not hold.
    pub fn open(submissions: FileTree) -> Result<Self, Vec<Diagnostic>> {
        let files = Files::new(submissions);
        match replay(&files) {
            (Some(record), mut findings) => {
                findings.extend(check_checkpoints(&record, files.tree()));
                if findings.is_empty() { Ok(Self { record, files, added: FileTree::new() }) } else { Err(findings) }
            }
            (None, findings) => Err(findings),
        }
    }

    /// The record as it stands.
    #[must_use]
    pub const fn record(&self) -> &Record {
        &self.record
    }

    /// The files that the desk works on, the added ones among them.
    #[must_use]
    pub const fn files(&self) -> &FileTree {
        self.files.tree()
    }

    /// Signs `statement` and puts it at the end of the log.
    ///
    /// # Errors
    /// The rule it breaks; the desk is then of no more use.
    pub fn append<S: Statement>(
        &mut self,
        statement: &S,
        subject: &str,
        keys: &[&PrivateKey],
    ) -> Result<Signed, Rejection> {
        self.append_signed(statement, subject, sign(statement, keys).bytes)
    }

    /// As [`Desk::append`], with signatures that were made elsewhere: `bytes` are the text of
    /// `statement` and its armours.
    ///
    /// # Errors
    /// The rule it breaks; the desk is then of no more use.
    pub fn append_signed<S: Statement>(
        &mut self,
        statement: &S,
        subject: &str,
        bytes: Vec<u8>,
    ) -> Result<Signed, Rejection> {
        let text_hash = statement.text_hash();
        let signed = Signed { path: statement.path(text_hash), text_hash, file_hash: Digest::of(&bytes), bytes };
        self.files.insert(signed.path.clone(), signed.bytes.clone());
        self.added.insert(signed.path.clone(), signed.bytes.clone());
        self.record_file(S::KIND, subject, &signed.path, &signed.bytes)?;
        Ok(signed)
    }

    /// Seals a version of a roll.
    ///
    /// # Errors
    /// The rule it breaks.
    pub fn seal_roll(&mut self, roll: &Roll, keys: &[&PrivateKey]) -> Result<Signed, Rejection> {
        self.append(roll, roll.roll.as_str(), keys)
    }

    /// Puts an entry for a file at the end of the log.
    fn record_file(&mut self, kind: Kind, subject: &str, path: &FilePath, bytes: &[u8]) -> Result<(), Rejection> {
        let entry = Entry { kind, subject: subject.to_owned(), file: Digest::of(bytes) };
        self.record.apply(entry, path, bytes, &self.files)
    }

    /// Puts a file among those handed in, as if it had been merged.
    pub fn hand_in(&mut self, path: FilePath, bytes: Vec<u8>) {
        self.files.insert(path.clone(), bytes.clone());
        self.added.insert(path, bytes);
    }

    /// Signs a checkpoint of the log as it stands, and goes on.
    pub fn checkpoint(&mut self, log_key: &PrivateKey) {
        let state = self.record.state();
        let path = format!("{CHECKPOINTS}/{}", state.size);
        // One that stands there was checked, and may carry the lines of witnesses.
        if self.files.tree().get_str(&path).is_none() {
            let checkpoint = Checkpoint::sign(state, self.record.council(), log_key);
            self.add(&path, checkpoint);
        }
    }

    /// The files to write: every one added, the log with its checkpoint, and the turnout of each
    /// vote. Of the same record and keys, always the same bytes.
    #[must_use]
    pub fn finish(mut self, log_key: &PrivateKey) -> FileTree {
        self.add(ENTRIES, write_entries(self.record.entries()).into_bytes());
        self.checkpoint(log_key);
        let turnouts: BTreeMap<String, Vec<u8>> = self
            .record
            .votes()
            .filter_map(|(id, _)| {
                Some((format!("submissions/turnout/{id}.json"), turnout_file(&self.record, id)?.to_bytes()))
            })
            .collect();
        for (path, bytes) in turnouts {
            self.add(&path, bytes);
        }
        self.added
    }

    fn add(&mut self, path: &str, bytes: Vec<u8>) {
        let path = FilePath::parse(path).expect("paths made of ids and numbers are valid");
        if self.files.tree().get(&path) != Some(&bytes) {
            self.files.insert(path.clone(), bytes.clone());
            self.added.insert(path, bytes);
        }
    }
}
