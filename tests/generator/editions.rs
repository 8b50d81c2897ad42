//! Editions and deliveries: the sums of the funnel, the ledger as a table, and what the certified
//! result says. Findings are in `tests/site/steps.txt` and `tests/site/editions.txt`.

#![cfg(feature = "site")]

use crate::support::website;

use std::collections::BTreeSet;

use parvis::document::{self, DeliveryStatus, Life, ProposalStatus};
use parvis::report::Code;
use parvis::site::funnel::{FunnelStage, count, projects};
use parvis::site::{self, Settings};
use parvis::tree::{FilePath, FileTree};
use website::sample;

fn at(path: &str) -> FilePath {
    FilePath::parse(path).expect("a path")
}

fn text_of(tree: &FileTree, file: &str) -> String {
    String::from_utf8(tree.get_str(file).expect("the file").to_vec()).expect("UTF-8")
}

/// The sample with `from` replaced by `to` in one file.
fn changed(file: &str, from: &str, to: &str) -> FileTree {
    let mut tree = sample();
    let text = text_of(&tree, file);
    assert!(text.contains(from), "{file} lacks {from}");
    tree.insert(at(file), text.replacen(from, to, 1).into_bytes());
    tree
}

fn found(tree: &FileTree) -> Vec<(Code, String)> {
    let (_, findings) = site::build(tree, Settings::default());
    findings.into_iter().map(|one| (one.code, one.place.map(|place| place.file).unwrap_or_default())).collect()
}

fn page(tree: &FileTree, as_of: Option<&str>, path: &str) -> String {
    let settings = Settings { as_of: as_of.map(|day| day.parse().expect("a day")), ..Settings::default() };
    let output = site::build(tree, settings).0.expect("a site");
    let bytes = output.render(&at(path)).expect("renders").unwrap_or_else(|| panic!("no {path}"));
    String::from_utf8(bytes.to_vec()).expect("UTF-8")
}

#[test]
fn every_proposal_of_an_edition_is_counted_once_and_the_sums_hold() {
    let documents = document::read(&sample()).0.expect("documents");
    assert_eq!(documents.editions.len(), 3);
    for id in documents.editions.keys() {
        let projects = projects(&documents, id);
        let stages = count(&projects);
        let of_edition = documents.proposals.values().filter(|proposal| {
            proposal.facts.edition.as_ref().is_some_and(|edition| edition.id == *id)
                && proposal.facts.status != ProposalStatus::Draft
        });
        assert_eq!(stages[0].entered, of_edition.count() as u64, "{id}");
        for (stage, next) in stages.iter().zip(&stages[1..]) {
            assert_eq!(stage.entered, stage.passed + stage.dropped + stage.waiting, "{id} {stage:?}");
            assert_eq!(stage.passed, next.entered, "{id} {stage:?}");
        }
        for project in projects.iter().filter(|project| project.dropped) {
            assert!(project.reason().is_some(), "{} stopped without a reason", project.id);
        }
    }
}

#[test]
fn the_funnel_of_the_certified_edition_is_that_of_its_vote() {
    let documents = document::read(&sample()).0.expect("documents");
    let id = documents.editions.keys().find(|id| id.as_str() == "budget-2026").expect("the edition");
    let entered: Vec<(FunnelStage, u64)> =
        count(&projects(&documents, id)).iter().map(|one| (one.stage, one.entered)).collect();
    let expected = [8, 8, 8, 6, 1];
    assert_eq!(entered, FunnelStage::ALL.into_iter().zip(expected).collect::<Vec<_>>());
}

#[test]
fn the_sample_shows_every_status() {
    let documents = document::read(&sample()).0.expect("documents");
    let proposals: BTreeSet<_> = documents.proposals.values().map(|one| one.facts.status).collect();
    let deliveries: BTreeSet<_> = documents.deliveries.values().map(|one| one.facts.status).collect();
    assert_eq!(proposals, ProposalStatus::ALL.iter().copied().collect());
    assert_eq!(deliveries, DeliveryStatus::ALL.iter().copied().collect());
}

#[test]
fn every_state_can_be_reached_and_none_follows_a_closed_door() {
    fn walk<S: Life + std::fmt::Debug>(all: &[S]) {
        for state in all {
            let reached = state.begins() || all.iter().any(|other| other.next().contains(state));
            assert!(reached, "{state:?} can never be");
            assert!(!state.closes() || state.next().is_empty(), "{state:?} closes a door and goes on");
        }
    }
    walk(ProposalStatus::ALL);
    walk(DeliveryStatus::ALL);
}

