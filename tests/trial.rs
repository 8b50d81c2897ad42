//! Real ballots through the whole of the programs: a file of Pabulib to a council and back.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use parvis::pabulib::{Instance, VoteType, read};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pabulib").join(name)
}

fn instance(name: &str) -> Instance {
    read(&std::fs::read(data(name)).expect("the data")).expect("a file of the format")
}

fn scrutineer(folder: &Path, args: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_scrutineer"));
    command.args(["--lang", "en"]).args(args).current_dir(folder);
    command.env("XDG_STATE_HOME", folder.join("state")).env("LOCALAPPDATA", folder.join("state"));
    command.output().expect("it runs")
}

fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

fn succeed(folder: &Path, args: &[&str]) -> String {
    let output = scrutineer(folder, args);
    assert!(output.status.success(), "{args:?}: {}", said(&output));
    said(&output)
}

fn import(name: &str, into: &Path, more: &[&str]) -> Output {
    let (file, into_text) = (data(name), into.join("trial"));
    let args = ["import", "pabulib", file.to_str().expect("a path"), "--into", into_text.to_str().expect("a path")];
    scrutineer(into, &[&args[..], more].concat())
}

const ASSEN: &str = "Netherlands_Assen_2024.pb";

#[test]
fn a_file_becomes_a_council_whose_stages_are_those_of_any_other() {
    let folder = tempfile::tempdir().expect("a folder");
    let output = import(ASSEN, folder.path(), &[]);
    assert!(output.status.success(), "{}", said(&output));
    assert!(said(&output).contains("TRIAL: 14 projects, 84 ballots signed by throw-away keys"), "{}", said(&output));
    let council = folder.path().join("trial/council");
    let git = |args: &[&str]| {
        let identity = ["-c", "user.name=T", "-c", "user.email=t@ville.example", "-c", "commit.gpgsign=false"];
        let output = Command::new("git").args(identity).args(args).current_dir(&council).output().expect("git runs");
        assert!(output.status.success(), "{output:?}");
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    assert_eq!(git(&["status", "--porcelain"]), "", "all is committed, and no key lies in the repository");
    assert_eq!(git(&["log", "--oneline"]).lines().count(), 3);
    assert!(!git(&["ls-files"]).contains("keys"));
    let public = std::fs::read_to_string(folder.path().join("trial/keys/officer.pub")).expect("a key");
    assert!(public.contains("TRIAL throw-away officer"), "{public}");

    let log = ["--log-key", "../keys/log", "--guard", "../keys/guard"];
    succeed(&council, &[&["ingest"][..], &log, &["--new-guard"]].concat());
    for stage in ["close", "certify"] {
        git(&["add", "-A"]);
        git(&["commit", "-q", "-m", "record"]);
        succeed(&council, &[&[stage, "budget", "--key", "../keys/officer"][..], &log].concat());
    }
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "record"]);
    succeed(&council, &["audit"]);
}

/// The id of a project as an option: with `p` before it where it is a number.
fn id(id: &str) -> String {
    if id.starts_with(|c: char| c.is_ascii_digit()) { format!("p{id}") } else { id.to_owned() }
}

/// What each project got.
fn supports(instance: &Instance, of: fn(&Instance) -> Vec<u64>) -> BTreeMap<String, u64> {
    instance.projects.iter().map(|project| id(&project.id)).zip(of(instance)).collect()
}

/// Every ballot with what it gives to whom; in order where the order counts.
fn ballots(instance: &Instance) -> Vec<Vec<(String, u32)>> {
    let each = instance.votes.iter().map(|vote| {
        let points = vote.points.iter().copied().chain(std::iter::repeat(0));
        let named = vote.projects.iter().map(|project| id(project)).zip(points);
        let mut named: Vec<(String, u32)> = named.filter(|(_, points)| vote.points.is_empty() || *points > 0).collect();
        if instance.vote_type != VoteType::Ordinal {
            named.sort();
        }
        named
    });
    let mut all: Vec<Vec<(String, u32)>> = each.collect();
    all.sort();
    all
}

