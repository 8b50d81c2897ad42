//! The returns that count, as ballots, and each register against its box.

use std::collections::BTreeMap;

use super::BallotBox;
use crate::council::tally::{PaperTally, SetAsideBallot, SignedTwice, StationTally, SupersededBallot};
use crate::council::{BothChannels, StationId};
use crate::record::{RecordedReturn, VoteRecord};
use crate::report::Code;
use crate::statement::{PaperReturn, Vote};

/// The papers of a vote, one return a station.
#[derive(Clone, Debug, Default)]
pub struct PaperBox<'a> {
    counted: BTreeMap<&'a StationId, &'a RecordedReturn>,
    casts: Vec<(Vote, u64)>,
}

impl<'a> PaperBox<'a> {
    /// The returns of `vote` that count, and their papers as ballots of its body.
    #[must_use]
    pub fn of(vote: &'a VoteRecord) -> Self {
        let counted = vote.counted_returns();
        let body = vote.definition().rules.body();
        let casts = counted.values().flat_map(|recorded| recorded.paper().ballots(body).unwrap_or_default()).collect();
        Self { counted, casts }
    }

    /// What the papers say, each with how many of them say it.
    #[must_use]
    pub fn casts(&self) -> &[(Vote, u64)] {
        &self.casts
    }

    /// Where the voters who signed a register stand on the roll.
    pub(super) fn lines(&self) -> impl Iterator<Item = usize> {
        self.counted.values().flat_map(|recorded| recorded.lines()).copied()
    }

    /// The paper section of a tally; nothing where the vote takes no paper.
    pub(super) fn tally(&self, vote: &VoteRecord, ballots: &BallotBox<'_>) -> Option<PaperTally> {
        let channel = vote.definition().channels.paper.as_ref()?;
        let aside = ballots.set_aside().iter().map(|(ballot, station)| SetAsideBallot {
            index: ballot.index(),
            station: (*station).clone(),
            code: Code::PaperVoted.name().to_owned(),
        });
        let superseded = vote.returns().iter().filter_map(|recorded| {
            let by = self.counted.get(&recorded.paper().station)?.index();
            (by != recorded.index()).then_some(SupersededBallot { index: recorded.index(), by })
        });
        Some(PaperTally {
            both_channels: channel.both,
            stations: channel.ids().into_iter().map(|id| self.station(id)).collect(),
            set_aside: aside.collect(),
            signed_twice: self.signed_twice(vote),
            superseded: superseded.collect(),
        })
    }

    fn station(&self, id: &StationId) -> StationTally {
        let recorded = self.counted.get(id);
        let number = |number: Option<u64>| number.unwrap_or(0);
        let paper = recorded.map(|recorded| recorded.paper());
        let signed = number(paper.map(|paper| paper.voters.len() as u64));
        let found = number(paper.map(|paper| paper.found));
        StationTally {
            station: id.clone(),
            index: recorded.map(|recorded| recorded.index()),
            signed,
            found,
            blank: number(paper.map(|paper| paper.blank)),
            spoilt: number(paper.map(|paper| paper.spoilt)),
            valid: number(paper.and_then(PaperReturn::valid)),
            // Both are below 2^40.
            difference: found.cast_signed() - signed.cast_signed(),
        }
    }

    fn signed_twice(&self, vote: &VoteRecord) -> Vec<SignedTwice> {
        let mut stations: BTreeMap<usize, Vec<StationId>> = BTreeMap::new();
        for (station, recorded) in &self.counted {
            for line in recorded.lines() {
                stations.entry(*line).or_default().push((*station).clone());
            }
        }
        let twice = stations.into_iter().filter(|(_, stations)| stations.len() > 1);
        let voter = |line| vote.electors().get(line).map(|line| line.voter.clone());
        twice.filter_map(|(line, stations)| Some(SignedTwice { voter: voter(line)?, stations })).collect()
    }
}

/// Of each line of the roll whose voter signed a register of `vote`, the first station by name, where
/// that sets an electronic ballot aside.
pub(super) fn prevailing(vote: &VoteRecord) -> BTreeMap<usize, &StationId> {
    let mut signed = BTreeMap::new();
    let both = vote.definition().channels.paper.as_ref().map(|paper| paper.both);
    if both == Some(BothChannels::PaperPrevails) {
        for (station, recorded) in vote.counted_returns() {
            for line in recorded.lines() {
                signed.entry(*line).or_insert(station);
            }
        }
    }
    signed
}
