//! Who votes, as a vote's file says it: one electorate in three lines, or a list of several.

use super::fields::Fields;
use super::undecided::{Missing, prefix};
use crate::council::{ElectorateId, ElectoratesCounted, RollId, Rules};
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic};
use crate::statement::apart_flaw;

/// An electorate as the council wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftElectorate {
    /// The electorate.
    pub id: ElectorateId,
    /// On which roll its voters stand.
    pub roll: RollId,
    /// Which version of it.
    pub roll_version: u32,
}

/// The electorates of a vote, what they add up to, and what they are called.
#[derive(Clone, Debug, Default)]
pub(super) struct Read {
    pub(super) electorates: Vec<DraftElectorate>,
    pub(super) counted: Option<ElectoratesCounted>,
    pub(super) titles: Vec<(ElectorateId, Bilingual)>,
}

/// Reads `electorate:`, `roll:` and `roll_version:`, or the list `electorates:`. Nothing where
/// something is missing, which is told or among `undecided`.
pub(super) fn read(
    fields: &mut Fields<'_>,
    rules: Option<&Rules>,
    paper: bool,
    undecided: &mut Vec<Missing>,
) -> Option<Read> {
    let several = fields.has("electorates");
    if !several {
        let one = fields.unless("electorates", |fields| {
            let (id, roll) = (fields.token("electorate"), fields.token("roll"));
            let roll_version = fields.token("roll_version");
            Some(DraftElectorate { id: id?, roll: roll?, roll_version: roll_version? })
        });
        if !fields.draws() {
            return Some(Read { electorates: vec![one?], ..Read::default() });
        }
    }
    let mut read = Read::default();
    for mut one in fields.records("electorates") {
        let (id, title) = (one.token::<ElectorateId>("id"), one.bilingual("title"));
        let (roll, roll_version) = (one.token("roll"), one.token("roll_version"));
        undecided.extend(one.done_with_missing(&prefix("electorates", id.as_ref())));
        read.titles.extend(id.clone().zip(title));
        if let (Some(id), Some(roll), Some(roll_version)) = (id, roll, roll_version) {
            read.electorates.push(DraftElectorate { id, roll, roll_version });
        }
    }
    let flaw = flaw(&read.electorates);
    if let Some(flaw) = flaw {
        fields.report("electorates", Diagnostic::error(Code::NameTwice, flaw));
    }
    match read.electorates.len() {
        0 => {
            fields.token_if::<ElectoratesCounted>("electorates_counted");
            return None;
        }
        1 => {}
        _ => read.counted = Some(fields.token("electorates_counted")?),
    }
    let apart = read.counted.zip(rules).and_then(|(counted, rules)| apart_flaw(counted, rules, paper));
    if let Some(flaw) = apart {
        fields.report("electorates_counted", Diagnostic::error(Code::ValueUnexpected, flaw));
    }
    Some(read)
}

fn flaw(electorates: &[DraftElectorate]) -> Option<Bilingual> {
    electorates.iter().enumerate().find_map(|(at, electorate)| {
        let mut before = electorates[..at].iter();
        before.find(|other| other.id == electorate.id || other.roll == electorate.roll)?;
        let id = &electorate.id;
        Some(Bilingual::new(
            format!("le corps électoral `{id}` ou sa liste figure deux fois"),
            format!("the electorate `{id}` or its roll stands twice"),
        ))
    })
}
