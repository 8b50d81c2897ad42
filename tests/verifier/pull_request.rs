//! Pull requests for real: a council's repository, contributors' branches, the programs as they
//! are installed, git as it is.

use std::cell::RefCell;
use std::path::{Path, PathBuf};
use std::process::Command;

use parvis::gate::{Answer, check};
use parvis::record::{Files, replay};
use parvis::report::Code;
use parvis::source::git::GitSource;
use parvis::submission::{ObjectFault, ObjectHeader, ObjectId, Objects};
use repository::{Council, VOTE, succeed};

use crate::support::repository;

/// Builds the website of the folder and returns one of its pages.
fn page(council: &Council, page: &str) -> String {
    let program = env!("CARGO_BIN_EXE_parvis");
    let out = council.keys.join("site");
    let built =
        Command::new(program).args(["build", "--lang", "en", "--out"]).arg(&out).current_dir(&council.root).output();
    succeed(&built.expect("it runs"));
    std::fs::read_to_string(out.join(page)).expect("the page exists")
}

#[test]
fn a_pull_request_is_checked_merged_recorded_counted_and_published() {
    let council = Council::found();
    council.branch("anna", || drop(council.vote("anna", "elm", "10")));
    council.branch("dora", || {
        council.write("../keys/body.md", "Un banc à l’ombre.\n");
        let body = council.key("body.md");
        council.run(&[
            "propose",
            "bench",
            "--title",
            "Un banc",
            "--name",
            "Dora",
            "--category",
            "nature",
            "--district",
            "nord",
            "--cost",
            "800",
            "--body",
            &body,
            "--key",
            &council.key("dora"),
            "--seq",
            "7",
        ]);
    });
    for branch in ["anna", "dora"] {
        // The work tree stays on main: the check reads objects.
        let verdict = council.run(&["check", "--base", "main", "--head", branch]);
        assert!(verdict.starts_with("TAKEN   submissions/"), "{verdict}");
        council.merge(branch);
    }
    assert!(council.ingest().contains("2 handed in = 2 recorded + 0 refused + 0 pending"));
    let audit = council.run(&["audit"]);
    assert!(audit.starts_with("UNPINNED") && audit.contains("2 handed in = 2 recorded"), "{audit}");
    let open = page(&council, "en/votes/square.html");
    assert!(open.contains("1 of 3"), "the turnout is on the page: {open}");
    assert!(!open.contains(">Result<"), "no result before certification");
    assert!(page(&council, "en/proposals/bench.html").contains("Un banc à l’ombre."));

    // A ballot that is merged and not recorded when the vote closes counts.
    council.branch("bela", || drop(council.vote("bela", "oak", "20")));
    council.merge("bela");
    council.branch("carl", || drop(council.vote("carl", "oak", "30")));
    council.merge("carl");
    council.clerk("close", "square");
    assert!(council.ingest().contains("2 recorded"));
    council.clerk("certify", "square");
    assert!(council.run(&["tally", "square"]).contains("2  oak                      SELECTED"));
    let closed = page(&council, "en/votes/square.html");
    for words in [">Result<", "Oak Square", "scrutineer audit", "scrutineer tally square"] {
        assert!(closed.contains(words), "{words} in {closed}");
    }
    let fingerprint = council.run(&["audit", "--json"]);
    let audit: serde_json::Value = serde_json::from_str(&fingerprint).expect("JSON");
    let genesis = audit["summary"]["fingerprint"].as_str().expect("a fingerprint");
    let command = format!("scrutineer audit --genesis {genesis}");
    assert!(closed.contains(&command), "the page names the fingerprint: {command}");
    assert!(council.run(&["audit", "--genesis", genesis]).starts_with("OK · ville.example"));
    // The commit is what is audited; that the folder differs is said.
    council.write("submissions/notes.txt", "x");
    let said = council.run(&["audit"]);
    assert!(said.contains("TREE_DIRTY") && said.contains("UNPINNED"), "{said}");
}

/// A store that notes what it is asked.
struct Counting<'a> {
    git: &'a GitSource,
    headers: RefCell<Vec<ObjectId>>,
    contents: RefCell<Vec<ObjectId>>,
}

