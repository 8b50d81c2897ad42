//! `irv/1`: the option with fewest votes goes, until one has more than half.

use super::Papers;
use super::rounds::{Decider, Falls, Run, round};
use super::ways::follow;
use crate::council::IrvRules;
use crate::council::tally::{IrvOutcome, RoundAction};
use crate::tally::{Overflow, Poll};

/// Counts an instant runoff.
///
/// Each ballot counts for its first option still in the count. An option with more than half of
/// the votes of the round wins. Otherwise the options without a vote are excluded together (they
/// would go one after the other and no ballot would move), or, where all have votes, the one
/// with fewest. Of equals, the one with fewer votes in the latest round in which they differed
/// goes; then as the rules say. A tie left open is followed every way.
pub(in crate::tally) fn count(rules: IrvRules, poll: &Poll<'_>) -> Result<IrvOutcome, Overflow> {
    let papers = Papers::of(poll, rules.ties)?;
    let (rounds, options) = follow(&papers, |way| run(&papers, way))?;
    Ok(IrvOutcome { rounds, options })
}

fn run(papers: &Papers, way: &[usize]) -> Result<Run, Overflow> {
    let mut decider = Decider::new(papers, way);
    let mut is_in = vec![true; papers.options.len()];
    let mut votes = vec![0_u64; papers.options.len()];
    let mut piles: Vec<Vec<usize>> = vec![Vec::new(); papers.options.len()];
    let mut before: Vec<Vec<u64>> = Vec::new();
    let mut run = Run::default();
    let mut loose: Vec<usize> = (0..papers.rankings.len()).collect();
    loop {
        for paper in loose.drain(..) {
            if let Some(option) = papers.rankings[paper].next(&is_in) {
                votes[option] = votes[option].checked_add(papers.rankings[paper].weight).ok_or(Overflow)?;
                piles[option].push(paper);
            }
        }
        let cast: u64 = votes.iter().sum();
        let left: Vec<usize> = (0..votes.len()).filter(|option| is_in[*option]).collect();
        let winner = left.iter().copied().find(|option| votes[*option] > cast - votes[*option]);
        run.elected.extend(winner);
        let mut told = round(papers, &votes, |option| is_in[option], papers.total - cast, &run.elected);
        let fewest = left.iter().map(|option| votes[*option]).min().unwrap_or(0);
        let last: Vec<usize> = left.into_iter().filter(|option| votes[*option] == fewest).collect();
        if winner.is_some() || cast == 0 {
            run.rounds.push(told);
            return Ok(run);
        }
        let excluded = if fewest == 0 {
            last
        } else {
            let tie = decider.decide(last, &before, Falls::OnLast);
            told.tied = papers.ids(&tie.tied);
            told.decided_by = tie.by;
            let Some(option) = tie.option else {
                told.action = RoundAction::Tie;
                run.ways = tie.tied.len();
                run.rounds.push(told);
                return Ok(run);
            };
            vec![option]
        };
        told.action = RoundAction::Exclusion;
        told.options = papers.ids(&excluded);
        run.rounds.push(told);
        before.push(votes.clone());
        for option in excluded {
            is_in[option] = false;
            votes[option] = 0;
            loose.append(&mut piles[option]);
            run.excluded.push(option);
        }
    }
}
