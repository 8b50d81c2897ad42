//! Options by support.

use std::collections::BTreeMap;

use super::{Overflow, Poll};
use crate::council::{OptionId, Ties};
use crate::statement::{DefinitionOption, Vote};
use crate::tree::Digest;

/// An option and the weight of the ballots that chose it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Supported<'a> {
    pub(super) option: &'a DefinitionOption,
    pub(super) support: u64,
}

/// How options of equal support are put in order.
#[derive(Clone, Copy, Debug)]
pub(super) enum TieBreak {
    /// Not at all: the tie is reported, or waits for its draw.
    Open,
    /// The order in which they come decides.
    InOrder,
}

impl TieBreak {
    /// What `ties` means once a draw was held, or not.
    pub(super) const fn of(ties: Ties, lots: Option<&Lots>) -> Self {
        match (ties, lots) {
            (Ties::ListedOrder, _) | (Ties::Draw, Some(_)) => Self::InOrder,
            (Ties::Report, _) | (Ties::Draw, None) => Self::Open,
        }
    }
}

/// The lots that a public draw gave the options.
#[derive(Clone, Debug)]
pub struct Lots {
    seed: String,
}

impl Lots {
    /// The lots of a definition, of the root of the log that its closing names, and of the number
    /// drawn in public after that.
    #[must_use]
    pub fn new(definition: Digest, closing_root: Digest, drawn: u64) -> Self {
        Self { seed: format!("draw/1\n{definition}\n{closing_root}\n{drawn}\n") }
    }

    /// An option's lot: SHA-256 of the lines `draw/1`, definition hash, closing root, number and
    /// option id, each ended by LF. The smallest comes first.
    #[must_use]
    pub fn lot(&self, option: &OptionId) -> Digest {
        Digest::of(format!("{}{option}\n", self.seed).as_bytes())
    }
}

/// Every option, most support first; equal support by lot where lots were drawn, else in the
/// order of the definition.
pub(super) fn by_support<'a>(poll: &Poll<'a>) -> Result<Vec<Supported<'a>>, Overflow> {
    let mut support: BTreeMap<&OptionId, u64> = BTreeMap::new();
    for ballot in &poll.ballots {
        let Vote::Choices(choices) = ballot.vote else { continue };
        for choice in choices {
            let sum = support.entry(choice).or_default();
            *sum = sum.checked_add(ballot.weight).ok_or(Overflow)?;
        }
    }
    Ok(sorted(poll, |option| support.get(&option.id).copied().unwrap_or(0)))
}

/// Every option with what `support` says of it, in the order of [`by_support`].
pub(super) fn sorted<'a>(poll: &Poll<'a>, support: impl Fn(&DefinitionOption) -> u64) -> Vec<Supported<'a>> {
    let supported = |option| Supported { option, support: support(option) };
    ranked(poll.options.iter().map(supported).collect(), poll.lots)
}

/// `options` with most support first; equal support by lot where lots were drawn, else as they come.
pub(super) fn ranked<'a>(mut options: Vec<Supported<'a>>, lots: Option<&Lots>) -> Vec<Supported<'a>> {
    let lot = |option: &Supported<'_>| lots.map(|lots| lots.lot(&option.option.id));
    options.sort_by_cached_key(|option| (std::cmp::Reverse(option.support), lot(option)));
    options
}

/// The options in runs of equal support.
pub(super) fn groups<'a, 'b>(options: &'b [Supported<'a>]) -> impl Iterator<Item = &'b [Supported<'a>]> {
    options.chunk_by(|a, b| a.support == b.support)
}
