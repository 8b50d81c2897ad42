//! Telephone numbers, as they are written in France and with a country's number.

use super::text::{Span, Text, is_gap};

/// How the ten digits of a French number are put together.
const GROUPS: [&[usize]; 5] = [&[10], &[2, 2, 2, 2, 2], &[2, 8], &[4, 2, 2, 2], &[4, 3, 3]];

/// What stands before a number of ten digits that is none to call.
const OTHER_NUMBERS: [&str; 12] =
    ["n°", "nº", "no", "numéro de dossier", "réf", "réf.", "ref", "siret", "siren", "dossier", "facture", "code"];

pub(super) fn find(text: &Text) -> Vec<Span> {
    let (mut found, mut at) = (Vec::new(), 0);
    while at < text.len() {
        match national(text, at).or_else(|| international(text, at)) {
            Some(end) => {
                found.push(at..end);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// Where a French number that begins at `at` ends. Those in 08 are services, nobody's own.
fn national(text: &Text, at: usize) -> Option<usize> {
    let second = text.get(at + 1).filter(|_| text.get(at) == Some('0'))?;
    let second = if is_gap(second) { return None } else { second };
    if !matches!(second, '1'..='7' | '9') || !stands_free(text, at) {
        return None;
    }
    let (groups, end) = digits(text, at, 10)?;
    let usual = GROUPS.contains(&groups.as_slice());
    let series =
        groups.len() == 5 && (pairs_after(text, end) >= 2 || pair_before(text, at) || counts_up(&text.slice(at, end)));
    let goes_on = text.is_word(end) || text.get(end) == Some('.') && text.is_digit(end + 1) && groups.len() == 1;
    let other = groups.len() == 1 && (is_other_number(text, at) || text.slice(at, end) == "0123456789");
    (usual && !series && !goes_on && !other).then_some(end)
}

/// `count` digits at `at` with at most one gap between them: their groups, and where they end.
fn digits(text: &Text, at: usize, count: usize) -> Option<(Vec<usize>, usize)> {
    let (mut groups, mut place) = (vec![0_usize], at);
    while groups.iter().sum::<usize>() < count {
        if text.is_digit(place) {
            *groups.last_mut()? += 1;
        } else if text.get(place).is_some_and(is_gap) && text.is_digit(place + 1) {
            groups.push(0);
        } else {
            return None;
        }
        place += 1;
    }
    (!text.is_digit(place)).then_some((groups, place))
}

/// Whether a number may begin at `at`: not within a word, an amount, an address or a path.
fn stands_free(text: &Text, at: usize) -> bool {
    match text.before(at) {
        None => true,
        Some('/') => at >= 2 && (text.is_digit(at - 2) || text.get(at - 2).is_some_and(char::is_whitespace)),
        Some('.') => at >= 2 && text.get(at - 2).is_some_and(char::is_alphabetic),
        Some(c) => !c.is_alphanumeric() && !matches!(c, '=' | '_' | '-' | '#' | '+' | '\\' | '%' | '&'),
    }
}

/// Whether five pairs are each one more than the one before, such as `01 02 03 04 05`.
fn counts_up(number: &str) -> bool {
    let digits: Vec<u32> = number.chars().filter_map(|c| c.to_digit(10)).collect();
    let pairs: Vec<u32> = digits.chunks_exact(2).map(|pair| 10 * pair[0] + pair[1]).collect();
    pairs.windows(2).all(|two| two[1] == two[0] + 1)
}

/// How many pairs of digits follow `end`, each after a gap.
fn pairs_after(text: &Text, end: usize) -> usize {
    let mut pairs = 0;
    while text.get(end + 3 * pairs).is_some_and(is_gap)
        && text.is_digit(end + 3 * pairs + 1)
        && text.is_digit(end + 3 * pairs + 2)
        && !text.is_digit(end + 3 * pairs + 3)
    {
        pairs += 1;
    }
    pairs
}

fn pair_before(text: &Text, at: usize) -> bool {
    at >= 3 && text.before(at).is_some_and(is_gap) && text.is_digit(at - 2) && text.is_digit(at - 3)
}

fn is_other_number(text: &Text, at: usize) -> bool {
    let mut end = text.skip_space_back(at);
    while text.before(end) == Some(':') {
        end = text.skip_space_back(end - 1);
    }
    let is_before = |words: &&&str| {
        let start = end.checked_sub(words.chars().count());
        start.is_some_and(|start| text.word(start, words) == Some(end))
    };
    OTHER_NUMBERS.iter().find(|words| is_before(words)).is_some()
}

/// Where a number with a country's number that begins at `at` ends.
fn international(text: &Text, at: usize) -> Option<usize> {
    let first = match text.get(at)? {
        '+' => at + 1,
        '0' if text.matches(at, "0033").is_some() && stands_free(text, at) => at + 2,
        _ => return None,
    };
    let country = text.get(first).filter(|_| text.begins(at))?;
    if !matches!(country, '1'..='9') {
        return None;
    }
    let most = if text.matches(first, "33").is_some() { 11 } else { 15 };
    let (groups, end) = called(text, first, most)?;
    let count: usize = groups.iter().sum();
    let least = if most == 11 { 11 } else { 8 };
    let amount = count < 10 && groups[1..].iter().all(|group| *group == 3) || is_amount(text, end);
    (count >= least && !text.is_word(end) && !amount).then_some(end)
}

/// Digits with gaps and `(0)` between them, at most `most`; more of them without a gap are none.
fn called(text: &Text, first: usize, most: usize) -> Option<(Vec<usize>, usize)> {
    let (mut groups, mut place, mut end) = (vec![0_usize], first, first);
    loop {
        let count: usize = groups.iter().sum();
        if text.is_digit(place) {
            if count == most {
                return (*groups.last()? == 0).then_some((groups, end));
            }
            *groups.last_mut()? += 1;
            place += 1;
            end = place;
        } else if let Some(after) = text.matches(place, "(0)") {
            place = after;
        } else if text.get(place).is_some_and(|c| is_gap(c) || matches!(c, '(' | ')')) && place < end + 2 {
            if *groups.last()? > 0 {
                groups.push(0);
            }
            place += 1;
        } else {
            groups.retain(|group| *group > 0);
            return Some((groups, end));
        }
    }
}

fn is_amount(text: &Text, end: usize) -> bool {
    let next = text.get(text.skip_space(end));
    next.is_some_and(|c| matches!(c, '€' | '%' | '$' | '£'))
}
