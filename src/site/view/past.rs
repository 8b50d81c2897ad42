//! The history of a record: who changed what, when, and word by word.

mod signed;

use serde::Serialize;

use super::{Day, Link, Scene, Shell};
use crate::document::{Fact, Moment, RecordId, SignedProposal, Version};
use crate::grammar::Token as _;
use crate::history::{Change, Commit, Extent, Stamp};
use crate::language::Language;
use crate::site::format;
use crate::site::past::difference::{self, Comparison, Line, Piece};
use crate::site::past::facts::{FactChange, of_facts};
use crate::site::past::{self, Hidden, STEPS_A_PAGE, Sight, Step, Versions};
use crate::site::route::Page;
use crate::tree::FilePath;

/// What a record's page says of its past.
#[derive(Clone, Debug, Serialize)]
pub struct Changed {
    /// The day of its last change.
    pub day: Option<Day>,
    /// Whether what is shown is in no commit yet.
    pub uncommitted: bool,
    /// Its history, where it has more than one version.
    pub history: Option<Link>,
}

/// A page of the history of a record.
#[derive(Clone, Debug, Serialize)]
pub struct HistoryView {
    /// What every page has.
    pub page: Shell,
    /// The record.
    pub record: Link,
    /// What the author signed, and what the council's files were; each where there is any.
    pub parts: Vec<Part>,
    /// The other pages of this history.
    pub sheets: Vec<SheetLink>,
    /// That this clone does not know what was before.
    pub beginning: Option<String>,
    /// The files, by which git tells the same.
    pub files: Vec<String>,
}

/// Steps of one kind, newest first.
#[derive(Clone, Debug, Serialize)]
pub struct Part {
    /// Its place on the page.
    pub anchor: &'static str,
    /// What they are.
    pub title: String,
    /// The steps.
    pub steps: Vec<StepView>,
}

/// A page of a history that has several.
#[derive(Clone, Debug, Serialize)]
pub struct SheetLink {
    /// Where, with its number.
    pub link: Link,
    /// Whether it is this one.
    pub current: bool,
}

/// One step.
#[derive(Clone, Debug, Serialize)]
pub struct StepView {
    /// Its place on the page.
    pub anchor: String,
    /// What it is called where it is not called by its hour.
    pub title: String,
    /// When.
    pub when: Option<Day>,
    /// Who.
    pub who: String,
    /// The author's id on the roll, of a signed version.
    pub signer: Option<String>,
    /// The entry of the log, of a signed version.
    pub entry: Option<u64>,
    /// What the author of the commit said of it.
    pub subject: String,
    /// The id of the commit, shortened.
    pub commit: String,
    /// The merge by which it came into the main line.
    pub merge: Option<MergeView>,
    /// Why it is not shown, or what there is to say of it.
    pub note: Option<String>,
    /// What it changed.
    pub changes: Vec<ChangeView>,
}

/// A merge.
#[derive(Clone, Debug, Serialize)]
pub struct MergeView {
    /// When.
    pub when: Option<Day>,
    /// Who.
    pub who: String,
    /// What was said of it.
    pub subject: String,
    /// Its id, shortened.
    pub commit: String,
}

/// What a step did to one file.
#[derive(Clone, Debug, Serialize)]
pub struct ChangeView {
    /// The file; empty where there is only one.
    pub file: String,
    /// The language of its words, where it is not the page's.
    pub lang: Option<&'static str>,
    /// Where it lay before.
    pub moved_from: Option<String>,
    /// Keys of its head.
    pub facts: Vec<FactView>,
    /// Lines of its text.
    pub lines: Vec<LineView>,
    /// What there is to say of it.
    pub notes: Vec<String>,
}

/// A key whose value changed.
#[derive(Clone, Debug, Serialize)]
pub struct FactView {
    /// The key.
    pub key: String,
    /// What went and what came.
    pub pieces: Vec<PieceView>,
}

/// A line.
#[derive(Clone, Debug, Serialize)]
pub struct LineView {
    /// That lines are left out here.
    pub gap: Option<String>,
    /// Its words.
    pub pieces: Vec<PieceView>,
}

