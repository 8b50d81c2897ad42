//! The text of a page of the site as Markdown of a record, with its links followed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::Generator;
use super::address::{Address, normal, parse};
use super::finding;
use super::front_matter::words_of;
use super::item::{Gathered, Item, USED};
use super::links::{Lead, Met, follow};
use super::plan::{Plan, Spot};
use super::tags::resolve;
use super::unfold::{Found, unfold};
use crate::import::account::Account;
use crate::import::markdown::{escaped, linked};
use crate::import::slug::{folded, slug};
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic};
use crate::tree::{FilePath, FileTree};

/// Turns the texts of a site; keeps which files they use.
pub(super) struct Converter<'a> {
    pub(super) site: &'a FileTree,
    pub(super) generator: Generator,
    pub(super) gathered: &'a Gathered,
    pub(super) plan: &'a Plan,
    /// The files that are used, and where they go.
    pub(super) used: BTreeMap<FilePath, FilePath>,
    /// The keys of heads whose files are linked now, by the page's source.
    pub(super) linked_keys: BTreeSet<(FilePath, String)>,
}

impl Converter<'_> {
    /// The text of `item`, which goes to `spot`.
    pub(super) fn text(&mut self, item: &Item, spot: &Spot, account: &mut Account) -> String {
        let file = item.source.as_str();
        let resolved = resolve(&item.page, self.generator);
        for (line, tag) in &resolved.left {
            account.say(left(file, *line, tag));
        }
        let unfolded = unfold(&resolved.text, item.page.text_line);
        let mut told = BTreeSet::new();
        for (line, found) in &unfolded.found {
            match found {
                Found::Embed(element, address) if self.lead_of(address, item) == Address::Outside => {
                    told.insert(address.trim_start_matches("https:").to_owned());
                    account.say(embedded(file, *line, element, address));
                }
                Found::Embed(..) => {}
                other => account.say(dropped(file, *line, other)),
            }
        }
        let headings = headings(&unfolded.text);
        let lines = &unfolded.lines;
        let text = follow(&unfolded.text, &mut |met| {
            let line = lines.get(met.line).copied().unwrap_or(item.page.text_line);
            self.lead(met, line, item, spot, &headings, &told, account)
        });
        let text = text.trim().to_owned();
        let attached = self.attachments(item, spot);
        [text, attached].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n\n")
    }

    fn lead_of(&self, address: &str, item: &Item) -> Address {
        let folder = item.source.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        parse(address, &self.gathered.base, folder, &item.addresses)
    }

    #[expect(clippy::too_many_arguments, reason = "what a link is judged by")]
    fn lead(
        &mut self,
        met: Met<'_>,
        line: u32,
        item: &Item,
        spot: &Spot,
        headings: &BTreeSet<String>,
        told: &BTreeSet<String>,
        account: &mut Account,
    ) -> Lead {
        let file = item.source.as_str();
        if met.bare {
            account.say(no_alternative(file, line, met.address));
        }
        let (paths, heading) = match self.lead_of(met.address, item) {
            Address::Outside if !is_allowed(met.address) => {
                account.say(nowhere(file, line, met.address));
                return Lead::Nowhere;
            }
            Address::Outside => {
                let known = told.contains(met.address.trim_start_matches("https:"));
                if !known && (met.image || is_document(met.address)) {
                    account.say(elsewhere(file, line, met.address));
                }
                return Lead::Stay;
            }
            Address::Heading(heading) => {
                let anchor = format!("t-{}", folded(&heading).join("-"));
                if headings.contains(&anchor) {
                    return Lead::To(format!("#{anchor}"));
                }
                account.say(nowhere(file, line, met.address));
                return Lead::Nowhere;
            }
            Address::Within(paths, heading) => (paths, heading),
        };
        if let Some(path) = paths.iter().find_map(|path| self.plan.addresses.get(&normal(path))) {
            if let Some(heading) = heading {
                account.say(without_heading(file, line, &heading));
            }
            return Lead::To(relative(spot, path));
        }
        if let Some(path) = self.file(&paths) {
            Lead::To(relative(spot, &path))
        } else {
            account.say(nowhere(file, line, met.address));
            Lead::Nowhere
        }
    }

    /// Where the file that one of `paths` means goes.
    fn file(&mut self, paths: &[String]) -> Option<FilePath> {
        let roots = self.gathered.roots.iter();
        let mut candidates = paths.iter().flat_map(|path| roots.clone().map(move |root| format!("{root}/{path}")));
        let found = candidates.find_map(|path| {
            let path = FilePath::parse(path.trim_start_matches('/')).ok()?;
            self.site.contains(&path).then_some(path)
        })?;
        if let Some(target) = self.used.get(&found) {
            return Some(target.clone());
        }
        let mut count = 1;
        let target = loop {
            let target = media(&found, count)?;
            if !self.used.values().any(|used| *used == target) {
                break target;
            }
            count += 1;
        };
        self.used.insert(found, target.clone());
        Some(target)
    }

    /// The files that the head names, as a list of links.
    fn attachments(&mut self, item: &Item, spot: &Spot) -> String {
        let mut named = Vec::new();
        for key in item.page.others(USED) {
            let mut words = Vec::new();
            gather_words(&key.value, None, &mut words);
            named.extend(words.into_iter().map(|(label, address)| (key, label, address)));
        }
        let mut lines: Vec<String> = Vec::new();
        for (key, label, address) in named {
            let Address::Within(paths, _) = self.lead_of(&address, item) else { continue };
            if is_image(&address) || !address.contains(['/', '.']) {
                continue;
            }
            let Some(path) = self.file(&paths) else { continue };
            self.linked_keys.insert((item.source.clone(), key.written.clone()));
            let name = address.rsplit('/').next().unwrap_or(&address);
            let line = format!("- {}", linked(&escaped(label.as_deref().unwrap_or(name)), &relative(spot, &path)));
            if !lines.contains(&line) {
                lines.push(line);
            }
        }
        lines.join("\n")
    }
}

