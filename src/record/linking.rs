//! What would link a pseudonymous ballot to a person: a key or an id that is seen elsewhere.

use std::sync::Arc;

use super::{EnrolledRoll, Record};
use crate::council::{Mode, RollId, VoteId, VoterId};
use crate::key::PublicKey;
use crate::language::Bilingual;
use crate::report::Code;
use crate::statement::{Definition, Roles, Roll, RollMode};
use crate::submission::Rejection;

const PSEUDONYMOUS: RollMode = RollMode::Voters(Mode::Pseudonymous);

impl Record {
    /// Refuses a pseudonymous roll with a person, or with a key or an id that is seen elsewhere;
    /// and any other roll with a key or an id of a pseudonym.
    pub(super) fn check_roll_links(&self, roll: &Roll) -> Result<(), Rejection> {
        let pseudonymous = roll.mode == PSEUDONYMOUS;
        for line in &roll.voters {
            if pseudonymous && line.person.is_some() {
                let why = Bilingual::new("sa ligne nomme une personne", "its line names a person");
                return Err(links(&line.voter, &why));
            }
            match &line.key {
                Some(key) if pseudonymous => self.check_unseen(&line.voter, key, Some(&roll.roll))?,
                Some(key) => self.check_no_pseudonym(key, || on_roll(&roll.roll))?,
                None => {}
            }
            let others = self.rolls_but(Some(&roll.roll));
            let mut others = others.filter(|other| pseudonymous || other.roll().mode == PSEUDONYMOUS);
            if let Some(other) = others.find(|other| other.roll().line(&line.voter).is_some()) {
                let id = &other.roll().roll;
                let why = Bilingual::new(
                    format!("cet identifiant figure aussi sur la liste `{id}`"),
                    format!("this id stands on the roll `{id}` too"),
                );
                return Err(links(&line.voter, &why));
            }
        }
        Ok(())
    }

    /// Refuses a key for the pseudonymous `voter` that is seen anywhere: on a roll but `own`, among
    /// the council's keys or those of witnesses or polling stations, or where it replaced another in some vote.
    pub(super) fn check_unseen(&self, voter: &VoterId, key: &PublicKey, own: Option<&RollId>) -> Result<(), Rejection> {
        if let Some(roll) = self.rolls_but(own).find(|roll| roll.voter_of(key).is_some()) {
            return Err(links(voter, &on_roll(&roll.roll().roll)));
        }
        if self.officers.contains(key) {
            return Err(links(voter, &of_the_council()));
        }
        if self.witnesses.contains(key) {
            return Err(links(voter, &of_a_witness()));
        }
        if self.stations.contains(key) {
            return Err(links(voter, &of_a_station()));
        }
        match self.votes.iter().find(|(_, vote)| vote.voter_given(key).is_some()) {
            None => Ok(()),
            Some((id, _)) => Err(links(voter, &in_vote(id))),
        }
    }

    /// Refuses the key of a replacement in `vote`: whoever takes it in a public vote may be nobody's
    /// pseudonym, and whoever takes it in a pseudonymous one needs a key that nobody has seen.
    pub(super) fn check_replacement_links(
        &self,
        vote: &Definition,
        voter: &VoterId,
        key: &PublicKey,
    ) -> Result<(), Rejection> {
        match vote.mode {
            Mode::Pseudonymous => self.check_unseen(voter, key, None),
            Mode::Public => self.check_no_pseudonym(key, || in_vote(&vote.vote)),
        }
    }

    /// Refuses roles that give a pseudonym's key a role.
    pub(super) fn check_roles_links(&self, roles: &Roles) -> Result<(), Rejection> {
        let mut keys = roles.roles.values().flat_map(|(_, keys)| keys);
        keys.try_for_each(|key| self.check_no_pseudonym(key, of_the_council))
    }

