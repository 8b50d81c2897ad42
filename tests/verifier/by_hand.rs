//! The record checked with tools that everybody has, by a script that runs nothing of ours.

use std::path::{Path, PathBuf};
use std::process::Command;

use parvis::receipt::make;
use parvis::record::{Files, replay};
use parvis::source::folder;
use parvis::tree::{Digest, FilePath, FileTree};

/// What the script may run: nothing else is on its path.
const TOOLS: [&str; 20] = [
    "awk",
    "base64",
    "bash",
    "cat",
    "cut",
    "env",
    "grep",
    "head",
    "mktemp",
    "od",
    "rm",
    "sed",
    "sha256sum",
    "sort",
    "ssh-keygen",
    "tr",
    "uniq",
    "wc",
    "xargs",
    "printf",
];

struct Clone {
    folder: tempfile::TempDir,
    tree: FileTree,
    fingerprint: Digest,
}

fn bash() -> PathBuf {
    tool("bash")
}

fn tool(name: &str) -> PathBuf {
    let path = std::env::var_os("PATH").expect("a path");
    let found = std::env::split_paths(&path).map(|folder| folder.join(name)).find(|path| path.exists());
    found.unwrap_or_else(|| panic!("{name} is needed"))
}

impl Clone {
    fn of_the_sample() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let tree = folder::read(Path::new(env!("CARGO_MANIFEST_DIR")), "submissions").expect("the sample can be read");
        let (record, findings) = replay(&Files::new(tree.clone()));
        assert_eq!(findings, []);
        let fingerprint = record.expect("a record").fingerprint();
        parvis::publish::record::add(folder.path(), &tree).expect("written");
        std::fs::create_dir(folder.path().join("tools")).expect("a folder");
        for name in TOOLS {
            std::os::unix::fs::symlink(tool(name), folder.path().join("tools").join(name)).expect("a link");
        }
        Self { folder, tree, fingerprint }
    }

    fn at(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn first(&self, below: &str) -> FilePath {
        self.tree.below(below).next().expect("a file").0.clone()
    }

    /// Writes the receipt of `ballot` beside the clone.
    fn receipt(&self, ballot: &FilePath) {
        let (record, _) = replay(&Files::new(self.tree.clone()));
        let file = self.tree.get(ballot).expect("a ballot");
        let receipt = make(&record.expect("a record"), &self.tree, file).expect("it is recorded");
        std::fs::write(self.at("receipt"), receipt).expect("written");
    }

    fn run(&self, vote: &str, ballot: &FilePath, fingerprint: Digest) -> (bool, String) {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/by-hand.sh");
        let mut command = Command::new(bash());
        command.arg(script).args([&fingerprint.to_string(), vote, ballot.as_str(), "receipt"]);
        let output = command.current_dir(self.folder.path()).env("PATH", self.at("tools")).output().expect("bash runs");
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        (output.status.success(), said)
    }

    /// Exchanges one character of a file.
    fn damage(&self, path: &str, from: &str, to: &str) {
        let text = std::fs::read_to_string(self.at(path)).expect("a text");
        assert!(text.contains(from), "{path} has {from}");
        std::fs::write(self.at(path), text.replacen(from, to, 1)).expect("written");
    }
}

#[test]
fn two_votes_are_checked_by_hand() {
    for (vote, words) in [("motion-rue-ecole", "ok: against: 1"), ("budget-2026", "70 ballots recorded")] {
        let clone = Clone::of_the_sample();
        let ballot = clone.first(&format!("submissions/ballots/{vote}"));
        clone.receipt(&ballot);
        let (well, said) = clone.run(vote, &ballot, clone.fingerprint);
        assert!(well && said.contains(words), "{said}");
        assert!(said.contains(&format!("the tally of {vote} is the one counted here and certified")), "{said}");
    }
}

