//! A page of the site, whatever made it.

use super::address::Base;
use super::finding;
use super::front_matter::{Form, Page, read};
use crate::import::account::Account;
use crate::import::dates::{self, Stamp};
use crate::import::slug::slug;
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};
use crate::tree::FilePath;

/// The pages of a site, and what its settings say.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) items: Vec<Item>,
    /// The address it was published at.
    pub(super) base: Base,
    /// The language of pages that say none.
    pub(super) language: Option<Language>,
    /// Folders in which files are sought whose address begins with `/`.
    pub(super) roots: Vec<&'static str>,
    pub(super) drafts: u64,
}

/// A page.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) source: FilePath,
    pub(super) page: Page,
    pub(super) title: String,
    /// The name its address ended in.
    pub(super) slug: String,
    /// The day it gives itself, or that its file's name gives.
    pub(super) day: Option<Stamp>,
    /// Whether it stands among dated ones.
    pub(super) dated: bool,
    pub(super) language: Option<Language>,
    /// What it is filed under: folders, categories, tags, layout.
    pub(super) labels: Vec<String>,
    /// The addresses it had, without the site's own.
    pub(super) addresses: Vec<String>,
}

/// Keys whose value has a place in a record or in the plan.
pub(super) const USED: &[&str] = &[
    "title",
    "titre",
    "titre_page",
    "name",
    "nom",
    "date",
    "lang",
    "language",
    "locale",
    "slug",
    "permalink",
    "url",
    "aliases",
    "redirect_from",
    "alias",
    "save_as",
    "summary",
    "description",
    "excerpt",
    "published",
    "draft",
    "status",
    "categories",
    "category",
    "layout",
    "type",
    "meeting_date",
    "meetingdate",
    "date_seance",
    "seance",
    "date_reunion",
    "event_date",
];

/// Opens a page; nothing where it has no head, is a draft, or cannot be read, which the account says.
pub(super) fn open(path: &FilePath, bytes: &[u8], form: Form, account: &mut Account) -> Option<Page> {
    if bytes.len() > LARGEST {
        account.say(not_placed(path, Bilingual::new("un texte de plus de 2 Mio", "a text of more than 2 MiB")));
        return None;
    }
    match read(bytes, form) {
        Ok(Some(page)) => {
            for (line, odd) in &page.odd {
                account.say(finding(Diagnostic::note, Code::HeadOdd, path.as_str(), *line, odd.clone()));
            }
            Some(page)
        }
        Ok(None) => {
            account.say(not_placed(path, Bilingual::new("un texte sans en-tête", "a text without a head")));
            None
        }
        Err(why) => {
            account.say(Diagnostic::error(Code::SourceUnreadable, why).at(Place::file(path)));
            None
        }
    }
}

/// The longest text of a page.
const LARGEST: usize = 2 * 1024 * 1024;

/// A file that becomes no record.
pub(super) fn not_placed(path: &FilePath, why: Bilingual) -> Diagnostic {
    Diagnostic::warning(Code::NotPlaced, why).at(Place::file(path))
}

/// Whether the page says that it is not to be published.
pub(super) fn is_draft(page: &Page) -> bool {
    let status = page.words(&["status"]).map(|status| status.to_lowercase());
    page.says(&["draft"], true)
        || page.says(&["published"], false)
        || status.is_some_and(|status| status != "published")
}

/// Says that a draft was left aside.
pub(super) fn draft(path: &FilePath) -> Diagnostic {
    let help = Bilingual::new(
        "le publier dans l’ancien site d’abord, ou le reprendre à la main",
        "publish it in the old site first, or take it over by hand",
    );
    not_placed(path, Bilingual::new("un brouillon", "a draft")).help(help)
}

impl Item {
    /// A page; `stem` is its name without day and language.
    pub(super) fn new(
        source: &FilePath,
        page: Page,
        stem: &str,
        site: Option<Language>,
        account: &mut Account,
    ) -> Self {
        let title = page.words(&["title", "titre_page", "titre", "name", "nom"]).unwrap_or_else(|| titled(stem));
        let language = page.words(&["lang", "language", "locale"]).and_then(|code| language_of(&code));
        let day = day_of(source, &page, language.or(site).unwrap_or_default(), account);
        let slug = page.words(&["slug"]).map(|words| slug(&words)).filter(|slug| !slug.is_empty());
        let mut labels: Vec<String> = source.segments().map(str::to_owned).collect();
        labels.pop();
        for keys in [&["category", "categories"][..], &["tags", "tag"], &["layout"], &["type"]] {
            labels.extend(page.list(keys));
        }
        let labels = labels.into_iter().map(|label| label.trim_start_matches('_').to_owned()).collect();
        let slug = slug.unwrap_or_else(|| self::slug(stem));
        Self { source: source.clone(), title, slug, day, dated: false, language, labels, addresses: Vec::new(), page }
    }

    /// The addresses that the head gives.
    pub(super) fn own_addresses(&self) -> Vec<String> {
        let lists: [&[&str]; 6] =
            [&["permalink"], &["url"], &["save_as"], &["aliases"], &["redirect_from"], &["alias"]];
        lists.iter().flat_map(|keys| self.page.list(keys)).collect()
    }
}

/// `fr_FR`, `en-UK`.
pub(super) fn language_of(code: &str) -> Option<Language> {
    code.get(..2)?.to_ascii_lowercase().parse().ok()
}

/// The day in the head, and what is odd about it.
fn day_of(source: &FilePath, page: &Page, language: Language, account: &mut Account) -> Option<Stamp> {
    use dates::Spelling::{Plain, Slashes, WithoutZone, Words};
    let key = page.value(&["date"])?;
    let written = super::front_matter::words_of(&key.value)?;
    let mut odd = |fr: &str, en: &str| {
        let message = Bilingual::new(
            format!("`{}: {written}` : {fr}", key.written),
            format!("`{}: {written}`: {en}", key.written),
        );
        account.say(finding(Diagnostic::note, Code::HeadOdd, source.as_str(), key.line, message));
    };
    let Some(stamp) = dates::read(&written, language) else {
        odd("aucun jour lisible", "no day that can be read");
        return None;
    };
    match stamp.spelling {
        Plain => {}
        WithoutZone => odd("une heure sans fuseau", "an hour without a zone"),
        Words => odd("un jour en toutes lettres", "a day in words"),
        Slashes => odd("un jour avec des barres ou des points", "a day with slashes or points"),
    }
    Some(stamp)
}

/// `Un nom` for `un-nom`.
fn titled(stem: &str) -> String {
    let words = stem.replace(['-', '_'], " ");
    let mut letters = words.trim().chars();
    letters.next().map_or_else(|| "…".to_owned(), |first| format!("{}{}", first.to_uppercase(), letters.as_str()))
}
