//! Contests against the votes they are about.

use super::library::Library;
use super::steps;
use crate::council::VoteId;
use crate::council::tally::VoteState;
use crate::document::{Contest, ContestStatus, Record};
use crate::report::{Bilingual, Code, Diagnostic, Place};

/// Everything that does not hold.
pub(super) fn check(library: &Library, findings: &mut Vec<Diagnostic>) {
    for contest in library.documents().contests.values() {
        steps::check(&Place::file(&contest.file), contest.facts.status, &contest.facts.history, findings);
        check_vote(library, contest, findings);
    }
}

/// There is something to contest: a certified result, since when the vote closed.
fn check_vote(library: &Library, contest: &Record<Contest>, findings: &mut Vec<Diagnostic>) {
    let wanted = &contest.facts.vote;
    let Some(vote) = library.documents().votes.get(&wanted.id) else { return };
    let closed = vote.facts.closes.date();
    if let Some(first) = contest.facts.history.first().filter(|first| first.date < closed) {
        let day = first.date;
        let message = Bilingual::new(
            format!("contestation du {day} d’un vote clos le {closed}"),
            format!("a contest of {day} about a vote that closed on {closed}"),
        );
        let help = Bilingual::new(
            "vérifier le jour ; ce qui arrive pendant le vote est un incident (`scrutineer incident`)",
            "check the day; what happens during the vote is an incident (`scrutineer incident`)",
        );
        findings.push(Diagnostic::error(Code::ContestMismatch, message).at(wanted.place.clone()).help(help));
    }
    if library.tally(&wanted.id).is_none() {
        let message = Bilingual::new(
            format!("`{}` n’a pas de résultat certifié : il n’y a rien à contester", wanted.id),
            format!("`{}` has no certified result: there is nothing to contest", wanted.id),
        );
        let help = Bilingual::new("attendre la certification, ou corriger `vote:`", "wait for it, or correct `vote:`");
        findings.push(Diagnostic::error(Code::ContestMismatch, message).at(wanted.place.clone()).help(help));
    }
    let turnouts = &library.documents().results.turnouts;
    let state = VoteId::parse(wanted.id.as_str()).ok().and_then(|id| turnouts.get(&id)).map(|file| file.state);
    if contest.facts.status == ContestStatus::Upheld && state != Some(VoteState::Annulled) {
        let message = Bilingual::new(
            format!("la contestation est accueillie, et le résultat de `{}` n’est pas annulé", wanted.id),
            format!("the contest is upheld, and the result of `{}` is not annulled", wanted.id),
        );
        let help = Bilingual::new(
            format!("`scrutineer annul {}` consigne l’annulation", wanted.id),
            format!("`scrutineer annul {}` records the annulment", wanted.id),
        );
        findings.push(Diagnostic::warning(Code::ContestMismatch, message).at(wanted.place.clone()).help(help));
    }
}
