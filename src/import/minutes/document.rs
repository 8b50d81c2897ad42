//! A document as it was written, whatever program wrote it.

use crate::language::Bilingual;

/// A document.
#[derive(Debug, Default)]
pub(super) struct Document {
    /// Its title, where a paragraph is marked as one.
    pub(super) title: Option<String>,
    pub(super) blocks: Vec<Block>,
    /// The texts of its notes, in the order of their marks.
    pub(super) notes: Vec<Vec<Run>>,
    pub(super) images: Vec<Image>,
    /// What has no place in Markdown: the number of the paragraph, from 1, and what.
    pub(super) lost: Vec<(usize, Bilingual)>,
}

/// A paragraph or a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading and its level, from 1.
    Heading(u8, Vec<Run>),
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// An item of a list: how deep, from 0, and whether it is numbered.
    Item(u8, bool, Vec<Run>),
    /// Rows of cells, each with its paragraphs.
    Table(Vec<Vec<Vec<Vec<Run>>>>),
}

/// Words of one look.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) what: What,
    pub(super) look: Look,
    /// The address of the link it stands in.
    pub(super) link: Option<String>,
}

/// How words look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Look {
    pub(super) bold: bool,
    pub(super) italic: bool,
    pub(super) struck: bool,
}

/// What a run is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// Words.
    Words(String),
    /// A line break.
    Break,
    /// The mark of a note, by its place in `notes`.
    Note(usize),
    /// A picture, by its place in `images`.
    Image(usize),
}

impl Default for What {
    fn default() -> Self {
        Self::Words(String::new())
    }
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Image {
    /// Its part of the archive.
    pub(super) part: String,
    /// Its text alternative.
    pub(super) alternative: String,
    /// The paragraph it stands in.
    pub(super) paragraph: usize,
}

impl Block {
    /// Its words on one line.
    pub(super) fn words(&self) -> String {
        match self {
            Self::Heading(_, runs) | Self::Paragraph(runs) | Self::Item(_, _, runs) => plain(runs),
            Self::Table(rows) => {
                let cells = rows.iter().flatten().flatten().map(|paragraph| plain(paragraph));
                cells.collect::<Vec<_>>().join(" ")
            }
        }
    }
}

/// The words of runs without their look; a line break is a line feed.
pub(super) fn plain(runs: &[Run]) -> String {
    let words = runs.iter().map(|run| match &run.what {
        What::Words(words) => words.as_str(),
        What::Break => "\n",
        What::Note(_) | What::Image(_) => "",
    });
    words.collect()
}

/// Joins neighbours of one look, and leaves out what is empty.
pub(super) fn tidied(runs: Vec<Run>) -> Vec<Run> {
    let mut tidy: Vec<Run> = Vec::new();
    for run in runs {
        match (tidy.last_mut(), &run.what) {
            (_, What::Words(words)) if words.is_empty() => {}
            (Some(Run { what: What::Words(before), look, link }), What::Words(words))
                if *look == run.look && *link == run.link =>
            {
                before.push_str(words);
            }
            _ => tidy.push(run),
        }
    }
    tidy
}
