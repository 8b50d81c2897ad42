//! A council with a long past, made with `git fast-import`.

use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use walkdir::WalkDir;

/// The folders of a bench.
pub(crate) struct Council {
    /// The council's repository.
    pub(crate) repository: PathBuf,
    /// The same files without git.
    pub(crate) plain: PathBuf,
    /// Where the sites go.
    pub(crate) site: PathBuf,
    pub(crate) plain_site: PathBuf,
    /// Bytes of the repository's objects.
    pub(crate) objects: u64,
}

/// Makes it, unless it is there.
pub(crate) fn make(folder: &Path, commits: usize, records: usize) -> Council {
    let folder = folder.join(format!("{commits}-{records}"));
    let (repository, plain) = (folder.join("council"), folder.join("plain"));
    if !plain.exists() {
        std::fs::create_dir_all(&repository).expect("a folder");
        git(&repository, &["init", "-q", "-b", "main"]);
        import(&repository, commits, records);
        git(&repository, &["reset", "-q", "--hard", "main"]);
        // Packed as a clone gets it.
        git(&repository, &["gc", "-q"]);
        std::fs::create_dir_all(&plain).expect("a folder");
        let mut copy = Command::new("cp");
        copy.arg("-r").args(["content", "parvis.yaml"].map(|name| repository.join(name))).arg(&plain);
        assert!(copy.status().expect("cp runs").success());
    }
    let size = |path: &Path| WalkDir::new(path).into_iter().flatten().filter_map(|entry| entry.metadata().ok());
    let objects =
        size(&repository.join(".git/objects")).filter(std::fs::Metadata::is_file).map(|file| file.len()).sum();
    Council { site: folder.join("site"), plain_site: folder.join("plain-site"), repository, plain, objects }
}

fn git(folder: &Path, args: &[&str]) {
    let status = Command::new("git").args(args).current_dir(folder).status().expect("git runs");
    assert!(status.success(), "git {args:?}");
}

fn import(folder: &Path, commits: usize, records: usize) {
    let mut command = Command::new("git");
    command.args(["fast-import", "--quiet"]).current_dir(folder).stdin(Stdio::piped());
    let mut child = command.spawn().expect("git runs");
    let stream = BufWriter::new(child.stdin.take().expect("a pipe"));
    let mut import = Import { stream, versions: vec![0; records], made: 0, state: 20_260_312 };
    import.begin();
    while import.made < commits {
        if import.made.is_multiple_of(5) && import.made + 3 <= commits {
            import.branch();
        } else {
            import.edit(&[]);
        }
    }
    import.stream.flush().expect("it reads");
    drop(import);
    assert!(child.wait().expect("it ends").success());
}

const CONFIG: &str = include_str!("../../docs/first-vote/parvis.yaml");
const BODY: &str = include_str!("../../docs/first-vote/content/bodies/quartier.md");

struct Import<W: std::io::Write> {
    stream: W,
    /// How often each record was changed.
    versions: Vec<usize>,
    made: usize,
    state: u64,
}

impl<W: std::io::Write> Import<W> {
    fn say(&mut self, text: &str) {
        self.stream.write_all(text.as_bytes()).expect("git reads");
    }

    /// A commit on what was made last, or on these.
    fn commit(&mut self, parents: &[usize], subject: &str) {
        self.made += 1;
        let (mark, person, second) = (self.made, self.made % 40, 1_600_000_000 + 600 * self.made);
        let who = format!("Person {person} <p{person}@ville.example> {second} +0100");
        self.say(&format!("commit refs/heads/main\nmark :{mark}\nauthor {who}\ncommitter {who}\n"));
        self.say(&format!("data {}\n{subject}\n", subject.len()));
        for (at, parent) in parents.iter().enumerate() {
            self.say(&format!("{} :{parent}\n", if at == 0 { "from" } else { "merge" }));
        }
    }

    fn file(&mut self, path: &str, text: &str) {
        self.say(&format!("M 100644 inline {path}\ndata {}\n{text}\n", text.len()));
    }

    fn record(&mut self, record: usize) {
        let text = text(record, self.versions[record]);
        self.file(&format!("content/news/n{record:05}.md"), &text);
    }

    fn begin(&mut self) {
        self.commit(&[], "all records");
        self.file("parvis.yaml", CONFIG);
        self.file("content/bodies/quartier.md", BODY);
        (0..self.versions.len()).for_each(|record| self.record(record));
    }

    fn draw(&mut self) -> usize {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.state >> 33).unwrap_or(0) % self.versions.len()
    }

    fn edit(&mut self, parents: &[usize]) -> usize {
        let record = self.draw();
        self.versions[record] += 1;
        self.commit(parents, &format!("news: n{record:05} again"));
        self.record(record);
        record
    }

    /// One commit beside the main line, one on it, and the merge of both.
    fn branch(&mut self) {
        let base = self.made;
        let side = self.edit(&[base]);
        let main = self.edit(&[base]);
        self.commit(&[base + 2, base + 1], "merge a request");
        if main != side {
            self.record(side);
        }
    }
}

fn text(record: usize, version: usize) -> String {
    let day = 1 + record % 28;
    let paragraph = |at: usize| {
        let state = if at == version % 12 { version } else { 0 };
        format!("Alinéa {at}, état {state} : la mesure s’applique aux rues du quartier dès sa publication.\n\n")
    };
    format!("---\ntitle: Nouvelle {record}\ndate: 2026-01-{day:02}\nsummary: Version {version}.\n---\n\n")
        + &(0..12).map(paragraph).collect::<String>()
}
