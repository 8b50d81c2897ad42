//! The clerk's commands under interruption and races: real git, real processes, real kills.

use crate::support::machine;

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use parvis::act::{Act, Guard, Step};
use parvis::clerk::Desk;
use parvis::log::{Checkpoint, origin};
use parvis::publish::act::{Workshop, lock};
use parvis::source::git::GitSource;
use parvis::tree::{Digest, FileTree};

use machine::{Machine, copy, succeed, text};

impl Machine {
    /// The root gives up the state of the checkpoint in the file `abandoned`.
    fn end_fork(&self) {
        let (root, log, abandoned) = (self.key("root"), self.key("log"), self.key("abandoned"));
        self.run(&["fork", &abandoned, "--account", "Deux postes.", "--key", &root, "--log-key", &log]);
        self.commit("record: the end of a fork");
    }

    /// What lies aside of an act that is not finished.
    fn left_over(&self) -> Vec<&'static str> {
        let there = |name: &&str| self.aside().join(name).exists();
        ["staged", "marker", "done"].into_iter().filter(there).collect()
    }

    /// A machine with ballots that wait: of each voter, more than the rules take.
    fn with_ballots() -> Self {
        let machine = Self::found();
        for name in ["anna", "bela", "carl"] {
            for seq in 1..=8 {
                machine.run(&[
                    "vote",
                    "square",
                    "--choose",
                    "oak",
                    "--key",
                    &machine.key(name),
                    "--seq",
                    &seq.to_string(),
                ]);
            }
        }
        machine.commit("ballots");
        machine
    }

    /// The act of an `ingest`, as the command makes it, and the files it writes.
    fn ingest_act(&self) -> (Act, FileTree) {
        let git = GitSource::open(&self.repo()).expect("a repository");
        let committed = git.files("HEAD", &["submissions", "content/votes"]).expect("readable");
        let mut desk = Desk::open(committed.clone()).expect("a record that holds");
        let log = self.log_key();
        desk.ingest(&log).expect("the log's key");
        let (state, council) = (desk.record().state(), desk.record().council().clone());
        let checkpoint = Digest::of(&Checkpoint::sign(state, &council, &log));
        let guard = Guard { origin: origin(&council), state, checkpoint };
        let added = desk.finish(&log);
        (Act::new(&committed, &added, Some((log.public().fingerprint(), guard))), added)
    }

    fn workshop(&self) -> Workshop {
        Workshop { root: self.repo(), aside: self.aside(), guard: Some(self.guard()) }
    }

    /// Takes the first `count` steps of an `ingest`, and no more.
    fn stop_after(&self, count: usize) {
        let (act, added) = self.ingest_act();
        for step in act.steps().take(count) {
            self.workshop().perform(&act, step, &added).expect("written");
        }
    }

    /// How many steps come before the first at which `wanted` holds.
    fn steps_before(&self, wanted: impl Fn(Step<'_>) -> bool) -> usize {
        self.ingest_act().0.steps().position(wanted).expect("the step")
    }
}

/// A bare repository that machines push to.
fn publish(machine: &Machine) -> tempfile::TempDir {
    let origin = tempfile::tempdir().expect("a folder");
    let path = origin.path().to_string_lossy().into_owned();
    succeed(&Command::new("git").args(["init", "-q", "--bare", "-b", "main", &path]).output().expect("git runs"));
    machine.git(&["remote", "add", "origin", &path]);
    machine.git(&["push", "-q", "-u", "origin", "main"]);
    origin
}

