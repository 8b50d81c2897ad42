//! Plain pages: any folder of Markdown files with free heads, their sections, taxonomies and order.
//!
//! In comes a tree of files and what the configuration says of them; out come [`Collections`], a value
//! that knows every page, the section each stands in, and the terms by which pages are grouped. Nothing
//! is rendered here. Reading a second time takes over every page whose bytes are the same, so that what
//! follows an edit costs what was edited.
//!
//! | file | becomes |
//! | --- | --- |
//! | `content/<folder>/<name>.md` | a page `<folder>/<name>.html` |
//! | `content/<folder>/<name>/index.md` | the same page, with the files beside it |
//! | `content/<folder>/_index.md` | title and words of the section |
//! | `content/<name>.md` | a page of its own, in no list |
//! | `….en.md` | the same in English, where that is not the main language |

mod order;
mod page;
mod section;
mod slug;
mod taxonomy;
mod translation;

use std::collections::BTreeMap;
use std::sync::Arc;

pub use order::by_words;
pub use page::{Page, Term};
pub use section::Section;
pub use slug::slug;
pub use taxonomy::{Group, Taxonomy};
pub use translation::state_of;

use crate::council::Date;
use crate::document::{self, CollectionConfig, PlainConfig, TranslationRow};
use crate::language::Language;
use crate::parallel;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{FilePath, FileTree, Held};

/// How many files one worker reads at a time.
const PIECE: usize = 64;

/// The place of a page in [`Collections::pages`].
pub type PageIndex = usize;

/// Every plain page of a site, and how they are grouped.
#[derive(Clone, Debug, Default)]
pub struct Collections {
    /// Every page that is published, by the path of its file.
    pub pages: Vec<Arc<Page>>,
    /// The folders, by language and name.
    pub sections: Vec<Section>,
    /// The taxonomies, by language, in the order of the configuration.
    pub taxonomies: Vec<Taxonomy>,
    /// The day spoken of as today.
    pub today: Option<Date>,
    /// Files below `content/` that are no pages.
    pub files: Vec<FilePath>,
    /// What was wrong in files that are read again only when they change.
    faults: Faults,
}

/// Files that could not be read: their bytes, and why.
type Faults = BTreeMap<FilePath, (Arc<[u8]>, Diagnostic)>;

/// A file that could not be read.
struct Fault {
    file: FilePath,
    bytes: Arc<[u8]>,
    why: Box<Diagnostic>,
}

/// What is published and what is not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// The day spoken of as today; the newest date of the pages where none is given.
    pub today: Option<Date>,
    /// Whether drafts are pages.
    pub drafts: bool,
}

impl Collections {
    /// Reads the pages of `tree`; those of `before` whose bytes are the same are taken over.
    #[must_use]
    pub fn read(
        tree: &FileTree,
        config: &PlainConfig,
        choice: Choice,
        before: Option<&Self>,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let (markdown, files): (Vec<_>, Vec<_>) = tree
            .held_below("content")
            .filter(|(path, _)| config.holds(path))
            .partition(|(path, _)| path.extension() == "md");
        let known = before.map(Self::by_bytes).unwrap_or_default();
        let faults = before.map(|before| &before.faults);
        let read = |piece: &[(&FilePath, &Held)]| -> Vec<Result<Arc<Page>, Fault>> {
            piece.iter().map(|(path, held)| read_one(path, held, config, &known, faults)).collect()
        };
        let mut collections =
            Self { files: files.iter().map(|(path, _)| (*path).clone()).collect(), ..Self::default() };
        let mut all = Vec::with_capacity(markdown.len());
        for page in parallel::pieces(&markdown, PIECE, read).into_iter().flatten() {
            match page {
                Ok(page) => all.push(page),
                Err(Fault { file, bytes, why }) => drop(collections.faults.insert(file, (bytes, *why))),
            }
        }
        findings.extend(collections.faults.values().map(|(_, fault)| fault.clone()));
        findings.extend(all.iter().flat_map(|page| page.findings.iter().cloned()));
        let choice = Choice { today: choice.today.or_else(|| newest_date(&all)), ..choice };
        let (all, left): (Vec<_>, Vec<_>) = all.into_iter().partition(|page| keep(page, choice, findings));
        collections.files.retain(|file| !waits(file, &left, &all));
        let (indexes, pages): (Vec<_>, Vec<_>) = all.into_iter().partition(|page| page.is_section);
        collections.sections = section::gather(&pages, &indexes, config, findings);
        let written = |folder: &str| markdown.iter().any(|(path, _)| document::is_in_folder(path, folder));
        let empty = config.collections.iter().filter(|said| !written(&said.folder));
        findings.extend(empty.map(|said| nowhere(said, tree)));
        collections.taxonomies = taxonomy::gather(&pages, config, findings);
        translation::check(&pages, &collections.sections, config.main_language(), findings);
        (collections.pages, collections.today) = (pages, choice.today);
        collections
    }

    /// The page at a place.
    #[must_use]
    pub fn page(&self, index: PageIndex) -> &Arc<Page> {
        &self.pages[index]
    }

    /// Every page of the main language, in each of the other `languages` of the site.
    #[must_use]
    pub fn translations(&self, languages: &[Language]) -> Vec<TranslationRow> {
        let sections = self.sections.iter().filter_map(|section| section.index.as_ref());
        translation::rows(self.pages.iter().chain(sections), languages)
    }

