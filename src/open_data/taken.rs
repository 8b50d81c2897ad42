//! Decisions with the meeting that took them, and how many voted how.

use crate::document::{AgendaItem, Amendment, Decision, Documents, Meeting, Record, RecordId, RollCall, Voters};

/// A decision with the meeting it was taken at.
#[derive(Clone, Copy, Debug)]
pub struct Taken<'a> {
    /// The meeting's id.
    pub meeting_id: &'a RecordId,
    /// The meeting.
    pub meeting: &'a Record<Meeting>,
    /// The point of the agenda.
    pub item: &'a AgendaItem,
    /// The decision.
    pub decision: &'a Decision,
    /// How many voted how; nothing where the record does not say.
    pub votes: Option<Votes>,
}

/// How many voted how.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Votes {
    /// Members in office; nothing where neither the decision, nor terms, nor seats say it.
    pub eligible: Option<u32>,
    /// Those who voted: for, against or abstaining.
    pub voting: u32,
    /// In favour.
    pub votes_for: u32,
    /// Against.
    pub votes_against: u32,
    /// Abstaining.
    pub abstentions: u32,
    /// Taking no part; nothing where only sums are recorded.
    pub not_voting: Option<u32>,
}

/// Every decision, in the order in which they were taken.
#[must_use]
pub fn taken(documents: &Documents) -> Vec<Taken<'_>> {
    let mut meetings: Vec<(&RecordId, &Record<Meeting>)> = documents.meetings.iter().collect();
    meetings.sort_by_key(|(id, meeting)| (meeting.facts.start, *id));
    meetings.into_iter().flat_map(|(id, meeting)| taken_at(documents, id, meeting)).collect()
}

/// The decisions of one meeting.
pub(super) fn taken_at<'a>(
    documents: &'a Documents,
    meeting_id: &'a RecordId,
    meeting: &'a Record<Meeting>,
) -> impl Iterator<Item = Taken<'a>> {
    meeting.facts.agenda.iter().filter_map(move |item| {
        let decision = item.decision.as_ref()?;
        let votes = votes(documents, meeting, decision.voters.as_ref(), decision.roll_call.as_ref());
        Some(Taken { meeting_id, meeting, item, decision, votes })
    })
}

impl Taken<'_> {
    /// How many voted how on an amendment.
    pub(super) fn votes_on(&self, documents: &Documents, amendment: &Amendment) -> Option<Votes> {
        votes(documents, self.meeting, amendment.voters.as_ref(), amendment.roll_call.as_ref())
    }
}

fn votes(
    documents: &Documents,
    meeting: &Record<Meeting>,
    voters: Option<&Voters>,
    call: Option<&RollCall>,
) -> Option<Votes> {
    let facts = &meeting.facts;
    let in_office = || documents.in_office(&facts.body.id, facts.start.date());
    match (voters, call) {
        (Some(voters), call) => Some(stated(voters, call)),
        (None, Some(call)) => Some(called(call, in_office())),
        (None, None) => None,
    }
}

fn stated(voters: &Voters, call: Option<&RollCall>) -> Votes {
    Votes {
        eligible: Some(voters.eligible),
        voting: voters.voting,
        votes_for: voters.votes_for,
        votes_against: voters.votes_against,
        abstentions: voters.abstentions,
        not_voting: call.map(|call| count(call.not_voting.len())),
    }
}

fn called(call: &RollCall, eligible: Option<u32>) -> Votes {
    let (votes_for, votes_against) = (count(call.votes_for.len()), count(call.votes_against.len()));
    let abstentions = count(call.abstentions.len());
    let voting = votes_for.saturating_add(votes_against).saturating_add(abstentions);
    Votes { eligible, voting, votes_for, votes_against, abstentions, not_voting: Some(count(call.not_voting.len())) }
}

fn count(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
