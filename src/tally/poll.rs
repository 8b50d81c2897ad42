//! What a method counts: options, ballots with their weights, seats, lots.

use super::{BallotBox, Lots, PaperBox};
use crate::council::VoterId;
use crate::statement::{Definition, DefinitionOption, Vote};

/// A ballot that counts, and what it weighs: as much as its voter, or as many papers as say it.
#[derive(Clone, Copy, Debug)]
pub struct Cast<'a> {
    /// The weight, at least 1.
    pub weight: u64,
    /// Whose it is, where that may matter: for a casting vote alone.
    pub voter: Option<&'a VoterId>,
    /// What it says.
    pub vote: &'a Vote,
}

/// All that a method may look at. The order of the ballots decides nothing; that of the options
/// only where the rules say so.
#[derive(Clone, Debug)]
pub struct Poll<'a> {
    /// The options, in the order of the definition.
    pub options: &'a [DefinitionOption],
    /// The weight of the whole roll.
    pub seats: u64,
    /// One ballot a voter, and those of the polling stations.
    pub ballots: Vec<Cast<'a>>,
    /// What a public draw gave, where one was held.
    pub lots: Option<&'a Lots>,
}

impl<'a> Poll<'a> {
    /// The ballots that count of a vote.
    #[must_use]
    pub fn of(
        definition: &'a Definition,
        seats: u64,
        ballots: &'a BallotBox<'a>,
        papers: &'a PaperBox<'a>,
        lots: Option<&'a Lots>,
    ) -> Self {
        let cast = ballots.counted().iter().map(|ballot| {
            let (voter, vote) = (&ballot.ballot().voter, &ballot.ballot().choice);
            Cast { weight: ballot.weight(), voter: Some(voter), vote }
        });
        let papers = papers.casts().iter().map(|(vote, papers)| Cast { weight: *papers, voter: None, vote });
        Self { options: &definition.options, seats, ballots: cast.chain(papers).collect(), lots }
    }
}
