//! Days as people write them, in French and in English.

use super::council::Hour;
use super::slug::folded;
use crate::council::Date;
use crate::language::Language;

/// A day, and how it was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) day: Date,
    /// The hour, where one is written and it is not midnight, which stands for none.
    pub(super) hour: Option<Hour>,
    pub(super) spelling: Spelling,
}

/// How a day was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Spelling {
    /// `2016-10-25`, or with an hour and its zone.
    Plain,
    /// `2016-10-25 18:34`.
    WithoutZone,
    /// `25 octobre 2016`, `October 25, 2016`.
    Words,
    /// `25/10/2016`.
    Slashes,
}

/// Reads a day that stands alone in `text`; `language` says which number of `03/04/2016` is the day.
pub(super) fn read(text: &str, language: Language) -> Option<Stamp> {
    let text = text.trim();
    iso(text).or_else(|| slashes(text, language)).or_else(|| in_words(text))
}

/// The day that words name somewhere: `Compte rendu du 25 octobre 2016`.
pub(super) fn found_in(words: &str) -> Option<Stamp> {
    let plain = |day| Stamp { day, hour: None, spelling: Spelling::Plain };
    let mut starts = (0..words.len()).filter(|at| words.is_char_boundary(*at));
    let iso = starts.find_map(|at| words.get(at..at + 10)?.parse().ok()).map(plain);
    iso.or_else(|| in_words(words))
}

/// The hour that words name somewhere: `à 20 h 30`, `20h`, `at 7:30 pm`, `19:00`.
pub(super) fn hour_in(words: &str) -> Option<Hour> {
    let lower = words.to_lowercase().replace(['\u{a0}', '\u{202f}'], " ");
    let mut marks = lower.char_indices().filter(|(_, c)| matches!(c, 'h' | ':' | '.'));
    marks.find_map(|(at, mark)| hour_at(&lower, at, mark))
}

/// The hour around a mark, where there is one.
fn hour_at(text: &str, at: usize, mark: char) -> Option<Hour> {
    let before = if mark == 'h' { text[..at].trim_end_matches(' ') } else { &text[..at] };
    let digits = before.len() - before.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let hour: u8 = before[before.len() - digits..].parse().ok().filter(|_| digits <= 2)?;
    let after = text[at + 1..].strip_prefix("eures").unwrap_or(&text[at + 1..]);
    let after = if mark == 'h' { after.trim_start_matches(' ') } else { after };
    let count = after.bytes().take_while(u8::is_ascii_digit).count();
    let minute = after[..count].parse::<u8>().ok().filter(|_| count == 2);
    let rest = after[count..].trim_start().replace('.', "");
    let twelve = ["am", "pm"].into_iter().find(|half| rest.starts_with(half));
    // `2.30 pm` is an hour, `2.30` is a number; a word that ends in a number and `h` is no hour.
    let sure = match mark {
        'h' => count == 0 && !after.starts_with(|c: char| c.is_alphabetic()) || minute.is_some(),
        ':' => minute.is_some(),
        _ => minute.is_some() && twelve.is_some(),
    };
    let hour = match twelve {
        Some("pm") if hour < 12 => hour + 12,
        Some("am") if hour == 12 => 0,
        _ => hour,
    };
    let text = format!("{hour:02}:{:02}", minute.unwrap_or(0));
    text.parse().ok().filter(|_| sure)
}

fn iso(text: &str) -> Option<Stamp> {
    let (date, rest) = text.split_at_checked(text.find([' ', 'T', 't']).unwrap_or(text.len()))?;
    let mut parts = date.split(['-', '/']);
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || year.len() != 4 {
        return None;
    }
    let day = day_of(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)?;
    let clock = rest.trim_start_matches([' ', 'T', 't']);
    let hour: Option<Hour> = clock.get(..5).and_then(|hour| hour.parse().ok());
    let zoned = clock.get(5..).is_some_and(|rest| rest.contains(['+', '-', 'Z', 'z']));
    let spelling = if hour.is_some() && !zoned { Spelling::WithoutZone } else { Spelling::Plain };
    Some(Stamp { day, hour: hour.filter(|hour| hour.to_string() != "00:00"), spelling })
}

fn slashes(text: &str, language: Language) -> Option<Stamp> {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let [first, second, year] = parts.as_slice() else { return None };
    let (first, second): (i8, i8) = (first.parse().ok()?, second.parse().ok()?);
    let year = if year.len() == 4 { year.parse().ok()? } else { return None };
    let (day, month) = match (first, second, language) {
        (13.., _, _) | (_, _, Language::Fr) => (first, second),
        (_, 13.., _) => (second, first),
        // Which is the day cannot be told.
        _ => return None,
    };
    Some(Stamp { day: day_of(year, month, day)?, hour: None, spelling: Spelling::Slashes })
}

