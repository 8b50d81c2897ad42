//! Documents: what goes with the council's work as a file.

use super::{Cells, Council, Field, Subject, TITLE, URL};
use crate::document::{FiledDocument, Record, RecordId};
use crate::export::{Rows, Table, cell};

/// A line a document.
pub(super) fn documents(council: &Council<'_>) -> Table {
    let language = council.language();
    let rows: Vec<(&RecordId, &Record<FiledDocument>)> = council.documents.filed.iter().collect();
    Rows::about(&rows)
        .column(
            Field::text("document", "le document, par son identifiant", "the document, by its id").required(),
            |row| row.0.to_string(),
        )
        .column(TITLE, move |(_, document)| document.title(language).to_owned())
        .column(Field::day("date", "le jour qu’il porte", "the day it bears"), |(_, document)| {
            cell(document.facts.date.as_ref())
        })
        .column(Field::text("author", "qui l’a écrit", "who wrote it"), |(_, document)| {
            cell(document.facts.author.as_ref())
        })
        .column(Field::text("mime", "ce qu’est le fichier", "what the file is").required(), |(_, document)| {
            document.facts.mime.to_string()
        })
        .column(Field::integer("pages", "ses pages", "how many pages it has"), |row| cell(row.1.facts.pages.as_ref()))
        .column(HASH, |(_, document)| document.facts.sha256.to_string())
        .column(Field::new("file", Cells::Address, "le fichier", "the file"), |(_, document)| {
            (council.address)(Subject::File(&document.facts.file))
        })
        .column(URL, |(id, _)| (council.address)(Subject::Document(id)))
        .table()
        .named_by(&["document"])
}

const HASH: Field =
    Field::new("sha256", Cells::Shape("^sha256:[0-9a-f]{64}$"), "l’empreinte de ses octets", "the hash of its bytes")
        .required();
