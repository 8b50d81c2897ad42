//! One pass over the events of a text: what its author may not write is taken out, links are followed,
//! headings, notes and alerts are made into what the page shows.

use std::collections::VecDeque;
use std::ops::Range;

use pulldown_cmark::{Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd};

use super::address::{Outside, outside};
use super::call::{self, Argument, Call, Called, Found};
use super::ids::{Ids, anchor_of, prefix};
use super::notes::Notes;
use super::{Author, Below, BrokenLink, Heading, Manner, Rendered, Target, code, words};
use crate::document::RawHtml;
use crate::site::pictures::Shown;

/// An event with its place in the text.
pub(super) type Placed<'a> = (Event<'a>, Range<usize>);

/// How far out on a line a place is still counted, in bytes: a stranger's text may be one long line of links.
const FAR_OUT: usize = 1_000;

/// What a text that is shown has around it.
#[derive(Clone, Copy)]
pub(super) struct Around<'i> {
    /// Makes what it calls.
    pub(super) component: &'i dyn Fn(&Call) -> Option<String>,
    /// Knows a picture of the site by the relative link to it.
    pub(super) picture: &'i dyn Fn(&str) -> Option<Shown>,
}

pub(super) struct Pass<'a, 'i> {
    text: &'a str,
    pub(super) events: Vec<Placed<'a>>,
    /// Which event is next.
    pub(super) next: usize,
    /// The last place whose line was asked, and its line: the next one is counted from there, since a stranger's
    /// text may hold tens of thousands of links.
    counted: (usize, u32),
    /// How the columns of the open table are aligned, which cell comes next, and whether it is of the head.
    columns: (Vec<Alignment>, usize, bool),
    pub(super) manner: Manner,
    shift: i8,
    resolve: &'i dyn Fn(&str) -> Target,
    pub(super) ids: &'i mut Ids,
    /// For each open link or image: its closing tag, where that is kept.
    closing: Vec<Option<TagEnd>>,
    /// How many of these are links that are kept, and how many images.
    links: usize,
    images: usize,
    /// The anchor of the open heading.
    anchor: String,
    pub(super) notes: Notes<'a>,
    /// The labels of the open footnotes, and what stood around each.
    around: Vec<(CowStr<'a>, VecDeque<Event<'a>>)>,
    pub(super) kept: VecDeque<Event<'a>>,
    /// What makes the components that are called and knows the pictures; nothing where nobody sees the page.
    pub(super) shown: Option<Around<'i>>,
    /// Whether a picture was shown already: those that follow wait until they are near the window.
    pub(super) pictured: bool,
    /// Whether the open block of code is in colours, and whether the open paragraph is a call.
    coloured: bool,
    called: bool,
    out: Rendered,
}

impl<'a, 'i> Pass<'a, 'i> {
    pub(super) fn new(
        text: &'a str,
        events: Vec<Placed<'a>>,
        manner: Manner,
        ids: &'i mut Ids,
        resolve: &'i dyn Fn(&str) -> Target,
        shown: Option<Around<'i>>,
    ) -> Self {
        Self {
            text,
            next: 0,
            counted: (0, 1),
            columns: (Vec::new(), 0, false),
            manner,
            shift: shift(&events, manner.below),
            events,
            resolve,
            ids,
            closing: Vec::new(),
            links: 0,
            images: 0,
            anchor: String::new(),
            notes: Notes::default(),
            around: Vec::new(),
            kept: VecDeque::new(),
            shown,
            pictured: false,
            coloured: false,
            called: false,
            out: Rendered::default(),
        }
    }

    /// What was learnt on the way, once every event has passed.
    pub(super) fn learnt(self) -> Rendered {
        self.out
    }

    /// Passes one event over; at the end the notes, and then says that nothing is left.
    fn step(&mut self) -> bool {
        let Some((event, range)) = self.events.get_mut(self.next) else {
            let notes = std::mem::take(&mut self.notes);
            notes.write(self.manner.page, &mut self.kept);
            return !self.kept.is_empty();
        };
        // A rule is nobody's word: it stands where the event stood.
        let (event, range) = (std::mem::replace(event, Event::Rule), range.clone());
        self.next += 1;
        self.event(event, &range);
        true
    }

