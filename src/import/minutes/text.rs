//! A document as Markdown.

use std::fmt::Write as _;

use super::document::{Block, Document, Look, Run, What, tidied};
use crate::import::markdown::{escaped, linked};

/// The document's text; `images` gives the address of each picture, or nothing where it is left out.
pub(super) fn markdown(document: &Document, images: &[Option<String>]) -> String {
    let writing = Writing { document, images };
    let mut text = String::new();
    let mut before: Option<&Block> = None;
    let mut numbers = Numbers::default();
    for block in &document.blocks {
        let written = writing.block(block, &mut numbers);
        if written.trim().is_empty() {
            continue;
        }
        // Another kind of list is another list.
        let tight = match (before, block) {
            (Some(Block::Item(_, was, _)), Block::Item(depth, is, _)) => *depth > 0 || was == is,
            _ => false,
        };
        if before.is_some() {
            text.push_str(if tight { "\n" } else { "\n\n" });
        }
        text.push_str(&written);
        before = Some(block);
    }
    for (number, note) in document.notes.iter().enumerate() {
        text.push_str(if number == 0 { "\n\n" } else { "\n" });
        let _ = write!(text, "[^note-{}]: {}", number + 1, writing.runs(note));
    }
    text
}

/// The number of the next item at each depth of the list that is open.
#[derive(Default)]
struct Numbers(Vec<(bool, u32)>);

impl Numbers {
    fn mark(&mut self, depth: usize, numbered: bool) -> String {
        self.0.truncate(depth + 1);
        self.0.resize(depth + 1, (numbered, 0));
        if self.0[depth].0 != numbered {
            self.0[depth] = (numbered, 0);
        }
        self.0[depth].1 += 1;
        if numbered { format!("{}.", self.0[depth].1) } else { "-".to_owned() }
    }
}

struct Writing<'a> {
    document: &'a Document,
    images: &'a [Option<String>],
}

impl Writing<'_> {
    fn block(&self, block: &Block, numbers: &mut Numbers) -> String {
        if !matches!(block, Block::Item(..)) {
            numbers.0.clear();
        }
        match block {
            Block::Heading(level, runs) => {
                let words = self.runs(&without_look(runs)).replace("\\\n", " ");
                if words.is_empty() {
                    words
                } else {
                    format!("{} {words}", "#".repeat(usize::from((*level).clamp(1, 6))))
                }
            }
            Block::Paragraph(runs) => unlike_a_list(&self.runs(runs)),
            Block::Item(depth, numbered, runs) => {
                let words = self.runs(runs);
                if words.is_empty() {
                    return words;
                }
                let indent = "    ".repeat(usize::from(*depth));
                format!("{indent}{} {words}", numbers.mark(usize::from(*depth), *numbered))
            }
            Block::Table(rows) => self.table(rows),
        }
    }

    fn table(&self, rows: &[Vec<Vec<Vec<Run>>>]) -> String {
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (number, row) in rows.iter().enumerate() {
            let cells = row.iter().map(|cell| {
                let paragraphs = cell.iter().map(|runs| self.runs(runs).replace("\\\n", "<br>"));
                paragraphs.filter(|words| !words.is_empty()).collect::<Vec<_>>().join("<br>")
            });
            let cells: Vec<String> = cells.chain(std::iter::repeat(String::new())).take(width).collect();
            lines.push(format!("| {} |", cells.join(" | ")));
            if number == 0 {
                lines.push(format!("|{}", " --- |".repeat(width)));
            }
        }
        lines.join("\n")
    }

    fn runs(&self, runs: &[Run]) -> String {
        let runs = tidied(runs.to_vec());
        let mut text = String::new();
        let mut at = 0;
        while at < runs.len() {
            let link = runs[at].link.as_ref();
            let end = at + runs[at..].iter().take_while(|run| run.link.as_ref() == link).count();
            let mut inner = String::new();
            for (number, run) in (at..end).zip(&runs[at..end]) {
                let before = inner.chars().next_back().or_else(|| text.chars().next_back());
                let after = runs.get(number + 1).and_then(first_of);
                inner.push_str(&self.run(run, before, after));
            }
            match link {
                Some(address) if !inner.trim().is_empty() => text.push_str(&linked(inner.trim(), address)),
                _ => text.push_str(&inner),
            }
            at = end;
        }
        trimmed(&text)
    }

    fn run(&self, run: &Run, before: Option<char>, after: Option<char>) -> String {
        match &run.what {
            What::Words(words) => emphasised(words, run.look, before, after),
            What::Break => "\\\n".to_owned(),
            What::Note(number) => format!("[^note-{}]", number + 1),
            What::Image(number) => {
                let address = self.images.get(*number).and_then(Option::as_deref);
                let alternative = self.document.images.get(*number).map_or("", |image| image.alternative.as_str());
                address.map(|address| format!("!{}", linked(&escaped(alternative), address))).unwrap_or_default()
            }
        }
    }
}

