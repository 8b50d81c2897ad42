//! The result of a motion.

use super::table::{Cell, Column, Row, TableView};
use super::{CountView, Scene, bars, empty, figure};
use crate::council::tally::{Motion2Outcome, MotionDecision, MotionOutcome};
use crate::council::{Answer, Comparison, Fraction, MotionBase, Rules, ShareOf};
use crate::site::view::format;

/// A motion whose equality nobody decides.
pub(super) fn motion(scene: &Scene<'_>, rules: &Rules, outcome: &MotionOutcome) -> CountView {
    let mut view = figures(scene, outcome);
    if let Rules::Motion(rules) = rules {
        let base = match rules.base {
            MotionBase::Expressed => "rule_base_expressed",
            MotionBase::Cast => "rule_base_cast",
            MotionBase::Seats => "rule_base_seats",
        };
        view.how = how(scene, outcome, (rules.quorum, rules.threshold, rules.comparison), base);
        if outcome.votes_for == outcome.votes_against && outcome.decision == MotionDecision::Rejected {
            view.how.push(scene.say("rule_motion_tie"));
        }
    }
    view
}

/// A motion with those present as a base, or a casting vote.
pub(super) fn motion2(scene: &Scene<'_>, rules: &Rules, outcome: &Motion2Outcome) -> CountView {
    let mut view = figures(scene, &outcome.motion);
    if let Rules::Motion2(rules) = rules {
        let base = match rules.base {
            ShareOf::Expressed => "rule_base_expressed",
            ShareOf::Cast => "rule_base_cast",
            ShareOf::Present => "how_base_present",
            ShareOf::Seats => "rule_base_seats",
        };
        view.how = how(scene, &outcome.motion, (rules.quorum, rules.threshold, rules.comparison), base);
    }
    if outcome.equality {
        view.how.push(match outcome.casting_vote {
            Some(answer) => scene.say_with("how_chair", &[("answer", &scene.say(answer_key(answer)))]),
            None => scene.say("rule_motion_tie"),
        });
    }
    view
}

const fn answer_key(answer: Answer) -> &'static str {
    match answer {
        Answer::For => "answer_for",
        Answer::Against => "answer_against",
        Answer::Abstention => "answer_abstention",
        Answer::NotVoting => "answer_not_voting",
        Answer::Blank => "answer_blank",
    }
}

fn how(
    scene: &Scene<'_>,
    outcome: &MotionOutcome,
    (quorum, threshold, comparison): (Fraction, Fraction, Comparison),
    base: &str,
) -> Vec<String> {
    let number = |value| scene.number(value);
    let (took_part, seats) = (number(outcome.took_part), number(outcome.seats));
    let key = if quorum.numerator() == 0 { "how_motion_no_quorum" } else { "how_motion_quorum" };
    let quorum = scene.share(quorum);
    let mut list = vec![
        scene.say_with(key, &[("part", &took_part), ("seats", &seats), ("quorum", &quorum)]),
        scene.say_with("how_motion_base", &[("base", &scene.say(base)), ("count", &number(outcome.base))]),
    ];
    if outcome.decision == MotionDecision::Inquorate {
        list.push(scene.say("how_motion_inquorate"));
        return list;
    }
    let key = match comparison {
        Comparison::MoreThan => "how_motion_more_than",
        Comparison::AtLeast => "how_motion_at_least",
    };
    let share = format::share(outcome.votes_for, outcome.base, scene.language);
    let (in_favour, threshold) = (number(outcome.votes_for), scene.share(threshold));
    list.push(scene.say_with(key, &[("for", &in_favour), ("share", &share), ("threshold", &threshold)]));
    list
}

fn figures(scene: &Scene<'_>, outcome: &MotionOutcome) -> CountView {
    use MotionDecision::{Adopted, Inquorate, Rejected};
    let key = match outcome.decision {
        Adopted => "motion_adopted",
        Rejected => "motion_rejected",
        Inquorate => "motion_inquorate",
    };
    let number = |value| scene.number(value);
    let (votes_for, votes_against) = (number(outcome.votes_for), number(outcome.votes_against));
    let abstentions = number(outcome.abstentions);
    let values = [("for", votes_for.as_str()), ("against", &votes_against), ("abstention", &abstentions)];
    let won = outcome.decision == Adopted;
    let answers = vec![
        (scene.say("answer_for"), outcome.votes_for, won),
        (scene.say("answer_against"), outcome.votes_against, false),
        (scene.say("answer_abstention"), outcome.abstentions, false),
        (scene.say("answer_not_voting"), outcome.not_voting, false),
        (scene.say("answer_blank"), outcome.blank, false),
    ];
    let mut view = empty(scene, scene.say_with(key, &values));
    view.measure = scene.say("answers_measure");
    view.tables = vec![table(scene, &answers)];
    view.bars = bars(scene, answers);
    view.figures = vec![
        figure(scene, "figure_seats", outcome.seats),
        figure(scene, "figure_took_part", outcome.took_part),
        figure(scene, "figure_base", outcome.base),
    ];
    view
}

fn table(scene: &Scene<'_>, answers: &[(String, u64, bool)]) -> TableView {
    let row = |(name, weight, won): &(String, u64, bool)| Row {
        name: name.clone(),
        cells: vec![Cell::number(scene.number(*weight))],
        won: *won,
    };
    TableView {
        caption: scene.say("answers_measure"),
        head: scene.say("answer"),
        columns: vec![Column::number(scene.say("count"))],
        rows: answers.iter().map(row).collect(),
        notes: Vec::new(),
    }
}
