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
        .env("XDG_STATE_HOME", folder.join("state"))
        .env("LOCALAPPDATA", folder.join("state"))
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
#[cfg(feature = "site")]
fn a_new_vote_is_begun_by_a_method_that_is_counted_here() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::write(folder.path().join("parvis.yaml"), "council: ville.example\n").expect("written");
    let new = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
        command.args(["--lang", "en", "new"]).args(args).current_dir(folder.path()).output().expect("it runs")
    };
    for (args, words) in [
        (&["vote", "square", "--method", "irv"][..], "did you mean `irv/1`?"),
        (&["vote", "square", "--method", "motion"], "did you mean `motion/2`?"),
        (&["vote", "square", "--method", "lottery/1"], "the methods: motion/1, "),
        (&["news", "square", "--method", "irv/1"], "`--method` goes with `vote`"),
    ] {
        let refused = new(args);
        assert!(refused.status.code() == Some(2) && said(&refused).contains(words), "{args:?}: {}", said(&refused));
    }
    assert!(!folder.path().join("content").exists(), "nothing refused was written");
    assert_eq!(new(&["vote", "square", "--method", "irv/1"]).status.code(), Some(0));
    let text = std::fs::read_to_string(folder.path().join("content/votes/square.md")).expect("written");
    assert!(text.contains("\nmethod: irv/1 ") && text.contains("\nequal_ranks: refused "), "{text}");
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

/// A folder with the smallest council, as docs/first-vote.md begins.
fn small_council() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/first-vote");
    for name in ["parvis.yaml", "content/bodies/quartier.md", "content/votes/square.md"] {
        let to = folder.path().join(name);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        std::fs::copy(from.join(name), to).expect("copied");
    }
    folder
}

fn parvis(folder: &Path, args: &[&str]) -> Output {
    let program = env!("CARGO_BIN_EXE_parvis");
    Command::new(program).args(["--lang", "en"]).args(args).current_dir(folder).output().expect("it runs")
}

#[test]
fn a_site_is_not_built_into_what_it_is_made_from() {
    let council = small_council();
    let swallowed = parvis(council.path(), &["build", "--out", "content/site"]);
    assert_eq!(swallowed.status.code(), Some(2), "{}", said(&swallowed));
    let beside = parvis(council.path(), &["build", "--out", "site"]);
    assert!(beside.status.success(), "{}", said(&beside));
    let nothing = tempfile::tempdir().expect("a folder");
    assert_eq!(parvis(nothing.path(), &["check"]).status.code(), Some(2), "a folder without content/");
}

#[test]
fn a_support_that_the_roll_cannot_give_is_told_at_its_line_before_it_is_sealed() {
    let council = small_council();
    let roll = Path::new(env!("CARGO_MANIFEST_DIR")).join("submissions/rolls/habitants-square/1.roll");
    let vote = council.path().join("content/votes/square.md");
    let rules = std::fs::read_to_string(&vote).expect("the vote");
    let line = 1 + rules.lines().position(|line| line.starts_with("minimum_support")).expect("a minimum");
    let rules = rules.replace("minimum_support: 1", "minimum_support: 999");
    std::fs::write(&vote, rules.replace("roll: residents", "roll: habitants-square")).expect("written");
    assert!(parvis(council.path(), &["check"]).status.success(), "while no roll is recorded, nothing is known");
    let to = council.path().join("submissions/rolls/habitants-square/1.roll");
    std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
    std::fs::copy(roll, to).expect("copied");
    let output = parvis(council.path(), &["check"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    for words in [
        "error[SUPPORT_OUT_OF_REACH]: nothing could win: `minimum_support` is 999, and all on the roll together give",
        &format!("content/votes/square.md:{line}:"),
        "lower `minimum_support`",
    ] {
        assert!(said(&output).contains(words), "{}", said(&output));
    }
    assert!(parvis(council.path(), &["build", "--out", "site"]).status.success(), "a website needs no roll");
}

#[cfg(unix)]
#[test]
fn symbolic_links_are_not_followed() {
    for link in ["content/pages", "content/pages/x.md", "parvis.yaml"] {
        let council = small_council();
        let path = council.path().join(link);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        let _ = std::fs::remove_file(&path);
        std::os::unix::fs::symlink("/etc/hostname", &path).expect("a link");
        let output = parvis(council.path(), &["check"]);
        assert_eq!(output.status.code(), Some(2), "{link}: {}", said(&output));
        assert!(said(&output).contains("symbolic link"), "{link}: {}", said(&output));
    }
}

#[test]
fn the_readme_names_the_port_that_serve_uses() {
    let help = parvis(Path::new(env!("CARGO_MANIFEST_DIR")), &["serve", "--help"]);
    let readme = include_str!("../../README.md");
    assert!(said(&help).contains("[default: 4000]"), "{}", said(&help));
    assert!(readme.contains("http://127.0.0.1:4000/"));
}

#[test]
fn the_record_of_another_council_is_not_replaced_by_the_samples() {
    let folder = tempfile::tempdir().expect("a folder");
    for name in ["root", "officer", "log"] {
        assert!(scrutineer(folder.path(), &["key", "new", name]).status.success());
    }
    let founded = scrutineer(
        folder.path(),
        &[
            "council",
            "new",
            "--council",
            "ville.example",
            "--name",
            "Ville",
            "--root",
            "root",
            "--officer",
            "officer",
            "--log-key",
            "log",
        ],
    );
    assert!(founded.status.success(), "{}", said(&founded));
    let sample = scrutineer(folder.path(), &["sample"]);
    assert_eq!(sample.status.code(), Some(2), "{}", said(&sample));
}

#[test]
fn a_code_is_explained_by_both_programs_in_the_readers_language() {
    let folder = tempfile::tempdir().expect("a folder");
    let french = scrutineer(folder.path(), &["explain", "voter_unknown"]);
    assert_eq!(french.status.code(), Some(0));
    for words in ["VOTER_UNKNOWN", "cet identifiant n’est pas sur la liste", "Exemple", "Que faire", "greffe"] {
        assert!(said(&french).contains(words), "{words}: {}", said(&french));
    }
    assert!(said(&french).lines().all(|line| line.chars().count() <= 120), "{}", said(&french));
    let unknown = scrutineer(folder.path(), &["explain", "VOTER_UNKNOW", "--lang", "en"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(said(&unknown).contains("did you mean `VOTER_UNKNOWN`?"), "{}", said(&unknown));
}

#[test]
#[cfg(feature = "site")]
fn what_is_found_ends_with_how_to_read_more_and_json_does_not() {
    let folder = small_council();
    std::fs::create_dir_all(folder.path().join("content/pages")).expect("made");
    std::fs::write(folder.path().join("content/pages/a.md"), "---\ntitle: A\n---\n[b](b.md)\n").expect("written");
    let checked = parvis(folder.path(), &["check"]);
    assert!(said(&checked).ends_with("to know more: parvis explain LINK_BROKEN\n"), "{}", said(&checked));
    let json = parvis(folder.path(), &["check", "--json"]);
    assert!(!said(&json).contains("parvis explain"), "{}", said(&json));
    let explained = parvis(folder.path(), &["explain", "LINK_BROKEN"]);
    assert!(explained.status.success() && said(&explained).contains("[LINK_BROKEN]: "), "{}", said(&explained));
}
