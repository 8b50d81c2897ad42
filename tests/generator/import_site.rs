//! Sites of other generators: three small ones, with what becomes of each beside it.
//!
//! `tests/import/<site>.expected` holds the account and every record; `UPDATE_DOCS=1` writes it, and then the
//! difference is to be read: what is lost must be told.

#![cfg(feature = "site")]

use crate::support::import as support;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use parvis::import::static_site::{self, Generator};
use parvis::import::{Import, Settings};
use parvis::language::Language;
use parvis::report::{Code, Severity};
use parvis::source::folder;
use parvis::tree::FileTree;
use support::{at, council_of, council_with, errors_after, said, text};

const SITES: [(Generator, &str, Language); 3] = [
    (Generator::Jekyll, "jekyll", Language::Fr),
    (Generator::Hugo, "hugo", Language::En),
    (Generator::Pelican, "pelican", Language::Fr),
];

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(name)
}

fn site(name: &str) -> FileTree {
    folder::gather(&folder(name), &[]).expect("a folder").files
}

fn settings() -> Settings {
    Settings { body: None, hour: Some("19:00".parse().expect("an hour")) }
}

fn imported(tree: &FileTree, site: &FileTree, generator: Generator) -> Import {
    static_site::import(&council_of(tree), site, generator, &settings()).expect("it is a site")
}

/// A site of one post, `_posts/2020-01-02-a.md`.
fn one_post(text: &str) -> Import {
    let site: FileTree = [(at("_posts/2020-01-02-a.md"), text.as_bytes().to_vec())].into_iter().collect();
    imported(&council_with(&[]), &site, Generator::Jekyll)
}

#[test]
fn three_sites_become_what_stands_beside_them() {
    for (generator, name, language) in SITES {
        let import = imported(&council_with(&[]), &site(name), generator);
        let mut found = import.account.text(language);
        for (path, bytes) in import.files.iter() {
            let text = String::from_utf8_lossy(bytes);
            let text = if path.extension() == "md" { text.as_ref() } else { "(copied as it is)\n" };
            let _ = write!(found, "\n===== {path}\n{text}");
        }
        let beside = folder(&format!("{name}.expected"));
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(&beside, &found).expect("written");
        }
        let expected = std::fs::read_to_string(&beside).unwrap_or_default();
        assert!(found == expected, "{name}: what came of it is not {}:\n{found}", beside.display());
    }
}

#[test]
fn tags_that_are_left_and_old_addresses_are_told_with_their_place() {
    let import = imported(&council_with(&[]), &site("jekyll"), Generator::Jekyll);
    let post = "_posts/2016-11-02-travaux-du-pont.md";
    assert_eq!(
        said(&import, Code::TagLeft),
        [format!("{post}:23: `{{% include carte.html lieu=\"pont\" %}}` is left in the text")]
    );
    let moved = format!(
        "{post}: /pont/, /2016/pont.html → content/news/2016-11-02-travaux-du-pont.md (written below `aliases:`)"
    );
    assert!(said(&import, Code::AddressOld).contains(&moved));
    let news = text(&import, "content/news/2016-11-02-travaux-du-pont.md");
    assert!(news.contains("aliases: [\"/pont/\", \"/2016/pont.html\"]\n"), "{news}");
    let elsewhere = said(&import, Code::NotArchived);
    assert_eq!(elsewhere.len(), 2);
    assert!(elsewhere[0].contains("`<iframe>` showed https://www.youtube.com/embed/abc123"), "{elsewhere:?}");
}

#[test]
fn every_record_of_the_three_sites_reads() {
    for (generator, name, _) in SITES {
        let tree = council_with(&[]);
        let import = imported(&tree, &site(name), generator);
        assert_eq!(errors_after(&tree, &import), [], "{name}");
        let errors: Vec<_> = import.account.findings.iter().filter(|one| one.severity == Severity::Error).collect();
        assert!(errors.is_empty(), "{name}: {errors:?}");
    }
}

