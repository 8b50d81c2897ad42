//! A certified result: who won, who did not and why, step by step.

mod grades;
mod paper;
mod points;
mod ranked;

use serde::Serialize;

use super::{Label, Link, Scene, format};
use crate::council::tally::{
    ApprovalOutcome, ApprovalStep, BudgetOutcome, EnvelopeOutcome, MotionOutcome, OptionOutcome, Outcome, StepReason,
    TallyFile, least_change,
};
use crate::council::{Amount, EnvelopeId, OptionId};
use crate::document::{RecordId, Vote};
use crate::grammar::Token as _;
use crate::site::route::Page;

/// A result.
#[derive(Clone, Debug, Serialize)]
pub struct ResultView {
    /// In one sentence.
    pub sentence: String,
    /// How few ballots would have changed it, where the count tells.
    pub least_change: Option<String>,
    /// What the bars show: answers of a motion, or options.
    pub bars: Vec<Bar>,
    /// The steps of the count; none for a motion.
    pub steps: Vec<StepView>,
    /// Whether steps have a cost.
    pub has_costs: bool,
    /// The envelopes after the count.
    pub envelopes: Vec<EnvelopeResult>,
    /// The polling stations, where the vote takes paper.
    pub paper: Option<paper::PaperView>,
    /// The numbers beside it.
    pub figures: Vec<Figure>,
    /// How many refusals are recorded, by code.
    pub refusals: Vec<RefusalCount>,
}

/// One bar of the chart.
#[derive(Clone, Debug, Serialize)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Its length in thousandths of the longest.
    pub length: u64,
    /// Whether it won.
    pub won: bool,
}

/// One step of the count.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// Its number.
    pub number: usize,
    /// The option.
    pub link: Link,
    /// Its support.
    pub support: String,
    /// Its cost.
    pub cost: Option<String>,
    /// What became of it.
    pub outcome: Label,
    /// Why.
    pub reason: String,
    /// The envelope that pays it.
    pub paid_from: Option<String>,
    /// How much more support the last winner has.
    pub margin: Option<String>,
    /// Whether it won.
    pub won: bool,
}

/// An envelope after the count.
#[derive(Clone, Debug, Serialize)]
pub struct EnvelopeResult {
    /// Its name.
    pub name: String,
    /// What it held.
    pub amount: String,
    /// What it paid.
    pub spent: String,
    /// What is left.
    pub left: String,
}

/// A number with its name.
#[derive(Clone, Debug, Serialize)]
pub struct Figure {
    /// Its name.
    pub name: String,
    /// The number.
    pub value: String,
}

/// Refusals with one code.
#[derive(Clone, Debug, Serialize)]
pub struct RefusalCount {
    /// The code.
    pub code: String,
    /// What it means.
    pub meaning: String,
    /// How many.
    pub count: String,
}

/// The title of an option, linked to its proposal.
pub(super) fn option_link(scene: &Scene<'_>, vote: &Vote, id: &OptionId) -> Link {
    let Some(option) = vote.draft.options.iter().find(|option| option.id == *id) else {
        return Link { href: String::new(), text: id.to_string() };
    };
    let text = scene.localised(&option.title);
    let proposal = option.proposal.as_ref().and_then(|id| RecordId::read(id.as_str()));
    match proposal.map(Page::Proposal).filter(|page| scene.plan.has(page)) {
        Some(page) => scene.link(&page, text),
        None => Link { href: String::new(), text },
    }
}

/// The name of an envelope.
pub(super) fn envelope_name(scene: &Scene<'_>, vote: &Vote, id: &EnvelopeId) -> String {
    let title = vote.envelope_titles.iter().find(|(other, _)| other == id);
    title.map_or_else(|| id.to_string(), |(_, title)| scene.of(title).to_owned())
}