    /// Refuses a definition that names a pseudonym's key for a witness.
    pub(super) fn check_witness_links(&self, definition: &Definition) -> Result<(), Rejection> {
        let mut keys = definition.witness_keys.iter().map(|witness| &witness.key);
        keys.try_for_each(|key| self.check_no_pseudonym(key, of_a_witness))
    }

    /// Refuses a definition that names a pseudonym's key for a polling station.
    pub(super) fn check_station_links(&self, definition: &Definition) -> Result<(), Rejection> {
        let mut keys = definition.channels.paper.iter().flat_map(|paper| &paper.stations).map(|line| &line.key);
        keys.try_for_each(|key| self.check_no_pseudonym(key, of_a_station))
    }

    /// Refuses another use of a key that is or was a pseudonym's; `used` says which.
    fn check_no_pseudonym(&self, key: &PublicKey, used: impl FnOnce() -> Bilingual) -> Result<(), Rejection> {
        self.pseudonym_of(key).map_or(Ok(()), |voter| Err(links(voter, &used())))
    }

    /// The pseudonymous voter whose key this is or was: on any version of a pseudonymous roll, or
    /// in the place of another key in a pseudonymous vote.
    fn pseudonym_of(&self, key: &PublicKey) -> Option<&VoterId> {
        let rolls = self.rolls_but(None).filter(|roll| roll.roll().mode == PSEUDONYMOUS);
        let votes = self.votes.values().filter(|vote| vote.definition().mode == Mode::Pseudonymous);
        let mut found =
            rolls.filter_map(|roll| roll.voter_of(key)).chain(votes.filter_map(|vote| vote.voter_given(key)));
        found.next()
    }

    /// Every version of every roll but `own`.
    fn rolls_but(&self, own: Option<&RollId>) -> impl Iterator<Item = &EnrolledRoll> {
        let others = self.rolls.iter().filter(move |(id, _)| Some(*id) != own);
        others.flat_map(|(_, versions)| versions).map(Arc::as_ref)
    }

    /// A pseudonymous roll serves one vote: the same id twice would tell how one person voted
    /// both times.
    pub(super) fn check_roll_unused(&self, definition: &Definition) -> Result<(), Rejection> {
        let rolls = definition.electorates.iter().map(|electorate| &electorate.roll);
        let used = |(vote, roll): &(&super::VoteRecord, &RollId)| {
            vote.definition().electorates.iter().any(|electorate| electorate.roll == **roll)
        };
        let pseudonymous = self.votes.values().filter(|vote| vote.definition().mode == Mode::Pseudonymous);
        let used = pseudonymous.flat_map(|vote| rolls.clone().map(move |roll| (vote, roll))).find(used);
        match used {
            None => Ok(()),
            Some((vote, roll)) => {
                let id = &vote.definition().vote;
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

fn on_roll(roll: &RollId) -> Bilingual {
    Bilingual::new(format!("sa clé figure sur la liste `{roll}`"), format!("its key stands on the roll `{roll}`"))
}

fn in_vote(vote: &VoteId) -> Bilingual {
    Bilingual::new(
        format!("sa clé en remplace une autre dans le vote `{vote}`"),
        format!("its key replaces another in the vote `{vote}`"),
    )
}

fn of_the_council() -> Bilingual {
    Bilingual::new("sa clé est une clé du conseil", "its key is one of the council’s own")
}

fn of_a_witness() -> Bilingual {
    Bilingual::new("sa clé est celle d’un témoin", "its key is a witness’s")
}

fn of_a_station() -> Bilingual {
    Bilingual::new("sa clé est celle d’un bureau de vote", "its key is a polling station’s")
}

fn links(voter: &VoterId, why: &Bilingual) -> Rejection {
    let message = Bilingual::new(
        format!("`{voter}` ne serait plus un pseudonyme : {} ; il faut un identifiant et une clé neufs", why.fr),
        format!("`{voter}` would be no pseudonym: {}; a fresh id and a fresh key are needed", why.en),
    );
    Rejection::new(Code::KeyLinksVoter, message)
}
