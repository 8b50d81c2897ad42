//! Witnesses of the log: real keys, real clones, the program as it is installed.

use crate::support::machine;

use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use machine::{Machine, succeed, text};
use parvis::council::Instant;

const NAME: &str = "temoin.example";

fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs()
}

/// A council whose vote opens now, closes in some seconds, and asks for one witness.
fn witnessed(seconds: u64) -> (Machine, u64) {
    let closes = now() + seconds;
    let instant = |unix: u64| Instant::from_unix(unix).expect("an instant").to_string();
    let machine = Machine::found_with(|machine, rules| {
        let public = std::fs::read_to_string(format!("{}.pub", machine.key("witness"))).expect("a public key");
        let words: Vec<&str> = public.split(' ').take(2).collect();
        let named = format!("witnesses: 1\nwitness_keys:\n  - {NAME} {}", words.join(" "));
        rules
            .replace("witnesses: 0", &named)
            .replace("opens: 2026-03-01T08:00:00+01:00", &format!("opens: {}", instant(now())))
            .replace("closes: 2026-03-08T20:00:00+01:00", &format!("closes: {}", instant(closes)))
            .replace("announced: 2026-02-01\n", "")
            .replace("appeal_until: 2026-05-08", "appeal_until: 2096-05-08")
            .replace("retention_until: 2027-03-08", "retention_until: 2097-03-08")
    });
    (machine, closes)
}

/// Somebody who cosigns the log of `machine`, with a state of their own.
struct Witness<'a> {
    machine: &'a Machine,
    state: PathBuf,
}

impl<'a> Witness<'a> {
    fn of(machine: &'a Machine) -> Self {
        Self { machine, state: machine.folder.path().join("witness-state") }
    }

    /// `witness cosign`, the line in the file `line`.
    fn cosign(&self, clone: &Machine, more: &[&str]) -> Output {
        let (key, state, line) = (self.machine.key("witness"), self.state.to_string_lossy(), self.line());
        let _ = std::fs::remove_file(&line);
        let line = line.to_string_lossy().into_owned();
        let args = ["witness", "cosign", "--key", &key, "--name", NAME, "--state", &state, "--out", &line];
        clone.scrutineer(&[&args, more].concat())
    }

    fn line(&self) -> PathBuf {
        self.machine.folder.path().join("line")
    }

    /// Cosigns, attaches and publishes.
    fn vouch(&self) -> String {
        let log = self.machine.run(&["witness", "log-key"]);
        let said = succeed(&self.cosign(self.machine, &["--log", log.trim()]));
        let line = self.line().to_string_lossy().into_owned();
        self.machine.run(&["witness", "attach", &line]);
        self.machine.commit("record: a witness");
        said
    }

    fn refuses(&self, clone: &Machine, more: &[&str], status: i32, words: &[&str]) {
        let before = std::fs::read(&self.state).ok();
        let output = self.cosign(clone, more);
        let said = text(&output);
        assert_eq!(output.status.code(), Some(status), "{said}");
        assert!(words.iter().all(|word| said.contains(word)), "{words:?} in: {said}");
        assert!(!self.line().exists(), "nothing is cosigned");
        assert_eq!(std::fs::read(&self.state).ok(), before, "the state stays");
    }
}

#[test]
fn a_vote_with_a_witness_goes_its_whole_way() {
    let (machine, closes) = witnessed(3);
    let witness = Witness::of(&machine);
    let genesis = machine.run(&["audit"]);
    assert!(!genesis.contains("UNWITNESSED"), "{genesis}");
    witness.vouch();
    machine.ballot("anna", "5");
    machine.ingest();
    machine.commit("record: ballots");
    std::thread::sleep(Duration::from_secs((closes + 1).saturating_sub(now())));
    // Nobody vouches yet that the vote ran until its hour.
    let early = machine.again();
    early.officer(&["close", "square"]);
    early.commit("record: close");
    early.refused(
        &["certify", "square", "--key", &early.key("officer"), "--log-key", &early.key("log")],
        1,
        &["WITNESS_MISSING"],
    );
    witness.vouch();
    machine.officer(&["close", "square"]);
    machine.commit("record: close");
    let said = witness.vouch();
    assert!(said.contains("going on from what this witness had seen"), "{said}");
    machine.officer(&["certify", "square"]);
    machine.commit("record: certify");
    let audit = machine.run(&["audit", "--verbose"]);
    assert!(audit.contains("1 certified") && !audit.contains("UNWITNESSED"), "{audit}");
}

