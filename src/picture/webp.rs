//! The chunks of a WebP.

use super::{Header, HeaderFault, Kind, PLACE_IN_XMP, exif, holds, little};

pub(super) fn read(bytes: &[u8]) -> Result<Header, HeaderFault> {
    let mut header = Header::new(Kind::WebP);
    let length = little(bytes, 4, 4).and_then(|length| usize::try_from(length).ok()).ok_or(HeaderFault::Cut)?;
    header.whole = length.checked_add(8).is_some_and(|length| length <= bytes.len());
    let mut at = 12;
    while let Some((name, data, next)) = chunk(bytes, at) {
        if header.stored.is_none() {
            header.stored = size(name, data);
        }
        match name {
            b"ANIM" => header.moving = true,
            b"EXIF" => exif::note(data, &mut header),
            b"XMP " => header.place |= holds(data, PLACE_IN_XMP),
            _ => {}
        }
        at = next;
    }
    header.stored.ok_or(HeaderFault::Cut)?;
    Ok(header)
}

/// The size that a chunk says: that of the canvas, or of the picture where there is nothing but one.
fn size(name: &[u8], data: &[u8]) -> Option<(u32, u32)> {
    match name {
        b"VP8X" => Some((little(data, 4, 3)? + 1, little(data, 7, 3)? + 1)),
        b"VP8 " if data.get(3..6)? == [0x9d, 0x01, 0x2a] => {
            Some((little(data, 6, 2)? & 0x3fff, little(data, 8, 2)? & 0x3fff))
        }
        b"VP8L" if *data.first()? == 0x2f => {
            let bits = little(data, 1, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        _ => None,
    }
}

/// The chunk at `at`, as much of it as is there: its name, what it holds, and where the next one begins.
fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8], &[u8], usize)> {
    let length = usize::try_from(little(bytes, at + 4, 4)?).ok()?;
    let end = at.checked_add(8)?.checked_add(length)?;
    let data = bytes.get(at + 8..end.min(bytes.len()))?;
    Some((bytes.get(at..at + 4)?, data, end.checked_add(length & 1)?))
}
