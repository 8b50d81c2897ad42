//! The polling stations of a vote, for a person to read.

use crate::app::Terminal;
use crate::council::tally::{PaperTally, StationTally};
use crate::language::Language::{En, Fr};

/// Each station with its register against its box, and what does not agree.
pub(super) fn print(paper: &PaperTally, terminal: Terminal) {
    for station in &paper.stations {
        let StationTally { station: id, signed, found, blank, spoilt, difference, .. } = station;
        match station.index {
            None => terminal.say(
                &format!("bureau {id} : SANS RELEVÉ consigné"),
                &format!("station {id}: NO RETURN is recorded"),
            ),
            Some(index) => terminal.say(
                &format!(
                    "bureau {id} : {}, {} ({}, {}), écart {difference:+} ; relevé {index}",
                    Fr.count(*signed, "émargement", "émargements"),
                    Fr.count(*found, "papier", "papiers"),
                    Fr.count(*blank, "blanc", "blancs"),
                    Fr.count(*spoilt, "nul", "nuls")
                ),
                &format!(
                    "station {id}: {signed} signed, {} ({blank} blank, {spoilt} spoilt), difference {difference:+}; return {index}",
                    En.count(*found, "paper", "papers")
                ),
            ),
        }
    }
    for twice in &paper.signed_twice {
        let stations = twice.stations.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        let voter = &twice.voter;
        terminal.say(
            &format!("À EXAMINER : {voter} a émargé dans plusieurs bureaux : {stations}"),
            &format!("TO CONSIDER: {voter} signed at several stations: {stations}"),
        );
    }
    let aside = paper.set_aside.len();
    if aside > 0 {
        let (fr, en) = (
            Fr.count(aside, "bulletin électronique écarté", "bulletins électroniques écartés"),
            En.count(aside, "electronic ballot set aside", "electronic ballots set aside"),
        );
        terminal.say(
            &format!("{fr}, le papier prévalant (PAPER_VOTED)"),
            &format!("{en}, since paper prevails (PAPER_VOTED)"),
        );
    }
}
