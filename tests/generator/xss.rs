//! What strangers try: each file of `tests/xss/` is named by its trick and is rendered as a stranger's text.
//! A reader of HTML that follows the standard then walks the result, which may hold nothing but what is listed
//! here. `.ci/hostile-page` opens all of them in a browser.

#![cfg(feature = "site")]

use crate::support::stranger_html::{Walk, stranger};

use std::collections::BTreeMap;
use std::path::Path;

use parvis::document::RawHtml;
use parvis::language::Language;
use parvis::site::markdown::{Author, Below, Ids, Manner, Rendered, Target, outline, render};

fn corpus() -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/xss");
    let entries = std::fs::read_dir(folder).expect("tests/xss");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.map(|path| (path.display().to_string(), std::fs::read_to_string(&path).expect("a text"))).collect()
}

#[test]
fn nothing_that_strangers_try_reaches_the_page() {
    let corpus = corpus();
    assert!(corpus.len() >= 150, "{}", corpus.len());
    let mut faults = Vec::new();
    for (name, text) in &corpus {
        let html = stranger(text);
        let found = Walk::over(&html);
        if !found.is_empty() {
            faults.push(format!("{name}: {found:?}\n{html}"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Each trick after each other one: what one leaves open must not change the next.
#[test]
fn nothing_reaches_the_page_when_tricks_follow_each_other() {
    let corpus: Vec<String> = corpus().into_values().collect();
    for (at, first) in corpus.iter().enumerate() {
        let others = corpus.iter().cycle().skip(at).step_by(7).take(12);
        let text: String = others.flat_map(|other| [first.as_str(), other.as_str()]).collect();
        let found = Walk::over(&stranger(&text));
        assert!(found.is_empty(), "{found:?}\n{text}");
    }
}

/// A text is mostly read for its headings and links alone, which must be those that it is shown with.
#[test]
fn what_is_learnt_of_a_text_is_what_it_is_shown_with() {
    for (name, text) in corpus() {
        for author in [Author::Council, Author::Stranger] {
            let manner = Manner::of(author, Below::Page, Language::Fr).raw_html(RawHtml::Drop);
            let shown = render(&text, &manner, &mut Ids::new(), &|_| Target::Nowhere);
            let learnt = outline(&text, &manner);
            assert_eq!(learnt, Rendered { html: String::new(), ..shown }, "{name}");
        }
    }
}

#[test]
fn the_walk_sees_what_may_not_be_there() {
    for bad in [
        "<script>",
        "<p onclick=\"x\">a</p>",
        "<p style=\"x\">a</p>",
        "<a href=\"javascript:x\">a</a>",
        "<a href=\"&#1;java&#9;script:x\">a</a>",
        "<a href=\"//a.fr\">a</a>",
        "<a href=\"/\\a.fr\">a</a>",
        "<a href=\"x\"><a href=\"y\">a</a></a>",
        "<h2 id=\"main\">a</h2>",
        "<h2 id=\"p-a\">a</h2><h2 id=\"p-a\">a</h2>",
        "<code class=\"language-a b\">a</code>",
        "<p><em>a</p></em>",
        "<p>a",
        "a</p>",
        "<!-- a -->",
        "<img src=\"x\">",
    ] {
        assert!(!Walk::over(bad).is_empty(), "{bad}");
    }
    assert!(Walk::over("<p>a &amp; <a href=\"b.html#c\">d</a></p>\n").is_empty());
}
