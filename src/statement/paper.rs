//! `paper/1`: a polling station's return, signed by its officers.

use super::{Kind, Statement, checked_path, read_kind, write_kind};
use crate::council::{CouncilId, GroupId, OptionId, VoteId, VoterId};
use crate::grammar::{Fault, Reader, Token as _};
use crate::tree::{Digest, FilePath};

/// What a polling station found in its ballot box.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperReturn {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// Text hash of the sealed definition.
    pub definition: Digest,
    /// The polling station.
    pub station: GroupId,
    /// The station's own order of returns, below 2^40.
    pub seq: u64,
    /// Ballot papers found.
    pub found: u64,
    /// Blank papers among them.
    pub blank: u64,
    /// Spoilt papers among them.
    pub spoilt: u64,
    /// For each option, the papers that chose it, sorted by option.
    pub counts: Vec<(OptionId, u64)>,
    /// The voters who signed the register there, sorted.
    pub voters: Vec<VoterId>,
}

impl Statement for PaperReturn {
    const KIND: Kind = Kind::Paper;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let mut paper = Self {
            council: read_kind(&mut reader, Kind::Paper)?,
            record: reader.token("record")?,
            vote: reader.token("vote")?,
            definition: reader.token("definition")?,
            station: reader.token("station")?,
            seq: super::ballot::read_seq(&mut reader)?,
            found: reader.token("found")?,
            blank: reader.token("blank")?,
            spoilt: reader.token("spoilt")?,
            counts: Vec::new(),
            voters: Vec::new(),
        };
        for value in reader.list_or("counts", "none")? {
            let [option, count] = value.parts(["option", "count"])?;
            paper.counts.push((option.token()?, count.token()?));
        }
        for value in reader.list_or("voters", "none")? {
            paper.voters.push(value.token()?);
        }
        reader.finish()?;
        paper.counts.sort();
        paper.counts.dedup_by(|a, b| a.0 == b.0);
        paper.voters.sort();
        paper.voters.dedup();
        Ok(paper)
    }

    fn write(&self) -> String {
        let counts: Vec<String> = self.counts.iter().map(|(option, count)| format!("{option} {count}")).collect();
        let voters: Vec<String> = self.voters.iter().map(VoterId::write).collect();
        write_kind(Kind::Paper, &self.council)
            .token("record", &self.record)
            .token("vote", &self.vote)
            .token("definition", &self.definition)
            .token("station", &self.station)
            .token("seq", &self.seq)
            .token("found", &self.found)
            .token("blank", &self.blank)
            .token("spoilt", &self.spoilt)
            .list_or_none("counts", &counts)
            .list_or_none("voters", &voters)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, text_hash: Digest) -> FilePath {
        let (vote, station, seq) = (&self.vote, &self.station, self.seq);
        checked_path(&format!("submissions/paper/{vote}/{station}.{seq}.{}.return", text_hash.short(8)))
    }
}