impl Objects for Counting<'_> {
    fn header(&self, object: &ObjectId) -> Result<ObjectHeader, ObjectFault> {
        self.headers.borrow_mut().push(object.clone());
        self.git.header(object)
    }
    fn read(&self, object: &ObjectId) -> Result<Vec<u8>, ObjectFault> {
        self.contents.borrow_mut().push(object.clone());
        self.git.read(object)
    }
}

/// Puts a tree entry named `..` into a commit on `branch`, which no git command would make.
fn commit_with_parent_folder(council: &Council, branch: &str) {
    use std::io::Write as _;
    let hash = |kind: &str, bytes: &[u8]| {
        let mut child = Command::new("git")
            .args(["hash-object", "-t", kind, "-w", "--stdin", "--literally"])
            .current_dir(&council.root)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("git runs");
        child.stdin.take().expect("a pipe").write_all(bytes).expect("it reads");
        String::from_utf8(succeed(&child.wait_with_output().expect("it ends")).into_bytes())
            .expect("an id")
            .trim()
            .to_owned()
    };
    let raw = |id: &str| -> Vec<u8> {
        (0..20).map(|at| u8::from_str_radix(&id[2 * at..2 * at + 2], 16).expect("digits")).collect()
    };
    let blob = hash("blob", b"owned\n");
    let inner = hash("tree", &[b"100644 passwd\0".as_slice(), &raw(&blob)].concat());
    let submissions = hash("tree", &[b"40000 ..\0".as_slice(), &raw(&inner)].concat());
    let root = hash("tree", &[b"40000 submissions\0".as_slice(), &raw(&submissions)].concat());
    let commit = council.git(&["commit-tree", &root, "-p", branch, "-m", "up"]);
    council.git(&["update-ref", &format!("refs/heads/{branch}"), commit.trim()]);
}