/// The result of `tally`.
pub(super) fn result(scene: &Scene<'_>, vote: &Vote, tally: &TallyFile) -> ResultView {
    let mut view = match &tally.outcome {
        Outcome::Motion(outcome) => motion(scene, outcome),
        Outcome::Approval(outcome) => approval(scene, vote, outcome),
        Outcome::Score(outcome) | Outcome::Cumulative(outcome) => points::points(scene, vote, outcome),
        Outcome::MajorityJudgment(outcome) => grades::majority_judgment(scene, vote, outcome),
        Outcome::Motion2(outcome) => motion(scene, &outcome.motion),
        Outcome::SingleChoice(outcome) => points::single_choice(scene, vote, outcome),
        Outcome::Irv(outcome) => ranked::irv(scene, vote, outcome),
        Outcome::StvScottish(outcome) => ranked::stv(scene, vote, outcome),
        Outcome::Borda(outcome) => ranked::borda(scene, vote, outcome),
        Outcome::RankedPairs(outcome) => ranked::ranked_pairs(scene, vote, outcome),
        Outcome::Schulze(outcome) => ranked::schulze(scene, vote, outcome),
        Outcome::BudgetGreedy(outcome) | Outcome::BudgetGreedy2(outcome) => budget(scene, vote, outcome),
        Outcome::BudgetEqualShares(outcome) | Outcome::BudgetPhragmen(outcome) => budget(scene, vote, &outcome.count),
        Outcome::BudgetKnapsack(outcome) => budget(scene, vote, &outcome.count),
    };
    let counts = &tally.ballots;
    let ballots = [
        ("figure_recorded", counts.recorded),
        ("figure_counted", counts.counted),
        ("figure_superseded", counts.superseded),
        ("figure_blank", counts.blank),
        ("figure_refused", counts.refused),
    ];
    view.figures.extend(ballots.map(|(key, value)| figure(scene, key, value)));
    view.least_change = tally.least_change.map(|ballots| format!("{}.", least_change(ballots, scene.language)));
    view.paper = tally.paper.as_ref().map(|paper| paper::view(scene, paper));
    view.refusals = refusals(scene, tally);
    view
}

fn empty(sentence: String) -> ResultView {
    ResultView {
        sentence,
        least_change: None,
        bars: Vec::new(),
        steps: Vec::new(),
        has_costs: false,
        envelopes: Vec::new(),
        paper: None,
        figures: Vec::new(),
        refusals: Vec::new(),
    }
}

fn figure(scene: &Scene<'_>, key: &str, value: u64) -> Figure {
    Figure { name: scene.say(key), value: scene.number(value) }
}

fn refusals(scene: &Scene<'_>, tally: &TallyFile) -> Vec<RefusalCount> {
    let mut counts = std::collections::BTreeMap::<&str, u64>::new();
    for refused in &tally.refused {
        *counts.entry(&refused.code).or_default() += 1;
    }
    let view = |(code, count): (&str, u64)| RefusalCount {
        code: code.to_owned(),
        meaning: code
            .parse::<crate::report::Code>()
            .map_or_else(|_| String::new(), |c| c.meaning(scene.language).to_owned()),
        count: scene.number(count),
    };
    counts.into_iter().map(view).collect()
}

/// Bars of `(name, value, won)`, as long as their share of the largest value.
fn bars(scene: &Scene<'_>, values: Vec<(String, u64, bool)>) -> Vec<Bar> {
    let most = values.iter().map(|(_, value, _)| *value).max().unwrap_or(0).max(1);
    let bar = |(name, value, won): (String, u64, bool)| Bar {
        name,
        value: scene.number(value),
        length: value.saturating_mul(1000) / most,
        won,
    };
    values.into_iter().map(bar).collect()
}

fn motion(scene: &Scene<'_>, outcome: &MotionOutcome) -> ResultView {
    use crate::council::tally::MotionDecision::{Adopted, Inquorate, Rejected};
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
    let mut view = empty(scene.say_with(key, &values));
    view.bars = bars(scene, answers);
    view.figures = vec![
        figure(scene, "figure_seats", outcome.seats),
        figure(scene, "figure_took_part", outcome.took_part),
        figure(scene, "figure_base", outcome.base),
    ];
    view
}

/// What approval and budget have in common, of one option.
struct Step<'a> {
    option: &'a OptionId,
    support: u64,
    outcome: OptionOutcome,
    reason: StepReason,
    cost: Option<Amount>,
    paid_from: Option<&'a EnvelopeId>,
    margin: Option<u64>,
}

