//! Whom a name in a source means, among the people the council has.

use super::slug::folded;
use crate::document::RecordId;

/// Words that stand before a name and are no part of it.
const TITLES: &[&str] = &[
    "m",
    "mm",
    "mme",
    "mmes",
    "mlle",
    "mr",
    "mrs",
    "ms",
    "dr",
    "madame",
    "mesdames",
    "monsieur",
    "messieurs",
    "mayor",
    "maire",
    "cllr",
    "cr",
    "councillor",
    "councilmember",
    "conseiller",
    "conseillere",
];

/// A person by the words of the name and of the name by which lists are sorted.
#[derive(Clone, Debug)]
struct Known {
    id: RecordId,
    name: Vec<String>,
    sort_name: Vec<String>,
}

/// The people a name may mean.
#[derive(Clone, Debug, Default)]
pub(super) struct People(Vec<Known>);

/// Whom a name means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Match {
    /// One person.
    One(RecordId),
    /// One of these.
    Many(Vec<RecordId>),
    /// Nobody known.
    None,
}

impl People {
    /// Adds a person.
    pub(super) fn add(&mut self, id: RecordId, name: &str, sort_name: &str) {
        self.0.push(Known { id, name: folded(name), sort_name: folded(sort_name) });
    }

    /// Whether the id is taken.
    pub(super) fn has(&self, id: &RecordId) -> bool {
        self.0.iter().any(|known| known.id == *id)
    }

    /// Whom `name` means: accents and capitals do not count, a title before it and what follows a
    /// comma, a bracket or a dash neither; `C. Morel` and `Morel` mean the one Morel there is.
    pub(super) fn find(&self, name: &str) -> Match {
        let words = bare(name);
        if words.is_empty() {
            return Match::None;
        }
        let whole: Vec<&Known> = self.0.iter().filter(|known| known.is_called(&words)).collect();
        let found = if whole.is_empty() { self.0.iter().filter(|known| known.may_be(&words)).collect() } else { whole };
        match found.as_slice() {
            [] => Match::None,
            [one] => Match::One(one.id.clone()),
            many => Match::Many(many.iter().map(|known| known.id.clone()).collect()),
        }
    }
}

impl Known {
    fn is_called(&self, words: &[String]) -> bool {
        let sorted = |words: &[String]| {
            let mut words = words.to_vec();
            words.sort();
            words
        };
        sorted(words) == sorted(&self.name)
    }

    /// Every word is one of the person's; a single letter stands for a word that begins with it; a
    /// name of one word is a family name.
    fn may_be(&self, words: &[String]) -> bool {
        let full: Vec<&String> = words.iter().filter(|word| word.len() > 1).collect();
        let fits = |word: &String| {
            let letter = word.len() == 1;
            self.name.iter().any(|own| if letter { own.starts_with(word.as_str()) } else { own == word })
        };
        match full.as_slice() {
            [] => false,
            [family] => self.sort_name.first() == Some(family) && words.iter().all(fits),
            _ => words.iter().all(fits),
        }
    }
}

/// The words of a name without title, office and remarks.
fn bare(name: &str) -> Vec<String> {
    let words = folded(&plain(name));
    let titles = words.iter().take_while(|word| TITLES.contains(&word.as_str())).count();
    if titles == words.len() { words } else { words[titles..].to_vec() }
}

/// A name as it is written, without title, office and remarks: `Taylor` for `Mayor Taylor (Ward 1)`.
pub(super) fn plain_name(name: &str) -> String {
    let plain = plain(name);
    let kept = bare(name).len();
    let words: Vec<&str> = plain.split_whitespace().collect();
    let mut from = words.len();
    let mut count = 0;
    while from > 0 && count < kept {
        from -= 1;
        count += folded(words[from]).len();
    }
    words[from..].join(" ")
}

/// What stands before the first comma, bracket, semicolon or spaced dash.
fn plain(name: &str) -> String {
    let end = [",", "(", ";", ":", " - ", " – ", " — "].iter().filter_map(|mark| name.find(mark)).min();
    name[..end.unwrap_or(name.len())].trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::{Match, People, plain_name};
    use crate::document::RecordId;
    use crate::grammar::Token as _;

    fn id(text: &str) -> RecordId {
        RecordId::read(text).expect("an id")
    }

    #[test]
    fn a_name_is_known_by_its_words() {
        let mut people = People::default();
        for (record, name, sort_name) in [
            ("claire-morel", "Claire Morel", "Morel Claire"),
            ("helene-morel", "Hélène Morel", "Morel Hélène"),
            ("yann-le-goff", "Yann Le Goff", "Le Goff Yann"),
            ("anne-marie-roux", "Anne-Marie Roux", "Roux Anne-Marie"),
        ] {
            people.add(id(record), name, sort_name);
        }
        for (name, meant) in [
            ("Mme MOREL Claire, présidente", Match::One(id("claire-morel"))),
            ("C. Morel", Match::One(id("claire-morel"))),
            ("Helene Morel", Match::One(id("helene-morel"))),
            ("Morel", Match::Many(vec![id("claire-morel"), id("helene-morel")])),
            ("M. Le Goff", Match::One(id("yann-le-goff"))),
            ("Le Goff", Match::One(id("yann-le-goff"))),
            ("A.-M. Roux", Match::One(id("anne-marie-roux"))),
            ("Marie", Match::None),
            ("Claire", Match::None),
            ("", Match::None),
        ] {
            assert_eq!(people.find(name), meant, "{name}");
        }
    }

    #[test]
    fn a_title_and_an_office_are_no_part_of_a_name() {
        for (written, name) in [
            ("Mayor Taylor", "Taylor"),
            ("Disch (Ward 1)", "Disch"),
            ("Mme Anne-Marie Roux, adjointe", "Anne-Marie Roux"),
            ("Le Goff", "Le Goff"),
        ] {
            assert_eq!(plain_name(written), name);
        }
    }
}
