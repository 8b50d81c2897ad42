//! Markdown to HTML, with a policy for whose text it is.
//!
//! The council's own text may hold raw HTML. A stranger's may not: raw HTML is dropped, an
//! image becomes a link, and a link keeps its address only when that is `http`, `https`,
//! `mailto` or leads to a page of the site. Headings carry anchors, and move so that the highest
//! comes right below the heading of the page or section they stand in.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use pulldown_cmark::{Alignment, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, html};

/// Whose text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// The council: its repository, its word.
    Council,
    /// Anybody who handed in a proposal.
    Stranger,
}

/// The heading below which a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// The page's own: the highest heading of the text becomes an `h2`.
    Page,
    /// A section's: the highest becomes an `h3`.
    Section,
}

/// What a link of a text leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An address, as it goes into the page.
    Address(String),
    /// Nowhere.
    Nowhere,
}

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// How high it stands, from 2, which is right below the page's own, to 6.
    pub level: u8,
    /// Its anchor.
    pub anchor: String,
    /// Its words.
    pub text: String,
}

/// A link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// The line within the text, from 1.
    pub line: u32,
    /// The address as written.
    pub target: String,
}

/// A text as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// Its headings, first to last.
    pub headings: Vec<Heading>,
    /// Its links that lead nowhere.
    pub broken: Vec<BrokenLink>,
}

/// Renders `text`; `resolve` says where its own relative links lead.
#[must_use]
pub fn render(text: &str, author: Author, below: Below, resolve: &dyn Fn(&str) -> Target) -> Rendered {
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(text, OPTIONS).into_offset_iter().collect();
    let mut pass = Pass::over(text, author, below, resolve, &events);
    // HTML is about a fifth longer than its Markdown.
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    html::push_html(&mut html, Passed { events: events.into_iter(), pass: &mut pass, ready: VecDeque::new() });
    Rendered { html, headings: pass.headings, broken: pass.broken }
}

/// The headings of `text`, and as broken every relative link, which nobody has followed.
#[must_use]
pub fn outline(text: &str, author: Author, below: Below) -> Rendered {
    // Only headings with their words, and links, are of interest: the rest is not kept.
    let mut within = false;
    let wanted = |(event, _): &(Event<'_>, Range<usize>)| match event {
        Event::Start(Tag::Heading { .. }) => {
            within = true;
            true
        }
        Event::End(TagEnd::Heading(_)) => {
            within = false;
            true
        }
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) => true,
        _ => within,
    };
    let events: Vec<_> = Parser::new_ext(text, OPTIONS).into_offset_iter().filter(wanted).collect();
    let mut pass = Pass::over(text, author, below, &|_| Target::Nowhere, &events);
    for (event, range) in events {
        if let Event::Start(Tag::Link { dest_url, link_type, .. } | Tag::Image { dest_url, link_type, .. }) = event {
            let _ = pass.target(&dest_url, link_type, range.start);
        }
    }
    Rendered { html: String::new(), headings: pass.headings, broken: pass.broken }
}

/// The first words of `text` without its marks, cut after a word before `most` characters.
#[must_use]
pub fn first_words(text: &str, most: usize) -> String {
    let (mut words, mut count) = (String::new(), 0);
    let mut heading = false;
    for event in Parser::new_ext(text, OPTIONS) {
        match event {
            Event::Start(Tag::Heading { .. } | Tag::FootnoteDefinition(_)) => heading = true,
            Event::End(TagEnd::Heading(_) | TagEnd::FootnoteDefinition) => heading = false,
            Event::Text(text) | Event::Code(text) if !heading => {
                words.push_str(&text);
                count += text.chars().count();
            }
            Event::SoftBreak | Event::HardBreak | Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::TableCell)
                if !heading =>
            {
                words.push(' ');
                count += 1;
            }
            _ => {}
        }
        if count > most {
            let end = words.char_indices().nth(most).map_or(words.len(), |(at, _)| at);
            let end = words[..end].rfind(' ').unwrap_or(end);
            return words[..end].trim_end().to_owned() + "…";
        }
    }
    words.trim_end().to_owned()
}

