//! The head of a page of another generator: YAML, TOML, JSON, or lines `Key: value`.

use serde_json::{Map, Value};

use crate::document::{read_foreign_toml, read_foreign_yaml};
use crate::import::slug::slug;
use crate::language::Bilingual;

/// A page taken apart.
#[derive(Debug)]
pub(super) struct Page {
    keys: Vec<Key>,
    /// The text, with line feeds alone.
    pub(super) text: String,
    /// The line of the file on which the text begins.
    pub(super) text_line: u32,
    /// What is odd about the head: line, and what.
    pub(super) odd: Vec<(u32, Bilingual)>,
}

/// A key of the head.
#[derive(Debug)]
pub(super) struct Key {
    /// As it is written.
    pub(super) written: String,
    /// Without capitals, accents and marks: `date_seance`, `Date-Seance` and `date seance` are one.
    name: String,
    pub(super) value: Value,
    pub(super) line: u32,
}

impl Page {
    /// The first of `names` that has a value.
    pub(super) fn value(&self, names: &[&str]) -> Option<&Key> {
        let filled = |key: &&Key| !matches!(&key.value, Value::Null) && key.value.as_str() != Some("");
        names.iter().find_map(|name| self.keys.iter().filter(filled).find(|key| key.name == *name))
    }

    /// The words of the first of `names` that has any.
    pub(super) fn words(&self, names: &[&str]) -> Option<String> {
        words_of(&self.value(names)?.value)
    }

    /// The words of a list, or of words with commas between them.
    pub(super) fn list(&self, names: &[&str]) -> Vec<String> {
        match self.value(names).map(|key| &key.value) {
            Some(Value::Array(items)) => items.iter().filter_map(words_of).collect(),
            Some(value) => {
                let words = words_of(value).unwrap_or_default();
                words.split(',').map(|word| word.trim().to_owned()).filter(|word| !word.is_empty()).collect()
            }
            None => Vec::new(),
        }
    }

    /// Whether one of `names` says yes.
    pub(super) fn says(&self, names: &[&str], wanted: bool) -> bool {
        let word = self.words(names).map(|word| word.to_lowercase());
        let known: &[&str] = if wanted { &["true", "yes", "oui", "1"] } else { &["false", "no", "non", "0"] };
        word.is_some_and(|word| known.contains(&word.as_str()))
    }

    /// Every key that none of `names` is.
    pub(super) fn others<'a>(&'a self, names: &'a [&'a str]) -> impl Iterator<Item = &'a Key> {
        self.keys.iter().filter(move |key| !names.contains(&key.name.as_str()) && key.value != Value::Null)
    }
}

/// A value that is one line of words.
pub(super) fn words_of(value: &Value) -> Option<String> {
    let words = match value {
        Value::String(words) => words.split_ascii_whitespace().collect::<Vec<_>>().join(" "),
        Value::Number(number) => number.to_string(),
        Value::Bool(flag) => flag.to_string(),
        _ => return None,
    };
    Some(words).filter(|words| !words.is_empty())
}

/// Which head a file may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Between `---` (YAML), `+++` (TOML), or `{` and `}` (JSON).
    Fenced,
    /// Lines `Key: value` up to the first blank line.
    Lines,
}

/// Takes `bytes` apart; nothing where they have no head.
///
/// # Errors
/// The text is not UTF-8.
pub(super) fn read(bytes: &[u8], form: Form) -> Result<Option<Page>, Bilingual> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Bilingual::new("ce n’est pas un texte UTF-8", "this is not UTF-8 text"))?;
    let mut odd = Vec::new();
    let text = match text.strip_prefix('\u{feff}') {
        Some(rest) => {
            odd.push((
                1,
                Bilingual::new("une marque d’ordre des octets au début", "a byte order mark at the beginning"),
            ));
            rest
        }
        None => text,
    };
    let text = if text.contains('\r') {
        odd.push((1, Bilingual::new("des fins de ligne CR", "line ends with CR")));
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text.to_owned()
    };
    let parts = fenced(&text, "---").map(|parts| (parts, Syntax::Yaml));
    let parts = parts.or_else(|| fenced(&text, "+++").map(|parts| (parts, Syntax::Toml)));
    let parts = parts.or_else(|| braced(&text).map(|parts| (parts, Syntax::Json)));
    let lines = || lines_head(&text).map(|parts| (parts, Syntax::Lines));
    let parts = if parts.is_none() && form == Form::Lines { lines() } else { parts };
    let Some((Parts { head, head_line, body, body_line }, syntax)) = parts else { return Ok(None) };
    let values = syntax.read(head, head_line, &mut odd);
    let keys = located(values, head, head_line, &mut odd);
    Ok(Some(Page { keys, text: body.to_owned(), text_line: body_line, odd }))
}

