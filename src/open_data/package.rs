//! `datapackage.json`: every table with its schema, its size and its hash, under which licence, and
//! where it comes from.

use serde_json::{Value, json};

use super::{Council, Dataset, Subject};
use crate::language::{Bilingual, Language};
use crate::tree::Digest;

/// A file of the package that is no table.
#[derive(Clone, Debug)]
pub struct PackageFile {
    /// Its name below `data/`.
    pub file: String,
    /// What it holds.
    pub title: Bilingual,
    /// Its media type.
    pub media_type: &'static str,
    /// How many bytes it has.
    pub bytes: usize,
    /// The hash of its bytes.
    pub digest: Digest,
}

/// The description of `datasets` and `others`.
#[must_use]
pub fn package(council: &Council<'_>, datasets: &[Dataset], others: &[PackageFile]) -> Value {
    let (config, main) = (&council.documents.config, council.language());
    let mut package = json!({
        "profile": "data-package",
        "name": slug(config.council.as_str()),
        "id": (council.address)(Subject::Data("datapackage.json")),
    });
    say(&mut package, "title", &config.name, main);
    package["homepage"] = Value::from(config.url.clone());
    package["languages"] = Value::from(config.languages.iter().map(|language| language.code()).collect::<Vec<_>>());
    if let Some(licence) = config.licence {
        let licence = json!({ "name": licence.word(), "path": licence.address(), "title": licence.title() });
        package["licenses"] = Value::from(vec![licence]);
    }
    let mut source = json!({ "title": config.repository });
    if config.repository.starts_with("https://") {
        source["path"] = Value::from(config.repository.clone());
    }
    package["sources"] = Value::from(vec![source]);
    let tables = datasets.iter().map(|dataset| table(dataset, main));
    package["resources"] = tables.chain(others.iter().map(|file| other(file, main))).collect();
    package
}

fn table(dataset: &Dataset, main: Language) -> Value {
    let mut resource = json!({
        "name": dataset.name,
        "path": dataset.file(),
        "profile": "tabular-data-resource",
    });
    say(&mut resource, "title", &dataset.title, main);
    if let Some(schema) = dataset.conforms_to {
        resource["conformsTo"] = Value::from(vec![schema]);
    }
    for (key, value) in [
        ("format", Value::from("csv")),
        ("mediatype", Value::from("text/csv")),
        ("encoding", Value::from("utf-8")),
        ("dialect", json!({ "delimiter": ",", "lineTerminator": "\r\n", "quoteChar": "\"", "doubleQuote": true })),
        ("bytes", Value::from(dataset.csv.len())),
        ("hash", Value::from(dataset.digest.to_string())),
        ("schema", Value::from(dataset.schema_file())),
    ] {
        resource[key] = value;
    }
    resource
}

fn other(file: &PackageFile, main: Language) -> Value {
    let (stem, ending) = file.file.rsplit_once('.').unwrap_or((&file.file, ""));
    let mut resource = json!({ "name": slug(&format!("{stem}-{ending}")), "path": file.file });
    say(&mut resource, "title", &file.title, main);
    resource["format"] = Value::from(ending);
    resource["mediatype"] = Value::from(file.media_type);
    resource["bytes"] = Value::from(file.bytes);
    resource["hash"] = Value::from(file.digest.to_string());
    resource
}

/// Says `words` under `key` in the main language, and in the other one beside it.
fn say(value: &mut Value, key: &str, words: &Bilingual, main: Language) {
    value[key] = Value::from(words.get(main));
    for language in Language::ALL.into_iter().filter(|language| *language != main) {
        value[format!("{key}@{language}")] = Value::from(words.get(language));
    }
}

/// A name of lower-case letters, digits, points and hyphens.
fn slug(text: &str) -> String {
    let keep = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c.to_ascii_lowercase() } else { '-' };
    text.chars().map(keep).collect()
}
