//! What may happen beside the stages of a vote: incidents, replaced keys, a draw, an annulment,
//! an erasure; and the end of a fork of the log.

use super::Record;
use super::roll::enrol;
use super::stages::{expect_previous, expect_state};
use crate::council::tally::VoteState;
use crate::council::{Instant, Ties};
use crate::language::Bilingual;
use crate::report::Code;
use crate::statement::{
    Annul, Definition, Draw, Erase, Fork, Incident, IndexRange, KeyReplacement, Kind, Replacement, Role,
};
use crate::submission::Rejection;
use crate::tree::FilePath;

impl Record {
    pub(super) fn apply_incident(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let authority = self.authority(Role::Definition)?;
        let incident = self.open_own::<Incident>(authority, path, bytes, |incident| incident.record)?;
        let (index, state) = (self.size(), self.state());
        let statement = incident.statement();
        let vote = self.vote_mut(&statement.vote)?;
        let (Some(VoteState::Open), Some((_, open))) = (vote.state(), &vote.open) else {
            return Err(Rejection::plain(Code::StateForbids));
        };
        let last = vote.incidents.last().map_or(open.text_hash(), |(_, last)| last.text_hash());
        if statement.number as usize != vote.incidents.len() + 1 {
            return Err(Rejection::plain(Code::PredecessorMismatch));
        }
        expect_previous(statement.previous, last)?;
        expect_state(statement.log, state)?;
        if let Some(closes) = statement.closes {
            check_extension(vote.definition(), vote.closes(), closes)?;
        }
        let id = statement.vote.to_string();
        vote.incidents.push((index, incident));
        vote.last_index = index;
        Ok(id)
    }

    pub(super) fn apply_replacement(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let authority = self.authority(Role::Roll)?;
        let replacement = self.open_own::<Replacement>(authority, path, bytes, |replacement| replacement.record)?;
        let index = self.size();
        let Replacement { vote: id, definition, voter, generation, key, .. } = replacement.statement();
        let vote = self.vote(id).ok_or_else(|| Rejection::plain(Code::VoteUnknown))?;
        expect_previous(*definition, vote.definition_hash())?;
        if vote.state() != Some(VoteState::Open) {
            return Err(Rejection::plain(Code::StateForbids));
        }
        if vote.definition().key_replacement == KeyReplacement::Refused {
            return Err(Rejection::plain(Code::ReplacementForbidden));
        }
        let Some(line) = vote.electors().line(voter) else { return Err(Rejection::plain(Code::VoterUnknown)) };
        if line.key.is_none() && vote.votes_on_paper_alone() {
            let message = Bilingual::new(
                format!("`{voter}` n’avait pas de clé et vote sur papier : les voies de ce vote sont disjointes"),
                format!("`{voter}` had no key and votes on paper: the channels of this vote are disjoint"),
            );
            return Err(Rejection::new(Code::ReplacementForbidden, message));
        }
        if vote.generation(voter).checked_add(1) != Some(*generation) {
            return Err(Rejection::plain(Code::PredecessorMismatch));
        }
        if vote.holder(key).is_some() {
            let message = Bilingual::new(
                "cette clé signe déjà dans ce vote : une clé par personne, une personne par clé",
                "the key signs in this vote already: one key per voter, one voter per key",
            );
            return Err(Rejection::new(Code::KeyNotVoters, message));
        }
        self.check_replacement_links(vote.definition(), voter, key)?;
        let enrolled = enrol(*key, self.council(), voter.as_str())?;
        let vote = self.vote_mut(id)?;
        vote.replace(voter, &enrolled);
        vote.last_index = index;
        Ok(id.to_string())
    }

    pub(super) fn apply_draw(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let draw = self.open_own::<Draw>(self.authority(Role::Definition)?, path, bytes, |draw| draw.record)?;
        let (index, state) = (self.size(), self.state());
        let statement = draw.statement();
        let vote = self.vote_mut(&statement.vote)?;
        let (Some(VoteState::Closed), Some(closing), None) = (vote.state(), &vote.closing, &vote.draw) else {
            return Err(Rejection::plain(Code::StateForbids));
        };
        expect_previous(statement.previous, closing.close.text_hash())?;
        expect_state(statement.log, state)?;
        if vote.definition().rules.ties() != Some(Ties::Draw) {
            return Err(Rejection::plain(Code::DrawForbidden));
        }
        let id = statement.vote.to_string();
        vote.draw = Some((index, draw));
        vote.last_index = index;
        Ok(id)
    }

