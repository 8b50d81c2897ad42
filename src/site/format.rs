//! Dates, numbers and money as people of each language write them.

use crate::council::{Amount, Date};
use crate::document::Moment;
use crate::language::Language;

/// U+202F, which French puts between thousands, before a unit and beside some signs.
const NARROW: char = '\u{202f}';

/// Words as `language` spaces its signs: in French a space before `;`, `:`, `!`, `?`, `%` and `»`, and after `«`,
/// is narrow and breaks no line, however it was typed.
pub(super) fn spaced(words: &str, language: Language) -> String {
    if language != Language::Fr {
        return words.to_owned();
    }
    let signs: Vec<char> = words.chars().collect();
    let beside = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| signs.get(at));
        before == Some(&'«') || signs.get(at + 1).is_some_and(|next| [';', ':', '!', '?', '%', '»'].contains(next))
    };
    let sign = |(at, sign): (usize, &char)| if [' ', '\u{a0}'].contains(sign) && beside(at) { NARROW } else { *sign };
    signs.iter().enumerate().map(sign).collect()
}

const MONTHS_FR: [&str; 12] = [
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
];
const MONTHS_EN: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];
/// As the typographers shorten them, not all after the same letter.
const SHORT_MONTHS_FR: [&str; 12] =
    ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const DAYS_FR: [&str; 7] = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
const DAYS_EN: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

fn name_of<const N: usize>(names: [&'static str; N], number: i8) -> &'static str {
    usize::try_from(number - 1).ok().and_then(|at| names.get(at).copied()).unwrap_or_default()
}

/// `12 mars 2026`, `12 March 2026`.
#[must_use]
pub fn date(date: Date, language: Language) -> String {
    match (language, date.day()) {
        (Language::Fr, 1) => format!("1ᵉʳ {} {}", name_of(MONTHS_FR, date.month()), date.year()),
        (Language::Fr, day) => format!("{day} {} {}", name_of(MONTHS_FR, date.month()), date.year()),
        (Language::En, day) => format!("{day} {} {}", name_of(MONTHS_EN, date.month()), date.year()),
    }
}

/// `jeudi 12 mars 2026`, `Thursday 12 March 2026`.
#[must_use]
pub fn long_date(day: Date, language: Language) -> String {
    let weekday = match language {
        Language::Fr => name_of(DAYS_FR, day.weekday()),
        Language::En => name_of(DAYS_EN, day.weekday()),
    };
    format!("{weekday} {}", date(day, language))
}

/// The short name of the month, for a calendar leaf.
#[must_use]
pub fn short_month(date: Date, language: Language) -> String {
    match language {
        Language::Fr => name_of(SHORT_MONTHS_FR, date.month()).to_owned(),
        Language::En => name_of(MONTHS_EN, date.month()).chars().take(3).collect(),
    }
}

/// `19 h 30`, `19:30`.
#[must_use]
pub fn hour(moment: Moment, language: Language) -> String {
    match (language, moment.minute()) {
        (Language::Fr, 0) => format!("{}{NARROW}h", moment.hour()),
        (Language::Fr, minute) => format!("{}{NARROW}h{NARROW}{minute:02}", moment.hour()),
        (Language::En, minute) => format!("{}:{minute:02}", moment.hour()),
    }
}

/// `12 mars 2026 à 19 h 30`, `12 March 2026, 19:30`.
#[must_use]
pub fn moment(moment: Moment, language: Language) -> String {
    let (day, hour) = (date(moment.date(), language), hour(moment, language));
    match language {
        Language::Fr => format!("{day} à {hour}"),
        Language::En => format!("{day}, {hour}"),
    }
}

/// `12 000`, `12,000`.
#[must_use]
pub fn number(value: u64, language: Language) -> String {
    let digits = value.to_string();
    let separator = if language == Language::Fr { NARROW } else { ',' };
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(separator);
        }
        text.push(digit);
    }
    text
}

/// `12 000 €`, `€12,000`.
#[must_use]
pub fn money(amount: Amount, currency: &str, language: Language) -> String {
    let units = number(amount.hundredths() / 100, language);
    let text = match (amount.hundredths() % 100, language) {
        (0, _) => units,
        (cents, Language::Fr) => format!("{units},{cents:02}"),
        (cents, Language::En) => format!("{units}.{cents:02}"),
    };
    match (currency, language) {
        ("EUR", Language::Fr) => format!("{text}{NARROW}€"),
        ("EUR", Language::En) => format!("€{text}"),
        (code, _) => format!("{text}{NARROW}{code}"),
    }
}

/// `37,5 %`, `37.5%`: tenths of a percent, rounded half up, in whole numbers. Whether a threshold is
/// reached is never read off it.
#[must_use]
pub fn share(part: u64, whole: u64, language: Language) -> String {
    let whole = u128::from(whole.max(1));
    // Half a tenth is rounded up.
    let tenths = (u128::from(part) * 2000 + whole) / (2 * whole);
    match language {
        Language::Fr => format!("{},{}{NARROW}%", tenths / 10, tenths % 10),
        Language::En => format!("{}.{}%", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::{date, money, number, share, short_month};
    use crate::language::Language::{En, Fr};

    #[test]
    fn numbers_dates_and_money_read_as_people_write_them() {
        let day = "2026-03-12".parse().expect("a day");
        assert_eq!((date(day, Fr), date(day, En)), ("12 mars 2026".to_owned(), "12 March 2026".to_owned()));
        let leaf = |day: &str, language| short_month(day.parse().expect("a day"), language);
        assert_eq!((leaf("2026-12-17", Fr), leaf("2026-10-15", Fr)), ("déc.".to_owned(), "oct.".to_owned()));
        assert_eq!((leaf("2026-07-01", Fr), leaf("2026-12-17", En)), ("juil.".to_owned(), "Dec".to_owned()));
        assert_eq!((number(1_234_567, Fr), number(999, En)), ("1\u{202f}234\u{202f}567".to_owned(), "999".to_owned()));
        let amount = "12000.50".parse().expect("an amount");
        assert_eq!(money(amount, "EUR", Fr), "12\u{202f}000,50\u{202f}€");
        assert_eq!(money(amount, "EUR", En), "€12,000.50");
        assert_eq!(share(2, 3, En), "66.7%");
    }
}
