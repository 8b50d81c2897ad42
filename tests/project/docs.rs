//! The pages of docs/: each pair of languages says the same, and every link within them leads somewhere.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Every page below docs/, by its path from there.
fn pages() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let mut pages = BTreeMap::new();
    for folder in ["", "methods"] {
        for entry in std::fs::read_dir(root.join(folder)).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.extension().is_some_and(|end| end == "md") {
                let name = path.strip_prefix(&root).expect("below docs").to_string_lossy().replace('\\', "/");
                pages.insert(name, std::fs::read_to_string(&path).expect("a page"));
            }
        }
    }
    pages
}

/// The names of the pages that are in both languages: in English, in French.
fn pairs(pages: &BTreeMap<String, String>) -> Vec<(String, String)> {
    let french = pages.keys().filter(|name| name.ends_with(".fr.md"));
    let pairs: Vec<_> = french.map(|name| (name.replace(".fr.md", ".md"), name.clone())).collect();
    let alone = pairs.iter().find(|(english, _)| !pages.contains_key(english));
    assert_eq!(alone, None, "in French alone");
    pairs
}

/// The lines of the fenced blocks in `language`, without what is said in words: comments, what stands between
/// quotes, and what is to be filled in.
fn commands(page: &str, language: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for block in page.split(&format!("```{language}\n")).skip(1) {
        for line in block.split("```").next().expect("a block").lines() {
            let line = line.split(" #").next().expect("a line").trim_end();
            let plain: String = line.split('"').step_by(2).collect();
            let (first, filled) = plain.split_once('<').unwrap_or((&plain, ""));
            let rest = filled.split('<').map(|part| part.split_once('>').map_or(part, |(_, rest)| rest));
            lines.push(std::iter::once(first).chain(rest).collect());
        }
    }
    lines
}

#[test]
fn each_pair_of_pages_names_the_other_and_has_the_same_commands() {
    let pages = pages();
    let pairs = pairs(&pages);
    for (english, french) in &pairs {
        let (text, texte) = (&pages[english], &pages[french]);
        let last = |name: &str| name.rsplit('/').next().expect("a name").to_owned();
        assert!(text.contains(&format!("]({})", last(french))), "{english} does not name {french}");
        assert!(texte.contains(&format!("]({})", last(english))), "{french} does not name {english}");
        for language in ["sh", "text"] {
            assert_eq!(commands(text, language), commands(texte, language), "{english}, {french}");
        }
        let headings = |page: &str| page.lines().filter(|line| line.starts_with("## ")).count();
        assert_eq!(headings(text), headings(texte), "{english}, {french}");
    }
    assert!(pairs.len() >= 10, "{} pairs", pairs.len());
}

/// The anchor that a heading gets where Markdown is shown.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().to_lowercase().replace(' ', "-");
    kept.chars().filter(|sign| sign.is_alphanumeric() || *sign == '-' || *sign == '_').collect()
}

/// Where the links of a page lead that stay within the repository.
fn links(page: &str) -> Vec<&str> {
    // What stands in a fenced block is shown, not followed.
    let texts = page.split("```").step_by(2);
    let ends = texts.flat_map(|text| text.split("](").skip(1).filter_map(|rest| rest.split(')').next()));
    ends.filter(|link| !link.contains("://") && !link.is_empty() && !link.contains(' ')).collect()
}

#[test]
fn every_link_leads_to_a_file_and_a_heading() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut all: Vec<(PathBuf, String)> =
        pages().into_iter().map(|(name, page)| (root.join("docs").join(name), page)).collect();
    for name in ["README.md", "CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md"] {
        all.push((root.join(name), std::fs::read_to_string(root.join(name)).expect("a page")));
    }
    let (mut count, mut wrong) = (0, Vec::new());
    for (file, page) in &all {
        for link in links(page) {
            let (to, place) = link.split_once('#').unwrap_or((link, ""));
            let target = if to.is_empty() { file.clone() } else { file.parent().expect("a folder").join(to) };
            let found = if place.is_empty() {
                target.exists()
            } else {
                let text = std::fs::read_to_string(&target).unwrap_or_default();
                text.lines()
                    .filter_map(|line| line.strip_prefix('#'))
                    .any(|line| anchor(line.trim_start_matches('#')) == place)
            };
            if !found {
                wrong.push(format!("{}: {link}", file.display()));
            }
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    assert!(count > 100, "{count} links");
}