const OPTIONS: Options = Options::ENABLE_TABLES.union(Options::ENABLE_FOOTNOTES).union(Options::ENABLE_STRIKETHROUGH);

struct Pass<'a> {
    text: &'a str,
    /// The place of the last link that leads nowhere, and its line: the next one is counted from there, since a
    /// stranger's text may hold tens of thousands of them.
    counted: (usize, u32),
    /// How the columns of the open table are aligned, and which cell comes next.
    columns: (Vec<Alignment>, usize, bool),
    author: Author,
    shift: i8,
    resolve: &'a dyn Fn(&str) -> Target,
    headings: Vec<Heading>,
    /// How many headings were passed.
    passed: usize,
    broken: Vec<BrokenLink>,
    /// For each open link or image: its closing tag, where that is kept.
    closing: Vec<Option<TagEnd>>,
}

/// The events of a text as they go into the page.
struct Passed<'a, 'p, I> {
    events: I,
    pass: &'p mut Pass<'a>,
    ready: VecDeque<Event<'a>>,
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Iterator for Passed<'a, '_, I> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Some(event);
            }
            let (event, range) = self.events.next()?;
            // What nothing is done about goes straight on: that is nearly everything.
            if matches!(
                event,
                Event::Text(_) | Event::SoftBreak | Event::Start(Tag::Paragraph) | Event::End(TagEnd::Paragraph)
            ) {
                return Some(event);
            }
            self.pass.event(event, range.start, &mut self.ready);
        }
    }
}

impl<'a> Pass<'a> {
    /// A pass over `events`, whose headings it has read already.
    fn over(
        text: &'a str,
        author: Author,
        below: Below,
        resolve: &'a dyn Fn(&str) -> Target,
        events: &[(Event<'_>, Range<usize>)],
    ) -> Self {
        let shift = shift(events, below);
        let mut anchors = BTreeMap::new();
        let mut headings = Vec::new();
        for (at, (event, _)) in events.iter().enumerate() {
            if let Event::Start(Tag::Heading { level, .. }) = event {
                headings.push(heading(&events[at..], shifted(*level, shift), author, &mut anchors));
            }
        }
        Self {
            text,
            counted: (0, 1),
            columns: (Vec::new(), 0, false),
            author,
            shift,
            resolve,
            headings,
            passed: 0,
            broken: Vec::new(),
            closing: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'a>, at: usize, kept: &mut VecDeque<Event<'a>>) {
        match event {
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock)
                if self.author == Author::Stranger => {}
            Event::Start(Tag::Heading { level, classes, .. }) => {
                let id = self.headings.get(self.passed).map(|heading| CowStr::from(heading.anchor.clone()));
                self.passed += 1;
                let level = shifted(level, self.shift);
                kept.push_back(Event::Start(Tag::Heading { level, id, classes, attrs: Vec::new() }));
            }
            Event::End(TagEnd::Heading(level)) => {
                kept.push_back(Event::End(TagEnd::Heading(shifted(level, self.shift))));
            }
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let target = self.target(&dest_url, link_type, at);
                self.open(target, |dest_url| Tag::Link { link_type, dest_url, title, id }, kept);
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let target = self.target(&dest_url, link_type, at);
                let outside = dest_url.contains("://") || self.author == Author::Stranger;
                if outside {
                    self.open(target, |dest_url| Tag::Link { link_type, dest_url, title, id }, kept);
                } else {
                    self.open(target, |dest_url| Tag::Image { link_type, dest_url, title, id }, kept);
                }
            }
            // A table may be wider than the page: it scrolls, and the keyboard reaches it.
            Event::Start(Tag::Table(ref alignments)) => {
                self.columns.0.clone_from(alignments);
                kept.extend([Event::Html("<div class=\"scroll\" tabindex=\"0\">".into()), event]);
            }
            Event::Start(Tag::TableHead | Tag::TableRow) => {
                (self.columns.1, self.columns.2) = (0, matches!(event, Event::Start(Tag::TableHead)));
                kept.push_back(event);
            }
            Event::Start(Tag::TableCell) => kept.push_back(Event::Html(self.cell().into())),
            Event::End(TagEnd::TableCell) => {
                kept.push_back(Event::Html(if self.columns.2 { "</th>" } else { "</td>" }.into()));
            }
            Event::End(TagEnd::Table) => kept.extend([event, Event::Html("</div>\n".into())]),
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if let Some(Some(end)) = self.closing.pop() {
                    kept.push_back(Event::End(end));
                }
            }
            other => kept.push_back(other),
        }
    }

