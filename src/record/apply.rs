//! One entry more: what the rules ask of each kind.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::admission::{Signed, check_signature};
use super::roll::{EnrolledRoll, enrol};
use super::{Electors, Files, Record, RecordedBallot, RecordedProposal, VoteRecord};
use crate::council::{CouncilId, Mode, VoteId};
use crate::key::{EnrolledKey, PublicKey};
use crate::language::Bilingual;
use crate::log::{LogKey, Tree};
use crate::report::Code;
use crate::statement::entry::Entry;
use crate::statement::{Definition, Electorate, Genesis, Kind, Role, Roles, Roll, RollMode, RollVersion, Statement};
use crate::submission::{Authority, Envelope, Rejection, Verified, verify, verify_part};
use crate::tree::{Digest, FilePath, Lookup};

impl Record {
    /// Begins a record with a genesis file, signed by enough of the keys it names.
    ///
    /// # Errors
    /// Why it is not a genesis.
    pub fn begin(path: &FilePath, bytes: &[u8]) -> Result<Self, Rejection> {
        // A genesis vouches for itself; whether it is the right one is for the auditor to pin.
        let envelope = Envelope::open(Kind::Genesis, bytes)?;
        let claimed = envelope.claimed_genesis()?;
        let authority = authority_of(claimed.threshold, &claimed.root, &claimed.council)?;
        let genesis = verify::<Genesis>(&envelope, &claimed.council, &authority)?;
        expect_path(&genesis, path)?;
        let officers = genesis.statement().root.iter().copied().collect();
        let entry = Entry { kind: Kind::Genesis, subject: "council".to_owned(), file: genesis.file_hash() };
        let path = Some(path);
        let mut record = Self {
            genesis,
            roles: None,
            root: authority,
            officers,
            witnesses: BTreeSet::new(),
            stations: BTreeSet::new(),
            abandoned: Vec::new(),
            authorities: BTreeMap::new(),
            log_keys: Vec::new(),
            rolls: BTreeMap::new(),
            proposers: Authority::one_of([]),
            votes: BTreeMap::new(),
            proposals: BTreeMap::new(),
            refusals: Vec::new(),
            entries: Vec::new(),
            tree: Tree::default(),
            settled: Lookup::default(),
            interest: None,
        };
        record.push(entry, path);
        Ok(record)
    }

    /// Takes one entry more. The entry stands in the log whatever is found: where its file does
    /// not bear it out, the state stays as it was and the reason is returned.
    ///
    /// # Errors
    /// The rule that the entry's file breaks.
    pub fn apply(&mut self, entry: Entry, path: &FilePath, bytes: &[u8], files: &Files) -> Result<(), Rejection> {
        self.apply_checked(entry, (path, bytes), files, None)
    }

    /// As [`Record::apply`]; `signed` is what the check of these bytes gave for the keys that the
    /// vote has now, where it was made already.
    pub(super) fn apply_checked(
        &mut self,
        entry: Entry,
        (path, bytes): (&FilePath, &[u8]),
        files: &Files,
        signed: Option<Signed>,
    ) -> Result<(), Rejection> {
        let outcome = self.apply_file(&entry, (path, bytes), files, signed);
        self.push(entry, Some(path));
        outcome
    }

