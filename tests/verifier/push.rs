//! Whether a push lets the log go on as only its key can: what is read of it, and how much.

use crate::support;

use std::convert::Infallible;

use parvis::gate::{is_vouched, newest_checkpoint};
use parvis::record::{ENTRIES, Files, replay};
use parvis::tree::FileTree;
use support::{TestCouncil, path};

/// The answer, and which files were asked for with which cap. A file above its cap is not given.
fn asked(before: &FileTree, after: &FileTree) -> (bool, Vec<(String, usize)>) {
    let record = replay(&Files::new(before.clone())).0.expect("a record");
    let length = before.get_str(ENTRIES).expect("a log").len();
    let names = after.below("submissions/log/checkpoints").map(|(path, _)| path.file_name());
    let size = newest_checkpoint(names).expect("a checkpoint");
    let mut asked = Vec::new();
    let vouched = is_vouched(&record, length, size, |path, most| {
        asked.push((path.to_owned(), most));
        Ok::<_, Infallible>(after.get_str(path).filter(|bytes| bytes.len() <= most).map(<[u8]>::to_vec))
    });
    (vouched.unwrap_or_else(|never| match never {}), asked)
}

fn length_in_lines(files: &FileTree) -> usize {
    files.get_str(ENTRIES).expect("a log").split(|byte| *byte == b'\n').count() - 1
}

#[test]
fn the_checkpoint_is_verified_before_an_entry_is_read() {
    let before = TestCouncil::new(3).files(&[]);
    let length = before.get_str(ENTRIES).expect("a log").len();
    let mut council = TestCouncil::new(3);
    council.open_place();
    let after = council.files(&[]);
    let (vouched, read) = asked(&before, &after);
    let size = length_in_lines(&after);
    let checkpoint = format!("submissions/log/checkpoints/{size}");
    let added = size - length_in_lines(&before);
    assert!(vouched);
    assert_eq!(read, [(checkpoint.clone(), 256 * 1024), (ENTRIES.to_owned(), length + added * 256)]);

    // Of what the key did not sign, nothing is read.
    let with = |name: &str, bytes: Vec<u8>| {
        let mut tree = after.clone();
        tree.insert(path(name), bytes);
        tree
    };
    let mut note = after.get_str(&checkpoint).expect("a note").to_vec();
    let at = note.len() - 10;
    note[at] ^= 1;
    let (vouched, read) = asked(&before, &with(&checkpoint, note));
    assert!(!vouched && read.len() == 1, "{read:?}");
    let signed = after.get_str(&checkpoint).expect("a note").to_vec();
    let (vouched, read) = asked(&before, &with("submissions/log/checkpoints/900000", signed));
    assert!(!vouched && read.len() == 1, "{read:?}");

    // Beside a checkpoint that was signed, neither more entries than it signs nor others.
    let entries = after.get_str(ENTRIES).expect("a log").to_vec();
    let last = entries[..entries.len() - 1].iter().rposition(|byte| *byte == b'\n').expect("several") + 1;
    for other in [[&entries[..], &entries[last..].repeat(1000)].concat(), [&entries[..], &entries[last..]].concat()] {
        assert!(!asked(&before, &with(ENTRIES, other)).0);
    }
    // Nor does a log go on that only stays as it was.
    assert_eq!(asked(&after, &after), (false, Vec::new()));
    assert_eq!(newest_checkpoint(["7", "10", "011", "x", "+12"]), Some(10));
}
