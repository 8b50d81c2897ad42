//! The result and the turnout as the files that are published.

use std::ops::Range;

use super::turnout::Presence;
use super::{BallotBox, Counted, Lots, Overflow, PaperBox, counts, doubt};
use crate::council::tally::{
    BallotCounts, CountedBallot, DrawnNumber, ElectorateTally, LogRange, Outcome, RefusedFile, TallyFile, TurnoutFile,
    VoteState,
};
use crate::council::{ElectorateId, VoteId};
use crate::record::{Record, RecordedRefusal, VoteRecord};
use crate::report::Code;
use crate::statement::{Kind, LogState};

/// The result of `vote` as the log stood at `at`: after certification that of the certificate,
/// before it provisional. Nothing where the vote is unknown or was never opened.
///
/// # Errors
/// A sum that does not fit.
pub fn tally_file(record: &Record, vote: &VoteId, at: LogState) -> Result<Option<TallyFile>, Overflow> {
    let Some((vote, opened)) = opened(record, vote) else { return Ok(None) };
    let definition = vote.definition();
    let ballots = BallotBox::of(vote);
    let papers = PaperBox::of(vote);
    let counts = counts(vote, definition, &ballots, &papers, lots(vote).as_ref())?;
    let refused = refusals(record, &definition.vote, at.size);
    let paper = papers.tally(vote, &ballots);
    let presence = Presence::of(vote, &papers);
    let turnout = presence.turnout(vote);
    let seen = doubt::Seen {
        refused: &refused,
        refused_papers: &refused_papers(record, &definition.vote, at.size),
        paper: paper.as_ref(),
        absent: turnout.enrolled.saturating_sub(turnout.voted),
    };
    let doubts = doubt::doubts(vote, &ballots, &counts, &seen);
    let blank = ballots.counted().iter().filter(|ballot| ballot.ballot().choice.is_blank()).count();
    Ok(Some(TallyFile {
        format: "tally/1".to_owned(),
        council: definition.council.clone(),
        vote: definition.vote.clone(),
        definition: vote.definition_hash(),
        rules: definition.rules.name().to_owned(),
        body: definition.rules.body(),
        mode: definition.mode,
        ties: definition.rules.ties(),
        log: range(vote, opened, at),
        turnout,
        ballots: BallotCounts {
            recorded: vote.ballots().len() as u64,
            counted: ballots.counted().len() as u64,
            superseded: ballots.superseded().len() as u64,
            blank: blank as u64,
            refused: refused.len() as u64,
        },
        paper,
        draw: drawn(vote),
        doubts,
        electorates: electorate_tallies(vote, &ballots, &presence, &counts),
        least_change: counts
            .iter()
            .find(|counted| counted.electorate.is_none())
            .and_then(|counted| counted.least_change),
        outcome: whole(counts),
        counted: ballots
            .counted()
            .iter()
            .map(|ballot| CountedBallot { index: ballot.index(), weight: ballot.weight() })
            .collect(),
        superseded: ballots.superseded().to_vec(),
        refused,
    }))
}

/// What may be said of `vote` before it is certified: who took part, and nothing of choices.
/// Nothing where the vote is unknown or was never opened.
#[must_use]
pub fn turnout_file(record: &Record, vote: &VoteId) -> Option<TurnoutFile> {
    let (vote, opened) = opened(record, vote)?;
    let definition = vote.definition();
    let presence = Presence::of(vote, &PaperBox::of(vote));
    // Up to the last entry about this vote, so that other votes do not change this file.
    let at = record.state_at(vote.last_index() + 1)?;
    Some(TurnoutFile {
        format: "turnout/1".to_owned(),
        council: definition.council.clone(),
        vote: definition.vote.clone(),
        definition: vote.definition_hash(),
        state: vote.state().unwrap_or(VoteState::Open),
        log: range(vote, opened, at),
        turnout: presence.turnout(vote),
        electorates: presence.by_electorate(vote),
        recorded: vote.ballots().len() as u64,
        refused: refusals(record, &definition.vote, at.size).len() as u64,
    })
}

/// The count of all ballots, where there is one.
fn whole(counts: Vec<Counted<'_>>) -> Option<Outcome> {
    counts.into_iter().find(|counted| counted.electorate.is_none()).map(|counted| counted.outcome)
}

fn electorate_tallies(
    vote: &VoteRecord,
    ballots: &BallotBox<'_>,
    presence: &Presence,
    counts: &[Counted<'_>],
) -> Vec<ElectorateTally> {
    let own_count = |id: &ElectorateId| counts.iter().find(|counted| counted.electorate == Some(id));
    let tally = |(id, _, lines): (&ElectorateId, _, Range<usize>)| {
        let own = || ballots.counted().iter().filter(|ballot| lines.contains(&ballot.line()));
        ElectorateTally {
            electorate: id.clone(),
            turnout: presence.within(vote, &lines),
            counted: own().count() as u64,
            blank: own().filter(|ballot| ballot.ballot().choice.is_blank()).count() as u64,
            least_change: own_count(id).and_then(|counted| counted.least_change),
            outcome: own_count(id).map(|counted| counted.outcome.clone()),
        }
    };
    let tallies: Vec<ElectorateTally> = vote.electors().electorates().map(tally).collect();
    if tallies.len() > 1 { tallies } else { Vec::new() }
}

fn opened<'a>(record: &'a Record, vote: &VoteId) -> Option<(&'a VoteRecord, u64)> {
    let vote = record.vote(vote)?;
    let (index, _) = vote.opening()?;
    Some((vote, index))
}

fn range(vote: &VoteRecord, opened: u64, at: LogState) -> LogRange {
    LogRange { opened, closed: vote.closing().map(|closing| closing.index), size: at.size, root: at.root }
}

/// The draw of a vote as its tally names it.
fn drawn(vote: &VoteRecord) -> Option<DrawnNumber> {
    let (index, draw) = vote.draw()?;
    let closing_root = vote.closing()?.close.statement().log.root;
    Some(DrawnNumber { index, drawn: draw.drawn, closing_root })
}

fn lots(vote: &VoteRecord) -> Option<Lots> {
    drawn(vote).map(|drawn| Lots::new(vote.definition_hash(), drawn.closing_root, drawn.drawn))
}

fn refusals(record: &Record, vote: &VoteId, size: u64) -> Vec<RefusedFile> {
    of_vote(record, vote, size)
        .map(|refusal| RefusedFile { index: refusal.index, file: refusal.file, code: refusal.code.name().to_owned() })
        .collect()
}

/// Why returns of polling stations were refused.
fn refused_papers(record: &Record, vote: &VoteId, size: u64) -> Vec<Code> {
    of_vote(record, vote, size).filter(|refusal| refusal.kind == Kind::Paper).map(|refusal| refusal.code).collect()
}

fn of_vote<'a>(record: &'a Record, vote: &'a VoteId, size: u64) -> impl Iterator<Item = &'a RecordedRefusal> {
    record.refusals().iter().filter(move |refusal| {
        matches!(refusal.kind, Kind::Ballot | Kind::Paper)
            && refusal.subject.as_str() == vote.as_str()
            && refusal.index < size
    })
}
