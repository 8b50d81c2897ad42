//! Heads in TOML, between two lines `+++`, as plain pages that come from elsewhere may have them.

use serde_json::{Map, Value};

use super::controls;
use super::front_matter::HEAD_LIMIT;
use super::plain::FreeFile;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::FilePath;

/// The line before and after the head.
pub(super) const FENCE: &str = "+++";

/// The keys and values of `toml`, at most 64 KiB of it; days and hours are the words they are written as.
///
/// # Errors
/// Why it cannot be read, and the line of `toml` from 1.
pub fn read_foreign_toml(toml: &str) -> Result<Map<String, Value>, (u32, Bilingual)> {
    if toml.len() > HEAD_LIMIT {
        return Err((1, Bilingual::new("l’en-tête dépasse 64 Kio", "the head is larger than 64 KiB")));
    }
    let table: toml::Table = toml.parse().map_err(|error: toml::de::Error| {
        let before = error.span().and_then(|span| toml.get(..span.start)).unwrap_or_default();
        let words = error.message();
        (lines(before) + 1, Bilingual::new(format!("TOML illisible : {words}"), format!("unreadable TOML: {words}")))
    })?;
    Ok(table.into_iter().map(|(key, value)| (key, json(value))).collect())
}

fn json(value: toml::Value) -> Value {
    match value {
        toml::Value::String(words) => Value::String(words),
        toml::Value::Boolean(flag) => Value::Bool(flag),
        toml::Value::Array(items) => Value::Array(items.into_iter().map(json).collect()),
        toml::Value::Table(table) => Value::Object(table.into_iter().map(|(key, value)| (key, json(value))).collect()),
        toml::Value::Integer(number) => Value::from(number),
        toml::Value::Float(number) => Value::String(number.to_string()),
        toml::Value::Datetime(moment) => Value::String(moment.to_string()),
    }
}

/// Reads a text that begins with such a head; nothing where it does not.
pub(super) fn read(file: &FilePath, text: &str) -> Option<Result<FreeFile, Box<Diagnostic>>> {
    let (head, rest) = split(text)?;
    let fault = |line: u32, why: Bilingual| {
        let help = Bilingual::new(
            "vérifier les guillemets et les signes `=`, ou écrire l’en-tête en YAML entre deux lignes `---`",
            "check the quotes and the signs `=`, or write the head in YAML between two lines `---`",
        );
        Box::new(Diagnostic::error(Code::TomlMalformed, why).at(Place::file(file).at_line(line)).help(help))
    };
    let values = match read_foreign_toml(head) {
        Ok(values) => values,
        Err((line, why)) => return Some(Err(fault(line + 1, why))),
    };
    if let Some((key, c)) = values.iter().find_map(|(key, value)| Some((key, control(value)?))) {
        return Some(Err(Box::new(controls::finding(c, place(file, text, key)))));
    }
    Some(Ok(FreeFile { head: values, text_at: text.len() - rest.len(), text_line: lines(head) + 3 }))
}

/// Where a key of the head stands; nothing where the text has no such head.
pub(super) fn place_of(file: &FilePath, text: &str, key: &str) -> Option<Place> {
    split(text).map(|_| place(file, text, key))
}

fn place(file: &FilePath, text: &str, key: &str) -> Place {
    let head = split(text).map_or("", |(head, _)| head);
    let is_key = |line: &str| line.split_once('=').is_some_and(|(before, _)| before.trim().trim_matches('"') == key);
    let at = head.lines().position(is_key).and_then(|at| u32::try_from(at).ok());
    let length = u32::try_from(key.chars().count()).unwrap_or(1);
    at.map_or_else(|| Place::file(file).at_line(1), |at| Place::file(file).at_line(at + 2).at_column(1, length))
}

/// What stands between the two lines, and what follows.
fn split(text: &str) -> Option<(&str, &str)> {
    let after = text.strip_prefix(FENCE)?;
    let after = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'))?;
    let mut at = 0;
    for line in after.split_inclusive('\n') {
        if line.trim_end() == FENCE {
            return Some((&after[..at], &after[at + line.len()..]));
        }
        at += line.len();
    }
    None
}

fn control(value: &Value) -> Option<char> {
    match value {
        Value::String(words) => controls::in_text(words).map(|(_, _, c)| c).next(),
        Value::Array(items) => items.iter().find_map(control),
        Value::Object(map) => map.values().find_map(control),
        _ => None,
    }
}

fn lines(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX - 8)
}
