//! Footnotes: numbered as the text calls them, gathered at its end, with a way back.
//!
//! A label may hold spaces and quotes, and two texts of a page the same label: no id is made of it.

use std::collections::{BTreeMap, VecDeque};

use pulldown_cmark::{Event, TagEnd};

use super::ids::Ids;
use super::words;
use crate::language::Language;

/// From how many of its places in the text a note leads back to each.
const WAYS_BACK: usize = 9;

/// The footnotes of a text.
#[derive(Debug, Default)]
pub(super) struct Notes<'a> {
    by_label: BTreeMap<String, usize>,
    notes: Vec<Note<'a>>,
}

#[derive(Debug, Default)]
struct Note<'a> {
    id: String,
    /// The ids of the first places that call it.
    calls: Vec<String>,
    events: Option<VecDeque<Event<'a>>>,
}

impl<'a> Notes<'a> {
    /// The mark that calls the note `label`: a link, but not `within` another link.
    pub(super) fn call(&mut self, label: &str, within: bool, prefix: &str, ids: &mut Ids) -> String {
        let at = self.of(label, prefix, ids);
        let (note, number) = (&mut self.notes[at], at + 1);
        let mut id = String::new();
        if note.calls.len() < WAYS_BACK {
            let taken = ids.take(format!("{prefix}--call-{number}"));
            id = format!(" id=\"{taken}\"");
            note.calls.push(taken);
        }
        if within {
            return format!("<sup class=\"call\"{id}>{number}</sup>");
        }
        let to = &note.id;
        format!("<sup class=\"call\"{id}><a href=\"#{to}\" role=\"doc-noteref\">{number}</a></sup>")
    }

    /// The number of the note `label`, as words.
    pub(super) fn number(&mut self, label: &str, prefix: &str, ids: &mut Ids) -> String {
        format!("[{}]", self.of(label, prefix, ids) + 1)
    }

    /// Which note has this label; where none has, the next one.
    fn of(&mut self, label: &str, prefix: &str, ids: &mut Ids) -> usize {
        let next = self.notes.len();
        let at = *self.by_label.entry(label.to_lowercase()).or_insert(next);
        if at == next {
            self.add(prefix, ids);
        }
        at
    }

    fn add(&mut self, prefix: &str, ids: &mut Ids) {
        let id = ids.take(format!("{prefix}--note-{}", self.notes.len() + 1));
        self.notes.push(Note { id, ..Note::default() });
    }

    /// Keeps the words of the note `label`. Words that no place calls are kept too: what was written shows.
    pub(super) fn define(&mut self, label: &str, events: VecDeque<Event<'a>>, prefix: &str, ids: &mut Ids) {
        let mut at = self.of(label, prefix, ids);
        if self.notes[at].events.is_some() {
            at = self.notes.len();
            self.add(prefix, ids);
        }
        self.notes[at].events = Some(events);
    }

    /// The list of the notes.
    pub(super) fn write(self, language: Language, into: &mut VecDeque<Event<'a>>) {
        if self.notes.is_empty() {
            return;
        }
        let open = format!(
            "<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"{}\">\n<ol>\n",
            words::notes(language)
        );
        into.push_back(Event::Html(open.into()));
        for note in self.notes {
            note.write(language, into);
        }
        into.push_back(Event::Html("</ol>\n</section>\n".into()));
    }
}

impl<'a> Note<'a> {
    fn write(self, language: Language, into: &mut VecDeque<Event<'a>>) {
        into.push_back(Event::Html(format!("<li id=\"{}\">", self.id).into()));
        let mut events = self.events.unwrap_or_default();
        let paragraph = matches!(events.back(), Some(Event::End(TagEnd::Paragraph)));
        let last = if paragraph { events.pop_back() } else { None };
        into.extend(events);
        for (at, call) in self.calls.iter().enumerate() {
            let back = words::back(language);
            let more = if at == 0 { String::new() } else { format!("<sup>{}</sup>", at + 1) };
            let nth = if at == 0 { String::new() } else { format!(" ({})", at + 1) };
            let link = format!(
                " <a class=\"back\" href=\"#{call}\" role=\"doc-backlink\" aria-label=\"{back}{nth}\">↑{more}</a>"
            );
            into.push_back(Event::InlineHtml(link.into()));
        }
        into.extend(last);
        into.push_back(Event::Html("</li>\n".into()));
    }
}
