//! `parvis check --external` against a server on this machine.
#![cfg(feature = "site")]

use std::io::{BufRead as _, BufReader, Write as _};
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;
use std::sync::{Arc, Mutex};

/// A server that knows three pages, and what it was asked.
fn server() -> (u16, Arc<Mutex<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port();
    let asked = Arc::new(Mutex::new(Vec::new()));
    let told = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("a connection");
            let mut lines = BufReader::new(stream.try_clone().expect("the same")).lines().map_while(Result::ok);
            let request = lines.next().unwrap_or_default();
            let heads: Vec<String> = lines.take_while(|line| !line.is_empty()).collect();
            assert!(heads.iter().any(|head| head.starts_with("User-Agent: parvis/")), "{heads:?}");
            let request = request.trim_end_matches(" HTTP/1.1").to_owned();
            let status = match request.as_str() {
                "HEAD /good" | "GET /no-head" => "200 OK",
                "HEAD /no-head" => "405 Method Not Allowed",
                "HEAD /moved" => "301 Moved\r\nLocation: /good",
                _ => "404 Not Found",
            };
            told.lock().expect("no panic").push(request);
            let _ = write!(stream, "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        }
    });
    (port, asked)
}

fn check(home: &Path, args: &[&str]) -> String {
    let mut program = Command::new(env!("CARGO_BIN_EXE_parvis"));
    program.args(["--lang", "en", "--folder"]).arg(home).arg("check").args(args).env("NO_PROXY", "*");
    let output = program.output().expect("it runs");
    let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
    assert_eq!(output.status.code(), Some(0), "{said}");
    said
}

#[test]
fn each_address_is_asked_once_and_what_does_not_answer_is_told_at_its_line() {
    let (port, asked) = server();
    let home = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(home.path().join("content")).expect("made");
    let site = "name: Notes\nurl: https://example.org/\nlanguages: [en]\n";
    std::fs::write(home.path().join("parvis.yaml"), site).expect("written");
    let at = |path: &str| format!("http://127.0.0.1:{port}/{path}");
    let (good, gone, moved, no_head) = (at("good#part"), at("gone"), at("moved"), at("no-head"));
    let text = format!("---\ntitle: T\n---\n[a]({good}) [b]({moved})\n\n[c]({gone})\n[d]({no_head}) [e]({gone})\n");
    std::fs::write(home.path().join("content/t.md"), text).expect("written");

    assert!(check(home.path(), &[]).contains("nothing to report"));
    assert_eq!(asked.lock().expect("no panic").len(), 0, "nobody is asked unless it is wanted");

    let said = check(home.path(), &["--external"]);
    assert_eq!(said.matches("warning[LINK_OUTSIDE]").count(), 2, "{said}");
    for words in ["content/t.md:6", "content/t.md:7", "/gone answers 404"] {
        assert!(said.contains(words), "{words}: {said}");
    }
    let first = asked.lock().expect("no panic").clone();
    let whole = ["HEAD /gone", "GET /gone", "HEAD /good", "HEAD /moved", "HEAD /good", "HEAD /no-head", "GET /no-head"];
    assert_eq!(first, whole);

    assert_eq!(check(home.path(), &["--external"]), said, "told again from what was kept");
    assert_eq!(asked.lock().expect("no panic").len(), first.len(), "and nobody was asked");

    std::fs::write(home.path().join(".cache/parvis/outside-links"), b"\xff damaged").expect("damaged");
    assert_eq!(check(home.path(), &["--external"]), said);
    assert_eq!(asked.lock().expect("no panic").len(), 2 * first.len());
}
