//! A folder of the disk as a [`FileTree`].

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use walkdir::WalkDir;

use crate::parallel;
use crate::tree::{FilePath, FileTree, Stamp, settled};

/// The largest file that is read.
const LARGEST_FILE: u64 = 64 * 1024 * 1024;
/// The deepest folder that is looked into.
const DEEPEST: usize = 16;

/// A folder that could not be read.
#[derive(Debug, thiserror::Error)]
pub enum FolderError {
    /// The system said no.
    #[error("cannot read {path}: {source}")]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A symbolic link, which could lead anywhere.
    #[error("{0} is a symbolic link, which is not followed")]
    Link(PathBuf),
    /// A file larger than any the program knows.
    #[error("{0} is larger than 64 MiB")]
    TooLarge(PathBuf),
    /// More than any site holds.
    #[error("{0} holds more than 50,000 files or 1 GiB")]
    TooMuch(PathBuf),
    /// A name that is no checked path.
    #[error("the name {0:?} cannot be used: {1}")]
    Name(PathBuf, String),
}

/// Reads every file below `root/folder`; paths begin with `folder`. Names that begin with a dot
/// are passed over. A folder that does not exist is empty.
///
/// # Errors
/// The first file that cannot be read, or the first symbolic link: a pull request could make one
/// that leads out of the folder.
pub fn read(root: &Path, folder: &str) -> Result<FileTree, FolderError> {
    Reader::default().read(root, &[folder], &[])
}

/// How many files one worker reads at a time.
const PIECE: usize = 64;

fn stamp(metadata: &std::fs::Metadata) -> Stamp {
    Stamp { length: metadata.len(), written: written(metadata), inode: inode(metadata) }
}

#[cfg(unix)]
fn written(metadata: &std::fs::Metadata) -> i128 {
    use std::os::unix::fs::MetadataExt as _;
    i128::from(metadata.mtime()) * 1_000_000_000 + i128::from(metadata.mtime_nsec())
}

#[cfg(unix)]
fn inode(metadata: &std::fs::Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt as _;
    metadata.ino()
}

/// Where the system has no such number, no stamp is trusted: see [`settled`].
#[cfg(not(unix))]
fn written(_: &std::fs::Metadata) -> i128 {
    i128::MAX
}

#[cfg(not(unix))]
fn inode(_: &std::fs::Metadata) -> u64 {
    0
}

/// The stamp of every file below the folders, and of the files, of `root`.
///
/// # Errors
/// As [`read`].
pub fn stamps(root: &Path, folders: &[&str], files: &[&str]) -> Result<BTreeMap<FilePath, Stamp>, FolderError> {
    let mut stamps = BTreeMap::new();
    for folder in folders {
        walk(root, folder, &mut stamps)?;
    }
    for name in files {
        let path = root.join(name);
        match std::fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => return Err(FolderError::Link(path)),
            Ok(metadata) if metadata.is_file() => {
                stamps.insert(relative(root, &path)?, stamp(&metadata));
            }
            _ => {}
        }
    }
    Ok(stamps)
}

fn walk(root: &Path, folder: &str, stamps: &mut BTreeMap<FilePath, Stamp>) -> Result<(), FolderError> {
    let start = if folder.is_empty() { root.to_owned() } else { root.join(folder) };
    match std::fs::symlink_metadata(&start) {
        Ok(metadata) if metadata.is_symlink() => return Err(FolderError::Link(start)),
        Ok(metadata) if metadata.is_dir() => {}
        _ => return Ok(()),
    }
    let hidden = |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().to_string_lossy().starts_with('.');
    let walk = WalkDir::new(&start).follow_links(false).max_depth(DEEPEST);
    for entry in walk.into_iter().filter_entry(|entry| !hidden(entry)) {
        let entry = entry.map_err(|error| FolderError::Read { path: start.clone(), source: error.into() })?;
        if entry.file_type().is_symlink() {
            return Err(FolderError::Link(entry.path().to_owned()));
        }
        if entry.file_type().is_file() {
            let fail = |error: walkdir::Error| FolderError::Read { path: start.clone(), source: error.into() };
            stamps.insert(relative(root, entry.path())?, stamp(&entry.metadata().map_err(fail)?));
        }
    }
    Ok(())
}

