//! The two things of EXIF that matter here: how a picture is turned, and whether it says where it was taken.

use super::{Header, big, little};

const ORIENTATION: u32 = 0x0112;
const PLACE: u32 = 0x8825;
const LATITUDE: u32 = 0x0002;
/// The most entries of a directory that are looked at.
const MOST_ENTRIES: u32 = 512;
/// How long three fractions are: degrees, minutes and seconds.
const LATITUDE_BYTES: usize = 24;

/// Notes in `header` what the EXIF `block` says; what cannot be read says nothing.
pub(super) fn note(block: &[u8], header: &mut Header) {
    let Some(block) = Block::of(block.strip_prefix(b"Exif\0\0").unwrap_or(block)) else { return };
    let Some(first) = block.number(4, 4) else { return };
    let orientation = block.entry(first, ORIENTATION).and_then(|at| block.number(at + 8, 2));
    if let Some(turned) =
        orientation.and_then(|turned| u8::try_from(turned).ok()).filter(|turned| (1..=8).contains(turned))
    {
        header.orientation = turned;
    }
    let place = block.entry(first, PLACE).and_then(|at| block.number(at + 8, 4));
    header.place |= place.is_some_and(|at| block.says_latitude(at));
}

/// A block of EXIF, which is a TIFF file, with its order of bytes.
struct Block<'a> {
    bytes: &'a [u8],
    little: bool,
}

impl<'a> Block<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        match bytes.get(..4)? {
            b"II*\0" => Some(Self { bytes, little: true }),
            b"MM\0*" => Some(Self { bytes, little: false }),
            _ => None,
        }
    }

    fn number(&self, at: usize, length: usize) -> Option<u32> {
        if self.little { little(self.bytes, at, length) } else { big(self.bytes, at, length) }
    }

    /// Where the entry with this tag lies in the directory at `directory`.
    fn entry(&self, directory: u32, tag: u32) -> Option<usize> {
        let directory = usize::try_from(directory).ok()?;
        let count = self.number(directory, 2)?.min(MOST_ENTRIES);
        let at = |entry: u32| directory.checked_add(2 + 12 * usize::try_from(entry).ok()?);
        (0..count).filter_map(at).find(|at| self.number(*at, 2) == Some(tag))
    }

    /// Whether a latitude is there: programs that may not tell it leave it out, or write zeros.
    fn says_latitude(&self, directory: u32) -> bool {
        let value = self.entry(directory, LATITUDE).and_then(|at| self.number(at + 8, 4));
        let value = value.and_then(|at| usize::try_from(at).ok());
        let value = value.and_then(|at| self.bytes.get(at..at.checked_add(LATITUDE_BYTES)?));
        value.is_some_and(|value| value.iter().any(|byte| *byte != 0))
    }
}
