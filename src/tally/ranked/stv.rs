//! `stv-scottish/1`: single transferable vote after the Scottish Local Government Elections
//! Order 2007 (SSI 2007/42), schedule 1, rules 45 to 52; docs/methods/ranked.md goes through them.

use super::Papers;
use super::rounds::{Decider, Falls, Run, round};
use super::ways::follow;
use crate::council::StvRules;
use crate::council::tally::{RoundAction, StvOutcome};
use crate::tally::{Overflow, Poll};

/// A vote is so many hundred-thousandths: five decimals, any remainder ignored.
const SCALE: u64 = 100_000;

/// Counts a single transferable vote.
///
/// The quota is the whole part of the valid votes divided by one more than the places, plus one.
/// Who reaches it is elected. The largest surplus is transferred first: every ballot of that
/// option, at the surplus times the ballot's own value divided by the votes of the option, cut
/// after five decimals. With no surplus left, the option with fewest votes is excluded and its
/// ballots go on at their value. When as many options are left as places, they are elected.
///
/// Options without any vote are excluded together, as long as enough others are left: one after
/// the other they would go without a ballot moving.
pub(in crate::tally) fn count(rules: StvRules, poll: &Poll<'_>) -> Result<StvOutcome, Overflow> {
    let papers = Papers::of(poll, rules.ties)?;
    let everyone = vec![true; papers.options.len()];
    let valid = papers.rankings.iter().filter(|paper| paper.next(&everyone).is_some());
    let valid: u64 = valid.map(|paper| paper.weight).sum();
    let quota = valid / (u64::from(rules.winners) + 1) + 1;
    let full = Quota {
        places: rules.winners as usize,
        votes: quota.checked_mul(SCALE).ok_or(Overflow)?,
        valid: valid.checked_mul(SCALE).ok_or(Overflow)?,
    };
    let (rounds, options) = follow(&papers, |way| Count::new(&papers, full).run(way))?;
    Ok(StvOutcome {
        places: u64::from(rules.winners),
        valid,
        invalid: papers.total - valid,
        quota,
        scale: SCALE,
        rounds,
        options,
    })
}

/// The quota and what it is of, in hundred-thousandths.
#[derive(Clone, Copy, Debug)]
struct Quota {
    places: usize,
    votes: u64,
    valid: u64,
}

/// The count under way.
struct Count<'a> {
    papers: &'a Papers,
    quota: Quota,
    is_in: Vec<bool>,
    votes: Vec<u64>,
    /// The ballots of each option, with their value when it received them.
    piles: Vec<Vec<(usize, u64)>>,
    before: Vec<Vec<u64>>,
    run: Run,
}

impl<'a> Count<'a> {
    fn new(papers: &'a Papers, quota: Quota) -> Self {
        let size = papers.options.len();
        Self {
            papers,
            quota,
            is_in: vec![true; size],
            votes: vec![0; size],
            piles: vec![Vec::new(); size],
            before: Vec::new(),
            run: Run::default(),
        }
    }

    fn run(mut self, way: &[usize]) -> Result<Run, Overflow> {
        let mut decider = Decider::new(self.papers, way);
        let all = (0..self.papers.rankings.len()).map(|paper| (paper, SCALE)).collect();
        self.transfer(all)?;
        while self.stage(&mut decider)? {}
        Ok(self.run)
    }

    /// Gives ballots to the next option still in the count: rule 45 at first, then 48 (2) or 51.
    fn transfer(&mut self, ballots: Vec<(usize, u64)>) -> Result<(), Overflow> {
        for (paper, value) in ballots {
            let ballot = &self.papers.rankings[paper];
            if let Some(option) = ballot.next(&self.is_in) {
                let more = value.checked_mul(ballot.weight).ok_or(Overflow)?;
                self.votes[option] = self.votes[option].checked_add(more).ok_or(Overflow)?;
                self.piles[option].push((paper, value));
            }
        }
        Ok(())
    }

