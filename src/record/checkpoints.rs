//! The signed checkpoints of the log, against its entries.

use std::collections::BTreeSet;

use super::Record;
use crate::language::Bilingual;
use crate::log::Checkpoint;
use crate::report::{Code, Diagnostic, Place};
use crate::statement::entries;
use crate::tree::{FilePath, FileTree};

/// Where the checkpoints lie, each named by its size.
pub const CHECKPOINTS: &str = "submissions/log/checkpoints";

/// Every checkpoint holds under the log's key of its time and for the entries it counts, and the
/// newest counts them all.
#[must_use]
pub fn check_checkpoints(record: &Record, tree: &FileTree) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    let mut sizes = BTreeSet::new();
    for (path, bytes) in tree.below(CHECKPOINTS) {
        match open_checkpoint(record, path, bytes) {
            Ok(size) => {
                sizes.insert(size);
            }
            Err(reason) => findings.push(Diagnostic::error(Code::CheckpointInvalid, reason).at(Place::file(path))),
        }
    }
    let size = record.state().size;
    if findings.is_empty() && !sizes.contains(&size) {
        let message = Bilingual::new(
            format!("le journal a {} ; aucun point de contrôle n’en compte autant", entries(size).fr),
            format!("the log has {}; no checkpoint counts as many", entries(size).en),
        );
        findings.push(Diagnostic::error(Code::CheckpointMissing, message).at(Place::named(CHECKPOINTS)));
    }
    findings
}

/// The size of the checkpoint at `path`, where it is one of this log.
pub(super) fn open_checkpoint(record: &Record, path: &FilePath, bytes: &[u8]) -> Result<u64, Bilingual> {
    let misnamed = || Bilingual::new("son nom n’est pas sa taille", "its name is not its size");
    let size: u64 = path.file_name().parse().map_err(|_| misnamed())?;
    let key = record.log_key_at(size);
    let key = key.ok_or_else(|| {
        Bilingual::new("le journal n’avait pas de clé à cette taille", "the log had no key at this size")
    })?;
    let checkpoint = Checkpoint::open(bytes, key).map_err(|fault| {
        let Bilingual { fr, en } = fault.words();
        Bilingual::new(
            format!("le point de contrôle ne tient pas : {fr}"),
            format!("the checkpoint does not hold: {en}"),
        )
    })?;
    let state = checkpoint.state();
    if path.file_name() != state.size.to_string() {
        return Err(misnamed());
    }
    if record.state_at(state.size) == Some(state) {
        return Ok(state.size);
    }
    Err(Bilingual::new(
        "sa racine n’est pas celle des entrées : le journal a été réécrit, ou il manque des entrées",
        "its root is not that of the entries: the log was rewritten, or entries are missing",
    ))
}
