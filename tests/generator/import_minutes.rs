//! Minutes from word processors: real ones with what becomes of each beside it, and hostile ones.

#![cfg(feature = "site")]

use crate::support::import as support;

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};

use parvis::document::RecordId;
use parvis::grammar::Token as _;
use parvis::import::{Import, Settings, minutes};
use parvis::language::Language;
use parvis::report::Code;
use parvis::tree::FileTree;
use support::{at, council_of, council_with, errors_after, said, text};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const PEOPLE: [(&str, &str, &str); 5] = [
    ("claire-morel", "Claire Morel", "Morel Claire"),
    ("karim-benali", "Karim Benali", "Benali Karim"),
    ("jeanne-lefort", "Jeanne Lefort", "Lefort Jeanne"),
    ("thomas-nguyen", "Thomas Nguyen", "Nguyen Thomas"),
    ("odile-perrin", "Odile Perrin", "Perrin Odile"),
];

fn council() -> FileTree {
    let people = PEOPLE.map(|(id, name, sort_name)| {
        (format!("content/people/{id}.md"), format!("---\ntitle: {name}\nsort_name: {sort_name}\n---\n"))
    });
    let people: Vec<(&str, &str)> = people.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    council_with(&people)
}

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import/minutes").join(name)
}

fn document(name: &str) -> Vec<u8> {
    std::fs::read(folder(name)).expect("a document")
}

fn imported(tree: &FileTree, name: &str, bytes: Vec<u8>) -> Import {
    minutes::import(&council_of(tree), &[(name.to_owned(), bytes)], None, &Settings::default())
        .expect("the body is known")
}

/// An archive of these parts.
fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options).expect("begun");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("finished").into_inner()
}

/// A DOCX whose body holds `inner`.
fn docx(inner: &str) -> Vec<u8> {
    let xml = format!(
        "<w:document xmlns:w=\"w\"><w:body><w:p><w:r><w:t>Séance du 12 mars 2026</w:t></w:r></w:p>{inner}</w:body></w:document>"
    );
    archive(&[("word/document.xml", xml.as_bytes())])
}

