//! Published results against the votes they are of: a file under the wrong name must not become
//! a page.

use super::library::Library;
use crate::council::tally::{Outcome, TallyFile};
use crate::council::{ElectoratesCounted, VoteId};
use crate::document::vote::Draft;
use crate::document::{RecordId, vote};
use crate::grammar::Token as _;
use crate::report::{Bilingual, Code, Diagnostic, Place};

/// An error for each tally or turnout that no vote of the council can have.
pub(super) fn check(library: &Library, findings: &mut Vec<Diagnostic>) {
    let results = &library.documents().results;
    let turnouts = results.turnouts.keys().map(|id| (id, format!("submissions/turnout/{id}.json")));
    let tallies = results.tallies.keys().map(|id| (id, format!("submissions/tallies/{id}.json")));
    for (id, file) in turnouts.chain(tallies) {
        if known(library, id).is_none() && !is_unread(library, id) {
            findings.push(without_vote(id, &file));
        }
    }
    for (id, (tally, _)) in &results.tallies {
        if known(library, id).is_some_and(|draft| !fits(tally, draft)) {
            findings.push(of_another_vote(id));
        }
    }
}

fn known<'a>(library: &'a Library, id: &VoteId) -> Option<&'a Draft> {
    let record: Option<&vote::Vote> =
        RecordId::read(id.as_str()).and_then(|id| library.documents().votes.get(&id)).map(|record| &record.facts);
    record.map(|vote| &vote.draft)
}

fn is_unread(library: &Library, id: &VoteId) -> bool {
    RecordId::read(id.as_str()).is_some_and(|id| library.documents().unread.contains(&("votes", id)))
}

/// Whether a tally has the method and the options of the vote, and is of the electorates it names.
fn fits(tally: &TallyFile, draft: &Draft) -> bool {
    let mut expected: Vec<&str> = draft.options.iter().map(|option| option.id.as_str()).collect();
    expected.sort_unstable();
    let of_options = |outcome: &Outcome| {
        let mut counted: Vec<&str> = outcome.fates().into_iter().map(|(option, _)| option.as_str()).collect();
        counted.sort_unstable();
        counted == expected
    };
    let named: Vec<_> = tally.electorates.iter().map(|one| &one.electorate).collect();
    let several = draft.electorates.iter().map(|one| &one.id).filter(|_| draft.electorates.len() > 1);
    let apart = draft.electorates_counted == Some(ElectoratesCounted::Separately);
    let counted_so =
        tally.outcome.is_some() != apart && tally.electorates.iter().all(|one| one.outcome.is_some() == apart);
    tally.rules == draft.rules.name()
        && counted_so
        && several.eq(named)
        && tally.outcomes().all(|(_, outcome)| of_options(outcome))
}

fn without_vote(id: &VoteId, file: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("aucun vote `{id}` n’existe sous content/votes/"),
        format!("there is no vote `{id}` below content/votes/"),
    );
    let help = Bilingual::new(
        format!("rétablir content/votes/{id}.md, ou retirer ce fichier s’il n’est pas du registre"),
        format!("restore content/votes/{id}.md, or take this file out if it is not of the record"),
    );
    Diagnostic::error(Code::RecordedFileMalformed, message).at(Place::named(file)).help(help)
}

fn of_another_vote(id: &VoteId) -> Diagnostic {
    let message = Bilingual::new(
        format!("ce résultat n’a pas la méthode ou les choix du vote `{id}`"),
        format!("this tally does not have the method or the options of the vote `{id}`"),
    );
    let help = Bilingual::new("le recompter : scrutineer audit", "recount it: scrutineer audit");
    let place = Place::named(&format!("submissions/tallies/{id}.json"));
    Diagnostic::error(Code::RecordedFileMalformed, message).at(place).help(help)
}
