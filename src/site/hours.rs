//! Whether the hours that records write with an offset are hours of the council's time zone: `+01:00`
//! in July would put a meeting an hour late into every calendar.

use super::library::Library;
use crate::council::Zone;
use crate::document::{Moment, Record};
use crate::report::{Bilingual, Code, Diagnostic, Place};

/// A warning for each hour whose offset the council's time zone does not have on that day.
pub(super) fn check(library: &Library, findings: &mut Vec<Diagnostic>) {
    let documents = library.documents();
    if Zone::named(&documents.config.time_zone).is_none() {
        return; // Told where the zone is written.
    }
    for meeting in documents.meetings.values() {
        findings.extend(compare(library, meeting, "start", Some(meeting.facts.start)));
        findings.extend(compare(library, meeting, "end", meeting.facts.end));
    }
    for vote in documents.votes.values() {
        findings.extend(compare(library, vote, "opens", Some(vote.facts.opens)));
        findings.extend(compare(library, vote, "closes", Some(vote.facts.closes)));
    }
}

fn compare<T>(library: &Library, record: &Record<T>, key: &str, moment: Option<Moment>) -> Option<Diagnostic> {
    let moment = moment?;
    let (day, hour, minute) = library.zone().reading(moment.instant()?);
    let written = (moment.date(), moment.hour(), moment.minute());
    if (day, u8::try_from(hour).ok()?, u8::try_from(minute).ok()?) == written {
        return None;
    }
    let zone = &library.documents().config.time_zone;
    let meant = library.zone().instant(moment.date(), moment.hour(), moment.minute())?;
    let expected = library.zone().with_offset(meant);
    let expected = expected.get(expected.len().checked_sub(6)?..)?;
    let message = Bilingual::new(
        format!("`{key}` écrit {moment} ; avec ce décalage, il est {day}T{hour:02}:{minute:02} à l’heure de {zone}"),
        format!("`{key}` says {moment}; with this offset it is {day}T{hour:02}:{minute:02} in {zone}"),
    );
    let help = Bilingual::new(
        format!("écrire `{expected}`, le décalage de {zone} à cette heure ; une séance peut aussi l’omettre"),
        format!("write `{expected}`, the offset of {zone} at that hour; a meeting may also leave it out"),
    );
    Some(Diagnostic::warning(Code::OffsetMismatch, message).at(Place::file(&record.file)).help(help))
}
