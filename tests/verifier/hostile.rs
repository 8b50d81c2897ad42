//! Hostile pull requests, made with git's own plumbing: each is named by its fault.

use parvis::gate::{Answer, check, people_of};
use parvis::record::{Files, Record, outline, replay};
use parvis::source::git::GitSource;
use parvis::tree::FileTree;
use repository::Council;

use crate::support::repository;

/// A council, and what the table makes its branches from.
struct Bench {
    council: Council,
    /// A good ballot: its path and its blob.
    ballot: (String, String),
    /// A recorded ballot that lies on main.
    merged: String,
    blob: String,
    empty: String,
}

/// An entry of a tree, as bytes: git's own commands would not make some of them.
type Entry<'a> = (&'a str, &'a [u8], &'a str);

impl Bench {
    fn new() -> Self {
        let council = Council::found();
        let mut merged = String::new();
        council.branch("anna", || merged = council.vote("anna", "elm", "10"));
        council.merge("anna");
        council.ingest();
        let mut path = String::new();
        council.branch("bela", || path = council.vote("bela", "oak", "20"));
        let blob = council.git(&["rev-parse", &format!("bela:{path}")]).trim().to_owned();
        let ballot = (path, blob);
        let blob = council.git_with(&["hash-object", "-w", "--stdin"], b"x\n");
        let empty = council.git_with(&["mktree"], b"");
        Self { council, ballot, merged, blob, empty }
    }

    fn blob(&self, bytes: &[u8]) -> String {
        self.council.git_with(&["hash-object", "-w", "--stdin"], bytes)
    }