/// Some words.
#[derive(Clone, Debug, Serialize)]
pub struct PieceView {
    /// `same`, `out` or `in`.
    pub kind: &'static str,
    /// The words.
    pub text: String,
}

/// What the page of a record says of its past; nothing where nothing is known.
pub(super) fn changed(scene: &Scene<'_>, page: &Page) -> Option<Changed> {
    let (folder, id) = page.record()?;
    changed_record(scene, folder, id)
}

/// The same for a record by its folder and id.
pub(super) fn changed_record(scene: &Scene<'_>, folder: &'static str, id: &RecordId) -> Option<Changed> {
    let files = past::files_of(scene.documents(), folder, id);
    let steps = scene.chronicle.steps(&files);
    let first = Page::History(folder, id.clone(), 1);
    let signed = signed_versions(scene, folder, id).len();
    let count = steps.len() + signed;
    let text = scene.say_with("past_link", &[("count", &scene.number(count as u64))]);
    let changed = Changed {
        day: steps.iter().find_map(|step| stamp_day(scene, step.commit?.when)),
        uncommitted: steps.first().is_some_and(|step| step.commit.is_none()),
        history: scene.plan.has(&first).then(|| scene.link(&first, text)),
    };
    (changed.day.is_some() || changed.uncommitted || changed.history.is_some()).then_some(changed)
}

/// The same for files that have no history of their own.
pub(super) fn changed_files(scene: &Scene<'_>, files: &[&FilePath]) -> Option<Changed> {
    let steps = scene.chronicle.steps(files);
    let day = steps.iter().find_map(|step| stamp_day(scene, step.commit?.when));
    let uncommitted = steps.first().is_some_and(|step| step.commit.is_none());
    (day.is_some() || uncommitted).then_some(Changed { day, uncommitted, history: None })
}

fn signed_versions<'a>(scene: &Scene<'a>, folder: &str, id: &RecordId) -> &'a [SignedProposal] {
    if folder == "proposals" { scene.library.versions(id) } else { &[] }
}

impl HistoryView {
    /// A page of the history of a record.
    #[must_use]
    pub fn new(scene: &Scene<'_>, folder: &'static str, id: &RecordId, sheet: usize) -> Option<Self> {
        let files = past::files_of(scene.documents(), folder, id);
        let steps = scene.chronicle.steps(&files);
        let record = past::page_of(scene.documents(), folder, id)?;
        let record = scene.link(&record, title(scene, folder, id));
        let page = Page::History(folder, id.clone(), sheet);
        let heading = scene.say_with("past_title", &[("title", &record.text)]);
        let mut shell = Shell::new(scene, &page, "history", &heading, past::list_of(folder));
        shell.crumbs.push(record.clone());
        let first = sheet.saturating_sub(1) * STEPS_A_PAGE;
        let shown = first..(first + STEPS_A_PAGE).min(steps.len());
        let is_last = shown.end == steps.len();
        let sight = files.first().map(|main| scene.chronicle.sight(main, &steps, scene.as_of));
        let views = sight.iter().flat_map(|sight| shown.clone().map(|at| step(scene, sight, &steps[at], at)));
        let versions = if sheet > 1 { &[] } else { signed_versions(scene, folder, id) };
        let parts = [
            Part { anchor: "signed", title: scene.say("past_signed"), steps: signed::steps(scene, versions) },
            Part { anchor: "council", title: scene.say("past_council"), steps: views.collect() },
        ];
        Some(Self {
            parts: parts.into_iter().filter(|part| !part.steps.is_empty()).collect(),
            sheets: sheets(scene, folder, id, sheet),
            beginning: beginning(scene, &files).filter(|_| is_last),
            files: files.iter().map(ToString::to_string).collect(),
            record,
            page: shell,
        })
    }
}

fn title(scene: &Scene<'_>, folder: &str, id: &RecordId) -> String {
    if folder == "proposals" {
        return super::proposal::link(scene, id).text;
    }
    past::title_of(scene.documents(), folder, id, scene.language).unwrap_or_else(|| id.to_string())
}

