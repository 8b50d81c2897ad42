//! The polling stations of a vote, for a person to read.

use crate::app::Terminal;
use crate::council::tally::{PaperTally, StationTally};
use crate::language::Language;

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
                    "bureau {id} : {signed} émargements, {found} papiers ({blank} blancs, {spoilt} nuls), écart {difference:+} ; relevé {index}"
                ),
                &format!(
                    "station {id}: {signed} signed, {found} papers ({blank} blank, {spoilt} spoilt), difference {difference:+}; return {index}"
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
    let aside = paper.set_aside.len() as u64;
    if aside > 0 {
        let (fr, en) = (
            Language::Fr.agree(aside, "bulletin électronique écarté", "bulletins électroniques écartés"),
            Language::En.agree(aside, "electronic ballot set aside", "electronic ballots set aside"),
        );
        terminal.say(
            &format!("{aside} {fr}, le papier prévalant (PAPER_VOTED)"),
            &format!("{aside} {en}, since paper prevails (PAPER_VOTED)"),
        );
    }
}
