//! Components of the theme named in a text: `{{ figure(src="plan.png", alt="The plan", width=600) }}`, alone in a
//! paragraph.

use crate::site::pictures::Shown;

/// A component as a text calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// Its name.
    pub name: String,
    /// What it is given.
    pub arguments: Vec<(String, Argument)>,
}

/// A value that a component is given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Words between quotes.
    Words(String),
    /// A whole number.
    Number(i64),
    /// `true` or `false`.
    Flag(bool),
    /// The picture that `src` names; no text can write one.
    Picture(Shown),
}

/// A place of a text where a component is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Called {
    /// The line within the text, from 1.
    pub line: u32,
    /// The call; nothing where it cannot be read.
    pub call: Option<Call>,
}

/// What a paragraph calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// A component.
    Call(Call),
    /// Something that cannot be read.
    Unreadable,
}

/// What `paragraph` calls; nothing where it is words.
pub(super) fn read(paragraph: &str) -> Option<Found> {
    let inside = paragraph.trim().strip_prefix("{{")?.strip_suffix("}}")?;
    let mut rest = Rest(inside);
    let name = rest.word()?.to_owned();
    rest.sign('(')?;
    Some(rest.arguments().map_or(Found::Unreadable, |arguments| Found::Call(Call { name, arguments })))
}

/// What is still to be read.
struct Rest<'a>(&'a str);

impl<'a> Rest<'a> {
    fn word(&mut self) -> Option<&'a str> {
        let text = self.0.trim_start();
        let end = text.find(|c: char| !c.is_ascii_alphanumeric() && !"_.".contains(c)).unwrap_or(text.len());
        let begins = text.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_');
        self.0 = &text[end..];
        begins.then(|| &text[..end])
    }

    fn sign(&mut self, sign: char) -> Option<()> {
        self.0 = self.0.trim_start().strip_prefix(sign)?;
        Some(())
    }

    /// What stands up to the closing parenthesis, after which nothing may.
    fn arguments(&mut self) -> Option<Vec<(String, Argument)>> {
        let mut arguments: Vec<(String, Argument)> = Vec::new();
        while self.sign(')').is_none() {
            if !arguments.is_empty() {
                self.sign(',')?;
                if self.sign(')').is_some() {
                    break;
                }
            }
            let name = self.word()?.to_owned();
            self.sign('=')?;
            let value = self.value()?;
            if arguments.iter().any(|(other, _)| *other == name) {
                return None;
            }
            arguments.push((name, value));
        }
        self.0.trim().is_empty().then_some(arguments)
    }

    fn value(&mut self) -> Option<Argument> {
        self.0 = self.0.trim_start();
        for quote in ['"', '\''] {
            if let Some(text) = self.0.strip_prefix(quote) {
                let (words, rest) = text.split_once(quote)?;
                self.0 = rest;
                return Some(Argument::Words(words.to_owned()));
            }
        }
        let end = self.0.find(|c: char| c == ',' || c == ')' || c.is_whitespace()).unwrap_or(self.0.len());
        let (word, rest) = self.0.split_at(end);
        self.0 = rest;
        match word {
            "true" => Some(Argument::Flag(true)),
            "false" => Some(Argument::Flag(false)),
            number => number.parse().ok().map(Argument::Number),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Argument, Call, Found, read};

    #[test]
    fn a_call_is_read_with_its_values() {
        let call = read("{{ figure(src=\"a b.png\", alt='l\"un', width=600, large=true,) }}\n");
        let words = |words: &str| Argument::Words(words.to_owned());
        let arguments = [
            ("src", words("a b.png")),
            ("alt", words("l\"un")),
            ("width", Argument::Number(600)),
            ("large", Argument::Flag(true)),
        ];
        let arguments = arguments.map(|(name, value)| (name.to_owned(), value)).to_vec();
        assert_eq!(call, Some(Found::Call(Call { name: "figure".to_owned(), arguments })));
        assert_eq!(read("{{figure()}}"), Some(Found::Call(Call { name: "figure".to_owned(), arguments: Vec::new() })));
    }

    #[test]
    fn what_is_no_call_is_text_and_what_is_half_one_is_told() {
        for text in ["{{ personal.contact }}", "{{ a }}", "a {{ b() }}", "{{ b() }} c", "{{}}", "{{ (a) }}"] {
            assert_eq!(read(text), None, "{text}");
        }
        for text in
            ["{{ a(b) }}", "{{ a(b=c) }}", "{{ a(b=\"c) }}", "{{ a(b=1 c=2) }}", "{{ a(b=1,b=2) }}", "{{ a() b }}"]
        {
            assert_eq!(read(text), Some(Found::Unreadable), "{text}");
        }
    }
}
