//! The pictures of a site: lighter ones beside them, in the pages by their width, made once.
#![cfg(feature = "site")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use parvis::report::{Code, Diagnostic};
use parvis::site::{self, Output, Settings};
use parvis::tree::{Digest, FilePath, FileTree};

use crate::support::installed::CONFIG as COUNCIL;
use crate::support::picture::{bomb, photo, with_exif};

const PLAIN: &str = "name: Les Tilleuls\nurl: https://tilleuls.example/\nlanguages: [fr]\nfeed: 5\n";
const PAGE: &str = "---\ntitle: La halle\ndate: 2026-03-12\n---\n";

fn path(text: &str) -> FilePath {
    FilePath::parse(text).expect("a path")
}

fn tree(files: &[(&str, &[u8])]) -> FileTree {
    files.iter().map(|(name, bytes)| (path(name), bytes.to_vec())).collect()
}

fn built(files: &[(&str, &[u8])]) -> (Output, Vec<Diagnostic>) {
    let (output, findings) = site::build(&tree(files), Settings::default());
    (output.unwrap_or_else(|| panic!("{findings:#?}")), findings)
}

fn page(output: &Output, name: &str) -> String {
    let bytes = output.render(&path(name)).expect("renders").unwrap_or_else(|| panic!("no {name}"));
    String::from_utf8_lossy(&bytes).into_owned()
}

/// The plain page `a` with this text, beside these files, in a site of this configuration.
fn plain(config: &str, text: &str, files: &[(&str, &[u8])]) -> (Output, Vec<Diagnostic>) {
    let page = format!("{PAGE}{text}\n");
    let ours: [(&str, &[u8]); 2] = [("parvis.yaml", config.as_bytes()), ("content/lieux/a.md", page.as_bytes())];
    built(&[&ours[..], files].concat())
}

fn codes(findings: &[Diagnostic]) -> Vec<(Code, String)> {
    let place = |finding: &Diagnostic| finding.place.as_ref().map(|place| place.file.clone()).unwrap_or_default();
    findings.iter().map(|finding| (finding.code, place(finding))).collect()
}

#[test]
fn a_photo_is_shown_in_its_widths_whatever_the_site() {
    let photo = with_exif(&photo(700, 500, 1), 6, false);
    let text = "![La halle](halle.jpg)\n\nPuis ![encore](halle.jpg \"Un \\\"titre\\\"\").";
    let tag = "<img src=\"halle.jpg.500.webp\" srcset=\"halle.jpg.320.webp 320w, halle.jpg.500.webp 500w\" \
               sizes=\"(max-width: 500px) 100vw, 500px\" width=\"500\" height=\"700\" alt=";
    let (output, findings) =
        plain(&format!("{PLAIN}images: {{widths: [320, 960]}}\n"), text, &[("content/lieux/halle.jpg", &photo)]);
    assert_eq!(codes(&findings), []);
    let html = page(&output, "lieux/a.html");
    assert!(html.contains(&format!("<p>{tag}\"La halle\" decoding=\"async\"></p>")), "{html}");
    assert!(
        html.contains(&format!("{tag}\"encore\" title=\"Un &quot;titre&quot;\" loading=\"lazy\" decoding=\"async\">")),
        "{html}"
    );

    let news = format!("{PAGE}{text}\n");
    let config = format!("{COUNCIL}images: {{widths: [320, 960]}}\n");
    let lost = b"{% set p = 'news/halle.jpg' | picture(root=page.root) %}<b {{ p.attributes }}></b>";
    let files: [(&str, &[u8]); 4] = [
        ("parvis.yaml", config.as_bytes()),
        ("content/news/halle.md", news.as_bytes()),
        ("content/news/halle.jpg", &photo),
        ("themes/parvis/templates/not-found.html", lost.as_slice()),
    ];
    let (council, findings) = built(&files);
    assert_eq!(codes(&findings), []);
    for (name, root) in [("news/halle.html", "../"), ("en/news/halle.html", "../../")] {
        let html = page(&council, name);
        let there =
            format!("src=\"{root}files/news/halle.jpg.500.webp\" srcset=\"{root}files/news/halle.jpg.320.webp 320w, ");
        assert!(html.contains(&there), "{html}");
    }
    assert!(
        page(&council, "en/404.html").contains(
            "<b src=\"/files/news/halle.jpg.500.webp\" srcset=\"/files/news/halle.jpg.320.webp 320w, /files/"
        )
    );
    // Both sites have the very same pictures, lighter than the original, which stays as it is.
    for (ours, theirs) in
        [("lieux/halle.jpg.320.webp", "files/news/halle.jpg.320.webp"), ("lieux/halle.jpg", "files/news/halle.jpg")]
    {
        let bytes = output.render(&path(ours)).expect("renders").expect("a picture");
        assert_eq!(council.render(&path(theirs)).expect("renders").as_deref(), Some(&*bytes));
        assert_eq!(bytes.len() < photo.len(), ours.ends_with("webp"));
    }
}

