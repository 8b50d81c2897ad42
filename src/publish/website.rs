//! Writes a website beside its folder, then exchanges the two.
//!
//! A site is staged whole in a hidden folder beside the target; files that did not change are
//! shared with the old site by hard links where the disk can. Only then do the two change
//! places, in one step where the system can (Linux). Elsewhere the old folder is moved aside and
//! the new one moved in: between the two moves there is an instant without a folder; a program
//! stopped just there leaves the old site beside, and the next run puts it back first. A build
//! that fails before that leaves the old site as it was.
//!
//! A folder that holds anything but a site of ours is never touched: [`MARKER`] lists the files of
//! the site, and one file more beside them is reason enough. Two builds of one site wait for each
//! other.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use walkdir::WalkDir;

use crate::tree::{Digest, FilePath};

/// The file by which a site of ours is known.
pub const MARKER: &str = ".parvis-site";

/// The file that lists the SHA-256 of every other one, as `sha256sum --check` reads it.
pub const SUMS: &str = "SHA256SUMS";

/// Why a site could not be published; the old one stands.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The folder holds something else.
    #[error("{0} is not empty and is not a site that parvis made; it is left alone")]
    NotOurs(PathBuf),
    /// The folder holds a file that parvis did not put there.
    #[error("{0} is not of the site that parvis made; nothing was replaced")]
    Stranger(PathBuf),
    /// The disk said no.
    #[error("cannot write {path}: {source}")]
    Write {
        /// What was being written.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A page could not be rendered.
    #[error("{0}")]
    Render(String),
}

/// What publishing did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Published {
    /// Files of the site.
    pub files: usize,
    /// How many of them were new or different.
    pub written: usize,
}

/// Renders one file of the site.
pub type Render<'a> = dyn Fn(&FilePath) -> Result<Arc<[u8]>, String> + Sync + 'a;

/// Publishes the files at `paths` into `folder`, each rendered when its turn comes.
///
/// # Errors
/// The folder is not ours, a page cannot be rendered, or the disk says no.
pub fn write(folder: &Path, paths: &[FilePath], render: &Render<'_>) -> Result<Published, PublishError> {
    write_then(folder, paths, render, || {})
}

/// As [`write`]; what `note` notes of the new site is noted before another build can replace it.
///
/// # Errors
/// As [`write`].
pub fn write_then(
    folder: &Path,
    paths: &[FilePath],
    render: &Render<'_>,
    note: impl FnOnce(),
) -> Result<Published, PublishError> {
    let target = Target::new(folder)?;
    let _lock = target.lock();
    target.recover()?;
    target.sweep();
    target.refuse_strangers()?;
    let stage = tempfile::Builder::new()
        .prefix(&format!(".{}.new-", target.name))
        .tempdir_in(&target.parent)
        .map_err(|source| PublishError::Write { path: target.parent.clone(), source })?;
    let staged = Staging { stage: stage.path(), old: target.folder.is_dir().then_some(&target.folder) };
    staged.make_folders(paths)?;
    let (written, mut sums) = staged.all(paths, render)?;
    sums.sort_unstable();
    let sums = sums.iter().fold(String::new(), |text, (path, digest)| text + &digest.hex() + "  " + path + "\n");
    staged.one(SUMS, sums.as_bytes())?;
    write_file(&stage.path().join(MARKER), list(paths).as_bytes())?;
    open_to_everyone(stage.path())?;
    target.exchange(stage)?;
    note();
    Ok(Published { files: paths.len(), written })
}

/// The folder of a site and what lies beside it.
struct Target {
    folder: PathBuf,
    parent: PathBuf,
    name: String,
    old: PathBuf,
}

impl Target {
    fn new(folder: &Path) -> Result<Self, PublishError> {
        let name = folder.file_name().map(|name| name.to_string_lossy().into_owned());
        let Some(name) = name else { return Err(PublishError::NotOurs(folder.to_owned())) };
        let parent = match folder.parent() {
            Some(parent) if !parent.as_os_str().is_empty() => parent.to_owned(),
            _ => PathBuf::from("."),
        };
        std::fs::create_dir_all(&parent).map_err(|source| PublishError::Write { path: parent.clone(), source })?;
        let old = parent.join(format!(".{name}.old"));
        Ok(Self { folder: parent.join(&name), parent, name, old })
    }

    /// Mends what a run stopped between the two moves left.
    fn recover(&self) -> Result<(), PublishError> {
        if !self.old.join(MARKER).is_file() {
            return Ok(());
        }
        if self.folder.exists() { remove(&self.old) } else { rename(&self.old, &self.folder) }
    }

    fn refuse_strangers(&self) -> Result<(), PublishError> {
        let not_ours = || PublishError::NotOurs(self.folder.clone());
        let Ok(metadata) = std::fs::symlink_metadata(&self.folder) else { return Ok(()) };
        if !metadata.is_dir() {
            return Err(not_ours());
        }
        let mut entries = std::fs::read_dir(&self.folder).map_err(|_| not_ours())?;
        if entries.next().is_none() {
            return Ok(());
        }
        let marker = std::fs::read_to_string(self.folder.join(MARKER)).map_err(|_| not_ours())?;
        let ours: BTreeSet<&str> = marker.lines().skip(1).chain([MARKER, SUMS]).collect();
        for entry in WalkDir::new(&self.folder).min_depth(1) {
            let entry = entry.map_err(|_| not_ours())?;
            let below = entry.path().strip_prefix(&self.folder).unwrap_or(entry.path());
            let name = below.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
            if !entry.file_type().is_dir() && !ours.contains(name.as_str()) {
                return Err(PublishError::Stranger(entry.path().to_owned()));
            }
        }
        Ok(())
    }

