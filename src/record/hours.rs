//! The hours of a vote, as witnesses of the log vouch for them.
//!
//! The log has no clock. A witness who cosigns a checkpoint says when it saw a log of that size:
//! a cosignature of a log without the closing shows that the vote ran until then, one of a log
//! with the closing that it had ended by then.
//!
//! As many as the rules ask for must vouch for an hour, and no witness whom they name may say
//! otherwise: a majority hides nothing.

use super::checkpoints::open_checkpoint;
use super::roll::enrol;
use super::{CHECKPOINTS, Record, VoteRecord};
use crate::council::{Date, Instant, VoteId};
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
    witnesses: Vec<WitnessKey>,
    sightings: Vec<Sighting>,
}

/// What is wrong with the hours of `vote`: nothing where its rules ask for no witness. Before
/// the certificate, only what is proved wrong; with `whole`, what is not proved right too.
#[must_use]
pub fn check_hours(record: &Record, id: &VoteId, tree: &FileTree, whole: bool) -> Vec<Diagnostic> {
    let Some(vote) = record.vote(id).filter(|vote| vote.definition().witnesses > 0) else { return Vec::new() };
    let witnesses = witnesses(record, vote);
    let sightings = sightings(record, &witnesses, tree);
    let testimony = Testimony { vote, witnesses, sightings };
    let found = [testimony.opening(), testimony.not_early(), testimony.not_late(), testimony.erasure()];
    let kept = found.into_iter().flatten().filter(|(code, _)| whole || *code != Code::WitnessMissing);
    kept.map(|(code, message)| Diagnostic::error(code, message).at(Place::named(CHECKPOINTS))).collect()
}

/// The witnesses whom the rules of `vote` name.
fn witnesses(record: &Record, vote: &VoteRecord) -> Vec<WitnessKey> {
    let named = vote.definition().witness_keys.iter();
    let keys = named.filter_map(|witness| {
        let key = enrol(witness.key, record.council(), witness.name.as_str()).ok()?;
        WitnessKey::new(witness.name.to_string(), key).ok()
    });
    keys.collect()
}

/// Every valid cosignature by one of `witnesses`, of a checkpoint that is one of this log.
fn sightings(record: &Record, witnesses: &[WitnessKey], tree: &FileTree) -> Vec<Sighting> {
    let checkpoints = tree.below(CHECKPOINTS).filter_map(|(path, bytes)| {
        let size = open_checkpoint(record, path, bytes).ok()?;
        Some((size, bytes))
    });
    checkpoints
        .flat_map(|(size, bytes)| {
            let seen = cosignatures(bytes, witnesses).into_iter();
            seen.filter_map(move |(witness, time)| Some(Sighting { witness, size, time: i64::try_from(time).ok()? }))
        })
        .collect()
}

type Fault = (Code, Bilingual);

