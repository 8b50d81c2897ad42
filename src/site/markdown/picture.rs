//! A picture of the site in a text: its tag, with the words that stand for it.

use pulldown_cmark::{Event, Tag, TagEnd};
use quick_xml::escape::escape;

use super::address::{Outside, outside};
use super::ids::prefix;
use super::pass::Pass;
use crate::site::pictures::Shown;

impl Pass<'_, '_> {
    /// The picture of the site that a relative link leads to, on a page that is shown.
    pub(super) fn picture(&self, link: &str) -> Option<Shown> {
        let shown = self.shown.filter(|_| outside(link, self.manner.author) == Outside::Relative)?;
        (shown.picture)(link)
    }

    /// Writes the tag of a picture whose words come next. The first of a text is most often in the window at once.
    pub(super) fn show(&mut self, picture: &Shown, title: &str) {
        let words = self.words_of_picture();
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(title)) };
        let lazy = if std::mem::replace(&mut self.pictured, true) { " loading=\"lazy\"" } else { "" };
        let (attributes, words) = (picture.attributes(None), escape(&words));
        let tag = format!("<img {attributes} alt=\"{words}\"{title}{lazy} decoding=\"async\">");
        self.kept.push_back(Event::InlineHtml(tag.into()));
    }

    /// The words of the open picture, as plain text, up to its end.
    fn words_of_picture(&mut self) -> String {
        let (mut words, mut inner) = (String::new(), 0_usize);
        while let Some((event, _)) = self.events.get_mut(self.next) {
            self.next += 1;
            match std::mem::replace(event, Event::Rule) {
                Event::End(TagEnd::Image) if inner == 0 => break,
                Event::End(TagEnd::Image) => inner -= 1,
                Event::Start(Tag::Image { .. }) => inner += 1,
                Event::Text(text) | Event::Code(text) => words.push_str(&text),
                Event::SoftBreak | Event::HardBreak => words.push(' '),
                Event::FootnoteReference(label) => {
                    words.push_str(&self.notes.number(&label, prefix(self.manner.author), self.ids));
                }
                _ => {}
            }
        }
        words
    }
}
