//! What the clerk records beside the stages of a vote.

use super::Desk;
use crate::council::tally::TallyFile;
use crate::council::{Instant, Ties, VoteId, VoterId};
use crate::key::{PrivateKey, PublicKey};
use crate::language::Bilingual;
use crate::record::VoteRecord;
use crate::report::Code;
use crate::statement::{
    Annul, Draw, Erase, Fork, Incident, IndexRange, Kind, LogState, Replacement, Role, Roles, RollAmendment,
    Statement as _,
};
use crate::submission::{Rejection, Signed};
use crate::tree::FilePath;

impl Desk {
    /// Records that something happened during `vote`, and puts its closing off to `closes`, where
    /// that is given.
    ///
    /// # Errors
    /// The vote is not open, or the sealed rules do not allow the extension.
    pub fn incident(
        &mut self,
        vote: &VoteId,
        account: &str,
        closes: Option<Instant>,
        keys: &[&PrivateKey],
    ) -> Result<Signed, Rejection> {
        let record = self.vote(vote)?;
        let before = record.incidents().last().map(|(_, incident)| incident.text_hash());
        let incident = Incident {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            vote: vote.clone(),
            number: u32::try_from(record.incidents().count()).unwrap_or(u32::MAX).saturating_add(1),
            previous: before.unwrap_or(record.last_stage()),
            log: self.record.state(),
            account: account.to_owned(),
            closes,
        };
        self.append(&incident, vote.as_str(), keys)
    }

    /// Gives `voter`, who lost a key, another one for `vote`.
    ///
    /// # Errors
    /// The sealed rules do not allow it, or the key may not be enrolled.
    pub fn replace_key(
        &mut self,
        vote: &VoteId,
        voter: &VoterId,
        key: PublicKey,
        reason: &str,
        keys: &[&PrivateKey],
    ) -> Result<Signed, Rejection> {
        let record = self.vote(vote)?;
        let replacement = Replacement {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            vote: vote.clone(),
            definition: record.definition_hash(),
            voter: voter.clone(),
            generation: record.generation(voter).saturating_add(1),
            key,
            reason: reason.to_owned(),
        };
        self.append(&replacement, vote.as_str(), keys)
    }

    /// Records the number drawn in public after the closing of `vote`.
    ///
    /// # Errors
    /// The vote is not closed, or its rules ask for no draw.
    pub fn draw_lots(
        &mut self,
        vote: &VoteId,
        drawn: u64,
        account: &str,
        keys: &[&PrivateKey],
    ) -> Result<Signed, Rejection> {
        let draw = Draw {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            vote: vote.clone(),
            previous: self.vote(vote)?.last_stage(),
            log: self.record.state(),
            drawn,
            account: account.to_owned(),
        };
        self.append(&draw, vote.as_str(), keys)
    }

    /// Ends `vote` without result, or takes its result back.
    ///
    /// # Errors
    /// The vote was never opened, or is annulled already.
    pub fn annul_vote(&mut self, vote: &VoteId, reason: &str, keys: &[&PrivateKey]) -> Result<Signed, Rejection> {
        let annul = Annul {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            vote: vote.clone(),
            previous: self.vote(vote)?.last_stage(),
            log: self.record.state(),
            reason: reason.to_owned(),
        };
        self.append(&annul, vote.as_str(), keys)
    }

    /// Lets every ballot of `vote` go, those that were refused among them. Returns the statement
    /// and the paths of the files that may be removed.
    ///
    /// # Errors
    /// The vote is neither certified nor annulled, or nothing was ever handed in.
    pub fn erase_vote(&mut self, vote: &VoteId, keys: &[&PrivateKey]) -> Result<(Signed, Vec<FilePath>), Rejection> {
        let record = self.vote(vote)?;
        let (previous, retention_until) = (record.last_stage(), record.definition().retention_until);
        let of_vote = |(_, entry): &(u64, &crate::statement::entry::Entry)| {
            matches!(entry.kind, Kind::Ballot | Kind::Paper | Kind::Refusal) && entry.subject == vote.as_str()
        };
        let indices: Vec<u64> = (0..).zip(self.record.entries()).filter(of_vote).map(|(index, _)| index).collect();
        if indices.is_empty() {
            return Err(Rejection::plain(Code::StateForbids));
        }
        let erase = Erase {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            vote: vote.clone(),
            previous,
            log: self.record.state(),
            retention_until,
            entries: IndexRange::cover(&indices),
        };
        let signed = self.append(&erase, vote.as_str(), keys)?;
        let folders = [format!("submissions/ballots/{vote}"), format!("submissions/paper/{vote}")];
        let files = folders.iter().flat_map(|folder| self.files.tree().below(folder));
        let paths = files.map(|(path, _)| path.clone()).collect();
        Ok((signed, paths))
    }

    /// Ends a fork of the log: `abandoned` is a state that the log's key signed elsewhere.
    ///
    /// # Errors
    /// The state is one of this log, or the keys are not the root's.
    pub fn end_fork(&mut self, abandoned: LogState, account: &str, keys: &[&PrivateKey]) -> Result<Signed, Rejection> {
        let fork = Fork {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            log: self.record.state(),
            abandoned,
            account: account.to_owned(),
        };
        self.append(&fork, "council", keys)
    }

    /// The next roles: those of now with `changes`, each a role, how many of its keys must sign,
    /// and its keys.
    #[must_use]
    pub fn next_roles(&self, changes: &[(Role, u8, Vec<PublicKey>)]) -> Roles {
        let now = self.record.roles();
        let mut roles = now.map(|roles| roles.roles.clone()).unwrap_or_default();
        for (role, threshold, keys) in changes {
            let mut keys = keys.clone();
            keys.sort_by_key(crate::grammar::Token::write);
            keys.dedup();
            roles.insert(*role, (*threshold, keys));
        }
        Roles {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            version: now.map_or(1, |roles| roles.version.saturating_add(1)),
            previous: now.map(Roles::text_hash),
            roles,
        }
    }

    /// Seals an amendment of a roll.
    ///
    /// # Errors
    /// The rule it breaks.
    pub fn amend_roll(&mut self, amendment: &RollAmendment, keys: &[&PrivateKey]) -> Result<Signed, Rejection> {
        self.append(amendment, amendment.roll.as_str(), keys)
    }

    pub(super) fn vote(&self, vote: &VoteId) -> Result<&VoteRecord, Rejection> {
        self.record.vote(vote).ok_or_else(|| Rejection::plain(Code::VoteUnknown))
    }
}

/// Why `tally` cannot be certified yet: a tie that the rules leave to a draw, and no draw.
#[must_use]
pub fn missing_draw(tally: &TallyFile) -> Option<Rejection> {
    let tied = tally.outcomes().flat_map(|(_, outcome)| outcome.fates()).any(|(_, fate)| fate.is_open());
    let missing = tied && tally.ties == Some(Ties::Draw) && tally.draw.is_none();
    missing.then(|| {
        let vote = &tally.vote;
        let message = Bilingual::new(
            format!("une égalité attend un tirage public : `scrutineer draw {vote} --drawn NOMBRE …`"),
            format!("a tie waits for a public draw: `scrutineer draw {vote} --drawn NUMBER …`"),
        );
        Rejection::new(Code::DrawMissing, message)
    })
}
