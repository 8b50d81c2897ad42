//! The pictures among the files of a site: how large each is, which lighter ones are made of it, and at which
//! addresses these lie, before any page is made.
//!
//! `photo.jpg` at an address has its lighter ones beside it: `photo.jpg.480.webp`. Where a file of the site has such an
//! address already, there is none of that width. Nothing is decoded here until a lighter one is asked for.

mod shown;
mod variant;
mod weight;

use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

pub use shown::Shown;
pub use variant::{Variant, made};

use super::route::{address, relative};
use crate::document::Images;
use crate::picture::{self, Header, HeaderFault, Kind};
use crate::report::{Bilingual, Code, Diagnostic, Place};
use crate::tree::{Digest, FilePath};

/// The endings of the names of pictures.
const ENDINGS: [&str; 6] = ["jpg", "jpeg", "png", "webp", "gif", "svg"];

/// The pictures of a site.
#[derive(Debug, Default)]
pub struct Pictures {
    images: Images,
    /// By the address of the original.
    known: BTreeMap<FilePath, Picture>,
    /// The address of each file of `content/` that is a picture.
    addresses: BTreeMap<FilePath, FilePath>,
}

/// A picture that can be shown.
#[derive(Debug)]
struct Picture {
    file: FilePath,
    bytes: Arc<[u8]>,
    digest: OnceLock<Digest>,
    header: Header,
    /// The widths that it is made in, the narrowest first.
    widths: Vec<u32>,
}

impl Pictures {
    /// Looks at the headers of those of the files, each with its address and its bytes, that are pictures by name; what
    /// cannot be read, is too large or tells a place is a finding.
    pub(super) fn of<'a>(
        files: impl Iterator<Item = (&'a FilePath, FilePath, Arc<[u8]>)>,
        images: &Images,
        findings: &mut Vec<Diagnostic>,
    ) -> Self {
        let mut pictures = Self { images: images.clone(), ..Self::default() };
        for (file, address, bytes) in files.filter(|(file, ..)| is_named_so(file)) {
            match picture::read(&bytes) {
                Err(fault) => findings.push(unreadable(file, said(fault))),
                Ok(header) => {
                    findings.extend(faults(file, &header, bytes.len()));
                    let widths = weight::widths(&header, bytes.len(), images);
                    let (file, digest) = (file.clone(), OnceLock::new());
                    pictures.addresses.insert(file.clone(), address.clone());
                    pictures.known.insert(address, Picture { file, bytes, digest, header, widths });
                }
            }
        }
        pictures
    }

    /// Claims an address for each lighter picture; there is none where `claim` refuses.
    pub(super) fn plan(&mut self, mut claim: impl FnMut(FilePath, &FilePath, u32) -> bool) {
        for (address, picture) in &mut self.known {
            picture.widths.retain(|width| {
                FilePath::parse(&lighter(address, *width)).is_ok_and(|path| claim(path, address, *width))
            });
        }
    }

    /// The picture at `address` as the page at `from` shows it.
    #[must_use]
    pub fn shown(&self, address: &FilePath, from: &FilePath) -> Option<Shown> {
        self.known.get(address).map(|picture| self.seen(picture, &relative(from, address)))
    }

    /// The picture in the file of `content/`, as a page shows it whose way to the root of the site is `root`.
    pub(super) fn shown_from(&self, file: &FilePath, root: &str) -> Option<Shown> {
        let path = self.addresses.get(file)?;
        Some(self.seen(self.known.get(path)?, &format!("{root}{}", address(path.as_str()))))
    }

    fn seen(&self, picture: &Picture, original: &str) -> Shown {
        let candidates = picture.widths.iter().map(|width| (format!("{original}.{width}.webp"), *width)).collect();
        Shown::new(original, candidates, picture.header.shown(), &self.images)
    }

    /// The lighter pictures of each one that has some.
    pub fn families(&self) -> impl Iterator<Item = Vec<Variant<'_>>> {
        let quality = self.images.quality;
        self.known.values().filter(|picture| !picture.widths.is_empty()).map(move |picture| {
            picture.widths.iter().map(|width| Variant { picture, width: *width, quality }).collect()
        })
    }

    /// The lighter picture of the one at `address` that is so wide.
    pub(super) fn variant(&self, address: &FilePath, width: u32) -> Option<Variant<'_>> {
        let picture = self.known.get(address).filter(|picture| picture.widths.contains(&width))?;
        Some(Variant { picture, width, quality: self.images.quality })
    }
}

