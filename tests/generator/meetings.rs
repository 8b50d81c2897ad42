//! Meetings, decisions and what follows a count, on the sample council: every state occurs, and every
//! page that is made of them is there. Cases in words stand in `tests/site/` and `tests/law/`.

#![cfg(feature = "site")]

use crate::support::website;

use std::collections::BTreeSet;

use parvis::document::{
    self, Ballot, ContestStatus, DecisionOutcome, DecisionStatus, Documents, ItemKind, Life, MeetingStatus,
    MinutesStatus, Role, VotingRight,
};
use parvis::report::{Code, Severity};
use parvis::site::{self, Settings};
use parvis::tree::{FilePath, FileTree};
use website::sample;

fn at(path: &str) -> FilePath {
    FilePath::parse(path).expect("a path")
}

fn day(text: &str) -> Settings {
    Settings { as_of: Some(text.parse().expect("a day")), ..Settings::default() }
}

fn page(tree: &FileTree, settings: Settings, path: &str) -> String {
    let output = site::build(tree, settings).0.expect("a site");
    let bytes = output.render(&at(path)).expect("renders").unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

fn documents() -> Documents {
    document::read(&sample()).0.expect("documents")
}

/// Every value of `met` occurs, but for `without`.
fn all<T: Copy + Ord + std::fmt::Debug>(values: &[T], met: impl Iterator<Item = T>, without: &[T]) {
    let met: BTreeSet<T> = met.collect();
    let wanted: BTreeSet<T> = values.iter().copied().filter(|value| !without.contains(value)).collect();
    assert_eq!(met, wanted);
}

#[test]
fn the_sample_shows_every_status() {
    let documents = documents();
    let meetings = || documents.meetings.values().map(|meeting| &meeting.facts);
    let items = || meetings().flat_map(|meeting| &meeting.agenda);
    let decisions = || items().filter_map(|item| item.decision.as_ref());
    all(MeetingStatus::ALL, meetings().map(|meeting| meeting.status), &[]);
    all(MinutesStatus::ALL, documents.minutes.values().map(|minutes| minutes.facts.status), &[]);
    all(ItemKind::ALL, items().map(|item| item.kind), &[]);
    let outcomes = decisions().map(|decision| decision.outcome).chain(items().filter_map(|item| item.outcome));
    all(DecisionOutcome::ALL, outcomes, &[]);
    // A decision that another supersedes need not say so itself.
    let superseded =
        decisions().filter_map(|decision| decision.supersedes.as_ref()).map(|_| DecisionStatus::Superseded);
    let lived = decisions().flat_map(|decision| &decision.history).map(|step| step.status);
    let stated = decisions().filter_map(|decision| decision.status);
    all(DecisionStatus::ALL, stated.chain(lived).chain(superseded), &[]);
    all(Ballot::ALL, decisions().filter_map(|decision| decision.ballot), &[]);
    // An upheld contest is followed by an annulment in the log, and nothing signed here is annulled.
    let steps = documents.contests.values().flat_map(|contest| &contest.facts.history).map(|step| step.status);
    all(ContestStatus::ALL, steps, &[ContestStatus::Upheld]);
    let terms = || documents.people.values().flat_map(|person| &person.facts.terms);
    all(Role::ALL, terms().map(|term| term.role), &[]);
    all(VotingRight::ALL, terms().map(|term| term.voting_right), &[]);
    assert!(documents.bodies.len() >= 2 && documents.people.len() == 9);
    assert!(terms().any(|term| term.end.is_some()) && terms().any(|term| term.replaces.is_some()));
    assert!(documents.votes.values().any(|vote| vote.facts.draft.electorates.len() > 1));
}

#[test]
fn every_state_can_be_reached() {
    fn walk<S: Life + std::fmt::Debug>(all: &[S]) {
        for state in all {
            let reached = state.begins() || all.iter().any(|other| other.next().contains(state));
            assert!(reached, "{state:?} can never be");
        }
    }
    walk(MeetingStatus::ALL);
    walk(DecisionStatus::ALL);
    walk(ContestStatus::ALL);
}

#[test]
fn a_step_that_cannot_be_names_those_that_can() {
    let mut tree = sample();
    let path = "content/meetings/2026-03-12-quartier.md";
    let text = String::from_utf8(tree.get_str(path).expect("the file").to_vec()).expect("UTF-8");
    let text = text.replace("{date: 2026-03-04, status: convened", "{date: 2026-03-04, status: postponed");
    tree.insert(at(path), text.into_bytes());
    let findings = site::build(&tree, Settings::default()).1;
    let arrow = findings.iter().find(|finding| finding.code == Code::HistoryArrow).expect("a finding");
    assert!(arrow.message.en.contains("may follow it: `planned`, `convened`"), "{arrow:?}");
}

#[test]
fn the_sample_has_no_finding_but_notes_of_what_is_ahead() {
    for today in ["2026-11-29", "2026-12-10"] {
        let findings = site::build(&sample(), day(today)).1;
        assert!(findings.iter().all(|finding| finding.severity == Severity::Note), "{today}: {findings:#?}");
    }
}

#[test]
fn the_list_of_decisions_stands_before_any_minutes() {
    let mut tree = sample();
    tree.remove(&at("content/minutes/2026-11-19-mobilites.md"));
    let list = page(&tree, day("2026-11-29"), "meetings/2026-11-19-mobilites-decisions.html");
    assert!(list.contains("CM-2026-04") && list.contains("fait foi"), "{list}");
    // Nothing is listed of a meeting that has not been held, whatever was written ahead.
    let ahead = "content/meetings/2026-12-17-quartier.md";
    let text = String::from_utf8(tree.get_str(ahead).expect("the file").to_vec()).expect("UTF-8");
    tree.insert(at(ahead), text.replace("kind: question\n", "kind: question\n    outcome: deferred\n").into_bytes());
    let output = site::build(&tree, day("2026-11-29")).0.expect("a site");
    assert!(!output.routes().contains(&at("meetings/2026-12-17-quartier-decisions.html")));
}

#[test]
fn a_result_is_certified_then_contested_then_final() {
    let state = |tree: &FileTree, today: &str| {
        let html = page(tree, day(today), "votes/budget-2026.html");
        let (_, rest) = html.split_once("<p class=\"state\"><span class=\"tag is-").expect("a state");
        rest.split('"').next().expect("a word").to_owned()
    };
    let with = |status: &str| {
        let mut tree = sample();
        let text = format!(
            "---\ntitle: Réclamation\nvote: budget-2026\nstatus: {status}\nhistory:\n  \
             - {{date: 2026-06-15, status: lodged, by: Une habitante, reason: affichage}}\n{}---\n",
            if status == "lodged" {
                String::new()
            } else {
                format!("  - {{date: 2026-07-09, status: {status}, by: Le maire, reason: examinée}}\n")
            }
        );
        tree.insert(at("content/contests/affichage-budget-2026.md"), text.into_bytes());
        tree
    };
    let (lodged, dismissed, upheld) = (with("lodged"), with("dismissed"), with("upheld"));
    assert_eq!(state(&lodged, "2026-06-20"), "contested");
    assert_eq!(state(&lodged, "2026-11-29"), "contested");
    assert_eq!(state(&dismissed, "2026-07-24"), "certified");
    assert_eq!(state(&dismissed, "2026-07-25"), "final");
    assert_eq!(state(&upheld, "2026-11-29"), "contested");
    let found = |tree: &FileTree| {
        let findings = site::build(tree, Settings::default()).1;
        findings.into_iter().map(|finding| (finding.code, finding.severity)).collect::<Vec<_>>()
    };
    assert_eq!(found(&dismissed), []);
    assert_eq!(found(&upheld), [(Code::ContestMismatch, Severity::Warning)]);
    let mut early = sample();
    let path = "content/contests/affichage-budget-2026.md";
    let text = String::from_utf8(early.get_str(path).expect("the file").to_vec()).expect("UTF-8");
    early.insert(at(path), text.replace("date: 2026-06-15", "date: 2026-05-15").into_bytes());
    assert_eq!(found(&early), [(Code::ContestMismatch, Severity::Error)]);
}

#[test]
fn a_vote_whose_hour_is_ahead_has_its_rules_sealed() {
    let html = page(&sample(), day("2026-11-01"), "votes/nom-du-square.html");
    assert!(html.contains("tag is-sealed"), "sealed before its hour");
    let html = page(&sample(), day("2026-11-02"), "votes/nom-du-square.html");
    assert!(html.contains("tag is-open"), "open from its day on");
}

#[test]
fn a_document_that_waits_leaves_neither_page_nor_file() {
    let mut tree = sample();
    let path = "content/documents/devis-eclairage.md";
    let text = String::from_utf8(tree.get_str(path).expect("the file").to_vec()).expect("UTF-8");
    tree.insert(at(path), text.replacen("---\n", "---\npublish_at: 2027-01-01T00:00+01:00\n", 1).into_bytes());
    let (output, findings) = site::build(&tree, day("2026-11-29"));
    assert!(findings.iter().any(|finding| finding.code == Code::EmbargoBroken), "the agenda names it");
    let routes = output.expect("a site").routes();
    assert!(!routes.iter().any(|route| route.as_str().contains("devis-eclairage")), "{routes:#?}");
}
