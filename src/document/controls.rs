//! Control characters in words: no page, feed or calendar may hold them.
//!
//! A head can spell them out of sight, as `"\x07"`, which no look at its bytes finds; so the values
//! are looked at once they are read. Line ends and tabs are none of them.

use serde_yaml::{Mapping, Value};

use super::locate::Step;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};

/// The way to each key or value of a head that holds a control character, with the first one there.
pub(super) fn in_head(root: &Mapping) -> Vec<(Vec<Step>, char)> {
    let mut found = Vec::new();
    look(root, &mut Vec::new(), &mut found);
    found
}

/// The first control character of each line of a text: line and column from 0.
pub(super) fn in_text(text: &str) -> impl Iterator<Item = (usize, usize, char)> {
    text.split('\n').enumerate().filter_map(|(line, words)| {
        let (column, c) = words.chars().enumerate().find(|(_, c)| refused(*c))?;
        Some((line, column, c))
    })
}

fn look(map: &Mapping, way: &mut Vec<Step>, found: &mut Vec<(Vec<Step>, char)>) {
    for (key, value) in map {
        let name = key.as_str().unwrap_or_default();
        way.push(Step::Key(name.to_owned()));
        found.extend(name.chars().find(|c| refused(*c)).map(|c| (way.clone(), c)));
        look_at(value, way, found);
        way.pop();
    }
}

fn look_at(value: &Value, way: &mut Vec<Step>, found: &mut Vec<(Vec<Step>, char)>) {
    match value {
        Value::String(words) => found.extend(words.chars().find(|c| refused(*c)).map(|c| (way.clone(), c))),
        Value::Mapping(map) => look(map, way, found),
        Value::Sequence(values) => {
            for (at, value) in values.iter().enumerate() {
                way.push(Step::Item(at));
                look_at(value, way, found);
                way.pop();
            }
        }
        _ => {}
    }
}

fn refused(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
}

/// What is said of one.
pub(super) fn finding(c: char, place: Place) -> Diagnostic {
    let shown = format!("U+{:04X}", u32::from(c));
    let message = Bilingual::new(
        format!("caractère de commande {shown} parmi les mots : aucune page ne peut le contenir"),
        format!("control character {shown} among the words: no page can hold it"),
    );
    let help = Bilingual::new(
        "l’ôter ; entre guillemets, une barre oblique inverse s’écrit `\\\\`",
        "take it out; between quotes, a backslash is written `\\\\`",
    );
    Diagnostic::error(Code::ControlCharacter, message).at(place).help(help)
}
