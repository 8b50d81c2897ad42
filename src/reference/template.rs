//! A file to begin with: every key of a kind, those that must be there filled with an example.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use super::Meanings;
use super::methods::{FIRST, head_of, methods};
use crate::document::{KeyShape, Need, RecordKind, Shape, ValueShape};
use crate::language::Language;

/// The text of a new record of `kind`, with comments in `language`. `title` is its title.
#[must_use]
pub fn template(kind: &RecordKind, title: &str, language: Language) -> String {
    let head = if kind.name == "vote" { head_of(FIRST) } else { None };
    written(kind, head.unwrap_or_default(), title, language)
}

/// The text of a new vote that is counted by `method`; nothing where there is no such method.
#[must_use]
pub fn vote_template(method: &str, title: &str, language: Language) -> Option<String> {
    Some(written(RecordKind::of("vote")?, head_of(method)?, title, language))
}

fn written(kind: &RecordKind, head: &str, title: &str, language: Language) -> String {
    let meanings = Meanings::of(language);
    let mut writing = Writing::new(kind.name, title, language, &meanings);
    "---\n".clone_into(&mut writing.text);
    writing.head = sections(head);
    writing.shape(&kind.shape_of(head), "", 0, true);
    format!("{}---\n\n{}\n", writing.text, meanings.say("text_here"))
}

/// The lines of front matter that are written already, by their key.
pub(super) fn sections(head: &str) -> BTreeMap<&str, Vec<&str>> {
    let mut sections: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut last = "";
    for line in head.lines() {
        if !line.starts_with(' ') {
            last = line.split(':').next().unwrap_or_default();
        }
        sections.entry(last).or_default().push(line);
    }
    sections
}

pub(super) struct Writing<'a> {
    kind: &'a str,
    title: &'a str,
    language: Language,
    meanings: &'a Meanings,
    /// Lines that stand as they are, by their key.
    pub(super) head: BTreeMap<&'a str, Vec<&'a str>>,
    pub(super) text: String,
}

impl<'a> Writing<'a> {
    pub(super) const fn new(kind: &'a str, title: &'a str, language: Language, meanings: &'a Meanings) -> Self {
        Self { kind, title, language, meanings, head: BTreeMap::new(), text: String::new() }
    }

    /// Writes each key; one that may be left out is a comment, and so is all within it.
    fn shape(&mut self, shape: &Shape, way: &str, indent: usize, live: bool) {
        for key in &shape.keys {
            let name = format!("{way}{}", key.key);
            let live = live && !matches!(key.need, Need::Optional);
            self.key(key, &name, indent, live);
        }
    }

    pub(super) fn key(&mut self, key: &KeyShape, name: &str, indent: usize, live: bool) {
        if let Some(lines) = self.head.get(name).cloned() {
            return self.lines(key, &lines);
        }
        let meaning = self.meaning(name, &key.value);
        let example = match self.meanings.example(self.kind, name) {
            _ if name == "title" => quoted(self.title),
            Some(example) => example.to_owned(),
            None => self.example(&key.value),
        };
        match inner(&key.value) {
            None => self.line(indent, live, &format!("{}: {example}", key.key), &meaning),
            Some((shape, listed)) => {
                self.line(indent, live, &format!("{}:", key.key), &meaning);
                let first = self.text.len();
                self.shape(shape, &format!("{name}."), indent + if listed { 4 } else { 2 }, live);
                if listed {
                    self.begin_item(first, indent + 2, live);
                }
            }
        }
    }

