//! Findings as text for a terminal, in the manner of the Rust compiler.

use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};

use super::{Diagnostic, Language, Place, Severity};

/// Whether the text carries colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Letters only, for files, pipes and pages.
    Plain,
    /// With ANSI colours.
    Coloured,
}

/// Draws one finding; `source` gives the text of the file it lies in, for the excerpt.
#[must_use]
pub fn draw(finding: &Diagnostic, source: Option<&str>, language: Language, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Coloured => Renderer::styled(),
    };
    let level = match (finding.severity, language) {
        (Severity::Error, Language::En) => Level::ERROR,
        (Severity::Error, Language::Fr) => Level::ERROR.with_name("erreur"),
        (Severity::Warning, Language::En) => Level::WARNING,
        (Severity::Warning, Language::Fr) => Level::WARNING.with_name("avertissement"),
        (Severity::Note, Language::En) => Level::NOTE,
        (Severity::Note, Language::Fr) => Level::NOTE.with_name("note"),
    };
    let message = printable(finding.message.get(language));
    let title = level.primary_title(&message).id(finding.code.name());
    let mut group = Group::with_title(title);
    let file = finding.place.as_ref().map(|place| printable(&place.file)).unwrap_or_default();
    let excerpt = finding.place.as_ref().and_then(|place| Excerpt::of(place, source?));
    match (&excerpt, &finding.place) {
        (Some(excerpt), Some(place)) => {
            let line_start = place.line.unwrap_or(1) as usize;
            let mark = AnnotationKind::Primary.span(excerpt.span.clone());
            group = group.element(Snippet::source(&excerpt.line).line_start(line_start).path(&file).annotation(mark));
        }
        (None, Some(place)) => {
            let mut origin = annotate_snippets::Origin::path(&file);
            if let Some(line) = place.line {
                origin = origin.line(line as usize);
            }
            group = group.element(origin);
        }
        (_, None) => {}
    }
    let help = finding.help.as_ref().map(|help| printable(help.get(language)));
    if let Some(help) = &help {
        let label = match language {
            Language::En => Level::HELP,
            Language::Fr => Level::HELP.with_name("aide"),
        };
        group = group.element(label.message(help));
    }
    renderer.render(&[group])
}

/// The line a place names, with control characters made visible, and the bytes it means.
struct Excerpt {
    line: String,
    span: std::ops::Range<usize>,
}

impl Excerpt {
    /// The longest line shown whole; a longer one is cut, since it may be a stranger's megabyte.
    const LIMIT: usize = 200;

    fn of(place: &Place, source: &str) -> Option<Self> {
        let number = place.line?;
        let whole = source.lines().nth(number.checked_sub(1)? as usize)?;
        let line: String = printable(&whole.chars().take(Self::LIMIT).collect::<String>());
        let column = place.column.unwrap_or(1).max(1) as usize - 1;
        let offset = |characters: usize| line.char_indices().nth(characters).map_or(line.len(), |(at, _)| at);
        let start = offset(column);
        let end = if place.column.is_some() { offset(column + place.length as usize) } else { line.len() };
        let span = start..end.max(start);
        Some(Self { line, span })
    }
}

/// `text` with every control, format and bidi character shown as `U+XXXX`-like marks, so that a
/// stranger's file cannot write to the reader's terminal.
#[must_use]
pub fn printable(text: &str) -> String {
    use unicode_properties::{GeneralCategory as Category, UnicodeGeneralCategory as _};
    text.chars()
        .map(|c| match c.general_category() {
            _ if c == '\n' => c,
            Category::Control
            | Category::Format
            | Category::Surrogate
            | Category::LineSeparator
            | Category::ParagraphSeparator => '\u{fffd}',
            _ => c,
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Style, draw, printable};
    use crate::report::{Bilingual, Code, Diagnostic, Language, Place};

    #[test]
    fn a_finding_shows_its_code_its_line_and_the_mend() {
        let finding = Diagnostic::error(Code::OptionUnknown, Bilingual::new("choix inconnu", "unknown choice"))
            .at(Place::named("a.ballot").at_line(2).at_column(5, 4))
            .help(Bilingual::new("écrire `parc`", "write `parc`"));
        let text = draw(&finding, Some("choices:\n  - park\n"), Language::Fr, Style::Plain);
        for part in ["OPTION_UNKNOWN", "choix inconnu", "a.ballot:2:5", "  - park", "^^^^", "écrire `parc`"] {
            assert!(text.contains(part), "{part} in\n{text}");
        }
    }

    #[test]
    fn a_file_cannot_write_to_the_terminal() {
        assert_eq!(printable("a\u{1b}[31m\u{202e}b"), "a\u{fffd}[31m\u{fffd}b");
    }
}