fn sheets(scene: &Scene<'_>, folder: &'static str, id: &RecordId, current: usize) -> Vec<SheetLink> {
    let page = |number: usize| Page::History(folder, id.clone(), number);
    let numbers: Vec<usize> = (1..=usize::MAX).take_while(|number| scene.plan.has(&page(*number))).collect();
    let sheet = |number: &usize| SheetLink {
        link: scene.link(&page(*number), number.to_string()),
        current: *number == current,
    };
    if numbers.len() > 1 { numbers.iter().map(sheet).collect() } else { Vec::new() }
}

fn beginning(scene: &Scene<'_>, files: &[&FilePath]) -> Option<String> {
    let is_cut = files.iter().any(|file| scene.chronicle.file(file).is_some_and(|file| file.is_cut));
    let Extent::Since(stamp) = &scene.chronicle.history().past.extent else { return None };
    let day = stamp_day(scene, *stamp).filter(|_| is_cut)?;
    Some(scene.say_with("past_beginning", &[("day", &day.text)]))
}

fn step(scene: &Scene<'_>, sight: &Sight<'_>, step: &Step<'_>, at: usize) -> StepView {
    let hidden = sight.hidden(at);
    let difference_hidden = sight.difference_hidden(at);
    // The message of a redaction may name what was taken out.
    let is_told = hidden.is_none() && difference_hidden != Some(Hidden::Redacted);
    let subject = |commit: &Commit| if is_told { scene.chronicle.subject(commit).to_owned() } else { String::new() };
    let (note, changes) = match (hidden, difference_hidden) {
        (Some(reason), _) => (Some(scene.say(hidden_key(reason))), Vec::new()),
        (None, Some(reason)) => (Some(scene.say(border_key(reason))), Vec::new()),
        (None, None) => files(scene, sight, step),
    };
    StepView {
        anchor: step.commit.map_or_else(|| "uncommitted".to_owned(), |commit| format!("c{}", short(commit))),
        title: step.commit.map_or_else(|| scene.say("past_uncommitted"), |_| String::new()),
        when: step.commit.and_then(|commit| moment(scene, commit.when)),
        who: step.commit.map(|commit| commit.author.to_string()).unwrap_or_default(),
        signer: None,
        entry: None,
        subject: step.commit.map(subject).unwrap_or_default(),
        commit: step.commit.map(short).unwrap_or_default(),
        merge: step.merge.map(|commit| merge(scene, commit, subject(commit))),
        note,
        changes,
    }
}

/// Why a version is not shown.
const fn hidden_key(reason: Hidden) -> &'static str {
    match reason {
        Hidden::NotPublished => "past_not_published",
        Hidden::Redacted => "past_redacted",
        Hidden::Withheld => "past_withheld",
    }
}

/// Why the first version after one that is not shown is not compared with it.
const fn border_key(reason: Hidden) -> &'static str {
    match reason {
        Hidden::NotPublished => "past_published",
        Hidden::Redacted => "past_redaction",
        Hidden::Withheld => "past_withheld",
    }
}

fn merge(scene: &Scene<'_>, commit: &Commit, subject: String) -> MergeView {
    MergeView { when: moment(scene, commit.when), who: commit.author.to_string(), subject, commit: short(commit) }
}

fn short(commit: &Commit) -> String {
    commit.id.to_string().chars().take(10).collect()
}

fn files(scene: &Scene<'_>, sight: &Sight<'_>, step: &Step<'_>) -> (Option<String>, Vec<ChangeView>) {
    let mut changes = Vec::new();
    for (file, change) in &step.files {
        match sight.versions(file, *change) {
            Ok(versions) => changes.push(of_file(scene, file, *change, &versions)),
            Err(reason) => return (Some(scene.say(hidden_key(reason))), Vec::new()),
        }
    }
    (None, changes)
}

fn of_file(scene: &Scene<'_>, file: &FilePath, change: Option<&Change>, versions: &Versions) -> ChangeView {
    let mut view = match (&versions.old, &versions.new) {
        _ if versions.is_new => noted(scene, "past_first"),
        _ if versions.is_gone => noted(scene, "past_gone"),
        (Some(old), Some(new)) => compared(scene, old, new),
        _ => noted(scene, "past_missing"),
    };
    view.file = file.to_string();
    view.moved_from = change.and_then(|change| change.moved_from.as_ref()).map(ToString::to_string);
    // A move without a change has nothing else to tell.
    if view.moved_from.is_some() && versions.old == versions.new {
        view.notes.clear();
    }
    view.lang = scene.foreign(language(scene, file));
    view
}

