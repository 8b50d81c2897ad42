//! Calendars, feeds and linked data: what holds of every file, and what changes when a record does.
//! What each state of a record looks like is in `tests/site/calendar.txt` and `feeds.txt`;
//! `.ci/feeds` asks other programs to read them all.

#![cfg(feature = "site")]

use crate::support::website;

use std::collections::{BTreeMap, BTreeSet};

use parvis::site::{self, Settings};
use parvis::tree::{FilePath, FileTree};
use serde_json::Value;
use website::{case, sample};

fn path(text: &str) -> FilePath {
    FilePath::parse(text).expect("a path")
}

fn built(files: &FileTree) -> FileTree {
    built_on(files, "2026-12-31")
}

fn built_on(files: &FileTree, day: &str) -> FileTree {
    let settings = Settings { as_of: Some(day.parse().expect("a day")), ..Settings::default() };
    site::build(files, settings).0.expect("a site").to_tree().expect("every page renders")
}

fn of_kind<'a>(site: &'a FileTree, extension: &'a str) -> impl Iterator<Item = (&'a FilePath, String)> {
    let files = site.iter().filter(move |(path, _)| path.extension() == extension);
    files.map(|(path, bytes)| (path, String::from_utf8(bytes.to_vec()).expect("UTF-8")))
}

/// The sample, and every case of the site that is about what is tested here.
fn sites() -> Vec<FileTree> {
    let cases = ["calendar", "feeds", "hostile-titles"].map(case);
    cases.iter().chain([&sample()]).map(built).collect()
}

/// The lines of a calendar's events, unfolded: name with parameters, and value.
fn properties(calendar: &str) -> Vec<(String, String)> {
    let unfolded = calendar.replace("\r\n ", "");
    let lines = unfolded.split_terminator("\r\n").map(|line| line.split_once(':').expect("a name and a value"));
    lines.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn value(site: &FileTree, file: &str, name: &str) -> String {
    let text = String::from_utf8(site.get_str(file).expect(file).to_vec()).expect("UTF-8");
    properties(&text).into_iter().find(|(key, _)| key == name).expect(name).1
}

/// Between two marks, each time they come.
fn between<'a>(text: &'a str, start: &str, end: &str) -> Vec<&'a str> {
    text.split(start).skip(1).filter_map(|rest| Some(rest.split_once(end)?.0)).collect()
}

