//! The past of the council's files, read from real repositories.

#![cfg(feature = "site")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use parvis::history::{Extent, History};
use parvis::source::folder;
use parvis::source::history::HistoryReader;
use parvis::tree::{FilePath, FileTree};

/// A repository made for a test.
struct Repo {
    folder: tempfile::TempDir,
}

impl Repo {
    fn new() -> Self {
        let repo = Self { folder: tempfile::tempdir().expect("a folder") };
        repo.git(&["init", "-q", "-b", "main"]);
        repo
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("council")
    }

    fn git(&self, args: &[&str]) -> String {
        self.git_at(args, 0, b"")
    }

    /// Runs git as Anna, on a machine without settings, at a minute of 12 March 2026.
    fn git_at(&self, args: &[&str], minute: u32, input: &[u8]) -> String {
        std::fs::create_dir_all(self.root()).expect("a folder");
        let date = format!("2026-03-12T{:02}:{:02}:00+01:00", 8 + minute / 60, minute % 60);
        let mut child = Command::new("git")
            .args(["-c", "user.name=Anna Bee", "-c", "user.email=anna@ville.example"])
            .args(args)
            .current_dir(self.root())
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("git runs");
        child.stdin.take().expect("a pipe").write_all(input).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        assert!(output.status.success(), "git {args:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("UTF-8").trim().to_owned()
    }

    fn write(&self, path: &str, text: &str) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        std::fs::write(path, text).expect("written");
    }

    fn commit(&self, minute: u32, subject: &str) -> String {
        self.git(&["add", "-A"]);
        self.git_at(&["commit", "-q", "--allow-empty", "-m", subject], minute, b"");
        self.git(&["rev-parse", "HEAD"])
    }

    fn files(&self) -> FileTree {
        let mut files = folder::read(&self.root(), "content").expect("a folder");
        files.overlay(&folder::read(&self.root(), "submissions").expect("a folder"));
        files
    }

    fn history(&self) -> History {
        HistoryReader::default().read(&self.root(), &self.files())
    }
}

fn path(text: &str) -> FilePath {
    FilePath::parse(text).expect("a path")
}

/// The ids of the commits that changed a file, newest first.
fn commits(history: &History, file: &str) -> Vec<String> {
    let file = &history.past.files[&path(file)];
    file.changes.iter().map(|change| history.past.commits[change.commit].id.to_string()).collect()
}

/// The texts a file had, newest first.
fn texts(history: &History, file: &str) -> Vec<Option<String>> {
    let text = |blob: Option<_>| Some(String::from_utf8_lossy(&history.archive.bytes(&blob?)?).into_owned());
    history.past.files[&path(file)].changes.iter().map(|change| text(change.after)).collect()
}

const LONG: &str = "---\ntitle: Une page\n---\n\nLe square est ouvert de huit heures à vingt heures.\n\nUn gardien en ferme la grille.\n";

#[test]
fn every_version_is_told_with_author_hour_and_subject() {
    let repo = Repo::new();
    repo.write("content/pages/a.md", "one\n");
    repo.write("content/pages/b.md", "other\n");
    repo.write("README.md", "no record\n");
    let first = repo.commit(0, "begin");
    repo.write("README.md", "still no record\n");
    repo.commit(1, "readme");
    repo.write("content/pages/a.md", "two\n");
    let second = repo.commit(2, "say it again for anna@ville.example");
    let history = repo.history();
    assert_eq!(commits(&history, "content/pages/a.md"), [second, first.clone()]);
    assert_eq!(commits(&history, "content/pages/b.md"), [first]);
    assert_eq!(texts(&history, "content/pages/a.md"), [Some("two\n".to_owned()), Some("one\n".to_owned())]);
    let newest = &history.past.commits[0];
    assert_eq!((&*newest.author, &*newest.subject), ("Anna Bee", "say it again for anna@…"));
    assert_eq!((newest.when.offset, newest.when.seconds), (60, 1_773_298_920));
    assert_eq!((history.past.commits.len(), history.past.extent.clone()), (2, Extent::Whole));
    assert!(history.uncommitted.is_empty());
}

