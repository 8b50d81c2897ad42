//! What is wrong with a template, as a finding that names it, its line and what is missing.
//!
//! A place names the template by its file in the theme (`templates/home.html`); the theme says afterwards
//! whether that is a file of the site or of the program.

mod origin;
mod said;

use tera::{Error, ErrorKind, ReportError, Tera};

pub(super) use origin::Origin;

use super::filters;
use crate::document::nearest;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::FilePath;

/// The most findings about the templates of one theme.
const MOST: usize = 20;

/// How faults begin that a template has whatever the others are.
const ALONE: [&str; 3] = ["there is no filter", "there is no test", "there is no function"];

/// The names that a template may use.
pub(super) struct Known<'a> {
    filters: Vec<&'a str>,
    templates: Vec<&'a str>,
}

impl<'a> Known<'a> {
    pub(super) fn new(templates: impl Iterator<Item = &'a str>) -> Self {
        let mut templates: Vec<&str> = templates.collect();
        templates.sort_unstable();
        Self { filters: filters::NAMES.iter().chain(said::FILTERS).copied().collect(), templates }
    }
}

/// Why a page could not be rendered: a template asked for what its view does not have.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{path}: {}{}", finding.message.en, place(finding))]
pub struct RenderFault {
    /// The page.
    pub path: FilePath,
    /// What is wrong, and where in which template.
    pub finding: Box<Diagnostic>,
}

fn place(finding: &Diagnostic) -> String {
    let place = finding.place.iter().map(|place| (&place.file, place.line.unwrap_or(0)));
    place.map(|(file, line)| format!(" ({file}:{line})")).collect()
}

/// What the engine says of a page that it cannot render.
pub(super) fn of_rendering(template: &str, error: &Error, tera: &Tera) -> Box<Diagnostic> {
    let known = Known::new(tera.get_template_names());
    let finding = of(error, &known, &|_| None).into_iter().next();
    let mut finding = finding.unwrap_or_else(|| plain(&error.to_string(), &known));
    finding.place.get_or_insert_with(|| Place::named(&file(template)));
    Box::new(finding)
}

/// Everything that is wrong with `texts`, the templates of a theme: the first fault of each that cannot be
/// read, then what they ask of one another. Nothing where all is well.
pub(super) fn of_reading(texts: &[(String, String)], fresh: &dyn Fn() -> Tera) -> Vec<Diagnostic> {
    let known = Known::new(texts.iter().map(|(name, _)| name.as_str()));
    let source = |name: &str| texts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str());
    let mut left: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let mut findings: Vec<Diagnostic> = Vec::new();
    while findings.len() < MOST {
        let Err(error) = fresh().add_raw_templates(left.iter().copied()) else { break };
        let culprit = culprit(&error);
        let mut new = of(&error, &known, &source);
        if !findings.is_empty() {
            // A template that is left out may be what another one misses.
            let alone = |finding: &Diagnostic| ALONE.iter().any(|words| finding.message.en.starts_with(words));
            new.retain(|finding| culprit.is_some() || alone(finding));
        }
        findings.extend(new);
        // The engine stops at the first of some faults: it is asked again without that template.
        match culprit.and_then(|name| left.iter_mut().find(|(known, text)| *known == name && !text.is_empty())) {
            Some((_, text)) => *text = "",
            None => break,
        }
    }
    findings.truncate(MOST);
    findings
}

/// The template at which the engine stopped, where it stops at one.
fn culprit(error: &Error) -> Option<String> {
    match error.kind() {
        ErrorKind::SyntaxError(report) => Some(report.filename().to_owned()),
        ErrorKind::MissingParent { current, .. } => Some(current.clone()),
        ErrorKind::CircularExtend { tpl, .. } | ErrorKind::CircularInclude { tpl, .. } => Some(tpl.clone()),
        _ => None,
    }
}

/// The findings of one error; `source` gives the text of a template.
fn of<'a>(error: &Error, known: &Known<'_>, source: &dyn Fn(&str) -> Option<&'a str>) -> Vec<Diagnostic> {
    let one = match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => reported(report, known),
        ErrorKind::MissingParent { current, parent } => {
            let message = Bilingual::new(
                format!("le gabarit `{parent}`, que celui-ci prolonge, n’existe pas"),
                format!("the template `{parent}`, which this one extends, does not exist"),
            );
            let place = named_in(source(current), current, parent);
            // What extends something else than itself is what is sought.
            let others: Vec<&str> = known.templates.iter().copied().filter(|name| name != current).collect();
            with(fault(message).at(place), said::help(parent, &others))
        }
        ErrorKind::CircularExtend { tpl, inheritance_chain: chain }
        | ErrorKind::CircularInclude { tpl, include_chain: chain } => {
            let chain = chain.join(" → ");
            let message = Bilingual::new(
                format!("le gabarit revient à lui-même : {chain}"),
                format!("the template comes back to itself: {chain}"),
            );
            fault(message).at(Place::named(&file(tpl)))
        }
        ErrorKind::TemplateNotFound(name) => missing(name, known),
        ErrorKind::Msg(text) => {
            let reports = reports(text, known);
            return if reports.is_empty() { vec![plain(text, known)] } else { reports };
        }
        other => plain(&other.to_string(), known),
    };
    vec![one]
}

