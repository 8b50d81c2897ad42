//! The sample council's files, and a check of a finished site's links.

#![allow(dead_code, reason = "each test file uses the part it needs")]

use std::collections::BTreeSet;
use std::path::Path;

use parvis::source::folder;
use parvis::tree::{FilePath, FileTree};

/// The files of this repository that its website is made from.
pub(crate) fn sample() -> FileTree {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = FileTree::new();
    for name in ["content", "law", "themes", "submissions"] {
        files.overlay(&folder::read(root, name).expect("a folder"));
    }
    let config = folder::read_file(&root.join("parvis.yaml")).expect("parvis.yaml");
    files.insert(FilePath::parse("parvis.yaml").expect("a path"), config);
    files
}

/// The files of a case of `tests/site/`, over those of `common.txt`; `tests/generator/site.rs` says how it is cut.
pub(crate) fn case(name: &str) -> FileTree {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/site");
    let mut files = FileTree::new();
    for name in ["common", name] {
        let text = std::fs::read_to_string(folder.join(format!("{name}.txt"))).expect("a case");
        for section in text.split("\n=== ").map(|section| section.trim_start_matches("=== ")) {
            let (name, text) = section.split_once('\n').unwrap_or((section, ""));
            if let Ok(path) = FilePath::parse(name.trim()).map_err(drop)
                && name.contains('.')
                && !name.starts_with("page ")
            {
                files.insert(path, format!("{text}\n").into_bytes());
            }
        }
    }
    files
}

/// Every `href` and `src` that leads to no file of the site, or to no `id` of its page.
pub(crate) fn broken_links(site: &FileTree) -> Vec<String> {
    let mut broken = Vec::new();
    for (path, bytes) in site.iter().filter(|(path, _)| path.extension() == "html") {
        let html = String::from_utf8_lossy(bytes);
        for link in attributes(&html, "href").chain(attributes(&html, "src")) {
            if !leads_somewhere(site, path, &link) {
                broken.push(format!("{path}: {link}"));
            }
        }
    }
    broken
}

fn attributes<'a>(html: &'a str, name: &str) -> impl Iterator<Item = String> + 'a {
    let start = format!(" {name}=\"");
    let parts: Vec<String> =
        html.split(start.as_str()).skip(1).filter_map(|rest| Some(rest.split_once('"')?.0.to_owned())).collect();
    parts.into_iter()
}

fn leads_somewhere(site: &FileTree, from: &FilePath, link: &str) -> bool {
    if ["https://", "http://", "mailto:", "data:"].iter().any(|scheme| link.starts_with(scheme)) {
        return true;
    }
    let (file, anchor) = link.split_once('#').map_or((link, None), |(file, anchor)| (file, Some(anchor)));
    let file = percent_decoded(file);
    // The page that is shown at any depth has links from the root.
    let target = match file.strip_prefix('/') {
        Some(path) if from.as_str().ends_with("404.html") => FilePath::parse(path).ok(),
        _ => joined(from, &file),
    };
    let Some(target) = target else { return false };
    let Some(bytes) = site.get(&target) else { return false };
    anchor.is_none_or(|anchor| {
        let ids: BTreeSet<String> = attributes(&String::from_utf8_lossy(bytes), "id").collect();
        ids.contains(anchor)
    })
}

fn percent_decoded(link: &str) -> String {
    let mut parts = link.split('%');
    let mut bytes = parts.next().unwrap_or_default().as_bytes().to_vec();
    for part in parts {
        bytes.push(u8::from_str_radix(&part[..2], 16).unwrap_or_else(|_| panic!("{link}")));
        bytes.extend_from_slice(&part.as_bytes()[2..]);
    }
    String::from_utf8(bytes).unwrap_or_else(|_| panic!("{link}"))
}

fn joined(from: &FilePath, link: &str) -> Option<FilePath> {
    if link.is_empty() {
        return Some(from.clone());
    }
    let mut segments: Vec<&str> = from.segments().collect();
    segments.pop();
    for segment in link.split('/') {
        match segment {
            ".." => drop(segments.pop()?),
            other => segments.push(other),
        }
    }
    FilePath::parse(&segments.join("/")).ok()
}
