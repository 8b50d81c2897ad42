//! What the HTML of a stranger's text may hold, and a walk that finds the rest. `fuzz/` uses it too.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{Error, Token, Tokenizer};
use parvis::language::Language;
use parvis::site::markdown::{Author, Below, Ids, Manner, Target, render};

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
pub(crate) fn stranger(text: &str) -> String {
    let manner = Manner::of(Author::Stranger, Below::Section, Language::Fr);
    render(text, &manner, &mut Ids::new(), &|link| Target::Address(link.to_owned())).html
}

/// What is wrong with a piece of HTML.
#[derive(Default)]
pub(crate) struct Walk {
    open: Vec<String>,
    ids: BTreeSet<String>,
    faults: Vec<String>,
}

impl Walk {
    /// What is wrong with `html`; nothing where all is well.
    pub(crate) fn over(html: &str) -> Vec<String> {
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
