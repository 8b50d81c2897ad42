//! An explanation for a terminal.

use std::fmt::Write as _;

use super::{Block, Explanation};
use crate::language::{Bilingual, Language};

/// The words around an explanation.
pub(super) struct Labels {
    pub(super) example: &'static str,
    pub(super) told: &'static str,
    pub(super) mend: &'static str,
    /// What stands between a label and its words.
    pub(super) colon: &'static str,
}

impl Labels {
    pub(super) const fn of(language: Language) -> Self {
        match language {
            Language::Fr => Self { example: "Exemple", told: "Ce qui en est dit", mend: "Que faire", colon: "\u{a0}:" },
            Language::En => Self { example: "Example", told: "What is said of it", mend: "What to do", colon: ":" },
        }
    }
}

/// Everything there is to say of a code, for a terminal.
#[must_use]
pub fn text(explanation: &Explanation, language: Language) -> String {
    let Labels { example, told, mend, colon } = Labels::of(language);
    let code = explanation.code;
    let mut out = format!("{code}{colon} {}\n", code.meaning(language));
    if let Some(why) = explanation.why(language) {
        let _ = write!(out, "\n{}\n", wrapped(why));
    }
    for block in explanation.examples() {
        let lead = if block.value.is_empty() { String::new() } else { format!(", {}", named(block, language)) };
        let _ = write!(out, "\n{example}{lead}{colon}\n\n{}", indented(&block.lines));
    }
    let _ = write!(out, "\n{told}{colon}\n\n{}", indented(&explanation.told(language)));
    if let Some(words) = explanation.mend(language) {
        let _ = write!(out, "\n{}\n", wrapped(&format!("{mend}{colon} {words}")));
    }
    out
}

/// What an example is called: a path, or words in both languages, `fr / en`.
pub(super) fn named(block: &Block, language: Language) -> String {
    let name = match block.value.split_once(" / ") {
        Some((fr, en)) => Bilingual::new(fr, en).get(language).to_owned(),
        None => block.value.clone(),
    };
    match (block.key.as_str(), language) {
        ("base", Language::Fr) => format!("{name}, avant"),
        ("base", Language::En) => format!("{name}, before"),
        _ => name,
    }
}

fn indented(lines: &str) -> String {
    lines.lines().fold(String::new(), |out, line| if line.is_empty() { out + "\n" } else { out + "    " + line + "\n" })
}

/// The words in lines of at most 80 characters; none begins with a sign that belongs to the word before.
fn wrapped(words: &str) -> String {
    let mut out = String::new();
    let mut width = 0;
    let joined = [" :", " ;", " ?", " !", " »"]
        .iter()
        .fold(words.replace("« ", "«\u{a0}"), |words, sign| words.replace(sign, &sign.replace(' ', "\u{a0}")));
    for word in joined.split(' ') {
        let length = word.chars().count();
        if width > 0 && width + 1 + length > 80 {
            out.push('\n');
            width = 0;
        } else if width > 0 {
            out.push(' ');
            width += 1;
        }
        out.push_str(word);
        width += length;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::wrapped;

    #[test]
    fn lines_are_no_longer_than_a_terminal() {
        let text = wrapped(&"douze lettres ".repeat(20));
        assert!(text.lines().count() > 2 && text.lines().all(|line| line.chars().count() <= 80), "{text}");
        assert_eq!(wrapped("un : deux"), "un\u{a0}: deux");
    }
}
