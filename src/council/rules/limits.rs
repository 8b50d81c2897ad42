//! What a ballot of choices may hold.

use std::collections::BTreeMap;

use crate::council::{CategoryId, OptionId};
use crate::grammar::Writer;

/// How many options a ballot may choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The fewest, at least 1; a blank ballot is always allowed.
    pub min: u32,
    /// The most.
    pub max: u32,
    /// The most within one category; nothing where categories do not matter.
    pub max_per_category: Option<u32>,
}

impl Limits {
    /// The category in which `choices` go over the cap, given each option's category.
    #[must_use]
    pub fn crowded_category(
        &self,
        choices: &[OptionId],
        category: impl Fn(&OptionId) -> Option<CategoryId>,
    ) -> Option<CategoryId> {
        let cap = self.max_per_category?;
        let mut counts: BTreeMap<CategoryId, u32> = BTreeMap::new();
        for category in choices.iter().filter_map(category) {
            *counts.entry(category).or_default() += 1;
        }
        counts.into_iter().find(|(_, count)| *count > cap).map(|(category, _)| category)
    }

    pub(super) fn write(self, writer: Writer) -> Writer {
        writer
            .token("choices-min", &self.min)
            .token("choices-max", &self.max)
            .token("choices-per-category", &self.max_per_category)
    }
}