fn missing(name: &str, known: &Known<'_>) -> Diagnostic {
    let message =
        Bilingual::new(format!("le thème n’a pas de gabarit `{name}`"), format!("the theme has no template `{name}`"));
    let near = nearest(name, known.templates.iter().copied());
    with(fault(message), near.and_then(|near| said::help(name, &[near])))
}

fn reported(report: &ReportError, known: &Known<'_>) -> Diagnostic {
    let span = report.span();
    let length = if span.end_line == span.start_line { span.end_col.saturating_sub(span.start_col) } else { 1 };
    let place = at(report.filename(), span.start_line, span.start_col + 1, length);
    plain(report.message(), known).at(place)
}

/// The reports that the engine joins in one text: where each begins, it writes `error:` and a line with the place.
fn reports(text: &str, known: &Known<'_>) -> Vec<Diagnostic> {
    let lines: Vec<&str> = text.lines().collect();
    let read = |window: &[&str]| {
        let message = window.first()?.strip_prefix("error: ")?;
        let mut place = window.get(1)?.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let (column, line) = (place.next()?.parse().ok()?, place.next()?.parse().ok()?);
        let length = window.get(4).map_or(1, |marks| marks.matches('^').count());
        Some(plain(message, known).at(at(place.next()?, line, column, length)))
    };
    (0..lines.len()).filter_map(|from| read(&lines[from..])).collect()
}

/// What the engine says, without a place.
fn plain(said: &str, known: &Known<'_>) -> Diagnostic {
    let (message, help) = said::words(said, known);
    with(fault(message), help)
}

fn fault(message: Bilingual) -> Diagnostic {
    Diagnostic::error(Code::TemplateFault, message)
}

fn with(finding: Diagnostic, help: Option<Bilingual>) -> Diagnostic {
    Diagnostic { help, ..finding }
}

/// The file of a template in its theme.
fn file(template: &str) -> String {
    format!("templates/{template}")
}

fn at(template: &str, line: usize, column: usize, length: usize) -> Place {
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    Place::named(&file(template)).at_line(number(line)).at_column(number(column), number(length))
}

/// Where the text of `template` first names `wanted` in quotes.
fn named_in(text: Option<&str>, template: &str, wanted: &str) -> Place {
    let found = text.unwrap_or("").lines().zip(1..).find_map(|(line, number)| {
        let start = line.find(&format!("\"{wanted}\"")).or_else(|| line.find(&format!("'{wanted}'")))?;
        Some((number, line[..start].chars().count() + 1))
    });
    match found {
        Some((line, column)) => at(template, line, column, wanted.chars().count() + 2),
        None => Place::named(&file(template)),
    }
}

/// The faults of many pages as findings: one for each template and cause, which names the first page and counts
/// the others.
#[must_use]
pub fn gathered(faults: Vec<RenderFault>) -> Vec<Diagnostic> {
    let mut groups: Vec<(Diagnostic, FilePath, usize)> = Vec::new();
    for fault in faults {
        let known = groups.iter().position(|(finding, _, _)| same(finding, &fault.finding));
        match known {
            Some(at) => groups[at].2 += 1,
            None if groups.len() == MOST => {}
            None => groups.push((*fault.finding, fault.path, 0)),
        }
    }
    groups.into_iter().map(|(finding, path, more)| on_page(finding, &path, more)).collect()
}

fn same(one: &Diagnostic, other: &Diagnostic) -> bool {
    one.place == other.place && one.message == other.message
}

/// The finding with the page at which it was met, and how many `more` have it.
#[must_use]
pub fn on_page(finding: Diagnostic, page: &FilePath, more: usize) -> Diagnostic {
    let (fr, en) = match more {
        0 => (String::new(), String::new()),
        1 => (" et une autre".to_owned(), " and one more".to_owned()),
        more => (format!(" et {more} autres"), format!(" and {more} more")),
    };
    let Bilingual { fr: message_fr, en: message_en } = &finding.message;
    let message = Bilingual::new(format!("{message_fr} (page {page}{fr})"), format!("{message_en} (page {page}{en})"));
    Diagnostic { message, ..finding }
}
