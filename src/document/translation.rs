//! How a translation stands to the words it was made from.
//!
//! A translation says in its head who made it (`translation:`) and of which words (`translated_from:`, a
//! digest). Where the words have changed since, the digests differ and the translation is outdated, whoever
//! made it. Facts are no words: a new status of a proposal outdates nothing.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::Documents;
use super::every::AnyRecord;
use super::fields::Fields;
use super::front_matter::read_free_head;
use super::plain::FreeFile;
use super::record::Translation;
use crate::council::words;
use crate::grammar::Token;
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};
use crate::tree::{Digest, FilePath};

/// The key that says who made a translation.
pub const BY_KEY: &str = "translation";
/// The key that says of which words it was made.
pub const FROM_KEY: &str = "translated_from";

words! {
    /// Who answers for a translation.
    TranslatedBy {
        /// A machine made it, and nobody has read it over.
        Machine = "machine",
        /// A person made it or read it over.
        Reviewed = "reviewed",
    }
}

words! {
    /// How a translation stands.
    TranslationState {
        /// There is none.
        Missing = "missing",
        /// It says nothing of itself.
        Unmarked = "unmarked",
        /// A machine made it, of the words as they are.
        Machine = "machine",
        /// A person answers for it, of the words as they are.
        Reviewed = "reviewed",
        /// The words have changed since.
        Outdated = "outdated",
    }
}

/// What a translation says of itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TranslationMark {
    /// Who answers for it.
    pub by: Option<TranslatedBy>,
    /// The digest of the words it was made from.
    pub from: Option<Digest>,
}

impl TranslationMark {
    pub(super) fn read(fields: &mut Fields<'_>) -> Self {
        Self { by: fields.token_if(BY_KEY), from: fields.token_if(FROM_KEY) }
    }

    /// How a translation with this mark stands to words whose digest is `words` now.
    #[must_use]
    pub fn state(self, words: impl FnOnce() -> Digest) -> TranslationState {
        match (self.by, self.from) {
            (_, Some(from)) if from != words() => TranslationState::Outdated,
            (Some(TranslatedBy::Machine), _) => TranslationState::Machine,
            (Some(TranslatedBy::Reviewed), _) => TranslationState::Reviewed,
            (None, _) => TranslationState::Unmarked,
        }
    }
}

/// The digest of what a translator translates: the SHA-256 of title, summary and text as they are written, each
/// without the white space around it and each but the last followed by a line feed, line ends as line feeds.
#[must_use]
pub fn words_digest(title: &str, summary: &str, text: &str) -> Digest {
    let text = text.trim().replace("\r\n", "\n");
    Digest::of_parts(&[title.trim().as_bytes(), b"\n", summary.trim().as_bytes(), b"\n", text.as_bytes()])
}

/// A text of the site in another language, or the place of one that is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TranslationRow {
    /// The file of the words themselves.
    pub original: FilePath,
    /// The other language.
    pub language: Language,
    /// The file of the translation, where there is one.
    pub file: Option<FilePath>,
    /// How it stands.
    pub state: TranslationState,
    /// The digest of the words as they are now.
    pub words: Digest,
}

/// Every record in every language of the site but its own.
#[must_use]
pub fn translations_of_records(documents: &Documents) -> Vec<TranslationRow> {
    let row = |record: AnyRecord<'_>, language: Language| {
        let translation = record.translations.get(&language);
        TranslationRow {
            original: record.file.clone(),
            language,
            file: translation.map(|translation| translation.text.file.clone()),
            state: state(record.common.words, record.translations, language),
            words: record.common.words,
        }
    };
    let mut rows = Vec::new();
    for record in documents.every().filter(has_words) {
        let others = documents.config.languages.iter().filter(|other| **other != record.common.language);
        rows.extend(others.map(|language| row(record, *language)));
    }
    rows
}

