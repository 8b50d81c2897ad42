//! Lighter pictures: decoded, made smaller, turned, and written as WebP without anything but pixels and colours.

use std::io::Cursor;

use fast_image_resize::images::{Image, ImageRef};
use fast_image_resize::{PixelType, Resizer};
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, RgbImage, RgbaImage};
use webpx::{EncoderConfig, Unstoppable};

use super::{Header, Kind, LONGEST_SIDE};

/// How much may be allocated for the pixels of a picture.
const MOST_ALLOCATED: u64 = 512 * 1024 * 1024;
/// The largest colour profile that is kept, in bytes; those of cameras and telephones have less than four thousand.
const LARGEST_PROFILE: usize = 16 * 1024;
/// By how much the quality goes down where a picture would not be lighter than the one that it is made from, and how
/// often.
const STEPS: [u8; 4] = [0, 20, 40, 60];
/// How hard the encoder tries, from 0 to 6.
const EFFORT: u8 = 4;

/// Why a picture could not be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EncodeFault {
    /// Its pixels cannot be decoded.
    Damaged,
    /// It asks for more memory than is given.
    TooLarge,
}

/// What decides, beside the picture, the width and the quality, which bytes come out.
#[must_use]
pub fn encoder() -> String {
    let (major, minor, patch) = webpx::version();
    format!("parvis 1 libwebp {major}.{minor}.{patch} effort {EFFORT}")
}

/// The picture in `bytes`, whose header is `header`, in each of the widths as WebP: decoded once, turned as it says,
/// its colours kept, and without a word of where or with what it was taken.
///
/// # Errors
/// It cannot be decoded.
pub fn make(bytes: &[u8], header: &Header, widths: &[u32], quality: u8) -> Result<Vec<Vec<u8>>, EncodeFault> {
    let (pixels, profile) = decode(bytes, header)?;
    widths.iter().map(|width| one(&pixels, profile.as_deref(), header, *width, (quality, bytes.len()))).collect()
}

/// Pixels of three or four bytes each.
enum Pixels {
    Opaque(RgbImage),
    Clear(RgbaImage),
}

fn decode(bytes: &[u8], header: &Header) -> Result<(Pixels, Option<Vec<u8>>), EncodeFault> {
    let format = match header.kind {
        Kind::Jpeg => ImageFormat::Jpeg,
        Kind::Png => ImageFormat::Png,
        Kind::WebP => ImageFormat::WebP,
        Kind::Gif | Kind::Svg => return Err(EncodeFault::Damaged),
    };
    if header.is_too_large(bytes.len()) {
        return Err(EncodeFault::TooLarge);
    }
    let mut limits = Limits::default();
    (limits.max_image_width, limits.max_image_height) = (Some(LONGEST_SIDE), Some(LONGEST_SIDE));
    limits.max_alloc = Some(MOST_ALLOCATED);
    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|_| EncodeFault::Damaged)?;
    if decoder.total_bytes() > MOST_ALLOCATED {
        return Err(EncodeFault::TooLarge);
    }
    if Some(decoder.dimensions()) != header.stored {
        return Err(EncodeFault::Damaged);
    }
    let profile = decoder.icc_profile().ok().flatten().filter(|profile| is_of_rgb(profile));
    let image = DynamicImage::from_decoder(decoder).map_err(|_| EncodeFault::Damaged)?;
    let pixels =
        if image.color().has_alpha() { Pixels::Clear(image.into_rgba8()) } else { Pixels::Opaque(image.into_rgb8()) };
    Ok((pixels, profile))
}

/// Whether a colour profile is one for red, green and blue, which all pixels here are by then.
fn is_of_rgb(profile: &[u8]) -> bool {
    profile.len() <= LARGEST_PROFILE && profile.get(16..20) == Some(b"RGB ")
}

fn one(
    pixels: &Pixels,
    profile: Option<&[u8]>,
    header: &Header,
    width: u32,
    (quality, most): (u8, usize),
) -> Result<Vec<u8>, EncodeFault> {
    let smaller = resized(pixels, target(header, width))?;
    let turned = turned(smaller, header.orientation);
    let mut made = Vec::new();
    for less in STEPS {
        made = encoded(&turned, profile, quality.saturating_sub(less).max(1))?;
        if made.len() < most {
            break;
        }
    }
    Ok(made)
}

/// The stored width and height that are `width` wide once turned.
fn target(header: &Header, width: u32) -> (u32, u32) {
    let (across, down) = header.shown().unwrap_or((1, 1));
    let height = height_at((across, down), width);
    if header.is_on_its_side() { (height, width) } else { (width, height) }
}

/// How high a picture of this size is when it is `width` wide, to the nearest pixel.
pub(crate) fn height_at((across, down): (u32, u32), width: u32) -> u32 {
    let (across, down, width) = (u64::from(across.max(1)), u64::from(down), u64::from(width));
    u32::try_from((down * width * 2 + across) / (across * 2)).unwrap_or(u32::MAX).max(1)
}

fn resized(pixels: &Pixels, (width, height): (u32, u32)) -> Result<DynamicImage, EncodeFault> {
    let (kind, from, bytes) = match pixels {
        Pixels::Opaque(image) => (PixelType::U8x3, image.dimensions(), image.as_raw()),
        Pixels::Clear(image) => (PixelType::U8x4, image.dimensions(), image.as_raw()),
    };
    let source = ImageRef::new(from.0, from.1, bytes, kind).map_err(|_| EncodeFault::Damaged)?;
    let mut smaller = Image::new(width, height, kind);
    Resizer::new().resize(&source, &mut smaller, None).map_err(|_| EncodeFault::Damaged)?;
    let bytes = smaller.into_vec();
    let image = match pixels {
        Pixels::Opaque(_) => RgbImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgb8),
        Pixels::Clear(_) => RgbaImage::from_raw(width, height, bytes).map(DynamicImage::ImageRgba8),
    };
    image.ok_or(EncodeFault::Damaged)
}

fn turned(mut image: DynamicImage, orientation: u8) -> DynamicImage {
    image.apply_orientation(Orientation::from_exif(orientation).unwrap_or(Orientation::NoTransforms));
    image
}

fn encoded(image: &DynamicImage, profile: Option<&[u8]>, quality: u8) -> Result<Vec<u8>, EncodeFault> {
    // One thread for a picture: pictures stand beside each other on all of them.
    let mut config = EncoderConfig::new().quality(f32::from(quality)).method(EFFORT).thread_level(0);
    if let Some(profile) = profile {
        config = config.icc_profile(profile);
    }
    let (width, height, bytes) = (image.width(), image.height(), image.as_bytes());
    let made = if image.color().has_alpha() {
        config.encode_rgba(bytes, width, height, Unstoppable)
    } else {
        config.encode_rgb(bytes, width, height, Unstoppable)
    };
    made.map_err(|_| EncodeFault::Damaged)
}
