//! Every code is documented in both languages, and docs/codes.md is that list.
//!
//! `UPDATE_DOCS=1 cargo test --test project codes::` writes it.

use std::collections::BTreeSet;
use std::path::Path;

use parvis::language::Language::{En, Fr};
use parvis::report::Code;

fn page() -> String {
    let mut page = String::from(
        "# Codes\n\nThe stable names of findings and refusals. A published name never changes its meaning.\nThis page is made from the program; a test keeps it true.\n\n| code | meaning | sens |\n| --- | --- | --- |\n",
    );
    for code in Code::ALL {
        for part in ["| `", code.name(), "` | ", code.meaning(En), " | ", code.meaning(Fr), " |\n"] {
            page.push_str(part);
        }
    }
    page
}

#[test]
fn the_page_lists_every_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/codes.md");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, page()).expect("written");
    }
    let found = std::fs::read_to_string(path).expect("docs/codes.md");
    assert!(found == page(), "docs/codes.md is out of date: UPDATE_DOCS=1 cargo test --test project codes::");
}

#[test]
fn names_are_unique_and_of_one_form() {
    let names: BTreeSet<&str> = Code::ALL.iter().map(|code| code.name()).collect();
    assert_eq!(names.len(), Code::ALL.len());
    for name in names {
        assert!(name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_'), "{name}");
        assert_eq!(name.parse::<Code>().map(Code::name), Ok(name));
    }
}

#[test]
fn every_code_is_met_in_some_test() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let texts = texts_below(&folder);
    let source = std::fs::read_to_string(folder.join("../src/report/code.rs")).expect("the list");
    for code in Code::ALL {
        let declared =
            source.lines().find(|line| line.contains(&format!("\"{}\"", code.name()))).expect("it is declared");
        let variant = format!("Code::{}", declared.trim().split(' ').next().expect("a variant"));
        let met = |text: &String| {
            let ends = |rest: &str| !rest.starts_with(|c: char| c.is_ascii_alphanumeric() || c == '_');
            [code.name(), &variant]
                .iter()
                .any(|word| text.match_indices(word).any(|(at, _)| ends(&text[at + word.len()..])))
        };
        assert!(texts.iter().any(met), "{} stands in no test", code.name());
    }
}

fn texts_below(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the tests").map(|entry| entry.expect("an entry").path());
    entries
        .filter(|path| !path.ends_with("codes.rs"))
        .flat_map(
            |path| if path.is_dir() { texts_below(&path) } else { std::fs::read_to_string(path).into_iter().collect() },
        )
        .collect()
}
