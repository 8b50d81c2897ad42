//! Files of participatory budgets in the `.pb` format of Pabulib: text to value and back.
//!
//! A file has three sections, `META`, `PROJECTS` and `VOTES`; each is a table of lines with `;`
//! between the cells, under a line that names its columns. A cell that holds `;`, `"` or a line
//! end stands between double quotes, and a quote in it is doubled. What the sections say is
//! checked against each other here: a vote for a project that is not listed, or as many projects
//! as `num_projects` does not say, is a [`Fault`] with its line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::council::Amount;
use crate::grammar::Fault;
use crate::language::Language::{En, Fr};

/// A participatory budget with its ballots.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Instance {
    /// `budget`: what may be spent.
    pub budget: Amount,
    /// `vote_type`: the form of the ballots.
    pub vote_type: VoteType,
    /// Every other line of `META`, in the order of the file; `num_projects` and `num_votes` are
    /// written from what there is.
    pub meta: Vec<(String, String)>,
    /// The projects, in the order of the file.
    pub projects: Vec<Project>,
    /// The ballots, in the order of the file.
    pub votes: Vec<Ballot>,
}

/// The form of the ballots.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VoteType {
    /// Any number of projects.
    Approval,
    /// One project.
    ChooseOne,
    /// Projects in order of preference.
    Ordinal,
    /// Points shared out.
    Cumulative,
    /// Points to each project by itself.
    Scoring,
}

impl VoteType {
    const ALL: [Self; 5] = [Self::Approval, Self::ChooseOne, Self::Ordinal, Self::Cumulative, Self::Scoring];

    /// Whether its ballots need the column `points`.
    #[must_use]
    pub const fn has_points(self) -> bool {
        matches!(self, Self::Cumulative | Self::Scoring)
    }

    /// The word it is written as.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approval => "approval",
            Self::ChooseOne => "choose-1",
            Self::Ordinal => "ordinal",
            Self::Cumulative => "cumulative",
            Self::Scoring => "scoring",
        }
    }
}

/// A line of `PROJECTS`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Project {
    /// `project_id`.
    pub id: String,
    /// `cost`.
    pub cost: Amount,
    /// `votes`: on how many ballots it stands, as the file says.
    pub votes: Option<u64>,
    /// `score`: its points, as the file says.
    pub score: Option<u64>,
    /// `selected`: whether it won, as the file says; projects paid from elsewhere are no winners.
    pub selected: Option<bool>,
    /// The other columns with their cells, in the order of the file: `name`, `category`, …
    pub other: Vec<(String, String)>,
}

impl Project {
    /// The cell of another column, where it is not empty.
    #[must_use]
    pub fn cell(&self, column: &str) -> Option<&str> {
        let cell = self.other.iter().find(|(name, _)| name == column);
        cell.map(|(_, cell)| cell.as_str()).filter(|cell| !cell.is_empty())
    }
}

/// A line of `VOTES`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ballot {
    /// `voter_id`.
    pub voter: String,
    /// `vote`: ids of projects, none twice; best first where the form is ordinal.
    pub projects: Vec<String>,
    /// `points`: one for each of `projects`; none where the file has no such column, which it needs
    /// where points are shared out or given.
    pub points: Vec<u32>,
    /// The other columns with their cells, in the order of the file: `age`, `sex`, …
    pub other: Vec<(String, String)>,
}

/// The columns of `PROJECTS` that stand before `selected`.
const DESCRIBING: [&str; 4] = ["name", "category", "beneficiaries", "target"];

/// The lines of `META` that stand before the figures.
const NAMING: [&str; 6] = ["description", "country", "unit", "district", "subunit", "instance"];

impl Instance {
    /// A line of `META` beside budget and form.
    #[must_use]
    pub fn meta(&self, key: &str) -> Option<&str> {
        self.meta.iter().find(|(name, _)| name == key).map(|(_, value)| value.as_str())
    }

    /// On how many ballots each project stands, in the order of the projects.
    #[must_use]
    pub fn recounted_votes(&self) -> Vec<u64> {
        self.recount(|_, _| 1)
    }

    /// The points of each project, in the order of the projects.
    #[must_use]
    pub fn recounted_points(&self) -> Vec<u64> {
        self.recount(|ballot, at| ballot.points.get(at).copied().map_or(0, u64::from))
    }

