//! What every page has around its subject.

use serde::Serialize;

use super::correction::{self, CorrectionView, ErasureView};
use super::past::{Changed, changed};
use super::{Scene, format};
use crate::document::{Record, TranslationState};
use crate::language::Language;
use crate::site::calendar::CalendarScope;
use crate::site::data::DataFile;
use crate::site::feed::FeedScope;
use crate::site::linked_data;
use crate::site::route::{Page, address, relative, to_root};
use crate::tree::FilePath;

/// A link; without address where what it names does not exist.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The address, relative to the page.
    pub href: String,
    /// Its words.
    pub text: String,
}

/// An entry of the menu.
#[derive(Clone, Debug, Serialize)]
pub struct MenuItem {
    /// Where it leads.
    pub link: Link,
    /// Whether the page belongs to it.
    pub current: bool,
}

/// The page in another language.
#[derive(Clone, Debug, Serialize)]
pub struct Alternate {
    /// Where.
    pub href: String,
    /// Its whole address, where the site is published.
    pub address: String,
    /// The language's code.
    pub lang: &'static str,
    /// The language's own name.
    pub name: &'static str,
    /// Whether it is this page.
    pub current: bool,
    /// Whether it is the same page; where a plain page is not there in that language, a list or the first page is.
    pub same: bool,
}

/// What a page says of the translation it shows, where that is not as good as the words themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TranslationNote {
    /// Whether the words have changed since it was made.
    pub outdated: bool,
    /// Whether a machine made it and nobody has read it over.
    pub machine: bool,
    /// Where the words themselves are.
    pub original: String,
    /// Their language.
    pub lang: &'static str,
}

impl TranslationNote {
    /// What is to be said of a translation that stands so; `original` are the words in `language`.
    pub(super) fn of(state: TranslationState, original: String, language: Language) -> Option<Self> {
        let (outdated, machine) = (state == TranslationState::Outdated, state == TranslationState::Machine);
        (outdated || machine).then_some(Self { outdated, machine, original, lang: language.code() })
    }
}

/// A feed or a calendar that belongs to a page.
#[derive(Clone, Debug, Serialize)]
pub struct Subscription {
    /// Where.
    pub href: String,
    /// Its media type.
    pub media_type: &'static str,
    /// What it is called.
    pub title: String,
}

/// What every page has.
#[derive(Clone, Debug, Serialize)]
pub struct Shell {
    /// The template's name, for style sheets and checks.
    pub template: &'static str,
    /// The page's language.
    pub lang: &'static str,
    /// `../` once for each folder above.
    pub root: String,
    /// The title, without the council's name.
    pub title: String,
    /// The language of the title where it is not the page's.
    pub title_lang: Option<&'static str>,
    /// For search engines.
    pub description: String,
    /// Its whole address, where the site is published.
    pub address: String,
    /// The council's name.
    pub council: String,
    /// The line below it.
    pub tagline: String,
    /// The first page.
    pub home: Link,
    /// The menu.
    pub menu: Vec<MenuItem>,
    /// The way from the first page here.
    pub crumbs: Vec<Link>,
    /// The languages.
    pub alternates: Vec<Alternate>,
    /// The feed of the council.
    pub feed: String,
    /// The page of open data.
    pub data: String,
    /// The record of this page for machines.
    pub json: Option<String>,
    /// Feeds and calendars that programs find from this page.
    pub subscriptions: Vec<Subscription>,
    /// The calendar file of what this page is about, as long as something of it is ahead.
    pub calendar: Option<String>,
    /// All feeds and calendars.
    pub follow: Link,
    /// What the page is about, for machines: JSON-LD, escaped.
    pub linked_data: String,
    /// Pages of the council, linked at the foot.
    pub pages: Vec<Link>,
    /// Whether the commune is invented.
    pub invented: bool,
    /// What the law profile says of the register that prevails.
    pub paper_prevails: Option<String>,
    /// Whether that stands above the page's subject, since it is a copy of what is in the register.
    pub prevails_first: bool,
    /// The record that takes the place of this page's.
    pub successor: Option<String>,
    /// The record whose place this page's takes.
    pub predecessor: Option<String>,
    /// Under what terms the words may be used again.
    pub licence: Option<String>,
    /// The archive by year.
    pub archive: Option<Link>,
    /// Whether the words of this page's subject exist only in another language.
    pub untranslated: bool,
    /// What is to be known of the translation.
    pub translation: Option<TranslationNote>,
    /// The corrections of what the page shows.
    pub corrections: Vec<CorrectionView>,
    /// What was erased from it.
    pub erased: Vec<ErasureView>,
    /// What people clone.
    pub repository: String,
    /// The day this page speaks of as today.
    pub as_of: String,
    /// When its record was last changed.
    pub changed: Option<Changed>,
}

