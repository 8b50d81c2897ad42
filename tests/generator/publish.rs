//! Publishing: the old site stands until the new one is whole, and nothing else is touched.
#![cfg(feature = "site")]

use std::path::Path;
use std::sync::Arc;

use parvis::publish::website::{PublishError, Published, write, write_then};
use parvis::tree::FilePath;

fn paths(names: &[&str]) -> Vec<FilePath> {
    names.iter().map(|name| FilePath::parse(name).expect("a path")).collect()
}

fn publish(folder: &Path, names: &[&str], text: &str) -> Result<Published, PublishError> {
    write(folder, &paths(names), &|_| Ok(Arc::from(text.as_bytes())))
}

#[test]
fn a_site_is_written_compared_and_cleared_of_what_is_stale() {
    let home = tempfile::tempdir().expect("a folder");
    let site = home.path().join("site");
    let first = publish(&site, &["a.html", "b/c.html"], "one").expect("written");
    assert_eq!((first.files, first.written), (2, 2));
    let second = publish(&site, &["a.html"], "one").expect("written");
    assert_eq!((second.files, second.written), (1, 0));
    assert!(site.join("a.html").is_file() && !site.join("b").exists());
    assert_eq!(std::fs::read_dir(home.path()).expect("a folder").count(), 1, "nothing is left beside the site");
}

#[test]
fn a_build_that_fails_leaves_the_old_site_whole() {
    let home = tempfile::tempdir().expect("a folder");
    let site = home.path().join("site");
    publish(&site, &["a.html", "b.html"], "old").expect("written");
    let fails = |path: &FilePath| match path.as_str() {
        "b.html" => Err("no".to_owned()),
        _ => Ok(Arc::from(b"new".as_slice())),
    };
    assert!(write(&site, &paths(&["a.html", "b.html"]), &fails).is_err());
    assert_eq!(std::fs::read(site.join("a.html")).expect("a file"), b"old");
    assert_eq!(std::fs::read_dir(home.path()).expect("a folder").count(), 1, "nothing is left beside the site");
}

#[test]
fn a_folder_of_somebody_else_is_left_alone() {
    let home = tempfile::tempdir().expect("a folder");
    std::fs::write(home.path().join("letter.txt"), "dear").expect("written");
    assert!(matches!(publish(home.path(), &["a.html"], "x"), Err(PublishError::NotOurs(_))));
    assert!(home.path().join("letter.txt").is_file() && !home.path().join("a.html").exists());
}

#[test]
fn a_run_stopped_between_the_two_moves_is_mended_by_the_next() {
    let home = tempfile::tempdir().expect("a folder");
    let site = home.path().join("site");
    publish(&site, &["a.html"], "old").expect("written");
    std::fs::rename(&site, home.path().join(".site.old")).expect("moved");
    let fails = |_: &FilePath| Err("no".to_owned());
    assert!(write(&site, &paths(&["a.html"]), &fails).is_err());
    assert_eq!(std::fs::read(site.join("a.html")).expect("a file"), b"old");
}

#[test]
fn a_file_that_somebody_put_into_the_site_keeps_it_from_being_replaced() {
    let parent = tempfile::tempdir().expect("a folder");
    let site = parent.path().join("site");
    publish(&site, &["index.html"], "one").expect("published");
    std::fs::write(site.join("CNAME"), "essai.example").expect("written");
    let again = publish(&site, &["index.html"], "two");
    assert!(matches!(again, Err(PublishError::Stranger(_))), "{again:?}");
    assert_eq!(std::fs::read_to_string(site.join("index.html")).expect("the old page"), "one");
    assert!(site.join("CNAME").is_file());
}

#[test]
fn builds_of_one_site_wait_for_each_other_and_leave_nothing_beside_it() {
    let parent = tempfile::tempdir().expect("a folder");
    let site = parent.path().join("site");
    std::fs::create_dir(parent.path().join(".site.new-left")).expect("what a stopped build left");
    std::thread::scope(|scope| {
        let builds: Vec<_> = (0..8).map(|_| scope.spawn(|| publish(&site, &["a.html", "b/c.html"], "x"))).collect();
        for build in builds {
            build.join().expect("no panic").expect("published");
        }
    });
    let beside: Vec<String> = std::fs::read_dir(parent.path())
        .expect("the folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(beside, ["site"]);
}

#[test]
fn what_is_noted_of_a_site_is_noted_before_another_build_replaces_it() {
    let parent = tempfile::tempdir().expect("a folder");
    let site = parent.path().join("site");
    let shown = || std::fs::read_to_string(site.join("a.html")).expect("the page");
    std::thread::scope(|scope| {
        write_then(&site, &paths(&["a.html"]), &|_| Ok(Arc::from(b"one".as_slice())), || {
            let other = scope.spawn(|| publish(&site, &["a.html"], "two").expect("published"));
            std::thread::sleep(std::time::Duration::from_millis(100));
            assert!(!other.is_finished(), "it waits");
            assert_eq!(shown(), "one");
        })
        .expect("published");
    });
    assert_eq!(shown(), "two");
}
