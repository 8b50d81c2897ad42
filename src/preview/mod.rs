//! Watches the council's folder and serves its site, on this machine alone unless more was asked for.
//!
//! The loop: build, exchange what is shown, tell the browsers, wait for a change, let it settle.
//! Whoever asks before the first build is done is told so. A build with errors keeps the last good site, and every page says at its top what
//! is wrong. Pages are rendered when they are asked for. Building is the caller's: this module
//! knows neither documents nor themes.

mod host;
mod page;
mod serve;
mod watch;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::language::Language;
use crate::tree::FilePath;

/// Where to listen, and in which language the preview's own pages speak.
#[derive(Clone, Copy, Debug)]
pub struct Listen {
    host: IpAddr,
    port: u16,
    language: Language,
}

impl Listen {
    /// At `port` (0: any free one) of `host`, or of the loopback address where none is asked for.
    #[must_use]
    pub fn at(host: Option<IpAddr>, port: u16, language: Language) -> Self {
        Self { host: host.unwrap_or(Ipv4Addr::LOCALHOST.into()), port, language }
    }

    /// Whether other machines can read what is shown.
    #[must_use]
    pub const fn is_open(&self) -> bool {
        !self.host.is_loopback()
    }
}

/// What may have changed since the last build.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Changes {
    /// Anything.
    Everything,
    /// Nothing but these files, by their full paths.
    Files(BTreeSet<PathBuf>),
}

/// A site that can be asked for a file.
pub trait Pages: Send + Sync {
    /// The bytes at `path`, nothing where there is no such file, or why it cannot be rendered.
    ///
    /// # Errors
    /// The words that say why.
    fn page(&self, path: &FilePath) -> Result<Option<Arc<[u8]>>, String>;
}

/// What a build came to.
#[derive(Clone)]
pub struct Build {
    /// The site, where there is one.
    pub pages: Option<Arc<dyn Pages>>,
    /// What is wrong, drawn as text; empty where all is well.
    pub problems: String,
}

/// What is shown now: the site, and what is wrong with what came after it.
#[derive(Clone)]
struct Shown {
    pages: Option<Arc<dyn Pages>>,
    problems: String,
    /// Counts the builds, so that a browser knows whether it saw this one; 0 before the first.
    number: u64,
}

impl Shown {
    /// What is shown after `build`: a broken build keeps the site that was there.
    fn after(&self, build: Build) -> Self {
        let keep = !build.problems.is_empty() && self.pages.is_some();
        let pages = if keep { self.pages.clone() } else { build.pages.or_else(|| self.pages.clone()) };
        Self { pages, problems: build.problems, number: self.number + 1 }
    }
}

/// Why the preview could not run.
#[derive(Debug, thiserror::Error)]
pub enum PreviewError {
    /// The port is taken, or the address is not of this machine.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// Where.
        address: SocketAddr,
        /// What the system said.
        source: std::io::Error,
    },
    /// The folder cannot be watched.
    #[error("cannot watch {path}: {source}")]
    Watch {
        /// Which.
        path: PathBuf,
        /// What the system said.
        source: notify::Error,
    },
}

/// Serves what `build` makes, and builds again whenever something below `watched`, files and
/// folders of `root`, changes. Returns only when it cannot go on.
///
/// # Errors
/// The port is taken, or a folder cannot be watched.
pub fn run(
    root: &Path,
    watched: &[PathBuf],
    listen: Listen,
    mut build: impl FnMut(&Changes) -> Build + Send + 'static,
    ready: impl FnOnce(SocketAddr),
) -> Result<(), PreviewError> {
    let nothing = Shown { pages: None, problems: String::new(), number: 0 };
    let (shown, seen) = tokio::sync::watch::channel(nothing);
    let mut watch = watch::Watch::new(root, watched)?;
    let mut next = move |changes: &Changes| {
        let built = build(changes);
        let next = shown.borrow().after(built);
        shown.send(next).is_ok()
    };
    serve::run(listen, seen, |address| {
        ready(address);
        std::thread::spawn(move || {
            let mut changes = Some(Changes::Everything);
            while let Some(now) = changes.filter(|changes| next(changes)) {
                drop(now);
                changes = watch.wait();
            }
        });
    })
}
