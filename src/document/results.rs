//! Turnout and tallies, as the verifier's files hold them.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;

use crate::council::tally::{Outcome, TallyFile, TurnoutFile};
use crate::council::{VoteId, VoterId};
use crate::grammar::split;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::statement::entry::read_entries;
use crate::statement::{Ballot, Definition, Kind, Statement as _, Vote};
use crate::tree::{Digest, FilePath, FileTree};

/// What the verifier published of the votes.
#[derive(Clone, Debug, Default)]
pub struct Results {
    /// Turnout by vote.
    pub turnouts: BTreeMap<VoteId, TurnoutFile>,
    /// Tallies by vote, with the hash of the file.
    pub tallies: BTreeMap<VoteId, (TallyFile, Digest)>,
    /// The ballots that count of each certified budget, where all of them are there.
    pub ballots: BTreeMap<VoteId, Vec<CountedVote>>,
    /// The sealed rules of each vote that the log records.
    pub definitions: BTreeMap<VoteId, Definition>,
    /// The fingerprint of the record: the hash of the genesis text.
    pub genesis: Option<Digest>,
}

/// A ballot that counts, as a tally names it and the log holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedVote {
    /// Whose.
    pub voter: VoterId,
    /// What it weighs.
    pub weight: u64,
    /// What it says.
    pub vote: Vote,
}

pub(super) fn read(tree: &FileTree, findings: &mut Vec<Diagnostic>) -> Results {
    let turnouts = read_folder::<TurnoutFile>(tree, "submissions/turnout", |file| &file.vote, findings);
    let tallies = read_folder::<TallyFile>(tree, "submissions/tallies", |file| &file.vote, findings);
    let turnouts = turnouts.into_iter().map(|(vote, (file, _))| (vote, file)).collect();
    let ballots = read_ballots(tree, &tallies);
    let definitions = read_definitions(tree, findings);
    Results { turnouts, tallies, ballots, definitions, genesis: fingerprint(tree) }
}

/// The counted ballots of each budget: those whose file is the one that the log has at the index which
/// the tally names. A budget of which one is missing, erased perhaps, has none here.
fn read_ballots(
    tree: &FileTree,
    tallies: &BTreeMap<VoteId, (TallyFile, Digest)>,
) -> BTreeMap<VoteId, Vec<CountedVote>> {
    let entries = read_entries(tree.get_str("submissions/log/entries").unwrap_or_default()).unwrap_or_default();
    let budgets = tallies.iter().filter(|(_, (tally, _))| matches!(tally.outcome, Some(Outcome::BudgetGreedy(_))));
    let read = |(id, (tally, _)): (&VoteId, &(TallyFile, Digest))| {
        let folder = format!("submissions/ballots/{id}");
        let files: BTreeMap<Digest, &[u8]> = tree.below(&folder).map(|(_, bytes)| (Digest::of(bytes), bytes)).collect();
        let counted = tally.counted.iter().map(|counted| {
            let entry = entries.get(usize::try_from(counted.index).ok()?)?;
            let file = split(files.get(&entry.file)?).ok()?;
            let Ballot { voter, choice, .. } = Ballot::read(file.text).ok()?;
            Some(CountedVote { voter, weight: counted.weight, vote: choice })
        });
        Some((id.clone(), counted.collect::<Option<Vec<_>>>()?))
    };
    budgets.filter_map(read).collect()
}

/// The recorded definitions, read by the strict grammar; the clerk's tool and `scrutineer audit`
/// check their signatures.
fn read_definitions(tree: &FileTree, findings: &mut Vec<Diagnostic>) -> BTreeMap<VoteId, Definition> {
    // A log that cannot be read is told with the recorded proposals.
    let entries = read_entries(tree.get_str("submissions/log/entries").unwrap_or_default()).unwrap_or_default();
    let recorded: BTreeSet<Digest> =
        entries.iter().filter(|entry| entry.kind == Kind::Definition).map(|entry| entry.file).collect();
    let files = tree.below("submissions/definitions").filter(|(path, _)| path.extension() == "definition");
    let mut definitions = BTreeMap::new();
    for (path, bytes) in files.filter(|(_, bytes)| recorded.contains(&Digest::of(bytes))) {
        match split(bytes).and_then(|file| Definition::read(file.text)) {
            Ok(definition) => drop(definitions.insert(definition.vote.clone(), definition)),
            Err(fault) => findings.push(malformed(path, &fault.message.en, fault.line as usize)),
        }
    }
    definitions
}

fn fingerprint(tree: &FileTree) -> Option<Digest> {
    let genesis = tree.get_str("submissions/council/genesis.statement")?;
    split(genesis).ok().map(|file| Digest::of(file.text))
}

fn read_folder<T: DeserializeOwned>(
    tree: &FileTree,
    folder: &str,
    vote: fn(&T) -> &VoteId,
    findings: &mut Vec<Diagnostic>,
) -> BTreeMap<VoteId, (T, Digest)> {
    let mut files = BTreeMap::new();
    for (path, bytes) in tree.below(folder).filter(|(path, _)| path.extension() == "json") {
        match serde_json::from_slice::<T>(bytes) {
            Ok(file) if vote(&file).as_str() == path.stem() => {
                files.insert(vote(&file).clone(), (file, Digest::of(bytes)));
            }
            Ok(file) => findings.push(malformed(path, &format!("vote {}", vote(&file)), 1)),
            Err(error) => findings.push(malformed(path, &error.to_string(), error.line())),
        }
    }
    files
}

fn malformed(path: &FilePath, reason: &str, line: usize) -> Diagnostic {
    let message = Bilingual::new(format!("fichier illisible : {reason}"), format!("unreadable file: {reason}"));
    let help = Bilingual::new(
        "le fichier est écrit par `scrutineer` ; ne pas le modifier, mais le faire écrire à nouveau",
        "the file is written by `scrutineer`; do not edit it, have it written again",
    );
    let line = u32::try_from(line).unwrap_or(1).max(1);
    Diagnostic::error(Code::RecordedFileMalformed, message).at(Place::file(path).at_line(line)).help(help)
}