/// The address of the picture at `address` when it is so wide.
pub(super) fn lighter(address: &FilePath, width: u32) -> String {
    format!("{address}.{width}.webp")
}

fn is_named_so(file: &FilePath) -> bool {
    let ending = file.as_str().rsplit_once('.').map(|(_, ending)| ending);
    ending.is_some_and(|ending| ENDINGS.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// What is to be told of a picture whose header could be read.
fn faults(file: &FilePath, header: &Header, bytes: usize) -> Vec<Diagnostic> {
    let mut faults = Vec::new();
    let decoded = matches!(header.kind, Kind::Jpeg | Kind::Png | Kind::WebP);
    if decoded && header.is_too_large(bytes) {
        faults.push(too_large(file, header));
    } else if !header.whole {
        faults.push(unreadable(file, ("sa fin manque", "its end is missing")));
    } else if !header.coding {
        faults.push(unreadable(file, ("ses pixels sont codés d’une façon rare", "its pixels are coded in a rare way")));
    }
    if header.place {
        faults.push(tells_place(file));
    }
    faults
}

const fn said(fault: HeaderFault) -> (&'static str, &'static str) {
    match fault {
        HeaderFault::Foreign => (
            "ce n’est ni un JPEG, ni un PNG, ni un WebP, ni un GIF, ni un SVG, quel que soit son nom",
            "it is no JPEG, PNG, WebP, GIF or SVG, whatever its name",
        ),
        HeaderFault::Cut => ("elle s’arrête avant d’avoir commencé", "it ends before it begins"),
        HeaderFault::Empty => ("elle n’a aucun pixel", "it has no pixel"),
    }
}

fn unreadable(file: &FilePath, (fr, en): (&str, &str)) -> Diagnostic {
    let message =
        Bilingual::new(format!("l’image ne peut pas être lue : {fr}"), format!("the picture cannot be read: {en}"));
    let help = Bilingual::new(
        "l’ouvrir dans un logiciel d’images et l’enregistrer à nouveau en JPEG ou en PNG ; sinon la copier encore une fois",
        "open it in a program for pictures and save it again as JPEG or PNG; or copy it once more",
    );
    Diagnostic::warning(Code::ImageUnreadable, message).at(Place::file(file)).help(help)
}

fn too_large(file: &FilePath, header: &Header) -> Diagnostic {
    let (width, height) = header.stored.unwrap_or_default();
    let message = Bilingual::new(
        format!("l’image dit avoir {width} × {height} pixels : elle n’est pas allégée"),
        format!("the picture says that it has {width} × {height} pixels: no lighter one is made"),
    );
    let (side, most) = (picture::LONGEST_SIDE, picture::MOST_PIXELS / 1_000_000);
    let help = Bilingual::new(
        format!("la réduire à moins de {side} pixels de côté et de {most} millions de pixels en tout"),
        format!("make it smaller than {side} pixels a side and {most} million pixels in all"),
    );
    Diagnostic::warning(Code::ImageTooLarge, message).at(Place::file(file)).help(help)
}

/// The original is handed on byte for byte, as the repository has it: taking the place out of the copy alone would hide
/// from the clerk what anybody can read in the repository.
fn tells_place(file: &FilePath) -> Diagnostic {
    let message = Bilingual::new(
        "cette image dit où elle a été prise (coordonnées GPS), et elle est publiée avec",
        "this picture says where it was taken (GPS coordinates), and is published with them",
    );
    let shown = file.as_argument();
    let help = Bilingual::new(
        format!(
            "les ôter avant de la déposer, car le dépôt est public aussi : `exiftool -gps:all= -xmp:geotag= {shown}`"
        ),
        format!(
            "take them out before it is committed, since the repository is public too: `exiftool -gps:all= -xmp:geotag= {shown}`"
        ),
    );
    Diagnostic::warning(Code::ImageTellsPlace, message).at(Place::file(file)).help(help)
}
