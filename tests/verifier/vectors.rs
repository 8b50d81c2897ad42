//! The vectors of `tests/vectors`, each through the rules by which ingest, gate and audit judge it.
//!
//! `cargo test --test verifier vectors::regenerate -- --ignored` makes their files again. The manifest is
//! written by hand: what is expected does not come from the program.

use crate::support::make_vectors;
use crate::support::manifest;

use std::collections::BTreeSet;
use std::path::Path;

use manifest::{Vector, border, city, folder, verdict};

/// Every vector that is stored.
fn vectors() -> BTreeSet<String> {
    files().into_iter().filter(|file| !file.starts_with(make_vectors::COUNCIL)).collect()
}

/// What `regenerate` writes: every file below `tests/vectors` but the manifest and the page about it.
fn files() -> BTreeSet<String> {
    fn below(folder: &Path) -> Vec<std::path::PathBuf> {
        let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
        entries.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
    }
    let relative = |path: std::path::PathBuf| {
        let path = path.strip_prefix(folder()).expect("below the folder").to_owned();
        path.to_str().expect("ASCII").to_owned()
    };
    below(&folder()).into_iter().map(relative).filter(|file| file != "manifest" && file != "README.md").collect()
}

#[test]
fn every_vector_is_taken_or_refused_as_the_manifest_says() {
    let city = city();
    let mut wrong = Vec::new();
    for vector in manifest::manifest() {
        let found = verdict(&city, &vector, &vector.bytes(&city));
        if found != vector.expected {
            let name = |code: Option<parvis::report::Code>| code.map_or("taken", |code| code.name());
            wrong.push(format!("{}: {}, expected {}", vector.file, name(found), name(vector.expected)));
        }
    }
    assert!(wrong.is_empty(), "{} vectors:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn every_file_is_in_the_manifest_once_and_every_line_has_its_file() {
    let lines: Vec<String> = manifest::manifest().into_iter().map(|vector| vector.file).collect();
    let named: BTreeSet<String> = lines.iter().cloned().collect();
    assert_eq!(named.len(), lines.len(), "a file stands twice in the manifest");
    let large = make_vectors::large(&city()).into_iter().map(|(file, _)| file);
    let files: BTreeSet<String> = vectors().into_iter().chain(large).collect();
    assert_eq!(files.difference(&named).collect::<Vec<_>>(), [] as [&String; 0], "files without a line");
    assert_eq!(named.difference(&files).collect::<Vec<_>>(), [] as [&String; 0], "lines without a file");
}

#[test]
fn the_vectors_made_again_are_the_same_bytes() {
    let city = city();
    assert!(make_vectors::agrees(&city), "the armour written here is that of the program");
    let made = [make_vectors::stored(&city), make_vectors::council()].concat();
    let names: BTreeSet<String> = made.iter().map(|(file, _)| file.clone()).collect();
    assert_eq!(names, files(), "cargo test --test verifier vectors::regenerate -- --ignored");
    for (file, bytes) in made {
        let found = std::fs::read(folder().join(&file)).expect("it is there");
        assert!(found == bytes, "{file}: cargo test --test verifier vectors::regenerate -- --ignored");
    }
}

#[test]
fn every_group_has_what_is_taken_beside_what_is_refused() {
    let groups =
        [("armour", 5), ("enrolment", 5), ("field", 5), ("large", 1), ("proposal", 5), ("signature", 5), ("text", 5)];
    let vectors = manifest::manifest();
    let of = |group: &str, taken: bool| {
        let is = |vector: &&Vector| vector.file.starts_with(group) && vector.expected.is_none() == taken;
        vectors.iter().filter(is).count()
    };
    for (group, few) in groups {
        assert!(of(group, true) > 0 && of(group, false) > few, "{group}");
    }
    assert_eq!(vectors.len(), groups.iter().map(|(group, _)| of(group, true) + of(group, false)).sum::<usize>());
}

/// The texts that are taken, with the head of a proposal apart from its body.
fn taken() -> Vec<(String, String, String)> {
    let city = city();
    let texts = manifest::manifest().into_iter().filter(|vector| vector.expected.is_none()).map(|vector| {
        let (text, _) = border(&vector.bytes(&city));
        let text = String::from_utf8(text).expect("what is taken is UTF-8");
        let parts = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n\n"));
        let (head, body) = parts.map_or((text.clone(), String::new()), |(head, body)| (head.into(), body.into()));
        (vector.file, head, body)
    });
    texts.collect()
}

#[test]
fn every_text_taken_is_also_yaml() {
    for (file, head, _) in taken() {
        let value: serde_yaml::Value = serde_yaml::from_str(&head).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(value["format"].is_string() && value["council"] == "ville.example", "{file}");
    }
}

/// The grammar leaves a body to Markdown: whatever is taken, the site renders it, without script.
#[cfg(feature = "site")]
#[test]
fn every_body_taken_is_rendered_without_script() {
    use parvis::language::Language;
    use parvis::site::markdown::{Author, Below, Ids, Manner, Target, render};
    for (file, _, body) in taken() {
        let manner = Manner::of(Author::Stranger, Below::Section, Language::Fr);
        let html = render(&body, &manner, &mut Ids::new(), &|_| Target::Nowhere).html;
        assert!(!html.contains("<script") && !html.contains("javascript:"), "{file}");
    }
}

#[test]
#[ignore = "writes tests/vectors"]
fn regenerate() {
    for file in files() {
        std::fs::remove_file(folder().join(file)).expect("removed");
    }
    write(&folder(), make_vectors::stored(&city()));
    write(&folder(), make_vectors::council());
}

/// For an implementation in another language: the vectors that are too large to be stored.
#[test]
#[ignore = "writes large vectors into the folder of the build"]
#[expect(clippy::print_stdout, reason = "where they are")]
fn write_large() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("vectors");
    write(&folder, make_vectors::large(&city()));
    println!("{}", folder.display());
}

fn write(folder: &Path, made: Vec<make_vectors::Made>) {
    for (file, bytes) in made {
        let path = folder.join(file);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
}
