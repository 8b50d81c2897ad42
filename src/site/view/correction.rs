//! Errata: a notice on the page that was corrected, a page each, a list.

use serde::Serialize;

use super::{Day, Label, Link, Passage, Scene, Shell};
use crate::document::{Erasable, Erratum, Record, RecordId, RecordPath};
use crate::site::corrections::by_file;
use crate::site::markdown::Below;
use crate::site::route::Page;

/// What is said of a correction wherever it is shown.
#[derive(Clone, Debug, Serialize)]
pub struct CorrectionView {
    /// What it is, with its page.
    pub link: Link,
    /// The language of its title, where it is not the page's.
    pub lang: Option<&'static str>,
    /// Erratum or redaction.
    pub kind: Label,
    /// Why.
    pub reason: Label,
    /// Who.
    pub by: String,
    /// The language of those words, where it is not the page's.
    pub by_lang: Option<&'static str>,
    /// When.
    pub day: Day,
    /// The corrected page.
    pub target: Link,
    /// The corrected file.
    pub file: String,
    /// The hash of the file before.
    pub before: Option<String>,
    /// The hash of the file after.
    pub after: String,
}

/// A value that was erased.
#[derive(Clone, Debug, Serialize)]
pub struct ErasureView {
    /// Its name in the record.
    pub name: String,
    /// When.
    pub day: Option<Day>,
    /// Why.
    pub reason: Option<String>,
    /// The language of those words, where it is not the page's.
    pub lang: Option<&'static str>,
}

/// One erratum.
#[derive(Clone, Debug, Serialize)]
pub struct ErratumView {
    /// What every page has.
    pub page: Shell,
    /// What it says.
    pub correction: CorrectionView,
    /// Its text.
    pub text: Passage,
    /// Whether a later erratum of the same file followed, so that its hash is another now.
    pub followed: bool,
}

/// All errata.
#[derive(Clone, Debug, Serialize)]
pub struct ErratumListView {
    /// What every page has.
    pub page: Shell,
    /// Newest first.
    pub corrections: Vec<CorrectionView>,
}

/// The corrections of what `page` shows, first to last.
pub(super) fn of_page(scene: &Scene<'_>, page: &Page) -> Vec<CorrectionView> {
    let errata = by_file(scene.documents(), |target| shows(scene, page, target));
    errata.values().flatten().map(|(id, erratum)| view(scene, id, erratum)).collect()
}

/// What was erased from the record that `page` shows, where the record says when or why.
pub(super) fn erased(scene: &Scene<'_>, page: &Page) -> Vec<ErasureView> {
    let record = page.record().and_then(|(folder, id)| scene.documents().find(folder, id));
    let lang = record.and_then(|record| scene.foreign(record.common.language));
    let values = record.iter().flat_map(|record| &record.common.personal);
    let told = values.filter(|value| value.erased.is_some() || value.reason.is_some());
    let view = |value: &Erasable| ErasureView {
        name: value.name.as_str().to_owned(),
        day: value.erased.map(|day| scene.day(day)),
        reason: value.reason.clone(),
        lang,
    };
    told.map(view).collect()
}

/// Whether `page` shows the record that is meant.
fn shows(scene: &Scene<'_>, page: &Page, target: &RecordPath) -> bool {
    match page {
        Page::Ledger(edition) if target.folder == "deliveries" => {
            let delivery = scene.documents().deliveries.get(&target.id);
            delivery.is_some_and(|delivery| delivery.facts.edition.id == *edition)
        }
        Page::Vote(vote) if target.folder == "contests" => {
            let contest = scene.documents().contests.get(&target.id);
            contest.is_some_and(|contest| contest.facts.vote.id == *vote)
        }
        _ => page.record().is_some_and(|(folder, id)| target.is_of(folder, id)),
    }
}

fn view(scene: &Scene<'_>, id: &RecordId, record: &Record<Erratum>) -> CorrectionView {
    let facts = &record.facts;
    CorrectionView {
        link: scene.link(&Page::Erratum(id.clone()), record.title(scene.language)),
        lang: scene.foreign(record.language(scene.language)),
        kind: scene.label("correction", facts.kind.word()),
        reason: scene.label("correction", facts.reason.word()),
        by: facts.by.clone(),
        by_lang: scene.foreign(record.common.language),
        day: scene.day(facts.at),
        target: scene.target(&facts.target),
        file: facts.target.file().to_string(),
        before: facts.before.map(|hash| hash.to_string()),
        after: facts.after.to_string(),
    }
}

impl ErratumView {
    /// One erratum.
    #[must_use]
    pub fn new(scene: &Scene<'_>, id: &RecordId) -> Option<Self> {
        let record = scene.documents().errata.get(id)?;
        let page = Page::Erratum(id.clone());
        let shell = Shell::new(scene, &page, "erratum", record.title(scene.language), &[Page::ErratumList]);
        let errata = by_file(scene.documents(), |target| *target == record.facts.target);
        let last = errata.values().flatten().last();
        Some(Self {
            page: shell.about(scene, record),
            correction: view(scene, id, record),
            text: scene.passage(record, Below::Page),
            followed: last.is_some_and(|(last, _)| *last != id),
        })
    }
}

impl ErratumListView {
    /// All errata.
    #[must_use]
    pub fn new(scene: &Scene<'_>) -> Self {
        let page = Shell::new(scene, &Page::ErratumList, "erratum-list", &scene.say("nav_errata"), &[]);
        let mut errata: Vec<(&RecordId, &Record<Erratum>)> = scene.documents().errata.iter().collect();
        errata.sort_by(|(a, left), (b, right)| (right.facts.at, b).cmp(&(left.facts.at, a)));
        Self { page, corrections: errata.into_iter().map(|(id, record)| view(scene, id, record)).collect() }
    }
}