#[test]
fn an_act_stopped_after_any_step_is_completed_or_never_happened() {
    let machine = Machine::with_ballots();
    let whole = machine.again();
    let (act, _) = machine.ingest_act();
    whole.ingest();
    let (expected, guard) = (whole.submissions(), std::fs::read(whole.guard()).expect("a guard"));
    let (old, old_guard) = (machine.submissions(), std::fs::read(machine.guard()).expect("a guard"));
    assert_ne!((&expected, &guard), (&old, &old_guard));
    let (steps, sealed) = (act.steps().count(), machine.steps_before(|step| step == Step::Seal));
    assert!(steps > 20, "there is something to interrupt: {steps}");
    for count in 0..=steps {
        let stopped = machine.again();
        stopped.stop_after(count);
        stopped.run(&["audit"]);
        let now = stopped.submissions();
        if count <= sealed {
            assert_eq!(now, old, "nothing is seen before the list is sealed: step {count}");
        }
        // Who can see the new checkpoint can be sure that the guard knows it.
        if now != old {
            assert_eq!(std::fs::read(stopped.guard()).expect("a guard"), guard, "step {count}");
        }
        let said = if count % 2 == 0 {
            stopped.ingest()
        } else {
            let recovered = stopped.run(&["recover"]);
            assert!(stopped.left_over().is_empty(), "step {count}: {recovered}");
            let there = if count > sealed { &expected } else { &old };
            assert_eq!(stopped.submissions(), *there, "step {count}: {recovered}");
            recovered + &stopped.ingest()
        };
        assert_eq!(stopped.submissions(), expected, "step {count}: {said}");
        assert_eq!(std::fs::read(stopped.guard()).expect("a guard"), guard, "step {count}: {said}");
        assert!(stopped.left_over().is_empty(), "step {count}: {said}");
        let told = match count {
            0 => !said.contains("interrupted"),
            _ if count <= sealed => said.contains("had written nothing yet"),
            _ if count < steps => said.contains("was completed"),
            _ => said.contains("written already"),
        };
        assert!(told, "step {count}: {said}");
    }
}

#[test]
fn a_command_killed_at_any_moment_is_completed_by_the_next_one() {
    let machine = Machine::with_ballots();
    let whole = machine.again();
    let start = Instant::now();
    whole.ingest();
    let duration = start.elapsed();
    let expected = whole.submissions();
    let old = machine.submissions();
    let mut met = [0_usize; 4];
    for round in 0..24_u32 {
        let killed = machine.again();
        let args = killed.ingest_args();
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        let mut child = killed.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
        if round % 3 == 0 {
            std::thread::sleep(duration * round / 24);
        } else {
            // Once something is staged, or once the list is sealed, and a little later each time.
            let sign = killed.aside().join(if round % 3 == 1 { "staged" } else { "marker" });
            while !sign.exists() && child.try_wait().expect("it is ours").is_none() {}
            std::thread::sleep(Duration::from_micros(u64::from(round) * 150));
        }
        let _ = child.kill();
        child.wait().expect("it ends");
        let left = killed.left_over();
        met[if left.contains(&"marker") {
            2
        } else if left.contains(&"staged") {
            1
        } else {
            3 * usize::from(killed.submissions() != old)
        }] += 1;
        killed.run(&["audit"]);
        if !left.contains(&"marker") && killed.submissions() != expected {
            assert_eq!(killed.submissions(), old, "round {round}: {left:?}");
        }
        let said = killed.ingest();
        assert_eq!(killed.submissions(), expected, "round {round}: {said}");
        assert_eq!(std::fs::read(killed.guard()).expect("a guard"), std::fs::read(whole.guard()).expect("a guard"));
        killed.commit("record: ingest");
        killed.run(&["audit"]);
        assert!(killed.ingest().contains("nothing more to record"));
    }
    assert!(met[1] + met[2] > 0, "killed before staging, while staging, while placing, after: {met:?}");
}

