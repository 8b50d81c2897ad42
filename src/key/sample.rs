//! The keys of the sample council, which anyone can make again.
//!
//! They are derived from a published seed, so the sample can be signed anew byte for byte.
//! Their public halves are known here and refused for any other council.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use super::PrivateKey;
use super::PublicKey;
use crate::council::CouncilId;
use crate::tree::Digest;

/// The sample council.
pub const COUNCIL: &str = "montrivel.example";

/// The published seed.
pub const SEED: &str = "parvis sample council, montrivel.example, version 1";

/// How many residents the sample has keys for.
pub const RESIDENTS: usize = 80;

/// The names of the officers' keys, of members and of authors.
pub const NAMED: [&str; 14] = [
    "root-1",
    "root-2",
    "root-3",
    "officer-1",
    "officer-2",
    "log",
    "claire-morel",
    "karim-benali",
    "jeanne-lefort",
    "thomas-nguyen",
    "odile-perrin",
    "author-jardin",
    "author-velo",
    "author-four",
];

/// Every name that has a key.
pub fn names() -> impl Iterator<Item = String> {
    NAMED
        .into_iter()
        .map(str::to_owned)
        .chain((1..=RESIDENTS).flat_map(|n| [format!("resident-{n}"), format!("square-{n}")]))
}

/// The private key named `name`.
#[must_use]
pub fn key(name: &str) -> PrivateKey {
    PrivateKey::from_seed(*Digest::of_parts(&[SEED.as_bytes(), b"/", name.as_bytes()]).as_bytes())
}

/// Whether `key` is a sample key offered for another council than the sample.
#[must_use]
pub fn is_misused(key: &PublicKey, council: &CouncilId) -> bool {
    static PUBLIC: LazyLock<BTreeSet<PublicKey>> =
        LazyLock::new(|| names().map(|name| self::key(&name).public()).collect());
    council.as_str() != COUNCIL && PUBLIC.contains(key)
}
