//! Whatever is edited, in whatever order: what is made from the last site and the changed files is byte for byte
//! what is made from the files alone.

#![cfg(feature = "site")]

use std::sync::Arc;

use parvis::document::words_digest;
use parvis::history::History;
use parvis::site::{self, Output, Settings};
use parvis::tree::{FilePath, FileTree};
use proptest::prelude::*;

use crate::support::picture::photo;

/// One edit of a site.
#[derive(Clone, Debug)]
enum Edit {
    Write(usize, usize),
    Touch(usize),
    Delete(usize),
    Rename(usize, usize),
    Template(usize),
    Config(usize),
    Council(usize),
    Record(usize),
    Style(usize),
    /// A picture is put, exchanged, or taken away.
    Picture(usize, usize),
}

const NAMES: [&str; 10] = [
    "carnets/a",
    "carnets/b",
    "carnets/c",
    "carnets/sub/d",
    "avis/e",
    "avis/f.en",
    "avis/_index",
    "seule",
    "carnets/a.en",
    "avis/_index.fr",
];

const TEXTS: [&str; 11] = [
    "---\ntitle: Un\ndate: 2026-03-12\nthemes: [Vélo, École]\n---\nVoir [b](../carnets/b.md).\n",
    "---\ntitle: Deux\ndate: 2026-03-13\nthemes: École\nweight: 3\n---\n## Titre\n\nTexte, et ![une image](../carnets/p.jpg).\n",
    "---\ntitle: Trois\ndate: 2025-01-01\ndraft: true\n---\n",
    "---\ntitle: \"Cassé\n---\n",
    "Sans en-tête, avec [un lien](a.md#t-titre) et [un autre](../news/n.md#t-suite).\n\n{{ figure(src=\"p.jpg\", alt=\"une image\") }}\n",
    "---\ntitle: Cinq\nthemes: [velo]\naliases: [/vieux/]\ntemplate: section.html\n---\n",
    "---\ndate: 12/12/12\nthemes: []\nslug: autre\n---\n# Six\n",
    "---\ntitle: Sept\npublish_at: 2030-01-01\n---\n",
    "+++\ntitle = \"Huit\"\ndate = 2026-03-14\nthemes = [\"Vélo\"]\n+++\n[a](a.md)\n",
    "+++\ntitle = \"Huit\"\ntitle = \"Neuf\"\n+++\n",
    // Of the second of these.
    "---\ntitle: Two\ntranslation: reviewed\ntranslated_from: @words@\n---\nText.\n",
];

const CONFIGS: [&str; 3] = [
    "name: N\nurl: https://n.example/\nlanguages: [fr, en]\nfeed: 3\ncollections:\n  - {folder: carnets, paginate: 1, feed: 2}\ntaxonomies:\n  - {key: themes, paginate: 1, feed: 2}\n",
    "name: N\nurl: https://n.example/\nlanguages: [fr]\ncollections:\n  - {folder: carnets, order: weight, json: true}\n",
    "name: M\nurl: https://n.example/sous/\nlanguages: [en, fr]\nimages: {widths: [96], quality: 60}\ntaxonomies:\n  - {key: themes}\n  - {key: weight}\n",
];

/// A council with collections, and without.
const COUNCILS: [&str; 3] = [
    "council: n.example\nname: N\nlanguages: [fr, en]\ntime_zone: Europe/Paris\ntheme: parvis\nlaw: fr\nurl: https://n.example/\nrepository: https://git.n.example/\ncollections:\n  - {folder: carnets, paginate: 1, feed: 2}\n  - {folder: avis, json: true}\ntaxonomies:\n  - {key: themes, paginate: 1, feed: 2}\n",
    "council: n.example\nname: N\nlanguages: [en, fr]\ntime_zone: Europe/Paris\ntheme: parvis\nlaw: fr\nurl: https://n.example/sous/\nrepository: https://git.n.example/\ncollections:\n  - {folder: carnets, order: weight}\n",
    "council: n.example\nname: N\nlanguages: [fr]\ntime_zone: Europe/Paris\ntheme: parvis\nlaw: fr\nurl: https://n.example/\nrepository: https://git.n.example/\n",
];

