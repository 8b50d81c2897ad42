//! `parvis new`: a file to begin a record with.

use std::path::Path;

use super::{AppError, Status, Terminal};
use crate::document::{RecordId, RecordKind, nearest};
use crate::grammar::Token as _;
use crate::language::{Bilingual, Language};
use crate::publish::record::{Access, write_new};
use crate::reference::{methods, template, vote_template};

/// A record to begin.
#[derive(Clone, Debug)]
pub struct NewRecord {
    /// Its kind.
    pub kind: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: Option<String>,
    /// How a vote is counted.
    pub method: Option<String>,
}

/// Writes `content/<folder>/<id>.md` of the council in the folder at `root`, with every key of its kind
/// and what it means in the language of the terminal.
///
/// # Errors
/// An unknown kind or method, a name that cannot be an id, a file that is there already.
pub fn new_record(root: &Path, record: &NewRecord, terminal: Terminal) -> Result<Status, AppError> {
    let kind = RecordKind::of(&record.kind).ok_or_else(|| unknown(&record.kind))?;
    let id = RecordId::read(&record.id).ok_or_else(|| not_an_id(&record.id))?;
    let text = text(kind, record, terminal.language)?;
    let path = format!("content/{}/{id}.md", kind.folder);
    let target = root.join(&path);
    if !root.join("parvis.yaml").is_file() {
        return Err(no_council(root));
    }
    write_new(&target, text.as_bytes(), Access::Everyone)?;
    terminal.line(&path);
    terminal.hint(
        "à remplir ; les lignes `# …` sont facultatives. Puis : parvis check",
        "fill it in; the lines `# …` may be left out. Then: parvis check",
    );
    Ok(Status::Fine)
}

fn text(kind: &RecordKind, record: &NewRecord, language: Language) -> Result<String, AppError> {
    let title = record.title.as_deref().unwrap_or("…");
    match record.method.as_deref() {
        None => Ok(template(kind, title, language)),
        Some(_) if kind.name != "vote" => Err(no_method(kind.name)),
        Some(method) => vote_template(method, title, language).ok_or_else(|| unknown_method(method)),
    }
}

fn no_method(kind: &str) -> AppError {
    AppError::new(
        Bilingual::new(
            format!("une fiche `{kind}` ne se dépouille pas : `--method` va avec `vote`"),
            format!("a record `{kind}` is not counted: `--method` goes with `vote`"),
        ),
        Bilingual::new(format!("parvis new {kind} <id>"), format!("parvis new {kind} <id>")),
    )
}

fn unknown_method(name: &str) -> AppError {
    let known = methods().collect::<Vec<_>>().join(", ");
    // A name without its version is that of the latest.
    let versionless = methods().filter(|method| method.split('/').next() == Some(name)).last();
    let help = match versionless.or_else(|| nearest(name, methods())) {
        Some(near) => Bilingual::new(
            format!("vouliez-vous dire `{near}` ? les méthodes : {known}"),
            format!("did you mean `{near}`? the methods: {known}"),
        ),
        None => Bilingual::new(format!("les méthodes : {known}"), format!("the methods: {known}")),
    };
    AppError::new(
        Bilingual::new(format!("aucune méthode ne s’appelle `{name}`"), format!("no method is named `{name}`")),
        help,
    )
}

fn unknown(kind: &str) -> AppError {
    let names: Vec<&str> = RecordKind::ALL.iter().map(|kind| kind.name).collect();
    let known = names.join(", ");
    let help = match nearest(kind, names) {
        Some(near) => Bilingual::new(
            format!("vouliez-vous dire `{near}` ? les genres : {known}"),
            format!("did you mean `{near}`? the kinds: {known}"),
        ),
        None => Bilingual::new(format!("les genres : {known}"), format!("the kinds: {known}")),
    };
    AppError::new(
        Bilingual::new(
            format!("aucun genre de fiche ne s’appelle `{kind}`"),
            format!("no kind of record is named `{kind}`"),
        ),
        help,
    )
}

fn not_an_id(id: &str) -> AppError {
    let expected = RecordId::expected();
    AppError::new(
        Bilingual::new(format!("`{id}` ne peut pas nommer une fiche"), format!("`{id}` cannot name a record")),
        Bilingual::new(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)),
    )
}

fn no_council(root: &Path) -> AppError {
    let root = root.display();
    AppError::new(
        Bilingual::new(format!("{root} n’a pas de fichier parvis.yaml"), format!("{root} has no file parvis.yaml")),
        Bilingual::new(
            "se placer dans le dossier d’un conseil, ou en commencer un : parvis init --council HÔTE",
            "go to a council's folder, or begin one: parvis init --council HOST",
        ),
    )
}
