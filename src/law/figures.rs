//! The figures of a decision: that they add up, and that its outcome follows from them.

use super::{Case, by_law};
use crate::document::DecisionOutcome::{self, Adopted, Deferred, Rejected, Withdrawn};
use crate::document::{Ballot, Casting, Decision, Ref, Voters};
use crate::grammar::Token as _;
use crate::language::Language::{En, Fr};
use crate::report::{Bilingual, Code, Diagnostic};

pub(super) fn check(case: &Case<'_>, findings: &mut Vec<Diagnostic>) {
    for decision in case.meeting.facts.agenda.iter().filter_map(|item| item.decision.as_ref()) {
        if let Some(voters) = &decision.voters {
            let faults = faults(case, decision, voters);
            findings
                .extend(faults.into_iter().map(|(fr, en)| voters_fault(&decision.number, &fr, &en).at(case.place())));
        }
        findings.extend(outcome(case, decision).map(|finding| finding.at(case.place())));
    }
}

/// What the number of voters disagrees with.
fn faults(case: &Case<'_>, decision: &Decision, voters: &Voters) -> Vec<(String, String)> {
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
    if let Some(call) = &decision.roll_call {
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

fn voters_fault(number: &str, fr: &str, en: &str) -> Diagnostic {
    let message = Bilingual::new(format!("décision `{number}` : {fr}"), format!("decision `{number}`: {en}"));
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
fn outcome(case: &Case<'_>, decision: &Decision) -> Option<Diagnostic> {
    let (votes_for, against) = match (&decision.roll_call, &decision.voters) {
        (Some(call), _) => (count(&call.votes_for), count(&call.votes_against)),
        (None, Some(voters)) => (u64::from(voters.votes_for), u64::from(voters.votes_against)),
        (None, None) => return None,
    };
    let (number, word) = (&decision.number, decision.outcome.write());
    let help = Bilingual::new("vérifier les voix et `outcome:`", "check the votes and `outcome:`");
    if let Some(required) = decision.votes_required {
        if fits(decision.outcome, Some(votes_for >= u64::from(required))) {
            return None;
        }
        let message = Bilingual::new(
            format!("décision `{number}` : `{word}` avec {votes_for} voix pour, quand il en faut {required}"),
            format!(
                "decision `{number}`: `{word}` with {} for; required: {required}",
                En.count(votes_for, "vote", "votes")
            ),
        );
        return Some(Diagnostic::error(Code::VotesRequiredUnmet, message).help(help));
    }
    let passes = if votes_for == against { tied(case, decision) } else { Some(votes_for > against) };
    if fits(decision.outcome, passes) {
        return None;
    }
    let rule = case.profile.casting_vote.as_ref().filter(|_| votes_for == against);
    let message = Bilingual::new(
        format!("décision `{number}` : `{word}` avec {votes_for} pour et {against} contre"),
        format!("decision `{number}`: `{word}` with {votes_for} for and {against} against"),
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
fn tied(case: &Case<'_>, decision: &Decision) -> Option<bool> {
    let casting = case.profile.casting_vote.as_ref().filter(|_| decision.ballot != Some(Ballot::Secret));
    match casting.map(|rule| rule.by) {
        None => Some(false),
        Some(Casting::Chair) => {
            let (call, chair) = (decision.roll_call.as_ref()?, case.meeting.facts.chair.as_ref()?);
            let votes = |answers: &[Ref]| answers.iter().any(|person| person.id == chair.id);
            (votes(&call.votes_for) || votes(&call.votes_against)).then(|| votes(&call.votes_for))
        }
    }
}
