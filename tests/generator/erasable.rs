//! Values that can be erased, with the program as it is installed, git and `ssh-keygen` as they are.

#![cfg(feature = "site")]

use crate::support::installed as council;

use council::Council;
use parvis::tree::Digest;

const PERSON: &str = "---\ntitle: Anne Petit\nsort_name: Petit Anne\n---\n";
const FILE: &str = "content/people/anne.md";
const SIDE: &str = "personal/people/anne.yaml";
const VALUE: &str = "anne@maison.fr";

/// A council whose record `anne` promises a contact.
fn promised() -> Council {
    let council = Council::new();
    council.write(FILE, PERSON);
    council.commit();
    let (status, words) = council.parvis_with(&["personal", "add", "people/anne", "contact"], "anne@maison.fr\n");
    assert_eq!(status, Some(0), "{words}");
    let line = words.lines().find(|line| line.starts_with("  - {name: contact")).expect("the line to write");
    let contact = "contact:\n  consented: 2026-01-10\n  email: \"{{personal.contact}}\"";
    let head = format!("personal:\n{line}\n{contact}\n---\n");
    council.write(FILE, &PERSON.replace("\n---\n", &format!("\n{head}")));
    council
}

fn member(council: &Council) -> String {
    let out = council.path("../site");
    let (status, words) = council.parvis(&["build", "--out", out.to_str().expect("a path")]);
    assert_eq!(status, Some(0), "{words}");
    std::fs::read_to_string(out.join("members/anne.html")).expect("a page")
}

#[test]
fn erasing_a_value_leaves_record_hash_and_signature_as_they_are() {
    let council = promised();
    assert!(member(&council).contains(&format!("<a href=\"mailto:{VALUE}\">")));
    assert_eq!(council.parvis(&["check"]), (Some(0), "nothing to report\n".to_owned()));
    council.commit();
    let (bytes, head) = (council.read(FILE), council.git(&["rev-parse", "HEAD"]));
    let verifies = council.sign(FILE);
    assert!(verifies(&council));
    let (status, words) = council.parvis(&["personal", "erase", FILE, "contact"]);
    assert_eq!(status, Some(0), "{words}");
    let hash = Digest::of(bytes.as_bytes()).to_string();
    assert!(words.contains(&format!("{FILE}: unchanged, {hash}")), "{words}");
    assert_eq!(Digest::of(council.read(FILE).as_bytes()).to_string(), hash);
    assert!(verifies(&council));
    assert_eq!(council.git(&["rev-parse", "HEAD"]), head);
    assert_eq!(council.git(&["status", "--porcelain"]), "");
    assert!(!council.path(SIDE).exists());
    let page = member(&council);
    assert!(page.contains("<li>[effacé]</li>") && !page.contains(VALUE), "{page}");
    assert_eq!(council.parvis(&["check"]), (Some(0), "nothing to report\n".to_owned()));
    // Nothing that git keeps ever held it.
    for object in council.git(&["rev-list", "--all", "--objects"]).lines() {
        let id = object.split(' ').next().expect("an id");
        assert!(!council.git(&["cat-file", "-p", id]).contains(VALUE), "{object}");
    }
}

#[test]
fn a_side_file_is_its_owners_alone_and_git_passes_over_it() {
    let council = promised();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(council.path(SIDE)).expect("a side file").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
    assert_eq!(council.read(".gitignore"), "/personal/\n");
    assert!(!council.git(&["status", "--porcelain", "--untracked-files=all"]).contains("personal"));
    council.write(".gitignore", "");
    let (status, words) = council.parvis(&["check"]);
    assert!(status == Some(1) && words.contains("git would take this file"), "{words}");
    council.git(&["add", "-A"]);
    for command in [&["check"][..], &["build", "--out", "/nowhere/site"]] {
        let (status, words) = council.parvis(command);
        assert!(status == Some(1) && words.contains("they can be erased no more"), "{command:?}: {words}");
    }
}

#[test]
fn what_cannot_be_kept_or_erased_is_told() {
    let council = promised();
    let side = council.read(SIDE);
    for (args, typed, words) in [
        (["add", "people/anne", "contact"], "autre\n", "has a value `contact` already"),
        (["add", "people/anne", "tel"], "\n", "the value is empty"),
        (["add", "people/anne", "tel"], "a\nb\n", "more than one line"),
        (["add", "people/anne", "Tel"], "a\n", "a name such as `contact`"),
        (["add", "people/zoe", "tel"], "a\n", "there is no record content/people/zoe.md"),
        (["add", "anne", "tel"], "a\n", "a record, by its folder and its name"),
        (["erase", "people/anne", "tel"], "", "has no value `tel`"),
    ] {
        let (status, said) = council.parvis_with(&[&["personal"][..], &args].concat(), typed);
        assert!(status == Some(2) && said.contains(words), "{args:?}: {said}");
    }
    assert_eq!(council.read(SIDE), side, "nothing was written");
    // Another value in the place of the one that was promised is never shown.
    council.write(SIDE, &side.replace(VALUE, "eve@maison.fr"));
    let (status, words) = council.parvis(&["check"]);
    assert!(status == Some(1) && words.contains("error[PERSONAL_MISMATCH]"), "{words}");
    // Decomposed letters are put together before they are promised.
    let (status, words) = council.parvis_with(&["personal", "add", "people/anne", "name"], "Zoe\u{301}\n");
    assert!(status == Some(0) && council.read(SIDE).contains("Zo\u{e9}"), "{words}");
}
