//! `parvis init`: the files of a site that begins.

use std::path::Path;

use super::{AppError, Status, Terminal};
use crate::council::CouncilId;
use crate::language::Bilingual;
use crate::publish::record::add;
use crate::reference::{begin_council, begin_plain};
use crate::tree::FilePath;

/// What is made from the other files, and needs no place in git.
const MADE: &str = "/site/\n/.cache/\n";

/// A site to begin.
#[derive(Clone, Debug)]
pub struct Beginning {
    /// The council, by its host name; without one it is a site of plain pages.
    pub council: Option<CouncilId>,
    /// What the site is called; the name of the folder where nothing is said.
    pub name: Option<String>,
}

/// Writes the files of a site into the folder at `root`, which may hold other files and none of a site.
///
/// # Errors
/// A site is there already, or the folder cannot be written.
pub fn begin(root: &Path, beginning: &Beginning, terminal: Terminal) -> Result<Status, AppError> {
    for name in ["parvis.yaml", "content"] {
        if root.join(name).symlink_metadata().is_ok() {
            return Err(there_already(root, name));
        }
    }
    let folder = std::path::absolute(root).map_err(|error| AppError::of(&error))?;
    let folder = folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let name = beginning.name.as_deref().unwrap_or(&folder);
    let mut files = match &beginning.council {
        Some(council) => begin_council(&council.to_string(), name, terminal.language),
        None => begin_plain(name, terminal.language),
    };
    // What git passes over is said already where the folder is a repository with more in it.
    if let Ok(path) = FilePath::parse(".gitignore")
        && root.join(".gitignore").symlink_metadata().is_err()
    {
        files.insert(path, MADE.as_bytes());
    }
    add(root, &files)?;
    for (path, _) in files.iter() {
        terminal.line(path.as_str());
    }
    terminal.hint("puis : parvis serve", "then: parvis serve");
    Ok(Status::Fine)
}

fn there_already(root: &Path, name: &str) -> AppError {
    let shown = root.join(name);
    let shown = shown.display();
    AppError::new(
        Bilingual::new(
            format!("{shown} est déjà là : rien n’a été écrit"),
            format!("{shown} is there already: nothing was written"),
        ),
        Bilingual::new(
            "commencer dans un dossier vide : parvis --folder DOSSIER init",
            "begin in an empty folder: parvis --folder DIR init",
        ),
    )
}
