//! Ids that stand once on a page.

use std::collections::BTreeMap;

use super::Author;

/// The ids of a page that its texts have taken, each with the number of the last one made from it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ids(BTreeMap<String, u32>);

impl Ids {
    /// None yet.
    #[must_use]
    pub const fn new() -> Self {
        Self(BTreeMap::new())
    }

    /// `wanted`, or where that is taken the first of `wanted-2`, `wanted-3` and so on that is not.
    pub(super) fn take(&mut self, wanted: String) -> String {
        let Some(last) = self.0.get(&wanted).copied() else {
            self.0.insert(wanted.clone(), 1);
            return wanted;
        };
        let mut number = last;
        let id = loop {
            number += 1;
            let id = format!("{wanted}-{number}");
            if !self.0.contains_key(&id) {
                break id;
            }
        };
        self.0.insert(wanted, number);
        self.0.insert(id.clone(), 1);
        id
    }
}

/// What the ids of a text begin with, which keeps them apart from the page's own.
pub(super) const fn prefix(author: Author) -> &'static str {
    match author {
        Author::Council => "t",
        Author::Stranger => "p",
    }
}

/// `Été à l’école` becomes `t-ete-a-l-ecole`. Two hyphens never follow each other here, so that `t--note` is
/// nobody's heading.
pub(super) fn anchor_of(words: &str, author: Author) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    let mut anchor = String::from(prefix(author));
    let plain = words.replace(['œ', 'Œ'], "oe").replace(['æ', 'Æ'], "ae");
    let mut gap = true;
    for c in plain.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)) {
        if c.is_alphanumeric() {
            if std::mem::take(&mut gap) {
                anchor.push('-');
            }
            anchor.extend(c.to_lowercase());
        } else {
            gap = true;
        }
    }
    // A heading of signs alone has no words to be called by.
    if anchor.contains('-') { anchor } else { anchor + "--heading" }
}

#[cfg(test)]
mod tests {
    use super::{Author, Ids, anchor_of};

    #[test]
    fn an_id_is_given_once_whatever_the_words_are() {
        let mut ids = Ids::new();
        let taken = ["a", "a", "a-2", "a", "a-2"].map(|wanted| ids.take(wanted.to_owned()));
        assert_eq!(taken, ["a", "a-2", "a-2-2", "a-3", "a-2-3"]);
    }

    #[test]
    fn an_anchor_has_no_accent_and_no_sign() {
        assert_eq!(anchor_of("« ? »", Author::Stranger), "p--heading");
        assert_eq!(anchor_of("Été à l’école « Cœur » ?", Author::Council), "t-ete-a-l-ecole-coeur");
    }
}
