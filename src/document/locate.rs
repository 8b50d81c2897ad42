//! Where a key stands in a head, for diagnostics.
//!
//! The YAML parser hands out values without places. This finds the place again from the way to
//! the key, by narrowing a range of lines; it is exact for the block style people write, and
//! never further off than the line of the enclosing key.

/// One step on the way to a value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Under a key.
    Key(String),
    /// The item of a list, from 0.
    Item(usize),
}

/// A place within a head: line and column from 1, length in characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Spot {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) length: u32,
}

/// The lines of a head, taken apart once: a head may hold thousands of keys, each of which is looked for.
#[derive(Debug)]
pub(super) struct Index {
    lines: Vec<Line>,
}

/// A line, with what is asked of it again and again.
#[derive(Debug)]
struct Line {
    text: String,
    /// How far it is indented; nothing where it is blank.
    indent: Option<usize>,
    /// The column of the dash it begins with, where it is an item.
    dash: Option<usize>,
}

impl Index {
    /// The lines of `yaml`.
    pub(super) fn of(yaml: &str) -> Self {
        let line = |text: &str| {
            let indent = text.len() - text.trim_start().len();
            Line { text: text.to_owned(), indent: (indent < text.len()).then_some(indent), dash: dash(text, 0) }
        };
        Self { lines: yaml.lines().map(line).collect() }
    }

    /// The text of a line, from 1.
    pub(super) fn line(&self, number: u32) -> Option<&str> {
        self.lines.get((number as usize).checked_sub(1)?).map(|line| line.text.as_str())
    }

    /// The place of the last step's key or item.
    pub(super) fn locate(&self, way: &[Step]) -> Option<Spot> {
        let lines = &self.lines;
        let mut range = Range { first: 0, column: 0, end: lines.len() };
        let mut spot = None;
        for step in way {
            let found = match step {
                Step::Key(key) => find_key(lines, &range, key),
                Step::Item(at) => find_item(lines, &range, *at),
            };
            let Some(column) = found else { break };
            let length = match step {
                Step::Key(key) => key.chars().count(),
                Step::Item(_) => 1,
            };
            spot = Some(Spot { line: number(column.0) + 1, column: number(column.1) + 1, length: number(length) });
            range = below(lines, column, range.end);
        }
        spot
    }
}

/// Lines `first..end`, the first from `column` on.
struct Range {
    first: usize,
    column: usize,
    end: usize,
}

fn number(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX - 1)
}

/// The shallowest place where `key` stands as a key.
fn find_key(lines: &[Line], range: &Range, key: &str) -> Option<(usize, usize)> {
    let wanted: Vec<char> = key.chars().collect();
    let mut best: Option<(usize, usize)> = None;
    for at in (range.first..range.end).filter(|at| lines[*at].text.contains(key)) {
        let from = if at == range.first { range.column } else { 0 };
        let line: Vec<char> = lines[at].text.chars().collect();
        let found = (from..line.len()).find(|column| is_key_at(&line, *column, &wanted));
        if let Some(column) = found
            && best.is_none_or(|(_, other)| column < other)
        {
            best = Some((at, column));
        }
    }
    best
}

fn is_key_at(line: &[char], column: usize, key: &[char]) -> bool {
    if !line[column..].starts_with(key) {
        return false;
    }
    let opens = line[..column].iter().rev().find(|c| !c.is_whitespace());
    let starts = opens.is_none_or(|c| matches!(c, '{' | ',' | '-' | '"' | '\''));
    let mut after = line[(column + key.len()).min(line.len())..].iter().filter(|c| !matches!(c, ' ' | '"' | '\''));
    starts && after.next() == Some(&':')
}

/// The `at`-th `- ` at the shallowest indent of the range.
fn find_item(lines: &[Line], range: &Range, at: usize) -> Option<(usize, usize)> {
    let first = || lines.get(range.first).and_then(|line| dash(&line.text, range.column));
    let dash = |at: usize| if at == range.first { first() } else { lines[at].dash };
    let dashes = || (range.first..range.end).filter_map(|at| Some((at, dash(at)?)));
    let indent = dashes().map(|(_, column)| column).min()?;
    dashes().filter(|(_, column)| *column == indent).nth(at)
}

/// The column of the dash with which `text` begins from the column `from` on, where it is an item.
fn dash(text: &str, from: usize) -> Option<usize> {
    let mut letters = text.chars().enumerate().skip(from).skip_while(|(_, c)| c.is_whitespace());
    let (column, _) = letters.next().filter(|(_, c)| *c == '-')?;
    letters.next().is_none_or(|(_, c)| c == ' ').then_some(column)
}

/// What belongs to the key or item at `place`: to the next line that is not deeper.
fn below(lines: &[Line], place: (usize, usize), end: usize) -> Range {
    let (first, column) = place;
    let is_item = lines[first].text.chars().nth(column) == Some('-');
    let stays = |line: &Line| {
        let Some(indent) = line.indent else { return true };
        indent > column || !is_item && line.dash == Some(column)
    };
    let end = (first + 1..end).find(|at| !stays(&lines[*at])).unwrap_or(end);
    Range { first, column: column + 1, end }
}

#[cfg(test)]
mod tests {
    use super::{Index, Spot, Step};

    fn spot(yaml: &str, way: &[&str]) -> Option<(u32, u32)> {
        let way: Vec<Step> =
            way.iter().map(|step| step.parse().map_or_else(|_| Step::Key((*step).to_owned()), Step::Item)).collect();
        Index::of(yaml).locate(&way).map(|Spot { line, column, .. }| (line, column))
    }

    #[test]
    fn keys_are_found_by_their_way() {
        let yaml = "title: x\nagenda:\n  - number: 1\n    title: y\n  - number: 2\n    title: z\n    decision: {number: a, votes: b}\nvotes : c\n";
        assert_eq!(spot(yaml, &["title"]), Some((1, 1)));
        assert_eq!(spot(yaml, &["agenda", "1", "title"]), Some((6, 5)));
        assert_eq!(spot(yaml, &["agenda", "1", "decision", "votes"]), Some((7, 27)));
        assert_eq!(spot(yaml, &["votes"]), Some((8, 1)));
        assert_eq!(spot(yaml, &["agenda", "1"]), Some((5, 3)));
        assert_eq!(spot(yaml, &["agenda", "1", "absent"]), Some((5, 3)));
        assert_eq!(spot(yaml, &["absent"]), None);
    }
}
