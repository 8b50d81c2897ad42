//! A certified result: who won, who did not and why, step by step.

mod duels;
mod grades;
mod motion;
mod paper;
mod points;
mod projects;
mod ranked;
mod rounds;
mod table;

use serde::Serialize;

use self::table::TableView;
use super::{Label, Link, Scene, vote_rules};
use crate::council::tally::{OptionOutcome, Outcome, RankedReason, StepReason, TallyFile, least_change};
use crate::council::{ElectorateId, EnvelopeId, OptionId, Rules};
use crate::document::{RecordId, Vote};
use crate::grammar::Token as _;
use crate::language::Language;
use crate::site::route::Page;

/// A certified result: one count, or one for each electorate.
#[derive(Clone, Debug, Serialize)]
pub struct ResultView {
    /// The counts.
    pub counts: Vec<CountView>,
    /// That each electorate has its own count, where there are several.
    pub separately: Option<String>,
    /// The polling stations, where the vote takes paper.
    pub paper: Option<paper::PaperView>,
    /// The numbers of ballots.
    pub figures: Vec<Figure>,
    /// How many refusals are recorded, by code.
    pub refusals: Vec<RefusalCount>,
}

/// What ballots add up to.
#[derive(Clone, Debug, Serialize)]
pub struct CountView {
    /// Whose they are, where electorates are counted separately.
    pub electorate: Option<String>,
    /// In one sentence.
    pub sentence: String,
    /// How few ballots would have changed it, where the count tells.
    pub least_change: Option<String>,
    /// What the bars show: answers of a motion, or options.
    pub bars: Vec<Bar>,
    /// What the bars and the second column of the steps measure.
    pub measure: String,
    /// Whether a tie leaves something open.
    pub has_ties: bool,
    /// How options were graded, where they were.
    pub grades: Option<grades::GradesView>,
    /// How this was counted, with its own figures.
    pub how: Vec<String>,
    /// The steps of the count; none for a motion.
    pub steps: Vec<StepView>,
    /// The name of the column of places, where steps tell one.
    pub place_head: Option<String>,
    /// Whether steps tell a margin.
    pub has_margins: bool,
    /// What a margin is here.
    pub margin_note: String,
    /// Rounds, duels, purchases: what the count went through.
    pub tables: Vec<TableView>,
    /// Whether steps have a cost.
    pub has_costs: bool,
    /// The envelopes after the count.
    pub envelopes: Vec<EnvelopeResult>,
    /// The numbers beside it.
    pub figures: Vec<Figure>,
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
    /// Whether a tie leaves it open.
    pub open: bool,
}

/// One step of the count.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// Its number.
    pub number: usize,
    /// Its place, where the method orders all options and holds some equal.
    pub place: Option<String>,
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

/// The title of an option.
fn name(scene: &Scene<'_>, vote: &Vote, id: &OptionId) -> String {
    option_link(scene, vote, id).text
}

/// The title of an option within a sentence.
fn quoted(scene: &Scene<'_>, vote: &Vote, id: &OptionId) -> String {
    scene.say_with("quoted", &[("words", &name(scene, vote, id))])
}

/// The titles of several, within a sentence.
fn names<'a>(scene: &Scene<'_>, vote: &Vote, ids: impl IntoIterator<Item = &'a OptionId>) -> String {
    let names: Vec<String> = ids.into_iter().map(|id| quoted(scene, vote, id)).collect();
    match names.split_last() {
        Some((last, others)) if !others.is_empty() => {
            scene.say_with("names_and", &[("list", &others.join(", ")), ("last", last)])
        }
        _ => names.concat(),
    }
}

/// The result of `tally`.
pub(super) fn result(scene: &Scene<'_>, vote: &Vote, tally: &TallyFile) -> ResultView {
    let count = |(electorate, outcome): (Option<&ElectorateId>, &Outcome)| CountView {
        electorate: electorate.map(|id| electorate_name(scene, vote, id)),
        least_change: tally
            .least_change_of(electorate)
            .map(|ballots| format!("{}.", least_change(ballots, scene.language))),
        ..of_outcome(scene, vote, &vote.draft.rules, outcome)
    };
    let ballots = [
        ("figure_recorded", tally.ballots.recorded),
        ("figure_counted", tally.ballots.counted),
        ("figure_superseded", tally.ballots.superseded),
        ("figure_blank", tally.ballots.blank),
        ("figure_refused", tally.ballots.refused),
    ];
    ResultView {
        counts: tally.outcomes().map(count).collect(),
        separately: vote_rules::electorates(scene, vote)
            .filter(|_| tally.outcomes().any(|(electorate, _)| electorate.is_some())),
        paper: tally.paper.as_ref().map(|paper| paper::view(scene, paper)),
        figures: ballots.map(|(key, value)| figure(scene, key, value)).to_vec(),
        refusals: refusals(scene, tally),
    }
}

/// The name of an electorate.
pub(super) fn electorate_name(scene: &Scene<'_>, vote: &Vote, id: &ElectorateId) -> String {
    let title = vote.electorate_titles.iter().find(|(other, _)| other == id);
    title.map_or_else(|| id.to_string(), |(_, title)| scene.of(title).to_owned())
}

/// Marks the bars of the options that a tie leaves open, which stand in the order of `outcomes`.
fn mark_open(view: &mut CountView, outcomes: impl Iterator<Item = OptionOutcome>) {
    for (bar, outcome) in view.bars.iter_mut().zip(outcomes) {
        bar.open = outcome.is_open();
        view.has_ties |= bar.open;
    }
}

