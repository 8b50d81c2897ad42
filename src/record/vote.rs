//! A vote in the record: its definition, its stage, its ballots.

use std::collections::BTreeSet;
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

    /// The voter's weight on the roll.
    #[must_use]
    pub const fn weight(&self) -> u64 {
        self.weight
    }

    pub(super) fn signed_by(&self, key: &PublicKey) -> bool {
        self.ballot.signers().contains(key)
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
    pub(super) ballots: Vec<RecordedBallot>,
    /// The index of the last entry about this vote.
    pub(super) last_index: u64,
}

impl VoteRecord {
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
