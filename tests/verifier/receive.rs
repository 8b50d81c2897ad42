//! Real pushes to a bare repository whose pre-receive hook is `scrutineer receive`.

#![cfg(unix)]

use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;
use std::process::{Command, Output};

use repository::{Council, succeed};

use crate::support::repository;

/// A council, and a bare repository that it and everybody else pushes to.
struct Server {
    council: Council,
    bare: PathBuf,
}

impl Server {
    fn start() -> Self {
        let council = Council::found();
        let bare = council.keys.join("server.git");
        council.git(&["init", "-q", "--bare", "-b", "main", &bare.to_string_lossy()]);
        council.git(&["remote", "add", "origin", &bare.to_string_lossy()]);
        let hook = bare.join("hooks/pre-receive");
        let program = env!("CARGO_BIN_EXE_scrutineer");
        // The server knows who pushes; here the environment says so.
        let script = format!("#!/bin/sh\nexec {program} --lang \"${{READS:-en}}\" receive ${{CLERK:+--clerk}}\n");
        std::fs::write(&hook, script).expect("written");
        std::fs::set_permissions(&hook, std::fs::Permissions::from_mode(0o755)).expect("set");
        let server = Self { council, bare };
        succeed(&server.push(&["main"], &[]));
        server
    }

    fn push(&self, what: &[&str], environment: &[(&str, &str)]) -> Output {
        let mut push = Command::new("git");
        push.args(["push", "-q", "origin"]).args(what).current_dir(&self.council.root);
        push.envs(environment.iter().copied()).output().expect("git runs")
    }

    /// What the pusher was told of a push that was refused.
    fn refused(&self, what: &[&str], environment: &[(&str, &str)]) -> String {
        let before = self.refs();
        let output = self.push(what, environment);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success() && said.contains("pre-receive hook declined"), "{said}");
        assert_eq!(self.refs(), before, "nothing was taken");
        said
    }

    fn taken(&self, what: &[&str], environment: &[(&str, &str)]) -> String {
        let output = self.push(what, environment);
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{said}");
        said
    }

    fn refs(&self) -> String {
        let output = Command::new("git").args(["for-each-ref"]).current_dir(&self.bare).output();
        String::from_utf8(output.expect("git runs").stdout).expect("UTF-8")
    }

    /// A commit on what the server has, made by `work`, on the branch that is checked out.
    fn change(&self, work: impl FnOnce(&Council)) {
        self.council.git(&["fetch", "-q", "origin"]);
        self.council.git(&["checkout", "-q", "-B", "work", "origin/main"]);
        work(&self.council);
        self.council.commit("work");
    }
}

/// Puts the sample's record and its sources into the council's folder.
fn copy_sample(council: &Council) {
    for folder in ["submissions", "content"] {
        let from = format!("{}/{folder}", env!("CARGO_MANIFEST_DIR"));
        succeed(&Command::new("cp").args(["-r", &from, "."]).current_dir(&council.root).output().expect("cp runs"));
    }
}

const CLERK: [(&str, &str); 1] = [("CLERK", "1")];

