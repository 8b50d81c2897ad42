//! Templates, styles, scripts and words: the themes in the program, file by file overridable.
//!
//! A theme is a folder `themes/<name>` with `templates/`, `static/`, `words/fr.yaml`, `words/en.yaml` and
//! `theme.yaml`, which says which settings it has. The site's own folder wins over the one in the program,
//! one file at a time. Two are in the program: `parvis` for councils, `plain` for sites of plain pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde_json::{Map, Value};
use tera::Tera;

use crate::document::{self, PlainConfig, SiteConfig, ThemeSetting};
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::site::{filters, format};
use crate::tree::{FilePath, FileTree};

/// The themes that come with the program.
static COUNCIL: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/parvis");
static PLAIN: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/plain");

/// The words of a theme in one language.
pub type Words = BTreeMap<String, String>;

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    templates: Tera,
    assets: FileTree,
    words: BTreeMap<Language, Words>,
    settings: Vec<ThemeSetting>,
    /// What it was made from.
    files: FileTree,
}

impl Theme {
    /// Loads the embedded theme with the files of `tree`'s `themes/<name>/` laid over it. A file
    /// that cannot serve is a finding, and the embedded one takes its place.
    #[must_use]
    pub fn load(tree: &FileTree, config: &SiteConfig, findings: &mut Vec<Diagnostic>) -> Self {
        let folder = format!("themes/{}", config.theme);
        let own = below(tree, &folder);
        if own.is_empty() && config.theme != "parvis" {
            findings.push(no_theme(&config.theme, "parvis"));
        }
        let mut files = embedded();
        files.overlay(&own);
        Self::of(files).unwrap_or_else(|fault| {
            findings.push(theme_fault(&folder, &fault));
            Self::of(embedded()).expect("a test loads the embedded theme")
        })
    }

    fn of(files: FileTree) -> Result<Self, String> {
        let mut templates = Tera::new();
        // A template that names a filter is read only where there is one; each language has its own later.
        filters::add(&mut templates, Language::Fr);
        templates.autoescape_on([".html", ".xml", ".txt"]);
        templates.add_raw_templates(texts(&files, "templates")?).map_err(|error| error.to_string())?;
        let mut words = BTreeMap::new();
        for language in Language::ALL {
            let path = format!("words/{language}.yaml");
            let Some(bytes) = files.get_str(&path) else {
                words.insert(language, Words::new());
                continue;
            };
            let file = FilePath::parse(&path).map_err(|fault| fault.to_string())?;
            let list =
                document::read_words(&file, bytes).map_err(|finding| format!("{path}: {}", finding.message.en))?;
            let spaced = |(key, words): (String, String)| (key, format::spaced(&words, language));
            words.insert(language, list.into_iter().map(spaced).collect());
        }
        let mut faults = Vec::new();
        let name = FilePath::parse("theme.yaml").expect("a plain name is a path");
        let settings =
            files.get(&name).map(|bytes| document::read_theme_settings(&name, bytes, &mut faults)).unwrap_or_default();
        if let Some(fault) = faults.first() {
            return Err(format!("theme.yaml: {}", fault.message.en));
        }
        Ok(Self { templates, assets: below(&files, "static"), words, settings, files })
    }

    /// The settings as the `parvis.yaml` of `tree` says them, `said`, or else as the theme does.
    pub(super) fn settings(
        &self,
        tree: &FileTree,
        said: &Map<String, Value>,
        findings: &mut Vec<Diagnostic>,
    ) -> Map<String, Value> {
        document::settings_of(&self.settings, said, |key| document::place_of_setting(tree, key), findings)
    }

    /// Whether a template mentions `variable`.
    #[must_use]
    pub fn asks_for(&self, variable: &str) -> bool {
        let mentions =
            |(_, bytes): (&FilePath, &[u8])| std::str::from_utf8(bytes).is_ok_and(|text| text.contains(variable));
        self.files.below("templates").any(mentions)
    }

