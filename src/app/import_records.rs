//! `parvis import`: records from what a council has already.

use std::path::{Path, PathBuf};

use serde::Serialize;

use super::build_site::{read, settings};
use super::{AppError, Status, Terminal};
use crate::document::RecordId;
use crate::grammar::Token as _;
use crate::import::static_site::{self, Generator};
use crate::import::{Account, Council, Hour, Import, Settings, by_code, minutes, roll_call};
use crate::language::Bilingual;
use crate::publish::record::{Access, write_new};
use crate::report::{Code, Diagnostic, Place, Severity, has_errors};
use crate::source::folder;
use crate::tree::{FilePath, FileTree};

/// What is imported.
#[derive(Clone, Debug)]
pub enum Source {
    /// Tables of roll calls.
    RollCall(Vec<PathBuf>),
    /// Minutes from a word processor, and the meeting they are of.
    Minutes(Vec<PathBuf>, Option<String>),
    /// The sources of another generator's site.
    Site(Generator, PathBuf),
}

/// What to import, and what the clerk says beside it.
#[derive(Clone, Debug)]
pub struct ImportRequest {
    /// The council's folder.
    pub folder: PathBuf,
    /// What is imported.
    pub source: Source,
    /// The body whose meetings these are.
    pub body: Option<String>,
    /// The hour at which it meets.
    pub hour: Option<Hour>,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Whether the account is printed as JSON.
    pub json: bool,
}

/// What became of an import.
#[derive(Debug, Serialize)]
struct Outcome {
    /// Whether nothing was to be written.
    dry_run: bool,
    /// Files that were written, or would be.
    written: Vec<FilePath>,
    /// Files that were there already, with the same bytes.
    unchanged: Vec<FilePath>,
    #[serde(flatten)]
    account: Account,
    /// What `parvis check` says of what was written.
    check: Vec<Diagnostic>,
}

/// Imports, checks what came of it, writes it, and tells the account.
///
/// # Errors
/// The folder is no council, the source cannot be read, or a file not be written.
pub fn import(request: &ImportRequest, terminal: Terminal) -> Result<Status, AppError> {
    let root = &request.folder;
    let tree = council_files(root)?;
    let council = Council::of(&tree).ok_or_else(|| no_council(root))?;
    let Import { mut files, account } = run(request, &council)?;
    let mut outcome =
        Outcome { dry_run: request.dry_run, written: Vec::new(), unchanged: Vec::new(), account, check: Vec::new() };
    set_aside(root, &mut files, &mut outcome)?;
    outcome.check = failures(root, &tree, &files);
    if !request.dry_run {
        for (path, bytes) in files.iter() {
            write_new(&root.join(path.as_str()), bytes, Access::Everyone)?;
        }
    }
    outcome.written = files.iter().map(|(path, _)| path.clone()).collect();
    tell(&outcome, request.json, terminal);
    let failed = has_errors(&outcome.account.findings) || has_errors(&outcome.check);
    Ok(if failed { Status::Findings } else { Status::Fine })
}

fn run(request: &ImportRequest, council: &Council) -> Result<Import, AppError> {
    let body = request.body.as_deref().map(|id| RecordId::read(id).ok_or_else(|| not_an_id(id))).transpose()?;
    let settings = Settings { body, hour: request.hour };
    let import = match &request.source {
        Source::RollCall(files) => roll_call::import(council, &read_files(files)?, &settings),
        Source::Minutes(files, meeting) => {
            let meeting = meeting.as_deref().map(|id| RecordId::read(id).ok_or_else(|| not_an_id(id))).transpose()?;
            minutes::import(council, &read_files(files)?, meeting.as_ref(), &settings)
        }
        Source::Site(generator, folder) => return import_site(council, *generator, folder, &settings),
    };
    import.map_err(|reason| AppError::refused(*reason))
}

/// Folders of a site that hold what was made of it, or programs.
const MADE: &[&str] = &["_site", "public", "output", "resources", "node_modules", "vendor", "themes", "__pycache__"];

