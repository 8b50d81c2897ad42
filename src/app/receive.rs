//! `receive`: the gate as the pre-receive hook of a repository.
//!
//! Who pushes is for the server to know. Without being told that it is the clerk, the hook takes
//! what a pull request may bring, and a push that the log's own key vouches for.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use super::check::{outlined, print_verdict, verdicts};
use super::record::{FOLDERS, forked, withheld};
use super::{AppError, Status, Terminal};
use crate::audit::audit;
use crate::gate::{Answer, Update, Verdict, all_taken, flawed, is_vouched, lost, newest_checkpoint, read_updates};
use crate::key::sample;
use crate::language::Bilingual;
use crate::record::{CHECKPOINTS, ENTRIES, Files, Interest, replay};
use crate::report::{Code, Diagnostic, Place, Severity};
use crate::source::git::GitSource;
use crate::submission::{Flaw, Rejection};
use crate::tree::FileTree;

/// The most bytes that are read of what git says.
const LONGEST_INPUT: u64 = 64 * 1024;

/// What the server tells the hook.
#[derive(Clone, Debug, Default)]
pub struct Reception {
    /// The council's branch; nothing for the one that HEAD names.
    pub branch: Option<String>,
    /// Whether the clerk pushes, as the server knows.
    pub clerk: bool,
}

/// `receive`: judges each line `old new ref` of the standard input; one that is refused refuses
/// the push.
///
/// # Errors
/// The repository cannot be read, or the record of its branch does not hold.
pub fn receive(folder: &Path, reception: &Reception, terminal: Terminal) -> Result<Status, AppError> {
    // git keeps the objects of a push apart until the hook has taken them.
    let apart = std::env::var_os("GIT_QUARANTINE_PATH").map(PathBuf::from);
    let git = GitSource::open(folder)?;
    if let Some(apart) = &apart {
        git.look_also_in(apart)?;
    }
    let mut lines = Vec::new();
    std::io::stdin().take(LONGEST_INPUT + 1).read_to_end(&mut lines).map_err(|error| AppError::of(&error))?;
    let updates = read_updates(&lines).filter(|_| lines.len() as u64 <= LONGEST_INPUT).ok_or_else(not_a_hook)?;
    let branch = match &reception.branch {
        Some(name) => format!("refs/heads/{name}"),
        None => git.head_branch()?,
    };
    let is_there = git.id_of(&branch).is_ok();
    let comes = updates.iter().any(|update| update.name == branch && update.new.is_some());
    let hook = Hook { git: &git, branch, is_there, comes, clerk: reception.clerk };
    let mut status = Status::Fine;
    for update in &updates {
        let judged = hook.judge(update)?;
        if !judged.passes() {
            status = Status::Findings;
        }
        judged.tell(&update.name, terminal);
    }
    Ok(status)
}

/// What is said of a ref.
enum Judged {
    /// It may change.
    Passed,
    /// A verdict for each path that it changes.
    Paths(Vec<Verdict>),
    /// What an audit found.
    Findings(Vec<Diagnostic>),
}

impl Judged {
    fn refused(path: &str, rejection: Rejection) -> Self {
        Self::Paths(vec![Verdict { path: path.to_owned(), answer: Answer::refused(rejection) }])
    }

    fn passes(&self) -> bool {
        match self {
            Self::Passed => true,
            Self::Paths(verdicts) => all_taken(verdicts),
            Self::Findings(findings) => findings.is_empty(),
        }
    }

    fn tell(&self, name: &str, terminal: Terminal) {
        let (fr, en) = if self.passes() { ("PRIS   ", "TAKEN  ") } else { ("REFUSÉ ", "REFUSED") };
        let name = name.replace("##", "# #");
        terminal.say(&format!("{fr} {name}"), &format!("{en} {name}"));
        match self {
            Self::Passed => {}
            Self::Paths(verdicts) => verdicts.iter().for_each(|verdict| print_verdict(verdict, terminal)),
            Self::Findings(findings) => drop(terminal.show(findings, &FileTree::new())),
        }
    }
}

struct Hook<'a> {
    git: &'a GitSource,
    branch: String,
    /// Whether the council's branch exists.
    is_there: bool,
    /// Whether this push makes it or goes on with it.
    comes: bool,
    clerk: bool,
}

