//! The record: the state of keys, rolls, votes and proposals, as a fold over the log.
//!
//! ```text
//! entries + files ─▶ replay ─▶ Record + findings
//! ```
//!
//! The log is the only order; no clock and no date of git is read. [`Record::apply`] takes one
//! entry more and checks everything the rules ask of it, so the clerk's commands, the gate and
//! the audit answer alike: there is no second copy of a rule. [`Record::admit_ballot`] and
//! [`Record::admit_proposal`], with [`Record::admit_paper`], are the acceptance rules of what strangers hand in.

mod admission;
mod ahead;
mod apply;
mod checkpoints;
mod course;
mod electors;
mod files;
mod handed_in;
mod hours;
mod linking;
mod outline;
mod paper;
mod projects;
mod refusal;
mod replay;
mod roll;
mod seen;
mod stages;
mod sums;
mod vote;
mod worth;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use admission::{Admission, Admitted, Taken, check_choice};
pub use checkpoints::{CHECKPOINTS, check_checkpoints};
pub use electors::Electors;
pub use files::Files;
pub use handed_in::{HandedIn, handed_in};
pub use hours::check_hours;
pub use outline::{Interest, voters_named};
pub use paper::RecordedReturn;
pub use refusal::RefusalReason;
pub use replay::{ENTRIES, outline, replay, replay_after};
pub use roll::EnrolledRoll;
pub use seen::check_seen;
pub use stages::pending_path;
pub use sums::Sums;
pub use vote::{Closing, RecordedBallot, VoteRecord};

use crate::council::{CouncilId, ProposalId, RollId, SubjectId, VoteId};
use crate::key::PublicKey;
use crate::log::{LogKey, Tree, leaf_hash};
use crate::report::Code;
use crate::statement::entry::Entry;
use crate::statement::{Genesis, Kind, LogState, Proposal, Role, Roles};
use crate::submission::{Authority, Rejection, Verified};
use crate::tree::{Digest, FilePath, Lookup};

/// A refusal in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecordedRefusal {
    /// Its index.
    pub index: u64,
    /// Whether a ballot, a paper return or a proposal was refused.
    pub kind: Kind,
    /// The vote or the proposal.
    pub subject: SubjectId,
    /// SHA-256 of the refused file.
    pub file: Digest,
    /// The key that signed it; nothing where the file is erased.
    pub signer: Option<PublicKey>,
    /// The reason.
    pub code: Code,
}

/// A proposal's version in the log.
#[derive(Clone, Debug)]
pub struct RecordedProposal {
    /// Its index.
    pub index: u64,
    /// The signed text.
    pub proposal: Verified<Proposal>,
}

/// Everything the log says, up to its last entry.
#[derive(Clone, Debug)]
pub struct Record {
    genesis: Verified<Genesis>,
    roles: Option<Verified<Roles>>,
    /// Who signs the next roles: the genesis' keys, or those that roles handed the root to.
    root: Authority,
    /// Every key that ever held a role or the root.
    officers: BTreeSet<PublicKey>,
    /// Every key that a definition ever named for a witness.
    witnesses: BTreeSet<PublicKey>,
    /// Every key that a definition ever named for a polling station.
    stations: BTreeSet<PublicKey>,
    /// States of the log that a fork statement abandoned.
    abandoned: Vec<LogState>,
    authorities: BTreeMap<Role, Authority>,
    /// The keys that sign checkpoints, each with the index of the entry that named it.
    log_keys: Vec<(u64, LogKey)>,
    rolls: BTreeMap<RollId, Vec<Arc<EnrolledRoll>>>,
    /// Every key that ever stood on a roll of people who may propose.
    proposers: Authority,
    votes: BTreeMap<VoteId, VoteRecord>,
    proposals: BTreeMap<ProposalId, Vec<RecordedProposal>>,
    refusals: Vec<RecordedRefusal>,
    entries: Vec<Entry>,
    tree: Tree,
    /// The path of each file that an entry names and of each that a refusal names; nothing where
    /// the file is missing.
    settled: Lookup<Digest, Option<FilePath>>,
    /// Of whom there are roll lines and ballots; nothing for everybody.
    interest: Option<Interest>,
}

impl Record {
    /// The council.
    #[must_use]
    pub fn council(&self) -> &CouncilId {
        &self.genesis.statement().council
    }

    /// The genesis text's hash: what other statements carry as `record`, and what auditors pin.
    #[must_use]
    pub const fn fingerprint(&self) -> Digest {
        self.genesis.text_hash()
    }

    /// The genesis.
    #[must_use]
    pub const fn genesis(&self) -> &Genesis {
        self.genesis.statement()
    }

