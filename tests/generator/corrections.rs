//! Errata, redactions and removals, with the program as it is installed and git as it is.

#![cfg(feature = "site")]

use crate::support::installed as council;

use std::path::{Path, PathBuf};

use council::{CONFIG, Council, MINUTES, NEWS};
use parvis::tree::Digest;

#[test]
fn an_erratum_has_the_hashes_of_the_last_commit_and_of_now() {
    let council = Council::new();
    let corrected = MINUTES.replace("Dix-sept", "Vingt-sept");
    let erratum = ["erratum", "content/minutes/2026-03-12.md", "--reason", "figure", "--by", "la mairie"];
    let (status, words) = council.parvis(&erratum);
    assert!(status == Some(2) && words.contains("still as in the commit `HEAD`"), "{words}");
    council.write("content/minutes/2026-03-12.md", &corrected);
    let (status, words) =
        council.parvis(&[&erratum[..], &["--at", "2026-06-22", "--text", "Lire vingt-sept."]].concat());
    assert_eq!(status, Some(0), "{words}");
    let text = council.read("content/errata/2026-06-22-2026-03-12.md");
    for line in [
        "title: \"Erratum : Procès-verbal\"",
        "target: minutes/2026-03-12",
        &format!("before: {}", Digest::of(MINUTES.as_bytes())),
        &format!("after: {}", Digest::of(corrected.as_bytes())),
        "Lire vingt-sept.",
    ] {
        assert!(text.contains(line), "{line}: {text}");
    }
    assert_eq!(council.parvis(&["check"]), (Some(0), "nothing to report\n".to_owned()));
    // Changed again, in silence: the finding gives the hash that the file has now.
    let again = corrected.replace("Vingt-sept", "Trente-sept");
    council.write("content/minutes/2026-03-12.md", &again);
    let (status, words) = council.parvis(&["check"]);
    assert!(status == Some(1) && words.contains("ERRATUM_OUTDATED"), "{words}");
    assert!(words.contains(&Digest::of(again.as_bytes()).to_string()), "{words}");
    // A second erratum of the same day takes a name of its own.
    council.write("content/minutes/2026-03-12.md", &corrected);
    council.commit();
    council.write("content/minutes/2026-03-12.md", &again);
    let (status, words) = council.parvis(&[&erratum[..], &["--at", "2026-06-22", "--text", "Trente."]].concat());
    assert!(status == Some(0) && words.contains("content/errata/2026-06-22-2026-03-12-2.md"), "{words}");
    assert_eq!(council.parvis(&["check"]).0, Some(0));
    // Committed without one: the commit before is named.
    council.commit();
    council.write("content/news/square.md", &NEWS.replace("Un", "Le"));
    council.commit();
    let late = ["erratum", "news/square", "--reason", "clerical-error", "--by", "la mairie", "--since", "HEAD~1"];
    assert_eq!(council.parvis(&late).0, Some(0));
}

#[test]
fn errata_follow_a_record_that_is_renamed() {
    let council = Council::new();
    let corrected = MINUTES.replace("Dix-sept", "Vingt-sept");
    council.write("content/minutes/2026-03-12.md", &corrected);
    let erratum = |target: &str, reason: &str, day: &str| {
        let args =
            ["erratum", target, "--reason", reason, "--by", "la mairie", "--at", day, "--text", "Lire vingt-sept."];
        let (status, words) = council.parvis(&args);
        assert_eq!(status, Some(0), "{words}");
    };
    erratum("minutes/2026-03-12", "figure", "2026-06-22");
    let stone = ["tombstone", "news/square", "--by", "la mairie", "--reason", "replaced", "--replaced-by"];
    assert_eq!(council.parvis(&[&stone[..], &["minutes/2026-03-12"]].concat()).0, Some(0));
    council.git(&["rm", "-q", "content/news/square.md"]);
    council.commit();
    std::fs::remove_file(council.path("content/minutes/2026-03-12.md")).expect("removed");
    let renamed = corrected.replacen("---\n", "---\naliases: [2026-03-12]\n", 1);
    council.write("content/minutes/2026-03-12-conseil.md", &renamed);
    erratum("minutes/2026-03-12-conseil", "follow-up", "2026-06-23");
    assert_eq!(council.parvis(&["check"]), (Some(0), "nothing to report\n".to_owned()));
    let (status, words) = council.parvis(&["check", "--base", "HEAD"]);
    assert!(status == Some(0) && !words.contains("RECORD_CHANGED"), "{words}");
    let site = council.path("site").to_string_lossy().into_owned();
    assert_eq!(council.parvis(&["build", "--out", &site]).0, Some(0));
    let page = council.read("site/minutes/2026-03-12-conseil.html");
    assert!(council.read("site/news/square.html").contains("minutes/2026-03-12-conseil.html"));
    assert!(page.contains("errata/2026-06-22-2026-03-12.html") && page.contains("errata/2026-06-23"), "{page}");
}

