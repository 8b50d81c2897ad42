//! Recording what was handed in.

use std::collections::BTreeSet;

use super::Desk;
use crate::council::VoteId;
use crate::key::PrivateKey;
use crate::record::{HandedIn, Taken, handed_in};
use crate::statement::Refusal;
use crate::submission::Rejection;
use crate::tree::{Digest, FilePath};

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
        match self.record.admit(waiting.kind, &waiting.path, bytes) {
            Ok(Taken { subject, .. }) => {
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
        let Some(reason) = reason.filter(|reason| self.record.may_refuse(reason, &waiting.file)) else {
            ingested.strays.push((waiting.path, rejection));
            return Ok(());
        };
        let subject = reason.subject;
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
        let folders = [format!("submissions/ballots/{vote}"), format!("submissions/paper/{vote}")];
        let is_of_vote = |path: &FilePath| folders.iter().any(|folder| path.below(folder).is_some());
        let is_submission = |waiting: &HandedIn| {
            let bytes = self.files.tree().get(&waiting.path).unwrap_or_default();
            match self.record.admit(waiting.kind, &waiting.path, bytes) {
                Ok(_) => true,
                Err(rejection) => rejection.signed_by.is_some(),
            }
        };
        let waiting = handed_in(&self.record, self.files.tree()).into_iter();
        waiting
            .filter(|waiting| is_of_vote(&waiting.path) && is_submission(waiting))
            .map(|waiting| waiting.file)
            .collect()
    }
}
