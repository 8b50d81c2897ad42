//! Who took part, all together, by group and by electorate.

use std::collections::BTreeMap;
use std::ops::Range;

use super::PaperBox;
use crate::council::GroupId;
use crate::council::tally::{ElectorateTurnout, GroupTurnout, SMALL, Turnout};
use crate::record::VoteRecord;

/// Of each line, in the order of the electors, whether its voter took part.
pub(super) struct Presence(Vec<bool>);

impl Presence {
    pub(super) fn of(vote: &VoteRecord, papers: &PaperBox<'_>) -> Self {
        let mut voted = vec![false; vote.electors().len()];
        let lines = vote.ballots().iter().map(crate::record::RecordedBallot::line);
        for line in lines.chain(papers.lines()) {
            voted[line] = true;
        }
        Self(voted)
    }

    /// The turnout of the whole vote.
    pub(super) fn turnout(&self, vote: &VoteRecord) -> Turnout {
        self.within(vote, &(0..self.0.len()))
    }

    /// The turnout of those on `lines`.
    pub(super) fn within(&self, vote: &VoteRecord, lines: &Range<usize>) -> Turnout {
        let voted = &self.0[lines.clone()];
        let mut groups: BTreeMap<&GroupId, (u64, u64)> = BTreeMap::new();
        for (line, voted) in vote.electors().lines().skip(lines.start).zip(voted) {
            for group in &line.groups {
                let (enrolled, who_voted) = groups.entry(group).or_default();
                *enrolled += 1;
                *who_voted += u64::from(*voted);
            }
        }
        let group = |(group, (enrolled, voted)): (&GroupId, (u64, u64))| GroupTurnout {
            group: group.clone(),
            enrolled,
            voted,
            small: enrolled < SMALL,
        };
        let groups = groups.into_iter().map(group).collect();
        Turnout { enrolled: voted.len() as u64, voted: voted.iter().filter(|voted| **voted).count() as u64, groups }
    }

    /// The turnout of each electorate, where there are several.
    pub(super) fn by_electorate(&self, vote: &VoteRecord) -> Vec<ElectorateTurnout> {
        let electorates = vote.electors().electorates();
        let each = electorates
            .map(|(id, _, lines)| ElectorateTurnout { electorate: id.clone(), turnout: self.within(vote, &lines) });
        let each: Vec<ElectorateTurnout> = each.collect();
        if each.len() > 1 { each } else { Vec::new() }
    }
}
