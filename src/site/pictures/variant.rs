//! A lighter picture, which is made when somebody asks for it.

use std::sync::Arc;

use super::{Picture, unreadable};
use crate::picture::{self, EncodeFault};
use crate::report::Diagnostic;
use crate::tree::{Digest, FilePath};

/// A lighter picture that can be made.
#[derive(Clone, Copy, Debug)]
pub struct Variant<'a> {
    pub(super) picture: &'a Picture,
    pub(super) width: u32,
    pub(super) quality: u8,
}

impl<'a> Variant<'a> {
    /// What decides its bytes, as one digest: those of the original, its width, its quality and the encoder.
    #[must_use]
    pub fn key(&self) -> Digest {
        let original = self.picture.digest.get_or_init(|| Digest::of(&self.picture.bytes));
        let told = format!("\n{} {} {}", self.width, self.quality, picture::encoder());
        Digest::of_parts(&[original.as_bytes(), told.as_bytes()])
    }

    /// The file of `content/` that it is made from.
    #[must_use]
    pub const fn file(&self) -> &'a FilePath {
        &self.picture.file
    }

    /// The bytes of the original.
    #[must_use]
    pub fn original(&self) -> Arc<[u8]> {
        Arc::clone(&self.picture.bytes)
    }

    /// How many pixels the original has.
    #[must_use]
    pub fn pixels(&self) -> u64 {
        let (width, height) = self.picture.header.stored.unwrap_or_default();
        u64::from(width) * u64::from(height)
    }

    /// Its bytes; those of the original where it cannot be made, which browsers show as well.
    #[must_use]
    pub fn bytes(&self) -> Arc<[u8]> {
        let made = made(std::slice::from_ref(self)).ok().and_then(|made| made.into_iter().next());
        made.unwrap_or_else(|| self.original())
    }
}

/// The bytes of variants of one picture, which is decoded once for all of them.
///
/// # Errors
/// It cannot be decoded.
pub fn made(variants: &[Variant<'_>]) -> Result<Vec<Arc<[u8]>>, Box<Diagnostic>> {
    let Some(first) = variants.first() else { return Ok(Vec::new()) };
    let widths: Vec<u32> = variants.iter().map(|variant| variant.width).collect();
    let picture = first.picture;
    let made = picture::make(&picture.bytes, &picture.header, &widths, first.quality).map_err(|fault| {
        let said = match fault {
            EncodeFault::Damaged => ("ses pixels sont abîmés", "its pixels are damaged"),
            EncodeFault::TooLarge => ("elle demande trop de mémoire", "it asks for too much memory"),
        };
        Box::new(unreadable(&picture.file, said))
    })?;
    Ok(made.into_iter().map(Arc::from).collect())
}
