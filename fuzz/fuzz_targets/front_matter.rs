//! The council's files: whatever stands in one, reading it ends with a record or with findings
//! that have a place in it; no tag, and no alias that makes a small file large, gets through.

#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use parvis::document::{self, HEAD_LIMIT, read_words};
use parvis::tree::{FilePath, FileTree};
use serde_yaml::Value;

static PLACES: LazyLock<Vec<FilePath>> = LazyLock::new(|| {
    let folders = ["bodies", "people", "minutes", "proposals", "votes", "pages", "news"].into_iter();
    let paths = folders.map(|folder| format!("content/{folder}/x.md"));
    let dated = ["content/meetings/2026-03-12-x.md", "content/pages/y.en.md"].map(str::to_owned);
    paths.chain(dated).map(|path| FilePath::parse(&path).expect("a path")).collect()
});

static CONFIG: LazyLock<FilePath> = LazyLock::new(|| FilePath::parse("parvis.yaml").expect("a path"));
static SAMPLE: &[u8] = include_bytes!("../../parvis.yaml");

fuzz_target!(|bytes: &[u8]| {
    as_records(bytes);
    as_config(bytes);
    as_words(bytes);
});

/// As a record of every kind.
fn as_records(bytes: &[u8]) {
    let mut tree = FileTree::new();
    tree.insert(CONFIG.clone(), SAMPLE.to_vec());
    for path in PLACES.iter() {
        tree.insert(path.clone(), bytes.to_vec());
    }
    let (documents, findings) = document::read(&tree);
    assert!(documents.is_some());
    let lines = bytes.iter().filter(|byte| **byte == b'\n').count() + 2;
    for place in findings.iter().filter_map(|finding| finding.place.as_ref()) {
        assert!(place.line.is_none_or(|line| line >= 1 && line as usize <= lines), "{place:?} of {lines} lines");
    }
}

fn as_config(bytes: &[u8]) {
    let mut tree = FileTree::new();
    tree.insert(CONFIG.clone(), bytes.to_vec());
    let _ = document::read(&tree);
}

fn as_words(bytes: &[u8]) {
    let Ok(words) = read_words(&CONFIG, bytes) else { return };
    assert!(bytes.len() <= HEAD_LIMIT + 3);
    let yaml = std::str::from_utf8(bytes).expect("what is read is UTF-8");
    let yaml = yaml.strip_prefix('\u{feff}').unwrap_or(yaml);
    let value: Value = serde_yaml::from_str(yaml).expect("what is read is YAML");
    assert!(nodes(&value) <= bytes.len() + 1, "more values than bytes");
    assert!(words.iter().map(|(key, words)| key.len() + words.len()).sum::<usize>() <= bytes.len() * 3);
}

/// How many values there are, none of them under a tag.
fn nodes(value: &Value) -> usize {
    match value {
        Value::Tagged(tagged) => panic!("a tag got through: {tagged:?}"),
        Value::Sequence(list) => 1 + list.iter().map(nodes).sum::<usize>(),
        Value::Mapping(map) => 1 + map.iter().map(|(key, value)| nodes(key) + nodes(value)).sum::<usize>(),
        _ => 1,
    }
}
