//! Markdown to HTML, with a policy for whose text it is.
//!
//! The council's own text may hold raw HTML, where `parvis.yaml` allows it, and its words are set as printers of
//! its language do. A stranger's keeps every sign that was signed: raw HTML is dropped, an image becomes a link, and
//! a link keeps its address only when that is `http`, `https`, `mailto` or leads to a page of the site. Headings
//! carry anchors, and move so that the highest comes right below the heading of the page or section they stand in.

mod address;
mod call;
mod code;
mod first_words;
mod ids;
mod notes;
mod pass;
mod picture;
mod stray;
mod typography;
mod words;

use pass::{Around, Pass, Placed};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

use crate::document::RawHtml;
use crate::language::Language;
use crate::report::Place;
use crate::site::pictures::Shown;
use crate::tree::FilePath;

pub use call::{Argument, Call, Called};
pub use first_words::first_words;
pub use ids::Ids;
pub use stray::stray_calls;

/// Whose text it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Author {
    /// The council: its repository, its word.
    Council,
    /// Anybody who handed in a proposal.
    Stranger,
}

/// The heading below which a text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// The page's own: the highest heading of the text becomes an `h2`.
    Page,
    /// A section's: the highest becomes an `h3`.
    Section,
}

/// Whose text it is, where it stands and how it is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Whose text it is.
    pub author: Author,
    /// The heading below which it stands.
    pub below: Below,
    /// The language of its words.
    pub language: Language,
    /// The language of the page, in which alerts and notes are named.
    pub page: Language,
    /// What becomes of the council's own raw HTML; a stranger's is always dropped.
    pub raw_html: RawHtml,
}

impl Manner {
    /// A text on a page of its own language, with the raw HTML that its author may write.
    #[must_use]
    pub const fn of(author: Author, below: Below, language: Language) -> Self {
        Self { author, below, language, page: language, raw_html: RawHtml::Allow }
    }

    /// The same on a page of another language.
    #[must_use]
    pub const fn on(mut self, page: Language) -> Self {
        self.page = page;
        self
    }

    /// The same with this said of raw HTML.
    #[must_use]
    pub const fn raw_html(mut self, raw_html: RawHtml) -> Self {
        self.raw_html = raw_html;
        self
    }
}

/// What a link of a text leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// An address, as it goes into the page.
    Address(String),
    /// Nowhere.
    Nowhere,
}

/// A heading of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// How high it stands, from 2, which is right below the page's own, to 6.
    pub level: u8,
    /// Its anchor.
    pub anchor: String,
    /// Its words.
    pub text: String,
}

/// A link that leads nowhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenLink {
    /// The line within the text, from 1.
    pub line: u32,
    /// Where it stands on that line, from 1, and how many signs of it; nothing far out on a long line.
    pub span: Option<(u32, u32)>,
    /// The address as written.
    pub target: String,
}

impl BrokenLink {
    /// Its place in `file`, where its text begins on line `first`.
    #[must_use]
    pub fn place(&self, file: &FilePath, first: u32) -> Place {
        let place = Place::file(file).at_line(first + self.line - 1);
        match self.span {
            Some((column, length)) => place.at_column(column, length),
            None => place,
        }
    }
}

/// A text as HTML.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// The HTML.
    pub html: String,
    /// Its headings, first to last.
    pub headings: Vec<Heading>,
    /// Its links that lead nowhere.
    pub broken: Vec<BrokenLink>,
    /// The lines within the text, from 1, where raw HTML of the council's was dropped.
    pub dropped: Vec<u32>,
    /// The components that the council's own text calls.
    pub called: Vec<Called>,
}

/// Renders `text` on the page that has taken `ids`; `resolve` says where its own relative links lead.
#[must_use]
pub fn render(text: &str, manner: &Manner, ids: &mut Ids, resolve: &dyn Fn(&str) -> Target) -> Rendered {
    render_with(text, manner, ids, resolve, &|_| None, &|_| None)
}