#[test]
fn a_folder_without_git_has_no_past_and_no_fault() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut files = FileTree::new();
    files.insert(path("content/pages/a.md"), b"one\n".to_vec());
    let history = HistoryReader::default().read(folder.path(), &files);
    assert_eq!((history.past.files.len(), &history.past.extent), (0, &Extent::Whole));
    assert!(history.uncommitted.is_empty());
    // Nor has a repository before its first commit, or one that does not hold the council.
    let repo = Repo::new();
    repo.write("content/pages/a.md", "one\n");
    assert!(repo.history().uncommitted.is_empty());
    repo.write(".gitignore", "content\n");
    repo.commit(0, "only the list of what is left out");
    assert!(repo.history().uncommitted.is_empty());
}

#[test]
fn a_council_in_a_folder_of_its_repository_is_followed() {
    let repo = Repo::new();
    repo.write("ville/content/pages/a.md", "one\n");
    repo.write("content/pages/a.md", "of somebody else\n");
    let first = repo.commit(0, "begin");
    let root = repo.root().join("ville");
    let history = HistoryReader::default().read(&root, &folder::read(&root, "content").expect("a folder"));
    assert_eq!(commits(&history, "content/pages/a.md"), [first]);
    assert_eq!(texts(&history, "content/pages/a.md"), [Some("one\n".to_owned())]);
}

#[test]
fn a_moved_file_is_followed_with_the_same_bytes_or_with_some_changed() {
    let repo = Repo::new();
    repo.write("content/pages/a.md", LONG);
    repo.write("content/pages/x.md", "short\n");
    let first = repo.commit(0, "begin");
    repo.git(&["mv", "content/pages/a.md", "content/pages/b.md"]);
    let second = repo.commit(1, "move");
    repo.git(&["mv", "content/pages/b.md", "content/pages/c.md"]);
    repo.write("content/pages/c.md", &LONG.replace("vingt", "vingt et une"));
    let third = repo.commit(2, "move and change");
    repo.write("content/pages/a.md", "another page under the old name\n");
    let fourth = repo.commit(3, "a new one");
    let history = repo.history();
    assert_eq!(commits(&history, "content/pages/c.md"), [third, second, first]);
    assert_eq!(commits(&history, "content/pages/a.md"), [fourth]);
    let moves: Vec<_> = history.past.files[&path("content/pages/c.md")].changes.iter().map(|c| &c.moved_from).collect();
    assert_eq!(moves, [&Some(path("content/pages/b.md")), &Some(path("content/pages/a.md")), &None]);
}

#[test]
fn of_files_moved_together_each_is_followed_to_its_own() {
    let repo = Repo::new();
    for name in ["a", "b", "c"] {
        repo.write(&format!("content/pages/{name}.md"), "the same text in all\n");
    }
    repo.commit(0, "begin");
    repo.git(&["mv", "content/pages", "content/news"]);
    repo.commit(1, "move the folder");
    let history = repo.history();
    for name in ["a", "b", "c"] {
        let from = &history.past.files[&path(&format!("content/news/{name}.md"))].changes[0].moved_from;
        assert_eq!(*from, Some(path(&format!("content/pages/{name}.md"))));
    }
}

#[test]
fn a_file_that_went_and_came_back_says_both() {
    let repo = Repo::new();
    repo.write("content/pages/a.md", "one\n");
    repo.write("content/pages/b.md", "stays\n");
    repo.commit(0, "begin");
    std::fs::remove_file(repo.root().join("content/pages/a.md")).expect("removed");
    repo.commit(1, "take away");
    repo.write("content/pages/a.md", "two\n");
    repo.commit(2, "bring back");
    let expected = [Some("two\n".to_owned()), None, Some("one\n".to_owned())];
    assert_eq!(texts(&repo.history(), "content/pages/a.md"), expected);
}

