//! What a method counts: options, ballots with their weights, seats, lots.

use std::ops::Range;

use super::{BallotBox, Lots, PaperBox};
use crate::council::VoterId;
use crate::record::RecordedBallot;
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
    /// All ballots that count of a vote.
    #[must_use]
    pub fn of(
        definition: &'a Definition,
        seats: u64,
        ballots: &'a BallotBox<'a>,
        papers: &'a PaperBox<'a>,
        lots: Option<&'a Lots>,
    ) -> Self {
        let papers = papers.casts().iter().map(|(vote, papers)| Cast { weight: *papers, voter: None, vote });
        let cast = ballots.counted().iter().map(|ballot| cast(ballot));
        Self { options: &definition.options, seats, ballots: cast.chain(papers).collect(), lots }
    }

    /// The ballots of one electorate, whose voters stand on `lines`; papers do not say of which they are.
    #[must_use]
    pub fn of_electorate(
        definition: &'a Definition,
        (seats, lines): (u64, &Range<usize>),
        ballots: &'a BallotBox<'a>,
        lots: Option<&'a Lots>,
    ) -> Self {
        let own = ballots.counted().iter().filter(|ballot| lines.contains(&ballot.line()));
        Self { options: &definition.options, seats, ballots: own.map(|ballot| cast(ballot)).collect(), lots }
    }
}

fn cast(ballot: &RecordedBallot) -> Cast<'_> {
    let (voter, vote) = (&ballot.ballot().voter, &ballot.ballot().choice);
    Cast { weight: ballot.weight(), voter: Some(voter), vote }
}