    fn recount(&self, worth: impl Fn(&Ballot, usize) -> u64) -> Vec<u64> {
        let mut sums: BTreeMap<&str, u64> = BTreeMap::new();
        for ballot in &self.votes {
            for (at, project) in ballot.projects.iter().enumerate() {
                let sum = sums.entry(project).or_default();
                *sum = sum.saturating_add(worth(ballot, at));
            }
        }
        self.projects.iter().map(|project| sums.get(project.id.as_str()).copied().unwrap_or(0)).collect()
    }

    /// The text of a `.pb` file, with LF line ends. Reading it gives the same value.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = String::from("META\nkey;value\n");
        let counts = [("num_projects", self.projects.len()), ("num_votes", self.votes.len())];
        // In the order of the format: what names the instance comes before its figures.
        let named = self.meta.iter().rposition(|(key, _)| NAMING.contains(&key.as_str())).map_or(0, |last| last + 1);
        let (identity, rest) = self.meta.split_at(named);
        for (key, value) in identity {
            line(&mut text, [key.as_str(), value.as_str()]);
        }
        for (key, count) in counts {
            line(&mut text, [key, &count.to_string()]);
        }
        line(&mut text, ["budget", &self.budget.to_string()]);
        line(&mut text, ["vote_type", self.vote_type.word()]);
        for (key, value) in rest {
            line(&mut text, [key.as_str(), value.as_str()]);
        }
        self.write_projects(&mut text);
        self.write_votes(&mut text);
        text
    }

    fn write_projects(&self, text: &mut String) {
        let has = |known: fn(&Project) -> bool| self.projects.iter().any(known);
        let (votes, score) = (has(|project| project.votes.is_some()), has(|project| project.score.is_some()));
        let selected = has(|project| project.selected.is_some());
        let others = columns(self.projects.iter().map(|project| &project.other));
        text.push_str("PROJECTS\n");
        let known = [("votes", votes), ("score", score)];
        let known = known.into_iter().filter(|(_, there)| *there).map(|(name, _)| name);
        // In the order of the format: `selected` comes after what describes a project.
        let (before, after): (Vec<&str>, Vec<&str>) = others.iter().partition(|name| DESCRIBING.contains(name));
        let won = selected.then_some("selected");
        let columns = known.chain(before.iter().copied()).chain(won).chain(after.iter().copied());
        line(text, ["project_id", "cost"].into_iter().chain(columns));
        for project in &self.projects {
            let mut cells = vec![project.id.clone(), project.cost.to_string()];
            let number = |value: Option<u64>| value.map(|number| number.to_string()).unwrap_or_default();
            cells.extend(votes.then(|| number(project.votes)));
            cells.extend(score.then(|| number(project.score)));
            let cell = |column: &&str| project.cell(column).unwrap_or_default().to_owned();
            cells.extend(before.iter().map(cell));
            cells.extend(selected.then(|| number(project.selected.map(u64::from))));
            cells.extend(after.iter().map(cell));
            line(text, cells.iter().map(String::as_str));
        }
    }

    fn write_votes(&self, text: &mut String) {
        let points = self.vote_type.has_points() || self.votes.iter().any(|ballot| !ballot.points.is_empty());
        let others = columns(self.votes.iter().map(|ballot| &ballot.other));
        text.push_str("VOTES\n");
        let known = ["voter_id", "vote"].into_iter().chain(points.then_some("points"));
        line(text, known.chain(others.iter().copied()));
        for ballot in &self.votes {
            let mut cells = vec![ballot.voter.clone(), ballot.projects.join(",")];
            let worth: Vec<String> = ballot.points.iter().map(u32::to_string).collect();
            cells.extend(points.then(|| worth.join(",")));
            let cell = |column: &&str| ballot.other.iter().find(|(name, _)| name == column);
            cells.extend(others.iter().map(|column| cell(column).map(|(_, cell)| cell.clone()).unwrap_or_default()));
            line(text, cells.iter().map(String::as_str));
        }
    }
}

/// The names of all columns, each once, in the order in which they first come.
fn columns<'a>(rows: impl Iterator<Item = &'a Vec<(String, String)>>) -> Vec<&'a str> {
    let mut seen = BTreeSet::new();
    rows.flatten().map(|(name, _)| name.as_str()).filter(|name| seen.insert(*name)).collect()
}

