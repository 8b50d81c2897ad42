//! What every record has: an id, a title, a language, a text, translations.

use std::collections::BTreeMap;
use std::fmt;

use super::alias::Alias;
use super::erasable::{self, Erasable, SideValues};
use super::fields::Fields;
use super::front_matter::Sheet;
use super::head_json;
use super::moment::Moment;
use super::placeholder::Fillings;
use super::translation::{self, FROM_KEY, TranslationMark, TranslationState, words_digest};
use crate::council::Licence;
use crate::grammar::Token;
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{Digest, FilePath};

/// The id of a record: its file's name without extension, such as `2026-03-12-quartier`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId(String);

impl RecordId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Token for RecordId {
    fn expected() -> Bilingual {
        Bilingual::new(
            "un identifiant : minuscules sans accent, chiffres et tirets, 80 au plus",
            "an id: lower-case letters, digits and hyphens, 80 at most",
        )
    }
    fn read(text: &str) -> Option<Self> {
        let allowed = |byte: u8| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-');
        let shape = (1..=80).contains(&text.len()) && !text.starts_with('-') && text.bytes().all(allowed);
        shape.then(|| Self(text.to_owned()))
    }
    fn write(&self) -> String {
        self.0.clone()
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The id of another record, and where it was named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ref {
    /// The record meant.
    pub id: RecordId,
    /// Where it stands.
    pub place: Place,
}

/// Markdown text, with what is needed to point into its file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prose {
    /// The file it stands in.
    pub file: FilePath,
    /// The line on which it begins.
    pub line: u32,
    /// The Markdown.
    pub text: String,
}

/// What every record has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Common {
    /// The language of title, summary and text.
    pub language: Language,
    /// The title; empty only where the facts carry one (a signed proposal).
    pub title: String,
    /// One or two sentences.
    pub summary: Option<String>,
    /// Where the record's facts come from.
    pub sources: Vec<String>,
    /// Under what terms its words may be used again, where that is not what the configuration says.
    pub licence: Option<Licence>,
    /// The record of the same kind that it takes the place of.
    pub supersedes: Option<Ref>,
    /// From when it may be published; at once where nothing is said.
    pub publish_at: Option<Moment>,
    /// Its values that can be erased.
    pub personal: Vec<Erasable>,
    /// Addresses and numbers in it that may be public.
    pub public_contacts: Vec<String>,
    /// Where it could be found before.
    pub aliases: Vec<Alias>,
    /// Every key of its head, as written.
    pub head: serde_json::Map<String, serde_json::Value>,
    /// The digest of title, summary and text as they are written, by which a translation knows what it was
    /// made from.
    pub words: Digest,
    /// The text.
    pub text: Prose,
}

/// A record in another language: the facts are those of the main file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translation {
    /// What it says of itself.
    pub mark: TranslationMark,
    /// The title.
    pub title: Option<String>,
    /// One or two sentences.
    pub summary: Option<String>,
    /// The text.
    pub text: Prose,
}

/// A record: what all have in common, and the facts of its kind.
#[derive(Clone, Debug)]
pub struct Record<T> {
    /// The file it was read from.
    pub file: FilePath,
    /// Title, summary, text.
    pub common: Common,
    /// The facts of its kind.
    pub facts: T,
    /// The same in other languages.
    pub translations: BTreeMap<Language, Translation>,
}

impl<T> Record<T> {
    /// The title in `language`, or as it was written.
    #[must_use]
    pub fn title(&self, language: Language) -> &str {
        self.translated(language).and_then(|translation| translation.title.as_deref()).unwrap_or(&self.common.title)
    }

    /// The summary in `language`, or as it was written.
    #[must_use]
    pub fn summary(&self, language: Language) -> Option<&str> {
        match self.translated(language) {
            Some(Translation { summary: Some(summary), .. }) => Some(summary),
            _ => self.common.summary.as_deref(),
        }
    }

    /// The text in `language`, or as it was written, with the language it is in.
    #[must_use]
    pub fn text(&self, language: Language) -> (&Prose, Language) {
        match self.translated(language) {
            Some(translation) => (&translation.text, language),
            None => (&self.common.text, self.common.language),
        }
    }

    /// The language its words are in on a page in `language`.
    #[must_use]
    pub fn language(&self, language: Language) -> Language {
        if self.translated(language).is_some() { language } else { self.common.language }
    }

    /// How the words in `language` stand to those that were written first; nothing where they are the same.
    #[must_use]
    pub fn translation_state(&self, language: Language) -> Option<TranslationState> {
        let state = || translation::state(self.common.words, &self.translations, language);
        (language != self.common.language).then(state)
    }

    fn translated(&self, language: Language) -> Option<&Translation> {
        self.translations.get(&language).filter(|_| language != self.common.language)
    }
}