/// Reads folders again and again, and only what changed in between: what did not is the same value.
#[derive(Debug, Default)]
pub struct Reader {
    known: FileTree,
    stamps: BTreeMap<FilePath, Stamp>,
}

impl Reader {
    /// Reads every file below the folders, and the files, of `root`.
    ///
    /// # Errors
    /// As [`read`]; what was known stays known.
    pub fn read(&mut self, root: &Path, folders: &[&str], files: &[&str]) -> Result<FileTree, FolderError> {
        let stamps = stamps(root, folders, files)?;
        let settled = settled(stamps.values());
        let same = |path: &FilePath, stamp: &Stamp| stamp.written < settled && self.stamps.get(path) == Some(stamp);
        let listed: Vec<(&FilePath, &Stamp)> = stamps.iter().collect();
        let one = |path: &FilePath, stamp: &Stamp| -> Result<(FilePath, Arc<[u8]>), FolderError> {
            let known = self.known.share(path);
            if let Some(bytes) = known.clone().filter(|_| same(path, stamp)) {
                return Ok((path.clone(), bytes));
            }
            let bytes = read_file(&root.join(path.as_str()))?;
            let bytes = known.filter(|known| **known == *bytes).unwrap_or_else(|| bytes.into());
            Ok((path.clone(), bytes))
        };
        let work =
            |piece: &[(&FilePath, &Stamp)]| -> Vec<_> { piece.iter().map(|(path, stamp)| one(path, stamp)).collect() };
        let files: Result<FileTree, FolderError> =
            parallel::pieces(&listed, PIECE, work).into_iter().flatten().collect();
        self.known = files?;
        self.stamps = stamps;
        Ok(self.known.clone())
    }

    /// As [`Reader::read`], where nothing but the `changed` files, named by their full paths, can have changed since
    /// then. Nothing where that does not suffice: a file is new, gone, no file any more, or cannot be read.
    pub fn read_again<'a>(&mut self, root: &Path, changed: impl IntoIterator<Item = &'a PathBuf>) -> Option<FileTree> {
        for path in changed {
            let Ok(metadata) = std::fs::symlink_metadata(path) else {
                // What editors leave for a moment beside the file was never known.
                let known = relative(root, path).is_ok_and(|path| self.known.contains(&path));
                if known || path.extension().is_none() { return None } else { continue }
            };
            let relative = relative(root, path).ok()?;
            let hidden = relative.segments().any(|segment| segment.starts_with('.'));
            if hidden {
                continue;
            }
            if !metadata.is_file() || !self.known.contains(&relative) {
                return None;
            }
            self.known.insert(relative.clone(), read_file(path).ok()?);
            self.stamps.insert(relative, stamp(&metadata));
        }
        Some(self.known.clone())
    }

    /// The stamps of what was read last.
    #[must_use]
    pub const fn stamps(&self) -> &BTreeMap<FilePath, Stamp> {
        &self.stamps
    }
}

/// The files of a folder that nobody made for these programs, and what of it was passed over.
#[derive(Debug, Default)]
pub struct Gathered {
    /// The files, by their path below the folder.
    pub files: FileTree,
    /// What was passed over, and why.
    pub passed_over: Vec<FolderError>,
}

/// As much of a stranger's folder as is read: more than any council's site has.
const MOST_FILES: usize = 50_000;
/// And as many bytes.
const MOST_BYTES: u64 = 1024 * 1024 * 1024;

