//! A table of what a count went through, with a row for each option or step.

use serde::Serialize;

/// A table: the first column names the rows.
#[derive(Clone, Debug, Serialize)]
pub struct TableView {
    /// What it shows.
    pub caption: String,
    /// What its rows are.
    pub head: String,
    /// The other columns.
    pub columns: Vec<Column>,
    /// The rows.
    pub rows: Vec<Row>,
    /// What is said below it.
    pub notes: Vec<String>,
}

/// A column.
#[derive(Clone, Debug, Serialize)]
pub struct Column {
    /// Its name.
    pub text: String,
    /// Whether it holds numbers.
    pub number: bool,
}

/// A row.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// One cell for each column.
    pub cells: Vec<Cell>,
    /// Whether it is that of a winner.
    pub won: bool,
}

/// A cell.
#[derive(Clone, Debug, Serialize)]
pub struct Cell {
    /// What it holds.
    pub text: String,
    /// What is said of it, smaller.
    pub note: String,
    /// Whether it stands out.
    pub strong: bool,
    /// Whether it holds a number.
    pub number: bool,
}

impl Column {
    pub(super) const fn number(text: String) -> Self {
        Self { text, number: true }
    }

    pub(super) const fn words(text: String) -> Self {
        Self { text, number: false }
    }
}

impl Cell {
    pub(super) const fn number(text: String) -> Self {
        Self { text, note: String::new(), strong: false, number: true }
    }

    pub(super) const fn words(text: String) -> Self {
        Self { text, note: String::new(), strong: false, number: false }
    }

    /// A cell that cannot hold anything.
    pub(super) fn none() -> Self {
        Self::number("–".to_owned())
    }

    pub(super) const fn strong(mut self, strong: bool) -> Self {
        self.strong = strong;
        self
    }

    pub(super) fn note(mut self, note: String) -> Self {
        self.note = note;
        self
    }
}
