//! The command that lists translations and marks them, as a clerk uses it.

#![cfg(feature = "site")]

use std::path::Path;
use std::process::{Command, Output};

fn parvis(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.args(["--lang", "en", "--folder"]).arg(folder).args(args).output().expect("it runs")
}

fn printed(output: &Output) -> String {
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn put(root: &Path, name: &str, text: &str) {
    let path = root.join(name);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
    std::fs::write(path, text).expect("written");
}

fn plain() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    put(root, "parvis.yaml", "name: Essai\nurl: https://essai.example/\nlanguages: [fr, en]\n");
    put(root, "content/carnets/marche.md", "---\ntitle: Le marché\ndate: 2026-03-12\n---\nLe jeudi.\n");
    put(root, "content/carnets/marche.en.md", "---\ntitle: The market\ndate: 2026-03-12\n---\nOn Thursday.\n");
    put(root, "content/carnets/halle.md", "---\ntitle: La halle\n---\nHuit heures.\n");
    folder
}

#[test]
fn a_mark_holds_until_the_words_change() {
    let folder = plain();
    let root = folder.path();
    let listed = printed(&parvis(root, &["translations"]));
    assert_eq!(
        listed,
        "missing     en  content/carnets/halle.md\nunmarked    en  content/carnets/marche.en.md\nmissing: 1, unmarked: 1\n"
    );
    printed(&parvis(root, &["translations", "--mark", "machine", "content/carnets/marche.en.md"]));
    let state = |state: &str| printed(&parvis(root, &["translations", "--state", state, "--json"]));
    let marked = state("machine");
    assert!(marked.contains("\"file\": \"content/carnets/marche.en.md\""), "{marked}");
    // Another day is no other word.
    put(root, "content/carnets/marche.md", "---\ntitle: Le marché\ndate: 2026-03-19\n---\nLe jeudi.\n");
    assert_eq!(state("machine"), marked);
    put(root, "content/carnets/marche.md", "---\ntitle: Le marché\ndate: 2026-03-19\n---\nLe vendredi.\n");
    assert!(state("outdated").contains("marche.en.md"));
    let checked = parvis(root, &["check"]);
    assert!(String::from_utf8_lossy(&checked.stderr).contains("TRANSLATION_OUTDATED"), "a warning");
    assert_eq!(checked.status.code(), Some(0), "a warning fails no check");
    // From where the reader stands, not from the site's folder.
    let from_here = root.join("content/carnets/marche.en.md");
    printed(&parvis(root, &["translations", "--mark", "reviewed", from_here.to_str().expect("a path")]));
    assert!(state("reviewed").contains("marche.en.md"));
    let text = std::fs::read_to_string(from_here).expect("the translation");
    assert!(text.starts_with("---\ntitle: The market\ndate: 2026-03-12\ntranslation: reviewed\n"), "{text}");
    assert!(text.ends_with("---\nOn Thursday.\n"), "{text}");
}

#[test]
fn what_is_no_translation_is_not_marked_nor_is_anything_beside_it() {
    let folder = plain();
    let root = folder.path();
    let before = std::fs::read(root.join("content/carnets/marche.en.md")).expect("the translation");
    let args = ["translations", "--mark", "reviewed", "content/carnets/marche.en.md", "content/carnets/marche.md"];
    let marked = parvis(root, &args);
    assert_eq!(marked.status.code(), Some(2));
    let said = String::from_utf8_lossy(&marked.stderr).into_owned();
    assert!(said.contains("did you mean `content/carnets/marche.en.md`?"), "{said}");
    assert_eq!(std::fs::read(root.join("content/carnets/marche.en.md")).expect("the translation"), before);
    assert_eq!(parvis(root, &["translations", "--mark", "revue", args[3]]).status.code(), Some(2));
    assert_eq!(parvis(root, &["translations", "--state", "gone"]).status.code(), Some(2));
}
