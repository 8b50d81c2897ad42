//! Days and instants, each with one spelling.

use std::fmt;
use std::str::FromStr;

use super::number::token_by_str;
use crate::grammar::Token;
use crate::language::Bilingual;

/// A text that is not the one spelling of a day or an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("expected {0}")]
pub struct TimeFault(&'static str);

/// A second of universal time, from 1970 on: `2026-03-12T18:00:00Z` (RFC 3339, Z alone).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub(super) jiff::Timestamp);

impl Instant {
    /// The instant `seconds` after 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn from_unix(seconds: u64) -> Option<Self> {
        let timestamp = jiff::Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?;
        Some(Self(timestamp))
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    #[must_use]
    pub fn to_unix(self) -> i64 {
        self.0.as_second()
    }

    /// The day in universal time.
    #[must_use]
    pub fn day(self) -> Date {
        Date(self.0.to_zoned(jiff::tz::TimeZone::UTC).date())
    }

    /// The instant a text with any offset names, such as `2026-03-12T19:00:00+01:00`.
    #[must_use]
    pub fn of_offset(text: &str) -> Option<Self> {
        let timestamp: jiff::Timestamp = text.parse().ok()?;
        Self::from_unix(u64::try_from(timestamp.as_second()).ok()?)
    }
}

impl FromStr for Instant {
    type Err = TimeFault;
    fn from_str(text: &str) -> Result<Self, TimeFault> {
        Self::of_offset(text)
            .filter(|instant| instant.to_string() == text)
            .ok_or(TimeFault("an instant such as 2026-03-12T18:00:00Z"))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A day of the calendar: `2026-03-12` (ISO 8601).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(pub(super) jiff::civil::Date);

impl Date {
    /// The year.
    #[must_use]
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, 1 to 12.
    #[must_use]
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// The day of the month, 1 to 31.
    #[must_use]
    pub fn day(self) -> i8 {
        self.0.day()
    }

    /// The day `days` later, or earlier where negative; nothing beyond the years that the calendar holds.
    #[must_use]
    pub fn plus_days(self, days: i32) -> Option<Self> {
        self.0.checked_add(jiff::Span::new().try_days(days).ok()?).ok().map(Self)
    }

    /// The same day `months` later, or the last day of that month.
    #[must_use]
    pub fn plus_months(self, months: i32) -> Option<Self> {
        self.0.checked_add(jiff::Span::new().try_months(months).ok()?).ok().map(Self)
    }

    /// How many days it is from this day to `other`; negative where `other` is earlier.
    #[must_use]
    pub fn days_to(self, other: Self) -> i32 {
        self.0.until(other.0).map_or(0, |span| span.get_days())
    }

    /// The day of the week, 1 (Monday) to 7.
    #[must_use]
    pub fn weekday(self) -> i8 {
        self.0.weekday().to_monday_one_offset()
    }

    /// How many days this one comes after `other`; nothing where it does not come after it.
    #[must_use]
    pub fn days_after(self, other: Self) -> Option<u64> {
        u64::try_from(self.0.duration_since(other.0).as_hours() / 24).ok().filter(|days| *days > 0)
    }
}

impl FromStr for Date {
    type Err = TimeFault;
    fn from_str(text: &str) -> Result<Self, TimeFault> {
        text.parse().ok().map(Self).filter(|date| date.to_string() == text).ok_or(TimeFault("a day such as 2026-03-12"))
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

token_by_str! {
    Instant, "un instant, par exemple `2026-03-12T18:00:00Z`", "an instant such as `2026-03-12T18:00:00Z`";
    Date, "un jour, par exemple `2026-03-12`", "a day such as `2026-03-12`";
}

#[cfg(test)]
mod tests {
    use super::{Date, Instant};

    #[test]
    fn an_instant_has_one_spelling() {
        assert!("2026-03-12T18:00:00Z".parse::<Instant>().is_ok());
        for text in [
            "2026-03-12",
            "2026-03-12T18:00:00",
            "2026-03-12T18:00:00+00:00",
            "2026-03-12T18:00:00.5Z",
            "2026-03-12t18:00:00z",
            "2026-02-30T18:00:00Z",
        ] {
            assert!(text.parse::<Instant>().is_err(), "{text}");
        }
        assert_eq!(Instant::of_offset("2026-03-12T19:00:00+01:00"), "2026-03-12T18:00:00Z".parse().ok());
    }

    #[test]
    fn days_are_counted_over_months_and_years() {
        let day = |text: &str| text.parse::<Date>().expect("a day");
        assert_eq!(day("2027-12-30").days_to(day("2028-03-01")), 62);
        assert_eq!(day("2028-03-01").days_to(day("2027-12-30")), -62);
        assert_eq!(day("2028-02-28").plus_days(2), Some(day("2028-03-01")));
        assert_eq!(day("2028-03-01").plus_days(-2), Some(day("2028-02-28")));
        assert_eq!(day("2027-12-31").plus_months(2), Some(day("2028-02-29")));
        assert_eq!(day("9999-12-31").plus_days(1), None);
    }

    #[test]
    fn a_date_has_one_spelling() {
        assert!("2026-03-12".parse::<Date>().is_ok());
        for text in ["2026-3-12", "12/03/2026", "2026-02-30", "20260312"] {
            assert!(text.parse::<Date>().is_err(), "{text}");
        }
    }
}
