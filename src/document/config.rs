//! `parvis.yaml`: the council's name, languages, theme, and where its repository lives.

use super::fields::Fields;
use super::front_matter::Sheet;
use super::images::Images;
use super::plain::{self, CollectionConfig, TaxonomyConfig, unexpected_value};
use super::profile::ProfileName;
use crate::council::{CategoryId, CouncilId, Date, GroupId, Licence, Siret, words};
use crate::grammar::Token;
use crate::language::{Bilingual, Language};
use crate::report::{Code, Diagnostic, Place};
use crate::tree::{Digest, FilePath, FileTree};

words! {
    /// What becomes of raw HTML in the council's own texts. A stranger's never reaches a page.
    RawHtml {
        /// It goes into the page as it is.
        Allow = "allow",
        /// It is left out, and `parvis check` tells where.
        Drop = "drop",
    }
}

/// The site's configuration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteConfig {
    /// The council.
    pub council: CouncilId,
    /// A day on which it held that host name: the ids of feed entries say it (RFC 4151).
    pub council_since: Option<Date>,
    /// Its name.
    pub name: Bilingual,
    /// A line below the name.
    pub tagline: Option<Bilingual>,
    /// The languages of the pages, the main one first.
    pub languages: Vec<Language>,
    /// The time zone, for calendars.
    pub time_zone: String,
    /// The theme's name.
    pub theme: String,
    /// The settings of the theme, as written.
    pub settings: serde_json::Map<String, serde_json::Value>,
    /// Whose law: the name of a profile.
    pub law: ProfileName,
    /// The country, by its English name, which files of Pabulib ask for.
    pub country: Option<String>,
    /// The number by which France knows the council; its bodies may have others.
    pub siret: Option<Siret>,
    /// Under which licence its own words, files and data may be used again.
    pub licence: Option<Licence>,
    /// Whether its records are also published as objects of OParl, which is a file for each.
    pub oparl: bool,
    /// Its own terms of office, from one election to the next.
    pub council_terms: Vec<CouncilTerm>,
    /// Where the site is published; only feeds and the sitemap need it.
    pub url: String,
    /// What people clone.
    pub repository: String,
    /// Whether the commune is invented, which every page then says.
    pub invented: bool,
    /// Whether pages tell their history.
    pub history: bool,
    /// What becomes of raw HTML in its own texts.
    pub raw_html: RawHtml,
    /// Which lighter pictures are made of those that its pages show.
    pub images: Images,
    /// The categories of proposals.
    pub categories: Vec<Topic<CategoryId>>,
    /// The districts.
    pub districts: Vec<Topic<GroupId>>,
    /// The council's own addresses and numbers, which may stand anywhere.
    pub public_contacts: Vec<String>,
    /// Folders of plain pages beside the records.
    pub collections: Vec<CollectionConfig>,
    /// The keys by which those pages are grouped.
    pub taxonomies: Vec<TaxonomyConfig>,
    /// The fingerprint of the genesis, printed beside the recount command.
    pub genesis: Option<Digest>,
}

/// A term of office of the whole council.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CouncilTerm {
    /// What it is called.
    pub name: Bilingual,
    /// The first day.
    pub start: Date,
    /// The last day; nothing while it lasts.
    pub end: Option<Date>,
}

/// An id and what it is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Topic<Id> {
    /// The id.
    pub id: Id,
    /// Its name.
    pub name: Bilingual,
}

impl SiteConfig {
    /// The first language.
    #[must_use]
    pub fn main_language(&self) -> Language {
        self.languages.first().copied().unwrap_or(Language::Fr)
    }
}

