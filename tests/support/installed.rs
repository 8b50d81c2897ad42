//! A small council in a repository, with `parvis` as it is installed and git as it is.

#![allow(dead_code, reason = "each test file uses the part it needs")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

pub(crate) const CONFIG: &str = "council: ville.example
name: {fr: Ville, en: Town}
languages: [fr, en]
time_zone: Europe/Paris
theme: parvis
law: none
url: https://ville.example/
repository: https://ville.example/ville.git
";
const BODY: &str = "---\ntitle: Conseil\nkind: committee\nseats: 2\nquorum: 1/2\n---\n";
const MEETING: &str =
    "---\ntitle: Séance\nbody: conseil\nstatus: held\nstart: 2026-03-12T19:00+01:00\nagenda: []\n---\nLa séance.\n";
pub(crate) const MINUTES: &str = "---\ntitle: Procès-verbal\nmeeting: 2026-03-12\nstatus: published\nsettled_at: 2026-06-11\npublished_at: 2026-06-15\n---\nDix-sept habitants.\n";
pub(crate) const NEWS: &str = "---\ntitle: Le square\ndate: 2026-03-01\n---\nUn square.\n";

/// A council's folder in a repository, with one commit.
pub(crate) struct Council {
    folder: tempfile::TempDir,
}

impl Council {
    pub(crate) fn new() -> Self {
        let council = Self { folder: tempfile::tempdir().expect("a folder") };
        std::fs::create_dir(council.root()).expect("made");
        council.git(&["init", "-q", "-b", "main"]);
        for (path, text) in [
            ("parvis.yaml", CONFIG),
            ("content/bodies/conseil.md", BODY),
            ("content/meetings/2026-03-12.md", MEETING),
            ("content/minutes/2026-03-12.md", MINUTES),
            ("content/news/square.md", NEWS),
        ] {
            council.write(path, text);
        }
        council.commit();
        council
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("council")
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.root().join(name)
    }

    pub(crate) fn write(&self, name: &str, text: &str) {
        std::fs::create_dir_all(self.path(name).parent().expect("a folder")).expect("made");
        std::fs::write(self.path(name), text).expect("written");
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    pub(crate) fn git(&self, args: &[&str]) -> String {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Greffe", "-c", "user.email=greffe@users.noreply.example.org"]).args(args);
        git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_NOSYSTEM", "1");
        for date in ["GIT_AUTHOR_DATE", "GIT_COMMITTER_DATE"] {
            git.env(date, "2026-07-01T12:00:00Z");
        }
        let output = git.current_dir(self.root()).output().expect("git");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    }

    pub(crate) fn commit(&self) {
        self.git(&["add", "-A"]);
        self.git(&["commit", "-q", "-m", "a commit"]);
    }

    /// What a command says, after its status.
    pub(crate) fn parvis(&self, args: &[&str]) -> (Option<i32>, String) {
        self.parvis_with(args, "")
    }

    /// The same for a command that is given `typed`.
    pub(crate) fn parvis_with(&self, args: &[&str], typed: &str) -> (Option<i32>, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
        command.args(["--lang", "en", "--folder"]).arg(self.root()).args(args);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("it runs");
        // A command that asks for nothing may be gone before it is given anything.
        let _ = child.stdin.take().expect("piped").write_all(typed.as_bytes());
        let output = child.wait_with_output().expect("it ends");
        (output.status.code(), said(&output))
    }

    /// Signs a file with `ssh-keygen`; what comes back says whether the signature still holds.
    pub(crate) fn sign(&self, name: &str) -> impl Fn(&Self) -> bool {
        let (key, file) = (self.path("../key"), self.path(name));
        let run = |args: &[&str], paths: &[&Path]| {
            let output = Command::new("ssh-keygen").args(args).args(paths).output().expect("ssh-keygen");
            assert!(output.status.success(), "{}", said(&output));
        };
        run(&["-q", "-t", "ed25519", "-N", "", "-f"], &[&key]);
        run(&["-q", "-Y", "sign", "-n", "file", "-f"], &[&key, &file]);
        let signature = self.path("../signature");
        std::fs::rename(format!("{}.sig", file.display()), &signature).expect("moved");
        let public = std::fs::read_to_string(self.path("../key.pub")).expect("a key");
        std::fs::write(self.path("../allowed"), format!("greffe {public}")).expect("written");
        move |council| {
            let mut verify = Command::new("ssh-keygen");
            verify.args(["-Y", "verify", "-n", "file", "-I", "greffe", "-f"]).arg(council.path("../allowed"));
            verify.arg("-s").arg(&signature).stdin(std::fs::File::open(&file).expect("the file"));
            verify.output().expect("ssh-keygen").status.success()
        }
    }
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}
