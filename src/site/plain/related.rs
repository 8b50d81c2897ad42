//! Pages that share terms with a page.

use std::collections::BTreeMap;

use crate::collection::Collections;

/// How many neighbours in each of its terms are looked at, so that the cost does not grow with a term.
const NEIGHBOURS: usize = 20;
/// How many are told.
const MOST: usize = 5;

/// The pages that share most terms with the page at `at`, the newest first among equals: of each of its terms,
/// those that stand next to it are asked.
pub(super) fn related(collections: &Collections, at: usize) -> Vec<usize> {
    let page = collections.page(at);
    let mut shared: BTreeMap<usize, usize> = BTreeMap::new();
    let taxonomies = collections.taxonomies.iter().filter(|taxonomy| taxonomy.language == page.language);
    for (taxonomy, terms) in taxonomies.zip(&page.terms) {
        for group in terms.iter().filter_map(|term| taxonomy.terms.iter().find(|group| group.slug == term.slug)) {
            let place = group.pages.iter().position(|other| *other == at).unwrap_or_default();
            let first = place.saturating_sub(NEIGHBOURS);
            for other in group.pages.iter().skip(first).take(2 * NEIGHBOURS + 1).filter(|other| **other != at) {
                *shared.entry(*other).or_default() += 1;
            }
        }
    }
    let mut found: Vec<(usize, usize)> = shared.into_iter().collect();
    found.sort_by(|(a, many_a), (b, many_b)| {
        many_b.cmp(many_a).then_with(|| collections.page(*b).date.cmp(&collections.page(*a).date)).then(a.cmp(b))
    });
    found.into_iter().take(MOST).map(|(other, _)| other).collect()
}
