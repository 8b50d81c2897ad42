//! Waits until something changed, and then until it is quiet.

use std::path::PathBuf;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use notify::{RecommendedWatcher, RecursiveMode, Watcher as _};

use super::PreviewError;

/// How long nothing must happen before a change counts as complete. Editors write a file in
/// several steps.
const QUIET: Duration = Duration::from_millis(60);

/// The files that are watched, as long as this lives.
pub(super) struct Watch {
    events: Receiver<()>,
    _watcher: RecommendedWatcher,
}

impl Watch {
    pub(super) fn new(paths: &[PathBuf]) -> Result<Self, PreviewError> {
        let (sender, events) = channel();
        let fail = |path: &PathBuf| {
            let path = path.clone();
            move |source| PreviewError::Watch { path, source }
        };
        let handler = move |event: notify::Result<notify::Event>| {
            if event.is_ok_and(|event| !event.kind.is_access()) {
                // The receiver is gone only when the program ends.
                let _ = sender.send(());
            }
        };
        let nowhere = PathBuf::new();
        let mut watcher = notify::recommended_watcher(handler).map_err(fail(paths.first().unwrap_or(&nowhere)))?;
        for path in paths.iter().filter(|path| path.exists()) {
            watcher.watch(path, RecursiveMode::Recursive).map_err(fail(path))?;
        }
        Ok(Self { events, _watcher: watcher })
    }

    /// Waits for a change and for the quiet after it; false when there will be none.
    pub(super) fn wait(&self) -> bool {
        if self.events.recv().is_err() {
            return false;
        }
        loop {
            match self.events.recv_timeout(QUIET) {
                Ok(()) => {}
                Err(RecvTimeoutError::Timeout) => return true,
                Err(RecvTimeoutError::Disconnected) => return false,
            }
        }
    }
}
