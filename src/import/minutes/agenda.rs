//! The items of a meeting, from the headings of its minutes.

use super::document::{Block, plain};
use crate::import::slug::folded;

/// An item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Item {
    /// Its number as printed; nothing where none is.
    pub(super) number: Option<String>,
    pub(super) title: String,
    /// What it seems to ask for: `decision`, `question` or `information`.
    pub(super) kind: &'static str,
}

/// The items: the headings of the highest level of which there are two or more, but for those that are
/// about the meeting itself; in a document without such headings, the paragraphs that count 1, 2, 3.
pub(super) fn items(blocks: &[Block]) -> Vec<Item> {
    let items = of_headings(blocks);
    if items.is_empty() { of_numbers(blocks) } else { items }
}

/// The longest paragraph that is taken for the title of an item.
const LONGEST_TITLE: usize = 160;

fn of_numbers(blocks: &[Block]) -> Vec<Item> {
    let mut starts: Vec<(usize, String, String)> = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let words = block.words();
        let Block::Paragraph(_) = block else { continue };
        let (Some(number), title) = numbered(words.trim()) else { continue };
        // `3 lots` counts something else.
        let after = words.trim().trim_start_matches(|c: char| c.is_ascii_digit()).trim_start();
        let parted = after.starts_with(['/', '.', ')', ':', '-', '–', '—', '°']);
        if parted && number == (starts.len() + 1).to_string() && title.len() <= LONGEST_TITLE {
            starts.push((at, number, title.trim_end_matches([':', ' ', '\u{a0}']).to_owned()));
        }
    }
    if starts.len() < 2 {
        return Vec::new();
    }
    let ends: Vec<usize> = starts.iter().skip(1).map(|(at, ..)| *at).chain([blocks.len()]).collect();
    let items = starts.into_iter().zip(ends);
    items
        .map(|((at, number, title), end)| {
            let text: String = blocks[at + 1..end].iter().map(|block| block.words() + " ").collect();
            Item { number: Some(number), kind: kind(&title, &text), title }
        })
        .collect()
}

fn of_headings(blocks: &[Block]) -> Vec<Item> {
    let headings: Vec<(usize, u8, String)> = (0..)
        .zip(blocks)
        .filter_map(|(at, block)| match block {
            Block::Heading(level, runs) => {
                Some((at, *level, plain(runs).split_whitespace().collect::<Vec<_>>().join(" ")))
            }
            _ => None,
        })
        .filter(|(_, _, title)| !title.is_empty() && !is_about_the_meeting(title))
        .collect();
    let count = |level: u8| headings.iter().filter(|(_, other, _)| *other == level).count();
    let Some(level) = (1..=6).find(|level| count(*level) >= 2) else { return Vec::new() };
    let of_level: Vec<&(usize, u8, String)> = headings.iter().filter(|(_, other, _)| *other <= level).collect();
    let ends = of_level.iter().skip(1).map(|(at, _, _)| *at).chain([blocks.len()]);
    let items = of_level.iter().zip(ends).filter(|((_, own, _), _)| *own == level);
    items
        .map(|((at, _, words), end)| {
            let (number, title) = numbered(words);
            let text: String = blocks[at + 1..end].iter().map(|block| block.words() + " ").collect();
            Item { number, kind: kind(&title, &text), title }
        })
        .collect()
}

/// Headings that are no items.
fn is_about_the_meeting(title: &str) -> bool {
    const WORDS: &[&str] = &[
        "presence",
        "presences",
        "presents",
        "quorum",
        "attendance",
        "present",
        "apologies",
        "signatures",
        "signature",
        "annexe",
        "annexes",
        "ordre du jour",
        "agenda",
        "seance",
        "emargement",
        "appendix",
        "appel",
        "membres presents",
    ];
    let words = folded(title).join(" ");
    WORDS.iter().any(|word| {
        words == *word || words.starts_with(&format!("{word} et ")) || words.starts_with(&format!("{word} and "))
    })
}

/// `3` and the rest for `3. …`, `Point n° 3 : …`, `III – …`, `2026-03 : …`.
fn numbered(words: &str) -> (Option<String>, String) {
    let mut rest = words;
    for lead in
        ["Point n°", "Point n° ", "Point ", "Item ", "Affaire n°", "Affaire ", "Délibération n°", "Délibération "]
    {
        rest = rest.strip_prefix(lead).map_or(rest, str::trim_start);
    }
    let roman_end = rest.find(|c: char| !matches!(c, 'I' | 'V' | 'X')).unwrap_or(rest.len());
    let end = if roman_end > 0 { roman_end } else { number_end(rest) };
    let number = &rest[..end];
    let after = rest[end..].trim_start().trim_start_matches([':', '.', '-', '–', '—', ')', '/', '°']).trim_start();
    let parted = rest[end..].starts_with([' ', '\u{a0}', ':', '.', '-', '–', '—', ')', '/', '°']);
    let digits = number.starts_with(|c: char| c.is_ascii_digit()) && number.len() <= 12 && parted;
    let roman = !number.is_empty()
        && number.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
        && rest[number.len()..].starts_with([' ', '.', ')', '-']);
    let year = number.len() == 4 && number.starts_with("20") && digits;
    if (digits && !year || roman) && !after.is_empty() {
        (Some(number.to_owned()), after.to_owned())
    } else {
        (None, words.to_owned())
    }
}

