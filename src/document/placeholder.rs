//! `{{personal.NAME}}` in a text: the place of a value that can be erased.

use std::collections::BTreeMap;

use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic};

/// What stands in the place of a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Filling {
    /// The value.
    Value(String),
    /// That it was erased.
    Erased,
}

/// What stands in the places of a record's values.
#[derive(Clone, Debug)]
pub(super) struct Fillings {
    language: Language,
    known: BTreeMap<String, Filling>,
}

impl Fillings {
    pub(super) fn new(language: Language) -> Self {
        Self { language, known: BTreeMap::new() }
    }

    pub(super) fn put(&mut self, name: &str, filling: Filling) {
        self.known.insert(name.to_owned(), filling);
    }

    /// `text` with every place filled. `unknown` is told the names that are none, each with the line,
    /// from 0, on which it stands.
    pub(super) fn fill(&self, text: &str, form: Form, mut unknown: impl FnMut(u32, &str)) -> String {
        if !text.contains("{{") {
            return text.to_owned();
        }
        let (mut filled, mut rest, mut line) = (String::with_capacity(text.len()), text, 0_u32);
        while let Some((before, after)) = rest.split_once("{{") {
            filled.push_str(before);
            let ends = before.matches('\n').count();
            line = line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
            let named = place(after);
            let Some((name, after)) = named else {
                filled.push_str("{{");
                rest = after;
                continue;
            };
            if let Some(filling) = self.known.get(name) {
                filled.push_str(&form.of(self.words(filling)));
            } else {
                unknown(line, name);
            }
            rest = after;
        }
        filled + rest
    }

    fn words<'a>(&self, filling: &'a Filling) -> &'a str {
        match (filling, self.language) {
            (Filling::Value(words), _) => words,
            (Filling::Erased, Language::Fr) => "[effacé]",
            (Filling::Erased, Language::En) => "[erased]",
        }
    }
}

/// The name of a place whose opening stands before `after`, and what follows the place. A brace ends the
/// search, so that a text of many openings is read once.
fn place(after: &str) -> Option<(&str, &str)> {
    let (inner, rest) = after.split_at(after.find(['{', '}'])?);
    Some((name(inner)?, rest.strip_prefix("}}")?))
}

/// `personal.contact`, with or without space around it.
fn name(inner: &str) -> Option<&str> {
    inner.trim().strip_prefix("personal.").filter(|name| !name.contains(char::is_whitespace))
}

/// In which kind of text a value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// Words.
    Words,
    /// Markdown, in which no character of a value may mean anything.
    Markdown,
}

impl Form {
    fn of(self, words: &str) -> String {
        let plain = |c: char| self == Self::Words || !c.is_ascii_punctuation();
        words.chars().map(|c| if plain(c) { c.to_string() } else { format!("&#{};", u32::from(c)) }).collect()
    }
}

/// A place with a name that the record does not declare.
pub(super) fn unknown(name: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("aucune valeur `{name}` sous `personal:` de la fiche"),
        format!("no value `{name}` below `personal:` of the record"),
    );
    let help = Bilingual::new(
        format!("`parvis personal add FICHE {name}` demande la valeur et écrit la ligne qui manque"),
        format!("`parvis personal add RECORD {name}` asks for the value and writes the line that is missing"),
    );
    Diagnostic::error(Code::PersonalUnknown, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::{Filling, Fillings, Form};
    use crate::language::Language;

    #[test]
    fn places_are_filled_and_nothing_of_a_value_is_markup() {
        let mut fillings = Fillings::new(Language::En);
        fillings.put("a", Filling::Value("<b>*x*</b> é".to_owned()));
        fillings.put("b", Filling::Erased);
        let mut told = Vec::new();
        let mut fill = |text: &str, form| fillings.fill(text, form, |line, name| told.push((line, name.to_owned())));
        assert_eq!(fill("1 {{personal.a}}, {{ personal.b }}.", Form::Words), "1 <b>*x*</b> é, [erased].");
        let markdown = "&#60;b&#62;&#42;x&#42;&#60;&#47;b&#62; é";
        assert_eq!(fill("{{personal.a}}", Form::Markdown), markdown);
        assert_eq!(fill("{{other}} {{ {{personal.a}} }} {", Form::Words), "{{other}} {{ <b>*x*</b> é }} {");
        assert_eq!(fill("x\ny {{personal.c}}\n", Form::Words), "x\ny \n");
        assert_eq!(told, [(1, "c".to_owned())]);
    }
}
