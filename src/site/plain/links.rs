//! Where the links of plain pages lead, and which lead nowhere.

use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Tera;

use super::card::{Card, manner};
use super::plan::Plan;
use crate::collection::Collections;
use crate::document::PlainConfig;
use crate::parallel;
use crate::report::{Diagnostic, Place};
use crate::site::components;
use crate::site::links::{broken_link, dropped_html, joined};
use crate::site::markdown::{Target, outline};
use crate::site::route::relative;
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

/// The address that a link without an anchor, written in `file`, leads to.
pub(super) fn found(plan: &Plan, file: &FilePath, path: &str) -> Option<FilePath> {
    let Some(address) = path.strip_prefix('/') else {
        return plan.path_of(&joined(file, path)?).cloned();
    };
    let address =
        if address.is_empty() || address.ends_with('/') { format!("{address}index.html") } else { address.to_owned() };
    FilePath::parse(&address).ok().filter(|path| plan.has(path.as_str()))
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
    let follow = |cards: &[Arc<Card>]| -> Vec<Diagnostic> {
        let mut told = Vec::new();
        for card in cards {
            let (file, first) = (&card.page.file, card.page.text_line);
            dropped_html(file, first, &card.dropped, &mut told);
            components::check(templates, file, first, &card.called, &mut told);
            for link in card.links.iter().filter(|link| !leads_somewhere(card, &link.target, plan, &by_path)) {
                told.push(broken_link(&link.target).at(Place::file(file).at_line(first + link.line - 1)));
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
                findings.push(broken_link(&link.target).at(Place::file(&index.file).at_line(line)));
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
