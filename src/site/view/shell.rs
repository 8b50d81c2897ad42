//! What every page has around its subject.

use serde::Serialize;

use super::Scene;
use super::correction::{self, CorrectionView, ErasureView};
use crate::document::Record;
use crate::site::route::{Page, relative, to_root};

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
    /// The language's code.
    pub lang: &'static str,
    /// The language's own name.
    pub name: &'static str,
    /// Whether it is this page.
    pub current: bool,
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
    /// The feed.
    pub feed: String,
    /// Pages of the council, linked at the foot.
    pub pages: Vec<Link>,
    /// Whether the commune is invented.
    pub invented: bool,
    /// What the law profile says of the register that prevails.
    pub paper_prevails: Option<String>,
    /// Whether the words of this page's subject exist only in another language.
    pub untranslated: bool,
    /// The corrections of what the page shows.
    pub corrections: Vec<CorrectionView>,
    /// What was erased from it.
    pub erased: Vec<ErasureView>,
    /// What people clone.
    pub repository: String,
    /// The day this page speaks of as today.
    pub as_of: String,
}

impl Shell {
    /// The surroundings of `page`, below `parents`.
    #[must_use]
    pub fn new(scene: &Scene<'_>, page: &Page, template: &'static str, title: &str, parents: &[Page]) -> Self {
        let config = &scene.documents().config;
        let council = scene.of(&config.name).to_owned();
        let tagline = config.tagline.as_ref().map(|tagline| scene.of(tagline).to_owned()).unwrap_or_default();
        let mut crumbs = vec![scene.link(&Page::Home, scene.say("nav_home"))];
        crumbs.extend(parents.iter().filter_map(|parent| Some(scene.link(parent, scene.say(menu_key(parent)?)))));
        Self {
            template,
            lang: scene.language.code(),
            root: to_root(scene.from),
            title: title.to_owned(),
            title_lang: None,
            description: if tagline.is_empty() { council.clone() } else { tagline.clone() },
            home: scene.link(&Page::Home, council.as_str()),
            council,
            tagline,
            menu: menu(scene, page, parents),
            crumbs: if *page == Page::Home { Vec::new() } else { crumbs },
            alternates: alternates(scene, page),
            feed: scene.link(&Page::Feed, "").href,
            pages: pages(scene),
            invented: config.invented,
            paper_prevails: scene
                .library
                .documents()
                .law
                .banner
                .as_ref()
                .map(|banner| banner.get(scene.language).to_owned()),
            untranslated: false,
            corrections: correction::of_page(scene, page),
            erased: correction::erased(scene, page),
            repository: config.repository.clone(),
            as_of: scene.as_of.map(|day| scene.day(day).text).unwrap_or_default(),
        }
    }

    /// Takes the description and the language of a record.
    #[must_use]
    pub fn about<T>(mut self, scene: &Scene<'_>, record: &Record<T>) -> Self {
        if let Some(summary) = record.summary(scene.language) {
            summary.clone_into(&mut self.description);
        }
        self.title_lang = scene.foreign(record.language(scene.language));
        self.untranslated = self.title_lang.is_some();
        self
    }
}

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

fn alternates(scene: &Scene<'_>, page: &Page) -> Vec<Alternate> {
    let languages = scene.plan.languages().iter();
    languages
        .map(|language| Alternate {
            href: relative(scene.from, &scene.plan.path(page, *language)),
            lang: language.code(),
            name: match language {
                crate::language::Language::Fr => "Français",
                crate::language::Language::En => "English",
            },
            current: *language == scene.language,
        })
        .collect()
}

fn pages(scene: &Scene<'_>) -> Vec<Link> {
    let pages = scene.documents().pages.iter();
    let texts = pages.map(|(id, page)| scene.link(&Page::Text(id.clone()), page.title(scene.language)));
    let errata = scene.plan.has(&Page::ErratumList).then(|| scene.link(&Page::ErratumList, scene.say("nav_errata")));
    texts.chain(errata).collect()
}