/// The same, where `component` makes what the council's own text calls, and `picture` knows the pictures of the site by
/// the relative links to them.
#[must_use]
pub fn render_with(
    text: &str,
    manner: &Manner,
    ids: &mut Ids,
    resolve: &dyn Fn(&str) -> Target,
    component: &dyn Fn(&Call) -> Option<String>,
    picture: &dyn Fn(&str) -> Option<Shown>,
) -> Rendered {
    let events = events(text, *manner, |_| true);
    let mut pass = Pass::new(text, events, *manner, ids, resolve, Some(Around { component, picture }));
    // HTML is about a fifth longer than its Markdown.
    let mut html = String::with_capacity(text.len() + text.len() / 4);
    html::push_html(&mut html, pass.by_ref());
    Rendered { html, ..pass.learnt() }
}

/// The anchor of a heading of the council's own with these words, where no other has the same.
#[must_use]
pub fn anchor_of(words: &str) -> String {
    ids::anchor_of(words, Author::Council)
}

/// Whether an address leads elsewhere in a way that not even the council's own text keeps.
#[must_use]
pub fn is_forbidden(address: &str) -> bool {
    address::outside(address, Author::Council) == address::Outside::Forbidden
}

/// The headings of `text`, and as broken every relative link, which nobody has followed.
#[must_use]
pub fn outline(text: &str, manner: &Manner) -> Rendered {
    follow_links(text, manner, &|_| Target::Nowhere)
}

/// The headings of `text`, and as broken the links that `resolve` leads nowhere.
#[must_use]
pub fn follow_links(text: &str, manner: &Manner, resolve: &dyn Fn(&str) -> Target) -> Rendered {
    let mut ids = Ids::new();
    let events = events(text, *manner, learnt(text, *manner));
    let mut pass = Pass::new(text, events, *manner, &mut ids, resolve, None);
    pass.by_ref().for_each(drop);
    pass.learnt()
}

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_DEFINITION_LIST);

/// What a text may hold: an alert speaks in the site's own voice, so a stranger's stays a quotation.
const fn options(author: Author) -> Options {
    match author {
        Author::Council => OPTIONS.union(Options::ENABLE_GFM).union(Options::ENABLE_HEADING_ATTRIBUTES),
        Author::Stranger => OPTIONS,
    }
}