    fn event(&mut self, event: Event<'a>, range: &Range<usize>) {
        match event {
            Event::End(TagEnd::Paragraph) if self.called => self.called = false,
            _ if self.called => {}
            Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock) | Event::End(TagEnd::HtmlBlock)
                if self.manner.author == Author::Stranger || self.manner.raw_html == RawHtml::Drop =>
            {
                self.dropped(&event, range);
            }
            Event::Text(_) if self.coloured => {}
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::FootnoteReference(label) => {
                let event = if self.images > 0 {
                    Event::Text(self.notes.number(&label, prefix(self.manner.author), self.ids).into())
                } else {
                    let within = self.links > 0;
                    let call = self.notes.call(&label, within, prefix(self.manner.author), self.ids);
                    Event::InlineHtml(call.into())
                };
                self.kept.push_back(event);
            }
            Event::TaskListMarker(done) => {
                let (label, sign) = (words::task(done, self.manner.page), if done { '☑' } else { '☐' });
                let shown = format!("<span class=\"task\" role=\"img\" aria-label=\"{label}\">{sign}</span> ");
                self.kept.push_back(Event::InlineHtml(shown.into()));
            }
            other => self.kept.push_back(other),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: &Range<usize>) {
        match tag {
            Tag::Paragraph if self.manner.author == Author::Council && self.calls(range) => self.called = true,
            Tag::Heading { level, classes, id, .. } => {
                let level = shifted(level, self.shift);
                self.anchor = self.heading(level, id.as_deref());
                let id = Some(CowStr::from(self.anchor.clone()));
                self.kept.push_back(Event::Start(Tag::Heading { level, id, classes, attrs: Vec::new() }));
            }
            Tag::Link { link_type, dest_url, title, id } => {
                // A link within a link, which an image that became one may be, is no HTML.
                let target = if self.links > 0 { None } else { self.target(&dest_url, link_type, range) };
                self.open(target, |dest_url| Tag::Link { link_type, dest_url, title, id });
            }
            Tag::Image { link_type, dest_url, title, id } => {
                let as_link = dest_url.contains("://") || self.manner.author == Author::Stranger;
                if as_link {
                    self.start(Tag::Link { link_type, dest_url, title, id }, range);
                } else if let Some(picture) = self.picture(&dest_url) {
                    self.show(&picture, &title);
                } else {
                    let target = self.target(&dest_url, link_type, range);
                    self.open(target, |dest_url| Tag::Image { link_type, dest_url, title, id });
                }
            }
            Tag::FootnoteDefinition(label) => self.around.push((label, std::mem::take(&mut self.kept))),
            Tag::BlockQuote(Some(kind)) => self.alert(kind),
            Tag::CodeBlock(kind) => self.code(&kind),
            // A table may be wider than the page: it scrolls, and the keyboard reaches it.
            Tag::Table(alignments) => {
                self.columns.0.clone_from(&alignments);
                self.kept.push_back(Event::Html("<div class=\"scroll\" tabindex=\"0\">".into()));
                self.kept.push_back(Event::Start(Tag::Table(alignments)));
            }
            Tag::TableHead | Tag::TableRow => {
                (self.columns.1, self.columns.2) = (0, matches!(tag, Tag::TableHead));
                self.kept.push_back(Event::Start(tag));
            }
            Tag::TableCell => {
                let cell = self.cell();
                self.kept.push_back(Event::Html(cell.into()));
            }
            other => self.kept.push_back(Event::Start(other)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                // Seen by who points at it, no stop of the keyboard and nothing read aloud.
                let link =
                    format!("<a class=\"anchor\" href=\"#{}\" aria-hidden=\"true\" tabindex=\"-1\"></a>", self.anchor);
                self.kept.push_back(Event::InlineHtml(link.into()));
                self.kept.push_back(Event::End(TagEnd::Heading(shifted(level, self.shift))));
            }
            TagEnd::CodeBlock => {
                self.coloured = false;
                self.kept.push_back(Event::Html("</code></pre>\n".into()));
            }
            TagEnd::TableCell => {
                let end = if self.columns.2 { "</th>" } else { "</td>" };
                self.kept.push_back(Event::Html(end.into()));
            }
            TagEnd::Table => self.kept.extend([Event::End(tag), Event::Html("</div>\n".into())]),
            TagEnd::BlockQuote(Some(_)) => self.kept.push_back(Event::Html("</aside>\n".into())),
            TagEnd::FootnoteDefinition => {
                let Some((label, around)) = self.around.pop() else { return };
                let events = std::mem::replace(&mut self.kept, around);
                self.notes.define(&label, events, prefix(self.manner.author), self.ids);
            }
            TagEnd::Link | TagEnd::Image => {
                let Some(Some(end)) = self.closing.pop() else { return };
                match end {
                    TagEnd::Image => self.images -= 1,
                    _ => self.links -= 1,
                }
                self.kept.push_back(Event::End(end));
            }
            other => self.kept.push_back(Event::End(other)),
        }
    }

