//! `parvis build`: the council's folder to a folder with its website.

use std::path::{Path, PathBuf};

use super::memory::Memory;
use super::pictures::Album;
use super::progress::{Phases, Progress};
use super::{AppError, Status, Terminal, outside_links, personal};
use crate::council::{Date, Instant};
use crate::document::{self, SIDE_FOLDER};
use crate::history::History;
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::parallel;
use crate::publish::website::{self, PublishError};
use crate::report::{Diagnostic, Severity, has_errors, sort};
use crate::site::{self, Output, Settings};
use crate::source::commit_date;
use crate::source::folder::{self, Reader};
use crate::source::history::HistoryReader;
use crate::source::snapshot::Snapshot;
use crate::tree::{FilePath, FileTree};

/// The folders of a council that its website is made from.
pub(super) const FOLDERS: [&str; 10] = [
    "content",
    "data",
    SIDE_FOLDER,
    "law",
    "themes",
    "submissions/ballots",
    "submissions/definitions",
    "submissions/proposals",
    "submissions/turnout",
    "submissions/tallies",
];
/// The files beside them.
pub(super) const FILES: [&str; 3] = ["parvis.yaml", "submissions/log/entries", "submissions/council/genesis.statement"];

/// What to build, and how to say what was found.
#[derive(Clone, Debug)]
pub struct BuildRequest {
    /// The council's folder.
    pub folder: PathBuf,
    /// The website's folder.
    pub out: PathBuf,
    /// The day spoken of as today.
    pub as_of: Option<Date>,
    /// Whether findings are printed as JSON.
    pub json: bool,
    /// Whether drafts of plain pages are shown.
    pub drafts: bool,
    /// Whether the time that each phase took is printed.
    pub timings: bool,
    /// The environment whose `parvis.<name>.yaml` is laid over `parvis.yaml`.
    pub env: Option<String>,
}

/// Builds the website. Findings that are errors leave the old site as it was.
///
/// # Errors
/// The folder cannot be read, or the site not written.
pub fn build(request: &BuildRequest, terminal: Terminal) -> Result<Status, AppError> {
    refuse_sources(&request.folder, &request.out)?;
    let mut phases = Phases::begin();
    let settings = Settings { drafts: request.drafts, ..settings(&request.folder, request.as_of) };
    let memory = Memory::of(request, settings)?;
    let known = memory.unchanged(request);
    phases.end("comparer", "compare");
    if let Some(known) = known {
        tell(&known.findings, &known.sources(&request.folder), request.json, terminal);
        if !request.json {
            let (files, shown) = (known.files, request.out.display());
            terminal.say(
                &format!("{shown} : {}, rien n’a changé", Fr.count(files, "fichier", "fichiers")),
                &format!("{shown}: {}, nothing changed", En.count(files, "file", "files")),
            );
        }
        phases.tell(request.timings, terminal);
        return Ok(Status::Fine);
    }
    let mut reader = Reader::default();
    let files = read(&request.folder, &mut reader, request.env.as_deref())?;
    phases.end("lire", "read");
    let history = past(&request.folder, &files, &mut HistoryReader::default());
    phases.end("historique", "history");
    let (output, mut findings) = site::build_after(None, &files, settings, history);
    findings.extend(personal::exposed(&request.folder, &files));
    // What is to be done and by when is for `parvis check`.
    findings.retain(|finding| finding.severity != Severity::Note);
    phases.end("planifier et vérifier", "plan and check");
    let output = output.filter(|_| !has_errors(&findings));
    let album = Album::of(&request.folder);
    findings.extend(output.iter().flat_map(|output| album.fill(output)));
    phases.end("images", "pictures");
    let status = tell(&findings, &files, request.json, terminal);
    let Some(output) = output.filter(|_| status == Status::Fine) else {
        if !request.json {
            nothing_written(&request.out, terminal);
        }
        return Ok(Status::Findings);
    };
    let routes = output.routes();
    let progress = Progress::new(routes.len(), terminal);
    let composed = |path: &FilePath| {
        let picture = output.variant(path).map(|variant| album.bytes(&variant));
        let bytes = picture.map_or_else(|| page(&output, path), Ok);
        progress.step();
        bytes
    };
    let published = website::write_then(&request.out, &routes, &composed, || {
        phases.end("composer et écrire", "render and write");
        album.tidy(&output);
        memory.keep(request, (reader.stamps(), &files), &findings);
    });
    progress.clear();
    if let Err(PublishError::Render(_)) = published {
        // The first fault stopped the writing; all of them are told.
        let mut faults = template_faults(&output);
        sort(&mut faults);
        if !faults.is_empty() {
            let status = tell(&faults, &files, request.json, terminal);
            if !request.json {
                nothing_written(&request.out, terminal);
            }
            return Ok(status);
        }
    }
    let published = published?;
    phases.end("mémoriser", "remember");
    if !request.json {
        let (all, new, out) = (published.files, published.written, request.out.display());
        let day = spoken_of(output.as_of(), settings);
        terminal.say(
            &format!(
                "{out} : {}, dont {}{}",
                Fr.count(all, "fichier", "fichiers"),
                Fr.count(new, "nouveau ou changé", "nouveaux ou changés"),
                day.fr
            ),
            &format!("{out}: {}, {new} of them new or changed{}", En.count(all, "file", "files"), day.en),
        );
    }
    phases.tell(request.timings, terminal);
    // The program ends here: giving back a site value by value would take a twentieth of the time it took to make.
    std::mem::forget((output, files, reader));
    Ok(Status::Fine)
}

