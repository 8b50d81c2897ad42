//! Who may import whom, and who may touch the world: the table of ARCHITECTURE.md, checked.
//!
//! Reads `use` trees and inline paths from the syntax tree of every file below `src/`, so that
//! a grouped import or a `std::fs::write` in the middle of a function is seen.

use std::collections::BTreeSet;
use std::path::Path;

use syn::visit::Visit;

/// A module, and the modules of this crate it may name besides itself.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("language", &[]),
    ("tree", &[]),
    ("grammar", &["language"]),
    ("personal", &["language", "tree"]),
    ("parallel", &[]),
    ("key", &["council", "grammar", "language", "parallel", "tree"]),
    ("council", &["grammar", "language", "tree"]),
    ("pabulib", &["council", "grammar", "language"]),
    ("report", &["language", "tree"]),
    ("explain", &["language", "report"]),
    ("statement", &["council", "grammar", "key", "language", "report", "tree"]),
    ("document", &["council", "grammar", "language", "personal", "report", "statement", "tree"]),
    ("history", &["tree"]),
    ("manifest", &["tree"]),
    ("picture", &[]),
    ("collection", &["council", "document", "grammar", "language", "parallel", "report", "tree"]),
    ("reference", &["document", "language", "tree"]),
    ("import", &["council", "document", "grammar", "language", "report", "tree"]),
    ("law", &["council", "document", "grammar", "language", "report"]),
    ("open_data", &["council", "document", "export", "grammar", "language", "report", "tree"]),
    (
        "site",
        &[
            "collection",
            "council",
            "document",
            "export",
            "grammar",
            "history",
            "language",
            "law",
            "open_data",
            "pabulib",
            "parallel",
            "personal",
            "picture",
            "report",
            "statement",
            "tree",
        ],
    ),
    ("submission", &["council", "grammar", "key", "language", "report", "statement", "tree"]),
    ("log", &["council", "key", "language", "statement", "tree"]),
    (
        "record",
        &["council", "grammar", "key", "language", "log", "parallel", "report", "statement", "submission", "tree"],
    ),
    ("tally", &["council", "record", "report", "statement", "tree"]),
    ("what_if", &["council", "grammar", "language", "record", "statement", "tally", "tree"]),
    ("export", &["council", "grammar", "language", "pabulib", "statement"]),
    (
        "trial",
        &[
            "clerk",
            "council",
            "document",
            "grammar",
            "key",
            "language",
            "pabulib",
            "record",
            "report",
            "statement",
            "submission",
            "tree",
        ],
    ),
    (
        "clerk",
        &[
            "council",
            "document",
            "grammar",
            "key",
            "language",
            "log",
            "record",
            "report",
            "statement",
            "submission",
            "tally",
            "tree",
        ],
    ),
    ("receipt", &["council", "language", "log", "record", "report", "statement", "submission", "tree"]),
    (
        "gate",
        &["council", "grammar", "language", "log", "personal", "record", "report", "statement", "submission", "tree"],
    ),
    ("audit", &["clerk", "council", "language", "log", "record", "report", "statement", "submission", "tally", "tree"]),
    (
        "sample",
        &["clerk", "council", "document", "key", "language", "record", "report", "statement", "submission", "tree"],
    ),
    ("act", &["language", "log", "record", "report", "statement", "tree"]),
    ("source", &["history", "key", "parallel", "submission", "tree"]),
    ("publish", &["act", "tree"]),
    ("preview", &["language", "report", "tree"]),
];

/// What of the outer world a module may name; every other module of the core names none of it.
const WORLD: &[(&str, &[&str])] = &[
    ("std::fs", &["source", "publish", "app"]),
    ("git2", &["source", "publish"]),
    ("walkdir", &["source", "publish"]),
    ("tar", &["receipt"]),
    ("tempfile", &["publish", "source"]),
    ("rustix", &["publish"]),
    ("notify", &["preview"]),
    ("axum", &["preview"]),
    ("tokio", &["preview"]),
    ("std::net", &["preview"]),
    ("std::env", &["app"]),
    ("std::process", &["app"]),
    ("std::time::SystemTime", &["app"]),
    ("std::io::stdin", &["app"]),
    ("std::io::stdout", &["app"]),
    ("std::io::stderr", &["app"]),
    ("getrandom", &["app"]),
    ("serde_yaml", &["document"]),
    ("toml", &["document"]),
    ("zip", &["import"]),
    ("image", &["picture"]),
    ("fast_image_resize", &["picture"]),
    ("webpx", &["picture"]),
    ("ed25519_dalek", &["key"]),
    ("curve25519_dalek", &["key"]),
    ("std::thread", &["app", "parallel", "publish", "preview"]),
];

