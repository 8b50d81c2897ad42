//! Words as they stand in an address.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// `Eau et assainissement` becomes `eau-et-assainissement`, `Été à l’école` becomes `ete-a-l-ecole`: lower-case
/// letters without accents, digits, and one hyphen for all that lies between. Letters of other scripts stay.
#[must_use]
pub fn slug(words: &str) -> String {
    if words.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_')) {
        return words.trim_matches('-').to_owned();
    }
    let mut slug = String::with_capacity(words.len());
    let mut gap = false;
    let plain = words.replace(['œ', 'Œ'], "oe").replace(['æ', 'Æ'], "ae");
    for c in plain.nfd().filter(|c| !is_combining_mark(*c)) {
        if c.is_alphanumeric() || c == '_' {
            if std::mem::take(&mut gap) && !slug.is_empty() {
                slug.push('-');
            }
            slug.extend(c.to_lowercase());
        } else {
            gap = true;
        }
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn words_become_addresses() {
        for (words, address) in [
            ("Eau et assainissement", "eau-et-assainissement"),
            ("Été à l’école", "ete-a-l-ecole"),
            ("Cœur de ville !", "coeur-de-ville"),
            ("p000001-renovation", "p000001-renovation"),
            ("  — ", ""),
            ("2026-03-12", "2026-03-12"),
            ("Ποδήλατο", "ποδηλατο"),
        ] {
            assert_eq!(slug(words), address);
        }
    }
}
