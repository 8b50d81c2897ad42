//! Where the links of plain pages lead, and which lead nowhere.
//!
//! A link from the root of the site names an address or a file of `content/`, and a heading may be named by its words,
//! as forges and other generators do: pages that come from elsewhere keep their links.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use tera::Tera;

use super::Pages;
use super::card::{Card, manner};
use super::plan::Plan;
use super::route::Route;
use crate::collection::Page;
use crate::document::nearest;
use crate::parallel;
use crate::report::Diagnostic;
use crate::site::components;
use crate::site::links::{broken_link, dropped_html, joined, near_file};
use crate::site::markdown::{self, Target, outline};
use crate::site::route::{named, relative};
use crate::tree::FilePath;

/// Where the links of plain pages lead in the site that they stand in.
pub(in crate::site) trait Addresses: Sync {
    /// The file of the site that shows what `path` names in the text of `page`: a file of `content/`, as editors
    /// and forges follow it, or an address of the site that begins with `/`. `anchor` may be empty.
    fn find(&self, page: &Page, path: &str, anchor: &str) -> Option<FilePath>;

    /// Whether the page that somebody wrote as a plain one lies at `path`, and no list: all its anchors are headings.
    fn is_text(&self, path: &FilePath) -> bool;

    /// Whether what `path` names in the text of `page`, which is no plain page, has a place `anchor`. Only what
    /// somebody wrote has known ones; a list has whatever its template says.
    fn has_anchor(&self, _page: &Page, _path: &str, _anchor: &str) -> bool {
        true
    }

    /// The known places of what `path` names, which is no plain page.
    fn anchors(&self, _page: &Page, _path: &str) -> Vec<String> {
        Vec::new()
    }

    /// What `path`, which names nothing, may have meant.
    fn near(&self, page: &Page, path: &str) -> Option<String>;
}

impl Addresses for Plan {
    fn find(&self, page: &Page, path: &str, _anchor: &str) -> Option<FilePath> {
        if path.starts_with('/') {
            return at_root(path, |path| self.has(path.as_str()), |file| self.path_of(file).cloned());
        }
        self.path_of(&joined(&page.file, path)?).cloned()
    }

    fn is_text(&self, path: &FilePath) -> bool {
        matches!(self.route(path), Some(Route::Page(_)))
    }

    fn near(&self, page: &Page, path: &str) -> Option<String> {
        match path.strip_prefix('/') {
            Some(address) => near_address(address, self.routes().map(|(path, _)| path)),
            None => near_file(&page.file, path, self.sources().map(|(file, _)| file)),
        }
    }
}

/// Where the link written in the text of `page` leads from the page at `from`.
pub(super) fn resolve(addresses: &dyn Addresses, page: &Page, from: &FilePath, link: &str) -> Target {
    let (path, anchor) = parted(link);
    if path.is_empty() {
        return Target::Address(heading(anchor).into_owned());
    }
    match addresses.find(page, path, anchor) {
        Some(to) if addresses.is_text(&to) => Target::Address(relative(from, &to) + &heading(anchor)),
        Some(to) => Target::Address(relative(from, &to) + anchor),
        None => Target::Nowhere,
    }
}

/// The path of a link, without the `@` of `@/x.md`, and its anchor with the `#`.
fn parted(link: &str) -> (&str, &str) {
    let link = if link.starts_with("@/") { &link[1..] } else { link };
    link.find('#').map_or((link, ""), |at| link.split_at(at))
}

/// The anchor of a heading: `#La_cour` is `#t-la-cour`.
fn heading(anchor: &str) -> Cow<'_, str> {
    match anchor.strip_prefix('#') {
        Some(words) if !words.is_empty() && !words.starts_with("t-") => {
            Cow::Owned(format!("#{}", markdown::anchor_of(&named(words))))
        }
        _ => Cow::Borrowed(anchor),
    }
}

/// What `path`, which begins with `/`, leads to: an address, else a file of `content/`, else an address without its
/// end, as generators write it that give each page a folder.
pub(in crate::site) fn at_root(
    path: &str,
    lies: impl Fn(&FilePath) -> bool,
    of_file: impl Fn(&FilePath) -> Option<FilePath>,
) -> Option<FilePath> {
    let bare = path.trim_end_matches('/');
    let there = |address: &str| rooted(address).filter(&lies);
    there(path)
        .or_else(|| of_file(&in_content(path)?))
        .or_else(|| there(&format!("{bare}.html")))
        .or_else(|| there(&format!("{bare}/")))
}

