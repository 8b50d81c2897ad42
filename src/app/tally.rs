//! `tally`: counting a vote.

mod grades;
mod paper;
mod points;
mod projects;
mod ranked;
mod selection;

pub(super) use selection::selection;

use std::path::Path;

use super::record::open_record;
use super::{AppError, Status, Terminal, argument};
use crate::council::tally::{
    ApprovalOutcome, ApprovalStep, ElectorateTally, GroupTurnout, Motion2Outcome, MotionDecision, MotionOutcome,
    OptionOutcome, Outcome, SMALL, StepReason, TallyFile, Turnout, least_change,
};
use crate::council::{ElectorateId, VoteId};
use crate::document::country_of;
use crate::export::{CountedVote, Table, pabulib};
use crate::language::Language::{En, Fr};
use crate::language::{Bilingual, Language};
use crate::record::Record;
use crate::report::{Code, Diagnostic};
use crate::source::folder;
use crate::statement::entries;
use crate::tally::{BallotBox, tally_file};
use crate::tree::Digest;

/// The form in which a count is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TallyForm {
    /// Lines for people.
    Text,
    /// The tally file.
    Json,
    /// A table for spreadsheets.
    Csv,
    /// A file of Pabulib with the ballots, of a certified budget.
    Pabulib,
}