#[test]
fn every_command_of_the_clerk_may_be_killed_and_run_again() {
    let machine = Machine::with_ballots();
    let finish = |machine: &Machine, args: &[&str], kill: bool| {
        let (officer, log) = (machine.key("officer"), machine.key("log"));
        let keys = ["--key", &officer, "--log-key", &log];
        let args = if args[0] == "ingest" { [args, &keys[2..]].concat() } else { [args, &keys].concat() };
        if kill {
            let mut child =
                machine.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("it runs");
            let sealed = machine.aside().join("marker");
            while !sealed.exists() && child.try_wait().expect("it is ours").is_none() {}
            let _ = child.kill();
            child.wait().expect("it ends");
        }
        let first = machine.run(&args);
        let second = machine.run(&args);
        assert!(second.contains("written already"), "{args:?}: {first}{second}");
        machine.commit(args[0]);
    };
    let whole = machine.again();
    machine.run(&["key", "new", &machine.key("dora")]);
    let public = std::fs::read_to_string(machine.key("dora.pub")).expect("a public key");
    let lines = machine.key("authors");
    std::fs::write(&lines, format!("v00000000000000aa 1 none none {public}")).expect("written");
    let roll = ["roll", "authors", "--mode", "proposers", "--lines", &lines];
    for args in [&roll[..], &["close", "square", "--early"], &["ingest"], &["certify", "square"]] {
        finish(&whole, args, false);
        finish(&machine, args, true);
        assert_eq!(machine.submissions(), whole.submissions(), "{args:?}");
    }
    assert!(machine.run(&["audit"]).contains("1 certified"));
}

#[test]
fn a_ceremony_in_a_plain_folder_leaves_nothing_that_git_would_track() {
    let machine = Machine::found();
    let plain = machine.again();
    std::fs::remove_dir_all(plain.repo()).expect("removed");
    std::fs::create_dir(plain.repo()).expect("a folder");
    let args = plain.founding("log");
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    // The guard knows a longer log of this council and key.
    plain.refused(&args, 1, &["LOG_ROLLED_BACK"]);
    std::fs::remove_file(plain.guard()).expect("removed");
    plain.run(&args);
    let founded = plain.submissions();
    plain.run(&args);
    assert_eq!(plain.submissions(), founded, "the same ceremony again changes nothing");
    plain.git(&["init", "-q"]);
    let untracked = plain.git(&["status", "--porcelain", "-uall"]);
    assert!(!untracked.contains("scrutineer") && untracked.contains("submissions/"), "{untracked}");
    plain.run(&["key", "new", &plain.key("other")]);
    let args = plain.founding("other");
    plain.refused(&args.iter().map(String::as_str).collect::<Vec<_>>(), 2, &["submissions/ is not empty"]);
}