fn in_words(text: &str) -> Option<Stamp> {
    let words = folded(text);
    let stamp = |day| Stamp { day, hour: None, spelling: Spelling::Words };
    let days = words.windows(3).filter_map(|three| {
        let (day, month, year) = match month(&three[1]) {
            Some(month) => (ordinal(&three[0])?, month, &three[2]),
            None => (ordinal(&three[1])?, month(&three[0])?, &three[2]),
        };
        let year = if year.len() == 4 { year.parse().ok()? } else { return None };
        day_of(year, month, day)
    });
    days.map(stamp).next()
}

fn day_of(year: i16, month: i8, day: i8) -> Option<Date> {
    format!("{year:04}-{month:02}-{day:02}").parse().ok()
}

/// `1er`, `2nd`, `25th` and `25`.
fn ordinal(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let suffix = &word[digits.len()..];
    matches!(suffix, "" | "er" | "e" | "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten()
}

/// The number of a month by its name or a short form of it.
fn month(word: &str) -> Option<i8> {
    const MONTHS: [&[&str]; 12] = [
        &["janvier", "january", "janv", "jan"],
        &["fevrier", "february", "fevr", "fev", "feb"],
        &["mars", "march", "mar"],
        &["avril", "april", "avr", "apr"],
        &["mai", "may"],
        &["juin", "june", "jun"],
        &["juillet", "july", "juil", "jul"],
        &["aout", "august", "aug"],
        &["septembre", "september", "sept", "sep"],
        &["octobre", "october", "oct"],
        &["novembre", "november", "nov"],
        &["decembre", "december", "dec"],
    ];
    let at = MONTHS.iter().position(|names| names.contains(&word))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::Spelling::{Plain, Slashes, WithoutZone, Words};
    use super::{found_in, hour_in, read};
    use crate::language::Language::{En, Fr};

    #[test]
    fn a_day_is_read_as_people_write_it() {
        for (text, language, day, hour, spelling) in [
            ("2016-10-25", Fr, "2016-10-25", None, Plain),
            ("2016-10-25 18:34", Fr, "2016-10-25", Some("18:34"), WithoutZone),
            ("2016-10-25 18:34:10 +0200", Fr, "2016-10-25", Some("18:34"), Plain),
            ("2019-04-18T15:34:30-04:00", En, "2019-04-18", Some("15:34"), Plain),
            ("2018-05-16 00:00", En, "2018-05-16", None, WithoutZone),
            ("2016/1/5", En, "2016-01-05", None, Plain),
            ("25 octobre 2016", Fr, "2016-10-25", None, Words),
            ("mardi 1er août 2017", Fr, "2017-08-01", None, Words),
            ("October 25th, 2016", En, "2016-10-25", None, Words),
            ("03/04/2016", Fr, "2016-04-03", None, Slashes),
            ("25/10/2016", En, "2016-10-25", None, Slashes),
            ("10.25.2016", En, "2016-10-25", None, Slashes),
        ] {
            let stamp = read(text, language).unwrap_or_else(|| panic!("{text}"));
            let hour = hour.map(str::to_owned);
            assert_eq!(
                (stamp.day.to_string(), stamp.hour.map(|h| h.to_string()), stamp.spelling),
                (day.to_owned(), hour, spelling),
                "{text}"
            );
        }
        for (text, language) in [
            ("03/04/2016", En),
            ("octobre 2016", Fr),
            ("31 juin 2016", Fr),
            ("", Fr),
            ("2016-13-01", Fr),
            ("é/é/éééé", Fr),
        ] {
            assert_eq!(read(text, language), None, "{text}");
        }
    }

    #[test]
    fn an_hour_is_found_in_a_sentence() {
        for (words, hour) in [
            ("réuni à 20 h 30, salle des fêtes", Some("20:30")),
            ("réuni à 20\u{202f}h\u{202f}30", Some("20:30")),
            ("à 19h", Some("19:00")),
            ("à vingt heures", None),
            ("à 20 heures", Some("20:00")),
            ("at 7.30 p.m. in the hall", Some("19:30")),
            ("at 7:00pm", Some("19:00")),
            ("19:05", Some("19:05")),
            ("2.30 euros, le 12 octobre", None),
            ("12 habitants", None),
            ("25:10", None),
        ] {
            assert_eq!(hour_in(words).map(|hour| hour.to_string()).as_deref(), hour, "{words}");
        }
    }

    #[test]
    fn a_day_is_found_in_a_title() {
        for (title, day) in [
            ("Compte rendu du conseil du 25 octobre 2016", Some("2016-10-25")),
            ("Council Meeting Minutes April 2024", None),
            ("Minutes of May 16 2018", Some("2018-05-16")),
            ("PV 2016-10-25 (été)", Some("2016-10-25")),
        ] {
            assert_eq!(found_in(title).map(|stamp| stamp.day.to_string()).as_deref(), day, "{title}");
        }
    }
}
