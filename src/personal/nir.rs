//! French social security numbers (numéro d’inscription au répertoire), with their key.

use super::text::{Span, Text, is_gap};

pub(super) fn find(text: &Text) -> Vec<Span> {
    (0..text.len()).filter_map(|at| number(text, at).map(|end| at..end)).collect()
}

fn number(text: &Text, at: usize) -> Option<usize> {
    let free = text.begins(at) && !matches!(text.before(at), Some('-' | '.' | ',' | '/' | '=' | '_'));
    if !free || !matches!(text.get(at)?, '1' | '2' | '3' | '4' | '7' | '8') {
        return None;
    }
    let (digits, end) = characters(text, at)?;
    let month = digits[3].to_digit(10)? * 10 + digits[4].to_digit(10)?;
    let known = matches!(month, 1..=12 | 20 | 30..=42 | 50..=99);
    (known && !text.is_word(end) && has_its_key(&digits)).then_some(end)
}

/// Fifteen characters with at most one gap between them: digits, but for Corsica's `A` and `B`.
fn characters(text: &Text, at: usize) -> Option<(Vec<char>, usize)> {
    let (mut found, mut place) = (Vec::new(), at);
    while found.len() < 15 {
        let c = text.get(place)?.to_ascii_uppercase();
        let corsica = found.len() == 6 && found[5] == '2' && matches!(c, 'A' | 'B');
        if c.is_ascii_digit() || corsica {
            found.push(c);
        } else if !is_gap(c) || !text.is_word(place + 1) {
            return None;
        }
        place += 1;
    }
    Some((found, place))
}

fn has_its_key(digits: &[char]) -> bool {
    let text: String = digits.iter().collect();
    let plain = text[..13].replacen("2A", "19", 1).replacen("2B", "18", 1);
    let number = if text[5..7].contains(['A', 'B']) { plain.parse::<u64>() } else { text[..13].parse::<u64>() };
    let key = text[13..].parse::<u64>();
    matches!((number, key), (Ok(number), Ok(key)) if 97 - number % 97 == key)
}