    fn tree(&self, entries: &[Entry<'_>]) -> String {
        let raw = |id: &str| -> Vec<u8> {
            (0..20).map(|at| u8::from_str_radix(&id[2 * at..2 * at + 2], 16).expect("digits")).collect()
        };
        let entry = |(mode, name, id): &Entry<'_>| [mode.as_bytes(), b" ", name, b"\0", &raw(id)].concat();
        let bytes: Vec<u8> = entries.iter().flat_map(entry).collect();
        self.council.git_with(&["hash-object", "-t", "tree", "-w", "--stdin", "--literally"], &bytes)
    }

    fn commit(&self, tree: &str, parents: &[&str]) -> String {
        let parents = parents.iter().flat_map(|parent| ["-p", parent]);
        let args: Vec<&str> = ["commit-tree", tree, "-m", "hostile"].into_iter().chain(parents).collect();
        self.council.git(&args).trim().to_owned()
    }

    /// A commit on main with these changes.
    fn index(&self, changes: &[(&str, &str, &str)]) -> String {
        self.commit(&self.index_tree(changes), &["main"])
    }

    /// The tree of main with these changes; `0` as a mode removes.
    fn index_tree(&self, changes: &[(&str, &str, &str)]) -> String {
        self.council.git(&["read-tree", "main"]);
        let line = |(mode, path, id): &(&str, &str, &str)| match *mode {
            "0" => format!("0 {} 0\t{path}\0", "0".repeat(40)),
            mode => format!("{mode} {id} 0\t{path}\0"),
        };
        let lines: String = changes.iter().map(line).collect();
        self.council.git_with(&["update-index", "-z", "--index-info"], lines.as_bytes());
        let tree = self.council.git(&["write-tree"]).trim().to_owned();
        self.council.git(&["read-tree", "main"]);
        tree
    }

    /// A commit on main whose folder `submissions/proposals` is `tree`: there is none on main.
    fn proposals(&self, tree: &str) -> String {
        let id = |path: &str| self.council.git(&["rev-parse", path]).trim().to_owned();
        let list = |path: &str, but: &str| -> Vec<(String, String, String)> {
            let listed = self.council.git(&["ls-tree", path]);
            let line = |line: &str| {
                let (head, name) = line.split_once('\t').expect("a name");
                let words: Vec<&str> = head.split(' ').collect();
                (words[0].trim_start_matches('0').to_owned(), name.to_owned(), words[2].to_owned())
            };
            listed.lines().map(line).filter(|(_, name, _)| name != but).collect()
        };
        assert!(!id("main").is_empty());
        let with = |path: &str, name: &str, tree: &str| {
            let mut entries = list(path, name);
            entries.push(("40000".to_owned(), name.to_owned(), tree.to_owned()));
            entries.sort_by_key(|(mode, name, _)| if mode == "40000" { format!("{name}/") } else { name.clone() });
            let entries: Vec<Entry<'_>> =
                entries.iter().map(|(mode, name, id)| (mode.as_str(), name.as_bytes(), id.as_str())).collect();
            self.tree(&entries)
        };
        let submissions = with("main:submissions", "proposals", tree);
        self.commit(&with("main", "submissions", &submissions), &["main"])
    }

    /// The repository, the record of main and its files.
    fn opened(&self) -> (GitSource, Record, FileTree) {
        let git = GitSource::open(&self.council.root).expect("a repository");
        let folder = git.files("main", &["submissions"]).expect("readable");
        let (record, findings) = replay(&Files::new(folder.clone()));
        assert_eq!(findings, []);
        (git, record.expect("a record"), folder)
    }

    /// A tree in which `levels` folders lie in each other, and the last one holds a file.
    fn deep(&self, levels: usize) -> String {
        (0..levels).fold(self.tree(&[("100644", b"a.md", &self.blob)]), |tree, _| self.tree(&[("40000", b"d", &tree)]))
    }
}

/// The verdicts on `head`, as `CODE path`.
fn verdicts(git: &GitSource, base: &str, head: &str, record: &Record, folder: &FileTree) -> Vec<String> {
    let set = git.changes(base, head).expect("comparable");
    let line = |verdict: &parvis::gate::Verdict| match &verdict.answer {
        Answer::Taken { .. } => format!("TAKEN {}", verdict.path),
        Answer::Refused { code, help, .. } => {
            assert!(code.next_step().is_some(), "{code} says how to fix it: {}", help.en);
            format!("{code} {}", verdict.path)
        }
    };
    let whole: Vec<String> = check(set.clone(), git, record.clone(), folder).iter().map(line).collect();
    // What the program reads of the record says the same.
    let people = people_of(&set, git);
    let part = git.files_where(base, &["submissions"], &|path| people.wants(path)).expect("readable");
    let (outlined, _) = outline(&Files::new(part.clone()), people);
    let less: Vec<String> = check(set, git, outlined.expect("a record"), &part).iter().map(line).collect();
    assert_eq!(less, whole);
    whole
}

#[test]
#[expect(clippy::too_many_lines, reason = "a table: a row for each way of being hostile")]
fn every_hostile_branch_is_named_by_its_fault() {
    let bench = Bench::new();
    let (path, good) = (bench.ballot.0.as_str(), bench.ballot.1.as_str());
    let (blob, empty, merged) = (bench.blob.as_str(), bench.empty.as_str(), bench.merged.as_str());
    let main = bench.council.git(&["rev-parse", "main"]).trim().to_owned();
    let text = bench.council.git(&["cat-file", "blob", good]);
    let crlf = bench.blob(text.replace('\n', "\r\n").as_bytes());
    let huge = bench.blob(&vec![b'x'; 5_000_000]);
    let missing = "1234567890123456789012345678901234567890";
    let one = |mode: &str, name: &[u8], id: &str| bench.proposals(&bench.tree(&[(mode, name, id)]));
    let at = |name: &str| format!("submissions/proposals/{name}");

    let bomb = {
        let names: Vec<String> = (10..30).map(|n| format!("d{n}")).collect();
        (0..10).fold(empty.to_owned(), |tree, _| {
            let entries: Vec<Entry<'_>> = names.iter().map(|name| ("40000", name.as_bytes(), tree.as_str())).collect();
            bench.tree(&entries)
        })
    };
    let twofold = (0..40).fold(bench.tree(&[("100644", b"a.md", blob)]), |tree, _| {
        bench.tree(&[("40000", b"l", &tree), ("40000", b"r", &tree)])
    });
    let names: Vec<String> = (0..100_000).map(|n| format!("p{n:06}.1.00000000.md")).collect();
    let crowd: Vec<Entry<'_>> = names.iter().map(|name| ("100644", name.as_bytes(), blob)).collect();
    let crowd = bench.proposals(&bench.tree(&crowd));
    let enormous: Vec<Entry<'_>> = (0..20).flat_map(|_| names.iter().map(|n| ("100644", n.as_bytes(), blob))).collect();
    let enormous = bench.proposals(&bench.tree(&enormous[..400_000]));

    let orphan = bench.commit(&bench.tree(&[("100644", b"a", blob)]), &[]);
    let joined = bench.commit(&bench.index_tree(&[("100644", path, good)]), &[&main, &orphan]);
    let long = {
        let mut stream = String::new();
        for n in 0..10_001 {
            let from = if n == 0 { "from main^0\n".to_owned() } else { String::new() };
            let head = format!("commit refs/heads/long\ncommitter T <t@x> {n} +0000\ndata 0\n{from}\n");
            stream.push_str(&head);
        }
        bench.council.git_with(&["fast-import", "--quiet", "--force"], stream.as_bytes());
        "long".to_owned()
    };
    let heavy = {
        let tree = bench.council.git(&["rev-parse", "main^{tree}"]).trim().to_owned();
        let commit = format!("tree {tree}\nparent {main}\nauthor T <t@x> 1 +0000\ncommitter T <t@x> 1 +0000\n\n");
        let bytes = [commit.as_bytes(), &vec![b'x'; 2_000_000]].concat();
        bench.council.git_with(&["hash-object", "-t", "commit", "-w", "--stdin"], &bytes)
    };

    let rows: Vec<(&str, String, Vec<String>)> = vec![
        ("a good ballot", bench.index(&[("100644", path, good)]), vec![format!("TAKEN {path}")]),
        ("a symbolic link", bench.index(&[("120000", path, blob)]), vec![format!("MODE_FORBIDDEN {path}")]),
        ("a submodule", bench.index(&[("160000", path, &main)]), vec![format!("MODE_FORBIDDEN {path}")]),
        ("an executable", bench.index(&[("100755", path, good)]), vec![format!("MODE_FORBIDDEN {path}")]),
        ("an odd mode", one("100664", b"a.1.b.md", blob), vec![format!("MODE_FORBIDDEN {}", at("a.1.b.md"))]),
        (
            "a folder called a file",
            one("100644", b"a.1.b.md", empty),
            vec![format!("MODE_FORBIDDEN {}", at("a.1.b.md"))],
        ),
        ("..", one("40000", b"..", &bench.deep(0)), vec![format!("PATH_FORBIDDEN {}", at("../a.md"))]),
        (".git", one("40000", b".git", &bench.deep(0)), vec![format!("PATH_FORBIDDEN {}", at(".git/a.md"))]),
        (".GIT", one("40000", b".GIT", &bench.deep(0)), vec![format!("PATH_FORBIDDEN {}", at(".GIT/a.md"))]),
        (".", one("100644", b".", blob), vec![format!("PATH_FORBIDDEN {}", at("."))]),
        ("a slash in a name", one("100644", b"a/b.1.c.md", blob), vec![format!("PATH_FORBIDDEN {}", at("a/b.1.c.md"))]),
        (
            "a slash that makes a path of ours",
            bench.commit(&bench.tree(&[("100644", path.as_bytes(), good)]), &[&main]),
            vec![],
        ),
        ("a backslash", one("100644", b"a\\b.md", blob), vec![format!("PATH_FORBIDDEN {}", at("a\\b.md"))]),
        (
            "a line end in a name",
            one("100644", b"a\nb.md", blob),
            vec![format!("PATH_FORBIDDEN {}", at("a\u{fffd}b.md"))],
        ),
        (
            "a name that is no UTF-8",
            one("100644", b"\xff.md", blob),
            vec![format!("PATH_FORBIDDEN {}", at("\u{fffd}.md"))],
        ),
        (
            "two names that decompose alike",
            bench.proposals(
                &bench.tree(&[
                    ("100644", "e\u{301}.1.a.md".as_bytes(), blob),
                    ("100644", "\u{e9}.1.a.md".as_bytes(), blob),
                ]),
            ),
            vec![
                format!("PATH_FORBIDDEN {}", at("e\u{301}.1.a.md")),
                format!("PATH_FORBIDDEN {}", at("\u{e9}.1.a.md")),
            ],
        ),
        (
            "a name twice",
            bench.proposals(&bench.tree(&[("100644", b"a.1.b.md", blob), ("100644", b"a.1.b.md", good)])),
            vec![format!("PATH_TWICE {}", at("a.1.b.md")), format!("PATH_TWICE {}", at("a.1.b.md"))],
        ),
        (
            "a name as file and folder",
            bench.proposals(&bench.tree(&[("100644", b"a.1.b.md", blob), ("40000", b"a.1.b.md", empty)])),
            vec![format!("PATH_TWICE {}", at("a.1.b.md")), format!("PATH_TWICE {}", at("a.1.b.md"))],
        ),
        (
            "case twins",
            bench.proposals(&bench.tree(&[("100644", b"A.1.b.md", blob), ("100644", b"a.1.b.md", blob)])),
            vec![format!("PATH_FORBIDDEN {}", at("A.1.b.md")), format!("GRAMMAR_FAULT {}", at("a.1.b.md"))],
        ),
        (
            "a very deep folder",
            bench.proposals(&bench.deep(200)),
            vec![format!("PATH_FORBIDDEN {}", at(&["d"; 11].join("/")))],
        ),
        ("a bomb of folders", bench.commit(&bomb, &[&main]), vec!["TOO_MANY_FILES .".to_owned()]),
        ("the same folder nested 2^40 times", bench.proposals(&twofold), vec!["TOO_MANY_FILES .".to_owned()]),
        ("100,000 files", crowd, vec!["TOO_MANY_FILES .".to_owned()]),
        ("a folder of 16 MiB", enormous, vec![format!("OBJECT_UNREADABLE {}", at("").trim_end_matches('/'))]),
        ("a huge file", bench.index(&[("100644", path, &huge)]), vec![format!("FILE_TOO_LARGE {path}")]),
        ("a missing file", one("100644", b"a.1.b.md", missing), vec![format!("OBJECT_UNREADABLE {}", at("a.1.b.md"))]),
        ("a missing folder", one("40000", b"a", missing), vec![format!("OBJECT_UNREADABLE {}", at("a"))]),
        ("a file called a folder", one("40000", b"a", blob), vec![format!("OBJECT_UNREADABLE {}", at("a"))]),
        ("CRLF", bench.index(&[("100644", path, &crlf)]), vec![format!("TEXT_DAMAGED {path}")]),
        ("a changed ballot", bench.index(&[("100644", merged, good)]), vec![format!("NOT_AN_ADDITION {merged}")]),
        ("a ballot taken away", bench.index(&[("0", merged, "")]), vec![format!("NOT_AN_ADDITION {merged}")]),
        (
            "a ballot made executable",
            bench.index(&[("100755", merged, bench.council.git(&["rev-parse", &format!("main:{merged}")]).trim())]),
            vec![format!("NOT_AN_ADDITION {merged}")],
        ),
        (
            "a ballot turned into a folder",
            bench.index(&[("0", merged, ""), ("100644", &format!("{merged}/a"), blob)]),
            vec![format!("NOT_AN_ADDITION {merged}"), format!("PATH_FORBIDDEN {merged}/a")],
        ),
        (
            "a file elsewhere beside a good ballot",
            bench.index(&[
                ("100644", path, good),
                ("100644", "README.md", blob),
                ("100644", ".github/workflows/a.yml", blob),
            ]),
            vec![
                "PATH_FORBIDDEN .github/workflows/a.yml".to_owned(),
                "PATH_FORBIDDEN README.md".to_owned(),
                format!("TAKEN {path}"),
            ],
        ),
        (
            "the log",
            bench.index(&[("100644", "submissions/log/entries", blob)]),
            vec!["PATH_FORBIDDEN submissions/log/entries".to_owned()],
        ),
        (
            "the sealed rules",
            bench.index(&[("0", "submissions/definitions/square.definition", "")]),
            vec!["PATH_FORBIDDEN submissions/definitions/square.definition".to_owned()],
        ),
        (
            "a new roll",
            bench.index(&[("100644", "submissions/rolls/residents/2.roll", blob)]),
            vec!["PATH_FORBIDDEN submissions/rolls/residents/2.roll".to_owned()],
        ),
        (
            "attributes that turn filters on",
            bench.index(&[("100644", "submissions/.gitattributes", blob)]),
            vec!["PATH_FORBIDDEN submissions/.gitattributes".to_owned()],
        ),
        ("no merge base", orphan, vec!["MERGE_BASE_UNCLEAR .".to_owned()]),
        ("a good ballot on a branch with a second root", joined, vec![format!("TAKEN {path}")]),
        ("10,001 commits", long, vec!["TOO_MANY_FILES .".to_owned()]),
        ("a commit of 2 MB", heavy, vec!["OBJECT_UNREADABLE .".to_owned()]),
    ];

    let (git, record, folder) = bench.opened();
    for (name, head, expected) in &rows {
        let mut found = verdicts(&git, "main", head, &record, &folder);
        found.sort();
        let mut expected = expected.clone();
        expected.sort();
        if expected.is_empty() {
            // A branch that empties the folder: every path is named, none is taken.
            assert!(!found.is_empty() && found.iter().all(|line| !line.starts_with("TAKEN")), "{name}: {found:?}");
        } else {
            assert_eq!(found, expected, "{name}");
        }
    }
}

#[test]
fn a_history_that_was_altered_is_not_judged() {
    let bench = Bench::new();
    let council = &bench.council;
    let git_folder = council.root.join(".git");
    let tree = council.git(&["rev-parse", "main^{tree}"]).trim().to_owned();
    let main = council.git(&["rev-parse", "main"]).trim().to_owned();
    let (path, good) = (bench.ballot.0.as_str(), bench.ballot.1.as_str());
    let judge = |base: &str, head: &str| {
        let (git, record, folder) = bench.opened();
        verdicts(&git, base, head, &record, &folder)
    };

    // Two branches that merged each other have two merge bases.
    let (left, right) = (bench.commit(&tree, &[&main]), bench.commit(&bench.index_tree(&[]), &["main~1"]));
    let crossed = |first: &str, second: &str| bench.commit(&tree, &[first, second]);
    let (here, there) = (crossed(&left, &right), crossed(&right, &left));
    assert_eq!(judge(&here, &there), ["MERGE_BASE_UNCLEAR ."]);

    // A replacement is what every other git command of this clone would see.
    let hostile = bench.index(&[("100644", "README.md", bench.blob.as_str())]);
    let harmless = bench.index(&[("100644", path, good)]);
    council.git(&["replace", &hostile, &harmless]);
    let seen = council.git(&["diff", "--name-only", "main", &hostile]);
    assert_eq!(seen.trim(), path, "git itself follows the replacement");
    assert_eq!(judge("main", &hostile), ["PATH_FORBIDDEN README.md"]);
    council.git(&["replace", &bench.blob, good]);
    let replaced = bench.index(&[("100644", path, bench.blob.as_str())]);
    assert_eq!(judge("main", &replaced), [format!("GRAMMAR_FAULT {path}")]);

    // A graft says that a commit has other parents than it names.
    assert_eq!(judge("main", &harmless), [format!("TAKEN {path}")]);
    let grafts = git_folder.join("info/grafts");
    std::fs::create_dir_all(git_folder.join("info")).expect("a folder");
    std::fs::write(&grafts, format!("{hostile}\n")).expect("written");
    assert_eq!(judge("main", &harmless), ["HISTORY_ALTERED ."]);
    std::fs::remove_file(&grafts).expect("removed");

    let shallow = git_folder.join("shallow");
    std::fs::write(&shallow, format!("{main}\n")).expect("written");
    assert_eq!(judge("main", &harmless), ["HISTORY_ALTERED ."]);
}
