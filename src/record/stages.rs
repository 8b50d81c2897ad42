//! Opening, closing and certifying: each once, in this order, on the log as it stands.

use std::collections::BTreeSet;

use super::{Closing, Files, Record};
use crate::council::VoteId;
use crate::council::tally::VoteState;
use crate::language::Bilingual;
use crate::report::Code;
use crate::statement::{Certify, Close, LogState, Open, Role, entries};
use crate::submission::Rejection;
use crate::tree::{Digest, FilePath};

impl Record {
    pub(super) fn apply_open(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let open = self.open_own::<Open>(self.authority(Role::Definition)?, path, bytes, |open| open.record)?;
        let (index, state) = (self.size(), self.state());
        let vote = self.vote_mut(&open.statement().vote)?;
        if vote.state().is_some() {
            return Err(Rejection::plain(Code::StateForbids));
        }
        expect_previous(open.statement().previous, vote.definition_hash())?;
        expect_state(open.statement().log, state)?;
        let id = open.statement().vote.to_string();
        vote.open = Some((index, open));
        vote.last_index = index;
        Ok(id)
    }

    pub(super) fn apply_close(&mut self, path: &FilePath, bytes: &[u8], files: &Files) -> Result<String, Rejection> {
        let close = self.open_own::<Close>(self.authority(Role::Definition)?, path, bytes, |close| close.record)?;
        let (index, state) = (self.size(), self.state());
        let statement = close.statement();
        let pending = read_pending(statement, files)?;
        let vote = self.vote_mut(&statement.vote)?;
        let (Some(VoteState::Open), Some((_, open))) = (vote.state(), &vote.open) else {
            return Err(Rejection::plain(Code::StateForbids));
        };
        expect_previous(statement.previous, open.text_hash())?;
        expect_state(statement.log, state)?;
        let id = statement.vote.to_string();
        vote.closing = Some(Closing { index, close, pending });
        vote.last_index = index;
        Ok(id)
    }

    pub(super) fn apply_certify(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let certify =
            self.open_own::<Certify>(self.authority(Role::Definition)?, path, bytes, |certify| certify.record)?;
        let (index, state) = (self.size(), self.state());
        let statement = certify.statement();
        let vote = self.vote(&statement.vote).ok_or_else(|| Rejection::plain(Code::VoteUnknown))?;
        let (Some(VoteState::Closed), Some(closing)) = (vote.state(), &vote.closing) else {
            return Err(Rejection::plain(Code::StateForbids));
        };
        expect_previous(statement.previous, closing.close.text_hash())?;
        expect_state(statement.log, state)?;
        if statement.appeal_until != vote.definition().appeal_until {
            let message = Bilingual::new(
                "le certificat n’a pas la date d’appel des règles scellées",
                "the certificate does not have the day of appeal of the sealed rules",
            );
            return Err(Rejection::new(Code::DefinitionMismatch, message));
        }
        if let Some(left_out) = closing.pending.iter().find(|file| !self.is_settled(file)) {
            let message = Bilingual::new(
                format!("le fichier en attente {left_out} n’a été ni consigné ni refusé"),
                format!("the pending file {left_out} was neither recorded nor refused"),
            );
            return Err(Rejection::new(Code::PendingLeftOut, message));
        }
        let id = statement.vote.to_string();
        let vote = self.vote_mut(&certify.statement().vote.clone())?;
        vote.certify = Some((index, certify));
        vote.last_index = index;
        Ok(id)
    }
}

/// Reads and checks the list of pending files that a closing names.
fn read_pending(close: &Close, files: &Files) -> Result<BTreeSet<Digest>, Rejection> {
    let path = pending_path(&close.vote);
    let list = files.tree().get_str(&path).unwrap_or_default();
    let mismatch = || Rejection::plain(Code::PendingMismatch);
    if Digest::of(list) != close.pending_hash {
        return Err(mismatch());
    }
    let text = std::str::from_utf8(list).map_err(|_| mismatch())?;
    let hashes = text.lines().map(|line| line.parse().map_err(|_| mismatch())).collect::<Result<Vec<Digest>, _>>()?;
    let sorted = hashes.windows(2).all(|pair| pair[0] < pair[1]);
    if !sorted || hashes.len() as u64 != close.pending {
        return Err(mismatch());
    }
    Ok(hashes.into_iter().collect())
}

/// Where the list of pending files of a vote lies.
#[must_use]
pub fn pending_path(vote: &VoteId) -> String {
    format!("submissions/log/pending/{vote}")
}

pub(super) fn expect_previous(found: Digest, expected: Digest) -> Result<(), Rejection> {
    if found == expected { Ok(()) } else { Err(Rejection::plain(Code::PredecessorMismatch)) }
}

pub(super) fn expect_state(found: LogState, expected: LogState) -> Result<(), Rejection> {
    if found == expected {
        return Ok(());
    }
    let (named, here) = (entries(found.size), entries(expected.size));
    let message = Bilingual::new(
        format!(
            "le texte nomme un journal de {} et sa racine ; ici, ce qui le précède, {}, en a une autre",
            named.fr, here.fr
        ),
        format!(
            "the statement names a log of {} and its root; here what comes before it, {}, has another",
            named.en, here.en
        ),
    );
    Err(Rejection::new(Code::LogStateMismatch, message))
}
