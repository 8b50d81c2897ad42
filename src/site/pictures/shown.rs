//! A picture as a page shows it: the attributes of `<img>`.

use std::fmt::Write as _;

use tera::{Map, Value};

use crate::document::Images;
use crate::picture::height_at;

/// A picture as a page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// The address for a browser that chooses none.
    pub src: String,
    /// The address of the original.
    pub original: String,
    /// Addresses and widths to choose from; none where there is nothing to choose.
    candidates: Vec<(String, u32)>,
    /// Its width and height, where they are known.
    pub size: Option<(u32, u32)>,
    column: u32,
}

impl Shown {
    /// All addresses are spelt as addresses are: in `srcset` a comma and a blank part one from the next.
    pub(super) fn new(
        original: &str,
        mut candidates: Vec<(String, u32)>,
        size: Option<(u32, u32)>,
        images: &Images,
    ) -> Self {
        let original = original.to_owned();
        let usual = candidates.iter().find(|(_, width)| *width >= images.column).or(candidates.last());
        let src = usual.map_or_else(|| original.clone(), |(address, _)| address.clone());
        // Where its own width is not made anew, the original stands for it, unless it is wider than any asked for.
        let width = size.map_or(0, |(width, _)| width);
        let widest = images.widths.last().copied().unwrap_or_default();
        if candidates.last().is_some_and(|(_, last)| *last < width) && width <= widest {
            candidates.push((original.clone(), width));
        }
        Self { src, original, candidates, size, column: images.column }
    }

    /// What a browser chooses from: `a.480.webp 480w, a.960.webp 960w`.
    #[must_use]
    pub fn srcset(&self) -> String {
        let mut list = String::new();
        for (address, width) in &self.candidates {
            let comma = if list.is_empty() { "" } else { ", " };
            let _ = write!(list, "{comma}{address} {width}w");
        }
        list
    }

    /// How wide the page shows it: as wide as it is, or as asked, but never wider than the column or the screen.
    #[must_use]
    pub fn sizes(&self, asked: Option<u32>) -> String {
        let own = self.size.map_or(self.column, |(width, _)| width);
        let wide = asked.unwrap_or(own).min(self.column);
        format!("(max-width: {wide}px) 100vw, {wide}px")
    }

    /// Its width and height when it is shown as wide as `asked`.
    #[must_use]
    pub fn size_at(&self, asked: Option<u32>) -> Option<(u32, u32)> {
        let size = self.size?;
        Some(asked.map_or(size, |width| (width, height_at(size, width))))
    }

    /// The attributes of its `<img>`, but for the words that stand for it. None needs to be escaped: addresses are
    /// encoded, and the rest is numbers.
    #[must_use]
    pub fn attributes(&self, asked: Option<u32>) -> String {
        let mut written = format!("src=\"{}\"", self.src);
        if !self.candidates.is_empty() {
            let _ = write!(written, " srcset=\"{}\" sizes=\"{}\"", self.srcset(), self.sizes(asked));
        }
        if let Some((width, height)) = self.size_at(asked) {
            let _ = write!(written, " width=\"{width}\" height=\"{height}\"");
        }
        written
    }
}

impl Shown {
    /// What a template sees of it: the attributes of its tag in one text, and each part of them.
    #[must_use]
    pub fn value(&self, asked: Option<u32>) -> Value {
        let mut map = Map::new();
        let mut put = |name: &'static str, value: Value| drop(map.insert(name.into(), value));
        put("attributes", Value::safe_string(&self.attributes(asked)));
        put("src", Value::from(self.src.as_str()));
        put("original", Value::from(self.original.as_str()));
        put("srcset", Value::from(self.srcset()));
        put("sizes", Value::from(self.sizes(asked)));
        let (width, height) = self.size_at(asked).unwrap_or_default();
        put("width", Value::from(width));
        put("height", Value::from(height));
        Value::from(map)
    }
}

#[cfg(test)]
mod tests {
    use super::Shown;
    use crate::document::Images;

    fn shown(name: &str, widths: &[u32], size: (u32, u32)) -> Shown {
        let lighter = widths.iter().map(|width| (format!("{name}.{width}.webp"), *width)).collect();
        Shown::new(name, lighter, Some(size), &Images::default())
    }

    #[test]
    fn a_browser_chooses_and_knows_the_shape_before_anything_is_loaded() {
        assert_eq!(
            shown("a/%C3%A9t%C3%A9%201.jpg", &[480, 960], (4000, 3000)).attributes(None),
            "src=\"a/%C3%A9t%C3%A9%201.jpg.960.webp\" srcset=\"a/%C3%A9t%C3%A9%201.jpg.480.webp 480w, \
             a/%C3%A9t%C3%A9%201.jpg.960.webp 960w\" sizes=\"(max-width: 720px) 100vw, 720px\" width=\"4000\" height=\"3000\""
        );
        assert_eq!(shown("a.gif", &[], (300, 200)).attributes(None), "src=\"a.gif\" width=\"300\" height=\"200\"");
    }

    #[test]
    fn the_original_stands_for_its_own_width_where_that_is_not_made_and_not_too_wide() {
        assert_eq!(shown("a.jpg", &[480], (1200, 900)).srcset(), "a.jpg.480.webp 480w, a.jpg 1200w");
        assert_eq!(shown("a.jpg", &[480, 1200], (1200, 900)).srcset(), "a.jpg.480.webp 480w, a.jpg.1200.webp 1200w");
        assert_eq!(shown("a.jpg", &[480], (4000, 3000)).srcset(), "a.jpg.480.webp 480w");
    }

    #[test]
    fn a_picture_shown_narrower_keeps_its_shape() {
        let shown = shown("a.jpg", &[480, 960], (4000, 3000));
        assert_eq!(shown.size_at(Some(600)), Some((600, 450)));
        assert_eq!(shown.sizes(Some(600)), "(max-width: 600px) 100vw, 600px");
    }
}
