//! What was corrected, and what was taken away.

use super::{Council, Field};
use crate::document::{CorrectionReason, Erratum, ErratumKind, Record, RecordId, RemovalReason, Tombstone};
use crate::export::{Rows, Table, cell};

const RECORD: Field =
    Field::text("record", "la fiche, par son dossier et son nom", "the record, by its folder and name").required();
const BY: Field = Field::text("by", "qui l’a fait", "who did it");
const DATE: Field = Field::day("date", "le jour", "the day").required();

/// A line a correction.
pub(super) fn errata(council: &Council<'_>) -> Table {
    let rows: Vec<(&RecordId, &Record<Erratum>)> = council.documents.errata.iter().collect();
    Rows::about(&rows)
        .column(
            Field::text("erratum", "le rectificatif, par son identifiant", "the erratum, by its id").required(),
            |row| row.0.to_string(),
        )
        .column(RECORD, |row| row.1.facts.target.to_string())
        .column(DATE, |row| row.1.facts.at.to_string())
        .column(
            Field::word::<ErratumKind>("kind", "rectificatif ou occultation", "erratum or redaction").required(),
            |row| row.1.facts.kind.word().to_owned(),
        )
        .column(Field::word::<CorrectionReason>("reason", "pourquoi", "why").required(), |row| {
            row.1.facts.reason.word().to_owned()
        })
        .column(BY, |row| row.1.facts.by.clone())
        .column(Field::text("before", "l’empreinte du fichier avant", "the hash of the file before"), |row| {
            cell(row.1.facts.before.as_ref())
        })
        .column(
            Field::text("after", "l’empreinte du fichier après", "the hash of the file after").required(),
            |row| row.1.facts.after.to_string(),
        )
        .table()
        .named_by(&["erratum"])
}

/// A line a record that was taken away.
pub(super) fn removed(council: &Council<'_>) -> Table {
    let rows: Vec<&Record<Tombstone>> = council.documents.tombstones.values().collect();
    Rows::about(&rows)
        .column(RECORD, |row| row.facts.target.to_string())
        .column(DATE, |row| row.facts.at.to_string())
        .column(Field::word::<RemovalReason>("reason", "pourquoi", "why").required(), |row| {
            row.facts.reason.word().to_owned()
        })
        .column(BY, |row| row.facts.by.clone())
        .column(Field::text("replaced_by", "la fiche qui a pris sa place", "the record that took its place"), |row| {
            cell(row.facts.replaced_by.as_ref().map(|(target, _)| target))
        })
        .table()
        .named_by(&["record"])
}
