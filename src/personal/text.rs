//! A text as characters, looked at from any place forward and back.

use std::ops::Range;

/// Characters `start..end` of a text.
pub(super) type Span = Range<usize>;

/// A text as characters, and the same in lower case.
pub(super) struct Text {
    chars: Vec<char>,
    lower: Vec<char>,
}

impl Text {
    pub(super) fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let lower = chars.iter().map(|c| c.to_lowercase().next().unwrap_or(*c)).collect();
        Self { chars, lower }
    }

    pub(super) fn len(&self) -> usize {
        self.chars.len()
    }

    /// The character at `at`; nothing beyond either end.
    pub(super) fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    /// The character before `at`.
    pub(super) fn before(&self, at: usize) -> Option<char> {
        self.get(at.checked_sub(1)?)
    }

    pub(super) fn slice(&self, start: usize, end: usize) -> String {
        self.chars[start..end.min(self.chars.len())].iter().collect()
    }

    pub(super) fn is_digit(&self, at: usize) -> bool {
        self.get(at).is_some_and(|c| c.is_ascii_digit())
    }

    pub(super) fn is_word(&self, at: usize) -> bool {
        self.get(at).is_some_and(char::is_alphanumeric)
    }

    /// Whether no letter and no digit stands before `at`.
    pub(super) fn begins(&self, at: usize) -> bool {
        !self.before(at).is_some_and(char::is_alphanumeric)
    }

    /// Where `words`, in lower case, end when they begin at `at`; a space in them is any white space
    /// or `_`.
    pub(super) fn matches(&self, at: usize, words: &str) -> Option<usize> {
        let mut place = at;
        for wanted in words.chars() {
            let found = *self.lower.get(place)?;
            let same = if wanted == ' ' { found.is_whitespace() || found == '_' } else { found == wanted };
            if !same {
                return None;
            }
            place += 1;
        }
        Some(place)
    }

    /// As [`Text::matches`], and what matches is a word of its own.
    pub(super) fn word(&self, at: usize, words: &str) -> Option<usize> {
        let end = self.matches(at, words)?;
        let ends = words.ends_with(|c: char| !c.is_alphanumeric()) || !self.is_word(end);
        (self.begins(at) && ends).then_some(end)
    }

    /// As [`Text::word`], after white space or none.
    pub(super) fn word_after(&self, at: usize, words: &str) -> Option<usize> {
        let start = self.skip_space(at);
        let end = self.matches(start, words)?;
        (!self.is_word(end)).then_some(end)
    }

    /// Where white space that begins at `at` ends: spaces, and at most one line end.
    pub(super) fn skip_space(&self, at: usize) -> usize {
        let (mut place, mut lines) = (at, 0);
        while let Some(c) = self.get(place).filter(|c| c.is_whitespace()) {
            lines += usize::from(c == '\n');
            if lines > 1 {
                break;
            }
            place += 1;
        }
        place
    }

    /// Where white space that ends at `at` begins: spaces, and at most one line end.
    pub(super) fn skip_space_back(&self, at: usize) -> usize {
        let (mut place, mut lines) = (at, 0);
        while let Some(c) = self.before(place).filter(|c| c.is_whitespace()) {
            lines += usize::from(c == '\n');
            if lines > 1 {
                break;
            }
            place -= 1;
        }
        place
    }

    /// A whole number of `least` to `most` digits at `at`, and where it ends.
    pub(super) fn number(&self, at: usize, least: usize, most: usize) -> Option<(u32, usize)> {
        let end = (at..=self.len()).find(|place| !self.is_digit(*place))?;
        let digits = (least..=most).contains(&(end - at)).then(|| self.slice(at, end))?;
        Some((digits.parse().ok()?, end))
    }

    /// Line and column, from 1, and the length on that line.
    pub(super) fn place(&self, span: &Span) -> (u32, u32, u32) {
        let number = |value: usize| u32::try_from(value).unwrap_or(u32::MAX);
        let before = &self.chars[..span.start];
        let line = before.iter().filter(|c| **c == '\n').count() + 1;
        let column = before.iter().rev().take_while(|c| **c != '\n').count() + 1;
        let length = self.chars[span.clone()].iter().take_while(|c| **c != '\n').count();
        (number(line), number(column), number(length))
    }
}

/// What people put between the groups of a number.
pub(super) fn is_gap(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '.' | '-' | '\u{2010}' | '\u{2011}')
}
