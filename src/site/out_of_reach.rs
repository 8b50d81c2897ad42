//! Thresholds of votes that all on the roll could not reach together; told before anything is sealed.
//!
//! Rolls are no part of a website: where the tree holds none, nothing is said.

use super::library::Library;
use crate::council::{ElectoratesCounted, RollId};
use crate::document::vote::Draft;
use crate::grammar;
use crate::report::{Bilingual, Code, Diagnostic};
use crate::statement::{Kind, Roll, RollVersion, Statement as _};
use crate::tree::FileTree;

/// Says of each vote whether nothing could win in it.
pub(super) fn check(library: &Library, tree: &FileTree, findings: &mut Vec<Diagnostic>) {
    for vote in library.documents().votes.values() {
        let Some(place) = &vote.facts.minimum_at else { continue };
        if let Some(Bilingual { fr, en }) = out_of_reach(&vote.facts.draft, tree) {
            let spelled = |words: &str| words.replace("minimum-support", "minimum_support");
            let message = Bilingual::new(spelled(&fr), spelled(&en));
            let code = Code::SupportOutOfReach;
            findings.push(Diagnostic::error(code, message).at(place.clone()).help(code.remedy()));
        }
    }
}

/// Why nothing could win; nothing too where a roll that is named is not there.
fn out_of_reach(draft: &Draft, tree: &FileTree) -> Option<Bilingual> {
    let weights = draft.electorates.iter().map(|one| weight(tree, &one.roll, one.roll_version));
    let weights: Vec<u64> = weights.collect::<Option<_>>()?;
    let counts = match draft.electorates_counted {
        Some(ElectoratesCounted::Separately) => weights,
        _ => vec![weights.into_iter().fold(0, u64::saturating_add)],
    };
    counts.into_iter().find_map(|weight| draft.rules.out_of_reach(weight))
}

/// What all on a version of a roll weigh together.
fn weight(tree: &FileTree, roll: &RollId, version: u32) -> Option<u64> {
    let roll = version_of(tree, roll, version)?;
    Some(roll.voters.iter().map(|line| u64::from(line.weight)).fold(0, u64::saturating_add))
}

/// A version of a roll: the newest full one up to it, with the amendments since.
fn version_of(tree: &FileTree, roll: &RollId, version: u32) -> Option<Roll> {
    let mut amendments = Vec::new();
    let mut full = None;
    for version in (1..=version).rev() {
        match read(tree, roll, version)? {
            RollVersion::Full(roll) => {
                full = Some(roll);
                break;
            }
            RollVersion::Amendment(amendment) => amendments.push(amendment),
        }
    }
    amendments.iter().rev().try_fold(full?, |roll, amendment| roll.amended(amendment).ok())
}

fn read(tree: &FileTree, roll: &RollId, version: u32) -> Option<RollVersion> {
    let bytes = tree.get_str(&format!("submissions/rolls/{roll}/{version}.roll"))?;
    let text = grammar::split(bytes).ok().filter(|_| bytes.len() <= Kind::Roll.size_limit())?.text;
    RollVersion::read(text).ok()
}
