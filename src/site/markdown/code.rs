//! Blocks of code: their language, and their colours as classes.
//!
//! The grammars are unfolded when the first block with a known language is met, so a site without code pays
//! nothing. Only the council's code is coloured: a grammar may need long for a text made to be slow.

use std::collections::VecDeque;
use std::sync::OnceLock;

use pulldown_cmark::{Event, TagEnd};
use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use super::pass::Placed;

/// Which classes stand for which scopes; of those that fit the innermost scope the first counts. Words in none of
/// them have no colour.
const CLASSES: [(&str, &str); 18] = [
    ("comment", "c-comment"),
    ("string", "c-string"),
    ("constant.character", "c-string"),
    ("constant", "c-constant"),
    ("support.constant", "c-constant"),
    ("keyword.operator", ""),
    ("keyword", "c-keyword"),
    ("storage", "c-keyword"),
    ("entity.name", "c-name"),
    ("entity.other.attribute-name", "c-name"),
    ("support.function", "c-name"),
    ("support.type", "c-name"),
    ("support.class", "c-name"),
    ("variable.function", "c-name"),
    ("variable.other.readwrite", ""),
    ("markup.heading", "c-keyword"),
    ("markup.inserted", "c-added"),
    ("markup.deleted", "c-removed"),
];

struct Grammars {
    set: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

fn grammars() -> &'static Grammars {
    static GRAMMARS: OnceLock<Grammars> = OnceLock::new();
    GRAMMARS.get_or_init(|| {
        let class = |(scope, class): &(&str, &'static str)| Some((Scope::new(scope).ok()?, *class));
        Grammars { set: SyntaxSet::load_defaults_newlines(), classes: CLASSES.iter().filter_map(class).collect() }
    })
}

/// The language of a block of code, as its fence names it: a word of letters, digits and `+#-_.`, or nothing.
pub(super) fn language(info: &str) -> &str {
    let word = info.split(|c: char| c.is_whitespace() || c == ',').next().unwrap_or_default();
    let plain = word.chars().all(|c| c.is_ascii_alphanumeric() || "+#-_.".contains(c));
    if plain { word } else { "" }
}

/// Adds the words of the block that `rest` begins with in their colours to `kept`; nothing where its language is unknown
/// or its grammar fails, and then says so.
pub(super) fn colour<'a>(language: &str, rest: &[Placed<'a>], kept: &mut VecDeque<Event<'a>>) -> bool {
    let grammars = grammars();
    let Some(syntax) = grammars.set.find_syntax_by_token(language) else { return false };
    let inside = rest.iter().take_while(|(event, _)| !matches!(event, Event::End(TagEnd::CodeBlock)));
    let words = inside.filter_map(|(event, _)| if let Event::Text(text) = event { Some(text.as_ref()) } else { None });
    let code: String = words.collect();
    let Some(pieces) = grammars.pieces(syntax, &code) else { return false };
    for (class, words) in pieces {
        if class.is_empty() {
            kept.push_back(Event::Text(words.into()));
        } else {
            let open = Event::InlineHtml(format!("<span class=\"{class}\">").into());
            kept.extend([open, Event::Text(words.into()), Event::InlineHtml("</span>".into())]);
        }
    }
    true
}

impl Grammars {
    /// `code` cut into pieces of one class.
    fn pieces(&self, syntax: &SyntaxReference, code: &str) -> Option<Vec<(&'static str, String)>> {
        let (mut state, mut stack) = (ParseState::new(syntax), ScopeStack::new());
        let mut pieces = Vec::new();
        for line in LinesWithEndings::from(code) {
            let mut from = 0;
            for (at, change) in state.parse_line(line, &self.set).ok()? {
                self.add(&mut pieces, &stack, line.get(from..at)?);
                stack.apply(&change).ok()?;
                from = at;
            }
            self.add(&mut pieces, &stack, line.get(from..)?);
        }
        Some(pieces)
    }

    fn add(&self, pieces: &mut Vec<(&'static str, String)>, stack: &ScopeStack, words: &str) {
        if words.is_empty() {
            return;
        }
        let class = self.class(stack);
        match pieces.last_mut() {
            Some((last, before)) if *last == class => before.push_str(words),
            _ => pieces.push((class, words.to_owned())),
        }
    }

    fn class(&self, stack: &ScopeStack) -> &'static str {
        let of = |scope: &Scope| self.classes.iter().find(|(known, _)| known.is_prefix_of(*scope));
        stack.as_slice().iter().rev().find_map(of).map_or("", |(_, class)| class)
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Author, Below, Ids, Manner, Target, render};
    use super::language;
    use crate::language::Language;

    fn html(text: &str, author: Author) -> String {
        let manner = Manner::of(author, Below::Page, Language::Fr);
        render(text, &manner, &mut Ids::new(), &|_| Target::Nowhere).html
    }

    #[test]
    fn code_has_classes_for_its_colours_and_no_style() {
        let shown = html("```rust\nfn a() {} // <b>\n```\n\n```yaml\na: \"b\"\n```\n", Author::Council);
        for part in [
            "<pre tabindex=\"0\"><code class=\"language-rust\"><span class=\"c-keyword\">fn</span> <span class=\"c-name\">a</span>",
            "<span class=\"c-comment\">// &lt;b&gt;\n</span></code></pre>",
            "<span class=\"c-string\">\"b\"</span>",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        assert!(!shown.contains("style="), "{shown}");
    }

    #[test]
    fn code_of_an_unknown_language_and_of_strangers_stays_plain() {
        let plain = "<pre tabindex=\"0\"><code class=\"language-inconnu\">fn a\n</code></pre>\n";
        assert_eq!(html("```inconnu\nfn a\n```\n", Author::Council), plain);
        let stranger = "<pre tabindex=\"0\"><code class=\"language-rust\">fn a\n</code></pre>\n";
        assert_eq!(html("```rust\nfn a\n```\n", Author::Stranger), stranger);
    }

    #[test]
    fn a_language_is_one_plain_word() {
        assert_eq!(language("c++ title=\"x\""), "c++");
        assert_eq!(language("rust,ignore"), "rust");
        assert_eq!(language("x\"onclick=\"y"), "");
    }
}
