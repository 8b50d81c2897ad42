//! The keys that each kind of record has, drawn from the very functions that read them.
//!
//! A reader is a sequence of calls that ask for keys. Run over a sheet that is being drawn, it reads
//! nothing, and every call leaves a note of its key; so what is documented cannot differ from what
//! is read.

use std::cell::RefCell;
use std::rc::Rc;

use super::fields::Fields;
use super::front_matter::Sheet;
use super::record::{ReadFacts, read_common};
use crate::grammar::Token;
use crate::language::{Bilingual, Language};
use crate::tree::FilePath;

/// The keys of a record, in the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shape {
    /// The keys.
    pub keys: Vec<KeyShape>,
    /// Whether more keys follow, which depend on what others say: the rules of a vote.
    pub open: bool,
}

/// One key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeyShape {
    /// The key.
    pub key: String,
    /// Whether it must be there.
    pub need: Need,
    /// What it holds.
    pub value: ValueShape,
}

/// Whether a key must be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// It may be left out.
    Optional,
    /// It must be there.
    Required,
    /// It must be there unless another key is.
    Unless(&'static str),
}

/// What a key holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueShape {
    /// Words on one line.
    Words,
    /// A value with one spelling.
    Token {
        /// What a reader expects, as in its messages.
        expected: Bilingual,
        /// The words it may be; none where there are too many to list.
        words: &'static [&'static str],
    },
    /// `true` or `false`.
    Flag,
    /// The id of another record.
    Reference,
    /// Pairs of ids.
    Pairs,
    /// Words in both languages, or one text that serves both.
    Bilingual,
    /// Words in one language or several.
    Localised,
    /// A record within the record.
    Record(Shape),
    /// A list.
    List(Box<ValueShape>),
}

impl ValueShape {
    pub(super) fn token<T: Token>() -> Self {
        Self::Token { expected: T::expected(), words: T::words() }
    }

    pub(super) fn list(self) -> Self {
        Self::List(Box::new(self))
    }
}

/// A key that is being drawn; a record within it is drawn while the reader goes on.
#[derive(Debug)]
struct Note {
    key: String,
    need: Need,
    value: Option<ValueShape>,
    inner: Option<Drawing>,
}

/// A shape that is being drawn.
#[derive(Clone, Debug, Default)]
pub(super) struct Drawing(Rc<RefCell<Drawn>>);

#[derive(Debug, Default)]
struct Drawn {
    notes: Vec<Note>,
    open: bool,
}

impl Drawing {
    /// Notes that `key` must be there.
    pub(super) fn need(&self, key: &str, need: Need) {
        self.with(key, |note| note.need = need);
    }

    /// Notes what `key` holds.
    pub(super) fn note(&self, key: &str, value: ValueShape) {
        self.with(key, |note| {
            note.value = Some(value);
            note.inner = None;
        });
    }

    /// The drawing of a record, or of the records of a list, that `key` holds.
    pub(super) fn inner(&self, key: &str, value: fn(Shape) -> ValueShape) -> Self {
        let inner = Self::default();
        self.with(key, |note| {
            note.value = Some(value(Shape::default()));
            note.inner = Some(inner.clone());
        });
        inner
    }

    /// Notes that more keys follow.
    pub(super) fn open(&self) {
        self.0.borrow_mut().open = true;
    }

    fn with(&self, key: &str, change: impl FnOnce(&mut Note)) {
        let mut drawn = self.0.borrow_mut();
        let at = drawn.notes.iter().position(|note| note.key == key).unwrap_or_else(|| {
            drawn.notes.push(Note { key: key.to_owned(), need: Need::Optional, value: None, inner: None });
            drawn.notes.len() - 1
        });
        change(&mut drawn.notes[at]);
    }

    fn shape(&self) -> Shape {
        let drawn = self.0.borrow();
        let key = |note: &Note| {
            let inner = note.inner.as_ref().map(Self::shape);
            let value = match (&note.value, inner) {
                (Some(ValueShape::List(_)), Some(inner)) => ValueShape::Record(inner).list(),
                (_, Some(inner)) => ValueShape::Record(inner),
                (Some(value), None) => value.clone(),
                (None, None) => return None,
            };
            Some(KeyShape { key: note.key.clone(), need: note.need, value })
        };
        Shape { keys: drawn.notes.iter().filter_map(key).collect(), open: drawn.open }
    }
}

/// The keys that `read` asks for, after those that every record has, where the head says `head`.
pub(super) fn of_record<T>(folder: &str, head: &str, read: ReadFacts<T>) -> Shape {
    draw(folder, head, |mut fields, sheet| {
        let _ = read_common(&mut fields, sheet, Language::Fr);
        let _ = read(fields);
    })
}

fn draw(folder: &str, head: &str, read: impl FnOnce(Fields<'_>, &Sheet<'_>)) -> Shape {
    let Ok(file) = FilePath::parse(&format!("content/{folder}/x.md")) else { return Shape::default() };
    let sheet = Sheet::of_yaml(&file, head.as_bytes()).unwrap_or_else(|_| Sheet::blank(&file));
    let drawing = Drawing::default();
    read(sheet.drawn(drawing.clone()), &sheet);
    drawing.shape()
}
