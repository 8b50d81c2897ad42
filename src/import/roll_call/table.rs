//! A table of votes: which column is what, and its lines.

use crate::import::head::on_one_line;
use crate::import::slug::folded;
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};

/// More lines than any meeting has items.
const MOST_LINES: usize = 5_000;
/// More columns than any council has seats.
const MOST_COLUMNS: usize = 500;

/// A table.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) name: String,
    link: Option<usize>,
    class: Option<usize>,
    number: Option<usize>,
    title: usize,
    /// The columns of votes, with their headings.
    pub(super) members: Vec<(usize, String)>,
    pub(super) lines: Vec<Line>,
}

/// A line of it.
#[derive(Debug)]
pub(super) struct Line {
    /// Its number in the file, from 1.
    pub(super) number: u32,
    cells: Vec<String>,
}

impl Table {
    pub(super) fn link<'a>(&self, line: &'a Line) -> &'a str {
        line.at(self.link)
    }

    pub(super) fn class<'a>(&self, line: &'a Line) -> &'a str {
        line.at(self.class)
    }

    pub(super) fn item<'a>(&self, line: &'a Line) -> &'a str {
        line.at(self.number)
    }

    /// What an item is called: its number, or its line where it has none.
    pub(super) fn called(&self, line: &Line) -> String {
        match self.item(line) {
            "" => format!("l. {}", line.number),
            printed => printed.to_owned(),
        }
    }

    pub(super) fn title<'a>(&self, line: &'a Line) -> &'a str {
        line.at(Some(self.title))
    }

    /// The place of a line.
    pub(super) fn place(&self, line: &Line) -> Place {
        Place::named(&self.name).at_line(line.number)
    }
}

impl Line {
    /// What stands in a column; nothing where the line is shorter.
    pub(super) fn at(&self, column: Option<usize>) -> &str {
        column.and_then(|column| self.cells.get(column)).map_or("", |cell| cell.trim())
    }
}

const LINK: &[&str] = &["link", "url", "lien", "source"];
const CLASS: &[&str] = &["class", "label", "result", "outcome", "classe", "resultat", "issue", "sort"];
const NUMBER: &[&str] = &["agenda number", "item number", "number", "numero", "no", "n"];
const TITLE: &[&str] = &["agenda item", "item", "title", "subject", "point", "objet", "titre", "sujet"];

/// Counts lines from the start of a text to places in it, each after the one before. The reader's own
/// count is one short after each line end of two characters, as spreadsheets write them.
struct LineCounter<'a> {
    text: &'a str,
    at: usize,
    line: u32,
}

impl LineCounter<'_> {
    /// The line on which the record that begins at `byte` has its first character.
    fn line_at(&mut self, byte: u64) -> u32 {
        let bytes = self.text.as_bytes();
        let mut end = usize::try_from(byte).unwrap_or(usize::MAX).min(bytes.len());
        end += bytes[end..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let ends = bytes[self.at..end.max(self.at)].iter().filter(|byte| **byte == b'\n').count();
        self.line = self.line.saturating_add(u32::try_from(ends).unwrap_or(u32::MAX));
        self.at = end.max(self.at);
        self.line
    }
}

/// Reads a table; commas, semicolons or tabs stand between its cells, whichever the heading has most of.
pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Table, Box<Diagnostic>> {
    let text = std::str::from_utf8(bytes).map_err(|_| Box::new(not_utf8(name)))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let heading = text.lines().next().unwrap_or_default();
    let delimiter = [b',', b';', b'\t'].into_iter().max_by_key(|mark| heading.bytes().filter(|b| b == mark).count());
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter.unwrap_or(b','))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut lines = Vec::new();
    let mut counter = LineCounter { text, at: 0, line: 1 };
    for record in reader.records() {
        let record = record.map_err(|error| Box::new(unreadable(name, &error)))?;
        if lines.len() > MOST_LINES || record.len() > MOST_COLUMNS {
            return Err(Box::new(too_large(name)));
        }
        let number = counter.line_at(record.position().map_or(0, csv::Position::byte));
        lines.push(Line { number, cells: record.iter().map(str::to_owned).collect() });
    }
    if lines.is_empty() {
        return Err(Box::new(empty(name)));
    }
    let heading = lines.remove(0);
    with_columns(name, &heading.cells, lines)
}

fn with_columns(name: &str, heading: &[String], lines: Vec<Line>) -> Result<Table, Box<Diagnostic>> {
    let called = |names: &[&str]| heading.iter().position(|cell| names.contains(&folded(cell).join(" ").as_str()));
    let (link, class, number) = (called(LINK), called(CLASS), called(NUMBER));
    let title = called(TITLE).ok_or_else(|| Box::new(no_title(name, heading)))?;
    let ours = [link, class, number, Some(title)];
    let members = (0..).zip(heading).filter(|(at, cell)| !ours.contains(&Some(*at)) && !cell.trim().is_empty());
    let members: Vec<(usize, String)> = members.map(|(at, cell)| (at, on_one_line(cell))).collect();
    if members.is_empty() {
        return Err(Box::new(no_members(name)));
    }
    Ok(Table { name: name.to_owned(), link, class, number, title, members, lines })
}

fn finding(name: &str, message: Bilingual, help: Bilingual) -> Diagnostic {
    Diagnostic::error(Code::SourceUnreadable, message).at(Place::named(name)).help(help)
}

fn not_utf8(name: &str) -> Diagnostic {
    let message = Bilingual::new("le tableau n’est pas un texte UTF-8", "the table is not UTF-8 text");
    let help = Bilingual::new(
        "l’exporter de nouveau en CSV, jeu de caractères Unicode (UTF-8)",
        "export it again as CSV, character set Unicode (UTF-8)",
    );
    Diagnostic::error(Code::TextNotUtf8, message).at(Place::named(name)).help(help)
}

fn unreadable(name: &str, error: &csv::Error) -> Diagnostic {
    let message =
        Bilingual::new(format!("le tableau est illisible : {error}"), format!("the table is unreadable: {error}"));
    finding(name, message, Bilingual::new("l’exporter de nouveau en CSV", "export it again as CSV"))
}

fn too_large(name: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("plus de {MOST_LINES} lignes ou de {MOST_COLUMNS} colonnes : aucune séance n’en a autant"),
        format!("more than {MOST_LINES} lines or {MOST_COLUMNS} columns: no meeting has as many"),
    );
    finding(name, message, Bilingual::new("donner un fichier par séance", "give one file for each meeting"))
}

fn empty(name: &str) -> Diagnostic {
    let message = Bilingual::new("le tableau est vide", "the table is empty");
    let help = Bilingual::new("l’exporter de nouveau en CSV", "export it again as CSV");
    finding(name, message, help)
}

fn no_title(name: &str, heading: &[String]) -> Diagnostic {
    let found: String = on_one_line(&heading.join(", ")).chars().take(120).collect();
    let message = Bilingual::new(
        format!("aucune colonne ne porte le titre des points ; trouvé : {found}"),
        format!("no column has the items' titles; found: {found}"),
    );
    let help = Bilingual::new(
        "nommer `Agenda Item` ou `Objet` la colonne des titres, dans la première ligne",
        "name the column of titles `Agenda Item` or `Objet` in the first line",
    );
    finding(name, message, help)
}

fn no_members(name: &str) -> Diagnostic {
    let message = Bilingual::new("aucune colonne n’est celle d’un membre", "no column is that of a member");
    let help = Bilingual::new(
        "une colonne par membre, nommée par lui, à côté du lien, de la classe, du numéro et du titre",
        "a column for each member, named after them, beside link, class, number and title",
    );
    finding(name, message, help)
}
