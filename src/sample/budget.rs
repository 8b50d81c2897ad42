//! The participatory budget: ballots over three weeks, re-votes, refusals, a closing with ballots
//! that were merged and not yet recorded, one that came too late.

use super::ceremony::RESIDENTS;
use super::{SampleFault, draw, hand_in, officers, open_vote, unix, vote_id, voter_id};
use crate::clerk::Desk;
use crate::council::OptionId;
use crate::key::sample;
use crate::statement::Vote;
use crate::tree::FileTree;

const VOTE: &str = "budget-2026";
const ROLL: &str = "habitants-2026";

/// For each category, its two projects and how many in a hundred choose each; the others choose
/// neither.
const LEANINGS: [[(&str, u64); 2]; 4] = [
    [("jardin-partage", 52), ("bancs-ombrages", 36)],
    [("piste-ecoles", 46), ("atelier-velo", 34)],
    [("cine-plein-air", 30), ("boite-a-livres", 20)],
    [("aire-de-jeux", 50), ("salle-jeunes", 38)],
];

/// Residents whose ballot is blank.
const BLANK: [usize; 2] = [27, 58];
/// Residents who vote again.
const AGAIN: [usize; 6] = [3, 9, 14, 31, 46, 60];

pub(super) fn hold(desk: &mut Desk, content: &FileTree) -> Result<(), SampleFault> {
    let log = sample::key("log");
    open_vote(desk, content, VOTE)?;
    let start = unix("2026-05-04T06:30:00Z");
    for (week, voters) in [1..=28, 29..=52, 53..=72].into_iter().enumerate() {
        for n in voters.filter(|n| takes_part(*n)) {
            ballot(desk, n, start + week as u64 * 604_800 + n as u64 * 3_607, choice(n, 0));
        }
        for n in AGAIN.into_iter().filter(|n| n % 3 == week) {
            ballot(desk, n, start + 1_400_000 + n as u64 * 61, choice(n, 1));
        }
        if week == 1 {
            refused(desk, start + 1_300_000);
        }
        desk.ingest(&log)?;
        desk.checkpoint(&log);
    }
    close(desk, unix("2026-05-24T17:40:00Z"))
}

/// Two ballots that break the rules: two projects of one category, and a project that does not
/// exist. Both voters are counted by their other ballot.
fn refused(desk: &mut Desk, seq: u64) {
    let crowded = ["jardin-partage", "bancs-ombrages", "piste-ecoles"];
    ballot(desk, 5, seq, options(&crowded));
    ballot(desk, 12, seq + 7, options(&["piscine", "piste-ecoles"]));
}

/// Four ballots are merged in the last hour and recorded after the closing, on whose list they
/// stand; a fifth comes too late.
fn close(desk: &mut Desk, seq: u64) -> Result<(), SampleFault> {
    let log = sample::key("log");
    for n in 73..=76 {
        ballot(desk, n, seq + n as u64, choice(n, 0));
    }
    let [first, second] = officers();
    desk.close_vote(&vote_id(VOTE), &[&first, &second])?;
    ballot(desk, 78, seq + 3_600, choice(78, 0));
    desk.ingest(&log)?;
    desk.checkpoint(&log);
    desk.certify_vote(&vote_id(VOTE), &[&first, &second])?;
    Ok(())
}

/// Whether resident `n` votes at all; those whom the scenario names do.
fn takes_part(n: usize) -> bool {
    [5, 12].contains(&n)
        || BLANK.contains(&n)
        || AGAIN.contains(&n)
        || draw(&format!("{VOTE}/takes-part/{n}"), 100) < 82
}

fn ballot(desk: &mut Desk, n: usize, seq: u64, choice: Vote) {
    debug_assert!(n <= RESIDENTS, "the scenario stays within the roll");
    hand_in(desk, VOTE, voter_id(ROLL, n), &format!("resident-{n}"), seq, choice);
}

/// What resident `n` chooses the `time`-th time.
fn choice(n: usize, time: usize) -> Vote {
    if BLANK.contains(&n) {
        return Vote::Choices(Vec::new());
    }
    let mut chosen = Vec::new();
    for (category, leaning) in LEANINGS.iter().enumerate() {
        let mut drawn = draw(&format!("{VOTE}/{n}/{time}/{category}"), 100);
        for (option, share) in leaning {
            if drawn < *share {
                chosen.push(*option);
                break;
            }
            drawn -= share;
        }
    }
    if chosen.is_empty() {
        chosen.push(LEANINGS[n % 4][0].0);
    }
    options(&chosen)
}

pub(super) fn options(ids: &[&str]) -> Vote {
    Vote::Choices(ids.iter().map(|id| OptionId::parse(id).expect("the scenario names options")).collect()).sorted()
}
