//! Templates, styles, scripts and words: the themes in the program, file by file overridable.
//!
//! A theme is a folder `themes/<name>` with `templates/`, `static/`, `words/fr.yaml`, `words/en.yaml` and
//! `theme.yaml`, which says which settings it has. The site's own folder wins over the one in the program,
//! one file at a time. Two are in the program: `parvis` for councils, `plain` for sites of plain pages.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use include_dir::{Dir, include_dir};
use serde_json::{Map, Value};
use tera::Tera;

use crate::document::{self, PlainConfig, SiteConfig, ThemeSetting, nearest};
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::site::template_fault::{self, Origin};
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
    origin: Origin,
}

impl Theme {
    /// Loads the embedded theme with the files of `tree`'s `themes/<name>/` laid over it. A file
    /// that cannot serve is a finding, and the embedded one takes its place.
    #[must_use]
    pub fn load(tree: &FileTree, config: &SiteConfig, findings: &mut Vec<Diagnostic>) -> Self {
        let folder = format!("themes/{}", config.theme);
        let own = below(tree, &folder);
        if own.is_empty() && config.theme != "parvis" {
            findings.push(no_theme(tree, &config.theme, "parvis"));
        }
        let mut files = embedded();
        files.overlay(&own);
        Self::over(embedded(), files, Origin::new("parvis", &config.theme, &own), findings)
    }

    /// The theme of `files`, or that of the program's `base` where these cannot serve.
    fn over(base: FileTree, files: FileTree, origin: Origin, findings: &mut Vec<Diagnostic>) -> Self {
        Self::of(files, origin.clone()).unwrap_or_else(|faults| {
            findings.push(theme_fault(origin.folder()));
            findings.extend(faults.into_iter().map(|fault| origin.placed(fault)));
            Self::of(base, origin.without_own()).expect("a test loads the embedded theme")
        })
    }

    fn of(files: FileTree, origin: Origin) -> Result<Self, Vec<Diagnostic>> {
        let mut faults = Vec::new();
        let templates = read_templates(&files, &mut faults);
        let words = Language::ALL.into_iter().map(|language| (language, read_words(&files, language, &mut faults)));
        let words = words.collect();
        let name = FilePath::parse("theme.yaml").expect("a plain name is a path");
        let settings =
            files.get(&name).map(|bytes| document::read_theme_settings(&name, bytes, &mut faults)).unwrap_or_default();
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Self { templates, assets: below(&files, "static"), words, settings, files, origin })
    }

    /// A finding about a file of the theme, at that file in the site's folder or in the program.
    pub(super) fn placed(&self, finding: Diagnostic) -> Diagnostic {
        self.origin.placed(finding)
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
        findings.push(no_theme(tree, &config.theme, "plain"));
    }
    let mut base = FileTree::new();
    collect(&PLAIN, &mut base);
    let mut files = base.clone();
    if config.theme != "plain" && own.iter().any(|(path, _)| path.as_str() == "templates/layout.html") {
        // The layout names the styles: one's own has styles of its own.
        files = base
            .iter()
            .filter(|(path, _)| path.below("static").is_none())
            .map(|(path, bytes)| (path.clone(), bytes.to_vec()))
            .collect();
    }
    files.overlay(&own);
    let origin = Origin::new("plain", &config.theme, &own);
    match before.filter(|before| before.files == files && before.origin == origin) {
        Some(before) => Arc::clone(before),
        None => Arc::new(Theme::over(base, files, origin, findings)),
    }
}

/// `files` with those of the program's themes that `findings` are about, for their excerpts.
#[must_use]
pub fn with_built_in(files: &FileTree, findings: &[Diagnostic]) -> FileTree {
    let mut files = files.clone();
    for place in findings.iter().filter_map(|finding| finding.place.as_ref()) {
        let below = |(name, theme): (&str, &'static Dir<'static>)| theme.get_file(place.file.strip_prefix(name)?);
        let built_in = [("themes/parvis/", &COUNCIL), ("themes/plain/", &PLAIN)].into_iter().find_map(below);
        let absent = FilePath::parse(&place.file).ok().filter(|path| !files.contains(path));
        if let (Some(path), Some(file)) = (absent, built_in) {
            files.insert(path, file.contents());
        }
    }
    files
}

/// A template engine with what every template may use.
fn engine() -> Tera {
    let mut templates = Tera::new();
    // A template that names a filter is read only where there is one; each language has its own later.
    filters::add(&mut templates, Language::Fr);
    filters::add_pictures(&mut templates, &Arc::default());
    templates.autoescape_on([".html", ".xml", ".txt"]);
    templates
}

fn read_templates(files: &FileTree, faults: &mut Vec<Diagnostic>) -> Tera {
    let mut texts = Vec::new();
    for (path, bytes) in below(files, "templates").iter() {
        match std::str::from_utf8(bytes) {
            Ok(text) => texts.push((path.to_string(), text.to_owned())),
            Err(_) => faults.push(no_text(&format!("templates/{path}"))),
        }
    }
    let mut templates = engine();
    if templates.add_raw_templates(texts.iter().map(|(name, text)| (name, text))).is_err() {
        faults.extend(template_fault::of_reading(&texts, &engine));
    }
    templates
}

fn read_words(files: &FileTree, language: Language, faults: &mut Vec<Diagnostic>) -> Words {
    let path = FilePath::parse(&format!("words/{language}.yaml")).expect("a plain name is a path");
    let Some(bytes) = files.get(&path) else { return Words::new() };
    match document::read_words(&path, bytes) {
        Ok(list) => list.into_iter().map(|(key, words)| (key, format::spaced(&words, language))).collect(),
        Err(finding) => {
            faults.push(Diagnostic { code: Code::ThemeFault, ..*finding });
            Words::new()
        }
    }
}

fn no_text(file: &str) -> Diagnostic {
    let message = Bilingual::new("le gabarit n’est pas un texte en UTF-8", "the template is no text in UTF-8");
    Diagnostic::error(Code::TemplateFault, message).at(Place::named(file))
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

/// The theme that the configuration names is neither in `themes/` nor the program's own.
fn no_theme(tree: &FileTree, name: &str, ours: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("le dossier themes/{name} est absent ; le thème intégré est employé"),
        format!("there is no folder themes/{name}; the built-in theme is used"),
    );
    let folders: BTreeSet<&str> = tree.below("themes").filter_map(|(path, _)| path.segments().nth(1)).collect();
    let help = match nearest(name, folders.into_iter().chain([ours])) {
        Some(near) => Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")),
        None => Bilingual::new(format!("écrire `theme: {ours}`"), format!("write `theme: {ours}`")),
    };
    Diagnostic::error(Code::ThemeFault, message).at(document::place_of_theme(tree)).help(help)
}

fn theme_fault(folder: &str) -> Diagnostic {
    let message = Bilingual::new(
        "le thème ne peut pas servir, celui du programme est employé",
        "the theme cannot be used, the program’s own is",
    );
    let help = Bilingual::new(
        "corriger les fichiers nommés à côté, ou les effacer pour reprendre ceux du programme",
        "mend the files that are named beside this, or delete them to go back to the program’s own",
    );
    Diagnostic::error(Code::ThemeFault, message).at(Place::named(folder)).help(help)
}
