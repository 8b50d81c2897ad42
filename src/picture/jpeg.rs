//! The segments of a JPEG up to its pixels.

use super::{Header, HeaderFault, Kind, PLACE_IN_XMP, big, exif, holds};

pub(super) fn read(bytes: &[u8]) -> Result<Header, HeaderFault> {
    let mut header = Header::new(Kind::Jpeg);
    let mut at = 2;
    loop {
        let marker = match bytes.get(at..at + 2) {
            // Any number of 0xff may stand before a marker.
            Some([0xff, 0xff]) => {
                at += 1;
                continue;
            }
            Some([0xff, marker]) => *marker,
            Some(_) => return Err(HeaderFault::Foreign),
            None => return Err(HeaderFault::Cut),
        };
        if let 0x01 | 0xd0..=0xd7 = marker {
            at += 2;
            continue;
        }
        let length = big(bytes, at + 2, 2).and_then(|length| usize::try_from(length).ok()).ok_or(HeaderFault::Cut)?;
        let segment = bytes.get(at + 4..at + 2 + length.max(2)).ok_or(HeaderFault::Cut)?;
        match marker {
            0xe1 => metadata(segment, &mut header),
            // The tables of Huffman and arithmetic codes have numbers among those of the frames.
            0xc4 | 0xc8 | 0xcc => {}
            0xc0..=0xcf => frame(marker, segment, &mut header)?,
            0xda => break,
            _ => {}
        }
        at += 2 + length.max(2);
    }
    header.stored.ok_or(HeaderFault::Foreign)?;
    // Within the pixels this pair of bytes never stands: 0xff is followed there by 0 or a number of restart.
    header.whole = bytes[at..].windows(2).rev().any(|pair| pair == [0xff, 0xd9]);
    Ok(header)
}

fn metadata(segment: &[u8], header: &mut Header) {
    if segment.starts_with(b"Exif\0\0") {
        exif::note(segment, header);
    } else if segment.starts_with(b"http://ns.adobe.com/xap/1.0/") {
        header.place |= holds(segment, PLACE_IN_XMP);
    }
}

/// Height before width, after the bits of a sample; then the number of its components.
fn frame(marker: u8, segment: &[u8], header: &mut Header) -> Result<(), HeaderFault> {
    let number = |at, length| big(segment, at, length).ok_or(HeaderFault::Cut);
    header.stored = Some((number(3, 2)?, number(1, 2)?));
    header.coding = matches!(marker, 0xc0..=0xc2) && number(0, 1)? == 8;
    Ok(())
}
