//! The outcome of a vote as a table: comma-separated values (RFC 4180), UTF-8.
//!
//! One row for each option in the order of the count, or for each answer to a motion; what a method
//! counts in several parts (rounds, duels, grades) stands in as many columns.

mod projects;
mod ranked;
mod supported;

use serde::Serialize;

use crate::council::ElectorateId;
use crate::council::tally::Outcome;

/// Rows of cells under named columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// A column of rows about `T`s: its name, and its cell for each.
struct Column<'a, T> {
    name: String,
    cell: Box<dyn Fn(&T) -> String + 'a>,
}

fn column<'a, T>(name: impl Into<String>, cell: impl Fn(&T) -> String + 'a) -> Column<'a, T> {
    Column { name: name.into(), cell: Box::new(cell) }
}

impl Table {
    /// Every step of the count, or the answers to a motion.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        match outcome {
            Outcome::Motion(motion) => supported::motion(motion),
            Outcome::Motion2(outcome) => supported::motion2(outcome),
            Outcome::Approval(outcome) => supported::support(&outcome.options),
            Outcome::SingleChoice(outcome) => supported::support(&outcome.options),
            Outcome::Score(outcome) | Outcome::Cumulative(outcome) => supported::points(outcome),
            Outcome::MajorityJudgment(outcome) => supported::grades(outcome),
            Outcome::Irv(outcome) => ranked::rounds(&outcome.rounds, &outcome.options, 1),
            Outcome::StvScottish(outcome) => ranked::rounds(&outcome.rounds, &outcome.options, outcome.scale),
            Outcome::Borda(outcome) => ranked::borda(outcome),
            Outcome::RankedPairs(outcome) => ranked::ranked_pairs(outcome),
            Outcome::Schulze(outcome) => ranked::schulze(outcome),
            Outcome::BudgetGreedy(outcome) | Outcome::BudgetGreedy2(outcome) => projects::count(outcome),
            Outcome::BudgetEqualShares(outcome) => projects::shares(outcome),
            Outcome::BudgetPhragmen(outcome) => projects::phragmen(outcome),
            Outcome::BudgetKnapsack(outcome) => projects::count(&outcome.count),
        }
    }

    /// The tables of several counts by one method below each other, each row with its electorate where
    /// the counts are of electorates.
    #[must_use]
    pub fn of_all<'a>(outcomes: impl Iterator<Item = (Option<&'a ElectorateId>, &'a Outcome)>) -> Self {
        let tables = outcomes.map(|(electorate, outcome)| match electorate {
            Some(id) => Self::of(outcome).marked("electorate", id.as_str()),
            None => Self::of(outcome),
        });
        tables.reduce(Self::above).unwrap_or_else(|| Self { columns: Vec::new(), rows: Vec::new() })
    }

    /// This table with the rows of `below` after its own; a count may have columns, such as rounds, that
    /// the other has not.
    fn above(mut self, below: Self) -> Self {
        for column in &below.columns {
            if !self.columns.contains(column) {
                self.columns.push(column.clone());
                self.rows.iter_mut().for_each(|row| row.push(String::new()));
            }
        }
        let place = |column: &String| below.columns.iter().position(|other| other == column);
        let places: Vec<Option<usize>> = self.columns.iter().map(place).collect();
        let row = |row: Vec<String>| places.iter().map(|at| at.map(|at| row[at].clone()).unwrap_or_default()).collect();
        self.rows.extend(below.rows.into_iter().map(row));
        self
    }

    fn about<T>(items: &[T], columns: Vec<Column<'_, T>>) -> Self {
        let row = |item: &T| columns.iter().map(|column| (column.cell)(item)).collect();
        let rows = items.iter().map(row).collect();
        Self { rows, columns: columns.into_iter().map(|column| column.name).collect() }
    }

    /// Rows under columns; a row that is too short ends in empty cells, and nothing stands beyond the
    /// last column.
    #[must_use]
    pub fn of_rows(columns: &[&str], rows: impl IntoIterator<Item = Vec<String>>) -> Self {
        let columns: Vec<String> = columns.iter().map(|&name| name.to_owned()).collect();
        let width = columns.len();
        let fit = |mut row: Vec<String>| {
            row.resize(width, String::new());
            row
        };
        Self { rows: rows.into_iter().map(fit).collect(), columns }
    }

    /// The same with a first column that says `cell` in every row, so that no row can be sorted or
    /// cut away from it.
    #[must_use]
    pub fn marked(mut self, column: &str, cell: &str) -> Self {
        self.columns.insert(0, column.to_owned());
        for row in &mut self.rows {
            row.insert(0, cell.to_owned());
        }
        self
    }

    /// The file: lines end with CRLF, and no cell is a formula to a spreadsheet.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = String::new();
        line(&mut text, &self.columns);
        for row in &self.rows {
            line(&mut text, row);
        }
        text
    }
}

/// A word as the tally file has it.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What may be missing: an empty cell where it is.
fn cell<T: ToString>(value: Option<&T>) -> String {
    value.map(ToString::to_string).unwrap_or_default()
}

/// `number`, of which `scale` are one, with as many decimals as it needs: `scale` divides a power of ten.
#[must_use]
pub fn decimal(number: u64, scale: u64) -> String {
    let scale = u128::from(scale.max(1));
    let (mut text, mut rest) = ((u128::from(number) / scale).to_string(), u128::from(number) % scale);
    if rest > 0 {
        text.push('.');
    }
    while rest > 0 && text.len() < 64 {
        rest *= 10;
        text.push_str(&(rest / scale).to_string());
        rest %= scale;
    }
    text
}

fn line(text: &mut String, cells: &[String]) {
    for (at, cell) in cells.iter().enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&written(cell));
    }
    text.push_str("\r\n");
}

/// A cell as it stands in the file. One that a spreadsheet would compute gets a `'` before it.
fn written(cell: &str) -> String {
    let computed = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let cell = if computed { format!("'{cell}") } else { cell.to_owned() };
    if cell.contains([',', '"', '\r', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell }
}

#[cfg(test)]
mod tests {
    use super::{decimal, written};

    #[test]
    fn a_cell_is_quoted_where_it_must_be_and_never_a_formula() {
        for (cell, expected) in [
            ("oak", "oak"),
            ("12000.50", "12000.50"),
            ("", ""),
            ("a,b", "\"a,b\""),
            ("say \"a\"", "\"say \"\"a\"\"\""),
            ("a\nb", "\"a\nb\""),
            ("=1+1", "'=1+1"),
            ("+1", "'+1"),
            ("-1", "'-1"),
            ("@a", "'@a"),
            ("\t=1", "'\t=1"),
            ("=a,\"b\"", "\"'=a,\"\"b\"\"\""),
            ("dépôt", "dépôt"),
        ] {
            assert_eq!(written(cell), expected);
        }
    }

    #[test]
    fn parts_of_a_vote_and_of_a_point_are_decimals() {
        for (number, scale, expected) in
            [(7, 1, "7"), (7, 2, "3.5"), (8, 2, "4"), (250_000, 100_000, "2.5"), (100_001, 100_000, "1.00001")]
        {
            assert_eq!(decimal(number, scale), expected);
        }
    }
}