/// Reads every file below `root` but those in folders named in `without` and those whose name begins
/// with a dot. Links, files that are too large and names that cannot be used are passed over and told.
///
/// # Errors
/// The folder cannot be read, or it has more files or bytes than any site.
pub fn gather(root: &Path, without: &[&str]) -> Result<Gathered, FolderError> {
    std::fs::read_dir(root).map_err(|source| FolderError::Read { path: root.to_owned(), source })?;
    let mut gathered = Gathered::default();
    let mut left = MOST_BYTES;
    let wanted = |entry: &walkdir::DirEntry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || entry.file_type().is_dir() && without.contains(&name.as_ref()))
    };
    let walk = WalkDir::new(root).follow_links(false).sort_by_file_name().max_depth(DEEPEST);
    for entry in walk.into_iter().filter_entry(wanted) {
        let entry = entry.map_err(|error| FolderError::Read { path: root.to_owned(), source: error.into() })?;
        if entry.file_type().is_dir() {
            continue;
        }
        let size = entry.metadata().map_or(0, |metadata| metadata.len()).min(LARGEST_FILE);
        left = left.checked_sub(size).ok_or_else(|| FolderError::TooMuch(root.to_owned()))?;
        if gathered.files.len() >= MOST_FILES {
            return Err(FolderError::TooMuch(root.to_owned()));
        }
        match read_ordinary(root, &entry) {
            Ok((path, bytes)) => gathered.files.insert(path, bytes),
            Err(error) => gathered.passed_over.push(error),
        }
    }
    Ok(gathered)
}

fn read_ordinary(root: &Path, entry: &walkdir::DirEntry) -> Result<(FilePath, Vec<u8>), FolderError> {
    if entry.file_type().is_symlink() {
        return Err(FolderError::Link(entry.path().to_owned()));
    }
    Ok((relative(root, entry.path())?, read_file(entry.path())?))
}

/// Reads one file, up to the largest size known.
///
/// # Errors
/// It cannot be read, or it is too large.
pub fn read_file(path: &Path) -> Result<Vec<u8>, FolderError> {
    let fail = |source| FolderError::Read { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(fail)?;
    let size = file.metadata().map_err(fail)?.len();
    if size > LARGEST_FILE {
        return Err(FolderError::TooLarge(path.to_owned()));
    }
    // A device, or a file that grows meanwhile, says less than it gives.
    let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or_default());
    file.take(LARGEST_FILE + 1).read_to_end(&mut bytes).map_err(fail)?;
    if bytes.len() as u64 > LARGEST_FILE { Err(FolderError::TooLarge(path.to_owned())) } else { Ok(bytes) }
}

/// As [`read_file`]; nothing where there is no such file.
///
/// # Errors
/// It is there and cannot be read, is too large, or is a symbolic link.
pub fn read_if_any(path: &Path) -> Result<Option<Vec<u8>>, FolderError> {
    match std::fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Err(FolderError::Link(path.to_owned())),
        Ok(_) => read_file(path).map(Some),
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            Ok(None)
        }
        Err(source) => Err(FolderError::Read { path: path.to_owned(), source }),
    }
}

fn relative(root: &Path, path: &Path) -> Result<FilePath, FolderError> {
    let name = |reason: &str| FolderError::Name(path.to_owned(), reason.to_owned());
    let below = path.strip_prefix(root).map_err(|_| name("it lies outside the folder"))?;
    let text = below.to_str().ok_or_else(|| name("it is not UTF-8"))?;
    let text =
        if std::path::MAIN_SEPARATOR == '/' { text.to_owned() } else { text.replace(std::path::MAIN_SEPARATOR, "/") };
    FilePath::parse(&text).map_err(|fault| name(&fault.to_string()))
}

#[cfg(all(test, unix))]
mod tests {
    use super::{FolderError, Path, read_file};

    #[test]
    fn a_device_that_never_ends_is_too_large() {
        assert!(matches!(read_file(Path::new("/dev/zero")), Err(FolderError::TooLarge(_))));
    }
}
