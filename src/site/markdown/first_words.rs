//! What a text begins with, for lists and feeds.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{Author, call, options};

/// The first words of `text` without its marks, cut after a word before `most` characters.
#[must_use]
pub fn first_words(text: &str, most: usize) -> String {
    let (mut words, mut count) = (String::new(), 0);
    let mut heading = false;
    let mut call = false;
    for (event, range) in Parser::new_ext(text, options(Author::Council)).into_offset_iter() {
        match event {
            Event::Start(Tag::Paragraph) => call = call::read(&text[range]).is_some(),
            Event::End(TagEnd::Paragraph) if call => call = false,
            _ if call => {}
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
