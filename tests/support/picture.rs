//! Pictures made by the tests: photographs with much detail, and what cameras write into them.

#![allow(dead_code, reason = "each test file uses the part it needs")]

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};

/// A picture of which no two parts are alike: as heavy as a photograph.
pub(crate) fn detailed(width: u32, height: u32, seed: u32) -> RgbImage {
    let mut state = seed | 1;
    RgbImage::from_fn(width, height, |x, y| {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        let grain = u8::try_from(state % 64).expect("below 64");
        let slope = |at: u32, of: u32| u8::try_from(at * 190 / of).expect("below 190");
        Rgb([slope(x, width) + grain, slope(y, height) + grain, 90 + grain])
    })
}

pub(crate) fn jpeg(image: &RgbImage, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, quality).encode_image(image).expect("a JPEG");
    bytes
}

pub(crate) fn written(image: &DynamicImage, format: ImageFormat) -> Vec<u8> {
    let mut bytes = Cursor::new(Vec::new());
    image.write_to(&mut bytes, format).expect("a picture");
    bytes.into_inner()
}

/// A photograph of so many pixels.
pub(crate) fn photo(width: u32, height: u32, seed: u32) -> Vec<u8> {
    jpeg(&detailed(width, height, seed), 95)
}

/// What a camera says: who made it, how it was held, and where where that is asked for.
pub(crate) fn exif(orientation: u8, place: bool) -> Vec<u8> {
    let mut block = b"MM\0*\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()].concat()
    };
    block.extend(if place { 3_u16 } else { 2 }.to_be_bytes());
    block.extend(entry(0x010f, 2, 4, u32::from_be_bytes(*b"CAM\0")));
    block.extend(entry(0x0112, 3, 1, u32::from(orientation) << 16));
    if place {
        block.extend(entry(0x8825, 4, 1, 50));
    }
    block.extend(0_u32.to_be_bytes());
    block.resize(50, 0);
    block.extend(1_u16.to_be_bytes());
    block.extend(entry(0x0002, 5, 3, 80));
    block.extend(0_u32.to_be_bytes());
    block.resize(80, 0);
    for number in [48_u32, 1, 51, 1, 30, 1] {
        block.extend(number.to_be_bytes());
    }
    block
}

/// A JPEG with one segment more at its beginning.
pub(crate) fn with_segment(jpeg: &[u8], marker: u8, data: &[u8]) -> Vec<u8> {
    let length = u16::try_from(data.len() + 2).expect("a short segment").to_be_bytes();
    [&jpeg[..2], &[0xff, marker], &length, data, &jpeg[2..]].concat()
}

pub(crate) fn with_exif(jpeg: &[u8], orientation: u8, place: bool) -> Vec<u8> {
    with_segment(jpeg, 0xe1, &[b"Exif\0\0", exif(orientation, place).as_slice()].concat())
}

/// A chunk of a PNG.
pub(crate) fn chunk(name: [u8; 4], data: &[u8]) -> Vec<u8> {
    let mut sum = !0_u32;
    for byte in name.iter().chain(data) {
        sum ^= u32::from(*byte);
        for _ in 0..8 {
            sum = if sum & 1 == 1 { sum >> 1 ^ 0xedb8_8320 } else { sum >> 1 };
        }
    }
    let length = u32::try_from(data.len()).expect("a short chunk").to_be_bytes();
    [&length[..], &name, data, &(!sum).to_be_bytes()].concat()
}

/// A small PNG that claims any size.
pub(crate) fn bomb(width: u32, height: u32) -> Vec<u8> {
    let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 2, 0, 0, 0]].concat();
    [
        b"\x89PNG\r\n\x1a\n".to_vec(),
        chunk(*b"IHDR", &head),
        chunk(*b"IDAT", b"\x78\x9c\x03\0\0\0\0\x01"),
        chunk(*b"IEND", b""),
    ]
    .concat()
}
