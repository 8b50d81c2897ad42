//! What whoever hands in a proposal should know before it is public for ever.

use crate::grammar::split;
use crate::language::{Bilingual, Language};
use crate::personal::{Allowed, scan};

/// The personal data in the text of a signed file, in words; nothing where it has none.
#[must_use]
pub fn personal_note(bytes: &[u8]) -> Option<Bilingual> {
    let text = std::str::from_utf8(split(bytes).ok()?.text).ok()?;
    let found = scan(text, &Allowed::default());
    let listed = |language: Language, line: &str| {
        let one = |sighting: &crate::personal::Sighting| {
            format!("{} ({line} {})", sighting.kind.name().get(language), sighting.line)
        };
        found.iter().map(one).collect::<Vec<_>>().join(", ")
    };
    (!found.is_empty()).then(|| {
        Bilingual::new(
            format!(
                "le texte contient {} : une fois pris, il est public et ne s’efface plus",
                listed(Language::Fr, "ligne")
            ),
            format!("the text holds {}: once taken, it is public and cannot be erased", listed(Language::En, "line")),
        )
    })
}
