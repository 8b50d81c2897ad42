//! The methods of counting, as the front matter of a vote names them: an example of the rules of each,
//! and what its keys mean.

use super::template::{Writing, sections};
use super::{Meanings, keys_of};
use crate::document::{KeyShape, Need, RecordKind};
use crate::language::Language;

/// The rules of each method with two options, one after the other.
const METHODS: &str = include_str!("methods.yaml");

/// The method of a vote that is begun without another being named.
pub const FIRST: &str = "approval/1";

/// Every method, in the order of docs/methods.md.
pub fn methods() -> impl Iterator<Item = &'static str> {
    heads().map(|(name, _)| name)
}

/// The rules of `method` as a vote's front matter has them, with two options where it has options.
#[must_use]
pub fn head_of(method: &str) -> Option<&'static str> {
    heads().find(|(name, _)| *name == method).map(|(_, head)| head)
}

fn heads() -> impl Iterator<Item = (&'static str, &'static str)> {
    let named = |head: &'static str| Some((head.strip_prefix("method: ")?.lines().next()?, head));
    METHODS.split("---\n").filter_map(named)
}

/// Every key of a vote that is counted by `method`, with the way to it.
#[must_use]
pub fn keys_of_method(method: &str) -> Vec<(String, KeyShape)> {
    let (Some(vote), Some(head)) = (RecordKind::of("vote"), head_of(method)) else { return Vec::new() };
    keys_of(&vote.shape_of(head))
}

/// The rules of `method` with the meaning of each key, to be copied: those that may be left out are comments.
#[must_use]
pub fn rules(method: &str, language: Language) -> Option<String> {
    let (vote, head) = (RecordKind::of("vote")?, head_of(method)?);
    let common = vote.shape();
    let is_rule = |key: &KeyShape| common.keys.iter().all(|other| other.key != key.key);
    let meanings = Meanings::of(language);
    let mut writing = Writing::new(vote.name, "", language, &meanings);
    writing.text = format!("method: {method}\n");
    writing.head = sections(head);
    for key in vote.shape_of(head).keys.iter().filter(|key| is_rule(key)) {
        writing.key(key, &key.key, 0, key.need != Need::Optional);
    }
    writing.text.extend(writing.head.get("options").into_iter().flatten().flat_map(|line| [*line, "\n"]));
    Some(writing.text)
}
