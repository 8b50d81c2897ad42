//! `open/1`, `close/1` and `certify/1`: the stages of a vote, each once, each naming the
//! statement before it and a state of the log.

use super::{Kind, Statement, checked_path, read_kind, write_kind};
use crate::council::{CouncilId, Date, VoteId};
use crate::grammar::{Fault, Reader, Writer};
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::tree::{Digest, FilePath};

/// The log at a moment: its size and its Merkle root (RFC 6962).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LogState {
    /// How many entries.
    pub size: u64,
    /// Their root.
    pub root: Digest,
}

/// A number of entries of the log, with the noun.
#[must_use]
pub fn entries(count: impl Copy + std::fmt::Display + TryInto<u64>) -> Bilingual {
    Bilingual::new(Fr.count(count, "entrée", "entrées"), En.count(count, "entry", "entries"))
}

/// Opens a vote: from the next entry on, its ballots are recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Open {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// Text hash of the definition.
    pub previous: Digest,
    /// The log before this entry.
    pub log: LogState,
}

/// Closes a vote. Files that were merged but not recorded yet are pending: their list counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Close {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// Text hash of the opening.
    pub previous: Digest,
    /// The log before this entry.
    pub log: LogState,
    /// How many files are pending.
    pub pending: u64,
    /// SHA-256 of `submissions/log/pending/<vote>`: a line `sha256:<file hash>` each, sorted.
    pub pending_hash: Digest,
}

/// Certifies a result.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certify {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// Text hash of the closing.
    pub previous: Digest,
    /// The log before this entry, on which the tally rests.
    pub log: LogState,
    /// SHA-256 of `submissions/tallies/<vote>.json`, which lists every counted ballot.
    pub tally: Digest,
    /// How many ballots count.
    pub counted: u64,
    /// The program that counted, with its version.
    pub program: String,
    /// Last day on which the result may be appealed.
    pub appeal_until: Date,
}

/// The fields that all stages begin with.
pub(super) struct Stage {
    pub(super) council: CouncilId,
    pub(super) record: Digest,
    pub(super) vote: VoteId,
    pub(super) previous: Digest,
    pub(super) log: LogState,
}

impl Stage {
    pub(super) fn read(reader: &mut Reader<'_>, kind: Kind) -> Result<Self, Fault> {
        Ok(Self {
            council: read_kind(reader, kind)?,
            record: reader.token("record")?,
            vote: reader.token("vote")?,
            previous: reader.token("previous")?,
            log: LogState { size: reader.token("log-size")?, root: reader.token("log-root")? },
        })
    }
}

pub(super) fn write_stage(
    kind: Kind,
    council: &CouncilId,
    record: &Digest,
    vote: &VoteId,
    previous: &Digest,
    log: LogState,
) -> Writer {
    write_kind(kind, council)
        .token("record", record)
        .token("vote", vote)
        .token("previous", previous)
        .token("log-size", &log.size)
        .token("log-root", &log.root)
}

/// Stages lie beside the definition: `submissions/definitions/<vote>.<kind>`.
pub(super) fn stage_path(vote: &VoteId, kind: Kind) -> FilePath {
    checked_path(&format!("submissions/definitions/{vote}.{}", kind.word()))
}

impl Statement for Open {
    const KIND: Kind = Kind::Open;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let Stage { council, record, vote, previous, log } = Stage::read(&mut reader, Kind::Open)?;
        reader.finish()?;
        Ok(Self { council, record, vote, previous, log })
    }

    fn write(&self) -> String {
        write_stage(Kind::Open, &self.council, &self.record, &self.vote, &self.previous, self.log).finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        stage_path(&self.vote, Kind::Open)
    }
}

impl Statement for Close {
    const KIND: Kind = Kind::Close;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let Stage { council, record, vote, previous, log } = Stage::read(&mut reader, Kind::Close)?;
        let (pending, pending_hash) = (reader.token("pending")?, reader.token("pending-hash")?);
        reader.finish()?;
        Ok(Self { council, record, vote, previous, log, pending, pending_hash })
    }

    fn write(&self) -> String {
        write_stage(Kind::Close, &self.council, &self.record, &self.vote, &self.previous, self.log)
            .token("pending", &self.pending)
            .token("pending-hash", &self.pending_hash)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        stage_path(&self.vote, Kind::Close)
    }
}

impl Statement for Certify {
    const KIND: Kind = Kind::Certify;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let Stage { council, record, vote, previous, log } = Stage::read(&mut reader, Kind::Certify)?;
        let certify = Self {
            council,
            record,
            vote,
            previous,
            log,
            tally: reader.token("tally")?,
            counted: reader.token("counted")?,
            program: reader.words("program")?,
            appeal_until: reader.token("appeal-until")?,
        };
        reader.finish()?;
        Ok(certify)
    }

    fn write(&self) -> String {
        write_stage(Kind::Certify, &self.council, &self.record, &self.vote, &self.previous, self.log)
            .token("tally", &self.tally)
            .token("counted", &self.counted)
            .words("program", &self.program)
            .token("appeal-until", &self.appeal_until)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        stage_path(&self.vote, Kind::Certify)
    }
}
