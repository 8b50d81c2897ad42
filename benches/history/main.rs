//! How long it takes to know the past of every record, beside the bare `git log`.
//!
//! ```sh
//! cargo bench --bench history -- [--commits N] [--records N] [--folder FOLDER] [--times N]
//! ```
//!
//! The first run makes a repository of N commits in FOLDER and keeps it there; one commit in five comes by a
//! merge. What is printed is measured; nothing is asserted about time.

#![allow(clippy::print_stdout, clippy::float_arithmetic, clippy::cast_precision_loss, reason = "a table of times")]

#[path = "../audit/clock.rs"]
#[allow(dead_code, reason = "what runs beside this process is watched for its memory too")]
mod clock;
mod council;
mod memory;

use std::path::{Path, PathBuf};
use std::process::Command;

use clock::{Took, here};
use memory::{Peak, watched};
use parvis::source::folder;
use parvis::source::history::HistoryReader;

fn main() {
    let argument = |name: &str| {
        let mut arguments = std::env::args();
        arguments.find(|argument| argument == name).and_then(|_| arguments.next())
    };
    let number = |name: &str, default: usize| argument(name).and_then(|text| text.parse().ok()).unwrap_or(default);
    let (commits, records, times) = (number("--commits", 10_000), number("--records", 2_000), number("--times", 3));
    let folder = argument("--folder").map_or_else(|| std::env::temp_dir().join("parvis-history"), PathBuf::from);
    let council = council::make(&folder, commits, records);
    println!("{commits} commits over {records} records, {:.1} MB of objects", council.objects as f64 / 1e6);
    let rounds: Vec<Round> = (0..times.max(1)).map(|_| Round::of(&council)).collect();
    let least = |took: &dyn Fn(&Round) -> Took| rounds.iter().map(took).min().unwrap_or_default();
    let log = least(&|round| round.log.0);
    println!("\n{:<44} {:>8} {:>8} {:>7} {:>9}", "least of each", "cpu s", "wall s", "ratio", "heap MB");
    let row = |name: &str, took: Took, heap: Option<u64>| {
        let (cpu, wall) = (took.cpu.as_secs_f64(), took.wall.as_secs_f64());
        let heap = heap.map_or_else(String::new, |bytes| format!("{:.0}", bytes as f64 / 1e6));
        println!("{name:<44} {cpu:>8.2} {wall:>8.2} {:>7.2} {heap:>9}", wall / log.wall.as_secs_f64());
    };
    let most = |peak: &dyn Fn(&Round) -> Peak| rounds.iter().map(|round| peak(round).0).max();
    row("git log --raw --no-renames -- content", log, most(&|round| round.log.1));
    row("the walk alone", least(&|round| round.walk), None);
    row("parvis build, with git", least(&|round| round.with.0), most(&|round| round.with.1));
    row("parvis build, the same files without git", least(&|round| round.without.0), most(&|round| round.without.1));
}

/// What was measured, in turns, so that what else the machine does falls on all of it.
struct Round {
    log: (Took, Peak),
    walk: Took,
    with: (Took, Peak),
    without: (Took, Peak),
}

impl Round {
    fn of(council: &council::Council) -> Self {
        let git = &council.repository;
        let mut log = Command::new("git");
        log.args(["log", "--raw", "--no-renames", "--", "content"]).current_dir(git);
        Self {
            log: watched(&mut log),
            walk: here(|| walk(git)).1,
            with: build(git, &council.site),
            without: build(&council.plain, &council.plain_site),
        }
    }
}

fn walk(root: &Path) {
    let files = folder::read(root, "content").expect("the folder was made here");
    let history = HistoryReader::default().read(root, &files);
    assert!(history.uncommitted.is_empty() && !history.past.commits.is_empty());
}

/// A build into a new folder.
fn build(root: &Path, out: &Path) -> (Took, Peak) {
    if out.exists() {
        std::fs::remove_dir_all(out).expect("the site was made here");
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_parvis"));
    watched(command.args(["--lang", "en", "build", "--out"]).arg(out).current_dir(root))
}
