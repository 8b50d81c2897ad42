//! A record that is not to be published yet leaves no byte in the website.

#![cfg(feature = "site")]

use crate::support::website;

use parvis::report::{Code, Severity, has_errors};
use parvis::site::{self, Output, Settings};
use parvis::tree::{FilePath, FileTree};
use website::sample;

/// A word that stands in every record to be withheld: in its name, title, summary, facts and text.
const WORD: &str = "zanzibar";

/// One record of each kind, which begins to be public on 2026-12-01; and a file beside one.
const RECORDS: [(&str, &str); 13] = [
    ("bodies/zanzibar.md", "kind: committee\nseats: 3\nquorum: 1/2\narea: zanzibar\n"),
    ("people/zanzibar.md", "sort_name: zanzibar\nterms: [{body: zanzibar, role: chair, start: 2026-11-01}]\n"),
    (
        "meetings/2026-11-20-zanzibar.md",
        "body: quartier-des-tanneries\nstatus: planned\nstart: 2026-11-20T19:00+01:00\nplace: zanzibar\n\
         agenda:\n  - {number: \"1\", title: zanzibar, kind: decision, decision: {number: zanzibar, subject: zanzibar, outcome: adopted, matter_code: \"9.4\"}}\n",
    ),
    ("minutes/2026-11-20-zanzibar.md", "meeting: 2026-11-20-zanzibar\nstatus: draft\n"),
    ("proposals/zanzibar.md", "category: nature\ndistrict: nord\nauthor: zanzibar\nstatus: submitted\n"),
    ("news/zanzibar.md", "date: 2026-11-01\naliases: [zanzibar-ancien, 2016/zanzibar.html]\n"),
    ("news/zanzibar.en.md", ""),
    ("pages/zanzibar.md", ""),
    (
        "errata/zanzibar.md",
        "kind: redaction\ntarget: news/zanzibar\nreason: other\nbefore: none\nby: zanzibar\nat: 2026-11-01\n\
         after: sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855\n",
    ),
    ("tombstones/zanzibar.md", "target: news/zanzibar-retire\nreason: withdrawn\nby: zanzibar\nat: 2026-11-01\n"),
    (
        "votes/zanzibar.md",
        "body: quartier-des-tanneries\nquestion: {fr: Zanzibar ?}\nmode: public\nmethod: motion/1\nquorum: 1/2\n\
         threshold: 1/2\ncomparison: more-than\nbase: expressed\ntie: not-adopted\nelectorate: membres\n\
         roll: membres\nroll_version: 1\nchannels: [electronic]\nopens: 2027-01-01T08:00+01:00\n\
         closes: 2027-01-02T08:00+01:00\ntolerance_minutes: 0\nextension_minutes: 0\nwitnesses: 0\n\
         key_replacement: refused\nballots_per_key: 3\nappeal_until: 2027-03-01\nretention_until: 2028-01-01\n",
    ),
    ("news/zanzibar/plan.txt", ""),
    ("media/zanzibar-photo.png", ""),
];

fn path(text: &str) -> FilePath {
    FilePath::parse(text).expect("a path")
}

fn council() -> FileTree {
    let mut tree = sample();
    for (name, facts) in RECORDS {
        let publish_at = if name.contains(".en.") { "" } else { "publish_at: 2026-12-01T08:00+01:00\n" };
        let text = if name.ends_with(".md") {
            format!(
                "---\ntitle: Zanzibar\nsummary: zanzibar\n{publish_at}{facts}---\n\n![À zanzibar](../media/zanzibar-photo.png)\n"
            )
        } else {
            "zanzibar".to_owned()
        };
        tree.insert(path(&format!("content/{name}")), text.into_bytes());
    }
    tree
}

fn built(tree: &FileTree, as_of: &str) -> Output {
    let (output, findings) =
        site::build(tree, Settings { as_of: Some(as_of.parse().expect("a day")), ..Settings::default() });
    assert!(!has_errors(&findings), "{findings:#?}");
    output.expect("a site")
}

/// The files that hold the word in their name or their bytes.
fn naming(output: &Output) -> Vec<String> {
    let holds = |path: &FilePath| {
        let bytes = output.render(path).expect("rendered").expect("a route");
        // A line of a calendar may be folded in the middle of a word.
        let text = String::from_utf8_lossy(&bytes).replace("\r\n ", "").to_lowercase();
        text.contains(WORD) || path.as_str().contains(WORD)
    };
    output.routes().iter().filter(|path| holds(path)).map(ToString::to_string).collect()
}

#[test]
fn no_byte_of_a_withheld_record_is_in_the_website() {
    let tree = council();
    assert_eq!(naming(&built(&tree, "2026-11-30")), Vec::<String>::new());
    let shown = naming(&built(&tree, "2026-12-01"));
    for page in [
        "bodies/zanzibar.html",
        "members/zanzibar.html",
        "meetings/2026-11-20-zanzibar.html",
        "minutes/2026-11-20-zanzibar.html",
        "proposals/zanzibar.html",
        "zanzibar.html",
        "decisions/index.html",
        "index.html",
        "news/zanzibar-ancien.html",
        "2016/zanzibar.html",
        "errata/zanzibar.html",
        "news/zanzibar-retire.html",
        "files/news/zanzibar/plan.txt",
        "files/media/zanzibar-photo.png",
        "data/bodies.csv",
        "data/members.csv",
        "data/meetings.csv",
        "data/decisions.csv",
        "data/deliberations.csv",
        "data/proposals.csv",
        "data/votes.csv",
        "calendar.ics",
        "bodies/quartier-des-tanneries.ics",
        "meetings/2026-11-20-zanzibar.ics",
        "votes/zanzibar.ics",
        "feed.xml",
        "bodies/zanzibar.xml",
        "follow/index.html",
    ] {
        assert!(shown.iter().any(|shown| shown.ends_with(page)), "{page} is not among {shown:#?}");
    }
}

#[test]
fn a_picture_that_a_public_text_shows_is_not_withheld() {
    let mut tree = council();
    let news = "---\ntitle: Photo\ndate: 2026-11-01\n---\n\n![Photo](../media/zanzibar-photo.png)\n";
    tree.insert(path("content/news/photo.md"), news.as_bytes().to_vec());
    let shown = naming(&built(&tree, "2026-11-30"));
    assert!(shown.iter().any(|shown| shown == "files/media/zanzibar-photo.png"), "{shown:#?}");
}

#[test]
fn a_public_record_that_names_a_withheld_one_is_an_error() {
    let mut tree = council();
    let meeting = "---\ntitle: Séance\nbody: quartier-des-tanneries\nstatus: planned\nstart: 2026-11-21T19:00+01:00\n\
                   chair: zanzibar\nagenda:\n  - {number: \"1\", title: a, kind: information, proposal: zanzibar}\n---\n\nÀ lire.\n";
    tree.insert(path("content/meetings/2026-11-21.md"), meeting.as_bytes().to_vec());
    let as_of = Some("2026-11-30".parse().expect("a day"));
    let (_, findings) = site::build(&tree, Settings { as_of, ..Settings::default() });
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error);
    let codes: Vec<Code> = errors.map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::EmbargoBroken, Code::EmbargoBroken], "{findings:#?}");
    let later = Some("2026-12-01".parse().expect("a day"));
    assert!(!has_errors(&site::build(&tree, Settings { as_of: later, ..Settings::default() }).1));
}
