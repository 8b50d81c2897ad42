//! Content lines of iCalendar (RFC 5545, sections 3.1 and 3.3.11): escaping and folding.

/// Octets of a line, its break not among them.
const LIMIT: usize = 75;

/// A calendar's text as it is written, line by line.
#[derive(Debug, Default)]
pub(super) struct Lines(String);

impl Lines {
    /// A property whose value is written as it is: a date, a number, a word of the standard, an address.
    pub(super) fn raw(&mut self, name: &str, value: &str) {
        let value: String = value.chars().filter(|c| !c.is_control()).collect();
        self.line(&format!("{name}:{value}"));
    }

    /// A property whose value is a text.
    pub(super) fn text(&mut self, name: &str, value: &str) {
        self.line(&format!("{name}:{}", escaped(value)));
    }

    /// The bytes.
    pub(super) fn finish(self) -> Vec<u8> {
        self.0.into_bytes()
    }

    /// One content line, folded: a break and a space are no part of it.
    fn line(&mut self, line: &str) {
        let mut rest = line;
        let mut room = LIMIT;
        while rest.len() > room {
            let (before, after) = rest.split_at(rest.floor_char_boundary(room));
            self.0.push_str(before);
            self.0.push_str("\r\n ");
            rest = after;
            room = LIMIT - 1;
        }
        self.0.push_str(rest);
        self.0.push_str("\r\n");
    }
}

/// A text as a value: `\`, `;`, `,` and the ends of lines are escaped, other control characters left out.
fn escaped(text: &str) -> String {
    let mut value = String::with_capacity(text.len());
    for c in text.replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => value.extend(['\\', c]),
            '\n' | '\r' => value.push_str("\\n"),
            '\t' => value.push(c),
            c if c.is_control() => {}
            c => value.push(c),
        }
    }
    value
}

#[cfg(test)]
mod tests {
    use super::{LIMIT, Lines, escaped};

    #[test]
    fn what_has_a_meaning_is_escaped() {
        for (text, value) in [
            ("a; b, c", "a\\; b\\, c"),
            ("a\\n", "a\\\\n"),
            ("a\nb\r\nc\rd", "a\\nb\\nc\\nd"),
            ("a: b \"c\" </script>", "a: b \"c\" </script>"),
            ("a\u{0}\u{7}\u{1b}\tb", "a\tb"),
            ("BEGIN:VEVENT\r\nUID:x", "BEGIN:VEVENT\\nUID:x"),
        ] {
            assert_eq!(escaped(text), value, "{text:?}");
        }
    }

    #[test]
    fn a_line_of_the_standard_s_address_cannot_be_broken_from_inside() {
        let mut lines = Lines::default();
        lines.raw("URL", "https://a.example/\r\nATTACH:x");
        assert_eq!(lines.finish(), b"URL:https://a.example/ATTACH:x\r\n");
    }

    /// With `é` of two octets and `🌳` of four at every place around the border.
    #[test]
    fn folding_cuts_no_character_and_joins_again() {
        for (wide, shift) in ["é", "…", "🌳"].iter().flat_map(|wide| (0..8).map(move |shift| (wide, shift))) {
            let value = format!("{}{}", "x".repeat(60 + shift), wide.repeat(60));
            let mut lines = Lines::default();
            lines.text("SUMMARY", &value);
            let text = String::from_utf8(lines.finish()).expect("whole characters");
            assert!(text.split("\r\n").all(|line| line.len() <= LIMIT), "{text}");
            assert_eq!(text.replace("\r\n ", ""), format!("SUMMARY:{value}\r\n"));
        }
    }

    #[test]
    fn a_line_is_folded_only_beyond_75_octets() {
        let folded = |octets: usize| {
            let mut lines = Lines::default();
            lines.text("N", &"x".repeat(octets - 2));
            String::from_utf8(lines.finish()).expect("UTF-8").matches("\r\n ").count()
        };
        assert_eq!([74, 75, 76, 149, 150].map(folded), [0, 0, 1, 1, 2]);
    }
}
