//! A vote in the record: its definition, its stage, its ballots.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::EnrolledRoll;
use crate::council::tally::VoteState;
use crate::key::PublicKey;
use crate::statement::{Ballot, Certify, Close, Definition, Open};
use crate::submission::Verified;
use crate::tree::Digest;

/// A ballot in the log. Only the record's fold makes one, from a verified ballot that the rules
/// admitted.
#[derive(Clone, Debug)]
pub struct RecordedBallot {
    index: u64,
    ballot: Verified<Ballot>,
    weight: u64,
}

impl RecordedBallot {
    pub(super) const fn new(index: u64, ballot: Verified<Ballot>, weight: u64) -> Self {
        Self { index, ballot, weight }
    }

    /// Its index in the log.
    #[must_use]
    pub const fn index(&self) -> u64 {
        self.index
    }

    /// What it says.
    #[must_use]
    pub const fn ballot(&self) -> &Ballot {
        self.ballot.statement()
    }

    /// The hash of its text.
    #[must_use]
    pub const fn text_hash(&self) -> Digest {
        self.ballot.text_hash()
    }

    /// What decides between two ballots of one voter: the greater counts.
    #[must_use]
    pub fn rank(&self) -> (u64, Digest) {
        (self.ballot().seq, self.text_hash())
    }

    /// The voter's weight on the roll.
    #[must_use]
    pub const fn weight(&self) -> u64 {
        self.weight
    }
}

/// The end of a vote, with the files that were waiting then.
#[derive(Clone, Debug)]
pub struct Closing {
    /// The index of its entry.
    pub index: u64,
    /// The statement.
    pub close: Verified<Close>,
    /// Hashes of the files that were merged and not recorded yet; they count once recorded.
    pub pending: BTreeSet<Digest>,
}

/// A vote and all that the log says of it.
#[derive(Clone, Debug)]
pub struct VoteRecord {
    pub(super) definition: Verified<Definition>,
    pub(super) roll: Arc<EnrolledRoll>,
    pub(super) open: Option<(u64, Verified<Open>)>,
    pub(super) closing: Option<Closing>,
    pub(super) certify: Option<(u64, Verified<Certify>)>,
    ballots: Vec<RecordedBallot>,
    /// The hashes of the recorded texts.
    texts: BTreeSet<Digest>,
    /// How many ballots each key has recorded.
    per_key: BTreeMap<PublicKey, u32>,
    /// The index of the last entry about this vote.
    pub(super) last_index: u64,
}

impl VoteRecord {
    pub(super) const fn new(definition: Verified<Definition>, roll: Arc<EnrolledRoll>, last_index: u64) -> Self {
        Self {
            definition,
            roll,
            open: None,
            closing: None,
            certify: None,
            ballots: Vec::new(),
            texts: BTreeSet::new(),
            per_key: BTreeMap::new(),
            last_index,
        }
    }

    pub(super) fn push(&mut self, ballot: RecordedBallot) {
        self.texts.insert(ballot.text_hash());
        for signer in ballot.ballot.signers() {
            *self.per_key.entry(*signer).or_default() += 1;
        }
        self.ballots.push(ballot);
    }

    /// Whether a ballot with this text is recorded.
    #[must_use]
    pub fn has_text(&self, text: &Digest) -> bool {
        self.texts.contains(text)
    }

    /// The recorded ballot that counts instead of the one with this text; nothing where that one
    /// is not recorded or is the one that counts.
    #[must_use]
    pub fn replaced_by(&self, text: &Digest) -> Option<&RecordedBallot> {
        let this = self.ballots.iter().find(|ballot| ballot.text_hash() == *text)?;
        let same_voter = self.ballots.iter().filter(|ballot| ballot.ballot().voter == this.ballot().voter);
        same_voter.max_by_key(|ballot| ballot.rank()).filter(|counted| counted.text_hash() != *text)
    }

    /// How many ballots are recorded under `key`.
    #[must_use]
    pub fn ballots_of(&self, key: &PublicKey) -> u32 {
        self.per_key.get(key).copied().unwrap_or(0)
    }

    /// The sealed rules.
    #[must_use]
    pub const fn definition(&self) -> &Definition {
        self.definition.statement()
    }

    /// The hash of the sealed text, which ballots carry.
    #[must_use]
    pub const fn definition_hash(&self) -> Digest {
        self.definition.text_hash()
    }

    /// The roll that votes.
    #[must_use]
    pub fn roll(&self) -> &EnrolledRoll {
        &self.roll
    }

    /// The opening, with its index.
    #[must_use]
    pub fn opening(&self) -> Option<(u64, &Verified<Open>)> {
        self.open.as_ref().map(|(index, open)| (*index, open))
    }

    /// The closing.
    #[must_use]
    pub const fn closing(&self) -> Option<&Closing> {
        self.closing.as_ref()
    }

    /// The certificate, with its index.
    #[must_use]
    pub fn certificate(&self) -> Option<(u64, &Certify)> {
        self.certify.as_ref().map(|(index, certify)| (*index, certify.statement()))
    }

    /// Every recorded ballot, in the order of the log, re-votes among them.
    #[must_use]
    pub fn ballots(&self) -> &[RecordedBallot] {
        &self.ballots
    }

    /// The index of the last entry about this vote.
    #[must_use]
    pub const fn last_index(&self) -> u64 {
        self.last_index
    }

    /// Open, closed or certified; nothing before the opening.
    #[must_use]
    pub const fn state(&self) -> Option<VoteState> {
        match (&self.open, &self.closing, &self.certify) {
            (None, ..) => None,
            (Some(_), None, _) => Some(VoteState::Open),
            (Some(_), Some(_), None) => Some(VoteState::Closed),
            (Some(_), Some(_), Some(_)) => Some(VoteState::Certified),
        }
    }
}
