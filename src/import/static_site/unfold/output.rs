//! What is written: words, line breaks, paragraphs, each line with that of the source.

use super::Unfolding;

impl Unfolding {
    /// Copies a line as it is.
    pub(super) fn copy(&mut self, line: &str) {
        self.flush_breaks();
        self.push(line);
        self.line += 1;
    }

    pub(super) fn push(&mut self, text: &str) {
        for c in text.chars() {
            self.out.text.push(c);
            if c == '\n' {
                self.out.lines.push(self.line);
            }
        }
    }

    pub(super) fn words(&mut self, words: &str) -> usize {
        if words.trim().is_empty() {
            if self.breaks == 0 && !self.at_line_start() {
                self.push(words);
            }
            return words.len();
        }
        self.flush_breaks();
        let words_start = words.len() - words.trim_start_matches(' ').len();
        let shown = if self.at_line_start() && self.within() { &words[words_start..] } else { words };
        let opening = std::mem::take(&mut self.opening);
        if opening.is_empty() {
            self.push(shown);
        } else {
            let inner = shown.trim_start_matches(' ');
            self.push(&shown[..shown.len() - inner.len()]);
            self.push(&opening);
            self.push(inner);
        }
        words.len()
    }

    pub(super) fn at_line_start(&self) -> bool {
        self.out.text.is_empty() || self.out.text.ends_with('\n')
    }

    /// Puts the breaks that waited: one makes a new line of the same paragraph, more a new paragraph.
    pub(super) fn flush_breaks(&mut self) {
        let breaks = std::mem::take(&mut self.breaks);
        let line = self.out.text.rsplit('\n').next().unwrap_or_default();
        if breaks == 0 || line.trim().is_empty() {
            return;
        }
        let heading = line.trim_start().starts_with('#');
        if self.cell.is_some() {
            self.push(" ");
        } else if breaks == 1 && !heading {
            self.trim_end();
            self.push("\\\n");
            self.indent();
        } else {
            self.paragraph();
        }
    }

    pub(super) fn trim_end(&mut self) {
        let kept = self.out.text.trim_end_matches([' ', '\t']).len();
        self.out.text.truncate(kept);
    }

    /// Makes sure that a blank line comes before what follows.
    pub(super) fn paragraph(&mut self) {
        self.breaks = 0;
        if self.cell.is_some() {
            return self.push(" ");
        }
        self.trim_end();
        let ends = self.out.text.chars().rev().take_while(|c| *c == '\n').count();
        if !self.out.text.is_empty() && ends < 2 {
            self.push(if ends == 0 { "\n\n" } else { "\n" });
        }
        self.indent();
    }

    /// The indent of what belongs to an item of a list.
    pub(super) fn indent(&mut self) {
        let indent: usize = self.lists.iter().map(|list| if list.is_some() { 3 } else { 2 }).sum();
        if indent > 0 && !self.out.text.is_empty() {
            self.push(&" ".repeat(indent));
        }
    }

    pub(super) fn line_end(&mut self, rest: &str) {
        let blank = rest.lines().next().is_none_or(|line| line.trim().is_empty());
        if self.cell.is_some() {
            self.push(" ");
        } else if self.breaks > 0 {
            if blank {
                self.breaks = 0;
                self.push("\n");
            }
        } else if !self.lists.is_empty() {
            if !self.at_line_start() && !self.out.text.ends_with(' ') && !blank {
                self.push(" ");
            }
        } else if !(self.out.text.ends_with("\n\n") || self.within() && self.out.text.is_empty()) {
            self.push("\n");
        }
        self.line += 1;
    }
}