fn line<'a>(text: &mut String, cells: impl IntoIterator<Item = &'a str>) {
    for (at, cell) in cells.into_iter().enumerate() {
        let separator = if at == 0 { "" } else { ";" };
        let quoted = cell.contains([';', '"', '\n', '\r']) || cell.trim() != cell;
        let written = if quoted { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() };
        // Writing to a string cannot fail.
        let _ = write!(text, "{separator}{written}");
    }
    text.push('\n');
}

/// Reads a `.pb` file. Line ends may be LF or CRLF, and a byte order mark may come first.
///
/// # Errors
/// The first place where the file is not of the format, or says two things that differ.
pub fn read(bytes: &[u8]) -> Result<Instance, Fault> {
    let text = std::str::from_utf8(bytes).map_err(|fault| {
        let line = bytes[..fault.valid_up_to()].iter().filter(|byte| **byte == b'\n').count();
        Fault::damaged(line_number(line), "le texte n’est pas en UTF-8", "the text is not UTF-8")
    })?;
    let mut sections = sections(rows(text.trim_start_matches('\u{feff}'))?)?;
    let mut section = |name| sections.remove(name).ok_or_else(|| no_section(name));
    let (meta, projects, votes) = (section("META")?, section("PROJECTS")?, section("VOTES")?);
    let mut meta = read_meta(&meta)?;
    let budget = amount(&needed(&mut meta, "budget")?)?;
    let vote_type = read_vote_type(&needed(&mut meta, "vote_type")?)?;
    let projects = read_projects(&projects)?;
    let ids: BTreeSet<&str> = projects.iter().map(|project| project.id.as_str()).collect();
    if vote_type.has_points() {
        votes.needed("points")?;
    }
    let votes = read_votes(&votes, &ids)?;
    check_count(&mut meta, "num_projects", projects.len())?;
    check_count(&mut meta, "num_votes", votes.len())?;
    let meta = meta.into_iter().map(|(key, cell)| (key, cell.text)).collect();
    Ok(Instance { budget, vote_type, meta, projects, votes })
}

/// A cell with its place.
#[derive(Clone, Debug)]
struct Cell {
    line: u32,
    text: String,
}

impl Cell {
    fn fault(&self, fr: &str, en: &str) -> Fault {
        let text = &self.text;
        Fault::at(self.line, 1, format!("`{text}` ; attendu : {fr}"), format!("found `{text}`, expected {en}"))
    }
}

type Row = Vec<Cell>;

fn line_number(line: usize) -> u32 {
    u32::try_from(line).unwrap_or(u32::MAX).saturating_add(1)
}

/// The lines cut into cells; a cell between quotes may go over several lines.
fn rows(text: &str) -> Result<Vec<Row>, Fault> {
    let mut rows = Vec::new();
    let mut row = Row::new();
    let (mut cell, mut line, mut opened) = (String::new(), 0, None);
    let mut characters = text.chars().peekable();
    let mut quoted = false;
    while let Some(character) = characters.next() {
        match (character, opened) {
            ('"', Some(_)) if characters.peek() == Some(&'"') => {
                cell.push('"');
                characters.next();
            }
            ('"', Some(_)) => opened = None,
            ('"', None) if cell.trim().is_empty() && !quoted => {
                cell.clear();
                (opened, quoted) = (Some(line), true);
            }
            (';', None) => {
                row.push(take(&mut cell, line, &mut quoted));
            }
            ('\n', None) => {
                row.push(take(&mut cell, line, &mut quoted));
                rows.push(std::mem::take(&mut row));
                line += 1;
            }
            (other, _) => {
                cell.push(other);
                line += usize::from(other == '\n');
            }
        }
    }
    if let Some(line) = opened {
        return Err(Fault::at(
            line_number(line),
            1,
            "un guillemet ouvert ici n’est pas fermé",
            "a quote that opens here is never closed",
        ));
    }
    row.push(take(&mut cell, line, &mut quoted));
    rows.push(row);
    rows.retain(|row| row.len() > 1 || !row[0].text.is_empty());
    Ok(rows)
}

fn take(cell: &mut String, line: usize, quoted: &mut bool) -> Cell {
    let text = std::mem::take(cell);
    let text = if std::mem::take(quoted) { text.trim_end_matches('\r').to_owned() } else { text.trim().to_owned() };
    Cell { line: line_number(line), text }
}