#[test]
fn a_merge_that_took_a_side_is_no_step_and_one_that_joined_is() {
    let repo = Repo::new();
    let lines = |first: &str, last: &str| format!("{first}\n\na\n\nb\n\nc\n\nd\n\n{last}\n");
    repo.write("content/pages/a.md", &lines("one", "one"));
    repo.write("content/pages/b.md", "one\n");
    let base = repo.commit(0, "begin");
    repo.git(&["checkout", "-q", "-b", "side"]);
    repo.write("content/pages/a.md", &lines("side", "one"));
    repo.write("content/pages/b.md", "side\n");
    let side = repo.commit(1, "on the side");
    repo.git(&["checkout", "-q", "main"]);
    repo.write("content/pages/a.md", &lines("one", "main"));
    let main = repo.commit(2, "on the main line");
    repo.git_at(&["merge", "-q", "--no-ff", "-m", "merge the side", "side"], 3, b"");
    let merge = repo.git(&["rev-parse", "HEAD"]);
    // What was written and thrown away at its merge is in no list.
    repo.git(&["checkout", "-q", "-b", "lost"]);
    repo.write("content/pages/b.md", "lost\n");
    repo.commit(4, "lost");
    repo.git(&["checkout", "-q", "main"]);
    repo.git_at(&["merge", "-q", "--no-ff", "-s", "ours", "-m", "throw it away", "lost"], 5, b"");
    let history = repo.history();
    assert_eq!(commits(&history, "content/pages/b.md"), [side.clone(), base.clone()]);
    assert_eq!(commits(&history, "content/pages/a.md"), [merge.clone(), main.clone(), side.clone(), base]);
    let merged = |id: &str| {
        let one = history.past.commits.iter().find(|one| one.id.to_string() == id).expect("it is named");
        one.merged.map(|at| history.past.commits[at].id.to_string())
    };
    assert_eq!((merged(&side), merged(&main), merged(&merge)), (Some(merge), None, None));
}

#[test]
fn a_shallow_clone_says_from_when_on_it_knows() {
    let repo = Repo::new();
    repo.write("content/pages/a.md", "one\n");
    repo.write("content/pages/b.md", "other\n");
    repo.commit(0, "begin");
    repo.commit(1, "nothing");
    repo.write("content/pages/a.md", "two\n");
    let last = repo.commit(2, "change");
    let clone = repo.folder.path().join("clone");
    let url = format!("file://{}", repo.root().display());
    repo.git(&["clone", "-q", "--depth", "2", &url, &clone.to_string_lossy()]);
    let history = HistoryReader::default().read(&clone, &repo.files());
    assert_eq!(commits(&history, "content/pages/a.md"), [last]);
    assert_eq!(commits(&history, "content/pages/b.md"), Vec::<String>::new());
    assert!(history.past.files.values().all(|file| file.is_cut));
    let Extent::Since(stamp) = history.past.extent else { panic!("{:?}", history.past.extent) };
    assert_eq!(stamp.seconds, 1_773_298_860);
    assert!(history.uncommitted.is_empty());
    // A clone made shallow later still has the objects, and git no longer looks at them.
    std::fs::write(repo.root().join(".git/shallow"), repo.git(&["rev-parse", "HEAD^"]) + "\n").expect("written");
    assert_eq!(*repo.history().past, *history.past);
}

#[test]
fn what_is_not_committed_is_told_apart() {
    let repo = Repo::new();
    repo.write("content/pages/a.md", "one\n");
    repo.write("content/pages/b.md", "one\ntwo\n");
    repo.commit(0, "begin");
    repo.write("content/pages/a.md", "changed\n");
    // The same with the ends of lines of another system.
    repo.write("content/pages/b.md", "one\r\ntwo\r\n");
    repo.write("content/pages/new.md", "new\n");
    repo.write("content/img/a.txt", "no record\n");
    let history = repo.history();
    let names: Vec<&str> = history.uncommitted.keys().map(FilePath::as_str).collect();
    assert_eq!(names, ["content/pages/a.md", "content/pages/new.md"]);
}

#[test]
fn a_repository_that_cannot_be_read_says_why() {
    let repo = Repo::new();
    repo.write("content/pages/a.md", "one\n");
    let first = repo.commit(0, "begin");
    std::fs::remove_file(repo.root().join(".git/objects").join(&first[..2]).join(&first[2..])).expect("removed");
    let history = repo.history();
    assert!(matches!(history.past.extent, Extent::Unreadable(_)), "{:?}", history.past.extent);
}

#[test]
fn it_is_read_again_only_when_head_moved() {
    let repo = Repo::new();
    repo.write("content/pages/a.md", "one\n");
    repo.commit(0, "begin");
    let mut reader = HistoryReader::default();
    let first = reader.read(&repo.root(), &repo.files());
    repo.write("content/pages/a.md", "two\n");
    let second = reader.read(&repo.root(), &repo.files());
    assert!(std::sync::Arc::ptr_eq(&first.past, &second.past));
    assert_eq!((first.uncommitted.len(), second.uncommitted.len()), (0, 1));
    repo.commit(1, "change");
    let third = reader.read(&repo.root(), &repo.files());
    assert_eq!((third.uncommitted.len(), commits(&third, "content/pages/a.md").len()), (0, 2));
}

