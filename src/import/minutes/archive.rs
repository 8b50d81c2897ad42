//! The parts of a document, which is a ZIP archive made by anybody.
//!
//! Nothing is unfolded before its declared size was looked at, and nothing beyond it is unfolded after.

use std::io::{Cursor, Read as _};

use zip::ZipArchive;
use zip::result::ZipError;

use crate::language::Bilingual;

/// More parts than any document has.
const MOST_PARTS: usize = 4_000;
/// The largest part, unfolded.
const LARGEST_PART: u64 = 48 * 1024 * 1024;
/// All parts together, unfolded.
const LARGEST_WHOLE: u64 = 256 * 1024 * 1024;
/// How many times its packed size a part may be, once it is larger than a mebibyte.
const MOST_FOLDED: u64 = 150;

/// An archive whose sizes were looked at.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// How much may still be unfolded.
    left: u64,
}

impl<'a> Archive<'a> {
    /// Opens an archive, and looks at what it declares.
    ///
    /// # Errors
    /// It is none, or it is larger than any document.
    pub(super) fn open(bytes: &'a [u8]) -> Result<Self, Bilingual> {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| no_archive(&error))?;
        if zip.len() > MOST_PARTS {
            return Err(too_large(&format!("{} parties", zip.len()), &format!("{} parts", zip.len())));
        }
        let mut whole: u64 = 0;
        for at in 0..zip.len() {
            let part = zip.by_index_raw(at).map_err(|error| no_archive(&error))?;
            let (size, packed) = (part.size(), part.compressed_size());
            whole = whole.saturating_add(size);
            let folded = size > 1024 * 1024 && size / MOST_FOLDED > packed;
            if size > LARGEST_PART || whole > LARGEST_WHOLE || folded {
                let name: String = part.name().chars().take(60).collect();
                return Err(too_large(
                    &format!("`{name}`, qui gonfle de {packed} à {size} octets"),
                    &format!("`{name}`, which unfolds from {packed} to {size} bytes"),
                ));
            }
        }
        Ok(Self { zip, left: LARGEST_WHOLE })
    }

    /// The names of its parts.
    pub(super) fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = self.zip.file_names().map(str::to_owned).collect();
        names.sort();
        names
    }

    /// Unfolds a part; nothing where there is none of this name.
    ///
    /// # Errors
    /// It is damaged, locked, or larger than it declares.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, Bilingual> {
        let part = match self.zip.by_name(name) {
            Ok(part) => part,
            Err(ZipError::FileNotFound) => return Ok(None),
            Err(error) => return Err(no_archive(&error)),
        };
        let size = part.size().min(LARGEST_PART).min(self.left);
        let mut bytes = Vec::new();
        part.take(size + 1).read_to_end(&mut bytes).map_err(|error| damaged(name, &error))?;
        let read = bytes.len() as u64;
        if read > size {
            return Err(too_large(
                &format!("`{name}`, plus grand qu’annoncé"),
                &format!("`{name}`, larger than declared"),
            ));
        }
        self.left -= read;
        Ok(Some(bytes))
    }
}

fn no_archive(error: &ZipError) -> Bilingual {
    Bilingual::new(
        format!("ce n’est pas un document DOCX ou ODT lisible : {error}"),
        format!("this is no readable DOCX or ODT document: {error}"),
    )
}

fn damaged(name: &str, error: &std::io::Error) -> Bilingual {
    Bilingual::new(format!("`{name}` est endommagé : {error}"), format!("`{name}` is damaged: {error}"))
}

fn too_large(fr: &str, en: &str) -> Bilingual {
    Bilingual::new(
        format!("l’archive du document dépasse ce qu’un document contient : {fr}"),
        format!("the document's archive is larger than any document: {en}"),
    )
}
