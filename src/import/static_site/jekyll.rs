//! Which files of a Jekyll site are pages, and which addresses they had.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::address::{Base, filled};
use super::front_matter::{Form, words_of};
use super::item::{Gathered, Item, draft, is_draft, language_of, not_placed, open};
use crate::document::read_foreign_yaml;
use crate::import::account::Account;
use crate::import::dates::{Spelling, Stamp};
use crate::language::Bilingual;
use crate::tree::{FilePath, FileTree};

/// Folders that hold no page.
const TEMPLATES: &[&str] =
    &["_layouts", "_includes", "_sass", "_data", "_plugins", "_site", "node_modules", "vendor", "script", "scripts"];

pub(super) fn gather(site: &FileTree, account: &mut Account) -> Gathered {
    let config = config(site);
    let text = |key: &str| config.get(key).and_then(words_of);
    let mut gathered = Gathered {
        base: Base::new(text("url").as_deref(), text("baseurl").as_deref()),
        language: text("lang").or_else(|| text("locale")).and_then(|code| language_of(&code)),
        roots: vec!["", "assets", "_pages"],
        ..Gathered::default()
    };
    for (path, bytes) in site.iter().filter(|(path, _)| is_text(path) && !is_template(path)) {
        let Some(page) = open(path, bytes, Form::Fenced, account) else { continue };
        let html = path.extension() == "html";
        if html && page.text.contains("{%") {
            account.say(not_placed(path, Bilingual::new("un gabarit HTML", "an HTML template")));
            continue;
        }
        if is_draft(&page) || path.segments().any(|segment| segment == "_drafts") {
            gathered.drafts += 1;
            account.say(draft(path));
            continue;
        }
        let (named_day, stem) = dated_name(path.stem());
        let mut item = Item::new(path, page, stem, gathered.language, account);
        item.day = item.day.or(named_day);
        item.dated = path.segments().any(|segment| segment == "_posts") || collection(path).is_some();
        item.addresses = addresses(&item, stem, &config);
        gathered.items.push(item);
    }
    gathered
}

fn config(site: &FileTree) -> Map<String, Value> {
    let bytes = ["_config.yml", "_config.yaml"].iter().find_map(|name| site.get_str(name));
    let text = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
    read_foreign_yaml(text).unwrap_or_default()
}

fn is_text(path: &FilePath) -> bool {
    let markdown = matches!(path.extension(), "md" | "markdown" | "mkd" | "mkdown");
    markdown || path.extension() == "html"
}

fn is_template(path: &FilePath) -> bool {
    let first = path.segments().next().unwrap_or_default();
    let no_page = ["readme", "license", "contributing", "changelog", "code_of_conduct"];
    TEMPLATES.contains(&first) || no_page.contains(&path.stem().to_lowercase().as_str())
}

/// The collection a page is in: `comptes` for `_comptes/a.md`.
fn collection(path: &FilePath) -> Option<&str> {
    let first = path.segments().next()?.strip_prefix('_')?;
    (!matches!(first, "posts" | "drafts" | "pages")).then_some(first)
}

/// The day that a name begins with, and the rest: `2016-10-25-conseil`.
pub(super) fn dated_name(stem: &str) -> (Option<Stamp>, &str) {
    let day = stem.get(..10).and_then(|day| day.parse().ok());
    let day = day.map(|day| Stamp { day, hour: None, spelling: Spelling::Plain });
    match (day, stem.get(10..)) {
        (Some(day), Some(rest)) if !rest.trim_start_matches(['-', '_']).is_empty() => {
            (Some(day), rest.trim_start_matches(['-', '_']))
        }
        (day, _) => (day, stem),
    }
}

fn addresses(item: &Item, stem: &str, config: &Map<String, Value>) -> Vec<String> {
    let mut all = item.own_addresses();
    if item.page.value(&["permalink"]).is_some() {
        return all;
    }
    let collection = collection(&item.source);
    let set = match collection {
        Some(name) => config.get("collections").and_then(|all| all.get(name)?.get("permalink")).and_then(words_of),
        None => config.get("permalink").and_then(words_of),
    };
    let posts = item.source.segments().any(|segment| segment == "_posts");
    let pattern = match (set.as_deref(), collection) {
        (Some("pretty"), None) => "/:categories/:year/:month/:day/:title/",
        (Some("none"), None) => "/:categories/:title.html",
        (Some(pattern), _) if pattern.contains('/') => pattern,
        (_, Some(_)) => "/:collection/:path.html",
        _ => "/:categories/:year/:month/:day/:title.html",
    };
    if posts || collection.is_some() {
        all.push(filled(pattern, &values(item, stem, collection)));
    } else {
        let folder = item.source.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let folder = folder.trim_start_matches("_pages").trim_matches('/');
        all.push(format!("/{folder}/{}.html", item.source.stem()).replace("//", "/"));
    }
    all
}

fn values<'a>(item: &Item, stem: &str, collection: Option<&str>) -> BTreeMap<&'a str, String> {
    let below = item.source.as_str().trim_start_matches(|c| c != '/').trim_start_matches('/');
    let path = below.rsplit_once('.').map_or(below, |(path, _)| path);
    let slug = |label: &String| crate::import::slug::slug(label);
    let mut values = BTreeMap::from([
        ("title", item.page.words(&["slug"]).unwrap_or_else(|| stem.to_owned())),
        ("slug", item.slug.clone()),
        ("name", stem.to_owned()),
        ("path", path.to_owned()),
        ("collection", collection.unwrap_or_default().to_owned()),
        ("categories", item.page.list(&["categories", "category"]).iter().map(slug).collect::<Vec<_>>().join("/")),
    ]);
    if let Some(Stamp { day, .. }) = item.day {
        values.insert("year", format!("{:04}", day.year()));
        values.insert("month", format!("{:02}", day.month()));
        values.insert("day", format!("{:02}", day.day()));
    }
    values
}
