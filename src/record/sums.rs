//! How many files were handed in, and what became of them.

use super::{Record, VoteRecord, handed_in};
use crate::language::Bilingual;
use crate::language::Language::Fr;
use crate::statement::Kind;
use crate::tree::FileTree;

/// `handed in = recorded + refused + pending`, over the whole record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sums {
    /// Ballots, paper returns and proposals recorded.
    pub recorded: u64,
    /// Those refused with a recorded reason.
    pub refused: u64,
    /// Those the log does not mention yet.
    pub pending: u64,
}

impl Sums {
    /// The sums of `record` over the files of `submissions`.
    #[must_use]
    pub fn of(record: &Record, submissions: &FileTree) -> Self {
        Self::with_pending(record, handed_in(record, submissions).len() as u64)
    }

    /// The sums of `record`, where `pending` files wait.
    #[must_use]
    pub fn with_pending(record: &Record, pending: u64) -> Self {
        let is_ballot = |index: &&u64| {
            let at = usize::try_from(**index).ok();
            at.and_then(|at| record.entries().get(at))
                .is_some_and(|entry| matches!(entry.kind, Kind::Ballot | Kind::Paper))
        };
        // What was erased was recorded all the same.
        let erased = |vote: &VoteRecord| vote.missing().iter().filter(is_ballot).count();
        let ballots: u64 =
            record.votes().map(|(_, vote)| (vote.ballots().len() + vote.returns().len() + erased(vote)) as u64).sum();
        let proposals: u64 = record.proposals().map(|versions| versions.len() as u64).sum();
        Self { recorded: ballots + proposals, refused: record.refusals().len() as u64, pending }
    }

    /// All that were handed in.
    #[must_use]
    pub const fn handed_in(&self) -> u64 {
        self.recorded + self.refused + self.pending
    }

    /// The sum, as `ingest` and `audit` print it.
    #[must_use]
    pub fn words(&self) -> Bilingual {
        let (all, Self { recorded, refused, pending }) = (self.handed_in(), self);
        Bilingual::new(
            format!(
                "{} = {} + {} + {pending} en attente",
                Fr.count(all, "reçu", "reçus"),
                Fr.count(*recorded, "consigné", "consignés"),
                Fr.count(*refused, "refusé", "refusés")
            ),
            format!("{all} handed in = {recorded} recorded + {refused} refused + {pending} pending"),
        )
    }
}
