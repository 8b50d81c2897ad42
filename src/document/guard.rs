//! What YAML offers and a council's file never needs, refused before any YAML is parsed.
//!
//! Anchors and aliases let a small file grow without bound, tags choose types: a pull request
//! could carry them. This scanner errs on the side of refusing; the parser's own result is
//! checked again afterwards, so that a construct it overlooks still goes nowhere.

/// A forbidden mark: its line and column from 1, and the character.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Forbidden {
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) mark: char,
}

/// Every anchor, alias, tag, directive or merge key of `yaml`, and every control character.
pub(super) fn forbidden(yaml: &str) -> Vec<Forbidden> {
    let mut scanner = Scanner::default();
    for (number, line) in (1..).zip(yaml.split('\n')) {
        scanner.line(number, line.strip_suffix('\r').unwrap_or(line));
    }
    scanner.found
}

#[derive(Default)]
struct Scanner {
    found: Vec<Forbidden>,
    /// The quote that a value opened on an earlier line and has not closed.
    quote: Option<char>,
    /// The indent of the key whose block text (`|` or `>`) is being passed over.
    block: Option<usize>,
}

impl Scanner {
    fn line(&mut self, number: u32, line: &str) {
        self.controls(number, line);
        let indent = line.len() - line.trim_start_matches(' ').len();
        match self.block {
            Some(above) if line.trim().is_empty() || indent > above => return,
            _ => self.block = None,
        }
        if self.quote.is_none() && (line.starts_with('%') || line.starts_with("...")) {
            self.report(number, 0, line.chars().next().unwrap_or('%'));
        }
        let mut before = None;
        let mut starts = true;
        let characters: Vec<char> = line.chars().collect();
        for (column, c) in characters.iter().copied().enumerate() {
            if let Some(quote) = self.quote {
                let escaped = quote == '"' && is_escaped(&characters[..column]);
                if c == quote && !escaped {
                    self.quote = None;
                }
                starts = false;
            } else if c == '#' && before.is_none_or(char::is_whitespace) {
                break;
            } else if starts && matches!(c, '"' | '\'') {
                self.quote = Some(c);
            } else if starts && (matches!(c, '&' | '*' | '!') || characters[column..].starts_with(&['<', '<'])) {
                self.report(number, column, c);
            } else if !c.is_whitespace() {
                starts = matches!(c, '[' | '{' | ',' | ':' | '-' | '?');
            }
            before = Some(c);
        }
        if self.quote.is_none() && opens_block(line) {
            self.block = Some(indent);
        }
    }

    fn controls(&mut self, number: u32, line: &str) {
        if let Some((column, c)) = line.chars().enumerate().find(|(_, c)| c.is_control() && *c != '\t') {
            self.report(number, column, c);
        }
    }

    fn report(&mut self, line: u32, column: usize, mark: char) {
        let column = u32::try_from(column).unwrap_or(u32::MAX - 1) + 1;
        self.found.push(Forbidden { line, column, mark });
    }
}

/// Whether an odd number of backslashes stands before this place.
fn is_escaped(before: &[char]) -> bool {
    before.iter().rev().take_while(|c| **c == '\\').count() % 2 == 1
}

/// Whether the line ends in `: |` or `: >`, with or without `+`, `-` and an indent digit.
fn opens_block(line: &str) -> bool {
    let Some((key, mark)) = line.trim_end().rsplit_once(' ') else { return false };
    let key_ends = key.trim_end().ends_with(':') || key.trim_end().ends_with('-') && key.trim() == "-";
    let mut mark = mark.chars();
    let opens = matches!(mark.next(), Some('|' | '>'));
    key_ends && opens && mark.all(|c| matches!(c, '+' | '-' | '1'..='9')) && !key.contains(['"', '\'', '#'])
}

#[cfg(test)]
mod tests {
    use super::forbidden;

    #[test]
    fn marks_are_found_where_yaml_would_read_them() {
        for yaml in [
            "a: &x b",
            "a: *x",
            "a: !t b",
            "- &x",
            "a: [*x]",
            "a: {b: *x}",
            "a: [b, *x]",
            "%YAML 1.2",
            "<<: *x",
            "a: \"b\"\nc: *x",
            "a: |\n  text\nb: *x",
            "? *x",
            "&x a: b",
            "a: !!str b",
            "a: b\u{7}",
        ] {
            assert_ne!(forbidden(yaml), [], "{yaml:?}");
        }
    }

    #[test]
    fn words_are_left_alone() {
        for yaml in [
            "a: b & c",
            "a: 2 * 3",
            "a: Bravo !",
            "a: \"*x\"",
            "a: '&x'",
            "a: |\n  *x\n  &y\n",
            "# *x",
            "a: b # &x",
            "a: \"\\\"*x\"",
            "a: l'été",
            "a-b: 12",
        ] {
            assert_eq!(forbidden(yaml), [], "{yaml:?}");
        }
    }
}