fn approval(scene: &Scene<'_>, vote: &Vote, outcome: &ApprovalOutcome) -> ResultView {
    supported(scene, vote, &outcome.options)
}

/// Options with the sum that each has.
fn supported(scene: &Scene<'_>, vote: &Vote, steps: &[ApprovalStep]) -> ResultView {
    let steps = steps.iter().map(|step| Step {
        option: &step.option,
        support: step.support,
        outcome: step.outcome,
        reason: step.reason,
        cost: None,
        paid_from: None,
        margin: step.behind_last_winner,
    });
    options(scene, vote, &steps.collect::<Vec<_>>())
}

fn budget(scene: &Scene<'_>, vote: &Vote, outcome: &BudgetOutcome) -> ResultView {
    let steps = outcome.options.iter().map(|step| Step {
        option: &step.option,
        support: step.support,
        outcome: step.outcome,
        reason: step.reason,
        cost: Some(step.cost),
        paid_from: step.paid_from.as_ref(),
        margin: step.behind_last_winner,
    });
    let mut view = options(scene, vote, &steps.collect::<Vec<_>>());
    let money = |amount| format::money(amount, &outcome.currency, scene.language);
    let envelope = |envelope: &EnvelopeOutcome| EnvelopeResult {
        name: envelope_name(scene, vote, &envelope.envelope),
        amount: money(envelope.amount),
        spent: money(envelope.spent),
        left: money(envelope.left),
    };
    view.envelopes = outcome.envelopes.iter().map(envelope).collect();
    view.has_costs = true;
    view
}

fn options(scene: &Scene<'_>, vote: &Vote, steps: &[Step<'_>]) -> ResultView {
    let won = |step: &&Step<'_>| step.outcome == OptionOutcome::Selected;
    let winners: Vec<String> =
        steps.iter().filter(won).map(|step| option_link(scene, vote, step.option).text).collect();
    let mut view = summary(scene, &winners);
    let values = steps.iter().map(|step| (option_link(scene, vote, step.option).text, step.support, won(&step)));
    view.bars = bars(scene, values.collect());
    view.steps = (1..).zip(steps).map(|(number, step)| step_view(scene, vote, number, step)).collect();
    view
}

/// The winners in one sentence, and nothing else yet.
fn summary(scene: &Scene<'_>, winners: &[String]) -> ResultView {
    empty(match winners {
        [] => scene.say("result_none"),
        list => scene.say_with("result_winners", &[("count", &list.len().to_string()), ("winners", &list.join(", "))]),
    })
}

fn step_view(scene: &Scene<'_>, vote: &Vote, number: usize, step: &Step<'_>) -> StepView {
    StepView {
        number,
        link: option_link(scene, vote, step.option),
        support: scene.number(step.support),
        cost: step.cost.map(|cost| scene.money(cost)),
        outcome: scene.label("result", outcome_word(step.outcome)),
        reason: scene.say(reason_key(step.reason)),
        paid_from: step.paid_from.map(|id| envelope_name(scene, vote, id)),
        margin: step.margin.map(|margin| scene.number(margin)),
        won: step.outcome == OptionOutcome::Selected,
    }
}

const fn outcome_word(outcome: OptionOutcome) -> &'static str {
    match outcome {
        OptionOutcome::Selected => "selected",
        OptionOutcome::NotSelected => "not-selected",
        OptionOutcome::Tied => "tied",
        OptionOutcome::Undecided => "undecided",
    }
}

const fn reason_key(reason: StepReason) -> &'static str {
    match reason {
        StepReason::Selected => "reason_selected",
        StepReason::BelowMinimum => "reason_below_minimum",
        StepReason::TooDear => "reason_too_dear",
        StepReason::CountingStopped => "reason_counting_stopped",
        StepReason::NoPlaceLeft => "reason_no_place_left",
        StepReason::Tied => "reason_tied",
        StepReason::AfterTie => "reason_after_tie",
        StepReason::BelowMajority => "reason_below_majority",
        StepReason::Excluded => "reason_excluded",
        StepReason::SupportersShort => "reason_supporters_short",
        StepReason::NotBest => "reason_not_best",
        StepReason::WorkLimit => "reason_work_limit",
    }
}
