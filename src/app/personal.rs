//! `parvis personal`: values that can be erased, kept in side files outside git.

use std::io::Read as _;
use std::path::Path;

use unicode_normalization::UnicodeNormalization as _;

use super::corrections::{documents, record_path};
use super::{AppError, Status, Terminal, argument};
use crate::document::{
    AnyRecord, Documents, RecordPath, SIDE_FOLDER, SideValues, ValueName, read_side_file, side_path, write_side_file,
};
use crate::language::Bilingual;
use crate::personal::{Commitment, Salt, value_fault};
use crate::publish::record::{Access, remove, write};
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder;
use crate::source::snapshot::Snapshot;
use crate::tree::{Digest, FilePath, FileTree};

/// The most bytes of a value that are read.
const MOST: u64 = 8 * 1024;

/// `parvis personal add`: keeps a value and prints the line that promises it.
///
/// # Errors
/// No such record, a name that is taken, a value that cannot be promised.
pub fn add(root: &Path, record: &str, name: &str, terminal: Terminal) -> Result<Status, AppError> {
    let (documents, path, name) = named(root, record, name)?;
    let record = of(&documents, &path)?;
    let mut values = held(root, &path)?;
    if values.contains_key(name.as_str()) || record.common.personal.iter().any(|value| value.name == name) {
        return Err(taken(&path, &name));
    }
    let value = asked(&name, terminal)?;
    if let Some(fault) = value_fault(&value) {
        return Err(AppError::new(fault, Bilingual::new("recommencer", "begin again")));
    }
    ignore(root, terminal)?;
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| AppError::of(&error))?;
    let salt = Salt::of(bytes);
    let commitment = Commitment::to(&salt, &value).0;
    values.insert(name.as_str().to_owned(), (salt, value));
    let side = side_path(path.folder, &path.id);
    write(&root.join(side.as_str()), write_side_file(&values).as_bytes(), Access::Owner)?;
    if record.common.personal.is_empty() {
        terminal.line("personal:");
    }
    let name = name.as_str();
    terminal.line(&format!("  - {{name: {name}, commitment: \"{commitment}\"}}"));
    let (file, side) = (record.file, side.as_str());
    terminal.hint(
        &format!("à écrire dans l’en-tête de {file}, et `{{{{personal.{name}}}}}` là où la valeur se montre (entre guillemets dans l’en-tête) ; {side} reste hors de git : en garder une copie sûre"),
        &format!("write this in the head of {file}, and `{{{{personal.{name}}}}}` where the value is shown (between quotes in the head); {side} stays out of git: keep a safe copy"),
    );
    Ok(Status::Fine)
}

/// `parvis personal erase`: takes a value out of its side file. The record is not touched.
///
/// # Errors
/// No such record, or no such value.
pub fn erase(root: &Path, record: &str, name: &str, terminal: Terminal) -> Result<Status, AppError> {
    let (documents, path, name) = named(root, record, name)?;
    let mut values = held(root, &path)?;
    let side = side_path(path.folder, &path.id);
    if values.remove(name.as_str()).is_none() {
        return Err(not_held(&side, &name));
    }
    if values.is_empty() {
        remove(root, std::slice::from_ref(&side))?;
    } else {
        write(&root.join(side.as_str()), write_side_file(&values).as_bytes(), Access::Owner)?;
    }
    let name = name.as_str();
    terminal.say(&format!("{name} : effacé de {side}"), &format!("{name}: erased from {side}"));
    if let Some(record) = documents.find(path.folder, &path.id) {
        let (file, bytes) = (record.file, folder::read_file(&root.join(record.file.as_str()))?);
        let hash = Digest::of(&bytes);
        terminal.say(&format!("{file} : inchangé, {hash}"), &format!("{file}: unchanged, {hash}"));
    }
    terminal.hint(
        "reste : reconstruire et publier le site ; effacer les copies de ce fichier, et les copies du site",
        "what is left: build and publish the site again; erase the copies of this file, and copies of the site",
    );
    Ok(Status::Fine)
}

/// Side files that git would take in, or has: a finding for `parvis check` and `parvis build`.
pub(super) fn exposed(root: &Path, files: &FileTree) -> Vec<Diagnostic> {
    let Some((path, _)) = files.below(SIDE_FOLDER).next() else { return Vec::new() };
    let Ok(snapshot) = Snapshot::open(root) else { return Vec::new() };
    if snapshot.keeps(SIDE_FOLDER).unwrap_or(false) {
        return vec![in_git(path)];
    }
    if snapshot.ignores(path.as_str()).unwrap_or(true) { Vec::new() } else { vec![not_ignored(path)] }
}

/// The record's path, its name checked, and all records.
fn named(root: &Path, record: &str, name: &str) -> Result<(Documents, RecordPath, ValueName), AppError> {
    let path = RecordPath { language: None, ..record_path(record)? };
    Ok((documents(root)?, path, argument::read("", name)?))
}

