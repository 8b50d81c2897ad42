//! The links of texts that lead out of the site.

use pulldown_cmark::{Event, Options, Parser, Tag};

use crate::document::text_of;
use crate::report::Place;
use crate::tree::{FilePath, FileTree};

/// An address of another site, and where it is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OutsideLink {
    /// The address, without its anchor.
    pub address: String,
    /// The line that names it.
    pub place: Place,
}

/// Every link and image of the texts below `content/` that leads to another site, in the order of files and lines.
#[must_use]
pub fn outside_links(files: &FileTree) -> Vec<OutsideLink> {
    let texts = files.below("content").filter(|(path, _)| path.extension() == "md");
    texts.flat_map(|(path, bytes)| in_text(path, bytes)).collect()
}

fn in_text(path: &FilePath, bytes: &[u8]) -> Vec<OutsideLink> {
    let Some(text) = text_of(bytes).and_then(|text| std::str::from_utf8(text).ok()) else { return Vec::new() };
    let count = |bytes: &[u8]| bytes.iter().filter(|byte| **byte == b'\n').count();
    let before = count(bytes) - count(text.as_bytes());
    let mut links = Vec::new();
    for (event, range) in Parser::new_ext(text, Options::all()).into_offset_iter() {
        let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event else { continue };
        let Some(address) = address(&dest_url) else { continue };
        let line = before + count(&text.as_bytes()[..range.start]) + 1;
        let place = Place::file(path).at_line(u32::try_from(line).unwrap_or(u32::MAX));
        links.push(OutsideLink { address, place });
    }
    links
}

/// The address that a request can name.
fn address(link: &str) -> Option<String> {
    let lower = link.get(..8).unwrap_or(link).to_ascii_lowercase();
    let outside = lower.starts_with("http://") || lower.starts_with("https://");
    let plain = !link.chars().any(char::is_control);
    (outside && plain).then(|| link.split('#').next().unwrap_or(link).replace(' ', "%20"))
}

#[cfg(test)]
mod tests {
    use super::outside_links;
    use crate::tree::{FilePath, FileTree};

    #[test]
    fn links_out_of_the_site_are_found_at_their_lines() {
        let mut files = FileTree::new();
        let text = "---\ntitle: T\n---\n[a](https://a.example/x#y), [b](other.md)\n\n![c](http://c.example/i.png)\n<HTTPS://d.example/>\n`https://e.example/`\n";
        files.insert(FilePath::parse("content/t.md").expect("a path"), text.as_bytes());
        let found: Vec<_> = outside_links(&files).into_iter().map(|link| (link.address, link.place.line)).collect();
        let at = |address: &str, line| (address.to_owned(), Some(line));
        assert_eq!(found, [at("https://a.example/x", 4), at("http://c.example/i.png", 6), at("HTTPS://d.example/", 7)]);
    }
}
