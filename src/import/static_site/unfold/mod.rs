//! HTML in Markdown, as Markdown: what a tag says is kept, what it looked like is not.
//!
//! The words between tags are not touched. Each line of the result knows the line of the source it
//! came from, so that what is found later is still told where it stands.

mod elements;
mod output;

use std::collections::BTreeSet;

use super::beginning;
use super::html::{Tag, aside, tag};

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

/// How far what closes a mark in a line is sought.
const NEAR: usize = 4096;

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
    /// Elements that are not closed any more in what follows.
    unclosed: BTreeSet<String>,
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

    /// Code between backticks, as it is.
    fn code(&mut self, rest: &str) -> usize {
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        let line = beginning(&rest[ticks..], NEAR).split('\n').next().unwrap_or_default();
        let closing = line.find(&rest[..ticks]).map(|at| ticks + at + ticks);
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
            let end = beginning(rest, NEAR)
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
            "li" | "input" | "param" | "track" | "wbr" | "link" | "meta" => {}
            "pre" if !tag.closing => return Some(self.preformatted(rest)),
            "table" | "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "caption" | "colgroup" | "col" => {
                self.table(tag);
            }
            "blockquote" => {
                self.paragraph();
                self.push(if tag.closing { "</blockquote>" } else { "<blockquote>" });
                self.paragraph();
            }
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

    fn finish(mut self) -> Unfolded {
        self.end_cell();
        if self.table.is_some() {
            self.end_table();
        }
        self.out.lines.push(self.line);
        self.out
    }
}

fn newlines(text: &str) -> u32 {
    u32::try_from(text.matches('\n').count()).unwrap_or(u32::MAX / 2)
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
