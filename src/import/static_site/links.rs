//! The links and images of a Markdown text: each is followed, and its address replaced or taken away.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag};

use super::beginning;

/// Where an address leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lead {
    /// It stays as it is.
    Stay,
    /// It is this one now.
    To(String),
    /// Nowhere: the words stay and the link goes.
    Nowhere,
}

/// A link or image that was met.
#[derive(Clone, Copy, Debug)]
pub(super) struct Met<'a> {
    /// Its address as written.
    pub(super) address: &'a str,
    /// Whether it is an image.
    pub(super) image: bool,
    /// Whether it is an image without a text alternative.
    pub(super) bare: bool,
    /// The line of the text, from 0.
    pub(super) line: usize,
}

/// Follows every link of `text`; `lead` is asked for each.
pub(super) fn follow(text: &str, lead: &mut dyn FnMut(Met<'_>) -> Lead) -> String {
    let text = &spaced_addresses(text);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let parser = Parser::new_ext(text, options);
    let definitions: Vec<(Range<usize>, String)> =
        parser.reference_definitions().iter().map(|(_, def)| (def.span.clone(), def.dest.to_string())).collect();
    let line_ends: Vec<usize> = text.match_indices('\n').map(|(at, _)| at).collect();
    let line_of = |at: usize| line_ends.partition_point(|end| *end < at);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let events: Vec<(Event<'_>, Range<usize>)> = parser.into_offset_iter().collect();
    for (at, (event, range)) in events.iter().enumerate() {
        let (link_type, address, image) = match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => (*link_type, dest_url, false),
            Event::Start(Tag::Image { link_type, dest_url, .. }) => (*link_type, dest_url, true),
            _ => continue,
        };
        if matches!(link_type, LinkType::Email | LinkType::Autolink) && !address.contains("://") {
            continue;
        }
        let bare = image && matches!(events.get(at + 1), Some((Event::End(_), _)));
        let met = Met { address, image, bare, line: line_of(range.start) };
        match (lead(met), link_type) {
            (Lead::Stay, _) => {}
            (Lead::To(new), LinkType::Inline) => {
                edits.extend(address_in(text, range, address).map(|spot| (spot, angled(&new))));
            }
            (Lead::To(new), _) => {
                let defined = definitions.iter().find(|(_, dest)| *dest == **address);
                let edit = defined.and_then(|(span, _)| Some((definition_address(text, span)?, angled(&new))));
                edits.extend(edit.filter(|edit| !edits.contains(edit)));
            }
            (Lead::Nowhere, link_type) => edits.extend(unlinked(text, range, link_type, image, address)),
        }
    }
    apply(text, edits)
}

fn apply(text: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let (mut out, mut at) = (String::with_capacity(text.len()), 0);
    for (range, new) in edits {
        if range.start >= at {
            out.push_str(&text[at..range.start]);
            out.push_str(&new);
            at = range.end;
        }
    }
    out.push_str(&text[at..]);
    out
}

/// An address between angle brackets where it needs them.
fn angled(address: &str) -> String {
    let plain = !address.contains([' ', '(', ')', '<', '>']);
    if plain { address.to_owned() } else { format!("<{}>", address.replace('<', "%3C").replace('>', "%3E")) }
}

/// Where the address of an inline link stands.
fn address_in(text: &str, range: &Range<usize>, address: &CowStr<'_>) -> Option<Range<usize>> {
    let raw = &text[range.clone()];
    let at = raw.rfind("](")? + 2;
    let at = at + (raw[at..].len() - raw[at..].trim_start().len());
    let rest = &raw[at..];
    let length = match rest.strip_prefix('<') {
        Some(inner) => inner.find('>')? + 2,
        None => closing(rest),
    };
    let written = rest[..length].trim_start_matches('<').trim_end_matches('>');
    let same = written.replace('\\', "").replace("&amp;", "&") == address.replace('\\', "");
    same.then(|| range.start + at..range.start + at + length)
}

/// How long an address without angle brackets is.
fn closing(rest: &str) -> usize {
    let mut depth = 0_u32;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            c if c.is_whitespace() => return at,
            _ => {}
        }
    }
    rest.len()
}