    /// The pages in `language` that have a date, the newest first.
    #[must_use]
    pub fn newest(&self, language: Language) -> Vec<PageIndex> {
        let dated = |page: &Arc<Page>| page.language == language && page.date.is_some();
        let mut pages: Vec<_> = (0..self.pages.len()).filter(|at| dated(&self.pages[*at])).collect();
        order::sort(&mut pages, &self.pages, document::PageOrder::Newest);
        pages
    }

    /// Every page by where its bytes are held: what has the same bytes is the same page, and numbers compare
    /// faster than paths.
    fn by_bytes(&self) -> BTreeMap<usize, &Arc<Page>> {
        let sections = self.sections.iter().filter_map(|section| section.index.as_ref());
        self.pages.iter().chain(sections).map(|page| (held_at(&page.bytes), page)).collect()
    }
}

fn held_at(bytes: &Arc<[u8]>) -> usize {
    bytes.as_ptr() as usize
}

fn read_one(
    path: &FilePath,
    held: &Held,
    config: &PlainConfig,
    known: &BTreeMap<usize, &Arc<Page>>,
    faults: Option<&Faults>,
) -> Result<Arc<Page>, Fault> {
    let bytes = held.share();
    if let Some(page) = known.get(&held_at(&bytes)).filter(|page| page.file == *path) {
        return Ok(Arc::clone(page));
    }
    if let Some((_, fault)) = faults.and_then(|faults| faults.get(path)).filter(|(old, _)| Arc::ptr_eq(old, &bytes)) {
        return Err(Fault { file: path.clone(), bytes, why: Box::new(fault.clone()) });
    }
    match Page::read(path, Arc::clone(&bytes), config) {
        Ok(page) => Ok(Arc::new(page)),
        Err(why) => Err(Fault { file: path.clone(), bytes, why }),
    }
}

/// A folder that the configuration names and that has no page, not even one that waits.
fn nowhere(said: &CollectionConfig, tree: &FileTree) -> Diagnostic {
    let folder = &said.folder;
    let message = Bilingual::new(
        format!("la collection `{folder}` n’a pas de page : content/{folder}/ n’existe pas, ou n’a pas de fichier .md"),
        format!("the collection `{folder}` has no page: content/{folder}/ is not there, or has no .md file"),
    );
    let markdown = tree.below("content").filter(|(path, _)| path.extension() == "md");
    let known = markdown.filter_map(|(path, _)| Some(path.below("content")?.rsplit_once('/')?.0));
    let help = match document::nearest(folder, known) {
        Some(near) => Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")),
        None => Bilingual::new(
            "y écrire une première page, ou corriger le nom du dossier",
            "write a first page there, or mend the name of the folder",
        ),
    };
    let place = said.place.clone().unwrap_or_else(|| Place::named("parvis.yaml"));
    Diagnostic::error(Code::ReferenceDangling, message).at(place).help(help)
}

/// The newest date of pages that wait for nothing: one that waits must not bring its own day.
fn newest_date(pages: &[Arc<Page>]) -> Option<Date> {
    pages.iter().filter(|page| !page.draft && page.publish_at.is_none()).filter_map(|page| page.date).max()
}

/// Whether a file lies beside a page that is left out, and beside none that is kept.
fn waits(file: &FilePath, left: &[Arc<Page>], kept: &[Arc<Page>]) -> bool {
    let beside = |page: &Arc<Page>| page.own_folder().is_some_and(|folder| file.below(folder).is_some());
    left.iter().any(beside) && !kept.iter().any(beside)
}

/// Whether a page is published; what is left out is never left out in silence.
fn keep(page: &Page, choice: Choice, findings: &mut Vec<Diagnostic>) -> bool {
    // Without any day, what waits goes on waiting.
    let early = page.publish_at.filter(|day| choice.today.is_none_or(|today| *day > today));
    let late = choice.today.zip(page.expires).filter(|(today, day)| day <= today);
    let why = if page.draft && !choice.drafts {
        Bilingual::new("brouillon", "a draft")
    } else if let Some(day) = early {
        Bilingual::new(format!("à publier le {day}"), format!("to be published on {day}"))
    } else if let Some((_, day)) = late {
        Bilingual::new(format!("expirée le {day}"), format!("expired on {day}"))
    } else {
        return true;
    };
    let message = Bilingual::new(format!("page laissée de côté : {}", why.fr), format!("page left out: {}", why.en));
    let finding = Diagnostic::note(Code::PageLeftOut, message).at(Place::file(&page.file));
    findings.push(if page.draft && !choice.drafts { finding } else { finding.help(today(choice.today)) });
    false
}

/// Which day decides what is published.
fn today(day: Option<Date>) -> Bilingual {
    match day {
        Some(day) => Bilingual::new(
            format!(
                "le jour qui décide est le {day}, celui du dernier commit ou, sans commit, la date la plus récente des textes ; `--as-of` en donne un autre"
            ),
            format!(
                "the day that decides is {day}, that of the last commit or, without one, the newest date of the texts; `--as-of` gives another"
            ),
        ),
        None => Bilingual::new(
            "il n’y a ni commit ni date qui dise quel jour on est ; `--as-of` le donne",
            "neither a commit nor a date says which day it is; `--as-of` gives it",
        ),
    }
}
