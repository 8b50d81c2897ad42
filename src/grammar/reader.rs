//! Reads the fields of a text in their one order.

use super::fields::{self, Field, Item, Node};
use super::{Fault, Token, Value};
use crate::language::Bilingual;

/// The fields of a text, or of one record in a list, taken one after the other.
///
/// Each call names the key that must come next: a missing, extra or misplaced key is a fault.
#[derive(Debug)]
pub struct Reader<'a> {
    fields: std::iter::Peekable<std::vec::IntoIter<Field<'a>>>,
    /// Where a key is missing when the fields have run out.
    last_line: u32,
}

impl<'a> Reader<'a> {
    /// Takes `bytes` apart.
    ///
    /// # Errors
    /// The first place that is not of the grammar, or damage on the way.
    pub fn parse(bytes: &'a [u8]) -> Result<Self, Fault> {
        Ok(Self::over(fields::parse(bytes)?, 1))
    }

    fn over(fields: Vec<Field<'a>>, line: u32) -> Self {
        let last_line = fields.last().map_or(line, |field| field.line);
        Self { fields: fields.into_iter().peekable(), last_line }
    }

    /// The key that comes next.
    pub fn next_key(&mut self) -> Option<&'a str> {
        self.fields.peek().map(|field| field.key)
    }

    /// The value under `key`, which must come next.
    ///
    /// # Errors
    /// Another key, or a list.
    pub fn value(&mut self, key: &str) -> Result<Value<'a>, Fault> {
        let field = self.field(key)?;
        match field.node {
            Node::Value(value) => Ok(value),
            Node::List(_) => Err(Fault::at(
                field.line,
                field.column,
                format!("`{key}` prend une valeur, pas une liste"),
                format!("`{key}` takes a value, not a list"),
            )),
        }
    }

    /// The token under `key`, which must come next.
    ///
    /// # Errors
    /// Another key, quotes, or not the one spelling of a `T`.
    pub fn token<T: Token>(&mut self, key: &str) -> Result<T, Fault> {
        self.value(key)?.token()
    }

    /// The words under `key`, which must come next.
    ///
    /// # Errors
    /// Another key, or no quotes.
    pub fn words(&mut self, key: &str) -> Result<String, Fault> {
        self.value(key)?.words()
    }

    /// The values of the list under `key`, at least one.
    ///
    /// # Errors
    /// Another key, a value in place of a list, or records in it.
    pub fn list(&mut self, key: &str) -> Result<Vec<Value<'a>>, Fault> {
        let (items, line) = self.items(key)?;
        let value = |item| match item {
            Item::Value(value) => Ok(value),
            Item::Record(_) => Err(Fault::at(line, 1, "attendu : `  - valeur`", "expected `  - value`")),
        };
        items.into_iter().map(value).collect()
    }

    /// The tokens of the list under `key`, at least one.
    ///
    /// # Errors
    /// As [`Reader::list`], or an item that is no `T`.
    pub fn tokens<T: Token>(&mut self, key: &str) -> Result<Vec<T>, Fault> {
        self.list(key)?.into_iter().map(Value::token).collect()
    }

    /// The values of the list under `key`, or none where the single word `empty` stands in its
    /// place.
    ///
    /// # Errors
    /// As [`Reader::list`].
    pub fn list_or(&mut self, key: &str, empty: &str) -> Result<Vec<Value<'a>>, Fault> {
        match self.fields.peek() {
            Some(Field { key: next, node: Node::Value(value), .. }) if *next == key && value.text == empty => {
                self.value(key)?.token_is(empty).map(|()| Vec::new())
            }
            _ => self.list(key),
        }
    }

    /// The records of the list under `key`, at least one, each read like a text.
    ///
    /// # Errors
    /// Another key, or an item that is not `key: value`.
    pub fn records(&mut self, key: &str) -> Result<Vec<Reader<'a>>, Fault> {
        let (items, line) = self.items(key)?;
        let record = |item| match item {
            Item::Record(fields) => Ok(Reader::over(fields, line)),
            Item::Value(value) => Err(Fault::at(value.line, 5, "attendu : `clé: valeur`", "expected `key: value`")),
        };
        items.into_iter().map(record).collect()
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// A key that is left over.
    pub fn finish(mut self) -> Result<(), Fault> {
        match self.fields.next() {
            None => Ok(()),
            Some(field) => Err(Fault::at(
                field.line,
                field.column,
                format!("clé `{}` inattendue ; rien n’était attendu ici", field.key),
                format!("unexpected key `{}`; nothing was expected here", field.key),
            )),
        }
    }

    fn items(&mut self, key: &str) -> Result<(Vec<Item<'a>>, u32), Fault> {
        let field = self.field(key)?;
        match field.node {
            Node::List(items) => Ok((items, field.line)),
            Node::Value(value) => Err(Fault::at(
                value.line,
                value.column,
                format!("`{key}` prend une liste de lignes `  - …`"),
                format!("`{key}` takes a list of lines `  - …`"),
            )),
        }
    }

    fn field(&mut self, key: &str) -> Result<Field<'a>, Fault> {
        match self.fields.next() {
            Some(field) if field.key == key => Ok(field),
            Some(field) => Err(Fault {
                length: u32::try_from(field.key.len()).unwrap_or(1),
                ..Fault::at(
                    field.line,
                    field.column,
                    format!("clé `{}` ; attendu ici : `{key}`", field.key),
                    format!("found key `{}`, expected `{key}` here", field.key),
                )
            }),
            None => Err(Fault::at(
                self.last_line,
                1,
                format!("la clé `{key}` manque après cette ligne"),
                format!("the key `{key}` is missing after this line"),
            )),
        }
    }
}

