//! How long an audit of many ballots takes, beside the bare checks of their signatures.
//!
//! ```sh
//! cargo bench --bench audit -- [--ballots N] [--folder FOLDER] [--times N]
//! ```
//!
//! The first run makes a repository of N signed ballots in FOLDER and keeps it there. What is
//! printed is measured; nothing is asserted about time.

#![allow(clippy::print_stdout, clippy::float_arithmetic, clippy::cast_precision_loss, reason = "a table of times")]

mod clock;
mod council;

use std::path::PathBuf;
use std::process::Command;

use clock::{Took, here, process};
use ed25519_dalek::{Signature, VerifyingKey};
use parvis::grammar::split;
use parvis::source::git::GitSource;
use parvis::submission::Armour;
use parvis::tree::FileTree;
use sha2::{Digest as _, Sha512};

fn main() {
    let argument = |name: &str| {
        let mut arguments = std::env::args();
        arguments.find(|argument| argument == name).and_then(|_| arguments.next())
    };
    let number = |name: &str, default: usize| argument(name).and_then(|text| text.parse().ok()).unwrap_or(default);
    let ballots = number("--ballots", 93_000);
    let times = number("--times", 3);
    let folder = argument("--folder").map_or_else(|| std::env::temp_dir().join("parvis-bench"), PathBuf::from);
    let council = council::make(&folder, ballots);
    let files = GitSource::open(&council.repository)
        .and_then(|git| git.files("main", &["submissions/ballots"]))
        .expect("the repository was made here");
    println!("{} signed ballots, {} bytes each on average", files.len(), size(&files) / files.len().max(1));
    let signatures = signatures(&files);
    drop(files);
    let each = |times: usize, work: &dyn Fn() -> usize| {
        let took = (0..times).map(|_| {
            let (held, took) = here(work);
            assert_eq!(held, ballots, "every signature holds");
            took
        });
        took.min().unwrap_or_default()
    };
    let decoded: Vec<VerifyingKey> = signatures.iter().map(Bare::key).collect();
    let bare = each(times, &|| signatures.iter().zip(&decoded).filter(|(bare, key)| bare.holds(key)).count());
    let with_keys = each(times, &|| signatures.iter().filter(|bare| bare.holds(&bare.key())).count());
    println!("\n{:<46} {:>8} {:>8} {:>7}", "", "cpu s", "wall s", "cpu/bare");
    row("bare signatures, keys decoded before", bare, bare);
    row("bare signatures, key decoded each time", with_keys, bare);
    let scrutineer = |args: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scrutineer"));
        command.args(["--lang", "en"]).args(args).current_dir(&council.repository);
        command
    };
    let run = |name: &str, args: &[&str], repeat: u32| {
        let runs = (0..times).map(|_| process(&mut scrutineer(args), repeat));
        let (took, status, said) = runs.min_by_key(|(took, ..)| *took).expect("at least one run");
        row(name, took, bare);
        (status, said)
    };
    let audit = run("scrutineer audit", &["audit", "--genesis", &council.genesis], 1);
    let open = run("scrutineer audit, vote open", &["audit", "--genesis", &council.genesis, "--rev", "open"], 1);
    let check = run("scrutineer check, one ballot", &["check", "--base", "open", "--head", "ballot"], 10);
    println!("\naudit: {}\nopen: {}\ncheck: {}", told(&audit), told(&open), told(&check));
}

fn told((status, said): &(Option<i32>, String)) -> String {
    format!("status {}: {}", status.unwrap_or(-1), said.trim())
}

fn row(name: &str, took: Took, bare: Took) {
    let ratio = took.cpu.as_secs_f64() / bare.cpu.as_secs_f64();
    println!("{name:<46} {:>8.2} {:>8.3} {ratio:>7.2}", took.cpu.as_secs_f64(), took.wall.as_secs_f64());
}

fn size(files: &FileTree) -> usize {
    files.iter().map(|(_, bytes)| bytes.len()).sum()
}

/// What one check of a signature needs, without anything around it.
struct Bare {
    text: Vec<u8>,
    key: [u8; 32],
    signature: [u8; 64],
}

impl Bare {
    fn key(&self) -> VerifyingKey {
        VerifyingKey::from_bytes(&self.key).expect("a sound key")
    }

    /// SHA-512 of the text, and one strict check of the signature over it.
    fn holds(&self, key: &VerifyingKey) -> bool {
        let mut message = b"SSHSIG\0\0\0\x14ballot@ville.example\0\0\0\0\0\0\0\x06sha512\0\0\0\x40".to_vec();
        message.extend_from_slice(&Sha512::digest(&self.text));
        key.verify_strict(&message, &Signature::from_bytes(&self.signature)).is_ok()
    }
}

fn signatures(files: &FileTree) -> Vec<Bare> {
    let bare = |(_, bytes): (_, &[u8])| {
        let file = split(bytes).expect("a signed file");
        let (armour, _) = Armour::read(file.armours).expect("an armour");
        Bare { text: file.text.to_vec(), key: *armour.key.as_bytes(), signature: armour.signature }
    };
    files.iter().map(bare).collect()
}
