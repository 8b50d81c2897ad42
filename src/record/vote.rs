//! A vote in the record: its definition, its stage, its ballots.

use std::collections::{BTreeMap, BTreeSet};

use super::{Electors, RecordedReturn};
use crate::council::tally::VoteState;
use crate::council::{Instant, VoterId};
use crate::key::{EnrolledKey, PublicKey};
use crate::statement::{Annul, Ballot, Certify, Close, Definition, Draw, Erase, Incident, Open};
use crate::submission::{Authority, Verified};
use crate::tree::{Digest, Lookup};

/// A ballot in the log. Only the record's fold makes one, from a verified ballot that the rules
/// admitted.
#[derive(Clone, Debug)]
pub struct RecordedBallot {
    index: u64,
    ballot: Verified<Ballot>,
    /// Where the voter stands among the lines of the vote's electors.
    line: usize,
    weight: u64,
    generation: u32,
}

impl RecordedBallot {
    pub(super) const fn new(
        index: u64,
        ballot: Verified<Ballot>,
        (line, weight): (usize, u64),
        generation: u32,
    ) -> Self {
        Self { index, ballot, line, weight, generation }
    }

    /// Where its voter stands among the lines of the vote's electors.
    #[must_use]
    pub const fn line(&self) -> usize {
        self.line
    }