/// `tally`: counts a vote from the folder at `root`, whatever its stage.
///
/// # Errors
/// An unknown vote, or a record that does not hold.
pub fn tally(root: &Path, vote: &str, form: TallyForm, terminal: Terminal) -> Result<Status, AppError> {
    let record = open_record(root)?;
    let id: VoteId = argument::read("", vote)?;
    let certified = record.vote(&id).and_then(|vote| vote.certificate());
    let at = certified.map_or_else(|| record.state(), |(_, certify)| certify.log);
    let tally = tally_file(&record, &id, at).map_err(|overflow| AppError::of(&overflow))?;
    let tally = tally.ok_or_else(|| unknown(&record, &id))?;
    match form {
        TallyForm::Json => terminal.bytes(&tally.to_bytes()),
        TallyForm::Csv => terminal.bytes(Table::of_all(tally.outcomes()).write().as_bytes()),
        TallyForm::Pabulib => print_pabulib(root, &record, &tally, terminal)?,
        TallyForm::Text => print_tally(&tally, certified.is_some(), terminal),
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

/// The budget as Pabulib has it; before the certificate nothing is printed that could be taken for a
/// result.
fn print_pabulib(root: &Path, record: &Record, tally: &TallyFile, terminal: Terminal) -> Result<(), AppError> {
    let vote = record.vote(&tally.vote).ok_or_else(|| unknown(record, &tally.vote))?;
    if vote.certificate().is_none() {
        return Err(AppError::new(
            Bilingual::new(
                format!("`{}` n’est pas certifié", tally.vote),
                format!("`{}` is not certified", tally.vote),
            ),
            Bilingual::new(
                "seul un budget certifié est donné sous cette forme",
                "only a certified budget is given in this form",
            ),
        ));
    }
    let counted = BallotBox::of(vote);
    let votes: Vec<CountedVote<'_>> = counted
        .counted()
        .iter()
        .map(|ballot| (&ballot.ballot().voter, ballot.weight(), &ballot.ballot().choice))
        .collect();
    let outcome = tally.outcome.as_ref().and_then(Outcome::budget);
    let country = folder::read_if_any(&root.join("parvis.yaml"))?.and_then(|bytes| country_of(&bytes));
    let instance = outcome.and_then(|outcome| pabulib(vote.definition(), outcome, &votes, country.as_deref()));
    let instance = instance.ok_or_else(|| no_budget(tally))?;
    terminal.bytes(instance.write().as_bytes());
    Ok(())
}

fn no_budget(tally: &TallyFile) -> AppError {
    let TallyFile { vote, rules, .. } = tally;
    AppError::new(
        Bilingual::new(
            format!("`{vote}` est compté par {rules}, qui n’a pas de forme chez Pabulib"),
            format!("`{vote}` is counted by {rules}, which has no form at Pabulib"),
        ),
        Bilingual::new(
            "cette forme est pour les budgets dont chaque bulletin est électronique et compte pour une voix",
            "this form is for budgets of which every ballot is electronic and weighs 1",
        ),
    )
}

/// No such vote was opened.
pub(super) fn unknown(record: &Record, id: &VoteId) -> AppError {
    let known: Vec<&str> = record.votes().map(|(id, _)| id.as_str()).collect();
    let known = known.join(", ");
    AppError::new(
        Bilingual::new(format!("aucun vote ouvert ne s’appelle `{id}`"), format!("no opened vote is named `{id}`")),
        Bilingual::new(format!("les votes : {known}"), format!("the votes: {known}")),
    )
}

fn print_tally(tally: &TallyFile, certified: bool, terminal: Terminal) {
    let TallyFile { vote, rules, turnout, ballots, .. } = tally;
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
    let (counted, superseded, blank, refused) = (ballots.counted, ballots.superseded, ballots.blank, ballots.refused);
    terminal.say(
        &format!(
            "{} ; {}, {}, {}, {}",
            took_part(turnout).fr,
            Fr.count(counted, "bulletin compté", "bulletins comptés"),
            Fr.count(superseded, "remplacé", "remplacés"),
            Fr.count(blank, "blanc", "blancs"),
            Fr.count(refused, "fichier refusé", "fichiers refusés")
        ),
        &format!(
            "{}; {} counted, {superseded} superseded, {blank} blank, {} refused",
            took_part(turnout).en,
            En.count(counted, "ballot", "ballots"),
            En.count(refused, "file", "files")
        ),
    );
    print_groups(turnout, terminal);
    if let Some(paper) = &tally.paper {
        paper::print(paper, terminal);
    }
    for electorate in &tally.electorates {
        let ElectorateTally { electorate: id, turnout, counted, blank, .. } = electorate;
        terminal.say(
            &format!(
                "  corps `{id}` : {} ; {}, {}",
                took_part(turnout).fr,
                Fr.count(*counted, "bulletin compté", "bulletins comptés"),
                Fr.count(*blank, "blanc", "blancs")
            ),
            &format!(
                "  electorate `{id}`: {}; {} counted, {blank} blank",
                took_part(turnout).en,
                En.count(*counted, "ballot", "ballots")
            ),
        );
        print_groups(turnout, terminal);
    }
    for (electorate, outcome) in tally.outcomes() {
        print_count(electorate, outcome, terminal);
        if let Some(ballots) = tally.least_change_of(electorate) {
            terminal.say(&least_change(ballots, Fr), &least_change(ballots, En));
        }
    }
    for line in selection::still_open(tally, certified) {
        terminal.say(&line.fr, &line.en);
    }
    let (root, size) = (tally.log.root, entries(tally.log.size));
    terminal.say(&format!("journal : {}, racine {root}", size.fr), &format!("log: {}, root {root}", size.en));
}

fn print_groups(turnout: &Turnout, terminal: Terminal) {
    for Bilingual { fr, en } in turnout.groups.iter().map(of_group) {
        terminal.say(&fr, &en);
    }
}

/// Who took part of a group, and a warning where it is small.
fn of_group(of: &GroupTurnout) -> Bilingual {
    let (group, enrolled, voted) = (&of.group, of.enrolled, of.voted);
    let (fr, en) = if of.small {
        (
            format!(" ; ATTENTION : moins de {SMALL} inscrits, on pourrait deviner qui a voté quoi"),
            format!("; TAKE CARE: fewer than {SMALL} on the roll, who voted how might be guessed"),
        )
    } else {
        (String::new(), String::new())
    };
    Bilingual::new(
        format!(
            "  groupe `{group}` : {} sur {}{fr}",
            Fr.count(voted, "votant", "votants"),
            Fr.count(enrolled, "inscrit", "inscrits")
        ),
        format!("  group `{group}`: {} of {enrolled} on the roll{en}", En.count(voted, "voter", "voters")),
    )
}

/// How many took part of those on the roll.
fn took_part(turnout: &Turnout) -> Bilingual {
    let (voted, enrolled) = (turnout.voted, turnout.enrolled);
    Bilingual::new(
        format!("{} sur {}", Fr.count(voted, "votant", "votants"), Fr.count(enrolled, "inscrit", "inscrits")),
        format!("{} of {enrolled} on the roll", En.count(voted, "voter", "voters")),
    )
}

/// A count, under the name of its electorate where it is of one.
pub(super) fn print_count(electorate: Option<&ElectorateId>, outcome: &Outcome, terminal: Terminal) {
    if let Some(id) = electorate {
        terminal.say(&format!("corps électoral `{id}` :"), &format!("electorate `{id}`:"));
    }
    print_outcome(outcome, terminal);
}

fn print_outcome(outcome: &Outcome, terminal: Terminal) {
    match outcome {
        Outcome::Motion(motion) => print_motion(motion, terminal),
        Outcome::Approval(approval) => print_approval(approval, terminal),
        Outcome::Score(outcome) | Outcome::Cumulative(outcome) => points::print_points(outcome, terminal),
        Outcome::MajorityJudgment(outcome) => grades::print(outcome, terminal),
        Outcome::Motion2(outcome) => print_motion2(outcome, terminal),
        Outcome::SingleChoice(outcome) => points::print_single_choice(outcome, terminal),
        Outcome::Irv(irv) => ranked::print_rounds(&irv.rounds, &irv.options, 1, terminal),
        Outcome::StvScottish(outcome) => {
            ranked::print_rounds(&outcome.rounds, &outcome.options, outcome.scale, terminal);
        }
        Outcome::Borda(outcome) => ranked::print_borda(outcome, terminal),
        Outcome::RankedPairs(outcome) => ranked::print_ranked_pairs(outcome, terminal),
        Outcome::Schulze(outcome) => ranked::print_schulze(outcome, terminal),
        Outcome::BudgetGreedy(budget) | Outcome::BudgetGreedy2(budget) => projects::print_budget(budget, terminal),
        Outcome::BudgetEqualShares(shares) => projects::print_shares(shares, terminal),
        Outcome::BudgetPhragmen(outcome) => projects::print_phragmen(outcome, terminal),
        Outcome::BudgetKnapsack(knapsack) => projects::print_budget(&knapsack.count, terminal),
    }
}

fn print_motion(motion: &MotionOutcome, terminal: Terminal) {
    let MotionOutcome { votes_for, votes_against, abstentions, not_voting, blank, seats, .. } = motion;
    let decision = match motion.decision {
        MotionDecision::Adopted => ("ADOPTÉE", "ADOPTED"),
        MotionDecision::Rejected => ("REJETÉE", "REJECTED"),
        MotionDecision::Inquorate => ("SANS QUORUM", "INQUORATE"),
    };
    terminal.say(
        &format!(
            "{} : {votes_for} pour, {votes_against} contre, {}, {not_voting} ne prenant pas part, {}, {}",
            decision.0,
            Fr.count(*abstentions, "abstention", "abstentions"),
            Fr.count(*blank, "blanc", "blancs"),
            Fr.count(*seats, "siège", "sièges")
        ),
        &format!(
            "{}: {votes_for} for, {votes_against} against, {abstentions} abstaining, {not_voting} not voting, {blank} blank, {}",
            decision.1,
            En.count(*seats, "seat", "seats")
        ),
    );
}

fn print_motion2(outcome: &Motion2Outcome, terminal: Terminal) {
    print_motion(&outcome.motion, terminal);
    if let Some(answer) = outcome.casting_vote {
        let answer = answer.word();
        terminal.say(
            &format!("partage égal des voix : la voix prépondérante est `{answer}`"),
            &format!("equality: the casting vote is `{answer}`"),
        );
    }
}

fn outcome_word(outcome: OptionOutcome, language: Language) -> &'static str {
    match (outcome, language) {
        (OptionOutcome::Selected, Fr) => "RETENU",
        (OptionOutcome::Selected, En) => "SELECTED",
        (OptionOutcome::NotSelected, Fr) => "non retenu",
        (OptionOutcome::NotSelected, En) => "not selected",
        (OptionOutcome::Tied, Fr) => "ÉGALITÉ",
        (OptionOutcome::Tied, En) => "TIED",
        (OptionOutcome::Undecided, Fr) => "en suspens",
        (OptionOutcome::Undecided, En) => "undecided",
    }
}

fn reason_words(reason: StepReason, language: Language) -> &'static str {
    match (reason, language) {
        (StepReason::Selected, _) => "",
        (StepReason::BelowMinimum, Fr) => "soutien insuffisant",
        (StepReason::BelowMinimum, En) => "too little support",
        (StepReason::TooDear, Fr) => "ne tient plus dans ses enveloppes",
        (StepReason::TooDear, En) => "no longer fits in its envelopes",
        (StepReason::CountingStopped, Fr) => "le décompte s’est arrêté avant",
        (StepReason::CountingStopped, En) => "counting had stopped before",
        (StepReason::NoPlaceLeft, Fr) => "plus de place",
        (StepReason::NoPlaceLeft, En) => "no place left",
        (StepReason::Tied, Fr) => "à égalité",
        (StepReason::Tied, En) => "equal support",
        (StepReason::AfterTie, Fr) => "après une égalité non tranchée",
        (StepReason::AfterTie, En) => "after an undecided tie",
        (StepReason::BelowMajority, Fr) => "sous la majorité requise",
        (StepReason::BelowMajority, En) => "below the majority asked",
        (StepReason::Excluded, Fr) => "un projet retenu l’exclut",
        (StepReason::Excluded, En) => "a winner excludes it",
        (StepReason::SupportersShort, Fr) => "ses soutiens n’ont plus de quoi le payer",
        (StepReason::SupportersShort, En) => "its supporters cannot pay it",
        (StepReason::NotBest, Fr) => "d’autres projets ont ensemble plus de soutien",
        (StepReason::NotBest, En) => "other projects have more support together",
        (StepReason::WorkLimit, Fr) => "le calcul dépasse la limite des règles",
        (StepReason::WorkLimit, En) => "more work than the rules allow",
    }
}

