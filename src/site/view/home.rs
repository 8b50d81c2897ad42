//! The first page: what is open, what comes next, what was decided.

use serde::Serialize;

use super::decision::{self, DecisionRow};
use super::meeting::{self, MeetingRow};
use super::proposal::{self, ProposalCard};
use super::text::{self, NewsRow};
use super::vote::{self, VoteRow};
use super::{Link, Scene, Shell, Stage};
use crate::site::route::Page;

/// The first page.
#[derive(Clone, Debug, Serialize)]
pub struct HomeView {
    /// What every page has.
    pub page: Shell,
    /// The next meeting.
    pub next_meeting: Option<MeetingRow>,
    /// The last meeting.
    pub last_meeting: Option<MeetingRow>,
    /// Votes that are announced, open or being certified.
    pub running: Vec<VoteRow>,
    /// Votes with a result.
    pub results: Vec<VoteRow>,
    /// The last decisions.
    pub decisions: Vec<DecisionRow>,
    /// The last news.
    pub news: Vec<NewsRow>,
    /// Some proposals.
    pub proposals: Vec<ProposalCard>,
    /// All proposals.
    pub all_proposals: Link,
    /// All decisions.
    pub all_decisions: Link,
    /// All votes.
    pub all_votes: Link,
}

impl HomeView {
    /// The first page.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let (coming, past) = meeting::split(scene);
        let takes_place = |row: &MeetingRow| ["planned", "convened"].contains(&row.status.key.as_str());
        let votes = vote::rows(scene);
        let (results, running): (Vec<_>, Vec<_>) = votes.into_iter().partition(|(stage, _)| stage.has_result());
        // What one can vote on now stands before what is announced.
        let (open, ahead): (Vec<_>, Vec<_>) = running.into_iter().partition(|(_, row)| row.state.key == "open");
        let running = [open, ahead].concat();
        let decisions = scene.library.decisions();
        let proposals = proposal::cards(scene);
        let all = |key: &str, count: usize| scene.say_with(key, &[("count", &count.to_string())]);
        let rows = |list: Vec<(Stage, VoteRow)>| list.into_iter().map(|(_, row)| row).collect();
        Self {
            page: Shell::new(scene, &Page::Home, "home", &scene.say("nav_home"), &[]),
            next_meeting: coming.into_iter().find(takes_place),
            last_meeting: past.into_iter().find(|row| row.status.key == "held"),
            running: rows(running),
            results: rows(results),
            all_proposals: scene.link(&Page::ProposalList, all("all_proposals", proposals.len())),
            all_decisions: scene.link(&Page::Decisions, all("all_decisions", decisions.len())),
            all_votes: scene.link(&Page::VoteList, scene.say("all_votes")),
            decisions: decisions.iter().take(4).map(|taken| decision::row(scene, taken)).collect(),
            news: text::rows(scene, 3),
            proposals: proposals.into_iter().take(6).collect(),
        }
    }
}
