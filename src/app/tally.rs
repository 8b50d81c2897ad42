//! `tally`: counting a vote.

mod paper;

use std::path::Path;

use super::record::open_record;
use super::terminal::Form;
use super::{AppError, Status, Terminal, argument};
use crate::council::VoteId;
use crate::council::tally::{
    ApprovalOutcome, BudgetOutcome, MotionDecision, MotionOutcome, OptionOutcome, Outcome, StepReason, TallyFile,
};
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic};
use crate::tally::tally_file;
use crate::tree::Digest;

/// `tally`: counts a vote from the folder at `root`, whatever its stage.
///
/// # Errors
/// An unknown vote, or a record that does not hold.
pub fn tally(root: &Path, vote: &str, form: Form, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let id: VoteId = argument::read("", vote)?;
    let certified = record.vote(&id).and_then(|vote| vote.certificate());
    let at = certified.map_or_else(|| record.state(), |(_, certify)| certify.log);
    let tally = tally_file(&record, &id, at).map_err(|overflow| AppError::of(&overflow))?;
    let tally = tally.ok_or_else(|| {
        let known: Vec<&str> = record.votes().map(|(id, _)| id.as_str()).collect();
        let known = known.join(", ");
        AppError::new(
            Bilingual::new(
                format!("aucun vote ouvert ne s’appelle `{vote}`"),
                format!("no opened vote is named `{vote}`"),
            ),
            Bilingual::new(format!("les votes : {known}"), format!("the votes: {known}")),
        )
    })?;
    match form {
        Form::Json => terminal.bytes(&tally.to_bytes()),
        Form::Text => print_tally(&tally, certified.is_some(), terminal),
    }
    match certified {
        Some((_, certify)) if certify.tally != Digest::of(&tally.to_bytes()) => {
            let message = Bilingual::new(
                format!("le certificat de `{vote}` nomme un autre résultat que celui compté ici"),
                format!("the certificate of `{vote}` names another tally than the one counted here"),
            );
            Err(AppError::Findings(vec![Diagnostic::error(Code::TallyMismatch, message)]))
        }
        _ => Ok(Status::Fine),
    }
}

fn print_tally(tally: &TallyFile, certified: bool, terminal: Terminal) {
    let TallyFile { vote, rules, turnout, ballots, .. } = tally;
    let (voted, enrolled) = (turnout.voted, turnout.enrolled);
    if certified {
        terminal.say(
            &format!("{vote} ({rules}) : résultat certifié, recompté"),
            &format!("{vote} ({rules}): certified result, recounted"),
        );
    } else {
        terminal.say(
            &format!("{vote} ({rules}) : décompte PROVISOIRE, le vote n’est pas certifié"),
            &format!("{vote} ({rules}): PROVISIONAL count, the vote is not certified"),
        );
    }
    terminal.say(
        &format!("{voted} votants sur {enrolled} inscrits ; {} bulletins comptés, {} remplacés, {} blancs, {} fichiers refusés", ballots.counted, ballots.superseded, ballots.blank, ballots.refused),
        &format!("{voted} voters of {enrolled} on the roll; {} ballots counted, {} superseded, {} blank, {} files refused", ballots.counted, ballots.superseded, ballots.blank, ballots.refused),
    );
    if let Some(paper) = &tally.paper {
        paper::print(paper, terminal);
    }
    match &tally.outcome {
        Outcome::Motion(motion) => print_motion(motion, terminal),
        Outcome::Approval(approval) => print_approval(approval, terminal),
        Outcome::BudgetGreedy(budget) => print_budget(budget, terminal),
    }
    let root = tally.log.root;
    let size = tally.log.size;
    terminal.say(&format!("journal : {size} entrées, racine {root}"), &format!("log: {size} entries, root {root}"));
}

