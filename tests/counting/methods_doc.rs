//! docs/methods.md and docs/methods/, in both languages: every method is described, in the same parts, with an example
//! that is counted (`tests/counting/tally.rs` counts it) and front matter that can be sealed; every link leads somewhere.

#![cfg(feature = "site")]

use crate::support;
use crate::support::worked;

use std::collections::BTreeMap;
use std::path::Path;

use parvis::clerk::seal;
use parvis::council::Rules;
use parvis::document::vote::read_file;
use parvis::grammar::Writer;
use parvis::language::Language;
use parvis::reference::{Meanings, rules};
use parvis::tree::FileTree;
use support::{TestCouncil, key, path, token};

/// The part of a page's file name that tells its language.
const fn suffix(language: Language) -> &'static str {
    match language {
        Language::En => ".md",
        Language::Fr => ".fr.md",
    }
}

/// The index and the pages of the methods in `language`, by file name.
fn docs(language: Language) -> (String, Vec<(String, String)>) {
    let index = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(format!("methods{}", suffix(language)));
    let own = |(name, _): &(String, String)| name.ends_with(".fr.md") == (language == Language::Fr);
    let index = std::fs::read_to_string(&index).unwrap_or_else(|error| panic!("{}: {error}", index.display()));
    (index, worked::pages().into_iter().filter(own).collect())
}

/// The parts of a page below its headings of the second level, each with its heading.
fn sections(page: &str) -> Vec<(&str, &str)> {
    page.split("\n## ").skip(1).map(|section| section.split_once('\n').expect("a heading and a text")).collect()
}

/// The anchor that a heading gets where Markdown is shown.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|sign| sign.is_alphanumeric() || *sign == '-' || *sign == '_').collect()
}

/// The section of the one page that describes `method`.
fn described<'a>(pages: &'a [(String, String)], method: &str) -> &'a str {
    let quoted = format!("`{method}`");
    let sections = pages.iter().flat_map(|(_, page)| sections(page));
    let sections: Vec<_> = sections.filter(|(heading, _)| heading.contains(&quoted)).collect();
    let [(_, section)] = sections.as_slice() else { panic!("{method} has {} sections", sections.len()) };
    section
}