fn nothing_written(out: &Path, terminal: Terminal) {
    let shown = out.display();
    if out.exists() {
        terminal.hint(
            &format!("rien n’a été écrit ; {shown} reste comme il était"),
            &format!("nothing was written; {shown} stays as it was"),
        );
    } else {
        terminal.hint("rien n’a été écrit", "nothing was written");
    }
}

/// The day that the pages speak of as today, at the end of a line. Where nobody said one it may surprise.
pub(super) fn spoken_of(day: Option<Date>, settings: Settings) -> Bilingual {
    let Some(day) = day else { return Bilingual::new("", "") };
    if settings.as_of.is_some() {
        return Bilingual::new(format!(" ; état au {day}"), format!("; as of {day}"));
    }
    Bilingual::new(
        format!(" ; état au {day}, la date la plus récente des textes : il n’y a pas de commit"),
        format!("; as of {day}, the newest date of the texts: there is no commit"),
    )
}

/// What git says of the files; a site of plain pages shows none of it.
pub(super) fn past(root: &Path, files: &FileTree, reader: &mut HistoryReader) -> History {
    if document::is_plain(files) { History::default() } else { reader.read(root, files) }
}

/// What `parvis check` is asked.
#[derive(Clone, Debug)]
pub struct CheckRequest {
    /// The council's folder.
    pub folder: PathBuf,
    /// The day spoken of as today: it decides which deadlines are over.
    pub as_of: Option<Date>,
    /// The commit since which nothing may have changed in silence.
    pub base: Option<String>,
    /// Whether the addresses of other sites are asked whether they answer.
    pub external: bool,
    /// The environment whose `parvis.<name>.yaml` is laid over `parvis.yaml`.
    pub env: Option<String>,
    /// Whether findings are printed as JSON.
    pub json: bool,
}

/// `parvis check`: the findings alone.
///
/// # Errors
/// The folder or the commit cannot be read.
pub fn check(request: &CheckRequest, terminal: Terminal) -> Result<Status, AppError> {
    let (root, json) = (&request.folder, request.json);
    let mut files = read(root, &mut Reader::default(), request.env.as_deref())?;
    let settings = settings(root, request.as_of);
    let history = HistoryReader::default().read(root, &files);
    // What a website has no use for: with it, thresholds that a roll cannot reach are told.
    files.overlay(&folder::read(root, "submissions/rolls")?);
    let (output, mut findings) = site::build_after(None, &files, settings, history);
    findings.extend(personal::exposed(root, &files));
    if let Some(base) = &request.base {
        let snapshot = Snapshot::open(root)?;
        let base = snapshot.merge_base(base)?;
        let before = snapshot.files(&base, &[&FOLDERS[..], &FILES[..]].concat())?;
        findings.extend(site::since(&before, &files, settings));
        findings.extend(site::personal_data(&files, Some(&before)));
        findings.extend(left_in_history(&snapshot, &base, [&before, &files])?);
    } else {
        findings.extend(site::personal_data(&files, None));
    }
    if let Some(output) = &output {
        findings.extend(template_faults(output));
    }
    if request.external {
        findings.extend(outside_links::check(root, &site::outside_links(&files), terminal)?);
    }
    sort(&mut findings);
    let status = tell(&findings, &files, json, terminal);
    if !json && findings.is_empty() {
        terminal.say("rien à signaler", "nothing to report");
    }
    Ok(status)
}

/// Personal data that commits since `base` held and no state shows, and the addresses of their authors.
fn left_in_history(snapshot: &Snapshot, base: &str, states: [&FileTree; 2]) -> Result<Vec<Diagnostic>, AppError> {
    let passing = snapshot.passing(base, &["content/", "submissions/proposals/"])?;
    let passing = passing.iter().map(|file| (file.commit.as_str(), &file.path, file.bytes.as_slice()));
    let mut findings = site::passing_personal_data(passing, states);
    findings.extend(site::authors(&snapshot.authors(base)?, states[1]));
    Ok(findings)
}

/// Reads what a website is made from; of what `reader` read before, only what changed.
pub(super) fn read(root: &Path, reader: &mut Reader, env: Option<&str>) -> Result<FileTree, AppError> {
    if !root.join("content").is_dir() {
        return Err(no_content(root));
    }
    Ok(reader.read(root, &FOLDERS, &files_of(root, env)?.iter().map(String::as_str).collect::<Vec<_>>())?)
}

