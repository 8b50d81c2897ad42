//! `parvis erratum` and `parvis tombstone`: the records that say what was corrected or taken away.

use std::path::{Path, PathBuf};

use super::{AppError, Status, Terminal, argument};
use crate::council::{Date, Instant};
use crate::document::{self, CorrectionReason, Documents, OldAddress, RecordId, RecordPath, RemovalReason};
use crate::grammar::Token as _;
use crate::language::{Bilingual, Language};
use crate::publish::record::{Access, write_new};
use crate::source::folder;
use crate::source::snapshot::Snapshot;
use crate::tree::{Digest, FilePath};

/// What is said of a correction or a removal.
#[derive(Clone, Debug)]
pub struct Saying {
    /// The record: `minutes/2026-03-12-council`, or the path of its file.
    pub target: String,
    /// Why: a word of the list.
    pub reason: String,
    /// Who: a name or an office.
    pub by: String,
    /// The day; today where none is given.
    pub at: Option<Date>,
    /// The title; one is made where none is given.
    pub title: Option<String>,
    /// The text.
    pub text: Option<String>,
}

/// What `parvis erratum` is asked.
#[derive(Clone, Debug)]
pub struct ErratumRequest {
    /// What is said of it.
    pub saying: Saying,
    /// Whether something was taken out that is not to be named.
    pub redaction: bool,
    /// Whether a redaction gives the hash before, too.
    pub keep_before: bool,
    /// The commit that still has the file as it was.
    pub since: String,
}

/// `parvis erratum`: writes `content/errata/<day>-<id>.md` with both hashes.
///
/// # Errors
/// The record is not there, was not changed, or was never committed.
pub fn erratum(root: &Path, request: &ErratumRequest, terminal: Terminal) -> Result<Status, AppError> {
    let saying = &request.saying;
    let reason: CorrectionReason = argument::read("reason", &saying.reason)?;
    let target = record_path(&saying.target)?;
    let documents = documents(root)?;
    let file = target.file();
    let after = folder::read_if_any(&root.join(file.as_str()))?.ok_or_else(|| gone(&target))?;
    let before = as_it_was(root, &request.since, &documents, &target)?.ok_or_else(|| never(&file, &request.since))?;
    let (before, after) = (Digest::of(&before), Digest::of(&after));
    if before == after {
        return Err(unchanged(&file, &request.since));
    }
    let day = saying.at.map_or_else(today, Ok)?;
    let language = documents.config.main_language();
    let hides = request.redaction && !request.keep_before;
    let head = [
        format!("title: {}", quoted(saying.title.as_deref().unwrap_or(&corrected(&documents, &target, request)))),
        format!("kind: {}", if request.redaction { "redaction" } else { "erratum" }),
        format!("target: {target}"),
        format!("reason: {}", reason.word()),
        format!("before: {}", if hides { "none".to_owned() } else { before.to_string() }),
        format!("after: {after}"),
        format!("by: {}", quoted(&saying.by)),
        format!("at: {day}"),
    ];
    let path = write(root, "errata", &format!("{day}-{}", target.id), &head, saying.text.as_deref())?;
    terminal.line(&path);
    if saying.text.is_none() && !request.redaction {
        terminal.hint(
            &format!("écrire sous l’en-tête, en {language}, ce qui était faux et ce qu’il faut lire ; puis : parvis check, et un même commit pour la fiche et l’erratum"),
            &format!("write below the head, in {language}, what was wrong and what it should say; then: parvis check, and one commit for the record and its erratum"),
        );
    } else {
        terminal.hint(
            "puis : parvis check, et un même commit pour la fiche et cet avis",
            "then: parvis check, and one commit for the record and this notice",
        );
    }
    Ok(Status::Fine)
}