struct Parts<'a> {
    head: &'a str,
    head_line: u32,
    body: &'a str,
    body_line: u32,
}

fn lines_in(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX - 8)
}

fn fenced<'a>(text: &'a str, fence: &str) -> Option<Parts<'a>> {
    let first = text.lines().next()?;
    if first.trim_end() != fence {
        return None;
    }
    let begin = first.len() + 1;
    let mut at = begin;
    for line in text.get(begin..)?.split_inclusive('\n') {
        if line.trim_end() == fence || (fence == "---" && line.trim_end() == "...") {
            let body = &text[at + line.len()..];
            return Some(Parts { head: &text[begin..at], head_line: 2, body, body_line: lines_in(&text[..at]) + 2 });
        }
        at += line.len();
    }
    None
}

fn braced(text: &str) -> Option<Parts<'_>> {
    if !text.starts_with('{') || text.starts_with("{{") || text.starts_with("{%") {
        return None;
    }
    let end = text.find("\n}\n").map(|at| at + 2)?;
    Some(Parts { head: &text[..end], head_line: 1, body: &text[end + 1..], body_line: lines_in(&text[..=end]) + 1 })
}

fn lines_head(text: &str) -> Option<Parts<'_>> {
    let key = |line: &str| line.split_once(':').is_some_and(|(key, _)| is_key(key));
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        let goes_on = at > 0 && line.starts_with([' ', '\t']);
        if !(key(line) || goes_on) {
            return None;
        }
        at += line.len();
    }
    (at > 0).then(|| Parts { head: &text[..at], head_line: 1, body: &text[at..], body_line: lines_in(&text[..at]) + 1 })
}

fn is_key(key: &str) -> bool {
    let key = key.trim();
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | ' ')) && key.len() <= 40
}

#[derive(Clone, Copy)]
enum Syntax {
    Yaml,
    Toml,
    Json,
    Lines,
}

impl Syntax {
    /// The values of a head; one that its own syntax does not read is read line by line, and told.
    fn read(self, head: &str, head_line: u32, odd: &mut Vec<(u32, Bilingual)>) -> Map<String, Value> {
        let read = match self {
            Self::Yaml => read_foreign_yaml(head),
            Self::Toml => read_foreign_toml(head),
            Self::Json => serde_json::from_str(head).map_err(|error| {
                let words = Bilingual::new(format!("JSON illisible : {error}"), format!("unreadable JSON: {error}"));
                (u32::try_from(error.line()).unwrap_or(1), words)
            }),
            Self::Lines => return by_lines(head),
        };
        read.unwrap_or_else(|(line, why)| {
            let message = Bilingual::new(
                format!("{} ; lu ligne à ligne", why.fr.trim()),
                format!("{}; read line by line", why.en.trim()),
            );
            odd.push((head_line + line - 1, message));
            by_lines(head)
        })
    }
}

/// Lines `key: value` or `key = value`; an indented line goes on with the one above.
fn by_lines(head: &str) -> Map<String, Value> {
    let mut map = Map::new();
    let mut last: Option<String> = None;
    for line in head.lines().take(1000) {
        if line.starts_with([' ', '\t']) {
            if let Some(Value::String(words)) = last.as_ref().and_then(|key| map.get_mut(key)) {
                words.push(' ');
                words.push_str(line.trim());
            }
            continue;
        }
        let Some((key, value)) = line.split_once([':', '=']).filter(|(key, _)| is_key(key)) else { continue };
        let value = value.trim().trim_matches(['"', '\'']);
        last = Some(key.trim().to_owned());
        map.entry(key.trim()).or_insert_with(|| Value::String(value.to_owned()));
    }
    map
}

