//! `receipt`: what became of a file handed in, in a file to keep.

use std::path::{Path, PathBuf};

use super::audit::read_fingerprint;
use super::record::root_of;
use super::{AppError, Status, Terminal};
use crate::language::{Bilingual, Language};
use crate::publish::record::{Access, write};
use crate::receipt::{Checked, Fate, Unproved, check, make};
use crate::record::{Files, replay};
use crate::report::Code;
use crate::source::folder::read_file;
use crate::source::git::GitSource;
use crate::statement::entries;

/// `receipt make`: the receipts of `files`, by the log of the last commit, in the folder `to`.
///
/// # Errors
/// A record that does not hold, or a file that cannot be written. A file that gets no receipt is named,
/// and the others get theirs.
pub fn make_receipts(folder: &Path, files: &[PathBuf], to: &Path, terminal: Terminal) -> Result<Status, AppError> {
    let git = GitSource::open(&root_of(folder))?;
    let record_files = Files::new(git.files("HEAD", &["submissions"])?);
    let record = match replay(&record_files) {
        (Some(record), findings) if findings.is_empty() => record,
        (_, findings) => return Err(AppError::Findings(findings)),
    };
    let receipt = |path: &PathBuf| -> Result<_, AppError> {
        let bytes = read_file(path)?;
        let receipt = make(&record, record_files.tree(), &bytes).map_err(|why| unproved(path, why))?;
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        Ok((to.join(format!("{name}.tlog-proof")), receipt))
    };
    let mut status = Status::Fine;
    for file in files {
        match receipt(file) {
            Ok((path, bytes)) => {
                write(&path, &bytes, Access::Everyone)?;
                terminal.line(&path.display().to_string());
            }
            Err(why) => {
                let _ = terminal.fail(&why);
                status = Status::Findings;
            }
        }
    }
    Ok(status)
}

fn unproved(path: &Path, why: Unproved) -> AppError {
    let shown = path.display();
    let (message, help) = match why {
        Unproved::NotRecorded => (
            Bilingual::new(
                format!("{shown} : ni consigné, ni refusé, ni en attente"),
                format!("{shown}: neither recorded, refused nor pending"),
            ),
            Bilingual::new(
                "donner le fichier tel qu’il a été remis, signature comprise, et un clone à jour (git pull)",
                "give the file as it was handed in, with its signature, and a clone that is up to date (git pull)",
            ),
        ),
        Unproved::Pending => (
            Bilingual::new(
                format!("{shown} : en attente, pas encore au journal"),
                format!("{shown}: pending, not in the log yet"),
            ),
            Bilingual::new(
                "après le prochain `scrutineer ingest` du greffe",
                "after the clerk’s next `scrutineer ingest`",
            ),
        ),
        Unproved::Incomplete => (
            Bilingual::new(
                format!("{shown} : il manque un fichier, ou le point de contrôle du journal"),
                format!("{shown}: a file, or the checkpoint of the log, is missing"),
            ),
            Bilingual::new("voir ce qui manque : scrutineer audit", "see what is missing: scrutineer audit"),
        ),
    };
    AppError::new(message, help)
}

/// `receipt check`: what the receipt in the file `receipt` proves of `file`. Reads these files and
/// nothing else.
///
/// # Errors
/// A receipt that proves nothing of this file.
pub fn check_receipt(
    file: &Path,
    receipt: &Path,
    genesis: Option<&str>,
    tally: Option<&Path>,
    terminal: Terminal,
) -> Result<Status, AppError> {
    let pinned = genesis.map(read_fingerprint).transpose()?;
    let tally = tally.map(read_file).transpose()?;
    let checked = check(&read_file(receipt)?, &read_file(file)?, pinned, tally.as_deref())?;
    let lead = |fr: &str, en: &str| {
        let words = if terminal.language == Language::Fr { fr } else { en };
        if pinned.is_some() { String::new() } else { format!("{words} · ") }
    };
    let fingerprint = checked.fingerprint;
    let unpinned = lead(
        &format!("NON ÉPINGLÉ (comparer la genèse {fingerprint} à celle du procès-verbal)"),
        &format!("UNPINNED (compare the genesis {fingerprint} with the one in the minutes)"),
    );
    let Bilingual { fr, en } = words(&checked);
    terminal.say(&format!("{unpinned}{fr}"), &format!("{unpinned}{en}"));
    Ok(Status::Fine)
}

/// The verdict, in one line.
fn words(checked: &Checked) -> Bilingual {
    let Checked { council, state, index, subject, fate, .. } = checked;
    let size = state.size;
    let (code, fr, en) = match fate {
        Fate::Recorded => (String::new(), String::new(), String::new()),
        Fate::Certified(tally) => (
            String::new(),
            format!(" · `{subject}` est certifié : donner le résultat {tally} par --tally pour savoir s’il compte"),
            format!(" · `{subject}` is certified: give the tally {tally} by --tally to know whether it counts"),
        ),
        Fate::Counted(weight) => (
            String::new(),
            format!(" · COMPTÉ dans `{subject}`, poids {weight}"),
            format!(" · COUNTED in `{subject}`, weight {weight}"),
        ),
        Fate::Superseded(by) => (
            String::new(),
            format!(" · REMPLACÉ dans `{subject}` par le bulletin {by}, de la même personne"),
            format!(" · SUPERSEDED in `{subject}` by ballot {by}, of the same voter"),
        ),
        Fate::SetAside => {
            let (code, fr, en) =
                (Code::PaperVoted, Code::PaperVoted.meaning(Language::Fr), Code::PaperVoted.meaning(Language::En));
            (
                String::new(),
                format!(" · NON COMPTÉ dans `{subject}` · {code} : {fr}"),
                format!(" · NOT COUNTED in `{subject}` · {code}: {en}"),
            )
        }
        Fate::Annulled => (
            String::new(),
            format!(" · NON COMPTÉ : `{subject}` est annulé"),
            format!(" · NOT COUNTED: `{subject}` was annulled"),
        ),
        Fate::Refused(code) | Fate::NotCounted(code) => {
            let (fr, en) = (code.meaning(Language::Fr), code.meaning(Language::En));
            (code.name().to_owned(), fr.to_owned(), en.to_owned())
        }
    };
    let place = |fr: bool| {
        if fr {
            format!("à l’index {index} de {council} ({})", entries(size).fr)
        } else {
            format!("at index {index} of {council} ({})", entries(size).en)
        }
    };
    match fate {
        Fate::Refused(_) => Bilingual::new(
            format!("REFUSÉ {} · {code} : {fr}", place(true)),
            format!("REFUSED {} · {code}: {en}", place(false)),
        ),
        Fate::NotCounted(_) => Bilingual::new(
            format!("REFUSÉ {} · NON COMPTÉ dans `{subject}` · {code} : {fr}", place(true)),
            format!("REFUSED {} · NOT COUNTED in `{subject}` · {code}: {en}", place(false)),
        ),
        _ => Bilingual::new(format!("CONSIGNÉ {}{fr}", place(true)), format!("RECORDED {}{en}", place(false))),
    }
}
