//! The log as files for a plain web server (C2SP `tlog-tiles`): tiles of hashes, bundles of
//! entries, the checkpoint.
//!
//! ```text
//! checkpoint                    the newest one
//! tile/<L>/<N>                  256 hashes of level L; level 0 holds the leaf hashes
//! tile/entries/<N>              256 entries, each after its length in two bytes
//! tile/0/000.p/118              the first 118 of a tile that is not full
//! ```
//!
//! A full tile never changes. A part of one is kept for each size that has a checkpoint, until
//! the tile is full.

use std::collections::BTreeSet;

use super::merkle::{leaf_hash, root};
use crate::tree::{Digest, FilePath, FileTree};

/// How many hashes or entries a full tile holds.
const WIDTH: usize = 256;
/// The first part of a tile's path.
const TILES: &str = "tile";
/// The path of the newest checkpoint.
pub const TILED_CHECKPOINT: &str = "checkpoint";

/// Why there are no tiles of a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TilesFault {
    /// An entry whose length does not fit in two bytes.
    #[error("the entry at index {0} is longer than a bundle can hold")]
    EntryTooLong(usize),
}

/// The files that show the log of `entries` with its newest `checkpoint`. `sizes` are those at
/// which a checkpoint was signed: for each of them the parts of tiles that it asks for are there.
///
/// # Errors
/// An entry that no bundle can hold.
pub fn tiles(entries: &[impl AsRef<[u8]>], sizes: &BTreeSet<usize>, checkpoint: &[u8]) -> Result<FileTree, TilesFault> {
    let mut files = FileTree::new();
    let lengths: Vec<usize> = sizes.iter().copied().chain([entries.len()]).filter(|n| *n <= entries.len()).collect();
    let bundled = entries.iter().enumerate().map(|(at, entry)| with_length(at, entry.as_ref()));
    let bundled: Vec<Vec<u8>> = bundled.collect::<Result<_, _>>()?;
    put(&mut files, "entries", &bundled, &lengths);
    let mut hashes: Vec<Digest> = entries.iter().map(|entry| leaf_hash(entry.as_ref())).collect();
    let mut lengths = lengths;
    for level in 0_u8.. {
        let bytes: Vec<&[u8]> = hashes.iter().map(|hash| hash.as_bytes().as_slice()).collect();
        put(&mut files, &level.to_string(), &bytes, &lengths);
        // Only full tiles have a hash in the level above.
        let above: Vec<Digest> = hashes.chunks_exact(WIDTH).map(root).collect();
        if above.is_empty() {
            break;
        }
        hashes = above;
        for length in &mut lengths {
            *length /= WIDTH;
        }
    }
    files.insert(checked(TILED_CHECKPOINT), checkpoint);
    Ok(files)
}

fn with_length(at: usize, entry: &[u8]) -> Result<Vec<u8>, TilesFault> {
    let length = u16::try_from(entry.len()).map_err(|_| TilesFault::EntryTooLong(at))?;
    Ok([length.to_be_bytes().as_slice(), entry].concat())
}

/// Puts the tiles of `items`, and the part of the last one at each of `lengths`.
fn put(files: &mut FileTree, level: &str, items: &[impl AsRef<[u8]>], lengths: &[usize]) {
    let joined =
        |part: &[_]| part.iter().flat_map(|item: &_| AsRef::<[u8]>::as_ref(item).to_vec()).collect::<Vec<u8>>();
    for (at, tile) in items.chunks_exact(WIDTH).enumerate() {
        files.insert(checked(&format!("{TILES}/{level}/{}", index_path(at))), joined(tile));
    }
    for length in lengths {
        let (at, width) = (length / WIDTH, length % WIDTH);
        let full = items.len() >= (at + 1) * WIDTH;
        if width > 0 && !full {
            let part = &items[at * WIDTH..*length];
            files.insert(checked(&format!("{TILES}/{level}/{}.p/{width}", index_path(at))), joined(part));
        }
    }
}

/// `1234067` is `x001/x234/067`.
fn index_path(mut index: usize) -> String {
    let mut path = format!("{:03}", index % 1000);
    while index >= 1000 {
        index /= 1000;
        path = format!("x{:03}/{path}", index % 1000);
    }
    path
}

fn checked(path: &str) -> FilePath {
    FilePath::parse(path).expect("digits and fixed words make valid segments")
}

/// What must be written so that a folder that holds `present` shows `wanted`: what is new, and
/// the checkpoint where it changed.
///
/// # Errors
/// A file of the folder that is not of this log: of another name, or a tile with other bytes.
pub fn tiles_to_write(present: &FileTree, wanted: &FileTree) -> Result<FileTree, FilePath> {
    let stranger = |(path, bytes): &(&FilePath, &[u8])| match wanted.get(path) {
        Some(_) if path.as_str() == TILED_CHECKPOINT => false,
        Some(expected) => expected != *bytes,
        None => !is_earlier_part(path, bytes, wanted),
    };
    if let Some((path, _)) = present.iter().find(stranger) {
        return Err(path.clone());
    }
    let new = wanted.iter().filter(|(path, bytes)| present.get(path) != Some(bytes));
    Ok(new.map(|(path, bytes)| (path.clone(), bytes.to_vec())).collect())
}

