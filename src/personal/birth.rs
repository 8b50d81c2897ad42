//! Dates of birth: a whole date beside a word that says it is one.

use super::text::{Span, Text};

/// What announces a date of birth, and how far off the date may begin.
const ANNOUNCED: [(&str, usize); 16] = [
    ("né le", 12),
    ("née le", 12),
    ("nee le", 12),
    ("né(e) le", 12),
    ("né·e le", 12),
    ("né.e le", 12),
    ("né-e le", 12),
    ("nés le", 12),
    ("nées le", 12),
    ("date de naissance", 12),
    ("naissance :", 4),
    ("date of birth", 12),
    ("birth date", 8),
    ("birthdate", 8),
    ("born on", 6),
    ("born", 4),
];

/// What is born without being anybody.
const THINGS: [&str; 22] = [
    "association",
    "collectif",
    "comité",
    "commission",
    "conseil",
    "club",
    "commune",
    "idée",
    "initiative",
    "journal",
    "jardin",
    "mouvement",
    "projet",
    "société",
    "fête",
    "festival",
    "coopérative",
    "charity",
    "council",
    "idea",
    "project",
    "committee",
];

const MONTHS: [&str; 24] = [
    "janvier",
    "février",
    "mars",
    "avril",
    "mai",
    "juin",
    "juillet",
    "août",
    "septembre",
    "octobre",
    "novembre",
    "décembre",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

pub(super) fn find(text: &Text) -> Vec<Span> {
    (0..text.len()).filter(|at| text.begins(*at)).filter_map(|at| birth(text, at)).collect()
}

fn birth(text: &Text, at: usize) -> Option<Span> {
    let (end, far) = ANNOUNCED.iter().find_map(|(words, far)| Some((text.word(at, words)?, *far)))?;
    let date_end = (end..=end + far).filter(|place| text.begins(*place)).find_map(|place| date(text, place))?;
    (!is_of_a_thing(text, at)).then_some(at..date_end)
}

/// Whether one of the few words before `at`, in the same sentence, is no person.
fn is_of_a_thing(text: &Text, at: usize) -> bool {
    let start =
        (at.saturating_sub(60)..at).rev().find(|place| matches!(text.get(*place), Some('.' | ';' | ':' | '\n')));
    let words = text.slice(start.unwrap_or(at.saturating_sub(60)), at).to_lowercase();
    words
        .split(|c: char| !c.is_alphanumeric())
        .any(|word| THINGS.contains(&word.trim_end_matches('s')) || THINGS.contains(&word))
}

/// Where a whole date of this or the last century that begins at `at` ends.
fn date(text: &Text, at: usize) -> Option<usize> {
    figures(text, at).or_else(|| day_first(text, at)).or_else(|| month_first(text, at))
}

fn year(text: &Text, at: usize) -> Option<usize> {
    text.number(at, 4, 4).filter(|(year, _)| (1900..2100).contains(year)).map(|(_, end)| end)
}

/// `12/03/1980`, `12.3.1980`, `1980-03-12`.
fn figures(text: &Text, at: usize) -> Option<usize> {
    let between = |at: usize| text.get(at).filter(|c| matches!(c, '/' | '.' | '-')).map(|_| at + 1);
    if let Some(end) = year(text, at) {
        let (month, end) = text.number(between(end)?, 2, 2)?;
        let (day, end) = text.number(between(end)?, 2, 2)?;
        return is_day(day, month).then_some(end);
    }
    let (day, end) = text.number(at, 1, 2)?;
    let (month, end) = text.number(between(end)?, 1, 2)?;
    // In English the month may come first.
    (is_day(day, month) || is_day(month, day)).then(|| year(text, between(end)?)).flatten()
}

const fn is_day(day: u32, month: u32) -> bool {
    day >= 1 && day <= 31 && month >= 1 && month <= 12
}

/// `12 mars 1980`, `1er mars 1980`, `1st of March 1980`.
fn day_first(text: &Text, at: usize) -> Option<usize> {
    let (_, end) = text.number(at, 1, 2).filter(|(day, _)| (1..=31).contains(day))?;
    let end = text.skip_space(ordinal(text, end));
    let end = text.word(end, "of ").unwrap_or(end);
    year(text, text.skip_space(month(text, end)?))
}

/// `March 12, 1980`.
fn month_first(text: &Text, at: usize) -> Option<usize> {
    let (_, end) = text.number(text.skip_space(month(text, at)?), 1, 2)?;
    let end = ordinal(text, end);
    year(text, text.skip_space(text.matches(end, ",").unwrap_or(end)))
}

fn ordinal(text: &Text, at: usize) -> usize {
    ["er", "ᵉʳ", "st", "nd", "rd", "th"].iter().find_map(|words| text.matches(at, words)).unwrap_or(at)
}

fn month(text: &Text, at: usize) -> Option<usize> {
    MONTHS.iter().find_map(|name| text.word(at, name))
}