#[test]
fn a_witness_cosigns_only_a_log_that_grew() {
    let (machine, _) = witnessed(1000);
    let witness = Witness::of(&machine);
    witness.refuses(&machine, &[], 2, &["which log does this witness vouch for?", "--log"]);
    let short = machine.again();
    machine.ballot("anna", "5");
    machine.ingest();
    machine.commit("record: ballots");
    witness.vouch();
    // The log is cut short.
    witness.refuses(&short, &[], 1, &["LOG_ROLLED_BACK", "git pull, then try again"]);
    // Another log of the same length, from a second machine with the same key.
    short.ballot("bela", "5");
    short.ingest();
    short.commit("record: ballots");
    witness.refuses(&short, &[], 1, &["LOG_REWRITTEN"]);
    // A request that begins anew.
    let request = machine.folder.path().join("request").to_string_lossy().into_owned();
    machine.run(&["witness", "request", "--out", &request]);
    witness.refuses(&machine, &[&request], 2, &["goes out from 0 entries", "--old 6"]);
    // Another log altogether, and something that is no log.
    let other = machine.run(&["witness", "log-key"]).trim().replace("ville.example", "autre.example");
    witness.refuses(&machine, &["--log", &other], 2, &["is no key of a log"]);
    std::fs::write(&request, "old 5\n").expect("written");
    witness.refuses(&machine, &[&request], 1, &["CHECKPOINT_INVALID", "no request"]);
    std::fs::write(&witness.state, "witness/1\n").expect("written");
    witness.refuses(&machine, &[], 2, &["is not the state of a witness"]);
}

#[test]
fn a_witness_without_a_clone_is_asked_by_a_file() {
    let (machine, _) = witnessed(1000);
    let witness = Witness::of(&machine);
    let log = machine.run(&["witness", "log-key"]);
    let request = machine.folder.path().join("request");
    let path = request.to_string_lossy().into_owned();
    let elsewhere = Machine::new();
    std::fs::create_dir_all(elsewhere.repo()).expect("a folder");
    machine.run(&["witness", "request", "--out", &path]);
    succeed(&witness.cosign(&elsewhere, &[&path, "--log", log.trim()]));
    machine.ballot("anna", "5");
    machine.ingest();
    machine.commit("record: ballots");
    std::fs::remove_file(&request).expect("removed");
    machine.run(&["witness", "request", "--old", "5", "--out", &path]);
    succeed(&witness.cosign(&elsewhere, &[&path]));
    let said = machine.run(&["witness", "attach", &witness.line().to_string_lossy()]);
    assert!(said.contains("temoin.example: under the checkpoint 6"), "{said}");
    let again = machine.run(&["witness", "attach", &witness.line().to_string_lossy()]);
    assert!(again.contains("under the checkpoint 6 already"), "{again}");
    machine.refused(&["witness", "request", "--old", "9"], 2, &["the log has 6 entries", "6 at most"]);
    // A line that has nowhere to go is not made.
    let before = std::fs::read(&witness.state).expect("a state");
    std::fs::write(witness.line(), "kept").expect("written");
    let (key, state, line) = (machine.key("witness"), witness.state.to_string_lossy(), witness.line());
    let out = line.to_string_lossy();
    let args = ["witness", "cosign", "--key", &key, "--name", NAME, "--state", &state, "--out", &out];
    machine.refused(&args, 2, &["exists already", "nothing was cosigned"]);
    assert_eq!(std::fs::read(&witness.state).expect("a state"), before);
}

/// Where what a witness vouched for cannot be kept, nobody has its line.
#[cfg(unix)]
#[test]
fn no_line_leaves_without_a_state() {
    let (machine, _) = witnessed(1000);
    let log = machine.run(&["witness", "log-key"]);
    let name = |name: &str| machine.folder.path().join(name).to_string_lossy().into_owned();
    let (request, pipe, out, state) = (name("request"), name("pipe"), name("line"), name("no-state"));
    machine.run(&["witness", "request", "--out", &request]);
    succeed(&std::process::Command::new("mkfifo").arg(&pipe).output().expect("mkfifo runs"));
    let key = machine.key("witness");
    let args = ["witness", "cosign", &pipe, "--key", &key, "--name", NAME, "--log", log.trim(), "--state", &state];
    for more in [&[][..], &["--out", &out]] {
        // The request is read after the state: a folder takes its place in between.
        let (pipe, state, request) = (pipe.clone(), state.clone(), std::fs::read(&request).expect("a request"));
        let slow = std::thread::spawn(move || {
            let mut writer = std::fs::File::options().write(true).open(pipe).expect("somebody reads");
            std::fs::create_dir(&state).expect("a folder");
            std::io::Write::write_all(&mut writer, &request).expect("it is read");
        });
        let output = machine.scrutineer(&[&args[..], more].concat());
        let said = text(&output);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains("cannot write") && said.contains("no-state"), "{said}");
        assert!(!said.contains('\u{2014}') && !Path::new(&out).exists(), "no line: {said}");
        slow.join().expect("it was written");
        std::fs::remove_dir(machine.folder.path().join("no-state")).expect("removed");
    }
}