impl Shell {
    /// The surroundings of `page`, below `parents`.
    #[must_use]
    pub fn new(scene: &Scene<'_>, page: &Page, template: &'static str, title: &str, parents: &[Page]) -> Self {
        Self::below(scene, page, template, title, parents, &[])
    }

    /// The same, where lists of plain pages, each with its title, are the last of the way here.
    #[must_use]
    pub fn below(
        scene: &Scene<'_>,
        page: &Page,
        template: &'static str,
        title: &str,
        parents: &[Page],
        lists: &[(Page, String)],
    ) -> Self {
        let config = &scene.documents().config;
        let council = scene.of(&config.name).to_owned();
        let tagline = config.tagline.as_ref().map(|tagline| scene.of(tagline).to_owned()).unwrap_or_default();
        let above = (*page != Page::Home).then_some(&Page::Home).into_iter().chain(parents);
        let above = above.filter_map(|above| Some((above, scene.say(menu_key(above)?))));
        let trail: Vec<(&Page, String)> = above.chain(lists.iter().map(|(page, name)| (page, name.clone()))).collect();
        Self {
            template,
            lang: scene.language.code(),
            root: to_root(scene.from),
            title: title.to_owned(),
            title_lang: None,
            description: description(scene, template, title, [council.as_str(), tagline.as_str()]),
            address: scene.address(page),
            home: scene.link(&Page::Home, council.as_str()),
            council,
            tagline,
            menu: menu(scene, page, parents).into_iter().chain(plain_menu(scene, page, lists)).collect(),
            linked_data: linked_data::block(scene, page, title, &trail),
            crumbs: trail.into_iter().map(|(above, name)| scene.link(above, name)).collect(),
            alternates: alternates(scene, page),
            data: scene.link(&Page::DataIndex, "").href,
            json: record_file(page).filter(|file| scene.plan.has(file)).map(|file| scene.link(&file, "").href),
            feed: scene.link(&Page::Feed(FeedScope::Council), "").href,
            subscriptions: subscriptions(scene, page),
            calendar: calendar(scene, page)
                .filter(|scope| scope.is_ahead(scene))
                .map(|scope| scene.link(&Page::Calendar(scope), "").href),
            follow: scene.link(&Page::Follow, scene.say("follow")),
            pages: pages(scene),
            invented: config.invented,
            paper_prevails: scene
                .library
                .documents()
                .law
                .banner
                .as_ref()
                .map(|banner| format::spaced(banner.get(scene.language), scene.language)),
            prevails_first: COPIES.contains(&template),
            successor: None,
            predecessor: None,
            licence: config.licence.map(|licence| licence.title().to_owned()),
            archive: scene.plan.has(&Page::ArchiveList).then(|| scene.link(&Page::ArchiveList, scene.say("archive"))),
            untranslated: false,
            translation: None,
            corrections: correction::of_page(scene, page),
            erased: correction::erased(scene, page),
            repository: config.repository.clone(),
            as_of: scene.as_of.map(|day| scene.day(day).text).unwrap_or_default(),
            changed: changed(scene, page),
        }
    }

    /// Takes the description and the language of a record.
    #[must_use]
    pub fn about<T>(mut self, scene: &Scene<'_>, record: &Record<T>) -> Self {
        if let Some(summary) = record.summary(scene.language) {
            summary.clone_into(&mut self.description);
        }
        let page_of = |file: &FilePath| {
            let page = scene.plan.page_of(file)?;
            Some(scene.link(page, "").href)
        };
        self.successor = scene.library.successor(&record.file).and_then(page_of);
        self.predecessor = scene.library.predecessor(&record.file).and_then(page_of);
        self.licence = record.common.licence.map(|licence| licence.title().to_owned()).or(self.licence);
        self.title_lang = scene.foreign(record.language(scene.language));
        self.untranslated = self.title_lang.is_some();
        self.translation = self.translation_note(record, scene.language);
        self
    }

    fn translation_note<T>(&self, record: &Record<T>, language: Language) -> Option<TranslationNote> {
        let state = record.translation_state(language)?;
        let lang = record.common.language.code();
        let original = self.alternates.iter().find(|other| other.lang == lang)?.href.clone();
        TranslationNote::of(state, original, record.common.language)
    }
}

/// What a page says of itself where its record has no summary: no two pages the same.
fn description(scene: &Scene<'_>, template: &str, title: &str, [council, tagline]: [&str; 2]) -> String {
    let lead = match template {
        "home" => return scene.say("home_lead"),
        "proposal-list" => "proposals_lead",
        "vote-list" => "votes_lead",
        "decisions" => "decisions_lead",
        "edition-list" => "editions_lead",
        "erratum-list" => "errata_lead",
        "ledger" => "ledger_lead",
        "history" => "past_lead",
        "data" => "data_lead",
        "follow" => "follow_lead",
        _ if tagline.is_empty() => return format!("{title} – {council}"),
        _ => return format!("{title} – {council}. {tagline}"),
    };
    format!("{title} – {}", scene.say(lead))
}