/// The configuration of `tree`: `parvis.yaml`, with the overlay `parvis.<environment>.yaml` laid over it where the
/// tree has one. A tree has at most the one that was asked for.
pub(super) fn sheet<'a>(tree: &'a FileTree, findings: &mut Vec<Diagnostic>) -> Option<Sheet<'a>> {
    let file = FilePath::parse("parvis.yaml").expect("a plain name is a path");
    let Some(bytes) = tree.get(&file) else {
        findings.push(missing());
        return None;
    };
    let mut read =
        |file: &FilePath, bytes: &'a [u8]| Sheet::of_yaml(file, bytes).map_err(|finding| findings.push(*finding)).ok();
    let base = read(&file, bytes)?;
    match tree.iter().find(|(path, _)| is_overlay(path)) {
        Some((path, bytes)) => Some(base.laid_under(read(path, bytes)?)),
        None => Some(base),
    }
}

/// Whether a file is the configuration of an environment: `parvis.preview.yaml`.
#[must_use]
pub fn is_overlay(path: &FilePath) -> bool {
    let name = path.as_str().strip_prefix("parvis.").and_then(|rest| rest.strip_suffix(".yaml"));
    name.is_some_and(|name| !name.is_empty() && !name.contains('/'))
}

/// Reads `parvis.yaml` at the root of `tree`.
pub(super) fn read(tree: &FileTree, findings: &mut Vec<Diagnostic>) -> Option<SiteConfig> {
    let sheet = sheet(tree, findings)?;
    let config = read_fields(sheet.fields());
    findings.extend(sheet.into_findings());
    config
}

/// The council that `bytes`, a `parvis.yaml`, names; nothing where it cannot be read.
#[must_use]
pub fn council_of(bytes: &[u8]) -> Option<CouncilId> {
    let file = FilePath::parse("parvis.yaml").expect("a plain name is a path");
    Sheet::of_yaml(&file, bytes).ok()?.fields().token("council")
}

/// What the `parvis.yaml` of `tree` says of addresses that may be public; nothing where it cannot be read.
#[must_use]
pub fn public_contacts_of(tree: &FileTree) -> Vec<String> {
    read(tree, &mut Vec::new()).map(|config| config.public_contacts).unwrap_or_default()
}

/// The country that `bytes`, a `parvis.yaml`, names.
#[must_use]
pub fn country_of(bytes: &[u8]) -> Option<String> {
    let file = FilePath::parse("parvis.yaml").expect("a plain name is a path");
    Sheet::of_yaml(&file, bytes).ok()?.fields().words_if("country")
}

fn missing() -> Diagnostic {
    let message = Bilingual::new("le dossier n’a pas de fichier parvis.yaml", "the folder has no file parvis.yaml");
    let help = Bilingual::new(
        "se placer dans le dossier d’un conseil, ou le nommer avec --folder",
        "go to a council's folder, or name it with --folder",
    );
    Diagnostic::error(Code::ConfigMissing, message).at(Place::named("parvis.yaml")).help(help)
}

fn read_fields(mut fields: Fields<'_>) -> Option<SiteConfig> {
    let council = fields.token("council");
    let council_since = fields.token_if("council_since");
    let name = fields.bilingual("name");
    let tagline = fields.bilingual_if("tagline");
    let languages = read_languages(&mut fields);
    let time_zone = fields.words("time_zone");
    #[cfg(feature = "site")]
    check_zone(&fields, time_zone.as_deref());
    let theme = fields.words("theme");
    let settings = fields.free("theme_settings");
    let law = fields.token("law");
    let country = fields.words_if("country");
    let siret = fields.token_if("siret");
    let licence = fields.token_if("licence");
    let oparl = fields.flag("oparl");
    let council_terms = fields.records("council_terms").into_iter().filter_map(read_council_term).collect();
    let url = read_url(&mut fields);
    let repository = fields.words("repository");
    let invented = fields.flag("invented");
    let history = fields.flag("history") || !fields.has("history");
    let raw_html = fields.token_if("raw_html").unwrap_or(RawHtml::Allow);
    let images = super::images::read(&mut fields);
    let categories = fields.records("categories").into_iter().filter_map(read_topic).collect();
    let districts = fields.records("districts").into_iter().filter_map(read_topic).collect();
    let public_contacts = fields.word_list("public_contacts");
    let (collections, taxonomies) = plain::read_beside(&mut fields);
    let genesis = fields.token_if("genesis");
    fields.done();
    Some(SiteConfig {
        council: council?,
        council_since,
        name: name?,
        tagline,
        languages,
        time_zone: time_zone?,
        theme: theme?,
        settings,
        law: law?,
        country,
        siret,
        licence,
        oparl,
        council_terms,
        url: url?,
        repository: repository?,
        invented,
        history,
        raw_html,
        images,
        categories,
        districts,
        public_contacts,
        collections,
        taxonomies,
        genesis,
    })
}

