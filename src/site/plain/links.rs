//! Where the links of plain pages lead, and which lead nowhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Tera;

use super::card::{Card, manner};
use super::plan::Plan;
use crate::collection::Collections;
use crate::document::{PlainConfig, nearest};
use crate::parallel;
use crate::report::{Diagnostic, Place};
use crate::site::components;
use crate::site::links::{broken_link, dropped_html, joined, near_file};
use crate::site::markdown::{Target, outline};
use crate::site::route::{named, relative};
use crate::tree::FilePath;

/// Where the link written in `file` leads from the page at `from`: to a file of `content/`, as editors and
/// forges follow it, or to an address of the site that begins with `/`.
pub(super) fn resolve(plan: &Plan, file: &FilePath, from: &FilePath, link: &str) -> Target {
    let (path, anchor) = parted(link);
    if path.is_empty() {
        return Target::Address(anchor.to_owned());
    }
    match found(plan, file, path) {
        Some(to) => Target::Address(relative(from, &to) + anchor),
        None => Target::Nowhere,
    }
}

/// The path of a link, and its anchor with the `#`.
fn parted(link: &str) -> (&str, &str) {
    link.find('#').map_or((link, ""), |at| link.split_at(at))
}

fn found(plan: &Plan, file: &FilePath, path: &str) -> Option<FilePath> {
    let Some(address) = path.strip_prefix('/') else {
        return plan.path_of(&joined(file, path)?).cloned();
    };
    let address =
        if address.is_empty() || address.ends_with('/') { format!("{address}index.html") } else { address.to_owned() };
    FilePath::parse(&named(&address)).ok().filter(|path| plan.has(path.as_str()))
}

/// What a link of `file` that leads nowhere may have meant; `anchors` are those of the page at an address.
fn meant<'a>(plan: &Plan, file: &FilePath, link: &str, anchors: impl Fn(&FilePath) -> Vec<&'a str>) -> Option<String> {
    let (path, anchor) = parted(link);
    let to = if path.is_empty() { plan.path_of(file).cloned() } else { found(plan, file, path) };
    if let Some(to) = to {
        return Some(format!("{path}#{}", nearest(anchor.trim_start_matches('#'), anchors(&to))?));
    }
    match path.strip_prefix('/') {
        Some(address) => {
            let routes = plan.routes().map(|(path, _)| path);
            Some(format!("/{}", near_file(&FilePath::parse("index.html").ok()?, address, routes)?))
        }
        None => near_file(file, path, plan.sources()),
    }
}

/// Follows every link of every page, and holds what it calls against the theme.
pub(super) fn check(
    collections: &Collections,
    config: &PlainConfig,
    cards: &[Arc<Card>],
    (plan, templates): (&Plan, &Tera),
    findings: &mut Vec<Diagnostic>,
) {
    let by_path: BTreeMap<&FilePath, &Arc<Card>> = cards.iter().map(|card| (&card.page.path, card)).collect();
    let anchors = |path: &FilePath| -> Vec<&str> {
        let headings = by_path.get(path).map(|card| card.headings.as_slice()).unwrap_or_default();
        headings.iter().map(|heading| heading.anchor.as_str()).collect()
    };
    let follow = |cards: &[Arc<Card>]| -> Vec<Diagnostic> {
        let mut told = Vec::new();
        for card in cards {
            let (file, first) = (&card.page.file, card.page.text_line);
            dropped_html(file, first, &card.dropped, &mut told);
            components::check(templates, file, first, &card.called, &mut told);
            for link in card.links.iter().filter(|link| !leads_somewhere(card, &link.target, plan, &by_path)) {
                let near = meant(plan, file, &link.target, anchors);
                told.push(broken_link(&link.target, near).at(Place::file(file).at_line(first + link.line - 1)));
            }
        }
        told
    };
    findings.extend(parallel::pieces(cards, 256, follow).into_iter().flatten());
    for index in collections.sections.iter().filter_map(|section| section.index.as_ref()) {
        let outline = outline(index.text(), &manner(index, config));
        dropped_html(&index.file, index.text_line, &outline.dropped, findings);
        components::check(templates, &index.file, index.text_line, &outline.called, findings);
        for link in outline.broken {
            if resolve(plan, &index.file, &index.path, &link.target) == Target::Nowhere {
                let line = index.text_line + link.line - 1;
                let near = meant(plan, &index.file, &link.target, anchors);
                findings.push(broken_link(&link.target, near).at(Place::file(&index.file).at_line(line)));
            }
        }
    }
}

fn leads_somewhere(card: &Card, link: &str, plan: &Plan, by_path: &BTreeMap<&FilePath, &Arc<Card>>) -> bool {
    let (path, anchor) = parted(link);
    let to = if path.is_empty() { Some(card.page.path.clone()) } else { found(plan, &card.page.file, path) };
    let Some(to) = to else { return false };
    let anchor = anchor.trim_start_matches('#');
    // Only what somebody wrote has known anchors; a list has whatever its template says.
    let Some(target) = by_path.get(&to).filter(|_| !anchor.is_empty()) else { return true };
    target.headings.iter().any(|heading| heading.anchor == anchor)
}
