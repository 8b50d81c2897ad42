//! HTML in Markdown, as Markdown: what a tag says is kept, what it looked like is not.
//!
//! The words between tags are not touched. Each line of the result knows the line of the source it
//! came from, so that what is found later is still told where it stands.

use super::html::{Tag, aside, tag};
use crate::import::markdown::{escaped, linked};

/// Markdown whose HTML was unfolded.
#[derive(Debug, Default)]
pub(super) struct Unfolded {
    pub(super) text: String,
    /// For each line of the text, the line of the source.
    pub(super) lines: Vec<u32>,
    pub(super) found: Vec<(u32, Found)>,
}

/// What was met on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Found {
    /// Something from elsewhere that was shown in the page: the element, and its address.
    Embed(String, String),
    /// An element that no page here can have, and all within it.
    Dropped(String),
    /// A comment, whose words nobody saw.
    Comment(String),
}

/// Unfolds `text`, which begins on line `first_line` of its file.
pub(super) fn unfold(text: &str, first_line: u32) -> Unfolded {
    let mut unfolding = Unfolding { line: first_line, ..Unfolding::default() };
    unfolding.run(text);
    unfolding.finish()
}

/// Elements that only arranged their content, in a line.
const INLINE: &[&str] = &["span", "font", "u", "small", "big", "ins", "label", "picture", "time", "tt", "o"];
/// Elements that only arranged their content, in a block of its own.
const BLOCK: &[&str] = &[
    "div",
    "section",
    "article",
    "center",
    "figure",
    "figcaption",
    "main",
    "header",
    "footer",
    "aside",
    "nav",
    "body",
    "html",
];
/// Elements of which nothing is kept.
const DROPPED: &[&str] =
    &["script", "style", "form", "button", "noscript", "svg", "template", "head", "select", "textarea", "canvas"];
/// Elements that show something from elsewhere.
const EMBEDS: &[&str] = &["iframe", "embed", "object", "video", "audio", "source", "frame"];

#[derive(Debug, Default)]
struct Unfolding {
    out: Unfolded,
    line: u32,
    /// How many block elements are open: within them, the indent of a line says nothing.
    depth: usize,
    /// Open lists: for each, the number of its next item where it is numbered.
    lists: Vec<Option<u32>>,
    /// Line breaks that wait for words after them.
    breaks: u32,
    /// Addresses of open links; nothing where the link leads nowhere.
    links: Vec<Option<String>>,
    /// Marks of emphasis that wait for words after them.
    opening: String,
    /// The rows of the table that is open.
    table: Option<Vec<Vec<String>>>,
    /// Where the content of the open cell begins.
    cell: Option<usize>,
    fence: Option<String>,
}

impl Unfolding {
    fn run(&mut self, text: &str) {
        let mut rest = text;
        let mut starts_line = true;
        while let Some(c) = rest.chars().next() {
            if starts_line {
                starts_line = false;
                if let Some(length) = self.fenced_line(rest) {
                    self.copy(&rest[..length]);
                    rest = &rest[length..];
                    starts_line = true;
                    continue;
                }
                if self.within() {
                    rest = rest.trim_start_matches([' ', '\t']);
                    continue;
                }
            }
            let length = match c {
                '\n' => {
                    self.line_end(&rest[1..]);
                    starts_line = true;
                    1
                }
                '`' => self.code(rest),
                '\\' if rest.len() > 1 && rest.as_bytes()[1] == b'<' => self.words(&rest[..2]),
                '<' => self.angle(rest),
                _ => {
                    let end = rest.find(['\n', '`', '<', '\\']).unwrap_or(rest.len()).max(c.len_utf8());
                    self.words(&rest[..end])
                }
            };
            rest = &rest[length..];
        }
    }

    /// Whether an HTML block is open.
    const fn within(&self) -> bool {
        self.depth > 0 || !self.lists.is_empty() || self.table.is_some()
    }