impl<'a> Value<'a> {
    /// The token it spells.
    ///
    /// # Errors
    /// Quotes, or not the one spelling of a `T`.
    pub fn token<T: Token>(self) -> Result<T, Fault> {
        let read = if self.quoted { None } else { T::read(self.text) };
        read.ok_or_else(|| self.fault(&T::expected()))
    }

    /// Checks that it is `word`, without quotes.
    ///
    /// # Errors
    /// Anything else.
    pub fn token_is(self, word: &str) -> Result<(), Fault> {
        if !self.quoted && self.text == word {
            return Ok(());
        }
        Err(self.fault(&Bilingual::new(format!("`{word}`"), format!("`{word}`"))))
    }

    /// The words between its quotes.
    ///
    /// # Errors
    /// No quotes.
    pub fn words(self) -> Result<String, Fault> {
        if self.quoted {
            return Ok(self.text.to_owned());
        }
        Err(self
            .fault(&Bilingual::new("des mots entre guillemets droits \"…\"", "words between straight quotes \"…\"")))
    }

    /// A fault at this value: what was found, and `expected`.
    #[must_use]
    pub fn fault(self, expected: &Bilingual) -> Fault {
        let found = self.text;
        Fault {
            length: u32::try_from(found.chars().count()).unwrap_or(1).max(1),
            ..Fault::at(
                self.line,
                self.column,
                format!("`{found}` ; attendu : {}", expected.fr),
                format!("found `{found}`, expected {}", expected.en),
            )
        }
    }

    /// The parts of an item such as `nord 200000`, between single spaces; the last part is all
    /// that remains.
    ///
    /// # Errors
    /// Fewer parts than `names`.
    pub fn parts<const N: usize>(self, names: [&str; N]) -> Result<[Value<'a>; N], Fault> {
        let mut parts = [self; N];
        let mut words = self.text.splitn(N, ' ');
        let mut column = self.column;
        for part in &mut parts {
            let Some(text) = words.next() else { return Err(self.parts_fault(&names)) };
            *part = Value { text, column, ..self };
            column += u32::try_from(text.len()).unwrap_or(0) + 1;
        }
        if self.quoted {
            return Err(self.parts_fault(&names));
        }
        Ok(parts)
    }

    fn parts_fault(self, names: &[&str]) -> Fault {
        let shape = names.iter().map(|name| format!("<{name}>")).collect::<Vec<_>>().join(" ");
        self.fault(&Bilingual::new(format!("`{shape}`"), format!("`{shape}`")))
    }
}
