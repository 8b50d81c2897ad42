//! Files for machines, the same in every language: which there are, where each lies, what it holds.

mod editions;
mod record;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::ledger;
use super::library::{Library, published};
use super::route::{Page, Route};
use super::view::anchor;
use crate::council::Date;
use crate::document::{RecordId, SiteConfig};
use crate::language::Bilingual;
use crate::open_data::oparl::{Profile, Resource};
use crate::open_data::{self, Council, Dataset, PackageFile, Subject};
use crate::tree::Digest;

/// A file for machines.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataFile {
    /// A table, by its name.
    Table(String),
    /// Its Table Schema.
    Schema(String),
    /// A certified budget with its ballots, as Pabulib has it.
    Pabulib(RecordId),
    /// People, bodies, meetings and roll calls, as Popolo has them.
    Popolo,
    /// What describes all of these.
    Package,
    /// The same records as objects of OParl, and their lists.
    Oparl(Resource),
    /// The list of all records, each with its file.
    Records,
    /// A record by its folder and its id.
    Record(&'static str, RecordId),
}

impl DataFile {
    /// The result of a vote as a table.
    #[must_use]
    pub fn result(vote: &RecordId) -> Self {
        Self::Table(format!("result-{vote}"))
    }

    /// What became of the winning projects of an edition, as a table.
    #[must_use]
    pub fn deliveries(edition: &RecordId) -> Self {
        Self::Table(format!("delivery-{edition}"))
    }

    /// Where it lies in the finished site.
    pub(super) fn address(&self) -> String {
        format!("data/{}", self.name())
    }

    /// Its name below `data/`.
    #[must_use]
    pub fn name(&self) -> String {
        match self {
            Self::Table(name) => format!("{name}.csv"),
            Self::Schema(name) => format!("{name}.schema.json"),
            Self::Pabulib(id) => format!("{id}.pb"),
            Self::Popolo => "popolo.json".to_owned(),
            Self::Package => "datapackage.json".to_owned(),
            Self::Oparl(resource) => format!("oparl/{}", resource.name()),
            Self::Records => "records.json".to_owned(),
            Self::Record(folder, id) => format!("{folder}/{id}.json"),
        }
    }
}

/// Everything that the site publishes for machines.
#[derive(Debug)]
pub struct OpenData {
    datasets: Vec<Dataset>,
    /// What is no table, with its text.
    others: Vec<(DataFile, PackageFile, String)>,
    package: String,
    oparl: Profile,
    as_of: Option<Date>,
}

impl OpenData {
    /// Makes it of the council's records; `as_of` is the day spoken of as today.
    #[must_use]
    pub fn of(library: &Library, as_of: Option<Date>) -> Self {
        let documents = library.documents();
        let address = |subject: Subject<'_>| address(&documents.config, subject);
        let council = Council { documents, as_of, address: &address };
        let mut datasets = open_data::registers(&council);
        datasets.extend(editions::datasets(&council));
        datasets.extend(documents.editions.iter().filter_map(|(id, edition)| {
            let table = ledger::table(documents, id, as_of);
            let title = Bilingual::new(
                format!("La réalisation des projets, {}", edition.facts.year),
                format!("Delivery of the projects, {}", edition.facts.year),
            );
            (!table.is_empty()).then(|| Dataset::new(format!("delivery-{id}"), title, table))
        }));
        datasets.extend(open_data::each_result(&council));
        let mut others: Vec<_> = documents.votes.keys().filter_map(|id| pabulib(library, id)).collect();
        // Readers of packages take every JSON for a table, so the package has none.
        let files: Vec<PackageFile> = others.iter().map(|(_, file, _)| file.clone()).collect();
        let package = json(&open_data::package(&council, &datasets, &files));
        others.splice(0..0, [records(library), popolo(&council)]);
        let oparl = if documents.config.oparl { Profile::of(documents) } else { Profile::default() };
        Self { datasets, others, package, oparl, as_of }
    }

