//! `parvis translations`: which texts exist in which language, and how each translation stands.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::{AppError, Status, Terminal, argument, build_site};
use crate::collection::{Choice, Collections};
use crate::document::{self, BY_KEY, FROM_KEY, TranslatedBy, TranslationRow, TranslationState, nearest, with_mark};
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::publish::record::{Access, write};
use crate::source::folder::Reader;
use crate::tree::{Digest, FilePath, FileTree};

/// What is asked of the translations.
#[derive(Clone, Debug, Default)]
pub struct TranslationsRequest {
    /// The site's folder.
    pub folder: PathBuf,
    /// Only those that stand so.
    pub state: Option<String>,
    /// The mark to write into the files.
    pub mark: Option<String>,
    /// The files that get it.
    pub files: Vec<String>,
    /// Whether the list is printed as JSON.
    pub json: bool,
}

/// Lists the translations of a site, or writes a mark into some of them.
///
/// # Errors
/// The folder cannot be read, a file is no translation, or it cannot be written.
pub fn translations(request: &TranslationsRequest, terminal: Terminal) -> Result<Status, AppError> {
    let state: Option<TranslationState> =
        request.state.as_deref().map(|word| argument::read("state", word)).transpose()?;
    let by: Option<TranslatedBy> = request.mark.as_deref().map(|word| argument::read("mark", word)).transpose()?;
    let files = build_site::read(&request.folder, &mut Reader::default(), None)?;
    let rows = rows(&files)?;
    if let Some(by) = by {
        return mark(request, &files, &rows, by, terminal);
    }
    let kept: Vec<_> = rows.iter().filter(|row| state.is_none_or(|state| row.state == state)).collect();
    if request.json {
        list_as_json(&kept, terminal);
    } else {
        list(&kept, terminal);
    }
    Ok(Status::Fine)
}

/// Every text of the site in every other language, by the path of its file.
fn rows(files: &FileTree) -> Result<Vec<TranslationRow>, AppError> {
    let mut findings = Vec::new();
    let mut rows = Vec::new();
    let config = if document::is_plain(files) {
        document::read_plain(files, &mut findings).ok_or(AppError::Findings(findings))?
    } else {
        let (documents, findings) = document::read(files);
        let documents = documents.ok_or(AppError::Findings(findings))?;
        rows.extend(document::translations_of_records(&documents));
        documents.config.plain()
    };
    // A draft is translated before it is published.
    let choice = Choice { drafts: true, ..Choice::default() };
    let pages = Collections::read(files, &config, choice, None, &mut Vec::new());
    rows.extend(pages.translations(&config.languages));
    rows.sort_by(|a, b| (&a.original, a.language).cmp(&(&b.original, b.language)));
    Ok(rows)
}

/// A row as machines read it.
#[derive(Serialize)]
struct Shown<'a> {
    original: &'a str,
    lang: &'static str,
    state: &'static str,
    file: Option<&'a str>,
    words: String,
}

fn list_as_json(rows: &[&TranslationRow], terminal: Terminal) {
    let shown = |row: &&'_ TranslationRow| -> serde_json::Value {
        let file = row.file.as_ref().map(FilePath::as_str);
        let (lang, state, words) = (row.language.code(), row.state.word(), row.words.to_string());
        serde_json::json!(Shown { original: row.original.as_str(), lang, state, file, words })
    };
    terminal.json(&rows.iter().map(shown).collect::<Vec<_>>());
}

fn list(rows: &[&TranslationRow], terminal: Terminal) {
    for row in rows {
        let file = row.file.as_ref().unwrap_or(&row.original);
        let state = in_words(row.state);
        terminal.say(
            &format!("{:<14}{}  {file}", state.fr, row.language),
            &format!("{:<12}{}  {file}", state.en, row.language),
        );
    }
    let count = |state: TranslationState| rows.iter().filter(|row| row.state == state).count();
    let counts = TranslationState::ALL.iter().map(|state| (count(*state), in_words(*state)));
    let counts: Vec<_> = counts.filter(|(count, _)| *count > 0).collect();
    let joined =
        |words: &dyn Fn(&(usize, Bilingual)) -> String| counts.iter().map(words).collect::<Vec<_>>().join(", ");
    if counts.is_empty() {
        terminal.say("rien à traduire", "nothing to translate");
    } else {
        let fr = joined(&|(count, state)| format!("{} : {count}", state.fr));
        let en = joined(&|(count, state)| format!("{}: {count}", state.en));
        terminal.say(&fr, &en);
    }
}