    /// The files that go into the site as they are.
    #[must_use]
    pub const fn assets(&self) -> &FileTree {
        &self.assets
    }

    /// The words in `language`.
    #[must_use]
    pub fn words(&self, language: Language) -> &Words {
        &self.words[&language]
    }

    /// The templates.
    #[must_use]
    pub const fn templates(&self) -> &Tera {
        &self.templates
    }
}

/// The embedded theme as a tree of files, without its folder.
#[must_use]
pub fn embedded() -> FileTree {
    let mut files = FileTree::new();
    collect(&COUNCIL, &mut files);
    files
}

/// The theme of a site of plain pages: that of the program with the files of `tree` laid over it. One that was
/// made from the same files and settings before is taken over.
#[must_use]
pub fn for_plain(
    tree: &FileTree,
    config: &PlainConfig,
    before: Option<&Arc<Theme>>,
    findings: &mut Vec<Diagnostic>,
) -> Arc<Theme> {
    let folder = format!("themes/{}", config.theme);
    let own = below(tree, &folder);
    if own.is_empty() && config.theme != "plain" {
        findings.push(no_theme(&config.theme, "plain"));
    }
    let mut base = FileTree::new();
    collect(&PLAIN, &mut base);
    let mut files = base.clone();
    if !own.is_empty() && config.theme != "plain" {
        // A theme of another name has styles of its own.
        files = base
            .iter()
            .filter(|(path, _)| path.below("static").is_none())
            .map(|(path, bytes)| (path.clone(), bytes.to_vec()))
            .collect();
    }
    files.overlay(&own);
    if let Some(before) = before.filter(|before| before.files == files) {
        return Arc::clone(before);
    }
    let theme = Theme::of(files).unwrap_or_else(|fault| {
        findings.push(theme_fault(&folder, &fault));
        Theme::of(base).expect("a test loads the embedded theme")
    });
    Arc::new(theme)
}

fn collect(folder: &Dir<'_>, files: &mut FileTree) {
    for file in folder.files() {
        let path = file.path().to_string_lossy().replace('\\', "/");
        if let Ok(path) = FilePath::parse(&path) {
            files.insert(path, file.contents());
        }
    }
    for folder in folder.dirs() {
        collect(folder, files);
    }
}

/// The files below `folder`, without it.
fn below(tree: &FileTree, folder: &str) -> FileTree {
    let mut files = FileTree::new();
    for (path, bytes) in tree.below(folder) {
        if let Some(path) = path.below(folder).and_then(|rest| FilePath::parse(rest).ok()) {
            files.insert(path, bytes);
        }
    }
    files
}

fn texts(files: &FileTree, folder: &str) -> Result<Vec<(String, String)>, String> {
    below(files, folder)
        .iter()
        .map(|(path, bytes)| {
            let text = std::str::from_utf8(bytes).map_err(|_| format!("{path}: not UTF-8"))?;
            Ok((path.to_string(), text.to_owned()))
        })
        .collect()
}

fn no_theme(name: &str, ours: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("le dossier themes/{name} est absent ; le thème intégré est employé"),
        format!("there is no folder themes/{name}; the built-in theme is used"),
    );
    let help = Bilingual::new(format!("écrire `theme: {ours}`"), format!("write `theme: {ours}`"));
    Diagnostic::error(Code::ThemeFault, message).at(Place::named("parvis.yaml")).help(help)
}

fn theme_fault(folder: &str, fault: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("le thème ne peut pas servir, celui du programme est employé : {fault}"),
        format!("the theme cannot be used, the program's own is: {fault}"),
    );
    let help = Bilingual::new(
        "corriger ce fichier, ou l’effacer pour reprendre celui du programme",
        "mend this file, or delete it to go back to the program's own",
    );
    Diagnostic::error(Code::ThemeFault, message).at(Place::named(folder)).help(help)
}
