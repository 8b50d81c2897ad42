//! Rows of cells under columns that say what they are: comma-separated values (RFC 4180), UTF-8, and a
//! Table Schema of the same columns.
//!
//! Also the outcome of a vote as such a table: one row for each option in the order of the count, or for
//! each answer to a motion; what a method counts in several parts (rounds, duels, grades) stands in as
//! many columns.

mod fields;
mod projects;
mod ranked;
mod supported;

use serde::Serialize;
use serde_json::{Value, json};

use super::cell::written;
use super::field::Field;
use crate::council::ElectorateId;
use crate::council::tally::Outcome;
use crate::language::Language;

/// Rows of cells under columns.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    fields: Vec<Field>,
    rows: Vec<Vec<String>>,
    key: &'static [&'static str],
    links: Vec<Link>,
}

/// Columns whose cells stand in another table.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Link {
    columns: &'static [&'static str],
    table: &'static str,
    there: &'static [&'static str],
}

/// A column of rows about `T`s: what it is, and its cell for each.
struct Column<'a, T> {
    field: Field,
    cell: Box<dyn Fn(&T) -> String + 'a>,
}

fn column<'a, T>(field: Field, cell: impl Fn(&T) -> String + 'a) -> Column<'a, T> {
    Column { field, cell: Box::new(cell) }
}

/// A table as it is made, column by column: a row about each of several things.
pub struct Rows<'a, T> {
    about: &'a [T],
    columns: Vec<Column<'a, T>>,
}

impl<'a, T> Rows<'a, T> {
    /// A row about each of these.
    #[must_use]
    pub const fn about(about: &'a [T]) -> Self {
        Self { about, columns: Vec::new() }
    }

    /// One column more.
    #[must_use]
    pub fn column(mut self, field: Field, cell: impl Fn(&T) -> String + 'a) -> Self {
        self.columns.push(column(field, cell));
        self
    }

    /// The table.
    #[must_use]
    pub fn table(self) -> Table {
        Table::about(self.about, self.columns)
    }
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
            Some(id) => Self::of(outcome).marked(fields::ELECTORATE, id.as_str()),
            None => Self::of(outcome),
        });
        tables.reduce(Self::above).unwrap_or_default()
    }

    /// This table with the rows of `below` after its own; a count may have columns, such as rounds, that
    /// the other has not.
    fn above(mut self, below: Self) -> Self {
        for field in &below.fields {
            if self.place(field.name()).is_none() {
                self.fields.push(field.clone());
                self.rows.iter_mut().for_each(|row| row.push(String::new()));
            }
        }
        let places: Vec<Option<usize>> = self.fields.iter().map(|field| below.place(field.name())).collect();
        let row = |row: Vec<String>| places.iter().map(|at| at.map(|at| row[at].clone()).unwrap_or_default()).collect();
        self.rows.extend(below.rows.into_iter().map(row));
        self
    }

    fn about<T>(items: &[T], columns: Vec<Column<'_, T>>) -> Self {
        let row = |item: &T| columns.iter().map(|column| (column.cell)(item)).collect();
        let rows = items.iter().map(row).collect();
        Self { rows, fields: columns.into_iter().map(|column| column.field).collect(), ..Self::default() }
    }

    /// Says that the cells of these columns together name a row.
    #[must_use]
    pub const fn named_by(mut self, key: &'static [&'static str]) -> Self {
        self.key = key;
        self
    }

    /// Says that the cells of `columns` are those of `there` in the table `table`.
    #[must_use]
    pub fn linked(
        mut self,
        columns: &'static [&'static str],
        table: &'static str,
        there: &'static [&'static str],
    ) -> Self {
        self.links.push(Link { columns, table, there });
        self
    }

    /// The same with a first column that says `cell` in every row, so that no row can be sorted or
    /// cut away from it.
    #[must_use]
    pub fn marked(mut self, field: Field, cell: &str) -> Self {
        self.fields.insert(0, field);
        for row in &mut self.rows {
            row.insert(0, cell.to_owned());
        }
        self
    }

    /// Whether it has no row.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows it has.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.rows.len()
    }

    /// The columns.
    #[must_use]
    pub fn fields(&self) -> &[Field] {
        &self.fields
    }

    /// The cells of each row in the column `name`; empty ones where it has no such column.
    pub fn cells<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let at = self.place(name);
        self.rows.iter().map(move |row| at.map_or("", |at| row[at].as_str()))
    }

    fn place(&self, name: &str) -> Option<usize> {
        self.fields.iter().position(|field| field.name() == name)
    }

    /// The file: lines end with CRLF, and no cell is a formula to a spreadsheet.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = String::new();
        line(&mut text, self.fields.iter().map(Field::name));
        for row in &self.rows {
            line(&mut text, row.iter().map(String::as_str));
        }
        text
    }

    /// The Table Schema of the file: its columns, what names a row, and what leads to other tables.
    #[must_use]
    pub fn schema(&self, main: Language) -> Value {
        let fields: Vec<Value> = self.fields.iter().map(|field| field.schema(main)).collect();
        let mut schema = json!({ "fields": fields, "missingValues": [""] });
        if !self.key.is_empty() {
            schema["primaryKey"] = Value::from(self.key);
        }
        if !self.links.is_empty() {
            let link = |link: &Link| {
                json!({
                    "fields": link.columns,
                    "reference": { "resource": link.table, "fields": link.there },
                })
            };
            schema["foreignKeys"] = self.links.iter().map(link).collect();
        }
        schema
    }
}

/// A word as the tally file has it.
fn word(value: &impl Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

/// What may be missing: an empty cell where it is.
#[must_use]
pub fn cell<T: ToString>(value: Option<&T>) -> String {
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

fn line<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (at, cell) in cells.enumerate() {
        if at > 0 {
            text.push(',');
        }
        text.push_str(&written(cell));
    }
    text.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn parts_of_a_vote_and_of_a_point_are_decimals() {
        for (number, scale, expected) in
            [(7, 1, "7"), (7, 2, "3.5"), (8, 2, "4"), (250_000, 100_000, "2.5"), (100_001, 100_000, "1.00001")]
        {
            assert_eq!(decimal(number, scale), expected);
        }
    }
}
