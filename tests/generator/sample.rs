//! The sample council: its record made again is the one in the repository, and it holds.

use std::path::Path;

use parvis::audit::audit;
use parvis::sample::make;
use parvis::source::folder;
use parvis::tree::FileTree;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn one_command_makes_the_same_bytes_again() {
    let content = folder::read(root(), "content").expect("content");
    let submissions = folder::read(root(), "submissions").expect("submissions");
    let made = make(&content).expect("the sample");
    let paths = |tree: &FileTree| tree.below("submissions").map(|(path, _)| path.to_string()).collect::<Vec<_>>();
    let again = "make it again: cargo run --bin scrutineer -- sample";
    let (made_paths, kept_paths) = (paths(&made), paths(&submissions));
    let only = |left: &[String], right: &[String]| {
        left.iter().filter(|path| !right.contains(path)).cloned().collect::<Vec<_>>()
    };
    let added = only(&kept_paths, &made_paths);
    assert!(added.is_empty(), "not of the sample (a ballot you recorded here?): {added:#?}");
    let missing = only(&made_paths, &kept_paths);
    assert!(missing.is_empty(), "missing: {missing:#?}; {again}");
    for (path, bytes) in made.iter() {
        let kept = content.get(path).or_else(|| submissions.get(path));
        assert!(kept == Some(bytes), "{path} differs; {again}");
    }
}

#[test]
fn the_sample_holds() {
    let mut files = folder::read(root(), "submissions").expect("submissions");
    files.overlay(&folder::read(root(), "content/votes").expect("votes"));
    let audited = audit(files, None);
    assert!(audited.findings.is_empty(), "{:#?}", audited.findings);
    let summary = audited.summary.expect("a record");
    assert_eq!((summary.certified, summary.running, summary.pending), (2, 1, 0));
    assert_eq!(summary.handed_in, summary.recorded + summary.refused + summary.pending);
    assert!(summary.recorded >= 60 && summary.refused >= 3);
}

#[test]
fn the_minutes_give_the_fingerprint_that_an_audit_pins() {
    let (record, _) =
        parvis::record::replay(&parvis::record::Files::new(folder::read(root(), "submissions").expect("submissions")));
    let fingerprint = record.expect("a record").fingerprint().to_string();
    let path = "content/minutes/2026-03-12-quartier.md";
    let minutes = std::fs::read_to_string(root().join(path)).expect("the minutes");
    assert!(minutes.contains(&fingerprint), "{path} gives another genesis than {fingerprint}");
    let readme = include_str!("../../README.md");
    assert!(readme.contains(path), "the README says where it stands");
    for doc in std::fs::read_dir(root().join("docs")).expect("docs") {
        let name = doc.expect("a file").file_name().to_string_lossy().into_owned();
        let more = readme.split("## More").nth(1).expect("the section");
        assert!(!name.ends_with(".md") || more.contains(&format!("(docs/{name})")), "{name} is not under More");
    }
}

#[cfg(feature = "site")]
#[test]
fn what_an_opened_vote_rests_on_must_not_change() {
    use parvis::tree::FilePath;

    use parvis::report::Code;
    let mut tree = FileTree::new();
    for name in ["content", "law", "submissions", "themes"] {
        tree.overlay(&folder::read(root(), name).expect("the sample"));
    }
    let config = std::fs::read(root().join("parvis.yaml")).expect("the sample");
    tree.insert(FilePath::parse("parvis.yaml").expect("a path"), config);
    let changed = |path: &str, from: &str, to: &str| {
        let text = String::from_utf8(tree.get_str(path).expect("there").to_vec()).expect("text");
        assert!(text.contains(from), "{path} says {from}");
        let mut tree = tree.clone();
        tree.insert(FilePath::parse(path).expect("a path"), text.replacen(from, to, 1).into_bytes());
        let found = |findings: Vec<parvis::report::Diagnostic>| {
            let all = findings.into_iter().filter(|finding| finding.code == Code::SourceChanged);
            all.map(|finding| finding.place.expect("a place").file).collect::<Vec<_>>()
        };
        let site = found(parvis::site::build(&tree, parvis::site::Settings::default()).1);
        (site, found(audit(tree, None).findings))
    };
    let rules = "content/votes/budget-2026.md";
    assert_eq!(
        changed(rules, "minimum_support: 5", "minimum_support: 4"),
        (vec![rules.to_owned()], vec![rules.to_owned()])
    );
    let unsigned = "content/proposals/bancs-ombrages.md";
    let body = (vec![unsigned.to_owned()], vec![unsigned.to_owned()]);
    assert_eq!(changed(unsigned, "\n---\n\n", "\n---\n\nDeux cents bancs. "), body);
    // What the council says of a proposal may change; what the page shows of a signed one may not.
    assert_eq!(changed(unsigned, "status: selected", "status: studies"), (vec![], vec![]));
    let signed = "content/proposals/jardin-partage.md";
    let text = std::fs::read_to_string(root().join(signed)).expect("the sample");
    let line = text.lines().find(|line| line.contains("text: sha256:")).expect("it names the signed text").trim();
    let other = format!("text: sha256:{}", "0".repeat(64));
    assert_eq!(changed(signed, line, &other), (vec![signed.to_owned()], vec![]));
}
