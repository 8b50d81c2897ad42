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
    // The language that is asked for last, English where none is.
    let english = if args.contains(&"--lang") { &[][..] } else { &["--lang", "en"] };
    command.args(english).args(args).current_dir(folder);
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
    let git = |args: &[&str]| git(&council, args);
    assert_eq!(git(&["status", "--porcelain"]), "", "all is committed, and no key lies in the repository");
    assert_eq!(git(&["log", "--oneline"]).lines().count(), 3);
    assert!(!git(&["ls-files"]).contains("keys"));
    let public = std::fs::read_to_string(folder.path().join("trial/keys/officer.pub")).expect("a key");
    assert!(public.contains("TRIAL throw-away officer"), "{public}");
    certified(&council, &[]);
    succeed(&council, &["audit"]);
}

fn git(council: &Path, args: &[&str]) -> String {
    let identity = ["-c", "user.name=T", "-c", "user.email=t@ville.example", "-c", "commit.gpgsign=false"];
    let output = Command::new("git").args(identity).args(args).current_dir(council).output().expect("git runs");
    assert!(output.status.success(), "{output:?}");
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// Goes on from the ballots to the certificate, each stage committed; what the commands say.
fn certified(council: &Path, lang: &[&str]) -> String {
    let log = ["--log-key", "../keys/log", "--guard", "../keys/guard"];
    let mut said = succeed(council, &[lang, &["ingest"][..], &log, &["--new-guard"]].concat());
    for stage in ["close", "certify"] {
        git(council, &["add", "-A"]);
        git(council, &["commit", "-q", "-m", "record"]);
        said += &succeed(council, &[lang, &[stage, "budget", "--key", "../keys/officer"][..], &log].concat());
    }
    git(council, &["add", "-A"]);
    git(council, &["commit", "-q", "-m", "record"]);
    said
}

/// A council made of a file that stands here, its result certified; and what the commands said.
fn small(folder: &Path, text: &str, lang: &[&str]) -> (PathBuf, String) {
    std::fs::write(folder.join("small.pb"), text).expect("written");
    let imported = succeed(folder, &[lang, &["import", "pabulib", "small.pb", "--into", "trial"]].concat());
    let council = folder.join("trial/council");
    let said = certified(&council, lang);
    (council, imported + &said)
}

const TIED: &str = "META
key;value
num_projects;2
num_votes;2
budget;100
vote_type;approval
rule;greedy
PROJECTS
project_id;cost
a;100
b;100
VOTES
voter_id;vote
1;a
2;b
";

#[test]
fn a_certificate_says_what_is_selected_and_what_is_left_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let (council, said) = small(folder.path(), TIED, &[]);
    assert!(said.contains("declared here: `limits.max: 1`, the longest of the ballots"), "{said}");
    for said in [said, succeed(&council, &["tally", "budget"])] {
        assert!(said.contains("NOTHING IS SELECTED YET\ntie left open: a, b\nthe council decides it"), "{said}");
    }
    let folder = tempfile::tempdir().expect("a folder");
    let (_, said) = small(folder.path(), &TIED.replace("b;100", "b;10").replace("2;b", "2;a"), &[]);
    assert!(said.contains("submissions/tallies/budget.json\nselected: a\nanyone may recount it"), "{said}");
}

/// Projects of two categories, ballots of up to three of them.
const LIMITED: &str = "META
key;value
num_projects;4
num_votes;3
budget;100
vote_type;approval
rule;greedy
min_project_score_threshold;2
min_length;1
max_length;2
max_sum_cost;90.0
max_length_per_category;1
min_sum_cost;20
min_sum_points;0
budget_per_category;50,50
PROJECTS
project_id;cost;category
a;20;Parc
b;30;Parc
c;40;École primaire
d;50;
VOTES
voter_id;vote
1;a,c
2;a,c
3;b,d
";

