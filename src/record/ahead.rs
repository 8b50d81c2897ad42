//! The signatures of recorded ballots, checked ahead of the fold on every core.
//!
//! Nearly all the time of a replay goes into signatures, and whether one holds depends on the
//! bytes, the council and the keys, not on the order of the log. So when the fold meets a ballot,
//! those of the same vote that follow are checked with it, up to the next replaced key. The fold
//! asks every other rule one ballot after the other; where the keys of the vote are no longer
//! those, it checks again.

use std::collections::BTreeMap;

use super::admission::{Signed, ballot_folder, check_signature};
use super::{Files, Record, VoteRecord};
use crate::council::VoteId;
use crate::parallel::pieces;
use crate::statement::Kind;
use crate::statement::entry::Entry;
use crate::tree::{Digest, Lookup};

/// What the check of a ballot's signature gave, and for what.
pub(super) struct Checked {
    file: Digest,
    vote: VoteId,
    replaced_keys: usize,
    signed: Signed,
}

impl Checked {
    /// What the check gave, where it was asked of this file for the keys that `vote` has now.
    pub(super) fn of(self, file: &Digest, vote: &VoteRecord) -> Option<Signed> {
        let same =
            self.file == *file && self.vote == vote.definition().vote && self.replaced_keys == vote.replacements_made();
        same.then_some(self.signed)
    }
}

/// How many ballots one core checks at a time.
const PIECE: usize = 256;

/// The checks made ahead and not asked for yet.
pub(super) struct Ahead<'a> {
    entries: &'a [Entry],
    files: &'a Files,
    checked: BTreeMap<usize, Checked>,
    /// Up to which entry the ballots of each vote were looked at.
    until: BTreeMap<&'a str, usize>,
}

impl<'a> Ahead<'a> {
    pub(super) const fn new(entries: &'a [Entry], files: &'a Files) -> Self {
        Self { entries, files, checked: BTreeMap::new(), until: BTreeMap::new() }
    }

    /// The check of the entry at `at`, where it is a ballot that could be checked; `record` is
    /// what the entries before it made.
    pub(super) fn take(&mut self, at: usize, record: &Record) -> Option<Checked> {
        let entry = self.entries.get(at).filter(|entry| entry.kind == Kind::Ballot)?;
        if self.until.get(entry.subject.as_str()).is_none_or(|until| *until <= at) {
            self.look_ahead(at, &entry.subject, record);
        }
        self.checked.remove(&at)
    }

    fn look_ahead(&mut self, from: usize, subject: &'a str, record: &Record) {
        let rest = (from..).zip(&self.entries[from..]).filter(|(_, entry)| entry.subject == subject);
        let same_keys = rest.take_while(|(_, entry)| entry.kind != Kind::Replacement);
        let ballots: Vec<(usize, &Entry)> = same_keys.filter(|(_, entry)| entry.kind == Kind::Ballot).collect();
        self.until.insert(subject, ballots.last().map_or(from, |(at, _)| *at) + 1);
        let Some((id, vote)) = VoteId::parse(subject).ok().and_then(|id| record.votes().find(|(own, _)| **own == id))
        else {
            return;
        };
        let mut known: Lookup<Digest, ()> = Lookup::default();
        let waiting: Vec<(usize, Digest, &[u8])> = ballots
            .into_iter()
            .filter(|(_, entry)| !record.is_settled(&entry.file) && known.put(entry.file))
            .filter_map(|(at, entry)| Some((at, entry.file, self.only_copy(entry, id)?)))
            .collect();
        let replaced_keys = vote.replacements_made();
        let checked = pieces(&waiting, PIECE, |ballots| {
            let check = |(at, file, bytes): &(usize, Digest, &[u8])| {
                let signed = check_signature(bytes, record.council(), vote.authority());
                (*at, Checked { file: *file, vote: id.clone(), replaced_keys, signed })
            };
            ballots.iter().map(check).collect::<Vec<_>>()
        });
        self.checked.extend(checked.into_iter().flatten());
    }

    /// The bytes of a file that lies in the folder of the vote `id` and nowhere else.
    fn only_copy(&self, entry: &Entry, id: &VoteId) -> Option<&'a [u8]> {
        let mut copies = self.files.by_hash(&entry.file);
        let (path, bytes) = copies.next()?;
        (copies.next().is_none() && ballot_folder(path).as_ref() == Some(id)).then_some(bytes)
    }
}
