//! Files that come on a stick, by mail or in a git bundle, brought to the clerk for real.

use std::path::{Path, PathBuf};
use std::process::Output;

use repository::{Council, succeed};
use serde_json::Value;

use crate::support::repository;
use crate::support::schema;

/// A council whose voters signed ballots in a clone of their own.
fn with_ballots() -> (Council, Vec<(String, Vec<u8>)>) {
    let council = Council::found();
    let mut ballots = Vec::new();
    council.branch("elsewhere", || {
        for (name, choice) in [("anna", "elm"), ("bela", "oak"), ("carl", "oak")] {
            let path = council.vote(name, choice, "20");
            ballots.push((path.clone(), std::fs::read(council.root.join(path)).expect("a ballot")));
        }
    });
    (council, ballots)
}

fn stick(council: &Council) -> PathBuf {
    let stick = council.keys.join("stick");
    std::fs::create_dir_all(stick.join("mail/from anna")).expect("a folder");
    stick
}

fn collect(council: &Council, source: &Path) -> (Output, Value) {
    let output = council.scrutineer(&["collect", "--json", &source.to_string_lossy()]);
    let report = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output, report)
}

/// `verdict-or-code fate` of the file with this name.
fn said(report: &Value, name: &str) -> String {
    let offers = report["offers"].as_array().expect("a list");
    let offer = offers.iter().find(|offer| offer["name"] == name).unwrap_or_else(|| panic!("{name} in {report:#}"));
    let word = offer["code"].as_str().unwrap_or("taken");
    format!("{word} {}", offer["fate"].as_str().expect("a fate"))
}

#[test]
fn a_folder_of_files_under_any_name_is_judged_and_put_in_place() {
    let (council, ballots) = with_ballots();
    let (council, stick) = (&council, stick(&council));
    let put = |name: &str, bytes: &[u8]| std::fs::write(stick.join(name), bytes).expect("written");
    put("mail/from anna/My vote (1).txt", &ballots[0].1);
    put("mail/twice", &ballots[0].1);
    put("b.ballot", &ballots[1].1);
    put("crlf.ballot", String::from_utf8_lossy(&ballots[2].1).replace('\n', "\r\n").as_bytes());
    put("changed.ballot", String::from_utf8_lossy(&ballots[2].1).replace("oak", "elm").as_bytes());
    put("holiday.jpg", &[0xff; 3000]);
    put("huge.ballot", &vec![b'x'; 2_000_000]);
    put(".hidden", b"x");
    #[cfg(unix)]
    {
        use std::os::unix::fs::{PermissionsExt as _, symlink};
        symlink("/etc/passwd", stick.join("link")).expect("a link");
        std::fs::set_permissions(stick.join("b.ballot"), std::fs::Permissions::from_mode(0o777)).expect("set");
        succeed(&std::process::Command::new("mkfifo").arg(stick.join("pipe")).output().expect("it runs"));
    }
    let (output, report) = collect(council, &stick);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let schema: Value = serde_json::from_str(include_str!("../../docs/schemas/collected.json")).expect("JSON");
    assert_eq!(schema::faults(&schema, &report), Vec::<String>::new(), "{report:#}");
    for (name, expected) in [
        ("mail/from anna/My vote (1).txt", "taken put"),
        ("mail/twice", "taken there"),
        ("b.ballot", "taken put"),
        ("crlf.ballot", "TEXT_DAMAGED left"),
        ("changed.ballot", "SIGNATURE_INVALID left"),
        ("huge.ballot", "FILE_TOO_LARGE left"),
        #[cfg(unix)]
        ("link", "MODE_FORBIDDEN left"),
        #[cfg(unix)]
        ("pipe", "MODE_FORBIDDEN left"),
    ] {
        assert_eq!(said(&report, name), expected, "{name}");
    }
    assert!(said(&report, "holiday.jpg").ends_with(" left"));
    assert!(!report.to_string().contains(".hidden"));
    for (path, bytes) in &ballots[..2] {
        assert_eq!(&std::fs::read(council.root.join(path)).expect("it was put there"), bytes);
    }
    let status = council.git(&["status", "--porcelain", "-uall"]);
    assert_eq!(status.lines().count(), 2, "nothing else was written: {status}");

    // Before the commit and after it, the same again changes nothing.
    let again = council.scrutineer(&["collect", &stick.to_string_lossy()]);
    let text = String::from_utf8_lossy(&again.stdout).into_owned();
    assert!(text.contains("there already: submissions/ballots/") && text.contains("nothing more to put"), "{text}");
    council.commit("collected");
    assert!(council.ingest().contains("2 handed in = 2 recorded + 0 refused + 0 pending"));
    std::fs::remove_file(stick.join("huge.ballot")).expect("removed");
    assert_eq!(said(&collect(council, &stick).1, "b.ballot"), "taken there");
}

