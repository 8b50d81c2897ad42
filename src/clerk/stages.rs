//! Opening, closing and certifying a vote.

use super::{Desk, missing_draw};
use crate::council::VoteId;
use crate::key::PrivateKey;
use crate::record::{check_hours, pending_path};
use crate::report::Code;
use crate::statement::{Certify, Close, Definition, Open};
use crate::submission::{Rejection, Signed};
use crate::tally::tally_file;
use crate::tree::{Digest, FilePath};

/// The program that certifies, as the certificate names it.
pub const PROGRAM: &str = concat!("scrutineer ", env!("CARGO_PKG_VERSION"));

impl Desk {
    /// Seals `definition` and opens its vote.
    ///
    /// # Errors
    /// The rule that definition or opening breaks.
    pub fn open_vote(&mut self, definition: &Definition, keys: &[&PrivateKey]) -> Result<Signed, Rejection> {
        let subject = definition.vote.to_string();
        let sealed = self.append(definition, &subject, keys)?;
        let open = Open {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            vote: definition.vote.clone(),
            previous: sealed.text_hash,
            log: self.record.state(),
        };
        self.append(&open, &subject, keys)?;
        Ok(sealed)
    }

    /// Closes `vote`, with the list of the files that are merged and not recorded yet.
    ///
    /// # Errors
    /// The vote is not open, or a key does not have the role.
    pub fn close_vote(&mut self, vote: &VoteId, keys: &[&PrivateKey]) -> Result<Signed, Rejection> {
        let list = self.pending_of(vote).iter().fold(String::new(), |list, file| list + &file.to_string() + "\n");
        let close = Close {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            vote: vote.clone(),
            previous: self.vote(vote)?.opening().map(|(_, open)| open.text_hash()).ok_or_else(forbidden)?,
            log: self.record.state(),
            pending: list.lines().count() as u64,
            pending_hash: Digest::of(list.as_bytes()),
        };
        self.add(&pending_path(vote), list.into_bytes());
        self.append(&close, vote.as_str(), keys)
    }

    /// Counts `vote`, publishes its tally and certifies it.
    ///
    /// # Errors
    /// The vote is not closed, a pending file was left out, a key does not have the role, too few
    /// witnesses vouch for the hours, a draw is missing, or a sum does not fit.
    pub fn certify_vote(&mut self, vote: &VoteId, keys: &[&PrivateKey]) -> Result<Signed, Rejection> {
        if let Some(fault) = check_hours(&self.record, vote, self.files.tree(), true).into_iter().next() {
            return Err(Rejection::new(fault.code, fault.message));
        }
        let state = self.record.state();
        let tally = tally_file(&self.record, vote, state).map_err(|_| Rejection::plain(Code::CountOverflow))?;
        let tally = tally.ok_or_else(|| Rejection::plain(Code::VoteUnknown))?;
        if let Some(rejection) = missing_draw(&tally) {
            return Err(rejection);
        }
        let bytes = tally.to_bytes();
        let record = self.vote(vote)?;
        let certify = Certify {
            council: self.record.council().clone(),
            record: self.record.fingerprint(),
            vote: vote.clone(),
            previous: record.closing().map(|closing| closing.close.text_hash()).ok_or_else(forbidden)?,
            log: state,
            tally: Digest::of(&bytes),
            counted: tally.ballots.counted,
            program: PROGRAM.to_owned(),
            appeal_until: record.definition().appeal_until,
        };
        let signed = self.append(&certify, vote.as_str(), keys)?;
        self.add(tally_path(vote).as_str(), bytes);
        Ok(signed)
    }
}

fn forbidden() -> Rejection {
    Rejection::plain(Code::StateForbids)
}

/// Where the tally of `vote` is published.
#[must_use]
pub fn tally_path(vote: &VoteId) -> FilePath {
    FilePath::parse(&format!("submissions/tallies/{vote}.json")).expect("an id makes a valid path")
}
