//! Lighter pictures, each made once: those of the last build lie in the cache of the council's folder.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::memory::CACHE;
use crate::parallel;
use crate::publish::cache;
use crate::report::Diagnostic;
use crate::site::Output;
use crate::site::pictures::{Variant, made};
use crate::source::folder;
use crate::tree::{Digest, FilePath};

/// From how many pixels on only one picture is decoded at a time, for the sake of memory.
const LARGE: u64 = 25_000_000;

/// The lighter pictures that were made.
#[derive(Debug)]
pub(super) struct Album {
    cache: PathBuf,
    /// Those that the disk did not take.
    spare: Mutex<BTreeMap<Digest, Arc<[u8]>>>,
    /// A lock for each picture, so that no two threads make the same one.
    making: Mutex<BTreeMap<FilePath, Arc<Mutex<()>>>>,
    large: Mutex<()>,
}

impl Album {
    pub(super) fn of(root: &Path) -> Self {
        let (spare, making, large) = (Mutex::default(), Mutex::default(), Mutex::default());
        Self { cache: root.join(CACHE), spare, making, large }
    }

    /// Makes all lighter pictures of `output` that are not there yet, on every core; says which cannot be made.
    pub(super) fn fill(&self, output: &Output) -> Vec<Diagnostic> {
        let families: Vec<Vec<Variant<'_>>> = output.pictures().families().collect();
        let fill = |some: &[Vec<Variant<'_>>]| some.iter().filter_map(|one| self.make(one).err()).collect::<Vec<_>>();
        parallel::pieces(&families, 1, fill).into_iter().flatten().map(|finding| *finding).collect()
    }

    /// The bytes of a lighter picture; those of the original where it cannot be made.
    pub(super) fn bytes(&self, variant: &Variant<'_>) -> Arc<[u8]> {
        let known = || self.known(&variant.key());
        let made = known().or_else(|| self.make(std::slice::from_ref(variant)).ok().and_then(|()| known()));
        made.unwrap_or_else(|| variant.original())
    }

    /// Takes away what `output` has no use for.
    pub(super) fn tidy(&self, output: &Output) {
        let used = output.pictures().families().flatten();
        let names: BTreeSet<String> = used.map(|variant| name(&variant.key())).collect();
        cache::keep_only(&self.folder(), &names);
    }

    /// Makes those of the variants, all of one picture, that are not there yet.
    fn make(&self, variants: &[Variant<'_>]) -> Result<(), Box<Diagnostic>> {
        let Some(first) = variants.first() else { return Ok(()) };
        let lock = Arc::clone(held(&self.making).entry(first.file().clone()).or_default());
        let _making = held(&lock);
        let new = variants.iter().copied().filter(|variant| !self.knows(&variant.key()));
        let new: Vec<Variant<'_>> = new.collect();
        if new.is_empty() {
            return Ok(());
        }
        let _large = (first.pixels() > LARGE).then(|| held(&self.large));
        for (variant, bytes) in new.iter().zip(made(&new)?) {
            let key = variant.key();
            if !cache::keep(&self.cache, &self.folder().join(name(&key)), &bytes) {
                held(&self.spare).insert(key, bytes);
            }
        }
        Ok(())
    }

    fn knows(&self, key: &Digest) -> bool {
        held(&self.spare).contains_key(key) || self.read(key).is_some()
    }

    fn known(&self, key: &Digest) -> Option<Arc<[u8]>> {
        held(&self.spare).get(key).cloned().or_else(|| self.read(key))
    }

    /// What the cache has under this key, if it is whole.
    fn read(&self, key: &Digest) -> Option<Arc<[u8]>> {
        let bytes = folder::read_if_any(&self.folder().join(name(key))).ok()??;
        let length = bytes.get(4..8).and_then(|length| Some(u32::from_le_bytes(length.try_into().ok()?)));
        let whole =
            bytes.starts_with(b"RIFF") && length.map(|length| u64::from(length) + 8) == Some(bytes.len() as u64);
        whole.then(|| Arc::from(bytes))
    }

    fn folder(&self) -> PathBuf {
        self.cache.join("pictures")
    }
}

fn name(key: &Digest) -> String {
    format!("{}.webp", key.hex())
}

/// What a lock guards. A thread that panicked left nothing half-done here.
fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}