/// The single files that a website is made from, the overlay of an environment among them.
pub(super) fn files_of(root: &Path, env: Option<&str>) -> Result<Vec<String>, AppError> {
    let mut files: Vec<String> = FILES.iter().map(|name| (*name).to_owned()).collect();
    if let Some(env) = env {
        let name = format!("parvis.{env}.yaml");
        if !FilePath::parse(&name).is_ok_and(|path| document::is_overlay(&path)) || !root.join(&name).is_file() {
            return Err(no_overlay(root, env));
        }
        files.push(name);
    }
    Ok(files)
}

fn no_overlay(root: &Path, env: &str) -> AppError {
    let entries = std::fs::read_dir(root).into_iter().flatten().filter_map(Result::ok);
    let names = entries.filter_map(|entry| FilePath::parse(&entry.file_name().to_string_lossy()).ok());
    let known: Vec<String> = names
        .filter(document::is_overlay)
        .filter_map(|path| Some(path.as_str().strip_prefix("parvis.")?.strip_suffix(".yaml")?.to_owned()))
        .collect();
    let message = Bilingual::new(
        format!("il n’y a pas de fichier parvis.{env}.yaml"),
        format!("there is no file parvis.{env}.yaml"),
    );
    let help = match document::nearest(env, known.iter().map(String::as_str)) {
        Some(near) => {
            Bilingual::new(format!("vouliez-vous dire --env {near} ?"), format!("did you mean --env {near}?"))
        }
        None => Bilingual::new(
            format!("écrire dans parvis.{env}.yaml les clés qui changent, par exemple `url: …`"),
            format!("write in parvis.{env}.yaml the keys that differ, such as `url: …`"),
        ),
    };
    AppError::new(message, help)
}

fn no_content(root: &Path) -> AppError {
    let shown = root.display();
    AppError::new(
        Bilingual::new(format!("{shown} n’a pas de dossier content/"), format!("{shown} has no folder content/")),
        Bilingual::new(
            "se placer dans le dossier du conseil, ou donner --folder DOSSIER",
            "go into the council’s folder, or pass --folder DIR",
        ),
    )
}

/// Refuses to write the site into what it is made from: the next build would swallow it.
fn refuse_sources(root: &Path, out: &Path) -> Result<(), AppError> {
    let (root, out_full) = (resolved(root), resolved(out));
    if !FOLDERS.iter().any(|folder| out_full.starts_with(root.join(folder))) {
        return Ok(());
    }
    let shown = out.display();
    Err(AppError::new(
        Bilingual::new(
            format!("{shown} est dans un dossier dont le site est fait"),
            format!("{shown} lies in a folder that the site is made from"),
        ),
        Bilingual::new("choisir un dossier à côté : --out site", "choose a folder beside it: --out site"),
    ))
}

/// The path with every link of its existing part resolved.
fn resolved(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let existing = path.ancestors().find(|ancestor| ancestor.exists());
    let real = existing.and_then(|existing| Some((existing, existing.canonicalize().ok()?)));
    match real {
        Some((existing, real)) => path.strip_prefix(existing).map_or_else(|_| real.clone(), |rest| real.join(rest)),
        None => path.clone(),
    }
}

/// Today is what the reader says, else the day of HEAD's commit, else the newest date found.
pub(super) fn settings(root: &Path, as_of: Option<Date>) -> Settings {
    Settings { as_of: as_of.or_else(|| commit_day(root)), drafts: false }
}

fn commit_day(root: &Path) -> Option<Date> {
    let instant = Instant::from_unix(commit_date::head_seconds(root)?)?.to_string();
    instant.get(..10)?.parse().ok()
}

/// Prints the findings; says how the command ends.
fn tell(findings: &[Diagnostic], files: &FileTree, json: bool, terminal: Terminal) -> Status {
    if !json {
        return terminal.show(findings, &site::theme::with_built_in(files, findings));
    }
    let bytes = serde_json::to_vec_pretty(findings).expect("findings are texts and numbers");
    terminal.bytes(&bytes);
    terminal.bytes(b"\n");
    if has_errors(findings) { Status::Findings } else { Status::Fine }
}

/// The bytes of a planned page.
fn page(output: &Output, path: &FilePath) -> Result<std::sync::Arc<[u8]>, String> {
    let bytes = output.render(path).map_err(|fault| fault.to_string())?;
    bytes.ok_or_else(|| format!("{path}: planned, but without content"))
}

/// What is wrong with the templates, seen by rendering every page.
fn template_faults(output: &Output) -> Vec<Diagnostic> {
    // A picture that is made has no template.
    let fault = |path: &FilePath| output.variant(path).is_none().then(|| output.render(path).err()).flatten();
    let faults = |piece: &[FilePath]| piece.iter().filter_map(fault).collect::<Vec<_>>();
    site::gathered(parallel::pieces(&output.routes(), 16, faults).into_iter().flatten().collect())
}
