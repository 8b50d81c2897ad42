//! `check`: the gate of a pull request.

use std::path::Path;

use super::terminal::Form;
use super::{AppError, Status, Terminal};
use crate::gate::{Answer, Verdict, all_taken, check};
use crate::record::{Files, replay};
use crate::source::git::GitSource;

/// `check`: a verdict for each path that `head` changes since it left `base`.
///
/// # Errors
/// A revision or a record that cannot be read.
pub fn check_changes(
    folder: &Path,
    base: &str,
    head: &str,
    form: Form,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let git = GitSource::open(folder)?;
    let changes = git.changes(base, head)?;
    let base = git.files(base, &["submissions"])?;
    let (record, findings) = replay(&Files::new(base.clone()));
    let record = record.ok_or(AppError::Findings(findings))?;
    let verdicts = check(changes, &git, &record, &base)?;
    match form {
        Form::Json => terminal.json(&verdicts),
        Form::Text => {
            for verdict in &verdicts {
                print_verdict(verdict, terminal);
            }
            if verdicts.is_empty() {
                terminal.say(
                    "rien à juger : les deux disent la même chose ; le fichier est-il dans un commit ?",
                    "nothing to judge: the two are the same; is the file committed?",
                );
            }
        }
    }
    Ok(if all_taken(&verdicts) { Status::Fine } else { Status::Findings })
}

fn print_verdict(verdict: &Verdict, terminal: Terminal) {
    let path = &verdict.path;
    match &verdict.answer {
        Answer::Taken { kind, subject, text } => terminal.say(
            &format!("PRIS    {path}\n        {kind} pour `{subject}`, texte {text} ; il compte une fois consigné"),
            &format!("TAKEN   {path}\n        {kind} for `{subject}`, text {text}; it counts once it is recorded"),
        ),
        Answer::Refused { code, place, message, help } => {
            let at = place.map(|(line, column, _)| format!(":{line}:{column}")).unwrap_or_default();
            terminal.say(
                &format!("REFUSÉ  {path}{at}\n        {code} : {}\n        à faire : {}", message.fr, help.fr),
                &format!("REFUSED {path}{at}\n        {code}: {}\n        to do: {}", message.en, help.en),
            );
        }
    }
}
