//! The outcome of a vote as a table: comma-separated values (RFC 4180), UTF-8.
//!
//! It is made from the outcome as the tally file has it, so that a method has its table as soon as
//! it has its tally.

use serde_json::{Map, Value};

use crate::council::ElectorateId;
use crate::council::tally::Outcome;

/// Rows of cells under named columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

/// The columns that come first, where a method has them; the others follow by name, the margin
/// at the end.
const FIRST: [&str; 6] = ["option", "support", "cost", "outcome", "reason", "paid_from"];

/// The key of the tally that the table calls `margin`.
const MARGIN: &str = "behind_last_winner";

/// The answers to a motion, each with its key in the tally.
const ANSWERS: [(&str, &str); 5] = [
    ("for", "votes_for"),
    ("against", "votes_against"),
    ("abstention", "abstentions"),
    ("not-voting", "not_voting"),
    ("blank", "blank"),
];

impl Table {
    /// Every step of the count, or the answers to a motion.
    #[must_use]
    pub fn of(outcome: &Outcome) -> Self {
        let outcome = serde_json::to_value(outcome).unwrap_or_default();
        let steps: Vec<&Map<String, Value>> =
            outcome["options"].as_array().into_iter().flatten().filter_map(Value::as_object).collect();
        if steps.is_empty() { Self::of_answers(&outcome) } else { Self::of_steps(&steps) }
    }

    /// The tables of several counts by one method below each other, each row with its electorate where
    /// the counts are of electorates.
    #[must_use]
    pub fn of_all<'a>(outcomes: impl Iterator<Item = (Option<&'a ElectorateId>, &'a Outcome)>) -> Self {
        let tables = outcomes.map(|(electorate, outcome)| match electorate {
            Some(id) => Self::of(outcome).marked("electorate", id.as_str()),
            None => Self::of(outcome),
        });
        let below = |mut above: Self, mut table: Self| {
            above.rows.append(&mut table.rows);
            above
        };
        tables.reduce(below).unwrap_or_else(|| Self { columns: Vec::new(), rows: Vec::new() })
    }

    fn of_answers(outcome: &Value) -> Self {
        let row = |(answer, key): (&str, &str)| Some(vec![answer.to_owned(), cell(outcome.get(key)?)]);
        let columns = ["answer", "weight"].map(str::to_owned).to_vec();
        Self { columns, rows: ANSWERS.into_iter().filter_map(row).collect() }
    }

    fn of_steps(steps: &[&Map<String, Value>]) -> Self {
        let is_plain = |key: &&str| steps.iter().all(|step| step.get(*key).is_some_and(is_cell));
        let mut keys: Vec<&str> = FIRST.into_iter().filter(is_plain).collect();
        let others = steps[0].keys().map(String::as_str).filter(|key| !FIRST.contains(key) && *key != MARGIN);
        keys.extend(others.filter(is_plain));
        keys.extend([MARGIN].into_iter().filter(is_plain));
        let name = |key: &&str| if *key == MARGIN { "margin" } else { key }.to_owned();
        let row = |step: &&Map<String, Value>| keys.iter().map(|key| cell(&step[*key])).collect();
        Self { columns: keys.iter().map(name).collect(), rows: steps.iter().map(row).collect() }
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

/// Lists stay in the tally file.
fn is_cell(value: &Value) -> bool {
    !value.is_array() && !value.is_object()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
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
    use super::written;

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
}
