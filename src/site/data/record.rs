//! One record for machines: what its head says, its words in every language, what its author signed.

use serde::Serialize;
use serde_json::{Map, Value};

use super::DataFile;
use crate::document::{AnyRecord, RecordId, RecordKind, SignedProposal, TranslationState};
use crate::language::Language;
use crate::site::library::Library;
use crate::site::route::{Page, Route};

/// A record as JSON.
#[derive(Serialize)]
struct Shown<'a> {
    schema: &'static str,
    kind: &'a str,
    id: &'a str,
    url: Option<String>,
    file: Option<&'a str>,
    lang: Option<Language>,
    title: &'a str,
    summary: Option<&'a str>,
    head: &'a Map<String, Value>,
    text: Option<&'a str>,
    translations: Vec<ShownTranslation<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    signed: Vec<ShownVersion<'a>>,
}

#[derive(Serialize)]
struct ShownTranslation<'a> {
    lang: Language,
    state: TranslationState,
    url: Option<String>,
    file: &'a str,
    title: Option<&'a str>,
    summary: Option<&'a str>,
    text: &'a str,
}

/// A recorded version of a signed proposal, the oldest first.
#[derive(Serialize)]
struct ShownVersion<'a> {
    hash: String,
    entry: u64,
    file: &'a str,
    lang: Language,
    author: String,
    name: &'a str,
    title: &'a str,
    category: String,
    district: String,
    cost: Option<String>,
    text: &'a str,
}

/// Every record that has a file for machines, by folder and id.
pub(super) fn all(library: &Library) -> Vec<(&'static str, RecordId)> {
    let documents = library.documents();
    let written = documents.every().map(|record| (record.folder, record.id.clone()));
    let signed = library.proposal_ids().into_iter().filter(|id| !documents.proposals.contains_key(id));
    written.chain(signed.map(|id| ("proposals", id))).collect()
}

/// The list of them, each with where its file lies.
pub(super) fn list(library: &Library) -> Value {
    let url = &library.documents().config.url;
    let one = |(folder, id): (&'static str, RecordId)| {
        let record = library.documents().find(folder, &id);
        let versions = if folder == "proposals" { library.versions(&id) } else { &[] };
        serde_json::json!({
            "kind": kind(folder),
            "id": id.as_str(),
            "title": title(record, versions),
            "url": address(library, folder, &id, main_language(library)),
            "json": format!("{url}{}", DataFile::Record(folder, id.clone()).address()),
        })
    };
    serde_json::json!({ "schema": "records/1", "records": all(library).into_iter().map(one).collect::<Vec<_>>() })
}

/// The record `id` of `folder` as JSON; nothing where there is none.
pub(super) fn value(library: &Library, folder: &'static str, id: &RecordId) -> Option<Value> {
    let versions = if folder == "proposals" { library.versions(id) } else { &[] };
    let record = library.documents().find(folder, id);
    if record.is_none() && versions.is_empty() {
        return None;
    }
    let none = Map::new();
    let common = record.map(|record| record.common);
    let signed: Vec<_> = versions.iter().map(version).collect();
    let shown = Shown {
        schema: "record/1",
        kind: kind(folder),
        id: id.as_str(),
        url: address(library, folder, id, main_language(library)),
        file: record.map(|record| record.file.as_str()),
        lang: common.map(|common| common.language),
        title: title(record, versions),
        summary: common.and_then(|common| common.summary.as_deref()),
        head: common.map_or(&none, |common| &common.head),
        text: common.map(|common| common.text.text.trim()),
        translations: record.map(|record| translations(library, record)).unwrap_or_default(),
        signed,
    };
    serde_json::to_value(shown).ok()
}

fn title<'a>(record: Option<AnyRecord<'a>>, versions: &'a [SignedProposal]) -> &'a str {
    let written = record.map(|record| record.common.title.as_str()).filter(|title| !title.is_empty());
    written.or_else(|| versions.last().map(|version| version.statement.title.as_str())).unwrap_or_default()
}

fn translations<'a>(library: &Library, record: AnyRecord<'a>) -> Vec<ShownTranslation<'a>> {
    let one = |(language, translation): (&Language, &'a crate::document::Translation)| ShownTranslation {
        lang: *language,
        state: translation.mark.state(|| record.common.words),
        url: address(library, record.folder, record.id, *language),
        file: translation.text.file.as_str(),
        title: translation.title.as_deref(),
        summary: translation.summary.as_deref(),
        text: translation.text.text.trim(),
    };
    record.translations.iter().map(one).collect()
}

fn version(version: &SignedProposal) -> ShownVersion<'_> {
    let said = &version.statement;
    ShownVersion {
        hash: version.text_hash.to_string(),
        entry: version.index,
        file: version.file.as_str(),
        lang: said.language,
        author: said.author.to_string(),
        name: &said.name,
        title: &said.title,
        category: said.category.to_string(),
        district: said.district.to_string(),
        cost: said.cost.map(|cost| cost.to_string()),
        text: said.body.trim(),
    }
}

fn kind(folder: &str) -> &'static str {
    RecordKind::ALL.iter().find(|kind| kind.folder == folder).map_or("", |kind| kind.name)
}

fn main_language(library: &Library) -> Language {
    library.documents().config.main_language()
}

/// The address on the web of a record's page in a language; nothing where it has no page of its own.
fn address(library: &Library, folder: &str, id: &RecordId, language: Language) -> Option<String> {
    let page = Page::of_record(folder, id).into_iter().next()?;
    let path = Route { page, language: Some(language) }.path(main_language(library));
    Some(format!("{}{path}", library.documents().config.url))
}