    /// The length of this line where it is one of a fenced block of code.
    fn fenced_line(&mut self, rest: &str) -> Option<usize> {
        let line = rest.split_inclusive('\n').next()?;
        let mark: String = line.trim().chars().take_while(|c| matches!(c, '`' | '~')).collect();
        match &self.fence {
            Some(open) => {
                if mark.len() >= open.len() && mark.starts_with(open.as_str()) {
                    self.fence = None;
                }
                Some(line.len())
            }
            None if mark.len() >= 3 && !line.trim()[mark.len()..].contains('`') => {
                self.fence = Some(mark);
                Some(line.len())
            }
            None => None,
        }
    }

    /// Copies a line as it is.
    fn copy(&mut self, line: &str) {
        self.flush_breaks();
        self.push(line);
        self.line += 1;
    }

    fn push(&mut self, text: &str) {
        for c in text.chars() {
            self.out.text.push(c);
            if c == '\n' {
                self.out.lines.push(self.line);
            }
        }
    }

    fn words(&mut self, words: &str) -> usize {
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

    fn at_line_start(&self) -> bool {
        self.out.text.is_empty() || self.out.text.ends_with('\n')
    }

    /// Puts the breaks that waited: one makes a new line of the same paragraph, more a new paragraph.
    fn flush_breaks(&mut self) {
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

    fn trim_end(&mut self) {
        let kept = self.out.text.trim_end_matches([' ', '\t']).len();
        self.out.text.truncate(kept);
    }

    /// Makes sure that a blank line comes before what follows.
    fn paragraph(&mut self) {
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
    fn indent(&mut self) {
        let indent: usize = self.lists.iter().map(|list| if list.is_some() { 3 } else { 2 }).sum();
        if indent > 0 && !self.out.text.is_empty() {
            self.push(&" ".repeat(indent));
        }
    }

    fn line_end(&mut self, rest: &str) {
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
        } else if !self.out.text.ends_with("\n\n") && !(self.within() && self.out.text.is_empty()) {
            self.push("\n");
        }
        self.line += 1;
    }

    /// Code between backticks, as it is.
    fn code(&mut self, rest: &str) -> usize {
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let line_end = rest.find('\n').unwrap_or(rest.len());
        let closing = rest[ticks..line_end].find(&rest[..ticks]).map(|at| ticks + at + ticks);
        self.words(&rest[..closing.unwrap_or(ticks)])
    }

    fn angle(&mut self, rest: &str) -> usize {
        if let Some(length) = aside(rest) {
            let comment = rest[..length].trim_start_matches("<!--").trim_end_matches("-->").trim();
            if rest.starts_with("<!--") && !comment.is_empty() && comment != "more" {
                self.out.found.push((self.line, Found::Comment(comment.to_owned())));
            }
            self.line += newlines(&rest[..length]);
            return length;
        }
        // `](<an address>)` is Markdown.
        let address = self.out.text.ends_with("](");
        let Some((tag, length)) = tag(rest).filter(|_| !address) else {
            // An address between angle brackets, or a sign.
            let end = rest
                .find('>')
                .filter(|end| !rest[..*end].contains(if address { &['\n'][..] } else { &[' ', '\n'] }))
                .map_or(1, |end| end + 1);
            return self.words(&rest[..end]);
        };
        let consumed =
            self.element(&tag, &rest[length..]).map_or_else(|| self.words(&rest[..length]), |more| length + more);
        self.line += newlines(&rest[..consumed]);
        consumed
    }

    /// Does what a tag asks for; how much of what follows it took with it. Nothing where the tag stays.
    fn element(&mut self, tag: &Tag, rest: &str) -> Option<usize> {
        let name = tag.name.as_str();
        match name {
            "br" => self.breaks += 1,
            "hr" => {
                self.paragraph();
                self.push("---\n\n");
            }
            "p" => self.paragraph(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(tag),
            "strong" | "b" => self.emphasis("**", tag.closing),
            "em" | "i" | "cite" => self.emphasis("*", tag.closing),
            "del" | "s" | "strike" => self.emphasis("~~", tag.closing),
            "a" => self.link(tag),
            "img" => self.image(tag),
            "ul" | "ol" => self.list(tag),
            "li" if !tag.closing => self.item(),
            "li" => {}
            "pre" if !tag.closing => return Some(self.preformatted(rest)),
            "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "caption" | "colgroup" | "col" => {
                self.table(tag)
            }
            "blockquote" => {
                self.paragraph();
                self.push(if tag.closing { "</blockquote>" } else { "<blockquote>" });
                self.paragraph();
            }
            "input" | "param" | "track" | "wbr" | "link" | "meta" => {}
            _ if INLINE.contains(&name) => {}
            _ if BLOCK.contains(&name) => {
                self.depth = if tag.closing { self.depth.saturating_sub(1) } else { self.depth + 1 };
                self.paragraph();
            }
            _ if EMBEDS.contains(&name) => return Some(self.embed(tag, rest)),
            _ if DROPPED.contains(&name) => return Some(self.dropped(tag, rest)),
            _ => return None,
        }
        Some(0)
    }

    fn heading(&mut self, tag: &Tag) {
        self.paragraph();
        if !tag.closing {
            let level = usize::from(tag.name.as_bytes()[1] - b'0');
            self.push(&"#".repeat(level));
            self.push(" ");
        }
    }

    fn emphasis(&mut self, mark: &str, closing: bool) {
        if !closing {
            self.flush_breaks();
            self.opening.push_str(mark);
        } else if !self.opening.is_empty() {
            // Nothing stood in between.
            let kept = self.opening.len() - self.opening.ends_with(mark).then_some(mark.len()).unwrap_or_default();
            self.opening.truncate(kept);
        } else {
            let spaces = self.out.text.len() - self.out.text.trim_end_matches(' ').len();
            self.trim_end();
            self.push(mark);
            self.push(&" ".repeat(spaces));
        }
    }

    fn link(&mut self, tag: &Tag) {
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

    fn image(&mut self, tag: &Tag) {
        let Some(address) = tag.get("src").map(unescaped) else { return };
        let alternative = tag.get("alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
        let image = linked(&alternative, &address);
        let _ = self.words(&format!("!{image}"));
    }

    fn list(&mut self, tag: &Tag) {
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

    fn item(&mut self) {
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

    fn preformatted(&mut self, rest: &str) -> usize {
        let (inner, length) = content(rest, "pre");
        let plain: String = inner.replace("<code>", "").replace("</code>", "");
        self.paragraph();
        self.push("```\n");
        self.push(&unescaped(plain.trim_matches('\n')));
        self.push("\n```\n\n");
        length
    }

    fn table(&mut self, tag: &Tag) {
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

    fn end_cell(&mut self) {
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

    fn end_table(&mut self) {
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

    /// Says what was shown from elsewhere, and leaves a link to it.
    fn embed(&mut self, tag: &Tag, rest: &str) -> usize {
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
        if tag.name == "iframe" && !tag.closing { content(rest, "iframe").1 } else { 0 }
    }

    fn dropped(&mut self, tag: &Tag, rest: &str) -> usize {
        if tag.closing {
            return 0;
        }
        self.out.found.push((self.line, Found::Dropped(tag.name.clone())));
        content(rest, &tag.name).1
    }

    fn finish(mut self) -> Unfolded {
        self.end_cell();
        if self.table.is_some() {
            self.end_table();
        }
        self.out.lines.push(self.line);
        self.out
    }
}

/// What stands before the closing tag `name`, and the length with it.
fn content<'a>(rest: &'a str, name: &str) -> (&'a str, usize) {
    let end = format!("</{name}");
    let lower = rest.to_ascii_lowercase();
    match lower.find(&end) {
        Some(at) => {
            let length = rest[at..].find('>').map_or(rest.len(), |close| at + close + 1);
            (&rest[..at], length)
        }
        None => (rest.lines().next().unwrap_or_default(), 0),
    }
}

fn newlines(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX / 2)
}

/// The few entities that stand in addresses and code.
fn unescaped(text: &str) -> String {
    text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&#39;", "'").replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::{Found, unfold};

    fn text(html: &str) -> String {
        unfold(html, 1).text
    }

    #[test]
    fn what_tags_say_is_kept() {
        for (html, markdown) in [
            ("a<br>b<br/>\nc", "a\\\nb\\\nc"),
            ("a<br><br>b", "a\n\nb"),
            ("a<br>\n\nb", "a\n\nb"),
            ("# a <br>\nb", "# a\n\nb"),
            ("<div>\n    <p>a</p>\n    <p>b</p>\n</div>", "a\n\nb\n\n"),
            ("<h2 class=\"x\">A <em>b</em></h2>c", "## A *b*\n\nc"),
            ("a<b> b </b>c<i></i>", "a **b** c"),
            ("<a href = \"x?a=1&amp;b=2\">y</a>", "[y](<x?a=1&b=2>)"),
            ("<a name=x>y</a> <a href=z></a>", "y "),
            (
                "<ul>\n  <li>a</li>\n  <li>b\n    <ol><li>c</li><li>d</li></ol>\n  </li>\n</ul>e",
                "- a\n- b\n  1. c\n  2. d\n\ne",
            ),
            ("<blockquote>a</blockquote>", "<blockquote>\n\na\n\n</blockquote>\n\n"),
            (
                "<table><tr><th>a</th><th>b</th></tr>\n<tr><td>c|d<br>e</td></tr></table>",
                "| a | b |\n| --- | --- |\n| c\\|d e |  |\n\n",
            ),
            ("<pre><code>a &lt; b\n</code></pre>", "```\na < b\n```\n\n"),
            ("a<sup>e</sup> <https://b.example/c> 1 < 2 \\<b>", "a<sup>e</sup> <https://b.example/c> 1 < 2 \\<b>"),
            ("[a](</b c.pdf>) ![x](<img.png>)", "[a](</b c.pdf>) ![x](<img.png>)"),
            ("`<br>`\n\n```\n<br>\n```\n", "`<br>`\n\n```\n<br>\n```\n"),
            ("a\u{200a}— b “c” ’", "a\u{200a}— b “c” ’"),
            ("    code <br> stays indented", "    code\\\n stays indented"),
        ] {
            assert_eq!(text(html), markdown, "{html}");
        }
    }

    #[test]
    fn what_is_not_kept_is_named_with_its_line() {
        let html = "a\n<iframe src=\"//b.example/c\">\n</iframe>\n<script>x\n</script>\n<!-- more -->\n<!-- d -->\n<img src=e>";
        let unfolded = unfold(html, 10);
        let expected = [
            (11, Found::Embed("iframe".to_owned(), "//b.example/c".to_owned())),
            (13, Found::Dropped("script".to_owned())),
            (16, Found::Comment("d".to_owned())),
        ];
        assert_eq!(unfolded.found, expected);
        assert!(unfolded.text.contains("[b.example](<https://b.example/c>)"), "{}", unfolded.text);
        let image = unfolded.text.lines().position(|line| line.starts_with("![")).expect("an image");
        assert_eq!(unfolded.lines[image], 17, "{:?}", unfolded.lines);
    }

    #[test]
    fn broken_html_ends() {
        for html in [
            "<div",
            "<ul><ul><li>",
            "</ul></div></table>",
            "<table><td>x",
            "<pre>",
            "<script>",
            "</b></i></a>",
            "<a href=x>",
            "<h1>",
        ] {
            let _ = text(html);
        }
        let deep = "<div>".repeat(5000) + &"<ul><li>".repeat(200);
        assert!(text(&deep).len() < 1_000_000);
    }
}