    /// How many keys of the voter were replaced in this vote before this ballot was signed.
    #[must_use]
    pub const fn generation(&self) -> u32 {
        self.generation
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
    pub fn rank(&self) -> (u32, u64, Digest) {
        (self.generation(), self.ballot().seq, self.text_hash())
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
    pub(super) electors: Electors,
    pub(super) open: Option<(u64, Verified<Open>)>,
    pub(super) closing: Option<Closing>,
    pub(super) certify: Option<(u64, Verified<Certify>)>,
    pub(super) draw: Option<(u64, Verified<Draw>)>,
    pub(super) annul: Option<(u64, Verified<Annul>)>,
    pub(super) erase: Option<(u64, Verified<Erase>)>,
    pub(super) incidents: Vec<(u64, Verified<Incident>)>,
    /// For each voter who got other keys during the vote, those keys, first to last.
    replacements: BTreeMap<VoterId, Vec<PublicKey>>,
    /// The voter of each key that replaced another.
    replaced_by: BTreeMap<PublicKey, (VoterId, u32)>,
    /// The roll's keys and those that replaced some; nothing while none did.
    authority: Option<Authority>,
    /// The indices of ballots and refusals whose files are missing.
    pub(super) missing: BTreeSet<u64>,
    ballots: Vec<RecordedBallot>,
    /// The keys of the polling stations.
    pub(super) stations: Authority,
    /// Their returns, in the order of the log.
    pub(super) returns: Vec<RecordedReturn>,
    /// The hashes of the recorded texts.
    texts: Lookup<Digest, ()>,
    /// How many ballots each key has recorded.
    per_key: Lookup<PublicKey, u32>,
    /// The index of the last entry about this vote.
    pub(super) last_index: u64,
}

impl VoteRecord {
    pub(super) fn new(
        definition: Verified<Definition>,
        electors: Electors,
        stations: Authority,
        last_index: u64,
    ) -> Self {
        Self {
            definition,
            electors,
            open: None,
            closing: None,
            certify: None,
            draw: None,
            annul: None,
            erase: None,
            incidents: Vec::new(),
            replacements: BTreeMap::new(),
            replaced_by: BTreeMap::new(),
            authority: None,
            missing: BTreeSet::new(),
            ballots: Vec::new(),
            stations,
            returns: Vec::new(),
            texts: Lookup::default(),
            per_key: Lookup::default(),
            last_index,
        }
    }

    pub(super) fn push(&mut self, ballot: RecordedBallot) {
        self.texts.put(ballot.text_hash());
        for signer in ballot.ballot.signers() {
            *self.per_key.get_or_insert_with(*signer, || 0) += 1;
        }
        self.ballots.push(ballot);
    }

    /// The place of `voter` among the electors, and the weight there; `key` is one of the voter's.
    pub(super) fn place(&self, voter: &VoterId, key: Option<&PublicKey>) -> Option<(usize, u64)> {
        let at = self.electors.place(voter, key)?;
        Some((at, u64::from(self.electors.get(at)?.weight)))
    }

    /// Gives `voter` another key.
    pub(super) fn replace(&mut self, voter: &VoterId, key: &EnrolledKey) {
        let authority = self.authority.get_or_insert_with(|| self.electors.authority().clone());
        authority.extend([key]);
        let keys = self.replacements.entry(voter.clone()).or_default();
        keys.push(key.public());
        let generation = u32::try_from(keys.len()).unwrap_or(u32::MAX);
        self.replaced_by.insert(key.public(), (voter.clone(), generation));
    }

    /// How many keys `voter` had in this vote before the present one.
    #[must_use]
    pub fn generation(&self, voter: &VoterId) -> u32 {
        self.replacements.get(voter).map_or(0, |keys| u32::try_from(keys.len()).unwrap_or(u32::MAX))
    }

    /// The voter who signs with `key` in this vote, and how many keys that voter had before it.
    #[must_use]
    pub fn holder(&self, key: &PublicKey) -> Option<(&VoterId, u32)> {
        let replaced = self.replaced_by.get(key).map(|(voter, generation)| (voter, *generation));
        replaced.or_else(|| self.electors.voter_of(key).map(|voter| (voter, 0)))
    }

    /// The voter who was given `key` in this vote, in the place of another.
    pub(super) fn voter_given(&self, key: &PublicKey) -> Option<&VoterId> {
        self.replaced_by.get(key).map(|(voter, _)| voter)
    }

    /// How many keys were replaced in this vote: as long as it stays, so does the authority.
    pub(super) fn replacements_made(&self) -> usize {
        self.replaced_by.len()
    }

    /// Whose ballots are taken: the keys of the roll, and those that replaced some of them.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        self.authority.as_ref().unwrap_or(self.electors.authority())
    }

    /// Until when ballots are taken: the sealed hour, or the one to which incidents put it off.
    #[must_use]
    pub fn closes(&self) -> Instant {
        let later = self.incidents.iter().rev().find_map(|(_, incident)| incident.statement().closes);
        later.unwrap_or(self.definition().closes)
    }

    /// What happened during the vote, with its index.
    pub fn incidents(&self) -> impl Iterator<Item = (u64, &Verified<Incident>)> {
        self.incidents.iter().map(|(index, incident)| (*index, incident))
    }

    /// The draw, with its index.
    #[must_use]
    pub fn draw(&self) -> Option<(u64, &Draw)> {
        self.draw.as_ref().map(|(index, draw)| (*index, draw.statement()))
    }

    /// The annulment, with its index.
    #[must_use]
    pub fn annulment(&self) -> Option<(u64, &Annul)> {
        self.annul.as_ref().map(|(index, annul)| (*index, annul.statement()))
    }

    /// The erasure, with its index.
    #[must_use]
    pub fn erasure(&self) -> Option<(u64, &Erase)> {
        self.erase.as_ref().map(|(index, erase)| (*index, erase.statement()))
    }

    /// Whether the entry at `index` has lost its file by right.
    #[must_use]
    pub fn is_erased(&self, index: u64) -> bool {
        self.erasure().is_some_and(|(_, erase)| erase.entries.iter().any(|range| range.contains(index)))
    }

    /// The indices of ballots and refusals whose files are missing, by right or not.
    #[must_use]
    pub const fn missing(&self) -> &BTreeSet<u64> {
        &self.missing
    }

    /// The hash of the last stage's text, which the next stage names: certificate, closing,
    /// opening or definition.
    #[must_use]
    pub fn last_stage(&self) -> Digest {
        if let Some((_, annul)) = &self.annul {
            annul.text_hash()
        } else if let Some((_, certify)) = &self.certify {
            certify.text_hash()
        } else if let Some(closing) = &self.closing {
            closing.close.text_hash()
        } else {
            self.open.as_ref().map_or(self.definition_hash(), |(_, open)| open.text_hash())
        }
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

    /// Who votes.
    #[must_use]
    pub const fn electors(&self) -> &Electors {
        &self.electors
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

    /// Open, closed, certified or annulled; nothing before the opening.
    #[must_use]
    pub const fn state(&self) -> Option<VoteState> {
        if self.annul.is_some() {
            return Some(VoteState::Annulled);
        }
        match (&self.open, &self.closing, &self.certify) {
            (None, ..) => None,
            (Some(_), None, _) => Some(VoteState::Open),
            (Some(_), Some(_), None) => Some(VoteState::Closed),
            (Some(_), Some(_), Some(_)) => Some(VoteState::Certified),
        }
    }
}