/// Why, and how far behind the last winner.
fn reason_and_margin(reason: StepReason, behind: Option<u64>, language: Language) -> String {
    let reason = reason_words(reason, language);
    match (behind, language) {
        (None, _) => reason.to_owned(),
        (Some(behind), Fr) => format!("{reason} ({behind} de moins)"),
        (Some(behind), En) => format!("{reason} ({behind} behind)"),
    }
}

fn print_approval(approval: &ApprovalOutcome, terminal: Terminal) {
    print_steps(&approval.options, terminal);
}

fn print_steps(steps: &[ApprovalStep], terminal: Terminal) {
    for step in steps {
        let outcome = outcome_word(step.outcome, terminal.language);
        let reason = reason_and_margin(step.reason, step.behind_last_winner, terminal.language);
        terminal.line(format!("{:>6}  {:<24} {outcome:<13} {reason}", step.support, step.option.as_str()).trim_end());
    }
}

#[cfg(test)]
mod tests {
    use super::of_group;
    use crate::council::GroupId;
    use crate::council::tally::GroupTurnout;

    #[test]
    fn a_small_group_is_warned_about() {
        let group = GroupId::parse("nord").expect("a group");
        let said =
            |enrolled| of_group(&GroupTurnout { group: group.clone(), enrolled, voted: 1, small: enrolled < 10 });
        assert_eq!(said(10).en, "  group `nord`: 1 voter of 10 on the roll");
        assert_eq!(
            said(9).en,
            "  group `nord`: 1 voter of 9 on the roll; TAKE CARE: fewer than 10 on the roll, who voted how might be guessed"
        );
        assert!(said(9).fr.starts_with("  groupe `nord` : 1 votant sur 9 inscrits ; ATTENTION : moins de 10"));
    }
}
