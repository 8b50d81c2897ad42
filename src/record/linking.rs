//! What would link a pseudonymous ballot to a person: a key or an id that is seen elsewhere.

use super::Record;
use crate::council::{Mode, VoterId};
use crate::key::PublicKey;
use crate::language::Bilingual;
use crate::report::Code;
use crate::statement::{Definition, Roll, RollMode};
use crate::submission::Rejection;

const PSEUDONYMOUS: RollMode = RollMode::Voters(Mode::Pseudonymous);

impl Record {
    /// Refuses a pseudonymous roll with a person, or with a key or an id that is seen on another
    /// roll, on a proposal or among the council's own keys; and any other roll with a key or an
    /// id of a pseudonymous one.
    pub(super) fn check_roll_links(&self, roll: &Roll) -> Result<(), Rejection> {
        let pseudonymous = roll.mode == PSEUDONYMOUS;
        for line in &roll.voters {
            if pseudonymous && line.person.is_some() {
                return Err(links(
                    &line.voter,
                    &Bilingual::new("sa ligne nomme une personne", "its line names a person"),
                ));
            }
            let others = self.rolls.iter().filter(|(id, _)| **id != roll.roll).flat_map(|(_, versions)| versions);
            for other in others.filter(|other| pseudonymous || other.roll().mode == PSEUDONYMOUS) {
                let id = &other.roll().roll;
                if line.key.as_ref().is_some_and(|key| other.voter_of(key).is_some()) {
                    return Err(links(
                        &line.voter,
                        &Bilingual::new(
                            format!("sa clé figure aussi sur la liste `{id}`"),
                            format!("its key stands on the roll `{id}` too"),
                        ),
                    ));
                }
                if other.roll().line(&line.voter).is_some() {
                    return Err(links(
                        &line.voter,
                        &Bilingual::new(
                            format!("cet identifiant figure aussi sur la liste `{id}`"),
                            format!("this id stands on the roll `{id}` too"),
                        ),
                    ));
                }
            }
            if let Some(key) = line.key.as_ref().filter(|_| pseudonymous) {
                self.check_key_links(&line.voter, key)?;
            }
        }
        Ok(())
    }

    /// Refuses a key for a pseudonymous voter that acts for the council, or that replaced another
    /// in some vote.
    pub(super) fn check_key_links(&self, voter: &VoterId, key: &PublicKey) -> Result<(), Rejection> {
        if self.officers.contains(key) {
            let why = Bilingual::new("sa clé est une clé du conseil", "its key is one of the council’s own");
            return Err(links(voter, &why));
        }
        match self.votes.iter().find(|(_, vote)| vote.replaced_keys().any(|other| other == key)) {
            None => Ok(()),
            Some((id, _)) => {
                let why = Bilingual::new(
                    format!("sa clé a servi dans le vote `{id}`"),
                    format!("its key was used in the vote `{id}`"),
                );
                Err(links(voter, &why))
            }
        }
    }

    /// Refuses a key for a pseudonymous voter that stands on any roll.
    pub(super) fn check_key_on_rolls(&self, voter: &VoterId, key: &PublicKey) -> Result<(), Rejection> {
        match self.rolls.values().flatten().find(|roll| roll.voter_of(key).is_some()) {
            None => Ok(()),
            Some(roll) => {
                let id = &roll.roll().roll;
                let why = Bilingual::new(
                    format!("sa clé figure sur la liste `{id}`"),
                    format!("its key stands on the roll `{id}`"),
                );
                Err(links(voter, &why))
            }
        }
    }

    /// A pseudonymous roll serves one vote: the same id twice would tell how one person voted
    /// both times.
    pub(super) fn check_roll_unused(&self, definition: &Definition) -> Result<(), Rejection> {
        let rolls = definition.electorates.iter().map(|electorate| &electorate.roll);
        let used = |vote: &&super::VoteRecord| {
            vote.roll().roll().mode == PSEUDONYMOUS && rolls.clone().any(|roll| *roll == vote.roll().roll().roll)
        };
        match self.votes.values().find(used) {
            None => Ok(()),
            Some(vote) => {
                let (roll, id) = (&vote.roll().roll().roll, &vote.definition().vote);
                let message = Bilingual::new(
                    format!(
                        "la liste pseudonyme `{roll}` sert déjà au vote `{id}` ; il en faut une neuve, avec des clés neuves"
                    ),
                    format!(
                        "the pseudonymous roll `{roll}` serves the vote `{id}` already; a fresh one is needed, with fresh keys"
                    ),
                );
                Err(Rejection::new(Code::RollUsed, message))
            }
        }
    }
}

fn links(voter: &VoterId, why: &Bilingual) -> Rejection {
    let message = Bilingual::new(
        format!("`{voter}` ne serait plus un pseudonyme : {} ; il faut un identifiant et une clé neufs", why.fr),
        format!("`{voter}` would be no pseudonym: {}; a fresh id and a fresh key are needed", why.en),
    );
    Rejection::new(Code::KeyLinksVoter, message)
}