/// A record of the council that leads to plain pages.
const RECORDS: [&str; 3] = [
    "---\ntitle: N\ndate: 2026-03-01\n---\n[a](../carnets/a.md#t-titre)\n\n## Suite\n",
    "---\ntitle: N\ndate: 2026-03-02\naliases: [vieux]\n---\n[d](../carnets/sub/d.md)\n",
    "---\ntitle: N\ndate: 2026-03-03\npublish_at: 2030-01-01\n---\n",
];

const TEMPLATES: [&str; 3] = [
    "<p>{{ page.title }} {{ content }} {% for p in related %}{{ p.title }}{% endfor %}</p>",
    "<i>{{ page.title }}{% if next %}{{ next.path }}{% endif %}</i>",
    "{% if %}",
];

fn path(text: &str) -> FilePath {
    FilePath::parse(text).expect("a path")
}

fn apply(tree: &mut FileTree, edit: &Edit) {
    let page = |at: usize| path(&format!("content/{}.md", NAMES[at]));
    match edit {
        Edit::Write(at, text) => {
            let words = words_digest("Deux", "", "## Titre\n\nTexte.").to_string();
            tree.insert(page(*at), TEXTS[*text].replace("@words@", &words).into_bytes());
        }
        // The same bytes under another allocation, as a reader gives that knows nothing of before.
        Edit::Touch(at) => {
            if let Some(bytes) = tree.get(&page(*at)).map(<[u8]>::to_vec) {
                tree.insert(page(*at), bytes);
            }
        }
        Edit::Delete(at) => drop(tree.remove(&page(*at))),
        Edit::Rename(from, to) => {
            if let Some(bytes) = tree.remove(&page(*from)) {
                tree.insert(page(*to), bytes);
            }
        }
        Edit::Template(at) => {
            tree.insert(path("themes/plain/templates/page.html"), TEMPLATES[*at].as_bytes());
            tree.insert(path("themes/parvis/templates/page.html"), TEMPLATES[*at].as_bytes());
        }
        Edit::Config(at) => tree.insert(path("parvis.yaml"), CONFIGS[*at].as_bytes()),
        Edit::Council(at) => tree.insert(path("parvis.yaml"), COUNCILS[*at].as_bytes()),
        Edit::Record(at) => tree.insert(path("content/news/n.md"), RECORDS[*at].as_bytes()),
        Edit::Style(at) => {
            tree.insert(path("themes/plain/static/assets/plain.css"), format!("p{{top:{at}px}}").into_bytes());
        }
        Edit::Picture(at, which) => {
            let place = path(["content/carnets/p.jpg", "content/carnets/p.jpg.192.webp"][*at]);
            match which {
                0 => drop(tree.remove(&place)),
                1 => tree.insert(place, b"no picture".as_slice()),
                which => tree.insert(place, photo(192, 128, u32::try_from(*which).expect("a small number"))),
            }
        }
    }
}

fn edit(configs: impl Strategy<Value = Edit> + 'static) -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => (0..NAMES.len(), 0..TEXTS.len()).prop_map(|(at, text)| Edit::Write(at, text)),
        1 => (0..NAMES.len()).prop_map(Edit::Touch),
        2 => (0..NAMES.len()).prop_map(Edit::Delete),
        2 => (0..NAMES.len(), 0..NAMES.len()).prop_map(|(from, to)| Edit::Rename(from, to)),
        1 => (0..TEMPLATES.len()).prop_map(Edit::Template),
        1 => configs,
        1 => (0..3_usize).prop_map(Edit::Style),
        3 => (0..2_usize, 0..4_usize).prop_map(|(at, which)| Edit::Picture(at, which)),
    ]
}

