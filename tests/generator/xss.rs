//! What strangers try: each file of `tests/xss/` is named by its trick and is rendered as a stranger's text.
//! A reader of HTML that follows the standard then walks the result, which may hold nothing but what is listed
//! here. `.ci/hostile-page` opens all of them in a browser.

#![cfg(feature = "site")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use html5gum::{Error, Token, Tokenizer};
use parvis::document::RawHtml;
use parvis::language::Language;
use parvis::site::markdown::{Author, Below, Ids, Manner, Rendered, Target, outline, render};

/// The elements of a stranger's text with their attributes.
const ALLOWED: &[(&str, &[&str])] = &[
    ("a", &["href", "title", "class", "role", "aria-label", "aria-hidden", "tabindex"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("dd", &[]),
    ("del", &[]),
    ("div", &["class", "tabindex"]),
    ("dl", &[]),
    ("dt", &[]),
    ("em", &[]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("p", &[]),
    ("pre", &["tabindex"]),
    ("section", &["class", "role", "aria-label"]),
    ("span", &["class", "role", "aria-label"]),
    ("strong", &[]),
    ("sup", &["class", "id"]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["class"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

const CLASSES: [&str; 8] = ["anchor", "back", "call", "center", "notes", "number", "scroll", "task"];
const EMPTY: [&str; 2] = ["br", "hr"];

/// The text as a stranger's; its relative links all lead somewhere, so that only their form can stop them.
fn stranger(text: &str) -> String {
    let manner = Manner::of(Author::Stranger, Below::Section, Language::Fr);
    render(text, &manner, &mut Ids::new(), &|link| Target::Address(link.to_owned())).html
}

/// What is wrong with a piece of HTML.
#[derive(Default)]
struct Walk {
    open: Vec<String>,
    ids: BTreeSet<String>,
    faults: Vec<String>,
}

impl Walk {
    fn over(html: &str) -> Vec<String> {
        let mut walk = Self::default();
        for token in Tokenizer::new(html) {
            let Ok(token) = token;
            match token {
                Token::StartTag(tag) => {
                    let name = text(&tag.name);
                    let attributes = tag.attributes.iter().map(|(name, value)| (text(name), text(value)));
                    walk.element(&name, &attributes.collect());
                    if !EMPTY.contains(&name.as_str()) {
                        walk.open.push(name);
                    }
                }
                Token::EndTag(tag) => {
                    let name = text(&tag.name);
                    if walk.open.pop().as_ref() != Some(&name) {
                        walk.faults.push(format!("</{name}> closes what is not open"));
                    }
                }
                Token::String(_) => {}
                Token::Comment(_) => walk.faults.push("a comment".to_owned()),
                Token::Doctype(_) => walk.faults.push("a doctype".to_owned()),
                // Characters that are none are shown as such and open nothing; the grammar of what is signed refuses them.
                Token::Error(error)
                    if matches!(
                        error.value,
                        Error::UnexpectedNullCharacter
                            | Error::NoncharacterInInputStream
                            | Error::ControlCharacterInInputStream
                    ) => {}
                Token::Error(error) => walk.faults.push(format!("{error:?}")),
            }
        }
        let open: Vec<String> = walk.open.iter().map(|name| format!("<{name}> stays open")).collect();
        walk.faults.extend(open);
        walk.faults
    }

    fn element(&mut self, name: &str, attributes: &BTreeMap<String, String>) {
        let Some((_, allowed)) = ALLOWED.iter().find(|(known, _)| *known == name) else {
            self.faults.push(format!("<{name}>"));
            return;
        };
        if name == "a" && self.open.iter().any(|open| open == "a") {
            self.faults.push("a link within a link".to_owned());
        }
        for (attribute, value) in attributes {
            let well = match attribute.as_str() {
                _ if !allowed.contains(&attribute.as_str()) => false,
                "href" => leads_nowhere_else(value),
                "id" => {
                    value.starts_with("p-") && !value.contains(char::is_whitespace) && self.ids.insert(value.clone())
                }
                "class" => CLASSES.contains(&value.as_str()) || is_language(value),
                "role" => ["img", "doc-noteref", "doc-endnotes", "doc-backlink"].contains(&value.as_str()),
                "tabindex" => ["0", "-1"].contains(&value.as_str()),
                _ => true,
            };
            if !well {
                self.faults.push(format!("<{name} {attribute}={value:?}>"));
            }
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn is_language(class: &str) -> bool {
    let word = class.strip_prefix("language-");
    word.is_some_and(|word| word.chars().all(|c| c.is_ascii_alphanumeric() || "+#-_.".contains(c)))
}

/// As a browser reads an address: blanks at its ends and line ends anywhere do not count.
fn leads_nowhere_else(address: &str) -> bool {
    let address: String = address.chars().filter(|c| !['\t', '\n', '\r'].contains(c)).collect();
    let address = address.trim_start_matches(|c: char| c <= ' ').replace('\\', "/");
    let before = address.split(['/', '?', '#']).next().unwrap_or_default();
    match before.split_once(':') {
        Some((scheme, _)) => ["http", "https", "mailto"].contains(&scheme.to_ascii_lowercase().as_str()),
        None => !address.starts_with("//"),
    }
}

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