/// Whether there is anything to translate: the name of a person is the same in every language.
fn has_words(record: &AnyRecord<'_>) -> bool {
    let only_name = record.folder == "people" || record.common.title.is_empty();
    !only_name || record.common.summary.is_some() || !record.common.text.text.trim().is_empty()
}

/// How the translation into `language` stands to words of this digest.
pub(super) fn state(
    words: Digest,
    translations: &BTreeMap<Language, Translation>,
    language: Language,
) -> TranslationState {
    translations.get(&language).map_or(TranslationState::Missing, |translation| translation.mark.state(|| words))
}

/// A translation whose words have changed, told where its mark stands.
#[must_use]
pub fn outdated(place: Place, original: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!("le texte d’origine, {original}, a changé depuis cette traduction"),
        format!("the original, {original}, has changed since this translation was made"),
    );
    let shown = original.as_argument();
    let help = Bilingual::new(
        format!(
            "`git log -p {shown}` montre ce qui a changé ; la traduction revue, `parvis translations --mark reviewed` et le nom de ce fichier"
        ),
        format!(
            "`git log -p {shown}` shows what changed; once the translation is right, `parvis translations --mark reviewed` and this file’s name"
        ),
    );
    Diagnostic::warning(Code::TranslationOutdated, message).at(place).help(help)
}

/// The Markdown file `text` with the two keys of a mark in its head, those it had replaced; all else as it was.
/// Nothing where the head is written in a way in which that cannot be had line by line.
#[must_use]
pub fn with_mark(text: &str, by: TranslatedBy, words: Digest) -> Option<String> {
    let bare = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let marked = text[..text.len() - bare.len()].to_owned() + &marked(bare, by, words);
    let said = (Value::from(by.word()), Value::from(words.to_string()));
    let (had, has) = (without_mark(text)?, without_mark(&marked)?);
    ((had.0, had.2) == (has.0, has.2) && has.1 == (Some(said.0), Some(said.1))).then_some(marked)
}

/// The sign that some editors put before a text.
const BYTE_ORDER_MARK: char = '\u{feff}';

/// The head of a file without its mark, the two values of that, and the text below.
type Unmarked<'a> = (Map<String, Value>, (Option<Value>, Option<Value>), &'a str);

fn without_mark(text: &str) -> Option<Unmarked<'_>> {
    let file = FilePath::parse("translation.md").expect("a plain name is a path");
    let FreeFile { mut head, text_at, .. } = read_free_head(&file, text.as_bytes()).ok()?;
    let mark = (head.remove(BY_KEY), head.remove(FROM_KEY));
    Some((head, mark, text.get(text_at..)?))
}

fn marked(text: &str, by: TranslatedBy, words: Digest) -> String {
    let end = if text.lines().next().is_some_and(|_| text.contains("\r\n")) { "\r\n" } else { "\n" };
    let toml = text.starts_with(TOML_FENCE);
    let (fence, keys) = if toml {
        (TOML_FENCE, format!("{BY_KEY} = \"{}\"{end}{FROM_KEY} = \"{words}\"{end}", by.word()))
    } else {
        ("---", format!("{BY_KEY}: {}{end}{FROM_KEY}: {words}{end}", by.word()))
    };
    let is_fence = |line: &str| line.trim_end() == fence;
    let mut lines = text.split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| is_fence(line)) else {
        return format!("---{end}{keys}---{end}{text}");
    };
    let mut marked = first.to_owned() + if toml { &keys } else { "" };
    // Below the first table of TOML, a key is the table's.
    let (mut open, mut outermost) = (true, true);
    for line in lines {
        if open && is_fence(line) {
            marked.push_str(if toml { "" } else { &keys });
            open = false;
        }
        outermost &= !(toml && line.trim_start().starts_with('['));
        if !(open && outermost && is_mark(line)) {
            marked.push_str(line);
        }
    }
    marked
}

/// The line before and after a head in TOML.
const TOML_FENCE: &str = "+++";

