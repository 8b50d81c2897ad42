//! Two versions of a head, key by key.

use similar::{Algorithm, DiffTag, capture_diff_slices_by_key};

use super::difference::{Piece, of_words};
use crate::document::Fact;

/// The most keys that are told.
const MOST: usize = 100;
/// The most characters of a value that are shown.
const LONGEST: usize = 2_000;

/// A key whose value changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactChange {
    /// The way to it, such as `history 2 status`; items of lists count from 1.
    pub key: String,
    /// What went and what came.
    pub pieces: Vec<Piece>,
}

/// What differs between two heads; and how many keys are left out at the end.
#[must_use]
pub fn of_facts(old: &[(String, Fact)], new: &[(String, Fact)]) -> (Vec<FactChange>, usize) {
    let mut changes = Vec::new();
    maps("", old, new, &mut changes);
    let left_out = changes.len().saturating_sub(MOST);
    changes.truncate(MOST);
    (changes, left_out)
}

/// In the order of the newer head, with what it lost at the end.
fn maps(way: &str, old: &[(String, Fact)], new: &[(String, Fact)], changes: &mut Vec<FactChange>) {
    let below = |key: &str| if way.is_empty() { key.to_owned() } else { format!("{way} {key}") };
    let find = |facts: &'_ [(String, Fact)], key: &str| facts.iter().position(|(name, _)| name == key);
    for (key, value) in new {
        let before = find(old, key).map(|at| &old[at].1);
        pair(&below(key), before, Some(value), changes);
    }
    for (key, value) in old.iter().filter(|(key, _)| find(new, key).is_none()) {
        pair(&below(key), Some(value), None, changes);
    }
}

fn pair(way: &str, old: Option<&Fact>, new: Option<&Fact>, changes: &mut Vec<FactChange>) {
    match (old, new) {
        _ if old == new => {}
        (Some(Fact::Map(old)), Some(Fact::Map(new))) => maps(way, old, new, changes),
        (Some(Fact::List(old)), Some(Fact::List(new))) => lists(way, old, new, changes),
        _ => {
            let words = |fact: Option<&Fact>| fact.map(written).unwrap_or_default();
            let pieces = of_words(&words(old), &words(new));
            if pieces.iter().any(|piece| !matches!(piece, Piece::Same(_))) {
                changes.push(FactChange { key: way.to_owned(), pieces });
            }
        }
    }
}

/// Items that stayed are passed over; as many as went and came in one place are compared one by one.
fn lists(way: &str, old: &[Fact], new: &[Fact], changes: &mut Vec<FactChange>) {
    for op in capture_diff_slices_by_key(Algorithm::Myers, old, new, written) {
        let (tag, from, to) = op.as_tag_tuple();
        if tag == DiffTag::Equal {
            continue;
        }
        let one_by_one = from.len() == to.len();
        for (at, item) in new.iter().enumerate().take(to.end).skip(to.start) {
            let before = old.get(from.start + at - to.start).filter(|_| one_by_one);
            pair(&format!("{way} {}", at + 1), before, Some(item), changes);
        }
        for (at, item) in old.iter().enumerate().take(from.end).skip(from.start).filter(|_| !one_by_one) {
            pair(&format!("{way} {}", at + 1), Some(item), None, changes);
        }
    }
}

/// A value on one line.
fn written(fact: &Fact) -> String {
    let line = match fact {
        Fact::Words(words) => words.clone(),
        Fact::List(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        Fact::Map(pairs) => {
            let pair = |(key, value): &(String, Fact)| format!("{key}: {}", written(value));
            pairs.iter().map(pair).collect::<Vec<_>>().join(", ")
        }
    };
    if line.chars().count() <= LONGEST { line } else { line.chars().take(LONGEST).chain(['…']).collect() }
}

#[cfg(test)]
mod tests {
    use super::of_facts;
    use crate::document::Version;
    use crate::site::past::difference::Piece;

    fn told(old: &str, new: &str) -> Vec<String> {
        let read = |yaml: &str| Version::read(format!("---\n{yaml}\n---\n").as_bytes()).expect("a head").facts;
        let one = |piece: &Piece| match piece {
            Piece::Same(text) => text.clone(),
            Piece::Out(text) => format!("[-{text}-]"),
            Piece::In(text) => format!("{{+{text}+}}"),
        };
        let (changes, left_out) = of_facts(&read(old), &read(new));
        assert_eq!(left_out, 0);
        changes
            .iter()
            .map(|change| format!("{}: {}", change.key, change.pieces.iter().map(one).collect::<String>()))
            .collect()
    }

    #[test]
    fn keys_are_told_with_what_went_and_what_came() {
        for (old, new, expected) in [
            ("a: 1", "a: 1", vec![]),
            ("status: planned\nb: x", "b: x\nstatus: held", vec!["status: [-planned-]{+held+}"]),
            ("a: 1", "b: 2", vec!["b: {+2+}", "a: [-1-]"]),
            ("a: {b: 1, c: 2}", "a: {b: 1, c: 3}", vec!["a c: [-2-]{+3+}"]),
            ("a: [x, y]", "a: [x, z, y]", vec!["a 2: {+z+}"]),
            ("a: [x, y, z]", "a: [x, z]", vec!["a 2: [-y-]"]),
            (
                "a: [{d: 1, s: draft}, {d: 2, s: held}]",
                "a: [{d: 1, s: draft}, {d: 2, s: over}]",
                vec!["a 2 s: [-held-]{+over+}"],
            ),
            ("a: x", "a: [x]", vec![]),
            ("a: [{d: 1}]", "a: [{d: 1}, {d: 2, s: x}]", vec!["a 2: {+d: 2, s: x+}"]),
        ] {
            assert_eq!(told(old, new), expected, "{old} / {new}");
        }
    }

    #[test]
    fn very_many_keys_are_cut() {
        let keys: String = (0..300).fold(String::new(), |text, n: u32| text + "k" + &n.to_string() + ": 1\n");
        let version = Version::read(b"---\na: 1\n---\n").expect("a head").facts;
        let text = format!("---\n{keys}---\n");
        let (changes, left_out) = of_facts(&version, &Version::read(text.as_bytes()).expect("a head").facts);
        assert_eq!((changes.len(), left_out), (100, 201));
    }
}