impl Hook<'_> {
    fn judge(&self, update: &Update) -> Result<Judged, AppError> {
        let Update { old, new, name } = update;
        if *name == self.branch {
            return match (old, new) {
                (_, None) => Ok(Judged::refused(
                    name,
                    Rejection::new(
                        Code::RefForbidden,
                        Bilingual::new("la branche du conseil ne s’efface pas", "the council’s branch is not deleted"),
                    ),
                )),
                (None, Some(new)) => self.holds(None, new),
                (Some(old), Some(new)) => self.advance(old, new),
            };
        }
        match (new, name.starts_with("refs/heads/")) {
            // What is meant to be the council's branch would be another one, which nothing guards.
            (Some(_), true) if !self.is_there && !self.comes => Ok(Judged::Findings(vec![self.no_branch_yet(name)])),
            (_, true) if self.clerk => Ok(Judged::Passed),
            (_, false) if self.clerk && name.starts_with("refs/tags/") => Ok(Judged::Passed),
            // Nothing counts on another branch, so it may be rewritten and deleted.
            (None, true) => Ok(Judged::Passed),
            (Some(new), true) if self.is_there => self.paths(&self.branch, new),
            _ => Ok(Judged::refused(name, Rejection::plain(Code::RefForbidden))),
        }
    }

    /// There is no council's branch yet, and this push does not make it.
    fn no_branch_yet(&self, name: &str) -> Diagnostic {
        let short = |name: &str| name.strip_prefix("refs/heads/").unwrap_or(name).replace("##", "# #");
        let (awaited, pushed) = (short(&self.branch), short(name));
        let message = Bilingual::new(
            format!(
                "ce dépôt attend la branche du conseil sous le nom de `{awaited}`, qui n’existe pas encore ; la poussée apporte `{pushed}`"
            ),
            format!(
                "this repository expects the council’s branch under the name `{awaited}`, which does not exist yet; the push brings `{pushed}`"
            ),
        );
        let help = Bilingual::new(
            format!(
                "si `{pushed}` est la branche du conseil : sur le serveur, `git symbolic-ref HEAD refs/heads/{pushed}`, ou `--branch {pushed}` dans le crochet ; sinon, pousser d’abord `{awaited}`"
            ),
            format!(
                "if `{pushed}` is the council’s branch: on the server, `git symbolic-ref HEAD refs/heads/{pushed}`, or `--branch {pushed}` in the hook; otherwise push `{awaited}` first"
            ),
        );
        Diagnostic::error(Code::RefForbidden, message).help(help)
    }

    /// The council's branch goes on from `old` to `new`.
    fn advance(&self, old: &str, new: &str) -> Result<Judged, AppError> {
        let set = self.git.changes(old, new)?;
        match (set.merge_base.as_deref(), set.flaw) {
            (Some(base), _) if base == old => {}
            (None, Some(flaw)) if !matches!(flaw, Flaw::MergeBases(_)) => {
                return Ok(Judged::refused(&self.branch, flawed(flaw)));
            }
            _ => return Ok(Judged::refused(&self.branch, Rejection::plain(Code::HistoryRewritten))),
        }
        if self.clerk {
            return self.holds(Some(old), new);
        }
        if self.is_vouched(old, new)? {
            let outside = self.git.differing_outside(old, new, "submissions")?;
            return if outside.is_empty() { self.holds(Some(old), new) } else { Ok(beside(&outside)) };
        }
        self.paths(old, new)
    }

    /// Whether the log's key signed what the log becomes.
    fn is_vouched(&self, old: &str, new: &str) -> Result<bool, AppError> {
        let newest = |names: Vec<String>| newest_checkpoint(names.iter().map(String::as_str));
        // A folder that cannot be read has no checkpoint; the verdict on its path says why.
        let Some(size) = newest(self.git.names(new, CHECKPOINTS).unwrap_or_default()) else { return Ok(false) };
        if newest(self.git.names(old, CHECKPOINTS)?) >= Some(size) {
            return Ok(false);
        }
        let (record, files) = outlined(self.git, old, Interest::default())?;
        let length = files.get_str(ENTRIES).map_or(0, <[u8]>::len);
        Ok(is_vouched(&record, length, size, |path, most| self.git.file(new, path, most))?)
    }

    /// As for a pull request.
    fn paths(&self, base: &str, head: &str) -> Result<Judged, AppError> {
        Ok(Judged::Paths(verdicts(self.git, self.git.changes(base, head)?)?))
    }

    /// The record of `new` audits well, goes on from that of `old`, and loses nothing of it.
    fn holds(&self, old: Option<&str>, new: &str) -> Result<Judged, AppError> {
        let files = self.git.files(new, &FOLDERS)?;
        let before = old.map(|old| self.git.files(old, &["submissions"])).transpose()?.unwrap_or_default();
        let has_record = |files: &FileTree| files.below("submissions").next().is_some();
        if !has_record(&files) && !has_record(&before) {
            return Ok(Judged::Passed);
        }
        let audited = audit(files.clone(), None);
        let mut findings = audited.findings.clone();
        if let Some(summary) = audited.summary.as_ref().filter(|summary| summary.council.as_str() != sample::COUNCIL) {
            findings.extend(forked(self.git, new, &summary.abandoned)?);
            findings.extend(withheld(self.git, new, &files, &summary.left_out)?);
        }
        let (before, files) = (Files::new(before), Files::new(files));
        let (old, _) = replay(&before);
        if old.as_ref().is_none_or(|old| old.council().as_str() != sample::COUNCIL) {
            findings.extend(displaced(before.tree(), files.tree()));
        }
        findings.retain(|finding| finding.severity == Severity::Error);
        if !findings.is_empty() {
            return Ok(Judged::Findings(findings));
        }
        if let (Some(old), (Some(new), _)) = (old, replay(&files)) {
            let lost = lost(&old, before.tree(), &new, files.tree());
            let refused = |path: &crate::tree::FilePath| Verdict {
                path: path.to_string(),
                answer: Answer::refused(Rejection::new(
                    Code::RecordShrinks,
                    Bilingual::new(
                        "ce fichier attendait d’être consigné, et il n’est plus là, ou la clôture l’a laissé de côté",
                        "this file waited to be recorded, and it is gone, or the closing left it out",
                    ),
                )),
            };
            return Ok(Judged::Paths(lost.iter().map(refused).collect()));
        }
        Ok(Judged::Passed)
    }
}

