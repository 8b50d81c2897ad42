//! Bank account numbers (ISO 13616), of the countries in the euro payments area.

use super::text::{Span, Text};

/// Country and number of characters.
const LENGTHS: [(&str, usize); 41] = [
    ("AD", 24),
    ("AL", 28),
    ("AT", 20),
    ("BE", 16),
    ("BG", 22),
    ("CH", 21),
    ("CY", 28),
    ("CZ", 24),
    ("DE", 22),
    ("DK", 18),
    ("EE", 20),
    ("ES", 24),
    ("FI", 18),
    ("FR", 27),
    ("GB", 22),
    ("GI", 23),
    ("GR", 27),
    ("HR", 21),
    ("HU", 28),
    ("IE", 22),
    ("IS", 26),
    ("IT", 27),
    ("LI", 21),
    ("LT", 20),
    ("LU", 20),
    ("LV", 21),
    ("MC", 27),
    ("MD", 24),
    ("ME", 22),
    ("MK", 19),
    ("MT", 31),
    ("NL", 18),
    ("NO", 15),
    ("PL", 28),
    ("PT", 25),
    ("RO", 24),
    ("RS", 22),
    ("SE", 24),
    ("SI", 19),
    ("SK", 24),
    ("SM", 27),
];

pub(super) fn find(text: &Text) -> Vec<Span> {
    (0..text.len()).filter_map(|at| account(text, at).map(|end| at..end)).collect()
}

fn account(text: &Text, at: usize) -> Option<usize> {
    if !text.begins(at) || !text.is_digit(at + 2) || !text.is_digit(at + 3) {
        return None;
    }
    let country = text.slice(at, at + 2).to_uppercase();
    let (_, length) = LENGTHS.iter().find(|(known, _)| *known == country)?;
    let (number, end) = characters(text, at, *length)?;
    (!text.is_word(end) && remainder(&number)? == 1).then_some(end)
}

/// `count` letters and digits with at most one gap between them, in capitals.
fn characters(text: &Text, at: usize, count: usize) -> Option<(Vec<char>, usize)> {
    let (mut found, mut place) = (Vec::new(), at);
    while found.len() < count {
        let c = text.get(place)?;
        if c.is_ascii_alphanumeric() {
            found.push(c.to_ascii_uppercase());
        } else if !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '-') || !text.is_word(place + 1) {
            return None;
        }
        place += 1;
    }
    Some((found, place))
}

/// The remainder by 97, once the first four characters stand last and letters are numbers from 10.
fn remainder(number: &[char]) -> Option<u32> {
    number[4..].iter().chain(&number[..4]).try_fold(0, |rest, c| {
        let digit = c.to_digit(36)?;
        Some((rest * if digit > 9 { 100 } else { 10 } + digit) % 97)
    })
}
