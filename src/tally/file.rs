//! The result and the turnout as the files that are published.

use std::collections::BTreeMap;

use super::{BallotBox, Lots, Overflow, PaperBox, Poll, count, doubt, least_change};
use crate::council::tally::{
    BallotCounts, CountedBallot, DrawnNumber, GroupTurnout, LogRange, RefusedFile, TallyFile, Turnout, TurnoutFile,
    VoteState,
};
use crate::council::{GroupId, VoteId};
use crate::record::{Record, RecordedRefusal, VoteRecord};
use crate::report::Code;
use crate::statement::{Kind, LogState};

/// A group smaller than this is warned about: roll and ballots are public.
const SMALL_GROUP: u64 = 10;

/// The result of `vote` as the log stood at `at`: after certification that of the certificate,
/// before it provisional. Nothing where the vote is unknown or was never opened.
///
/// # Errors
/// A sum that does not fit.
pub fn tally_file(record: &Record, vote: &VoteId, at: LogState) -> Result<Option<TallyFile>, Overflow> {
    let Some((vote, opened)) = opened(record, vote) else { return Ok(None) };
    let definition = vote.definition();
    let ballots = BallotBox::of(vote);
    let seats = seats(vote)?;
    let lots = lots(vote);
    let papers = PaperBox::of(vote);
    let poll = Poll::of(definition, seats, &ballots, &papers, lots.as_ref());
    let outcome = count(&definition.rules, &poll)?;
    let refused = refusals(record, &definition.vote, at.size);
    let paper = papers.tally(vote, &ballots);
    let turnout = turnout(vote, &papers);
    let seen = doubt::Seen {
        refused: &refused,
        refused_papers: &refused_papers(record, &definition.vote, at.size),
        paper: paper.as_ref(),
        absent: turnout.enrolled.saturating_sub(turnout.voted),
    };
    let doubts = doubt::doubts(vote, seats, &ballots, &outcome, &seen);
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
        least_change: least_change(&definition.rules, &poll, &outcome),
        outcome,
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
    // Up to the last entry about this vote, so that other votes do not change this file.
    let at = record.state_at(vote.last_index() + 1)?;
    Some(TurnoutFile {
        format: "turnout/1".to_owned(),
        council: definition.council.clone(),
        vote: definition.vote.clone(),
        definition: vote.definition_hash(),
        state: vote.state().unwrap_or(VoteState::Open),
        log: range(vote, opened, at),
        turnout: turnout(vote, &PaperBox::of(vote)),
        recorded: vote.ballots().len() as u64,
        refused: refusals(record, &definition.vote, at.size).len() as u64,
    })
}

fn opened<'a>(record: &'a Record, vote: &VoteId) -> Option<(&'a VoteRecord, u64)> {
    let vote = record.vote(vote)?;
    let (index, _) = vote.opening()?;
    Some((vote, index))
}

fn range(vote: &VoteRecord, opened: u64, at: LogState) -> LogRange {
    LogRange { opened, closed: vote.closing().map(|closing| closing.index), size: at.size, root: at.root }
}

fn seats(vote: &VoteRecord) -> Result<u64, Overflow> {
    let weights = vote.roll().roll().voters.iter().map(|line| u64::from(line.weight));
    weights.into_iter().try_fold(0, u64::checked_add).ok_or(Overflow)
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

fn turnout(vote: &VoteRecord, papers: &PaperBox<'_>) -> Turnout {
    let lines = &vote.roll().roll().voters;
    let mut voted = vec![false; lines.len()];
    for ballot in vote.ballots() {
        voted[ballot.line()] = true;
    }
    for line in papers.lines() {
        voted[line] = true;
    }
    let mut groups: BTreeMap<&GroupId, (u64, u64)> = BTreeMap::new();
    for (line, voted) in lines.iter().zip(&voted) {
        for group in &line.groups {
            let (enrolled, who_voted) = groups.entry(group).or_default();
            *enrolled += 1;
            *who_voted += u64::from(*voted);
        }
    }
    let group = |(group, (enrolled, voted)): (&GroupId, (u64, u64))| GroupTurnout {
        group: group.clone(),
        enrolled,
        voted,
        small: enrolled < SMALL_GROUP,
    };
    let groups = groups.into_iter().map(group).collect();
    Turnout { enrolled: lines.len() as u64, voted: voted.iter().filter(|voted| **voted).count() as u64, groups }
}