    fn apply_file(
        &mut self,
        entry: &Entry,
        (path, bytes): (&FilePath, &[u8]),
        files: &Files,
        signed: Option<Signed>,
    ) -> Result<(), Rejection> {
        if self.is_settled(&entry.file) {
            return Err(Rejection::plain(Code::AlreadyRecorded));
        }
        let subject = match entry.kind {
            Kind::Genesis => return Err(Rejection::plain(Code::StateForbids)),
            Kind::Roles => self.apply_roles(path, bytes)?,
            Kind::Roll => self.apply_roll(path, bytes)?,
            Kind::Definition => self.apply_definition(path, bytes)?,
            Kind::Open => self.apply_open(path, bytes)?,
            Kind::Ballot => self.apply_ballot((path, bytes), signed)?,
            Kind::Proposal => self.apply_proposal(path, bytes)?,
            Kind::Refusal => self.apply_refusal(path, bytes, files)?,
            Kind::Close => self.apply_close(path, bytes, files)?,
            Kind::Certify => self.apply_certify(path, bytes)?,
            Kind::Draw => self.apply_draw(path, bytes)?,
            Kind::Annul => self.apply_annul(path, bytes)?,
            Kind::Erase => self.apply_erase(path, bytes)?,
            Kind::Incident => self.apply_incident(path, bytes)?,
            Kind::Replacement => self.apply_replacement(path, bytes)?,
            Kind::Fork => self.apply_fork(path, bytes)?,
            Kind::Paper => self.apply_paper(path, bytes)?,
            Kind::Intake => return Err(Rejection::plain(Code::KindUnexpected)),
        };
        if subject == entry.subject {
            return Ok(());
        }
        let message = Bilingual::new(
            format!("l’entrée nomme `{}`, le fichier `{subject}`", entry.subject),
            format!("the entry names `{}`, the file `{subject}`", entry.subject),
        );
        Err(Rejection::new(Code::KindUnexpected, message))
    }

    /// Opens a council's own statement: signed by `authority`, at its path, for this record.
    pub(super) fn open_own<S: Statement>(
        &self,
        authority: &Authority,
        path: &FilePath,
        bytes: &[u8],
        record: impl Fn(&S) -> Digest,
    ) -> Result<Verified<S>, Rejection> {
        let envelope = Envelope::open(S::KIND, bytes)?;
        self.own(verify::<S>(&envelope, self.council(), authority)?, path, record)
    }

    /// A verified statement that lies at its path and is for this record.
    fn own<S: Statement>(
        &self,
        statement: Verified<S>,
        path: &FilePath,
        record: impl Fn(&S) -> Digest,
    ) -> Result<Verified<S>, Rejection> {
        expect_path(&statement, path)?;
        if record(statement.statement()) == self.fingerprint() {
            Ok(statement)
        } else {
            Err(Rejection::plain(Code::CouncilMismatch))
        }
    }

    fn apply_roles(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let roles = self.open_own::<Roles>(&self.root, path, bytes, |roles| roles.record)?;
        let last = self.roles.as_ref().map(|last| (last.statement().version, last.text_hash()));
        expect_successor(last, roles.statement().version, roles.statement().previous)?;
        self.check_roles_links(roles.statement())?;
        let mut authorities = BTreeMap::new();
        for (role, (threshold, keys)) in &roles.statement().roles {
            authorities.insert(*role, authority_of(*threshold, keys, self.council())?);
        }
        let log_key = log_key(roles.statement(), self.council())?;
        self.log_keys.extend(log_key.map(|key| (self.size(), key)));
        if let Some(root) = authorities.remove(&Role::Root) {
            self.root = root;
        }
        self.officers.extend(roles.statement().roles.values().flat_map(|(_, keys)| keys));
        self.authorities = authorities;
        self.roles = Some(roles);
        Ok("council".to_owned())
    }

