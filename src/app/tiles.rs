//! `tiles`: the log as files for a plain web server.

use std::collections::BTreeSet;
use std::path::Path;

use super::record::root_of;
use super::{AppError, Status, Terminal};
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::log::{tiles, tiles_to_write, with_one_line_each};
use crate::publish::record::add;
use crate::record::{CHECKPOINTS, ENTRIES, Files, check_checkpoints, replay};
use crate::report::{Code, Diagnostic, Place};
use crate::source::folder;
use crate::source::git::GitSource;
use crate::statement::entries;
use crate::tree::FileTree;

/// `tiles`: writes the log of the commit `revision` to the folder `out` in the form of C2SP
/// `tlog-tiles`. What is there already stays; the newest checkpoint is written last.
///
/// # Errors
/// A record that does not hold, or a folder that holds tiles of another log or other files.
pub fn write_tiles(from: &Path, revision: &str, out: &Path, terminal: Terminal) -> Result<Status, AppError> {
    let git = GitSource::open(&root_of(from))?;
    let files = Files::new(git.files(revision, &["submissions"])?);
    let (record, mut findings) = replay(&files);
    let Some(record) = record else { return Err(AppError::Findings(findings)) };
    findings.extend(check_checkpoints(&record, files.tree()));
    if !findings.is_empty() {
        return Err(AppError::Findings(findings));
    }
    let size = record.entries().len();
    let newest = files.tree().get_str(&format!("{CHECKPOINTS}/{size}")).unwrap_or_default();
    let sizes: BTreeSet<usize> =
        files.tree().below(CHECKPOINTS).filter_map(|(path, _)| path.file_name().parse().ok()).collect();
    let lines: Vec<String> = record.entries().iter().map(crate::statement::entry::Entry::line).collect();
    let wanted = tiles(&lines, &sizes, &with_one_line_each(newest)).map_err(too_long)?;
    let present = folder::read(out, "")?;
    let new = tiles_to_write(&present, &wanted).map_err(|path| conflict(out, path.as_str()))?;
    let is_checkpoint = |path: &crate::tree::FilePath| path.as_str() == crate::log::TILED_CHECKPOINT;
    let of = |last: bool| -> FileTree {
        let files = new.iter().filter(|(path, _)| is_checkpoint(path) == last);
        files.map(|(path, bytes)| (path.clone(), bytes.to_vec())).collect()
    };
    // A reader who has the checkpoint must find every tile below it.
    add(out, &of(false))?;
    add(out, &of(true))?;
    let (count, shown) = (new.len(), out.display());
    terminal.say(
        &format!("{shown} : {}, {}", entries(size).fr, Fr.count(count, "fichier écrit", "fichiers écrits")),
        &format!("{shown}: {}, {} written", entries(size).en, En.count(count, "file", "files")),
    );
    Ok(Status::Fine)
}

fn conflict(out: &Path, path: &str) -> AppError {
    let message = Bilingual::new(
        "ce dossier a déjà d’autres octets à cet endroit : ce n’est pas la suite du même journal",
        "this folder holds other bytes here: it is not the same log, grown",
    );
    let help = Bilingual::new(
        "écrire dans un dossier vide ; si celui-ci était publié, le garder et demander un audit : scrutineer audit --state FICHIER",
        "write to an empty folder; where this one was published, keep it and ask for an audit: scrutineer audit --state FILE",
    );
    let place = Place::named(&out.join(path).to_string_lossy());
    AppError::Findings(vec![Diagnostic::error(Code::TilesConflict, message).at(place).help(help)])
}

fn too_long(fault: crate::log::TilesFault) -> AppError {
    let message = Bilingual::new(format!("tuiles impossibles : {fault}"), fault.to_string());
    AppError::Findings(vec![Diagnostic::error(Code::LogMalformed, message).at(Place::named(ENTRIES))])
}