/// A record's file in a commit: under its name, else under an old one that it still answers to.
fn as_it_was(
    root: &Path,
    since: &str,
    documents: &Documents,
    target: &RecordPath,
) -> Result<Option<Vec<u8>>, AppError> {
    let snapshot = Snapshot::open(root)?;
    let aliases = documents.find(target.folder, &target.id).map_or(&[][..], |record| &record.common.aliases);
    let old = aliases.iter().filter_map(|alias| match &alias.old {
        OldAddress::Id(id) => Some(RecordPath { id: id.clone(), ..target.clone() }),
        OldAddress::Path(_) => None,
    });
    for path in std::iter::once(target.clone()).chain(old) {
        if let Some(bytes) = snapshot.file(since, &path.file())? {
            return Ok(Some(bytes));
        }
    }
    Ok(None)
}

/// `parvis tombstone`: writes `content/tombstones/<folder>-<id>.md`.
///
/// # Errors
/// The record is named wrongly, or has a tombstone already.
pub fn tombstone(
    root: &Path,
    saying: &Saying,
    replaced_by: Option<&str>,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let reason: RemovalReason = argument::read("reason", &saying.reason)?;
    let target = RecordPath { language: None, ..record_path(&saying.target)? };
    let replaced_by = replaced_by.map(record_path).transpose()?;
    let documents = documents(root)?;
    if let Some(stone) = documents.removed(target.folder, &target.id) {
        return Err(removed_already(&target, &stone.file));
    }
    let day = saying.at.map_or_else(today, Ok)?;
    let title = saying.title.clone().unwrap_or_else(|| removed(&documents, &target, reason));
    let mut head = vec![
        format!("title: {}", quoted(&title)),
        format!("target: {target}"),
        format!("reason: {}", reason.word()),
        format!("by: {}", quoted(&saying.by)),
        format!("at: {day}"),
    ];
    head.extend(replaced_by.map(|path| format!("replaced_by: {}/{}", path.folder, path.id)));
    let path = write(root, "tombstones", &format!("{}-{}", target.folder, target.id), &head, saying.text.as_deref())?;
    terminal.line(&path);
    let files = files_of(&documents, &target);
    if files.is_empty() {
        terminal.hint("puis : parvis check", "then: parvis check");
    } else {
        terminal.hint(
            &format!("puis : git rm {files}, et parvis check"),
            &format!("then: git rm {files}, and parvis check"),
        );
    }
    Ok(Status::Fine)
}

/// The record that `text` names: `news/a`, or its file `content/news/a.md`.
pub(super) fn record_path(text: &str) -> Result<RecordPath, AppError> {
    let short = text.trim_start_matches("./").replace('\\', "/");
    let short = short.strip_prefix("content/").unwrap_or(&short);
    argument::read("", short.strip_suffix(".md").unwrap_or(short))
}

/// The council's records.
pub(super) fn documents(root: &Path) -> Result<Documents, AppError> {
    let files = super::build_site::read(root, &mut folder::Reader::default(), None)?;
    let (documents, findings) = document::read(&files);
    documents.ok_or(AppError::Findings(findings))
}

/// Writes a new record below `content/<folder>/`; a number is added to a name that is taken.
fn write(root: &Path, folder: &str, name: &str, head: &[String], text: Option<&str>) -> Result<String, AppError> {
    let name: String = name.chars().take(76).collect();
    let free = |name: &String| !root.join(file(folder, name)).exists();
    let numbered = (2..100).map(|number| format!("{name}-{number}"));
    let name = std::iter::once(name.clone()).chain(numbered).find(free).unwrap_or(name);
    let path = file(folder, &name);
    RecordId::read(&name).ok_or_else(|| AppError::of(&format!("{path}: {}", RecordId::expected().en)))?;
    let text = text.map(|text| format!("\n{}\n", text.trim())).unwrap_or_default();
    let bytes = format!("---\n{}\n---\n{text}", head.join("\n"));
    write_new(&root.join(&path), bytes.as_bytes(), Access::Everyone)?;
    Ok(path)
}

fn file(folder: &str, name: &str) -> String {
    PathBuf::from("content").join(folder).join(format!("{name}.md")).to_string_lossy().replace('\\', "/")
}

