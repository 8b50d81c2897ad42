//! Where the links of texts lead, and which lead nowhere.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use tera::Tera;

use super::components;
use super::library::Library;
use super::markdown::{self, Author, Below, Manner, Target};
use super::plain::{self, Addresses, Pages};
use super::plan::SitePlan;
use super::route::{Page, named, relative};
use crate::collection::Page as PlainPage;
use crate::document::{Prose, RawHtml, Record, Records, nearest};
use crate::language::Language;
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::FilePath;

/// Where a relative link written in the file `source` leads from the page at `from`.
///
/// People write links between files of `content/`, as an editor or a forge follows them:
/// `../meetings/2026-03-12-quartier.md#t-budget`.
#[must_use]
pub fn resolve(plan: &SitePlan, source: &FilePath, from: &FilePath, language: Language, link: &str) -> Target {
    let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
    let anchor = anchor.map(|anchor| format!("#{anchor}")).unwrap_or_default();
    if path.is_empty() {
        return Target::Address(anchor);
    }
    match joined(source, path).and_then(|file| plan.shown(&file, &anchor, language)) {
        Some(to) => Target::Address(relative(from, &to) + &anchor),
        None => Target::Nowhere,
    }
}

/// The address of the file that a relative link written in the file `source` leads to.
pub(super) fn picture<'a>(plan: &'a SitePlan, source: &FilePath, link: &str) -> Option<&'a FilePath> {
    match plan.page_of(&joined(source, link)?)? {
        Page::File(address) | Page::Plain(address) => Some(address),
        _ => None,
    }
}

/// The file that `link` names beside `source`, spelt as an address or as the file is called.
pub(super) fn joined(source: &FilePath, link: &str) -> Option<FilePath> {
    let link = &*named(link);
    let mut segments: Vec<&str> = source.segments().collect();
    segments.pop();
    for segment in link.split('/') {
        match segment {
            "." => {}
            ".." => drop(segments.pop()?),
            other => segments.push(other),
        }
    }
    FilePath::parse(&segments.join("/")).ok()
}

/// Follows every link of every text of the council, its plain pages among them, and holds what it calls against
/// the theme.
pub fn check((library, pages): (&Library, &Pages), plan: &SitePlan, templates: &Tera, findings: &mut Vec<Diagnostic>) {
    let documents = library.documents();
    let raw_html = documents.config.raw_html;
    let mut texts = Texts { plan, pages, templates, raw_html, all: Vec::new(), by_file: BTreeMap::new() };
    texts.add(&documents.bodies);
    texts.add(&documents.people);
    texts.add(&documents.meetings);
    texts.add(&documents.minutes);
    texts.add(&documents.proposals);
    texts.add(&documents.votes);
    texts.add(&documents.filed);
    texts.add(&documents.contests);
    texts.add(&documents.pages);
    texts.add(&documents.news);
    texts.add(&documents.errata);
    texts.add(&documents.tombstones);
    for text in &texts.all {
        texts.check(text.prose, findings);
    }
    plain::links::check(pages, &texts, templates, findings);
}

impl Addresses for SitePlan {
    /// As links of records do: to the page in the language of the reader, where it is there.
    fn find(&self, page: &PlainPage, path: &str, anchor: &str) -> Option<FilePath> {
        let shown = |file: &FilePath| self.shown(file, anchor, page.language);
        if path.starts_with('/') {
            return plain::links::at_root(path, |path| self.route(path).is_some(), shown);
        }
        shown(&joined(&page.file, path)?)
    }

    fn is_text(&self, path: &FilePath) -> bool {
        let name = path.segments().last().unwrap_or_default();
        let list = name == "index.html" || name.starts_with("page-");
        !list && name.ends_with(".html") && self.route(path).is_some_and(|route| matches!(route.page, Page::Plain(_)))
    }

    fn near(&self, page: &PlainPage, path: &str) -> Option<String> {
        match path.strip_prefix('/') {
            Some(address) => plain::links::near_address(address, self.routes().map(|(path, _)| path)),
            None => near_file(&page.file, path, self.sources()),
        }
    }
}

impl Addresses for Texts<'_> {
    fn find(&self, page: &PlainPage, path: &str, anchor: &str) -> Option<FilePath> {
        self.plan.find(page, path, anchor)
    }

    fn near(&self, page: &PlainPage, path: &str) -> Option<String> {
        self.plan.near(page, path)
    }

    fn is_text(&self, path: &FilePath) -> bool {
        self.plan.is_text(path)
    }

    /// In the text of the record that the reader of `page` sees.
    fn has_anchor(&self, page: &PlainPage, path: &str, anchor: &str) -> bool {
        self.record_named(page, path).is_none_or(|file| self.has_anchor(&file, anchor))
    }

    fn anchors(&self, page: &PlainPage, path: &str) -> Vec<String> {
        self.record_named(page, path).map(|file| self.anchors(&file)).unwrap_or_default()
    }
}

/// How a text is read where only its links and headings matter.
const MANNER: Manner = Manner::of(Author::Council, Below::Page, Language::Fr);

