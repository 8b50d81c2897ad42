//! What happened to the records since an earlier state, and was not told: an address that leads
//! nowhere any more, a settled record that changed without an erratum.
//!
//! Two trees in, findings out: whoever reads the history may ask it of any two commits that follow
//! each other.

use std::collections::BTreeSet;

use super::corrections::by_file;
use super::library::Library;
use super::plain::Pages;
use super::plan::SitePlan;
use super::route::Page;
use super::theme::Theme;
use super::{OpenData, Settings, day_of, plain_pages};
use crate::collection::Choice;
use crate::document::{self, AnyRecord, RecordPath, same_substance, text_of};
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{Digest, FilePath, FileTree};

/// A state of the council's files, with its addresses.
struct State<'a> {
    tree: &'a FileTree,
    library: Library,
    pages: Pages,
    plan: SitePlan,
}

impl<'a> State<'a> {
    /// What is wrong in the files is found where they are built.
    fn of(tree: &'a FileTree, settings: Settings) -> Option<Self> {
        let mut passed_over = Vec::new();
        let mut documents = document::read(tree).0?;
        let as_of = day_of(&documents, settings);
        let pages =
            plain_pages(tree, &documents.config, Choice { today: as_of, drafts: false }, None, &mut passed_over);
        let as_of = as_of.or(pages.collections().today);
        documents.withhold(as_of);
        let library = Library::gather(documents, &mut passed_over);
        let theme = Theme::load(tree, &library.documents().config, &mut passed_over);
        let data = OpenData::of(&library, as_of);
        let plan = SitePlan::draw((&library, &pages), &data, &theme, &mut passed_over);
        Some(Self { tree, library, pages, plan })
    }
}

/// Holds `now` against `base`; both are read as of the same day. Nothing is found where either
/// cannot be read at all.
#[must_use]
pub fn since(base: &FileTree, now: &FileTree, settings: Settings) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    if let (Some(base), Some(now)) = (State::of(base, settings), State::of(now, settings)) {
        lost_addresses(&base, &now, &mut findings);
        silent_changes(&base, &now, &mut findings);
    }
    findings
}

/// Each page of a record, each tombstone and each old address must still be there.
fn lost_addresses(base: &State<'_>, now: &State<'_>, findings: &mut Vec<Diagnostic>) {
    let mut told = BTreeSet::new();
    for record in base.library.documents().every() {
        let unread = now.library.documents().unread.contains(&(record.folder, record.id.clone()));
        let lost = |page: &Page| base.plan.has(page) && !now.plan.has(page);
        let pages = Page::of_record(record.folder, record.id);
        if let Some(page) = pages.iter().find(|page| !unread && lost(page))
            && told.insert(page.clone())
        {
            findings.push(gone(base, now, &record, page));
        }
    }
    for (path, route) in base.plan.routes() {
        let lost = now.plan.route(path).is_none();
        match &route.page {
            Page::Redirect(_, to) if lost && now.plan.has(to) => findings.push(old_address_gone(base, path, to)),
            Page::Tombstone(id, page) if lost && told.insert((**page).clone()) => {
                let stone = base.library.documents().tombstones.get(id);
                findings.extend(stone.map(|stone| tombstone_gone(&stone.file, path)));
            }
            Page::Plain(_) if lost && base.pages.is_page(path) => findings.push(plain_page_gone(base, path)),
            _ => {}
        }
    }
}

/// A plain page that was published, or an old address of one.
fn plain_page_gone(base: &State<'_>, path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!("la page {path} était publiée, et rien n’est plus à son adresse"),
        format!("the page {path} was published, and nothing is at its address any more"),
    );
    let help = Bilingual::new(
        format!("dans la page qui la remplace, écrire : `aliases: [/{path}]`"),
        format!("in the page that takes its place, write: `aliases: [/{path}]`"),
    );
    let place = base.pages.file_of(path).map_or_else(|| Place::named(path.as_str()), Place::file);
    Diagnostic::error(Code::PermalinkLost, message).at(place).help(help)
}

fn gone(base: &State<'_>, now: &State<'_>, record: &AnyRecord<'_>, page: &Page) -> Diagnostic {
    let documents = now.library.documents();
    let path = base.plan.path(page, base.library.documents().config.main_language());
    let message = Bilingual::new(
        format!("la page {path} était publiée, et rien n’est plus à son adresse"),
        format!("the page {path} was published, and nothing is at its address any more"),
    );
    let (folder, id) = (record.folder, record.id);
    let renamed = documents.every().find(|other| {
        let is_new = base.library.documents().find(folder, other.id).is_none();
        other.folder == folder && is_new && is_same(record, other)
    });
    let help = match renamed {
        Some(other) => Bilingual::new(
            format!("si elle s’appelle maintenant `{}`, y écrire : `aliases: [{id}]`", other.id),
            format!("if it is named `{}` now, write there: `aliases: [{id}]`", other.id),
        ),
        None if documents.withheld.contains(&(folder, id.clone())) => Bilingual::new(
            "retirer `publish_at` : ce qui a été publié ne se cache plus",
            "take `publish_at` out: what was published cannot be hidden any more",
        ),
        None => Bilingual::new(
            format!(
                "remettre la fiche, ou dire pourquoi elle est retirée : `parvis tombstone {folder}/{id} --reason …`"
            ),
            format!("put the record back, or say why it was taken away: `parvis tombstone {folder}/{id} --reason …`"),
        ),
    };
    Diagnostic::error(Code::PermalinkLost, message).at(Place::file(record.file)).help(help)
}

