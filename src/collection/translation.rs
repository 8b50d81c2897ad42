//! Which plain pages exist in which language, and how each translation stands.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::page::Page;
use super::section::Section;
use crate::document::{self, FROM_KEY, TranslationRow, TranslationState, outdated, words_digest};
use crate::language::Language;
use crate::report::Diagnostic;
use crate::tree::Digest;

/// The digest of the words of a page as they are written.
fn words_of(page: &Page) -> Digest {
    words_digest(&page.title, page.summary.as_deref().unwrap_or_default(), page.text())
}

/// How `page` stands to the page it is a translation of.
#[must_use]
pub fn state_of(page: &Page, original: &Page) -> TranslationState {
    page.mark.state(|| words_of(original))
}

/// Every page in the main language in every other language of the site.
pub(super) fn rows<'a>(
    pages: impl Iterator<Item = &'a Arc<Page>> + Clone,
    languages: &[Language],
) -> Vec<TranslationRow> {
    let Some((main, others)) = languages.split_first() else { return Vec::new() };
    let by_key: BTreeMap<(&str, Language), &Arc<Page>> =
        pages.clone().map(|page| ((page.key.as_str(), page.language), page)).collect();
    let row = |original: &Arc<Page>, language: Language| {
        let translation = by_key.get(&(original.key.as_str(), language));
        TranslationRow {
            original: original.file.clone(),
            language,
            file: translation.map(|page| page.file.clone()),
            state: translation.map_or(TranslationState::Missing, |page| state_of(page, original)),
            words: words_of(original),
        }
    };
    let originals = pages.filter(|page| page.language == *main);
    originals.flat_map(|page| others.iter().map(|language| row(page, *language)).collect::<Vec<_>>()).collect()
}

/// Tells the translations whose words have changed since. Only those with a digest cost anything.
pub(super) fn check(pages: &[Arc<Page>], sections: &[Section], main: Language, findings: &mut Vec<Diagnostic>) {
    let all = || pages.iter().chain(sections.iter().filter_map(|section| section.index.as_ref()));
    if all().all(|page| page.mark.from.is_none()) {
        return;
    }
    let originals: BTreeMap<&str, &Arc<Page>> =
        all().filter(|page| page.language == main).map(|page| (page.key.as_str(), page)).collect();
    for page in all().filter(|page| page.language != main && page.mark.from.is_some()) {
        let Some(original) = originals.get(page.key.as_str()) else { continue };
        if state_of(page, original) == TranslationState::Outdated {
            findings.push(outdated(document::place_in_head(&page.file, &page.bytes, FROM_KEY), &original.file));
        }
    }
}