/// What `text` consists of, as far as it is `wanted`, with the signs of the council's own words set.
fn events<'a>(text: &'a str, manner: Manner, wanted: impl FnMut(&Placed<'a>) -> bool) -> Vec<Placed<'a>> {
    let mut events = Parser::new_ext(text, options(manner.author)).into_offset_iter().filter(wanted).collect();
    if manner.author == Author::Council {
        typography::set(text, &mut events, manner.language);
    }
    events
}

/// Of what a text consists: that of which something is learnt. It is little, and most texts are only read for it.
fn learnt(text: &str, manner: Manner) -> impl FnMut(&Placed<'_>) -> bool {
    let (mut heading, mut call) = (false, false);
    let dropped = manner.raw_html == RawHtml::Drop;
    move |(event, range)| match event {
        Event::Start(Tag::Heading { .. }) => {
            heading = true;
            true
        }
        Event::End(TagEnd::Heading(_)) => {
            heading = false;
            true
        }
        Event::Start(Tag::Paragraph) => {
            call = text[range.clone()].starts_with("{{");
            call
        }
        Event::End(TagEnd::Paragraph) => std::mem::take(&mut call),
        Event::Start(Tag::Link { .. } | Tag::Image { .. }) | Event::End(TagEnd::Link | TagEnd::Image) => true,
        Event::Start(Tag::HtmlBlock) | Event::Html(_) | Event::InlineHtml(_) => dropped || heading,
        _ => heading,
    }
}

#[cfg(test)]
mod tests {
    use super::{Author, Below, Call, Ids, Manner, Target, render, render_with};
    use crate::document::RawHtml;
    use crate::language::Language;

    fn council() -> Manner {
        Manner::of(Author::Council, Below::Page, Language::Fr)
    }

    fn stranger(text: &str) -> String {
        let manner = Manner::of(Author::Stranger, Below::Page, Language::Fr);
        render(text, &manner, &mut Ids::new(), &|_| Target::Nowhere).html
    }

    #[test]
    fn a_strangers_html_and_schemes_go_nowhere() {
        for text in [
            "<script>alert(1)</script>",
            "a <img src=x onerror=alert(1)> b",
            "[a](javascript:alert(1))",
            "[a](JavaScript&colon;alert(1))",
            "[a](java\nscript:alert(1))",
            "[a](<java\tscript:alert(1)>)",
            "[a](data:text/html,x)",
            "[a](//evil.example)",
            "![a](javascript:alert(1))",
            "<javascript:alert(1)>",
            "[a]: javascript:alert(1)\n\n[a]",
            "<div>\n\n[a](vbscript:x)\n\n</div>",
        ] {
            let html = stranger(text);
            for bad in ["<script", "onerror", "href=\"java", "href=\"data", "href=\"vb", "href=\"//", "<img", "<div"] {
                assert!(!html.to_lowercase().contains(bad), "{text:?} gave {html}");
            }
        }
    }

    #[test]
    fn what_is_allowed_stays() {
        let html = stranger("# Été\n\n[a](https://a.example) **b**\n\n| x |\n|---|\n| y |\n");
        for part in [
            "<h2 id=\"p-ete\">",
            "href=\"https://a.example\"",
            "<strong>b</strong>",
            "<div class=\"scroll\" tabindex=\"0\"><table>",
            "</table>\n</div>",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
    }

    #[test]
    fn each_link_and_image_closes_as_it_opened() {
        let shown = |text: &str| {
            let pages = |address: &str| match address {
                "a.jpg" | "b.md" => Target::Address(format!("/{address}")),
                _ => Target::Nowhere,
            };
            render(text, &council(), &mut Ids::new(), &pages).html
        };
        for (text, html) in [
            ("[![x](a.jpg)](b.md) y", "<p><a href=\"/b.md\"><img src=\"/a.jpg\" alt=\"x\" /></a> y</p>\n"),
            ("[![x](a.jpg)](c.md) y", "<p><img src=\"/a.jpg\" alt=\"x\" /> y</p>\n"),
            ("[![x](c.jpg) y](b.md)", "<p><a href=\"/b.md\">x y</a></p>\n"),
            ("![x ![y](c.jpg) z](https://d.fr)", "<p><a href=\"https://d.fr\">x y z</a></p>\n"),
        ] {
            assert_eq!(shown(text), html, "{text}");
        }
    }

    #[test]
    fn a_broken_link_keeps_its_words_and_its_line() {
        let rendered = render("a\n\nb [c](d.md)\n", &council(), &mut Ids::new(), &|_| Target::Nowhere);
        assert_eq!(rendered.html, "<p>a</p>\n<p>b c</p>\n");
        assert_eq!(rendered.broken[0].line, 3);
    }

    fn html(text: &str) -> String {
        render(text, &council(), &mut Ids::new(), &|_| Target::Nowhere).html
    }

    #[test]
    fn tasks_and_definitions_and_alerts_are_named() {
        let text = "- [x] a\n- [ ] b\n\nterme\n: sens\n\n> [!WARNING]\n> c\n\n> [!NOTE]\n> d\n";
        let shown = html(text);
        for part in [
            "<li><span class=\"task\" role=\"img\" aria-label=\"fait\">☑</span> a</li>",
            "<span class=\"task\" role=\"img\" aria-label=\"à faire\">☐</span> b",
            "<dl>\n<dt>terme</dt>\n<dd>sens</dd>\n</dl>",
            "<aside class=\"alert alert-warning\" role=\"note\" aria-labelledby=\"t--alert\">\n\
             <p class=\"alert-title\" id=\"t--alert\">Attention</p>\n<p>c</p>\n</aside>",
            "<p class=\"alert-title\" id=\"t--alert-2\">Remarque</p>",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
        let english = render(text, &council().on(Language::En), &mut Ids::new(), &|_| Target::Nowhere).html;
        assert!(english.contains("id=\"t--alert\" lang=\"en\">Warning</p>"), "{english}");
        assert!(stranger(text).contains("<blockquote>\n<p>[!WARNING]\nc</p>"), "{}", stranger(text));
    }

    #[test]
    fn notes_stand_at_the_end_with_ids_that_no_label_makes() {
        let shown = html("a[^b c\"d] b[^2] c[^2]\n\n[^2]: deux\n\n[^b c\"d]: un\n\n[^3]: trois\n\nfin\n");
        for part in [
            "a<sup class=\"call\" id=\"t--call-1\"><a href=\"#t--note-1\" role=\"doc-noteref\">1</a></sup>",
            "<p>fin</p>\n<section class=\"notes\" role=\"doc-endnotes\" aria-label=\"Notes\">\n<ol>\n<li id=\"t--note-1\">",
            "un <a class=\"back\" href=\"#t--call-1\" role=\"doc-backlink\" aria-label=\"Retour au texte\">",
            "href=\"#t--call-2-2\" role=\"doc-backlink\" aria-label=\"Retour au texte (2)\"",
            "<p>trois</p>\n</li>\n</ol>\n</section>",
        ] {
            assert!(shown.contains(part), "{part} in {shown}");
        }
    }

    #[test]
    fn two_texts_of_a_page_share_no_id() {
        let mut ids = Ids::new();
        let mut shown = || render("# A\n\nb[^1]\n\n[^1]: c\n", &council(), &mut ids, &|_| Target::Nowhere).html;
        let both = shown() + &shown();
        let mut found: Vec<&str> = both.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        found.sort_unstable();
        assert_eq!(found, ["t--call-1", "t--call-1-2", "t--note-1", "t--note-1-2", "t-a", "t-a-2"]);
    }

    #[test]
    fn raw_html_is_dropped_where_the_council_says_so_and_each_place_is_told() {
        let text = "a <b>c</b>\n\n<div>\n<i>d</i>\n\n</div>\n\n<!-- e -->\n";
        let manner = council().raw_html(RawHtml::Drop);
        let rendered = render(text, &manner, &mut Ids::new(), &|_| Target::Nowhere);
        assert_eq!(rendered.html, "<p>a c</p>\n");
        assert_eq!(rendered.dropped, [1, 3, 6]);
        assert!(html(text).contains("<b>c</b>"));
    }

    #[test]
    fn a_heading_has_a_link_that_only_a_pointer_meets() {
        let link = "<a class=\"anchor\" href=\"#t-a\" aria-hidden=\"true\" tabindex=\"-1\"></a>";
        assert_eq!(html("# A\n"), format!("<h2 id=\"t-a\">A{link}</h2>\n"));
    }

    #[test]
    fn a_component_is_called_by_the_council_alone() {
        let component = |call: &Call| Some(format!("<figure>{}</figure>", call.name));
        let shown = |author| {
            let manner = Manner::of(author, Below::Page, Language::Fr);
            render_with("{{ a() }}\n", &manner, &mut Ids::new(), &|_| Target::Nowhere, &component, &|_| None).html
        };
        assert_eq!(shown(Author::Council), "<figure>a</figure>\n");
        assert_eq!(shown(Author::Stranger), "<p>{{ a() }}</p>\n");
    }

    #[test]
    fn what_was_signed_keeps_every_sign() {
        assert_eq!(stranger("l'\"été\" ! -- fin..."), "<p>l'\"été\" ! -- fin...</p>\n");
    }
}