/// What the page shows of one outcome by its rules.
fn of_outcome(scene: &Scene<'_>, vote: &Vote, rules: &Rules, outcome: &Outcome) -> CountView {
    let mut view = counted(scene, vote, rules, outcome);
    view.how.insert(0, scene.say_with("how_method", &[("method", &vote_rules::method(scene, rules))]));
    view
}

fn counted(scene: &Scene<'_>, vote: &Vote, rules: &Rules, outcome: &Outcome) -> CountView {
    match outcome {
        Outcome::Motion(outcome) => motion::motion(scene, rules, outcome),
        Outcome::Motion2(outcome) => motion::motion2(scene, rules, outcome),
        Outcome::Approval(outcome) => points::approval(scene, vote, outcome),
        Outcome::SingleChoice(outcome) => points::single_choice(scene, vote, rules, outcome),
        Outcome::Score(outcome) => points::points(scene, vote, "how_score", outcome),
        Outcome::Cumulative(outcome) => points::points(scene, vote, "how_cumulative", outcome),
        Outcome::MajorityJudgment(outcome) => grades::majority_judgment(scene, vote, outcome),
        Outcome::Irv(outcome) => ranked::irv(scene, vote, outcome),
        Outcome::StvScottish(outcome) => ranked::stv(scene, vote, outcome),
        Outcome::Borda(outcome) => ranked::borda(scene, vote, outcome),
        Outcome::RankedPairs(outcome) => ranked::ranked_pairs(scene, vote, outcome),
        Outcome::Schulze(outcome) => ranked::schulze(scene, vote, outcome),
        Outcome::BudgetGreedy(outcome) | Outcome::BudgetGreedy2(outcome) => projects::greedy(scene, vote, outcome),
        Outcome::BudgetEqualShares(outcome) => projects::equal_shares(scene, vote, rules, outcome),
        Outcome::BudgetPhragmen(outcome) => projects::phragmen(scene, vote, outcome),
        Outcome::BudgetKnapsack(outcome) => projects::knapsack(scene, vote, outcome),
    }
}

fn empty(scene: &Scene<'_>, sentence: String) -> CountView {
    CountView {
        electorate: None,
        sentence,
        least_change: None,
        bars: Vec::new(),
        measure: scene.say("support"),
        has_ties: false,
        grades: None,
        how: Vec::new(),
        steps: Vec::new(),
        place_head: None,
        has_margins: false,
        margin_note: scene.say("margin_note"),
        tables: Vec::new(),
        has_costs: false,
        envelopes: Vec::new(),
        figures: Vec::new(),
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
        open: false,
    };
    values.into_iter().map(bar).collect()
}

/// Nothing yet but who wins, and what a tie leaves open, in a sentence or two.
fn summary<'a>(
    scene: &Scene<'_>,
    vote: &Vote,
    options: impl Iterator<Item = (&'a OptionId, OptionOutcome)>,
) -> CountView {
    let options: Vec<(&OptionId, OptionOutcome)> = options.collect();
    let which = |wanted: fn(OptionOutcome) -> bool| -> Vec<String> {
        let wanted = options.iter().filter(|(_, outcome)| wanted(*outcome));
        wanted.map(|(id, _)| name(scene, vote, id)).collect()
    };
    let winners = which(|outcome| outcome == OptionOutcome::Selected);
    let tied = which(|outcome| outcome == OptionOutcome::Tied);
    let undecided = which(|outcome| outcome == OptionOutcome::Undecided);
    let mut sentences = Vec::new();
    match winners.as_slice() {
        [] if tied.is_empty() && undecided.is_empty() => {
            sentences.extend(["result_none", "result_none_follows"].map(|key| scene.say(key)));
        }
        [] => sentences.push(scene.say("result_none")),
        [winner] => sentences.push(scene.say_with("result_winner", &[("winner", winner)])),
        several => {
            let count = scene.number(several.len() as u64);
            sentences.push(scene.say_with("result_winners", &[("count", &count), ("winners", &several.join(", "))]));
        }
    }
    for (key, options) in [("result_open", tied), ("result_rest_undecided", undecided)] {
        if !options.is_empty() {
            sentences.push(scene.say_with(key, &[("options", &options.join(", "))]));
        }
    }
    empty(scene, sentences.join(" "))
}

/// `number`, of which `scale` are one, with as many decimals as it needs: `scale` divides a power of ten.
fn decimal(scene: &Scene<'_>, number: u64, scale: u64) -> String {
    let scale = scale.max(1);
    let mut text = scene.number(number / scale);
    let mut rest = u128::from(number % scale);
    if rest > 0 {
        text.push(if scene.language == Language::Fr { ',' } else { '.' });
    }
    while rest > 0 && text.len() < 64 {
        rest *= 10;
        text.push_str(&(rest / u128::from(scale)).to_string());
        rest %= u128::from(scale);
    }
    text
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

const fn ranked_reason_key(reason: RankedReason) -> &'static str {
    match reason {
        RankedReason::Selected => "reason_ranked_selected",
        RankedReason::NotElected => "reason_not_elected",
        RankedReason::Beaten => "reason_beaten",
        RankedReason::NoPlaceLeft => "reason_no_place_left",
        RankedReason::LostByOrder => "reason_lost_by_order",
        RankedReason::LostDraw => "reason_lost_draw",
        RankedReason::Tied => "reason_ranked_tied",
        RankedReason::TooManyWays => "reason_too_many_ways",
        RankedReason::NoVotes => "reason_no_votes",
    }
}