/// Every text, with what is needed to follow its links.
struct Texts<'a> {
    plan: &'a SitePlan,
    pages: &'a Pages,
    templates: &'a Tera,
    raw_html: RawHtml,
    all: Vec<Text<'a>>,
    by_file: BTreeMap<&'a FilePath, usize>,
}

/// A text, with the anchors of its headings once a link asks for them: many links lead to one text.
struct Text<'a> {
    prose: &'a Prose,
    anchors: OnceLock<Vec<String>>,
}

impl Text<'_> {
    fn anchors(&self) -> &[String] {
        let headings = || markdown::outline(&self.prose.text, &MANNER).headings.into_iter();
        self.anchors.get_or_init(|| headings().map(|heading| heading.anchor).collect())
    }
}

impl<'a> Texts<'a> {
    fn add<T>(&mut self, records: &'a Records<T>) {
        for record in records.values() {
            self.add_text(&record.common.text);
            translations(record).for_each(|text| self.add_text(text));
        }
    }

    fn add_text(&mut self, prose: &'a Prose) {
        self.by_file.entry(&prose.file).or_insert(self.all.len());
        self.all.push(Text { prose, anchors: OnceLock::new() });
    }

    fn check(&self, text: &Prose, findings: &mut Vec<Diagnostic>) {
        let manner = MANNER.raw_html(self.raw_html);
        let rendered = markdown::follow_links(&text.text, &manner, &|link| self.follow(text, link));
        for broken in rendered.broken {
            let near = self.meant(text, &broken.target);
            findings.push(broken_link(&broken.target, near).at(broken.place(&text.file, text.line)));
        }
        dropped_html(&text.file, text.line, &rendered.dropped, findings);
        components::check(self.templates, &text.file, text.line, &rendered.called, findings);
    }

    /// Whether the link leads to a page, and its anchor to a heading of that page's text.
    fn follow(&self, text: &Prose, link: &str) -> Target {
        let (path, anchor) = link.split_once('#').map_or((link, None), |(path, anchor)| (path, Some(anchor)));
        let file = if path.is_empty() { Some(text.file.clone()) } else { joined(&text.file, path) };
        let Some(file) = file.filter(|file| self.plan.page_of(file).is_some()) else { return Target::Nowhere };
        match anchor {
            Some(anchor) if !self.has_anchor(&file, anchor) => Target::Nowhere,
            _ => Target::Address(link.to_owned()),
        }
    }

    /// The file whose words a reader of `page` sees where a link leads to `path`; nothing for an address.
    fn record_named(&self, page: &PlainPage, path: &str) -> Option<FilePath> {
        let file = if path.starts_with('/') {
            plain::links::in_content(path).filter(|file| file.as_str().ends_with(".md"))?
        } else {
            joined(&page.file, path)?
        };
        Some(self.in_language(file, page.language))
    }

    /// The file of the same record whose words a reader of `language` sees.
    fn in_language(&self, file: FilePath, language: Language) -> FilePath {
        let name = file.as_str().strip_suffix(".md").unwrap_or(file.as_str());
        let bare = self.plan.languages().iter().find_map(|other| name.strip_suffix(&format!(".{other}")));
        let bare = bare.unwrap_or(name);
        let files = [format!("{bare}.{language}.md"), format!("{bare}.md")];
        let there = |path: &FilePath| self.by_file.contains_key(path);
        files.iter().find_map(|path| FilePath::parse(path).ok().filter(there)).unwrap_or(file)
    }

    fn has_anchor(&self, file: &FilePath, anchor: &str) -> bool {
        let page = self.plan.page_of(file);
        if let Some(Page::Plain(_)) = page {
            return self.pages.anchors(file).is_none_or(|anchors| anchors.contains(&anchor));
        }
        let item = matches!(page, Some(Page::Meeting(_))) && anchor.starts_with("item-");
        item || self.text_at(file, page).is_some_and(|text| text.anchors().iter().any(|known| known == anchor))
    }

    /// The text of a file; one that has another name now is known by its page alone.
    fn text_at(&self, file: &FilePath, page: Option<&Page>) -> Option<&Text<'a>> {
        let own = self.by_file.get(file).map(|at| &self.all[*at]);
        own.or_else(|| self.all.iter().find(|text| self.plan.page_of(&text.prose.file) == page))
    }

    /// The anchors of the headings in the text of a file.
    fn anchors(&self, file: &FilePath) -> Vec<String> {
        let page = self.plan.page_of(file);
        if let Some(anchors) = self.pages.anchors(file) {
            return anchors.into_iter().map(str::to_owned).collect();
        }
        self.text_at(file, page).map(|text| text.anchors().to_vec()).unwrap_or_default()
    }

    /// What a link that leads nowhere may have meant.
    fn meant(&self, text: &Prose, link: &str) -> Option<String> {
        let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
        let file = if path.is_empty() { Some(text.file.clone()) } else { joined(&text.file, path) }?;
        if self.plan.page_of(&file).is_none() {
            return near_file(&text.file, path, self.plan.sources());
        }
        let anchors = self.anchors(&file);
        Some(format!("{path}#{}", nearest(anchor, anchors.iter().map(String::as_str))?))
    }
}

