//! How pages stand in a list.

use std::cmp::Ordering;
use std::sync::Arc;

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

use super::page::Page;
use crate::document::PageOrder;

/// Sorts places of `pages`. Pages that are equal stand by the path of their file, and pages without a date come
/// last.
pub(super) fn sort(places: &mut [usize], pages: &[Arc<Page>], order: PageOrder) {
    match order {
        PageOrder::Newest => places.sort_by(|a, b| by_date(&pages[*a], &pages[*b], Ordering::reverse)),
        PageOrder::Oldest => places.sort_by(|a, b| by_date(&pages[*a], &pages[*b], |order| order)),
        PageOrder::Weight => places.sort_by_cached_key(|at| (pages[*at].weight, by_words(&pages[*at].title))),
        PageOrder::Title => places.sort_by_cached_key(|at| by_words(&pages[*at].title)),
    }
}

fn by_date(a: &Page, b: &Page, turn: fn(Ordering) -> Ordering) -> Ordering {
    let dated = b.date.is_some().cmp(&a.date.is_some());
    dated.then_with(|| turn(a.date.cmp(&b.date))).then_with(|| a.file.cmp(&b.file))
}

/// Words as a dictionary orders them: letters first, accents and case only between equals.
#[must_use]
pub fn by_words(words: &str) -> (String, String) {
    let expanded = words.replace(['œ', 'Œ'], "oe").replace(['æ', 'Æ'], "ae");
    let letters = expanded.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    (letters, words.to_owned())
}