#[test]
fn a_good_ballot_is_taken_and_a_bad_one_refused_to_whoever_pushes_it() {
    let server = Server::start();
    let mut path = String::new();
    server.change(|council| path = council.vote("anna", "elm", "10"));
    let said = server.taken(&["work:main"], &[]);
    assert!(said.contains("remote: TAKEN   refs/heads/main"), "{said}");
    assert!(said.contains(&format!("remote: TAKEN   {path}")), "{said}");

    server.change(|council| {
        let path = council.vote("bela", "oak", "10");
        let text = std::fs::read_to_string(council.root.join(&path)).expect("a ballot");
        council.write(&path, text.replace("oak", "elm"));
        council.write("content/votes/square.md", "x");
    });
    let said = server.refused(&["work:main"], &[]);
    for words in ["REFUSED refs/heads/main", "SIGNATURE_INVALID", "PATH_FORBIDDEN", "to do: sign again"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let said = server.refused(&["work:main"], &[("READS", "fr")]);
    assert!(said.contains("à faire : signer à nouveau"), "{said}");

    // A branch of one's own is judged against the council's, may be rewritten, and may go.
    let said = server.refused(&["work:bela"], &[]);
    assert!(said.contains("REFUSED refs/heads/bela"), "{said}");
    server.change(|council| drop(council.vote("bela", "oak", "11")));
    server.taken(&["work:bela"], &[]);
    server.change(|council| drop(council.vote("bela", "oak", "12")));
    server.taken(&["--force", "work:bela"], &[]);
    server.taken(&["--delete", "bela"], &[]);
    // One ref that is refused refuses the push.
    server.council.git(&["tag", "v1"]);
    let said = server.refused(&["work:main", "v1"], &[]);
    assert!(said.contains("TAKEN   refs/heads/main") && said.contains("REF_FORBIDDEN"), "{said}");
    assert!(server.refused(&["work:refs/replace/x"], &CLERK).contains("REF_FORBIDDEN"));
    server.taken(&["v1"], &CLERK);
}

/// What the audit walks through is every commit, not the last one alone: a log that came and went would
/// be a rewritten one for ever, and no push may take it out again.
#[test]
fn a_log_that_comes_and_goes_within_a_push_is_refused() {
    let server = Server::start();
    let council = &server.council;
    let log = "submissions/log/entries";
    let published = std::fs::read(council.root.join(log)).expect("a log");
    for with_ballot in [true, false] {
        server.change(|council| {
            if with_ballot {
                council.vote("anna", "elm", "10");
            }
            council.write(log, [published.as_slice(), b"nothing of ours\n"].concat());
        });
        std::fs::write(council.root.join(log), &published).expect("written");
        council.commit("taken back");
        for branch in ["work:main", "work:refs/heads/mine"] {
            let said = server.refused(&[branch], &[]);
            assert!(said.contains("NOT_AN_ADDITION: a commit of the request changes the log"), "{said}");
        }
        council.refused(&["check", "--base", "main", "--head", "work"], 1, &["NOT_AN_ADDITION"]);
    }
    // A log taken away and put back is no other log.
    server.change(|council| {
        council.vote("bela", "elm", "10");
        council.git(&["rm", "-rq", "submissions/log"]);
    });
    council.git(&["checkout", "-q", "origin/main", "--", "submissions/log"]);
    council.commit("put back");
    server.taken(&["work:main"], &[]);
}

/// A ballot that only the history holds would look, after the closing, like one that the clerk withheld.
#[test]
fn a_ballot_that_comes_and_goes_within_a_push_is_refused() {
    let server = Server::start();
    let council = &server.council;
    for changed in [false, true] {
        server.change(|council| drop(council.vote("anna", "elm", "10")));
        let ballot = council.git(&["diff", "--name-only", "HEAD~1"]);
        if changed {
            council.write(ballot.trim(), b"something else\n");
        } else {
            council.git(&["rm", "-q", ballot.trim()]);
        }
        council.commit("taken back");
        for branch in ["work:main", "work:refs/heads/mine"] {
            let said = server.refused(&[branch], &[]);
            assert!(said.contains("NOT_AN_ADDITION: a commit of the request hands this file in"), "{said}");
        }
        council.refused(&["check", "--base", "main", "--head", "work"], 1, &["NOT_AN_ADDITION", ballot.trim()]);
    }
    // Two commits that only add are as good as one.
    server.change(|council| drop(council.vote("anna", "elm", "10")));
    council.vote("bela", "elm", "10");
    council.commit("one more");
    server.taken(&["work:main"], &[]);
}

#[test]
fn the_branch_of_the_council_is_never_rewritten_or_deleted() {
    let server = Server::start();
    server.change(|council| drop(council.vote("anna", "elm", "10")));
    server.taken(&["work:main"], &[]);
    for environment in [&[][..], &CLERK] {
        server.council.git(&["checkout", "-q", "-B", "old", "origin/main~1"]);
        let said = server.refused(&["--force", "old:main"], environment);
        assert!(said.contains("HISTORY_REWRITTEN"), "{said}");
        drop(server.council.vote("bela", "elm", "10"));
        server.council.commit("another one");
        let said = server.refused(&["--force", "old:main"], environment);
        assert!(said.contains("HISTORY_REWRITTEN"), "{said}");
        server.council.git(&["checkout", "-q", "--orphan", "apart"]);
        server.council.commit("apart");
        assert!(server.refused(&["--force", "apart:main"], environment).contains("HISTORY_REWRITTEN"));
        server.council.git(&["branch", "-q", "-D", "old"]);
        server.council.git(&["checkout", "-q", "main"]);
        server.council.git(&["branch", "-q", "-D", "apart"]);
    }
    // Where the repository tells commits other parents than they have, nobody knows what is rewritten.
    let grafts = server.bare.join("info/grafts");
    std::fs::create_dir_all(server.bare.join("info")).expect("a folder");
    std::fs::write(&grafts, server.council.git(&["rev-parse", "origin/main~1"])).expect("written");
    server.council.git(&["checkout", "-q", "-B", "old", "origin/main~1"]);
    assert!(server.refused(&["--force", "old:main"], &CLERK).contains("HISTORY_ALTERED"));
    std::fs::remove_file(&grafts).expect("removed");
    // git itself refuses to delete the branch that HEAD names, unless it is told otherwise.
    Command::new("git")
        .args(["config", "receive.denyDeleteCurrent", "false"])
        .current_dir(&server.bare)
        .status()
        .expect("git runs");
    assert!(server.refused(&["--delete", "main"], &CLERK).contains("REF_FORBIDDEN"));
}

#[test]
fn no_other_record_takes_the_place_of_the_councils() {
    let server = Server::start();
    let remove = |folder: &str| std::fs::remove_dir_all(server.council.root.join(folder)).expect("removed");
    // The log as it was one commit before.
    server.change(|council| {
        remove("submissions");
        council.git(&["checkout", "-q", "origin/main~1", "--", "submissions"]);
    });
    assert!(server.refused(&["work:main"], &CLERK).contains("LOG_ROLLED_BACK"));
    // A council of the same name, founded anew.
    server.change(|council| {
        remove("submissions");
        for name in ["root-2", "officer-2", "log-2"] {
            council.run(&["key", "new", &council.key(name)]);
        }
        let (root, officer, log) = (council.key("root-2"), council.key("officer-2"), council.key("log-2"));
        let keys = ["--root", &root, "--officer", &officer, "--log-key", &log];
        council.run(&[&["council", "new", "--council", "ville.example", "--name", "Ville"], &keys[..]].concat());
    });
    server.council.run(&["audit"]);
    let said = server.refused(&["work:main"], &CLERK);
    assert!(said.contains("LOG_REWRITTEN") && said.contains("another genesis"), "{said}");
    // The sample's record, whose keys everybody has.
    server.change(|council| {
        ["submissions", "content"].into_iter().for_each(remove);
        copy_sample(council);
    });
    server.council.run(&["audit"]);
    assert!(server.refused(&["work:main"], &CLERK).contains("LOG_REWRITTEN"));
    // No record at all.
    server.change(|_| remove("submissions"));
    assert!(server.refused(&["work:main"], &CLERK).contains("GENESIS_MISSING"));
}

#[test]
fn a_council_takes_the_place_of_the_sample() {
    let server = Server::start();
    let sample = server.council.keys.join("sample.git");
    server.council.git(&["init", "-q", "--bare", "-b", "main", &sample.to_string_lossy()]);
    std::fs::copy(server.bare.join("hooks/pre-receive"), sample.join("hooks/pre-receive")).expect("copied");
    let sample = sample.to_string_lossy().into_owned();
    let council = &server.council;
    council.git(&["checkout", "-q", "--orphan", "sample"]);
    council.git(&["rm", "-q", "-r", "-f", "."]);
    copy_sample(council);
    council.commit("the sample");
    council.git(&["remote", "set-url", "origin", &sample]);
    server.taken(&["sample:main"], &CLERK);
    council.git(&["rm", "-q", "-r", "-f", "."]);
    council.git(&["checkout", "-q", "main", "--", "."]);
    council.commit("the council");
    server.taken(&["sample:main"], &CLERK);
}

#[test]
fn the_first_push_of_a_branch_that_head_does_not_name_is_told_how_to_mend_it() {
    let server = Server::start();
    let other = server.council.keys.join("other.git");
    server.council.git(&["init", "-q", "--bare", "-b", "master", &other.to_string_lossy()]);
    std::fs::copy(server.bare.join("hooks/pre-receive"), other.join("hooks/pre-receive")).expect("copied");
    server.council.git(&["remote", "set-url", "origin", &other.to_string_lossy()]);
    for environment in [&[][..], &CLERK] {
        let said = server.refused(&["main"], environment);
        for words in ["REF_FORBIDDEN", "`master`", "git symbolic-ref HEAD refs/heads/main", "--branch main"] {
            assert!(said.contains(words), "{words}: {said}");
        }
    }
    assert!(server.refused(&["main"], &[("READS", "fr")]).contains("n’existe pas encore"));
    let head = ["symbolic-ref", "HEAD", "refs/heads/main"];
    succeed(&Command::new("git").args(head).current_dir(&other).output().expect("git runs"));
    server.taken(&["main", "main:beside"], &CLERK);
}

#[test]
fn the_clerk_is_known_by_the_log_or_by_the_server() {
    let server = Server::start();
    server.change(|council| drop(council.vote("anna", "elm", "10")));
    server.taken(&["work:main"], &[]);
    // The record grows, signed by the log's key: nobody else can do that.
    server.change(|council| drop(council.run(&["ingest", "--log-key", &council.key("log")])));
    let said = server.taken(&["work:main"], &[]);
    assert!(said.contains("TAKEN   refs/heads/main"), "{said}");

    // Pages are not signed: the server must know.
    server.change(|council| council.write("content/pages/about.md", "---\ntitle: x\n---\n"));
    assert!(server.refused(&["work:main"], &[]).contains("PATH_FORBIDDEN"));
    server.taken(&["work:main"], &CLERK);
    server.change(|council| {
        drop(council.vote("bela", "oak", "10"));
        council.commit("a ballot");
        council.run(&["ingest", "--log-key", &council.key("log")]);
        council.write("content/pages/about.md", "---\ntitle: y\n---\n");
    });
    let said = server.refused(&["work:main"], &[]);
    assert!(said.contains("PATH_FORBIDDEN") && said.contains("--clerk"), "{said}");
    server.taken(&["work:main"], &CLERK);

    // What the audit does not bear is taken from nobody.
    server.change(|council| council.write("submissions/notes.txt", "x"));
    assert!(server.refused(&["work:main"], &CLERK).contains("FILE_STRAY"));
    server.change(|council| council.write("submissions/log/entries", ""));
    for environment in [&[][..], &CLERK] {
        let said = server.refused(&["work:main"], environment);
        assert!(said.contains("PATH_FORBIDDEN") || said.contains("GENESIS_MISSING"), "{said}");
    }

    // A ballot that waits is recorded, refused or left: it does not vanish.
    let mut path = String::new();
    server.change(|council| path = council.vote("carl", "oak", "10"));
    server.taken(&["work:main"], &[]);
    server.change(|council| std::fs::remove_file(council.root.join(&path)).expect("removed"));
    assert!(server.refused(&["work:main"], &[]).contains("NOT_AN_ADDITION"));
    assert!(server.refused(&["work:main"], &CLERK).contains("RECORD_SHRINKS"));
}

#[test]
fn a_published_ballot_is_not_taken_out_of_a_closing() {
    let server = Server::start();
    let mut path = String::new();
    server.change(|council| path = council.vote("anna", "elm", "10"));
    server.taken(&["work:main"], &[]);
    let published = std::fs::read(server.council.root.join(&path)).expect("a ballot");
    let audited = |council: &Council, words: &[&str]| {
        let output = council.scrutineer(&["audit"]);
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.success(), words.is_empty(), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{said}");
    };
    // The clerk takes it away, closes with an empty list, and puts it back.
    server.change(|council| {
        std::fs::remove_file(council.root.join(&path)).expect("removed");
        council.commit("tidy");
        council.clerk("close", "square");
        council.write(&path, &published);
    });
    audited(&server.council, &["BALLOT_WITHHELD", &path, "in the commit "]);
    for environment in [&[][..], &CLERK] {
        assert!(server.refused(&["work:main"], environment).contains("BALLOT_WITHHELD"));
    }
    server.council.ingest();
    let (officer, log) = (server.council.key("officer"), server.council.key("log"));
    let certify = ["certify", "square", "--key", &officer, "--log-key", &log];
    server.council.refused(&certify, 1, &["BALLOT_WITHHELD"]);
    audited(&server.council, &["BALLOT_WITHHELD", &path]);
    for environment in [&[][..], &CLERK] {
        assert!(server.refused(&["work:main"], environment).contains("BALLOT_WITHHELD"));
    }
}

#[test]
fn a_closing_made_beside_what_was_published_is_refused_by_the_server_alone() {
    let server = Server::start();
    server.council.git(&["checkout", "-q", "-B", "closing", "main"]);
    let mut path = String::new();
    server.change(|council| path = council.vote("anna", "elm", "10"));
    server.taken(&["work:main"], &[]);
    // A clerk who did not pull closes, and merges afterwards: nothing shows what the clerk had seen.
    server.council.git(&["checkout", "-q", "closing"]);
    server.council.clerk("close", "square");
    server.council.git(&["merge", "-q", "--no-edit", "work"]);
    server.council.run(&["audit"]);
    for environment in [&[][..], &CLERK] {
        let said = server.refused(&["closing:main"], environment);
        assert!(said.contains("RECORD_SHRINKS") && said.contains(&path), "{said}");
    }
    server.council.ingest();
    server.council.run(&["audit"]);
    for environment in [&[][..], &CLERK] {
        assert!(server.refused(&["closing:main"], environment).contains("RECORD_SHRINKS"));
    }
}

#[test]
fn a_log_that_is_not_signed_is_never_read_further() {
    let server = Server::start();
    // A stranger lets the log grow by an entry of his own, with the checkpoint of another key.
    server.change(|council| {
        drop(council.vote("anna", "elm", "10"));
        council.commit("a ballot");
        council.run(&["ingest", "--log-key", &council.key("log")]);
        let checkpoints = council.root.join("submissions/log/checkpoints");
        let newest = std::fs::read_dir(&checkpoints)
            .expect("a folder")
            .filter_map(|entry| entry.expect("an entry").file_name().to_str()?.parse::<u64>().ok())
            .max();
        let newest = checkpoints.join(newest.expect("one").to_string());
        let signed = std::fs::read_to_string(&newest).expect("a note");
        let at = signed.len() - 10;
        let other = if &signed[at..=at] == "A" { "B" } else { "A" };
        std::fs::write(&newest, format!("{}{other}{}", &signed[..at], &signed[at + 1..])).expect("written");
    });
    let said = server.refused(&["work:main"], &[]);
    assert!(said.contains("REFUSED submissions/log/entries") && said.contains("PATH_FORBIDDEN"), "{said}");
    assert!(!said.contains("CHECKPOINT_INVALID"), "no audit was begun: {said}");
    assert!(server.refused(&["work:main"], &CLERK).contains("CHECKPOINT_INVALID"));
}

#[test]
fn the_hook_refuses_what_is_no_input_of_a_hook() {
    let server = Server::start();
    let run = |input: &str| {
        use std::io::Write as _;
        let mut child = Command::new(env!("CARGO_BIN_EXE_scrutineer"))
            .args(["--lang", "en", "receive"])
            .current_dir(&server.bare)
            .stdin(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("it runs");
        let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
        child.wait_with_output().expect("it ends")
    };
    for input in ["main\n", &"x".repeat(100_000)] {
        let output = run(input);
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("pre-receive hook"));
    }
    assert_eq!(run("").status.code(), Some(0));
}
