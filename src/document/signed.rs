//! Signed proposals that the log records, read by the strict grammar.
//!
//! A file of `submissions/proposals/` is shown only when the hash of the whole file stands in an
//! entry of the log. Whether its signature holds is not checked here: the clerk's tool checked
//! it before recording, and `scrutineer audit` checks it again for anyone.

use std::collections::{BTreeMap, BTreeSet};

use crate::council::ProposalId;
use crate::grammar::{self, Fault};
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::statement::entry::{self, Entry};
use crate::statement::{Kind, Proposal, Statement as _};
use crate::tree::{Digest, FilePath, FileTree};

/// One recorded version of a proposal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedProposal {
    /// The file it lies in.
    pub file: FilePath,
    /// The hash of its text, by which others name it.
    pub text_hash: Digest,
    /// The index of its entry in the log.
    pub index: u64,
    /// The line on which its body begins.
    pub body_line: u32,
    /// What it says.
    pub statement: Proposal,
}

/// Recorded versions by proposal, in the order of the log.
pub type SignedProposals = BTreeMap<ProposalId, Vec<SignedProposal>>;

pub(super) fn read(tree: &FileTree, findings: &mut Vec<Diagnostic>) -> SignedProposals {
    let recorded = recorded_proposals(tree, findings);
    let mut proposals = SignedProposals::new();
    let mut found: Vec<SignedProposal> = Vec::new();
    let present: BTreeSet<Digest> = tree.below("submissions/proposals").map(|(_, bytes)| Digest::of(bytes)).collect();
    findings.extend(recorded.iter().filter(|(file, _)| !present.contains(file)).map(|(_, at)| missing(at)));
    for (path, bytes) in tree.below("submissions/proposals") {
        let Some(at) = recorded.get(&Digest::of(bytes)) else { continue };
        match read_file(path, bytes, at.index) {
            Ok(proposal) => found.push(proposal),
            Err(fault) => findings.push(malformed(path, &fault)),
        }
    }
    found.sort_by_key(|proposal| proposal.index);
    for proposal in found {
        proposals.entry(proposal.statement.slug.clone()).or_default().push(proposal);
    }
    proposals
}

/// What an entry of kind `proposal` says.
struct Recorded {
    index: u64,
    slug: String,
}

/// The entries of kind `proposal`, by the hash of the file.
fn recorded_proposals(tree: &FileTree, findings: &mut Vec<Diagnostic>) -> BTreeMap<Digest, Recorded> {
    let Some(bytes) = tree.get_str("submissions/log/entries") else { return BTreeMap::new() };
    let entries: Vec<Entry> = match entry::read_entries(bytes) {
        Ok(entries) => entries,
        Err(fault) => {
            let path = FilePath::parse("submissions/log/entries").expect("a plain name is a path");
            findings.push(malformed(&path, &fault));
            return BTreeMap::new();
        }
    };
    let mut seen = BTreeSet::new();
    (0..)
        .zip(entries)
        .filter(|(_, entry)| entry.kind == Kind::Proposal && seen.insert(entry.file))
        .map(|(index, entry)| (entry.file, Recorded { index, slug: entry.subject }))
        .collect()
}

fn read_file(path: &FilePath, bytes: &[u8], index: u64) -> Result<SignedProposal, Fault> {
    if bytes.len() > Kind::Proposal.size_limit() {
        return Err(Fault::at(1, 1, "le fichier est trop grand", "the file is too large"));
    }
    let text = grammar::split(bytes)?.text;
    let statement = Proposal::read(text)?;
    let body_at = text.len() - statement.body.len();
    let lines_above = text[..body_at].iter().filter(|byte| **byte == b'\n').count();
    let body_line = u32::try_from(lines_above).unwrap_or(u32::MAX - 1) + 1;
    Ok(SignedProposal { file: path.clone(), text_hash: Digest::of(text), index, body_line, statement })
}

fn missing(at: &Recorded) -> Diagnostic {
    let slug = &at.slug;
    let fault = Fault::at(
        u32::try_from(at.index).unwrap_or(u32::MAX - 1) + 1,
        1,
        format!("la proposition consignée {slug} manque ou a été modifiée"),
        format!("the recorded proposal {slug} is missing or was changed"),
    );
    malformed(&FilePath::parse("submissions/log/entries").expect("a plain name is a path"), &fault)
}

fn malformed(path: &FilePath, fault: &Fault) -> Diagnostic {
    let place = Place::file(path).at_line(fault.line).at_column(fault.column, fault.length);
    let help = Bilingual::new(
        "ne pas modifier les fichiers consignés ; `scrutineer audit` dit ce qui a changé",
        "recorded files are never edited; `scrutineer audit` says what changed",
    );
    Diagnostic::error(Code::RecordedFileMalformed, fault.message.clone()).at(place).help(help)
}