    /// Opens a link or image where it leads somewhere; otherwise only its words stay.
    fn open(&mut self, target: Option<String>, tag: impl FnOnce(CowStr<'a>) -> Tag<'a>) {
        let tag = target.map(|target| tag(CowStr::from(target)));
        match &tag {
            Some(Tag::Image { .. }) => self.images += 1,
            Some(_) => self.links += 1,
            None => {}
        }
        self.closing.push(tag.as_ref().map(Tag::to_end));
        self.kept.extend(tag.map(Event::Start));
    }

    fn target(&mut self, address: &str, kind: LinkType, range: &Range<usize>) -> Option<String> {
        if kind == LinkType::Email {
            return Some(address.to_owned());
        }
        match outside(address, self.manner.author) {
            Outside::Allowed => return Some(address.to_owned()),
            Outside::Forbidden => {}
            Outside::Relative => {
                if let Target::Address(address) = (self.resolve)(address) {
                    return Some(address);
                }
            }
        }
        let (line, span) = (self.line(range.start), self.span(range));
        self.out.broken.push(BrokenLink { line, span, target: address.to_owned() });
        None
    }

    /// Opens a block of code. It scrolls where it is wider than the page, and the keyboard reaches it.
    fn code(&mut self, kind: &CodeBlockKind<'_>) {
        let language = if let CodeBlockKind::Fenced(info) = kind { code::language(info) } else { "" };
        let class = if language.is_empty() { String::new() } else { format!(" class=\"language-{language}\"") };
        self.kept.push_back(Event::Html(format!("<pre tabindex=\"0\"><code{class}>").into()));
        let shown = self.shown.is_some() && self.manner.author == Author::Council;
        if shown && !language.is_empty() {
            self.coloured = code::colour(language, &self.events[self.next..], &mut self.kept);
        }
    }

    /// Whether the paragraph at `range` calls a component, which then stands in its place.
    fn calls(&mut self, range: &Range<usize>) -> bool {
        let paragraph = &self.text[range.clone()];
        let Some(found) = paragraph.starts_with("{{").then(|| call::read(paragraph)).flatten() else { return false };
        let call = if let Found::Call(call) = found { Some(call) } else { None };
        let line = self.line(range.start);
        self.out.called.push(Called { line, call: call.clone() });
        let html = call.and_then(|call| self.led(call, range)).zip(self.shown);
        let html = html.and_then(|(call, shown)| (shown.component)(&call));
        self.kept.extend(html.map(|html| Event::Html((html + "\n").into())));
        true
    }

    /// The call with its `src` and `href` as they lead from the page; nothing where one leads nowhere.
    fn led(&mut self, mut call: Call, range: &Range<usize>) -> Option<Call> {
        let picture = call.arguments.iter().find_map(|(name, value)| match value {
            Argument::Words(link) if name == "src" => self.picture(link),
            _ => None,
        });
        for (name, value) in &mut call.arguments {
            if let Argument::Words(address) = value
                && ["src", "href"].contains(&name.as_str())
            {
                *address = self.target(address, LinkType::Inline, range)?;
            }
        }
        call.arguments.extend(picture.map(|picture| ("picture".to_owned(), Argument::Picture(picture))));
        Some(call)
    }

    /// Opens an alert, named by its title.
    fn alert(&mut self, kind: BlockQuoteKind) {
        let id = self.ids.take(format!("{}--alert", prefix(self.manner.author)));
        let Manner { language, page, .. } = self.manner;
        let lang = if language == page { String::new() } else { format!(" lang=\"{}\"", page.code()) };
        let (class, title) = (words::alert_class(kind), words::alert(kind, page));
        let open = format!(
            "<aside class=\"alert alert-{class}\" role=\"note\" aria-labelledby=\"{id}\">\n\
             <p class=\"alert-title\" id=\"{id}\"{lang}>{title}</p>\n"
        );
        self.kept.push_back(Event::Html(open.into()));
    }

    /// Remembers where the council's own HTML was left out, once for a block or a line; a comment shows nowhere anyway.
    fn dropped(&mut self, event: &Event<'_>, range: &Range<usize>) {
        // Blanks may stand before the first line of a block.
        let mut rest = self.events[self.next..].iter();
        let html = match event {
            Event::InlineHtml(html) => html,
            Event::Start(Tag::HtmlBlock) => match rest.find(|(event, _)| !matches!(event, Event::Text(_))) {
                Some((Event::Html(html), _)) => html,
                _ => return,
            },
            _ => return,
        };
        let hidden = self.manner.author == Author::Stranger || html.trim_start().starts_with("<!--");
        let line = self.line(range.start);
        if !hidden && self.out.dropped.last() != Some(&line) {
            self.out.dropped.push(line);
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

    /// The line within the text of the byte `at`, from 1.
    fn line(&mut self, at: usize) -> u32 {
        let (from, line) = if at < self.counted.0 { (0, 1) } else { self.counted };
        let more = self.text.as_bytes()[from..at].iter().filter(|byte| **byte == b'\n').count();
        self.counted = (at, line + u32::try_from(more).unwrap_or_default());
        self.counted.1
    }

    /// Where `range` begins on its line, and how many signs of it stand there.
    fn span(&self, range: &Range<usize>) -> Option<(u32, u32)> {
        let from = range.start.saturating_sub(FAR_OUT);
        let line = self.text.as_bytes()[from..range.start].iter().rposition(|byte| *byte == b'\n');
        let line = if from == 0 { line.map_or(0, |at| at + 1) } else { from + line? + 1 };
        let within = self.text[range.clone()].lines().next().unwrap_or_default();
        let signs = |text: &str| u32::try_from(text.chars().take(FAR_OUT).count()).unwrap_or_default();
        Some((signs(&self.text[line..range.start]) + 1, signs(within)))
    }

    /// An anchor of its own for the heading whose words come next, made from these or from the name it has.
    fn heading(&mut self, level: HeadingLevel, name: Option<&str>) -> String {
        let words: String = self.events[self.next..]
            .iter()
            .take_while(|(event, _)| !matches!(event, Event::End(TagEnd::Heading(_))))
            .filter_map(|(event, _)| match event {
                Event::Text(text) | Event::Code(text) => Some(text.as_ref()),
                Event::SoftBreak | Event::HardBreak => Some(" "),
                _ => None,
            })
            .collect();
        let anchor = self.ids.take(anchor_of(name.unwrap_or(&words), self.manner.author));
        self.out.headings.push(Heading { level: level as u8, anchor: anchor.clone(), text: words });
        anchor
    }
}

impl<'a> Iterator for Pass<'a, '_> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        loop {
            // The words of a note wait for its end.
            if self.around.is_empty()
                && let Some(event) = self.kept.pop_front()
            {
                return Some(event);
            }
            // What nothing is done about goes straight on: that is nearly everything.
            if !self.called
                && !self.coloured
                && self.around.is_empty()
                && let Some((event @ (Event::Text(_) | Event::SoftBreak | Event::End(TagEnd::Paragraph)), _)) =
                    self.events.get_mut(self.next)
            {
                self.next += 1;
                return Some(std::mem::replace(event, Event::Rule));
            }
            if !self.step() {
                return None;
            }
        }
    }
}

/// By how much every heading moves, so that the highest comes right below its surroundings.
fn shift(events: &[Placed<'_>], below: Below) -> i8 {
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
