//! A push: what git hands to the hook, whether the log's key vouches for it, and what it loses.

use crate::log::{Checkpoint, LARGEST_NOTE, leaf_hash, root};
use crate::record::{CHECKPOINTS, ENTRIES, HandedIn, Record, handed_in};
use crate::statement::entry::read_entries;
use crate::statement::{Kind, LogState};
use crate::tree::{FilePath, FileTree};

/// The most refs that one push may change.
const MOST_UPDATES: usize = 100;
/// No entry is longer: its subject is an id of 40 characters at most.
const LONGEST_ENTRY: usize = 256;

/// A ref that a push changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Update {
    /// The commit it names; nothing where it is made.
    pub old: Option<String>,
    /// The commit it will name; nothing where it is deleted.
    pub new: Option<String>,
    /// Its full name, such as `refs/heads/main`.
    pub name: String,
}

/// The lines `old new ref` of a pre-receive hook; nothing where they are not of that form, or too
/// many.
#[must_use]
pub fn read_updates(lines: &[u8]) -> Option<Vec<Update>> {
    let text = std::str::from_utf8(lines).ok()?;
    let is_id = |id: &str| id.len() == 40 && id.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
    let id = |id: &str| is_id(id).then(|| Some(id.to_owned()).filter(|id| id.bytes().any(|byte| byte != b'0')));
    let line = |line: &str| {
        let mut words = line.splitn(3, ' ');
        let (old, new) = (id(words.next()?)?, id(words.next()?)?);
        Some(Update { old, new, name: words.next()?.to_owned() })
    };
    let updates: Vec<Update> = text.lines().map(line).collect::<Option<_>>()?;
    (updates.len() <= MOST_UPDATES).then_some(updates)
}

/// The size that the newest checkpoint among these files of its folder says; nothing where there is
/// none.
#[must_use]
pub fn newest_checkpoint<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<u64> {
    let size = |name: &str| name.parse::<u64>().ok().filter(|size| size.to_string() == name);
    names.into_iter().filter_map(size).max()
}

/// Whether the log goes on from that of `record`, whose entries are `length` bytes, to `size` entries
/// that the log's key signed, as only the clerk can. This is asked before anything else of such a
/// push is read: `read` gives the file at a path, where it has no more than so many bytes. First the
/// checkpoint is read, and the entries only once it holds, as long as that many entries can be.
///
/// # Errors
/// Those of `read`.
pub fn is_vouched<E>(
    record: &Record,
    length: usize,
    size: u64,
    mut read: impl FnMut(&str, usize) -> Result<Option<Vec<u8>>, E>,
) -> Result<bool, E> {
    let known = record.leaves();
    let added = usize::try_from(size).ok().and_then(|size| size.checked_sub(known.len())).filter(|added| *added > 0);
    let most = added.and_then(|added| added.checked_mul(LONGEST_ENTRY)?.checked_add(length));
    let (Some(most), Some(key)) = (most, record.log_key()) else { return Ok(false) };
    let Some(note) = read(&format!("{CHECKPOINTS}/{size}"), LARGEST_NOTE)? else { return Ok(false) };
    let signed = Checkpoint::open(&note, key).ok().map(|checkpoint| checkpoint.state());
    let Some(signed) = signed.filter(|state| state.size == size) else { return Ok(false) };
    let Some(entries) = read(ENTRIES, most)? else { return Ok(false) };
    let Ok(entries) = read_entries(&entries) else { return Ok(false) };
    let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry.line().as_bytes())).collect();
    let state = LogState { size: leaves.len() as u64, root: root(&leaves) };
    Ok(leaves.starts_with(known) && state == signed)
}

/// The submissions that wait in `before` and are neither in the log nor in their places afterwards,
/// and the ballots that could have been recorded in `before` and that the closing then left out.
/// What was never a submission may be taken out of the folder.
#[must_use]
pub fn lost(record: &Record, before: &FileTree, record_after: &Record, after: &FileTree) -> Vec<FilePath> {
    let is_submission = |waiting: &HandedIn| {
        let bytes = before.get(&waiting.path).unwrap_or_default();
        let admitted = record.admit(waiting.kind, &waiting.path, bytes).is_ok();
        let reason = || record.reason_to_refuse(&waiting.path, bytes);
        admitted || reason().is_some_and(|reason| record.may_refuse(&reason, &waiting.file))
    };
    let is_left_out = |waiting: &HandedIn| {
        let bytes = before.get(&waiting.path).unwrap_or_default();
        waiting.kind != Kind::Proposal
            && record.admit(waiting.kind, &waiting.path, bytes).is_ok()
            && record_after.vote_of(&waiting.path).is_some_and(|vote| record_after.is_left_out(vote, &waiting.file))
    };
    let is_kept = |waiting: &HandedIn| {
        after.get(&waiting.path) == before.get(&waiting.path) || record_after.is_settled(&waiting.file)
    };
    let waiting = handed_in(record, before).into_iter();
    let is_lost = |file: &HandedIn| !is_kept(file) && is_submission(file) || is_left_out(file);
    waiting.filter(is_lost).map(|file| file.path).collect()
}

#[cfg(test)]
mod tests {
    use super::{Update, read_updates};

    #[test]
    fn the_lines_of_a_hook_are_read_strictly() {
        let (zero, id) = ("0".repeat(40), "a".repeat(40));
        let found = read_updates(format!("{zero} {id} refs/heads/a b\n{id} {zero} refs/heads/c\n").as_bytes());
        let update = |old: Option<&String>, new: Option<&String>, name: &str| Update {
            old: old.cloned(),
            new: new.cloned(),
            name: name.to_owned(),
        };
        let expected = vec![update(None, Some(&id), "refs/heads/a b"), update(Some(&id), None, "refs/heads/c")];
        assert_eq!(found, Some(expected));
        for wrong in [format!("{id} {id}\n"), format!("{id} main x\n"), format!("{id}  {id} x\n"), "\n".to_owned()] {
            assert_eq!(read_updates(wrong.as_bytes()), None, "{wrong:?}");
        }
        assert_eq!(read_updates(format!("{id} {id} x\n").repeat(101).as_bytes()), None);
        assert_eq!(read_updates(&[0xff]), None);
    }
}
