//! `audit`: recomputing everything.

use std::path::{Path, PathBuf};

use super::record::{FOLDERS, forked, withheld};
use super::terminal::Form;
use super::{AppError, Status, Terminal};
use crate::audit::{Audit, Knowledge, Memory, examine};
use crate::grammar::Token as _;
use crate::key::sample;
use crate::language::Bilingual;
use crate::publish::record::{Access, write};
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder;
use crate::source::git::GitSource;
use crate::tree::{Digest, FileTree};

/// What an audit is asked.
#[derive(Clone, Debug)]
pub struct AuditRequest {
    /// The fingerprint of the genesis as the auditor knows it from elsewhere.
    pub genesis: Option<String>,
    /// Where the auditor keeps what was found, from one audit to the next.
    pub state: Option<PathBuf>,
    /// Whether signatures that the audit before found to hold are left at that.
    pub since: bool,
    /// A folder of ballots, stamps and receipts seen elsewhere.
    pub seen: Option<PathBuf>,
    /// Whether each point is told.
    pub verbose: bool,
    /// The commit whose tree is audited.
    pub revision: String,
    /// For people or for machines.
    pub form: Form,
}

/// `audit`: recomputes everything from the objects of one commit.
///
/// # Errors
/// No repository, no such commit, or a fingerprint that is none.
pub fn audit_repository(folder: &Path, request: &AuditRequest, terminal: Terminal) -> Result<Status, AppError> {
    let pinned = request.genesis.as_deref().map(read_fingerprint).transpose()?;
    let git = GitSource::open(folder)?;
    let files = git.files(&request.revision, &FOLDERS)?;
    let knowledge = Knowledge {
        pinned,
        memory: request.state.as_deref().map(read_memory).transpose()?.flatten(),
        since: request.since,
        seen: request.seen.as_deref().map(read_seen).transpose()?.unwrap_or_default(),
    };
    let mut examined = examine(files, &knowledge);
    let audited = &mut examined.audit;
    // The sample's log is made again from its seed, so its history says nothing.
    if let Some(summary) = audited.summary.as_ref().filter(|summary| summary.council.as_str() != sample::COUNCIL) {
        audited.findings.extend(forked(&git, &request.revision, &summary.abandoned)?);
        audited.findings.extend(withheld(&git, &request.revision, examined.files.tree(), &summary.left_out)?);
    }
    audited.findings.extend(work_tree_differs(&git, &request.revision));
    report(audited, examined.files.tree(), request, terminal);
    // What was found beside the record, in the history, counts too.
    if let (Some(path), Some(memory), true) = (&request.state, &audited.memory, audited.holds()) {
        write(path, memory.write().as_bytes(), Access::Everyone)?;
    }
    let status = if audited.holds() { Status::Fine } else { Status::Findings };
    // The program ends here: the system takes the memory of a long log back at once, where giving
    // it back ballot by ballot takes a while.
    std::mem::forget(examined);
    Ok(status)
}

/// What was kept from the audit before; nothing at the first one.
fn read_memory(path: &Path) -> Result<Option<Memory>, AppError> {
    if !path.exists() {
        return Ok(None);
    }
    Memory::read(&folder::read_file(path)?).map(Some).ok_or_else(|| {
        let shown = path.display();
        AppError::new(
            Bilingual::new(
                format!("{shown} n’est pas un état gardé par `scrutineer audit`"),
                format!("{shown} is no state kept by `scrutineer audit`"),
            ),
            Bilingual::new(
                "donner un autre fichier ; celui-ci n’a pas été touché",
                "give another file; this one was not touched",
            ),
        )
    })
}

pub(super) fn read_seen(path: &Path) -> Result<FileTree, AppError> {
    let (parent, name) = (path.parent().unwrap_or(Path::new("")), path.file_name());
    let name = name.map(|name| name.to_string_lossy().into_owned()).filter(|_| path.is_dir());
    let name = name.ok_or_else(|| {
        let shown = path.display();
        AppError::new(
            Bilingual::new(format!("{shown} n’est pas un dossier"), format!("{shown} is no folder")),
            Bilingual::new(
                "--seen DOSSIER, avec les bulletins et leurs tampons",
                "--seen DIR, with ballots and their stamps",
            ),
        )
    })?;
    Ok(folder::read(parent, &name)?)
}

/// A line for each point.
fn print_points(audited: &Audit, terminal: Terminal) {
    for point in &audited.points {
        let (fr, en) = match point.holds {
            Some(true) => ("CONFORME ", "OK       "),
            Some(false) => ("ÉCHEC    ", "FAILED   "),
            None => ("INCONNU  ", "UNKNOWN  "),
        };
        let (name, question, facts) = (point.point, &point.question, &point.facts);
        terminal.say(
            &format!("{fr} {name:<12} {} : {}", question.fr, facts.fr),
            &format!("{en} {name:<12} {}: {}", question.en, facts.en),
        );
    }
}

fn report(audited: &Audit, files: &FileTree, request: &AuditRequest, terminal: Terminal) {
    match request.form {
        Form::Json => terminal.json(audited),
        Form::Text => {
            let _ = terminal.show(&audited.findings, files);
            if request.verbose {
                print_points(audited, terminal);
            }
            terminal.line(&audited.verdict(terminal.language));
        }
    }
}

pub(super) fn read_fingerprint(text: &str) -> Result<Digest, AppError> {
    let full = if text.starts_with("sha256:") { text.to_owned() } else { format!("sha256:{text}") };
    full.parse().map_err(|_| {
        let expected = Digest::expected();
        AppError::new(
            Bilingual::new(format!("--genesis : `{text}`"), format!("--genesis: `{text}`")),
            Bilingual::new(format!("attendu : {}", expected.fr), format!("expected {}", expected.en)),
        )
    })
}

/// A warning where the files on the disk are not those that were audited.
fn work_tree_differs(git: &GitSource, revision: &str) -> Option<Diagnostic> {
    git.work_tree().filter(|_| revision == "HEAD")?;
    let path = git.uncommitted(&FOLDERS).ok()?.into_iter().next()?;
    let message = Bilingual::new(
        "le dossier de travail diffère du commit vérifié ; c’est le commit qui a été vérifié",
        "the work tree differs from the audited commit; the commit is what was audited",
    );
    Some(Diagnostic::warning(Code::TreeDirty, message).at(Place::named(&path)))
}
