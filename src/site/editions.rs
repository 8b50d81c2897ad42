//! Editions and deliveries against the proposals and votes they speak of.

use std::collections::BTreeMap;

use super::funnel::{has_won, was_put_to_vote};
use super::library::Library;
use super::steps;
use crate::council::Amount;
use crate::council::tally::OptionOutcome;
use crate::document::{
    Delivery, DeliveryStatus, Documents, Edition, Proposal, ProposalStatus, Record, RecordId, Records, Ref, dangling,
};
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::FilePath;

/// What an edition can spend: its own envelopes or amount, else the envelopes of its votes.
#[must_use]
pub(super) fn money(documents: &Documents, edition: &Edition) -> Option<Amount> {
    let own = edition.envelopes.iter().map(|envelope| envelope.amount);
    match (edition.envelopes.is_empty(), edition.amount) {
        (false, _) => sum(own),
        (true, Some(amount)) => Some(amount),
        (true, None) => money_of_votes(documents, edition),
    }
}

fn money_of_votes(documents: &Documents, edition: &Edition) -> Option<Amount> {
    let votes = edition.votes.iter().filter_map(|vote| documents.votes.get(&vote.id));
    let envelopes = votes.filter_map(|vote| vote.facts.draft.rules.money()).flat_map(|(_, envelopes)| envelopes);
    let mut amounts = envelopes.map(|envelope| envelope.amount).peekable();
    amounts.peek()?;
    sum(amounts)
}

fn sum(mut amounts: impl Iterator<Item = Amount>) -> Option<Amount> {
    amounts.try_fold(Amount::ZERO, Amount::checked_add)
}

/// What the projects of an edition cost: as spent, else as foreseen. A project that was given up
/// costs what was spent on it.
#[must_use]
pub(super) fn spending(documents: &Documents, edition: &RecordId) -> Option<Amount> {
    let of_edition = documents.deliveries.values().filter(|delivery| delivery.facts.edition.id == *edition);
    let spent = |delivery: &Record<Delivery>| match (delivery.facts.actual.spending, delivery.facts.status) {
        (Some(spent), _) => Some(spent),
        (None, DeliveryStatus::Abandoned) => None,
        (None, _) => delivery.facts.planned.spending,
    };
    sum(of_edition.filter_map(spent))
}

/// Everything that does not hold.
pub(super) fn check(library: &Library, findings: &mut Vec<Diagnostic>) {
    let documents = library.documents();
    for (id, edition) in &documents.editions {
        check_edition(library, id, edition, findings);
    }
    for (id, proposal) in &documents.proposals {
        check_proposal(library, id, proposal, findings);
    }
    check_deliveries(documents, findings);
}

fn check_edition(library: &Library, id: &RecordId, edition: &Record<Edition>, findings: &mut Vec<Diagnostic>) {
    let documents = library.documents();
    need(documents, &documents.bodies, &edition.facts.body, ("bodies", "l’instance", "the body"), findings);
    for vote in &edition.facts.votes {
        need(documents, &documents.votes, vote, ("votes", "le vote", "the vote"), findings);
        let Some(record) = documents.votes.get(&vote.id) else { continue };
        for proposal in &record.facts.proposals {
            let Some(council) = documents.proposals.get(&proposal.id) else { continue };
            if council.facts.edition.as_ref().is_none_or(|named| named.id != *id) {
                let message = Bilingual::new(
                    format!("cette proposition est au vote `{}` de l’édition `{id}`, et ne la nomme pas", vote.id),
                    format!("this proposal is in the vote `{}` of the edition `{id}`, and does not name it", vote.id),
                );
                let help = Bilingual::new(format!("écrire `edition: {id}`"), format!("write `edition: {id}`"));
                findings.push(mismatch(message, help, &council.file));
            }
        }
    }
    let said = money(documents, &edition.facts);
    if let (Some(said), Some(sealed)) = (said, money_of_votes(documents, &edition.facts))
        && said != sealed
    {
        let message = Bilingual::new(
            format!("l’édition dit {said}, les enveloppes de ses votes font {sealed}"),
            format!("the edition says {said}, the envelopes of its votes make {sealed}"),
        );
        let help = Bilingual::new(
            "retirer `amount:` et `envelopes:` : les votes le disent",
            "take `amount:` and `envelopes:` out: the votes say it",
        );
        findings.push(mismatch(message, help, &edition.file));
    }
    if let (Some(said), Some(spent)) = (said, spending(documents, id))
        && spent > said
    {
        let message = Bilingual::new(
            format!("les projets coûtent {spent}, l’édition dispose de {said}"),
            format!("the projects cost {spent}, the edition has {said}"),
        );
        let help = Bilingual::new(
            "vérifier `spending:` sous `planned:` et `actual:` ; si c’est exact, dire dans la fiche d’où vient l’argent",
            "check `spending:` under `planned:` and `actual:`; if it is right, say in the record where the money comes from",
        );
        findings.push(Diagnostic::warning(Code::EnvelopeExceeded, message).at(Place::file(&edition.file)).help(help));
    }
}

