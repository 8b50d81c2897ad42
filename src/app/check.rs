//! `check`: the gate of a pull request.

use std::path::Path;
use std::str::FromStr;

use super::{AppError, Status, Terminal};
use crate::gate::{
    self, Answer, Report, Verdict, check, code_quality, comment, kind_in_words, people_of, workflow_commands,
};
use crate::language::Bilingual;
use crate::record::{ENTRIES, Files, Interest, Record, outline};
use crate::report::{Code, Diagnostic, Place};
use crate::source::git::{GitError, GitSource};
use crate::submission::{ChangeSet, Flaw};
use crate::tree::FileTree;

/// For whom the verdicts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Lines for people.
    Text,
    /// JSON, as `docs/schemas/verdicts.json` describes it.
    Json,
    /// A comment in Markdown.
    Markdown,
    /// Annotations of GitHub: workflow commands.
    Github,
    /// A Code Quality report of GitLab.
    Gitlab,
}

/// A name that is no format.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected text, json, markdown, github or gitlab")]
pub struct FormatFault;

impl FromStr for Format {
    type Err = FormatFault;
    fn from_str(name: &str) -> Result<Self, FormatFault> {
        match name {
            "text" => Ok(Self::Text),
            "json" => Ok(Self::Json),
            "markdown" => Ok(Self::Markdown),
            "github" => Ok(Self::Github),
            "gitlab" => Ok(Self::Gitlab),
            _ => Err(FormatFault),
        }
    }
}

/// `check`: a verdict for each path that `head` changes since it left `base`.
///
/// # Errors
/// A revision or a record that cannot be read.
pub fn check_changes(
    folder: &Path,
    base: &str,
    head: &str,
    format: Format,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let git = GitSource::open(folder)?;
    let set = git.changes(base, head)?;
    let names = (base, head);
    let (base, head, merge_base) = (set.base.clone(), set.head.clone(), set.merge_base.clone());
    let report = Report::new(base, head, merge_base, verdicts(&git, set)?);
    print(&report, names, format, terminal);
    Ok(if report.all_taken() { Status::Fine } else { Status::Findings })
}

/// Where what is handed in lies.
const HANDED_IN: [&str; 3] = ["submissions/ballots/", "submissions/paper/", "submissions/proposals/"];

/// A verdict for each path of `set`, and for each file that its commits hold and the last one does
/// not.
pub(super) fn verdicts(git: &GitSource, mut set: ChangeSet) -> Result<Vec<Verdict>, AppError> {
    let changes_log = set.changes.iter().any(|change| change.path == ENTRIES.as_bytes());
    // The path of a log that is changed in the end has a verdict of its own.
    if set.flaw.is_none() && !changes_log {
        set.flaw = match git.brings_other(&set.base, &set.head, ENTRIES) {
            Ok(other) => other.then_some(Flaw::OtherLog),
            Err(_) => Some(Flaw::Unreadable),
        };
    }
    let mut taken_back = Vec::new();
    if set.flaw.is_none() {
        match git.taken_back(&set, &HANDED_IN) {
            Ok(paths) => taken_back = paths.iter().map(|path| gate::taken_back(path)).collect(),
            Err(GitError::TooMany) => set.flaw = Some(Flaw::TooMany),
            Err(_) => set.flaw = Some(Flaw::Unreadable),
        }
    }
    // A request is about a few people: what is recorded of the others is not read.
    let people = people_of(&set, git);
    let (record, files) = outlined(git, &set.base, people)?;
    let mut verdicts = check(set, git, record, &files);
    verdicts.extend(taken_back);
    Ok(verdicts)
}

/// The outline of the record of the commit `base` for `people`, and the files of which it is made.
pub(super) fn outlined(git: &GitSource, base: &str, people: Interest) -> Result<(Record, FileTree), AppError> {
    let files = git.files_where(base, &["submissions"], &|path| people.wants(path))?;
    let (record, mut findings) = outline(&Files::new(files.clone()), people);
    if files.get_str(ENTRIES).is_none()
        && let Some(folder) = git.folder_with(base, ENTRIES)?
    {
        findings = vec![not_at_the_top(&folder)];
    }
    Ok((record.ok_or(AppError::Findings(findings))?, files))
}