    /// The keys that act for the council, once they are named.
    #[must_use]
    pub fn roles(&self) -> Option<&Roles> {
        self.roles.as_ref().map(Verified::statement)
    }

    /// The keys that sign the next roles, and how many of them must.
    #[must_use]
    pub const fn root(&self) -> &Authority {
        &self.root
    }

    /// The states of the log that fork statements abandoned, in the order of the log.
    #[must_use]
    pub fn abandoned(&self) -> &[LogState] {
        &self.abandoned
    }

    /// The key that signs checkpoints now, once it is named.
    #[must_use]
    pub fn log_key(&self) -> Option<&LogKey> {
        self.log_keys.last().map(|(_, key)| key)
    }

    /// The key that signed the checkpoint of `size` entries.
    #[must_use]
    pub fn log_key_at(&self, size: u64) -> Option<&LogKey> {
        self.log_keys.iter().rev().find(|(index, _)| *index < size).map(|(_, key)| key)
    }

    /// The versions of the roll `id`, first to last.
    #[must_use]
    pub fn roll(&self, id: &RollId) -> &[Arc<EnrolledRoll>] {
        self.rolls.get(id).map_or(&[], Vec::as_slice)
    }

    /// The newest version of every roll.
    pub fn newest_rolls(&self) -> impl Iterator<Item = &EnrolledRoll> {
        self.rolls.values().filter_map(|versions| versions.last()).map(Arc::as_ref)
    }

    /// The vote `id`.
    #[must_use]
    pub fn vote(&self, id: &VoteId) -> Option<&VoteRecord> {
        self.votes.get(id)
    }

    /// Every vote, by id.
    pub fn votes(&self) -> impl Iterator<Item = (&VoteId, &VoteRecord)> {
        self.votes.iter()
    }

    /// The recorded versions of the proposal `id`, first to last.
    #[must_use]
    pub fn proposal(&self, id: &ProposalId) -> &[RecordedProposal] {
        self.proposals.get(id).map_or(&[], Vec::as_slice)
    }

    /// The recorded versions of every proposal, by its name.
    pub fn proposals(&self) -> impl Iterator<Item = &[RecordedProposal]> {
        self.proposals.values().map(Vec::as_slice)
    }

    /// Every refusal, in the order of the log.
    #[must_use]
    pub fn refusals(&self) -> &[RecordedRefusal] {
        &self.refusals
    }

    /// Every entry, in its order.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The leaf hashes of the entries, in their order.
    #[must_use]
    pub fn leaves(&self) -> &[Digest] {
        self.tree.leaves()
    }

    /// Size and root of the log now.
    #[must_use]
    pub fn state(&self) -> LogState {
        let size = self.tree.leaves().len();
        LogState { size: size as u64, root: self.tree.root_at(size).expect("the tree has as many leaves") }
    }

    /// Size and root of the log when it had `size` entries; nothing where it never had.
    #[must_use]
    pub fn state_at(&self, size: u64) -> Option<LogState> {
        let root = self.tree.root_at(usize::try_from(size).ok()?)?;
        Some(LogState { size, root })
    }

    /// Whether the file with this hash is recorded or refused.
    #[must_use]
    pub fn is_settled(&self, file: &Digest) -> bool {
        self.settled.contains(file)
    }

    /// Whether the file with this hash is recorded or refused, and lies at `path`.
    #[must_use]
    pub fn is_settled_at(&self, file: &Digest, path: &FilePath) -> bool {
        self.settled.get(file).is_some_and(|settled| settled.as_ref() == Some(path))
    }

    fn size(&self) -> u64 {
        self.tree.leaves().len() as u64
    }

    /// The keys of `role`.
    ///
    /// # Errors
    /// No roles were named yet, or not this one.
    pub fn authority(&self, role: Role) -> Result<&Authority, Rejection> {
        self.authorities.get(&role).ok_or_else(|| Rejection::plain(Code::KeyUnknown))
    }

    /// Puts an entry whose file is missing at the end of the log.
    fn push_missing(&mut self, entry: Entry) {
        let index = self.size();
        let vote = VoteId::parse(&entry.subject).ok().filter(|_| matches!(entry.kind, Kind::Ballot | Kind::Paper));
        if let Some(vote) = vote.and_then(|id| self.votes.get_mut(&id)) {
            vote.missing.insert(index);
            vote.last_index = index;
        }
        self.push(entry, None);
    }

    /// Puts an entry at the end of the log, whatever its file says.
    fn push(&mut self, entry: Entry, path: Option<&FilePath>) {
        self.tree.push(leaf_hash(entry.line().as_bytes()));
        self.settled.get_or_insert_with(entry.file, || path.cloned());
        self.entries.push(entry);
    }
}
