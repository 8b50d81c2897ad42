//! A council's repository, with the programs as they are installed and git as it is.

#![allow(dead_code, reason = "each test file uses the part it needs")]

use std::io::Write as _;
use std::ops::Deref;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use super::machine::Machine;
pub(crate) use super::machine::succeed;

/// A council on a machine, with the branches of those who contribute.
pub(crate) struct Council {
    machine: Machine,
    pub(crate) root: PathBuf,
    pub(crate) keys: PathBuf,
}

impl Deref for Council {
    type Target = Machine;

    fn deref(&self) -> &Machine {
        &self.machine
    }
}

impl Council {
    /// Founds the record, enrols three residents and one author, opens the vote `square`.
    pub(crate) fn found() -> Self {
        let machine = Machine::new();
        let (root, keys) = (machine.repo(), machine.folder.path().join("keys"));
        std::fs::create_dir_all(&root).expect("a folder");
        let council = Self { machine, root, keys };
        council.git(&["init", "-q", "-b", "main"]);
        council.write("parvis.yaml", CONFIG);
        council.write("content/bodies/quartier.md", BODY);
        council.write("content/votes/square.md", VOTE);
        for name in ["root", "officer", "log", "anna", "bela", "carl", "dora", "emma"] {
            council.run(&["key", "new", &council.key(name)]);
        }
        council.run(&[
            "council",
            "new",
            "--council",
            "ville.example",
            "--name",
            "Ville",
            "--root",
            &council.key("root"),
            "--officer",
            &council.key("officer"),
            "--log-key",
            &council.key("log"),
        ]);
        council.commit("record: genesis");
        council.roll(
            "residents",
            "pseudonymous",
            &[("v0000000000000001", "anna"), ("v0000000000000002", "bela"), ("v0000000000000003", "carl")],
        );
        council.roll("authors", "proposers", &[("v00000000000000aa", "dora")]);
        // The hours of the example are past.
        council.run(&["open", "square", "--late", "--key", &council.key("officer"), "--log-key", &council.key("log")]);
        council.commit("record: open square");
        council
    }

    pub(crate) fn roll(&self, roll: &str, mode: &str, voters: &[(&str, &str)]) {
        let line = |(voter, name): &(&str, &str)| {
            let public = std::fs::read_to_string(format!("{}.pub", self.key(name))).expect("a public key");
            let key = public.trim_end().rsplit_once(' ').expect("a comment").0.to_owned();
            format!("{voter} 1 none none {key}\n")
        };
        let lines: String = voters.iter().map(line).collect();
        let path = self.keys.join("lines");
        std::fs::write(&path, lines).expect("written");
        let lines = path.to_string_lossy().into_owned();
        self.run(&[
            "roll",
            roll,
            "--mode",
            mode,
            "--lines",
            &lines,
            "--key",
            &self.key("officer"),
            "--log-key",
            &self.key("log"),
        ]);
        self.commit("record: a roll");
    }

    /// Runs a clerk's command on a vote and publishes it.
    pub(crate) fn clerk(&self, command: &str, vote: &str) {
        self.run(&[command, vote, "--key", &self.key("officer"), "--log-key", &self.key("log")]);
        self.commit(&format!("record: {command} {vote}"));
    }

    pub(crate) fn ingest(&self) -> String {
        let said = self.run(&["ingest", "--log-key", &self.key("log")]);
        self.commit("record: ingest");
        said
    }

    /// Runs git with `input`, and returns what it printed.
    pub(crate) fn git_with(&self, args: &[&str], input: &[u8]) -> String {
        let mut child = Command::new("git")
            .args(args)
            .current_dir(&self.root)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("git runs");
        child.stdin.take().expect("a pipe").write_all(input).expect("it reads");
        succeed(&child.wait_with_output().expect("it ends")).trim().to_owned()
    }

    /// A branch on which `work` changes something.
    pub(crate) fn branch(&self, name: &str, work: impl FnOnce()) {
        self.git(&["checkout", "-q", "-b", name, "main"]);
        work();
        self.commit(name);
        self.git(&["checkout", "-q", "main"]);
    }

    pub(crate) fn merge(&self, name: &str) {
        self.git(&["merge", "-q", "--no-ff", "-m", &format!("merge: {name}"), name]);
    }

    pub(crate) fn vote(&self, name: &str, choice: &str, seq: &str) -> String {
        let said = self.run(&["vote", "square", "--choose", choice, "--key", &self.key(name), "--seq", seq]);
        said.lines().next().expect("a path").to_owned()
    }
}

pub(crate) const CONFIG: &str = include_str!("../../docs/first-vote/parvis.yaml");

pub(crate) const BODY: &str = include_str!("../../docs/first-vote/content/bodies/quartier.md");

pub(crate) const VOTE: &str = include_str!("../../docs/first-vote/content/votes/square.md");