#[test]
fn every_calendar_keeps_to_the_form_whatever_its_records_say() {
    let known: BTreeSet<&str> = [
        "BEGIN",
        "END",
        "VERSION",
        "PRODID",
        "CALSCALE",
        "NAME",
        "X-WR-CALNAME",
        "X-WR-TIMEZONE",
        "SOURCE;VALUE=URI",
        "REFRESH-INTERVAL;VALUE=DURATION",
        "X-PUBLISHED-TTL",
        "UID",
        "DTSTAMP",
        "LAST-MODIFIED",
        "SEQUENCE",
        "STATUS",
        "DTSTART",
        "DTEND",
        "TRANSP",
        "SUMMARY",
        "LOCATION",
        "DESCRIPTION",
        "CATEGORIES",
        "URL",
    ]
    .into();
    let mut seen = 0;
    for site in sites() {
        for (path, text) in of_kind(&site, "ics") {
            seen += 1;
            assert!(text.ends_with("END:VCALENDAR\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']), "{path}");
            assert!(text.split("\r\n").all(|line| line.len() <= 75), "{path}: a line is too long");
            let properties = properties(&text);
            assert!(properties.iter().all(|(name, _)| known.contains(name.as_str())), "{path}: {properties:#?}");
            let uids: Vec<&String> = properties.iter().filter(|(name, _)| name == "UID").map(|(_, uid)| uid).collect();
            assert!(!uids.is_empty(), "{path} has no event");
            assert_eq!(uids.iter().collect::<BTreeSet<_>>().len(), uids.len(), "{path}: an id comes twice");
        }
    }
    assert!(seen > 40);
}

/// Where a language has the event, it is the same event.
#[test]
fn an_event_has_one_id_in_every_file_and_language() {
    let site = built(&sample());
    let mut events: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (path, text) in of_kind(&site, "ics") {
        for event in text.replace("\r\n ", "").split("BEGIN:VEVENT").skip(1) {
            let of = |name: &str| between(event, &format!("\r\n{name}:"), "\r\n").concat();
            events.entry(of("UID")).or_default().insert(format!(
                "{} {} {}",
                of("DTSTART"),
                of("SEQUENCE"),
                of("STATUS")
            ));
            assert!(of("DESCRIPTION").ends_with(&of("URL")), "{path}: the address is in the description too");
        }
    }
    assert!(events.len() >= 8 && events.values().all(|said| said.len() == 1), "{events:#?}");
}

/// A meeting as the council writes it, change after change.
#[test]
fn each_change_of_a_meeting_has_a_higher_sequence() {
    let notice = "notice_sent: 2026-08-20\n";
    let steps = [
        "{date: 2026-08-25, status: convened, by: X, reason: 20 h}",
        "{date: 2026-08-26, status: postponed, by: X, reason: neige}",
        "{date: 2026-08-27, status: planned, by: X}",
        "{date: 2026-08-28, status: cancelled, by: X, reason: feu}",
    ];
    let states = [
        ("planned", "2026-09-01T19:00+02:00", "", 0),
        ("convened", "2026-09-01T19:00+02:00", notice, 0),
        ("convened", "2026-09-01T20:00+02:00", notice, 1),
        ("postponed", "2026-09-01T20:00+02:00", notice, 2),
        ("planned", "2026-10-01T20:00+02:00", notice, 3),
        ("cancelled", "2026-10-01T20:00+02:00", notice, 4),
    ];
    let mut before: Option<(i64, String)> = None;
    for (status, start, notice, many) in states {
        let history = format!("history: [{}]\n", steps[..many].join(", "));
        let record = format!("---\ntitle: t\nbody: conseil\nstatus: {status}\nstart: {start}\n{notice}{history}---\n");
        let mut files = case("calendar");
        files.insert(path("content/meetings/m.md"), record.into_bytes());
        let site = built(&files);
        let sequence = value(&site, "meetings/m.ics", "SEQUENCE").parse().expect("a number");
        let stamp = value(&site, "meetings/m.ics", "DTSTAMP");
        if let Some((sequence_before, stamp_before)) = before {
            assert!(sequence > sequence_before && stamp > stamp_before, "{status}: {sequence} {stamp}");
        }
        before = Some((sequence, stamp));
    }
}

#[test]
fn ids_stay_when_the_site_moves_to_another_address() {
    let moved = |files: &FileTree| {
        let config = String::from_utf8(files.get_str("parvis.yaml").expect("it").to_vec()).expect("UTF-8");
        let mut files = files.clone();
        let config = config.replace("https://montrivel.example/", "https://ailleurs.example/conseil/");
        files.insert(path("parvis.yaml"), config.into_bytes());
        files
    };
    let (here, there) = (built(&sample()), built(&moved(&sample())));
    let ids = |site: &FileTree| -> Vec<String> {
        let feeds = of_kind(site, "xml")
            .flat_map(|(_, text)| between(&text, "<id>", "</id>").into_iter().map(str::to_owned).collect::<Vec<_>>());
        let calendars = of_kind(site, "ics").flat_map(|(_, text)| {
            let uids = properties(&text).into_iter().filter(|(name, _)| name == "UID");
            uids.map(|(_, uid)| uid).collect::<Vec<_>>()
        });
        feeds.chain(calendars).collect()
    };
    assert_eq!(ids(&here), ids(&there));
    assert!(ids(&here).len() > 100);
    let feed = String::from_utf8(there.get_str("feed.xml").expect("a feed").to_vec()).expect("UTF-8");
    assert!(feed.contains("href=\"https://ailleurs.example/conseil/feed.xml\"") && !feed.contains("https://montrivel"));
}

#[test]
fn every_feed_has_its_entries_once_newest_first() {
    for site in sites() {
        for (path, text) in of_kind(&site, "xml").filter(|(path, _)| path.file_name() != "sitemap.xml") {
            assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c != '\t' || c == '\u{ffff}'), "{path}");
            let ids: Vec<&str> = between(&text, "<id>", "</id>");
            assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: an id comes twice");
            assert!(ids.iter().all(|id| id.starts_with("tag:")), "{path}");
            let instant = |text: &str| parvis::council::Instant::of_offset(text).expect("RFC 3339");
            let published: Vec<_> = between(&text, "<published>", "</published>").into_iter().map(instant).collect();
            assert!(published.windows(2).all(|two| two[0] >= two[1]), "{path}");
            let updated: Vec<_> = between(&text, "<updated>", "</updated>").into_iter().map(instant).collect();
            assert!(updated[1..].iter().zip(&published).all(|(updated, published)| updated >= published), "{path}");
            assert!(updated[1..].iter().all(|entry| updated[0] >= *entry), "{path}: the feed is older than an entry");
        }
    }
}