fn import_site(council: &Council, generator: Generator, root: &Path, settings: &Settings) -> Result<Import, AppError> {
    let folder::Gathered { files, passed_over } = folder::gather(root, MADE)?;
    let import = static_site::import(council, &files, generator, settings);
    let mut import = import.map_err(|reason| AppError::refused(*reason))?;
    for error in passed_over {
        let AppError::CouldNotRun { message, help } = AppError::from(error) else { continue };
        let mut finding = Diagnostic::warning(Code::SourceUnreadable, message);
        finding.help = help;
        import.account.findings.push(finding);
    }
    Ok(import)
}

fn read_files(files: &[PathBuf]) -> Result<Vec<(String, Vec<u8>)>, AppError> {
    let read = |path: &PathBuf| Ok((path.to_string_lossy().into_owned(), folder::read_file(path)?));
    files.iter().map(read).collect()
}

/// The council's files; a council may have no record yet.
fn council_files(root: &Path) -> Result<FileTree, AppError> {
    if root.join("content").is_dir() {
        return read(root, &mut folder::Reader::default(), None);
    }
    let config = folder::read_if_any(&root.join("parvis.yaml"))?.ok_or_else(|| no_council(root))?;
    let path = FilePath::parse("parvis.yaml").map_err(|fault| AppError::of(&fault))?;
    Ok([(path, config)].into_iter().collect())
}

/// Takes out what is there already: files of the same bytes, and files of others, which are left alone.
fn set_aside(root: &Path, files: &mut FileTree, outcome: &mut Outcome) -> Result<(), AppError> {
    let paths: Vec<FilePath> = files.iter().map(|(path, _)| path.clone()).collect();
    for path in paths {
        let Some(there) = folder::read_if_any(&root.join(path.as_str()))? else { continue };
        let ours = files.remove(&path);
        if ours.as_deref() == Some(there.as_slice()) {
            outcome.unchanged.push(path);
        } else {
            outcome.account.findings.push(exists(&path));
        }
    }
    Ok(())
}

/// What a check of the council with `files` in it says of them, beyond what can wait.
fn failures(root: &Path, tree: &FileTree, files: &FileTree) -> Vec<Diagnostic> {
    let mut all = tree.clone();
    all.overlay(files);
    let (_, mut findings) = crate::site::build(&all, settings(root, None));
    let ours = |place: &Place| files.get_str(&place.file).is_some();
    findings.retain(|finding| finding.severity == Severity::Error && finding.place.as_ref().is_some_and(ours));
    findings
}

fn tell(outcome: &Outcome, json: bool, terminal: Terminal) {
    if json {
        return terminal.json(outcome);
    }
    let language = terminal.language;
    terminal.line(outcome.account.text(language).trim_end());
    if !outcome.check.is_empty() {
        terminal.say("\nparvis check :", "\nparvis check:");
        terminal.line(by_code(&outcome.check, language).trim_end());
    }
    let (written, unchanged) = (outcome.written.len(), outcome.unchanged.len());
    let (fr, en) = if outcome.dry_run { ("à écrire", "to write") } else { ("écrits", "written") };
    terminal.say(
        &format!("\nfichiers {fr} : {written} ; déjà là, identiques : {unchanged}"),
        &format!("\nfiles {en}: {written}; there already, the same: {unchanged}"),
    );
    if outcome.dry_run {
        terminal.hint("rien n’a été écrit (--dry-run)", "nothing was written (--dry-run)");
    }
}

fn exists(path: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        "un autre fichier porte ce nom ; il est resté tel quel",
        "another file has this name; it was left as it is",
    );
    let help = Bilingual::new(
        "les comparer ; pour prendre celui de la source, déplacer l’autre et recommencer",
        "compare them; to take the source's, move the other away and begin again",
    );
    Diagnostic::error(Code::FileExists, message).at(Place::file(path)).help(help)
}

fn not_an_id(id: &str) -> AppError {
    let expected = RecordId::expected();
    AppError::new(
        Bilingual::new(format!("`{id}` ne peut pas nommer une fiche"), format!("`{id}` cannot name a record")),
        Bilingual::new(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)),
    )
}

fn no_council(root: &Path) -> AppError {
    let root = root.display();
    AppError::new(
        Bilingual::new(
            format!("{root} n’a pas de fichier parvis.yaml lisible"),
            format!("{root} has no readable file parvis.yaml"),
        ),
        Bilingual::new(
            "se placer dans le dossier d’un conseil, ou le nommer avec --folder",
            "go to a council's folder, or name it with --folder",
        ),
    )
}