#[test]
fn a_status_against_the_certified_result_is_found() {
    let book_boxes = "content/proposals/boite-a-livres.md";
    let tree = changed(book_boxes, "status: not-selected", "status: selected");
    let text = text_of(&tree, book_boxes).replace("    status: not-selected", "    status: selected");
    let mut tree = tree;
    tree.insert(at(book_boxes), text.into_bytes());
    assert!(found(&tree).contains(&(Code::WinnerMismatch, book_boxes.to_owned())), "{:?}", found(&tree));
    let garden = "content/proposals/jardin-partage.md";
    let text = text_of(&sample(), garden).replace("status: selected", "status: not-selected");
    let mut tree = sample();
    tree.insert(at(garden), text.into_bytes());
    assert!(found(&tree).contains(&(Code::WinnerMismatch, garden.to_owned())), "{:?}", found(&tree));
}

#[test]
fn an_edition_and_its_vote_name_the_same_proposals_and_the_same_money() {
    let garden = "content/proposals/jardin-partage.md";
    let without = found(&changed(garden, "edition: budget-2026\n", ""));
    assert!(without.contains(&(Code::EditionMismatch, garden.to_owned())), "{without:?}");
    let shelter = "content/proposals/abri-velos-halte.md";
    let stray = found(&changed(shelter, "edition: budget-2027", "edition: budget-2026"));
    assert_eq!(stray, [(Code::EditionMismatch, shelter.to_owned())]);
    let edition = "content/editions/budget-2026.md";
    let money = found(&changed(edition, "currency: EUR\n", "currency: EUR\namount: 150001\n"));
    assert_eq!(money, [(Code::EditionMismatch, edition.to_owned())]);
    assert_eq!(found(&changed(edition, "currency: EUR\n", "currency: EUR\namount: 150000\n")), []);
}

#[test]
fn the_ledger_tells_how_late_a_project_is_and_the_table_holds_no_formula() {
    let bench = "content/deliveries/bancs-ecole.md";
    let tree = changed(bench, "title: \"Trois", "title: \"=1+Trois");
    let table = page(&tree, Some("2026-11-02"), "data/delivery-budget-2025.csv");
    let row = table.lines().find(|line| line.contains("bancs-ecole")).expect("the row");
    assert!(row.contains(",'=1+Trois bancs"), "{row}");
    // Opened on 30 January 2026, foreseen for 15 December 2025.
    assert!(row.contains(",46,"), "{row}");
    let fountain = |day| {
        let table = page(&tree, Some(day), "data/delivery-budget-2025.csv");
        table.lines().find(|line| line.contains("fontaine-rempart")).expect("the row").to_owned()
    };
    // Foreseen for 15 October 2026, and not begun.
    assert!(fountain("2026-10-15").ends_with("6000,,,,EUR,,"), "{}", fountain("2026-10-15"));
    assert!(fountain("2026-10-16").ends_with("6000,,,,EUR,1,"), "{}", fountain("2026-10-16"));
    // A project that was given up is waited for no longer, and what was spent on it is told.
    let bridge = table.lines().find(|line| line.contains("passerelle-lavoir")).expect("the row");
    assert!(bridge.contains(",1150,EUR,,Les berges"), "{bridge}");
}

#[test]
fn pages_lead_to_each_other_in_both_languages() {
    let tree = sample();
    for (path, texts) in [
        (
            "proposals/bancs-ecole.html",
            vec!["../editions/budget-2025.html", "../deliveries/budget-2025.html#bancs-ecole"],
        ),
        ("en/editions/budget-2025.html", vec!["../deliveries/budget-2025.html", "Share of the cost"]),
        ("editions/budget-2026.html", vec!["../votes/budget-2026.html", "secteur", "150"]),
        ("deliveries/budget-2025.html", vec!["../data/delivery-budget-2025.csv", "<svg", "Dépassement"]),
        ("proposals/arceaux-gare.html", vec!["abri-velos-halte.html"]),
        ("proposals/abri-velos-halte.html", vec!["arceaux-gare.html"]),
    ] {
        let html = page(&tree, None, path);
        for text in texts {
            assert!(html.contains(text), "{path} lacks {text}");
        }
    }
}
