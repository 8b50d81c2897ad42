//! The wiring of the programs: exit statuses, languages, files with the right mode.

use std::path::Path;
use std::process::{Command, Output};

fn scrutineer(folder: &Path, args: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_scrutineer"))
        .args(args)
        .current_dir(folder)
        .env_remove("LC_ALL")
        .env_remove("LC_MESSAGES")
        .env("LANG", "fr_FR.UTF-8")
        .output()
        .expect("it runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

#[test]
fn a_command_that_cannot_run_ends_with_2_in_the_readers_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let french = scrutineer(folder.path(), &["audit"]);
    assert_eq!(french.status.code(), Some(2));
    assert!(
        said(&french).contains("erreur: aucun dépôt git lisible") && said(&french).contains("aide:"),
        "{}",
        said(&french)
    );
    let english = scrutineer(folder.path(), &["audit", "--lang", "en"]);
    assert_eq!(english.status.code(), Some(2));
    assert!(said(&english).contains("error: cannot read a git repository"), "{}", said(&english));
}

#[test]
fn a_folder_without_a_record_is_a_finding() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = scrutineer(folder.path(), &["tally", "x"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("GENESIS_MISSING"), "{}", said(&output));
}

#[test]
fn a_key_is_its_owners_alone_and_is_never_overwritten() {
    let folder = tempfile::tempdir().expect("a folder");
    assert!(scrutineer(folder.path(), &["key", "new", "mine"]).status.success());
    assert!(scrutineer(folder.path(), &["key", "sample", "resident-1", "theirs"]).status.success());
    #[cfg(unix)]
    for name in ["mine", "theirs"] {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(folder.path().join(name)).expect("a key").permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{name}");
    }
    let before = std::fs::read(folder.path().join("mine.pub")).expect("a public key");
    std::fs::remove_file(folder.path().join("mine.pub")).expect("removed");
    let again = scrutineer(folder.path(), &["key", "new", "mine"]);
    assert_eq!(again.status.code(), Some(2), "{}", said(&again));
    assert!(!folder.path().join("mine.pub").exists(), "no public half of another key is left: {before:?}");
    let unknown = scrutineer(folder.path(), &["key", "sample", "nobody", "x"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said(&unknown).contains("resident-1"), "{}", said(&unknown));
}

#[test]
fn a_closed_pipe_is_no_error() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let line = format!("{} tally budget-2026 | head -n 1", env!("CARGO_BIN_EXE_scrutineer"));
    let output = Command::new("sh").args(["-c", &line]).current_dir(root).output().expect("it runs");
    assert!(output.status.success() && !said(&output).contains("panicked"), "{}", said(&output));
}
