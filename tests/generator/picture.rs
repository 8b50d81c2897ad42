//! Pictures: what their first bytes say, and what is made of them.
#![cfg(feature = "site")]

use image::{DynamicImage, ImageFormat, Rgb, RgbImage, Rgba, RgbaImage};
use parvis::picture::{EncodeFault, HeaderFault, Kind, make, read};
use proptest::prelude::*;

use crate::support::picture::{bomb, detailed, jpeg, photo, with_exif, with_segment, written};

fn data(name: &str) -> Vec<u8> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/pictures").join(name);
    std::fs::read(path).expect("a picture of the tests")
}

fn of(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    written(&DynamicImage::ImageRgb8(detailed(width, height, 3)), format)
}

fn size(bytes: &[u8]) -> Option<(u32, u32)> {
    read(bytes).expect("a header").shown()
}

/// What is made of a picture in one width, decoded again.
fn seen(bytes: &[u8], width: u32) -> DynamicImage {
    let header = read(bytes).expect("a header");
    let made = make(bytes, &header, &[width], 90).expect("made");
    image::load_from_memory_with_format(&made[0], ImageFormat::WebP).expect("a WebP")
}

fn near(found: [u8; 3], wanted: [u8; 3], most: u8) -> bool {
    found.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(wanted) <= most)
}

#[test]
fn each_kind_says_its_size_in_its_first_bytes() {
    assert_eq!(size(&photo(40, 30, 1)), Some((40, 30)));
    assert_eq!(size(&of(40, 30, ImageFormat::Png)), Some((40, 30)));
    assert_eq!(size(&of(41, 29, ImageFormat::WebP)), Some((41, 29)));
    assert_eq!(size(b"GIF89a\x28\0\x1e\0"), Some((40, 30)));
    assert_eq!(
        size(&make(&photo(40, 30, 1), &read(&photo(40, 30, 1)).expect("read"), &[20], 80).expect("made")[0]),
        Some((20, 15))
    );
    for name in ["moving.gif", "moving.webp", "moving.png"] {
        assert_eq!(size(&data(name)), Some((12, 8)), "{name}");
    }
    assert!(read(&data("moving.webp")).expect("read").moving && read(&data("moving.png")).expect("read").moving);
}

#[test]
fn an_svg_says_its_size_in_pixels_or_by_its_box() {
    for (text, wanted) in [
        ("<svg width=\"120\" height='80px'>", Some((120, 80))),
        (
            "\u{feff}<?xml version=\"1.0\"?>\n<!-- a > b -->\n<!DOCTYPE svg [<!ENTITY a \"b>\">]>\n<svg viewBox=\"0 0 12.5 80.4\">",
            Some((13, 80)),
        ),
        ("<svg width=\"60\" viewBox=\"0,0,120,80\">", Some((60, 40))),
        ("<svg height=\"60\" viewBox=\"0 0 120 80\">", Some((90, 60))),
        ("<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 3 2\">", Some((3, 2))),
        ("<svg aria-label=\"a > b\" width=\"1\" height=\"2\">", Some((1, 2))),
        ("<svg width=\"2em\" height=\"1e9\">", None),
        ("<svg width=\"99999999\" height=\"1\">", None),
        ("<svg>", None),
    ] {
        assert_eq!(read(text.as_bytes()).map(|header| header.shown()), Ok(wanted), "{text}");
    }
    for (text, fault) in [
        ("<svg width=\"0\" height=\"80\">", HeaderFault::Empty),
        ("<svgx>", HeaderFault::Foreign),
        ("bonjour", HeaderFault::Foreign),
        ("", HeaderFault::Foreign),
        ("<svg width=\"1\"", HeaderFault::Foreign),
        ("<!-- ", HeaderFault::Foreign),
    ] {
        assert_eq!(read(text.as_bytes()).map(|header| header.shown()), Err(fault), "{text}");
    }
}

/// The corners of a picture, from the top left as one reads.
const CORNERS: [[u8; 3]; 4] = [[220, 30, 30], [30, 200, 30], [40, 40, 220], [240, 240, 240]];

