//! The reference of records: generated from the types, every key explained in both languages, and
//! every template a file that reads.

#![cfg(feature = "site")]

use std::collections::BTreeSet;
use std::path::Path;

use parvis::council::Rules;
use parvis::document::{self, KeyShape, RecordId, RecordKind};
use parvis::grammar::Token as _;
use parvis::language::Language;
use parvis::reference::{Meanings, json_schema, keys, keys_of_method, methods, page, template, vote_template};
use parvis::report::Diagnostic;
use parvis::site::Page;
use parvis::tree::{FilePath, FileTree};

/// Every key of a kind; of a vote, those of every method too.
fn all_keys(kind: &RecordKind) -> Vec<(String, KeyShape)> {
    let own = if kind.name == "vote" { methods().flat_map(keys_of_method).collect() } else { Vec::new() };
    [keys(kind), own].concat()
}

#[test]
fn every_key_is_explained_in_both_languages_and_nothing_else_is() {
    for language in [Language::Fr, Language::En] {
        let meanings = Meanings::of(language);
        let mut used = BTreeSet::new();
        let mut without = Vec::new();
        for kind in RecordKind::ALL {
            for (key, _) in all_keys(kind) {
                let own = format!("{}.{key}", kind.name);
                let name = if meanings.names().any(|name| name == own) { own } else { format!("record.{key}") };
                if meanings.get(kind.name, &key).is_none_or(str::is_empty) {
                    without.push(format!("{}.{key}", kind.name));
                }
                used.insert(name);
            }
            used.extend(["kind", "about"].map(|part| format!("{part}.{}", kind.name)));
            used.extend(all_keys(kind).into_iter().map(|(key, _)| format!("example.{}.{key}", kind.name)));
        }
        assert!(without.is_empty(), "{language:?}: without meaning: {without:#?}");
        assert!(methods().all(|name| meanings.method(name).is_some()), "{language:?}: a method in no words");
        used.extend(methods().map(|name| format!("method.{name}")));
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
        assert!(
            found == expected,
            "{name} is not as the types say: UPDATE_DOCS=1 cargo test --test generator records::"
        );
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
            can_be_read(kind, &template(kind, TITLE, language));
        }
    }
}

/// Aliases, tombstones, errata and values that can be erased work for every kind that is reached so.
fn assert_is_reached(kind: &RecordKind, documents: &document::Documents) {
    let id = RecordId::read("essai").expect("an id");
    let reached = documents.every().filter(|record| record.folder == kind.folder).count();
    let found = documents.find(kind.folder, &id).is_some();
    assert!(reached == 1 && found, "{}: `every` or `find` lacks it", kind.name);
    let pages = Page::of_record(kind.folder, &id);
    let has_none = ["contest", "delivery", "tombstone"].contains(&kind.name);
    assert_eq!(pages.is_empty(), has_none, "{}: `Page::of_record`", kind.name);
    let shown = pages.first().and_then(Page::record);
    assert!(has_none || shown == Some((kind.folder, &id)), "{}: `Page::record`", kind.name);
}

const TITLE: &str = "Un « titre » : \"à\" lire";

fn can_be_read(kind: &RecordKind, text: &str) {
    let mut tree = FileTree::new();
    tree.insert(at("parvis.yaml"), CONFIG.as_bytes().to_vec());
    tree.insert(at(&format!("content/{}/essai.md", kind.folder)), text.as_bytes().to_vec());
    let (documents, findings) = document::read(&tree);
    assert_is_reached(kind, &documents.expect("a configuration"));
    // What is still to be written is told at its line, and nothing else is.
    let to_come = |line: u32| text.lines().nth(line as usize - 1).is_some_and(|line| line.contains(": \"…\""));
    let wrong = |finding: &&Diagnostic| !finding.place.as_ref().and_then(|place| place.line).is_some_and(to_come);
    let told: Vec<_> = findings
        .iter()
        .filter(wrong)
        .map(|finding| (finding.code, finding.place.clone(), finding.message.en.clone()))
        .collect();
    assert!(told.is_empty(), "{}: {told:#?}\n{text}", kind.name);
    assert!(text.contains("title: \"Un « titre » : \\\"à\\\" lire\""), "{text}");
}

#[test]
fn a_new_vote_by_every_method_can_be_read_and_names_the_others() {
    let vote = RecordKind::of("vote").expect("a kind");
    assert_eq!(methods().collect::<BTreeSet<_>>(), Rules::NAMES.into());
    for method in methods() {
        for language in Language::ALL {
            let text = vote_template(method, TITLE, language).expect("a method");
            can_be_read(vote, &text);
            assert!(text.contains(&format!("\nmethod: {method}  # ")), "{text}");
            assert!(methods().all(|other| text.contains(&format!("\n#   {other} "))), "{text}");
            for (key, _) in keys_of_method(method) {
                let last = key.rsplit('.').next().expect("a key");
                assert!(text.contains(&format!(" {last}:")) || text.contains(&format!("\n{last}:")), "{key}: {text}");
            }
        }
    }
    assert_eq!(vote_template("lottery/1", TITLE, Language::En), None);
}

/// What only a translation has: docs/translations.md.
const MARK: [&str; 2] = ["translation", "translated_from"];

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
            if path.extension().is_none_or(|extension| extension != "md") {
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("a text");
            let head = text.split("---\n").nth(1).expect("a head");
            for line in head.lines().filter(|line| !line.starts_with([' ', '-', '#'])) {
                let key = line.split(':').next().expect("a key").trim().to_owned();
                let of_translation = path.with_extension("").extension().is_some() && MARK.contains(&key.as_str());
                assert!(open || known.contains(&key) || of_translation, "{}: {key}", path.display());
                read += 1;
            }
        }
    }
    assert!(read > 100, "{read} keys were met");
}