    fn apply_roll(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let record = |version: &RollVersion| match version {
            RollVersion::Full(roll) => roll.record,
            RollVersion::Amendment(amendment) => amendment.record,
        };
        let authority = self.authority(Role::Roll)?;
        let signed = match &self.interest {
            None => self.open_own::<RollVersion>(authority, path, bytes, record)?,
            Some(interest) => {
                let envelope = Envelope::open(Kind::Roll, bytes)?;
                let part = |text: &[u8]| interest.lines_of(text);
                self.own(verify_part::<RollVersion>(&envelope, self.council(), authority, part)?, path, record)?
            }
        };
        let mut narrowed = self.interest.as_mut().map(|interest| interest.narrow(signed.statement()));
        if let Some(RollVersion::Amendment(amendment)) = &mut narrowed {
            // Who became of interest by a later roll may have no line here that could be removed.
            let last = self.roll(&amendment.roll).last();
            amendment.removed.retain(|voter| last.is_some_and(|last| last.roll().line(voter).is_some()));
        }
        let roll = self.whole_roll(narrowed.as_ref().unwrap_or(signed.statement()))?;
        let id = roll.roll.clone();
        let last = self.roll(&id).last();
        let mode_changed = last.is_some_and(|last| last.roll().mode != roll.mode);
        let last = last.map(|last| (last.roll().version, last.text_hash()));
        expect_successor(last, roll.version, roll.previous)?;
        if mode_changed {
            return Err(Rejection::plain(Code::StateForbids));
        }
        if self.interest.is_none() {
            self.check_roll_links(&roll)?;
        }
        let enrolled = EnrolledRoll::enrol(roll, signed.text_hash(), self.size())?;
        if enrolled.roll().mode == RollMode::Proposers {
            self.proposers.extend(enrolled.keys());
        }
        self.rolls.entry(id.clone()).or_default().push(Arc::new(enrolled));
        Ok(id.to_string())
    }

    /// Every line of a version: its own, or those of the version before with its changes.
    fn whole_roll(&self, version: &RollVersion) -> Result<Roll, Rejection> {
        match version {
            RollVersion::Full(roll) => Ok(roll.clone()),
            RollVersion::Amendment(amendment) => {
                let last = self.roll(&amendment.roll).last().filter(|last| last.text_hash() == amendment.previous);
                let last = last.ok_or_else(|| Rejection::plain(Code::PredecessorMismatch))?;
                Ok(last.roll().amended(amendment)?)
            }
        }
    }

    fn apply_definition(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let authority = self.authority(Role::Definition)?;
        let definition = self.open_own::<Definition>(authority, path, bytes, |definition| definition.record)?;
        let id = definition.statement().vote.clone();
        if self.votes.contains_key(&id) {
            return Err(Rejection::plain(Code::StateForbids));
        }
        let electors = self.electors(definition.statement())?;
        super::worth::check_sums(definition.statement(), &electors)?;
        // An outline keeps but some lines of a roll; the whole record asked.
        if self.interest.is_none() {
            super::worth::check_chair(definition.statement(), &electors)?;
            super::worth::check_reach(definition.statement(), &electors)?;
        }
        self.check_roll_unused(definition.statement())?;
        self.check_proposals(definition.statement())?;
        self.check_witness_links(definition.statement())?;
        self.witnesses.extend(definition.statement().witness_keys.iter().map(|witness| witness.key));
        let stations = self.enrol_stations(definition.statement(), &electors)?;
        self.stations.extend(stations.keys().map(EnrolledKey::public));
        let last_index = self.size();
        let vote = VoteRecord::new(definition, electors, stations, last_index);
        self.votes.insert(id.clone(), vote);
        Ok(id.to_string())
    }

    /// The electorates that a definition names, each with its recorded roll.
    fn electors(&self, definition: &Definition) -> Result<Electors, Rejection> {
        let mut rolls = Vec::new();
        for electorate in &definition.electorates {
            rolls.push((electorate.id.clone(), self.electorate_roll(electorate, definition.mode)?));
        }
        Electors::new(rolls)
    }

    /// The recorded roll of an electorate, by version and hash.
    fn electorate_roll(&self, electorate: &Electorate, mode: Mode) -> Result<Arc<EnrolledRoll>, Rejection> {
        let named = |roll: &&Arc<EnrolledRoll>| {
            roll.roll().version == electorate.version && roll.text_hash() == electorate.hash
        };
        let roll = self.roll(&electorate.roll).iter().find(named);
        match roll {
            Some(roll) if roll.roll().mode == RollMode::Voters(mode) => Ok(Arc::clone(roll)),
            _ => {
                let (id, version) = (&electorate.roll, electorate.version);
                let message = Bilingual::new(
                    format!("la liste `{id}` version {version} n’est pas consignée avec cette empreinte et ce mode"),
                    format!("the roll `{id}` version {version} is not recorded with this hash and mode"),
                );
                Err(Rejection::new(Code::PredecessorMismatch, message))
            }
        }
    }