#[test]
fn what_a_file_allows_a_ballot_is_a_rule_or_is_named_as_none() {
    let folder = tempfile::tempdir().expect("a folder");
    let (council, said) = small(folder.path(), LIMITED, &[]);
    let rules = std::fs::read_to_string(council.join("content/votes/budget.md")).expect("the rules");
    for line in [
        "method: budget-greedy/2",
        "ballot: choices",
        "limits: {min: 1, max: 2, max_per_category: 1}",
        "choices_cost_max: 90",
        "minimum_support: 2",
        "    category: parc",
        "    category: categorie-2",
    ] {
        assert!(rules.lines().any(|other| other == line), "{line} in {rules}");
    }
    assert!(!said.contains("goes beyond"), "{said}");
    let unsaid: Vec<&str> = said.lines().filter_map(|line| line.strip_prefix("not carried over: ")).collect();
    let expected = ["`min_sum_cost: 20`: no rule here says it", "`budget_per_category: 50,50`: no rule here says it"];
    assert_eq!(unsaid, expected);
    assert!(rules.contains("Non repris du fichier :\n\n- `min_sum_cost: 20` : aucune règle"), "{rules}");
    // And back again, where the format has a key.
    let back = read(&scrutineer(&council, &["tally", "budget", "--pabulib"]).stdout).expect("a file of the format");
    let stated = ["min_length", "max_length", "max_length_per_category", "max_sum_cost", "min_project_score_threshold"];
    assert_eq!(stated.map(|key| back.meta(key)), ["1", "2", "1", "90", "2"].map(Some));
    assert_eq!(
        back.projects.iter().map(|project| project.cell("category")).collect::<Vec<_>>(),
        [Some("parc"), Some("parc"), Some("categorie-2"), None]
    );
}

#[test]
fn a_limit_gives_way_to_the_ballots_of_the_file_and_the_import_says_so() {
    let beyond = LIMITED.replace("3;b,d", "3;a,b,d").replace("min_length;1", "min_length;4");
    let folder = tempfile::tempdir().expect("a folder");
    let (council, said) = small(folder.path(), &beyond, &[]);
    for (rule, stated) in [
        ("limits.min: 2", "`min_length` is 4"),
        ("limits.max: 3", "`max_length` is 2"),
        ("limits.max_per_category: 2", "`max_length_per_category` is 1"),
        ("choices_cost_max: 100", "`max_sum_cost` is 90"),
    ] {
        let line = format!("declared here: `{rule}`: {stated}, and a ballot of the file goes beyond it");
        assert!(said.lines().any(|other| other == line), "{line} in {said}");
    }
    let rules = std::fs::read_to_string(council.join("content/votes/budget.md")).expect("the rules");
    assert!(rules.contains("limits: {min: 2, max: 3, max_per_category: 2}\n"), "{rules}");
    // Points, and what no ballot can be held to.
    let points = "vote_type;scoring\nmax_points;3\nmax_sum_points;4\nmin_points;1";
    let points = LIMITED.replace("vote_type;approval", points).replace("voter_id;vote", "voter_id;vote;points");
    let points = points.replace("1;a,c", "1;a,c;1,2").replace("2;a,c", "2;a,c;2,3").replace("3;b,d", "3;b,d;4,1");
    let folder = tempfile::tempdir().expect("a folder");
    let (council, said) = small(folder.path(), &points.replace("Parc", "\"Parc,Eau\""), &[]);
    let rules = std::fs::read_to_string(council.join("content/votes/budget.md")).expect("the rules");
    assert!(rules.contains("points_max: 4\npoints_sum_max: 5\n"), "{rules}");
    assert!(rules.contains("limits: {min: 1, max: 2}\n"), "a project has one category: {rules}");
    for words in [
        "`points_max: 4`: `max_points` is 3",
        "`points_sum_max: 5`: `max_sum_points` is 4",
        "not carried over: `min_points: 1`: no rule here says it",
        "not carried over: `max_length_per_category: 1`: here a project has one category",
    ] {
        assert!(said.contains(words), "{words} in {said}");
    }
    for (from, to, words) in [
        ("max_length;2", "max_length;two", "`max_length` is `two`, expected a whole number"),
        ("max_sum_cost;90.0", "max_sum_cost;much", "`max_sum_cost` is `much`, expected an amount"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("odd.pb"), LIMITED.replace(from, to)).expect("written");
        let output = scrutineer(folder.path(), &["import", "pabulib", "odd.pb", "--into", "trial"]);
        assert_eq!(output.status.code(), Some(2));
        assert!(self::said(&output).contains(words), "{}", self::said(&output));
    }
}

