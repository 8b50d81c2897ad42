//! `parvis build` as it is met from outside: killed, run twice at once, with a cache that is gone or damaged.
#![cfg(feature = "site")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use parvis::tree::Digest;

/// Every file of a site, by its name.
type Files = BTreeMap<String, Vec<u8>>;

/// A folder with a site of plain pages, and where it is built to.
struct Place {
    home: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { home: tempfile::tempdir().expect("a folder") };
        place.put("parvis.yaml", "name: Notes\nurl: https://example.org/\nlanguages: [en]\n");
        place.fill("old");
        place
    }

    fn put(&self, path: &str, text: &str) {
        let path = self.home.path().join("site").join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, text).expect("written");
    }

    /// A hundred pages that hold `words`, and one that does not change.
    fn fill(&self, words: &str) {
        self.put("content/same.md", "---\ntitle: Same\n---\nalways\n");
        for number in 0..100 {
            self.put(&format!("content/{words}/{number}.md"), &format!("---\ntitle: T\n---\n{words}\n"));
        }
    }

    /// The old pages gone, new ones in their place.
    fn edit(&self) {
        std::fs::remove_dir_all(self.home.path().join("site/content/old")).expect("removed");
        self.fill("new");
    }

    fn out(&self) -> PathBuf {
        self.home.path().join("www/public")
    }

    fn cache(&self) -> PathBuf {
        self.home.path().join("site/.cache/parvis")
    }

    fn manifest(&self) -> PathBuf {
        let entries = std::fs::read_dir(self.cache()).expect("a cache").map(|entry| entry.expect("an entry"));
        let named =
            |entry: &std::fs::DirEntry| entry.file_name().to_string_lossy().bytes().all(|c| c.is_ascii_hexdigit());
        entries.into_iter().find(named).expect("a manifest").path()
    }

    fn start(&self) -> Child {
        let mut program = Command::new(env!("CARGO_BIN_EXE_parvis"));
        program.args(["--lang", "en", "--folder"]).arg(self.home.path().join("site"));
        program.args(["build", "--out"]).arg(self.out());
        program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it runs")
    }

    /// Builds, and says what the program printed.
    fn build(&self) -> String {
        ended(self.start())
    }

    fn files(&self) -> Files {
        files(&self.out())
    }
}

fn ended(program: Child) -> String {
    let output = program.wait_with_output().expect("it ends");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(next).into_iter().flatten() {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let name = path.strip_prefix(folder).expect("below").to_string_lossy().into_owned();
                files.insert(name, std::fs::read(&path).expect("a file"));
            }
        }
    }
    files
}

/// As `sha256sum --check` does: every file listed is as its line says; every other is the list itself or the marker.
fn assert_sums(files: &Files) {
    let sums = std::str::from_utf8(&files["SHA256SUMS"]).expect("a text");
    let listed: BTreeMap<&str, &str> = sums
        .lines()
        .map(|line| line.split_once("  ").expect("a sum and a name"))
        .map(|(sum, name)| (name, sum))
        .collect();
    for (name, sum) in &listed {
        assert_eq!(Digest::of(&files[*name]).hex(), *sum, "{name}");
    }
    let unlisted: Vec<&str> = files.keys().map(String::as_str).filter(|name| !listed.contains_key(name)).collect();
    assert_eq!(unlisted, [".parvis-site", "SHA256SUMS"]);
}

#[test]
fn a_build_killed_at_any_moment_leaves_the_old_site_or_the_new_one() {
    let whole = Place::new();
    whole.build();
    let old = whole.files();
    whole.edit();
    let begun = Instant::now();
    whole.build();
    let (new, lasted) = (whole.files(), begun.elapsed());
    assert_ne!(old, new);
    let mut met = [0_usize; 2];
    for round in 0..16_u32 {
        let place = Place::new();
        place.build();
        place.edit();
        let mut program = place.start();
        if round % 2 == 0 {
            std::thread::sleep(lasted * round / 16);
        } else {
            // Once something is staged beside the site, and a little later each time.
            let staged = || files_beside(&place.out()) > 1;
            while !staged() && program.try_wait().expect("it is ours").is_none() {}
            std::thread::sleep(Duration::from_micros(u64::from(round) * 400));
        }
        let _ = program.kill();
        program.wait().expect("it ends");
        let left = place.files();
        // Where folders cannot be exchanged in one step, there is an instant without one; the next run mends it.
        let between = left.is_empty() && !cfg!(target_os = "linux");
        assert!(left == old || left == new || between, "round {round}: {:?}", left.keys());
        met[usize::from(left == new)] += 1;
        place.build();
        assert_eq!(place.files(), new, "round {round}");
        assert_sums(&place.files());
        assert_eq!(files_beside(&place.out()), 1, "round {round}: nothing is left beside the site");
    }
    assert!(met[0] > 0, "killed before and after the exchange: {met:?}");
}

fn files_beside(out: &Path) -> usize {
    std::fs::read_dir(out.parent().expect("a folder")).map_or(0, Iterator::count)
}

#[test]
fn two_builds_at_once_leave_a_whole_site_and_a_cache_that_is_true() {
    let whole = Place::new();
    whole.edit();
    whole.build();
    for _ in 0..4 {
        let place = Place::new();
        place.build();
        place.edit();
        let both = [place.start(), place.start()];
        for build in both {
            ended(build);
        }
        assert_eq!(place.files(), whole.files());
        assert_sums(&place.files());
        assert!(place.build().contains("nothing changed"));
        place.put("content/new/1.md", "---\ntitle: T\n---\nedited\n");
        place.build();
        assert!(String::from_utf8_lossy(&place.files()["new/1.html"]).contains("edited"));
    }
}

