//! The reference of records: generated from the types, every key explained in both languages, and
//! every template a file that reads.

#![cfg(feature = "site")]

use std::collections::BTreeSet;
use std::path::Path;

use parvis::document::{self, RecordId, RecordKind};
use parvis::grammar::Token as _;
use parvis::language::Language;
use parvis::reference::{Meanings, json_schema, keys, page, template};
use parvis::report::Code;
use parvis::site::Page;
use parvis::tree::{FilePath, FileTree};

#[test]
fn every_key_is_explained_in_both_languages_and_nothing_else_is() {
    for language in [Language::Fr, Language::En] {
        let meanings = Meanings::of(language);
        let mut used = BTreeSet::new();
        let mut without = Vec::new();
        for kind in RecordKind::ALL {
            for (key, _) in keys(kind) {
                let own = format!("{}.{key}", kind.name);
                let name = if meanings.names().any(|name| name == own) { own } else { format!("record.{key}") };
                if meanings.get(kind.name, &key).is_none_or(str::is_empty) {
                    without.push(format!("{}.{key}", kind.name));
                }
                used.insert(name);
            }
            used.extend(["kind", "about"].map(|part| format!("{part}.{}", kind.name)));
            used.extend(keys(kind).into_iter().map(|(key, _)| format!("example.{}.{key}", kind.name)));
        }
        assert!(without.is_empty(), "{language:?}: without meaning: {without:#?}");
        let left: Vec<&str> =
            meanings.names().filter(|name| !name.starts_with("page.") && !used.contains(*name)).collect();
        assert!(left.is_empty(), "{language:?}: explains what is not there: {left:#?}");
    }
}

/// The files that are generated, with what they should hold.
fn generated() -> Vec<(String, String)> {
    let mut files =
        vec![("docs/records.md".to_owned(), page(Language::En)), ("docs/records.fr.md".to_owned(), page(Language::Fr))];
    for kind in RecordKind::ALL {
        let schema = serde_json::to_string_pretty(&json_schema(kind, Language::En)).expect("JSON");
        files.push((format!("docs/schemas/records/{}.json", kind.name), schema + "\n"));
    }
    files
}

/// `UPDATE_DOCS=1` writes them.
#[test]
fn the_reference_is_that_of_the_types() {
    for (name, expected) in generated() {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(&name);
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            std::fs::write(&path, &expected).expect("written");
        }
        let found = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(found == expected, "{name} is not as the types say: UPDATE_DOCS=1 cargo test --test records");
    }
}

const CONFIG: &str = "council: ville.example
name: {fr: Ville, en: Town}
languages: [fr, en]
time_zone: Europe/Paris
theme: parvis
law: fr
url: https://ville.example/
repository: https://ville.example/ville.git
";

fn at(path: &str) -> FilePath {
    FilePath::parse(path).expect("a path")
}

#[test]
fn a_new_record_of_every_kind_can_be_read() {
    for kind in RecordKind::ALL {
        for language in [Language::Fr, Language::En] {
            let text = template(kind, "Un « titre » : \"à\" lire", language);
            let mut tree = FileTree::new();
            tree.insert(at("parvis.yaml"), CONFIG.as_bytes().to_vec());
            tree.insert(at(&format!("content/{}/essai.md", kind.folder)), text.as_bytes().to_vec());
            let (documents, findings) = document::read(&tree);
            assert_is_reached(kind, &documents.expect("a configuration"));
            // The rules of a vote are the council's to decide: they are listed, and none is made up.
            let told: Vec<_> = findings
                .iter()
                .filter(|finding| kind.name != "vote" || finding.code != Code::RulesIncomplete)
                .map(|finding| (finding.code, finding.place.clone(), finding.message.en.clone()))
                .collect();
            assert!(told.is_empty(), "{} in {language:?}: {told:#?}\n{text}", kind.name);
            assert!(text.contains("title: \"Un « titre » : \\\"à\\\" lire\""), "{text}");
        }
    }
}

/// Aliases, tombstones, errata and values that can be erased work for every kind that is reached so.
fn assert_is_reached(kind: &RecordKind, documents: &document::Documents) {
    let id = RecordId::read("essai").expect("an id");
    // A vote whose rules are still to be decided is not read.
    let reached = documents.every().filter(|record| record.folder == kind.folder).count();
    let found = documents.find(kind.folder, &id).is_some();
    assert!(kind.name == "vote" || reached == 1 && found, "{}: `every` or `find` lacks it", kind.name);
    let pages = Page::of_record(kind.folder, &id);
    let has_none = ["delivery", "tombstone"].contains(&kind.name);
    assert_eq!(pages.is_empty(), has_none, "{}: `Page::of_record`", kind.name);
    let shown = pages.first().and_then(Page::record);
    assert!(has_none || shown == Some((kind.folder, &id)), "{}: `Page::record`", kind.name);
}

#[test]
fn every_record_of_the_sample_is_as_its_schema_says() {
    // The schema is for editors: what the program takes, it must not underline.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let mut read = 0;
    for kind in RecordKind::ALL {
        let Ok(folder) = std::fs::read_dir(root.join(kind.folder)) else { continue };
        let known: BTreeSet<String> = keys(kind).into_iter().map(|(key, _)| key).collect();
        let open = kind.shape().open;
        for entry in folder {
            let path = entry.expect("an entry").path();
            let text = std::fs::read_to_string(&path).expect("a text");
            let head = text.split("---\n").nth(1).expect("a head");
            for line in head.lines().filter(|line| !line.starts_with([' ', '-', '#'])) {
                let key = line.split(':').next().expect("a key").trim().to_owned();
                assert!(open || known.contains(&key), "{}: {key}", path.display());
                read += 1;
            }
        }
    }
    assert!(read > 100, "{read} keys were met");
}
