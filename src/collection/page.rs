//! One plain page, as its file says it.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::slug::slug;
use crate::council::Date;
use crate::document::{self, BY_KEY, FROM_KEY, PlainConfig, TranslationMark};
use crate::grammar::Token;
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};
use crate::tree::FilePath;

/// A value of a taxonomy's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// As written.
    pub name: String,
    /// As it stands in an address.
    pub slug: String,
}

/// A page.
#[derive(Clone, Debug)]
pub struct Page {
    /// Its file.
    pub file: FilePath,
    /// The bytes of its file.
    pub bytes: Arc<[u8]>,
    /// The line on which its text begins.
    pub text_line: u32,
    /// Every key of its head, as written.
    pub head: Map<String, Value>,
    /// `title:`, else its first heading, else the name of its file.
    pub title: String,
    /// `date:`.
    pub date: Option<Date>,
    /// `updated:`.
    pub updated: Option<Date>,
    /// `draft:`.
    pub draft: bool,
    /// `publish_at:`, the first day on which it may be seen.
    pub publish_at: Option<Date>,
    /// `expires:`, the first day on which it may not be seen any more.
    pub expires: Option<Date>,
    /// `weight:`.
    pub weight: i64,
    /// `menu:`, whether it stands in the menu.
    pub menu: bool,
    /// `summary:` or `description:`.
    pub summary: Option<String>,
    /// `template:`.
    pub template: Option<String>,
    /// `aliases:`, addresses at which it could be found before.
    pub aliases: Vec<FilePath>,
    /// Its language.
    pub language: Language,
    /// The folder it stands in, below `content/`; empty for a page of its own.
    pub folder: String,
    /// The address of its file in the site.
    pub path: FilePath,
    /// Its address without language, by which translations find each other.
    pub key: String,
    /// What it says of itself as a translation.
    pub mark: TranslationMark,
    /// Whether it is the `_index.md` of its folder.
    pub is_section: bool,
    /// Its terms, for each taxonomy of the configuration.
    pub terms: Vec<Vec<Term>>,
    /// What is wrong in its head.
    pub findings: Vec<Diagnostic>,
    text_at: usize,
}

impl Page {
    /// Reads one file below `content/`.
    pub(super) fn read(file: &FilePath, bytes: Arc<[u8]>, config: &PlainConfig) -> Result<Self, Box<Diagnostic>> {
        let free = document::read_free(file, &bytes)?;
        let at = Address::of(file, config)?;
        let mut head = Head { file, bytes: &bytes, values: &free.head, findings: Vec::new() };
        let text = simdutf8::basic::from_utf8(&bytes[free.text_at..]).unwrap_or_default();
        let title = head.words("title").unwrap_or_else(|| first_heading(text).unwrap_or(at.name).to_owned());
        let slug = slug(head.words("slug").as_deref().unwrap_or(at.name));
        if slug.is_empty() && !at.is_section {
            return Err(nameless(file));
        }
        head.other_names();
        let key = at.key(&slug);
        let prefix = if at.language == config.main_language() { String::new() } else { format!("{}/", at.language) };
        let path = FilePath::parse(&format!("{prefix}{key}.html")).map_err(|_| nameless(file))?;
        let page = Self {
            title,
            date: head.day("date"),
            updated: head.day("updated"),
            draft: head.flag("draft"),
            publish_at: head.day("publish_at"),
            expires: head.day("expires"),
            weight: head.weight(),
            menu: head.menu(),
            summary: head.words("summary").or_else(|| head.words("description")),
            template: head.words("template"),
            aliases: head.aliases(),
            mark: if at.language == config.main_language() { TranslationMark::default() } else { head.mark() },
            terms: config.taxonomies.iter().map(|taxonomy| head.terms(&taxonomy.key)).collect(),
            language: at.language,
            folder: at.folder.to_owned(),
            is_section: at.is_section,
            findings: head.findings,
            path,
            key,
            file: file.clone(),
            text_at: free.text_at,
            text_line: free.text_line,
            head: free.head,
            bytes,
        };
        Ok(page)
    }

    /// The folder below which files are this page's own: where its file is `index.md`.
    #[must_use]
    pub fn own_folder(&self) -> Option<&str> {
        let (folder, name) = self.file.as_str().rsplit_once('/')?;
        (name.split('.').next() == Some("index")).then_some(folder)
    }

