//! What the programs tell whoever does not know them yet: what is wrong, before it is too late, and what to do.

use crate::support::machine;

use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

use machine::Machine;
use parvis::council::Instant;
use parvis::report::Code;

/// An hour that lies `hours` from now, by the clock of this machine.
fn hour(hours: i64) -> String {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    let unix = now.checked_add_signed(hours * 3600).expect("after 1970");
    Instant::from_unix(unix).expect("an instant").to_string()
}

/// The rules of the example with other hours, and with a witness where one is asked for.
fn rules(machine: &Machine, rules: &str, (opens, closes): (i64, i64), witnessed: bool) -> String {
    let public = std::fs::read_to_string(format!("{}.pub", machine.key("witness"))).expect("a public key");
    let key: Vec<&str> = public.split(' ').take(2).collect();
    let named = format!("witnesses: 1\nwitness_keys:\n  - temoin.example {}", key.join(" "));
    rules
        .replace("witnesses: 0", if witnessed { &named } else { "witnesses: 0" })
        .replace("opens: 2026-03-01T08:00:00+01:00", &format!("opens: {}", hour(opens)))
        .replace("closes: 2026-03-08T20:00:00+01:00", &format!("closes: {}", hour(closes)))
        .replace("announced: 2026-02-01\n", "")
        .replace("appeal_until: 2026-05-08", "appeal_until: 2096-05-08")
        .replace("retention_until: 2027-03-08", "retention_until: 2097-03-08")
}

#[test]
fn a_vote_whose_hours_are_past_is_opened_only_when_told_to() {
    let machine = Machine::found();
    let (officer, log) = (machine.key("officer"), machine.key("log"));
    let example = std::fs::read_to_string(machine.repo().join("content/votes/square.md")).expect("the example");
    let open = ["open", "past", "--key", &officer, "--log-key", &log];
    let cases = [
        ((-48, -1), false, "should have ended on"),
        ((-48, -1), true, "should have ended on"),
        ((-2, 48), true, "no witness can vouch any more that it opened on time"),
    ];
    for (hours, witnessed, words) in cases {
        machine.write("content/votes/past.md", rules(&machine, &example, hours, witnessed));
        machine.commit("content: a vote");
        machine.refused(&open, 2, &[words, "--late", "mend `opens` and `closes`"]);
        assert!(machine.is_clean(), "nothing was written");
        // The flag leads to the next rule: a pseudonymous roll serves one vote.
        machine.refused(&[&open[..], &["--late"]].concat(), 1, &["ROLL_USED"]);
    }
    // Within the tolerance, and without witnesses, there is nothing to refuse.
    for (hours, witnessed) in [((0, 48), true), ((-2, 48), false)] {
        machine.write("content/votes/past.md", rules(&machine, &example, hours, witnessed));
        machine.commit("content: a vote");
        machine.refused(&open, 1, &["ROLL_USED"]);
    }
}

#[test]
fn whoever_closes_early_is_told_what_follows() {
    for (witnessed, words) in
        [(true, "CLOSED_EARLY and the vote cannot be certified"), (false, "say so in the minutes")]
    {
        let machine = Machine::found_with(|machine, text| rules(machine, &text, (0, 48), witnessed));
        let (officer, log) = (machine.key("officer"), machine.key("log"));
        let keys = ["--key", officer.as_str(), "--log-key", &log];
        machine.refused(&[&["close", "square"], &keys[..]].concat(), 2, &["--early", words]);
        let said = machine.officer(&["close", "square", "--early"]);
        assert!(said.contains("look again: closed before its hour") && said.contains(words), "{said}");
        machine.commit("record: close");
        if witnessed {
            let words = ["WITNESS_MISSING", "scrutineer annul"];
            machine.refused(&[&["certify", "square"], &keys[..]].concat(), 1, &words);
        }
    }
    for code in [Code::OpenedLate, Code::ClosedEarly, Code::ClosedLate] {
        assert!(code.remedy().en.contains("scrutineer annul") && code.remedy().fr.contains("scrutineer annul"));
    }
}

#[test]
fn a_record_is_not_founded_for_another_council_than_the_sites() {
    let machine = Machine::found();
    let plain = tempfile::tempdir().expect("a folder");
    let config = machine.repo().join("parvis.yaml");
    std::fs::copy(config, plain.path().join("parvis.yaml")).expect("copied");
    let folder = plain.path().to_string_lossy().into_owned();
    let founding = machine.founding("witness");
    let mut args: Vec<&str> = founding.iter().map(String::as_str).collect();
    let at = args.iter().position(|arg| *arg == "ville.example").expect("the council");
    args[at] = "village.example";
    args.extend(["--folder", &folder]);
    machine.refused(&args, 2, &["--council says `village.example`", "`council: ville.example`", "mend one of the two"]);
    assert!(!plain.path().join("submissions").exists(), "nothing was written");
    args[at] = "ville.example";
    machine.run(&args);
}