/// Where the address of a definition `[a]: address` stands.
fn definition_address(text: &str, span: &Range<usize>) -> Option<Range<usize>> {
    let raw = &text[span.clone()];
    let at = raw.find("]:")? + 2;
    let at = at + (raw[at..].len() - raw[at..].trim_start().len());
    let rest = &raw[at..];
    let length =
        if rest.starts_with('<') { rest.find('>')? + 1 } else { rest.find(char::is_whitespace).unwrap_or(rest.len()) };
    Some(span.start + at..span.start + at + length)
}

/// The edits that leave a link's words alone.
fn unlinked(
    text: &str,
    range: &Range<usize>,
    link_type: LinkType,
    image: bool,
    address: &CowStr<'_>,
) -> Vec<(Range<usize>, String)> {
    // The range of `[a][]` may end before its empty brackets.
    let empty = link_type == LinkType::Collapsed && text[range.end..].starts_with("[]");
    let range = &(range.start..if empty { range.end + 2 } else { range.end });
    let raw = &text[range.clone()];
    let opening = range.start..range.start + if image { 2 } else { 1 };
    let tail = match link_type {
        LinkType::Inline => address_in(text, range, address).and_then(|spot| text[..spot.start].rfind("](")),
        LinkType::Reference | LinkType::Collapsed => raw.rfind("][").map(|at| range.start + at),
        LinkType::Shortcut => Some(range.end - 1),
        _ => None,
    };
    tail.map_or_else(Vec::new, |tail| vec![(opening, String::new()), (tail..range.end, String::new())])
}

/// Puts angle brackets around addresses with spaces, `](/a b.pdf)`: most generators took them for
/// addresses, and `CommonMark` does not.
fn spaced_addresses(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.split_inclusive('\n') {
        let mut rest = line;
        while let Some(at) = rest.find("](") {
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            let length = closing_of_line(beginning(rest, 1024));
            let inner = &rest[..length];
            if is_spaced(inner) {
                out.push('<');
                out.push_str(inner.trim());
                out.push('>');
                rest = &rest[length..];
            }
        }
        out.push_str(rest);
    }
    out
}

fn closing_of_line(rest: &str) -> usize {
    let mut depth = 0_u32;
    for (at, c) in rest.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => return at,
            ')' => depth -= 1,
            _ => {}
        }
    }
    0
}

/// Whether the whole is one address with spaces, and not an address with a title.
fn is_spaced(inner: &str) -> bool {
    let inner = inner.trim();
    inner.contains(' ')
        && !inner.starts_with('<')
        && !inner.ends_with(['"', '\'', ')'])
        && !inner.contains(['<', '>', '`'])
}

#[cfg(test)]
mod tests {
    use super::{Lead, follow};

    fn followed(text: &str) -> String {
        follow(text, &mut |met| match met.address {
            "a" => Lead::To("b c.md".to_owned()),
            "gone" | "gone it" => Lead::Nowhere,
            _ => Lead::Stay,
        })
    }

    #[test]
    fn an_address_is_replaced_where_it_stands() {
        for (text, expected) in [
            ("[x](a) [y](a \"t\") ![z](<a>)", "[x](<b c.md>) [y](<b c.md> \"t\") ![z](<b c.md>)"),
            ("[![i](a)](a)", "[![i](<b c.md>)](<b c.md>)"),
            ("[x][r] [r]\n\n[r]: a \"t\"\n", "[x][r] [r]\n\n[r]: <b c.md> \"t\"\n"),
            ("`[x](a)` [x](other(1))", "`[x](a)` [x](other(1))"),
        ] {
            assert_eq!(followed(text), expected, "{text}");
        }
    }

    #[test]
    fn a_link_that_leads_nowhere_keeps_its_words() {
        for (text, expected) in [
            ("a [x *y*](gone) b", "a x *y* b"),
            ("![x](gone)", "x"),
            ("[![i](a)](gone)", "![i](<b c.md>)"),
            ("[x](gone it)", "x"),
            ("[x][r], [r][] and [r]\n\n[r]: gone\n", "x, r and r\n\n[r]: gone\n"),
        ] {
            assert_eq!(followed(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_met_is_told_with_its_line() {
        let mut met = Vec::new();
        follow("x\n\n![](p) [q](r)\n![s](t)", &mut |link| {
            met.push((link.line, link.address.to_owned(), link.image, link.bare));
            Lead::Stay
        });
        let expected =
            [(2, "p".to_owned(), true, true), (2, "r".to_owned(), false, false), (3, "t".to_owned(), true, false)];
        assert_eq!(met, expected);
    }
}