#[test]
fn a_whole_run_counts_what_the_file_says_and_gives_its_ballots_back() {
    let mut genesis = Vec::new();
    // The file, the form that is given back, what is declared, and how many projects won there.
    for (name, form, declared, winners) in [
        (ASSEN, VoteType::Approval, "`ties: listed-order`", 9),
        ("Poland_Gdynia_2020_Orlowo__small.pb", VoteType::Approval, "`ties: report`", 4),
        ("Poland_Czestochowa_2025_Mirow.pb", VoteType::Cumulative, "`ties: report`", 3),
        ("Poland_Krakow_2020_Swoszowice.pb", VoteType::Ordinal, "`minimum_support: 1`", 7),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let original = instance(name);
        assert_eq!(original.vote_type, form);
        let output = import(name, folder.path(), &["--run"]);
        assert!(output.status.success(), "{}", said(&output));
        assert!(said(&output).contains(&format!("declared here: {declared}")), "{}", said(&output));
        let council = folder.path().join("trial/council");
        succeed(&council, &["audit"]);
        genesis.push(std::fs::read(council.join("submissions/council/genesis.statement")).expect("a genesis"));
        let exported = scrutineer(&council, &["tally", "budget", "--pabulib"]);
        assert!(exported.status.success(), "{}", said(&exported));
        let back = read(&exported.stdout).expect("what is written is read");
        assert_eq!(back.write().as_bytes(), exported.stdout, "and written again to the same bytes");
        // What ranks are worth is ours to say, so the rule is none of theirs.
        let rule = if form == VoteType::Ordinal { Some("greedy-custom") } else { original.meta("rule") };
        assert_eq!((back.budget, back.vote_type, back.meta("rule")), (original.budget, form, rule));
        assert_eq!(back.votes.len(), original.votes.len());
        assert_eq!(supports(&back, Instance::recounted_votes), supports(&original, Instance::recounted_votes));
        assert_eq!(supports(&back, Instance::recounted_points), supports(&original, Instance::recounted_points));
        let costs = |instance: &Instance| instance.projects.iter().map(|project| project.cost).collect::<Vec<_>>();
        assert_eq!(costs(&back), costs(&original));
        assert_eq!(ballots(&back), ballots(&original), "{name}");
        for (project, was) in back.projects.iter().zip(&original.projects) {
            assert_eq!((project.votes, project.selected), (was.votes, was.selected), "{name}: {}", project.id);
            assert_eq!(project.score, was.score.filter(|_| form.has_points()), "{name}: {}", project.id);
        }
        assert_eq!(back.projects.iter().filter(|project| project.selected == Some(true)).count(), winners, "{name}");
        assert!(back.votes.iter().all(|vote| vote.voter.starts_with('v') && vote.voter.len() == 17));
        let json = scrutineer(&council, &["tally", "budget", "--json"]).stdout;
        let json: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        let outcome = &json["outcome"];
        let steps = if outcome["options"].is_null() { &outcome["count"]["options"] } else { &outcome["options"] };
        for step in steps.as_array().expect("options") {
            let project = back.projects.iter().find(|project| step["option"] == project.id.as_str()).expect("listed");
            assert_eq!(project.selected, Some(step["outcome"] == "selected"), "{}", project.id);
        }
    }
    assert_ne!(genesis[0], genesis[1], "no two trials have one genesis");
}

#[test]
fn what_cannot_be_imported_or_given_is_refused_and_nothing_is_written() {
    let krakow = std::fs::read_to_string(data("Poland_Krakow_2020_Swoszowice.pb")).expect("the data");
    let toulouse = std::fs::read_to_string(data("France_Toulouse_2019.pb")).expect("the data");
    for (text, from, to, words) in [
        (&krakow, "4;205000;577;1290;", "4;205000;577;1291;", "`score` of `4` is 1291; ranks worth 3"),
        (&toulouse, "max_points;3", "default_score;-1", "`default_score` is `-1`"),
        (&toulouse, "max_points;3", "min_project_score_threshold;many", "expected a whole number"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("changed.pb"), text.replacen(from, to, 1)).expect("written");
        let output = scrutineer(folder.path(), &["import", "pabulib", "changed.pb", "--into", "trial"]);
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(said(&output).contains(words), "{}", said(&output));
        assert!(!folder.path().join("trial").exists());
    }
    let folder = tempfile::tempdir().expect("a folder");
    let broken = folder.path().join("broken.pb");
    std::fs::write(&broken, "META\nkey;value\nbudget;many\n").expect("written");
    let output = scrutineer(folder.path(), &["import", "pabulib", "broken.pb", "--into", "trial"]);
    assert_eq!(output.status.code(), Some(1), "{}", said(&output));
    assert!(said(&output).contains("GRAMMAR_FAULT") && !folder.path().join("trial").exists(), "{}", said(&output));

    std::fs::create_dir(folder.path().join("trial")).expect("a folder");
    std::fs::write(folder.path().join("trial/mine"), "mine").expect("written");
    let output = import(ASSEN, folder.path(), &[]);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("is not an empty folder"), "{}", said(&output));

    let sample = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (args, words) in [
        (&["motion-rue-ecole", "--pabulib"][..], "counted by motion/1"),
        (&["nom-du-square", "--pabulib"], "is not certified"),
        (&["budget-2026", "--pabulib", "--method", "budget-greedy/1"], "does not go with --method"),
    ] {
        let output =
            scrutineer(folder.path(), &[&["--folder", sample.to_str().expect("a path"), "tally"], args].concat());
        assert_eq!(output.status.code(), Some(2), "{}", said(&output));
        assert!(output.stdout.is_empty() && said(&output).contains(words), "{}", said(&output));
    }
}