#[test]
fn a_hostile_branch_is_refused_and_its_big_file_never_read() {
    let council = Council::found();
    council.branch("anna", || drop(council.vote("anna", "elm", "10")));
    council.merge("anna");
    council.ingest();
    let ballots = council.root.join("submissions/ballots/square");
    let anna = walk(&ballots).pop().expect("a ballot");
    let big = "submissions/ballots/square/aa/v00000000000000ff.1.aaaaaaaa.ballot";
    council.branch("hostile", || {
        let text = std::fs::read_to_string(&anna).expect("a ballot").replace("- elm", "- oak");
        std::fs::write(&anna, text).expect("written");
        council.write(big, vec![b'x'; 20_000_000]);
        council.write("content/votes/square.md", VOTE.replace("winners: 1", "winners: 2"));
        council.write(".github/workflows/check.yml", "on: pull_request_target\n");
        council.write("submissions/log/entries", "");
        #[cfg(unix)]
        std::os::unix::fs::symlink("/etc/passwd", council.root.join("submissions/ballots/square/aa/v1.1.a.ballot"))
            .expect("a link");
    });
    let output = council.scrutineer(&["check", "--base", "main", "--head", "hostile"]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    for code in ["NOT_AN_ADDITION", "FILE_TOO_LARGE", "MODE_FORBIDDEN", "PATH_FORBIDDEN"] {
        assert!(said.contains(code), "{code} in {said}");
    }
    assert!(!said.contains("TAKEN"), "{said}");

    let git = GitSource::open(&council.root).expect("a repository");
    let base = git.files("main", &["submissions"]).expect("readable");
    let (record, findings) = replay(&Files::new(base.clone()));
    assert_eq!(findings, []);
    let counting = Counting { git: &git, headers: RefCell::default(), contents: RefCell::default() };
    let changes = git.changes("main", "hostile").expect("comparable");
    let big_object =
        changes.changes.iter().find(|change| change.path == big.as_bytes()).expect("the big file").object.clone();
    let verdicts = check(changes, &counting, record.expect("a record"), &base);
    assert!(verdicts.iter().all(|verdict| matches!(verdict.answer, Answer::Refused { .. })));
    assert!(counting.headers.borrow().contains(&big_object), "its header was asked for");
    assert!(counting.contents.borrow().is_empty(), "no content was asked for at all");
}

#[test]
fn a_path_that_climbs_out_is_refused() {
    let council = Council::found();
    council.git(&["branch", "up"]);
    commit_with_parent_folder(&council, "up");
    let output = council.scrutineer(&["check", "--base", "main", "--head", "up", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let up = report["verdicts"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|verdict| verdict["path"] == "submissions/../passwd")
        .expect("the path");
    assert_eq!(up["code"], Code::PathForbidden.name());
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    entries.flat_map(|path| if path.is_dir() { walk(&path) } else { vec![path] }).collect()
}

#[test]
fn a_tree_of_endless_folders_is_refused_in_time() {
    use std::io::Write as _;
    let council = Council::found();
    let make_tree = |listing: &str| {
        let mut child = Command::new("git")
            .arg("mktree")
            .current_dir(&council.root)
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()
            .expect("git runs");
        child.stdin.take().expect("a pipe").write_all(listing.as_bytes()).expect("it reads");
        succeed(&child.wait_with_output().expect("it ends")).trim().to_owned()
    };
    // Ten levels of twenty folders, of a few hundred bytes each, spell 20^10 folders.
    let mut tree = make_tree("");
    for _ in 0..10 {
        let listing =
            (10..30).fold(String::new(), |list, n| list + "040000 tree " + &tree + "\td" + &n.to_string() + "\n");
        tree = make_tree(&listing);
    }
    let commit = council.git(&["commit-tree", &tree, "-p", "main", "-m", "bomb"]);
    council.git(&["update-ref", "refs/heads/bomb", commit.trim()]);
    let output = council.scrutineer(&["check", "--base", "main", "--head", "bomb"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stdout).contains("TOO_MANY_FILES"));
}

#[test]
fn the_gate_judges_after_what_is_merged_and_waits() {
    let council = Council::found();
    council.write("../keys/body.md", "Un potager.\n");
    let body = council.key("body.md");
    council.roll("authors-2", "proposers", &[("v00000000000000ab", "emma")]);
    let propose = |name: &str, seq: &str| {
        council.run(&[
            "propose",
            "garden",
            "--title",
            "Un potager",
            "--name",
            name,
            "--category",
            "nature",
            "--district",
            "nord",
            "--body",
            &body,
            "--key",
            &council.key(name),
            "--seq",
            seq,
        ]);
    };
    council.branch("dora", || propose("dora", "100"));
    council.branch("emma", || propose("emma", "1"));
    council.run(&["check", "--base", "main", "--head", "dora"]);
    council.write("../keys/body.md", "Un potager. Appeler le 06 12 34 56 78.\n");
    council.branch("told", || propose("dora", "200"));
    let told = council.run(&["check", "--base", "main", "--head", "told"]);
    assert!(told.contains("the text holds a telephone number (line 17): once taken, it is public"), "{told}");
    council.merge("dora");
    let output = council.scrutineer(&["check", "--base", "main", "--head", "emma"]);
    assert!(String::from_utf8_lossy(&output.stdout).contains("SLUG_TAKEN"), "{output:?}");
}

#[test]
fn a_key_that_signs_commits_is_no_pseudonym() {
    let council = Council::found();
    let key = council.key("emma");
    let signing = format!("user.signingkey={key}");
    council.git(&["-c", "gpg.format=ssh", "-c", &signing, "commit", "-q", "-S", "--allow-empty", "-m", "signed"]);
    let public = std::fs::read_to_string(format!("{key}.pub")).expect("a public key");
    let csv = council.key("roll.csv");
    std::fs::write(&csv, format!("groups,key\nnord,{public}")).expect("written");
    let (officer, log) = (council.key("officer"), council.key("log"));
    let seal = |mode| {
        council.scrutineer(&["roll", "other", "--mode", mode, "--csv", &csv, "--key", &officer, "--log-key", &log])
    };
    let refused = seal("pseudonymous");
    assert_eq!(refused.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("KEY_LINKS_VOTER"), "{refused:?}");
    assert!(seal("proposers").status.success(), "an author is known by name");
}