/// Reads the facts of one kind from the head's fields, and closes them; nothing when a fact
/// that is needed is missing.
pub(super) type ReadFacts<T> = fn(Fields<'_>) -> Option<T>;

/// The id a file's name gives, and the language where it is a translation.
pub(super) fn name(path: &FilePath, main: Language) -> Result<(RecordId, Option<Language>), Box<Diagnostic>> {
    let stem = path.stem();
    let (id, language) = match stem.rsplit_once('.') {
        Some((id, code)) => (id, code.parse::<Language>().map(Some).map_err(|_| id_fault(path))?),
        None => (stem, None),
    };
    let id = RecordId::read(id).ok_or_else(|| id_fault(path))?;
    Ok((id, language.filter(|language| *language != main)))
}

/// Two files with one id, such as `x.md` and `x.fr.md` where French is the main language.
pub(super) fn twice(path: &FilePath, first: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        format!("cette fiche a le même identifiant que {first}"),
        format!("this record has the same id as {first}"),
    );
    let help =
        Bilingual::new("réunir les deux fichiers, ou renommer l’un", "join the two files, or rename one of them");
    Diagnostic::error(Code::NameTwice, message).at(Place::file(path)).help(help)
}

fn id_fault(path: &FilePath) -> Box<Diagnostic> {
    let message = Bilingual::new(
        format!("`{}` ne peut pas nommer une fiche", path.file_name()),
        format!("`{}` cannot name a record", path.file_name()),
    );
    let help = Bilingual::new(
        "renommer : minuscules sans accent, chiffres et tirets, puis `.md` (ou `.en.md` pour une traduction)",
        "rename it: lower-case letters, digits and hyphens, then `.md` (or `.en.md` for a translation)",
    );
    Box::new(Diagnostic::error(Code::IdMalformed, message).at(Place::file(path)).help(help))
}

/// Reads a record.
pub(super) fn read<T>(
    path: &FilePath,
    bytes: &[u8],
    (main, side): (Language, Option<&(FilePath, SideValues)>),
    read: ReadFacts<T>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Record<T>> {
    let mut sheet = open(path, bytes, findings)?;
    // Before any words are: their places must be filled.
    let personal = erasable::read(&mut sheet.fields());
    let lang = sheet.root().get("lang").and_then(|code| code.as_str()?.parse().ok());
    sheet.fillings = erasable::fillings(&personal, side, lang.unwrap_or(main), findings);
    let mut fields = sheet.fields();
    let common = Common { personal, ..read_common(&mut fields, &sheet, main) };
    let facts = read(fields);
    findings.extend(sheet.into_findings());
    Some(Record { file: path.clone(), common, facts: facts?, translations: BTreeMap::new() })
}

pub(super) fn read_common(fields: &mut Fields<'_>, sheet: &Sheet<'_>, main: Language) -> Common {
    // A signed proposal has its title in the signed text.
    let title = if fields.has("signed") { fields.words_if("title") } else { fields.words("title") };
    Common {
        language: fields.token_if("lang").unwrap_or(main),
        title: title.unwrap_or_default(),
        summary: fields.words_if("summary"),
        sources: fields.word_list("sources"),
        licence: fields.token_if("licence"),
        supersedes: fields.reference_if("supersedes"),
        publish_at: fields.token_if("publish_at"),
        personal: read_erasable(fields),
        public_contacts: fields.word_list("public_contacts"),
        aliases: fields.placed("aliases").into_iter().map(|(old, place)| Alias { old, place }).collect(),
        head: head_json::of_sheet(sheet),
        words: written(sheet),
        text: prose(sheet),
    }
}

/// The digest of the words as they stand in the file: values that can be erased are not among them.
fn written(sheet: &Sheet<'_>) -> Digest {
    let words = |key: &str| sheet.root().get(key).and_then(|value| value.as_str()).unwrap_or_default();
    words_digest(words("title"), words("summary"), sheet.text)
}

/// Those of a record were read before its words.
fn read_erasable(fields: &mut Fields<'_>) -> Vec<Erasable> {
    if fields.draws() {
        return erasable::read(fields);
    }
    fields.pass("personal");
    Vec::new()
}

/// Reads a translation of `original`, with the values of its record.
pub(super) fn read_translation(
    path: &FilePath,
    bytes: &[u8],
    original: Option<(&FilePath, Digest)>,
    fillings: Fillings,
    findings: &mut Vec<Diagnostic>,
) -> Option<Translation> {
    let mut sheet = open(path, bytes, findings)?;
    sheet.fillings = fillings;
    let mut fields = sheet.fields();
    let mark = TranslationMark::read(&mut fields);
    let translation =
        Translation { mark, title: fields.words_if("title"), summary: fields.words_if("summary"), text: prose(&sheet) };
    fields.token_if::<Language>("lang");
    let place = fields.place(FROM_KEY);
    fields.done();
    findings.extend(original.and_then(|(file, words)| {
        (mark.state(|| words) == TranslationState::Outdated).then(|| translation::outdated(place, file))
    }));
    findings.extend(sheet.into_findings());
    Some(translation)
}

fn open<'a>(path: &FilePath, bytes: &'a [u8], findings: &mut Vec<Diagnostic>) -> Option<Sheet<'a>> {
    Sheet::of_markdown(path, bytes).map_err(|finding| findings.push(*finding)).ok()
}

fn prose(sheet: &Sheet<'_>) -> Prose {
    Prose { file: sheet.file.clone(), line: sheet.text_line, text: sheet.filled_text() }
}