fn paragraph(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

#[test]
fn real_documents_become_what_stands_beside_them() {
    let documents = [("pv.odt", Language::Fr), ("pv.docx", Language::Fr), ("minutes-en.docx", Language::En)];
    for (name, language) in documents {
        let tree = council();
        let import = imported(&tree, name, document(name));
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
        assert_eq!(errors_after(&tree, &import), [], "{name}");
    }
}

#[test]
fn the_two_formats_of_one_document_say_the_same() {
    let of = |name: &str| {
        let import = imported(&council(), name, document(name));
        let plain = |path: &str| text(&import, path).replace("image-1.png", "image1.png");
        (plain("content/minutes/2026-03-12-conseil.md"), plain("content/meetings/2026-03-12-conseil.md"))
    };
    assert_eq!(of("pv.odt"), of("pv.docx"));
}

#[test]
fn attendance_is_that_of_the_table_with_people_matched_by_name() {
    let import = imported(&council(), "pv.odt", document("pv.odt"));
    let meeting = text(&import, "content/meetings/2026-03-12-conseil.md");
    let line = "attendance: {present: [claire-morel, karim-benali, odile-perrin], represented: {thomas-nguyen: karim-benali}, excused: [], absent: [jeanne-lefort]}\n";
    assert!(meeting.contains(line) && meeting.contains("secretary: odile-perrin\n"), "{meeting}");
    // Without one of them, and with two who may be meant, the line is left to fill in and the names are told.
    let mut tree = council();
    tree.remove(&at("content/people/claire-morel.md"));
    tree.insert(at("content/people/kb.md"), b"---\ntitle: Karim Benali\nsort_name: Benali Karim\n---\n".as_slice());
    let import = imported(&tree, "pv.odt", document("pv.odt"));
    assert_eq!(
        said(&import, Code::NameUnclear),
        [
            "pv.odt: `Mme Claire MOREL, présidente` is nobody of content/people/",
            "pv.odt: `M. Karim Benali` may be `karim-benali`, `kb`",
        ]
    );
    let meeting = text(&import, "content/meetings/2026-03-12-conseil.md");
    assert!(meeting.contains("# attendance: {present: [odile-perrin], "), "{meeting}");
    assert!(meeting.contains("à remplir : il manque Mme Claire MOREL, présidente, M. Karim Benali"), "{meeting}");
    assert_eq!(errors_after(&tree, &import), []);
}

#[test]
fn a_meeting_that_is_there_is_left_alone_and_told_what_to_add() {
    let known = "---\ntitle: A\nbody: conseil\nstatus: held\nstart: 2026-03-12T19:00\n---\n";
    let mut tree = council();
    tree.insert(at("content/meetings/mars.md"), known.as_bytes());
    let import = imported(&tree, "pv.odt", document("pv.odt"));
    assert!(text(&import, "content/minutes/mars.md").contains("meeting: mars"));
    assert_eq!(import.files.below("content/meetings").count(), 0);
    let told = import.account.findings.iter().find(|finding| finding.message.en.contains("the attendance, since"));
    let help = told.and_then(|finding| finding.help.as_ref()).expect("advice");
    assert!(help.en.contains("attendance: {present: [claire-morel,"), "{}", help.en);
    assert_eq!(errors_after(&tree, &import), []);
    // The same by name, for a document that does not say its day.
    let undated = docx("").clone();
    let undated_import = imported(&tree, "pv.docx", archive(&[("word/document.xml", b"<d><body><p/></body></d>")]));
    assert_eq!(said(&undated_import, Code::SourceUnreadable).len(), 1);
    let id = |text: &str| RecordId::read(text).expect("an id");
    let of = |meeting: &str| {
        let sources = [("x.docx".to_owned(), undated.clone())];
        minutes::import(&council_of(&tree), &sources, Some(&id(meeting)), &Settings::default())
    };
    assert!(of("mars").expect("it is there").files.contains(&at("content/minutes/mars.md")));
    assert_eq!(of("avril").map(|_| ()).map_err(|finding| finding.code), Err(Code::ReferenceDangling));
}

#[test]
fn a_hostile_document_is_refused_with_its_reason_and_nothing_is_placed() {
    let zeros = vec![b' '; 60 * 1024 * 1024];
    let deep = "<w:p>".repeat(100_000);
    let many: Vec<(String, Vec<u8>)> = (0..5000).map(|number| (format!("{number}"), Vec::new())).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let good = docx("");
    let manifest: &[u8] = b"<manifest><file-entry><encryption-data/></file-entry></manifest>";
    let entity = "<!DOCTYPE d [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><d><body><p><r><t>&a;</t></r></p></body></d>";
    let laughs = "<!DOCTYPE d [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]><d><body/></d>";
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.docx", Vec::new(), "this is no readable DOCX or ODT document"),
        ("text.docx", b"Minutes".to_vec(), "this is no readable DOCX or ODT document"),
        ("cut.docx", good[..good.len() / 2].to_vec(), "this is no readable DOCX or ODT document"),
        ("bodiless.docx", archive(&[("word/styles.xml", b"<a/>")]), "the archive has no `word/document.xml`"),
        (
            "bomb.docx",
            archive(&[("word/document.xml", &zeros)]),
            "larger than any document: `word/document.xml`, which unfolds",
        ),
        (
            "beside.docx",
            archive(&[("word/document.xml", b"<d/>"), ("word/media/a.png", &zeros)]),
            "larger than any document: `word/media/a.png`",
        ),
        ("many.docx", archive(&many), "larger than any document: 5000 parts"),
        ("deep.docx", docx(&deep), "nests or holds more elements than any document"),
        (
            "entity.docx",
            archive(&[("word/document.xml", entity.as_bytes())]),
            "`word/document.xml` cannot be read: DOCTYPE",
        ),
        (
            "laughs.docx",
            archive(&[("word/document.xml", laughs.as_bytes())]),
            "`word/document.xml` cannot be read: DOCTYPE",
        ),
        ("broken.odt", archive(&[("content.xml", b"<a><b></a>")]), "`content.xml` cannot be read"),
        (
            "locked.odt",
            archive(&[("content.xml", b"\x00\x01"), ("META-INF/manifest.xml", manifest)]),
            "locked with a password",
        ),
    ];
    for (name, bytes, reason) in cases {
        let import = imported(&council(), name, bytes);
        assert!(import.files.is_empty(), "{name}");
        let refused = said(&import, Code::SourceUnreadable);
        assert!(refused.len() == 1 && refused[0].contains(reason), "{name}: {refused:?}");
    }
}