#[test]
fn a_submission_that_is_refused_is_put_where_its_refusal_is_recorded() {
    let (council, ballots) = with_ballots();
    council.clerk("close", "square");
    let stick = stick(&council);
    std::fs::write(stick.join("late"), &ballots[0].1).expect("written");
    let (output, report) = collect(&council, &stick);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(said(&report, "late"), "VOTE_CLOSED put");
    council.commit("collected");
    assert!(council.ingest().contains("1 handed in = 0 recorded + 1 refused + 0 pending"));
    council.run(&["audit"]);
}

#[test]
fn nothing_is_written_over() {
    let (council, ballots) = with_ballots();
    let stick = stick(&council);
    std::fs::write(stick.join("a"), &ballots[0].1).expect("written");
    council.write(&ballots[0].0, "something else");
    assert_eq!(said(&collect(&council, &stick).1, "a"), "PATH_OCCUPIED left");
    assert_eq!(std::fs::read(council.root.join(&ballots[0].0)).expect("it is there"), b"something else");
}

#[test]
fn a_bundle_is_judged_as_a_branch_is() {
    let (council, ballots) = with_ballots();
    let bundle = council.keys.join("voters.bundle");
    let make = |args: &[&str]| {
        let file = bundle.to_string_lossy().into_owned();
        council.git(&[["bundle", "create", "-q", &file].as_slice(), args].concat());
    };
    council.git(&["checkout", "-q", "-b", "carrier", "main"]);
    council.write(&ballots[0].0, &ballots[0].1);
    council.write("README.md", "x");
    council.commit("a ballot, and a file that is none");
    council.write(&ballots[1].0, &ballots[1].1);
    council.write("parvis.yaml", "x");
    council.commit("another one");
    council.git(&["checkout", "-q", "main"]);
    council.git(&["branch", "-q", "second", "elsewhere"]);
    make(&["main..carrier", "second"]);
    // The objects come from the bundle alone.
    council.git(&["branch", "-q", "-D", "carrier", "second", "elsewhere"]);
    council.git(&["reflog", "expire", "--expire=now", "--all"]);
    council.git(&["gc", "-q", "--prune=now"]);
    assert!(!council.git(&["fsck", "--full"]).contains("dangling"));
    let before = council.git(&["count-objects", "-v"]);

    let (output, report) = collect(&council, &bundle);
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    for (path, _) in &ballots {
        assert_eq!(said(&report, path), "taken put", "{path}");
    }
    assert!(said(&report, "README.md").ends_with(" left"));
    assert_eq!(said(&report, "parvis.yaml"), "NOT_AN_ADDITION left");
    assert_eq!(report["offers"].as_array().expect("a list").len(), 5, "each file once: {report:#}");
    assert_eq!(council.git(&["count-objects", "-v"]), before, "no object came into the repository");
    council.commit("collected");
    assert!(council.ingest().contains("3 handed in = 3 recorded"));
}

