//! A push: what git hands to the hook, whether the log's key vouches for it, and what it loses.

use crate::log::{Checkpoint, leaf_hash, root};
use crate::record::{CHECKPOINTS, HandedIn, Record, handed_in};
use crate::statement::entry::read_entries;
use crate::statement::{Kind, LogState};
use crate::tree::{FilePath, FileTree};

/// The most refs that one push may change.
const MOST_UPDATES: usize = 100;

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

/// Where the checkpoint lies that signs these entries; nothing where they are no log.
#[must_use]
pub fn checkpoint_of(entries: &[u8]) -> Option<String> {
    Some(format!("{CHECKPOINTS}/{}", read_entries(entries).ok()?.len()))
}

/// Whether `entries` goes on from the log of `record` and `checkpoint` signs it with the log's key,
/// as only the clerk can. This is asked before anything else of such a push is read.
#[must_use]
pub fn is_vouched(record: &Record, entries: &[u8], checkpoint: &[u8]) -> bool {
    let (Ok(entries), Some(key)) = (read_entries(entries), record.log_key()) else { return false };
    let leaves: Vec<_> = entries.iter().map(|entry| leaf_hash(entry.line().as_bytes())).collect();
    let grows = leaves.len() > record.leaves().len() && leaves.starts_with(record.leaves());
    let state = LogState { size: leaves.len() as u64, root: root(&leaves) };
    grows && Checkpoint::open(checkpoint, key).is_ok_and(|checkpoint| checkpoint.state() == state)
}

/// The submissions that wait in `before` and are neither in the log nor in their places afterwards,
/// and the ballots that could have been recorded in `before` and that the closing then left out.
/// What was never a submission may be taken out of the folder.
#[must_use]
pub fn lost(record: &Record, before: &FileTree, record_after: &Record, after: &FileTree) -> Vec<FilePath> {
    let is_submission = |waiting: &HandedIn| {
        let bytes = before.get(&waiting.path).unwrap_or_default();
        let admitted = match waiting.kind {
            Kind::Ballot => record.admit_ballot(&waiting.path, bytes).is_ok(),
            _ => record.admit_proposal(&waiting.path, bytes).is_ok(),
        };
        let reason = || record.reason_to_refuse(&waiting.path, bytes);
        admitted || reason().is_some_and(|reason| record.may_refuse(&reason, &waiting.file))
    };
    let is_left_out = |waiting: &HandedIn| {
        let bytes = before.get(&waiting.path).unwrap_or_default();
        waiting.kind == Kind::Ballot
            && record.admit_ballot(&waiting.path, bytes).is_ok()
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
