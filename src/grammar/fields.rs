//! Lines to fields: the shape of a text, before any key has a meaning.

use super::{Fault, check_words, text};

/// A value as it stands in a text, with its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Value<'a> {
    /// The plain token, or the words between the quotes.
    pub text: &'a str,
    /// Whether it stood between quotes.
    pub quoted: bool,
    /// Its line.
    pub line: u32,
    /// The column of its first character.
    pub column: u32,
}

/// A key and what stands under it.
#[derive(Debug)]
pub(super) struct Field<'a> {
    pub(super) key: &'a str,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) node: Node<'a>,
}

#[derive(Debug)]
pub(super) enum Node<'a> {
    Value(Value<'a>),
    List(Vec<Item<'a>>),
}

#[derive(Debug)]
pub(super) enum Item<'a> {
    Value(Value<'a>),
    Record(Vec<Field<'a>>),
}

/// Takes `bytes` apart into fields.
pub(super) fn parse(bytes: &[u8]) -> Result<Vec<Field<'_>>, Fault> {
    let mut fields: Vec<Field<'_>> = Vec::new();
    let text = text::lines(bytes)?;
    for (number, line) in (1..).zip(text.split_terminator('\n')) {
        if let Some(rest) = line.strip_prefix("  - ") {
            items_of(&mut fields, number)?.push(item(rest, number)?);
        } else if let Some(rest) = line.strip_prefix("    ") {
            let record = record_of(&mut fields, number)?;
            record.push(field(rest, number, 5)?);
        } else {
            match fields.last() {
                Some(Field { node: Node::List(items), line, key, .. }) if items.is_empty() => {
                    return Err(empty_list(key, *line));
                }
                _ => fields.push(head(line, number)?),
            }
        }
    }
    match fields.last() {
        None => Err(Fault::at(1, 1, "le texte est vide", "the text is empty")),
        Some(Field { node: Node::List(items), line, key, .. }) if items.is_empty() => Err(empty_list(key, *line)),
        Some(_) => Ok(fields),
    }
}

fn empty_list(key: &str, line: u32) -> Fault {
    Fault::at(
        line,
        1,
        format!("`{key}:` n’a pas de liste ; attendu : des lignes `  - …`"),
        format!("`{key}:` has no list; expected lines `  - …`"),
    )
}

fn items_of<'t, 'a>(fields: &'t mut [Field<'a>], line: u32) -> Result<&'t mut Vec<Item<'a>>, Fault> {
    match fields.last_mut() {
        Some(Field { node: Node::List(items), .. }) => Ok(items),
        _ => Err(Fault::at(line, 1, "une ligne de liste sans clé au-dessus", "a list line without a key above it")),
    }
}

fn record_of<'t, 'a>(fields: &'t mut [Field<'a>], line: u32) -> Result<&'t mut Vec<Field<'a>>, Fault> {
    match items_of(fields, line)?.last_mut() {
        Some(Item::Record(fields)) => Ok(fields),
        _ => Err(Fault::at(line, 1, "retrait inattendu", "an indent where none is expected")),
    }
}

/// A line at the margin: `key: value`, or `key:` before a list.
fn head(line: &str, number: u32) -> Result<Field<'_>, Fault> {
    match line.strip_suffix(':') {
        Some(key) if is_key(key) => Ok(Field { key, line: number, column: 1, node: Node::List(Vec::new()) }),
        _ => field(line, number, 1),
    }
}

/// `key: value`, `column` being that of the key.
fn field(text: &str, line: u32, column: u32) -> Result<Field<'_>, Fault> {
    let Some((key, rest)) = text.split_once(": ").filter(|(key, _)| is_key(key)) else {
        return Err(Fault::at(line, column, "attendu : `clé: valeur`", "expected `key: value`"));
    };
    let column_of_value = column + u32::try_from(key.len()).unwrap_or(0) + 2;
    Ok(Field { key, line, column, node: Node::Value(value(rest, line, column_of_value)?) })
}

fn item(text: &str, line: u32) -> Result<Item<'_>, Fault> {
    match text.split_once(": ") {
        Some((key, _)) if is_key(key) => Ok(Item::Record(vec![field(text, line, 5)?])),
        _ => Ok(Item::Value(value(text, line, 5)?)),
    }
}

fn value(text: &str, line: u32, column: u32) -> Result<Value<'_>, Fault> {
    if let Some(rest) = text.strip_prefix('"') {
        let Some(words) = rest.strip_suffix('"') else {
            return Err(Fault::at(line, column, "guillemet fermant \" attendu", "expected a closing \""));
        };
        check_words(words, line, column + 1)?;
        return Ok(Value { text: words, quoted: true, line, column });
    }
    check_plain(text, line, column)?;
    Ok(Value { text, quoted: false, line, column })
}

/// Every plain value is also a YAML plain scalar.
fn check_plain(text: &str, line: u32, column: u32) -> Result<(), Fault> {
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || b" .,:/+=>@_-".contains(&byte);
    if !text.bytes().all(allowed)
        && let Some((at, c)) = text.chars().enumerate().find(|(_, c)| !u8::try_from(*c).is_ok_and(allowed))
    {
        let shown: String = c.escape_default().collect();
        return Err(Fault::at(
            line,
            column.saturating_add(u32::try_from(at).unwrap_or(0)),
            format!("caractère {shown} inattendu dans une valeur sans guillemets"),
            format!("unexpected character {shown} in a value without quotes"),
        ));
    }
    let loose = |byte: u8| matches!(byte, b' ' | b':');
    let spaced = text.bytes().last().is_some_and(loose)
        || text.as_bytes().windows(2).any(|pair| loose(pair[0]) && pair[1] == b' ');
    if !text.starts_with(|c: char| c.is_ascii_alphanumeric()) || spaced {
        return Err(Fault::at(
            line,
            column,
            "valeur mal formée : elle commence par une lettre ou un chiffre, sans espace double ni `: `",
            "malformed value: it begins with a letter or digit, with no double space and no `: `",
        ));
    }
    Ok(())
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-'))
}
