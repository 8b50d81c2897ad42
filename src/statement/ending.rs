//! `draw/1`, `annul/1` and `erase/1`: what may follow a closing or a certificate.

use super::stage::{Stage, stage_path, write_stage};
use super::{Kind, LogState, Statement};
use crate::council::{CouncilId, Date, VoteId};
use crate::grammar::{Fault, Reader, Token};
use crate::language::Bilingual;
use crate::tree::{Digest, FilePath};

/// A number drawn in public after the closing, where the sealed rules leave ties to a draw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draw {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// Text hash of the closing.
    pub previous: Digest,
    /// The log before this entry.
    pub log: LogState,
    /// The number drawn.
    pub drawn: u64,
    /// Where, how and before whom it was drawn.
    pub account: String,
}

/// Ends a vote without result, or takes a certified result back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Annul {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// Text hash of the last stage: opening, closing or certificate.
    pub previous: Digest,
    /// The log before this entry.
    pub log: LogState,
    /// Why.
    pub reason: String,
}

/// Lets the files of a vote go after its retention end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Erase {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// Text hash of the certificate or of the annulment.
    pub previous: Digest,
    /// The log before this entry.
    pub log: LogState,
    /// The day from which the sealed rules let the files go.
    pub retention_until: Date,
    /// The entries whose files may go, sorted: ballots, and refusals for the file refused.
    pub entries: Vec<IndexRange>,
}

/// Entries of the log from one index to another, both among them: `12-57`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexRange {
    /// The first.
    pub first: u64,
    /// The last.
    pub last: u64,
}

impl IndexRange {
    /// The ranges that hold exactly `indices`, which are sorted.
    #[must_use]
    pub fn cover(indices: &[u64]) -> Vec<Self> {
        let runs = indices.chunk_by(|a, b| a.checked_add(1) == Some(*b));
        runs.filter_map(|run| Some(Self { first: *run.first()?, last: *run.last()? })).collect()
    }

    /// Whether `index` is among them.
    #[must_use]
    pub const fn contains(self, index: u64) -> bool {
        self.first <= index && index <= self.last
    }
}

impl Token for IndexRange {
    fn expected() -> Bilingual {
        Bilingual::new("deux numéros d’entrée, comme `12-57`", "two indices of entries, such as `12-57`")
    }
    fn read(text: &str) -> Option<Self> {
        let (first, last) = text.split_once('-')?;
        let range = Self { first: u64::read(first)?, last: u64::read(last)? };
        (range.first <= range.last).then_some(range)
    }
    fn write(&self) -> String {
        format!("{}-{}", self.first, self.last)
    }
}

impl Statement for Draw {
    const KIND: Kind = Kind::Draw;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let Stage { council, record, vote, previous, log } = Stage::read(&mut reader, Kind::Draw)?;
        let (drawn, account) = (reader.token("drawn")?, reader.words("account")?);
        reader.finish()?;
        Ok(Self { council, record, vote, previous, log, drawn, account })
    }

    fn write(&self) -> String {
        write_stage(Kind::Draw, &self.council, &self.record, &self.vote, &self.previous, self.log)
            .token("drawn", &self.drawn)
            .words("account", &self.account)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        stage_path(&self.vote, Kind::Draw)
    }
}

impl Statement for Annul {
    const KIND: Kind = Kind::Annul;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let Stage { council, record, vote, previous, log } = Stage::read(&mut reader, Kind::Annul)?;
        let reason = reader.words("reason")?;
        reader.finish()?;
        Ok(Self { council, record, vote, previous, log, reason })
    }

    fn write(&self) -> String {
        write_stage(Kind::Annul, &self.council, &self.record, &self.vote, &self.previous, self.log)
            .words("reason", &self.reason)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        stage_path(&self.vote, Kind::Annul)
    }
}

impl Statement for Erase {
    const KIND: Kind = Kind::Erase;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let Stage { council, record, vote, previous, log } = Stage::read(&mut reader, Kind::Erase)?;
        let retention_until = reader.token("retention-until")?;
        let mut entries: Vec<IndexRange> = reader.tokens("entries")?;
        reader.finish()?;
        entries.sort_by_key(|range| range.first);
        if let Some(pair) = entries.windows(2).find(|pair| pair[1].first <= pair[0].last.saturating_add(1)) {
            let (left, right) = (pair[0].write(), pair[1].write());
            return Err(Fault::at(
                1,
                1,
                format!("`{left}` et `{right}` se touchent : une seule ligne"),
                format!("`{left}` and `{right}` touch: one line"),
            ));
        }
        Ok(Self { council, record, vote, previous, log, retention_until, entries })
    }

    fn write(&self) -> String {
        write_stage(Kind::Erase, &self.council, &self.record, &self.vote, &self.previous, self.log)
            .token("retention-until", &self.retention_until)
            .list("entries", self.entries.iter().map(Token::write))
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        stage_path(&self.vote, Kind::Erase)
    }
}

#[cfg(test)]
mod tests {
    use super::IndexRange;
    use crate::grammar::Token as _;

    #[test]
    fn ranges_cover_what_they_are_made_of() {
        let ranges = IndexRange::cover(&[3, 4, 5, 9, 11, 12]);
        let written: Vec<String> = ranges.iter().map(IndexRange::write).collect();
        assert_eq!(written, ["3-5", "9-9", "11-12"]);
        let held: Vec<u64> = (0..14).filter(|index| ranges.iter().any(|range| range.contains(*index))).collect();
        assert_eq!(held, [3, 4, 5, 9, 11, 12]);
        for bad in ["5-3", "5", "a-b", "05-6", "5-6-7", ""] {
            assert_eq!(IndexRange::read(bad), None, "{bad}");
        }
    }
}
