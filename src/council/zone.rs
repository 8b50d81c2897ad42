//! A time zone, from data that comes with the program.
//!
//! The tables of the machine take no part: the same records give the same bytes everywhere.

use super::time::{Date, Instant};

/// A time zone by its name in the IANA database, such as `Europe/Paris`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(jiff::tz::TimeZone);

impl Zone {
    /// The zone of this name; nothing where the database has none.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        let zone = jiff::tz::TimeZoneDatabase::bundled().get(name).ok()?;
        (!zone.is_unknown()).then_some(Self(zone))
    }

    /// Every name of the database.
    #[must_use]
    pub fn names() -> Vec<String> {
        jiff::tz::TimeZoneDatabase::bundled().available().map(|name| name.as_str().to_owned()).collect()
    }

    /// Universal time.
    #[must_use]
    pub const fn utc() -> Self {
        Self(jiff::tz::TimeZone::UTC)
    }

    /// The instant at which clocks of the zone show this hour; the first of two, and the later of none.
    /// Nothing before 1970.
    #[must_use]
    pub fn instant(&self, day: Date, hour: u8, minute: u8) -> Option<Instant> {
        let reading = day.0.at(i8::try_from(hour).ok()?, i8::try_from(minute).ok()?, 0, 0);
        let timestamp = self.0.to_timestamp(reading).ok()?;
        Instant::from_unix(u64::try_from(timestamp.as_second()).ok()?)
    }

    /// When the day begins.
    #[must_use]
    pub fn midnight(&self, day: Date) -> Option<Instant> {
        self.instant(day, 0, 0)
    }

    /// What clocks of the zone show: day, hour, minute.
    #[must_use]
    pub fn reading(&self, instant: Instant) -> (Date, i8, i8) {
        let reading = self.0.to_datetime(instant.0);
        (Date(reading.date()), reading.hour(), reading.minute())
    }

    /// The instant with the zone's offset: `2026-03-12T19:00:00+01:00` (RFC 3339).
    #[must_use]
    pub fn with_offset(&self, instant: Instant) -> String {
        instant.0.to_zoned(self.0.clone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::Zone;

    #[test]
    fn an_hour_of_the_zone_is_an_instant() {
        let paris = Zone::named("Europe/Paris").expect("in the database");
        let day = |text: &str| text.parse().expect("a day");
        for (date, hour, instant, written) in [
            ("2026-03-12", 19, "2026-03-12T18:00:00Z", "2026-03-12T19:00:00+01:00"),
            ("2026-06-11", 19, "2026-06-11T17:00:00Z", "2026-06-11T19:00:00+02:00"),
            // Clocks go from 2 to 3: there is no half past two; and from 3 back to 2: it comes twice.
            ("2026-03-29", 2, "2026-03-29T01:00:00Z", "2026-03-29T03:00:00+02:00"),
            ("2026-10-25", 2, "2026-10-25T00:00:00Z", "2026-10-25T02:00:00+02:00"),
        ] {
            let found = paris.instant(day(date), hour, 0).expect("after 1970");
            assert_eq!((found.to_string().as_str(), paris.with_offset(found).as_str()), (instant, written));
        }
        assert_eq!(paris.instant(day("1960-01-01"), 0, 0), None);
    }

    #[test]
    fn only_names_of_the_database_are_zones() {
        for name in ["", "Europe/Lutece", "Paris", "+01:00", "Etc/Unknown", "../Europe/Paris"] {
            assert_eq!(Zone::named(name), None, "{name}");
        }
        assert!(Zone::named("America/Guadeloupe").is_some() && Zone::names().len() > 400);
    }
}