fn check_proposal(library: &Library, id: &RecordId, record: &Record<Proposal>, findings: &mut Vec<Diagnostic>) {
    let documents = library.documents();
    let facts = &record.facts;
    steps::check(&Place::file(&record.file), facts.status, &facts.history, findings);
    check_merger(library, id, record, findings);
    let Some(named) = &facts.edition else {
        if !documents.editions.is_empty() {
            let message = Bilingual::new(
                "cette proposition n’est d’aucune édition : aucun entonnoir ne la compte",
                "this proposal is of no edition: no funnel counts it",
            );
            let help = Bilingual::new("ajouter une ligne `edition: …`", "add a line `edition: …`");
            findings.push(Diagnostic::warning(Code::EditionMismatch, message).at(Place::file(&record.file)).help(help));
        }
        return;
    };
    need(documents, &documents.editions, named, WHAT_EDITION, findings);
    let Some(edition) = documents.editions.get(&named.id) else { return };
    let votes: Vec<&RecordId> = edition.facts.votes.iter().map(|vote| &vote.id).collect();
    let all_read = votes.iter().all(|vote| documents.votes.contains_key(*vote));
    let on_ballot = votes
        .iter()
        .filter_map(|vote| documents.votes.get(*vote))
        .any(|vote| vote.facts.proposals.iter().any(|proposal| proposal.id == *id));
    // A vote may also be on something else than proposals, such as the theme of an envelope.
    let on_projects =
        votes.iter().filter_map(|vote| documents.votes.get(*vote)).any(|vote| !vote.facts.proposals.is_empty());
    if on_projects && all_read && !on_ballot && was_put_to_vote(facts.status) {
        let message = Bilingual::new(
            format!("`{}`, mais aucun vote de l’édition `{}` ne la propose", facts.status.word(), named.id),
            format!("`{}`, but no vote of the edition `{}` has it as an option", facts.status.word(), named.id),
        );
        let help = Bilingual::new("corriger `status:` ou `edition:`", "correct `status:` or `edition:`");
        findings.push(mismatch(message, help, &record.file));
    }
    for vote in votes {
        check_result(library, id, record, vote, findings);
    }
    if has_won(facts.status) && !documents.deliveries.values().any(|delivery| delivery.facts.proposal.id == *id) {
        let message =
            Bilingual::new("projet retenu, sans fiche de réalisation", "a selected project without a delivery record");
        let help = Bilingual::new(
            format!("`parvis new delivery {id}`, puis dire où il en est"),
            format!("`parvis new delivery {id}`, then say where it stands"),
        );
        findings.push(Diagnostic::warning(Code::DeliveryMissing, message).at(Place::file(&record.file)).help(help));
    }
}

