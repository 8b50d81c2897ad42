//! `incident/1` and `replacement/1`: what happens while a vote runs.

use super::{Kind, LogState, PublicKey, Statement, checked_path, read_kind, write_kind};
use crate::council::{CouncilId, Instant, VoteId, VoterId};
use crate::grammar::{Fault, Reader};
use crate::tree::{Digest, FilePath};

/// Something that happened during a vote and that a reader of its result should know. It may
/// put the closing off, as far as the sealed rules allow.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Incident {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// 1 for the first of this vote, then one more each time.
    pub number: u32,
    /// Text hash of the incident before, of the opening for the first.
    pub previous: Digest,
    /// The log before this entry.
    pub log: LogState,
    /// What happened, in the language that prevails.
    pub account: String,
    /// Until when ballots are taken now; nothing where the closing stays as it was.
    pub closes: Option<Instant>,
}

/// Another key for a voter of a running vote who lost the first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Replacement {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The vote.
    pub vote: VoteId,
    /// Text hash of the sealed definition.
    pub definition: Digest,
    /// The voter.
    pub voter: VoterId,
    /// How many keys the voter had before in this vote: 1 for the first replacement.
    pub generation: u32,
    /// The key that signs the voter's ballots from now on.
    pub key: PublicKey,
    /// Why, without a name.
    pub reason: String,
}

impl Statement for Incident {
    const KIND: Kind = Kind::Incident;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let incident = Self {
            council: read_kind(&mut reader, Kind::Incident)?,
            record: reader.token("record")?,
            vote: reader.token("vote")?,
            number: reader.token("number")?,
            previous: reader.token("previous")?,
            log: LogState { size: reader.token("log-size")?, root: reader.token("log-root")? },
            account: reader.words("account")?,
            closes: reader.token("closes")?,
        };
        reader.finish()?;
        Ok(incident)
    }

    fn write(&self) -> String {
        write_kind(Kind::Incident, &self.council)
            .token("record", &self.record)
            .token("vote", &self.vote)
            .token("number", &self.number)
            .token("previous", &self.previous)
            .token("log-size", &self.log.size)
            .token("log-root", &self.log.root)
            .words("account", &self.account)
            .token("closes", &self.closes)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        checked_path(&format!("submissions/incidents/{}.{}.incident", self.vote, self.number))
    }
}

impl Statement for Replacement {
    const KIND: Kind = Kind::Replacement;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let replacement = Self {
            council: read_kind(&mut reader, Kind::Replacement)?,
            record: reader.token("record")?,
            vote: reader.token("vote")?,
            definition: reader.token("definition")?,
            voter: reader.token("voter")?,
            generation: reader.token("generation")?,
            key: reader.token("key")?,
            reason: reader.words("reason")?,
        };
        reader.finish()?;
        Ok(replacement)
    }

    fn write(&self) -> String {
        write_kind(Kind::Replacement, &self.council)
            .token("record", &self.record)
            .token("vote", &self.vote)
            .token("definition", &self.definition)
            .token("voter", &self.voter)
            .token("generation", &self.generation)
            .token("key", &self.key)
            .words("reason", &self.reason)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        let Self { vote, voter, generation, .. } = self;
        checked_path(&format!("submissions/replacements/{vote}/{voter}.{generation}.replacement"))
    }
}
