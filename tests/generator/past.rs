//! What a website tells of the past of its records, and what it keeps to itself.

#![cfg(feature = "site")]

use crate::support::website;

use std::collections::BTreeMap;
use std::sync::Arc;

use parvis::history::{BlobId, Change, Commit, CommitId, Extent, FileHistory, History, Past, Stamp};
use parvis::report::{Code, has_errors};
use parvis::site::{self, Output, Settings};
use parvis::tree::{Digest, FilePath, FileTree};
use website::{broken_links, sample};

const NEWS: &str = "content/news/fete.md";
const ENGLISH: &str = "content/news/fete.en.md";

fn path(text: &str) -> FilePath {
    FilePath::parse(text).expect("a path")
}

/// A council whose files have these versions, oldest first: day of March 2026, file, bytes, subject.
struct Told<'a> {
    versions: Vec<(u32, &'a str, &'a str, &'a str)>,
    extra: Vec<(&'a str, &'a str)>,
    as_of: &'a str,
    redacted: Vec<(&'a str, &'a str)>,
    extent: Extent,
    uncommitted: Vec<(&'a str, &'a str)>,
    config: &'a str,
}

impl<'a> Told<'a> {
    fn new(versions: &[(u32, &'a str, &'a str, &'a str)]) -> Self {
        let versions = versions.to_vec();
        Self {
            versions,
            extra: Vec::new(),
            as_of: "2026-04-30",
            redacted: Vec::new(),
            extent: Extent::Whole,
            uncommitted: Vec::new(),
            config: "",
        }
    }

    fn blob(file: &str, text: &str) -> BlobId {
        let digest = Digest::of(format!("{file}\n{text}").as_bytes()).hex();
        let mut id = [0; 20];
        let bytes =
            digest.as_bytes().chunks(2).map(|two| u8::from_str_radix(std::str::from_utf8(two).expect("hex"), 16));
        id.iter_mut().zip(bytes).for_each(|(to, from)| *to = from.expect("hex"));
        BlobId(id)
    }

    fn tree(&self) -> FileTree {
        let mut tree = sample();
        let now = self.versions.iter().map(|(_, file, text, _)| (*file, *text));
        for (file, text) in now.chain(self.extra.iter().copied()).chain(self.uncommitted.iter().copied()) {
            tree.insert(path(file), text.as_bytes().to_vec());
        }
        for (target, after) in &self.redacted {
            let after = Digest::of(after.as_bytes());
            let erratum = format!(
                "---\ntitle: Une adresse retirée\nkind: redaction\ntarget: {target}\nreason: personal-data\n\
                 before: none\nafter: {after}\nby: Le secrétariat\nat: 2026-03-03\n---\n"
            );
            tree.insert(path("content/errata/retrait.md"), erratum.into_bytes());
        }
        let config = String::from_utf8(tree.get_str("parvis.yaml").expect("it is there").to_vec()).expect("UTF-8");
        tree.insert(path("parvis.yaml"), format!("{config}{}", self.config).into_bytes());
        tree
    }

    /// Versions of one day are of one commit.
    fn history(&self) -> History {
        let mut archive: BTreeMap<BlobId, Arc<[u8]>> = BTreeMap::new();
        let mut files: BTreeMap<FilePath, FileHistory> = BTreeMap::new();
        let mut commits: Vec<(u32, Commit)> = Vec::new();
        for (day, file, text, subject) in self.versions.iter().rev() {
            let blob = Self::blob(file, text);
            archive.insert(blob, Arc::from(text.as_bytes()));
            if commits.last().is_none_or(|(last, _)| last != day) {
                let id = CommitId([u8::try_from(*day).expect("a day"); 20]);
                let when = Stamp { seconds: 1_772_316_000 + i64::from(*day) * 86_400, offset: 60 };
                let author = "Anna Bee".into();
                commits.push((*day, Commit { id, author, when, subject: (*subject).into(), merged: None }));
            }
            let change = Change { commit: commits.len() - 1, before: None, after: Some(blob), moved_from: None };
            let known =
                files.entry(path(file)).or_insert(FileHistory { now: blob, changes: Vec::new(), is_cut: false });
            if let Some(newer) = known.changes.last_mut() {
                newer.before = Some(blob);
            }
            known.changes.push(change);
        }
        let uncommitted = self.uncommitted.iter().map(|(file, text)| (path(file), Arc::from(text.as_bytes())));
        let commits = commits.into_iter().map(|(_, commit)| commit).collect();
        History {
            past: Arc::new(Past { commits, files, extent: self.extent.clone() }),
            uncommitted: uncommitted.collect(),
            archive: Arc::new(archive),
        }
    }

    fn output(&self) -> Output {
        let settings = Settings { as_of: Some(self.as_of.parse().expect("a day")), ..Settings::default() };
        let (output, findings) = site::build_with(&self.tree(), settings, self.history());
        assert!(!has_errors(&findings), "{findings:#?}");
        output.expect("a site")
    }

    fn page(&self, page: &str) -> String {
        page_of(&self.output(), page).unwrap_or_else(|| panic!("no {page}"))
    }
}

fn page_of(output: &Output, page: &str) -> Option<String> {
    let bytes = output.render(&path(page)).expect("renders")?;
    Some(String::from_utf8(bytes.to_vec()).expect("UTF-8"))
}

/// The words of a page, with what went and came as git writes it.
fn words(html: &str) -> String {
    // What the theme keeps from breaking is a space to a reader.
    let marked = html
        .replace('\u{202f}', " ")
        .replace("<del><span class=\"unseen\" lang=\"fr\">retiré : </span>", "[-")
        .replace("</del>", "-]")
        .replace("<ins><span class=\"unseen\" lang=\"fr\">ajouté : </span>", "{+")
        .replace("</ins>", "+}");
    let mut words = String::new();
    let mut inside = false;
    for c in marked.chars() {
        match c {
            '<' => inside = true,
            '>' => {
                inside = false;
                words.push('\n');
            }
            c if !inside => words.push(c),
            _ => {}
        }
    }
    words.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn has(html: &str, lines: &[&str]) {
    let words = words(html);
    for line in lines {
        assert!(words.contains(line), "no {line} in\n{words}");
    }
}

const ONE: &str = "---\ntitle: La fête du quartier\ndate: 2026-03-01\nsummary: En juin.\n---\n\nElle commence à huit heures.\n\nVenez.\n";
const TWO: &str = "---\ntitle: La fête du quartier\ndate: 2026-03-02\nsummary: En juin.\n---\n\nElle commence à neuf heures.\n\nVenez.\n";
const IN_ENGLISH: &str = "---\ntitle: The neighbourhood party\n---\n\nIt begins at nine.\n";

#[test]
fn a_record_with_two_versions_tells_what_changed_when_and_by_whom() {
    let told = Told::new(&[(1, NEWS, ONE, "news: a party"), (2, NEWS, TWO, "news: <b>an hour later</b>")]);
    let output = told.output();
    let record = page_of(&output, "news/fete.html").expect("a page");
    has(&record, &["Dernière modification le", "2 mars 2026", "Historique (2 versions)"]);
    assert!(record.contains("href=\"fete.history.html\""));
    let page = page_of(&output, "news/fete.history.html").expect("a page");
    has(
        &page,
        &[
            "Historique : La fête du quartier",
            "Anna Bee",
            "&lt;b&gt;an hour later&lt;/b&gt;",
            "2 mars 2026 à 23 h",
            "02020202",
            "date\n2026-03-[-01-]{+02+}",
            "Elle commence à [-huit-]{+neuf+} heures.",
            "La première version.",
        ],
    );
    let english = page_of(&output, "en/news/fete.history.html").expect("a page");
    assert!(english.contains("<span class=\"unseen\" lang=\"en\">taken out: </span>huit</del>"), "{english}");
    assert!(english.contains("<div class=\"compared\" lang=\"fr\">"));
}

#[test]
fn one_version_has_no_page_and_no_git_says_nothing() {
    let told = Told::new(&[(1, NEWS, ONE, "news: a party")]);
    let output = told.output();
    has(&page_of(&output, "news/fete.html").expect("a page"), &["Dernière modification le", "1ᵉʳ mars 2026"]);
    assert!(page_of(&output, "news/fete.history.html").is_none());
    let (output, _) = site::build(&told.tree(), Settings::default());
    let page = page_of(&output.expect("a site"), "news/fete.html").expect("a page");
    assert!(!page.contains("class=\"meta changed\""));
}

#[test]
fn a_translation_is_part_of_its_record() {
    let told = Told::new(
        &[
            (1, NEWS, ONE, "news: a party"),
            (2, NEWS, TWO, "both"),
            (2, ENGLISH, IN_ENGLISH, "both"),
            (3, ENGLISH, &IN_ENGLISH.replace("nine", "nine o’clock"), "english"),
        ]
        .map(|(day, file, text, subject)| (day, file, Box::leak(text.to_owned().into_boxed_str()) as &str, subject)),
    );
    let page = told.page("news/fete.history.html");
    has(&page, &["It begins at nine{+ o’clock+}.", "content/news/fete.en.md"]);
    assert_eq!(page.matches("<li id=\"c").count(), 3);
    assert!(page.contains("<div class=\"compared\" lang=\"en\">"));
}

#[test]
fn a_long_past_fills_several_pages() {
    let texts: Vec<String> = (0..45).map(|n| ONE.replace("huit", &format!("{n} fois huit"))).collect();
    let versions: Vec<_> = (0..45).map(|n| (n + 1, NEWS, texts[n as usize].as_str(), "again")).collect();
    let output = Told::new(&versions).output();
    let page = |name: &str| page_of(&output, name);
    for (name, steps) in [("fete.history.html", 20), ("fete.history-2.html", 20), ("fete.history-3.html", 5)] {
        let html = page(&format!("news/{name}")).expect("a page");
        assert_eq!(html.matches("<li id=\"c").count(), steps, "{name}");
        assert_eq!(html.matches("aria-current=\"page\"").count(), 1, "{name}");
    }
    assert!(page("news/fete.history-4.html").is_none());
    // A step is compared with the one before it, on whichever page that is.
    has(&page("news/fete.history-2.html").expect("a page"), &["Elle commence à [-4-]{+5+} fois"]);
    assert_eq!(broken_links(&output.to_tree().expect("renders")), Vec::<String>::new());
}

#[test]
fn what_is_not_committed_stands_first() {
    let mut told = Told::new(&[(1, NEWS, ONE, "news: a party")]);
    told.uncommitted = vec![(NEWS, TWO)];
    let output = told.output();
    has(&page_of(&output, "news/fete.html").expect("a page"), &["Pas encore enregistré dans git", "1ᵉʳ mars 2026"]);
    let page = page_of(&output, "news/fete.history.html").expect("a page");
    has(&page, &["Pas encore enregistré dans git", "à [-huit-]{+neuf+} heures"]);
}

#[test]
fn a_version_replaced_before_its_day_of_publication_is_not_shown() {
    let early = |text: &str| text.replace("summary", "publish_at: 2026-03-20T08:00+01:00\nsummary");
    let secret = early(&ONE.replace("huit heures", "l’heure secrète"));
    let (waiting, open) = (early(ONE), early(TWO));
    let told = Told::new(&[
        (1, NEWS, secret.as_str(), "news: a secret"),
        (2, NEWS, waiting.as_str(), "news: no secret"),
        (25, NEWS, open.as_str(), "news: later"),
    ]);
    let page = told.page("news/fete.history.html");
    has(
        &page,
        &[
            "à [-huit-]{+neuf+} heures",
            "La première version publiée.",
            "Écrite et remplacée avant son jour de publication ; elle n’est pas montrée.",
        ],
    );
    assert!(!page.contains("secrète") && !page.contains("a secret"), "{}", words(&page));
    assert_eq!(page.matches("<li id=\"c").count(), 3);
}

#[test]
fn a_withheld_record_has_no_history_and_stands_in_no_other() {
    let hidden =
        "---\ntitle: Zanzibar vient\ndate: 2026-03-01\npublish_at: 2027-01-01T08:00+01:00\n---\n\nTout sur la venue.\n";
    let naming = ONE.replace("Venez.", "Voir content/news/zanzibar.md.");
    let titled = ONE.replace("Venez.", "Bientôt, ZANZIBAR VIENT.");
    let told = Told::new(&[
        (1, NEWS, ONE, "news: a party"),
        (2, "content/news/zanzibar.md", hidden, "news: what is to come"),
        (2, NEWS, naming.as_str(), "news: what is to come"),
        (3, NEWS, titled.as_str(), "zanzibar is said otherwise"),
        (4, NEWS, TWO, "news: nothing said"),
        (5, NEWS, ONE, "news: eight again"),
    ]);
    let output = told.output();
    assert!(page_of(&output, "news/zanzibar.history.html").is_none());
    let page = page_of(&output, "news/fete.history.html").expect("a page");
    has(&page, &["à [-neuf-]{+huit+} heures", "Ce qui a changé ici n’est pas montré."]);
    for file in output.routes() {
        let bytes = output.render(&file).expect("renders").expect("a route");
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(!text.contains("zanzibar") && !text.contains("what is to come"), "{file}");
    }
    // Nor what was said when the commit that touched it was merged.
    let mut history = told.history();
    let mut past = (*history.past).clone();
    let merge = Commit { id: CommitId([99; 20]), subject: "what is to come, merged".into(), ..past.commits[0].clone() };
    past.commits.push(merge);
    let merge = past.commits.len() - 1;
    past.commits[..merge].iter_mut().for_each(|commit| commit.merged = Some(merge));
    history.past = Arc::new(past);
    let settings = Settings { as_of: Some("2026-04-30".parse().expect("a day")), ..Settings::default() };
    let (output, _) = site::build_with(&told.tree(), settings, history);
    let page = page_of(&output.expect("a site"), "news/fete.history.html").expect("a page");
    assert!(page.contains("Fusionné le") && !page.contains("what is to come"), "{}", words(&page));
    // On its day it is told.
    let mut later = told;
    later.as_of = "2027-01-01";
    has(&later.page("news/fete.history.html"), &["what is to come", "zanzibar is said otherwise"]);
}

#[test]
fn the_text_of_a_withheld_record_is_not_told_where_another_had_it() {
    let hidden =
        "---\ntitle: Secret\ndate: 2026-03-01\npublish_at: 2027-01-01T08:00+01:00\n---\n\nTout sur la venue.\n";
    let before = "---\ntitle: Projet\ndate: 2026-03-01\n---\n\nTout sur la venue.\n";
    let mut told = Told::new(&[
        (1, NEWS, before, "news: written in the wrong file"),
        (2, NEWS, ONE, "news: a party"),
        (3, NEWS, TWO, "news: later"),
    ]);
    told.extra = vec![("content/news/secret.md", hidden)];
    let mut history = told.history();
    let mut past = (*history.past).clone();
    // It was moved there, and given its title later.
    let (blob, now) = (Told::blob(NEWS, before), BlobId([7; 20]));
    let change = Change { commit: 1, before: Some(blob), after: Some(now), moved_from: Some(path(NEWS)) };
    past.files.insert(path("content/news/secret.md"), FileHistory { now, changes: vec![change], is_cut: false });
    history.past = Arc::new(past);
    let settings = Settings { as_of: Some("2026-04-30".parse().expect("a day")), ..Settings::default() };
    let (output, _) = site::build_with(&told.tree(), settings, history);
    let page = page_of(&output.expect("a site"), "news/fete.history.html").expect("a page");
    has(&page, &["à [-huit-]{+neuf+} heures"]);
    assert!(!page.contains("venue") && !page.contains("Projet"), "{}", words(&page));
}

#[test]
fn nothing_from_before_a_redaction_is_shown() {
    let named = ONE.replace("Venez.", "Jean Dupont, 3 rue des Lilas, répond.");
    let clean = named.replace("Jean Dupont, 3 rue des Lilas,", "Le secrétariat");
    let after = clean.replace("huit", "neuf");
    let mut told = Told::new(&[
        (1, NEWS, ONE, "news: a party"),
        (2, NEWS, named.as_str(), "news: ask Jean Dupont"),
        (3, NEWS, clean.as_str(), "news: a redaction"),
        (4, NEWS, after.as_str(), "news: later"),
    ]);
    told.redacted = vec![("news/fete", clean.as_str())];
    let page = told.page("news/fete.history.html");
    has(
        &page,
        &["à [-huit-]{+neuf+} heures", "Quelque chose a été retiré ici", "D’avant une occultation", "news: later"],
    );
    for word in ["Dupont", "Lilas", "a party", "a redaction"] {
        assert!(!page.contains(word), "{word} in {}", words(&page));
    }
    // Where no version has the hash, only the newest is shown, and not what it changed.
    told.redacted = vec![("news/fete", "nothing like it")];
    let page = told.page("news/fete.history.html");
    assert!(
        !page.contains("Dupont") && !page.contains("[-huit-]") && !page.contains("a redaction"),
        "{}",
        words(&page)
    );
}

#[test]
fn versions_that_an_author_signed_are_compared() {
    let (output, findings) = site::build(&sample(), Settings::default());
    assert!(findings.is_empty(), "{findings:#?}");
    let output = output.expect("a site");
    let page = page_of(&output, "proposals/jardin-partage.history.html").expect("a page");
    has(
        &page,
        &[
            "Versions signées par l’auteur",
            "Version 2",
            "Collectif des Tanneurs",
            "entrée du journal 17",
            "cost\n[-21000-]{+18000+}",
            "et nous avons changé notre projet après l’atelier",
        ],
    );
    let record = page_of(&output, "proposals/jardin-partage.html").expect("a page");
    assert!(record.contains("jardin-partage.history.html#signed"));
    assert!(page_of(&output, "proposals/four-a-pain.history.html").is_none());
}

#[test]
fn a_version_that_is_not_in_the_clone_or_cannot_be_read_is_told_as_such() {
    let broken = "no head at all\n\nElle commence à huit heures.\n";
    let told = Told::new(&[(1, NEWS, broken, "x"), (2, NEWS, ONE, "y"), (3, NEWS, TWO, "z")]);
    let mut history = told.history();
    has(&told.page("news/fete.history.html"), &["no head at all"]);
    history.archive = Arc::new(BTreeMap::new());
    let (output, _) = site::build_with(&told.tree(), Settings::default(), history);
    let page = page_of(&output.expect("a site"), "news/fete.history.html").expect("a page");
    has(&page, &["Cette version n’est pas dans la copie du dépôt", "La première version."]);
}

#[test]
fn a_shallow_clone_and_a_broken_one_are_told() {
    let mut told = Told::new(&[(1, NEWS, ONE, "x"), (2, NEWS, TWO, "y")]);
    told.extent = Extent::Since(Stamp { seconds: 1_772_316_000, offset: 0 });
    let mut history = told.history();
    let mut past = (*history.past).clone();
    past.files.values_mut().for_each(|file| file.is_cut = true);
    history.past = Arc::new(past);
    let (output, findings) = site::build_with(&told.tree(), Settings::default(), history);
    assert_eq!(findings.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::HistoryShallow]);
    let page = page_of(&output.expect("a site"), "news/fete.history.html").expect("a page");
    has(&page, &["une copie du dépôt qui commence le 28 février 2026"]);
    told.extent = Extent::Unreadable("no object".to_owned());
    let (_, findings) = site::build_with(&told.tree(), Settings::default(), told.history());
    assert_eq!(findings.iter().map(|one| one.code).collect::<Vec<_>>(), [Code::HistoryUnreadable]);
}

#[test]
fn a_council_may_do_without() {
    let mut told = Told::new(&[(1, NEWS, ONE, "x"), (2, NEWS, TWO, "y")]);
    told.extent = Extent::Unreadable("no object".to_owned());
    told.config = "\nhistory: false\n";
    let (output, findings) = site::build_with(&told.tree(), Settings::default(), told.history());
    assert!(findings.is_empty(), "{findings:#?}");
    let output = output.expect("a site");
    assert!(page_of(&output, "news/fete.history.html").is_none());
    assert!(!page_of(&output, "news/fete.html").expect("a page").contains("class=\"meta changed\""));
}

#[test]
fn the_history_of_every_kind_of_record_is_told() {
    // Each file of the sample got its last line in a second commit.
    let tree = sample();
    let mut archive: BTreeMap<BlobId, Arc<[u8]>> = BTreeMap::new();
    let mut files = BTreeMap::new();
    let commit = |n: u8| Commit {
        id: CommitId([n; 20]),
        author: "Anna Bee".into(),
        when: Stamp { seconds: 1_772_316_000, offset: 0 },
        subject: "x".into(),
        merged: None,
    };
    for (file, bytes) in tree.below("content").filter(|(file, _)| file.extension() == "md") {
        let (old, new) = (Told::blob(file.as_str(), "old"), Told::blob(file.as_str(), "new"));
        archive.insert(old, [bytes, b"\nOnce this stood here.\n"].concat().into());
        archive.insert(new, bytes.into());
        let change = |commit, before, after| Change { commit, before, after: Some(after), moved_from: None };
        let changes = vec![change(0, Some(old), new), change(1, None, old)];
        files.insert(file.clone(), FileHistory { now: new, changes, is_cut: false });
    }
    let past = Past { commits: vec![commit(2), commit(1)], files, extent: Extent::Whole };
    let history = History { past: Arc::new(past), archive: Arc::new(archive), ..History::default() };
    let (output, _) = site::build_with(&tree, Settings::default(), history);
    let output = output.expect("a site");
    let pages: Vec<String> = output.routes().iter().map(ToString::to_string).collect();
    for kind in parvis::document::RecordKind::ALL {
        let folder = match kind.folder {
            "people" => "members/",
            "pages" => "",
            "tombstones" => continue,
            folder => &format!("{folder}/"),
        };
        let is_of = |page: &&String| page.starts_with(folder) && page.ends_with(".history.html");
        let page = pages.iter().find(|page| is_of(page) && page.matches('/').count() == folder.matches('/').count());
        let page = page.unwrap_or_else(|| panic!("no history of {}", kind.name));
        has(&page_of(&output, page).expect("a page"), &["Once this stood here."]);
        let back = format!("href=\"{}\"", page.rsplit('/').next().expect("a name"));
        assert!(
            pages.iter().filter(|other| other.ends_with(".html") && !other.contains(".history")).any(|other| {
                page_of(&output, other).is_some_and(|html| html.contains(&back) || html.contains(page.as_str()))
            }),
            "no page leads to {page}"
        );
    }
    assert_eq!(broken_links(&output.to_tree().expect("renders")), Vec::<String>::new());
}

#[test]
fn search_engines_are_not_led_to_old_versions() {
    let output = Told::new(&[(1, NEWS, ONE, "x"), (2, NEWS, TWO, "y")]).output();
    assert!(page_of(&output, "news/fete.history.html").expect("a page").contains("content=\"noindex\""));
    assert!(!page_of(&output, "sitemap.xml").expect("a page").contains("history"));
}