#[test]
fn a_part_that_is_larger_than_it_declares_is_not_unfolded_further() {
    let body = docx(&paragraph(&"a ".repeat(5000)));
    let bytes = lie_about_sizes(&body);
    let import = imported(&council(), "lie.docx", bytes);
    let refused = said(&import, Code::SourceUnreadable);
    assert!(import.files.is_empty() && refused.len() == 1, "{refused:?}");
    assert!(["larger than declared", "is damaged"].iter().any(|reason| refused[0].contains(reason)), "{refused:?}");
}

/// The archive with every declared size, unfolded, of 100 bytes: in the local header and in the directory.
fn lie_about_sizes(archive: &[u8]) -> Vec<u8> {
    let mut bytes = archive.to_vec();
    for (signature, offset) in [(b"PK\x03\x04", 22), (b"PK\x01\x02", 24)] {
        let found: Vec<usize> =
            bytes.windows(4).enumerate().filter(|(_, four)| four == signature).map(|(at, _)| at).collect();
        for at in found {
            bytes[at + offset..at + offset + 4].copy_from_slice(&100_u32.to_le_bytes());
        }
    }
    bytes
}

#[test]
fn a_document_cannot_write_markdown_yaml_or_files_of_its_own() {
    let inner = [
        "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>1. A\"\nb: &amp;x [c</w:t></w:r></w:p>".to_owned(),
        "<w:p><w:pPr><w:outlineLvl w:val=\"0\"/></w:pPr><w:r><w:t>2. D</w:t></w:r></w:p>".to_owned(),
        paragraph("&lt;script&gt;alert(1)&lt;/script&gt; [a](javascript:b) ---"),
        "<w:p><w:r><w:instrText>HYPERLINK \"javascript:alert(1)\"</w:instrText></w:r><w:hyperlink r:id=\"r1\"><w:r><w:t>e</w:t></w:r></w:hyperlink><w:r><w:drawing><a:blip r:embed=\"r2\"/></w:drawing></w:r></w:p>".to_owned(),
    ];
    let body = format!(
        "<w:document xmlns:w=\"w\"><w:body>{}{}</w:body></w:document>",
        paragraph("Séance du 12 mars 2026"),
        inner.concat()
    );
    let relations =
        "<R><r Id=\"r1\" Target=\"file:///etc/passwd\"/><r Id=\"r2\" Target=\"../../../../etc/passwd.png\"/></R>";
    let bytes = archive(&[
        ("word/document.xml", body.as_bytes()),
        ("word/_rels/document.xml.rels", relations.as_bytes()),
        ("word/../../../../etc/passwd.png", b"png"),
    ]);
    let tree = council();
    let import = imported(&tree, "x.docx", bytes);
    let minutes = text(&import, "content/minutes/2026-03-12-conseil.md");
    assert!(minutes.contains("\\<script>alert(1)\\</script> \\[a\\](javascript:b) ---"), "{minutes}");
    assert!(!minutes.contains("passwd)") && minutes.contains("\ne!["), "{minutes}");
    let meeting = text(&import, "content/meetings/2026-03-12-conseil.md");
    assert!(meeting.contains(r#"title: "A\" b: &x [c""#), "{meeting}");
    for (path, _) in import.files.iter() {
        assert!(path.below("content").is_some() && !path.as_str().contains("etc"), "{path}");
    }
    let errors: Vec<_> = errors_after(&tree, &import);
    assert!(errors.iter().all(|finding| finding.code == Code::KeyMissing), "{errors:?}");
}

#[test]
fn no_damage_of_a_document_is_fatal() {
    for name in ["pv.docx", "pv.odt"] {
        let whole = document(name);
        let tree = council();
        let council = council_of(&tree);
        for step in 0..120 {
            let mut bytes = whole.clone();
            let at = step * whole.len() / 120;
            bytes[at] ^= 1 << (step % 8);
            if step % 3 == 0 {
                bytes.truncate(at.max(1));
            }
            let _ = minutes::import(&council, &[(name.to_owned(), bytes)], None, &Settings::default());
        }
    }
}