/// An hour of a vote: what its witnesses say for it, and what any of them says against it.
struct Hour<For, Against> {
    vouches: For,
    contradicts: Against,
    code: Code,
    /// What somebody who contradicts it saw.
    seen: Bilingual,
    /// The hour that this breaks.
    broken: Bilingual,
}

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

    /// What the first witness says who saw that the hour was not kept, however many say otherwise.
    fn contradiction<For, Against>(&self, hour: &Hour<For, Against>) -> Option<Fault>
    where
        For: Fn(&Sighting) -> bool,
        Against: Fn(&Sighting) -> bool,
    {
        let against = self.sightings.iter().find(|sighting| (hour.contradicts)(sighting))?;
        let name = self.witnesses.get(against.witness)?.name();
        // A time that no calendar reaches is a time too.
        let at = u64::try_from(against.time).ok().and_then(Instant::from_unix);
        let at = at.map_or_else(|| against.time.to_string(), |at| at.to_string());
        let others = self.count(|sighting| sighting.witness != against.witness && (hour.vouches)(sighting));
        let Hour { seen, broken, .. } = hour;
        let (fr, en) = match others {
            0 => (String::new(), String::new()),
            _ => (
                format!(
                    " ; {} l’heure : un témoin ou son horloge se trompe, ou l’on a montré à l’un un état ancien",
                    Language::Fr.count(others, "autre témoin atteste", "autres témoins attestent")
                ),
                format!(
                    "; {} for the hour: a witness or its clock is wrong, or one was shown an old state",
                    Language::En.count(others, "other witness vouches", "other witnesses vouch")
                ),
            ),
        };
        let message = Bilingual::new(
            format!("`{name}` a vu {}, le {at}, {}{fr}", seen.fr, broken.fr),
            format!("`{name}` saw {} at {at}, {}{en}", seen.en, broken.en),
        );
        Some((hour.code, message))
    }

    /// Enough witnesses saw the opening in the log by its hour and the tolerance, and none a log
    /// without it after that.
    fn opening(&self) -> Option<Fault> {
        let (index, _) = self.vote.opening()?;
        let opens = self.vote.definition().opens;
        let by = opens.to_unix().saturating_add(self.tolerance());
        let hour = Hour {
            vouches: |seen: &Sighting| seen.size > index && seen.time <= by,
            contradicts: |seen: &Sighting| seen.size <= index && seen.time > by,
            code: Code::OpenedLate,
            seen: Bilingual::new("un journal sans l’ouverture", "a log without the opening"),
            broken: self.after(opens),
        };
        let vouched = self.count(hour.vouches);
        self.contradiction(&hour).or_else(|| {
            let missing = vouched < self.needed();
            missing.then(|| self.missing(vouched, "l’ouverture a été à l’heure", "the opening was on time"))
        })
    }

    /// Enough witnesses saw a log without the closing at or after its hour, and none the closing
    /// before.
    fn not_early(&self) -> Option<Fault> {
        let index = self.vote.closing()?.index;
        let (closes, from) = (self.vote.closes(), self.vote.closes().to_unix());
        let hour = Hour {
            vouches: |seen: &Sighting| seen.size <= index && seen.time >= from,
            contradicts: |seen: &Sighting| seen.size > index && seen.time < from,
            code: Code::ClosedEarly,
            seen: Bilingual::new("la clôture au journal", "the closing in the log"),
            broken: Bilingual::new(format!("avant son heure, {closes}"), format!("before its hour, {closes}")),
        };
        let vouched = self.count(hour.vouches);
        self.contradiction(&hour).or_else(|| {
            let missing = vouched < self.needed();
            missing
                .then(|| self.missing(vouched, "le vote courait encore à son heure", "the vote still ran at its hour"))
        })
    }

    /// Enough witnesses saw the closing in the log by its hour and the tolerance, and none a log
    /// without it after that.
    fn not_late(&self) -> Option<Fault> {
        let index = self.vote.closing()?.index;
        let closes = self.vote.closes();
        let by = closes.to_unix().saturating_add(self.tolerance());
        let hour = Hour {
            vouches: |seen: &Sighting| seen.size > index && seen.time <= by,
            contradicts: |seen: &Sighting| seen.size <= index && seen.time > by,
            code: Code::ClosedLate,
            seen: Bilingual::new("un journal sans la clôture", "a log without the closing"),
            broken: self.after(closes),
        };
        let vouched = self.count(hour.vouches);
        if let Some(fault) = self.contradiction(&hour) {
            return Some(fault);
        }
        if vouched >= self.needed() {
            return None;
        }
        // Whoever looked late may have missed a closing in time; where nobody saw one, as many as
        // must vouch for it say so.
        Some(if vouched == 0 && self.count(|seen| seen.size > index) >= self.needed() {
            let broken = self.after(closes);
            let message = Bilingual::new(
                format!("aucun témoin n’a vu la clôture à temps ; tous l’ont vue {}", broken.fr),
                format!("no witness saw the closing in time; all saw it {}", broken.en),
            );
            (Code::ClosedLate, message)
        } else {
            self.missing(vouched, "la clôture est venue à temps", "the closing came in time")
        })
    }

    /// Enough witnesses saw a log without the erasure on or after the retention end, and none the
    /// erasure before.
    fn erasure(&self) -> Option<Fault> {
        let (index, erase) = self.vote.erasure()?;
        let until = erase.retention_until;
        let day = first_second(until)?;
        let hour = Hour {
            vouches: |seen: &Sighting| seen.size <= index && seen.time >= day,
            contradicts: |seen: &Sighting| seen.size > index && seen.time < day,
            code: Code::ErasedEarly,
            seen: Bilingual::new("l’effacement au journal", "the erasure in the log"),
            broken: Bilingual::new(format!("avant le {until}"), format!("before {until}")),
        };
        let vouched = self.count(hour.vouches);
        self.contradiction(&hour).or_else(|| {
            let needed = self.needed();
            let message = Bilingual::new(
                format!(
                    "{} que l’effacement a attendu le {until} ; les règles en demandent {needed}",
                    Language::Fr.count(vouched, "témoin atteste", "témoins attestent")
                ),
                format!(
                    "{} that the erasure waited for {until}; the rules ask for {needed}",
                    Language::En.count(vouched, "witness vouches", "witnesses vouch")
                ),
            );
            (vouched < needed).then_some((Code::ErasedEarly, message))
        })
    }

    /// After `hour` and the tolerance, in words.
    fn after(&self, hour: Instant) -> Bilingual {
        let minutes = self.vote.definition().tolerance_minutes;
        Bilingual::new(
            format!("après son heure, {hour}, et {minutes} min de tolérance"),
            format!("after its hour, {hour}, and a tolerance of {minutes} min"),
        )
    }

    fn missing(&self, found: usize, fr: &str, en: &str) -> Fault {
        let needed = self.needed();
        let message = Bilingual::new(
            format!(
                "{} que {fr} ; les règles en demandent {needed}",
                Language::Fr.count(found, "témoin atteste", "témoins attestent"),
            ),
            format!(
                "{} that {en}; the rules ask for {needed}",
                Language::En.count(found, "witness vouches", "witnesses vouch"),
            ),
        );
        (Code::WitnessMissing, message)
    }
}

/// The first second of a day, in Universal Time.
fn first_second(day: Date) -> Option<i64> {
    let instant: Instant = format!("{day}T00:00:00Z").parse().ok()?;
    Some(instant.to_unix())
}