#[test]
fn a_file_without_a_receipt_keeps_no_other_from_its_own() {
    let machine = Machine::found();
    machine.ballot("anna", "5");
    machine.ingest();
    machine.commit("record: a ballot");
    let tree = machine.submissions();
    let ballot = tree.below("submissions/ballots").next().expect("a ballot").0.to_string();
    machine.write("note.txt", "no ballot");
    let files = ["receipt", "make", "note.txt", "nowhere", &ballot, "--to", "receipts"];
    machine.refused(&files, 1, &["note.txt: neither recorded", "cannot read nowhere", ".ballot.tlog-proof"]);
    assert_eq!(std::fs::read_dir(machine.repo().join("receipts")).expect("a folder").count(), 1);
    machine.run(&["receipt", "make", &ballot, "--to", "receipts"]);
}

#[test]
fn a_voter_who_is_not_on_the_roll_and_an_empty_text_are_named() {
    let machine = Machine::found();
    let stranger = ["vote", "square", "--choose", "elm", "--voter", "v00000000000000ff"];
    let words = ["VOTER_UNKNOWN", "`v00000000000000ff` is not on the roll of `square`", "allowed-signers residents"];
    machine.refused(&stranger, 1, &words);
    machine.write("b.txt", "");
    machine.write("b.txt.sig", "");
    let words = ["b.txt is empty; expected the text of a ballot", "--voter ID > TEXT"];
    machine.refused(&["attach", "b.txt", "b.txt.sig"], 2, &words);
}

#[test]
fn what_is_said_in_french_is_french() {
    let machine = Machine::found();
    machine.git(&["checkout", "-q", "-b", "mine"]);
    machine.ballot("anna", "5");
    let french = |args: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_scrutineer"));
        command.args(["--lang", "fr"]).args(args).current_dir(machine.repo()).output().expect("it runs")
    };
    let check =
        |format: &str| machine::text(&french(&["check", "--base", "main", "--head", "mine", "--format", format]));
    assert!(check("text").contains("bulletin pour `square`"), "{}", check("text"));
    assert!(check("github").contains("bulletin pour square"), "{}", check("github"));
    assert!(check("markdown").contains("1 fichier pris ; il compte une fois consigné."), "{}", check("markdown"));
    assert!(check("json").contains("\"kind\": \"ballot\""), "{}", check("json"));
    let path = machine.repo().join("submissions/log/checkpoints/5");
    let mut bytes = std::fs::read(&path).expect("a checkpoint");
    bytes.extend_from_slice(b"x");
    std::fs::write(path, bytes).expect("written");
    machine.commit("record: damaged");
    let audit = machine::text(&french(&["audit"]));
    assert!(audit.contains("le point de contrôle ne tient pas : ce n’est pas un point de contrôle"), "{audit}");
}

#[test]
fn every_option_says_what_it_takes() {
    fn walk(path: &[String]) -> usize {
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_scrutineer")).args(path).arg("--help").output();
        let help = String::from_utf8(output.expect("it runs").stdout).expect("text");
        let shown = path.join(" ");
        let (mut pages, mut is_list) = (1, false);
        let mut lines = help.lines().peekable();
        while let Some(line) = lines.next() {
            is_list = if line.starts_with(' ') || line.is_empty() { is_list } else { line == "Commands:" };
            let option = line.trim_start();
            if option.starts_with('-') {
                let words = option.split_once("  ").map_or("", |(_, words)| words.trim());
                // What is long stands below its option.
                let words = if words.is_empty() { lines.peek().map_or("", |next| next.trim()) } else { words };
                assert!(
                    words.starts_with("Print ") || words.split(' ').count() > 2 || option.contains("--json"),
                    "{shown}: {line}"
                );
            } else if is_list && line.starts_with("  ") && !line.starts_with("   ") {
                let name = option.split(' ').next().expect("a name").to_owned();
                if name != "help" {
                    pages += walk(&[path, &[name]].concat());
                }
            }
        }
        pages
    }
    assert!(walk(&[]) > 30, "every page was walked through");
}

#[test]
fn a_remedy_in_french_leads_to_the_page_in_french() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut pages = 0;
    for code in Code::ALL {
        let remedy = code.remedy();
        let words = remedy.fr.split([' ', ',', ';', '(', ')']).map(|word| word.trim_end_matches('.'));
        for page in words.filter(|word| word.starts_with("docs/") && word.ends_with(".md")) {
            pages += 1;
            assert!(root.join(page).is_file(), "{code}: {page}");
            let twin = page.trim_end_matches(".md").to_owned() + ".fr.md";
            assert!(page.ends_with(".fr.md") || !root.join(&twin).is_file(), "{code}: {page}, and there is {twin}");
        }
    }
    assert!(pages > 3, "only {pages} pages are named");
}
