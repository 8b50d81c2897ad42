//! Every kind of record: its word, its folder, the keys it has.

use super::shape::{self, Shape};
use super::{body, delivery, edition, erratum, meeting, minutes, news, page, person, proposal, tombstone, vote};

/// A kind of record.
#[derive(Clone, Copy, Debug)]
pub struct RecordKind {
    /// Its word, such as `meeting`.
    pub name: &'static str,
    /// Its folder below `content/`.
    pub folder: &'static str,
    draw: fn(&'static str) -> Shape,
}

impl RecordKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self { name: "body", folder: "bodies", draw: |folder| shape::of_record(folder, body::read) },
        Self { name: "person", folder: "people", draw: |folder| shape::of_record(folder, person::read) },
        Self { name: "meeting", folder: "meetings", draw: |folder| shape::of_record(folder, meeting::read) },
        Self { name: "minutes", folder: "minutes", draw: |folder| shape::of_record(folder, minutes::read) },
        Self { name: "proposal", folder: "proposals", draw: |folder| shape::of_record(folder, proposal::read) },
        Self { name: "vote", folder: "votes", draw: |folder| shape::of_record(folder, vote::read) },
        Self { name: "edition", folder: "editions", draw: |folder| shape::of_record(folder, edition::read) },
        Self { name: "delivery", folder: "deliveries", draw: |folder| shape::of_record(folder, delivery::read) },
        Self { name: "news", folder: "news", draw: |folder| shape::of_record(folder, news::read) },
        Self { name: "page", folder: "pages", draw: |folder| shape::of_record(folder, page::read) },
        Self { name: "erratum", folder: "errata", draw: |folder| shape::of_record(folder, erratum::read) },
        Self { name: "tombstone", folder: "tombstones", draw: |folder| shape::of_record(folder, tombstone::read) },
    ];

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|kind| kind.name == name)
    }

    /// The keys of its front matter, those that every record has among them.
    #[must_use]
    pub fn shape(&self) -> Shape {
        (self.draw)(self.folder)
    }
}
