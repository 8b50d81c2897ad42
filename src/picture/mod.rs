//! Pictures: what their first bytes say, and lighter ones made from them.
//!
//! Two pure functions. [`read`] takes the bytes of a file and says how large the picture is, how it is turned and
//! whether it says where it was taken; it looks at headers alone, so that a photo of ten megabytes costs no more than
//! a small one. [`make`] takes the same bytes and widths, and gives WebP. Before anything is decoded, what the header
//! claims is held against limits.

mod exif;
mod jpeg;
mod make;
mod png;
mod svg;
mod webp;

pub(crate) use make::height_at;
pub use make::{EncodeFault, encoder, make};

/// The longest side of a picture that is decoded: WebP has no longer one.
pub const LONGEST_SIDE: u32 = 16_383;
/// The most pixels of a picture that is decoded.
pub const MOST_PIXELS: u64 = 100_000_000;
/// The largest file that is decoded, in bytes.
pub const LARGEST_FILE: usize = 64 * 1024 * 1024;

/// How a picture is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// JPEG.
    Jpeg,
    /// PNG.
    Png,
    /// WebP.
    WebP,
    /// GIF, which is never made anew.
    Gif,
    /// SVG, which has no pixels.
    Svg,
}

/// What the first bytes of a picture say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is said by another part of the file")]
pub struct Header {
    /// How it is written.
    pub kind: Kind,
    /// The width and height of what is stored; nothing for an SVG that says neither.
    pub stored: Option<(u32, u32)>,
    /// How it is to be turned, from 1, which is not at all, to 8 (EXIF).
    pub orientation: u8,
    /// Whether it moves.
    pub moving: bool,
    /// Whether it says where it was taken.
    pub place: bool,
    /// Whether it is all there, as far as its ends tell.
    pub whole: bool,
    /// Whether its pixels are coded in a way that is decoded here.
    pub coding: bool,
}

/// Why nothing can be said of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HeaderFault {
    /// It does not begin as a picture does.
    Foreign,
    /// It ends within its header.
    Cut,
    /// It has no pixel.
    Empty,
}

impl Header {
    const fn new(kind: Kind) -> Self {
        let (stored, orientation) = (None, 1);
        Self { kind, stored, orientation, moving: false, place: false, whole: true, coding: true }
    }

    /// Whether the sides change places when it is turned.
    #[must_use]
    pub const fn is_on_its_side(&self) -> bool {
        self.orientation >= 5
    }

    /// Width and height as people see it.
    #[must_use]
    pub fn shown(&self) -> Option<(u32, u32)> {
        self.stored.map(|(width, height)| if self.is_on_its_side() { (height, width) } else { (width, height) })
    }

    /// Whether it is larger than what is decoded, with so many bytes.
    #[must_use]
    pub fn is_too_large(&self, bytes: usize) -> bool {
        let (width, height) = self.stored.unwrap_or_default();
        let pixels = u64::from(width) * u64::from(height);
        bytes > LARGEST_FILE || width.max(height) > LONGEST_SIDE || pixels > MOST_PIXELS
    }
}

/// What the first bytes say of a picture, whatever its file is called.
///
/// # Errors
/// It is no picture of a known kind, ends too early, or has no pixel.
pub fn read(bytes: &[u8]) -> Result<Header, HeaderFault> {
    let header = match bytes {
        [0xff, 0xd8, ..] => jpeg::read(bytes),
        [0x89, b'P', b'N', b'G', ..] => png::read(bytes),
        [b'G', b'I', b'F', b'8', ..] => gif(bytes),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => webp::read(bytes),
        _ => svg::read(bytes),
    }?;
    match header.stored {
        Some((0, _) | (_, 0)) => Err(HeaderFault::Empty),
        _ => Ok(header),
    }
}

fn gif(bytes: &[u8]) -> Result<Header, HeaderFault> {
    let side = |at: usize| little(bytes, at, 2).ok_or(HeaderFault::Cut);
    Ok(Header { stored: Some((side(6)?, side(8)?)), ..Header::new(Kind::Gif) })
}

/// The number of `length` bytes at `at`, its last byte first.
fn little(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// The number of `length` bytes at `at`, its first byte first.
fn big(bytes: &[u8], at: usize, length: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(length)?)?;
    Some(bytes.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// Whether `bytes` hold `words`.
fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}

/// What an XMP packet calls the place where a picture was taken.
const PLACE_IN_XMP: &[u8] = b"GPSLatitude";
