//! Waits until something changed, and then until it is quiet.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::{Changes, PreviewError};

/// How long nothing must happen before a change counts as complete. Editors write a file in
/// several steps.
const QUIET: Duration = Duration::from_millis(20);
/// From how many files on everything is looked at: a branch switch, an archive unpacked.
const MANY: usize = 500;
/// How long a change is waited for at most where something happens all the time.
const MOST: Duration = Duration::from_millis(500);

/// The files and folders that are watched, as long as this lives.
///
/// Their parent is watched too, for what is renamed into place or made later; after a change
/// of folders every one is watched anew, since one that was replaced is another folder to the system.
pub(super) struct Watch {
    events: Receiver<Option<Vec<PathBuf>>>,
    watcher: RecommendedWatcher,
    paths: Vec<PathBuf>,
}

impl Watch {
    pub(super) fn new(root: &Path, paths: &[PathBuf]) -> Result<Self, PreviewError> {
        let (sender, events) = channel();
        let ours = paths.to_vec();
        let handler = move |event: notify::Result<notify::Event>| {
            let below = |path: &PathBuf| ours.iter().any(|ours| path.starts_with(ours));
            // An error, or more events than the system keeps, may hide a change: everything may have changed.
            let told = match event {
                Ok(event) if !event.need_rescan() => {
                    if event.kind.is_access() || !event.paths.iter().any(below) {
                        return;
                    }
                    Some(event.paths)
                }
                _ => None,
            };
            // The receiver is gone only when the program ends.
            let _ = sender.send(told);
        };
        let fail = |source| PreviewError::Watch { path: root.to_owned(), source };
        let mut watcher = notify::recommended_watcher(handler).map_err(fail)?;
        watcher.watch(root, RecursiveMode::NonRecursive).map_err(fail)?;
        let mut watch = Self { events, watcher, paths: paths.to_vec() };
        watch.rearm();
        Ok(watch)
    }

    /// Watches what exists now. What cannot be watched any more is seen through its parent.
    fn rearm(&mut self) {
        for path in self.paths.iter().filter(|path| path.is_dir()) {
            let _ = self.watcher.unwatch(path);
            let _ = self.watcher.watch(path, RecursiveMode::Recursive);
        }
    }

    /// Waits for a change and for the quiet after it; nothing when there will be none.
    pub(super) fn wait(&mut self) -> Option<Changes> {
        let mut changes = Changes::Files(BTreeSet::new());
        changes.add(self.events.recv().ok()?);
        let begun = Instant::now();
        while begun.elapsed() < MOST {
            match self.events.recv_timeout(QUIET) {
                Ok(told) => changes.add(told),
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return None,
            }
        }
        // A folder that was replaced is another one to the system, and what is in it was not told.
        if let Changes::Files(files) = &changes
            && files.iter().any(|file| file.is_dir() || self.paths.iter().any(|path| path.starts_with(file)))
        {
            changes = Changes::Everything;
        }
        if matches!(changes, Changes::Everything) {
            self.rearm();
        }
        // What the build is about to read is one change, however many told of it.
        while let Ok(told) = self.events.try_recv() {
            changes.add(told);
        }
        Some(changes)
    }
}

impl Changes {
    fn add(&mut self, told: Option<Vec<PathBuf>>) {
        match (&mut *self, told) {
            (Self::Files(files), Some(paths)) if files.len() < MANY => files.extend(paths),
            _ => *self = Self::Everything,
        }
    }
}