    /// Every signed proposal that an option stands for must be in the log already.
    fn check_proposals(&self, definition: &Definition) -> Result<(), Rejection> {
        let recorded =
            |hash: &Digest| self.proposals.values().flatten().any(|version| version.proposal.text_hash() == *hash);
        let missing =
            definition.options.iter().find(|option| option.proposal.as_ref().is_some_and(|hash| !recorded(hash)));
        match missing {
            None => Ok(()),
            Some(option) => {
                let message = Bilingual::new(
                    format!("la proposition signée du choix `{}` n’est pas consignée", option.id),
                    format!("the signed proposal of the option `{}` is not recorded", option.id),
                );
                Err(Rejection::new(Code::PredecessorMismatch, message))
            }
        }
    }

    fn apply_ballot(&mut self, (path, bytes): (&FilePath, &[u8]), signed: Option<Signed>) -> Result<String, Rejection> {
        let check =
            |vote: &VoteRecord| signed.unwrap_or_else(|| check_signature(bytes, self.council(), vote.authority()));
        let ballot = self.admit_ballot_with(path, check)?.into_verified();
        let index = self.size();
        let vote = self.vote_mut(&ballot.statement().vote.clone())?;
        let place = vote.place(&ballot.statement().voter, ballot.signers().first());
        let place = place.ok_or_else(|| Rejection::plain(Code::VoterUnknown))?;
        let id = ballot.statement().vote.to_string();
        let generation = vote.generation(&ballot.statement().voter);
        vote.push(RecordedBallot::new(index, ballot, place, generation));
        vote.last_index = index;
        Ok(id)
    }

    fn apply_proposal(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let proposal = self.admit_proposal(path, bytes)?.into_verified();
        let index = self.size();
        let slug = proposal.statement().slug.clone();
        self.proposals.entry(slug.clone()).or_default().push(RecordedProposal { index, proposal });
        Ok(slug.to_string())
    }

    pub(super) fn vote_mut(&mut self, id: &VoteId) -> Result<&mut VoteRecord, Rejection> {
        self.votes.get_mut(id).ok_or_else(|| Rejection::plain(Code::VoteUnknown))
    }
}

fn authority_of(threshold: u8, keys: &[PublicKey], council: &CouncilId) -> Result<Authority, Rejection> {
    let enrolled: Vec<EnrolledKey> =
        keys.iter().map(|key| enrol(*key, council, &key.fingerprint())).collect::<Result<_, _>>()?;
    Ok(Authority::new(usize::from(threshold), enrolled))
}

/// The one key that signs checkpoints.
fn log_key(roles: &Roles, council: &CouncilId) -> Result<Option<LogKey>, Rejection> {
    match roles.roles.get(&Role::Log) {
        None => Ok(None),
        Some((1, keys)) if keys.len() == 1 => Ok(Some(LogKey::new(council, enrol(keys[0], council, "log")?))),
        Some(_) => {
            let message = Bilingual::new("le rôle `log` a une seule clé", "the role `log` has one key");
            Err(Rejection::new(Code::SignersMissing, message))
        }
    }
}

fn expect_path<S: Statement>(statement: &Verified<S>, path: &FilePath) -> Result<(), Rejection> {
    let expected = statement.statement().path(statement.text_hash());
    if expected == *path { Ok(()) } else { Err(Rejection::plain(Code::PathMismatch)) }
}

/// Version 1 without predecessor, or the last version plus one with its hash.
fn expect_successor(last: Option<(u32, Digest)>, version: u32, previous: Option<Digest>) -> Result<(), Rejection> {
    let fits = match last {
        None => version == 1 && previous.is_none(),
        Some((last, hash)) => last.checked_add(1) == Some(version) && previous == Some(hash),
    };
    if fits { Ok(()) } else { Err(Rejection::plain(Code::PredecessorMismatch)) }
}