#[test]
fn an_entry_is_updated_when_its_minutes_are_settled() {
    let minutes = |dates: &str| {
        let mut files = case("feeds");
        let text = format!("---\ntitle: Procès-verbal\nmeeting: seance\nstatus: published\n{dates}---\n");
        files.insert(path("content/minutes/seance.md"), text.into_bytes());
        let feed = built(&files).get_str("feed.xml").expect("a feed").to_vec();
        let feed = String::from_utf8(feed).expect("UTF-8");
        let entry = between(&feed, "/seance/minutes</id>", "</entry>").concat();
        (between(&entry, "<published>", "<").concat(), between(&entry, "<updated>", "<").concat())
    };
    let early = ("2026-03-20T00:00:00+01:00".to_owned(), "2026-03-20T00:00:00+01:00".to_owned());
    assert_eq!(minutes("published_at: 2026-03-20\n"), early);
    let settled = (early.0, "2026-06-11T00:00:00+02:00".to_owned());
    assert_eq!(minutes("published_at: 2026-03-20\nsettled_at: 2026-06-11\n"), settled);
}

#[test]
fn a_correction_is_an_entry_and_updates_those_of_its_record() {
    let entry = |day: &str, key: &str| {
        let feed = built_on(&sample(), day).get_str("feed.xml").expect("a feed").to_vec();
        let feed = String::from_utf8(feed).expect("UTF-8");
        let entry = between(&feed, &format!("/{key}/published</id>"), "</entry>").concat();
        (between(&entry, "<published>", "T").concat(), between(&entry, "<updated>", "T").concat())
    };
    let news = "news/2026-04-17-huit-projets";
    let dates = |published: &str, updated: &str| (published.to_owned(), updated.to_owned());
    assert_eq!(entry("2026-04-19", news), dates("2026-04-17", "2026-04-17"));
    assert_eq!(entry("2026-04-20", news), dates("2026-04-17", "2026-04-20"));
    assert_eq!(entry("2026-04-20", "errata/2026-04-20-marche"), dates("2026-04-20", "2026-04-20"));
}

/// The stage is the log's word, in the file of turnout or by the tally beside it.
#[test]
fn a_vote_is_told_stage_by_stage() {
    let turnout = "submissions/turnout/nom-du-square.json";
    let with_state = |state: Option<&str>| {
        let mut files = sample();
        let text = String::from_utf8(files.get_str(turnout).expect("it").to_vec()).expect("UTF-8");
        match state {
            Some(state) => files.insert(
                path(turnout),
                text.replace("\"state\": \"open\"", &format!("\"state\": \"{state}\"")).into_bytes(),
            ),
            None => drop(files.remove(&path(turnout))),
        }
        built(&files)
    };
    for (state, status, told) in [
        (None, "TENTATIVE", ["announced"].as_slice()),
        (Some("open"), "CONFIRMED", &["open", "announced"]),
        (Some("closed"), "CONFIRMED", &["closed", "open", "announced"]),
        (Some("annulled"), "CANCELLED", &["annulled", "closed", "open", "announced"]),
    ] {
        let site = with_state(state);
        assert_eq!(value(&site, "votes/nom-du-square.ics", "STATUS"), status, "{state:?}");
        let feed = String::from_utf8(site.get_str("feed.xml").expect("a feed").to_vec()).expect("UTF-8");
        assert_eq!(between(&feed, "/votes/nom-du-square/", "</id>"), told, "{state:?}");
    }
    let site = built(&sample());
    let feed = String::from_utf8(site.get_str("categories/culture.xml").expect("it").to_vec()).expect("UTF-8");
    let budget = between(&feed, "/votes/budget-2026/", "</id>");
    assert_eq!(budget[..3], ["final", "certified", "closed"]);
    let contests = between(&feed, "/contests/affichage-budget-2026/", "</id>");
    assert_eq!(contests, ["dismissed", "lodged"]);
}

#[test]
fn the_data_of_a_page_is_one_block_that_no_record_can_leave() {
    let mut kinds = BTreeSet::new();
    for site in sites() {
        for (path, html) in of_kind(&site, "html") {
            let blocks = between(&html, "<script type=\"application/ld+json\">", "</script>");
            assert!(blocks.len() <= 1, "{path}");
            for block in blocks {
                assert!(!block.contains(['<', '>', '&']), "{path}");
                let data: Value = serde_json::from_str(block).expect("JSON");
                assert_eq!(data["@context"], "https://schema.org", "{path}");
                collect_kinds(&data, &mut kinds);
            }
        }
    }
    for kind in [
        "Event",
        "Legislation",
        "Person",
        "GovernmentOrganization",
        "NewsArticle",
        "DigitalDocument",
        "Dataset",
        "BreadcrumbList",
    ] {
        assert!(kinds.contains(kind), "no {kind} among {kinds:?}");
    }
}

fn collect_kinds(data: &Value, kinds: &mut BTreeSet<String>) {
    match data {
        Value::Object(fields) => {
            kinds.extend(fields.get("@type").and_then(Value::as_str).map(str::to_owned));
            fields.values().for_each(|value| collect_kinds(value, kinds));
        }
        Value::Array(items) => items.iter().for_each(|item| collect_kinds(item, kinds)),
        Value::Null => panic!("what is not known is left out"),
        _ => {}
    }
}