#[test]
fn a_plain_page_beside_a_council_shows_its_pictures_and_those_of_records() {
    let (one, other) = (photo(400, 300, 1), photo(500, 300, 2));
    let config = format!("{COUNCIL}collections:\n  - {{folder: carnets}}\n");
    let (news, page_text) = (format!("{PAGE}Un.\n"), format!("{PAGE}![a](b.jpg) ![c](../news/c.jpg)\n"));
    let files: [(&str, &[u8]); 5] = [
        ("parvis.yaml", config.as_bytes()),
        ("content/news/n.md", news.as_bytes()),
        ("content/news/c.jpg", &other),
        ("content/carnets/p.md", page_text.as_bytes()),
        ("content/carnets/b.jpg", &one),
    ];
    let (output, findings) = built(&files);
    assert_eq!(codes(&findings), []);
    let html = page(&output, "carnets/p.html");
    for part in ["srcset=\"b.jpg.400.webp 400w\"", "srcset=\"../files/news/c.jpg.500.webp 500w\""] {
        assert!(html.contains(part), "{part} in {html}");
    }
    for name in ["carnets/b.jpg.400.webp", "files/news/c.jpg.500.webp"] {
        assert!(output.render(&path(name)).expect("renders").expect("a picture").starts_with(b"RIFF"));
    }
}

#[test]
fn every_picture_has_its_size_and_none_is_made_of_what_is_light_or_moves() {
    let small = photo(40, 30, 1);
    let svg = b"<svg viewBox=\"0 0 12 8\"></svg>".as_slice();
    let text = "![a](b.jpg) ![c](d.gif) ![e](f.svg) ![g](https://ailleurs.example/h.jpg) [b](b.jpg)";
    let files: [(&str, &[u8]); 3] =
        [("content/lieux/b.jpg", &small), ("content/lieux/d.gif", b"GIF89a\x05\0\x04\0"), ("content/lieux/f.svg", svg)];
    let (output, findings) = plain(PLAIN, text, &files);
    assert_eq!(codes(&findings), []);
    let html = page(&output, "lieux/a.html");
    for part in [
        "<img src=\"b.jpg\" width=\"40\" height=\"30\" alt=\"a\" decoding=\"async\">",
        "<img src=\"d.gif\" width=\"5\" height=\"4\" alt=\"c\" loading=\"lazy\" decoding=\"async\">",
        "<img src=\"f.svg\" width=\"12\" height=\"8\" alt=\"e\" loading=\"lazy\" decoding=\"async\">",
        "<a href=\"https://ailleurs.example/h.jpg\">g</a>",
        "<a href=\"b.jpg\">b</a>",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!output.routes().iter().any(|path| path.as_str().ends_with(".webp")));
}

