//! `roll/1`: a register of voters, or of people who may propose, with their keys.

use std::collections::{BTreeMap, BTreeSet};

use super::{Kind, PublicKey, Statement, checked_path, read_kind, write_kind};
use crate::council::{CouncilId, GroupId, Mode, PersonId, RollId, VoterId};
use crate::grammar::{Fault, Reader, Token, Value, Writer};
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

/// A version of a roll as it is signed: every line, or what changes in the version before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RollVersion {
    /// Every line.
    Full(Roll),
    /// What changes.
    Amendment(RollAmendment),
}

/// What changes in the version before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RollAmendment {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The roll's name.
    pub roll: RollId,
    /// The version this makes.
    pub version: u32,
    /// Text hash of the version before.
    pub previous: Digest,
    /// What it is for; the same as before.
    pub mode: RollMode,
    /// Why, without a name.
    pub reason: String,
    /// Who leaves the roll, sorted.
    pub removed: Vec<VoterId>,
    /// Lines that come in, sorted; the line of a voter who stands there already replaces it.
    pub set: Vec<Enrolment>,
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

    /// The roll after `amendment`, which names this version as the one before.
    ///
    /// # Errors
    /// The voter who is to leave and does not stand on the roll, or who makes a key or a line
    /// stand twice.
    pub fn amended(&self, amendment: &RollAmendment) -> Result<Self, Fault> {
        let mut lines: BTreeMap<&VoterId, &Enrolment> = self.voters.iter().map(|line| (&line.voter, line)).collect();
        for voter in &amendment.removed {
            if lines.remove(voter).is_none() {
                return Err(Fault::at(
                    1,
                    1,
                    format!("`{voter}` est à retirer et ne figure pas sur la liste"),
                    format!("`{voter}` is to leave and does not stand on the roll"),
                ));
            }
        }
        lines.extend(amendment.set.iter().map(|line| (&line.voter, line)));
        let voters = lines.into_values().cloned().collect();
        let roll = Self { version: amendment.version, previous: Some(amendment.previous), voters, ..self.clone() };
        roll.check_unique()?;
        Ok(roll)
    }

    /// What must change in this version to make it hold the lines of `next`.
    #[must_use]
    pub fn difference(&self, next: &[Enrolment]) -> (Vec<VoterId>, Vec<Enrolment>) {
        let after: BTreeMap<&VoterId, &Enrolment> = next.iter().map(|line| (&line.voter, line)).collect();
        let gone = self.voters.iter().filter(|line| !after.contains_key(&line.voter));
        let set = after.values().filter(|line| self.line(&line.voter) != Some(**line));
        (gone.map(|line| line.voter.clone()).collect(), set.map(|line| (*line).clone()).collect())
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

/// The fields that every version begins with.
struct Head {
    council: CouncilId,
    record: Digest,
    roll: RollId,
    version: u32,
    previous: Option<Digest>,
    mode: RollMode,
}

impl Head {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        Ok(Self {
            council: read_kind(reader, Kind::Roll)?,
            record: reader.token("record")?,
            roll: reader.token("roll")?,
            version: reader.token("version")?,
            previous: reader.token("previous")?,
            mode: reader.token("mode")?,
        })
    }

    fn write(&self) -> Writer {
        write_kind(Kind::Roll, &self.council)
            .token("record", &self.record)
            .token("roll", &self.roll)
            .token("version", &self.version)
            .token("previous", &self.previous)
            .token("mode", &self.mode)
    }
}

fn read_full(reader: &mut Reader<'_>, head: Head) -> Result<Roll, Fault> {
    let Head { council, record, roll, version, previous, mode } = head;
    let voters = reader.list("voters")?.into_iter().map(Enrolment::read).collect::<Result<_, _>>()?;
    let mut roll = Roll { council, record, roll, version, previous, mode, voters };
    roll.check_unique()?;
    roll.voters.sort_by(|a, b| a.voter.cmp(&b.voter));
    Ok(roll)
}

fn read_amendment(reader: &mut Reader<'_>, head: Head) -> Result<RollAmendment, Fault> {
    let Head { council, record, roll, version, previous, mode } = head;
    let reason = reader.words("reason")?;
    let mut removed: Vec<VoterId> =
        reader.list_or("removed", "none")?.into_iter().map(Value::token).collect::<Result<_, _>>()?;
    let mut set: Vec<Enrolment> =
        reader.list_or("set", "none")?.into_iter().map(Enrolment::read).collect::<Result<_, _>>()?;
    removed.sort();
    set.sort_by(|a, b| a.voter.cmp(&b.voter));
    let twice = removed.windows(2).any(|pair| pair[0] == pair[1])
        || set.windows(2).any(|pair| pair[0].voter == pair[1].voter)
        || set.iter().any(|line| removed.binary_search(&line.voter).is_ok());
    let (Some(previous), false) = (previous, twice || removed.is_empty() && set.is_empty()) else {
        return Err(Fault::at(
            1,
            1,
            "un amendement nomme la version précédente (`previous`), change quelque chose, et nomme chaque personne une fois",
            "an amendment names the version before (`previous`), changes something, and names each voter once",
        ));
    };
    Ok(RollAmendment { council, record, roll, version, previous, mode, reason, removed, set })
}

impl Statement for RollVersion {
    const KIND: Kind = Kind::Roll;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let head = Head::read(&mut reader)?;
        let version = match reader.next_key() {
            Some("reason") => Self::Amendment(read_amendment(&mut reader, head)?),
            _ => Self::Full(read_full(&mut reader, head)?),
        };
        reader.finish()?;
        Ok(version)
    }

    fn write(&self) -> String {
        match self {
            Self::Full(roll) => roll.write(),
            Self::Amendment(amendment) => amendment.write(),
        }
    }

    fn council(&self) -> &CouncilId {
        match self {
            Self::Full(roll) => &roll.council,
            Self::Amendment(amendment) => &amendment.council,
        }
    }

    fn path(&self, hash: Digest) -> FilePath {
        match self {
            Self::Full(roll) => roll.path(hash),
            Self::Amendment(amendment) => amendment.path(hash),
        }
    }
}

impl Statement for RollAmendment {
    const KIND: Kind = Kind::Roll;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let head = Head::read(&mut reader)?;
        let amendment = read_amendment(&mut reader, head)?;
        reader.finish()?;
        Ok(amendment)
    }

    fn write(&self) -> String {
        let Self { council, record, roll, version, previous, mode, .. } = self.clone();
        let head = Head { council, record, roll, version, previous: Some(previous), mode };
        let removed: Vec<String> = self.removed.iter().map(Token::write).collect();
        let set: Vec<String> = self.set.iter().map(Enrolment::write).collect();
        head.write().words("reason", &self.reason).list_or_none("removed", &removed).list_or_none("set", &set).finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        version_path(&self.roll, self.version)
    }
}

fn version_path(roll: &RollId, version: u32) -> FilePath {
    checked_path(&format!("submissions/rolls/{roll}/{version}.roll"))
}

impl Statement for Roll {
    const KIND: Kind = Kind::Roll;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let head = Head::read(&mut reader)?;
        let roll = read_full(&mut reader, head)?;
        reader.finish()?;
        Ok(roll)
    }

    fn write(&self) -> String {
        let Self { council, record, roll, version, previous, mode, .. } = self;
        let head = Head {
            council: council.clone(),
            record: *record,
            roll: roll.clone(),
            version: *version,
            previous: *previous,
            mode: *mode,
        };
        head.write().list("voters", self.voters.iter().map(Enrolment::write)).finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        version_path(&self.roll, self.version)
    }
}
