//! Which of a voter's ballots counts.

use super::paper::prevailing;
use crate::council::StationId;
use crate::council::tally::SupersededBallot;
use crate::record::{RecordedBallot, VoteRecord};

/// The recorded ballots of a vote, one counted a voter.
#[derive(Clone, Debug)]
pub struct BallotBox<'a> {
    counted: Vec<&'a RecordedBallot>,
    set_aside: Vec<(&'a RecordedBallot, &'a StationId)>,
    superseded: Vec<SupersededBallot>,
}

impl<'a> BallotBox<'a> {
    /// Sorts the recorded ballots of `vote`: of each voter's the one under the latest key counts,
    /// of those the one with the greatest `seq`; of two with equal `seq`, the one with the greater
    /// text hash. The order of the log plays no part.
    #[must_use]
    pub fn of(vote: &'a VoteRecord) -> Self {
        let mut last: Vec<Option<&RecordedBallot>> = vec![None; vote.electors().len()];
        for ballot in vote.ballots() {
            let counted = last[ballot.line()].get_or_insert(ballot);
            if ballot.rank() > counted.rank() {
                *counted = ballot;
            }
        }
        let by = |ballot: &RecordedBallot| last[ballot.line()].map(RecordedBallot::index);
        let superseded = vote.ballots().iter().filter_map(|ballot| {
            let by = by(ballot).filter(|by| *by != ballot.index())?;
            Some(SupersededBallot { index: ballot.index(), by })
        });
        let superseded = superseded.collect();
        let mut counted: Vec<&RecordedBallot> = last.iter().copied().flatten().collect();
        counted.sort_by_key(|ballot| ballot.index());
        let signed = prevailing(vote);
        let on_paper = |ballot: &&RecordedBallot| signed.get(&ballot.line()).copied();
        let set_aside = counted.iter().filter_map(|ballot| Some((*ballot, on_paper(ballot)?))).collect();
        counted.retain(|ballot| on_paper(ballot).is_none());
        Self { counted, set_aside, superseded }
    }

    /// The ballots that count, in the order of the log.
    #[must_use]
    pub fn counted(&self) -> &[&'a RecordedBallot] {
        &self.counted
    }

    /// The ballots that are not counted, since their voters signed the register of a polling station,
    /// and where.
    #[must_use]
    pub fn set_aside(&self) -> &[(&'a RecordedBallot, &'a StationId)] {
        &self.set_aside
    }

    /// The ballots that another one replaced.
    #[must_use]
    pub fn superseded(&self) -> &[SupersededBallot] {
        &self.superseded
    }
}