    /// Every file.
    pub(super) fn files(&self, library: &Library) -> impl Iterator<Item = DataFile> + '_ {
        let tables = self.datasets.iter().map(|dataset| DataFile::Table(dataset.name.clone()));
        let schemas = self.datasets.iter().map(|dataset| DataFile::Schema(dataset.name.clone()));
        let others = self.others.iter().map(|(file, ..)| file.clone());
        let oparl = self.oparl.resources().cloned().map(DataFile::Oparl);
        let records = record::all(library).into_iter().map(|(folder, id)| DataFile::Record(folder, id));
        tables.chain(schemas).chain(others).chain([DataFile::Package]).chain(oparl).chain(records)
    }

    /// The tables, in the order in which people read them.
    #[must_use]
    pub fn datasets(&self) -> &[Dataset] {
        &self.datasets
    }

    /// What is no table, in the same order.
    pub(super) fn others(&self) -> impl Iterator<Item = (&DataFile, &PackageFile)> {
        self.others.iter().map(|(file, about, _)| (file, about))
    }

    /// What a file holds; nothing where there is no such file.
    pub(super) fn text(&self, library: &Library, file: &DataFile) -> Option<String> {
        let dataset = |name: &String| self.datasets.iter().find(|dataset| dataset.name == *name);
        match file {
            DataFile::Table(name) => dataset(name).map(|dataset| dataset.csv.clone()),
            DataFile::Schema(name) => {
                let main = library.documents().config.main_language();
                dataset(name).map(|dataset| json(&dataset.schema(main)))
            }
            DataFile::Package => Some(self.package.clone()),
            DataFile::Oparl(resource) => {
                let documents = library.documents();
                let address = |subject: Subject<'_>| address(&documents.config, subject);
                let council = Council { documents, as_of: self.as_of, address: &address };
                self.oparl.value(&council, resource).map(|value| json(&value))
            }
            DataFile::Record(folder, id) => record::value(library, folder, id).map(|value| json(&value)),
            other => self.others.iter().find(|(file, ..)| file == other).map(|(.., text)| text.clone()),
        }
    }
}

fn pabulib(library: &Library, id: &RecordId) -> Option<(DataFile, PackageFile, String)> {
    let text = library.pabulib(id)?.write();
    let title = Bilingual::new(
        format!("Le budget participatif et ses bulletins, au format de Pabulib : {id}"),
        format!("The participatory budget with its ballots, in the form of Pabulib: {id}"),
    );
    Some(other(DataFile::Pabulib(id.clone()), title, "text/plain", text))
}

fn records(library: &Library) -> (DataFile, PackageFile, String) {
    let title = Bilingual::new(
        "Toutes les fiches du site, chacune avec l’adresse de son fichier JSON",
        "All records of the site, each with the address of its JSON file",
    );
    other(DataFile::Records, title, "application/json", json(&record::list(library)))
}

fn popolo(council: &Council<'_>) -> (DataFile, PackageFile, String) {
    let title = Bilingual::new(
        "Personnes, instances, mandats, séances et votes nominaux, au format Popolo",
        "People, bodies, terms, meetings and roll calls, in the form of Popolo",
    );
    other(DataFile::Popolo, title, "application/json", json(&open_data::popolo(council)))
}

fn other(file: DataFile, title: Bilingual, media_type: &'static str, text: String) -> (DataFile, PackageFile, String) {
    let (bytes, digest) = (text.len(), Digest::of(text.as_bytes()));
    let about = PackageFile { file: file.name(), title, media_type, bytes, digest };
    (file, about, text)
}

fn json(value: &serde_json::Value) -> String {
    let mut text = serde_json::to_string_pretty(value).expect("texts and numbers");
    text.push('\n');
    text
}

/// What stands in an address as it is.
const PLAIN: &AsciiSet = &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`');

/// The address on the web of the page about `subject`, in the main language.
fn address(config: &SiteConfig, subject: Subject<'_>) -> String {
    let (page, at) = match subject {
        Subject::Body(id) => (Page::Body(id.clone()), None),
        Subject::Member(id) => (Page::Member(id.clone()), None),
        Subject::Meeting(id) => (Page::Meeting(id.clone()), None),
        Subject::Item(id, number) => (Page::Meeting(id.clone()), Some(format!("#item-{}", anchor(number)))),
        Subject::Minutes(id) => (Page::Minutes(id.clone()), None),
        Subject::Document(id) => (Page::Document(id.clone()), None),
        Subject::File(file) => {
            let published = published(file).map(|file| file.to_string()).unwrap_or_default();
            return format!("{}{}", config.url, utf8_percent_encode(&published, PLAIN));
        }
        Subject::Proposal(id) => (Page::Proposal(id.clone()), None),
        Subject::Vote(id) => (Page::Vote(id.clone()), None),
        Subject::Edition(id) => (Page::Edition(id.clone()), None),
        Subject::Data(file) => return format!("{}data/{file}", config.url),
    };
    let main = config.main_language();
    let path = Route { page, language: Some(main) }.path(main);
    let at = at.unwrap_or_default();
    format!("{}{path}{}", config.url, utf8_percent_encode(&at, PLAIN))
}
