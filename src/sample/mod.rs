//! The signed record of the sample council, made again from its published seed.
//!
//! The council is invented; its signatures, log and count are real. Every change of format signs
//! everything anew, so one function of `content/` gives all of `submissions/`, byte for byte.

mod budget;
mod ceremony;
mod motion;
mod proposals;
mod square;

use crate::clerk::{Desk, seal};
use crate::council::{CouncilId, Instant, VoteId, VoterId};
use crate::document::vote::read_file;
use crate::key::{PrivateKey, sample};
use crate::report::{Diagnostic, has_errors};
use crate::statement::{Ballot, Vote};
use crate::submission::{Rejection, sign};
use crate::tree::{Digest, FilePath, FileTree};

/// Why the sample cannot be made: a fault in its content, or in this program.
#[derive(Clone, Debug)]
pub enum SampleFault {
    /// A vote of `content/` that does not hold.
    Content(Vec<Diagnostic>),
    /// A rule that the scenario breaks.
    Rule(Rejection),
}

impl From<Rejection> for SampleFault {
    fn from(rejection: Rejection) -> Self {
        Self::Rule(rejection)
    }
}

/// Makes the sample's `submissions/`, and its files of `content/proposals/` with the hashes of
/// the signed texts they point to, from the files of its `content/`.
///
/// # Errors
/// A vote of `content/` that does not hold, or does not fit the scenario.
pub fn make(content: &FileTree) -> Result<FileTree, SampleFault> {
    let log = sample::key("log");
    let mut desk = ceremony::found()?;
    ceremony::enrol(&mut desk)?;
    proposals::hand_in_first(&mut desk);
    desk.ingest(&log)?;
    desk.checkpoint(&log);
    motion::hold(&mut desk, content)?;
    desk.checkpoint(&log);
    proposals::hand_in_second(&mut desk);
    desk.ingest(&log)?;
    budget::hold(&mut desk, content)?;
    desk.checkpoint(&log);
    proposals::hand_in_late(&mut desk);
    square::open(&mut desk, content)?;
    let proposals = proposals::point_to_texts(&desk, content);
    let mut files = desk.finish(&log);
    files.overlay(&proposals);
    Ok(files)
}

fn council() -> CouncilId {
    CouncilId::parse(sample::COUNCIL).expect("the sample's id is a host name")
}

/// The keys of both officers, who sign for the roles of roll and definition.
fn officers() -> [PrivateKey; 2] {
    [sample::key("officer-1"), sample::key("officer-2")]
}

/// A number from 0 to `below - 1`, drawn from the seed for `what`.
fn draw(what: &str, below: u64) -> u64 {
    let digest = Digest::of_parts(&[sample::SEED.as_bytes(), b"/draw/", what.as_bytes()]);
    let (head, _) = digest.as_bytes().split_first_chunk::<8>().expect("a digest has 32 bytes");
    u64::from_be_bytes(*head) % below
}

/// The random id of the line `n` of `roll`.
fn voter_id(roll: &str, n: usize) -> VoterId {
    let digest = Digest::of_parts(&[sample::SEED.as_bytes(), b"/voter/", roll.as_bytes(), n.to_string().as_bytes()]);
    VoterId::parse(&format!("v{}", digest.short(16))).expect("16 hexadecimal digits")
}

fn unix(instant: &str) -> u64 {
    let instant: Instant = instant.parse().expect("the scenario writes instants");
    u64::try_from(instant.to_unix()).unwrap_or(0)
}

fn vote_id(vote: &str) -> VoteId {
    VoteId::parse(vote).expect("the scenario names votes")
}

/// Opens the vote of `content/votes/<vote>.md`.
fn open_vote(desk: &mut Desk, content: &FileTree, vote: &str) -> Result<(), SampleFault> {
    let path = FilePath::parse(&format!("content/votes/{vote}.md")).expect("an id makes a valid path");
    let source = content.get(&path).unwrap_or_default();
    let (read, findings) = read_file(&path, source);
    let read = read.filter(|_| !has_errors(&findings)).ok_or(SampleFault::Content(findings))?;
    let definition = seal(&read.draft, &path, source, content, desk.record()).map_err(SampleFault::Content)?;
    let [first, second] = officers();
    desk.open_vote(&definition, &[&first, &second])?;
    Ok(())
}

/// Hands in a ballot of `voter` under the key named `key`.
fn hand_in(desk: &mut Desk, vote: &str, voter: VoterId, key: &str, seq: u64, choice: Vote) {
    let vote = vote_id(vote);
    let definition = desk.record().vote(&vote).map(crate::record::VoteRecord::definition_hash);
    let definition = definition.expect("the scenario opens a vote before it hands in ballots");
    let ballot = Ballot { council: council(), vote, definition, voter, seq, choice: choice.sorted() };
    let signed = sign(&ballot, &[&sample::key(key)]);
    desk.hand_in(signed.path, signed.bytes);
}