    pub(super) fn apply_annul(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let annul = self.open_own::<Annul>(self.authority(Role::Definition)?, path, bytes, |annul| annul.record)?;
        let (index, state) = (self.size(), self.state());
        let statement = annul.statement();
        let vote = self.vote_mut(&statement.vote)?;
        if vote.state().is_none() || vote.annul.is_some() {
            return Err(Rejection::plain(Code::StateForbids));
        }
        expect_previous(statement.previous, vote.last_stage())?;
        expect_state(statement.log, state)?;
        let id = statement.vote.to_string();
        vote.annul = Some((index, annul));
        vote.last_index = index;
        Ok(id)
    }

    pub(super) fn apply_erase(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let erase = self.open_own::<Erase>(self.authority(Role::Definition)?, path, bytes, |erase| erase.record)?;
        let (index, state) = (self.size(), self.state());
        let statement = erase.statement();
        let foreign = statement.entries.iter().find(|range| !self.holds_only_ballots(**range, statement.vote.as_str()));
        let foreign = foreign.copied();
        let vote = self.vote_mut(&statement.vote)?;
        if !matches!(vote.state(), Some(VoteState::Certified | VoteState::Annulled)) || vote.erase.is_some() {
            return Err(Rejection::plain(Code::StateForbids));
        }
        expect_previous(statement.previous, vote.last_stage())?;
        expect_state(statement.log, state)?;
        if statement.retention_until != vote.definition().retention_until {
            let message = Bilingual::new(
                "l’effacement n’a pas la fin de conservation des règles scellées",
                "the erasure does not have the retention end of the sealed rules",
            );
            return Err(Rejection::new(Code::EraseForbidden, message));
        }
        if let Some(range) = foreign {
            let (first, last) = (range.first, range.last);
            let message = Bilingual::new(
                format!("les entrées {first} à {last} ne sont pas toutes des bulletins ou des refus de ce vote"),
                format!("the entries {first} to {last} are not all ballots or refusals of this vote"),
            );
            return Err(Rejection::new(Code::EraseForbidden, message));
        }
        let id = statement.vote.to_string();
        vote.erase = Some((index, erase));
        vote.last_index = index;
        Ok(id)
    }

    fn holds_only_ballots(&self, range: IndexRange, vote: &str) -> bool {
        let (Ok(first), Ok(last)) = (usize::try_from(range.first), usize::try_from(range.last)) else { return false };
        let entries = self.entries().get(first..=last);
        let of_vote = |entry: &crate::statement::entry::Entry| {
            matches!(entry.kind, Kind::Ballot | Kind::Paper | Kind::Refusal) && entry.subject == vote
        };
        entries.is_some_and(|entries| entries.iter().all(of_vote))
    }

    pub(super) fn apply_fork(&mut self, path: &FilePath, bytes: &[u8]) -> Result<String, Rejection> {
        let fork = self.open_own::<Fork>(&self.root, path, bytes, |fork| fork.record)?;
        let statement = fork.statement();
        expect_state(statement.log, self.state())?;
        if self.state_at(statement.abandoned.size) == Some(statement.abandoned) {
            let message = Bilingual::new(
                "l’état à abandonner est de ce journal même",
                "the state to abandon is one of this very log",
            );
            return Err(Rejection::new(Code::StateForbids, message));
        }
        self.abandoned.push(statement.abandoned);
        Ok("council".to_owned())
    }
}

/// An incident may put the closing off, never forward, and by no more than the rules allow.
fn check_extension(definition: &Definition, now: Instant, closes: Instant) -> Result<(), Rejection> {
    let latest = definition.closes.to_unix().saturating_add(i64::from(definition.extension_minutes) * 60);
    if closes > now && closes.to_unix() <= latest {
        return Ok(());
    }
    let (sealed, minutes) = (definition.closes, definition.extension_minutes);
    let message = Bilingual::new(
        format!(
            "clôture à {closes} ; les règles permettent au plus {minutes} min après {sealed}, et jamais plus tôt que {now}"
        ),
        format!(
            "closing at {closes}; the rules allow at most {minutes} min after {sealed}, and never earlier than {now}"
        ),
    );
    Err(Rejection::new(Code::ExtensionForbidden, message))
}
