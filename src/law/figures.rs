//! The figures of a decision: that they add up, and that its outcome follows from them.

use super::{Case, by_law};
use crate::document::DecisionOutcome::{self, Adopted, Deferred, Rejected, Withdrawn};
use crate::document::{Amendment, Ballot, Casting, Decision, Ref, RollCall, Voters};
use crate::grammar::Token as _;
use crate::language::Language::{En, Fr};
use crate::report::{Bilingual, Code, Diagnostic};

/// What was put to the vote: a decision, or an amendment of one.
struct Put<'a> {
    name: Bilingual,
    outcome: DecisionOutcome,
    ballot: Option<Ballot>,
    roll_call: Option<&'a RollCall>,
    voters: Option<&'a Voters>,
    votes_required: Option<u32>,
}

impl<'a> Put<'a> {
    fn decision(decision: &'a Decision) -> Self {
        let number = &decision.number;
        Self {
            name: Bilingual::new(format!("décision `{number}`"), format!("decision `{number}`")),
            outcome: decision.outcome,
            ballot: decision.ballot,
            roll_call: decision.roll_call.as_ref(),
            voters: decision.voters.as_ref(),
            votes_required: decision.votes_required,
        }
    }

    fn amendment(decision: &'a Decision, amendment: &'a Amendment) -> Self {
        let (number, own) = (&decision.number, &amendment.number);
        Self {
            name: Bilingual::new(
                format!("décision `{number}`, amendement `{own}`"),
                format!("decision `{number}`, amendment `{own}`"),
            ),
            outcome: amendment.outcome,
            ballot: amendment.ballot,
            roll_call: amendment.roll_call.as_ref(),
            voters: amendment.voters.as_ref(),
            votes_required: None,
        }
    }
}

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Diagnostic>) {
    for decision in case.meeting.facts.agenda.iter().filter_map(|item| item.decision.as_ref()) {
        let amendments = decision.amendments.iter().map(|amendment| Put::amendment(decision, amendment));
        for put in std::iter::once(Put::decision(decision)).chain(amendments) {
            if let Some(voters) = put.voters {
                let faults = faults(case, &put, voters);
                findings.extend(faults.into_iter().map(|(fr, en)| voters_fault(&put.name, &fr, &en).at(case.place())));
            }
            findings.extend(outcome(case, &put).map(|finding| finding.at(case.place())));
        }
    }
}

/// What the number of voters disagrees with.
fn faults(case: &Case<'_>, put: &Put<'_>, voters: &Voters) -> Vec<(String, String)> {
    let mut faults = Vec::new();
    let Voters { eligible, voting, votes_for, votes_against, abstentions } = *voters;
    let sum = u64::from(votes_for) + u64::from(votes_against) + u64::from(abstentions);
    if u64::from(voting) != sum {
        faults.push((
            format!(
                "{}, mais {votes_for} pour + {votes_against} contre + {} = {sum}",
                Fr.count(voting, "votant", "votants"),
                Fr.count(abstentions, "abstention", "abstentions")
            ),
            format!(
                "{voting} voting, but {votes_for} for + {votes_against} against + {abstentions} abstaining = {sum}"
            ),
        ));
    }
    if voting > eligible {
        faults.push((
            format!(
                "{} pour {} en exercice",
                Fr.count(voting, "votant", "votants"),
                Fr.count(eligible, "membre", "membres")
            ),
            format!("{voting} voting of {} in office", En.count(eligible, "member", "members")),
        ));
    }
    if let Some(attendance) = &case.meeting.facts.attendance {
        let there = attendance.present.len() + attendance.represented.len();
        if u32::try_from(there).is_ok_and(|there| voting > there) {
            faults.push((
                format!(
                    "{} pour {}",
                    Fr.count(voting, "votant", "votants"),
                    Fr.count(there, "membre présent ou représenté", "membres présents ou représentés")
                ),
                format!("{voting} voting of {} present or represented", En.count(there, "member", "members")),
            ));
        }
    }
    if let Some(call) = put.roll_call {
        let called = [&call.votes_for, &call.votes_against, &call.abstentions].map(|answers| count(answers));
        if called != [votes_for, votes_against, abstentions].map(u64::from) {
            let [a, b, c] = called;
            faults.push((
                format!(
                    "`voters:` dit {votes_for} pour, {votes_against} contre, {} ; l’appel nominal {a}, {b}, {c}",
                    Fr.count(abstentions, "abstention", "abstentions")
                ),
                format!("`voters:` says {votes_for} for, {votes_against} against, {abstentions} abstaining; the roll call {a}, {b}, {c}"),
            ));
        }
    }
    faults
}