/// A council in a folder of a repository: nothing finds its record there.
fn not_at_the_top(folder: &str) -> Diagnostic {
    let folder = one_line(folder);
    let message = Bilingual::new(
        format!("la branche n’a pas de registre à sa racine ; il y en a un dans `{folder}/`"),
        format!("the branch has no record at its top; there is one in `{folder}/`"),
    );
    let help = Bilingual::new(
        format!(
            "le conseil doit être le dépôt lui-même, avec submissions/ à sa racine : un dépôt pour lui seul, ou `git mv` de ce que contient `{folder}/`"
        ),
        format!(
            "the council must be the repository itself, with submissions/ at its top: give it one of its own, or `git mv` what is in `{folder}/`"
        ),
    );
    Diagnostic::error(Code::GenesisMissing, message).at(Place::named(ENTRIES)).help(help)
}

fn print(report: &Report, names: (&str, &str), format: Format, terminal: Terminal) {
    let language = terminal.language;
    match format {
        Format::Json => terminal.json(report),
        Format::Gitlab => terminal.json(&code_quality(report, language)),
        Format::Markdown => terminal.bytes(comment(report, language).as_bytes()),
        Format::Github => terminal.bytes(workflow_commands(report, language).as_bytes()),
        Format::Text => {
            for verdict in &report.verdicts {
                print_verdict(verdict, terminal);
            }
            terminal.learn_more(report.verdicts.iter().filter_map(|verdict| verdict.answer.code()));
            if report.verdicts.is_empty() {
                let (fr, en) = nothing(report, names);
                terminal.say(&fr, &en);
            }
        }
    }
}

/// Why there may be nothing to judge: `base` and `head` as they were named.
fn nothing(report: &Report, (base, head): (&str, &str)) -> (String, String) {
    let commit: String = report.head.chars().take(12).collect();
    let (base, head) = (one_line(base), one_line(head));
    if base == head {
        let fr = format!("rien à juger : --base et --head sont deux fois le même nom, `{base}` (commit {commit})");
        let en = format!("nothing to judge: --base and --head are twice the same name, `{base}` (commit {commit})");
        return (
            fr + "\nà faire : donner en --head la branche qui apporte les fichiers",
            en + "\nto do: give as --head the branch that brings the files",
        );
    }
    let (fr, en) = if report.base == report.head {
        (
            format!("rien à juger : `{base}` et `{head}` sont le même commit {commit}"),
            format!("nothing to judge: `{base}` and `{head}` are the same commit {commit}"),
        )
    } else {
        (
            format!(
                "rien à juger : `{head}` ne change rien depuis son départ de `{base}` (commit {commit} de `{head}`)"
            ),
            format!("nothing to judge: `{head}` changes nothing since it left `{base}` (commit {commit} of `{head}`)"),
        )
    };
    (
        fr + &format!(
            "\nà faire : `git status` montre ce qui n’est pas encore dans un commit (`git add submissions`, `git commit`) ; `git log {base}` montre ce qui s’y trouve déjà"
        ),
        en + &format!(
            "\nto do: `git status` shows what is in no commit yet (`git add submissions`, `git commit`); `git log {base}` shows what is there already"
        ),
    )
}

pub(super) fn print_verdict(verdict: &Verdict, terminal: Terminal) {
    let (fr, en) = told(&verdict.path, &verdict.answer);
    terminal.say(&fr, &en);
}

/// An answer as a few lines, each of which begins with words of ours: what a job prints is also
/// read by the machine that runs it.
pub(super) fn told(path: &str, answer: &Answer) -> (String, String) {
    let path = one_line(path);
    match answer {
        Answer::Taken { kind, subject, text, note: note_words } => {
            let kind = kind_in_words(kind);
            let note = |lead: &str, words: Option<&String>| {
                words.map(|words| format!("\n        {lead}{}", one_line(words))).unwrap_or_default()
            };
            let fr = note("à savoir : ", note_words.as_ref().map(|words| &words.fr));
            let en = note("note: ", note_words.as_ref().map(|words| &words.en));
            (
                format!(
                    "PRIS    {path}\n        {} pour `{subject}`, texte {text} ; il compte une fois consigné{fr}",
                    kind.fr
                ),
                format!(
                    "TAKEN   {path}\n        {} for `{subject}`, text {text}; it counts once it is recorded{en}",
                    kind.en
                ),
            )
        }
        Answer::Refused { code, place, message, help, .. } => {
            let at = place.map(|spot| format!(":{}:{}", spot.line, spot.column)).unwrap_or_default();
            (
                format!(
                    "REFUSÉ  {path}{at}\n        {code} : {}\n        à faire : {}",
                    one_line(&message.fr),
                    help.fr
                ),
                format!("REFUSED {path}{at}\n        {code}: {}\n        to do: {}", one_line(&message.en), help.en),
            )
        }
    }
}

/// A stranger's words on one line, in which the machine of a forge finds no command: some look for
/// `##[` anywhere in a line.
fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ").replace("##", "# #")
}
