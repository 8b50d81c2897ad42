//! `check`: the gate of a pull request.

use std::path::Path;
use std::str::FromStr;

use super::{AppError, Status, Terminal};
use crate::gate::{Answer, Report, Verdict, check, code_quality, comment, kind_in_words, people_of, workflow_commands};
use crate::record::{Files, outline};
use crate::source::git::GitSource;

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
    // A request is about a few people: what is recorded of the others is not read.
    let people = people_of(&set, &git);
    let files = git.files_where(base, &["submissions"], &|path| people.wants(path))?;
    let (record, findings) = outline(&Files::new(files.clone()), people);
    let record = record.ok_or(AppError::Findings(findings))?;
    let (base, head, merge_base) = (set.base.clone(), set.head.clone(), set.merge_base.clone());
    let report = Report::new(base, head, merge_base, check(set, &git, record, &files));
    print(&report, format, terminal);
    Ok(if report.all_taken() { Status::Fine } else { Status::Findings })
}

fn print(report: &Report, format: Format, terminal: Terminal) {
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
            if report.verdicts.is_empty() {
                terminal.say(
                    "rien à juger : les deux disent la même chose ; le fichier est-il dans un commit ?",
                    "nothing to judge: the two are the same; is the file committed?",
                );
            }
        }
    }
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