/// A section: its columns, and its rows, each with a cell for every column.
struct Table {
    columns: Row,
    rows: Vec<Row>,
}

impl Table {
    fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.text == name)
    }

    fn needed(&self, name: &str) -> Result<usize, Fault> {
        let line = self.columns.first().map_or(1, |cell| cell.line);
        self.column(name).ok_or_else(|| {
            Fault::at(line, 1, format!("il manque la colonne `{name}`"), format!("the column `{name}` is missing"))
        })
    }

    fn others(&self, row: &Row, known: &[Option<usize>]) -> Vec<(String, String)> {
        let cells = self.columns.iter().zip(row).enumerate();
        let others = cells.filter(|(at, (_, cell))| !known.contains(&Some(*at)) && !cell.text.is_empty());
        others.map(|(_, (column, cell))| (column.text.clone(), cell.text.clone())).collect()
    }
}

const NAMES: [&str; 3] = ["META", "PROJECTS", "VOTES"];

fn sections(rows: Vec<Row>) -> Result<BTreeMap<&'static str, Table>, Fault> {
    let mut sections: BTreeMap<&'static str, Table> = BTreeMap::new();
    let mut rows = rows.into_iter().peekable();
    while let Some(row) = rows.next() {
        let head = &row[0];
        let name =
            NAMES.into_iter().find(|name| *name == head.text && row[1..].iter().all(|cell| cell.text.is_empty()));
        let Some(name) = name else {
            return Err(head.fault("`META`, `PROJECTS` ou `VOTES`", "`META`, `PROJECTS` or `VOTES`"));
        };
        let is_name = |row: &Row| row.len() == 1 && NAMES.contains(&row[0].text.as_str());
        let columns = rows.next_if(|row| !is_name(row)).ok_or_else(|| {
            head.fault("une ligne de noms de colonnes dessous", "a line with names of columns below it")
        })?;
        for (at, column) in columns.iter().enumerate() {
            if columns[..at].iter().any(|other| other.text == column.text) {
                return Err(column.fault("chaque colonne une seule fois", "each column once"));
            }
        }
        let mut table = Table { columns, rows: Vec::new() };
        while let Some(row) = rows.next_if(|row| !is_name(row)) {
            let (found, expected, line) = (row.len(), table.columns.len(), row[0].line);
            if found != expected {
                return Err(Fault::at(
                    line,
                    1,
                    format!("{} ; attendu : {expected}, une par colonne", Fr.count(found, "cellule", "cellules")),
                    format!("found {}, expected {expected}, one for each column", En.count(found, "cell", "cells")),
                ));
            }
            table.rows.push(row);
        }
        if sections.insert(name, table).is_some() {
            return Err(head.fault("chaque section une seule fois", "each section once"));
        }
    }
    Ok(sections)
}

fn no_section(name: &str) -> Fault {
    Fault::at(1, 1, format!("il manque la section `{name}`"), format!("the section `{name}` is missing"))
}

type Meta = Vec<(String, Cell)>;

fn read_meta(table: &Table) -> Result<Meta, Fault> {
    let (key, value) = (table.needed("key")?, table.needed("value")?);
    let mut meta = Meta::new();
    for row in &table.rows {
        if meta.iter().any(|(name, _)| *name == row[key].text) {
            return Err(row[key].fault("chaque clé une seule fois", "each key once"));
        }
        meta.push((row[key].text.clone(), row[value].clone()));
    }
    Ok(meta)
}

fn taken(meta: &mut Meta, key: &str) -> Option<Cell> {
    let at = meta.iter().position(|(name, _)| name == key)?;
    Some(meta.remove(at).1)
}

fn needed(meta: &mut Meta, key: &str) -> Result<Cell, Fault> {
    let missing = || Fault::at(1, 1, format!("`META` n’a pas de ligne `{key}`"), format!("`META` has no line `{key}`"));
    taken(meta, key).ok_or_else(missing)
}

fn check_count(meta: &mut Meta, key: &str, found: usize) -> Result<(), Fault> {
    match taken(meta, key) {
        Some(cell) if cell.text != found.to_string() => Err(cell.fault(
            &format!("{found}, le nombre des lignes (`{key}`)"),
            &format!("{found}, which is how many lines there are (`{key}`)"),
        )),
        _ => Ok(()),
    }
}