#[test]
fn every_method_is_described_with_formula_source_ties_and_a_counted_example() {
    for (language, parts) in
        [(Language::En, ["source", "example", "tie"]), (Language::Fr, ["source", "exemple", "égalité"])]
    {
        let (_, pages) = docs(language);
        for name in Rules::NAMES {
            let section = described(&pages, name);
            let lower = section.to_lowercase();
            for part in parts {
                assert!(lower.contains(part), "{language:?}: {name}: no {part}");
            }
            assert!(section.contains("\n> "), "{language:?}: {name}: no formula");
            let examples = worked::examples(section);
            assert!(!examples.is_empty(), "{language:?}: {name} has no counted example");
            for (method, case) in examples {
                assert!(
                    method == name && case.starts_with(&format!("rules: {name}\n")),
                    "{name}: an example of {method}"
                );
                assert!(case.contains("\nexpected:\n  "), "{name}: nothing is expected");
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_examples() {
    let [english, french] = [Language::En, Language::Fr].map(|language| docs(language).1);
    for name in Rules::NAMES {
        let [english, french] = [&english, &french].map(|pages| worked::examples(described(pages, name)));
        assert_eq!(english, french, "{name}");
    }
}

#[test]
fn the_index_names_every_method_and_every_link_leads_somewhere() {
    for language in Language::ALL {
        let (index, pages) = docs(language);
        let meanings = Meanings::of(language);
        for name in Rules::NAMES {
            let row = index.lines().find(|line| line.starts_with(&format!("| [`{name}`](methods/")));
            let row = row.unwrap_or_else(|| panic!("{language:?}: {name} is not in the index"));
            let words = meanings.method(name).expect("words");
            assert!(
                row.contains(&format!("| {words} |")),
                "{language:?}: {name}: not in the words of `parvis new`: {words}"
            );
        }
        let links = index.split("](methods/").skip(1).map(|rest| rest.split(')').next().expect("an end"));
        let mut count = 0;
        for link in links {
            let (file, place) = link.split_once('#').unwrap_or((link, ""));
            let page = pages.iter().find(|(name, _)| name == file);
            let (_, page) = page.unwrap_or_else(|| panic!("{language:?}: no page {file}"));
            let found = place.is_empty() || sections(page).iter().any(|(heading, _)| anchor(heading) == place);
            assert!(found, "{language:?}: {link}: no such heading");
            count += 1;
        }
        assert!(count >= Rules::NAMES.len(), "{language:?}: {count} links");
    }
}

/// `UPDATE_DOCS=1` writes the blocks.
#[test]
fn the_front_matter_of_each_method_is_what_parvis_new_writes() {
    for language in Language::ALL {
        for (name, page) in docs(language).1 {
            let fresh =
                worked::fenced(&page, "written", "yaml").into_iter().fold(page.clone(), |page, (method, old)| {
                    let block = rules(method, language).unwrap_or_else(|| panic!("{name}: no method {method}"));
                    let fence = |block| format!("<!-- written: {method} -->\n```yaml\n{block}```\n");
                    page.replace(&fence(old.to_owned()), &fence(block))
                });
            if std::env::var_os("UPDATE_DOCS").is_some() {
                let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/methods").join(&name);
                std::fs::write(file, &fresh).expect("written");
            } else {
                assert!(fresh == page, "{name}: UPDATE_DOCS=1 cargo test --test counting methods_doc::");
            }
        }
    }
}

const MARK: &str = "# The rules\n";
const MARK_FR: &str = "# Les règles\n";

/// The lines that every vote has, as the index gives them, and the rules below them.
fn file(index: &str) -> (&str, &str) {
    let [(_, file)] = worked::fenced(index, "file", "yaml")[..] else { panic!("one file") };
    file.split_once(MARK).or_else(|| file.split_once(MARK_FR)).expect("the rules")
}

/// Reads a vote of this front matter and seals it in a small council: its rules, as a definition has them, by key.
fn sealed(head: &str) -> BTreeMap<String, String> {
    let file = path("content/votes/square.md");
    let source = format!("---\n{head}---\n\nText.\n").into_bytes();
    let (vote, findings) = read_file(&file, &source);
    assert!(findings.is_empty(), "{findings:#?}\n{head}");
    let mut city = TestCouncil::divided(&[1; 3], &[("residents-2026", 2), ("habitants-2026", 1)]);
    let mut files = FileTree::new();
    files.insert(file.clone(), source.clone());
    let draft = vote.expect("a vote").draft;
    let definition = seal(&draft, &file, &source, &files, city.desk.record()).expect("a sound draft");
    city.desk.open_vote(&definition, &[&key("officer")]).expect("opened");
    let record = city.desk.record();
    let rules = &record.vote(&token("square")).expect("the vote").definition().rules;
    by_key(&rules.write(Writer::new()).finish())
}

/// Rules by key, with commas between the items of a list: a grade by its id, and limits in one line, as cases have them.
fn by_key(text: &str) -> BTreeMap<String, String> {
    let mut values: BTreeMap<String, String> = BTreeMap::new();
    let mut last = String::new();
    for line in text.lines().filter(|line| !line.starts_with("    ")) {
        if let Some(item) = line.strip_prefix("  - ") {
            let items = values.entry(last.clone()).or_default();
            *items += if items.is_empty() { "" } else { ", " };
            *items += item.strip_prefix("id: ").unwrap_or(item);
        } else {
            let (key, value) = line.split_once(':').expect("a key");
            key.clone_into(&mut last);
            values.insert(last.clone(), value.trim().to_owned());
        }
    }
    if let (Some(min), Some(max)) = (values.remove("choices-min"), values.remove("choices-max")) {
        values.insert("choices".to_owned(), format!("{min} to {max}"));
    }
    values.retain(|_, value| value != "none");
    values
}

#[test]
fn the_front_matter_of_each_method_is_sealed_and_is_that_of_its_example() {
    for language in Language::ALL {
        let (index, pages) = docs(language);
        let (common, rules) = file(&index);
        sealed(&format!("{common}{rules}"));
        for name in Rules::NAMES {
            let section = described(&pages, name);
            let [(method, block)] = worked::fenced(section, "written", "yaml")[..] else { panic!("{name}: one block") };
            assert_eq!(method, name);
            let sealed = sealed(&format!("{common}{block}"));
            let (_, case) = worked::examples(section)[0];
            let end = case.find("\noptions:").or_else(|| case.find("\nballots:")).expect("the ballots");
            assert_eq!(sealed, by_key(&case[..end]), "{language:?}: {name}");
        }
    }
}
