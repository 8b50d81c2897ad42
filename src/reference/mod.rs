//! What a council may write, told from the types that read it: a page of reference, a JSON Schema
//! for editors, a file to begin with.
//!
//! The keys come from [`RecordKind::shape`], the meaning of each from `words/`; a key without a
//! meaning, or a meaning without a key, fails a test.

mod begin;
mod json_schema;
mod methods;
mod page;
mod template;

use std::collections::BTreeMap;

pub use begin::{begin_council, begin_plain};
pub use json_schema::json_schema;
pub use methods::{FIRST, head_of, keys_of_method, methods, rules};
pub use page::page;
pub use template::{template, vote_template};

use crate::document::{KeyShape, RecordKind, Shape, ValueShape, read_words};
use crate::language::Language;
use crate::tree::FilePath;

const FR: &[u8] = include_bytes!("words/fr.yaml");
const EN: &[u8] = include_bytes!("words/en.yaml");

/// What each key means, by `<kind>.<key>`, and `record.<key>` for those of every record.
#[derive(Debug)]
pub struct Meanings(BTreeMap<String, String>);

impl Meanings {
    /// The meanings in `language`.
    #[must_use]
    pub fn of(language: Language) -> Self {
        let (name, bytes) = match language {
            Language::Fr => ("fr.yaml", FR),
            Language::En => ("en.yaml", EN),
        };
        let file = FilePath::parse(name).ok();
        Self(file.and_then(|file| read_words(&file, bytes).ok()).unwrap_or_default())
    }

    /// The meaning of a key of `kind`, such as `agenda.number`.
    #[must_use]
    pub fn get(&self, kind: &str, key: &str) -> Option<&str> {
        let own = self.0.get(&format!("{kind}.{key}"));
        own.or_else(|| self.0.get(&format!("record.{key}"))).map(String::as_str)
    }

    /// What a new record says for a key, where the first word that fits would not do.
    fn example(&self, kind: &str, key: &str) -> Option<&str> {
        self.0.get(&format!("example.{kind}.{key}")).map(String::as_str)
    }

    /// A method of counting in a few words.
    #[must_use]
    pub fn method(&self, name: &str) -> Option<&str> {
        self.0.get(&format!("method.{name}")).map(String::as_str)
    }

    /// A sentence of the page.
    fn say(&self, key: &str) -> &str {
        self.0.get(&format!("page.{key}")).map_or("", String::as_str)
    }

    /// Every name that has a meaning.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// Every key of a kind with the way to it: `agenda.decision.number`.
#[must_use]
pub fn keys(kind: &RecordKind) -> Vec<(String, KeyShape)> {
    keys_of(&kind.shape())
}

fn keys_of(shape: &Shape) -> Vec<(String, KeyShape)> {
    let mut all = Vec::new();
    gather("", shape, &mut all);
    all
}

fn gather(way: &str, shape: &Shape, all: &mut Vec<(String, KeyShape)>) {
    for key in &shape.keys {
        let name = format!("{way}{}", key.key);
        all.push((name.clone(), key.clone()));
        if let Some(inner) = inner(&key.value) {
            gather(&format!("{name}."), inner, all);
        }
    }
}

/// The record that a value holds, or a list of them.
fn inner(value: &ValueShape) -> Option<&Shape> {
    match value {
        ValueShape::Record(shape) => Some(shape),
        ValueShape::List(item) => inner(item),
        _ => None,
    }
}
