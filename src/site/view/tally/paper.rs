//! The polling stations of a vote, each register against its box.

use serde::Serialize;

use super::Scene;
use crate::council::tally::{PaperTally, StationTally};

/// The paper channel of a result.
#[derive(Clone, Debug, Serialize)]
pub struct PaperView {
    /// Every station.
    pub stations: Vec<StationView>,
    /// What does not agree, one sentence each.
    pub notes: Vec<String>,
}

/// One station. Where its return is missing, it has no numbers.
#[derive(Clone, Debug, Serialize)]
pub struct StationView {
    /// Its name.
    pub name: String,
    /// Whether a return is recorded.
    pub returned: bool,
    /// Voters who signed.
    pub signed: String,
    /// Papers found.
    pub found: String,
    /// Blank papers.
    pub blank: String,
    /// Spoilt papers.
    pub spoilt: String,
    /// Papers found less voters who signed, with its sign; 0 is shown too.
    pub difference: String,
    /// Whether they differ.
    pub differs: bool,
}

/// What the page shows of `paper`.
pub(super) fn view(scene: &Scene<'_>, paper: &PaperTally) -> PaperView {
    let aside = paper.set_aside.len() as u64;
    let aside = (aside > 0).then(|| scene.say_with("paper_set_aside", &[("count", &scene.number(aside))]));
    let twice = paper.signed_twice.iter().map(|twice| {
        let stations = twice.stations.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        scene.say_with("paper_signed_twice", &[("voter", twice.voter.as_str()), ("stations", &stations)])
    });
    PaperView {
        stations: paper.stations.iter().map(|station| station_view(scene, station)).collect(),
        notes: twice.chain(aside).collect(),
    }
}

fn station_view(scene: &Scene<'_>, station: &StationTally) -> StationView {
    let sign = match station.difference {
        0 => "",
        1.. => "+",
        _ => "−",
    };
    StationView {
        name: station.station.to_string(),
        returned: station.index.is_some(),
        signed: scene.number(station.signed),
        found: scene.number(station.found),
        blank: scene.number(station.blank),
        spoilt: scene.number(station.spoilt),
        difference: format!("{sign}{}", scene.number(station.difference.unsigned_abs())),
        differs: station.difference != 0,
    }
}
