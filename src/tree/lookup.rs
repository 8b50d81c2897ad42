//! A map that is asked by key and never walked through.

#![expect(clippy::disallowed_types, reason = "nothing here gives out what is held in its order")]

use std::collections::HashMap;
use std::hash::Hash;

/// A hash map without iterators: its order, which differs from run to run, cannot reach a result.
#[derive(Clone)]
pub struct Lookup<K, V>(HashMap<K, V>);

impl<K, V> std::fmt::Debug for Lookup<K, V> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Lookup({})", self.0.len())
    }
}

impl<K, V> Default for Lookup<K, V> {
    fn default() -> Self {
        Self(HashMap::default())
    }
}

impl<K: Eq + Hash, V> Lookup<K, V> {
    /// What stands under `key`.
    #[must_use]
    pub fn get(&self, key: &K) -> Option<&V> {
        self.0.get(key)
    }

    /// What stands under `key`, put there first where nothing does.
    pub fn get_or_insert_with(&mut self, key: K, value: impl FnOnce() -> V) -> &mut V {
        self.0.entry(key).or_insert_with(value)
    }

    /// Whether something stands under `key`.
    #[must_use]
    pub fn contains(&self, key: &K) -> bool {
        self.0.contains_key(key)
    }

    /// Puts `key` there, where what stands under it says nothing; whether it is new.
    pub fn put(&mut self, key: K) -> bool
    where
        V: Default,
    {
        self.0.insert(key, V::default()).is_none()
    }

    /// Puts `value` under `key`, in the place of what stands there.
    pub fn insert(&mut self, key: K, value: V) {
        self.0.insert(key, value);
    }
}

impl<K: Eq + Hash, V> FromIterator<(K, V)> for Lookup<K, V> {
    fn from_iter<I: IntoIterator<Item = (K, V)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}
