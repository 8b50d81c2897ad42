//! Options by support.

use std::collections::BTreeMap;

use super::{BallotBox, Overflow};
use crate::council::OptionId;
use crate::statement::{Definition, DefinitionOption, Vote};

/// An option and the weight of the ballots that chose it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Supported<'a> {
    pub(super) option: &'a DefinitionOption,
    pub(super) support: u64,
}

/// Every option, most support first; equal support in the order of the definition.
pub(super) fn by_support<'a>(
    definition: &'a Definition,
    ballots: &BallotBox<'_>,
) -> Result<Vec<Supported<'a>>, Overflow> {
    let mut support: BTreeMap<&OptionId, u64> = BTreeMap::new();
    for ballot in ballots.counted() {
        let Vote::Choices(choices) = &ballot.ballot().choice else { continue };
        for choice in choices {
            let sum = support.entry(choice).or_default();
            *sum = sum.checked_add(ballot.weight()).ok_or(Overflow)?;
        }
    }
    let supported = |option| Supported { option, support: support.get(&option.id).copied().unwrap_or(0) };
    let mut options: Vec<Supported<'a>> = definition.options.iter().map(supported).collect();
    options.sort_by_key(|option| std::cmp::Reverse(option.support));
    Ok(options)
}

/// The options in runs of equal support.
pub(super) fn groups<'a, 'b>(options: &'b [Supported<'a>]) -> impl Iterator<Item = &'b [Supported<'a>]> {
    options.chunk_by(|a, b| a.support == b.support)
}