/// What the certified count says prevails over what a file says.
fn check_result(
    library: &Library,
    id: &RecordId,
    record: &Record<Proposal>,
    vote: &RecordId,
    findings: &mut Vec<Diagnostic>,
) {
    let (Some(tally), Some(consultation)) = (library.tally(vote), library.documents().votes.get(vote)) else { return };
    let option = consultation
        .facts
        .draft
        .options
        .iter()
        .find(|option| option.proposal.as_ref().is_some_and(|proposal| proposal.as_str() == id.as_str()));
    let Some(option) = option else { return };
    let fates: Vec<OptionOutcome> = tally
        .outcomes()
        .flat_map(|(_, outcome)| outcome.fates())
        .filter(|(other, _)| **other == option.id)
        .map(|(_, fate)| fate)
        .collect();
    if fates.is_empty() || fates.iter().any(|fate| fate.is_open()) {
        return;
    }
    let won = fates.contains(&OptionOutcome::Selected);
    if won != has_won(record.facts.status) {
        let status = record.facts.status.word();
        let (fr, en) = if won { ("retenue", "selected") } else { ("non retenue", "not selected") };
        let message = Bilingual::new(
            format!("`status: {status}` ; le résultat certifié de `{vote}` la dit {fr}"),
            format!("`status: {status}`; the certified result of `{vote}` says {en}"),
        );
        let help = Bilingual::new(
            "ajouter l’étape du résultat sous `history:`",
            "add the step of the result under `history:`",
        );
        findings.push(Diagnostic::error(Code::WinnerMismatch, message).at(Place::file(&record.file)).help(help));
    }
}

fn check_merger(library: &Library, id: &RecordId, record: &Record<Proposal>, findings: &mut Vec<Diagnostic>) {
    let merged = record.facts.status == ProposalStatus::Merged;
    let unclear = |fr: &str, en: &str| {
        let help = Bilingual::new(
            "`status: merged` et `merged_into: …` vont ensemble, et mènent à une proposition qui continue",
            "`status: merged` and `merged_into: …` go together, and lead to a proposal that goes on",
        );
        Diagnostic::error(Code::MergeUnclear, Bilingual::new(fr, en)).at(Place::file(&record.file)).help(help)
    };
    let Some(target) = &record.facts.merged_into else {
        if merged {
            findings.push(unclear("fusionnée, mais avec quoi ?", "merged, but with what?"));
        }
        return;
    };
    if !merged {
        findings.push(unclear("`merged_into:` sans `status: merged`", "`merged_into:` without `status: merged`"));
    }
    let documents = library.documents();
    let ids = library.proposal_ids();
    if !ids.contains(&target.id) && !documents.unread.contains(&("proposals", target.id.clone())) {
        let names = ids.iter().map(RecordId::as_str);
        findings.push(dangling("la proposition", "the proposal", target.id.as_str(), names).at(target.place.clone()));
    }
    let mut at = &target.id;
    // A chain of mergers has no more links than there are proposals.
    for _ in 0..=documents.proposals.len() {
        if at == id {
            findings.push(unclear("la fusion revient à elle-même", "the merger comes back to itself"));
            return;
        }
        match documents.proposals.get(at).and_then(|next| next.facts.merged_into.as_ref()) {
            Some(next) => at = &next.id,
            None => return,
        }
    }
}

fn check_deliveries(documents: &Documents, findings: &mut Vec<Diagnostic>) {
    let mut seen: BTreeMap<&RecordId, &FilePath> = BTreeMap::new();
    for record in documents.deliveries.values() {
        let facts = &record.facts;
        steps::check(&Place::file(&record.file), facts.status, &facts.history, findings);
        need(documents, &documents.editions, &facts.edition, WHAT_EDITION, findings);
        need(
            documents,
            &documents.proposals,
            &facts.proposal,
            ("proposals", "la proposition", "the proposal"),
            findings,
        );
        if let Some(first) = seen.insert(&facts.proposal.id, &record.file) {
            let message = Bilingual::new(
                format!("la réalisation de `{}` est déjà dans {first}", facts.proposal.id),
                format!("the delivery of `{}` stands in {first} already", facts.proposal.id),
            );
            let help = Bilingual::new("réunir les deux fiches", "join the two records");
            findings.push(Diagnostic::error(Code::NameTwice, message).at(Place::file(&record.file)).help(help));
        }
        if let Some(proposal) = documents.proposals.get(&facts.proposal.id) {
            check_delivery(record, proposal, findings);
        }
    }
}

