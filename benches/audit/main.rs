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
    let decoded: Vec<VerifyingKey> = signatures.iter().map(Bare::key).collect();
    let bare = || signatures.iter().zip(&decoded).filter(|(bare, key)| bare.holds(key)).count();
    let with_keys = || signatures.iter().filter(|bare| bare.holds(&bare.key())).count();
    let counted = |work: &dyn Fn() -> usize| {
        let (held, took) = here(work);
        assert_eq!(held, ballots, "every signature holds");
        took
    };
    let scrutineer = |args: &[&str], repeat: u32| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_scrutineer"));
        command.args(["--lang", "en"]).args(args).current_dir(&council.repository);
        process(&mut command, repeat)
    };
    let audit = || scrutineer(&["audit", "--genesis", &council.genesis], 1);
    let open = || scrutineer(&["audit", "--genesis", &council.genesis, "--rev", "open"], 1);
    let check = || scrutineer(&["check", "--base", "open", "--head", "ballot"], CHECKS);
    // In turns, so that what else the machine does falls on all of them.
    let rounds: Vec<_> = (0..times).map(|_| (counted(&bare), counted(&with_keys), audit(), open(), check())).collect();
    let least = |took: &dyn Fn(&Round) -> Took| rounds.iter().map(took).min().unwrap_or_default();
    let (bare, with_keys) = (least(&|round| round.0), least(&|round| round.1));
    println!("\n{:<46} {:>8} {:>8} {:>7} {:>7}", "least of each", "cpu s", "wall s", "ratio", "ratio");
    let row = |name: &str, took: Took| {
        let ratio = |other: Took| took.cpu.as_secs_f64() / other.cpu.as_secs_f64();
        let (cpu, wall) = (took.cpu.as_secs_f64(), took.wall.as_secs_f64());
        println!("{name:<46} {cpu:>8.2} {wall:>8.3} {:>7.2} {:>7.2}", ratio(bare), ratio(with_keys));
    };
    row("bare signatures, keys decoded before", bare);
    row("bare signatures, each with its key", with_keys);
    row("scrutineer audit", least(&|round| round.2.0));
    row("scrutineer audit, vote open", least(&|round| round.3.0));
    row("scrutineer check, one ballot", least(&|round| round.4.0));
    let Some((_, _, audit, open, check)) = rounds.last() else { return };
    println!("\naudit: {}\nopen: {}\ncheck: {}", told(audit), told(open), told(check));
}

/// How many times `check` runs in a round: it is too short for the system's clock.
const CHECKS: u32 = 3;

/// What a program took, its status and what it said.
type Run = (Took, Option<i32>, String);
/// What each of the measured things took in one round.
type Round = (Took, Took, Run, Run, Run);

fn told((_, status, said): &Run) -> String {
    format!("status {}: {}", status.unwrap_or(-1), said.trim())
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