#[test]
fn a_cache_that_is_gone_or_damaged_costs_time_and_nothing_else() {
    let place = Place::new();
    place.build();
    let expected = place.files();
    assert!(place.build().contains("nothing changed"));
    let manifest = std::fs::read(place.manifest()).expect("a manifest");
    let half = manifest[..manifest.len() / 2].to_vec();
    let flipped: Vec<u8> = manifest.iter().map(|byte| byte ^ 1).collect();
    for damaged in [half, flipped, Vec::new(), b"\xff\xfe".to_vec()] {
        std::fs::write(place.manifest(), &damaged).expect("damaged");
        let said = place.build();
        assert!(!said.contains("nothing changed"), "{said}");
        assert_eq!(place.files(), expected);
        assert!(place.build().contains("nothing changed"), "it is whole again");
    }
    std::fs::remove_dir_all(place.cache()).expect("removed");
    place.build();
    assert_eq!(place.files(), expected);
    let file = place.manifest();
    std::fs::remove_file(&file).expect("removed");
    std::fs::create_dir(&file).expect("a folder in its place");
    place.build();
    assert_eq!(place.files(), expected);
    // A cache of what was says nothing of what is.
    std::fs::remove_dir(&file).expect("removed");
    place.edit();
    std::fs::write(&file, &manifest).expect("the old one");
    place.build();
    assert!(place.files().contains_key("new/1.html"));
}

#[cfg(unix)]
#[test]
fn what_did_not_change_is_not_written_and_what_is_stale_goes() {
    use std::os::unix::fs::MetadataExt as _;
    let place = Place::new();
    place.build();
    let mark = |name: &str| {
        let data = std::fs::metadata(place.out().join(name)).expect("a file");
        (data.ino(), data.mtime(), data.mtime_nsec())
    };
    let names = ["same.html", "old/1.html", "assets/plain.css"];
    let before = names.map(mark);
    place.put("content/old/2.md", "---\ntitle: T\n---\nedited\n");
    std::fs::remove_file(place.home.path().join("site/content/old/3.md")).expect("removed");
    place.build();
    assert_eq!(names.map(mark), before);
    let files = place.files();
    assert!(String::from_utf8_lossy(&files["old/2.html"]).contains("edited"));
    assert!(!files.contains_key("old/3.html"));
    assert_sums(&files);
}

#[test]
fn what_was_found_is_told_again_where_nothing_changed() {
    let place = Place::new();
    place.put("parvis.yaml", "name: Notes\nurl: https://example.org/\nlanguages: [en]\ntaxonomies: [{key: tags}]\n");
    place.put("content/a/one.md", "---\ntitle: One\ndate: 2026-03-12\ntags: [School]\n---\n");
    place.put("content/a/two.md", "---\ntitle: Two\ndate: 2026-03-11\ntags: [school]\n---\n");
    let run = |json: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_parvis"));
        program.args(["--lang", "en", "--folder"]).arg(place.home.path().join("site"));
        let output = program.args(["build", "--out"]).arg(place.out()).args(json).output().expect("it runs");
        (output.status.code(), [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()))
    };
    let (first, second) = (run(&[]), run(&[]));
    assert_eq!(first.0, Some(0));
    assert!(first.1[1].contains("TERM_SPELT_TWICE") && first.1[1].contains("4 | tags: [school]"), "{}", first.1[1]);
    assert!(second.1[0].contains("nothing changed"), "{}", second.1[0]);
    let count = |said: &str| said.split(" files").next().map(str::to_owned);
    assert_eq!(count(&second.1[0]), count(&first.1[0]), "both count the same files");
    assert_eq!((second.0, &second.1[1]), (first.0, &first.1[1]));
    let again = run(&["--json"]);
    assert!(again.1[0].contains("\"code\": \"TERM_SPELT_TWICE\""), "{}", again.1[0]);
    place.put("content/a/two.md", "---\ntitle: Two\ndate: 2026-03-11\ntags: [School]\n---\n");
    assert!(!run(&[]).1[1].contains("TERM_SPELT_TWICE"), "what was mended is told no more");
}

#[test]
fn machines_read_the_same_where_nothing_changed_and_every_command_knows_the_environment() {
    let place = Place::new();
    place.put("parvis.trial.yaml", "url: https://trial.example/\n");
    let run = |args: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_parvis"));
        program.args(["--lang", "en", "--folder"]).arg(place.home.path().join("site")).args(args);
        let output = program.output().expect("it runs");
        (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
    };
    let out = place.out();
    let build = ["build", "--json", "--env", "trial", "--out", out.to_str().expect("a path")];
    let (first, again) = (run(&build), run(&build));
    assert_eq!(first, (Some(0), "[]\n".to_owned()));
    assert_eq!(again, first);
    let robots = std::fs::read_to_string(out.join("robots.txt")).expect("a file");
    assert!(robots.contains("https://trial.example/"), "{robots}");
    assert_eq!(run(&["check", "--env", "trial"]).0, Some(0));
    assert_eq!(run(&["check", "--env", "trail"]).0, Some(2));
}

#[test]
fn a_build_that_fails_says_that_nothing_was_written_and_one_without_a_commit_which_day_it_took() {
    let place = Place::new();
    place.put("content/dated.md", "---\ntitle: Dated\ndate: 2026-03-12\n---\n");
    let said = place.build();
    assert!(said.contains("as of 2026-03-12, the newest date of the texts: there is no commit"), "{said}");
    place.put("content/bad.md", "---\ntitle: Bad\n---\n[a](b.md)\n");
    let output = place.start().wait_with_output().expect("it ends");
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(output.status.code() == Some(1) && said.contains("nothing was written; "), "{said}");
    assert!(said.trim_end().ends_with("stays as it was"), "{said}");
}