    /// Tells the votes of a stage and does what comes next; whether the count goes on.
    fn stage(&mut self, decider: &mut Decider<'_>) -> Result<bool, Overflow> {
        let elected = self.elect();
        let counted: u64 = self.votes.iter().sum();
        let (run, is_in) = (&self.run, &self.is_in);
        let shown = |option: usize| is_in[option] || run.elected.contains(&option);
        let mut told = round(self.papers, &self.votes, shown, self.quota.valid - counted, &elected);
        let left: Vec<usize> = (0..self.votes.len()).filter(|option| self.is_in[*option]).collect();
        if self.quota.valid == 0 || left.is_empty() || self.run.elected.len() >= self.quota.places {
            self.run.rounds.push(told);
            return Ok(false);
        }
        let most = self.run.elected.iter().map(|option| self.votes[*option]).max().unwrap_or(0);
        let fewest = left.iter().map(|option| self.votes[*option]).min().unwrap_or(0);
        let (falls, equal): (Falls, Vec<usize>) = if most > self.quota.votes {
            let mut equal: Vec<usize> =
                self.run.elected.iter().copied().filter(|option| self.votes[*option] == most).collect();
            equal.sort_unstable();
            (Falls::OnFirst, equal)
        } else {
            (Falls::OnLast, left.iter().copied().filter(|option| self.votes[*option] == fewest).collect())
        };
        let vacancies = self.quota.places - self.run.elected.len();
        let chosen = if falls == Falls::OnLast && fewest == 0 && left.len() - equal.len() >= vacancies {
            equal
        } else {
            let tie = decider.decide(equal, &self.before, falls);
            told.tied = self.papers.ids(&tie.tied);
            told.decided_by = tie.by;
            let Some(option) = tie.option else {
                told.action = RoundAction::Tie;
                self.run.ways = tie.tied.len();
                self.run.rounds.push(told);
                return Ok(false);
            };
            vec![option]
        };
        told.options = self.papers.ids(&chosen);
        told.action = if falls == Falls::OnFirst { RoundAction::Surplus } else { RoundAction::Exclusion };
        self.run.rounds.push(told);
        self.before.push(self.votes.clone());
        for option in chosen {
            if falls == Falls::OnFirst { self.transfer_surplus(option)? } else { self.exclude(option)? }
        }
        Ok(true)
    }

    /// Elects who has the quota (rule 47); and who is left, once there are no more than places (rule 52).
    fn elect(&mut self) -> Vec<usize> {
        let mut left: Vec<usize> = (0..self.votes.len()).filter(|option| self.is_in[*option]).collect();
        left.sort_by_key(|option| std::cmp::Reverse(self.votes[*option]));
        let with_quota = left.iter().filter(|option| self.votes[**option] >= self.quota.votes).count();
        let vacancies = self.quota.places.saturating_sub(self.run.elected.len());
        let fills = self.quota.valid > 0 && left.len() <= vacancies;
        left.truncate(if fills { left.len() } else { with_quota });
        for option in &left {
            self.is_in[*option] = false;
        }
        self.run.elected.extend(&left);
        left
    }

    /// Rule 48 (3): the surplus times the value when received, by the votes credited, to five decimals.
    fn transfer_surplus(&mut self, option: usize) -> Result<(), Overflow> {
        let votes = self.votes[option];
        let surplus = votes - self.quota.votes;
        self.votes[option] = self.quota.votes;
        let mut ballots = std::mem::take(&mut self.piles[option]);
        for (_, value) in &mut ballots {
            let cut = u128::from(*value) * u128::from(surplus) / u128::from(votes);
            *value = u64::try_from(cut).map_err(|_| Overflow)?;
        }
        self.transfer(ballots)
    }

    fn exclude(&mut self, option: usize) -> Result<(), Overflow> {
        self.is_in[option] = false;
        self.votes[option] = 0;
        self.run.excluded.push(option);
        let ballots = std::mem::take(&mut self.piles[option]);
        self.transfer(ballots)
    }
}
