//! The size that an SVG says of itself.

use super::{Header, HeaderFault, Kind};

/// How far into a file its first tag is looked for.
const FAR: usize = 16 * 1024;

pub(super) fn read(bytes: &[u8]) -> Result<Header, HeaderFault> {
    let start = &bytes[..bytes.len().min(FAR)];
    let text = match std::str::from_utf8(start) {
        Ok(text) => text,
        // The cut may go through a character.
        Err(fault) => std::str::from_utf8(&start[..fault.valid_up_to()]).unwrap_or_default(),
    };
    let tag = first_tag(text).ok_or(HeaderFault::Foreign)?;
    let side = |name| attribute(tag, name).and_then(pixels);
    let box_sides = attribute(tag, "viewBox").and_then(|written| {
        let mut sides = written.split([' ', ',', '\n', '\t']).filter(|part| !part.is_empty()).skip(2);
        Some((pixels(sides.next()?)?, pixels(sides.next()?)?))
    });
    let stored = match (side("width"), side("height"), box_sides) {
        (Some(width), Some(height), _) => Some((width, height)),
        // One side alone keeps the shape of the box.
        (Some(width), None, Some((across, down))) if across > 0 => Some((width, scaled(width, down, across))),
        (None, Some(height), Some((across, down))) if down > 0 => Some((scaled(height, across, down), height)),
        (_, _, sides) => sides,
    };
    Ok(Header { stored, ..Header::new(Kind::Svg) })
}

fn scaled(side: u32, by: u32, of: u32) -> u32 {
    u32::try_from(u64::from(side) * u64::from(by) / u64::from(of)).unwrap_or(u32::MAX).max(1)
}

/// The inside of the tag `<svg …>`, which only declarations and comments may precede.
fn first_tag(text: &str) -> Option<&str> {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let skipped = match rest {
            _ if rest.starts_with("<!--") => rest.split_once("-->")?.1,
            // A document type may hold declarations of its own between brackets.
            _ if rest.starts_with("<!") => {
                let end = rest.find('>')?;
                match rest.find('[').filter(|bracket| *bracket < end) {
                    Some(_) => rest.split_once(']')?.1.split_once('>')?.1,
                    None => &rest[end + 1..],
                }
            }
            _ if rest.starts_with("<?") => rest.split_once("?>")?.1,
            _ => break,
        };
        rest = skipped.trim_start();
    }
    let tag =
        rest.strip_prefix("<svg").filter(|tag| tag.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/'))?;
    let mut quote = None;
    let end = tag.find(|c| match (quote, c) {
        (None, '>') => true,
        (None, '"' | '\'') => {
            quote = Some(c);
            false
        }
        (Some(open), c) if open == c => {
            quote = None;
            false
        }
        _ => false,
    })?;
    Some(&tag[..end])
}

/// The value of an attribute of a tag.
fn attribute<'a>(tag: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = tag;
    loop {
        rest = rest.trim_start();
        let (found, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| ['"', '\''].contains(c))?;
        let (value, next) = after[1..].split_once(quote)?;
        if found.trim() == name {
            return Some(value.trim());
        }
        rest = next;
    }
}

/// A length in pixels, to the nearest whole one; nothing for a share or another unit.
fn pixels(written: &str) -> Option<u32> {
    let number = written.strip_suffix("px").unwrap_or(written).trim();
    let (whole, part) = number.split_once('.').unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.len() > 6 || !digits(whole) || !digits(part) || (whole.is_empty() && part.is_empty()) {
        return None;
    }
    let whole: u32 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    Some(whole + u32::from(part.bytes().next().is_some_and(|digit| digit >= b'5')))
}
