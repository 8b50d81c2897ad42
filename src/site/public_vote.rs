//! Votes by name, against the roll calls of the minutes, which prevail.

use super::library::Library;
use crate::council::tally::{MotionOutcome, Outcome};
use crate::council::{Mode, VoteId};
use crate::document::{AgendaItem, RollCall};
use crate::report::{Bilingual, Code, Diagnostic, Language};

/// A warning for each motion whose signed ballots do not add up to the roll call of its meeting.
pub(super) fn check(library: &Library, findings: &mut Vec<Diagnostic>) {
    let items = library.documents().meetings.values().flat_map(|meeting| &meeting.facts.agenda);
    findings.extend(items.filter_map(|item| compare(library, item)));
}

fn compare(library: &Library, item: &AgendaItem) -> Option<Diagnostic> {
    let (vote, decision) = (item.vote.as_ref()?, item.decision.as_ref()?);
    let call = decision.roll_call.as_ref()?;
    let id = VoteId::parse(vote.id.as_str()).ok()?;
    let (tally, _) = library.documents().results.tallies.get(&id)?;
    let Some(Outcome::Motion(motion)) = &tally.outcome else { return None };
    if tally.mode != Mode::Public || answers_of(call) == answers(motion) {
        return None;
    }
    let (minutes, ballots) = (shown(answers_of(call)), shown(answers(motion)));
    let message = Bilingual::new(
        format!("le procès-verbal donne {} ; les bulletins signés de `{id}` donnent {}", minutes.fr, ballots.fr),
        format!("the minutes give {}; the signed ballots of `{id}` give {}", minutes.en, ballots.en),
    );
    let help = Bilingual::new(
        "le procès-verbal fait foi : corriger l’appel nominal s’il est faux, sinon expliquer l’écart",
        "the minutes prevail: correct the roll call if it is wrong, else explain the difference",
    );
    Some(Diagnostic::warning(Code::TallyDiffers, message).at(vote.place.clone()).help(help))
}

/// For, against, abstention, not voting.
type Answers = [u64; 4];

fn answers_of(call: &RollCall) -> Answers {
    [&call.votes_for, &call.votes_against, &call.abstentions, &call.not_voting].map(|names| names.len() as u64)
}

const fn answers(motion: &MotionOutcome) -> Answers {
    [motion.votes_for, motion.votes_against, motion.abstentions, motion.not_voting]
}

fn shown([votes_for, against, abstention, not_voting]: Answers) -> Bilingual {
    Bilingual::new(
        format!(
            "{votes_for} pour, {against} contre, {abstention} {}, {not_voting} ne prenant pas part",
            Language::Fr.agree(abstention, "abstention", "abstentions"),
        ),
        format!("{votes_for} for, {against} against, {abstention} abstaining, {not_voting} not voting"),
    )
}