/// The file of `content/` that `path`, which begins with `/`, names.
pub(in crate::site) fn in_content(path: &str) -> Option<FilePath> {
    FilePath::parse(&format!("content{}", named(path))).ok()
}

/// The file at an address of the site: `/carnets/` is `carnets/index.html`.
pub(in crate::site) fn rooted(address: &str) -> Option<FilePath> {
    let address = address.strip_prefix('/').unwrap_or(address);
    let address =
        if address.is_empty() || address.ends_with('/') { format!("{address}index.html") } else { address.to_owned() };
    FilePath::parse(&named(&address)).ok()
}

/// The address that is nearest to one of the site, without the `/` before it, where nothing lies.
pub(in crate::site) fn near_address<'a>(
    address: &str,
    routes: impl Iterator<Item = &'a FilePath> + Clone,
) -> Option<String> {
    Some(format!("/{}", near_file(&FilePath::parse("index.html").ok()?, address, routes)?))
}

/// What a link of `page` that leads nowhere may have meant; `anchors` are those of the plain page at an address.
fn meant<'a>(
    addresses: &dyn Addresses,
    page: &Page,
    link: &str,
    anchors: impl Fn(&FilePath) -> Option<Vec<&'a str>>,
) -> Option<String> {
    let (path, anchor) = parted(link);
    let to = if path.is_empty() { Some(page.path.clone()) } else { addresses.find(page, path, anchor) };
    let Some(to) = to else { return addresses.near(page, path) };
    let anchor = heading(anchor);
    let anchor = anchor.trim_start_matches('#');
    let near = match anchors(&to) {
        Some(anchors) => nearest(anchor, anchors)?.to_owned(),
        None => nearest(anchor, addresses.anchors(page, path).iter().map(String::as_str))?.to_owned(),
    };
    Some(format!("{path}#{near}"))
}

/// Follows every link of every page, and holds what it calls against the theme.
pub(in crate::site) fn check(
    pages: &Pages,
    addresses: &dyn Addresses,
    templates: &Tera,
    findings: &mut Vec<Diagnostic>,
) {
    let by_path: BTreeMap<&FilePath, &Arc<Card>> = pages.cards.iter().map(|card| (&card.page.path, card)).collect();
    let anchors = |path: &FilePath| -> Option<Vec<&str>> {
        by_path.get(path).map(|card| card.headings.iter().map(|heading| heading.anchor.as_str()).collect())
    };
    let follow = |cards: &[Arc<Card>]| -> Vec<Diagnostic> {
        let mut told = Vec::new();
        for card in cards {
            let (file, first) = (&card.page.file, card.page.text_line);
            dropped_html(file, first, &card.dropped, &mut told);
            components::check(templates, file, first, &card.called, &mut told);
            components::shown_as_text(file, first, &card.stray, &mut told);
            for link in card.links.iter().filter(|link| !leads_somewhere(card, &link.target, addresses, &by_path)) {
                let near = meant(addresses, &card.page, &link.target, anchors);
                told.push(broken_link(&link.target, near).at(link.place(file, first)));
            }
        }
        told
    };
    findings.extend(parallel::pieces(&pages.cards, 256, follow).into_iter().flatten());
    for index in pages.collections.sections.iter().filter_map(|section| section.index.as_ref()) {
        let outline = outline(index.text(), &manner(index, &pages.config));
        dropped_html(&index.file, index.text_line, &outline.dropped, findings);
        components::check(templates, &index.file, index.text_line, &outline.called, findings);
        components::shown_as_text(&index.file, index.text_line, &markdown::stray_calls(index.text()), findings);
        for link in outline.broken {
            if resolve(addresses, index, &index.path, &link.target) == Target::Nowhere {
                let near = meant(addresses, index, &link.target, anchors);
                findings.push(broken_link(&link.target, near).at(link.place(&index.file, index.text_line)));
            }
        }
    }
}

fn leads_somewhere(
    card: &Card,
    link: &str,
    addresses: &dyn Addresses,
    by_path: &BTreeMap<&FilePath, &Arc<Card>>,
) -> bool {
    let (path, anchor) = parted(link);
    let to = if path.is_empty() { Some(card.page.path.clone()) } else { addresses.find(&card.page, path, anchor) };
    let Some(to) = to else { return false };
    let words = anchor.trim_start_matches('#');
    if words.is_empty() {
        return true;
    }
    match by_path.get(&to) {
        Some(target) => target.headings.iter().any(|one| one.anchor == heading(anchor).trim_start_matches('#')),
        None => addresses.has_anchor(&card.page, path, words),
    }
}
