//! The name of the square: a vote that is still open.

use super::ceremony::SQUARE;
use super::{SampleFault, budget::options, draw, hand_in, open_vote, unix, voter_id};
use crate::clerk::Desk;
use crate::key::sample;
use crate::tree::FileTree;

const VOTE: &str = "nom-du-square";
const NAMES: [&str; 4] = ["square-des-tanneurs", "square-des-hirondelles", "square-aline-garnier", "square-du-moulin"];

pub(super) fn open(desk: &mut Desk, content: &FileTree) -> Result<(), SampleFault> {
    let log = sample::key("log");
    desk.ingest(&log)?;
    open_vote(desk, content, VOTE)?;
    let start = unix("2026-11-02T07:30:00Z");
    for n in (1..=SQUARE).filter(|n| draw(&format!("{VOTE}/votes/{n}"), 100) < 45) {
        let chosen: Vec<&str> =
            NAMES.into_iter().filter(|name| draw(&format!("{VOTE}/{n}/{name}"), 100) < 45).take(3).collect();
        let chosen = if chosen.is_empty() { vec![NAMES[n % 4]] } else { chosen };
        hand_in(
            desk,
            VOTE,
            voter_id("habitants-square", n),
            &format!("square-{n}"),
            start + n as u64 * 4_001,
            options(&chosen),
        );
    }
    desk.ingest(&log)?;
    Ok(())
}
