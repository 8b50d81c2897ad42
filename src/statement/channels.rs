//! The channels of a definition: how ballots come in, and the polling stations of the paper one.

use super::PublicKey;
use crate::council::{BothChannels, Channel, StationId};
use crate::grammar::{Fault, Reader, Token, Value, Writer};
use crate::language::Bilingual;

/// How ballots come in; one channel at least.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Channels {
    /// Whether signed files are taken.
    pub electronic: bool,
    /// The polling stations, where papers are taken.
    pub paper: Option<PaperChannel>,
}

/// The polling stations of a vote, and what becomes of who could vote in both channels.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperChannel {
    /// The keys of each station, sorted: two at least for each.
    pub stations: Vec<StationKey>,
    /// Paper prevails, or nobody may vote in both.
    pub both: BothChannels,
}

/// A key of a polling station.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StationKey {
    /// The station.
    pub station: StationId,
    /// The key of one of its officers.
    pub key: PublicKey,
}

impl Token for StationKey {
    fn expected() -> Bilingual {
        let shape = "`ecole-nord ssh-ed25519 AAAA…`";
        Bilingual::new(format!("un bureau de vote et une clé : {shape}"), format!("a station and a key: {shape}"))
    }
    fn read(text: &str) -> Option<Self> {
        let (station, key) = text.split_once(' ')?;
        Some(Self { station: StationId::read(station)?, key: PublicKey::read(key)? })
    }
    fn write(&self) -> String {
        format!("{} {}", self.station, self.key.write())
    }
}

impl Channels {
    /// Signed files alone.
    #[must_use]
    pub const fn electronic() -> Self {
        Self { electronic: true, paper: None }
    }

    pub(super) fn read(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let listed: Vec<Channel> = reader.tokens("channels")?;
        let paper = if listed.contains(&Channel::Paper) { Some(PaperChannel::read(reader)?) } else { None };
        Ok(Self { electronic: listed.contains(&Channel::Electronic), paper })
    }

    pub(super) fn write(&self, writer: Writer) -> Writer {
        let electronic = self.electronic.then_some(Channel::Electronic);
        let paper = self.paper.is_some().then_some(Channel::Paper);
        let writer = writer.list("channels", electronic.into_iter().chain(paper).map(Channel::word));
        match &self.paper {
            None => writer,
            Some(paper) => paper.write(writer),
        }
    }

    /// Why these channels cannot be sealed: keys of stations that are too few, or that stand twice.
    #[must_use]
    pub fn flaw(&self) -> Option<Bilingual> {
        let stations = &self.paper.as_ref()?.stations;
        let few = stations.iter().find(|line| stations.iter().filter(|key| key.station == line.station).count() < 2);
        let twice =
            stations.iter().enumerate().find(|(at, line)| stations[..*at].iter().any(|other| other.key == line.key));
        if let Some(StationKey { station, .. }) = twice.map(|(_, line)| line) {
            return Some(Bilingual::new(
                format!("une clé du bureau de vote `{station}` figure deux fois ; chacune est d’un seul bureau"),
                format!("a key of the station `{station}` stands twice; each is of one station alone"),
            ));
        }
        if stations.is_empty() {
            return Some(Bilingual::new("aucun bureau de vote", "no polling station"));
        }
        few.map(|StationKey { station, .. }| {
            Bilingual::new(
                format!("le bureau de vote `{station}` a une seule clé ; il en faut deux au moins"),
                format!("the station `{station}` has one key; two at least are needed"),
            )
        })
    }
}

impl PaperChannel {
    fn read(reader: &mut Reader<'_>) -> Result<Self, Fault> {
        let mut stations: Vec<StationKey> =
            reader.list("stations")?.into_iter().map(Value::token).collect::<Result<_, _>>()?;
        stations.sort();
        Ok(Self { stations, both: reader.token("both-channels")? })
    }

    fn write(&self, writer: Writer) -> Writer {
        writer.list("stations", self.stations.iter().map(Token::write)).token("both-channels", &self.both)
    }

    /// Each station once, in the order of their names.
    #[must_use]
    pub fn ids(&self) -> Vec<&StationId> {
        let mut ids: Vec<&StationId> = self.stations.iter().map(|line| &line.station).collect();
        ids.sort();
        ids.dedup();
        ids
    }

    /// The station whose key this is.
    #[must_use]
    pub fn station_of(&self, key: &PublicKey) -> Option<&StationId> {
        self.stations.iter().find(|line| line.key == *key).map(|line| &line.station)
    }
}
