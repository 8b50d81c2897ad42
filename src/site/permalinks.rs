//! What keeps an address alive: old addresses lead on, and a removed record leaves a page.

use super::library::Library;
use super::plan::SitePlan;
use super::route::Page;
use crate::document::{AnyRecord, OldAddress, RecordPath, Tombstone, dangling};
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::FilePath;

/// An old address, and the page it leads to.
#[derive(Debug)]
pub(super) struct Redirect {
    /// Where the alias is written.
    pub(super) place: Place,
    /// Its addresses, each within its language.
    pub(super) addresses: Vec<(Language, FilePath)>,
    /// The page.
    pub(super) to: Page,
    /// The file that texts named before a record had another id.
    pub(super) source: Option<FilePath>,
}

/// Every old address of every record, one for each page that the record has.
pub(super) fn redirects(library: &Library, plan: &SitePlan) -> Vec<Redirect> {
    library.documents().every().flat_map(|record| of_record(plan, &record)).collect()
}

fn of_record(plan: &SitePlan, record: &AnyRecord<'_>) -> Vec<Redirect> {
    let mut redirects = Vec::new();
    for alias in &record.common.aliases {
        let mut pages = Page::of_record(record.folder, record.id);
        if pages.is_empty() {
            // A part of the page of another record.
            pages.extend(plan.page_of(record.file).cloned());
        }
        match &alias.old {
            OldAddress::Id(old) => {
                let old_pages = Page::of_record(record.folder, old);
                let path = RecordPath { folder: record.folder, id: old.clone(), language: None };
                let moved = old_pages.iter().zip(pages).filter(|(_, page)| plan.has(page));
                redirects.extend(moved.map(|(old, to)| Redirect {
                    place: alias.place.clone(),
                    addresses: plan.languages().iter().map(|language| (*language, old.address())).collect(),
                    to,
                    source: Some(path.file()),
                }));
            }
            OldAddress::Path(path) => {
                let addresses = within_languages(plan, path);
                let to = pages.into_iter().find(|page| plan.has(page));
                redirects.extend(to.map(|to| Redirect { place: alias.place.clone(), addresses, to, source: None }));
            }
        }
    }
    redirects
}

/// A path that begins with the folder of another language is of that one alone.
fn within_languages(plan: &SitePlan, path: &FilePath) -> Vec<(Language, FilePath)> {
    let own = plan.languages().iter().skip(1).find_map(|language| {
        let rest = path.below(language.code())?;
        Some((*language, FilePath::parse(rest).ok()?))
    });
    match own {
        Some(own) => vec![own],
        None => plan.languages().iter().map(|language| (*language, path.clone())).collect(),
    }
}

/// What tombstones say of records that are there, that are not, or twice.
pub(super) fn check(library: &Library, findings: &mut Vec<Diagnostic>) {
    let documents = library.documents();
    for (id, record) in &documents.tombstones {
        let stone = &record.facts;
        let target = &stone.target;
        if library.is_withheld(target.folder, &target.id) {
            findings.push(never_public(stone));
        } else if let Some(there) = documents.find(target.folder, &target.id) {
            findings.push(still_there(stone, there.file));
        }
        let first = documents.tombstones.iter().find(|(_, other)| other.facts.target == *target);
        if let Some((first, other)) = first
            && first != id
        {
            findings.push(twice(stone, &other.file));
        }
        check_replacement(library, stone, findings);
    }
}

fn check_replacement(library: &Library, stone: &Tombstone, findings: &mut Vec<Diagnostic>) {
    let Some((path, place)) = &stone.replaced_by else { return };
    if library.is_withheld(path.folder, &path.id) {
        findings.push(super::library::embargoed(&path.id, place));
    } else if !library.documents().has(path.folder, &path.id) {
        let near = library.documents().every().filter(|record| record.folder == path.folder);
        let finding = dangling("la fiche", "the record", path.id.as_str(), near.map(|record| record.id.as_str()));
        findings.push(finding.at(place.clone()));
    }
}

/// The record that a tombstone names is there.
fn still_there(stone: &Tombstone, file: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!("la fiche dite retirée est encore là : {file}"),
        format!("the record said to be removed is still there: {file}"),
    );
    let help = Bilingual::new(
        format!("retirer la fiche (`git rm {file}`), ou effacer cet avis de retrait"),
        format!("remove the record (`git rm {file}`), or delete this tombstone"),
    );
    Diagnostic::error(Code::TombstoneNeedless, message).at(stone.place.clone()).help(help)
}

/// The record that a tombstone names is not to be published yet.
fn never_public(stone: &Tombstone) -> Diagnostic {
    let message = Bilingual::new(
        "cette fiche n’a pas encore été publiée : la retirer ne laisse rien, et cet avis la nommerait",
        "this record was not published yet: taking it away leaves nothing, and this tombstone would name it",
    );
    let help = Bilingual::new("effacer cet avis de retrait", "delete this tombstone");
    Diagnostic::error(Code::TombstoneNeedless, message).at(stone.place.clone()).help(help)
}

fn twice(stone: &Tombstone, first: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!("cette fiche a déjà un avis de retrait : {first}"),
        format!("this record has a tombstone already: {first}"),
    );
    let help = Bilingual::new("n’en garder qu’un", "keep one of them");
    Diagnostic::error(Code::NameTwice, message).at(stone.place.clone()).help(help)
}

/// A page or another old address lies at `path`.
pub(super) fn taken(path: &FilePath, place: &Place) -> Diagnostic {
    let message = Bilingual::new(
        format!("l’ancienne adresse {path} est celle d’une autre page"),
        format!("the old address {path} is that of another page"),
    );
    let help = Bilingual::new(
        "retirer cette ligne, ou renommer la page qui a pris l’adresse",
        "take this line out, or rename the page that took the address",
    );
    Diagnostic::error(Code::RouteCollision, message).at(place.clone()).help(help)
}