/// The keys with their lines, and what is odd about how they are written.
fn located(values: Map<String, Value>, head: &str, head_line: u32, odd: &mut Vec<(u32, Bilingual)>) -> Vec<Key> {
    let mut spaced: Vec<(u32, String)> = Vec::new();
    let mut mixed: Vec<(u32, String)> = Vec::new();
    let mut keys = Vec::new();
    for (written, value) in values {
        let begins = |line: &str| {
            let rest = line.trim_start_matches(['"', '\'']).strip_prefix(written.as_str());
            rest.is_some_and(|rest| rest.trim_start_matches(['"', '\'']).trim_start().starts_with([':', '=']))
        };
        let at = head.lines().position(begins);
        let line = head_line + at.and_then(|at| u32::try_from(at).ok()).unwrap_or(0);
        let text = at.and_then(|at| head.lines().nth(at)).unwrap_or_default();
        if text.strip_prefix(written.as_str()).is_some_and(|rest| rest.starts_with(" :")) {
            spaced.push((line, written.clone()));
        }
        if written.chars().any(char::is_uppercase) {
            mixed.push((line, written.clone()));
        }
        keys.push(Key { name: slug(&written).replace('-', "_"), written, value, line });
    }
    let told = |keys: &[(u32, String)]| keys.iter().map(|(_, key)| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    if let Some((line, _)) = spaced.first() {
        let keys = told(&spaced);
        odd.push((
            *line,
            Bilingual::new(
                format!("une espace avant les deux-points : {keys}"),
                format!("a space before the colon: {keys}"),
            ),
        ));
    }
    // Pelican's keys begin with a capital; what is odd is a head that mixes both.
    if let Some((line, _)) = mixed.first().filter(|_| mixed.len() < keys.len()) {
        let keys = told(&mixed);
        odd.push((
            *line,
            Bilingual::new(format!("des clés à capitales : {keys}"), format!("keys with capitals: {keys}")),
        ));
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::{Form, read};

    fn page(text: &str, form: Form) -> super::Page {
        read(text.as_bytes(), form).expect("UTF-8").expect("a head")
    }

    #[test]
    fn heads_of_every_generator_are_read() {
        for (text, form) in [
            ("---\ntitle : \"A: b\"\ntags: [x, y]\n---\ntext\n", Form::Fenced),
            ("+++\ntitle = \"A: b\"\ntags = [\"x\", \"y\"]\n+++\ntext\n", Form::Fenced),
            ("{\n\"title\": \"A: b\",\n\"tags\": [\"x\", \"y\"]\n}\ntext\n", Form::Fenced),
            ("Title: A: b\nTags: x, y\n\ntext\n", Form::Lines),
        ] {
            let page = page(text, form);
            assert_eq!(page.words(&["title"]).as_deref(), Some("A: b"), "{text}");
            assert_eq!(page.list(&["tags"]), ["x", "y"], "{text}");
            assert_eq!(page.text.trim(), "text", "{text}");
            assert_eq!(
                text.lines().nth(page.text_line as usize - 1).map(str::trim),
                page.text.lines().next(),
                "{text}"
            );
        }
    }

    #[test]
    fn oddities_are_named_with_their_line() {
        let page =
            page("---\r\ndate : 2016-10-25 18:34\r\nMedium-link: x\r\ntitle: a\r\n---\r\ntext\r\n", Form::Fenced);
        let odd: Vec<(u32, &str)> = page.odd.iter().map(|(line, words)| (*line, words.en.as_str())).collect();
        let expected = [
            (1, "line ends with CR"),
            (2, "a space before the colon: `date`"),
            (3, "keys with capitals: `Medium-link`"),
        ];
        assert_eq!(odd, expected);
        assert_eq!(page.words(&["medium_link"]).as_deref(), Some("x"));
        assert_eq!(page.text, "text\n");
    }

    #[test]
    fn a_head_that_cannot_be_read_is_read_line_by_line() {
        let page = page("---\ntitle: Conseil : séance\nx: &a b\n  et suite\n---\n", Form::Fenced);
        assert_eq!(page.words(&["title"]).as_deref(), Some("Conseil : séance"));
        assert_eq!(page.odd[0].0, 3);
        assert!(read(b"no head", Form::Fenced).expect("UTF-8").is_none());
        assert!(read(b"A sentence.\n\ntext", Form::Lines).expect("UTF-8").is_none());
        assert!(read(b"---\n\xff\n---\n", Form::Fenced).is_err());
    }
}
