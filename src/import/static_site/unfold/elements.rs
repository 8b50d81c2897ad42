//! What each element becomes.

use super::super::html::Tag;
use super::{Found, Unfolding};
use crate::import::markdown::{escaped, linked};

impl Unfolding {
    pub(super) fn heading(&mut self, tag: &Tag) {
        self.paragraph();
        if !tag.closing {
            let level = usize::from(tag.name.as_bytes()[1] - b'0');
            self.push(&"#".repeat(level));
            self.push(" ");
        }
    }

    pub(super) fn emphasis(&mut self, mark: &str, closing: bool) {
        if !closing {
            self.flush_breaks();
            self.opening.push_str(mark);
        } else if !self.opening.is_empty() {
            // Nothing stood in between.
            let kept = self.opening.len() - if self.opening.ends_with(mark) { mark.len() } else { Default::default() };
            self.opening.truncate(kept);
        } else {
            let spaces = self.out.text.len() - self.out.text.trim_end_matches(' ').len();
            self.trim_end();
            self.push(mark);
            self.push(&" ".repeat(spaces));
        }
    }

    pub(super) fn link(&mut self, tag: &Tag) {
        if !tag.closing {
            self.flush_breaks();
            let address = tag.get("href").map(unescaped);
            if address.is_some() {
                self.opening.push('[');
            }
            return self.links.push(address);
        }
        let Some(Some(address)) = self.links.pop() else { return };
        if self.opening.ends_with('[') {
            // A link without words cannot be followed.
            self.opening.pop();
            return;
        }
        let after = linked("", &address);
        self.trim_end();
        self.push(after.trim_start_matches('['));
    }

    pub(super) fn image(&mut self, tag: &Tag) {
        let Some(address) = tag.get("src").map(unescaped) else { return };
        let alternative = tag.get("alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
        let image = linked(&alternative, &address);
        let _ = self.words(&format!("!{image}"));
    }

    pub(super) fn list(&mut self, tag: &Tag) {
        if tag.closing {
            self.lists.pop();
            if self.lists.is_empty() {
                self.paragraph();
            }
        } else {
            if self.lists.is_empty() {
                self.paragraph();
            }
            self.lists.push((tag.name == "ol").then_some(1));
        }
    }

    pub(super) fn item(&mut self) {
        self.breaks = 0;
        self.trim_end();
        if !self.at_line_start() {
            self.push("\n");
        }
        let outer: usize = self.lists.iter().rev().skip(1).map(|list| if list.is_some() { 3 } else { 2 }).sum();
        let mark = match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{}. ", *number - 1)
            }
            _ => "- ".to_owned(),
        };
        self.push(&" ".repeat(outer));
        self.push(&mark);
    }

    pub(super) fn preformatted(&mut self, rest: &str) -> usize {
        let (inner, length) = self.content(rest, "pre");
        let plain: String = inner.replace("<code>", "").replace("</code>", "");
        self.paragraph();
        self.push("```\n");
        self.push(&unescaped(plain.trim_matches('\n')));
        self.push("\n```\n\n");
        length
    }

    pub(super) fn table(&mut self, tag: &Tag) {
        self.end_cell();
        match (tag.name.as_str(), tag.closing) {
            ("table", false) => {
                self.paragraph();
                self.table = Some(Vec::new());
            }
            ("table", true) => self.end_table(),
            ("tr", false) => self.table.iter_mut().for_each(|rows| rows.push(Vec::new())),
            ("td" | "th" | "caption", false) if self.table.is_some() => self.cell = Some(self.out.text.len()),
            _ => {}
        }
    }

    pub(super) fn end_cell(&mut self) {
        let Some(from) = self.cell.take() else { return };
        self.breaks = 0;
        self.opening.clear();
        let words = self.out.text.split_off(from);
        let kept = self.out.lines.len() - words.matches('\n').count();
        self.out.lines.truncate(kept);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ").replace('|', "\\|");
        if let Some(rows) = &mut self.table {
            match rows.last_mut() {
                Some(row) => row.push(words),
                None => rows.push(vec![words]),
            }
        }
    }

    pub(super) fn end_table(&mut self) {
        let rows: Vec<Vec<String>> =
            self.table.take().unwrap_or_default().into_iter().filter(|row| !row.is_empty()).collect();
        let width = rows.iter().map(Vec::len).max().unwrap_or(0);
        for (number, row) in rows.iter().enumerate() {
            let cells = row.iter().map(String::as_str).chain(std::iter::repeat("")).take(width);
            let line = cells.collect::<Vec<_>>().join(" | ");
            self.push(&format!("| {line} |\n"));
            if number == 0 {
                self.push(&format!("|{}\n", " --- |".repeat(width)));
            }
        }
        self.push("\n");
    }

    /// What stands before the closing tag `name`, and the length with it; where there is none, as much as
    /// this line, of which nothing is taken.
    fn content<'a>(&mut self, rest: &'a str, name: &str) -> (&'a str, usize) {
        let end = format!("</{name}");
        // Looked for once: what is not closed here is not closed further on either.
        let known = self.unclosed.contains(name);
        let bytes = rest.as_bytes();
        let found = || bytes.windows(end.len()).position(|window| window.eq_ignore_ascii_case(end.as_bytes()));
        if let Some(at) = (!known).then(found).flatten() {
            let length = rest[at..].find('>').map_or(rest.len(), |close| at + close + 1);
            (&rest[..at], length)
        } else {
            self.unclosed.insert(name.to_owned());
            (rest.lines().next().unwrap_or_default(), 0)
        }
    }

    /// Says what was shown from elsewhere, and leaves a link to it.
    pub(super) fn embed(&mut self, tag: &Tag, rest: &str) -> usize {
        let address = tag.get("src").or_else(|| tag.get("data")).map(unescaped);
        if let Some(address) = address.filter(|_| !tag.closing) {
            self.out.found.push((self.line, Found::Embed(tag.name.clone(), address.clone())));
            let address = address.strip_prefix("//").map_or(address.clone(), |rest| format!("https://{rest}"));
            let label = match address.split_once("://") {
                Some((_, rest)) => rest.split(['/', '?']).next(),
                None => address.rsplit('/').next(),
            };
            self.paragraph();
            let _ = self.words(&linked(&escaped(label.unwrap_or("…")), &address));
            self.paragraph();
        }
        if tag.name == "iframe" && !tag.closing { self.content(rest, "iframe").1 } else { 0 }
    }

    pub(super) fn dropped(&mut self, tag: &Tag, rest: &str) -> usize {
        if tag.closing {
            return 0;
        }
        self.out.found.push((self.line, Found::Dropped(tag.name.clone())));
        self.content(rest, &tag.name).1
    }
}

/// The few entities that stand in addresses and code.
fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&amp;", "&")
}
