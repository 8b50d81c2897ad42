//! The signed proposals: two that the budget takes up, one of them in two versions, and one that
//! the council has not answered yet.

use super::ceremony::AUTHORS;
use super::{council, unix, voter_id};
use crate::clerk::Desk;
use crate::council::{CategoryId, GroupId, ProposalId};
use crate::key::sample;
use crate::language::Language;
use crate::statement::Proposal;
use crate::submission::sign;
use crate::tree::{FilePath, FileTree};

/// A version of a proposal as its author writes it.
struct Version {
    slug: &'static str,
    author: usize,
    name: &'static str,
    title: &'static str,
    category: &'static str,
    district: &'static str,
    cost: Option<&'static str>,
    signed_at: &'static str,
    body: &'static str,
}

const GARDEN: Version = Version {
    slug: "jardin-partage",
    author: 1,
    name: "Collectif des Tanneurs",
    title: "Un jardin partagé au Foulon",
    category: "nature",
    district: "nord",
    cost: Some("21000"),
    signed_at: "2026-01-19T18:12:00Z",
    body: include_str!("jardin-partage.1.md"),
};

const GARDEN_AGAIN: Version = Version {
    title: "Un jardin partagé sur la friche du Foulon",
    cost: Some("18000"),
    signed_at: "2026-03-28T09:30:00Z",
    body: include_str!("jardin-partage.2.md"),
    ..GARDEN
};

const WORKSHOP: Version = Version {
    slug: "atelier-velo",
    author: 2,
    name: "Association Roue libre",
    title: "Un atelier vélo de quartier",
    category: "mobilite",
    district: "sud",
    cost: Some("15000"),
    signed_at: "2026-01-26T10:05:00Z",
    body: include_str!("atelier-velo.1.md"),
};

const OVEN: Version = Version {
    slug: "four-a-pain",
    author: 3,
    name: "Collectif Les Levains de la placette",
    title: "Un four à pain commun sur la placette aux Tilleuls",
    category: "solidarite",
    district: "nord",
    cost: None,
    signed_at: "2026-09-14T17:20:00Z",
    body: include_str!("four-a-pain.1.md"),
};

/// The two proposals of January.
pub(super) fn hand_in_first(desk: &mut Desk) {
    hand_in(desk, &GARDEN);
    hand_in(desk, &WORKSHOP);
}

/// The garden again, after the workshop of March.
pub(super) fn hand_in_second(desk: &mut Desk) {
    hand_in(desk, &GARDEN_AGAIN);
}

/// The oven, which came after the budget.
pub(super) fn hand_in_late(desk: &mut Desk) {
    hand_in(desk, &OVEN);
}

fn hand_in(desk: &mut Desk, version: &Version) {
    let slug = ProposalId::parse(version.slug).expect("the scenario names proposals");
    let proposal = Proposal {
        council: council(),
        record: desk.record().fingerprint(),
        seq: unix(version.signed_at),
        author: voter_id("proposants", version.author),
        previous: desk.record().proposal(&slug).last().map(|version| version.proposal.text_hash()),
        slug,
        language: Language::Fr,
        name: version.name.to_owned(),
        title: version.title.to_owned(),
        category: CategoryId::parse(version.category).expect("a category"),
        district: GroupId::parse(version.district).expect("a district"),
        cost: version.cost.map(|cost| cost.parse().expect("an amount")),
        body: version.body.to_owned(),
    };
    let signed = sign(&proposal, &[&sample::key(AUTHORS[version.author - 1])]);
    desk.hand_in(signed.path, signed.bytes);
}

/// The council's files of proposals with the hash of the newest signed text in their line
/// `text:`.
pub(super) fn point_to_texts(desk: &Desk, content: &FileTree) -> FileTree {
    let mut pointed = FileTree::new();
    for versions in desk.record().proposals() {
        let Some(newest) = versions.last() else { continue };
        let slug = &newest.proposal.statement().slug;
        let path = FilePath::parse(&format!("content/proposals/{slug}.md")).expect("an id makes a valid path");
        let Some(text) = content.get(&path).and_then(|bytes| std::str::from_utf8(bytes).ok()) else { continue };
        let line = format!("text: {}", newest.proposal.text_hash());
        let point = |old: &str| match old.split_once("text: sha256:") {
            Some((lead, _)) => format!("{lead}{line}\n"),
            None => format!("{old}\n"),
        };
        let text: String = text.lines().map(point).collect();
        pointed.insert(path, text.into_bytes());
    }
    pointed
}
