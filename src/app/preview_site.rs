//! `parvis serve`: the loop of building and showing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::build_site::{past, read, settings, spoken_of};
use super::pictures::Album;
use super::{AppError, Status, Terminal};
use crate::council::Date;
use crate::document::SIDE_FOLDER;
use crate::preview::{self, Build, Changes, Listen, Pages};
use crate::report::text::{Style, draw};
use crate::report::{Diagnostic, has_errors};
use crate::site::{self, Output, Settings};
use crate::source::folder::Reader;
use crate::source::history::{HistoryReader, head_log};
use crate::tree::{FilePath, FileTree};

/// A site to look at, with what draws a fault of its templates.
struct Looked {
    output: Arc<Output>,
    album: Arc<Album>,
    files: FileTree,
    terminal: Terminal,
}

impl Pages for Looked {
    fn page(&self, path: &FilePath) -> Result<Option<Arc<[u8]>>, String> {
        if let Some(variant) = self.output.variant(path) {
            return Ok(Some(self.album.bytes(&variant)));
        }
        self.output.render_at_root(path).map_err(|fault| {
            let findings = [site::on_page(*fault.finding, path, 0)];
            drawn(&findings, &site::theme::with_built_in(&self.files, &findings), self.terminal)
        })
    }
}

/// Builds, serves what it built, and builds again on every change.
///
/// # Errors
/// The port is taken, or the folder cannot be watched.
pub fn serve(
    root: &Path,
    listen: Listen,
    (as_of, drafts, env): (Option<Date>, bool, Option<String>),
    terminal: Terminal,
) -> Result<Status, AppError> {
    // Events name full paths.
    let root = &std::path::absolute(root).map_err(|error| AppError::of(&error))?;
    let folders = ["content", "data", SIDE_FOLDER, "law", "themes", "submissions", "parvis.yaml"];
    let mut watched: Vec<PathBuf> = folders.into_iter().map(|name| root.join(name)).collect();
    // What is not committed yet is told apart; a commit changes that.
    watched.extend(head_log(root));
    let folder = root.to_owned();
    if let Some(env) = &env {
        watched.push(root.join(format!("parvis.{env}.yaml")));
    }
    let mut kept = Kept {
        album: Arc::new(Album::of(&folder)),
        settings: Settings { drafts, ..settings(&folder, as_of) },
        env,
        files: Reader::default(),
        past: HistoryReader::default(),
        output: None,
    };
    let build = move |changes: &Changes| {
        // The day of the last commit may be another one by now.
        kept.settings.as_of = settings(&folder, as_of).as_of;
        build(&folder, &mut kept, changes, terminal)
    };
    if listen.is_open() {
        terminal.hint(
            "attention : d’autres machines du réseau peuvent lire ce site, même ce qui n’est pas publié",
            "careful: other machines of the network can read this site, what is not published too",
        );
    }
    preview::run(root, &watched, listen, build, |address| {
        terminal.say(
            &format!("http://{address}/  (Ctrl-C pour arrêter ; chaque changement est montré aussitôt)"),
            &format!("http://{address}/  (Ctrl-C to stop; every change is shown at once)"),
        );
    })?;
    Ok(Status::Fine)
}

/// What one build leaves to the next.
struct Kept {
    album: Arc<Album>,
    settings: Settings,
    env: Option<String>,
    files: Reader,
    past: HistoryReader,
    output: Option<Arc<Output>>,
}

/// One build, with what is wrong drawn for the page and for the terminal.
fn build(root: &Path, kept: &mut Kept, changes: &Changes, terminal: Terminal) -> Build {
    let reread = match changes {
        Changes::Files(these) => kept.files.read_again(root, these),
        Changes::Everything => None,
    };
    let files = match reread.map_or_else(|| read(root, &mut kept.files, kept.env.as_deref()), Ok) {
        Ok(files) => files,
        Err(error) => {
            let _ = terminal.fail(&error);
            return Build { pages: None, problems: words(&error, terminal) };
        }
    };
    let history = past(root, &files, &mut kept.past);
    let (output, findings) = site::build_after(kept.output.as_deref(), &files, kept.settings, history);
    let output = output.map(Arc::new);
    kept.output.clone_from(&output);
    let _ = terminal.show(&findings, &files);
    if let Some(output) = output.as_deref() {
        let day = spoken_of(output.as_of(), kept.settings);
        terminal.say(&format!("site composé{}", day.fr), &format!("site built{}", day.en));
    }
    let problems = if has_errors(&findings) { drawn(&findings, &files, terminal) } else { String::new() };
    let album = Arc::clone(&kept.album);
    let looked = |output| Arc::new(Looked { output, album, files, terminal }) as Arc<dyn Pages>;
    Build { pages: output.map(looked), problems }
}

fn words(error: &AppError, terminal: Terminal) -> String {
    match error {
        AppError::CouldNotRun { message, .. } => message.get(terminal.language).to_owned(),
        AppError::Findings(findings) => drawn(findings, &FileTree::new(), terminal),
        AppError::Refused(reason) => drawn(std::slice::from_ref(reason), &FileTree::new(), terminal),
    }
}

fn drawn(findings: &[Diagnostic], files: &FileTree, terminal: Terminal) -> String {
    let one = |finding: &Diagnostic| {
        let bytes = finding.place.as_ref().and_then(|place| files.get_str(&place.file));
        let source = bytes.and_then(|bytes| std::str::from_utf8(bytes).ok());
        draw(finding, source, terminal.language, Style::Plain)
    };
    findings.iter().map(one).collect::<Vec<_>>().join("\n\n")
}
