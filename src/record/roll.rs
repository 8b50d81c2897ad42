//! A roll whose keys passed enrolment.

use crate::council::{CouncilId, VoterId};
use crate::key::{EnrolledKey, KeyFault, PublicKey, sample};
use crate::language::Bilingual;
use crate::report::Code;
use crate::statement::Roll;
use crate::submission::{Authority, Rejection};
use crate::tree::{Digest, Lookup};

/// A recorded version of a roll: every key on it is sound, and none is a sample key.
#[derive(Clone, Debug)]
pub struct EnrolledRoll {
    roll: Roll,
    text_hash: Digest,
    index: u64,
    authority: Authority,
    /// Where the voter of each key stands among the lines.
    lines: Lookup<PublicKey, usize>,
}

impl EnrolledRoll {
    /// Enrols every key of `roll`, whose lines come from the signed text with the hash
    /// `text_hash`, alone or together with the versions before, recorded at `index`.
    ///
    /// # Errors
    /// The first key that rule E1 or the rule of sample keys refuses, with its voter.
    pub(super) fn enrol(roll: Roll, text_hash: Digest, index: u64) -> Result<Self, Rejection> {
        let council = roll.council.clone();
        let lines = roll.voters.iter().enumerate().filter_map(|(at, line)| Some((line.key?, at))).collect();
        let all: Vec<PublicKey> = roll.voters.iter().filter_map(|line| line.key).collect();
        let misused = all.iter().any(|key| sample::is_misused(key, &council));
        let keys = match EnrolledKey::enrol_all(&all).filter(|_| !misused) {
            Some(keys) => keys,
            // One of them is refused: the first, by its name.
            None => roll
                .voters
                .iter()
                .filter_map(|line| Some(enrol(line.key?, &council, line.voter.as_str())))
                .collect::<Result<_, _>>()?,
        };
        Ok(Self { roll, text_hash, index, authority: Authority::one_of(keys), lines })
    }

    /// The roll, with every line.
    #[must_use]
    pub const fn roll(&self) -> &Roll {
        &self.roll
    }

    /// The hash of the signed text of this version, full or amendment.
    #[must_use]
    pub const fn text_hash(&self) -> Digest {
        self.text_hash
    }

    /// The index of its entry in the log.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// Whose ballots these keys sign: exactly one of them each.
    #[must_use]
    pub const fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Every key on the roll.
    pub fn keys(&self) -> impl Iterator<Item = &EnrolledKey> {
        self.authority.keys()
    }

    /// The voter whose line holds `key`.
    #[must_use]
    pub fn voter_of(&self, key: &PublicKey) -> Option<&VoterId> {
        self.line_of(key).map(|at| &self.roll.voters[at].voter)
    }

    /// Where the voter of `key` stands among the lines.
    pub(super) fn line_of(&self, key: &PublicKey) -> Option<usize> {
        self.lines.get(key).copied()
    }
}

/// Checks one key for the use of `council`, naming `holder` when it is refused.
pub(super) fn enrol(key: PublicKey, council: &CouncilId, holder: &str) -> Result<EnrolledKey, Rejection> {
    if sample::is_misused(&key, council) {
        let message = Bilingual::new(
            format!("la clé de `{holder}` est une clé d’exemple : n’importe qui peut en refaire la moitié secrète"),
            format!("the key of `{holder}` is a sample key: anyone can make its secret half"),
        );
        return Err(Rejection::new(Code::KeySample, message));
    }
    EnrolledKey::enrol(key).map_err(|fault| {
        let reason = match fault {
            KeyFault::NoPoint => "ses octets ne sont pas un point de la courbe",
            KeyFault::NotCanonical => "son écriture n’est pas canonique",
            KeyFault::SmallOrder => "son point est d’ordre petit",
            KeyFault::Torsion => "son point a une composante de torsion",
        };
        let message = Bilingual::new(
            format!("la clé de `{holder}` est refusée : {reason}"),
            format!("the key of `{holder}` is refused: {fault}"),
        );
        Rejection::new(Code::KeyWeak, message)
    })
}
