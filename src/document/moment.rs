//! A day and an hour as a council writes them, with or without the zone.

use std::fmt;

use crate::council::{Date, Instant};
use crate::grammar::Token;
use crate::report::Bilingual;

/// A day and an hour of local time, and the instant where the text says which offset holds.
///
/// The local reading is kept as written, so that no time-zone table of the machine takes part
/// in a build: `2026-03-12T19:00:00+01:00` shows as 19:00.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    date: Date,
    hour: u8,
    minute: u8,
    instant: Option<Instant>,
}

impl Moment {
    /// The local day.
    #[must_use]
    pub const fn date(self) -> Date {
        self.date
    }

    /// The local hour, 0 to 23.
    #[must_use]
    pub const fn hour(self) -> u8 {
        self.hour
    }

    /// The minute.
    #[must_use]
    pub const fn minute(self) -> u8 {
        self.minute
    }

    /// The instant; nothing where no offset is written.
    #[must_use]
    pub const fn instant(self) -> Option<Instant> {
        self.instant
    }
}

impl Token for Moment {
    fn expected() -> Bilingual {
        Bilingual::new(
            "un jour et une heure, par exemple `2026-03-12T19:00+01:00`",
            "a moment such as `2026-03-12T19:00+01:00`",
        )
    }

    fn read(text: &str) -> Option<Self> {
        let date = text.get(..10)?.parse().ok()?;
        let clock = text.get(10..)?.strip_prefix(['T', 't', ' '])?.trim_start();
        let (hour, minute) = (two_digits(clock.get(..2)?, 23)?, two_digits(clock.get(3..5)?, 59)?);
        let (second, offset) = match clock.get(5..)?.strip_prefix(':') {
            Some(rest) => (two_digits(rest.get(..2)?, 59)?, rest.get(2..)?),
            None => (0, clock.get(5..)?),
        };
        let instant = match offset.trim() {
            "" => None,
            offset => {
                let offset = spelt(offset)?;
                Some(Instant::of_offset(&format!("{date}T{hour:02}:{minute:02}:{second:02}{offset}"))?)
            }
        };
        (clock.as_bytes().get(2) == Some(&b':')).then_some(Self { date, hour, minute, instant })
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

/// `+0100`, `+01:00` or `Z` as RFC 3339 writes it.
fn spelt(offset: &str) -> Option<String> {
    match (offset, offset.len()) {
        ("Z" | "z", _) => Some("Z".to_owned()),
        (_, 5) => Some(format!("{}:{}", offset.get(..3)?, offset.get(3..)?)),
        _ => Some(offset.to_owned()),
    }
}

fn two_digits(text: &str, most: u8) -> Option<u8> {
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number <= most)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}T{:02}:{:02}", self.date, self.hour, self.minute)
    }
}

#[cfg(test)]
mod tests {
    use super::Moment;
    use crate::grammar::Token as _;

    #[test]
    fn a_moment_keeps_its_local_reading() {
        for (text, instant) in [
            ("2026-03-12T19:00:00+01:00", Some("2026-03-12T18:00:00Z")),
            ("2026-03-12T19:00+01:00", Some("2026-03-12T18:00:00Z")),
            ("2026-03-12 19:00 +0100", Some("2026-03-12T18:00:00Z")),
            ("2016-10-25 19:00", None),
        ] {
            let moment = Moment::read(text).expect(text);
            assert_eq!((moment.hour(), moment.minute()), (19, 0), "{text}");
            assert_eq!(moment.instant().map(|instant| instant.to_string()).as_deref(), instant, "{text}");
        }
    }

    #[test]
    fn what_is_no_moment_is_refused() {
        for text in [
            "",
            "2026-03-12",
            "2026-03-12T25:00",
            "2026-02-30T10:00",
            "2026-03-12T10h00",
            "2026-03-12T10:00+9",
            "é26-03-12T10:00",
        ] {
            assert_eq!(Moment::read(text), None, "{text}");
        }
    }
}