/// The paths a file names, with `self` and `super` resolved.
struct Paths {
    module: Vec<String>,
    named: BTreeSet<Vec<String>>,
}

impl Paths {
    fn name(&mut self, path: Vec<String>) {
        let mut base = self.module.clone();
        let mut rest = path.as_slice();
        match rest.first().map(String::as_str) {
            Some("crate") => {
                base.clear();
                rest = &rest[1..];
            }
            Some("self") => rest = &rest[1..],
            Some("super") => {
                while rest.first().is_some_and(|part| part == "super") {
                    base.pop();
                    rest = &rest[1..];
                }
            }
            _ => {
                self.named.insert(path);
                return;
            }
        }
        let mut full = vec!["crate".to_owned()];
        full.extend(base);
        full.extend_from_slice(rest);
        self.named.insert(full);
    }

    fn use_tree(&mut self, prefix: &[String], tree: &syn::UseTree) {
        let with = |name: &syn::Ident| [prefix, &[name.to_string()]].concat();
        match tree {
            syn::UseTree::Path(path) => self.use_tree(&with(&path.ident), &path.tree),
            syn::UseTree::Name(name) => self.name(with(&name.ident)),
            syn::UseTree::Rename(rename) => self.name(with(&rename.ident)),
            syn::UseTree::Glob(_) => self.name(prefix.to_vec()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| self.use_tree(prefix, tree)),
        }
    }
}

impl<'ast> Visit<'ast> for Paths {
    fn visit_item_use(&mut self, item: &'ast syn::ItemUse) {
        self.use_tree(&[], &item.tree);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.segments.len() > 1 {
            self.name(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        syn::visit::visit_path(self, path);
    }

    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        if item.ident != "tests" {
            syn::visit::visit_item_mod(self, item);
        }
    }

    fn visit_macro(&mut self, node: &'ast syn::Macro) {
        // Paths inside macros are tokens: looked at as text.
        let text = node.tokens.to_string().replace(' ', "");
        for (world, _) in WORLD {
            if text.contains(&format!("{world}::")) {
                self.name(world.split("::").map(str::to_owned).collect());
            }
        }
        syn::visit::visit_macro(self, node);
    }
}

/// Every file below `src/`, with its module path.
fn files() -> Vec<(Vec<String>, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("src can be read") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let below = path.strip_prefix(&root).expect("below src").with_extension("");
                let mut module: Vec<String> = below.iter().map(|part| part.to_string_lossy().into_owned()).collect();
                if module.last().is_some_and(|last| last == "mod" || last == "lib") {
                    module.pop();
                }
                found.push((module, std::fs::read_to_string(path).expect("a text")));
            }
        }
    }
    found.sort();
    found
}

fn named_by(module: &[String], text: &str) -> BTreeSet<Vec<String>> {
    let mut paths = Paths { module: module.to_vec(), named: BTreeSet::new() };
    paths.visit_file(&syn::parse_file(text).expect("the file is Rust"));
    paths.named
}

fn faults(module: &[String], text: &str) -> Vec<String> {
    let Some(top) = module.first().filter(|top| *top != "bin" && *top != "app") else { return Vec::new() };
    let allowed = MAY_IMPORT.iter().find(|(name, _)| name == top).map(|(_, allowed)| *allowed);
    let Some(allowed) = allowed else { return vec![format!("`{top}` has no row in the table")] };
    let mut faults = Vec::new();
    for path in named_by(module, text) {
        if path[0] == "crate" {
            let target = path.get(1).map_or("", String::as_str);
            if target != top && !allowed.contains(&target) && MAY_IMPORT.iter().any(|(name, _)| *name == target) {
                faults.push(format!("{} names {}", module.join("::"), path.join("::")));
            }
            if target == "app" {
                faults.push(format!("{} names app", module.join("::")));
            }
        }
    }
    faults
}

