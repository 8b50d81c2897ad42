//! Who votes: the electorates of a vote, side by side, each with its recorded roll.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use super::EnrolledRoll;
use crate::council::{ElectorateId, VoterId};
use crate::key::PublicKey;
use crate::language::Bilingual;
use crate::report::Code;
use crate::statement::Enrolment;
use crate::submission::{Authority, Rejection};

/// The voters of a vote. A line is counted through all electorates, in the order of the definition.
#[derive(Clone, Debug)]
pub struct Electors {
    rolls: Vec<(ElectorateId, Arc<EnrolledRoll>)>,
    /// The keys of all rolls together; nothing where there is one roll, which has them.
    authority: Option<Authority>,
}

impl Electors {
    /// The voters of these electorates, at least one.
    ///
    /// # Errors
    /// A voter or a key on two of the rolls: a ballot must belong to one electorate.
    pub(super) fn new(rolls: Vec<(ElectorateId, Arc<EnrolledRoll>)>) -> Result<Self, Rejection> {
        if rolls.len() < 2 {
            return Ok(Self { rolls, authority: None });
        }
        let (mut voters, mut keys) = (BTreeSet::new(), BTreeSet::new());
        for line in rolls.iter().flat_map(|(_, roll)| &roll.roll().voters) {
            if !voters.insert(&line.voter) || line.key.is_some_and(|key| !keys.insert(key)) {
                return Err(twice(&line.voter));
            }
        }
        let authority = Authority::one_of(rolls.iter().flat_map(|(_, roll)| roll.keys().cloned()));
        Ok(Self { rolls, authority: Some(authority) })
    }

    /// Each electorate with its roll and the lines that are its own.
    pub fn electorates(&self) -> impl Iterator<Item = (&ElectorateId, &EnrolledRoll, Range<usize>)> {
        let mut next = 0;
        self.rolls.iter().map(move |(id, roll)| {
            let first = next;
            next += roll.roll().voters.len();
            (id, roll.as_ref(), first..next)
        })
    }

    /// Every line, in the order in which lines are counted.
    pub fn lines(&self) -> impl Iterator<Item = &Enrolment> {
        self.rolls.iter().flat_map(|(_, roll)| &roll.roll().voters)
    }

    /// How many lines there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rolls.iter().map(|(_, roll)| roll.roll().voters.len()).sum()
    }

    /// Whether nobody may vote.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The line at `at`.
    #[must_use]
    pub fn get(&self, at: usize) -> Option<&Enrolment> {
        let (_, roll, range) = self.electorates().find(|(.., range)| range.contains(&at))?;
        roll.roll().voters.get(at - range.start)
    }

    /// The line of `voter`.
    #[must_use]
    pub fn line(&self, voter: &VoterId) -> Option<&Enrolment> {
        self.rolls.iter().find_map(|(_, roll)| roll.roll().line(voter))
    }

    /// Where `voter` stands among the lines; `key` is one of the voter's, which makes it quick to find.
    pub(super) fn place(&self, voter: &VoterId, key: Option<&PublicKey>) -> Option<usize> {
        self.electorates().find_map(|(_, roll, range)| {
            let lines = &roll.roll().voters;
            let quick = key.and_then(|key| roll.line_of(key)).filter(|at| lines[*at].voter == *voter);
            let at = quick.or_else(|| lines.binary_search_by(|line| line.voter.cmp(voter)).ok())?;
            Some(range.start + at)
        })
    }

    /// The voter whose line holds `key`.
    #[must_use]
    pub fn voter_of(&self, key: &PublicKey) -> Option<&VoterId> {
        self.rolls.iter().find_map(|(_, roll)| roll.voter_of(key))
    }

    /// Whose ballots these keys sign: exactly one of them each.
    #[must_use]
    pub fn authority(&self) -> &Authority {
        static NOBODY: Authority = Authority::nobody();
        self.authority.as_ref().or_else(|| Some(self.rolls.first()?.1.authority())).unwrap_or(&NOBODY)
    }
}

fn twice(voter: &VoterId) -> Rejection {
    let message = Bilingual::new(
        format!("`{voter}` ou sa clé figure dans deux des corps électoraux de ce vote ; un bulletin est d’un seul"),
        format!("`{voter}` or its key stands in two electorates of this vote; a ballot belongs to one"),
    );
    Rejection::new(Code::VoterTwice, message)
}