/// How long a number such as `4.2` or `2026-03` is.
fn number_end(text: &str) -> usize {
    let mut end = 0;
    for (at, c) in text.char_indices() {
        let joins = matches!(c, '.' | '-' | '/') && at == end && at > 0;
        let goes_on = text[at + c.len_utf8()..].starts_with(|next: char| next.is_ascii_digit());
        match c {
            '0'..='9' => end = at + 1,
            _ if joins && goes_on => end = at + 1,
            _ => break,
        }
    }
    end
}

/// Words by which a text tells that something was decided.
const DECIDED: &[&str] = &[
    "adopte",
    "adoptee",
    "approuve",
    "approuvee",
    "unanimite",
    "delibere",
    "rejete",
    "rejetee",
    "votes pour",
    "voix pour",
    "resolved",
    "carried",
    "adopted",
    "approved",
    "unanimously",
    "votes for",
];

fn kind(title: &str, text: &str) -> &'static str {
    let title = format!(" {} ", folded(title).join(" "));
    let text = format!(" {} ", folded(text).join(" "));
    let any = |text: &str, words: &[&str]| words.iter().any(|word| text.contains(&format!(" {word} ")));
    if any(&title, &["question", "questions"]) {
        "question"
    } else if any(&title, &["vote", "deliberation", "decision"]) || any(&text, DECIDED) {
        "decision"
    } else {
        "information"
    }
}

#[cfg(test)]
mod tests {
    use super::{Item, items, numbered};
    use crate::import::minutes::document::{Block, Run, What};

    fn runs(words: &str) -> Vec<Run> {
        vec![Run { what: What::Words(words.to_owned()), ..Run::default() }]
    }

    #[test]
    fn headings_are_items_but_for_those_about_the_meeting() {
        let blocks = [
            Block::Heading(1, runs("Procès-verbal")),
            Block::Heading(2, runs("Présences et quorum")),
            Block::Heading(2, runs("1. Budget")),
            Block::Paragraph(runs("Le budget est adopté à l’unanimité.")),
            Block::Heading(3, runs("Débat")),
            Block::Heading(2, runs("Point n° 2 : Travaux")),
            Block::Paragraph(runs("Le pont ferme.")),
            Block::Heading(2, runs("Questions diverses")),
        ];
        let item = |number: Option<&str>, title: &str, kind| Item {
            number: number.map(str::to_owned),
            title: title.to_owned(),
            kind,
        };
        let expected = [
            item(Some("1"), "Budget", "decision"),
            item(Some("2"), "Travaux", "information"),
            item(None, "Questions diverses", "question"),
        ];
        assert_eq!(items(&blocks), expected);
        assert_eq!(items(&blocks[..3]), []);
    }

    #[test]
    fn without_headings_the_paragraphs_that_count_are_items() {
        let lines = [
            "CR du conseil",
            "12 présents",
            "1/ Motion :",
            "12 votes pour",
            "2/ Coupes",
            "3 lots",
            "approuvé",
            "3/Divers",
            "5/ x",
        ];
        let blocks = lines.map(|line| Block::Paragraph(runs(line)));
        let found: Vec<(Option<String>, String, &str)> =
            items(&blocks).into_iter().map(|item| (item.number, item.title, item.kind)).collect();
        let item = |number: &str, title: &str, kind| (Some(number.to_owned()), title.to_owned(), kind);
        let expected =
            [item("1", "Motion", "decision"), item("2", "Coupes", "decision"), item("3", "Divers", "information")];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_number_is_one_that_is_printed() {
        for (words, number, title) in [
            ("III – Voirie", Some("III"), "Voirie"),
            ("2026-03 : Vœu", Some("2026-03"), "Vœu"),
            ("4.2 Subvention", Some("4.2"), "Subvention"),
            ("2026, année du pont", None, "2026, année du pont"),
            ("Vie scolaire", None, "Vie scolaire"),
            ("8/Décisions", Some("8"), "Décisions"),
            ("12 votes pour", Some("12"), "votes pour"),
            ("1er prix", None, "1er prix"),
            ("12", None, "12"),
        ] {
            assert_eq!(numbered(words), (number.map(str::to_owned), title.to_owned()), "{words}");
        }
    }
}