/// What says that the record has another genesis than before. That a log with the same genesis goes
/// on from what it was, the walk through its history says, in which the old commit lies.
fn displaced(before: &FileTree, after: &FileTree) -> Option<Diagnostic> {
    let genesis = |files: &FileTree| Some(files.get_str(ENTRIES)?.split(|byte| *byte == b'\n').next()?.to_vec());
    let (old, new) = (genesis(before)?, genesis(after)?);
    let message = Bilingual::new(
        "le registre a une autre genèse que celle de la branche : ce n’est pas sa suite, mais un autre registre",
        "the record has another genesis than that of the branch: it is not what follows, but another record",
    );
    let help = Bilingual::new(
        "reprendre submissions/ de la branche ; un autre conseil va dans un dépôt à lui",
        "take submissions/ of the branch again; another council goes into a repository of its own",
    );
    let finding = || Diagnostic::error(Code::LogRewritten, message).at(Place::named(ENTRIES)).help(help);
    (old != new).then(finding)
}

/// A push of the log's holder that changes more than the record.
fn beside(names: &[String]) -> Judged {
    let refused = |name: &String| {
        let message = Bilingual::new(
            "cette poussée consigne, et change aussi autre chose que submissions/ : le serveur n’a pas dit que c’est le greffe (--clerk)",
            "this push records, and changes something besides submissions/ too: the server did not say that it is the clerk’s (--clerk)",
        );
        Verdict { path: name.clone(), answer: Answer::refused(Rejection::new(Code::PathForbidden, message)) }
    };
    Judged::Paths(names.iter().map(refused).collect())
}

fn not_a_hook() -> AppError {
    AppError::new(
        Bilingual::new(
            "l’entrée n’est pas celle d’un crochet pre-receive : des lignes « ancien nouveau référence », 100 au plus",
            "the input is not that of a pre-receive hook: lines “old new ref”, 100 at most",
        ),
        Bilingual::new("voir docs/ci.md", "see docs/ci.md"),
    )
}