fn quoted(words: &str) -> String {
    serde_json::to_string(words).expect("words have a JSON form, which is also YAML")
}

/// Today by the clock of this machine, in universal time.
fn today() -> Result<Date, AppError> {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let instant = Instant::from_unix(now.as_secs()).map(|instant| instant.to_string());
    let day = instant.as_deref().and_then(|instant| instant.get(..10)?.parse().ok());
    day.ok_or_else(|| {
        AppError::new(
            Bilingual::new("l’horloge de cette machine ne donne pas de jour", "the clock of this machine gives no day"),
            Bilingual::new("donner le jour : --at 2026-06-15", "give the day: --at 2026-06-15"),
        )
    })
}

/// A title where none was given: what it is, and of which record.
fn corrected(documents: &Documents, target: &RecordPath, request: &ErratumRequest) -> String {
    let language = documents.config.main_language();
    let record = documents.find(target.folder, &target.id);
    let title = record.map_or_else(|| target.id.as_str(), |record| record.title(language));
    let (fr, en) = if request.redaction { ("Occultation", "Redaction") } else { ("Erratum", "Erratum") };
    match language {
        Language::Fr => format!("{fr} : {title}"),
        Language::En => format!("{en}: {title}"),
    }
}

/// A title where none was given: that of the record, unless it could hold what had to go.
fn removed(documents: &Documents, target: &RecordPath, reason: RemovalReason) -> String {
    let language = documents.config.main_language();
    let hides = matches!(reason, RemovalReason::PersonalData | RemovalReason::CourtOrder);
    let record =
        documents.find(target.folder, &target.id).filter(|record| !hides && !record.title(language).is_empty());
    let plain = Bilingual::new("Page retirée", "Page taken away");
    record.map_or_else(|| plain.get(language).to_owned(), |record| record.title(language).to_owned())
}

/// The files of a record, for a command line.
fn files_of(documents: &Documents, target: &RecordPath) -> String {
    let Some(record) = documents.find(target.folder, &target.id) else { return String::new() };
    let files: Vec<&str> = record.files().into_iter().map(FilePath::as_str).collect();
    files.join(" ")
}

fn gone(target: &RecordPath) -> AppError {
    let file = target.file();
    AppError::new(
        Bilingual::new(format!("il n’y a pas de fichier {file}"), format!("there is no file {file}")),
        Bilingual::new(
            format!("vérifier le nom ; une fiche retirée se dit par `parvis tombstone {target} …`"),
            format!("check the name; a record that was taken away is told by `parvis tombstone {target} …`"),
        ),
    )
}

fn never(file: &FilePath, revision: &str) -> AppError {
    AppError::new(
        Bilingual::new(
            format!("le commit `{revision}` n’a pas de fichier {file}"),
            format!("the commit `{revision}` has no file {file}"),
        ),
        Bilingual::new(
            "ce qui n’a jamais été dans un commit se corrige sans erratum ; sinon, nommer un commit d’avant : --since COMMIT",
            "what was never in a commit is corrected without an erratum; otherwise name a commit before: --since COMMIT",
        ),
    )
}

fn removed_already(target: &RecordPath, stone: &FilePath) -> AppError {
    AppError::new(
        Bilingual::new(
            format!("`{target}` a déjà un avis de retrait : {stone}"),
            format!("`{target}` has a tombstone already: {stone}"),
        ),
        Bilingual::new("corriger celui-ci", "correct that one"),
    )
}

fn unchanged(file: &FilePath, revision: &str) -> AppError {
    AppError::new(
        Bilingual::new(
            format!("{file} est encore tel que dans le commit `{revision}`"),
            format!("{file} is still as in the commit `{revision}`"),
        ),
        Bilingual::new(
            "corriger d’abord la fiche, puis relancer ; si la correction est déjà dans un commit : --since HEAD~1",
            "correct the record first, then run this again; if the correction is in a commit already: --since HEAD~1",
        ),
    )
}