#[test]
fn pictures_are_kept_where_the_configuration_says_so() {
    let photo = photo(400, 300, 1);
    let files: [(&str, &[u8]); 1] = [("content/lieux/b.jpg", &photo)];
    let (output, findings) = plain(&format!("{PLAIN}images: keep\n"), "![a](b.jpg)", &files);
    assert_eq!(codes(&findings), []);
    assert!(page(&output, "lieux/a.html").contains("<img src=\"b.jpg\" width=\"400\" height=\"300\" alt=\"a\" "));
    assert!(!output.routes().iter().any(|path| path.as_str().ends_with(".webp")));
}

#[test]
fn a_component_and_a_template_get_the_same_picture() {
    let photo = photo(800, 400, 1);
    let template = "{% extends \"layout.html\" %}{% block main %}{% set p = page.meta.image | picture(beside=page.file) %}\
        <b {{ p.attributes }}></b>{% set q = \"lieux/b.jpg\" | picture(width=200, root=\"/\") %}<i {{ q.attributes }}></i>\
        {% if \"rien.jpg\" | picture %}<u></u>{% endif %}{{ content }}{% endblock main %}";
    let text = "{{ figure(src=\"b.jpg\", alt=\"Le \\\"pont\\\"\", caption=\"c\", width=300) }}";
    let text = text.replace("\\\"", "'");
    let head = format!("---\ntitle: A\nimage: b.jpg\n---\n{text}\n");
    let config = format!("{PLAIN}images: {{widths: [320]}}\n");
    let files: [(&str, &[u8]); 4] = [
        ("parvis.yaml", config.as_bytes()),
        ("content/lieux/a.md", head.as_bytes()),
        ("content/lieux/b.jpg", &photo),
        ("themes/plain/templates/page.html", template.as_bytes()),
    ];
    let (output, findings) = built(&files);
    assert_eq!(codes(&findings), []);
    let html = page(&output, "lieux/a.html");
    for part in [
        "<b src=\"../lieux/b.jpg.320.webp\" srcset=\"../lieux/b.jpg.320.webp 320w\" sizes=\"(max-width: 720px) 100vw, 720px\" width=\"800\" height=\"400\">",
        "<i src=\"/lieux/b.jpg.320.webp\" srcset=\"/lieux/b.jpg.320.webp 320w\" sizes=\"(max-width: 200px) 100vw, 200px\" width=\"200\" height=\"100\">",
        "<img src=\"b.jpg.320.webp\" srcset=\"b.jpg.320.webp 320w\" sizes=\"(max-width: 300px) 100vw, 300px\" width=\"300\" height=\"150\" alt=\"Le &#39;pont&#39;\" loading=\"lazy\" decoding=\"async\">",
    ] {
        assert!(html.contains(part), "{part} in {html}");
    }
    assert!(!html.contains("<u>"));
}

#[test]
fn two_pictures_never_share_an_address_and_a_file_of_that_name_wins() {
    let (one, other) = (photo(400, 300, 1), photo(400, 300, 2));
    let files: [(&str, &[u8]); 3] = [
        ("content/lieux/b.jpg", &one),
        ("content/lieux/b.jpeg", &other),
        ("content/lieux/b.jpg.400.webp", b"GIF89a\x05\0\x04\0"),
    ];
    let (output, _) = plain(PLAIN, "![a](b.jpg) ![b](b.jpeg)", &files);
    let bytes = |name: &str| output.render(&path(name)).expect("renders").expect("a file");
    assert_eq!(&*bytes("lieux/b.jpg.400.webp"), b"GIF89a\x05\0\x04\0");
    assert!(bytes("lieux/b.jpeg.400.webp").starts_with(b"RIFF"));
    let html = page(&output, "lieux/a.html");
    assert!(
        html.contains("<img src=\"b.jpg\" width=\"400\"") && html.contains("srcset=\"b.jpeg.400.webp 400w\""),
        "{html}"
    );
}