#[test]
fn an_agenda_and_minutes_of_one_day_are_of_one_meeting() {
    let tree = council_with(&[]);
    let import = imported(&tree, &site("jekyll"), Generator::Jekyll);
    let meeting = text(&import, "content/meetings/2016-12-08-conseil.md");
    assert!(meeting.contains("Ordre du jour") && meeting.contains("status: held") && meeting.contains("1. Budget"));
    let minutes = text(&import, "content/minutes/2016-12-08-conseil.md");
    assert!(minutes.contains("meeting: 2016-12-08-conseil\nstatus: draft"), "{minutes}");
    // A meeting that the council has already is not written again.
    let known = "---\ntitle: A\nbody: conseil\nstatus: held\nstart: 2016-12-08T20:00\n---\n";
    let tree = council_with(&[("content/meetings/decembre.md", known)]);
    let import = imported(&tree, &site("jekyll"), Generator::Jekyll);
    assert!(!import.files.contains(&at("content/meetings/2016-12-08-conseil.md")));
    assert!(text(&import, "content/minutes/decembre.md").contains("meeting: decembre"));
    assert!(said(&import, Code::NotPlaced).iter().any(|line| line.contains("`decembre` has a record or an agenda")));
    assert_eq!(errors_after(&tree, &import), []);
}

#[test]
fn minutes_without_a_body_to_be_of_stop_the_import_and_news_do_not() {
    let second = "---\ntitle: B\nkind: committee\nseats: 3\nquorum: 1/2\n---\n";
    let tree = council_with(&[("content/bodies/commission.md", second)]);
    let refused = static_site::import(&council_of(&tree), &site("jekyll"), Generator::Jekyll, &settings());
    assert_eq!(refused.map(|_| ()).map_err(|finding| finding.code), Err(Code::ReferenceDangling));
    let site: FileTree = [(at("_posts/2020-01-02-a.md"), b"---\ntitle: A\n---\nx\n".to_vec())].into_iter().collect();
    assert_eq!(imported(&tree, &site, Generator::Jekyll).files.len(), 1);
}

#[test]
fn the_same_in_another_language_is_a_translation() {
    let import = imported(&council_with(&[]), &site("hugo"), Generator::Hugo);
    assert!(text(&import, "content/pages/about.md").contains("À propos du conseil"));
    assert!(text(&import, "content/pages/about.en.md").contains("About the council"));
}

#[test]
fn typography_is_left_as_it_was_written() {
    let import = imported(&council_with(&[]), &site("jekyll"), Generator::Jekyll);
    let post = text(&import, "content/news/2016-10-25-vingt-propositions.md");
    assert!(post.contains("habitants\u{200a}—\u{200a}et “vingt propositions”."), "{post}");
}

#[test]
fn an_old_address_that_cannot_be_kept_or_needs_not_is_only_told() {
    let page = |permalink: &str| format!("---\ntitle: A\npermalink: {permalink}\n---\nb\n").into_bytes();
    let files = [
        ("about.md", "/about.html"),
        ("b.md", "/news.php?id=3"),
        ("c.md", "/b.html"),
        ("d.md", "/news/"),
        ("e.md", "/x/"),
        ("f.md", "/x/"),
    ];
    let site: FileTree = files.into_iter().map(|(path, permalink)| (at(path), page(permalink))).collect();
    let tree = council_with(&[]);
    let import = imported(&tree, &site, Generator::Jekyll);
    let aliases = |path: &str| text(&import, path).lines().find(|line| line.starts_with("aliases")).map(str::to_owned);
    let of_all = ["about", "b", "c", "d", "e", "f"].map(|id| aliases(&format!("content/pages/{id}.md")));
    let expected = [None, None, None, None, Some("aliases: [\"/x/\"]".to_owned()), None];
    assert_eq!(of_all, expected);
    assert_eq!(said(&import, Code::AddressOld).len(), 6);
    assert_eq!(errors_after(&tree, &import), []);
}

#[test]
fn a_head_cannot_write_a_head_of_its_own() {
    let import =
        one_post("---\ntitle: \"A\\\"\\nmeeting: x\\n---\"\nsummary: '&a [*b] {c}'\n---\n---\ntitle: c\n---\n");
    let post = text(&import, "content/news/2020-01-02-a.md");
    assert!(
        post.starts_with("---\ntitle: \"A\\\" meeting: x ---\"\nsummary: \"&a [*b] {c}\"\naliases: [\"/2020/01/02/a.html\"]\ndate: 2020-01-02\n---\n\n"),
        "{post}"
    );
    assert_eq!(errors_after(&council_with(&[]), &import), []);
}