    /// The tag of the next cell. Its alignment is a class: the policy of the pages blocks inline styles.
    fn cell(&mut self) -> &'static str {
        let (columns, at, head) = &mut self.columns;
        let alignment = columns.get(*at).copied().unwrap_or(Alignment::None);
        *at += 1;
        match (alignment, *head) {
            (Alignment::Right, true) => "<th class=\"number\">",
            (Alignment::Right, false) => "<td class=\"number\">",
            (Alignment::Center, true) => "<th class=\"center\">",
            (Alignment::Center, false) => "<td class=\"center\">",
            (_, true) => "<th>",
            (_, false) => "<td>",
        }
    }

    /// The line of the place `at`, from 1.
    fn line(&mut self, at: usize) -> u32 {
        let (from, line) = self.counted;
        let (from, line) = if at < from { (0, 1) } else { (from, line) };
        let more = self.text.as_bytes()[from..at].iter().filter(|byte| **byte == b'\n').count();
        self.counted = (at, line + u32::try_from(more).unwrap_or_default());
        self.counted.1
    }

    /// Opens a link or image where it leads somewhere; otherwise only its words stay.
    fn open(
        &mut self,
        target: Option<String>,
        tag: impl FnOnce(CowStr<'a>) -> Tag<'a>,
        kept: &mut VecDeque<Event<'a>>,
    ) {
        let tag = target.map(|target| tag(CowStr::from(target)));
        self.closing.push(tag.as_ref().map(Tag::to_end));
        kept.extend(tag.map(Event::Start));
    }

    fn target(&mut self, address: &str, kind: LinkType, at: usize) -> Option<String> {
        if kind == LinkType::Email {
            return Some(address.to_owned());
        }
        match outside(address) {
            Outside::Allowed => return Some(address.to_owned()),
            Outside::Forbidden => {}
            Outside::Relative => {
                if let Target::Address(address) = (self.resolve)(address) {
                    return Some(address);
                }
            }
        }
        let line = self.line(at);
        self.broken.push(BrokenLink { line, target: address.to_owned() });
        None
    }
}

/// The heading that begins `rest`, with an anchor of its own.
fn heading(
    rest: &[(Event<'_>, Range<usize>)],
    level: HeadingLevel,
    author: Author,
    anchors: &mut BTreeMap<String, u32>,
) -> Heading {
    let words: String = rest
        .iter()
        .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))))
        .filter_map(|(event, _)| match event {
            Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
            Event::SoftBreak | Event::HardBreak => Some(" "),
            _ => None,
        })
        .collect();
    let base = anchor_of(&words, author);
    let count = anchors.entry(base.clone()).or_insert(0);
    *count += 1;
    let anchor = if *count == 1 { base } else { format!("{base}-{count}") };
    Heading { level: level as u8, anchor, text: words }
}

/// `Été à l’école` becomes `t-ete-a-l-ecole`. The prefix keeps a text's anchors apart from the
/// page's own.
fn anchor_of(words: &str, author: Author) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut anchor = String::from(if author == Author::Council { "t" } else { "p" });
    let plain = words.replace(['œ', 'Œ'], "oe").replace(['æ', 'Æ'], "ae");
    let mut gap = true;
    for c in plain.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        if c.is_alphanumeric() {
            if std::mem::take(&mut gap) {
                anchor.push('-');
            }
            anchor.extend(c.to_lowercase());
        } else {
            gap = true;
        }
    }
    anchor
}