fn translations<T>(record: &Record<T>) -> impl Iterator<Item = &Prose> {
    record.translations.values().map(|translation| &translation.text)
}

/// Says on which lines raw HTML was left out of a text that begins on line `first` of `file`.
pub(super) fn dropped_html(file: &FilePath, first: u32, lines: &[u32], findings: &mut Vec<Diagnostic>) {
    for line in lines {
        let message = Bilingual::new(
            "du HTML brut est laissé de côté, comme le veut `raw_html: drop`",
            "raw HTML is left out, as `raw_html: drop` asks",
        );
        let help = Bilingual::new(
            "l’écrire en Markdown, ou mettre `raw_html: allow` dans parvis.yaml",
            "write it in Markdown, or put `raw_html: allow` in parvis.yaml",
        );
        let place = Place::file(file).at_line(first + line - 1);
        findings.push(Diagnostic::note(Code::RawHtmlDropped, message).help(help).at(place));
    }
}

/// How many files of a folder are compared with a link that leads nowhere: among more, many broken links would
/// cost seconds.
const MOST_COMPARED: usize = 2_000;

/// The link in `source` that `link` may have meant: to the file of this name in another folder, else to the nearest
/// name in its own.
pub(super) fn near_file<'a>(
    source: &FilePath,
    link: &str,
    files: impl Iterator<Item = &'a FilePath> + Clone,
) -> Option<String> {
    let wanted = joined(source, link)?;
    let (folder, name) = split(&wanted);
    let elsewhere = files.clone().find(|file| split(file).1.eq_ignore_ascii_case(name));
    let beside = || {
        let here = files.filter(|file| split(file).0 == folder).map(|file| split(file).1);
        let like = here.filter(|other| other.len().abs_diff(name.len()) <= 1 + name.len() / 4);
        let near = nearest(name, like.take(MOST_COMPARED))?;
        FilePath::parse(&format!("{folder}{near}")).ok()
    };
    Some(named(&relative(source, &elsewhere.cloned().or_else(beside)?)).into_owned())
}

/// The folder of a path, with the `/` at its end, and the name.
fn split(path: &FilePath) -> (&str, &str) {
    let path = path.as_str();
    path.split_at(path.rfind('/').map_or(0, |at| at + 1))
}

pub(super) fn broken_link(target: &str, near: Option<String>) -> Diagnostic {
    if markdown::is_forbidden(target) {
        return forbidden_link(target);
    }
    let message = Bilingual::new(
        format!("le lien `{target}` ne mène à aucune page ni à aucun titre"),
        format!("the link `{target}` leads to no page and no heading"),
    );
    // Between angle brackets, Markdown takes a link with spaces.
    let near = near.map(|near| if near.contains(' ') { format!("<{near}>") } else { near });
    let help = match near {
        Some(near) => Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")),
        None => Bilingual::new(
            "écrire le chemin du fichier depuis celui-ci, par exemple `../pages/a-propos.md`",
            "write the file's path from this one, such as `../pages/about.md`",
        ),
    };
    Diagnostic::error(Code::LinkBroken, message).help(help)
}

/// A link to elsewhere in a way that no page keeps.
fn forbidden_link(target: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("le lien `{target}` n’est pas gardé : il mène ailleurs autrement que par `https:`"),
        format!("the link `{target}` is not kept: it leads elsewhere by other means than `https:`"),
    );
    let help = match target.trim_start().strip_prefix("//") {
        Some(rest) => Bilingual::new(format!("écrire `https://{rest}`"), format!("write `https://{rest}`")),
        None => Bilingual::new(
            "`https:`, `http:`, `mailto:` et `tel:` mènent ailleurs, sans espace dans l’adresse",
            "`https:`, `http:`, `mailto:` and `tel:` lead elsewhere, without a space in the address",
        ),
    };
    Diagnostic::error(Code::LinkBroken, message).help(help)
}

#[cfg(test)]
mod tests {
    use super::near_file;
    use crate::tree::FilePath;

    #[test]
    fn a_link_that_leads_nowhere_has_a_nearest_file() {
        let path = |text: &str| FilePath::parse(text).expect("a path");
        let files: Vec<FilePath> =
            ["content/pages/horaires.md", "content/news/square.md", "content/pages/été.md", "content/img/le plan.png"]
                .map(path)
                .to_vec();
        let near = |link: &str| near_file(&path("content/pages/acces.md"), link, files.iter());
        for (link, meant) in [
            ("horaire.md", Some("horaires.md")),
            ("Horaires.md", Some("horaires.md")),
            ("square.md", Some("../news/square.md")),
            ("../news/sqare.md", Some("../news/square.md")),
            ("%C3%A9te.md", Some("été.md")),
            ("le%20plan.png", Some("../img/le plan.png")),
            ("piscine.md", None),
            ("../../../../etc.md", None),
        ] {
            assert_eq!(near(link).as_deref(), meant, "{link}");
        }
    }
}
