//! docs/methods.md and docs/methods/: every method is described, in the same parts, with an example that is
//! counted (`tests/tally.rs` counts it), and every link leads somewhere.

#[path = "support/worked.rs"]
mod worked;

use parvis::council::Rules;

/// The parts of a page below its headings of the second level, each with its heading.
fn sections(page: &str) -> Vec<(&str, &str)> {
    page.split("\n## ").skip(1).map(|section| section.split_once('\n').expect("a heading and a text")).collect()
}

/// The anchor that a heading gets where Markdown is shown.
fn anchor(heading: &str) -> String {
    let kept = heading.to_lowercase().replace(' ', "-");
    kept.chars().filter(|sign| sign.is_alphanumeric() || *sign == '-' || *sign == '_').collect()
}

#[test]
fn every_method_is_described_with_source_ties_and_a_counted_example() {
    let pages = worked::pages();
    for name in Rules::NAMES {
        let quoted = format!("`{name}`");
        let described = pages.iter().flat_map(|(_, page)| sections(page));
        let described: Vec<_> = described.filter(|(heading, _)| heading.contains(&quoted)).collect();
        let [(_, section)] = described.as_slice() else { panic!("{name} has {} sections", described.len()) };
        let lower = section.to_lowercase();
        for part in ["source", "example", "tie"] {
            assert!(lower.contains(part), "{name}: no {part}");
        }
        let examples = worked::examples(section);
        assert!(!examples.is_empty(), "{name} has no counted example");
        for (method, case) in examples {
            assert!(method == name && case.starts_with(&format!("rules: {name}\n")), "{name}: an example of {method}");
            assert!(case.contains("\nexpected:\n  "), "{name}: nothing is expected");
        }
    }
}

#[test]
fn the_index_names_every_method_and_every_link_leads_somewhere() {
    let index = include_str!("../docs/methods.md");
    let pages = worked::pages();
    for name in Rules::NAMES {
        assert!(index.contains(&format!("| [`{name}`](methods/")), "{name} is not in the index");
    }
    let links = index.split("](methods/").skip(1).map(|rest| rest.split(')').next().expect("an end"));
    let mut count = 0;
    for link in links {
        let (file, place) = link.split_once('#').unwrap_or((link, ""));
        let (_, page) = pages.iter().find(|(name, _)| name == file).unwrap_or_else(|| panic!("no page {file}"));
        let found = place.is_empty() || sections(page).iter().any(|(heading, _)| anchor(heading) == place);
        assert!(found, "{link}: no such heading");
        count += 1;
    }
    assert!(count >= Rules::NAMES.len(), "{count} links");
}
