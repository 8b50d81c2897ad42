//! What the council publishes for machines: its records as tables, each with its Table Schema, and in the
//! forms of the standards of the field.
//!
//! In come the [`Documents`] that may be published, and where each stands on the website; out come
//! [`Dataset`]s, the package that describes them, Popolo and OParl. Nothing here reads a clock or a disk:
//! the same records give the same bytes. What a standard cannot hold is told by name, never dropped.

mod corrections;
mod decisions;
mod documents;
mod meetings;
mod members;
pub mod oparl;
mod package;
mod popolo;
mod proposals;
pub mod scdl;
mod taken;
mod votes;

pub use package::{PackageFile, package};
pub use popolo::popolo;
pub use proposals::Proposed;
pub use taken::{Taken, Votes, taken};
pub use votes::{ResultLine, each_result, result_lines};

use serde_json::{Value, json};

use crate::council::Date;
use crate::document::{Documents, RecordId, Records};
use crate::export::{Cells, Field, Table};
use crate::language::{Bilingual, Language};
use crate::tree::{Digest, FilePath};

/// What can be published of a council, and where.
#[derive(Clone, Copy)]
pub struct Council<'a> {
    /// Its records, those withheld left out.
    pub documents: &'a Documents,
    /// The day spoken of as today.
    pub as_of: Option<Date>,
    /// The address on the web of the page about something.
    pub address: &'a dyn Fn(Subject<'_>) -> String,
}

