//! `images:` of `parvis.yaml`: which lighter pictures are made of those that pages show.

use super::fields::Fields;
use crate::grammar::Token;
use crate::language::Bilingual;

/// What `images:` may say in one word: pictures stay as they are, and only their width and height are written into the
/// pages.
struct Keep;

impl Token for Keep {
    fn expected() -> Bilingual {
        Bilingual::new(
            "`keep`, ou des lignes `widths: […]` et `quality: …` en retrait",
            "`keep`, or indented lines `widths: […]` and `quality: …`",
        )
    }
    fn read(text: &str) -> Option<Self> {
        (text == "keep").then_some(Self)
    }
    fn write(&self) -> String {
        "keep".to_owned()
    }
}

/// Which lighter pictures are made, and how.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Images {
    /// Their widths in pixels, the narrowest first; none where pictures are kept as they are.
    pub widths: Vec<u32>,
    /// Their quality, from 1 to 100.
    pub quality: u8,
    /// How wide the column of text is in the theme, in pixels: up to that width pictures are shown.
    pub column: u32,
}

impl Default for Images {
    fn default() -> Self {
        Self { widths: vec![480, 960, 1600], quality: 80, column: 720 }
    }
}

/// A width in pixels.
struct Width(u32);

impl Token for Width {
    fn expected() -> Bilingual {
        Bilingual::new("un nombre de pixels de 16 à 4096", "a number of pixels from 16 to 4096")
    }
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|width| (16..=4096).contains(width)).map(Self)
    }
    fn write(&self) -> String {
        self.0.to_string()
    }
}

/// A quality of pictures.
struct Quality(u8);

impl Token for Quality {
    fn expected() -> Bilingual {
        Bilingual::new("un nombre de 1 à 100", "a number from 1 to 100")
    }
    fn read(text: &str) -> Option<Self> {
        text.parse().ok().filter(|quality| (1..=100).contains(quality)).map(Self)
    }
    fn write(&self) -> String {
        self.0.to_string()
    }
}

/// What `images:` says; what every site does where it says nothing.
pub(super) fn read(fields: &mut Fields<'_>) -> Images {
    let usual = Images::default();
    if fields.begins("images", "") {
        let keep = fields.token_if::<Keep>("images").is_some();
        return if keep { Images { widths: Vec::new(), ..usual } } else { usual };
    }
    let Some(mut said) = fields.record_if("images") else { return usual };
    let mut widths: Vec<u32> = said.tokens::<Width>("widths").into_iter().map(|width| width.0).collect();
    widths.sort_unstable();
    widths.dedup();
    let quality = said.token_if::<Quality>("quality").map_or(usual.quality, |quality| quality.0);
    let column = said.token_if::<Width>("column").map_or(usual.column, |column| column.0);
    said.done();
    Images { widths: if widths.is_empty() { usual.widths } else { widths }, quality, column }
}
