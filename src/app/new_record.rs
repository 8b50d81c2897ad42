//! `parvis new`: a file to begin a record with.

use std::path::Path;

use super::{AppError, Status, Terminal};
use crate::document::{RecordId, RecordKind, nearest};
use crate::grammar::Token as _;
use crate::language::{Bilingual, Language};
use crate::publish::record::{Access, write_new};
use crate::reference::template;

/// Writes `content/<folder>/<id>.md` of the council in the folder at `root`, with every key of `kind`
/// and what it means in `language`.
///
/// # Errors
/// An unknown kind, a name that cannot be an id, a file that is there already.
pub fn new_record(
    root: &Path,
    (kind, id): (&str, &str),
    title: Option<&str>,
    language: Language,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let kind = RecordKind::of(kind).ok_or_else(|| unknown(kind))?;
    let id = RecordId::read(id).ok_or_else(|| not_an_id(id))?;
    let path = format!("content/{}/{id}.md", kind.folder);
    let target = root.join(&path);
    if !root.join("parvis.yaml").is_file() {
        return Err(no_council(root));
    }
    write_new(&target, template(kind, title.unwrap_or("…"), language).as_bytes(), Access::Everyone)?;
    terminal.line(&path);
    terminal.hint(
        "à remplir ; les lignes `# …` sont facultatives. Puis : parvis check",
        "fill it in; the lines `# …` may be left out. Then: parvis check",
    );
    Ok(Status::Fine)
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
            "se placer dans le dossier d’un conseil, ou le nommer avec --folder",
            "go to a council's folder, or name it with --folder",
        ),
    )
}