/// Each language once, in the order written.
pub(super) fn read_languages(fields: &mut Fields<'_>) -> Vec<Language> {
    let mut languages: Vec<Language> = Vec::new();
    for language in fields.needed_tokens("languages") {
        if !languages.contains(&language) {
            languages.push(language);
        }
    }
    if languages.is_empty() { vec![Language::Fr] } else { languages }
}

/// Says where the zone is in no database of zones.
#[cfg(feature = "site")]
fn check_zone(fields: &Fields<'_>, name: Option<&str>) {
    use crate::council::Zone;
    let Some(name) = name.filter(|name| Zone::named(name).is_none()) else { return };
    let message = Bilingual::new(
        format!("fuseau horaire `{name}` inconnu ; attendu : un nom de la base IANA, par exemple `Europe/Paris`"),
        format!("unknown time zone `{name}`; expected a name of the IANA database, such as `Europe/Paris`"),
    );
    let names = Zone::names();
    let finding = Diagnostic::error(Code::ValueUnexpected, message);
    let near = super::nearest(name, names.iter().map(String::as_str));
    fields.report(
        "time_zone",
        match near {
            Some(near) => {
                finding.help(Bilingual::new(format!("vouliez-vous dire `{near}` ?"), format!("did you mean `{near}`?")))
            }
            None => finding,
        },
    );
}

/// A base address that ends in `/`.
pub(super) fn read_url(fields: &mut Fields<'_>) -> Option<String> {
    fields.need_list("url");
    let (place, report) = (fields.place("url"), fields.reporter());
    let url = fields.address_if("url")?;
    if !is_base(&url) {
        let expected = Bilingual::new(
            "une adresse sans espace, guillemet, `?` ni `#`, comme https://conseil.example/",
            "an address without a space, a quote, `?` or `#`, such as https://council.example/",
        );
        report(unexpected_value(place, "url", &format!("`{url}`"), &expected));
        return None;
    }
    Some(if url.ends_with('/') { url } else { format!("{url}/") })
}

/// Whether addresses of pages can begin with `url`, in text and in HTML.
fn is_base(url: &str) -> bool {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let forbidden = |c: char| c.is_whitespace() || c.is_control() || "\"'<>\\^`{|}?#".contains(c);
    !rest.is_empty() && !rest.starts_with('/') && !rest.contains(forbidden)
}

fn read_council_term(mut fields: Fields<'_>) -> Option<CouncilTerm> {
    let name = fields.bilingual("name");
    let start: Option<Date> = fields.token("start");
    let end: Option<Date> = fields.token_if("end");
    super::person::check_period(&fields, start, end);
    fields.done();
    Some(CouncilTerm { name: name?, start: start?, end })
}

fn read_topic<Id: Token>(mut fields: Fields<'_>) -> Option<Topic<Id>> {
    let id = fields.token("id");
    let name = fields.bilingual("name");
    fields.done();
    Some(Topic { id: id?, name: name? })
}

#[cfg(test)]
mod tests {
    use super::is_base;

    #[test]
    fn addresses_of_pages_can_begin_with_the_address_of_a_site() {
        for url in ["https://a.example", "http://127.0.0.1:8080/", "https://é.example/b&c/", "http://[::1]/"] {
            assert!(is_base(url), "{url}");
        }
        let refused = [
            "https://",
            "https:///a/",
            "https://a/b c/",
            "https://a/?b/",
            "https://a/#b",
            "https://a/\"",
            "https://a/<",
        ];
        for url in refused {
            assert!(!is_base(url), "{url}");
        }
    }
}
