//! What the polling stations found, in a tally.

use serde::{Deserialize, Serialize};

use super::SupersededBallot;
use crate::council::{BothChannels, StationId, VoterId};

/// The paper channel of a vote, station by station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PaperTally {
    /// What becomes of who could vote in both channels.
    pub both_channels: BothChannels,
    /// Every station of the vote, by name, those without a return among them.
    pub stations: Vec<StationTally>,
    /// Electronic ballots that are not counted, since their voters signed a register.
    pub set_aside: Vec<SetAsideBallot>,
    /// Voters who signed the registers of several stations.
    pub signed_twice: Vec<SignedTwice>,
    /// Every return that another one of its station replaced, by index.
    pub superseded: Vec<SupersededBallot>,
}

/// One station: its register against its box.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationTally {
    /// The station.
    pub station: StationId,
    /// The index of its return in the log; nothing where none is recorded.
    pub index: Option<u64>,
    /// Voters who signed the register.
    pub signed: u64,
    /// Papers found in the box.
    pub found: u64,
    /// Blank papers among them.
    pub blank: u64,
    /// Spoilt papers among them.
    pub spoilt: u64,
    /// The others.
    pub valid: u64,
    /// Papers found less voters who signed: 0 where they agree.
    pub difference: i64,
}

/// An electronic ballot whose voter voted on paper.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SetAsideBallot {
    /// Its index in the log.
    pub index: u64,
    /// Where its voter signed the register.
    pub station: StationId,
    /// The stable code of the reason: `PAPER_VOTED`.
    pub code: String,
}

/// A voter who signed the registers of several stations.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignedTwice {
    /// The voter.
    pub voter: VoterId,
    /// The stations, by name.
    pub stations: Vec<StationId>,
}

impl PaperTally {
    /// How many papers or signatures are one too many: over all stations what lacks between register
    /// and box, and the second signatures of voters.
    #[must_use]
    pub fn unreconciled(&self) -> u64 {
        let differences = self.stations.iter().map(|station| station.difference.unsigned_abs());
        let again = self.signed_twice.iter().map(|twice| twice.stations.len().saturating_sub(1) as u64);
        differences.chain(again).fold(0, u64::saturating_add)
    }

    /// How many stations have no recorded return.
    #[must_use]
    pub fn without_return(&self) -> u64 {
        self.stations.iter().filter(|station| station.index.is_none()).count() as u64
    }
}
