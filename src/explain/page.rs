//! The page of every code: docs/codes.md and docs/codes.fr.md.

use std::fmt::Write as _;

use super::text::{Labels, named};
use super::{Explanation, GROUPS, entry, of_group};
use crate::language::Language;

/// The page of all codes in one language, in Markdown: a list, then a section with an anchor for each.
#[must_use]
pub fn page(language: Language) -> String {
    let mut out = match language {
        Language::Fr => String::from(
            "# Codes\n\nLes noms stables de ce qui est signalé ou refusé. Un nom publié ne change jamais de sens. `parvis explain CODE` et `scrutineer explain CODE` montrent la même chose dans un terminal, sans réseau. Cette page est faite par le programme ; des tests la tiennent à jour. ([English](codes.md))\n",
        ),
        Language::En => String::from(
            "# Codes\n\nThe stable names of findings and refusals. A published name never changes its meaning. `parvis explain CODE` and `scrutineer explain CODE` show the same in a terminal, without a network. This page is made by the program; tests keep it true. ([français](codes.fr.md))\n",
        ),
    };
    for group in GROUPS {
        let head = entry::head(group);
        let _ = write!(out, "\n## {}\n\n", head.value(language.code()).unwrap_or_default());
        let (code, meaning) = match language {
            Language::Fr => ("code", "sens"),
            Language::En => ("code", "meaning"),
        };
        let _ = write!(out, "| {code} | {meaning} |\n| --- | --- |\n");
        for told in of_group(group) {
            let anchor = told.code.name().to_lowercase();
            let _ = writeln!(out, "| [`{}`](#{anchor}) | {} |", told.code, told.code.meaning(language));
        }
        for told in of_group(group) {
            section(&mut out, &told, language);
        }
    }
    out
}

fn section(out: &mut String, told: &Explanation, language: Language) {
    let labels = Labels::of(language);
    let meaning = told.code.meaning(language);
    let _ = write!(out, "\n### {}\n\n**{}.**", told.code, capital(meaning));
    if let Some(why) = told.why(language) {
        let _ = write!(out, " {why}");
    }
    out.push('\n');
    for block in told.examples() {
        let lead = if block.value.is_empty() { String::new() } else { format!(", {}", named(block, language)) };
        let _ = write!(out, "\n{}{lead}{}\n\n```text\n{}```\n", labels.example, labels.colon, block.lines);
    }
    // Another name than that of the example, since its words differ from language to language.
    let _ = write!(out, "\n{}{}\n\n```console\n{}```\n", labels.told, labels.colon, told.told(language));
    if let Some(mend) = told.mend(language) {
        let _ = write!(out, "\n{}{} {mend}.\n", labels.mend, labels.colon);
    }
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().collect::<String>() + letters.as_str()).unwrap_or_default()
}
