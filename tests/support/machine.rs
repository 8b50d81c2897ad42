//! A machine of a council, with real git and the real programs.

#![allow(dead_code, reason = "each test file uses the part it needs")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use parvis::key::PrivateKey;
use parvis::source::folder;
use parvis::tree::FileTree;

/// A machine: a clone of the council's repository, a state folder, and the keys.
pub(crate) struct Machine {
    pub(crate) folder: tempfile::TempDir,
    pub(crate) state: PathBuf,
}

pub(crate) fn text(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

pub(crate) fn succeed(output: &Output) -> String {
    assert!(output.status.success(), "{:?}: {}", output.status, text(output));
    text(output)
}

pub(crate) fn copy(from: &Path, to: &Path) {
    succeed(&Command::new("cp").arg("-a").arg(from).arg(to).output().expect("cp runs"));
}

impl Machine {
    pub(crate) fn repo(&self) -> PathBuf {
        self.folder.path().join("repo")
    }

    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let state = folder.path().join("state");
        Self { folder, state }
    }

    pub(crate) fn aside(&self) -> PathBuf {
        self.repo().join(".git/scrutineer")
    }

    pub(crate) fn key(&self, name: &str) -> String {
        self.folder.path().join("keys").join(name).to_string_lossy().into_owned()
    }

    pub(crate) fn log_key(&self) -> PrivateKey {
        PrivateKey::read(&std::fs::read_to_string(self.key("log")).expect("a key")).expect("a key")
    }

    /// The file in which this machine keeps what it signed.
    pub(crate) fn guard(&self) -> PathBuf {
        let name = format!("{}.guard", self.log_key().public().fingerprint().replace([':', '/', '+'], "_"));
        self.state.join("scrutineer").join(name)
    }

    pub(crate) fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scrutineer"));
        command.args(["--lang", "en"]).args(args).current_dir(self.repo());
        command.env("XDG_STATE_HOME", &self.state).env("LOCALAPPDATA", &self.state);
        command
    }

    pub(crate) fn scrutineer(&self, args: &[&str]) -> Output {
        self.command(args).output().expect("it runs")
    }

    pub(crate) fn run(&self, args: &[&str]) -> String {
        succeed(&self.scrutineer(args))
    }

    /// Runs a command that must not do its work, and returns what it says.
    pub(crate) fn refused(&self, args: &[&str], status: i32, words: &[&str]) -> String {
        let output = self.scrutineer(args);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(status), "{args:?}: {said}");
        for word in words {
            assert!(said.contains(word), "{word} in: {said}");
        }
        said
    }

    pub(crate) fn git_output(&self, args: &[&str]) -> Output {
        let identity = ["-c", "user.name=T", "-c", "user.email=t@ville.example", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        command.args(identity).args(args).current_dir(self.repo()).env("GIT_EDITOR", "true");
        command.output().expect("git runs")
    }

    pub(crate) fn git(&self, args: &[&str]) -> String {
        succeed(&self.git_output(args))
    }

    pub(crate) fn commit(&self, subject: &str) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", subject]);
    }

    pub(crate) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.repo().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("written");
    }

    pub(crate) fn officer(&self, args: &[&str]) -> String {
        let (officer, log) = (self.key("officer"), self.key("log"));
        self.run(&[args, &["--key", &officer, "--log-key", &log]].concat())
    }

    pub(crate) fn ingest_args(&self) -> Vec<String> {
        ["ingest", "--log-key", &self.key("log")].map(str::to_owned).to_vec()
    }

    pub(crate) fn ingest(&self) -> String {
        self.run(&self.ingest_args().iter().map(String::as_str).collect::<Vec<_>>())
    }

    pub(crate) fn ingest_refused(&self, status: i32, words: &[&str]) -> String {
        self.refused(&self.ingest_args().iter().map(String::as_str).collect::<Vec<_>>(), status, words)
    }

    /// Merges a ballot: here, simply commits it.
    pub(crate) fn ballot(&self, name: &str, seq: &str) {
        self.run(&["vote", "square", "--choose", "elm", "--key", &self.key(name), "--seq", seq]);
        self.commit(&format!("ballot: {name} {seq}"));
    }

    pub(crate) fn submissions(&self) -> FileTree {
        folder::read(&self.repo(), "submissions").expect("readable")
    }

    pub(crate) fn is_clean(&self) -> bool {
        self.git(&["status", "--porcelain"]).is_empty()
    }

    /// The same machine once more, with everything on it.
    pub(crate) fn again(&self) -> Self {
        let machine = Self::new();
        copy(&self.state, &machine.state);
        for name in ["repo", "keys"] {
            copy(&self.folder.path().join(name), machine.folder.path());
        }
        machine
    }

    /// Founds a council, enrols three residents, opens the vote `square`.
    pub(crate) fn found() -> Self {
        Self::found_with(|_, rules| rules)
    }

    /// The same, with other rules than those of the example.
    pub(crate) fn found_with(change: impl FnOnce(&Self, String) -> String) -> Self {
        let machine = Self::new();
        for folder in ["repo", "keys", "state"] {
            std::fs::create_dir_all(machine.folder.path().join(folder)).expect("a folder");
        }
        machine.git(&["init", "-q", "-b", "main"]);
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/first-vote");
        for name in ["parvis.yaml", "content/bodies/quartier.md", "content/votes/square.md"] {
            machine.write(name, std::fs::read(from.join(name)).expect("the example"));
        }
        for name in ["root", "officer", "log", "anna", "bela", "carl", "witness"] {
            machine.run(&["key", "new", &machine.key(name)]);
        }
        let rules = machine.repo().join("content/votes/square.md");
        let changed = change(&machine, std::fs::read_to_string(&rules).expect("the example"));
        std::fs::write(&rules, changed).expect("written");
        machine.run(&machine.founding("log").iter().map(String::as_str).collect::<Vec<_>>());
        machine.commit("record: genesis");
        let line = |(n, name): (usize, &&str)| {
            let public = std::fs::read_to_string(format!("{}.pub", machine.key(name))).expect("a public key");
            let key = public.trim_end().rsplit_once(' ').expect("a comment").0.to_owned();
            format!("v{n:016x} 1 none none {key}\n")
        };
        let lines: String = ["anna", "bela", "carl"].iter().enumerate().map(line).collect();
        std::fs::write(machine.key("lines"), lines).expect("written");
        let lines = machine.key("lines");
        machine.officer(&["roll", "residents", "--mode", "pseudonymous", "--lines", &lines]);
        machine.commit("record: a roll");
        // The hours of the example are past.
        machine.officer(&["open", "square", "--late"]);
        machine.commit("record: open square");
        machine
    }

    /// A machine with three ballots that wait.
    pub(crate) fn with_some_ballots() -> Self {
        let machine = Self::found();
        for name in ["anna", "bela", "carl"] {
            machine.ballot(name, "5");
        }
        machine
    }

    pub(crate) fn founding(&self, log: &str) -> Vec<String> {
        let (root, officer, log) = (self.key("root"), self.key("officer"), self.key(log));
        let args = ["council", "new", "--council", "ville.example", "--name", "Ville", "--root", &root];
        let args = [args.as_slice(), &["--officer", &officer, "--log-key", &log]].concat();
        args.into_iter().map(str::to_owned).collect()
    }
}
