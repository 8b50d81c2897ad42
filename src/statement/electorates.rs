//! Who votes: the part of a definition that names electorates, and says whether they are summed.

use super::Channels;
use crate::council::{ElectorateId, ElectoratesCounted, Equality, RollId, Rules};
use crate::grammar::{Fault, Reader, Value, Writer};
use crate::language::Bilingual;
use crate::tree::Digest;

/// Who votes: a version of a roll, by its hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Electorate {
    /// The electorate's name.
    pub id: ElectorateId,
    /// The roll.
    pub roll: RollId,
    /// Its version.
    pub version: u32,
    /// Hash of its text.
    pub hash: Digest,
}

/// What `electorates:` says, and `electorates-counted:` where there are several.
pub(super) fn read(reader: &mut Reader<'_>) -> Result<(Vec<Electorate>, Option<ElectoratesCounted>), Fault> {
    let electorates: Vec<Electorate> =
        reader.list("electorates")?.into_iter().map(read_electorate).collect::<Result<_, _>>()?;
    let counted = if electorates.len() > 1 { Some(reader.token("electorates-counted")?) } else { None };
    Ok((electorates, counted))
}

fn read_electorate(value: Value<'_>) -> Result<Electorate, Fault> {
    let [id, roll, version, hash] = value.parts(["electorate", "roll", "version", "hash"])?;
    Ok(Electorate { id: id.token()?, roll: roll.token()?, version: version.token()?, hash: hash.token()? })
}

pub(super) fn write(writer: Writer, electorates: &[Electorate], counted: Option<ElectoratesCounted>) -> Writer {
    let lines = electorates.iter().map(|electorate| {
        let Electorate { id, roll, version, hash } = electorate;
        format!("{id} {roll} {version} {hash}")
    });
    let writer = writer.list("electorates", lines);
    match counted {
        None => writer,
        Some(counted) => writer.token("electorates-counted", &counted),
    }
}

/// Why these electorates cannot be sealed with these rules and channels.
pub(super) fn flaw(
    electorates: &[Electorate],
    counted: Option<ElectoratesCounted>,
    rules: &Rules,
    channels: &Channels,
) -> Option<Bilingual> {
    if electorates.is_empty() {
        return Some(Bilingual::new("aucun corps électoral", "no electorate"));
    }
    for (at, electorate) in electorates.iter().enumerate() {
        let mut before = electorates[..at].iter();
        if before.any(|other| other.id == electorate.id || other.roll == electorate.roll) {
            let id = &electorate.id;
            return Some(Bilingual::new(
                format!("le corps électoral `{id}` ou sa liste figure deux fois"),
                format!("the electorate `{id}` or its roll stands twice"),
            ));
        }
    }
    apart_flaw(counted?, rules, channels.paper.is_some())
}

/// Why electorates cannot be counted as these words say.
#[must_use]
pub fn apart_flaw(counted: ElectoratesCounted, rules: &Rules, paper: bool) -> Option<Bilingual> {
    if counted == ElectoratesCounted::Together {
        return None;
    }
    if rules.money().is_some() {
        return Some(Bilingual::new(
            "`separately` dépenserait les enveloppes une fois par corps électoral ; un vote par corps, avec les siennes, ou `together`",
            "`separately` would spend the envelopes once for each electorate; hold a vote for each with its own, or `together`",
        ));
    }
    if let Rules::Motion2(rules) = rules
        && rules.tie == Equality::CastingVote
    {
        return Some(Bilingual::new(
            "la voix prépondérante est d’un seul corps électoral ; avec `separately`, `tie: not-adopted`",
            "the casting vote is of one electorate; with `separately`, `tie: not-adopted`",
        ));
    }
    paper.then(|| {
        Bilingual::new(
            "`separately` demande de quel corps est chaque bulletin, et un papier ne le dit pas ; `together`, ou un vote par corps",
            "`separately` asks of which electorate each ballot is, and a paper does not say; `together`, or a vote for each",
        )
    })
}