fn first_of(run: &Run) -> Option<char> {
    match &run.what {
        What::Words(words) => words.chars().next(),
        _ => None,
    }
}

/// Words with their marks; spaces stay outside, where Markdown wants them. Where a mark would stand
/// between a letter and a sign, Markdown does not read it, and the words go without.
fn emphasised(words: &str, look: Look, previous: Option<char>, next: Option<char>) -> String {
    let inner = words.trim_matches(' ');
    let (before, after) = words.split_once(inner).unwrap_or(("", ""));
    let within = |beside: Option<char>, spaced: bool, edge: Option<char>| {
        !spaced && beside.is_some_and(char::is_alphanumeric) && edge.is_some_and(|edge| !edge.is_alphanumeric())
    };
    let unread = within(previous, !before.is_empty(), inner.chars().next())
        || within(next, !after.is_empty(), inner.chars().next_back());
    if inner.is_empty() || unread || inner.chars().all(|c| !c.is_alphanumeric()) {
        return escaped(words);
    }
    let mark = |on: bool, mark: &'static str| if on { mark } else { "" };
    let (bold, italic, struck) = (mark(look.bold, "**"), mark(look.italic, "*"), mark(look.struck, "~~"));
    format!("{before}{bold}{italic}{struck}{}{struck}{italic}{bold}{after}", escaped(inner))
}

fn without_look(runs: &[Run]) -> Vec<Run> {
    runs.iter().map(|run| Run { look: Look::default(), ..run.clone() }).collect()
}

/// A paragraph without breaks at its ends, which Markdown would show as backslashes.
fn trimmed(text: &str) -> String {
    let mut text = text.trim();
    while let Some(rest) = text.strip_suffix('\\').filter(|rest| !rest.ends_with('\\')) {
        text = rest.trim_end();
    }
    while let Some(rest) = text.strip_prefix("\\\n") {
        text = rest.trim_start();
    }
    text.to_owned()
}

/// A paragraph that begins like a heading or an item of a list, as the paragraph it is.
fn unlike_a_list(text: &str) -> String {
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let rest = &text[digits..];
    if digits > 0 && digits <= 9 && (rest.starts_with(". ") || rest.starts_with(") ")) {
        return format!("{}\\{rest}", &text[..digits]);
    }
    if text.starts_with(['#', '+', '-', '>', '=']) { format!("\\{text}") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::markdown;
    use crate::import::minutes::document::{Block, Document, Look, Run, What};

    fn words(words: &str) -> Run {
        Run { what: What::Words(words.to_owned()), ..Run::default() }
    }

    fn bold(run: Run) -> Run {
        Run { look: Look { bold: true, ..Look::default() }, ..run }
    }

    #[test]
    fn a_document_is_markdown_that_says_the_same() {
        let link = |words: Run| Run { link: Some("https://a.example/(b)".to_owned()), ..words };
        let document = Document {
            blocks: vec![
                Block::Heading(2, vec![bold(words("Un * deux"))]),
                Block::Paragraph(vec![
                    words("a "),
                    bold(words("b ")),
                    bold(words("c")),
                    words(" d"),
                    Run { what: What::Break, ..Run::default() },
                ]),
                Block::Paragraph(vec![words("1. pas une liste")]),
                Block::Paragraph(vec![words("- ni celle-ci")]),
                Block::Item(0, false, vec![words("x")]),
                Block::Item(1, true, vec![words("y")]),
                Block::Item(1, true, vec![words("z")]),
                Block::Item(0, true, vec![words("w")]),
                Block::Paragraph(vec![
                    link(words("lien ")),
                    link(bold(words("gras"))),
                    Run { what: What::Note(0), ..Run::default() },
                ]),
                Block::Table(vec![
                    vec![vec![vec![words("h|i")], vec![words("j")]]],
                    vec![vec![], vec![vec![words("k")]]],
                ]),
                Block::Paragraph(Vec::new()),
            ],
            notes: vec![vec![words("note")]],
            ..Document::default()
        };
        let expected = "## Un \\* deux\n\na **b c** d\n\n1\\. pas une liste\n\n\\- ni celle-ci\n\n- x\n    1. y\n    2. z\n1. w\n\n[lien **gras**](<https://a.example/(b)>)[^note-1]\n\n| h\\|i<br>j |  |\n| --- | --- |\n|  | k |\n\n[^note-1]: note";
        assert_eq!(markdown(&document, &[]), expected);
    }
}
