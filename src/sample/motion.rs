//! The members' motion: three for, one against, one abstention.

use super::ceremony::MEMBERS;
use super::{SampleFault, hand_in, officers, open_vote, unix, vote_id, voter_id};
use crate::clerk::Desk;
use crate::council::Answer;
use crate::key::sample;
use crate::statement::Vote;
use crate::tree::FileTree;

const VOTE: &str = "motion-rue-ecole";
const ANSWERS: [Answer; 5] = [Answer::For, Answer::Against, Answer::For, Answer::For, Answer::Abstention];

pub(super) fn hold(desk: &mut Desk, content: &FileTree) -> Result<(), SampleFault> {
    open_vote(desk, content, VOTE)?;
    let start = unix("2026-03-12T18:40:00Z");
    for (n, (name, answer)) in (1..).zip(MEMBERS.into_iter().zip(ANSWERS)) {
        hand_in(desk, VOTE, voter_id("membres-2026", n), name, start + 60 * n as u64, Vote::Answer(answer));
    }
    desk.ingest(&sample::key("log"))?;
    let [first, second] = officers();
    desk.close_vote(&vote_id(VOTE), &[&first, &second])?;
    desk.certify_vote(&vote_id(VOTE), &[&first, &second])?;
    Ok(())
}
