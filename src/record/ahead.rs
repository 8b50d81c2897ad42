//! The signatures of recorded ballots, checked ahead of the fold on every core.
//!
//! Nearly all the time of a replay goes into signatures, and whether one holds depends on the
//! bytes, the council and the keys, not on the order of the log. So when the fold meets a ballot,
//! those of the same vote that follow are checked with it, up to the next replaced key. The fold
//! asks every other rule one ballot after the other; where the keys of the vote are no longer
//! those, it checks again.

use std::collections::{BTreeMap, VecDeque};

use super::admission::{Signed, ballot_folder, check_signature, recall_signature};
use super::{Files, Record};
use crate::council::VoteId;
use crate::parallel::pieces;
use crate::statement::Kind;
use crate::statement::entry::Entry;

/// How many ballots one core checks at a time.
const PIECE: usize = 256;

/// The checks made ahead and not asked for yet.
pub(super) struct Ahead<'a> {
    entries: &'a [Entry],
    files: &'a Files,
    /// How many entries an earlier audit checked.
    known: usize,
    votes: BTreeMap<&'a str, Checked>,
}

/// What was checked for one vote.
struct Checked {
    /// How many keys of the vote were replaced when it was checked.
    replaced_keys: usize,
    /// Up to which entry its ballots were looked at.
    until: usize,
    /// What the checks gave, in the order of the entries.
    signed: VecDeque<(usize, Signed)>,
}

impl<'a> Ahead<'a> {
    pub(super) const fn new(entries: &'a [Entry], files: &'a Files, known: usize) -> Self {
        Self { entries, files, known, votes: BTreeMap::new() }
    }

    /// What the check of the entry at `at` gives, where it is a ballot that lies in one place, in
    /// the folder of its vote, and the keys of the vote are those for which it was checked.
    /// `record` is what the entries before it made.
    pub(super) fn take(&mut self, at: usize, record: &Record) -> Option<Signed> {
        let entry = self.entries.get(at).filter(|entry| entry.kind == Kind::Ballot)?;
        let subject = entry.subject.as_str();
        if self.votes.get(subject).is_none_or(|checked| checked.until <= at) {
            let checked = self.look_ahead(at, subject, record);
            self.votes.insert(subject, checked);
        }
        let checked = self.votes.get_mut(subject)?;
        while checked.signed.front().is_some_and(|(index, _)| *index < at) {
            checked.signed.pop_front();
        }
        let (_, signed) = checked.signed.pop_front_if(|(index, _)| *index == at)?;
        let vote = record.vote(&VoteId::parse(subject).ok()?)?;
        (vote.replacements_made() == checked.replaced_keys).then_some(signed)
    }

    fn look_ahead(&self, from: usize, subject: &str, record: &Record) -> Checked {
        let rest = (from..).zip(&self.entries[from..]).filter(|(_, entry)| entry.subject == subject);
        let same_keys = rest.take_while(|(_, entry)| entry.kind != Kind::Replacement);
        let ballots: Vec<(usize, &Entry)> = same_keys.filter(|(_, entry)| entry.kind == Kind::Ballot).collect();
        let until = ballots.last().map_or(from, |(at, _)| *at) + 1;
        let id = VoteId::parse(subject).ok();
        let Some((id, vote)) = id.as_ref().and_then(|id| Some((id, record.vote(id)?))) else {
            return Checked { replaced_keys: 0, until, signed: VecDeque::new() };
        };
        let waiting: Vec<(usize, &[u8])> =
            ballots.into_iter().filter_map(|(at, entry)| Some((at, self.only_copy(entry, id)?))).collect();
        let signed = pieces(&waiting, PIECE, |ballots| {
            let check = |(at, bytes): &(usize, &[u8])| {
                let check = if *at < self.known { recall_signature } else { check_signature };
                (*at, check(bytes, record.council(), vote.authority()))
            };
            ballots.iter().map(check).collect::<Vec<_>>()
        });
        let signed = signed.into_iter().flatten().collect();
        Checked { replaced_keys: vote.replacements_made(), until, signed }
    }

    /// The bytes of a file that lies in the folder of the vote `id` and nowhere else.
    fn only_copy(&self, entry: &Entry, id: &VoteId) -> Option<&'a [u8]> {
        let mut copies = self.files.by_hash(&entry.file);
        let (path, bytes) = copies.next()?;
        (copies.next().is_none() && ballot_folder(path).as_ref() == Some(id)).then_some(bytes)
    }
}
