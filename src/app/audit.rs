//! `audit`: recomputing everything.

use std::path::Path;

use super::record::{FOLDERS, forked};
use super::terminal::Form;
use super::{AppError, Status, Terminal};
use crate::audit::{Audit, audit};
use crate::grammar::Token as _;
use crate::key::sample;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};
use crate::source::git::GitSource;
use crate::tree::{Digest, FileTree};

/// What an audit is asked.
#[derive(Clone, Debug)]
pub struct AuditRequest {
    /// The fingerprint of the genesis as the auditor knows it from elsewhere.
    pub genesis: Option<String>,
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
    let mut audited = audit(files.clone(), pinned);
    // The sample's log is made again from its seed, so its history says nothing.
    if let Some(summary) = audited.summary.as_ref().filter(|summary| summary.council.as_str() != sample::COUNCIL) {
        audited.findings.extend(forked(&git, &request.revision, &summary.abandoned)?);
    }
    audited.findings.extend(work_tree_differs(&git, &request.revision));
    report(&audited, &files, request.form, terminal);
    Ok(if audited.holds() { Status::Fine } else { Status::Findings })
}

fn report(audited: &Audit, files: &FileTree, form: Form, terminal: Terminal) {
    match form {
        Form::Json => terminal.json(audited),
        Form::Text => {
            let _ = terminal.show(&audited.findings, files);
            terminal.line(&audited.verdict(terminal.language));
        }
    }
}

fn read_fingerprint(text: &str) -> Result<Digest, AppError> {
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
