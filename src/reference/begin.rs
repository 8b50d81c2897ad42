//! The files of a site that begins.

use crate::language::Language;
use crate::tree::{FilePath, FileTree};

/// A council's folder: its configuration, a body, and a page; a check of it finds nothing.
#[must_use]
pub fn begin_council(council: &str, name: &str, language: Language) -> FileTree {
    let (law, comment) = match language {
        Language::Fr => ("fr", "# docs/records.fr.md dit quelles fiches il y a ; `parvis new …` en commence une."),
        Language::En => ("none", "# docs/records.md says which records there are; `parvis new …` begins one."),
    };
    let name = quoted(name);
    let languages = languages(language);
    let config = format!(
        "{comment}\ncouncil: {council}\nname: {name}\nlanguages: {languages}\ntime_zone: Europe/Paris\ntheme: parvis\n\
         law: {law}\nurl: https://{council}/\nrepository: https://{council}/conseil.git\n"
    );
    let (body, body_title, page_title, words) = match language {
        Language::Fr => ("conseil", "Conseil", "À propos", "Ce que ce site publie, et qui l’écrit."),
        Language::En => ("council", "Council", "About", "What this site publishes, and who writes it."),
    };
    let body_file = format!("---\ntitle: {body_title}\nkind: neighbourhood-council\nseats: 9\nquorum: 1/2\n---\n");
    files([
        ("parvis.yaml".to_owned(), config),
        (format!("content/bodies/{body}.md"), body_file),
        ("content/pages/about.md".to_owned(), format!("---\ntitle: {page_title}\n---\n{words}\n")),
    ])
}

/// A folder of plain pages: its configuration, the words of the first page, and a page in a section.
#[must_use]
pub fn begin_plain(name: &str, language: Language) -> FileTree {
    let comment = match language {
        Language::Fr => "# docs/plain-sites.fr.md dit ce qui peut s’y ajouter : listes, termes, flux, réglages.",
        Language::En => "# docs/plain-sites.md says what can be added: lists, terms, feeds, settings.",
    };
    let name = quoted(name);
    let languages = languages(language);
    let config = format!("{comment}\nname: {name}\nurl: https://example.org/\nlanguages: {languages}\nfeed: 20\n");
    let (home, folder, title, words) = match language {
        Language::Fr => {
            ("Ce site commence.", "nouvelles", "Une première page", "La modifier, et elle change aussitôt.")
        }
        Language::En => ("This site begins.", "news", "A first page", "Edit it, and it changes at once."),
    };
    files([
        ("parvis.yaml".to_owned(), config),
        ("content/_index.md".to_owned(), format!("---\ntitle: {name}\n---\n{home}\n")),
        (format!("content/{folder}/first.md"), format!("---\ntitle: {title}\ndate: 2026-01-01\n---\n{words}\n")),
    ])
}

fn languages(main: Language) -> &'static str {
    match main {
        Language::Fr => "[fr]",
        Language::En => "[en]",
    }
}

/// Words as YAML takes them whatever they hold.
fn quoted(words: &str) -> String {
    let plain: String = words.chars().filter(|c| !c.is_control()).collect();
    serde_json::Value::from(plain).to_string()
}

fn files<const N: usize>(files: [(String, String); N]) -> FileTree {
    let path = |name: &str| FilePath::parse(name).expect("a plain name is a path");
    files.into_iter().map(|(name, text)| (path(&name), text.into_bytes())).collect()
}
