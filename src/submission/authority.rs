//! Which keys may sign a statement, and how many of them must.

use std::collections::BTreeMap;

use crate::key::EnrolledKey;
use crate::key::PublicKey;

/// A set of enrolled keys and the number of them that must sign.
#[derive(Clone, Debug, Default)]
pub struct Authority {
    threshold: usize,
    /// Whether more than one signature is too many.
    single: bool,
    keys: BTreeMap<PublicKey, EnrolledKey>,
}

impl Authority {
    /// `threshold` of `keys`.
    pub fn new(threshold: usize, keys: impl IntoIterator<Item = EnrolledKey>) -> Self {
        Self {
            threshold: threshold.max(1),
            single: false,
            keys: keys.into_iter().map(|key| (key.public(), key)).collect(),
        }
    }

    /// Exactly one of `keys`: voters of a roll, authors of proposals.
    pub fn one_of(keys: impl IntoIterator<Item = EnrolledKey>) -> Self {
        Self { single: true, ..Self::new(1, keys) }
    }

    /// How many signatures a file may carry.
    #[must_use]
    pub fn counts(&self) -> std::ops::RangeInclusive<usize> {
        self.threshold..=if self.single { 1 } else { self.keys.len().max(self.threshold) }
    }

    /// Nobody's.
    #[must_use]
    pub const fn nobody() -> Self {
        Self { threshold: 1, single: true, keys: BTreeMap::new() }
    }

    /// Adds keys.
    pub fn extend<'a>(&mut self, keys: impl IntoIterator<Item = &'a EnrolledKey>) {
        self.keys.extend(keys.into_iter().map(|key| (key.public(), key.clone())));
    }

    /// The keys, sorted by their bytes.
    pub fn keys(&self) -> impl Iterator<Item = &EnrolledKey> {
        self.keys.values()
    }

    /// The enrolled key with these bytes.
    #[must_use]
    pub fn get(&self, key: &PublicKey) -> Option<&EnrolledKey> {
        self.keys.get(key)
    }
}
