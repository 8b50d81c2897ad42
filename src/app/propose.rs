//! `propose`: composing and signing a proposal.

use std::path::{Path, PathBuf};

use super::hand_in::{not_enrolled, unix_second, write_signed};
use super::key::read_key;
use super::record::open_record;
use super::{AppError, Status, Terminal, argument};
use crate::council::{Amount, CategoryId, GroupId, ProposalId};
use crate::gate::personal_note;
use crate::language::Language;
use crate::record::EnrolledRoll;
use crate::source::folder;
use crate::statement::{Proposal, RollMode};
use crate::submission::sign;

/// A proposal as it is asked for.
#[derive(Clone, Debug)]
pub struct ProposalRequest {
    /// The proposal's name.
    pub slug: String,
    /// The title.
    pub title: String,
    /// The name the author signs with.
    pub name: String,
    /// The category.
    pub category: String,
    /// The district.
    pub district: String,
    /// The author's estimate of the cost.
    pub cost: Option<String>,
    /// The language of title and body.
    pub language: Language,
    /// A Markdown file with the body.
    pub body: PathBuf,
    /// The key to sign with.
    pub key: PathBuf,
    /// The author's own number; the Unix second of signing where none is given.
    pub seq: Option<u64>,
}

/// Composes, signs and writes a proposal, or the next version of one, at its path.
///
/// # Errors
/// A key that is not on the roll of those who may propose, a name that belongs to somebody else,
/// or a text that the grammar refuses.
pub fn propose(root: &Path, request: &ProposalRequest, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let key = read_key(&request.key)?;
    let proposer =
        |roll: &&EnrolledRoll| roll.roll().mode == RollMode::Proposers && roll.voter_of(&key.public()).is_some();
    let author = record.newest_rolls().find(proposer).and_then(|roll| roll.voter_of(&key.public()));
    let author = author.cloned().ok_or_else(|| not_enrolled(&key, &request.slug))?;
    let slug: ProposalId = argument::read("slug", &request.slug)?;
    let body = String::from_utf8(folder::read_file(&request.body)?).map_err(|error| AppError::of(&error))?;
    let proposal = Proposal {
        council: record.council().clone(),
        record: record.fingerprint(),
        seq: request.seq.map_or_else(unix_second, Ok)?,
        author,
        previous: record.proposal(&slug).last().map(|version| version.proposal.text_hash()),
        slug,
        language: request.language,
        name: request.name.clone(),
        title: request.title.clone(),
        category: argument::read::<CategoryId>("category", &request.category)?,
        district: argument::read::<GroupId>("district", &request.district)?,
        cost: request.cost.as_deref().map(|cost| argument::read::<Amount>("cost", cost)).transpose()?,
        body: format!("{}\n", body.trim_end_matches('\n')),
    };
    let signed = sign(&proposal, &[&key]);
    record.admit_proposal(&signed.path, &signed.bytes)?;
    if let Some(note) = personal_note(&signed.bytes) {
        terminal.hint(&note.fr, &note.en);
    }
    write_signed(root, &signed, terminal)
}
