//! Tables of motions, and of the methods that add up votes, points or grades.

use std::collections::BTreeSet;

use super::{Table, cell, column, fields, word};
use crate::council::Answer;
use crate::council::tally::{
    ApprovalStep, GradedStep, MajorityJudgmentOutcome, Motion2Outcome, MotionOutcome, PointsOutcome, PointsStep,
};

/// The answers with their weights.
fn answers(motion: &MotionOutcome) -> [(Answer, u64); 5] {
    [
        (Answer::For, motion.votes_for),
        (Answer::Against, motion.votes_against),
        (Answer::Abstention, motion.abstentions),
        (Answer::NotVoting, motion.not_voting),
        (Answer::Blank, motion.blank),
    ]
}

/// What was decided stands at each answer, so that no row is without it.
pub(super) fn motion(motion: &MotionOutcome) -> Table {
    let columns = vec![
        column(fields::ANSWER, |(answer, _): &(Answer, u64)| answer.word().to_owned()),
        column(fields::WEIGHT, |(_, weight): &(Answer, u64)| weight.to_string()),
        column(fields::DECISION, |_: &(Answer, u64)| word(&motion.decision)),
    ];
    Table::about(&answers(motion), columns)
}

/// The same, and at the answer of the chair, where it counted once more, `yes`.
pub(super) fn motion2(outcome: &Motion2Outcome) -> Table {
    let chair = |(answer, _): &(Answer, u64)| if outcome.casting_vote == Some(*answer) { "yes" } else { "" }.to_owned();
    let columns = vec![
        column(fields::ANSWER, |(answer, _): &(Answer, u64)| answer.word().to_owned()),
        column(fields::WEIGHT, |(_, weight): &(Answer, u64)| weight.to_string()),
        column(fields::CASTING_VOTE, chair),
        column(fields::DECISION, |_: &(Answer, u64)| word(&outcome.motion.decision)),
    ];
    Table::about(&answers(&outcome.motion), columns)
}

pub(super) fn support(steps: &[ApprovalStep]) -> Table {
    let columns = vec![
        column(fields::OPTION, |step: &ApprovalStep| step.option.to_string()),
        column(fields::SUPPORT, |step: &ApprovalStep| step.support.to_string()),
        column(fields::OUTCOME, |step: &ApprovalStep| word(&step.outcome)),
        column(fields::REASON, |step: &ApprovalStep| word(&step.reason)),
        column(fields::MARGIN, |step: &ApprovalStep| cell(step.behind_last_winner.as_ref())),
    ];
    Table::about(steps, columns)
}

/// Sums, and how many gave each number of points that somebody gave.
pub(super) fn points(outcome: &PointsOutcome) -> Table {
    let given: BTreeSet<u32> = outcome.options.iter().flat_map(|step| &step.given).map(|given| given.points).collect();
    let mut columns = vec![
        column(fields::OPTION, |step: &PointsStep| step.option.to_string()),
        column(fields::POINTS, |step: &PointsStep| step.points.to_string()),
        column(fields::OUTCOME, |step: &PointsStep| word(&step.outcome)),
        column(fields::REASON, |step: &PointsStep| word(&step.reason)),
        column(fields::MARGIN, |step: &PointsStep| cell(step.behind_last_winner.as_ref())),
    ];
    columns.extend(given.into_iter().rev().map(|points| {
        column(fields::GAVE.named(format!("gave_{points}")), move |step: &PointsStep| {
            step.given.iter().find(|given| given.points == points).map_or(0, |given| given.weight).to_string()
        })
    }));
    Table::about(&outcome.options, columns)
}

/// Median grades, and how many gave each grade.
pub(super) fn grades(outcome: &MajorityJudgmentOutcome) -> Table {
    let mut columns = vec![
        column(fields::OPTION, |step: &GradedStep| step.option.to_string()),
        column(fields::MEDIAN, |step: &GradedStep| cell(step.median.as_ref())),
        column(fields::ABOVE, |step: &GradedStep| step.above.to_string()),
        column(fields::BELOW, |step: &GradedStep| step.below.to_string()),
        column(fields::OUTCOME, |step: &GradedStep| word(&step.outcome)),
        column(fields::REASON, |step: &GradedStep| word(&step.reason)),
        column(fields::PARTED_AFTER, |step: &GradedStep| cell(step.parted.as_ref().map(|parted| &parted.removed))),
    ];
    let names = outcome.options.first().into_iter().flat_map(|step| &step.grades).map(|line| &line.grade);
    columns.extend(names.map(|grade| {
        column(fields::GRADE.named(format!("grade_{grade}")), move |step: &GradedStep| {
            cell(step.grades.iter().find(|line| line.grade == *grade).map(|line| &line.weight))
        })
    }));
    Table::about(&outcome.options, columns)
}
