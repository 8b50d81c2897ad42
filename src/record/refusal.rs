//! Refusals: which files get one, and that each has the reason it gives.

use super::admission::{ballot_folder, proposal_name};
use super::paper::paper_folder;
use super::{Files, Record, RecordedRefusal, VoteRecord};
use crate::council::{SubjectId, VoteId};
use crate::key::PublicKey;
use crate::language::Bilingual;
use crate::report::Code;
use crate::statement::{Kind, Refusal, Role};
use crate::submission::Rejection;
use crate::tree::{Digest, FilePath, FileTree};

/// The largest number of refusals recorded for one key in one vote or proposal.
const REFUSALS_PER_KEY: usize = 20;

impl Record {
    pub(super) fn apply_refusal(&mut self, path: &FilePath, bytes: &[u8], files: &Files) -> Result<String, Rejection> {
        let refusal = self.open_own::<Refusal>(self.authority(Role::Log)?, path, bytes, |refusal| refusal.record)?;
        let refusal = refusal.statement();
        let index = self.size();
        if refusal.log_size != index {
            return Err(Rejection::plain(Code::PredecessorMismatch));
        }
        if files.by_hash(&refusal.file).next().is_none() {
            self.settle_unseen(refusal, index);
            let message = Bilingual::new(
                format!("le fichier refusé {} manque", refusal.file),
                format!("the refused file {} is missing", refusal.file),
            );
            return Err(Rejection::new(Code::EntryFileMissing, message));
        }
        let reasons =
            files.by_hash(&refusal.file).find_map(|(path, bytes)| Some((path, self.reason_to_refuse(path, bytes)?)));
        let Some((refused_path, reason)) = reasons.filter(|_| !self.is_settled(&refusal.file)) else {
            return Err(Rejection::plain(Code::RefusalUnfounded));
        };
        if (reason.subject.as_str(), reason.rejection.code) != (refusal.subject.as_str(), refusal.code) {
            return Err(Rejection::plain(Code::RefusalUnfounded));
        }
        self.settled.insert(refusal.file, Some(refused_path.clone()));
        self.refusals.push(RecordedRefusal {
            index,
            kind: reason.kind,
            subject: refusal.subject.clone(),
            file: refusal.file,
            signer: Some(reason.signer),
            code: refusal.code,
        });
        if matches!(reason.kind, Kind::Ballot | Kind::Paper)
            && let Ok(id) = VoteId::parse(refusal.subject.as_str())
            && let Some(vote) = self.votes.get_mut(&id)
        {
            vote.last_index = index;
        }
        Ok(refusal.subject.to_string())
    }

    /// Keeps a refusal whose file is missing. Whether it may be is for the erasure of its vote to
    /// say; its reason can no longer be asked again.
    fn settle_unseen(&mut self, refusal: &Refusal, index: u64) {
        if self.is_settled(&refusal.file) {
            return;
        }
        self.settled.insert(refusal.file, None);
        let vote = VoteId::parse(refusal.subject.as_str()).ok().and_then(|id| self.votes.get_mut(&id));
        let kind = if vote.is_some() { Kind::Ballot } else { Kind::Proposal };
        if let Some(vote) = vote {
            vote.missing.insert(index);
            vote.last_index = index;
        }
        let (subject, file, code) = (refusal.subject.clone(), refusal.file, refusal.code);
        self.refusals.push(RecordedRefusal { index, kind, subject, file, signer: None, code });
    }

    /// Why a file handed in gets a recorded refusal now: nothing when the rules admit it, or when
    /// it is no submission at all.
    #[must_use]
    pub fn reason_to_refuse(&self, path: &FilePath, bytes: &[u8]) -> Option<RefusalReason> {
        let (kind, subject) = match (ballot_folder(path), paper_folder(path), proposal_name(path)) {
            (Some(vote), ..) => (Kind::Ballot, vote.to_string()),
            (None, Some(vote), _) => (Kind::Paper, vote.to_string()),
            (None, None, Some(slug)) => (Kind::Proposal, slug.to_string()),
            (None, None, None) => return None,
        };
        let rejection = self.admit(kind, path, bytes).err()?;
        let signer = rejection.signed_by?;
        Some(RefusalReason { kind, subject: SubjectId::parse(&subject).ok()?, signer, rejection })
    }

    /// Whether the closing of `vote` left the ballot out: it is not on the list, and was neither
    /// recorded nor refused before the closing, nor refused since for another reason than being late.
    #[must_use]
    pub fn is_left_out(&self, vote: &VoteRecord, file: &Digest) -> bool {
        let Some(closing) = vote.closing().filter(|closing| !closing.pending.contains(file)) else { return false };
        let late = |refusal: &RecordedRefusal| refusal.code == Code::VoteClosed && refusal.index > closing.index;
        !self.is_settled(file) || self.refusals.iter().any(|refusal| refusal.file == *file && late(refusal))
    }

    /// The vote in whose folder of ballots or returns `path` lies.
    #[must_use]
    pub fn vote_of(&self, path: &FilePath) -> Option<&VoteRecord> {
        self.vote(&vote_folder(path)?)
    }

    /// The ballots and returns in `folder` that a closing left out, and their votes: refused as late, or
    /// waiting for that.
    #[must_use]
    pub fn left_out(&self, folder: &FileTree) -> Vec<(FilePath, VoteId)> {
        let is_late = |path: &FilePath, bytes: &[u8]| {
            self.reason_to_refuse(path, bytes).is_some_and(|reason| reason.rejection.code == Code::VoteClosed)
        };
        let held = folder.held_below("submissions/ballots").chain(folder.held_below("submissions/paper"));
        let ballots = held.filter(|(path, held)| {
            let file = held.digest();
            self.vote_of(path).is_some_and(|vote| self.is_left_out(vote, &file))
                && (self.is_settled_at(&file, path) || is_late(path, folder.get(path).unwrap_or_default()))
        });
        ballots.filter_map(|(path, _)| Some((path.clone(), vote_folder(path)?))).collect()
    }

    /// Whether one refusal more may be recorded for the signer of a file: their number is capped,
    /// so that one key cannot fill the log. A file on the list of a closing always may, or the
    /// vote could never be certified.
    #[must_use]
    pub fn may_refuse(&self, reason: &RefusalReason, file: &Digest) -> bool {
        let listed = |vote: &VoteRecord| vote.closing().is_some_and(|closing| closing.pending.contains(file));
        if self.votes.values().any(listed) {
            return true;
        }
        let same = |refusal: &&RecordedRefusal| {
            refusal.kind == reason.kind && refusal.subject == reason.subject && refusal.signer == Some(reason.signer)
        };
        self.refusals.iter().filter(same).count() < REFUSALS_PER_KEY
    }
}

fn vote_folder(path: &FilePath) -> Option<VoteId> {
    ballot_folder(path).or_else(|| paper_folder(path))
}

/// Why a file gets a recorded refusal.
#[derive(Clone, Debug)]
pub struct RefusalReason {
    /// A ballot, a paper return or a proposal.
    pub kind: Kind,
    /// The vote or the proposal.
    pub subject: SubjectId,
    /// Who signed the file.
    pub signer: PublicKey,
    /// The rule it breaks.
    pub rejection: Rejection,
}