    /// Its Markdown.
    #[must_use]
    pub fn text(&self) -> &str {
        simdutf8::basic::from_utf8(&self.bytes[self.text_at..]).unwrap_or_default()
    }
}

/// What the path of a file says.
struct Address<'a> {
    folder: &'a str,
    name: &'a str,
    language: Language,
    is_section: bool,
}

impl<'a> Address<'a> {
    fn of(file: &'a FilePath, config: &PlainConfig) -> Result<Self, Box<Diagnostic>> {
        let below = file.below("content").unwrap_or(file.as_str());
        let (folder, name) = below.rsplit_once('/').unwrap_or(("", below));
        let stem = name.strip_suffix(".md").unwrap_or(name);
        let (stem, language) = match stem.rsplit_once('.').map(|(stem, code)| (stem, code.parse::<Language>())) {
            Some((stem, Ok(language))) => (stem, language),
            _ => (stem, config.main_language()),
        };
        if !config.languages.contains(&language) {
            return Err(Box::new(foreign(file, language)));
        }
        match stem {
            "_index" => Ok(Self { folder, name: folder.rsplit('/').next().unwrap_or(""), language, is_section: true }),
            "index" if !folder.is_empty() => {
                let (folder, name) = folder.rsplit_once('/').unwrap_or(("", folder));
                Ok(Self { folder, name, language, is_section: false })
            }
            stem => Ok(Self { folder, name: stem, language, is_section: false }),
        }
    }

    fn key(&self, slug: &str) -> String {
        match (self.is_section, self.folder) {
            (true, "") => "index".to_owned(),
            (true, folder) => format!("{folder}/index"),
            (false, "") => slug.to_owned(),
            (false, folder) => format!("{folder}/{slug}"),
        }
    }
}

/// The keys of a head that mean something to every site.
struct Head<'a> {
    file: &'a FilePath,
    bytes: &'a [u8],
    values: &'a Map<String, Value>,
    findings: Vec<Diagnostic>,
}

