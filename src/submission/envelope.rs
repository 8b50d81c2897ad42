//! The outer shape of a signed file: its text and its armours, none of it believed.

use super::Rejection;
use super::armour::Armour;
use crate::grammar;
use crate::language::Bilingual;
use crate::report::Code;
use crate::statement::{Genesis, Kind, MOST_KEYS, Statement as _};
use crate::tree::Digest;

/// A file taken apart at the border of its text. The text was not read.
#[derive(Clone, Debug)]
pub struct Envelope<'a> {
    pub(super) text: &'a [u8],
    pub(super) armours: Vec<Armour>,
    /// SHA-256 of the whole file.
    file: Digest,
}

impl<'a> Envelope<'a> {
    /// Opens `bytes`, a file that claims to be of `kind`.
    ///
    /// # Errors
    /// Too many bytes for the kind, damage on the way, no armour, an armour not in its one
    /// spelling, armours not sorted by key, or two by one key.
    pub fn open(kind: Kind, bytes: &'a [u8]) -> Result<Self, Rejection> {
        if bytes.len() > kind.size_limit() {
            return Err(too_large(kind, bytes.len()));
        }
        let file = grammar::split(bytes)?;
        let armours = read_armours(file.armours)?;
        let sorted = armours.windows(2).all(|pair| pair[0].key.blob() < pair[1].key.blob());
        if !sorted {
            let message = Bilingual::new(
                "les signatures doivent être triées par clé, une par clé",
                "signatures must be sorted by key, one for each key",
            );
            return Err(Rejection::new(Code::ArmourMalformed, message));
        }
        Ok(Self { text: file.text, armours, file: Digest::of(bytes) })
    }

    /// What the text claims to be a genesis of: the one kind that names its own keys. It is
    /// believed only once [`super::verify`] has found it signed by them.
    ///
    /// # Errors
    /// A text that is no genesis.
    pub fn claimed_genesis(&self) -> Result<Genesis, Rejection> {
        Ok(Genesis::read(self.text)?)
    }

    /// The hash of the text, which is what other statements name.
    #[must_use]
    pub fn text_hash(&self) -> Digest {
        Digest::of(self.text)
    }

    /// SHA-256 of the whole file, as `sha256sum` prints it and the log records it.
    #[must_use]
    pub const fn file_hash(&self) -> Digest {
        self.file
    }

    /// Whether every armour says that it was signed for `namespace`: a claim, until verified.
    #[must_use]
    pub fn claims(&self, namespace: &str) -> bool {
        self.armours.iter().all(|armour| armour.namespace == namespace)
    }

    /// The keys that the armours say signed.
    pub fn keys(&self) -> impl Iterator<Item = crate::key::PublicKey> + '_ {
        self.armours.iter().map(|armour| armour.key)
    }
}

/// The refusal of a file larger than its kind allows.
#[must_use]
pub(crate) fn too_large(kind: Kind, size: usize) -> Rejection {
    let limit = kind.size_limit();
    Rejection::new(
        Code::FileTooLarge,
        Bilingual::new(
            format!("{size} octets ; la limite de `{}` est de {limit} octets", kind.word()),
            format!("{size} bytes; the limit for `{}` is {limit} bytes", kind.word()),
        ),
    )
}

fn read_armours(text: &str) -> Result<Vec<Armour>, Rejection> {
    let mut rest = text;
    let mut armours = Vec::new();
    while !rest.is_empty() {
        let (armour, after) = Armour::read(rest).map_err(|_| malformed())?;
        armours.push(armour);
        if armours.len() > MOST_KEYS {
            return Err(malformed());
        }
        rest = after;
    }
    Ok(armours)
}

fn malformed() -> Rejection {
    Rejection::new(
        Code::ArmourMalformed,
        Bilingual::new(
            "l’armure doit être telle que `ssh-keygen -Y sign` l’écrit avec une clé ed25519 (sha512, 70 colonnes), sans rien après sa dernière ligne",
            "the armour must be as `ssh-keygen -Y sign` writes it with an ed25519 key (sha512, 70 columns), with nothing after its last line",
        ),
    )
}