#[test]
fn a_redaction_says_neither_what_nor_a_hash_that_could_give_it_away() {
    let council = Council::new();
    council.write("content/news/square.md", &NEWS.replace("Un square.", "Un."));
    let redaction = ["erratum", "news/square", "--redaction", "--reason", "personal-data", "--by", "la mairie"];
    assert_eq!(council.parvis(&[&redaction[..], &["--at", "2026-06-22"]].concat()).0, Some(0));
    let text = council.read("content/errata/2026-06-22-square.md");
    assert!(text.contains("kind: redaction\n") && text.contains("before: none\n"), "{text}");
    assert_eq!(council.parvis(&["check"]).0, Some(0));
    let kept = [&redaction[..], &["--at", "2026-06-23", "--keep-before"]].concat();
    assert_eq!(council.parvis(&kept).0, Some(0));
    let text = council.read("content/errata/2026-06-23-square.md");
    assert!(text.contains(&format!("before: {}\n", Digest::of(NEWS.as_bytes()))), "{text}");
}

#[test]
fn what_cannot_be_an_erratum_is_told() {
    let council = Council::new();
    let with = |target: &str, reason: &str, since: &str| {
        council.parvis(&["erratum", target, "--reason", reason, "--by", "la mairie", "--since", since])
    };
    for (target, reason, since, words) in [
        ("news/rond", "figure", "HEAD", "there is no file content/news/rond.md"),
        ("rond", "figure", "HEAD", "a record, by its folder and its name"),
        ("news/square", "typo", "HEAD", "`clerical-error`"),
        ("news/square", "figure", "never", "no commit is named `never`"),
    ] {
        let (status, said) = with(target, reason, since);
        assert!(status == Some(2) && said.contains(words), "{target} {reason} {since}: {said}");
    }
    council.write("content/news/neuf.md", NEWS);
    let (status, said) = with("news/neuf", "figure", "HEAD");
    assert!(status == Some(2) && said.contains("the commit `HEAD` has no file content/news/neuf.md"), "{said}");
    assert!(!council.path("content/errata").exists(), "nothing was written");
}

#[test]
fn a_tombstone_says_which_files_to_remove_and_hides_a_title_that_may_be_personal() {
    let council = Council::new();
    let stone = ["tombstone", "news/square", "--by", "la mairie", "--at", "2026-06-22", "--reason"];
    let (status, words) = council.parvis(&[&stone[..], &["withdrawn"]].concat());
    assert!(status == Some(0) && words.contains("git rm content/news/square.md"), "{words}");
    assert!(council.read("content/tombstones/news-square.md").contains("title: \"Le square\""));
    let (status, words) = council.parvis(&["check"]);
    assert!(status == Some(1) && words.contains("TOMBSTONE_NEEDLESS"), "{words}");
    council.git(&["rm", "-q", "content/news/square.md"]);
    assert_eq!(council.parvis(&["check"]), (Some(0), "nothing to report\n".to_owned()));
    let (status, words) = council.parvis(&[&stone[..], &["mistake"]].concat());
    assert!(status == Some(2) && words.contains("content/tombstones/news-square.md"), "{words}");
    let person = ["tombstone", "minutes/2026-03-12", "--by", "la mairie", "--reason", "personal-data"];
    assert_eq!(council.parvis(&person).0, Some(0));
    assert!(council.read("content/tombstones/minutes-2026-03-12.md").contains("title: \"Page retirée\""));
}

