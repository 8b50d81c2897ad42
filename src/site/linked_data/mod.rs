//! What a page is about, for machines: schema.org as JSON-LD, in a data block that no browser runs.
//!
//! It says what the page shows and nothing more: of people, their name and their terms.

mod bodies;
mod meetings;
mod publications;

use serde_json::{Map, Value, json};

use super::data::DataFile;
use super::route::Page;
use super::view::Scene;
use crate::document::RecordId;
use crate::open_data::Dataset;

/// The data block of `page`, escaped for HTML; empty where there is nothing to say.
///
/// `trail` is the way from the first page to this one.
pub(super) fn block(scene: &Scene<'_>, page: &Page, title: &str, trail: &[(&Page, String)]) -> String {
    written(about(scene, page, title).into_iter().chain(breadcrumbs(scene, page, title, trail)))
}

/// The data block of the page of open data, which alone knows the tables.
pub(super) fn catalogue(scene: &Scene<'_>, title: &str, tables: &[Dataset]) -> String {
    let trail = [(&Page::Home, scene.say("nav_home"))];
    let way = breadcrumbs(scene, &Page::DataIndex, title, &trail);
    written([publications::catalogue(scene, title, tables)].into_iter().chain(way))
}

fn written(things: impl Iterator<Item = Value>) -> String {
    let graph: Vec<Value> = things.map(without_nulls).collect();
    if graph.is_empty() {
        return String::new();
    }
    escaped(&json!({"@context": "https://schema.org", "@graph": graph}).to_string())
}

/// In JSON these characters stand in strings alone, where each has another spelling: no text of a record
/// can end the element that it stands in.
fn escaped(json: &str) -> String {
    json.replace('<', "\\u003c")
        .replace('>', "\\u003e")
        .replace('&', "\\u0026")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029")
}

fn about(scene: &Scene<'_>, page: &Page, title: &str) -> Vec<Value> {
    match page {
        Page::Home => vec![bodies::council(scene), publications::website(scene)],
        Page::Body(id) => bodies::body(scene, id).into_iter().collect(),
        Page::Member(id) => bodies::person(scene, id).into_iter().collect(),
        Page::Meeting(id) => meetings::meeting(scene, id),
        Page::Minutes(id) => meetings::minutes(scene, id).into_iter().collect(),
        Page::Vote(id) => publications::vote(scene, id),
        Page::Document(id) => publications::document(scene, id).into_iter().collect(),
        Page::News(id) => publications::news(scene, id).into_iter().collect(),
        Page::Ledger(id) => {
            vec![publications::table(scene, page, title, &Page::Data(DataFile::deliveries(id)))]
        }
        _ => Vec::new(),
    }
}

fn breadcrumbs(scene: &Scene<'_>, page: &Page, title: &str, trail: &[(&Page, String)]) -> Option<Value> {
    if trail.is_empty() || *page == Page::NotFound {
        return None;
    }
    let trail = trail.iter().map(|(above, name)| (*above, name.as_str()));
    let item = |(at, (page, name)): (usize, (&Page, &str))| json!({"@type": "ListItem", "position": at + 1, "name": name, "item": scene.address(page)});
    let items: Vec<Value> = trail.chain([(page, title)]).enumerate().map(item).collect();
    Some(json!({"@type": "BreadcrumbList", "itemListElement": items}))
}

/// A name for the council that other data can use.
fn council_id(scene: &Scene<'_>) -> String {
    format!("{}#council", scene.documents().config.url)
}

/// The council, where something else names it.
fn council_named(scene: &Scene<'_>) -> Value {
    let name = scene.of(&scene.documents().config.name);
    json!({"@type": "GovernmentOrganization", "@id": council_id(scene), "name": name, "url": scene.documents().config.url})
}

/// A body, where something else names it.
fn body_named(scene: &Scene<'_>, id: &RecordId) -> Option<Value> {
    let record = scene.documents().bodies.get(id)?;
    let address = scene.address(&Page::Body(id.clone()));
    let name = record.title(scene.language);
    Some(json!({"@type": "GovernmentOrganization", "@id": format!("{address}#body"), "name": name, "url": address}))
}

/// Without what is not known.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let known = fields.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(known.map(|(key, value)| (key, without_nulls(value))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}