#[test]
fn a_picture_is_turned_as_its_camera_was_held() {
    let upright = RgbImage::from_fn(64, 32, |x, y| Rgb(CORNERS[usize::from(x >= 32) + 2 * usize::from(y >= 16)]));
    let bytes = jpeg(&upright, 95);
    // Which corner of what is stored comes to the top left, the top right, the bottom left, the bottom right.
    for (orientation, corners) in [
        (1, [0, 1, 2, 3]),
        (2, [1, 0, 3, 2]),
        (3, [3, 2, 1, 0]),
        (4, [2, 3, 0, 1]),
        (5, [0, 2, 1, 3]),
        (6, [2, 0, 3, 1]),
        (7, [3, 1, 2, 0]),
        (8, [1, 3, 0, 2]),
    ] {
        let turned = with_exif(&bytes, orientation, false);
        let (width, height) = if orientation < 5 { (64, 32) } else { (32, 64) };
        assert_eq!(size(&turned), Some((width, height)), "orientation {orientation}");
        let seen = seen(&turned, width / 2).to_rgb8();
        assert_eq!(seen.dimensions(), (width / 2, height / 2), "orientation {orientation}");
        let (right, bottom) = (width / 2 - 4, height / 2 - 4);
        for ((x, y), corner) in [(3, 3), (right, 3), (3, bottom), (right, bottom)].into_iter().zip(corners) {
            let found = seen.get_pixel(x, y).0;
            assert!(near(found, CORNERS[corner], 24), "orientation {orientation} at {x},{y}: {found:?}");
        }
    }
}

#[test]
fn nothing_is_told_of_the_camera_or_the_place_and_colours_stay() {
    let mut profile = vec![0; 200];
    profile[16..20].copy_from_slice(b"RGB ");
    let plain = jpeg(&RgbImage::from_pixel(64, 48, Rgb([200, 100, 50])), 95);
    let told = with_exif(&plain, 1, true);
    let told = with_segment(&told, 0xe1, b"http://ns.adobe.com/xap/1.0/\0<x exif:GPSLatitude='48'/>");
    let told = with_segment(&told, 0xe2, &[b"ICC_PROFILE\0\x01\x01", profile.as_slice()].concat());
    assert!(read(&told).expect("read").place && !read(&plain).expect("read").place);
    let made = make(&told, &read(&told).expect("read"), &[32], 90).expect("made").remove(0);
    for word in [&b"EXIF"[..], b"XMP ", b"CAM", b"GPS"] {
        assert!(!made.windows(word.len()).any(|window| window == word), "{}", String::from_utf8_lossy(word));
    }
    assert!(made.windows(4).any(|window| window == b"ICCP"), "the colour profile is kept");
    let found = seen(&told, 32).to_rgb8().get_pixel(10, 10).0;
    assert!(near(found, [200, 100, 50], 4), "{found:?}");
}

#[test]
fn a_camera_that_may_not_tell_the_place_writes_none_or_zeros() {
    let plain = photo(20, 20, 1);
    let mut zeros = with_exif(&plain, 1, true);
    let at = zeros.windows(4).position(|window| window == [0, 0, 0, 48]).expect("the latitude");
    zeros[at..at + 24].fill(0);
    assert!(!read(&zeros).expect("read").place);
    assert!(!read(&with_exif(&plain, 1, false)).expect("read").place);
    assert!(read(&with_segment(&plain, 0xe1, b"http://ns.adobe.com/xap/1.0/\0 GPSLatitude")).expect("read").place);
}

#[test]
fn inks_grey_sixteen_bits_and_transparency_come_out_as_they_look() {
    let inks = seen(&data("cmyk.jpg"), 32).to_rgb8();
    assert!(near(inks.get_pixel(4, 4).0, [200, 40, 40], 16), "{:?}", inks.get_pixel(4, 4));
    assert!(near(inks.get_pixel(28, 20).0, [40, 60, 180], 16), "{:?}", inks.get_pixel(28, 20));
    let grey = DynamicImage::ImageRgb8(detailed(64, 64, 1)).to_luma8();
    assert_eq!(seen(&written(&DynamicImage::ImageLuma8(grey), ImageFormat::Jpeg), 32).to_rgb8().dimensions(), (32, 32));
    let deep = image::ImageBuffer::from_pixel(64, 64, Rgb([0xffff_u16, 0x8000, 0]));
    let deep = seen(&written(&DynamicImage::ImageRgb16(deep), ImageFormat::Png), 32).to_rgb8();
    assert!(near(deep.get_pixel(9, 9).0, [255, 128, 0], 6), "{:?}", deep.get_pixel(9, 9));
    let clear = RgbaImage::from_fn(64, 64, |x, _| Rgba([10, 200, 10, if x < 32 { 0 } else { 255 }]));
    let clear = seen(&written(&DynamicImage::ImageRgba8(clear), ImageFormat::Png), 32).to_rgba8();
    assert_eq!((clear.get_pixel(2, 5).0[3], clear.get_pixel(30, 5).0[3]), (0, 255));
    let point = seen(&of(1, 1, ImageFormat::Png), 1);
    assert_eq!((point.width(), point.height()), (1, 1));
}

