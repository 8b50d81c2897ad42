//! A file to begin with: every key of a kind, those that must be there filled with an example.

use std::fmt::Write as _;

use super::Meanings;
use crate::document::{KeyShape, Need, RecordKind, Shape, ValueShape};
use crate::language::Language;

/// The text of a new record of `kind`, with comments in `language`. `title` is its title.
#[must_use]
pub fn template(kind: &RecordKind, title: &str, language: Language) -> String {
    let meanings = Meanings::of(language);
    let mut writing = Writing { kind: kind.name, title, language, meanings: &meanings, text: "---\n".to_owned() };
    writing.shape(&kind.shape(), "", 0, true);
    if kind.shape().open {
        let _ = writeln!(writing.text, "# {}", meanings.say("open"));
    }
    let _ = write!(writing.text, "---\n\n{}\n", meanings.say("text_here"));
    writing.text
}

struct Writing<'a> {
    kind: &'a str,
    title: &'a str,
    language: Language,
    meanings: &'a Meanings,
    text: String,
}

impl Writing<'_> {
    /// Writes each key; one that may be left out is a comment, and so is all within it.
    fn shape(&mut self, shape: &Shape, way: &str, indent: usize, live: bool) {
        for key in &shape.keys {
            let name = format!("{way}{}", key.key);
            let live = live && !matches!(key.need, Need::Optional);
            self.key(key, &name, indent, live);
        }
    }

    fn key(&mut self, key: &KeyShape, name: &str, indent: usize, live: bool) {
        let meaning = self.meanings.get(self.kind, name).unwrap_or_default().to_owned();
        let example = match self.meanings.example(self.kind, name) {
            _ if name == "title" => quoted(self.title),
            Some(example) => example.to_owned(),
            None => self.example(&key.value),
        };
        let inner = match &key.value {
            ValueShape::Record(shape) => Some((shape, false)),
            ValueShape::List(item) => match item.as_ref() {
                ValueShape::Record(shape) => Some((shape, true)),
                _ => None,
            },
            _ => None,
        };
        match inner {
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

    /// Puts the dash before the first line written since `first`.
    fn begin_item(&mut self, first: usize, indent: usize, live: bool) {
        let at = first + indent + if live { 0 } else { 2 };
        // The first key of an item may be one that can be left out; the item is then a comment as well.
        if self.text.is_char_boundary(at) && self.text[at..].starts_with("  ") {
            self.text.replace_range(at..at + 2, "- ");
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

fn quoted(words: &str) -> String {
    serde_json::to_string(words).unwrap_or_default()
}