    /// Writes `lines` of `key` with the meaning of what stands there for the first time, and what else could.
    fn lines(&mut self, key: &KeyShape, lines: &[&str]) {
        let mut told = BTreeSet::new();
        for line in lines {
            let name = line.trim_start_matches([' ', '-']).split(':').next().unwrap_or_default();
            let name = if line.starts_with(' ') { format!("{}.{name}", key.key) } else { name.to_owned() };
            let shape = Self::shape_at(key, &name);
            let meaning = shape.map(|shape| self.meaning(&name, &shape)).unwrap_or_default();
            let meaning = if told.insert(name) { meaning } else { String::new() };
            self.line(0, true, line, &meaning);
        }
        if key.key == "method" {
            self.others();
        }
        let Some((shape, listed)) = inner(&key.value) else { return };
        let left = shape.keys.iter().filter(|inner| !told.contains(&format!("{}.{}", key.key, inner.key)));
        for inner in left.cloned().collect::<Vec<_>>() {
            self.key(&inner, &format!("{}.{}", key.key, inner.key), if listed { 4 } else { 2 }, false);
        }
    }

    fn shape_at(key: &KeyShape, name: &str) -> Option<ValueShape> {
        let Some((_, last)) = name.split_once('.') else { return Some(key.value.clone()) };
        let (shape, _) = inner(&key.value)?;
        shape.keys.iter().find(|inner| inner.key == last).map(|inner| inner.value.clone())
    }

    /// What a key means, and the words that it may be.
    fn meaning(&self, name: &str, value: &ValueShape) -> String {
        let meaning = self.meanings.get(self.kind, name).unwrap_or_default();
        let (ValueShape::Token { words, .. }, false) = (value, meaning.is_empty()) else { return meaning.to_owned() };
        let Some((last, before @ [_, ..])) = words.split_last() else { return meaning.to_owned() };
        let or = self.meanings.say("or");
        format!("{meaning} ({} {or} {last})", before.join(", "))
    }

    /// Puts the dash before the first line written since `first`.
    fn begin_item(&mut self, first: usize, indent: usize, live: bool) {
        let at = first + indent + if live { 0 } else { 2 };
        // The first key of an item may be one that can be left out; the item is then a comment as well.
        if self.text.is_char_boundary(at) && self.text[at..].starts_with("  ") {
            self.text.replace_range(at..at + 2, "- ");
        }
    }

    /// The other methods, in a few words each.
    fn others(&mut self) {
        let _ = writeln!(self.text, "# {}", self.meanings.say("methods"));
        for name in methods() {
            let _ = writeln!(self.text, "#   {name:<23} {}", self.meanings.method(name).unwrap_or_default());
        }
    }

    fn line(&mut self, indent: usize, live: bool, words: &str, meaning: &str) {
        let (mark, space) = (if live { "" } else { "# " }, " ".repeat(indent));
        let comment = if meaning.is_empty() { String::new() } else { format!("  # {meaning}") };
        let _ = writeln!(self.text, "{mark}{space}{words}{comment}");
    }

    fn example(&self, value: &ValueShape) -> String {
        match value {
            ValueShape::Words => quoted("…"),
            ValueShape::Token { words, .. } if !words.is_empty() => words[0].to_owned(),
            ValueShape::Token { expected, .. } => {
                // The first example of the message, which is written between backticks.
                let words = expected.get(self.language);
                words.split('`').nth(1).map_or_else(|| "1".to_owned(), str::to_owned)
            }
            ValueShape::Flag => "false".to_owned(),
            ValueShape::Reference => "id".to_owned(),
            ValueShape::Pairs => "{}".to_owned(),
            ValueShape::Bilingual | ValueShape::Localised => "{fr: \"…\", en: \"…\"}".to_owned(),
            ValueShape::Record(_) => String::new(),
            ValueShape::List(item) => format!("[{}]", self.example(item)),
        }
    }
}

/// The keys of the record that a value is, and whether it is a list of such records.
fn inner(value: &ValueShape) -> Option<(&Shape, bool)> {
    match value {
        ValueShape::Record(shape) => Some((shape, false)),
        ValueShape::List(item) => inner(item).map(|(shape, _)| (shape, true)),
        _ => None,
    }
}

fn quoted(words: &str) -> String {
    serde_json::to_string(words).unwrap_or_default()
}