fn print_motion(motion: &MotionOutcome, terminal: Terminal) {
    let MotionOutcome { votes_for, votes_against, abstentions, not_voting, blank, seats, .. } = motion;
    let decision = match motion.decision {
        MotionDecision::Adopted => ("ADOPTÉE", "ADOPTED"),
        MotionDecision::Rejected => ("REJETÉE", "REJECTED"),
        MotionDecision::Inquorate => ("SANS QUORUM", "INQUORATE"),
    };
    terminal.say(
        &format!("{} : {votes_for} pour, {votes_against} contre, {abstentions} {}, {not_voting} ne prenant pas part, {blank} {}, {seats} sièges", decision.0, Language::Fr.agree(*abstentions, "abstention", "abstentions"), Language::Fr.agree(*blank, "blanc", "blancs")),
        &format!("{}: {votes_for} for, {votes_against} against, {abstentions} abstaining, {not_voting} not voting, {blank} blank, {seats} seats", decision.1),
    );
}

fn outcome_word(outcome: OptionOutcome, language: Language) -> &'static str {
    match (outcome, language) {
        (OptionOutcome::Selected, Language::Fr) => "RETENU",
        (OptionOutcome::Selected, Language::En) => "SELECTED",
        (OptionOutcome::NotSelected, Language::Fr) => "non retenu",
        (OptionOutcome::NotSelected, Language::En) => "not selected",
        (OptionOutcome::Tied, Language::Fr) => "ÉGALITÉ",
        (OptionOutcome::Tied, Language::En) => "TIED",
        (OptionOutcome::Undecided, Language::Fr) => "en suspens",
        (OptionOutcome::Undecided, Language::En) => "undecided",
    }
}

fn reason_words(reason: StepReason, language: Language) -> &'static str {
    match (reason, language) {
        (StepReason::Selected, _) => "",
        (StepReason::BelowMinimum, Language::Fr) => "soutien insuffisant",
        (StepReason::BelowMinimum, Language::En) => "too little support",
        (StepReason::TooDear, Language::Fr) => "ne tient plus dans ses enveloppes",
        (StepReason::TooDear, Language::En) => "no longer fits in its envelopes",
        (StepReason::CountingStopped, Language::Fr) => "le décompte s’est arrêté avant",
        (StepReason::CountingStopped, Language::En) => "counting had stopped before",
        (StepReason::NoPlaceLeft, Language::Fr) => "plus de place",
        (StepReason::NoPlaceLeft, Language::En) => "no place left",
        (StepReason::Tied, Language::Fr) => "à égalité",
        (StepReason::Tied, Language::En) => "equal support",
        (StepReason::AfterTie, Language::Fr) => "après une égalité non tranchée",
        (StepReason::AfterTie, Language::En) => "after an undecided tie",
    }
}

fn print_approval(approval: &ApprovalOutcome, terminal: Terminal) {
    for step in &approval.options {
        let outcome = outcome_word(step.outcome, terminal.language);
        let reason = reason_words(step.reason, terminal.language);
        terminal.line(format!("{:>6}  {:<24} {outcome:<13} {reason}", step.support, step.option.as_str()).trim_end());
    }
}

fn print_budget(budget: &BudgetOutcome, terminal: Terminal) {
    for step in &budget.options {
        let outcome = outcome_word(step.outcome, terminal.language);
        let detail = match &step.paid_from {
            Some(envelope) => format!("← {envelope}"),
            None => reason_words(step.reason, terminal.language).to_owned(),
        };
        let (option, cost) = (step.option.as_str(), step.cost.to_string());
        terminal
            .line(&format!("{:>6}  {option:<24} {cost:>10} {}  {outcome:<13} {detail}", step.support, budget.currency));
    }
    for envelope in &budget.envelopes {
        let (id, amount, spent, left) = (&envelope.envelope, envelope.amount, envelope.spent, envelope.left);
        terminal.say(
            &format!("enveloppe {id} : {amount}, dépensé {spent}, reste {left}"),
            &format!("envelope {id}: {amount}, spent {spent}, left {left}"),
        );
    }
}
