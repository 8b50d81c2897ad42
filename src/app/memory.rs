//! What the last build into a folder was made from, kept beside the council's files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::AppError;
use super::build_site::{BuildRequest, FOLDERS, files_of};
use crate::manifest::{Manifest, Verdict};
use crate::publish::{cache, website};
use crate::report::Diagnostic;
use crate::site::Settings;
use crate::source::{commit_date, folder};
use crate::tree::{Digest, FilePath, FileTree, Stamp};

/// The cache of builds, below the council's folder. Names that begin with a dot are no sources.
pub(super) const CACHE: &str = ".cache/parvis";

/// Where the manifest of a build lies, and the line that decides with the files what comes out.
pub(super) struct Memory {
    file: PathBuf,
    told: String,
}

/// A site that need not be made again.
pub(super) struct Known {
    /// How many files it has.
    pub(super) files: usize,
    /// What was found in its sources, none of it an error.
    pub(super) findings: Vec<Diagnostic>,
}

impl Known {
    /// The sources that findings point into, for their excerpts.
    pub(super) fn sources(&self, root: &Path) -> FileTree {
        let named = self.findings.iter().filter_map(|finding| FilePath::parse(&finding.place.as_ref()?.file).ok());
        let read = |path: FilePath| Some((path.clone(), folder::read_file(&root.join(path.as_str())).ok()?));
        named.filter_map(read).collect()
    }
}

impl Memory {
    pub(super) fn of(request: &BuildRequest, settings: Settings) -> Result<Self, AppError> {
        let out = std::path::absolute(&request.out).map_err(|error| AppError::of(&error))?;
        let name = Digest::of(out.as_os_str().as_encoded_bytes()).to_string();
        let name: String = name.chars().skip("sha256:".len()).take(16).collect();
        let told = format!("{} {settings:?} {}", program(), commit_date::state(&request.folder));
        Ok(Self { file: request.folder.join(CACHE).join(name), told })
    }

    /// What is known of the site, where it is the one that these sources give.
    pub(super) fn unchanged(&self, request: &BuildRequest) -> Option<Known> {
        let text = folder::read_if_any(&self.file).ok()??;
        let manifest = Manifest::read(std::str::from_utf8(&text).ok()?)?;
        let files = files_of(&request.folder, request.env.as_deref()).ok()?;
        let files: Vec<&str> = files.iter().map(String::as_str).collect();
        let sources = folder::stamps(&request.folder, &FOLDERS, &files).ok()?;
        let outputs = outputs(&request.out)?;
        let Verdict::Unless(unsure) = manifest.compare(&self.told, &sources, &outputs) else { return None };
        let same = |(path, digest): &(FilePath, Digest)| {
            folder::read_file(&request.folder.join(path.as_str())).is_ok_and(|bytes| Digest::of(&bytes) == *digest)
        };
        let findings = manifest.findings.iter().map(|line| serde_json::from_str(line).ok()).collect::<Option<_>>()?;
        unsure.iter().all(same).then_some(Known { files: pages(&outputs), findings })
    }

    /// Keeps what the site that now stands was made from, and what was found in it.
    pub(super) fn keep(
        &self,
        request: &BuildRequest,
        (sources, files): (&BTreeMap<FilePath, Stamp>, &FileTree),
        findings: &[Diagnostic],
    ) {
        let Some(outputs) = outputs(&request.out) else { return };
        let mut known: BTreeMap<FilePath, (Stamp, Option<Digest>)> =
            sources.iter().map(|(path, stamp)| (path.clone(), (*stamp, None))).collect();
        for path in Manifest::unsettled(sources) {
            let Some(bytes) = files.get(path) else { return };
            known.insert(path.clone(), (sources[path], Some(Digest::of(bytes))));
        }
        let findings = findings.iter().filter_map(|finding| serde_json::to_string(finding).ok()).collect();
        let manifest = Manifest { told: self.told.clone(), sources: known, outputs, findings };
        let _ = cache::keep(&request.folder.join(CACHE), &self.file, manifest.write().as_bytes());
    }
}

/// Every file of the site, as the disk has it.
fn outputs(out: &Path) -> Option<BTreeMap<FilePath, Stamp>> {
    let mut stamps = folder::stamps(out, &[""], &[website::MARKER]).ok()?;
    // Whoever sets a mark of his own beside it is not ours to judge here: the build will.
    stamps.remove(&FilePath::parse(website::MARKER).ok()?).map(|_| stamps)
}

/// How many files a site has, the sums of all of them not counted, as a build counts them.
fn pages(outputs: &BTreeMap<FilePath, Stamp>) -> usize {
    outputs.keys().filter(|path| path.as_str() != website::SUMS).count()
}

/// Which program this is: another one may make another site.
fn program() -> String {
    let path = std::env::current_exe().unwrap_or_default();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let stamp = path.parent().and_then(|parent| folder::stamps(parent, &[], &[&name]).ok());
    let stamp = stamp.and_then(|mut stamps| stamps.pop_first());
    let stamp = stamp.map(|(_, stamp)| format!("{} {}", stamp.length, stamp.written)).unwrap_or_default();
    format!("{} {stamp}", env!("CARGO_PKG_VERSION"))
}
