//! From what the council wrote to the sealed definition.

use crate::council::ProposalId;
use crate::document::text_of;
use crate::document::vote::{Draft, DraftElectorate, DraftOption};
use crate::language::Bilingual;
use crate::record::Record;
use crate::report::{Code, Diagnostic, Place};
use crate::statement::{Definition, DefinitionOption, Electorate, SealedText};
use crate::tree::{Digest, FilePath, FileTree};

/// The definition that seals `draft`, read from `source` at `path`; `content` holds the
/// proposals that nobody signed.
///
/// # Errors
/// Everything that the record does not hold yet: the roll, a proposal; or that this version
/// cannot do.
pub fn seal(
    draft: &Draft,
    path: &FilePath,
    source: &[u8],
    content: &FileTree,
    record: &Record,
) -> Result<Definition, Vec<Diagnostic>> {
    let mut findings = Vec::new();
    let electorates = draft.electorates.iter().filter_map(|one| seal_electorate(one, record, &mut findings)).collect();
    if draft.witnesses as usize > draft.witness_keys.len() {
        findings.push(witnesses_missing(draft));
    }
    let options = draft.options.iter().map(|option| seal_option(option, content, record, &mut findings)).collect();
    if findings.is_empty() {
        let record = (record.council().clone(), record.fingerprint());
        return Ok(draft.definition(record, Digest::of(source), electorates, options));
    }
    Err(findings.into_iter().map(|finding| finding.at(Place::file(path))).collect())
}

/// An electorate bound to the recorded version of its roll.
fn seal_electorate(
    electorate: &DraftElectorate,
    record: &Record,
    findings: &mut Vec<Diagnostic>,
) -> Option<Electorate> {
    let DraftElectorate { id, roll, roll_version } = electorate;
    let sealed = record.roll(roll).iter().find(|sealed| sealed.roll().version == *roll_version);
    if sealed.is_none() {
        findings.push(roll_missing(electorate));
    }
    let hash = sealed?.text_hash();
    Some(Electorate { id: id.clone(), roll: roll.clone(), version: *roll_version, hash })
}

/// An option bound to the newest recorded text of its proposal, or, where nobody signed one, to
/// the text that the council wrote.
fn seal_option(
    option: &DraftOption,
    content: &FileTree,
    record: &Record,
    findings: &mut Vec<Diagnostic>,
) -> DefinitionOption {
    let recorded = option.proposal.as_ref().and_then(|id| record.proposal(id).last());
    let proposal = recorded.map(|version| version.proposal.text_hash());
    let differs = recorded.is_some_and(|version| {
        let signed = version.proposal.statement();
        signed.cost.is_some_and(|cost| option.cost.is_some_and(|own| own != cost))
            || option.category.as_ref().is_some_and(|category| *category != signed.category)
    });
    if differs {
        findings.push(option_differs(option));
    }
    DefinitionOption {
        id: option.id.clone(),
        title: option.title.clone(),
        category: option.category.clone(),
        cost: option.cost,
        pays_from: option.pays_from.clone(),
        proposal,
        text: option.proposal.as_ref().filter(|_| proposal.is_none()).and_then(|id| {
            let sealed = written_text(id, content);
            if sealed.is_none() {
                findings.push(text_missing(option));
            }
            sealed
        }),
    }
}

/// The text of `content/proposals/<id>.md` as it stands; nothing where there is none.
#[must_use]
pub fn written_text(id: &ProposalId, content: &FileTree) -> Option<SealedText> {
    let body = text_of(content.get_str(&proposal_path(id))?)?;
    Some(SealedText { proposal: id.clone(), body: Digest::of(body) })
}

/// Where the council writes of a proposal.
#[must_use]
pub fn proposal_path(id: &ProposalId) -> String {
    format!("content/proposals/{id}.md")
}

fn text_missing(option: &DraftOption) -> Diagnostic {
    let id = &option.id;
    let message = Bilingual::new(
        format!("la proposition du choix `{id}` n’est ni signée et consignée, ni écrite dans content/proposals/"),
        format!("the proposal of the option `{id}` is neither signed and recorded nor written in content/proposals/"),
    );
    let help = Bilingual::new(
        "l’écrire, ou retirer `proposal:` de ce choix",
        "write it, or take `proposal:` out of this option",
    );
    Diagnostic::error(Code::ReferenceDangling, message).help(help)
}

fn roll_missing(electorate: &DraftElectorate) -> Diagnostic {
    let (roll, version) = (&electorate.roll, electorate.roll_version);
    let message = Bilingual::new(
        format!("la liste `{roll}` version {version} n’est pas consignée"),
        format!("the roll `{roll}` version {version} is not recorded"),
    );
    let help = Bilingual::new(
        format!("la sceller d’abord : scrutineer roll {roll} …"),
        format!("seal it first: scrutineer roll {roll} …"),
    );
    Diagnostic::error(Code::RollMissing, message).help(help)
}

fn witnesses_missing(draft: &Draft) -> Diagnostic {
    let (asked, named) = (draft.witnesses, draft.witness_keys.len());
    let message = Bilingual::new(
        format!("`witnesses: {asked}` ; `witness_keys` en nomme {named}"),
        format!("`witnesses: {asked}`; `witness_keys` names {named}"),
    );
    let help = Bilingual::new(
        "une ligne par témoin sous `witness_keys` : `voisin.example ssh-ed25519 AAAA…`",
        "a line for each witness under `witness_keys`: `neighbour.example ssh-ed25519 AAAA…`",
    );
    Diagnostic::error(Code::RulesIncomplete, message).help(help)
}

fn option_differs(option: &DraftOption) -> Diagnostic {
    let id = &option.id;
    let message = Bilingual::new(
        format!("le choix `{id}` n’a pas le coût ou la catégorie de sa proposition signée"),
        format!("the option `{id}` does not have the cost or the category of its signed proposal"),
    );
    let help = Bilingual::new(
        "reprendre ceux du texte signé, ou demander une nouvelle version à son auteur",
        "take those of the signed text, or ask its author for a new version",
    );
    Diagnostic::error(Code::SourceChanged, message).help(help)
}
