//! The templates of a theme, with what every page of the site can ask for.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;
use serde_json::Value as Json;
use tera::{Tera, Value};

use super::Pages;
use super::card::Card;
use super::route::{language_folder, list};
use crate::collection::{Collections, Section};
use crate::document::{self, PlainConfig, nearest};
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic};
use crate::site::filters;
use crate::site::pictures::Pictures;
use crate::site::route::address;
use crate::site::theme::Theme;
use crate::tree::{FilePath, FileTree};

/// The templates in each language of the site.
#[derive(Debug)]
pub(in crate::site) struct Templates {
    by_language: BTreeMap<Language, Tera>,
    /// Whether a template asks for related pages, which cost to find.
    pub(in crate::site) related: bool,
}

/// What templates see that is the same in every language.
#[derive(Debug)]
pub(in crate::site) struct Shared {
    pub(super) settings: Value,
    pub(super) data: Value,
}

impl Shared {
    /// Nothing, where no page asks for any.
    pub(in crate::site) fn none() -> Self {
        Self { settings: Value::none(), data: Value::none() }
    }

    /// The settings, and the files below `data/` by the way to each: `data.budget` is `data/budget.csv`.
    pub(in crate::site) fn of(
        tree: &FileTree,
        settings: &serde_json::Map<String, Json>,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut data = serde_json::Map::new();
        for (path, bytes) in tree.below("data") {
            match document::read_data(path, bytes) {
                Ok(Some(value)) => put(&mut data, path, value),
                Ok(None) => {}
                Err(finding) => findings.push(*finding),
            }
        }
        Self { settings: Value::from_serializable(settings), data: Value::from_serializable(&data) }
    }
}

fn put(data: &mut serde_json::Map<String, Json>, path: &FilePath, value: Json) {
    let mut folder = data;
    let segments: Vec<&str> = path.segments().skip(1).collect();
    for segment in &segments[..segments.len().saturating_sub(1)] {
        let next = folder.entry((*segment).to_owned()).or_insert_with(|| Json::Object(serde_json::Map::new()));
        let Json::Object(next) = next else { return };
        folder = next;
    }
    folder.insert(path.stem().to_owned(), value);
}

#[derive(Serialize)]
struct ShownSite<'a> {
    name: &'a str,
    tagline: Option<&'a str>,
    url: &'a str,
    feed: Option<String>,
    home: String,
}

/// A section wherever it is named.
#[derive(Serialize)]
pub(super) struct ShownSection<'a> {
    title: &'a str,
    folder: &'a str,
    path: String,
    count: usize,
}

impl<'a> ShownSection<'a> {
    pub(super) fn of(section: &'a Section, config: &PlainConfig) -> Self {
        let prefix = language_folder(section.language, config);
        let (title, folder, count) = (section.title.as_str(), section.folder.as_str(), section.pages.len());
        Self { title, folder, path: address(&list(&prefix, folder, 1)).into_owned(), count }
    }
}

#[derive(Serialize)]
struct ShownTaxonomy<'a> {
    key: &'a str,
    title: &'a str,
    path: String,
    count: usize,
}

impl Templates {
    pub(in crate::site) fn new(
        theme: &Theme,
        (pages, pictures): (&Pages, &Arc<Pictures>),
        shared: &Shared,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let (config, collections) = (&pages.config, &pages.collections);
        check(theme.templates(), pages, findings);
        let by_language = config.languages.iter().map(|language| {
            let mut tera = theme.templates().clone();
            filters::add(&mut tera, *language);
            filters::add_pictures(&mut tera, pictures);
            share(&mut tera, theme, config, collections, *language);
            tera.global_context().insert_value("menu", in_menu(&pages.cards, *language));
            tera.global_context().insert_value("settings", shared.settings.clone());
            tera.global_context().insert_value("data", shared.data.clone());
            (*language, tera)
        });
        Self { by_language: by_language.collect(), related: theme.asks_for("related") }
    }

    pub(in crate::site) fn of(&self, language: Language) -> &Tera {
        &self.by_language[&language]
    }
}

/// What every page sees: `site`, `sections`, `taxonomies`, `w`, `lang`.
fn share(tera: &mut Tera, theme: &Theme, config: &PlainConfig, collections: &Collections, language: Language) {
    let prefix = language_folder(language, config);
    let site = ShownSite {
        name: config.name.get(language),
        tagline: config.tagline.as_ref().map(|tagline| tagline.get(language)),
        url: &config.url,
        feed: config.feed.map(|_| format!("{prefix}feed.xml")),
        home: list(&prefix, "", 1),
    };
    let sections = collections.sections.iter().filter(|section| section.language == language);
    let sections = sections.filter(|section| !section.folder.is_empty());
    let sections = sections.map(|section| ShownSection::of(section, config));
    let taxonomies = collections.taxonomies.iter().filter(|taxonomy| taxonomy.language == language);
    let taxonomies = taxonomies.map(|taxonomy| ShownTaxonomy {
        key: &taxonomy.key,
        title: &taxonomy.title,
        path: address(&list(&prefix, &taxonomy.key, 1)).into_owned(),
        count: taxonomy.terms.len(),
    });
    let global = tera.global_context();
    global.insert("site", &site);
    global.insert("sections", &sections.collect::<Vec<_>>());
    global.insert("taxonomies", &taxonomies.collect::<Vec<_>>());
    global.insert("w", theme.words(language));
    global.insert("lang", language.code());
}

/// The pages that stand in the menu of a language, by weight, then by title.
fn in_menu(cards: &[Arc<Card>], language: Language) -> Value {
    let there = cards.iter().filter(|card| card.page.menu && card.page.language == language);
    let mut there: Vec<&Arc<Card>> = there.collect();
    there.sort_by_key(|card| (card.page.weight, &card.page.title, &card.page.file));
    Value::from(there.into_iter().map(|card| card.value.clone()).collect::<Vec<_>>())
}

/// Says which templates are named and missing. Those that every theme has are taken from ours.
fn check(tera: &Tera, pages: &Pages, findings: &mut Vec<Diagnostic>) {
    for section in &pages.collections.sections {
        for name in [&section.template, &section.list_template] {
            if !tera.contains_template(name) {
                findings.push(missing(tera, name).at(pages.place_of(section)));
            }
        }
    }
    for page in &pages.collections.pages {
        if let Some(name) = page.template.as_ref().filter(|name| !tera.contains_template(name)) {
            findings.push(missing(tera, name).at(document::place_in_head(&page.file, &page.bytes, "template")));
        }
    }
    findings.dedup();
}

fn missing(tera: &Tera, name: &str) -> Diagnostic {
    let message =
        Bilingual::new(format!("le thème n’a pas de gabarit `{name}`"), format!("the theme has no template `{name}`"));
    let finding = Diagnostic::error(Code::TemplateUnknown, message);
    match nearest(name, tera.get_template_names()) {
        Some(near) => {
            finding.help(Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")))
        }
        None => finding.help(Bilingual::new(
            "écrire ce fichier dans le dossier `templates/` du thème",
            "write this file in the folder `templates/` of the theme",
        )),
    }
}