/// Whether a line of a head is one of the two keys, at its outermost level.
fn is_mark(line: &str) -> bool {
    let key = line.split_once([':', '=']).map(|(key, _)| key.trim_end());
    [Some(BY_KEY), Some(FROM_KEY)].contains(&key)
}

#[cfg(test)]
mod tests {
    use super::{TranslatedBy, TranslationMark, TranslationState, with_mark, words_digest};

    #[test]
    fn a_mark_replaces_the_one_before_and_nothing_else() {
        let words = words_digest("Le square", "", "Texte.");
        let mark = format!("translation: reviewed\ntranslated_from: {words}\n");
        for (before, after) in [
            ("---\ntitle: A\n---\nText\n---\nmore", format!("---\ntitle: A\n{mark}---\nText\n---\nmore")),
            (
                "---\ntranslation : machine\ntranslated_from: x\ntitle: A\n---\ntranslation: of the text\n",
                format!("---\ntitle: A\n{mark}---\ntranslation: of the text\n"),
            ),
            (
                "+++\ntitle = \"A\"\ntranslation = \"machine\"\n[extra]\na = 1\n+++\nText\n",
                format!(
                    "+++\ntranslation = \"reviewed\"\ntranslated_from = \"{words}\"\ntitle = \"A\"\n[extra]\na = 1\n+++\nText\n"
                ),
            ),
            (
                "+++\n[extra]\ntranslation = \"kept\"\n+++\n",
                format!(
                    "+++\ntranslation = \"reviewed\"\ntranslated_from = \"{words}\"\n[extra]\ntranslation = \"kept\"\n+++\n"
                ),
            ),
            ("\u{feff}---\ntitle: A\n---\n", format!("\u{feff}---\ntitle: A\n{mark}---\n")),
            ("No head\n", format!("---\n{mark}---\nNo head\n")),
            ("---\nmeta:\n  translation: kept\n---\n", format!("---\nmeta:\n  translation: kept\n{mark}---\n")),
            (
                "---\r\ntitle: A\r\n---\r\nText\r\n",
                format!("---\r\ntitle: A\r\n{}---\r\nText\r\n", mark.replace('\n', "\r\n")),
            ),
        ] {
            assert_eq!(with_mark(before, TranslatedBy::Reviewed, words).as_ref(), Some(&after));
            assert_eq!(with_mark(&after, TranslatedBy::Reviewed, words), Some(after));
        }
    }

    #[test]
    fn a_head_that_would_say_something_else_is_not_marked() {
        let words = words_digest("Le square", "", "Texte.");
        for text in [
            "---\ntitle: A\ntranslation:\n  machine\n---\n",
            "---\n{title: A}\n---\n",
            "---\n\"translation\": machine\n---\n",
            "---\nsummary: \"a\n\ntranslation: b\"\n---\n",
            "+++\ntitle = \"\"\"\ntranslation = b\n\"\"\"\n+++\n",
            "+++\na = [\n[1]\n]\ntranslation = \"machine\"\n+++\n",
        ] {
            assert_eq!(with_mark(text, TranslatedBy::Reviewed, words), None, "{text}");
        }
    }

    #[test]
    fn words_that_changed_outdate_a_translation_whoever_made_it() {
        let words = words_digest("Le square", "Un nom.", "Texte.\r\nSuite.\n");
        assert_eq!(words, words_digest(" Le square", "Un nom. ", "\nTexte.\nSuite."));
        let changed = words_digest("Le square", "Un nom.", "Texte.\nSuite et fin.");
        for by in [None, Some(TranslatedBy::Machine), Some(TranslatedBy::Reviewed)] {
            let mark = TranslationMark { by, from: Some(words) };
            assert_ne!(mark.state(|| words), TranslationState::Outdated);
            assert_eq!(mark.state(|| changed), TranslationState::Outdated);
        }
    }
}