fn of_plain_site() -> impl Strategy<Value = Edit> {
    edit((0..CONFIGS.len()).prop_map(Edit::Config))
}

/// Of a council, which may become a site of plain pages and a council again.
fn of_council() -> impl Strategy<Value = Edit> {
    edit(prop_oneof![
        4 => (0..COUNCILS.len()).prop_map(Edit::Council),
        4 => (0..RECORDS.len()).prop_map(Edit::Record),
        1 => (0..CONFIGS.len()).prop_map(Edit::Config),
    ])
}

/// The bytes of a file, or why there are none.
type Rendered = Result<Option<Arc<[u8]>>, String>;

/// Every file of a site, and what was found: a page that cannot be rendered is the words that say so.
fn all(output: Option<&Output>) -> Vec<(FilePath, Rendered)> {
    let render = |output: &Output, path: &FilePath| output.render(path).map_err(|fault| fault.to_string());
    output.map_or_else(Vec::new, |output| {
        output.routes().into_iter().map(|path| (path.clone(), render(output, &path))).collect()
    })
}

/// Makes each edit, and holds the rebuild after it against a build of the files alone.
fn rebuilt_as_fresh(first: &Edit, edits: &[Edit]) -> Result<(), TestCaseError> {
    let settings = Settings { as_of: Some("2026-04-01".parse().expect("a day")), ..Settings::default() };
    let mut tree = FileTree::new();
    apply(&mut tree, first);
    let mut last: Option<Output> = None;
    for edit in edits {
        apply(&mut tree, edit);
        let (next, found) = site::build_after(last.as_ref(), &tree, settings, History::default());
        // Bytes of their own, so that nothing can be taken over.
        let copy: FileTree = tree.iter().map(|(path, bytes)| (path.clone(), bytes.to_vec())).collect();
        let (fresh, expected) = site::build_after(None, &copy, settings, History::default());
        prop_assert_eq!(found, expected, "after {:?}", edit);
        prop_assert_eq!(all(next.as_ref()), all(fresh.as_ref()), "after {:?}", edit);
        last = next;
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]
    #[test]
    fn a_rebuild_after_any_edits_equals_a_fresh_build(edits in prop::collection::vec(of_plain_site(), 1..24)) {
        rebuilt_as_fresh(&Edit::Config(0), &edits)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]
    #[test]
    fn a_rebuild_of_a_council_with_collections_equals_a_fresh_build(edits in prop::collection::vec(of_council(), 1..12)) {
        rebuilt_as_fresh(&Edit::Council(0), &edits)?;
    }
}

#[test]
fn another_configuration_of_a_council_is_read_anew() {
    let edits = [Edit::Write(0, 0), Edit::Write(6, 1), Edit::Council(1), Edit::Council(2), Edit::Config(0)];
    rebuilt_as_fresh(&Edit::Council(0), &edits).expect("the same as a fresh build");
}

#[test]
fn what_did_not_change_is_taken_over() {
    for config in [Edit::Config(0), Edit::Council(0)] {
        let mut tree = FileTree::new();
        for edit in [config, Edit::Write(0, 0), Edit::Write(2, 1)] {
            apply(&mut tree, &edit);
        }
        let build = |before: Option<&Output>, tree: &FileTree| match site::build_after(
            before,
            tree,
            Settings::default(),
            History::default(),
        ) {
            (Some(output), _) => output,
            (None, findings) => panic!("{findings:?}"),
        };
        let pages = |output: &Output| output.collections().pages.clone();
        let first = build(None, &tree);
        apply(&mut tree, &Edit::Write(2, 4));
        let second = build(Some(&first), &tree);
        let (before, after) = (pages(&first), pages(&second));
        assert!(Arc::ptr_eq(&before[0], &after[0]), "the page that was not edited is the same value");
        assert!(!Arc::ptr_eq(&before[1], &after[1]), "the page that was edited is another one");
    }
}
