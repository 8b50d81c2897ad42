//! Files that somebody brought in a folder or alone: names and sizes before bytes.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use walkdir::WalkDir;

use crate::submission::{Brought, Change, ChangeKind, Flaw, ObjectFault, ObjectHeader, ObjectId, Objects};

/// The most files that are looked at.
const MOST_FILES: usize = 20_000;
/// The deepest folder that is looked into.
const DEEPEST: usize = 16;
/// The most bytes that are read of one file; whoever asks has asked for its size before.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;

/// The modes of git for what is found: which it is decides, not who may run it, since a stick
/// makes every file executable.
const FILE: u32 = 0o100_644;
const LINK: u32 = 0o120_000;
const FOLDER: u32 = 0o40_000;

/// A folder of files, or a file alone.
#[derive(Debug)]
pub struct Offered {
    files: Vec<PathBuf>,
    brought: Brought,
}

impl Offered {
    /// Lists what lies at `start`, without following a link. Names that begin with a dot are passed
    /// over: systems leave their own files on a stick.
    #[must_use]
    pub fn list(start: &Path) -> Self {
        let mut offered = Self { files: Vec::new(), brought: Brought::default() };
        let hidden =
            |entry: &walkdir::DirEntry| entry.depth() > 0 && entry.file_name().as_encoded_bytes().starts_with(b".");
        let walk = WalkDir::new(start).follow_links(false).follow_root_links(false).sort_by_file_name();
        for entry in walk.max_depth(DEEPEST).into_iter().filter_entry(|entry| !hidden(entry)) {
            if offered.files.len() == MOST_FILES {
                offered.brought.flaws.push((start.to_string_lossy().into_owned(), Flaw::TooMany));
                break;
            }
            match entry {
                Ok(entry) if entry.file_type().is_dir() && entry.depth() < DEEPEST => {}
                Ok(entry) => {
                    let kind = entry.file_type();
                    let mode = if kind.is_file() {
                        FILE
                    } else if kind.is_symlink() {
                        LINK
                    } else {
                        FOLDER
                    };
                    offered.add(start, entry.path(), ChangeKind::Added, mode);
                }
                Err(error) => {
                    let path = error.path().unwrap_or(start).to_owned();
                    offered.add(start, &path, ChangeKind::Unreadable, FILE);
                }
            }
        }
        offered
    }

    /// What was found, in the order of names.
    #[must_use]
    pub fn brought(&self) -> Brought {
        self.brought.clone()
    }

    fn add(&mut self, start: &Path, path: &Path, kind: ChangeKind, mode: u32) {
        let below = path.strip_prefix(start).ok().filter(|below| !below.as_os_str().is_empty());
        let name = below.unwrap_or_else(|| Path::new(path.file_name().unwrap_or_default()));
        let object = ObjectId(self.files.len().to_string());
        let path_bytes = name.as_os_str().as_encoded_bytes().to_vec();
        self.brought.changes.push(Change { path: path_bytes, kind, mode, object });
        self.files.push(path.to_owned());
    }

    fn file(&self, object: &ObjectId) -> Result<&Path, ObjectFault> {
        let file = object.0.parse::<usize>().ok().and_then(|at| self.files.get(at));
        file.map(PathBuf::as_path)
            .ok_or_else(|| ObjectFault { object: object.0.clone(), reason: "no such file".to_owned() })
    }
}

impl Objects for Offered {
    fn header(&self, object: &ObjectId) -> Result<ObjectHeader, ObjectFault> {
        let path = self.file(object)?;
        let found = std::fs::symlink_metadata(path).map_err(|error| fault(path, &error))?;
        Ok(ObjectHeader { is_blob: found.is_file(), size: usize::try_from(found.len()).unwrap_or(usize::MAX) })
    }

    fn read(&self, object: &ObjectId) -> Result<Vec<u8>, ObjectFault> {
        let path = self.file(object)?;
        let mut bytes = Vec::new();
        let read = std::fs::File::open(path).and_then(|file| file.take(LARGEST_FILE).read_to_end(&mut bytes));
        read.map_err(|error| fault(path, &error))?;
        Ok(bytes)
    }
}

fn fault(path: &Path, error: &std::io::Error) -> ObjectFault {
    ObjectFault { object: path.to_string_lossy().into_owned(), reason: error.to_string() }
}
