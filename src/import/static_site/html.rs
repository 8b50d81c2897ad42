//! Reading the tags of HTML that stands in Markdown.

/// A tag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its name, in lower case.
    pub(super) name: String,
    /// Whether it closes an element.
    pub(super) closing: bool,
    attributes: Vec<(String, String)>,
}

impl Tag {
    /// The value of an attribute, without the white space around it.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }
}

/// The longest tag that is read.
const LONGEST: usize = 16 * 1024;

/// The tag that `text` begins with, and its length in bytes; nothing where this is no tag, such as
/// `<https://…>` or `a < b`.
pub(super) fn tag(text: &str) -> Option<(Tag, usize)> {
    let rest = text.strip_prefix('<')?;
    let (rest, closing) = rest.strip_prefix('/').map_or((rest, false), |rest| (rest, true));
    let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let name = rest[..length].to_ascii_lowercase();
    let follows = rest[length..].chars().next()?;
    if !name.starts_with(|c: char| c.is_ascii_alphabetic()) || !matches!(follows, '>' | '/' | ' ' | '\t' | '\n') {
        return None;
    }
    // `</img/a.png>` and `<img/a.png>` are addresses.
    let slash = rest[length..].trim_start_matches('/').trim_start();
    if follows == '/' && (closing || !slash.starts_with('>')) {
        return None;
    }
    let mut reader = Reader { text, at: text.len() - rest.len() + length };
    let attributes = reader.attributes()?;
    Some((Tag { name, closing, attributes }, reader.at))
}

/// The length of the comment, declaration or instruction that `text` begins with.
pub(super) fn aside(text: &str) -> Option<usize> {
    let end = match text {
        text if text.starts_with("<!--") => text.find("-->").map(|at| at + 3),
        text if text.starts_with("<!") || text.starts_with("<?") => text.find('>').map(|at| at + 1),
        _ => return None,
    };
    Some(end.unwrap_or(text.len()))
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn skip(&mut self, skipped: impl Fn(char) -> bool) {
        self.at += self.rest().find(|c| !skipped(c)).unwrap_or(self.rest().len());
    }

    fn take(&mut self, taken: impl Fn(char) -> bool) -> String {
        let from = self.at;
        self.skip(taken);
        self.text[from..self.at].to_owned()
    }

    /// The attributes up to the `>`; nothing where it does not come.
    fn attributes(&mut self) -> Option<Vec<(String, String)>> {
        let mut attributes = Vec::new();
        loop {
            self.skip(|c| c.is_whitespace() || c == '/');
            if self.at > LONGEST {
                return None;
            }
            match self.rest().chars().next()? {
                '>' => {
                    self.at += 1;
                    return Some(attributes);
                }
                '<' => return None,
                _ => {}
            }
            let key = self.take(|c| !c.is_whitespace() && !matches!(c, '=' | '>' | '/' | '<'));
            if key.is_empty() {
                return None;
            }
            self.skip(char::is_whitespace);
            let value = if self.rest().starts_with('=') { self.value()? } else { String::new() };
            attributes.push((key.to_ascii_lowercase(), value));
        }
    }

    fn value(&mut self) -> Option<String> {
        self.at += 1;
        self.skip(char::is_whitespace);
        let quote = self.rest().chars().next()?;
        if quote != '"' && quote != '\'' {
            return Some(self.take(|c| !c.is_whitespace() && c != '>'));
        }
        self.at += 1;
        let end = self.rest().find(quote)?;
        let value = self.rest()[..end].to_owned();
        self.at += end + 1;
        Some(value)
    }
}

#[cfg(test)]
mod tests {
    use super::{aside, tag};

    #[test]
    fn tags_are_read_as_people_write_them() {
        let text = "<img src = \"a b.png\" alt='x > y' width=100% data-x />!";
        let (image, length) = tag(text).expect("a tag");
        assert_eq!((image.name.as_str(), image.get("src"), image.get("alt")), ("img", Some("a b.png"), Some("x > y")));
        assert_eq!((image.get("width"), image.get("data-x"), &text[length..]), (Some("100%"), None, "!"));
        let (end, _) = tag("</DIV\n>").expect("a tag");
        assert!(end.closing && end.name == "div");
    }

    #[test]
    fn what_is_no_tag_is_left() {
        for text in [
            "<https://a.example>",
            "< b",
            "<3",
            "<a@b.example>",
            "<a href=\"x",
            "<a <b>",
            "<",
            "a",
            "</img/a.png>",
            "<img/a.png>",
        ] {
            assert_eq!(tag(text), None, "{text}");
        }
        assert_eq!(aside("<!-- a > b --> c"), Some(14));
        assert_eq!(aside("<!doctype html>x"), Some(15));
    }
}
