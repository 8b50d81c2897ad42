//! In which widths a picture is made: where that is likely to save something, which its header and its weight tell.

use crate::document::Images;
use crate::picture::{Header, Kind, height_at};

/// A file with fewer bytes is light enough.
const LIGHT: usize = 32 * 1024;
/// How many pixels a byte of WebP stands for, at the usual quality; a guess that is rather too low.
const PIXELS_IN_A_BYTE: u64 = 6;

/// The widths that the picture is made in, the narrowest first: those that are asked for and narrower than it, and its
/// own where that is none too wide; each only where WebP would be lighter than the original. What moves, what is light
/// already and what cannot be decoded stays as it is.
pub(super) fn widths(header: &Header, bytes: usize, images: &Images) -> Vec<u32> {
    let decoded = matches!(header.kind, Kind::Jpeg | Kind::Png | Kind::WebP) && header.coding && header.whole;
    let Some(size) = header.shown() else { return Vec::new() };
    if !decoded || header.moving || bytes < LIGHT || header.is_too_large(bytes) {
        return Vec::new();
    }
    // One that is hardly narrower would save hardly anything.
    let narrower = images.widths.iter().copied().filter(|width| *width * 6 / 5 <= size.0);
    let own = images.widths.last().filter(|widest| size.0 <= **widest).map(|_| size.0);
    let saves = |width: &u32| {
        let pixels = u64::from(*width) * u64::from(height_at(size, *width));
        pixels / PIXELS_IN_A_BYTE < bytes as u64
    };
    narrower.chain(own).filter(saves).collect()
}

#[cfg(test)]
mod tests {
    use super::widths;
    use crate::document::Images;
    use crate::picture::{Header, Kind};

    fn of(kind: Kind, stored: (u32, u32), bytes: usize, change: impl FnOnce(&mut Header)) -> Vec<u32> {
        let mut header = Header {
            kind,
            stored: Some(stored),
            orientation: 1,
            moving: false,
            place: false,
            whole: true,
            coding: true,
        };
        change(&mut header);
        widths(&header, bytes, &Images::default())
    }

    #[test]
    fn a_photo_is_made_in_each_width_and_nothing_wider_than_it() {
        let same = |_: &mut Header| {};
        assert_eq!(of(Kind::Jpeg, (4000, 3000), 8_000_000, same), [480, 960, 1600]);
        assert_eq!(of(Kind::Jpeg, (4000, 3000), 8_000_000, |header| header.orientation = 6), [480, 960, 1600]);
        assert_eq!(of(Kind::Jpeg, (1200, 900), 500_000, same), [480, 960, 1200]);
        assert_eq!(of(Kind::Jpeg, (900, 1200), 500_000, |header| header.orientation = 6), [480, 960, 1200]);
        assert_eq!(of(Kind::Jpeg, (300, 200), 90_000, same), [300]);
        assert_eq!(of(Kind::Jpeg, (1000, 700), 900_000, same), [480, 1000]);
        // As WebP the widest would weigh about as much as the original.
        assert_eq!(of(Kind::Jpeg, (1200, 900), 120_000, same), [480, 960]);
    }

    #[test]
    fn what_is_light_moves_or_cannot_be_decoded_stays_as_it_is() {
        let none: [u32; 0] = [];
        let same = |_: &mut Header| {};
        assert_eq!(of(Kind::Png, (4000, 3000), 20_000, same), none);
        assert_eq!(of(Kind::Png, (20_000, 3000), 9_000_000, same), none);
        assert_eq!(of(Kind::Gif, (4000, 3000), 9_000_000, same), none);
        assert_eq!(of(Kind::Svg, (4000, 3000), 9_000_000, same), none);
        assert_eq!(of(Kind::Png, (4000, 3000), 9_000_000, |header| header.moving = true), none);
        assert_eq!(of(Kind::Jpeg, (4000, 3000), 9_000_000, |header| header.whole = false), none);
        assert_eq!(of(Kind::Jpeg, (4000, 3000), 9_000_000, |header| header.coding = false), none);
    }
}
