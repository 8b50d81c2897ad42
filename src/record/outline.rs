//! What a gate needs of a record: everything but the ballots and the roll lines of other people.
//!
//! A pull request brings ballots of a few voters. Whether they are admitted depends on the council,
//! the rules, the stages, the lines of these voters and what is recorded of them, and on no other
//! ballot. So an outline is the same fold over the same log, over fewer files: a ballot that was not
//! read stands in the log by its line alone, and a roll keeps the lines of interest. What the clerk
//! merged was checked then; that the whole holds is for an audit to say, and nothing is counted from
//! an outline.

use std::collections::BTreeSet;

use crate::council::VoterId;
use crate::grammar::Token;
use crate::key::PublicKey;
use crate::statement::{Enrolment, Kind, Roll, RollAmendment, RollVersion, shard_of};
use crate::submission::Envelope;
use crate::tree::FileTree;

/// The voters whom a paper return names, line by line. Nothing of it is believed: it says what to
/// read.
#[must_use]
pub fn voters_named(bytes: &[u8]) -> Vec<VoterId> {
    let text = String::from_utf8_lossy(bytes);
    text.lines().filter_map(|line| VoterId::read(line.strip_prefix("  - ")?)).collect()
}

/// What stands before the lines of a full roll.
const VOTERS: &str = "\nvoters:\n";

/// The people of whom something is handed in.
#[derive(Clone, Debug, Default)]
pub struct Interest {
    voters: BTreeSet<VoterId>,
    keys: BTreeSet<PublicKey>,
}

impl Interest {
    /// These voters, and whoever holds these keys.
    pub fn new(voters: impl IntoIterator<Item = VoterId>, keys: impl IntoIterator<Item = PublicKey>) -> Self {
        Self { voters: voters.into_iter().collect(), keys: keys.into_iter().collect() }
    }

    /// Whether a file or folder of `submissions/` matters: ballots of these voters, and everything
    /// that is neither a ballot, a result nor a checkpoint.
    #[must_use]
    pub fn wants(&self, path: &[u8]) -> bool {
        let Ok(path) = std::str::from_utf8(path) else { return false };
        let Some(ballot) = path.strip_prefix("submissions/ballots/") else {
            return !["submissions/tallies/", "submissions/turnout/", "submissions/log/checkpoints/"]
                .iter()
                .any(|folder| path.starts_with(folder));
        };
        let mut below = ballot.split('/').skip(1);
        match (below.next(), below.next()) {
            (None, _) => true,
            (Some(shard), None) => self.voters.iter().any(|voter| shard == shard_of(voter)),
            (_, Some(name)) => {
                let voter = name.split('.').next().and_then(VoterId::read);
                voter.is_some_and(|voter| self.voters.contains(&voter))
            }
        }
    }

    /// Adds everybody whose key was replaced: a new key stands on no roll, and what it signs for
    /// somebody else must be told apart from the signature of a stranger.
    pub(super) fn extend_by_replacements(&mut self, folder: &FileTree) {
        let named = folder.below("submissions/replacements");
        self.voters.extend(named.filter_map(|(path, _)| VoterId::read(path.file_name().split('.').next()?)));
    }

    /// Adds everybody whom a paper return names: whether they stand on the roll is asked again.
    pub(super) fn extend_by_papers(&mut self, folder: &FileTree) {
        let papers = folder.below("submissions/paper");
        self.voters.extend(papers.flat_map(|(_, bytes)| voters_named(bytes)));
    }

    /// Adds whoever signed a proposal: its slug is taken, its text may be an option, and what waits
    /// is judged before what is handed in.
    pub(super) fn extend_by_authors(&mut self, folder: &FileTree) {
        let proposals = folder.below("submissions/proposals");
        let envelopes = proposals.filter_map(|(_, bytes)| Envelope::open(Kind::Proposal, bytes).ok());
        self.keys.extend(envelopes.flat_map(|envelope| envelope.keys().collect::<Vec<_>>()));
    }

    /// The text of a full roll with the lines that may be about the people of interest, and the
    /// first, since no list is empty; any other text as it is. To read a line costs far more than
    /// to see that nobody of interest stands in it.
    pub(super) fn lines_of(&self, text: &[u8]) -> Vec<u8> {
        let whole = || text.to_vec();
        let Ok(text) = std::str::from_utf8(text) else { return whole() };
        let Some((head, lines)) = text.split_once(VOTERS) else { return whole() };
        let voters: BTreeSet<&str> = self.voters.iter().map(VoterId::as_str).collect();
        let keys: Vec<String> = self.keys.iter().map(Token::write).collect();
        let keys: BTreeSet<&str> = keys.iter().filter_map(|key| key.rsplit(' ').next()).collect();
        let wanted = |line: &str| {
            let voter = line.trim_start_matches("  - ").split(' ').next();
            let key = line.trim_end().rsplit(' ').next();
            voter.is_some_and(|voter| voters.contains(voter)) || key.is_some_and(|key| keys.contains(key))
        };
        let mut lines = lines.split_inclusive('\n');
        let first = lines.next().unwrap_or_default();
        let rest = lines.filter(|line| wanted(line));
        [head, VOTERS, first].into_iter().chain(rest).collect::<String>().into_bytes()
    }

    /// What of `version` is about the people of interest. Whoever holds a key of interest in one
    /// version is of interest in the next.
    pub(super) fn narrow(&mut self, version: &RollVersion) -> RollVersion {
        match version {
            RollVersion::Full(Roll { council, record, roll, version, previous, mode, voters }) => {
                let voters = self.kept(voters);
                let (council, roll) = (council.clone(), roll.clone());
                RollVersion::Full(Roll {
                    council,
                    record: *record,
                    roll,
                    version: *version,
                    previous: *previous,
                    mode: *mode,
                    voters,
                })
            }
            RollVersion::Amendment(amendment) => {
                let set = self.kept(&amendment.set);
                let removed = amendment.removed.iter().filter(|voter| self.voters.contains(*voter)).cloned().collect();
                RollVersion::Amendment(RollAmendment { removed, set, ..amendment.clone() })
            }
        }
    }

    fn kept(&mut self, lines: &[Enrolment]) -> Vec<Enrolment> {
        lines.iter().filter(|line| self.keep(line)).cloned().collect()
    }

    fn keep(&mut self, line: &Enrolment) -> bool {
        let held = line.key.as_ref().is_some_and(|key| self.keys.contains(key));
        if held {
            self.voters.insert(line.voter.clone());
        }
        held || self.voters.contains(&line.voter)
    }
}
