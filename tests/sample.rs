//! The sample council: its record made again is the one in the repository, and it holds.

use std::path::Path;

use parvis::audit::audit;
use parvis::sample::make;
use parvis::source::folder;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn one_command_makes_the_same_bytes_again() {
    let content = folder::read(root(), "content").expect("content");
    let submissions = folder::read(root(), "submissions").expect("submissions");
    let made = make(&content).expect("the sample");
    let paths =
        |tree: &parvis::tree::FileTree| tree.below("submissions").map(|(path, _)| path.to_string()).collect::<Vec<_>>();
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