fn world_faults(module: &[String], text: &str) -> Vec<String> {
    let Some(top) = module.first().filter(|top| *top != "bin") else { return Vec::new() };
    let mut faults = Vec::new();
    for path in named_by(module, text) {
        let joined = path.join("::");
        for (world, allowed) in WORLD {
            let touches = joined == *world || joined.starts_with(&format!("{world}::"));
            if touches && !allowed.contains(&top.as_str()) {
                faults.push(format!("{} names {joined}", module.join("::")));
            }
        }
    }
    faults
}

#[test]
fn every_module_names_only_what_its_row_allows() {
    let faults: Vec<String> = files().iter().flat_map(|(module, text)| faults(module, text)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn only_source_reads_only_publish_writes_only_app_asks_the_clock() {
    let faults: Vec<String> = files().iter().flat_map(|(module, text)| world_faults(module, text)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn the_check_sees_groups_detours_and_inline_paths() {
    let module = ["site".to_owned(), "plan".to_owned()];
    for text in [
        "use crate::{council::Date, tally::count};",
        "use super::super::tally;",
        "fn f() { crate::submission::verify(); }",
        "mod inner { use crate::log::root; }",
    ] {
        assert!(!faults(&module, text).is_empty(), "{text}");
    }
    for text in
        ["fn f() { std::fs::write(a, b); }", "use std::{fs, io};", "fn f() { println!(\"{}\", std::env::var(\"A\")); }"]
    {
        assert!(!world_faults(&module, text).is_empty(), "{text}");
    }
    assert!(faults(&module, "use crate::council::tally::TallyFile;").is_empty());
}

#[test]
fn the_verifier_alone_has_no_template_or_markdown_crate_in_its_tree() {
    let tree = |features: &str| {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let args = [
            "tree",
            "--locked",
            "--offline",
            "-e",
            "normal",
            "--prefix",
            "none",
            "--no-default-features",
            "--features",
        ];
        let output = std::process::Command::new(cargo)
            .args(args)
            .arg(features)
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .output()
            .expect("cargo runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let names = ["tera", "pulldown-cmark", "axum", "notify", "tokio"];
    let has = |tree: &str, name: &str| tree.lines().any(|line| line.split(' ').next() == Some(name));
    let (verifier, whole) = (tree("verifier"), tree("site,verifier"));
    for name in names {
        assert!(!has(&verifier, name), "{name} in the verifier's tree");
        assert!(has(&whole, name), "{name} is looked for under its own name");
    }
}

/// A ballot whose equation is not computed: only the replay that goes on from a kept root may ask so.
#[test]
fn only_the_replay_recalls_a_signature() {
    let named: Vec<String> = files()
        .into_iter()
        .filter(|(_, text)| text.contains("verify_again"))
        .map(|(module, _)| module.join("::"))
        .collect();
    assert_eq!(named, ["record::admission", "submission", "submission::signature"]);
}

/// Every `tests/file.rs` and test that a page names, such as ``tests/a.rs`: `one`, `two``.
fn named_tests(page: &str) -> Vec<(String, String)> {
    let mut named = Vec::new();
    for line in page.lines() {
        let mut file = None;
        for word in line.split('`').skip(1).step_by(2) {
            if word.starts_with("tests/") && Path::new(word).extension().is_some_and(|end| end == "rs") {
                file = Some(word.to_owned());
            } else if let Some(file) = &file {
                named.push((file.clone(), word.to_owned()));
            }
        }
    }
    named
}

#[test]
fn every_test_that_a_page_names_exists() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = |path: &str| std::fs::read_to_string(root.join(path)).unwrap_or_default();
    let mut missing = Vec::new();
    for page in ["SECURITY.md", "ARCHITECTURE.md"] {
        let named = named_tests(&read(page));
        assert!(named.len() > 10, "{page} names tests");
        let is_name = |word: &str| {
            word.contains('_') && word.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
        };
        for (file, name) in named.into_iter().filter(|(_, name)| is_name(name)) {
            let text = read(&file);
            if !text.contains(&format!("fn {name}(")) && !text.contains(&format!("mod {name}")) {
                missing.push(format!("{page}: {file}: {name}"));
            }
        }
    }
    assert_eq!(missing, Vec::<String>::new());
}
