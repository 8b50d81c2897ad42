//! The hours of a vote, as witnesses of the log vouch for them.
//!
//! The log has no clock. A witness who cosigns a checkpoint says when it saw a log of that size:
//! a cosignature of a log without the closing shows that the vote ran until then, one of a log
//! with the closing that it had ended by then.

use super::checkpoints::open_checkpoint;
use super::roll::enrol;
use super::{CHECKPOINTS, Record, VoteRecord};
use crate::council::{Date, VoteId};
use crate::language::{Bilingual, Language};
use crate::log::{WitnessKey, cosignatures};
use crate::report::{Code, Diagnostic, Place};
use crate::tree::FileTree;

/// A witness saw a log of `size` entries at `time`, in Unix seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Sighting {
    witness: usize,
    size: u64,
    time: i64,
}

/// What the witnesses of one vote say.
struct Testimony<'a> {
    vote: &'a VoteRecord,
    sightings: Vec<Sighting>,
}

/// What is wrong with the hours of `vote`: nothing where its rules ask for no witness. Before
/// the certificate, only what is proved wrong; with `whole`, what is not proved right too.
#[must_use]
pub fn check_hours(record: &Record, id: &VoteId, tree: &FileTree, whole: bool) -> Vec<Diagnostic> {
    let Some(vote) = record.vote(id).filter(|vote| vote.definition().witnesses > 0) else { return Vec::new() };
    let testimony = Testimony { vote, sightings: sightings(record, vote, tree) };
    let found = [testimony.opening(), testimony.not_early(), testimony.not_late(), testimony.erasure()];
    let kept = found.into_iter().flatten().filter(|(code, _)| whole || *code != Code::WitnessMissing);
    kept.map(|(code, message)| Diagnostic::error(code, message).at(Place::named(CHECKPOINTS))).collect()
}

/// Every valid cosignature by a witness of the vote, of a checkpoint that is one of this log.
fn sightings(record: &Record, vote: &VoteRecord, tree: &FileTree) -> Vec<Sighting> {
    let named = vote.definition().witness_keys.iter();
    let keys = named.filter_map(|witness| {
        let key = enrol(witness.key, record.council(), witness.name.as_str()).ok()?;
        WitnessKey::new(witness.name.to_string(), key).ok()
    });
    let keys: Vec<WitnessKey> = keys.collect();
    let checkpoints = tree.below(CHECKPOINTS).filter_map(|(path, bytes)| {
        let size = open_checkpoint(record, path, bytes).ok()?;
        Some((size, bytes))
    });
    checkpoints
        .flat_map(|(size, bytes)| {
            let seen = cosignatures(bytes, &keys).into_iter();
            seen.filter_map(move |(witness, time)| Some(Sighting { witness, size, time: i64::try_from(time).ok()? }))
        })
        .collect()
}

type Fault = (Code, Bilingual);

impl Testimony<'_> {
    /// How many witnesses have a sighting such as `wanted`.
    fn count(&self, wanted: impl Fn(&Sighting) -> bool) -> usize {
        let mut witnesses: Vec<usize> =
            self.sightings.iter().filter(|sighting| wanted(sighting)).map(|sighting| sighting.witness).collect();
        witnesses.sort_unstable();
        witnesses.dedup();
        witnesses.len()
    }

    fn needed(&self) -> usize {
        self.vote.definition().witnesses as usize
    }

    fn tolerance(&self) -> i64 {
        i64::from(self.vote.definition().tolerance_minutes) * 60
    }

    /// Enough witnesses saw the opening in the log by its hour and the tolerance.
    fn opening(&self) -> Option<Fault> {
        let (index, _) = self.vote.opening()?;
        let by = self.vote.definition().opens.to_unix().saturating_add(self.tolerance());
        let in_time = self.count(|seen| seen.size > index && seen.time <= by);
        if in_time >= self.needed() {
            return None;
        }
        let late = self.count(|seen| seen.size <= index && seen.time > by) > 0;
        Some(if late {
            let message = Bilingual::new(
                "un témoin a vu un journal sans l’ouverture après son heure et sa tolérance",
                "a witness saw a log without the opening after its hour and tolerance",
            );
            (Code::OpenedLate, message)
        } else {
            self.missing(in_time, "l’ouverture a été à l’heure", "the opening was on time")
        })
    }

    /// Enough witnesses saw a log without the closing at or after its hour.
    fn not_early(&self) -> Option<Fault> {
        let index = self.vote.closing()?.index;
        let closes = self.vote.closes().to_unix();
        let still_open = self.count(|seen| seen.size <= index && seen.time >= closes);
        if still_open >= self.needed() {
            return None;
        }
        let early = self.count(|seen| seen.size > index && seen.time < closes) > 0;
        Some(if early {
            let hour = self.vote.closes();
            let message = Bilingual::new(
                format!("un témoin a vu la clôture au journal avant son heure, {hour}"),
                format!("a witness saw the closing in the log before its hour, {hour}"),
            );
            (Code::ClosedEarly, message)
        } else {
            self.missing(still_open, "le vote courait encore à son heure", "the vote still ran at its hour")
        })
    }

    /// Enough witnesses saw the closing in the log by its hour and the tolerance.
    fn not_late(&self) -> Option<Fault> {
        let index = self.vote.closing()?.index;
        let by = self.vote.closes().to_unix().saturating_add(self.tolerance());
        let in_time = self.count(|seen| seen.size > index && seen.time <= by);
        if in_time >= self.needed() {
            return None;
        }
        let late = self.count(|seen| seen.size <= index && seen.time > by) > 0
            || self.count(|seen| seen.size > index) >= self.needed();
        Some(if late {
            let minutes = self.vote.definition().tolerance_minutes;
            let hour = self.vote.closes();
            let message = Bilingual::new(
                format!("aucun témoin n’a vu la clôture avant {hour} plus {minutes} minutes ; elle est venue après"),
                format!("no witness saw the closing by {hour} and {minutes} minutes; it came later"),
            );
            (Code::ClosedLate, message)
        } else {
            self.missing(in_time, "la clôture est venue à temps", "the closing came in time")
        })
    }

    /// Enough witnesses saw a log without the erasure on or after the retention end.
    fn erasure(&self) -> Option<Fault> {
        let (index, erase) = self.vote.erasure()?;
        let day = first_second(erase.retention_until)?;
        let kept = self.count(|seen| seen.size <= index && seen.time >= day);
        if kept >= self.needed() {
            return None;
        }
        let until = erase.retention_until;
        let message = Bilingual::new(
            format!("aucun témoin n’atteste que l’effacement a attendu le {until}"),
            format!("no witness vouches that the erasure waited for {until}"),
        );
        Some((Code::ErasedEarly, message))
    }

    fn missing(&self, found: usize, fr: &str, en: &str) -> Fault {
        let needed = self.needed();
        let message = Bilingual::new(
            format!(
                "{found} {} que {fr} ; les règles en demandent {needed}",
                Language::Fr.agree(found as u64, "témoin atteste", "témoins attestent"),
            ),
            format!(
                "{found} {} that {en}; the rules ask for {needed}",
                Language::En.agree(found as u64, "witness vouches", "witnesses vouch"),
            ),
        );
        (Code::WitnessMissing, message)
    }
}

/// The first second of a day, in Universal Time.
fn first_second(day: Date) -> Option<i64> {
    let instant: crate::council::Instant = format!("{day}T00:00:00Z").parse().ok()?;
    Some(instant.to_unix())
}