/// The language that a file's name gives; else the site's main one.
fn language(scene: &Scene<'_>, file: &FilePath) -> Language {
    let named = file.stem().rsplit_once('.').and_then(|(_, code)| code.parse().ok());
    named.unwrap_or_else(|| scene.documents().config.main_language())
}

fn noted(scene: &Scene<'_>, key: &str) -> ChangeView {
    let notes = vec![scene.say(key)];
    ChangeView { file: String::new(), lang: None, moved_from: None, facts: Vec::new(), lines: Vec::new(), notes }
}

/// Heads that can be read are compared key by key; otherwise the files are, as texts.
fn compared(scene: &Scene<'_>, old: &[u8], new: &[u8]) -> ChangeView {
    match (Version::read(old), Version::read(new)) {
        (Some(old), Some(new)) => of_parts(scene, (&old.facts, old.text), (&new.facts, new.text)),
        _ => of_parts(scene, (&[], &String::from_utf8_lossy(old)), (&[], &String::from_utf8_lossy(new))),
    }
}

type Parts<'a> = (&'a [(String, Fact)], &'a str);

fn of_parts(scene: &Scene<'_>, old: Parts<'_>, new: Parts<'_>) -> ChangeView {
    let (facts, keys_left_out) = of_facts(old.0, new.0);
    let (mut lines, mut notes) = (Vec::new(), Vec::new());
    let mut left_out = |number: usize, key: &str| {
        if number > 0 {
            notes.push(scene.say_with(key, &[("count", &scene.number(number as u64))]));
        }
    };
    left_out(keys_left_out, "past_keys_left_out");
    match difference::of_texts(old.1, new.1) {
        Comparison::Lines(found, cut) => {
            lines = found.into_iter().map(|found| line(scene, found)).collect();
            left_out(cut, "past_lines_left_out");
        }
        Comparison::TooLong => notes.push(scene.say("past_too_long")),
        Comparison::Same if facts.is_empty() => notes.push(scene.say("past_spaces")),
        Comparison::Same => {}
    }
    let facts = facts.into_iter().map(|FactChange { key, pieces }| FactView { key, pieces: views(pieces) }).collect();
    ChangeView { file: String::new(), lang: None, moved_from: None, facts, lines, notes }
}

fn line(scene: &Scene<'_>, line: Line) -> LineView {
    match line {
        Line::Words(pieces) => LineView { gap: None, pieces: views(pieces) },
        Line::Gap(1) => LineView { gap: Some(scene.say("past_gap_one")), pieces: Vec::new() },
        Line::Gap(number) => {
            let gap = scene.say_with("past_gap", &[("count", &scene.number(number as u64))]);
            LineView { gap: Some(gap), pieces: Vec::new() }
        }
    }
}

fn views(pieces: Vec<Piece>) -> Vec<PieceView> {
    let view = |piece| match piece {
        Piece::Same(text) => PieceView { kind: "same", text },
        Piece::Out(text) => PieceView { kind: "out", text },
        Piece::In(text) => PieceView { kind: "in", text },
    };
    pieces.into_iter().map(view).collect()
}

fn stamp_day(scene: &Scene<'_>, stamp: Stamp) -> Option<Day> {
    Some(scene.day(past::local(stamp)?.get(..10)?.parse().ok()?))
}

/// The hour of a stamp by its own clock.
fn moment(scene: &Scene<'_>, stamp: Stamp) -> Option<Day> {
    let local = past::local(stamp)?;
    let text = local.get(..16)?;
    let (sign, ahead) = (if stamp.offset < 0 { '-' } else { '+' }, stamp.offset.abs());
    Some(Day {
        text: format::moment(Moment::read(text)?, scene.language),
        iso: format!("{text}{sign}{:02}:{:02}", ahead / 60, ahead % 60),
    })
}