fn read_vote_type(cell: &Cell) -> Result<VoteType, Fault> {
    let names = VoteType::ALL.map(|kind| format!("`{}`", kind.word()));
    let found = VoteType::ALL.into_iter().find(|kind| kind.word() == cell.text);
    found.ok_or_else(|| cell.fault(&names.join(" ou "), &names.join(" or ")))
}

/// An amount: as ours, but one decimal, `.0` and `.00` are taken too.
#[must_use]
pub fn read_amount(text: &str) -> Option<Amount> {
    let (units, decimals) = text.split_once('.').unwrap_or((text, ""));
    let text = match decimals {
        "" | "0" | "00" => units.to_owned(),
        one if one.len() == 1 => format!("{units}.{one}0"),
        _ => text.to_owned(),
    };
    text.parse().ok()
}

fn amount(cell: &Cell) -> Result<Amount, Fault> {
    let fault =
        || cell.fault("un montant, par exemple `12000` ou `12000.50`", "an amount such as `12000` or `12000.50`");
    read_amount(&cell.text).ok_or_else(fault)
}

fn number<T: std::str::FromStr>(cell: &Cell, text: &str) -> Result<T, Fault> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = if digits { text.parse().ok() } else { None };
    number.ok_or_else(|| cell.fault("un nombre entier", "a whole number"))
}

fn number_if(cell: Option<&Cell>) -> Result<Option<u64>, Fault> {
    cell.filter(|cell| !cell.text.is_empty()).map(|cell| number(cell, &cell.text)).transpose()
}

fn read_projects(table: &Table) -> Result<Vec<Project>, Fault> {
    let (id, cost) = (table.needed("project_id")?, table.needed("cost")?);
    let [votes, score, selected] = ["votes", "score", "selected"].map(|name| table.column(name));
    let known = [Some(id), Some(cost), votes, score, selected];
    let mut ids = BTreeSet::new();
    let mut projects = Vec::new();
    for row in &table.rows {
        if row[id].text.is_empty() || row[id].text.contains(',') || !ids.insert(row[id].text.as_str()) {
            return Err(row[id].fault("un identifiant sans virgule, une seule fois", "an id without comma, once"));
        }
        let cell = |at: Option<usize>| at.map(|at| &row[at]);
        projects.push(Project {
            id: row[id].text.clone(),
            cost: amount(&row[cost])?,
            votes: number_if(cell(votes))?,
            score: number_if(cell(score))?,
            // Some cities write 2 and more for projects paid otherwise.
            selected: number_if(cell(selected))?.map(|word| word == 1),
            other: table.others(row, &known),
        });
    }
    Ok(projects)
}

fn read_votes(table: &Table, projects: &BTreeSet<&str>) -> Result<Vec<Ballot>, Fault> {
    let (voter, vote, points) = (table.needed("voter_id")?, table.needed("vote")?, table.column("points"));
    let known = [Some(voter), Some(vote), points];
    let mut voters = BTreeSet::new();
    let mut read = |row: &Row| {
        if !voters.insert(row[voter].text.clone()) {
            return Err(row[voter].fault("chaque votant une seule fois", "each voter once"));
        }
        let named = items(&row[vote]);
        let mut seen = BTreeSet::new();
        for name in &named {
            if !projects.contains(name) || !seen.insert(*name) {
                return Err(row[vote].fault(
                    &format!("des projets de la liste, une fois chacun ; pas `{name}`"),
                    &format!("projects of the list, each once, and not `{name}`"),
                ));
            }
        }
        let worth = points.map(|at| items(&row[at]).into_iter().map(|text| number(&row[at], text)).collect());
        let worth: Vec<u32> = worth.transpose()?.unwrap_or_default();
        if let Some(at) = points.filter(|_| worth.len() != named.len()) {
            return Err(
                row[at].fault("des points pour chaque projet du bulletin", "points for each project of the ballot")
            );
        }
        Ok(Ballot {
            voter: row[voter].text.clone(),
            projects: named.into_iter().map(str::to_owned).collect(),
            points: worth,
            other: table.others(row, &known),
        })
    };
    table.rows.iter().map(&mut read).collect()
}

fn items(cell: &Cell) -> Vec<&str> {
    cell.text.split(',').map(str::trim).filter(|item| !item.is_empty()).collect()
}
