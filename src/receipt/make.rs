//! Making a receipt from a clone.

use std::collections::BTreeMap;

use super::evidence::{Evidence, Proved};
use super::{LARGEST_TALLY, is_ballot};
use crate::council::VoteId;
use crate::log::{TlogProof, consistency_proof, inclusion_proof, with_one_line_each};
use crate::record::{CHECKPOINTS, Record, pending_path};
use crate::statement::Kind;
use crate::tree::{Digest, FileTree};

/// Why there is no receipt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unproved {
    /// The log does not mention the file.
    NotRecorded,
    /// The log does not mention it, and the closing of its vote says that it waits.
    Pending,
    /// No checkpoint counts the log as it stands, or a file that the receipt needs is missing.
    Incomplete,
}

/// The receipt of `file`, under the newest checkpoint; `folder` holds the
/// files of the record.
///
/// # Errors
/// Why there is none.
pub fn make(record: &Record, folder: &FileTree, file: &[u8]) -> Result<Vec<u8>, Unproved> {
    let hash = Digest::of(file);
    let refusal = record.refusals().iter().find(|refusal| refusal.file == hash).map(|refusal| refusal.index);
    let recorded = record.entries().iter().position(|entry| entry.file == hash && is_handed_in(entry.kind));
    let refused = refusal.and_then(|index| usize::try_from(index).ok());
    let index = refused.or(recorded).ok_or_else(|| unrecorded(record, folder, &hash))?;
    let maker = Maker { record, files: folder.iter().map(|(_, bytes)| (Digest::of(bytes), bytes)).collect() };
    let entry = record.entries().get(index).ok_or(Unproved::Incomplete)?.clone();
    let vote = VoteId::parse(&entry.subject).ok().filter(|id| record.vote(id).is_some());
    let of_vote = |kind| vote.is_some() && is_ballot(file) && matches!(kind, Kind::Certify | Kind::Annul);
    let mut statements = BTreeMap::new();
    for (at, other) in record.entries().iter().enumerate() {
        let council = matches!(other.kind, Kind::Genesis | Kind::Roles);
        // What is decided before the entry exists says nothing of it.
        let decides = of_vote(other.kind) && other.subject == entry.subject && at > index;
        if council || decides || (at == index && entry.kind == Kind::Refusal) {
            statements.insert(at as u64, maker.proved(at)?);
        }
    }
    let certified = statements.values().any(|proved| proved.entry.kind == Kind::Certify);
    let tally = folder.get_str(&format!("submissions/tallies/{}.json", entry.subject));
    let tally = tally.filter(|bytes| certified && bytes.len() <= LARGEST_TALLY).map(<[u8]>::to_vec);
    let extra = Evidence { entry, statements, tally }.write();
    let proof = inclusion_proof(record.leaves(), index).ok_or(Unproved::Incomplete)?;
    let newest = format!("{CHECKPOINTS}/{}", record.leaves().len());
    let checkpoint = with_one_line_each(folder.get_str(&newest).ok_or(Unproved::Incomplete)?);
    Ok(TlogProof { extra, index: index as u64, proof, checkpoint }.write())
}

struct Maker<'a> {
    record: &'a Record,
    files: BTreeMap<Digest, &'a [u8]>,
}

impl Maker<'_> {
    fn proved(&self, index: usize) -> Result<Proved, Unproved> {
        let entry = self.record.entries().get(index).ok_or(Unproved::Incomplete)?.clone();
        let file = self.files.get(&entry.file).ok_or(Unproved::Incomplete)?.to_vec();
        let proof = inclusion_proof(self.record.leaves(), index).ok_or(Unproved::Incomplete)?;
        let consistency = match entry.kind {
            Kind::Certify | Kind::Annul => {
                Some(consistency_proof(self.record.leaves(), index).ok_or(Unproved::Incomplete)?)
            }
            _ => None,
        };
        Ok(Proved { entry, proof, consistency, file })
    }
}

const fn is_handed_in(kind: Kind) -> bool {
    matches!(kind, Kind::Ballot | Kind::Paper | Kind::Proposal)
}

fn unrecorded(record: &Record, folder: &FileTree, file: &Digest) -> Unproved {
    let listed = |id: &VoteId| {
        let list = folder.get_str(&pending_path(id)).unwrap_or_default();
        String::from_utf8_lossy(list).contains(&file.to_string())
    };
    let lies = folder.iter().any(|(_, bytes)| Digest::of(bytes) == *file);
    if lies || record.votes().any(|(id, _)| listed(id)) { Unproved::Pending } else { Unproved::NotRecorded }
}