fn voters_fault(name: &Bilingual, fr: &str, en: &str) -> Diagnostic {
    let message = Bilingual::new(format!("{} : {fr}", name.fr), format!("{}: {en}", name.en));
    let help = Bilingual::new(
        "vérifier `voters:` ; qui ne prend pas part au vote n’est pas un votant",
        "check `voters:`; who takes no part in the vote is not voting",
    );
    Diagnostic::error(Code::VotersMismatch, message).help(help)
}

fn count(answers: &[Ref]) -> u64 {
    answers.len() as u64
}

/// An outcome that does not follow from the votes.
fn outcome(case: &Case<'_>, put: &Put<'_>) -> Option<Diagnostic> {
    let (votes_for, against) = match (put.roll_call, put.voters) {
        (Some(call), _) => (count(&call.votes_for), count(&call.votes_against)),
        (None, Some(voters)) => (u64::from(voters.votes_for), u64::from(voters.votes_against)),
        (None, None) => return None,
    };
    let (name, word) = (&put.name, put.outcome.write());
    let help = Bilingual::new("vérifier les voix et `outcome:`", "check the votes and `outcome:`");
    if let Some(required) = put.votes_required {
        if fits(put.outcome, Some(votes_for >= u64::from(required))) {
            return None;
        }
        let message = Bilingual::new(
            format!("{} : `{word}` avec {votes_for} voix pour, quand il en faut {required}", name.fr),
            format!("{}: `{word}` with {} for; required: {required}", name.en, En.count(votes_for, "vote", "votes")),
        );
        return Some(Diagnostic::error(Code::VotesRequiredUnmet, message).help(help));
    }
    let passes = if votes_for == against { tied(case, put) } else { Some(votes_for > against) };
    if fits(put.outcome, passes) {
        return None;
    }
    let rule = case.profile.casting_vote.as_ref().filter(|_| votes_for == against);
    let message = Bilingual::new(
        format!("{} : `{word}` avec {votes_for} pour et {against} contre", name.fr),
        format!("{}: `{word}` with {votes_for} for and {against} against", name.en),
    );
    let message = match rule {
        Some(rule) => by_law(&rule.article, &message.fr, &message.en),
        None => message,
    };
    Some(Diagnostic::error(Code::OutcomeMismatch, message).help(help))
}

const fn fits(outcome: DecisionOutcome, passes: Option<bool>) -> bool {
    match (outcome, passes) {
        (Adopted, Some(passes)) => passes,
        (Rejected, Some(passes)) => !passes,
        (Deferred | Withdrawn, _) | (_, None) => true,
    }
}

/// What as many for as against makes: nothing passes, but where the chair's vote decides. Nothing comes
/// out where it would decide and the record does not say how the chair voted.
fn tied(case: &Case<'_>, put: &Put<'_>) -> Option<bool> {
    let casting = case.profile.casting_vote.as_ref().filter(|_| put.ballot != Some(Ballot::Secret));
    match casting.map(|rule| rule.by) {
        None => Some(false),
        Some(Casting::Chair) => {
            let (call, chair) = (put.roll_call?, case.meeting.facts.chair.as_ref()?);
            let votes = |answers: &[Ref]| answers.iter().any(|person| person.id == chair.id);
            (votes(&call.votes_for) || votes(&call.votes_against)).then(|| votes(&call.votes_for))
        }
    }
}
