//! A site that begins is one that a check finds nothing in, and that builds.

#![cfg(feature = "site")]

use std::path::Path;
use std::process::{Command, Output};

fn parvis(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    command.arg("--folder").arg(folder).args(args).output().expect("it runs")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

#[test]
fn what_begins_is_well_and_is_never_written_over() {
    let council: &[&str] = &["--council", "essai.example", "--name", "Conseil d’essai : \"le\" premier"];
    for (language, page) in [("fr", "nouvelles/first.html"), ("en", "news/first.html")] {
        for (args, page) in [(&[][..], page), (council, "about.html")] {
            let folder = tempfile::tempdir().expect("a folder");
            let (site, root) = (folder.path().join("out"), folder.path().join("Les Tilleuls"));
            std::fs::create_dir(&root).expect("a folder");
            let run = |args: &[&str]| parvis(&root, &[&["--lang", language], args].concat());
            let begun = run(&[&["init"], args].concat());
            assert_eq!(begun.status.code(), Some(0), "{}", said(&begun));
            let checked = run(&["check"]);
            assert_eq!(checked.status.code(), Some(0), "{}", said(&checked));
            assert!(!said(&checked).contains('['), "nothing is found: {}", said(&checked));
            let built = run(&["build", "--out", site.to_str().expect("a path")]);
            assert_eq!(built.status.code(), Some(0), "{}", said(&built));
            assert!(site.join(page).is_file(), "{page}");
            let ignored = std::fs::read_to_string(root.join(".gitignore")).expect("what git passes over");
            assert_eq!(ignored, "/site/\n/.cache/\n");
            let config = std::fs::read(root.join("parvis.yaml")).expect("the configuration");
            let again = run(&[&["init"], args].concat());
            assert_eq!(again.status.code(), Some(2), "{}", said(&again));
            assert_eq!(std::fs::read(root.join("parvis.yaml")).expect("the configuration"), config);
        }
    }
}
