//! The page of open data: what each file for machines is, and under which licence.

use serde::Serialize;

use super::{Link, Scene, Shell};
use crate::language::Language;
use crate::open_data::scdl::{self, LeftOut};
use crate::open_data::{Dataset, oparl};
use crate::site::data::{DataFile, OpenData};
use crate::site::format;
use crate::site::linked_data;
use crate::site::route::Page;

/// The page.
#[derive(Clone, Debug, Serialize)]
pub struct DataView {
    /// What every page has.
    pub page: Shell,
    /// The licence, with where its text stands.
    pub licence: Option<Link>,
    /// The description of all tables.
    pub package: Link,
    /// The tables.
    pub tables: Vec<TableRow>,
    /// What is no table.
    pub others: Vec<FileRow>,
    /// Where OParl begins, where the council publishes it.
    pub oparl: Option<Link>,
    /// Decisions that the file of deliberations cannot hold.
    pub left_out: Vec<LeftOutRow>,
}

/// A table.
#[derive(Clone, Debug, Serialize)]
pub struct TableRow {
    /// Its place on the page.
    pub anchor: String,
    /// The file.
    pub file: FileRow,
    /// Its Table Schema.
    pub schema: Link,
    /// The schema of others that it follows.
    pub conforms_to: Option<&'static str>,
    /// How many columns it has, in words.
    pub columns_title: String,
    /// Its columns.
    pub columns: Vec<ColumnRow>,
}

/// A file.
#[derive(Clone, Debug, Serialize)]
pub struct FileRow {
    /// What it holds.
    pub title: String,
    /// The file.
    pub link: Link,
    /// How large it is, in words.
    pub size: String,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub struct ColumnRow {
    /// Its name.
    pub name: String,
    /// What it means.
    pub meaning: String,
}

/// A decision that is not in the file of deliberations.
#[derive(Clone, Debug, Serialize)]
pub struct LeftOutRow {
    /// Its number and where it stands.
    pub link: Link,
    /// Its subject.
    pub subject: String,
    /// Why it is not there.
    pub why: String,
}

impl DataView {
    /// The page of `data`.
    #[must_use]
    pub fn new(scene: &Scene<'_>, data: &OpenData) -> Self {
        let documents = scene.documents();
        let licence = documents
            .config
            .licence
            .map(|licence| Link { href: licence.address().to_owned(), text: licence.title().to_owned() });
        let file = |file: DataFile| {
            let text = file.name();
            scene.link(&Page::Data(file), text)
        };
        let others = data.others().map(|(other, about)| FileRow {
            title: about.title.get(scene.language).to_owned(),
            link: file(other.clone()),
            size: size(scene, about.bytes),
        });
        let title = scene.say("data_title");
        let linked_data = linked_data::catalogue(scene, &title, data.datasets());
        Self {
            page: Shell { linked_data, ..Shell::new(scene, &Page::DataIndex, "data", &title, &[]) },
            licence,
            package: file(DataFile::Package),
            tables: data.datasets().iter().map(|dataset| table(scene, dataset)).collect(),
            others: others.collect(),
            oparl: documents.config.oparl.then(|| file(DataFile::Oparl(oparl::Resource::System))),
            left_out: scdl::left_out(documents).iter().map(|one| left_out(scene, one)).collect(),
        }
    }
}

fn table(scene: &Scene<'_>, dataset: &Dataset) -> TableRow {
    let file = DataFile::Table(dataset.name.clone());
    let (rows, bytes) = (dataset.table.len() as u64, size(scene, dataset.csv.len()));
    let key = scene.language.agree(rows, "data_line", "data_lines");
    let lines = scene.say_with(key, &[("lines", &scene.number(rows))]);
    let fields = dataset.table.fields();
    let key = scene.language.agree(fields.len() as u64, "data_column", "data_columns");
    let column = |field: &crate::export::Field| ColumnRow {
        name: field.name().to_owned(),
        meaning: format::spaced(field.meaning(scene.language), scene.language),
    };
    TableRow {
        anchor: dataset.name.clone(),
        file: FileRow {
            title: dataset.title.get(scene.language).to_owned(),
            link: scene.link(&Page::Data(file.clone()), file.name()),
            size: format!("{lines}, {bytes}"),
        },
        schema: scene.link(&Page::Data(DataFile::Schema(dataset.name.clone())), scene.say("data_schema")),
        conforms_to: dataset.conforms_to,
        columns_title: scene.say_with(key, &[("columns", &scene.number(fields.len() as u64))]),
        columns: fields.iter().map(column).collect(),
    }
}

fn left_out(scene: &Scene<'_>, LeftOut { taken, why }: &LeftOut<'_>) -> LeftOutRow {
    let meeting = Page::Meeting(taken.meeting_id.clone());
    let anchor = format!("item-{}", super::anchor(&taken.item.number));
    LeftOutRow {
        link: scene.link_to(&meeting, &anchor, &taken.decision.number),
        subject: taken.decision.subject.clone(),
        why: why.words().get(scene.language).to_owned(),
    }
}

/// `850 octets`, `12,3 ko`: rounded up, so that nothing is called empty.
fn size(scene: &Scene<'_>, bytes: usize) -> String {
    if bytes < 1000 {
        return scene.say_with("data_bytes", &[("bytes", &bytes.to_string())]);
    }
    let tenths = (bytes as u64).div_ceil(100);
    let mark = if scene.language == Language::Fr { ',' } else { '.' };
    let number = format!("{}{mark}{}", scene.number(tenths / 10), tenths % 10);
    scene.say_with("data_kilobytes", &[("kilobytes", &number)])
}
