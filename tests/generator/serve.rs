//! The preview as a browser meets it: the program is run in a folder that is edited, and asked over TCP.
#![cfg(feature = "site")]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// How long a page is waited for. No test depends on how fast it comes.
const LIMIT: Duration = Duration::from_mins(1);

/// A folder with a small site, and the program that shows it.
struct Served {
    home: tempfile::TempDir,
    program: Child,
    port: u16,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.program.kill();
        let _ = self.program.wait();
    }
}

impl Served {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a folder");
        put(home.path(), "parvis.yaml", "name: Notes\nurl: https://example.org/\nlanguages: [en]\n");
        put(home.path(), "content/notes/one.md", "---\ntitle: One\n---\nfirst words\n");
        let mut program = Command::new(env!("CARGO_BIN_EXE_parvis"));
        program.args(["--lang", "en", "--folder"]).arg(home.path()).args(["serve", "--port", "0"]);
        let mut program = program.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it runs");
        let mut lines = BufReader::new(program.stdout.take().expect("piped")).lines();
        let address = lines.next().expect("a line").expect("a text");
        let port = address.split(['/', ':']).find_map(|part| part.parse().ok()).expect("a port");
        // What it says later is read, so that it never waits for a reader.
        std::thread::spawn(move || lines.for_each(drop));
        Self { home, program, port }
    }

    fn put(&self, path: &str, text: &str) {
        put(self.home.path(), path, text);
    }

    fn answer(&self, path: &str, host: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        write!(stream, "GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("an answer");
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.answer(path, "localhost")
    }

    /// Asks for `path` until the answer holds `words`.
    fn until(&self, path: &str, words: &str) -> String {
        let begun = Instant::now();
        loop {
            let answer = self.get(path);
            if answer.contains(words) {
                return answer;
            }
            assert!(begun.elapsed() < LIMIT, "no `{words}` at {path}: {answer}");
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    fn git(&self, args: &[&str]) {
        let mut git = Command::new("git");
        git.arg("-C").arg(self.home.path()).args(["-c", "user.name=a", "-c", "user.email=a@example.org"]);
        assert!(git.args(args).output().expect("git runs").status.success(), "{args:?}");
    }
}

fn put(home: &Path, path: &str, text: &str) {
    let path = home.join(path);
    std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
    std::fs::write(path, text).expect("written");
}

fn note(words: &str) -> String {
    format!("---\ntitle: One\n---\n{words}\n")
}

#[test]
fn every_way_of_saving_is_seen() {
    let served = Served::new();
    let (page, file) = ("/notes/one.html", "content/notes/one.md");
    served.until(page, "first words");

    served.put("content/notes/.one.md.swp", &note("by rename"));
    let swap = served.home.path().join("content/notes/.one.md.swp");
    std::fs::rename(swap, served.home.path().join(file)).expect("renamed");
    served.until(page, "by rename");

    let mut open = std::fs::File::create(served.home.path().join(file)).expect("truncated");
    std::thread::sleep(Duration::from_millis(60));
    open.write_all(note("cut and written").as_bytes()).expect("written");
    drop(open);
    served.until(page, "cut and written");

    for number in 0..2000 {
        served.put(&format!("content/many/{number}.md"), &note("one of many"));
    }
    served.until("/many/1999.html", "one of many");
    std::fs::remove_dir_all(served.home.path().join("content/many")).expect("removed");
    served.until("/many/1999.html", "404");

    let (content, aside) = (served.home.path().join("content"), served.home.path().join("aside"));
    std::fs::rename(&content, &aside).expect("moved away");
    // The last good site stays, with what is wrong at its top.
    let answer = served.until(page, "parvis-problems");
    assert!(answer.contains("cut and written") && answer.contains("no folder content/"), "{answer}");
    std::fs::rename(&aside, &content).expect("moved back");
    served.put(file, &note("back again"));
    let answer = served.until(page, "back again");
    assert!(!answer.contains("role=\"alert\""), "{answer}");
}

#[test]
fn another_branch_is_another_site() {
    let served = Served::new();
    served.git(&["init", "-q", "-b", "main"]);
    served.git(&["add", "."]);
    served.git(&["commit", "-q", "-m", "one"]);
    served.git(&["checkout", "-q", "-b", "draft"]);
    served.put("content/notes/one.md", &note("of the draft"));
    served.put("content/letters/two.md", &note("a new folder"));
    served.git(&["add", "."]);
    served.git(&["commit", "-q", "-m", "two"]);
    served.until("/letters/two.html", "a new folder");
    served.git(&["checkout", "-q", "main"]);
    served.until("/notes/one.html", "first words");
    served.until("/letters/two.html", "404");
    served.git(&["checkout", "-q", "draft"]);
    served.until("/notes/one.html", "of the draft");
    served.until("/letters/two.html", "a new folder");
}

#[test]
fn a_page_is_told_of_the_next_build() {
    let served = Served::new();
    let answer = served.until("/notes/one.html", "first words");
    let number = answer.split("data-build=\"").nth(1).and_then(|rest| rest.split('"').next()).expect("a number");
    assert!(answer.contains(&format!("x-parvis-build: {number}\r\n")), "{answer}");
    let next = std::thread::scope(|scope| {
        let asked = scope.spawn(|| served.get(&format!("/.parvis/builds?after={number}")));
        served.put("content/notes/one.md", &note("second words"));
        asked.join().expect("answered")
    });
    let told: u64 = next.rsplit("\r\n").next().and_then(|body| body.parse().ok()).expect("a number");
    assert!(told > number.parse().expect("a number"), "{next}");
    served.until("/notes/one.html", "second words");
    let again = served.get(&format!("/.parvis/builds?after={number}"));
    assert!(again.starts_with("HTTP/1.1 200"), "who asks late is answered at once: {again}");
}

#[test]
fn a_name_that_points_here_is_refused_and_an_address_without_html_leads_on() {
    let served = Served::new();
    served.until("/notes/one.html", "first words");
    for path in ["/", "/.parvis/builds", "/.parvis/reload.js"] {
        let answer = served.answer(path, "evil.example");
        assert!(answer.starts_with("HTTP/1.1 403"), "{path}: {answer}");
    }
    assert!(served.answer("/", &format!("127.0.0.1:{}", served.port)).starts_with("HTTP/1.1 200"));
    for (path, to) in [
        ("/notes/one/", "/notes/one.html"),
        ("/notes/one", "/notes/one.html"),
        ("/notes/one?a=b", "/notes/one.html?a=b"),
        ("//notes/one", "/notes/one.html"),
    ] {
        let answer = served.get(path);
        assert!(
            answer.starts_with("HTTP/1.1 302") && answer.contains(&format!("location: {to}\r\n")),
            "{path}: {answer}"
        );
    }
    for path in ["/notes/none", "/../../etc/passwd", "/%2e%2e/parvis.yaml", "//evil.example/"] {
        let answer = served.get(path);
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
}

#[test]
fn the_page_for_no_address_finds_its_styles_at_any_depth_of_the_preview() {
    let served = Served::new();
    served.put("parvis.yaml", "name: Notes\nurl: https://example.org/of/the/hall/\nlanguages: [en]\n");
    let answer = served.until("/deep/in/none.html", "Notes");
    assert!(answer.starts_with("HTTP/1.1 404") && answer.contains("href=\"/assets/plain.css\""), "{answer}");
    assert!(served.until("/assets/plain.css", "{").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_template_at_fault_is_shown_where_its_page_was() {
    let served = Served::new();
    served.put("themes/plain/templates/page.html", "<html><body>\n{{ page.titel }}</body></html>\n");
    let answer = served.until("/notes/one.html", "TEMPLATE_FAULT");
    for words in ["HTTP/1.1 500", "themes/plain/templates/page.html:2:9", "did you mean `title`?", "reload.js"] {
        assert!(answer.contains(words), "{words}: {answer}");
    }
    served.put("themes/plain/templates/page.html", "<html><body>\n{{ page.title }} mended</body></html>\n");
    served.until("/notes/one.html", "One mended");
}