#[test]
fn a_name_with_signs_of_its_own_stays_one_address() {
    let photo = photo(400, 300, 1);
    let files: [(&str, &[u8]); 1] = [("content/lieux/Place-d'été,1.jpg", &photo)];
    let (output, findings) = plain(PLAIN, "![a \" onerror=\"x](<Place-d'été,1.jpg>)", &files);
    assert_eq!(codes(&findings), []);
    let html = page(&output, "lieux/a.html");
    let address = "Place-d%27%C3%A9t%C3%A9%2C1.jpg.400.webp";
    assert!(html.contains(&format!("src=\"{address}\" srcset=\"{address} 400w\"")), "{html}");
    assert!(!html.contains("onerror=\"") && output.routes().contains(&path("lieux/Place-d'été,1.jpg.400.webp")));
}

#[test]
fn what_cannot_be_made_lighter_is_told_and_the_page_shows_the_original() {
    let whole = photo(400, 300, 1);
    let files: [(&str, &[u8]); 5] = [
        ("content/lieux/bombe.png", &bomb(60_000, 60_000)),
        ("content/lieux/coupee.jpg", &whole[..whole.len() / 2]),
        ("content/lieux/place.jpg", &with_exif(&whole, 1, true)),
        ("content/lieux/texte.jpg", b"bonjour"),
        ("content/lieux/vide.svg", b"<svg width=\"0\" height=\"1\"/>"),
    ];
    let names = ["bombe.png", "coupee.jpg", "place.jpg", "texte.jpg", "vide.svg"];
    let text: String = names.map(|name| format!("![a]({name})\n")).concat();
    let (output, findings) = plain(PLAIN, &text, &files);
    let told: Vec<(Code, String)> = [
        (Code::ImageTooLarge, 0),
        (Code::ImageUnreadable, 1),
        (Code::ImageTellsPlace, 2),
        (Code::ImageUnreadable, 3),
        (Code::ImageUnreadable, 4),
    ]
    .map(|(code, at)| (code, format!("content/lieux/{}", names[at])))
    .to_vec();
    assert_eq!(codes(&findings), told);
    assert!(findings.iter().all(|finding| finding.help.is_some()));
    let html = page(&output, "lieux/a.html");
    for name in ["bombe.png", "coupee.jpg", "texte.jpg", "vide.svg"] {
        assert!(html.contains(&format!("<img src=\"{name}\"")), "{name} in {html}");
        assert!(output.render(&path(&format!("lieux/{name}"))).expect("renders").is_some());
    }
}

/// A folder with a site of plain pages, and the built program.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        let folder = Self(tempfile::tempdir().expect("a folder"));
        folder.write("parvis.yaml", PLAIN.as_bytes());
        folder.write("content/lieux/a.md", format!("{PAGE}![a](b.jpg)\n").as_bytes());
        folder.write("content/lieux/b.jpg", &photo(500, 300, 1));
        folder
    }

    fn at(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn write(&self, name: &str, bytes: &[u8]) {
        std::fs::create_dir_all(self.at(name).parent().expect("a folder")).expect("made");
        std::fs::write(self.at(name), bytes).expect("written");
    }

    fn build_into(&self, out: &str) -> String {
        let mut program = Command::new(env!("CARGO_BIN_EXE_parvis"));
        let output = program
            .args(["--lang", "en", "--folder"])
            .arg(self.0.path())
            .args(["build", "--out"])
            .arg(self.at(out))
            .output()
            .expect("it runs");
        let said = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned();
        assert!(output.status.success(), "{said}");
        said
    }

    fn build(&self) -> String {
        self.build_into("out")
    }

    fn read(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.at(name)).unwrap_or_else(|error| panic!("{name}: {error}"))
    }

    /// What the cache has, by name.
    fn cached(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = std::fs::read_dir(self.at(".cache/parvis/pictures")).into_iter().flatten();
        entries
            .map(|entry| entry.expect("an entry").path())
            .map(|path| (path.clone(), std::fs::read(path).expect("a file")))
            .collect()
    }
}

fn sum(folder: &Folder, name: &str) -> bool {
    let sums = String::from_utf8(folder.read("out/SHA256SUMS")).expect("a text");
    let line = format!("{}  {name}\n", Digest::of(&folder.read(&format!("out/{name}"))).hex());
    sums.contains(&line)
}

