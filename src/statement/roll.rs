//! `roll/1`: a register of voters, or of people who may propose, with their keys.

use std::collections::BTreeSet;

use super::{Kind, PublicKey, Statement, checked_path, read_kind, write_kind};
use crate::council::{CouncilId, GroupId, Mode, PersonId, RollId, VoterId};
use crate::grammar::{Fault, Reader, Token, Value};
use crate::language::Bilingual;
use crate::tree::{Digest, FilePath};

/// What a roll is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RollMode {
    /// Voters of votes in this mode.
    Voters(Mode),
    /// People who may propose; never used for ballots.
    Proposers,
}

impl Token for RollMode {
    fn expected() -> Bilingual {
        Bilingual::new("`public`, `pseudonymous` ou `proposers`", "`public`, `pseudonymous` or `proposers`")
    }
    fn read(text: &str) -> Option<Self> {
        if text == "proposers" { Some(Self::Proposers) } else { Mode::read(text).map(Self::Voters) }
    }
    fn write(&self) -> String {
        match self {
            Self::Voters(mode) => mode.write(),
            Self::Proposers => "proposers".to_owned(),
        }
    }
}

/// One line of a roll: `<voter> <weight> <groups> <person> <key>`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Enrolment {
    /// The voter's id.
    pub voter: VoterId,
    /// How much the voter's ballot weighs, at least 1.
    pub weight: u32,
    /// The groups whose turnout is published, joined by commas.
    pub groups: BTreeSet<GroupId>,
    /// The person, where the roll is public.
    pub person: Option<PersonId>,
    /// The key; nothing for a voter who votes on paper.
    pub key: Option<PublicKey>,
}

/// A version of a roll: full, and naming the version before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roll {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The roll's name.
    pub roll: RollId,
    /// 1 for the first, then one more each time.
    pub version: u32,
    /// Text hash of the version before; nothing for the first.
    pub previous: Option<Digest>,
    /// What it is for.
    pub mode: RollMode,
    /// One line a voter, sorted by id; one key per voter, one voter per key.
    pub voters: Vec<Enrolment>,
}

impl Enrolment {
    fn read(value: Value<'_>) -> Result<Self, Fault> {
        let [voter, weight, groups, person, key] = value.parts(["voter", "weight", "groups", "person", "key"])?;
        let line = Self {
            voter: voter.token()?,
            weight: weight.token()?,
            groups: read_groups(groups)?,
            person: person.token()?,
            key: key.token()?,
        };
        if line.weight == 0 {
            return Err(weight.fault(&Bilingual::new("un poids d’au moins 1", "a weight of at least 1")));
        }
        Ok(line)
    }

    fn write(&self) -> String {
        let groups: Vec<&str> = self.groups.iter().map(GroupId::as_str).collect();
        let groups = if groups.is_empty() { "none".to_owned() } else { groups.join(",") };
        format!("{} {} {groups} {} {}", self.voter, self.weight, self.person.write(), self.key.write())
    }
}

fn read_groups(value: Value<'_>) -> Result<BTreeSet<GroupId>, Fault> {
    if value.text == "none" {
        return Ok(BTreeSet::new());
    }
    value.text.split(',').map(|text| Value { text, ..value }.token()).collect()
}

impl Roll {
    /// Refuses a person or a key that stands on two lines, and a line twice.
    fn check_unique(&self) -> Result<(), Fault> {
        let mut keys = BTreeSet::new();
        let mut voters = BTreeSet::new();
        for line in &self.voters {
            let fresh = voters.insert(&line.voter) && line.key.is_none_or(|key| keys.insert(key));
            if !fresh {
                let voter = &line.voter;
                return Err(Fault::at(
                    1,
                    1,
                    format!("une clé par personne, une personne par clé : `{voter}` ou sa clé figure deux fois"),
                    format!("one key per voter, one voter per key: `{voter}` or its key stands twice"),
                ));
            }
        }
        Ok(())
    }

    /// The line of `voter`.
    #[must_use]
    pub fn line(&self, voter: &VoterId) -> Option<&Enrolment> {
        let at = self.voters.binary_search_by(|line| line.voter.cmp(voter)).ok()?;
        self.voters.get(at)
    }

    /// The roll as an `allowed_signers` file of OpenSSH for the statements of `kind`: one line a
    /// voter with a key, so that `ssh-keygen -Y verify` checks any ballot with it.
    #[must_use]
    pub fn allowed_signers(&self, kind: Kind) -> String {
        let namespace = kind.namespace(&self.council);
        self.voters
            .iter()
            .filter_map(|line| Some(format!("{} namespaces=\"{namespace}\" {}\n", line.voter, line.key?.write())))
            .collect()
    }
}

impl Statement for Roll {
    const KIND: Kind = Kind::Roll;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let mut roll = Self {
            council: read_kind(&mut reader, Kind::Roll)?,
            record: reader.token("record")?,
            roll: reader.token("roll")?,
            version: reader.token("version")?,
            previous: reader.token("previous")?,
            mode: reader.token("mode")?,
            voters: reader.list("voters")?.into_iter().map(Enrolment::read).collect::<Result<_, _>>()?,
        };
        reader.finish()?;
        roll.check_unique()?;
        roll.voters.sort_by(|a, b| a.voter.cmp(&b.voter));
        Ok(roll)
    }

    fn write(&self) -> String {
        write_kind(Kind::Roll, &self.council)
            .token("record", &self.record)
            .token("roll", &self.roll)
            .token("version", &self.version)
            .token("previous", &self.previous)
            .token("mode", &self.mode)
            .list("voters", self.voters.iter().map(Enrolment::write))
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        checked_path(&format!("submissions/rolls/{}/{}.roll", self.roll, self.version))
    }
}
