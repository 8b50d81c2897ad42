//! The chunks of a PNG.

use super::{Header, HeaderFault, Kind, PLACE_IN_XMP, big, exif, holds};

pub(super) fn read(bytes: &[u8]) -> Result<Header, HeaderFault> {
    let mut header = Header { whole: false, ..Header::new(Kind::Png) };
    if bytes.get(12..16).ok_or(HeaderFault::Cut)? != b"IHDR" {
        return Err(HeaderFault::Foreign);
    }
    let side = |at| big(bytes, at, 4).ok_or(HeaderFault::Cut);
    header.stored = Some((side(16)?, side(20)?));
    let mut at = 8;
    while let Some((name, data, next)) = chunk(bytes, at) {
        match name {
            b"acTL" => header.moving = true,
            b"eXIf" => exif::note(data, &mut header),
            b"iTXt" if data.starts_with(b"XML:com.adobe.xmp") => header.place |= holds(data, PLACE_IN_XMP),
            b"IEND" => {
                header.whole = true;
                break;
            }
            _ => {}
        }
        at = next;
    }
    Ok(header)
}

/// The chunk at `at`: its name, what it holds, and where the next one begins.
fn chunk(bytes: &[u8], at: usize) -> Option<(&[u8], &[u8], usize)> {
    let length = usize::try_from(big(bytes, at, 4)?).ok()?;
    let end = at.checked_add(8)?.checked_add(length)?;
    Some((bytes.get(at + 4..at + 8)?, bytes.get(at + 8..end)?, end.checked_add(4)?))
}
