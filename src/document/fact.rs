//! An earlier version of a file, read as no more than keys, values and text: it need not be sound by
//! the rules of today.

use serde_yaml::Value;

use super::front_matter::Sheet;
use super::moment::Moment;
use crate::grammar::Token as _;
use crate::tree::FilePath;

/// A value of a head.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// Words, a number, yes or no; empty where nothing stands.
    Words(String),
    /// Several.
    List(Vec<Fact>),
    /// By key, in the order written.
    Map(Vec<(String, Fact)>),
}

/// A version of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version<'a> {
    /// The keys of its head.
    pub facts: Vec<(String, Fact)>,
    /// The text below.
    pub text: &'a str,
}

impl<'a> Version<'a> {
    /// Takes a Markdown file apart; nothing where its head cannot be read.
    #[must_use]
    pub fn read(bytes: &'a [u8]) -> Option<Self> {
        let file = FilePath::parse("version.md").expect("a plain name is a path");
        let sheet = Sheet::of_markdown(&file, bytes).ok()?;
        Some(Self { facts: pairs(sheet.root().iter()), text: sheet.text })
    }

    /// The words below a key of the head.
    #[must_use]
    pub fn words(&self, key: &str) -> Option<&str> {
        let (_, fact) = self.facts.iter().find(|(name, _)| name == key)?;
        if let Fact::Words(words) = fact { Some(words) } else { None }
    }

    /// From when on the version said it may be published.
    #[must_use]
    pub fn publish_at(&self) -> Option<Moment> {
        Moment::read(self.words("publish_at")?)
    }
}

fn pairs<'a>(map: impl Iterator<Item = (&'a Value, &'a Value)>) -> Vec<(String, Fact)> {
    map.map(|(key, value)| (scalar(key), fact(value))).collect()
}

fn fact(value: &Value) -> Fact {
    match value {
        Value::Sequence(items) => Fact::List(items.iter().map(fact).collect()),
        Value::Mapping(map) => Fact::Map(pairs(map.iter())),
        other => Fact::Words(scalar(other)),
    }
}

fn scalar(value: &Value) -> String {
    match value {
        Value::Bool(yes) => yes.to_string(),
        Value::Number(number) => number.to_string(),
        Value::String(words) => words.clone(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Fact, Version};

    #[test]
    fn keys_keep_their_order_and_a_broken_head_is_no_version() {
        let version = Version::read(b"---\nb: 3\na: [x, {c: true}]\n---\nText\n").expect("a version");
        let words = |words: &str| Fact::Words(words.to_owned());
        let list = Fact::List(vec![words("x"), Fact::Map(vec![("c".to_owned(), words("true"))])]);
        assert_eq!(version.facts, [("b".to_owned(), words("3")), ("a".to_owned(), list)]);
        assert_eq!((version.text, version.words("b"), version.words("a")), ("Text\n", Some("3"), None));
        for bytes in [&b"no head"[..], b"---\na: &x 1\n---\n", b"---\n- a\n---\n", b"\xff"] {
            assert_eq!(Version::read(bytes), None);
        }
    }
}
