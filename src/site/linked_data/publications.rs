//! The site, its news, votes and tables.

use serde_json::{Value, json};

use super::{body_named, council_named};
use crate::document::RecordId;
use crate::open_data::Dataset;
use crate::site::data::DataFile;
use crate::site::library::published;
use crate::site::route::Page;
use crate::site::view::{Scene, Stage, stage};

/// The site.
pub(super) fn website(scene: &Scene<'_>) -> Value {
    let config = &scene.documents().config;
    let languages: Vec<&str> = config.languages.iter().map(|language| language.code()).collect();
    json!({
        "@type": "WebSite",
        "name": scene.of(&config.name),
        "url": config.url,
        "inLanguage": languages,
        "publisher": council_named(scene),
    })
}

/// One piece of news.
pub(super) fn news(scene: &Scene<'_>, id: &RecordId) -> Option<Value> {
    let record = scene.documents().news.get(id)?;
    let address = scene.address(&Page::News(id.clone()));
    Some(json!({
        "@type": "NewsArticle",
        "headline": record.title(scene.language),
        "description": record.summary(scene.language),
        "inLanguage": record.language(scene.language).code(),
        "datePublished": record.facts.date.to_string(),
        "author": council_named(scene),
        "publisher": council_named(scene),
        "url": address,
        "mainEntityOfPage": address,
    }))
}

/// A document, and its file.
pub(super) fn document(scene: &Scene<'_>, id: &RecordId) -> Option<Value> {
    let record = scene.documents().filed.get(id)?;
    let facts = &record.facts;
    let file = published(&facts.file).map(Page::File)?;
    Some(json!({
        "@type": "DigitalDocument",
        "name": record.title(scene.language),
        "description": record.summary(scene.language),
        "inLanguage": record.language(scene.language).code(),
        "dateCreated": facts.date.map(|day| day.to_string()),
        "url": scene.address(&Page::Document(id.clone())),
        "encoding": {
            "@type": "MediaObject",
            "encodingFormat": facts.mime.to_string(),
            "contentUrl": scene.address(&file),
        },
    }))
}

/// The days of a vote, and its result as a table.
pub(super) fn vote(scene: &Scene<'_>, id: &RecordId) -> Vec<Value> {
    let Some(record) = scene.documents().votes.get(id) else { return Vec::new() };
    let facts = &record.facts;
    let page = Page::Vote(id.clone());
    let address = scene.address(&page);
    let zone = scene.library.zone();
    let status = if stage(scene, id) == Stage::Annulled { "EventCancelled" } else { "EventScheduled" };
    let event = json!({
        "@type": "Event",
        "@id": format!("{address}#vote"),
        "name": record.title(scene.language),
        "description": scene.localised(&facts.draft.question),
        "url": address,
        "startDate": zone.with_offset(facts.draft.opens),
        "endDate": zone.with_offset(facts.draft.closes),
        "eventStatus": format!("https://schema.org/{status}"),
        "organizer": body_named(scene, &facts.body.id),
    });
    let file = Page::Data(DataFile::result(id));
    let table = scene.plan.has(&file).then(|| table(scene, &page, record.title(scene.language), &file));
    std::iter::once(event).chain(table).collect()
}

/// Every table that the site publishes, as a catalogue.
pub(super) fn catalogue(scene: &Scene<'_>, title: &str, tables: &[Dataset]) -> Value {
    let dataset = |one: &Dataset| {
        let file = Page::Data(DataFile::Table(one.name.clone()));
        table(scene, &Page::DataIndex, scene.of(&one.title), &file)
    };
    json!({
        "@type": "DataCatalog",
        "name": title,
        "url": scene.address(&Page::DataIndex),
        "creator": council_named(scene),
        "dataset": tables.iter().map(dataset).collect::<Vec<Value>>(),
    })
}

/// A table that can be downloaded, and the page that shows it.
pub(super) fn table(scene: &Scene<'_>, page: &Page, title: &str, file: &Page) -> Value {
    json!({
        "@type": "Dataset",
        "name": title,
        "description": scene.say_with("dataset_of", &[("title", title)]),
        "url": scene.address(page),
        "creator": council_named(scene),
        "license": scene.documents().config.licence.map(crate::council::Licence::address),
        "distribution": {
            "@type": "DataDownload",
            "encodingFormat": "text/csv",
            "contentUrl": scene.address(file),
        },
    })
}
