//! Every kind of record: its word, its folder, the keys it has.

use super::shape::{self, Shape};
use super::{
    body, contest, delivery, edition, erratum, filed, meeting, minutes, news, page, person, proposal, tombstone, vote,
};

/// A kind of record.
#[derive(Clone, Copy, Debug)]
pub struct RecordKind {
    /// Its word, such as `meeting`.
    pub name: &'static str,
    /// Its folder below `content/`.
    pub folder: &'static str,
    draw: fn(&'static str, &str) -> Shape,
}

impl RecordKind {
    /// Every kind.
    pub const ALL: &'static [Self] = &[
        Self { name: "body", folder: "bodies", draw: |folder, head| shape::of_record(folder, head, body::read) },
        Self { name: "person", folder: "people", draw: |folder, head| shape::of_record(folder, head, person::read) },
        Self {
            name: "meeting",
            folder: "meetings",
            draw: |folder, head| shape::of_record(folder, head, meeting::read),
        },
        Self { name: "minutes", folder: "minutes", draw: |folder, head| shape::of_record(folder, head, minutes::read) },
        Self {
            name: "document",
            folder: "documents",
            draw: |folder, head| shape::of_record(folder, head, filed::read),
        },
        Self {
            name: "proposal",
            folder: "proposals",
            draw: |folder, head| shape::of_record(folder, head, proposal::read),
        },
        Self { name: "vote", folder: "votes", draw: |folder, head| shape::of_record(folder, head, vote::read) },
        Self {
            name: "contest",
            folder: "contests",
            draw: |folder, head| shape::of_record(folder, head, contest::read),
        },
        Self {
            name: "edition",
            folder: "editions",
            draw: |folder, head| shape::of_record(folder, head, edition::read),
        },
        Self {
            name: "delivery",
            folder: "deliveries",
            draw: |folder, head| shape::of_record(folder, head, delivery::read),
        },
        Self { name: "news", folder: "news", draw: |folder, head| shape::of_record(folder, head, news::read) },
        Self { name: "page", folder: "pages", draw: |folder, head| shape::of_record(folder, head, page::read) },
        Self { name: "erratum", folder: "errata", draw: |folder, head| shape::of_record(folder, head, erratum::read) },
        Self {
            name: "tombstone",
            folder: "tombstones",
            draw: |folder, head| shape::of_record(folder, head, tombstone::read),
        },
    ];

    /// The kind of this name.
    #[must_use]
    pub fn of(name: &str) -> Option<&'static Self> {
        Self::ALL.iter().find(|kind| kind.name == name)
    }

    /// The keys of its front matter, those that every record has among them.
    #[must_use]
    pub fn shape(&self) -> Shape {
        self.shape_of("")
    }

    /// The same where the front matter says `head`: the rules of a vote depend on its method.
    #[must_use]
    pub fn shape_of(&self, head: &str) -> Shape {
        (self.draw)(self.folder, head)
    }
}
