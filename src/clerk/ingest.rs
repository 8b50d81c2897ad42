//! Recording what was handed in.

use std::collections::BTreeSet;

use super::Desk;
use crate::council::{SubjectId, VoteId};
use crate::key::PrivateKey;
use crate::record::Record;
use crate::statement::{Kind, Refusal};
use crate::submission::Rejection;
use crate::tree::{Digest, FilePath, FileTree};

/// A file that somebody handed in and that the log does not mention yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HandedIn {
    /// Where it lies.
    pub path: FilePath,
    /// What its folder says it is.
    pub kind: Kind,
    /// SHA-256 of the whole file.
    pub file: Digest,
}

/// What became of the files handed in.
#[derive(Clone, Debug, Default)]
pub struct Ingested {
    /// Recorded, in the order of the log.
    pub recorded: Vec<FilePath>,
    /// Refused with a recorded reason, in the order of the log.
    pub refused: Vec<(FilePath, Rejection)>,
    /// Not a submission, since no key of the roll signed it; it belongs out of the folder.
    pub strays: Vec<(FilePath, Rejection)>,
}

/// The files below `submissions/ballots` and `submissions/proposals` that `record` neither
/// recorded nor refused, in the one order in which they are recorded: proposals before ballots,
/// then by the number in their name, then by path.
#[must_use]
pub fn handed_in(record: &Record, submissions: &FileTree) -> Vec<HandedIn> {
    let folder = |folder, kind| submissions.below(folder).map(move |(path, bytes)| (path, bytes, kind));
    let files = folder("submissions/proposals", Kind::Proposal).chain(folder("submissions/ballots", Kind::Ballot));
    let mut waiting: Vec<HandedIn> = files
        .map(|(path, bytes, kind)| HandedIn { path: path.clone(), kind, file: Digest::of(bytes) })
        .filter(|waiting| !record.is_settled(&waiting.file))
        .collect();
    waiting.sort_by_cached_key(|waiting| (waiting.kind == Kind::Ballot, seq_of(&waiting.path), waiting.path.clone()));
    waiting
}

/// The number in `<name>.<seq>.<hash>.<kind>`; 0 where there is none.
fn seq_of(path: &FilePath) -> u64 {
    path.file_name().split('.').nth(1).and_then(|seq| seq.parse().ok()).unwrap_or(0)
}

impl Desk {
    /// Records or refuses every file handed in. `log_key` signs the refusals.
    ///
    /// # Errors
    /// The log key does not have its role.
    pub fn ingest(&mut self, log_key: &PrivateKey) -> Result<Ingested, Rejection> {
        let mut ingested = Ingested::default();
        for waiting in handed_in(&self.record, self.files.tree()) {
            let bytes = self.files.tree().get(&waiting.path).unwrap_or_default().to_vec();
            self.ingest_one(waiting, &bytes, log_key, &mut ingested)?;
        }
        Ok(ingested)
    }

    fn ingest_one(
        &mut self,
        waiting: HandedIn,
        bytes: &[u8],
        log_key: &PrivateKey,
        ingested: &mut Ingested,
    ) -> Result<(), Rejection> {
        let verdict = match waiting.kind {
            Kind::Ballot => self
                .record
                .admit_ballot(&waiting.path, bytes)
                .map(|ballot| ballot.verified().statement().vote.to_string()),
            _ => self
                .record
                .admit_proposal(&waiting.path, bytes)
                .map(|proposal| proposal.verified().statement().slug.to_string()),
        };
        match verdict {
            Ok(subject) => {
                self.record_file(waiting.kind, &subject, &waiting.path, bytes)?;
                ingested.recorded.push(waiting.path);
            }
            Err(rejection) => self.refuse(waiting, bytes, rejection, log_key, ingested)?,
        }
        Ok(())
    }

    fn refuse(
        &mut self,
        waiting: HandedIn,
        bytes: &[u8],
        rejection: Rejection,
        log_key: &PrivateKey,
        ingested: &mut Ingested,
    ) -> Result<(), Rejection> {
        let reason = self.record.reason_to_refuse(&waiting.path, bytes);
        let subject = reason.and_then(|(subject, _)| SubjectId::parse(&subject).ok());
        let capped = |subject: &SubjectId| {
            rejection.signed_by.is_some_and(|key| self.record.may_refuse(&key, subject.as_str(), &self.files))
        };
        let Some(subject) = subject.filter(capped) else {
            ingested.strays.push((waiting.path, rejection));
            return Ok(());
        };
        let refusal = Refusal {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            subject: subject.clone(),
            file: waiting.file,
            code: rejection.code,
            log_size: self.record.entries().len() as u64,
        };
        self.append(&refusal, subject.as_str(), &[log_key])?;
        ingested.refused.push((waiting.path, rejection));
        Ok(())
    }

    /// The hashes of the submissions for `vote` that the log does not mention yet, sorted.
    pub(super) fn pending_of(&self, vote: &VoteId) -> BTreeSet<Digest> {
        let folder = format!("submissions/ballots/{vote}");
        let is_submission = |waiting: &HandedIn| {
            let bytes = self.files.tree().get(&waiting.path).unwrap_or_default();
            match self.record.admit_ballot(&waiting.path, bytes) {
                Ok(_) => true,
                Err(rejection) => rejection.signed_by.is_some(),
            }
        };
        let waiting = handed_in(&self.record, self.files.tree()).into_iter();
        waiting
            .filter(|waiting| waiting.path.below(&folder).is_some() && is_submission(waiting))
            .map(|waiting| waiting.file)
            .collect()
    }
}
