//! What YAML offers and a council's file never needs, refused before any YAML is parsed.
//!
//! Anchors and aliases let a small file grow without bound, tags choose types: a pull request
//! could carry them. A mark counts wherever a node could begin. Quotes, comments and block text
//! hide marks only as long as it is certain where they begin and end: after a quoted value that
//! runs over a line end, or anything else that this scanner does not follow, nothing hides a
//! mark any more. So it may refuse what YAML would take for words, and not the other way round.

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
    /// Something stood above that is not followed here: from then on nothing hides a mark.
    unsure: bool,
    /// How many `[` and `{` are open.
    depth: usize,
    /// An unquoted value that the line above left open: the indent from which lines go on with it.
    open: Option<usize>,
    /// The column of the key whose block text (`|` or `>`) is being passed over.
    block: Option<usize>,
}

/// What is known within a line.
struct Cursor {
    /// Within an unquoted value.
    plain: bool,
    /// The line may go on with the value above it.
    goes_on: bool,
    /// The column of the entry that holds what comes next, where this line shows it.
    parent: Option<usize>,
    /// The column where the last value began, which is a key if `:` follows.
    value: usize,
}

impl Scanner {
    fn line(&mut self, number: u32, line: &str) {
        self.controls(number, line);
        let indent = line.len() - line.trim_start_matches(' ').len();
        let blank = line.trim().is_empty();
        match self.block {
            Some(above) if !self.unsure && (blank || indent > above) => return,
            _ => self.block = None,
        }
        if line.starts_with('%') || line.starts_with("...") {
            self.report(number, 0, line.chars().next().unwrap_or('%'));
        }
        self.unsure |= line.starts_with("---");
        let characters: Vec<char> = line.chars().collect();
        let hidden = if self.unsure || blank { Vec::new() } else { self.follow(&characters, indent) };
        let mut starts = true;
        for (column, c) in characters.iter().copied().enumerate() {
            if hidden.iter().any(|(from, to)| (*from..*to).contains(&column)) {
                starts = false;
            } else if starts && (matches!(c, '&' | '*' | '!') || characters[column..].starts_with(&['<', '<'])) {
                self.report(number, column, c);
            } else if !c.is_whitespace() {
                starts = matches!(c, '[' | '{' | ',' | ':' | '-' | '?');
            }
        }
    }

    /// The columns that quotes and a comment certainly hide, `(from, to)`.
    fn follow(&mut self, line: &[char], indent: usize) -> Vec<(usize, usize)> {
        let mut hidden = Vec::new();
        let goes_on = self.open.take_if(|from| self.depth > 0 || indent >= *from);
        let mut at = Cursor { plain: goes_on.is_some(), goes_on: goes_on.is_some(), parent: None, value: indent };
        self.open = None;
        let mut column = indent;
        while let Some(c) = line.get(column).copied() {
            let next = line.get(column + 1).copied();
            let apart = next.is_none_or(char::is_whitespace);
            let after_space = column == 0 || line[column - 1].is_whitespace();
            let in_flow = self.depth > 0;
            if c == '#' && after_space {
                hidden.push((column, line.len()));
                at.plain = false;
                break;
            }
            match c {
                ':' if apart || !at.plain && in_flow => {
                    (at.plain, at.goes_on, at.parent) = (false, false, Some(at.value));
                }
                ':' if in_flow && next.is_some_and(|next| "'\"[]{},?".contains(next)) => self.unsure = true,
                '?' if in_flow => self.unsure = true,
                '[' | '{' if in_flow => (at.plain, self.depth) = (false, self.depth + 1),
                '[' | '{' if !at.plain => (at.value, self.depth) = (column, 1),
                ']' | '}' | ',' if in_flow => {
                    (at.plain, at.goes_on) = (false, false);
                    self.depth -= usize::from(c != ',');
                }
                '"' | '\'' if at.goes_on && !in_flow => self.unsure = true,
                '-' | '?' if at.goes_on && !in_flow && apart => self.unsure = true,
                _ if at.plain || c.is_whitespace() => {}
                '-' | '?' if apart => at.parent = Some(column),
                '"' | '\'' => match closing(&line[column + 1..], c) {
                    Some(length) => {
                        hidden.push((column, column + length + 2));
                        at.value = if in_flow { at.value } else { column };
                        column += length + 1;
                    }
                    None => self.unsure = true,
                },
                '|' | '>' => {
                    let header = line[column + 1..].iter().all(|c| matches!(c, '+' | '-' | '1'..='9' | ' '));
                    self.block = at.parent.filter(|_| header && !in_flow);
                    self.unsure |= self.block.is_none();
                    break;
                }
                ']' | '}' | ',' | '@' | '`' => self.unsure = true,
                _ => (at.plain, at.value) = (true, if in_flow { at.value } else { column }),
            }
            if self.unsure {
                break;
            }
            column += 1;
        }
        if at.plain {
            let from = at.parent.map_or(0, |parent| parent + 1);
            self.open = Some(if at.goes_on { goes_on.unwrap_or(from) } else { from });
        }
        hidden
    }

    fn controls(&mut self, number: u32, line: &str) {
        // What some readers take for a line end, or for nothing at all, is refused as well.
        let refused = |c: char| c.is_control() && c != '\t' || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}');
        if let Some((column, c)) = line.chars().enumerate().find(|(_, c)| refused(*c)) {
            self.report(number, column, c);
        }
    }

    fn report(&mut self, line: u32, column: usize, mark: char) {
        let column = u32::try_from(column).unwrap_or(u32::MAX - 1) + 1;
        self.found.push(Forbidden { line, column, mark });
    }
}

/// How long the quoted text is, where its quote closes on this line.
fn closing(text: &[char], quote: char) -> Option<usize> {
    let mut column = 0;
    while let Some(c) = text.get(column).copied() {
        let doubled = quote == '\'' && c == quote && text.get(column + 1) == Some(&quote);
        match c {
            _ if doubled => column += 1,
            '\\' if quote == '"' => column += 1,
            c if c == quote => return Some(column),
            _ => {}
        }
        column += 1;
    }
    None
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
            "q: a\n  'b\nb: &b [a,a]\nc: [*b,*b]\n",
            "q: [a\n  'b, *x, 'c]",
            "q: [a-'b, *x, 'c]",
            "a[ 'b: &x c'",
            "q: 'a\n  b'\nc: *x",
            "- k: |\n    text\n  b: &x c",
            "-\n  a\n- k: |\n    text\n  b: &x c",
            "q: [a\n  - |\n    , *x]",
            "{\"a\":'[ \"', c: *x, d: '\" '}",
            "# a\u{2028}b: &x c",
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
            "a: 'l''été, *x'\nb: \"c, &d\"",
            "- a\n- \"b, *x\"",
            "- k: a\n  b: \"c: *x\"",
            "a: {fr: \"b, *x\", en: 'c: &d'}",
            "- k: >-\n    *x\n  b: c",
        ] {
            assert_eq!(forbidden(yaml), [], "{yaml:?}");
        }
    }
}
