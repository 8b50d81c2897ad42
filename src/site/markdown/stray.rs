//! Calls that call nothing: as other generators write them, or in the middle of a sentence.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag};

use super::{Author, call, options};

/// The lines of `text`, from 1, where something is called that a page would show as it is, with how each begins.
/// What stands in code is words.
#[must_use]
pub fn stray_calls(text: &str) -> Vec<(u32, String)> {
    if !["{{", "{%"].iter().any(|sign| text.contains(sign)) {
        return Vec::new();
    }
    let words = words(text);
    let mut stray: Vec<(u32, String)> = Vec::new();
    for (at, _) in text.match_indices('{') {
        let call = begins(&text[at..]).filter(|_| !words.iter().any(|range| range.contains(&at)));
        // One line is told once: a call has an end too.
        if let Some(call) = call
            && stray.last().is_none_or(|(line, _)| *line != line_of(text, at))
        {
            stray.push((line_of(text, at), call));
        }
    }
    stray
}

fn line_of(text: &str, at: usize) -> u32 {
    let before = text.as_bytes()[..at].iter().filter(|byte| **byte == b'\n').count();
    1 + u32::try_from(before).unwrap_or_default()
}

/// Where `text` is code, or calls a component as it should.
fn words(text: &str) -> Vec<Range<usize>> {
    let events = Parser::new_ext(text, options(Author::Council)).into_offset_iter();
    let kept = events.filter(|(event, range)| match event {
        Event::Code(_) | Event::Start(Tag::CodeBlock(_)) => true,
        Event::Start(Tag::Paragraph) => call::read(&text[range.clone()]).is_some(),
        _ => false,
    });
    kept.map(|(_, range)| range).collect()
}

/// How a call begins that stands at the head of `text`: `{{< name`, `{{% name`, `{% name`, `{{ name(`. The end of
/// one, `{{< /name >}}`, is told as well.
fn begins(text: &str) -> Option<String> {
    let (sign, rest) = ["{{<", "{{%", "{%", "{{"].iter().find_map(|sign| Some((*sign, text.strip_prefix(sign)?)))?;
    let blanks = rest.len() - rest.trim_start_matches(['-', ' ', '\t']).len();
    let name = &rest[blanks..];
    let word = name.strip_prefix('/').unwrap_or(name).trim_start();
    let end = word.find(|c: char| !c.is_ascii_alphanumeric() && !"_.-/".contains(c)).unwrap_or(word.len());
    if !word.starts_with(|c: char| c.is_ascii_alphabetic()) || (sign == "{{" && !word[end..].starts_with('(')) {
        return None;
    }
    let length = text.len() - word.len() + end;
    Some(text[..length].split_whitespace().collect::<Vec<_>>().join(" "))
}

#[cfg(test)]
mod tests {
    use super::stray_calls;

    #[test]
    fn a_call_that_calls_nothing_is_told_with_how_it_begins() {
        for (text, told) in [
            ("a {{< ref \"b\" >}}", Some("{{< ref")),
            ("{{</* ref */>}}", None),
            ("{{% /notice %}}", Some("{{% /notice")),
            ("{%- if a -%}", Some("{%- if")),
            ("a {{ b(c=1) }} d", Some("{{ b")),
            ("{{ b(c=1) }}", None),
            ("{{ b(c=0.5) }}", None),
            ("{{ b }} {% 20 %} { {", None),
            ("`{{< a >}}`", None),
        ] {
            let stray = stray_calls(text);
            assert_eq!(stray.first().map(|(_, call)| call.as_str()), told, "{text}");
        }
    }
}