/// The templates of pages that copy what stands in the register.
const COPIES: [&str; 5] = ["meeting", "minutes", "decision-list", "decisions", "register"];

/// The pages of the menu.
const MENU: [Page; 8] = [
    Page::ProposalList,
    Page::VoteList,
    Page::EditionList,
    Page::MeetingList,
    Page::Decisions,
    Page::MemberList,
    Page::BodyList,
    Page::NewsList,
];

/// The name of a page that has its own word in the menu.
fn menu_key(page: &Page) -> Option<&'static str> {
    match page {
        Page::Home => Some("nav_home"),
        Page::ProposalList => Some("nav_proposals"),
        Page::VoteList => Some("nav_votes"),
        Page::EditionList => Some("nav_editions"),
        Page::MeetingList => Some("nav_meetings"),
        Page::Decisions => Some("nav_decisions"),
        Page::MemberList => Some("nav_members"),
        Page::BodyList => Some("nav_bodies"),
        Page::NewsList => Some("nav_news"),
        Page::ErratumList => Some("nav_errata"),
        Page::ArchiveList => Some("archive"),
        Page::DocumentList => Some("documents"),
        _ => None,
    }
}

fn menu(scene: &Scene<'_>, page: &Page, parents: &[Page]) -> Vec<MenuItem> {
    MENU.iter()
        .filter(|item| scene.plan.has(item))
        .filter_map(|item| {
            let link = scene.link(item, scene.say(menu_key(item)?));
            Some(MenuItem { link, current: item == page || parents.contains(item) })
        })
        .collect()
}

/// The collections of plain pages, which stand last.
fn plain_menu(scene: &Scene<'_>, page: &Page, lists: &[(Page, String)]) -> Vec<MenuItem> {
    let item = |(path, name): (FilePath, String)| {
        let list = Page::Plain(path);
        let current = list == *page || lists.iter().any(|(above, _)| *above == list);
        MenuItem { link: scene.link(&list, name), current }
    };
    scene.pages.menu(scene.language).map(item).collect()
}

/// The file for machines of the record that a page shows.
fn record_file(page: &Page) -> Option<Page> {
    page.record().map(|(folder, id)| Page::Data(DataFile::Record(folder, id.clone())))
}

/// The feed of the council, those of what the page is about, and its calendar.
fn subscriptions(scene: &Scene<'_>, page: &Page) -> Vec<Subscription> {
    let own = FeedScope::of_page(scene.documents(), page);
    let feed = |scope: FeedScope| Subscription {
        title: format!("{} – {}", scene.say("feed"), scope.name(scene)),
        href: scene.link(&Page::Feed(scope), "").href,
        media_type: "application/atom+xml",
    };
    let calendar = |scope: CalendarScope| Subscription {
        title: scene.say("calendar_file"),
        href: scene.link(&Page::Calendar(scope), "").href,
        media_type: "text/calendar",
    };
    std::iter::once(FeedScope::Council).chain(own).map(feed).chain(self::calendar(scene, page).map(calendar)).collect()
}

/// The calendar that a page offers, where it has an event.
fn calendar(scene: &Scene<'_>, page: &Page) -> Option<CalendarScope> {
    CalendarScope::of_page(page).filter(|scope| scene.plan.has(&Page::Calendar(scope.clone())))
}

fn alternates(scene: &Scene<'_>, page: &Page) -> Vec<Alternate> {
    let alternate = |path: &FilePath, language: Language, same: bool| Alternate {
        href: relative(scene.from, path),
        address: format!("{}{}", scene.documents().config.url, address(path.as_str())),
        lang: language.code(),
        name: language.own_name(),
        current: language == scene.language,
        same,
    };
    if let Page::Plain(path) = page {
        let languages = scene.pages.in_languages(path).into_iter();
        return languages.map(|(path, language, same)| alternate(&path, language, same)).collect();
    }
    let languages = scene.plan.languages().iter();
    languages.map(|language| alternate(&scene.plan.path(page, *language), *language, true)).collect()
}

fn pages(scene: &Scene<'_>) -> Vec<Link> {
    let pages = scene.documents().pages.iter();
    let texts = pages.map(|(id, page)| scene.link(&Page::Text(id.clone()), page.title(scene.language)));
    let errata = scene.plan.has(&Page::ErratumList).then(|| scene.link(&Page::ErratumList, scene.say("nav_errata")));
    texts.chain(errata).collect()
}