#[test]
fn links_that_a_page_here_may_not_have_are_taken_away_and_told() {
    let import = one_post(
        "---\ntitle: A\n---\n[a](javascript:alert(1)) <a href=\"ftp://b.example\">b</a> [c](../../../etc/passwd)\n[d](//e.example/f) [g](#h) <i@j.example>\n",
    );
    let post = text(&import, "content/news/2020-01-02-a.md");
    assert!(post.ends_with("---\n\na b c\nd g <i@j.example>\n"), "{post}");
    assert_eq!(said(&import, Code::NotPlaced).len(), 5);
    assert_eq!(errors_after(&council_with(&[]), &import), []);
}

#[test]
fn what_cannot_be_read_is_told_and_the_rest_is_imported() {
    let large = format!("---\ntitle: A\n---\n{}", "x".repeat(3 * 1024 * 1024));
    let deep = format!("---\ntitle: A\n---\n{}", "<div><ul><li>".repeat(3000));
    let files: [(&str, &[u8]); 5] = [
        ("_posts/2020-01-01-utf.md", b"---\ntitle: \xe9\n---\n"),
        ("_posts/2020-01-02-large.md", large.as_bytes()),
        ("_posts/2020-01-03-bomb.md", b"---\ntitle: B\na: &x [z, z]\nb: [*x, *x]\n---\nc\n"),
        ("_posts/2020-01-04-deep.md", deep.as_bytes()),
        ("_posts/2020-01-05-good.md", b"---\ntitle: D\n---\ne\n"),
    ];
    let site: FileTree = files.into_iter().map(|(path, bytes)| (at(path), bytes.to_vec())).collect();
    let tree = council_with(&[]);
    let import = imported(&tree, &site, Generator::Jekyll);
    assert_eq!(said(&import, Code::SourceUnreadable), ["_posts/2020-01-01-utf.md: this is not UTF-8 text"]);
    assert_eq!(said(&import, Code::NotPlaced)[..1], ["_posts/2020-01-02-large.md: a text of more than 2 MiB"]);
    let odd = said(&import, Code::HeadOdd);
    assert!(odd.len() == 1 && odd[0].starts_with("_posts/2020-01-03-bomb.md:3: `&` begins an anchor"), "{odd:?}");
    assert!(text(&import, "content/news/2020-01-03-bomb.md").contains("title: \"B\""));
    assert!(text(&import, "content/news/2020-01-05-good.md").contains("date: 2020-01-05"));
    assert_eq!(errors_after(&tree, &import), []);
}

/// Each mark opens something that never closes; gone through anew for each, this would not end today.
#[test]
fn a_page_of_one_long_line_is_read_once() {
    for mark in ["<", "`", "{", "](", "<script>", "<!", "<a b='", "[a](<", "{{", "**", "<br>", "<table><td>"] {
        let text = format!("---\ntitle: A\n---\n{}\n", mark.repeat(60_000 / mark.len()));
        assert_eq!(one_post(&text).files.len(), 1, "{mark}");
    }
}

#[test]
fn a_folder_without_a_site_is_refused_and_links_of_the_disk_are_passed_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let root = folder.path();
    for (path, bytes) in council_with(&[]).iter() {
        let path = root.join(path.as_str());
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }
    let parvis = |args: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_parvis")).args(args).current_dir(root).output().expect("it runs");
        let said = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        (output.status.code(), said)
    };
    let (status, said) = parvis(&["import", "hugo", "content", "--lang", "fr"]);
    assert_eq!(status, Some(2), "{said}");
    assert!(said.contains("aucune page d’un site Hugo"), "{said}");
    std::fs::create_dir_all(root.join("old/_posts")).expect("made");
    std::fs::write(root.join("old/_posts/2020-01-02-a.md"), "---\ntitle: A\n---\nb\n").expect("written");
    #[cfg(unix)]
    std::os::unix::fs::symlink("/etc/passwd", root.join("old/_posts/2020-01-03-b.md")).expect("a link");
    let (status, said) = parvis(&["import", "jekyll", "old", "--lang", "en"]);
    assert_eq!(status, Some(0), "{said}");
    #[cfg(unix)]
    assert!(said.contains("is a symbolic link, which is not followed"), "{said}");
    assert!(root.join("content/news/2020-01-02-a.md").is_file());
}