/// Where the line goes nowhere, its state is kept all the same, and no other log gets a line.
#[test]
fn the_state_is_kept_before_the_line_leaves() {
    let (machine, _) = witnessed(1000);
    let log = machine.run(&["witness", "log-key"]);
    let other = machine.again();
    for (clone, voter) in [(&machine, "anna"), (&other, "bela")] {
        clone.ballot(voter, "5");
        clone.ingest();
        clone.commit("record: ballots");
    }
    let witness = Witness::of(&machine);
    let (key, state) = (machine.key("witness"), witness.state.to_string_lossy());
    // A folder that is a file.
    std::fs::write(machine.folder.path().join("file"), "").expect("written");
    let nowhere = machine.folder.path().join("file/line").to_string_lossy().into_owned();
    let args = ["witness", "cosign", "--key", &key, "--name", NAME, "--log", log.trim(), "--state", &state];
    machine.refused(&[&args[..], &["--out", &nowhere]].concat(), 2, &["file/line"]);
    assert!(witness.state.exists(), "the state is kept");
    witness.refuses(&other, &["--log", log.trim()], 1, &["LOG_REWRITTEN"]);
    // The line is not lost: the same log is cosigned again.
    succeed(&witness.cosign(&machine, &[]));
}

/// The clerk attaches a line after a command that was interrupted half-way: that one is finished first,
/// or nothing is written.
#[test]
fn a_line_never_breaks_an_unfinished_command() {
    let (machine, _) = witnessed(1000);
    let witness = Witness::of(&machine);
    witness.vouch();
    let marker = machine.aside().join("marker");
    std::fs::write(&marker, "not a list").expect("written");
    let line = witness.line().to_string_lossy().into_owned();
    machine.refused(&["witness", "attach", &line], 2, &["ACT_UNFINISHED"]);
    assert_eq!(std::fs::read_to_string(&marker).expect("it is kept"), "not a list");
}

#[test]
fn only_lines_of_named_witnesses_are_attached() {
    let (machine, _) = witnessed(1000);
    let witness = Witness::of(&machine);
    witness.vouch();
    let line = std::fs::read_to_string(witness.line()).expect("a line");
    let before = machine.submissions();
    let attach = |text: &str, words: &[&str]| {
        std::fs::write(witness.line(), text).expect("written");
        machine.refused(&["witness", "attach", &witness.line().to_string_lossy()], 1, words);
        assert_eq!(machine.submissions(), before);
    };
    attach(&line.replace(NAME, "autre.example"), &["COSIGNATURE_INVALID", "line:1"]);
    attach(&format!("{line}\nhello\n"), &["COSIGNATURE_INVALID", "line:3"]);
    attach("— temoin.example AAAA\n", &["COSIGNATURE_INVALID"]);
    // The key of somebody else, under the witness's name.
    let (key, state) = (machine.key("anna"), machine.folder.path().join("state-of-anna"));
    let log = machine.run(&["witness", "log-key"]);
    let args = ["witness", "cosign", "--key", &key, "--name", NAME, "--log", log.trim(), "--state"];
    let forged = machine.run(&[&args[..], &[&state.to_string_lossy()]].concat());
    attach(forged.lines().last().unwrap_or_default(), &["COSIGNATURE_INVALID"]);
}

#[test]
fn the_key_of_a_witness_is_printed_as_tools_take_it() {
    let machine = Machine::found();
    let public = format!("{}.pub", machine.key("witness"));
    let said = machine.run(&["witness", "key", &public, "--name", NAME]);
    assert!(said.starts_with("temoin.example+") && said.contains("  - temoin.example ssh-ed25519 "));
    machine.refused(&["witness", "key", &public, "--name", "a b"], 2, &["cannot name a witness"]);
}

fn tiles(machine: &Machine, out: &Path) -> Output {
    machine.scrutineer(&["tiles", &out.to_string_lossy()])
}

#[test]
fn tiles_grow_with_the_log_and_no_other_log_takes_their_place() {
    let machine = Machine::with_some_ballots();
    let out = machine.folder.path().join("www/log");
    let short = machine.again();
    succeed(&tiles(&machine, &out));
    let read = |name: &str| std::fs::read(out.join(name));
    assert!(read("tile/entries/000.p/5").is_ok());
    machine.ingest();
    machine.commit("record: ballots");
    succeed(&tiles(&machine, &out));
    let checkpoint = read("checkpoint").expect("a checkpoint");
    assert!(String::from_utf8_lossy(&checkpoint).starts_with("ville.example/log\n8\n"));
    assert!(read("tile/entries/000.p/5").is_ok() && read("tile/entries/000.p/8").is_ok());
    let said = succeed(&tiles(&machine, &out));
    assert!(said.contains("0 files written"), "{said}");
    // The log of a machine that lost its last entries has no place there.
    let output = tiles(&short, &out);
    assert_eq!(output.status.code(), Some(1), "{}", text(&output));
    assert!(text(&output).contains("TILES_CONFLICT"), "{}", text(&output));
    assert_eq!(read("checkpoint").expect("a checkpoint"), checkpoint);
}
