//! What a text begins with, for lists and feeds.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{Author, call, options};

/// The first words of `text` without its marks, cut after a word before `most` characters.
#[must_use]
pub fn first_words(text: &str, most: usize) -> String {
    let start = beginning(text, most);
    let words = read(start, most);
    if start.len() < text.len() && !words.ends_with('…') { read(text, most) } else { words }
}

/// Enough of a text for its first words, up to the end of a paragraph: the reader of Markdown looks at all that it
/// is given before it says the first word. All of it where a bracket may stand for a link that is explained below.
fn beginning(text: &str, most: usize) -> &str {
    let end =
        text.bytes().enumerate().skip(most * 4).find(|(at, byte)| *byte == b'\n' && text[*at..].starts_with("\n\n"));
    match end {
        Some((at, _)) if !text[..at].contains('[') => &text[..at],
        _ => text,
    }
}

fn read(text: &str, most: usize) -> String {
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

#[cfg(test)]
mod tests {
    use super::{first_words, read};

    #[test]
    fn the_beginning_of_a_text_is_enough_for_its_first_words() {
        let paragraphs = [
            "Été à l’école, **encore** et `encore`.",
            "## Un titre\n\n- un\n- deux, œuf",
            "Voir [là][plus bas] et [ici](a.md).",
            "```\ncode\n\nencore\n```",
            "",
        ];
        for first in paragraphs {
            for second in paragraphs {
                for count in [1, 4, 30] {
                    let mut text = format!("{first}\n\n{second}\n\n").repeat(count);
                    text.push_str("[plus bas]: b.md\n");
                    for most in [0, 5, 40, 300] {
                        assert_eq!(first_words(&text, most), read(&text, most), "{most}: {text}");
                    }
                }
            }
        }
    }
}
