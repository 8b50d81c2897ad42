//! What a build keeps for the next one, below the council's folder: no more than a cache, so that a disk that refuses
//! costs the next build some time and nothing else.

use std::collections::BTreeSet;
use std::io::Write as _;
use std::path::Path;

/// Keeps `bytes` in a file of `cache`, or of a folder in it: whole or not at all. Says whether it did.
#[must_use]
pub fn keep(cache: &Path, file: &Path, bytes: &[u8]) -> bool {
    let keep = || -> std::io::Result<()> {
        mark(cache)?;
        let folder = file.parent().unwrap_or(cache);
        std::fs::create_dir_all(folder)?;
        let mut staged = tempfile::NamedTempFile::new_in(folder)?;
        staged.write_all(bytes)?;
        staged.persist(file).map_err(|error| error.error)?;
        Ok(())
    };
    keep().is_ok()
}

/// Neither git nor a backup has a use for it.
fn mark(cache: &Path) -> std::io::Result<()> {
    let tag = cache.join("CACHEDIR.TAG");
    if tag.is_file() {
        return Ok(());
    }
    std::fs::create_dir_all(cache)?;
    std::fs::write(cache.join(".gitignore"), "*\n")?;
    std::fs::write(tag, "Signature: 8a477f597d28d172789f06886806bc55\n")
}

/// Takes away every file of `folder` but those with these names. What another build is writing just now it then keeps
/// for itself alone.
pub fn keep_only(folder: &Path, names: &BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !names.contains(&name) {
            // What cannot be removed is in nobody's way.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}