fn of<'a>(documents: &'a Documents, path: &RecordPath) -> Result<AnyRecord<'a>, AppError> {
    documents.find(path.folder, &path.id).ok_or_else(|| {
        let file = path.file();
        AppError::new(
            Bilingual::new(
                format!("il n’y a pas de fiche lisible {file}"),
                format!("there is no record {file} that can be read"),
            ),
            Bilingual::new("vérifier le nom ; `parvis check`", "check the name; `parvis check`"),
        )
    })
}

fn held(root: &Path, path: &RecordPath) -> Result<SideValues, AppError> {
    let side = side_path(path.folder, &path.id);
    match folder::read_if_any(&root.join(side.as_str()))? {
        Some(bytes) => read_side_file(&side, &bytes).map_err(|finding| AppError::Findings(vec![*finding])),
        None => Ok(SideValues::new()),
    }
}

/// The value that is typed or piped in: one line, in NFC.
fn asked(name: &ValueName, terminal: Terminal) -> Result<String, AppError> {
    let name = name.as_str();
    if terminal.converses() {
        terminal
            .hint(&format!("la valeur de `{name}`, sur une ligne :"), &format!("the value of `{name}`, on one line:"));
    }
    let mut typed = String::new();
    let read = if terminal.converses() {
        std::io::stdin().read_line(&mut typed)
    } else {
        std::io::stdin().take(MOST).read_to_string(&mut typed)
    };
    read.map_err(|error| AppError::of(&error))?;
    Ok(typed.trim_end_matches(['\n', '\r']).nfc().collect())
}

/// Has git pass over the side files, before there is one.
fn ignore(root: &Path, terminal: Terminal) -> Result<(), AppError> {
    let ignored = Snapshot::open(root)
        .is_ok_and(|snapshot| snapshot.ignores(&format!("{SIDE_FOLDER}/people/x.yaml")).unwrap_or(false));
    let path = root.join(".gitignore");
    let text = folder::read_if_any(&path)?.unwrap_or_default();
    let line = format!("/{SIDE_FOLDER}/");
    if ignored || String::from_utf8_lossy(&text).lines().any(|known| known.trim() == line) {
        return Ok(());
    }
    let gap: &[u8] = if text.is_empty() || text.ends_with(b"\n") { b"" } else { b"\n" };
    write(&path, &[&text, gap, line.as_bytes(), b"\n"].concat(), Access::Everyone)?;
    terminal.hint(
        &format!("`{line}` ajouté à .gitignore, à mettre dans le prochain commit"),
        &format!("`{line}` added to .gitignore, for the next commit"),
    );
    Ok(())
}

fn taken(path: &RecordPath, name: &ValueName) -> AppError {
    let name = name.as_str();
    AppError::new(
        Bilingual::new(format!("{path} a déjà une valeur `{name}`"), format!("{path} has a value `{name}` already")),
        Bilingual::new(
            "choisir un autre nom ; pour changer la valeur, l’effacer (`parvis personal erase`), retirer sa ligne de la fiche, puis recommencer",
            "choose another name; to change the value, erase it (`parvis personal erase`), take its line out of the record, then begin again",
        ),
    )
}

fn not_held(side: &FilePath, name: &ValueName) -> AppError {
    let name = name.as_str();
    AppError::new(
        Bilingual::new(format!("{side} n’a pas de valeur `{name}`"), format!("{side} has no value `{name}`")),
        Bilingual::new(
            "elle a déjà été effacée, ou se trouve sur une autre machine",
            "it was erased already, or lies on another machine",
        ),
    )
}

fn in_git(path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        "des valeurs effaçables sont dans git : elles ne s’effaceront plus",
        "values that can be erased are in git: they can be erased no more",
    );
    let help = Bilingual::new(
        format!(
            "`git rm -r --cached {SIDE_FOLDER}`, et `/{SIDE_FOLDER}/` dans .gitignore ; si elles sont dans un commit, réécrire l’histoire avant de la publier"
        ),
        format!(
            "`git rm -r --cached {SIDE_FOLDER}`, and `/{SIDE_FOLDER}/` in .gitignore; if they are in a commit, rewrite the history before it is published"
        ),
    );
    Diagnostic::error(Code::PersonalData, message).at(Place::file(path)).help(help)
}

fn not_ignored(path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        "git prendrait ce fichier de valeurs effaçables au prochain commit",
        "git would take this file of values that can be erased into the next commit",
    );
    let help = Bilingual::new(
        format!("ajouter une ligne `/{SIDE_FOLDER}/` à .gitignore"),
        format!("add a line `/{SIDE_FOLDER}/` to .gitignore"),
    );
    Diagnostic::error(Code::PersonalData, message).at(Place::file(path)).help(help)
}