#[test]
fn a_picture_is_made_once_and_taken_from_the_cache_after_that() {
    let folder = Folder::new();
    folder.build();
    let made = folder.read("out/lieux/b.jpg.500.webp");
    assert!(sum(&folder, "lieux/b.jpg.500.webp"));
    let cached = folder.cached();
    assert_eq!(cached.len(), 1);
    // What lies in the cache is taken, so that it shows where the bytes come from.
    let (entry, bytes) = cached.first_key_value().expect("an entry");
    let marked: Vec<u8> = [&bytes[..bytes.len() - 2], b"!!"].concat();
    std::fs::write(entry, &marked).expect("written");
    folder.write("content/lieux/a.md", format!("{PAGE}![autre](b.jpg)\n").as_bytes());
    folder.build();
    assert_eq!(folder.read("out/lieux/b.jpg.500.webp"), marked);
    // What is cut short is no picture, and is made again; so is everything without a cache.
    std::fs::write(entry, &bytes[..40]).expect("written");
    folder.write("content/lieux/a.md", format!("{PAGE}![encore](b.jpg)\n").as_bytes());
    folder.build();
    assert_eq!(folder.read("out/lieux/b.jpg.500.webp"), made);
    std::fs::remove_dir_all(folder.at(".cache")).expect("removed");
    folder.build();
    assert_eq!(folder.read("out/lieux/b.jpg.500.webp"), made);
}

#[test]
fn what_no_page_uses_any_more_leaves_the_site_and_the_cache() {
    let folder = Folder::new();
    folder.build();
    let before = folder.cached();
    folder.write("content/lieux/b.jpg", &photo(500, 300, 2));
    folder.build();
    let after = folder.cached();
    assert_eq!((before.len(), after.len()), (1, 1));
    assert!(after.keys().ne(before.keys()), "another picture has another entry");
    std::fs::remove_file(folder.at("content/lieux/b.jpg")).expect("removed");
    folder.write("content/lieux/a.md", PAGE.as_bytes());
    folder.build();
    assert!(folder.cached().is_empty());
    assert!(!Path::exists(&folder.at("out/lieux/b.jpg.500.webp")));
}

#[test]
fn two_builds_at_once_and_a_disk_that_keeps_nothing_give_the_same_site() {
    let folder = Folder::new();
    folder.build();
    let made = folder.read("out/lieux/b.jpg.500.webp");
    std::fs::remove_dir_all(folder.at(".cache")).expect("removed");
    std::thread::scope(|scope| {
        let folder = &folder;
        let others: Vec<_> = (0..3).map(|n| (n, scope.spawn(move || folder.build_into(&format!("out{n}"))))).collect();
        for (n, other) in others {
            other.join().expect("it builds");
            assert_eq!(folder.read(&format!("out{n}/lieux/b.jpg.500.webp")), made);
        }
    });
    std::fs::remove_dir_all(folder.at(".cache")).expect("removed");
    folder.write(".cache", b"a file where a folder should be");
    folder.build_into("other");
    assert_eq!(folder.read("other/lieux/b.jpg.500.webp"), made);
}

#[test]
fn a_picture_damaged_within_is_told_at_each_build_and_replaced_by_the_original() {
    let folder = Folder::new();
    let image = image::DynamicImage::ImageRgb8(crate::support::picture::detailed(300, 200, 1));
    let mut bytes = crate::support::picture::written(&image, image::ImageFormat::Png);
    let middle = bytes.len() / 2;
    bytes[middle..middle + 400].fill(0);
    folder.write("content/lieux/b.jpg", &bytes);
    for _ in 0..2 {
        let said = folder.build();
        assert!(said.contains("IMAGE_UNREADABLE") && said.contains("content/lieux/b.jpg"), "{said}");
        assert_eq!(folder.read("out/lieux/b.jpg.300.webp"), bytes);
    }
}