/// Every word within a value, with what it is called beside it.
fn gather_words(value: &Value, label: Option<&str>, named: &mut Vec<(Option<String>, String)>) {
    match value {
        Value::String(words) => named.push((label.map(str::to_owned), words.clone())),
        Value::Array(items) => items.iter().for_each(|item| gather_words(item, label, named)),
        Value::Object(map) => {
            let keys = ["fiche", "title", "titre", "name", "nom", "label", "text", "description"];
            let own = keys.iter().find_map(|key| words_of(map.get(*key)?));
            map.values().for_each(|value| gather_words(value, own.as_deref(), named));
        }
        _ => {}
    }
}

/// Where a file goes below `content/`: the same way, in plain letters.
fn media(path: &FilePath, count: u32) -> Option<FilePath> {
    let mut segments: Vec<String> = path.segments().map(slug).filter(|segment| !segment.is_empty()).collect();
    segments.pop();
    segments.retain(|segment| !matches!(segment.as_str(), "static" | "content"));
    let extension: String = path.extension().to_ascii_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
    let stem = slug(path.stem());
    let stem = if stem.is_empty() { "file".to_owned() } else { stem };
    let stem = if count == 1 { stem } else { format!("{stem}-{count}") };
    // A Markdown file below `content/` would be taken for a record.
    let extension = if extension.is_empty() || extension == "md" { "txt".to_owned() } else { extension };
    let folder = segments.iter().fold(String::new(), |folder, segment| folder + segment + "/");
    FilePath::parse(&format!("content/media/{folder}{stem}.{extension}")).ok()
}

/// The way from the record at `spot` to a file below `content/`.
fn relative(spot: &Spot, path: &FilePath) -> String {
    let below = path.below("content").unwrap_or(path.as_str());
    let own = format!("{}/", spot.folder);
    below.strip_prefix(&own).map_or_else(|| format!("../{below}"), str::to_owned)
}

/// The anchors that the headings of a text have on a page here.
fn headings(text: &str) -> BTreeSet<String> {
    let words = text.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#'));
    words.map(|words| format!("t-{}", folded(words.split("{#").next().unwrap_or(words)).join("-"))).collect()
}

/// Hosts that show or keep documents of others.
const HOSTS: &[&str] = &[
    "docs.google.com",
    "drive.google.com",
    "sites.google.com",
    "forms.gle",
    "youtube.com",
    "youtu.be",
    "vimeo.com",
    "dailymotion.com",
    "dropbox.com",
    "onedrive.live.com",
    "1drv.ms",
    "sharepoint.com",
    "scribd.com",
    "issuu.com",
    "calameo.com",
    "soundcloud.com",
    "mega.nz",
    "wetransfer.com",
    "archive.org",
];
/// Extensions of documents.
const DOCUMENTS: &[&str] = &[
    "pdf", "doc", "docx", "odt", "rtf", "xls", "xlsx", "ods", "ppt", "pptx", "odp", "csv", "zip", "mp3", "mp4", "webm",
];

