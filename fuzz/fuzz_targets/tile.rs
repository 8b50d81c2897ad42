//! Tiles: they hold the log and nothing else, grow with it, and take no other log's place.

#![no_main]

use std::collections::BTreeSet;

use libfuzzer_sys::fuzz_target;
use parvis::log::{leaf_hash, root, tiles, tiles_to_write};
use parvis::tree::{Digest, FilePath, FileTree};

fuzz_target!(|bytes: &[u8]| {
    let [small, more, at, change, lines @ ..] = bytes else { return };
    let count = usize::from(*small) * 3;
    let grown = count + usize::from(*more) * 3;
    let line = |n: usize| -> Vec<u8> {
        let from = if lines.is_empty() { 0 } else { n * 7 % lines.len() };
        [n.to_string().as_bytes(), &lines[from.min(lines.len())..(from + n % 50).min(lines.len())]].concat()
    };
    let all: Vec<Vec<u8>> = (0..grown).map(line).collect();
    let sizes = BTreeSet::from([count, count / 2, grown]);
    let (first, second) = (made(&all[..count], &sizes), made(&all, &sizes));
    holds(&first, &all[..count]);
    holds(&second, &all);
    // The folder of the shorter log takes the longer one, whatever parts lie there.
    let added = tiles_to_write(&first, &second).expect("the same log, grown");
    let mut folder = first.clone();
    folder.overlay(&added);
    holds(&folder, &all);
    assert_eq!(tiles_to_write(&folder, &second), Ok(FileTree::new()));
    // Other bytes in a tile are another log.
    let paths: Vec<FilePath> = first.iter().map(|(path, _)| path.clone()).filter(|path| path.as_str() != "checkpoint").collect();
    let Some(path) = paths.get(usize::from(*at) % paths.len().max(1)) else { return };
    let mut tile = first.get(path).expect("it is there").to_vec();
    let place = usize::from(*change) % tile.len();
    tile[place] ^= change | 1;
    let mut other = first;
    other.insert(path.clone(), tile);
    assert_eq!(tiles_to_write(&other, &second), Err(path.clone()));
});

fn made(lines: &[Vec<u8>], sizes: &BTreeSet<usize>) -> FileTree {
    tiles(lines, sizes, b"a checkpoint\n").expect("short lines")
}

/// The files of `level` put together: whole tiles, then the widest part of the last one.
fn joined(tree: &FileTree, level: &str, width: usize) -> Vec<u8> {
    let whole = width / 256;
    let mut bytes: Vec<u8> = (0..whole).flat_map(|n| read(tree, &format!("tile/{level}/{n:03}"))).collect();
    if width % 256 > 0 {
        bytes.extend(read(tree, &format!("tile/{level}/{whole:03}.p/{}", width % 256)));
    }
    bytes
}

fn read(tree: &FileTree, path: &str) -> Vec<u8> {
    tree.get_str(path).unwrap_or_else(|| panic!("{path} is missing")).to_vec()
}

fn holds(tree: &FileTree, lines: &[Vec<u8>]) {
    let leaves: Vec<Digest> = lines.iter().map(|line| leaf_hash(line)).collect();
    let flat = |hashes: &[Digest]| hashes.iter().flat_map(|hash| *hash.as_bytes()).collect::<Vec<u8>>();
    assert_eq!(joined(tree, "0", leaves.len()), flat(&leaves));
    let above: Vec<Digest> = leaves.chunks_exact(256).map(root).collect();
    assert_eq!(joined(tree, "1", above.len()), flat(&above));
    let bundles = joined(tree, "entries", lines.len());
    let mut rest = bundles.as_slice();
    for line in lines {
        let (length, after) = rest.split_at(2);
        assert_eq!(usize::from(u16::from_be_bytes([length[0], length[1]])), line.len());
        let (found, after) = after.split_at(line.len());
        assert_eq!(found, line.as_slice());
        rest = after;
    }
    assert!(rest.is_empty());
}