/// A state as people read it.
fn in_words(state: TranslationState) -> Bilingual {
    match state {
        TranslationState::Missing => Bilingual::new("manquante", "missing"),
        TranslationState::Unmarked => Bilingual::new("sans marque", "unmarked"),
        TranslationState::Machine => Bilingual::new("automatique", "machine"),
        TranslationState::Reviewed => Bilingual::new("relue", "reviewed"),
        TranslationState::Outdated => Bilingual::new("dépassée", "outdated"),
    }
}

/// Writes into each file who answers for it, and of which words it is a translation now.
fn mark(
    request: &TranslationsRequest,
    files: &FileTree,
    rows: &[TranslationRow],
    by: TranslatedBy,
    terminal: Terminal,
) -> Result<Status, AppError> {
    // All are looked at before the first is written.
    let mut marked = Vec::new();
    for name in &request.files {
        let row = found(&request.folder, rows, name)?;
        let Some(file) = &row.file else { continue };
        let text = files.get(file).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
        let text = with_mark(&text, by, row.words).ok_or_else(|| not_marked(file, by, row.words))?;
        marked.push((file, text));
    }
    for (file, text) in &marked {
        write(&request.folder.join(file.as_str()), text.as_bytes(), Access::Everyone)?;
        terminal.line(file.as_str());
    }
    let count = marked.len();
    terminal.hint(
        &format!("{} ; à mettre dans un commit", Fr.count(count, "traduction marquée", "traductions marquées")),
        &format!("{}; to be committed", En.count(count, "translation marked", "translations marked")),
    );
    Ok(Status::Fine)
}

/// A head in which a line more would change what the others say.
fn not_marked(file: &FilePath, by: TranslatedBy, words: Digest) -> AppError {
    let message = Bilingual::new(
        format!("l’en-tête de {file} ne peut pas être marqué ligne par ligne ; rien n’a été écrit"),
        format!("the head of {file} cannot be marked line by line; nothing was written"),
    );
    let (by, by_key, from_key) = (by.word(), BY_KEY, FROM_KEY);
    let help = Bilingual::new(
        format!("y écrire à la main les deux clés `{by_key}` : `{by}`, et `{from_key}` : `{words}`"),
        format!("write the two keys there by hand: `{by_key}`: `{by}`, and `{from_key}`: `{words}`"),
    );
    AppError::new(message, help)
}

/// The row of a translation, by the path of its file from here or from the site's folder.
fn found<'a>(folder: &Path, rows: &'a [TranslationRow], name: &str) -> Result<&'a TranslationRow, AppError> {
    let from_here = Path::new(name).strip_prefix(folder).ok().and_then(Path::to_str);
    let short = |name: &str| name.trim_start_matches("./").replace('\\', "/");
    let names = [Some(name), from_here].map(|name| name.map(short));
    let of = |row: &&TranslationRow| {
        let file = row.file.as_ref().map(FilePath::as_str);
        file.is_some() && names.iter().any(|name| name.as_deref() == file)
    };
    rows.iter().find(of).ok_or_else(|| no_translation(rows, name))
}

fn no_translation(rows: &[TranslationRow], name: &str) -> AppError {
    let message = Bilingual::new(
        format!("`{name}` n’est la traduction d’aucun texte de ce site ; rien n’a été écrit"),
        format!("`{name}` is the translation of no text of this site; nothing was written"),
    );
    let known = rows.iter().filter_map(|row| row.file.as_ref()).map(FilePath::as_str);
    let help = match nearest(name, known) {
        Some(near) => Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")),
        None => Bilingual::new(
            "une traduction s’appelle comme son texte, avec sa langue : `a-propos.en.md` ; `parvis translations` les nomme",
            "a translation is named as its text, with its language: `about.fr.md`; `parvis translations` lists them",
        ),
    };
    AppError::new(message, help)
}
