//! Templates, styles, scripts and words: the theme in the program, file by file overridable.
//!
//! A theme is a folder `themes/<name>` with `templates/`, `static/` and `words/fr.yaml`,
//! `words/en.yaml`. The council's own folder wins over the embedded one, one file at a time.

use std::collections::BTreeMap;

use include_dir::{Dir, include_dir};
use tera::Tera;

use crate::document::{self, SiteConfig};
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::site::format;
use crate::tree::{FilePath, FileTree};

/// The theme that comes with the program.
static EMBEDDED: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/themes/parvis");

/// The words of a theme in one language.
pub type Words = BTreeMap<String, String>;

/// A theme, ready to render.
#[derive(Debug)]
pub struct Theme {
    templates: Tera,
    assets: FileTree,
    words: BTreeMap<Language, Words>,
}

impl Theme {
    /// Loads the embedded theme with the files of `tree`'s `themes/<name>/` laid over it. A file
    /// that cannot serve is a finding, and the embedded one takes its place.
    #[must_use]
    pub fn load(tree: &FileTree, config: &SiteConfig, findings: &mut Vec<Diagnostic>) -> Self {
        let folder = format!("themes/{}", config.theme);
        let own = below(tree, &folder);
        if own.is_empty() && config.theme != "parvis" {
            findings.push(no_theme(&config.theme));
        }
        let mut files = embedded();
        files.overlay(&own);
        Self::of(&files).unwrap_or_else(|fault| {
            findings.push(theme_fault(&folder, &fault));
            Self::of(&embedded()).expect("a test loads the embedded theme")
        })
    }

    fn of(files: &FileTree) -> Result<Self, String> {
        let mut templates = Tera::new();
        templates.autoescape_on([".html", ".xml", ".txt"]);
        templates.add_raw_templates(texts(files, "templates")?).map_err(|error| error.to_string())?;
        let mut words = BTreeMap::new();
        for language in Language::ALL {
            let path = format!("words/{language}.yaml");
            let bytes = files.get_str(&path).ok_or_else(|| format!("{path}: missing"))?;
            let file = FilePath::parse(&path).map_err(|fault| fault.to_string())?;
            let list =
                document::read_words(&file, bytes).map_err(|finding| format!("{path}: {}", finding.message.en))?;
            let spaced = |(key, words): (String, String)| (key, format::spaced(&words, language));
            words.insert(language, list.into_iter().map(spaced).collect());
        }
        Ok(Self { templates, assets: below(files, "static"), words })
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
    collect(&EMBEDDED, &mut files);
    files
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

fn no_theme(name: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("le dossier themes/{name} est absent ; le thème intégré est employé"),
        format!("there is no folder themes/{name}; the built-in theme is used"),
    );
    let help = Bilingual::new("écrire `theme: parvis`", "write `theme: parvis`");
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