/// By how much every heading moves, so that the highest comes right below its surroundings.
fn shift(events: &[(Event<'_>, Range<usize>)], below: Below) -> i8 {
    let levels = events.iter().filter_map(|(event, _)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as i8),
        _ => None,
    });
    let first = match below {
        Below::Page => 2,
        Below::Section => 3,
    };
    first - levels.min().unwrap_or(first)
}

const fn shifted(level: HeadingLevel, shift: i8) -> HeadingLevel {
    match level as i8 + shift {
        ..=2 => HeadingLevel::H2,
        3 => HeadingLevel::H3,
        4 => HeadingLevel::H4,
        5 => HeadingLevel::H5,
        _ => HeadingLevel::H6,
    }
}

enum Outside {
    Allowed,
    Forbidden,
    Relative,
}

/// Sorts an address by its scheme. Browsers skip white space and control characters when they
/// look for one, so any of these forbids it.
fn outside(address: &str) -> Outside {
    if address.chars().any(|c| c.is_control() || c.is_whitespace()) || address.starts_with("//") {
        return Outside::Forbidden;
    }
    let before = address.split(['/', '?', '#']).next().unwrap_or_default();
    match before.split_once(':') {
        None => Outside::Relative,
        Some((scheme, _)) if ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) => {
            Outside::Allowed
        }
        Some(_) => Outside::Forbidden,
    }
}

#[cfg(test)]
mod tests {
    use super::{Author, Below, Target, render};

    fn stranger(text: &str) -> String {
        render(text, Author::Stranger, Below::Page, &|_| Target::Nowhere).html
    }

    #[test]
    fn a_strangers_html_and_schemes_go_nowhere() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[a](javascript:alert(1))",
            "[a](JavaScript&colon;alert(1))",
            "[a](java\nscript:alert(1))",
            "[a](<java\tscript:alert(1)>)",
            "[a](data:text/html,x)",
            "[a](//evil.example)",
            "![a](javascript:alert(1))",
            "<javascript:alert(1)>",
            "[a]: javascript:alert(1)\n\n[a]",
            "<div>\n\n[a](vbscript:x)\n\n</div>",
        ] {
            let html = stranger(text);
            for bad in ["<script", "onerror", "href=\"java", "href=\"data", "href=\"vb", "href=\"//", "<img", "<div"] {
                assert!(!html.to_lowercase().contains(bad), "{text:?} gave {html}");
            }
        }
    }

    #[test]
    fn what_is_allowed_stays() {
        let html = stranger("# Été\n\n[a](https://a.example) **b**\n\n| x |\n|---|\n| y |\n");
        for part in [
            "<h2 id=\"p-ete\">",
            "href=\"https://a.example\"",
            "<strong>b</strong>",
            "<div class=\"scroll\" tabindex=\"0\"><table>",
            "</table>\n</div>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn each_link_and_image_closes_as_it_opened() {
        let council = |text: &str| {
            let pages = |address: &str| match address {
                "a.jpg" | "b.md" => Target::Address(format!("/{address}")),
                _ => Target::Nowhere,
            };
            render(text, Author::Council, Below::Page, &pages).html
        };
        for (text, html) in [
            ("[![x](a.jpg)](b.md) y", "<p><a href=\"/b.md\"><img src=\"/a.jpg\" alt=\"x\" /></a> y</p>\n"),
            ("[![x](a.jpg)](c.md) y", "<p><img src=\"/a.jpg\" alt=\"x\" /> y</p>\n"),
            ("[![x](c.jpg) y](b.md)", "<p><a href=\"/b.md\">x y</a></p>\n"),
            ("![x ![y](c.jpg) z](https://d.fr)", "<p><a href=\"https://d.fr\">x y z</a></p>\n"),
        ] {
            assert_eq!(council(text), html, "{text}");
        }
    }

    #[test]
    fn a_broken_link_keeps_its_words_and_its_line() {
        let rendered = render("a\n\nb [c](d.md)\n", Author::Council, Below::Page, &|_| Target::Nowhere);
        assert_eq!(rendered.html, "<p>a</p>\n<p>b c</p>\n");
        assert_eq!(rendered.broken[0].line, 3);
    }
}
