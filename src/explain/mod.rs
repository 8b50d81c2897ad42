//! What each code means, told at length: when it is told and why it matters, an example, the message
//! as the program says it, and how to mend it, in both languages.
//!
//! The words are written by hand in the `.txt` files beside this one, one for each group of codes; their
//! form is at the head of [`entry`]. What the program answers is not written by hand: `told-site.txt` and
//! `told-record.txt` hold what it said when the tests ran the examples, and the tests fail when it says
//! anything else.
//!
//! - Executed, the tree of files built and checked in both languages: the entries with `file` alone, with
//!   `case` (a case of `tests/site/`) or with `law` (a case of `tests/law/`): `tests/generator/explain.rs`.
//! - Executed, a signed file or a record judged: the entries with `vector` (a file of `tests/vectors/`) or
//!   `scene` (a function of the test): `tests/verifier/explain.rs`.
//! - Described, not executed: the entries with `told` or `plain`, since they need two clones, a network, a clock or a
//!   command that was killed. Their message is written by hand; `tests/project/codes.rs` holds its fixed
//!   words against the source.

mod entry;
mod page;
mod text;

use std::collections::BTreeMap;

use crate::language::{Bilingual, Language};
use crate::report::text::{Style, draw};
use crate::report::{Code, Diagnostic};
pub use entry::{Block, Entry};
pub use page::page;
pub use text::text;

/// The groups of codes, in the order of their list.
pub const GROUPS: [&str; 9] = [
    include_str!("handed-in.txt"),
    include_str!("gate.txt"),
    include_str!("push.txt"),
    include_str!("record.txt"),
    include_str!("audit.txt"),
    include_str!("import.txt"),
    include_str!("site.txt"),
    include_str!("law.txt"),
    include_str!("pages.txt"),
];

/// What the program answered when the tests ran the examples.
const TOLD: [&str; 2] = [include_str!("told-site.txt"), include_str!("told-record.txt")];

/// A code, explained.
#[derive(Clone, Debug)]
pub struct Explanation {
    /// The code.
    pub code: Code,
    entry: Entry,
    told: Entry,
}

/// Every explanation of a group, in the order of its file.
pub fn of_group(group: &str) -> impl Iterator<Item = Explanation> {
    let told: BTreeMap<String, Entry> = answers().map(|told| (told.name.clone(), told)).collect();
    entry::read(group).into_iter().filter_map(move |entry| {
        let told = told.get(&entry.name).cloned().unwrap_or_default();
        Some(Explanation { code: entry.name.parse().ok()?, entry, told })
    })
}

/// The explanation of a code.
#[must_use]
pub fn of(code: Code) -> Option<Explanation> {
    let is_of = |entry: &Entry| entry.name == code.name();
    let entry = GROUPS.iter().flat_map(|group| entry::read(group)).find(is_of)?;
    Some(Explanation { code, entry, told: answers().find(is_of).unwrap_or_default() })
}

fn answers() -> impl Iterator<Item = Entry> {
    TOLD.iter().flat_map(|text| entry::read(text))
}

impl Explanation {
    /// What was written by hand.
    #[must_use]
    pub fn entry(&self) -> &Entry {
        &self.entry
    }

    /// When it is told, and why it matters.
    #[must_use]
    pub fn why(&self, language: Language) -> Option<&str> {
        self.entry.value(language.code())
    }

    /// What the example shows, as lines: a file, a command, a state of things.
    #[must_use]
    pub fn examples(&self) -> Vec<&Block> {
        self.entry
            .blocks
            .iter()
            .filter(|block| matches!(block.key.as_str(), "file" | "lines" | "base" | "example"))
            .collect()
    }

    /// What the program says of the example: as it was answered, or as it was written by hand.
    #[must_use]
    pub fn told(&self, language: Language) -> String {
        match self.told.lines(&format!("told.{}", language.code())) {
            Some(answered) => answered.to_owned(),
            None => draw(&self.described(), None, language, Style::Plain) + "\n",
        }
    }

    /// The finding of an example that is described alone.
    fn described(&self) -> Diagnostic {
        let words = |key, language| self.entry.value(key).unwrap_or_else(|| self.code.meaning(language)).to_owned();
        let message = Bilingual::new(words("told.fr", Language::Fr), words("told.en", Language::En));
        match self.entry.value("weight") {
            Some("warning") => Diagnostic::warning(self.code, message),
            _ => Diagnostic::error(self.code, message),
        }
    }

    /// How to mend it: in words of its own, or by the step that a refusal names. Nothing where the message
    /// itself says it.
    #[must_use]
    pub fn mend(&self, language: Language) -> Option<String> {
        let own = self.entry.value(&format!("mend.{}", language.code())).map(str::to_owned);
        own.or_else(|| Some(self.code.next_step()?.get(language).to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::{GROUPS, of_group};
    use crate::report::Code;

    #[test]
    fn every_code_is_explained_once_in_the_order_of_the_list() {
        let explained: Vec<Code> = GROUPS.iter().flat_map(|group| of_group(group)).map(|told| told.code).collect();
        assert_eq!(explained, Code::ALL);
    }
}