#[test]
fn names_are_those_of_the_mailmap_where_there_is_one() {
    let repo = Repo::new();
    repo.write("content/pages/a.md", "one\n");
    repo.write(".mailmap", "The town clerk <clerk@ville.example> <anna@ville.example>\n");
    repo.commit(0, "begin");
    assert_eq!(&*repo.history().past.commits[0].author, "The town clerk");
    // What is not committed has no say in it.
    repo.write(".mailmap", "Somebody <x@ville.example> <anna@ville.example>\n");
    assert_eq!(&*repo.history().past.commits[0].author, "The town clerk");
}

/// A random history: branches, and merges that take a side, join, or invent.
fn random(repo: &Repo, seed: u64, size: u32) {
    let mut state = seed;
    let mut random = move |below: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    let mut stream = String::new();
    let mut trees: Vec<BTreeMap<String, u64>> = Vec::new();
    let mut tips = vec![0_usize];
    for mark in 0..size as usize {
        let last = mark + 1 == size as usize;
        let tip = if last { 0 } else { usize::try_from(random(tips.len() as u64)).expect("small") };
        let other = tips[usize::try_from(random(tips.len() as u64)).expect("small")];
        let parent = tips[tip];
        let mut tree = trees.get(parent).cloned().unwrap_or_default();
        let before = tree.clone();
        let merges = mark > 0 && other != parent && random(3) == 0;
        if merges {
            for (path, text) in trees[other].clone() {
                match random(4) {
                    0 => drop(tree.insert(path, text)),
                    1 if random(4) == 0 => drop(tree.insert(path, random(1 << 40))),
                    _ => {}
                }
            }
        }
        for _ in 0..random(3) + u64::from(mark == 0) * 8 {
            let path = format!("content/pages/{}.md", random(6));
            if random(6) == 0 {
                tree.remove(&path)
            } else {
                tree.insert(path, random(1 << 40))
            };
        }
        // Clocks differ: some commits are older than their parents.
        let when = 1_773_298_800 + mark as u64 * 60 - random(5) * 100;
        let from = if mark > 0 { format!("from :{}\n", parent + 1) } else { String::new() };
        let second = if merges { format!("merge :{}\n", other + 1) } else { String::new() };
        let commit = format!(
            "commit refs/heads/b{mark}\nmark :{}\ncommitter A <a@x> {when} +0000\ndata 1\nx\n{from}{second}",
            mark + 1
        );
        stream += &commit;
        let gone = before.keys().filter(|path| !tree.contains_key(*path));
        stream.extend(gone.map(|path| format!("D {path}\n")));
        for (path, text) in tree.iter().filter(|(path, text)| before.get(*path) != Some(*text)) {
            let text = format!("{text}\n");
            let change = format!("M 100644 inline {path}\ndata {}\n{text}\n", text.len());
            stream += &change;
        }
        trees.push(tree);
        if mark > 0 && random(4) == 0 && !last { tips.push(mark) } else { tips[tip] = mark }
    }
    repo.git_at(&["fast-import", "--quiet"], 0, stream.as_bytes());
    repo.git(&["reset", "-q", "--hard", &format!("b{}", tips[0])]);
}

#[test]
fn the_steps_of_each_file_are_those_of_git_log() {
    for seed in 0..12 {
        let repo = Repo::new();
        random(&repo, seed, 40);
        let history = repo.history();
        assert!(!history.past.files.is_empty());
        for file in history.past.files.keys() {
            let log = repo.git(&["log", "--format=%H", "--", file.as_str()]);
            let by_git: BTreeSet<String> = log.lines().map(str::to_owned).collect();
            let found = commits(&history, file.as_str());
            assert_eq!(found.iter().cloned().collect::<BTreeSet<_>>(), by_git, "{file}, seed {seed}");
            assert_eq!(found.len(), by_git.len(), "{file}, seed {seed}");
        }
    }
}

#[test]
fn a_work_tree_beside_the_repository_has_the_same_past() {
    let repo = Repo::new();
    repo.write("content/pages/a.md", "one\n");
    repo.commit(0, "begin");
    let beside = repo.folder.path().join("beside");
    repo.git(&["worktree", "add", "-q", "-b", "other", &beside.to_string_lossy()]);
    let history = HistoryReader::default().read(&beside, &repo.files());
    assert_eq!(*history.past, *repo.history().past);
    assert!(parvis::source::history::head_log(&beside).is_some_and(|logs| Path::new(&logs).is_dir()));
}