#[test]
fn what_claims_too_much_is_refused_before_anything_is_decoded() {
    for bytes in [bomb(60_000, 60_000), bomb(16_384, 1), bomb(16_000, 16_000)] {
        let header = read(&bytes).expect("a header");
        assert!(header.is_too_large(bytes.len()));
        assert_eq!(make(&bytes, &header, &[480], 80), Err(EncodeFault::TooLarge));
    }
    let honest = bomb(10_000, 10_000);
    let header = read(&honest).expect("a header");
    assert!(!header.is_too_large(honest.len()));
    assert_eq!(make(&honest, &header, &[480], 80), Err(EncodeFault::Damaged), "its pixels are not there");
    assert_eq!(read(&bomb(0, 5)).map(|header| header.stored), Err(HeaderFault::Empty));
}

#[test]
fn what_was_cut_off_is_known_by_its_end() {
    for whole in [photo(60, 40, 1), of(60, 40, ImageFormat::Png), of(60, 40, ImageFormat::WebP)] {
        assert!(read(&whole).expect("read").whole);
        // Cameras write more after the end of a JPEG; nothing else has anything there.
        assert!(read(&[whole.as_slice(), b"trailer"].concat()).expect("read").whole);
        assert!(!read(&whole[..whole.len() - 20]).expect("read").whole);
        assert!(!read(&whole[..whole.len() * 2 / 3]).expect("read").whole);
    }
}

#[test]
fn a_jpeg_coded_in_a_rare_way_is_told_apart() {
    let mut lossless = photo(20, 20, 1);
    let at = lossless.windows(2).position(|pair| pair == [0xff, 0xc0]).expect("a frame");
    lossless[at + 1] = 0xc3;
    let header = read(&lossless).expect("read");
    assert_eq!((header.kind, header.coding), (Kind::Jpeg, false));
}

#[test]
fn the_same_picture_gives_the_same_bytes_on_any_number_of_threads() {
    let bytes = photo(320, 200, 7);
    let header = read(&bytes).expect("read");
    let alone = make(&bytes, &header, &[100, 200], 80).expect("made");
    std::thread::scope(|scope| {
        let others: Vec<_> = (0..4).map(|_| scope.spawn(|| make(&bytes, &header, &[100, 200], 80))).collect();
        for other in others {
            assert_eq!(other.join().expect("no panic"), Ok(alone.clone()));
        }
    });
    // A width does not depend on which others are made with it.
    assert_eq!(make(&bytes, &header, &[200], 80).expect("made")[0], alone[1]);
}

#[test]
fn what_would_weigh_more_than_the_original_is_made_coarser() {
    let bytes = jpeg(&detailed(300, 200, 5), 60);
    let header = read(&bytes).expect("read");
    // The same pixels in a file that is heavy for another reason show what the finest would weigh.
    let heavy = [bytes.clone(), vec![0; 400_000]].concat();
    let finest = make(&heavy, &header, &[300], 100).expect("made").remove(0);
    let made = make(&bytes, &header, &[300], 100).expect("made").remove(0);
    assert!(finest.len() > bytes.len() && made.len() < bytes.len(), "{} {} {}", finest.len(), bytes.len(), made.len());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]
    #[test]
    fn no_bytes_make_it_panic(kind in 0..6_usize, cut in 0..4_000_usize, spoiled in prop::collection::vec((0..4_000_usize, any::<u8>()), 0..6)) {
        let whole = match kind {
            0 => with_exif(&photo(24, 16, 1), 6, true),
            1 => of(24, 16, ImageFormat::Png),
            2 => of(24, 16, ImageFormat::WebP),
            3 => data("moving.webp"),
            4 => data("cmyk.jpg"),
            _ => b"<?xml?><!-- a --><svg width=\"12\" height=\"8\" viewBox=\"0 0 3 2\"></svg>".to_vec(),
        };
        let mut bytes = whole[..whole.len().min(cut + 8)].to_vec();
        for (at, byte) in spoiled {
            let at = at % bytes.len();
            bytes[at] = byte;
        }
        if let Ok(header) = read(&bytes) {
            let _ = make(&bytes, &header, &[8], 80);
        }
    }
}
