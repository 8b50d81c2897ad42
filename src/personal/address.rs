//! Home addresses: a number and a street right after a person's name, or after a word that says
//! somebody lives there. Minutes name streets and people all the time; only what joins them is meant.

use super::capitals::is_somebody;
use super::text::{Span, Text};

/// Words of a street, as they are written after its number.
const STREETS: [&str; 34] = [
    "rue",
    "avenue",
    "av.",
    "av",
    "ave",
    "boulevard",
    "bd",
    "bld",
    "blvd",
    "place",
    "chemin",
    "impasse",
    "allée",
    "allées",
    "quai",
    "route",
    "square",
    "cours",
    "passage",
    "sentier",
    "sente",
    "ruelle",
    "venelle",
    "faubourg",
    "esplanade",
    "promenade",
    "lotissement",
    "résidence",
    "villa",
    "cité",
    "montée",
    "traverse",
    "hameau",
    "voie",
];

/// The same in English, after the street's name.
const ROADS: [&str; 12] =
    ["street", "road", "lane", "avenue", "drive", "close", "way", "court", "gardens", "terrace", "crescent", "square"];

/// What says that somebody lives there.
const LIVES: [&str; 17] = [
    "demeurant",
    "demeure",
    "domicilié",
    "domiciliée",
    "domiciliés",
    "domicilié(e)",
    "domicilié·e",
    "habite",
    "habitent",
    "résidant",
    "réside",
    "adresse personnelle",
    "domicile",
    "lives",
    "living",
    "residing",
    "home address",
];

pub(super) fn find(text: &Text) -> Vec<Span> {
    (0..text.len()).filter_map(|at| street(text, at).filter(|_| is_home(text, at)).map(|end| at..end)).collect()
}

/// Where the street ends whose number begins at `at`.
fn street(text: &Text, at: usize) -> Option<usize> {
    if !text.begins(at) || !text.is_digit(at) || matches!(text.before(at), Some('/' | '-' | '.' | '°' | '#' | '=')) {
        return None;
    }
    let (_, end) = text.number(at, 1, 4)?;
    let end = ["bis", "ter", "quater", "b", "a", "c"].iter().find_map(|more| text.word_after(end, more)).unwrap_or(end);
    let end = text.skip_space(text.matches(end, ",").unwrap_or(end));
    french(text, end).or_else(|| english(text, end))
}

/// `rue de l’École`: to the end of its name, as far as it can be told.
fn french(text: &Text, at: usize) -> Option<usize> {
    let kind = STREETS.iter().filter_map(|kind| text.word(at, kind)).max()?;
    let name = text.skip_space(kind);
    let ends = |c: char| matches!(c, ',' | ';' | '.' | ':' | '(' | ')' | '"' | '«' | '»' | '\n');
    let end = (name..=text.len()).find(|place| text.get(*place).is_none_or(ends))?;
    (name > kind && end > name).then_some(end)
}

/// `High Street`: one to three words with a capital, and what it is.
fn english(text: &Text, at: usize) -> Option<usize> {
    let mut place = at;
    for _ in 0..4 {
        if !text.get(place).is_some_and(char::is_uppercase) {
            return None;
        }
        if let Some(end) = ROADS.iter().find_map(|road| text.word(place, road)).filter(|_| place > at) {
            return Some(end);
        }
        let end = (place..=text.len()).find(|place| !text.is_word(*place))?;
        place = text.skip_space(end);
    }
    None
}

/// Whether what stands before the number at `at` says that it is somebody's.
fn is_home(text: &Text, at: usize) -> bool {
    let near = text.skip_space_back(at);
    let joined = |end: usize| LIVES.iter().any(|words| ends_with(text, end, words));
    let after = ["au", "à", "at", "le", ":", "sis", ","].iter().find_map(|word| before(text, near, word));
    if joined(near) || after.is_some_and(joined) {
        return true;
    }
    let mark = text.before(near).filter(|c| matches!(c, ',' | '(' | ':' | '–' | '—' | '-'));
    let alone = mark.is_some() || text.slice(near, at).contains('\n');
    is_somebody(text, mark.map_or(near, |_| text.skip_space_back(near - 1)), alone)
}

fn ends_with(text: &Text, end: usize, words: &str) -> bool {
    end.checked_sub(words.chars().count())
        .is_some_and(|start| text.matches(start, words) == Some(end) && text.begins(start))
}

/// What comes before `word` and the space around it, when it ends at `end`.
fn before(text: &Text, end: usize, word: &str) -> Option<usize> {
    let start = end.checked_sub(word.chars().count())?;
    let whole = !word.starts_with(char::is_alphabetic) || text.begins(start);
    (whole && text.matches(start, word) == Some(end)).then(|| text.skip_space_back(start))
}
