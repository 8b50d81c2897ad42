//! The counts of a vote: one of all its ballots, or one for each of its electorates.

use std::ops::Range;

use super::{BallotBox, Lots, Overflow, PaperBox, Poll, count, least_change};
use crate::council::tally::Outcome;
use crate::council::{ElectorateId, ElectoratesCounted, Rules};
use crate::record::VoteRecord;
use crate::statement::Definition;

/// One count, and the weight of the roll or rolls it is of.
#[derive(Clone, Debug)]
pub struct Counted<'a> {
    /// The electorate; nothing where all ballots are counted together.
    pub electorate: Option<&'a ElectorateId>,
    /// The weight of all who might have voted.
    pub seats: u64,
    /// What the ballots add up to.
    pub outcome: Outcome,
    /// The fewest ballots that would have changed it.
    pub least_change: Option<u64>,
}

/// Counts the ballots of `vote` under the rules of `definition`, which are its own or others to try:
/// together, or by electorate where the definition says so.
///
/// # Errors
/// A sum that does not fit.
pub fn counts<'a>(
    vote: &'a VoteRecord,
    definition: &Definition,
    ballots: &BallotBox<'_>,
    papers: &PaperBox<'_>,
    lots: Option<&Lots>,
) -> Result<Vec<Counted<'a>>, Overflow> {
    if definition.electorates_counted == Some(ElectoratesCounted::Separately) {
        let electorates = vote.electors().electorates();
        let one = |(id, _, lines): (&'a ElectorateId, _, Range<usize>)| {
            let seats = seats(vote, &lines)?;
            counted(&definition.rules, Some(id), &Poll::of_electorate(definition, (seats, &lines), ballots, lots))
        };
        return electorates.map(one).collect();
    }
    let seats = seats(vote, &(0..vote.electors().len()))?;
    Ok(vec![counted(&definition.rules, None, &Poll::of(definition, seats, ballots, papers, lots))?])
}

fn counted<'a>(rules: &Rules, electorate: Option<&'a ElectorateId>, poll: &Poll<'_>) -> Result<Counted<'a>, Overflow> {
    let outcome = count(rules, poll)?;
    let least_change = least_change(rules, poll, &outcome);
    Ok(Counted { electorate, seats: poll.seats, outcome, least_change })
}

/// The weight of those on `lines`.
fn seats(vote: &VoteRecord, lines: &Range<usize>) -> Result<u64, Overflow> {
    let lines = vote.electors().lines().skip(lines.start).take(lines.len());
    lines.map(|line| u64::from(line.weight)).try_fold(0, u64::checked_add).ok_or(Overflow)
}