/// Whether this is a part of a tile that is full by now: it stays, since it is of the same log.
fn is_earlier_part(path: &FilePath, bytes: &[u8], wanted: &FileTree) -> bool {
    let full = path.as_str().rsplit_once(".p/").and_then(|(full, _)| wanted.get_str(full));
    full.is_some_and(|full| !bytes.is_empty() && full.starts_with(bytes))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{TILED_CHECKPOINT, TilesFault, index_path, tiles, tiles_to_write};
    use crate::log::{leaf_hash, root};
    use crate::tree::{Digest, FilePath, FileTree};

    fn entries(count: usize) -> Vec<Vec<u8>> {
        (0..count).map(|n| format!("entry {n}").into_bytes()).collect()
    }

    fn of(count: usize, sizes: &[usize]) -> FileTree {
        tiles(&entries(count), &sizes.iter().copied().collect(), b"note").expect("short entries")
    }

    fn names(tree: &FileTree) -> Vec<&str> {
        tree.iter().map(|(path, _)| path.as_str()).collect()
    }

    #[test]
    fn an_index_is_written_in_threes() {
        for (index, expected) in
            [(0, "000"), (67, "067"), (999, "999"), (1000, "x001/000"), (1_234_067, "x001/x234/067")]
        {
            assert_eq!(index_path(index), expected);
        }
    }

    /// The example of the specification: a tree of 70,000, and one of 256.
    #[test]
    fn the_tiles_are_those_of_the_specification() {
        let tree = of(70_000, &[]);
        let level = |level: &'static str| tree.below(level).map(|(path, _)| path.as_str()).collect::<Vec<_>>();
        let zero = level("tile/0");
        assert_eq!((zero.len(), zero.contains(&"tile/0/273.p/112"), zero.contains(&"tile/0/272")), (274, true, true));
        assert_eq!(level("tile/1"), ["tile/1/000", "tile/1/001.p/17"]);
        assert_eq!(level("tile/2"), ["tile/2/000.p/1"]);
        assert_eq!(level("tile/entries").len(), 274);
        assert_eq!(names(&of(256, &[])), [TILED_CHECKPOINT, "tile/0/000", "tile/1/000.p/1", "tile/entries/000"]);
        assert_eq!(names(&of(0, &[])), [TILED_CHECKPOINT]);
    }

    #[test]
    fn a_tile_holds_the_hashes_and_a_bundle_the_entries() {
        let (tree, all) = (of(600, &[]), entries(600));
        let leaves: Vec<Digest> = all.iter().map(|entry| leaf_hash(entry)).collect();
        let bytes = |hashes: &[Digest]| hashes.iter().flat_map(|hash| *hash.as_bytes()).collect::<Vec<u8>>();
        assert_eq!(tree.get_str("tile/0/001"), Some(bytes(&leaves[256..512]).as_slice()));
        assert_eq!(tree.get_str("tile/0/002.p/88"), Some(bytes(&leaves[512..]).as_slice()));
        let above = [root(&leaves[..256]), root(&leaves[256..512])];
        assert_eq!(tree.get_str("tile/1/000.p/2"), Some(bytes(&above).as_slice()));
        let mut bundle = tree.get_str("tile/entries/002.p/88").expect("the last bundle");
        for entry in &all[512..] {
            let (length, rest) = bundle.split_at(2);
            assert_eq!(length, [0, u8::try_from(entry.len()).expect("a short entry")]);
            let (found, rest) = rest.split_at(entry.len());
            assert_eq!(found, entry.as_slice());
            bundle = rest;
        }
        assert!(bundle.is_empty());
        let long = tiles(&[vec![b'a'; 65_535], vec![b'a'; 65_536]], &BTreeSet::new(), b"note");
        assert_eq!(long, Err(TilesFault::EntryTooLong(1)));
    }

    #[test]
    fn parts_of_every_checkpoint_are_there_until_the_tile_is_full() {
        let tree = of(260, &[3, 200, 257, 999]);
        assert_eq!(
            names(&tree),
            [
                TILED_CHECKPOINT,
                "tile/0/000",
                "tile/0/001.p/1",
                "tile/0/001.p/4",
                "tile/1/000.p/1",
                "tile/entries/000",
                "tile/entries/001.p/1",
                "tile/entries/001.p/4",
            ]
        );
    }

    #[test]
    fn a_folder_goes_on_and_other_things_are_seen() {
        let (before, after) = (of(200, &[]), of(260, &[200]));
        assert_eq!(tiles_to_write(&FileTree::new(), &before).as_ref(), Ok(&before));
        assert_eq!(tiles_to_write(&after, &after), Ok(FileTree::new()));
        let mut grown = before.clone();
        grown.overlay(&tiles_to_write(&before, &after).expect("the same log"));
        // The part of 200 stays beside the full tile; nothing is left to write.
        assert!(grown.get_str("tile/0/000.p/200").is_some());
        assert_eq!(tiles_to_write(&grown, &after), Ok(FileTree::new()));
        let with = |path: &str, bytes: &[u8]| {
            let mut tree = before.clone();
            tree.insert(FilePath::parse(path).expect("a path"), bytes);
            tiles_to_write(&tree, &after).map_err(|path| path.to_string())
        };
        for (path, bytes) in
            [("tile/0/000.p/200", "x"), ("tile/0/000", "x"), ("tile/note.txt", "x"), ("tile/0/000.p/7", "")]
        {
            assert_eq!(with(path, bytes.as_bytes()), Err(path.to_owned()));
        }
    }
}