fn check_delivery(record: &Record<Delivery>, proposal: &Record<Proposal>, findings: &mut Vec<Diagnostic>) {
    let facts = &record.facts;
    let status = proposal.facts.status;
    if !has_won(status) {
        let message = Bilingual::new(
            format!("`{}` n’a pas été retenue : son état est `{}`", facts.proposal.id, status.word()),
            format!("`{}` was not selected: its status is `{}`", facts.proposal.id, status.word()),
        );
        let help = Bilingual::new(
            "retirer cette fiche, ou corriger l’état de la proposition",
            "take this record out, or correct the status of the proposal",
        );
        findings.push(Diagnostic::error(Code::DeliveryNotWon, message).at(facts.proposal.place.clone()).help(help));
    } else if !agrees(status, facts.status) {
        let message = Bilingual::new(
            format!("`{}`, et la proposition dit `{}`", facts.status.word(), status.word()),
            format!("`{}`, and the proposal says `{}`", facts.status.word(), status.word()),
        );
        let help = Bilingual::new(
            "laisser la proposition à `selected` : sa réalisation dit la suite",
            "leave the proposal at `selected`: its delivery says the rest",
        );
        findings.push(Diagnostic::error(Code::StatusMismatch, message).at(Place::file(&record.file)).help(help));
    }
    if let Some(edition) = proposal.facts.edition.as_ref().filter(|edition| edition.id != facts.edition.id) {
        let message = Bilingual::new(
            format!("la proposition est de l’édition `{}`", edition.id),
            format!("the proposal is of the edition `{}`", edition.id),
        );
        let help = Bilingual::new("corriger `edition:`", "correct `edition:`");
        findings.push(mismatch(message, help, &record.file));
    }
}

/// Whether a winning proposal and its delivery say the same; `selected` leaves the rest to the delivery.
const fn agrees(proposal: ProposalStatus, delivery: DeliveryStatus) -> bool {
    match proposal {
        ProposalStatus::Studies => matches!(delivery, DeliveryStatus::Studies),
        ProposalStatus::Procedures => matches!(delivery, DeliveryStatus::Procedures),
        ProposalStatus::Works => matches!(delivery, DeliveryStatus::Works),
        ProposalStatus::Delivered => matches!(delivery, DeliveryStatus::Delivered),
        ProposalStatus::Open => matches!(delivery, DeliveryStatus::Delivered | DeliveryStatus::Finished),
        ProposalStatus::Abandoned => matches!(delivery, DeliveryStatus::Abandoned),
        _ => true,
    }
}

/// A kind of record: its folder, and what it is called.
type What = (&'static str, &'static str, &'static str);
const WHAT_EDITION: What = ("editions", "l’édition", "the edition");

fn need<T>(
    documents: &Documents,
    records: &Records<T>,
    wanted: &Ref,
    (folder, fr, en): What,
    findings: &mut Vec<Diagnostic>,
) {
    if !records.contains_key(&wanted.id) && !documents.unread.contains(&(folder, wanted.id.clone())) {
        let names = records.keys().map(RecordId::as_str);
        findings.push(dangling(fr, en, wanted.id.as_str(), names).at(wanted.place.clone()));
    }
}

fn mismatch(message: Bilingual, help: Bilingual, file: &FilePath) -> Diagnostic {
    Diagnostic::error(Code::EditionMismatch, message).at(Place::file(file)).help(help)
}
