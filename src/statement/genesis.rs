//! `genesis/1` names the council and its root keys; `roles/1`, signed by the root, names the
//! keys that act from day to day; `fork/1`, signed by the root too, ends a fork of the log.

use std::collections::BTreeMap;

use super::{Kind, LogState, PublicKey, Statement, checked_path, read_kind, write_kind};
use crate::council::CouncilId;
use crate::grammar::{Fault, Reader, Token, Value};
use crate::language::Bilingual;
use crate::tree::{Digest, FilePath};

/// The first statement of a record. Its text hash is the fingerprint that auditors pin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Genesis {
    /// The council.
    pub council: CouncilId,
    /// The council's name in words.
    pub name: String,
    /// How many root keys must sign for the root.
    pub threshold: u8,
    /// The root keys, sorted by their written form, kept offline.
    pub root: Vec<PublicKey>,
}

/// What a key may do for the council.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Signs definitions, openings, closings and certificates.
    Definition,
    /// Stamps files handed in.
    Intake,
    /// Signs checkpoints and refusals.
    Log,
    /// Signs rolls and replacements of keys.
    Roll,
    /// Signs the next roles. Named by the genesis; roles that name it too hand it on.
    Root,
}

impl Role {
    /// Every role, in the order of their words.
    pub const ALL: [Self; 5] = [Self::Definition, Self::Intake, Self::Log, Self::Roll, Self::Root];

    /// The word of the role.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Definition => "definition",
            Self::Intake => "intake",
            Self::Log => "log",
            Self::Roll => "roll",
            Self::Root => "root",
        }
    }
}

impl Token for Role {
    fn expected() -> Bilingual {
        Bilingual::new(
            "un rôle : `definition`, `intake`, `log`, `roll` ou `root`",
            "a role: `definition`, `intake`, `log`, `roll` or `root`",
        )
    }
    fn read(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.word() == text)
    }
    fn write(&self) -> String {
        self.word().to_owned()
    }
}

/// Which keys hold which role, and how many of them must sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Roles {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// 1 for the first, then one more each time.
    pub version: u32,
    /// Text hash of the version before; nothing for the first.
    pub previous: Option<Digest>,
    /// For each role, how many of its keys must sign, and its keys sorted by their written form.
    pub roles: BTreeMap<Role, (u8, Vec<PublicKey>)>,
}

/// The most keys that one role has: a file carries no more signatures.
pub const MOST_KEYS: usize = 16;

/// Checks that a threshold can be met and is met by somebody.
fn check_threshold(value: Value<'_>, threshold: u8, keys: usize) -> Result<(), Fault> {
    if keys > MOST_KEYS {
        let most = MOST_KEYS;
        return Err(value.fault(&Bilingual::new(format!("au plus {most} clés"), format!("at most {most} keys"))));
    }
    if (1..=keys).contains(&usize::from(threshold)) {
        return Ok(());
    }
    Err(value.fault(&Bilingual::new(
        format!("un nombre de 1 à {keys}, celui des clés"),
        format!("a number from 1 to {keys}, the number of keys"),
    )))
}

impl Statement for Genesis {
    const KIND: Kind = Kind::Genesis;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let council = read_kind(&mut reader, Kind::Genesis)?;
        let name = reader.words("name")?;
        let threshold = reader.value("threshold")?;
        let mut genesis = Self { council, name, threshold: threshold.token()?, root: reader.tokens("root")? };
        reader.finish()?;
        genesis.root.sort_by_key(Token::write);
        genesis.root.dedup();
        check_threshold(threshold, genesis.threshold, genesis.root.len())?;
        Ok(genesis)
    }

    fn write(&self) -> String {
        write_kind(Kind::Genesis, &self.council)
            .words("name", &self.name)
            .token("threshold", &self.threshold)
            .list("root", self.root.iter().map(Token::write))
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        checked_path("submissions/council/genesis.statement")
    }
}

impl Roles {
    fn read_roles(reader: &mut Reader<'_>) -> Result<BTreeMap<Role, (u8, Vec<PublicKey>)>, Fault> {
        let mut roles: BTreeMap<Role, (u8, Vec<PublicKey>)> = BTreeMap::new();
        let thresholds = reader.list("thresholds")?;
        for value in &thresholds {
            let [role, threshold] = value.parts(["role", "threshold"])?;
            roles.insert(role.token()?, (threshold.token()?, Vec::new()));
        }
        for value in reader.list("keys")? {
            let [role, key] = value.parts(["role", "key"])?;
            let (_, keys) = roles.get_mut(&role.token()?).ok_or_else(|| role.fault(&Role::expected()))?;
            keys.push(key.token()?);
        }
        for value in thresholds {
            let [role, threshold] = value.parts(["role", "threshold"])?;
            let Some((least, keys)) = roles.get_mut(&role.token()?) else { continue };
            keys.sort_by_key(Token::write);
            keys.dedup();
            check_threshold(threshold, *least, keys.len())?;
        }
        Ok(roles)
    }
}

impl Statement for Roles {
    const KIND: Kind = Kind::Roles;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let roles = Self {
            council: read_kind(&mut reader, Kind::Roles)?,
            record: reader.token("record")?,
            version: reader.token("version")?,
            previous: reader.token("previous")?,
            roles: Self::read_roles(&mut reader)?,
        };
        reader.finish()?;
        Ok(roles)
    }

    fn write(&self) -> String {
        let thresholds = self.roles.iter().map(|(role, (threshold, _))| format!("{} {threshold}", role.word()));
        let keys = self
            .roles
            .iter()
            .flat_map(|(role, (_, keys))| keys.iter().map(|key| format!("{} {}", role.word(), key.write())));
        write_kind(Kind::Roles, &self.council)
            .token("record", &self.record)
            .token("version", &self.version)
            .token("previous", &self.previous)
            .list("thresholds", thresholds)
            .list("keys", keys)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        checked_path(&format!("submissions/council/roles.{}.statement", self.version))
    }
}

/// Ends a fork: the log's key signed two states that exclude each other, and the root says which
/// of them is abandoned. The log that holds this entry goes on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fork {
    /// The council.
    pub council: CouncilId,
    /// Hash of the genesis text.
    pub record: Digest,
    /// The log before this entry.
    pub log: LogState,
    /// The state that is abandoned, as its checkpoint gives it.
    pub abandoned: LogState,
    /// How it came about, and what became of the files recorded there.
    pub account: String,
}

impl Statement for Fork {
    const KIND: Kind = Kind::Fork;

    fn read_fields(text: &[u8]) -> Result<Self, Fault> {
        let mut reader = Reader::parse(text)?;
        let fork = Self {
            council: read_kind(&mut reader, Kind::Fork)?,
            record: reader.token("record")?,
            log: LogState { size: reader.token("log-size")?, root: reader.token("log-root")? },
            abandoned: LogState { size: reader.token("abandoned-size")?, root: reader.token("abandoned-root")? },
            account: reader.words("account")?,
        };
        reader.finish()?;
        Ok(fork)
    }

    fn write(&self) -> String {
        write_kind(Kind::Fork, &self.council)
            .token("record", &self.record)
            .token("log-size", &self.log.size)
            .token("log-root", &self.log.root)
            .token("abandoned-size", &self.abandoned.size)
            .token("abandoned-root", &self.abandoned.root)
            .words("account", &self.account)
            .finish()
    }

    fn council(&self) -> &CouncilId {
        &self.council
    }

    fn path(&self, _: Digest) -> FilePath {
        let LogState { size, root } = self.abandoned;
        checked_path(&format!("submissions/council/fork.{size}.{}.statement", root.short(8)))
    }
}