#[test]
fn a_second_process_is_refused_and_told_who_holds_the_folder() {
    let machine = Machine::with_ballots();
    let whole = machine.again();
    whole.ingest();
    let held = lock(&machine.aside().join("lock"), "pid 4242, 2026-03-12T18:00:00Z\n").expect("free");
    machine.ingest_refused(2, &["RECORD_LOCKED", "pid 4242, 2026-03-12T18:00:00Z"]);
    machine.refused(&["recover"], 2, &["RECORD_LOCKED"]);
    drop(held);
    // Another folder, the same log key: the guard is held.
    let held = lock(&machine.guard().with_extension("lock"), "pid 4243\n").expect("free");
    machine.ingest_refused(2, &["RECORD_LOCKED", "pid 4243"]);
    drop(held);
    assert!(machine.is_clean());
    let args = machine.ingest_args();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let spawn = || machine.command(&args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs");
    let children: Vec<_> = (0..6).map(|_| spawn()).collect();
    for child in children {
        let output = child.wait_with_output().expect("it ends");
        let said = text(&output);
        match output.status.code() {
            Some(0) => assert!(said.contains("to publish"), "{said}"),
            code => assert!(code == Some(2) && said.contains("RECORD_LOCKED") && said.contains("pid "), "{said}"),
        }
    }
    machine.ingest();
    assert_eq!(machine.submissions(), whole.submissions());
}

#[test]
fn a_record_that_was_rolled_back_or_rewritten_is_not_signed() {
    let machine = Machine::found();
    let before = machine.git(&["rev-parse", "HEAD"]);
    machine.ballot("anna", "10");
    machine.ingest();
    machine.commit("record: ingest");
    let signed = machine.again();
    machine.git(&["reset", "-q", "--hard", before.trim()]);
    machine.ingest_refused(1, &["LOG_ROLLED_BACK", "git pull"]);
    machine.ballot("bela", "20");
    machine.ingest_refused(1, &["LOG_REWRITTEN", "root sha256:"]);
    assert!(machine.is_clean());
    // The very same act again is the same bytes, and passes.
    machine.git(&["reset", "-q", "--hard", before.trim()]);
    machine.ballot("anna", "10");
    machine.ingest();
    assert_eq!(machine.submissions(), signed.submissions());
}

#[test]
fn a_lost_guard_is_accepted_once_and_explicitly() {
    let machine = Machine::found();
    machine.ballot("anna", "10");
    let log = machine.key("log");
    let guard = std::fs::read(machine.guard()).expect("a guard");
    std::fs::remove_file(machine.guard()).expect("removed");
    machine.ingest_refused(1, &["GUARD_MISSING", "--new-guard"]);
    assert!(machine.is_clean() && !machine.guard().exists());
    // A guard that was brought from the old machine, under another name.
    let brought = machine.again();
    let file = brought.key("brought.guard");
    std::fs::write(&file, &guard).expect("written");
    brought.run(&["ingest", "--log-key", &log, "--guard", &file]);
    assert!(!brought.guard().exists(), "the file that was named is the guard");
    assert_ne!(std::fs::read(&file).expect("a guard"), guard);
    machine.run(&["ingest", "--log-key", &log, "--new-guard"]);
    machine.run(&["ingest", "--log-key", &log, "--new-guard"]);
    assert_eq!(std::fs::read(machine.guard()).expect("a guard"), std::fs::read(&file).expect("a guard"));
    machine.commit("record: ingest");
    machine.ballot("anna", "90");
    machine.refused(&["ingest", "--log-key", &log, "--new-guard"], 2, &["without --new-guard"]);
    for (from, to) in [("ville.example/log", "dorf.example/log"), ("size: ", "size: 0")] {
        let text = String::from_utf8(std::fs::read(machine.guard()).expect("a guard")).expect("text");
        std::fs::write(&file, text.replace(from, to)).expect("written");
        machine.refused(&["ingest", "--log-key", &log, "--guard", &file], 1, &["GUARD_MISMATCH"]);
    }
}

#[test]
fn two_clerks_on_two_machines_never_make_a_fork_that_audits_well() {
    let anna = Machine::found();
    let origin = publish(&anna);
    let bela = anna.again();
    anna.ballot("anna", "10");
    bela.ballot("bela", "20");
    let size =
        std::fs::read_to_string(anna.repo().join("submissions/log/entries")).expect("the log").lines().count() + 1;
    let checkpoint = format!("submissions/log/checkpoints/{size}");
    let ballot = bela.git(&["rev-parse", "HEAD"]);
    for machine in [&anna, &bela] {
        machine.ingest();
        machine.commit("record: ingest");
        machine.run(&["audit"]);
    }
    let recorded = bela.git(&["rev-parse", "HEAD"]);
    anna.git(&["push", "-q"]);
    let pushed = bela.git_output(&["push"]);
    assert!(!pushed.status.success() && text(&pushed).contains("fetch first"), "{}", text(&pushed));

    // While git asks for help.
    for pull in [&["pull", "--rebase"][..], &["pull", "--no-rebase"]] {
        let stuck = bela.again();
        assert!(!stuck.git_output(pull).status.success(), "{pull:?} conflicts");
        stuck.ingest_refused(2, &["two logs cannot be merged", "--abort"]);
        // Both logs' lines, as an editor would leave them, and either checkpoint.
        let entries = std::fs::read_to_string(stuck.repo().join("submissions/log/entries")).expect("the log");
        let both: String = entries
            .lines()
            .filter(|line| line.starts_with("entry/1"))
            .fold(String::new(), |all, line| all + line + "\n");
        stuck.write("submissions/log/entries", both);
        stuck.git(&["checkout", "--ours", "--", "submissions/log/checkpoints", "submissions/turnout"]);
        stuck.git(&["add", "-A"]);
        stuck.git(if pull[1] == "--rebase" { &["rebase", "--continue"] } else { &["commit", "-q", "-m", "merge"] });
        assert!(stuck.is_clean());
        stuck.ingest_refused(1, &["CHECKPOINT_MISSING"]);
        stuck.refused(&["audit"], 1, &["CHECKPOINT_MISSING", "FAILED"]);
    }
    // Where git decides by itself: each of these logs holds, and lacks what is published or
    // what this machine signed.
    for (pull, said) in [
        (&["pull", "-q", "--rebase", "-X", "theirs"][..], "in the commit"),
        (&["pull", "-q", "--no-rebase", "-X", "ours"], "in the commit"),
        (&["pull", "-q", "--no-rebase", "-X", "theirs"], "in the commit"),
        (&["pull", "-q", "--rebase", "-X", "ours"], "this machine signed"),
    ] {
        let joined = bela.again();
        joined.git(pull);
        assert!(joined.is_clean());
        joined.ingest_refused(1, &["LOG_REWRITTEN", said]);
        let audit = joined.scrutineer(&["audit"]);
        // The last one took the published log as it is.
        assert_eq!(audit.status.success(), said == "this machine signed", "{pull:?}: {}", text(&audit));
    }

    // The root may give up one of the two; then the other holds, history and all.
    let ended = bela.again();
    ended.git(&["pull", "-q", "--no-rebase", "-X", "ours"]);
    std::fs::copy(anna.repo().join(&checkpoint), ended.key("abandoned")).expect("copied");
    ended.end_fork();
    ended.run(&["audit"]);

    // The way out, as docs/first-vote.md has it.
    bela.git(&["fetch", "-q"]);
    bela.git(&["reset", "-q", "--keep", "@{upstream}"]);
    bela.git(&["cherry-pick", ballot.trim()]);
    bela.ingest_refused(1, &["LOG_REWRITTEN", "a refused push"]);
    // A state that somebody saw is given up by the root, and no guard is set aside for it.
    let seen = bela.again();
    std::fs::write(seen.key("abandoned"), bela.git(&["show", &format!("{}:{checkpoint}", recorded.trim())]))
        .expect("written");
    seen.end_fork();
    assert!(seen.ingest().contains("2 handed in = 2 recorded"));
    let log = bela.key("log");
    std::fs::rename(bela.guard(), bela.guard().with_extension("given-up")).expect("renamed");
    bela.run(&["ingest", "--log-key", &log, "--new-guard"]);
    bela.commit("record: ingest");
    bela.git(&["push", "-q"]);
    assert!(bela.run(&["audit"]).contains("2 handed in = 2 recorded"));
    // A clone without history has nothing before it to compare with.
    let shallow = tempfile::tempdir().expect("a folder");
    let url = format!("file://{}", origin.path().display());
    let path = shallow.path().to_string_lossy().into_owned();
    bela.git(&["clone", "-q", "--depth", "1", &url, &path]);
    bela.run(&["audit", "--folder", &path]);
    // The first machine goes on from there by itself.
    anna.git(&["pull", "-q"]);
    anna.ballot("carl", "30");
    assert!(anna.ingest().contains("3 handed in = 3 recorded"));
}

#[test]
fn two_clerks_on_one_machine_share_a_guard() {
    let anna = Machine::found();
    let _origin = publish(&anna);
    let bela = Machine { state: anna.state.clone(), ..anna.again() };
    anna.ballot("anna", "10");
    anna.ingest();
    anna.commit("record: ingest");
    bela.ingest_refused(1, &["LOG_ROLLED_BACK"]);
    bela.ballot("bela", "20");
    bela.ingest_refused(1, &["LOG_REWRITTEN"]);
    assert!(bela.is_clean());
    anna.git(&["push", "-q"]);
    bela.git(&["pull", "-q", "--no-rebase"]);
    assert!(bela.ingest().contains("2 handed in = 2 recorded"));
}

#[test]
fn what_was_changed_since_an_interruption_is_not_written_over() {
    let machine = Machine::with_ballots();
    let whole = machine.again();
    whole.ingest();
    let entries = machine.repo().join("submissions/log/entries");
    let placed =
        machine.steps_before(|step| matches!(step, Step::Place(file) if file.path.as_str().ends_with("entries")));
    machine.stop_after(placed);
    let old = std::fs::read(&entries).expect("the log");
    std::fs::write(&entries, b"something else\n").expect("written");
    machine.ingest_refused(2, &["ACT_UNFINISHED", "submissions/log/entries was changed since", "recover --discard"]);
    machine.refused(&["recover"], 2, &["ACT_UNFINISHED"]);
    let given_up = machine.again();
    given_up.run(&["recover", "--discard"]);
    assert!(given_up.left_over().is_empty());
    std::fs::write(&entries, old).expect("written");
    assert!(machine.run(&["recover"]).contains("was completed"));
    assert_eq!(machine.submissions(), whole.submissions());
    // A staged file that is not what the list says, and a list that says nothing.
    let damaged = given_up.again();
    damaged.git(&["stash", "-q", "-u", "--", "submissions"]);
    damaged.stop_after(placed - 1);
    damaged.git(&["stash", "-q", "-u", "--", "submissions"]);
    for file in std::fs::read_dir(damaged.aside().join("staged")).expect("staged") {
        std::fs::write(file.expect("a file").path(), b"x").expect("written");
    }
    damaged.refused(&["recover"], 2, &["ACT_UNFINISHED", "is missing"]);
    std::fs::write(damaged.aside().join("marker"), b"x").expect("written");
    damaged.refused(&["recover"], 2, &["ACT_UNFINISHED", "cannot be read"]);
}

#[test]
fn an_act_that_nobody_saw_gives_way_to_what_was_signed_since() {
    let anna = Machine::found();
    let bela = Machine { state: anna.state.clone(), ..anna.again() };
    anna.ballot("anna", "10");
    bela.ballot("bela", "20");
    // Sealed, and stopped before the guard knew of it.
    anna.stop_after(anna.steps_before(|step| matches!(step, Step::Keep(..))));
    bela.ingest();
    let said = anna.ingest_refused(1, &["LOG_REWRITTEN", "it was given up"]);
    assert!(anna.is_clean() && anna.left_over().is_empty(), "{said}");
    // Once it was seen, it is not given up in silence: here another guard is asked than before.
    let seen = Machine::found();
    let other = seen.again();
    seen.ballot("anna", "10");
    other.ballot("bela", "20");
    other.ingest();
    seen.stop_after(seen.steps_before(|step| matches!(step, Step::Place(_))) + 1);
    let guard = other.guard().to_string_lossy().into_owned();
    seen.refused(&["recover", "--guard", &guard], 1, &["LOG_REWRITTEN"]);
    assert_eq!(seen.left_over(), ["staged", "marker"]);
    assert!(seen.run(&["recover"]).contains("was completed"));
}

#[test]
fn ingest_again_does_nothing_and_the_sums_are_those_of_the_audit() {
    let machine = Machine::with_ballots();
    machine.write("submissions/ballots/square/aa/v00000000000000ff.1.aaaaaaaa.ballot", "a note\n");
    machine.commit("a stray");
    let args = machine.ingest_args();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let first = machine.refused(&args, 1, &["STRAY", "15 recorded, 9 refused, 1 stray", "(of which 1 stray)"]);
    let written = machine.submissions();
    let again = machine.refused(&args, 1, &["written already", "(of which 1 stray)"]);
    assert_eq!(machine.submissions(), written, "{again}");
    machine.commit("record: ingest");
    let third = machine.refused(&args, 1, &["nothing more to record", "0 recorded, 0 refused, 1 stray"]);
    assert!(machine.is_clean());
    let sum = |said: &str| {
        let start = said.find("25 handed in").unwrap_or_else(|| panic!("the sum in: {said}"));
        said[start..].split([';', '(', '·', '\n']).next().expect("a part").trim().to_owned()
    };
    let audit = text(&machine.scrutineer(&["audit"]));
    assert_eq!(sum(&audit), "25 handed in = 15 recorded + 9 refused + 1 pending");
    for said in [first, again, third] {
        assert_eq!(sum(&said), sum(&audit));
    }
}

#[test]
fn the_sample_council_needs_no_guard_and_leaves_none() {
    let machine = Machine::new();
    std::fs::create_dir_all(machine.folder.path().join("repo")).expect("a folder");
    machine.git(&["init", "-q"]);
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    for name in ["content", "submissions"] {
        copy(&here.join(name), &machine.repo());
    }
    machine.commit("the sample");
    for name in ["log", "square-2"] {
        machine.run(&["key", "sample", name, &machine.key(name)]);
    }
    assert!(machine.ingest().contains("nothing more to record"));
    machine.run(&["vote", "nom-du-square", "--choose", "square-du-moulin", "--key", &machine.key("square-2")]);
    machine.commit("a ballot");
    assert!(machine.ingest().contains("1 recorded"));
    machine.commit("record: a ballot");
    machine.run(&["audit"]);
    machine.run(&["sample"]);
    assert!(!machine.state.exists(), "nothing is kept of a log that anyone can sign");
}

#[test]
fn a_log_that_is_handed_on_to_another_key_keeps_its_guard() {
    let machine = Machine::found();
    let before = machine.git(&["rev-parse", "HEAD"]);
    machine.run(&["key", "new", &machine.key("log-2")]);
    let (root, next) = (machine.key("root"), machine.key("log-2"));
    let set = format!("log={next}.pub");
    let roles = ["council", "roles", "--set", &set, "--root", &root, "--log-key", &next];
    let stale = machine.again();
    stale.git(&["reset", "-q", "--hard", "HEAD~1"]);
    stale.refused(&roles, 1, &["LOG_ROLLED_BACK"]);
    machine.run(&roles);
    machine.commit("record: roles");
    machine.ballot("anna", "10");
    machine.run(&["ingest", "--log-key", &next]);
    machine.commit("record: ingest");
    machine.run(&["audit"]);
    machine.git(&["reset", "-q", "--hard", before.trim()]);
    machine.refused(&roles, 1, &["LOG_ROLLED_BACK"]);
}

#[test]
fn whoever_got_another_key_votes_with_it() {
    let machine = Machine::found_with(|_, rules| rules.replace("key_replacement: refused", "key_replacement: allowed"));
    let (new, public) = (machine.key("carls-new"), format!("{}.pub", machine.key("carls-new")));
    machine.run(&["key", "new", &new]);
    let reason = ["--reason", "perdue", "--voter", "v0000000000000002", "--new-key", &public];
    machine.officer(&[&["replace-key", "square"], &reason[..]].concat());
    machine.commit("record: another key");
    machine.run(&["vote", "square", "--choose", "elm", "--key", &new, "--seq", "5"]);
    machine.commit("ballot");
    assert!(machine.ingest().contains("1 recorded"), "it is recorded");
    machine.refused(&["vote", "square", "--choose", "elm", "--key", &machine.key("carl")], 1, &["KEY_REPLACED"]);
}

#[test]
fn a_machine_that_begins_keeps_what_it_found_though_it_signs_nothing() {
    let machine = Machine::found();
    std::fs::remove_file(machine.guard()).expect("a guard");
    let (log, ingest) = (machine.key("log"), ["ingest", "--log-key"]);
    machine.run(&[&ingest[..], &[&log, "--new-guard"]].concat());
    assert!(machine.guard().exists());
    machine.ballot("anna", "5");
    machine.ingest();
}
