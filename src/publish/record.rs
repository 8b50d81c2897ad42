//! Adds files to a council's folder: statements, the log, keys.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::tree::FileTree;

/// A file that could not be written.
#[derive(Debug, thiserror::Error)]
#[error("cannot write {path}: {source}")]
pub struct WriteError {
    /// The file.
    pub path: PathBuf,
    /// What the system said.
    pub source: std::io::Error,
}

/// Who may read a file that is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Everyone: mode 0644.
    Everyone,
    /// Its owner alone: mode 0600.
    Owner,
}

/// Writes every file of `added` below `root`.
///
/// Each file is complete before it takes its name. What must be written as one is an act
/// (`publish::act`).
///
/// # Errors
/// The first file that could not be written.
pub fn add(root: &Path, added: &FileTree) -> Result<(), WriteError> {
    for (path, bytes) in added.iter() {
        write(&root.join(path.as_str()), bytes, Access::Everyone)?;
    }
    Ok(())
}

/// Makes the folder `root/folder` hold the files of `tree` below it, and nothing else.
///
/// # Errors
/// The first file that could not be written or removed.
pub fn replace(root: &Path, folder: &str, old: &FileTree, tree: &FileTree) -> Result<(), WriteError> {
    add(root, tree)?;
    for (path, _) in old.below(folder).filter(|(path, _)| !tree.contains(path)) {
        let path = root.join(path.as_str());
        std::fs::remove_file(&path).map_err(|source| WriteError { path, source })?;
    }
    Ok(())
}

/// Removes files below `root`; one that is gone already is passed over.
///
/// # Errors
/// The first file that could not be removed.
pub fn remove(root: &Path, paths: &[crate::tree::FilePath]) -> Result<(), WriteError> {
    for path in paths {
        let path = root.join(path.as_str());
        match std::fs::remove_file(&path) {
            Err(source) if source.kind() != std::io::ErrorKind::NotFound => return Err(WriteError { path, source }),
            _ => {}
        }
    }
    Ok(())
}

/// Writes one file whole: beside its place first, then into it.
///
/// # Errors
/// It could not be written; nothing is left half-written.
pub fn write(path: &Path, bytes: &[u8], access: Access) -> Result<(), WriteError> {
    let fail = |source| WriteError { path: path.to_owned(), source };
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(fail)?;
    // A temporary file of this crate has mode 0600 from its first byte.
    let mut file = tempfile::NamedTempFile::new_in(folder).map_err(fail)?;
    file.write_all(bytes).map_err(fail)?;
    file.as_file().sync_all().map_err(fail)?;
    if access == Access::Everyone {
        open_to_everyone(file.as_file()).map_err(fail)?;
    }
    file.persist(path).map_err(|error| fail(error.error))?;
    Ok(())
}

/// As [`write`], and fails where the file exists already.
///
/// # Errors
/// It exists, or could not be written.
pub fn write_new(path: &Path, bytes: &[u8], access: Access) -> Result<(), WriteError> {
    if path.exists() {
        let source = std::io::Error::new(std::io::ErrorKind::AlreadyExists, "the file exists already");
        return Err(WriteError { path: path.to_owned(), source });
    }
    write(path, bytes, access)
}

#[cfg(unix)]
fn open_to_everyone(file: &std::fs::File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    file.set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_everyone(_: &std::fs::File) -> std::io::Result<()> {
    Ok(())
}