/// Whether a record seems to be another one under a new name.
fn is_same(one: &AnyRecord<'_>, other: &AnyRecord<'_>) -> bool {
    let text = one.common.text.text.trim();
    one.common.title == other.common.title || !text.is_empty() && text == other.common.text.text.trim()
}

fn old_address_gone(base: &State<'_>, path: &FilePath, to: &Page) -> Diagnostic {
    let message = Bilingual::new(
        format!("l’ancienne adresse {path} menait à une fiche, et ne mène plus nulle part"),
        format!("the old address {path} led to a record, and leads nowhere any more"),
    );
    let help = Bilingual::new("la remettre sous `aliases:` de la fiche", "put it back below the record's `aliases:`");
    let of_page = |record: &AnyRecord<'_>| base.plan.page_of(record.file) == Some(to);
    let record = base.library.documents().every().find(of_page);
    let place = record.map_or_else(|| Place::file(path), |record| Place::file(record.file));
    Diagnostic::error(Code::PermalinkLost, message).at(place).help(help)
}

fn tombstone_gone(file: &FilePath, path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!("la page {path} disait un retrait, et rien n’est plus à son adresse"),
        format!("the page {path} told of a removal, and nothing is at its address any more"),
    );
    let help = Bilingual::new("remettre l’avis de retrait", "put the tombstone back");
    Diagnostic::error(Code::PermalinkLost, message).at(Place::file(file)).help(help)
}

/// What was settled says the same, or an erratum goes on from what it said.
fn silent_changes(base: &State<'_>, now: &State<'_>, findings: &mut Vec<Diagnostic>) {
    let documents = base.library.documents();
    for record in documents.every().filter(|record| documents.is_settled(record.folder, record.id)) {
        if !now.plan.page_of(record.file).is_some_and(|page| now.plan.has(page)) {
            continue;
        }
        for was in record.files() {
            let file = &name_now(now, was);
            let (Some(old), new) = (base.tree.get(was), now.tree.get(file)) else { continue };
            let same = new.is_some_and(|new| same_substance(record.folder, file, old, new));
            if !same && !is_told(base, now, file, Digest::of(old)) {
                findings.push(changed(file, old, new.unwrap_or_default()));
            }
        }
    }
}

/// What a record's file is called now: as it was, unless the record was renamed.
fn name_now(now: &State<'_>, file: &FilePath) -> FilePath {
    let documents = now.library.documents();
    let was = RecordPath::of_file(file).filter(|was| documents.find(was.folder, &was.id).is_none());
    let renamed = was.and_then(|was| Some(RecordPath { id: documents.renamed(was.folder, &was.id)?.clone(), ..was }));
    renamed.map_or_else(|| file.clone(), |path| path.file())
}

/// Whether an erratum that is new goes on from the file with the hash `old`.
fn is_told(base: &State<'_>, now: &State<'_>, file: &FilePath, old: Digest) -> bool {
    let errata = by_file(now.library.documents(), |target| target.file() == *file);
    let known = &base.library.documents().errata;
    errata.into_values().flatten().any(|(id, erratum)| match erratum.facts.before {
        Some(before) => before == old,
        None => !known.contains_key(id),
    })
}

/// The first line of `new` that differs: of its text where that changed, since a step in its head is
/// no correction.
fn first_change(old: &[u8], new: &[u8]) -> u32 {
    let (old_text, new_text) = (text_of(old).unwrap_or_default(), text_of(new).unwrap_or_default());
    let (above, old, new) = if old_text == new_text {
        (&[][..], old, new)
    } else {
        (&new[..new.len() - new_text.len()], old_text, new_text)
    };
    let lines = |bytes| <[u8]>::split(bytes, |byte| *byte == b'\n');
    let same = lines(old).zip(lines(new)).take_while(|(a, b)| a == b).count();
    u32::try_from(lines(above).count() + same).unwrap_or(u32::MAX)
}

fn changed(file: &FilePath, old: &[u8], new: &[u8]) -> Diagnostic {
    let target = file.below("content").and_then(|name| name.strip_suffix(".md")).unwrap_or_default();
    let message = Bilingual::new(
        "cette fiche était arrêtée, et a changé sans erratum",
        "this record was settled, and was changed without an erratum",
    );
    let help = Bilingual::new(
        format!("la rétablir, ou dire la correction : `parvis erratum {target} --reason … --since COMMIT`"),
        format!("restore it, or tell the correction: `parvis erratum {target} --reason … --since COMMIT`"),
    );
    let place = if new.is_empty() { Place::file(file) } else { Place::file(file).at_line(first_change(old, new)) };
    Diagnostic::error(Code::RecordChanged, message).at(place).help(help)
}