    /// Waits until no other build beside this one is under way. What is locked is the folder
    /// above the site, so that no lock file is left; a system that cannot lock folders goes
    /// without.
    fn lock(&self) -> Option<std::fs::File> {
        let folder = std::fs::File::open(&self.parent).ok()?;
        folder.lock().ok()?;
        Some(folder)
    }

    /// Takes away what builds that were stopped left beside the site; only under the lock.
    fn sweep(&self) {
        let prefix = format!(".{}.new-", self.name);
        let entries = std::fs::read_dir(&self.parent).into_iter().flatten().filter_map(Result::ok);
        for entry in entries.filter(|entry| entry.file_name().to_string_lossy().starts_with(&prefix)) {
            // What cannot be removed is in nobody's way.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }

    fn exchange(&self, stage: tempfile::TempDir) -> Result<(), PublishError> {
        let had_one = self.folder.exists();
        if had_one && exchange(stage.path(), &self.folder) {
            // What is staged now is the old site; what of it stays is swept away by the next build.
            let _ = stage.close();
            return Ok(());
        }
        if had_one {
            rename(&self.folder, &self.old)?;
        }
        let moved = rename(stage.path(), &self.folder);
        if moved.is_err() && had_one {
            rename(&self.old, &self.folder)?;
        }
        moved?;
        // The folder now stands under its own name: nothing is left to clean up.
        let _ = stage.keep();
        if had_one { remove(&self.old) } else { Ok(()) }
    }
}

/// What the marker says: a line for people, then the files of the site.
fn list(paths: &[FilePath]) -> String {
    let head = "made by parvis; `parvis build` replaces the files listed here\n".to_owned();
    paths.iter().fold(head, |list, path| list + path.as_str() + "\n")
}

/// The digest of each file of a site.
type Sums<'a> = Vec<(&'a str, Digest)>;

/// A site being written beside the one that it takes the place of.
struct Staging<'a> {
    stage: &'a Path,
    old: Option<&'a PathBuf>,
}

impl Staging<'_> {
    /// Makes every folder once, before many hands write into them.
    fn make_folders(&self, paths: &[FilePath]) -> Result<(), PublishError> {
        let folders: BTreeSet<&str> =
            paths.iter().filter_map(|path| path.as_str().rsplit_once('/')).map(|(folder, _)| folder).collect();
        for folder in folders {
            let folder = self.stage.join(folder);
            std::fs::create_dir_all(&folder).map_err(|source| PublishError::Write { path: folder, source })?;
        }
        Ok(())
    }

    /// Renders and stages every file, on all processors; says how many differ from the old site, and the
    /// digest of each.
    fn all<'p>(&self, paths: &'p [FilePath], render: &Render<'_>) -> Result<(usize, Sums<'p>), PublishError> {
        let next = AtomicUsize::new(0);
        let work = || -> Result<_, PublishError> {
            let (mut written, mut sums) = (0, Vec::new());
            while let Some(path) = paths.get(next.fetch_add(1, Ordering::Relaxed)) {
                let bytes = render(path).map_err(PublishError::Render)?;
                written += usize::from(self.one(path.as_str(), &bytes)?);
                sums.push((path.as_str(), Digest::of(&bytes)));
            }
            Ok((written, sums))
        };
        let workers = std::thread::available_parallelism().map_or(1, usize::from).min(16);
        std::thread::scope(|scope| {
            let threads: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
            let (mut written, mut sums) = (0, Vec::with_capacity(paths.len()));
            for thread in threads {
                let panicked = |_| PublishError::Render("a page could not be rendered".to_owned());
                let (more, theirs) = thread.join().map_err(panicked)??;
                written += more;
                sums.extend(theirs);
            }
            Ok((written, sums))
        })
    }

    /// Stages one file, whose folder is there; says whether it differs from the old one.
    fn one(&self, path: &str, bytes: &[u8]) -> Result<bool, PublishError> {
        let target = self.stage.join(path);
        let old = self.old.map(|old| old.join(path));
        let same = old.as_ref().is_some_and(|old| std::fs::read(old).is_ok_and(|before| before == bytes));
        if same && old.is_some_and(|old| std::fs::hard_link(old, &target).is_ok()) {
            return Ok(false);
        }
        write_file(&target, bytes)?;
        Ok(!same)
    }
}

fn write_file(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    std::fs::write(path, bytes).map_err(|source| PublishError::Write { path: path.to_owned(), source })
}

fn rename(from: &Path, to: &Path) -> Result<(), PublishError> {
    std::fs::rename(from, to).map_err(|source| PublishError::Write { path: to.to_owned(), source })
}

/// Exchanges two folders in one step; false where the system or the disk cannot.
#[cfg(target_os = "linux")]
fn exchange(one: &Path, other: &Path) -> bool {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).is_ok()
}

#[cfg(not(target_os = "linux"))]
fn exchange(_: &Path, _: &Path) -> bool {
    false
}

fn remove(folder: &Path) -> Result<(), PublishError> {
    std::fs::remove_dir_all(folder).map_err(|source| PublishError::Write { path: folder.to_owned(), source })
}

/// A temporary folder is its owner's alone; a site is for everyone.
#[cfg(unix)]
fn open_to_everyone(folder: &Path) -> Result<(), PublishError> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o755))
        .map_err(|source| PublishError::Write { path: folder.to_owned(), source })
}

#[cfg(not(unix))]
fn open_to_everyone(_: &Path) -> Result<(), PublishError> {
    Ok(())
}
