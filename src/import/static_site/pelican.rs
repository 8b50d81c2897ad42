//! Which files of a Pelican site are pages, and which addresses they had.

use std::collections::BTreeMap;

use super::address::{Base, filled};
use super::front_matter::Form;
use super::item::{Gathered, Item, draft, is_draft, language_of, not_placed, open};
use super::jekyll::dated_name;
use crate::import::account::Account;
use crate::import::dates::Stamp;
use crate::language::Bilingual;
use crate::tree::FileTree;

pub(super) fn gather(site: &FileTree, account: &mut Account) -> Gathered {
    let config = config(site);
    let text = |key: &str| config.get(key).map(String::as_str);
    let folder = text("PATH").unwrap_or("content").trim_matches('/').to_owned();
    let mut gathered = Gathered {
        base: Base::new(text("SITEURL"), None),
        language: text("DEFAULT_LANG").and_then(language_of),
        roots: vec!["", "content", "content/extra", "content/images"],
        ..Gathered::default()
    };
    for (path, bytes) in site.below(&folder) {
        match path.extension() {
            "md" | "markdown" | "mkd" => {}
            "rst" | "html" => {
                let why = Bilingual::new("une page qui n’est pas en Markdown", "a page that is not in Markdown");
                account.say(not_placed(path, why));
                continue;
            }
            _ => continue,
        }
        let Some(page) = open(path, bytes, Form::Lines, account) else { continue };
        if is_draft(&page) {
            gathered.drafts += 1;
            account.say(draft(path));
            continue;
        }
        let (named_day, stem) = dated_name(path.stem());
        let mut item = Item::new(path, page, stem, gathered.language, account);
        if item.page.value(&["slug"]).is_none() && item.page.value(&["title"]).is_some() {
            // Pelican makes the slug of the title, where the head says none.
            item.slug = crate::import::slug::slug(&item.title);
        }
        item.day = item.day.or(named_day);
        let is_page = path.segments().any(|segment| segment == "pages");
        item.dated = item.day.is_some() && !is_page;
        item.addresses = addresses(&item, is_page, &config);
        gathered.items.push(item);
    }
    gathered
}

/// Lines `NAME = 'value'` of the settings, which are a program; nothing of it is run.
fn config(site: &FileTree) -> BTreeMap<String, String> {
    let mut config = BTreeMap::new();
    for name in ["pelicanconf.py", "publishconf.py"] {
        let text = site.get_str(name).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default();
        for line in text.lines() {
            let Some((key, value)) = line.split_once('=') else { continue };
            let value = value.trim().trim_start_matches(['u', 'r']);
            let Some(quote) = value.chars().next().filter(|quote| matches!(quote, '\'' | '"')) else { continue };
            if let Some((value, _)) = value[1..].split_once(quote).filter(|(value, _)| !value.is_empty()) {
                config.insert(key.trim().to_owned(), value.to_owned());
            }
        }
    }
    config
}

fn addresses(item: &Item, is_page: bool, config: &BTreeMap<String, String>) -> Vec<String> {
    let mut all = item.own_addresses();
    if item.page.value(&["url", "save_as"]).is_some() {
        return all;
    }
    let (key, usual) = if is_page { ("PAGE_URL", "pages/{slug}.html") } else { ("ARTICLE_URL", "{slug}.html") };
    let pattern = config.get(key).map_or(usual, String::as_str);
    let category = item.page.words(&["category"]).map(|words| crate::import::slug::slug(&words)).unwrap_or_default();
    let mut values = BTreeMap::from([("slug", item.slug.clone()), ("category", category)]);
    if let Some(Stamp { day, .. }) = item.day {
        values.insert("date:%Y", format!("{:04}", day.year()));
        values.insert("date:%m", format!("{:02}", day.month()));
        values.insert("date:%d", format!("{:02}", day.day()));
    }
    all.push(format!("/{}", filled(pattern, &values)));
    all
}