/// Whether the address is that of a document or a film rather than of a page.
fn is_document(address: &str) -> bool {
    let rest = address.split_once("//").map_or(address, |(_, rest)| rest).to_lowercase();
    let path = rest.split(['?', '#']).next().unwrap_or_default();
    let host = path.split('/').next().unwrap_or_default();
    let hosted = HOSTS.iter().any(|known| host == *known || host.ends_with(&format!(".{known}")));
    let extension =
        path.split_once('/').and_then(|(_, path)| path.rsplit_once('.')).map_or("", |(_, extension)| extension);
    hosted || DOCUMENTS.contains(&extension)
}

/// Whether a page here may lead to the address: the web and mail, without spaces in it.
fn is_allowed(address: &str) -> bool {
    let scheme = address.split_once(':').map_or("", |(scheme, _)| scheme);
    let known = ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known));
    known && !address.chars().any(|c| c.is_control() || c.is_whitespace())
}

fn is_image(address: &str) -> bool {
    let extension = address.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    ["png", "jpg", "jpeg", "gif", "svg", "webp", "ico", "avif"].contains(&extension.as_str())
}

fn left(file: &str, line: u32, tag: &str) -> Diagnostic {
    let message = Bilingual::new(format!("`{tag}` reste dans le texte"), format!("`{tag}` is left in the text"));
    let help = Bilingual::new(
        "écrire à sa place ce qu’il montrait, ou l’ôter",
        "write what it showed in its place, or take it out",
    );
    finding(Diagnostic::warning, Code::TagLeft, file, line, message).help(help)
}

fn embedded(file: &str, line: u32, element: &str, address: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("`<{element}>` montrait {address} ; un lien le remplace"),
        format!("`<{element}>` showed {address}; a link takes its place"),
    );
    finding(Diagnostic::warning, Code::NotArchived, file, line, message).help(archive())
}

fn elsewhere(file: &str, line: u32, address: &str) -> Diagnostic {
    finding(Diagnostic::warning, Code::NotArchived, file, line, Bilingual::new(address, address)).help(archive())
}

fn archive() -> Bilingual {
    Bilingual::new(
        "s’il fait partie des archives : le télécharger sous content/media/ et y mener le lien",
        "where it belongs to the record: download it below content/media/ and lead the link there",
    )
}

fn dropped(file: &str, line: u32, found: &Found) -> Diagnostic {
    let (fr, en) = match found {
        Found::Comment(words) => {
            let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ").chars().take(60).collect();
            (
                format!("un commentaire HTML n’est pas repris : {words}"),
                format!("an HTML comment is not taken over: {words}"),
            )
        }
        Found::Dropped(element) | Found::Embed(element, _) => (
            format!("`<{element}>` et son contenu ne sont pas repris"),
            format!("`<{element}>` and its content are not taken over"),
        ),
    };
    finding(Diagnostic::warning, Code::NotPlaced, file, line, Bilingual::new(fr, en))
}

fn no_alternative(file: &str, line: u32, address: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("l’image {address} n’a pas de texte de remplacement"),
        format!("the image {address} has no text alternative"),
    );
    let help = Bilingual::new(
        "l’écrire entre les crochets : `![ce qu’elle montre](…)`",
        "write it between the brackets: `![what it shows](…)`",
    );
    finding(Diagnostic::warning, Code::NotSaid, file, line, message).help(help)
}

fn nowhere(file: &str, line: u32, address: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("le lien `{address}` ne mène à rien dans ces fichiers ; ses mots restent"),
        format!("the link `{address}` leads to nothing in these files; its words stay"),
    );
    finding(Diagnostic::warning, Code::NotPlaced, file, line, message)
}

fn without_heading(file: &str, line: u32, heading: &str) -> Diagnostic {
    let message = Bilingual::new(
        format!("le lien mène à la page, et non plus à son titre `#{heading}`"),
        format!("the link leads to the page, and no longer to its heading `#{heading}`"),
    );
    finding(Diagnostic::note, Code::NotPlaced, file, line, message)
}
