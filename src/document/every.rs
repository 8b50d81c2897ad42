//! All records, whatever their kind.

use std::collections::BTreeMap;

use super::record::{Common, Record, RecordId, Translation};
use super::{Documents, Records, Tombstone};
use crate::language::Language;
use crate::tree::FilePath;

/// What can be said of a record of any kind.
#[derive(Clone, Copy, Debug)]
pub struct AnyRecord<'a> {
    /// Its folder below `content/`.
    pub folder: &'static str,
    /// Its id.
    pub id: &'a RecordId,
    /// The file it was read from.
    pub file: &'a FilePath,
    /// What every record has.
    pub common: &'a Common,
    /// The same in other languages.
    pub translations: &'a BTreeMap<Language, Translation>,
}

impl<'a> AnyRecord<'a> {
    fn all<T>(folder: &'static str, records: &'a Records<T>) -> impl Iterator<Item = Self> {
        records.iter().map(move |(id, record)| Self::of(folder, id, record))
    }

    fn one<T>(folder: &'static str, records: &'a Records<T>, id: &RecordId) -> Option<Self> {
        records.get_key_value(id).map(|(id, record)| Self::of(folder, id, record))
    }

    fn of<T>(folder: &'static str, id: &'a RecordId, record: &'a Record<T>) -> Self {
        let Record { file, common, translations, .. } = record;
        Self { folder, id, file, common, translations }
    }

    /// Its own file, and those of its translations.
    #[must_use]
    pub fn files(&self) -> Vec<&'a FilePath> {
        let translations = self.translations.values().map(|translation| &translation.text.file);
        std::iter::once(self.file).chain(translations).collect()
    }

    /// The title in `language`, or as it was written.
    #[must_use]
    pub fn title(&self, language: Language) -> &'a str {
        let translation = self.translations.get(&language).filter(|_| language != self.common.language);
        translation.and_then(|translation| translation.title.as_deref()).unwrap_or(&self.common.title)
    }
}

impl Documents {
    /// Every record, by folder and id.
    pub fn every(&self) -> impl Iterator<Item = AnyRecord<'_>> {
        AnyRecord::all("bodies", &self.bodies)
            .chain(AnyRecord::all("people", &self.people))
            .chain(AnyRecord::all("meetings", &self.meetings))
            .chain(AnyRecord::all("minutes", &self.minutes))
            .chain(AnyRecord::all("documents", &self.filed))
            .chain(AnyRecord::all("proposals", &self.proposals))
            .chain(AnyRecord::all("votes", &self.votes))
            .chain(AnyRecord::all("contests", &self.contests))
            .chain(AnyRecord::all("editions", &self.editions))
            .chain(AnyRecord::all("deliveries", &self.deliveries))
            .chain(AnyRecord::all("pages", &self.pages))
            .chain(AnyRecord::all("news", &self.news))
            .chain(AnyRecord::all("errata", &self.errata))
            .chain(AnyRecord::all("tombstones", &self.tombstones))
    }

    /// Whether there is a record `id` in `folder`, or was one that a tombstone names.
    #[must_use]
    pub fn has(&self, folder: &str, id: &RecordId) -> bool {
        self.find(folder, id).is_some() || self.removed(folder, id).is_some()
    }

    /// The tombstone of the record `id` of `folder`.
    #[must_use]
    pub fn removed(&self, folder: &str, id: &RecordId) -> Option<&Record<Tombstone>> {
        self.tombstones.values().find(|stone| stone.facts.target.is_of(folder, id))
    }

    /// The record `id` of `folder`.
    #[must_use]
    pub fn find(&self, folder: &str, id: &RecordId) -> Option<AnyRecord<'_>> {
        match folder {
            "bodies" => AnyRecord::one("bodies", &self.bodies, id),
            "people" => AnyRecord::one("people", &self.people, id),
            "meetings" => AnyRecord::one("meetings", &self.meetings, id),
            "minutes" => AnyRecord::one("minutes", &self.minutes, id),
            "documents" => AnyRecord::one("documents", &self.filed, id),
            "proposals" => AnyRecord::one("proposals", &self.proposals, id),
            "votes" => AnyRecord::one("votes", &self.votes, id),
            "contests" => AnyRecord::one("contests", &self.contests, id),
            "editions" => AnyRecord::one("editions", &self.editions, id),
            "deliveries" => AnyRecord::one("deliveries", &self.deliveries, id),
            "pages" => AnyRecord::one("pages", &self.pages, id),
            "news" => AnyRecord::one("news", &self.news, id),
            "errata" => AnyRecord::one("errata", &self.errata, id),
            "tombstones" => AnyRecord::one("tombstones", &self.tombstones, id),
            _ => None,
        }
    }
}