#[test]
fn a_request_is_held_against_the_commit_it_left() {
    let council = Council::new();
    council.git(&["checkout", "-q", "-b", "request"]);
    council.write("content/minutes/2026-03-12.md", &MINUTES.replace("Dix-sept", "Vingt-sept"));
    council.git(&["rm", "-q", "content/news/square.md"]);
    council.commit();
    // The branch it left goes on: what is new there is not missing here.
    council.git(&["checkout", "-q", "main"]);
    council.write("content/news/neuve.md", NEWS);
    council.commit();
    council.git(&["checkout", "-q", "request"]);
    assert_eq!(council.parvis(&["check"]).0, Some(0));
    let (status, words) = council.parvis(&["check", "--base", "main"]);
    assert_eq!(status, Some(1), "{words}");
    for found in ["error[RECORD_CHANGED]", "content/minutes/2026-03-12.md:8", "error[PERMALINK_LOST]"] {
        assert!(words.contains(found), "{found}: {words}");
    }
    assert!(!words.contains("neuve"), "{words}");
    for (command, text) in [
        (vec!["erratum", "minutes/2026-03-12", "--reason", "figure"], "Lire vingt-sept."),
        (vec!["tombstone", "news/square", "--reason", "withdrawn"], "Retirée."),
    ] {
        let rest = ["--by", "la mairie", "--text", text];
        let since: &[&str] = if command[0] == "erratum" { &["--since", "main"] } else { &[] };
        assert_eq!(council.parvis(&[&command[..], &rest, since].concat()).0, Some(0));
    }
    assert_eq!(council.parvis(&["check", "--base", "main"]).0, Some(0));
    let (status, words) = council.parvis(&["check", "--base", "never"]);
    assert!(status == Some(2) && words.contains("no commit is named `never`"), "{words}");
}

#[test]
fn personal_data_is_an_error_before_it_is_merged_and_a_warning_after() {
    let council = Council::new();
    council.write("content/news/ancienne.md", &NEWS.replace("Un", "Appeler le 06 12 34 56 78. Un"));
    council.commit();
    let (status, words) = council.parvis(&["check"]);
    assert!(status == Some(0) && words.contains("warning[PERSONAL_DATA]"), "{words}");
    council.git(&["checkout", "-q", "-b", "request"]);
    council.write("content/news/neuve.md", &NEWS.replace("Un", "Écrire à anne@ville.fr. Un"));
    council.commit();
    let (status, words) = council.parvis(&["check", "--base", "main"]);
    assert!(status == Some(1) && words.contains("error[PERSONAL_DATA]: an e-mail address"), "{words}");
    assert!(words.contains("content/news/neuve.md:5:10"), "{words}");
    // Taken back by the next commit, it stays in the history that would be merged.
    council.write("content/news/neuve.md", NEWS);
    council.commit();
    let (status, words) = council.parvis(&["check", "--base", "main"]);
    assert!(status == Some(1) && words.contains("taken back since"), "{words}");
    // Said to be public, it may stay.
    let config = format!("{CONFIG}public_contacts: [\"@ville.fr\", 06.12.34.56.78]\n");
    council.write("parvis.yaml", &config);
    council.commit();
    assert_eq!(council.parvis(&["check", "--base", "main"]), (Some(0), "nothing to report\n".to_owned()));
    // So would the address of whoever commits.
    council.git(&["-c", "user.email=anne@maison.fr", "commit", "-q", "--allow-empty", "-m", "mine"]);
    let (status, words) = council.parvis(&["check", "--base", "main"]);
    assert!(
        status == Some(0) && words.contains("note[PERSONAL_DATA]: commits carry the address anne@maison.fr"),
        "{words}"
    );
}

/// Every file of the site of `council` that holds `words`.
fn holding(council: &Council, words: &str) -> Vec<PathBuf> {
    let out = council.path("../site");
    let (status, said) = council.parvis(&["build", "--out", out.to_str().expect("a path")]);
    assert_eq!(status, Some(0), "{said}");
    let files = below(&out).into_iter();
    files.filter(|file| String::from_utf8_lossy(&std::fs::read(file).expect("a file")).contains(words)).collect()
}

fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { below(&path) } else { vec![path] }).collect()
}

#[test]
fn what_was_redacted_is_in_no_page_of_the_history() {
    let council = Council::new();
    council.write("content/news/square.md", &NEWS.replace("Un", "Appeler Zoé Zanzibar. Un"));
    council.commit();
    council.write("content/news/square.md", NEWS);
    council.commit();
    let shown = holding(&council, "Zanzibar");
    assert!(!shown.is_empty(), "a history shows what was there");
    council.write("content/news/square.md", &NEWS.replace("Un", "Appeler Zoé Zanzibar. Un"));
    council.commit();
    council.write("content/news/square.md", NEWS);
    let redaction = ["erratum", "news/square", "--redaction", "--reason", "personal-data", "--by", "la mairie"];
    assert_eq!(council.parvis(&redaction).0, Some(0));
    assert_eq!(holding(&council, "Zanzibar"), Vec::<PathBuf>::new());
    council.commit();
    assert_eq!(holding(&council, "Zanzibar"), Vec::<PathBuf>::new());
}