impl Head<'_> {
    fn unexpected(&mut self, key: &str, fr: &str, en: &str) {
        let place = document::place_in_head(self.file, self.bytes, key);
        let written = self.values.get(key).or_else(|| self.values.get("taxonomies")?.get(key));
        let shown = format!("`{}`", written.unwrap_or(&Value::Null));
        self.findings.push(document::unexpected_value(place, key, &shown, &Bilingual::new(fr, en)));
    }

    fn words(&mut self, key: &str) -> Option<String> {
        match self.values.get(key)? {
            Value::String(words) => Some(words.trim()).filter(|words| !words.is_empty()).map(str::to_owned),
            Value::Number(number) => Some(number.to_string()),
            Value::Null => None,
            _ => {
                self.unexpected(key, "des mots", "words");
                None
            }
        }
    }

    fn flag(&mut self, key: &str) -> bool {
        match self.values.get(key) {
            None | Some(Value::Null) => false,
            Some(Value::Bool(flag)) => *flag,
            Some(_) => {
                self.unexpected(key, "`true` ou `false`", "`true` or `false`");
                false
            }
        }
    }

    fn token<T: Token>(&mut self, key: &str) -> Option<T> {
        let written = self.words(key)?;
        let read = T::read(&written);
        if read.is_none() {
            let expected = T::expected();
            self.unexpected(key, &expected.fr, &expected.en);
        }
        read
    }

    fn mark(&mut self) -> TranslationMark {
        TranslationMark { by: self.token(BY_KEY), from: self.token(FROM_KEY) }
    }

    /// Says which keys hide a page elsewhere and not here, where they have another name.
    fn other_names(&mut self) {
        let values = self.values;
        for (there, here) in [("publishDate", "publish_at"), ("expiryDate", "expires")] {
            let named = values.keys().find(|key| key.eq_ignore_ascii_case(there));
            let Some(key) = named.filter(|_| !values.contains_key(here)) else { continue };
            let message = Bilingual::new(
                format!("`{key}` ne cache rien ici : cette clé s’appelle `{here}`"),
                format!("`{key}` hides nothing here: this key is called `{here}`"),
            );
            let help = Bilingual::new(format!("écrire `{here}: …`"), format!("write `{here}: …`"));
            let place = document::place_in_head(self.file, self.bytes, key);
            self.findings.push(Diagnostic::warning(Code::KeyNotKnown, message).help(help).at(place));
        }
    }

    /// A day; the hour that other generators write after it is passed over.
    fn day(&mut self, key: &str) -> Option<Date> {
        let value = self.values.get(key).filter(|value| !value.is_null())?;
        let written = value.as_str().map(str::trim).unwrap_or_default();
        let (day, rest) = written.split_at_checked(10).unwrap_or((written, ""));
        let day = Date::read(day).filter(|_| rest.is_empty() || rest.starts_with(['T', ' ', 't']));
        if day.is_none() {
            self.unexpected(key, "un jour comme `2026-03-12`", "a day such as `2026-03-12`");
        }
        day
    }

    fn weight(&mut self) -> i64 {
        match self.values.get("weight") {
            None | Some(Value::Null) => 0,
            Some(value) => value.as_i64().unwrap_or_else(|| {
                self.unexpected("weight", "un nombre entier", "a whole number");
                0
            }),
        }
    }

    /// `true`, or the name of a menu as other generators write it.
    fn menu(&self) -> bool {
        !matches!(self.values.get("menu"), None | Some(Value::Null | Value::Bool(false)))
    }

    fn list(&mut self, key: &str) -> Vec<String> {
        let one = |value: &Value| match value {
            Value::String(words) => Some(words.trim().to_owned()).filter(|words| !words.is_empty()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        };
        // Zola keeps its terms in a table of their own.
        let apart = || self.values.get("taxonomies").and_then(|taxonomies| taxonomies.get(key));
        let list = match self.values.get(key).or_else(apart) {
            None | Some(Value::Null) => return Vec::new(),
            Some(Value::Array(values)) => values.iter().map(one).collect::<Option<Vec<_>>>(),
            Some(value) => one(value).map(|value| vec![value]),
        };
        list.unwrap_or_else(|| {
            self.unexpected(key, "des mots, ou une liste de mots", "words, or a list of words");
            Vec::new()
        })
    }

    fn terms(&mut self, key: &str) -> Vec<Term> {
        let mut terms: Vec<Term> = Vec::new();
        for name in self.list(key) {
            let slug = slug(&name);
            if slug.is_empty() {
                self.unexpected(key, "des mots avec une lettre ou un chiffre", "words with a letter or a digit");
            } else if terms.iter().all(|term| term.slug != slug) {
                terms.push(Term { name, slug });
            }
        }
        terms
    }

    /// Old addresses, as other generators write them: `/old/page/`, `old/page.html`.
    fn aliases(&mut self) -> Vec<FilePath> {
        let mut aliases = Vec::new();
        for written in self.list("aliases") {
            let trimmed = written.trim_start_matches('/');
            let file = match trimmed.rsplit('/').next() {
                Some("") | None => format!("{trimmed}index.html"),
                Some(name) if name.contains('.') => trimmed.to_owned(),
                Some(_) => format!("{trimmed}/index.html"),
            };
            match FilePath::parse(&file) {
                Ok(path) => aliases.push(path),
                Err(_) => self.unexpected("aliases", "des adresses de ce site", "addresses of this site"),
            }
        }
        aliases
    }
}

fn first_heading(text: &str) -> Option<&str> {
    let heading = text.lines().map(str::trim).find_map(|line| line.strip_prefix("# "))?;
    Some(heading.trim().trim_end_matches('#').trim()).filter(|words| !words.is_empty())
}

fn foreign(file: &FilePath, language: Language) -> Diagnostic {
    let message = Bilingual::new(
        format!("page en `{language}`, qui n’est pas une langue du site"),
        format!("a page in `{language}`, which is not a language of the site"),
    );
    let help = Bilingual::new(
        format!("ajouter `{language}` à `languages:` dans parvis.yaml, ou renommer le fichier"),
        format!("add `{language}` to `languages:` in parvis.yaml, or rename the file"),
    );
    Diagnostic::error(Code::ValueUnexpected, message).at(Place::file(file)).help(help)
}

fn nameless(file: &FilePath) -> Box<Diagnostic> {
    let message = Bilingual::new(
        "ce nom ne donne pas d’adresse : il n’a ni lettre ni chiffre",
        "this name gives no address: it has neither letter nor digit",
    );
    let help = Bilingual::new("renommer le fichier, ou écrire `slug: …`", "rename the file, or write `slug: …`");
    Box::new(Diagnostic::error(Code::IdMalformed, message).at(Place::file(file)).help(help))
}
