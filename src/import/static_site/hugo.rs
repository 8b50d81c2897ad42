//! Which files of a Hugo site are pages, and which addresses they had.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::address::{Base, filled};
use super::front_matter::{Form, read, words_of};
use super::item::{Gathered, Item, draft, is_draft, language_of, not_placed, open};
use super::jekyll::dated_name;
use crate::document::read_foreign_yaml;
use crate::import::account::Account;
use crate::import::dates::Stamp;
use crate::language::{Bilingual, Language};
use crate::tree::{FilePath, FileTree};

pub(super) fn gather(site: &FileTree, account: &mut Account) -> Gathered {
    let config = config(site);
    let text = |keys: &[&str]| keys.iter().find_map(|key| config.get(*key).and_then(words_of));
    let mut gathered = Gathered {
        base: Base::new(text(&["baseurl"]).as_deref(), None),
        language: text(&["defaultcontentlanguage", "languagecode", "locale"]).and_then(|code| language_of(&code)),
        roots: vec!["", "static", "assets", "content"],
        ..Gathered::default()
    };
    for (path, bytes) in site.below("content") {
        match path.extension() {
            "md" | "markdown" => {}
            "html" | "adoc" | "org" | "rst" | "pandoc" => {
                account.say(not_placed(
                    path,
                    Bilingual::new("une page qui n’est pas en Markdown", "a page that is not in Markdown"),
                ));
                continue;
            }
            _ => continue,
        }
        let Some(page) = open(path, bytes, Form::Fenced, account) else { continue };
        if is_draft(&page) {
            gathered.drafts += 1;
            account.say(draft(path));
            continue;
        }
        let name = Name::of(path);
        let (named_day, stem) = dated_name(&name.stem);
        let mut item = Item::new(path, page, stem, gathered.language, account);
        item.day = item.day.or(named_day);
        item.language = item.language.or(name.language);
        item.dated = item.day.is_some() && !name.list;
        item.addresses = addresses(&item, &name, &config);
        gathered.items.push(item);
    }
    gathered
}

/// What a path below `content/` says: `posts/a.fr.md`, `posts/a/index.md`, `fr/posts/_index.md`.
struct Name {
    /// The folders, without the language.
    section: Vec<String>,
    stem: String,
    language: Option<Language>,
    /// Whether it is the page of a list.
    list: bool,
}

impl Name {
    fn of(path: &FilePath) -> Self {
        let mut section: Vec<String> = path.segments().skip(1).map(str::to_owned).collect();
        section.pop();
        let (mut stem, mut language) = (path.stem(), None);
        if let Some((rest, code)) = stem.rsplit_once('.')
            && let Ok(known) = code.parse()
        {
            (stem, language) = (rest, Some(known));
        }
        if let Some(known) = section.first().and_then(|first| first.parse().ok()) {
            language = language.or(Some(known));
            section.remove(0);
        }
        let list = stem == "_index";
        let stem = match stem {
            "index" | "_index" => section.pop().unwrap_or_else(|| "index".to_owned()),
            stem => stem.to_owned(),
        };
        Self { section, stem, language, list }
    }
}

fn config(site: &FileTree) -> Map<String, Value> {
    let names = [
        "hugo.toml",
        "config.toml",
        "hugo.yaml",
        "hugo.yml",
        "config.yaml",
        "config.yml",
        "config/_default/hugo.toml",
        "config/_default/config.toml",
        "config/_default/config.yaml",
    ];
    let found = names.iter().find_map(|name| Some((*name, std::str::from_utf8(site.get_str(name)?).ok()?)));
    let Some((name, text)) = found else { return Map::new() };
    let map = if name.ends_with(".toml") {
        let page = read(format!("+++\n{text}\n+++\n").as_bytes(), Form::Fenced).ok().flatten();
        page.map(|page| page.others(&[]).map(|key| (key.written.clone(), key.value.clone())).collect())
            .unwrap_or_default()
    } else {
        read_foreign_yaml(text).unwrap_or_default()
    };
    map.into_iter().map(|(key, value): (String, Value)| (key.to_lowercase(), value)).collect()
}

fn addresses(item: &Item, name: &Name, config: &Map<String, Value>) -> Vec<String> {
    let mut all = item.own_addresses();
    if item.page.value(&["url"]).is_some() {
        return all;
    }
    let section = name.section.first().map_or("", String::as_str);
    let pattern = config.get("permalinks").and_then(|all| all.get(section).or_else(|| all.get("page")?.get(section)));
    let own = match pattern.and_then(words_of) {
        Some(pattern) if !name.list => filled(&pattern, &values(item, name)),
        _ => {
            let last = item.page.words(&["slug"]).unwrap_or_else(|| name.stem.clone());
            let last = if name.list && name.section.is_empty() && last == "index" { String::new() } else { last };
            let path: Vec<&str> = name.section.iter().map(String::as_str).chain([last.as_str()]).collect();
            format!("/{}/", path.join("/")).replace("//", "/")
        }
    };
    all.push(own);
    all
}

fn values<'a>(item: &Item, name: &Name) -> BTreeMap<&'a str, String> {
    let slug = item.page.words(&["slug"]).unwrap_or_else(|| name.stem.clone());
    let mut values = BTreeMap::from([
        ("slug", slug),
        ("title", crate::import::slug::slug(&item.title)),
        ("filename", name.stem.clone()),
        ("contentbasename", name.stem.clone()),
        ("slugorfilename", item.slug.clone()),
        ("section", name.section.first().cloned().unwrap_or_default()),
        ("sections", name.section.join("/")),
    ]);
    if let Some(Stamp { day, .. }) = item.day {
        values.insert("year", format!("{:04}", day.year()));
        values.insert("month", format!("{:02}", day.month()));
        values.insert("day", format!("{:02}", day.day()));
    }
    values
}
