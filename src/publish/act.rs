//! Writes an act of the clerk so that, stopped at any moment, it is whole or not there.
//!
//! Everything lies in one folder that git never tracks:
//!
//! ```text
//! lock      held by the command that is writing
//! holder    which process that is, and since when, for people
//! staged/   the files, each named by its hash
//! marker    the list of the act, put there by one rename: from then on the act is finished
//! done      the list again, once every file is in its place
//! ```

use std::fs::{File, OpenOptions, TryLockError};
use std::io::Write as _;
use std::path::{Path, PathBuf};

use super::record::{Access, WriteError};
use crate::act::{Act, Step};
use crate::tree::{Digest, FileTree};

/// Where an act is staged, placed and remembered.
#[derive(Clone, Debug)]
pub struct Workshop {
    /// The council's folder.
    pub root: PathBuf,
    /// The folder beside it that git never tracks.
    pub aside: PathBuf,
    /// The file of the signer's guard.
    pub guard: Option<PathBuf>,
}

impl Workshop {
    /// Where a staged file lies.
    #[must_use]
    pub fn staged(&self, file: &Digest) -> PathBuf {
        self.aside.join("staged").join(file.hex())
    }

    /// The list of an act that is to be finished.
    #[must_use]
    pub fn marker(&self) -> PathBuf {
        self.aside.join("marker")
    }

    fn done(&self) -> PathBuf {
        self.aside.join("done")
    }

    /// Takes one step of `act`, whose files are in `files`.
    ///
    /// # Errors
    /// The disk said no. Every step may be taken again.
    pub fn perform(&self, act: &Act, step: Step<'_>, files: &FileTree) -> Result<(), WriteError> {
        match step {
            Step::Stage(file) => {
                let bytes = files.get(&file.path).unwrap_or_default();
                lasting(&self.staged(&file.after), bytes, Access::Owner)
            }
            Step::Seal => lasting(&self.marker(), act.write().as_bytes(), Access::Owner),
            Step::Keep(_, guard) => match &self.guard {
                Some(path) => lasting(path, guard.write().as_bytes(), Access::Owner),
                None => Ok(()),
            },
            // A file that is in its place already is not staged any more.
            Step::Place(file) => match files.get(&file.path) {
                Some(bytes) => lasting(&self.root.join(file.path.as_str()), bytes, Access::Everyone),
                None => Ok(()),
            },
            Step::Finish => self.finish(),
        }
    }

    /// Takes the list and what was staged away. A program stopped in between leaves `done`, by
    /// which [`Workshop::sweep`] knows that nothing was lost.
    fn finish(&self) -> Result<(), WriteError> {
        let (marker, done) = (self.marker(), self.done());
        std::fs::rename(&marker, &done).map_err(fail(&marker))?;
        keep_names(&self.aside)?;
        self.sweep().map(drop)
    }

    /// Takes away what is staged without a list; says whether that was an act that never
    /// happened.
    ///
    /// # Errors
    /// The disk said no.
    pub fn sweep(&self) -> Result<bool, WriteError> {
        let (staged, done) = (self.aside.join("staged"), self.done());
        let was_done = done.is_file();
        let was_staged = staged.is_dir();
        if was_staged {
            std::fs::remove_dir_all(&staged).map_err(fail(&staged))?;
        }
        if was_done {
            std::fs::remove_file(&done).map_err(fail(&done))?;
        }
        Ok(was_staged && !was_done)
    }

    /// Gives an act up: it is no longer finished by whoever comes next.
    ///
    /// # Errors
    /// The disk said no.
    pub fn give_up(&self) -> Result<(), WriteError> {
        self.finish()
    }
}

/// Writes a file whole, and makes its name last through a power cut.
///
/// What is written first has a name that follows from the file's own, so that a program stopped
/// here leaves nothing that its next run does not use up.
fn lasting(path: &Path, bytes: &[u8], access: Access) -> Result<(), WriteError> {
    let first_new = path.ancestors().skip(1).take_while(|folder| !folder.exists()).last().map(Path::to_owned);
    let folder = folder_of(path);
    std::fs::create_dir_all(folder).map_err(fail(folder))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let fresh = folder.join(format!(".{name}.new"));
    match std::fs::remove_file(&fresh) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(fail(&fresh)(error)),
        _ => {}
    }
    let mut file = create(&fresh, access).map_err(fail(&fresh))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(fail(&fresh))?;
    drop(file);
    std::fs::rename(&fresh, path).map_err(fail(path))?;
    for folder in path.ancestors().skip(1) {
        keep_names(folder)?;
        if first_new.as_deref().is_none_or(|first| !folder.starts_with(first)) {
            break;
        }
    }
    Ok(())
}

/// A new file, which follows no link.
#[cfg(unix)]
fn create(path: &Path, access: Access) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let mode = if access == Access::Everyone { 0o644 } else { 0o600 };
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path, _: Access) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn fail(path: &Path) -> impl FnOnce(std::io::Error) -> WriteError + use<> {
    let path = path.to_owned();
    |source| WriteError { path, source }
}

/// Makes the names in `folder` last through a power cut.
#[cfg(unix)]
fn keep_names(folder: &Path) -> Result<(), WriteError> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    File::open(folder).and_then(|open| open.sync_all()).map_err(fail(folder))
}

/// Elsewhere a folder cannot be opened for this; the system keeps its names itself.
#[cfg(not(unix))]
fn keep_names(_: &Path) -> Result<(), WriteError> {
    Ok(())
}

/// A lock that ends with the process that holds it.
#[derive(Debug)]
pub struct Lock(#[expect(dead_code, reason = "held until it is dropped")] File);

/// Why a lock was not to be had.
#[derive(Debug)]
pub enum LockFault {
    /// Another process holds it; its file says which.
    Held(PathBuf),
    /// The disk said no.
    Write(WriteError),
}

/// Takes the lock at `path` and notes `holder` beside it, without waiting.
///
/// The lock is the system's and dies with its process; what the file of a dead one says is
/// written over.
///
/// # Errors
/// Another process holds it, or the disk said no.
pub fn lock(path: &Path, holder: &str) -> Result<Lock, LockFault> {
    let open = || {
        let folder = folder_of(path);
        std::fs::create_dir_all(folder).map_err(fail(folder))?;
        OpenOptions::new().create(true).truncate(false).write(true).open(path).map_err(fail(path))
    };
    let file = open().map_err(LockFault::Write)?;
    let beside = holder_of(path);
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => return Err(LockFault::Held(beside)),
        Err(TryLockError::Error(source)) => return Err(LockFault::Write(fail(path)(source))),
    }
    lasting(&beside, holder.as_bytes(), Access::Owner).map_err(LockFault::Write)?;
    Ok(Lock(file))
}

/// The file that says who holds the lock at `path`: another one, since some systems let nobody
/// read a locked file.
fn holder_of(path: &Path) -> PathBuf {
    beside(path, ".holder")
}

/// `path` with `end` after its whole name: an extension of its own, taken from nobody.
#[must_use]
pub fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}

/// Keeps git from tracking `folder`, which lies in the council's own.
///
/// # Errors
/// The disk said no.
pub fn hide(folder: &Path) -> Result<(), WriteError> {
    lasting(&folder.join(".gitignore"), b"*\n", Access::Everyone)
}