/// What a page is about.
#[derive(Clone, Copy, Debug)]
pub enum Subject<'a> {
    /// A body.
    Body(&'a RecordId),
    /// A member.
    Member(&'a RecordId),
    /// A meeting.
    Meeting(&'a RecordId),
    /// A point of its agenda, by number.
    Item(&'a RecordId, &'a str),
    /// Minutes.
    Minutes(&'a RecordId),
    /// A document.
    Document(&'a RecordId),
    /// A file of `content/` that the site hands on.
    File(&'a FilePath),
    /// A proposal.
    Proposal(&'a RecordId),
    /// A vote.
    Vote(&'a RecordId),
    /// An edition of the participatory budget.
    Edition(&'a RecordId),
    /// A file below `data/`.
    Data(&'a str),
}

impl Council<'_> {
    /// The main language, in which titles stand.
    #[must_use]
    pub fn language(&self) -> Language {
        self.documents.config.main_language()
    }

    /// What a member is called; the id where there is no such person.
    #[must_use]
    pub fn name(&self, person: &RecordId) -> String {
        title(&self.documents.people, person, self.language())
    }
}

fn title<T>(records: &Records<T>, id: &RecordId, language: Language) -> String {
    records.get(id).map_or_else(|| id.to_string(), |record| record.title(language).to_owned())
}

/// The version of the schemas: a column is added at the end of a table with the second number, renamed or
/// taken out with the first.
const VERSION: &str = "1.0.0";

/// A table that is published.
#[derive(Clone, Debug)]
pub struct Dataset {
    /// Its file's name without the ending.
    pub name: String,
    /// What it holds.
    pub title: Bilingual,
    /// Its rows.
    pub table: Table,
    /// The schema that others wrote and that it follows.
    pub conforms_to: Option<&'static str>,
    /// The file.
    pub csv: String,
    /// The hash of the file.
    pub digest: Digest,
}

impl Dataset {
    /// A table by its name and what it holds.
    #[must_use]
    pub fn new(name: impl Into<String>, title: Bilingual, table: Table) -> Self {
        let csv = table.write();
        let digest = Digest::of(csv.as_bytes());
        Self { name: name.into(), title, table, conforms_to: None, csv, digest }
    }

    /// The same, where it follows a schema that others wrote.
    #[must_use]
    pub const fn conforming(mut self, schema: &'static str) -> Self {
        self.conforms_to = Some(schema);
        self
    }

    /// Its Table Schema, described in `main`, and in the other language beside it.
    #[must_use]
    pub fn schema(&self, main: Language) -> Value {
        let mut schema = json!({
            "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
            "name": self.name,
            "version": VERSION,
            "title": self.title.get(main),
        });
        for language in Language::ALL.into_iter().filter(|language| *language != main) {
            schema[format!("title@{language}")] = Value::from(self.title.get(language));
        }
        if let (Value::Object(schema), Value::Object(table)) = (&mut schema, self.table.schema(main)) {
            schema.extend(table);
        }
        schema
    }

    /// The name of its file below `data/`.
    #[must_use]
    pub fn file(&self) -> String {
        format!("{}.csv", self.name)
    }

    /// The name of the file with its schema.
    #[must_use]
    pub fn schema_file(&self) -> String {
        format!("{}.schema.json", self.name)
    }
}

/// The registers of a council, in the order in which people read them; one without rows is not published.
#[must_use]
pub fn registers(council: &Council<'_>) -> Vec<Dataset> {
    let mut all = vec![
        Dataset::new("bodies", Bilingual::new("Les instances", "Bodies"), members::bodies(council)),
        Dataset::new("members", Bilingual::new("Les mandats des membres", "Terms of members"), members::terms(council)),
        Dataset::new("meetings", Bilingual::new("Les séances", "Meetings"), meetings::meetings(council)),
        Dataset::new(
            "attendance",
            Bilingual::new(
                "Les présences, une ligne par membre et par séance",
                "Attendance, a line a member and meeting",
            ),
            meetings::attendance(council),
        ),
        Dataset::new(
            "decisions",
            Bilingual::new("Le registre des décisions, avec leurs voix", "The register of decisions, with their votes"),
            decisions::register(council),
        ),
        Dataset::new(
            "roll-calls",
            Bilingual::new(
                "Les votes nominaux, une ligne par membre et par décision",
                "Roll calls, a line a member and decision",
            ),
            decisions::roll_calls(council),
        ),
    ];
    all.push(Dataset::new(
        "amendments",
        Bilingual::new("Les amendements aux décisions", "Amendments to decisions"),
        decisions::amendments(council),
    ));
    all.extend(scdl::files(council));
    all.push(Dataset::new(
        "documents",
        Bilingual::new("Les documents, avec l’empreinte de chaque fichier", "Documents, with the hash of each file"),
        documents::documents(council),
    ));
    all.extend([
        Dataset::new(
            "proposals",
            Bilingual::new(
                "Les propositions : état, dates, coût, avis des services",
                "Proposals: status, days, cost, evaluation",
            ),
            proposals::proposals(council),
        ),
        Dataset::new(
            "proposal-steps",
            Bilingual::new("Chaque étape de chaque proposition", "Every step of every proposal"),
            proposals::steps(council),
        ),
        Dataset::new(
            "votes",
            Bilingual::new("Les votes : règles, dates, participation", "Votes: rules, days, turnout"),
            votes::votes(council),
        ),
        Dataset::new(
            "results",
            Bilingual::new("Les résultats certifiés, une ligne par choix", "Certified results, a line an option"),
            votes::results(council),
        ),
    ]);
    all.extend([
        Dataset::new(
            "errata",
            Bilingual::new("Les rectificatifs et occultations", "Errata and redactions"),
            corrections::errata(council),
        ),
        Dataset::new(
            "removed",
            Bilingual::new("Les fiches retirées", "Records that were taken away"),
            corrections::removed(council),
        ),
    ]);
    all.retain(|dataset| !dataset.table.is_empty());
    all
}

// Columns that several tables have.

const BODY: Field = Field::text("body", "l’instance, par son identifiant", "the body, by its id").required();
const MEETING: Field = Field::text("meeting", "la séance, par son identifiant", "the meeting, by its id").required();
const DATE: Field = Field::day("date", "le jour de la séance", "the day of the meeting").required();
const MEMBER: Field = Field::text("member", "le membre, par son identifiant", "the member, by their id").required();
const NAME: Field = Field::text("name", "son nom", "their name").required();
const TITLE: Field = Field::text("title", "son titre", "its title");
const URL: Field = Field::new("url", Cells::Address, "sa page", "its page");
