//! Builds a text of the grammar, field by field.

use super::Token;

/// A text under construction.
#[derive(Clone, Debug, Default)]
pub struct Writer {
    text: String,
    /// What stands before the next key: nothing, `  - ` for a record's first, four spaces after.
    lead: &'static str,
}

impl Writer {
    /// An empty text.
    #[must_use]
    pub fn new() -> Self {
        // Room for a ballot, the one text that there are very many of.
        Self { text: String::with_capacity(512), lead: "" }
    }

    /// `key: value` with a token.
    #[must_use]
    pub fn token(self, key: &str, value: &impl Token) -> Self {
        let value = value.write();
        self.plain(key, &value)
    }

    /// `key: value` as it stands.
    #[must_use]
    pub fn plain(mut self, key: &str, value: &str) -> Self {
        for part in [self.lead, key, ": ", value, "\n"] {
            self.text.push_str(part);
        }
        self.indent()
    }

    /// `key: "words"`.
    #[must_use]
    pub fn words(self, key: &str, words: &str) -> Self {
        self.plain(key, &format!("\"{words}\""))
    }

    /// `key:` and a line for each item. Nothing is written for an empty list, which the grammar
    /// does not have: kinds that allow none say so with a word.
    #[must_use]
    pub fn list<I: AsRef<str>>(mut self, key: &str, items: impl IntoIterator<Item = I>) -> Self {
        self.text.push_str(key);
        self.text.push_str(":\n");
        for item in items {
            for part in ["  - ", item.as_ref(), "\n"] {
                self.text.push_str(part);
            }
        }
        self
    }

    /// As [`Writer::list`], with the word `none` in place of an empty list.
    #[must_use]
    pub fn list_or_none<I: AsRef<str>>(self, key: &str, items: &[I]) -> Self {
        if items.is_empty() { self.plain(key, "none") } else { self.list(key, items) }
    }

    /// `key:` and a record for each item, written by `write`.
    #[must_use]
    pub fn records<T>(mut self, key: &str, items: &[T], write: impl Fn(Self, &T) -> Self) -> Self {
        self.text.push_str(key);
        self.text.push_str(":\n");
        for item in items {
            self.lead = "  - ";
            self = write(self, item);
        }
        self.lead = "";
        self
    }

    /// The text.
    #[must_use]
    pub fn finish(self) -> String {
        self.text
    }

    fn indent(mut self) -> Self {
        if !self.lead.is_empty() {
            self.lead = "    ";
        }
        self
    }
}
