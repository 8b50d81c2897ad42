//! Words as the name of a record.

use crate::document::RecordId;
use crate::grammar::Token as _;

/// The letters and digits of `words`, without accents and in lower case, with one hyphen between
/// words; at most 80 characters. Empty where there are none.
pub(super) fn slug(words: &str) -> String {
    let mut slug = String::new();
    for word in folded(words) {
        if slug.len() + word.len() >= 80 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(&word);
    }
    slug
}

/// `words` as a record's id.
pub(super) fn record_id(words: &str) -> Option<RecordId> {
    RecordId::read(&slug(words))
}

/// The words of `text` without accents, in lower case and in ASCII: `Été à l’école` is
/// `ete`, `a`, `l`, `ecole`.
pub(super) fn folded(text: &str) -> Vec<String> {
    use unicode_normalization::UnicodeNormalization as _;
    let plain = text.replace(['œ', 'Œ'], "oe").replace(['æ', 'Æ'], "ae").replace('ß', "ss");
    let letters = plain.nfkd().filter(|c| !unicode_normalization::char::is_combining_mark(*c));
    let line: String = letters.map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_lowercase() } else { ' ' }).collect();
    line.split_whitespace().map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn a_name_is_made_of_letters_and_digits() {
        for (words, name) in [
            ("Été à l’école", "ete-a-l-ecole"),
            ("  Œuvre n° 3 ", "oeuvre-n-3"),
            ("CM_2016-10-25", "cm-2016-10-25"),
            ("…", ""),
        ] {
            assert_eq!(slug(words), name, "{words}");
        }
        assert!(slug(&"mot ".repeat(60)).len() <= 80);
    }
}