#[test]
fn what_the_script_cannot_judge_is_no_fault_of_the_record() {
    let run = |clone: &Clone, args: &[&str]| {
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/by-hand.sh");
        let mut command = Command::new(bash());
        command.arg(script).args(args).current_dir(clone.folder.path()).env("PATH", clone.at("tools"));
        let output = command.output().expect("bash runs");
        assert_eq!(output.status.code(), Some(2), "{output:?}");
        String::from_utf8_lossy(&output.stderr).into_owned()
    };
    let clone = Clone::of_the_sample();
    let ballot = clone.first("submissions/ballots/motion-rue-ecole");
    let fingerprint = clone.fingerprint.to_string();
    let usage = run(&clone, &[]);
    assert!(usage.starts_with("usage: bash docs/by-hand.sh FINGERPRINT VOTE BALLOT RECEIPT"), "{usage}");
    assert_eq!(usage.lines().count(), 1, "{usage}");
    let args = [fingerprint.as_str(), "motion-rue-ecole", ballot.as_str(), "receipt"];
    assert!(run(&clone, &args).contains("there is no file receipt"), "the receipt is missing");
    clone.receipt(&ballot);
    let other = [fingerprint.as_str(), "nom-du-square", ballot.as_str(), "receipt"];
    std::fs::remove_file(clone.at("submissions/definitions/nom-du-square.definition")).expect("removed");
    assert!(run(&clone, &other).contains("there is no file submissions/definitions/nom-du-square.definition"));
    std::fs::write(clone.at("submissions/definitions/motion-rue-ecole.annul"), "").expect("written");
    assert!(run(&clone, &args).contains("was annulled: read on by hand"));
}

#[test]
fn what_was_changed_is_found_by_hand() {
    let vote = "motion-rue-ecole";
    let sample = Clone::of_the_sample();
    let ballot = sample.first("submissions/ballots/motion-rue-ecole");
    let all: Vec<FilePath> =
        sample.tree.below("submissions/ballots/motion-rue-ecole").map(|(path, _)| path.clone()).collect();
    let other = all.last().expect("five ballots").as_str();
    let definitions = format!("submissions/definitions/{vote}");
    let cases = [
        (ballot.as_str().to_owned(), "answer: ", "answer:  ", "the signature does not hold"),
        (other.to_owned(), "seq: 1", "seq: 2", "no ballot has the hash"),
        (format!("{definitions}.definition"), "motion/1", "motion/2", "0 of 2 signatures of the role definition"),
        (format!("{definitions}.certify"), "counted: 5", "counted: 6", "0 of 2 signatures of the role definition"),
        (
            "submissions/rolls/membres-2026/1.roll".to_owned(),
            " 1 none",
            " 2 none",
            "0 of 2 signatures of the role roll",
        ),
        ("submissions/council/roles.1.statement".to_owned(), "log 1", "log 2", "not signed by the root"),
        ("submissions/council/genesis.statement".to_owned(), "Montrivel", "Montrival", "not the one of the minutes"),
        (format!("submissions/tallies/{vote}.json"), "\"votes_for\": 3", "\"votes_for\": 4", "not the one certified"),
        ("submissions/log/entries".to_owned(), "entry/1 roles", "entry/1 rolez", "has another root than the receipt"),
        ("receipt".to_owned(), "index 1", "index 2", "is of another entry"),
        ("receipt".to_owned(), "\nmontrivel.example/log\n118\n", "\nmontrivel.example/log\n64\n", "FAILED"),
    ];
    for (path, from, to, expected) in cases {
        let clone = Clone::of_the_sample();
        clone.receipt(&ballot);
        clone.damage(&path, from, to);
        let (well, said) = clone.run(vote, &ballot, clone.fingerprint);
        assert!(!well && said.contains(expected), "{path}, {to}: {said}");
    }
    sample.receipt(&ballot);
    let (well, said) = sample.run(vote, &ballot, Digest::of(b"another genesis"));
    assert!(!well && said.contains("not the one of the minutes"), "{said}");
}
