//! The site of another generator, as records: Jekyll, Hugo or Pelican.
//!
//! 1. the generator's own file says which files are pages and which addresses they had ([`jekyll`],
//!    [`hugo`], [`pelican`]);
//! 2. each page is sorted: news, a page, the minutes or the agenda of a meeting ([`classify`]);
//! 3. all get their place before any text is read, so that links between them are followed ([`plan`]);
//! 4. texts are turned into Markdown as it is read here ([`tags`], [`unfold`], [`links`]).

mod address;
mod classify;
mod convert;
mod front_matter;
mod html;
mod hugo;
mod item;
mod jekyll;
mod links;
mod pelican;
mod place;
mod plan;
mod tags;
mod unfold;

use crate::import::account::Count;
use crate::import::{Council, Import, Settings};
use crate::language::Bilingual;
use crate::report::{Code, Diagnostic, Place};
use crate::tree::FileTree;

use self::item::Gathered;

/// What made the site.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generator {
    /// Jekyll.
    Jekyll,
    /// Hugo.
    Hugo,
    /// Pelican.
    Pelican,
}

impl Generator {
    /// Its name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Jekyll => "Jekyll",
            Self::Hugo => "Hugo",
            Self::Pelican => "Pelican",
        }
    }
}

/// The records of the site whose files are `site`.
///
/// # Errors
/// The files are no site of this generator, or there are minutes and nobody says whose.
pub fn import(
    council: &Council,
    site: &FileTree,
    generator: Generator,
    settings: &Settings,
) -> Result<Import, Box<Diagnostic>> {
    let mut import = Import::default();
    let gathered = match generator {
        Generator::Jekyll => jekyll::gather(site, &mut import.account),
        Generator::Hugo => hugo::gather(site, &mut import.account),
        Generator::Pelican => pelican::gather(site, &mut import.account),
    };
    if gathered.items.is_empty() {
        return Err(Box::new(no_site(generator)));
    }
    let plan = plan::draw(council, &gathered, settings, &mut import.account)?;
    place::place(council, site, generator, &gathered, &plan, &mut import);
    import.account.counts = counts(&gathered, &import);
    Ok(import)
}

fn no_site(generator: Generator) -> Diagnostic {
    let (name, where_fr, where_en) = match generator {
        Generator::Jekyll => {
            ("Jekyll", "des pages `.md` avec un en-tête, `_posts/`", "pages `.md` with a head, `_posts/`")
        }
        Generator::Hugo => ("Hugo", "des pages sous `content/`", "pages below `content/`"),
        Generator::Pelican => ("Pelican", "des pages `.md` sous `content/`", "pages `.md` below `content/`"),
    };
    let message = Bilingual::new(
        format!("aucune page d’un site {name} dans ce dossier ; attendu : {where_fr}"),
        format!("no page of a {name} site in this folder; expected {where_en}"),
    );
    let help = Bilingual::new(
        "donner le dossier des sources du site, et non celui du site publié",
        "give the folder of the site's sources, not that of the published site",
    );
    Diagnostic::error(Code::SourceUnreadable, message).help(help)
}

fn counts(gathered: &Gathered, import: &Import) -> Vec<Count> {
    let below = |folder: &str| import.files.below(folder).count() as u64;
    let all = [
        ("pages_read", "pages lues", "pages read", gathered.items.len() as u64),
        ("drafts", "brouillons laissés de côté", "drafts left aside", gathered.drafts),
        ("news", "actualités", "news", below("content/news")),
        ("pages", "pages", "pages", below("content/pages")),
        ("meetings", "séances", "meetings", below("content/meetings")),
        ("minutes", "procès-verbaux", "minutes", below("content/minutes")),
        ("files", "fichiers joints copiés", "files that pages use, copied", below("content/media")),
    ];
    all.into_iter().map(|(name, fr, en, count)| Count { name, what: Bilingual::new(fr, en), count }).collect()
}

/// A finding at a line of a file of the site.
fn finding(
    severity: fn(Code, Bilingual) -> Diagnostic,
    code: Code,
    file: &str,
    line: u32,
    message: Bilingual,
) -> Diagnostic {
    severity(code, message).at(Place::named(file).at_line(line))
}

/// The beginning of a text, of at most so many bytes: what is sought only there keeps a page of one long
/// line from being gone through once for each of its characters.
fn beginning(text: &str, most: usize) -> &str {
    let mut end = most.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}
