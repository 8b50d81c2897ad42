//! The order that duels give all options, not the winners alone: who comes before whom, and who is
//! equal.

use super::Papers;
use super::ways::{chosen, listed};
use crate::council::tally::{OptionOutcome, PlacedOption, RankedOption, RankedReason};

/// Every option with its place: the winners, then step by step those before which none of the rest
/// comes. Options of one step are equal and stand by name; so an option comes after all that come
/// before it by the method, and the names part nobody.
///
/// `winners` are those that nothing beats, and `before` says what comes before what: it never goes
/// round in a circle. Without a ballot that says anything there is no order.
pub(super) fn ordered(papers: &Papers, winners: &[usize], before: impl Fn(usize, usize) -> bool) -> Vec<PlacedOption> {
    let outcome = chosen(papers, winners);
    let mut options = unplaced(papers, &outcome);
    if papers.total == 0 {
        return options;
    }
    // Where the rules part several that nothing beats, one of them is first, and the others follow.
    let is_first = |option: &usize| outcome(*option).0 != OptionOutcome::NotSelected;
    let (first, equals): (Vec<usize>, Vec<usize>) = winners.iter().copied().partition(is_first);
    let rest = (0..papers.options.len()).filter(|option| !winners.contains(option)).collect();
    let places = places(papers.options.len(), [first, equals].into_iter().chain(steps(rest, before)));
    for step in &mut options {
        let at = papers.options.iter().position(|option| *option == step.option);
        step.place = at.map(|at| places[at]);
    }
    options.sort_by_key(|step| step.place);
    options
}

/// Every option without a place.
pub(super) fn unplaced(papers: &Papers, outcome: impl Fn(usize) -> (OptionOutcome, RankedReason)) -> Vec<PlacedOption> {
    let placed = |RankedOption { option, outcome, reason }| PlacedOption { option, place: None, outcome, reason };
    listed(papers, outcome).into_iter().map(placed).collect()
}

/// `rest` step by step: first those before which none of it comes, then the same of what is left.
fn steps(mut rest: Vec<usize>, before: impl Fn(usize, usize) -> bool) -> Vec<Vec<usize>> {
    let mut steps = Vec::new();
    while !rest.is_empty() {
        let is_next = |option: &usize| rest.iter().all(|other| !before(*other, *option));
        let (next, left): (Vec<usize>, Vec<usize>) = rest.iter().copied().partition(is_next);
        // A circle would leave nobody next; it ends here all the same.
        let (next, left) = if next.is_empty() { (left, next) } else { (next, left) };
        steps.push(next);
        rest = left;
    }
    steps
}

/// The place of each option: one more than how many stand in the groups before its own.
fn places(options: usize, groups: impl Iterator<Item = Vec<usize>>) -> Vec<u64> {
    let mut places = vec![0; options];
    let mut before = 0;
    for group in groups {
        for option in &group {
            places[*option] = before + 1;
        }
        before += group.len() as u64;
    }
    places
}

#[cfg(test)]
mod tests {
    use super::{places, steps};

    #[test]
    fn each_comes_after_all_that_beat_it_and_equals_share_a_place() {
        // 0 beats 1 and 2, which are equal; 1 beats 3, 3 beats 4; 5 is beaten by 4 alone.
        let beats = [(0, 1), (0, 2), (1, 3), (0, 3), (3, 4), (1, 4), (0, 4), (4, 5)];
        let before = |one, other| beats.contains(&(one, other));
        let all = steps((0..6).collect(), before);
        assert_eq!(all, [vec![0], vec![1, 2], vec![3], vec![4], vec![5]]);
        assert_eq!(places(6, all.into_iter()), [1, 2, 2, 4, 5, 6]);
        assert_eq!(steps(vec![0, 1], |_, _| true), [vec![0, 1]], "a circle ends");
    }
}