#[test]
fn a_hostile_bundle_is_named_by_its_fault_and_writes_nothing() {
    let (council, _) = with_ballots();
    let file = |name: &str| council.keys.join(name);
    let bundle = |name: &str, args: &[&str]| {
        let path = file(name).to_string_lossy().into_owned();
        council.git(&[["bundle", "create", "-q", &path].as_slice(), args].concat());
        std::fs::read(file(name)).expect("a bundle")
    };
    let good = bundle("good", &["elsewhere"]);
    council.git(&["checkout", "-q", "--orphan", "apart"]);
    council.commit("another history");
    let apart = bundle("apart", &["apart"]);
    council.git(&["commit", "-q", "--allow-empty", "-m", "more"]);
    let thin = bundle("thin", &["apart~1..apart"]);
    // Zeros, which take a thousandth of their room.
    council.git(&["checkout", "-q", "-b", "swollen", "main"]);
    council.write("a", vec![0; 17 * 1024 * 1024]);
    council.commit("swollen");
    let swollen = bundle("swollen", &["main..swollen"]);
    assert!(swollen.len() < 100_000);
    council.git(&["checkout", "-q", "main"]);
    council.git(&["branch", "-q", "-D", "apart", "swollen"]);
    council.git(&["reflog", "expire", "--expire=now", "--all"]);
    council.git(&["gc", "-q", "--prune=now"]);

    let pack = good.windows(4).position(|window| window == b"PACK").expect("a pack");
    let head = |head: &str| [head.as_bytes(), &good[pack..]].concat();
    let main = council.git(&["rev-parse", "main"]);
    let mut flipped = good.clone();
    let last = flipped.len() - 40;
    flipped[last] ^= 1;
    let mut crowd = good.clone();
    crowd[pack + 8..pack + 12].copy_from_slice(&50_001_u32.to_be_bytes());
    let big = [good.as_slice(), &vec![0; 9 * 1024 * 1024]].concat();
    let lines = (0..100).fold("# v2 git bundle\n".to_owned(), |head, n| head + main.trim() + &format!(" r{n}\n"));
    let rows: [(&str, Vec<u8>, &str); 13] = [
        ("a file that swells", swollen, "TOO_MANY_FILES"),
        ("cut short", good[..good.len() / 2].to_vec(), "BUNDLE_UNREADABLE"),
        ("without a pack", good[..pack].to_vec(), "BUNDLE_UNREADABLE"),
        ("one bit flipped", flipped, "BUNDLE_UNREADABLE"),
        ("more objects than are read", crowd, "TOO_MANY_FILES"),
        ("9 MiB", big, "TOO_MANY_FILES"),
        ("another version", head("# v23 git bundle\n\n"), "BUNDLE_UNREADABLE"),
        ("filtered", head("# v3 git bundle\n@filter=blob:none\n\n"), "BUNDLE_UNREADABLE"),
        ("a line without end", [b"# v2 git bundle\n".as_slice(), &[b'a'; 9000]].concat(), "BUNDLE_UNREADABLE"),
        ("a hundred branches", head(&(lines + "\n")), "BUNDLE_UNREADABLE"),
        ("a branch that is no id", head("# v2 git bundle\n../../x refs/heads/x\n\n"), "BUNDLE_UNREADABLE"),
        ("built on what is not here", thin, "BUNDLE_UNREADABLE"),
        ("another history", apart, "MERGE_BASE_UNCLEAR"),
    ];
    for (name, bytes, code) in rows {
        let path = file("hostile");
        std::fs::write(&path, bytes).expect("written");
        let output = council.scrutineer(&["collect", &path.to_string_lossy()]);
        let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        assert_eq!(output.status.code(), Some(1), "{name}: {said}");
        assert!(said.contains(code), "{name}: {said}");
        assert_eq!(council.git(&["status", "--porcelain"]), "", "{name}");
    }
    // A tip that the bundle does not hold.
    let path = file("hostile");
    std::fs::write(&path, head(&format!("# v2 git bundle\n{} refs/heads/x\n\n", "1".repeat(40)))).expect("written");
    let (_, report) = collect(&council, &path);
    assert_eq!(said(&report, "refs/heads/x"), "OBJECT_UNREADABLE left");
    // What is there is taken up all the same, and nothing is left over.
    assert_eq!(collect(&council, &file("good")).0.status.code(), Some(0));
    let missing = council.scrutineer(&["collect", "nowhere"]);
    assert_eq!(missing.status.code(), Some(2));
}
