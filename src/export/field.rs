//! A column of a table: its name, what its cells are, what it means; and the same as a field of a
//! [Table Schema](https://specs.frictionlessdata.io/table-schema/).

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use crate::grammar::Token;
use crate::language::Language;

/// What the cells of a column are. Any may be empty, unless the field says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cells {
    /// Words or an id.
    Text,
    /// Text of this shape, a regular expression.
    Shape(&'static str),
    /// One of these words.
    Word(&'static [&'static str]),
    /// A whole number.
    Integer,
    /// A number with a decimal point.
    Number,
    /// A day, `2026-03-12`.
    Day,
    /// A day and an hour, `2026-03-12T18:00:00Z`, or of local time where no offset is known.
    Moment,
    /// An address on the web.
    Address,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    name: Cow<'static, str>,
    cells: Cells,
    fr: &'static str,
    en: &'static str,
    required: bool,
}

impl Field {
    /// A column of `cells`, with its meaning in French and in English.
    #[must_use]
    pub const fn new(name: &'static str, cells: Cells, fr: &'static str, en: &'static str) -> Self {
        Self { name: Cow::Borrowed(name), cells, fr, en, required: false }
    }

    /// A column of words or ids.
    #[must_use]
    pub const fn text(name: &'static str, fr: &'static str, en: &'static str) -> Self {
        Self::new(name, Cells::Text, fr, en)
    }

    /// A column of whole numbers.
    #[must_use]
    pub const fn integer(name: &'static str, fr: &'static str, en: &'static str) -> Self {
        Self::new(name, Cells::Integer, fr, en)
    }

    /// A column of numbers, amounts of money among them.
    #[must_use]
    pub const fn number(name: &'static str, fr: &'static str, en: &'static str) -> Self {
        Self::new(name, Cells::Number, fr, en)
    }

    /// A column of days.
    #[must_use]
    pub const fn day(name: &'static str, fr: &'static str, en: &'static str) -> Self {
        Self::new(name, Cells::Day, fr, en)
    }

    /// A column of the words of `T`.
    #[must_use]
    pub fn word<T: Token>(name: &'static str, fr: &'static str, en: &'static str) -> Self {
        Self::new(name, Cells::Word(T::words()), fr, en)
    }

    /// The same where no cell is empty.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// The same by another name, which says of what each of several such columns is.
    #[must_use]
    pub fn named(mut self, name: String) -> Self {
        self.name = Cow::Owned(name);
        self
    }

    /// Its name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it means.
    #[must_use]
    pub const fn meaning(&self, language: Language) -> &'static str {
        match language {
            Language::Fr => self.fr,
            Language::En => self.en,
        }
    }

    /// The field of a Table Schema, described in `main`, and in the other language beside it.
    pub(super) fn schema(&self, main: Language) -> Value {
        let (kind, format) = match self.cells {
            Cells::Text | Cells::Shape(_) | Cells::Word(_) => ("string", None),
            Cells::Integer => ("integer", None),
            Cells::Number => ("number", None),
            Cells::Day => ("date", None),
            Cells::Moment => ("datetime", Some("any")),
            Cells::Address => ("string", Some("uri")),
        };
        let mut field = json!({ "name": self.name, "type": kind });
        if let Some(format) = format {
            field["format"] = Value::from(format);
        }
        field["description"] = Value::from(self.meaning(main));
        for language in Language::ALL.into_iter().filter(|language| *language != main) {
            field[format!("description@{language}")] = Value::from(self.meaning(language));
        }
        let constraints = self.constraints();
        if !constraints.is_empty() {
            field["constraints"] = Value::Object(constraints);
        }
        field
    }

    fn constraints(&self) -> Map<String, Value> {
        let mut constraints = Map::new();
        if self.required {
            constraints.insert("required".to_owned(), Value::from(true));
        }
        match self.cells {
            Cells::Word(words) => drop(constraints.insert("enum".to_owned(), Value::from(words))),
            Cells::Shape(pattern) => drop(constraints.insert("pattern".to_owned(), Value::from(pattern))),
            _ => {}
        }
        constraints
    }
}