#[test]
fn a_threshold_that_those_who_voted_cannot_reach_has_a_longer_roll() {
    let folder = tempfile::tempdir().expect("a folder");
    let (council, said) = small(folder.path(), &TIED.replace("rule;", "min_project_score_threshold;5\nrule;"), &[]);
    assert!(said.contains("declared here: 3 more on the roll, without a ballot"), "{said}");
    let tally = succeed(&council, &["tally", "budget"]);
    assert!(tally.contains("2 voters of 5 on the roll"), "{tally}");
    assert!(tally.contains("NOTHING IS SELECTED: no option meets what the rules ask"), "{tally}");
    let folder = tempfile::tempdir().expect("a folder");
    let far = TIED.replace("rule;", "min_project_score_threshold;99999\nrule;");
    std::fs::write(folder.path().join("far.pb"), far).expect("written");
    let output = scrutineer(folder.path(), &["import", "pabulib", "far.pb", "--into", "trial"]);
    assert_eq!(output.status.code(), Some(2), "{}", self::said(&output));
    assert!(self::said(&output).contains("that takes 99999 voters, and the file has 2"), "{}", self::said(&output));
    assert!(!folder.path().join("trial").exists());
}

#[test]
fn one_of_a_thing_is_said_in_the_singular_and_none_in_french_too() {
    let one = TIED.replace("num_votes;2", "num_votes;1").replace("2;b\n", "");
    let one = one.replace("num_projects;2", "num_projects;1").replace("b;100\n", "");
    // What ends in `s` in the singular too.
    let kept = ["clos", "pseudonymous", "sans"];
    for (lang, few, expected) in [
        ("en", &["1"][..], "1 voter of 1 on the roll; 1 ballot counted, 0 superseded, 0 blank, 0 files refused"),
        ("fr", &["0", "1"], "1 votant sur 1 inscrit ; 1 bulletin compté, 0 remplacé, 0 blanc, 0 fichier refusé"),
    ] {
        let folder = tempfile::tempdir().expect("a folder");
        let lang = ["--lang", lang];
        let (council, mut said) = small(folder.path(), &one, &lang);
        let tally = succeed(&council, &[&lang[..], &["tally", "budget"]].concat());
        assert!(tally.contains(expected), "{tally}");
        said += &tally;
        let what_if = ["tally", "budget", "--method", "approval/1", "--rule", "winners=1"];
        for args in [&["audit", "--verbose"][..], &what_if] {
            said += &succeed(&council, &[&lang[..], args].concat());
        }
        let words: Vec<&str> = said.split_whitespace().collect();
        for pair in words.windows(2).filter(|pair| few.contains(&pair[0])) {
            let noun = pair[1].trim_matches(|c: char| !c.is_alphabetic());
            assert!(!noun.ends_with('s') || kept.contains(&noun), "`{} {noun}` in: {said}", pair[0]);
        }
    }
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

#[test]
fn what_a_file_says_is_held_against_its_ballots_and_the_result() {
    let text = "META\nkey;value\nnum_projects;2\nnum_votes;3\nbudget;100\nvote_type;approval\nrule;greedy\nPROJECTS\n\
                project_id;cost;votes;selected\na;100;2;1\nb;100;1;0\nVOTES\nvoter_id;vote\n1;a\n2;a\n3;b\n";
    let folder = tempfile::tempdir().expect("a folder");
    let run = |name: &str, text: &str, lang: &str| {
        std::fs::write(folder.path().join("small.pb"), text).expect("written");
        succeed(folder.path(), &["import", "pabulib", "small.pb", "--into", name, "--run", "--lang", lang])
    };
    let same = run("same", text, "en");
    assert!(same.contains("\nthe winners are those of the file\n") && !same.contains("look again"), "{same}");
    let other = run("other", &text.replace("a;100;2;1", "a;100;3;0").replace("b;100;1;0", "b;100;1;1"), "en");
    for line in [
        "\nlook again: `votes` of the project `a` is 3, and its ballots give 2\n",
        "\nselected in the file and not here: b\nselected here and not in the file: a\n",
    ] {
        assert!(other.contains(line), "{other}");
    }
    let silent = run("silent", &text.replace(";selected", "").replace("2;1\n", "2\n").replace("1;0\n", "1\n"), "fr");
    assert!(!silent.contains("du fichier\n"), "{silent}");
}
