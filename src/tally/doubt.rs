//! Ballots about which a reader may doubt, and whether they could have changed what wins.
//!
//! The answer is never falsely `false`: where a bound is not exact, it says `true`.

use super::motion::{Weights, decide};
use super::{BallotBox, Counted, swing};
use crate::council::tally::{Doubt, DoubtKind, MotionOutcome, OptionOutcome, Outcome, PaperTally, RefusedFile};
use crate::council::{Fraction, MotionRules, Rules};
use crate::record::VoteRecord;
use crate::report::Code;

/// What besides the ballots that count may give cause for doubt.
pub(super) struct Seen<'a> {
    /// Every refused file.
    pub(super) refused: &'a [RefusedFile],
    /// Why returns of polling stations among them were refused.
    pub(super) refused_papers: &'a [Code],
    /// The polling stations.
    pub(super) paper: Option<&'a PaperTally>,
    /// Voters who took part nowhere.
    pub(super) absent: u64,
}

/// What gives cause for doubt in `vote`, whose counts are `counts`.
pub(super) fn doubts(
    vote: &VoteRecord,
    ballots: &BallotBox<'_>,
    counts: &[Counted<'_>],
    seen: &Seen<'_>,
) -> Vec<Doubt> {
    let rules = &vote.definition().rules;
    let seats = counts.iter().fold(0, |sum: u64, counted| sum.saturating_add(counted.seats));
    // Which voter sent a refused file is not kept; each is taken for the heaviest.
    let heaviest = vote.electors().lines().map(|line| u64::from(line.weight)).max().unwrap_or(0);
    // Nor is what a refused return said: it is taken for the papers of the whole roll.
    let turned_away = |kind: DoubtKind, codes: &[Code]| {
        let is_such = |file: &&RefusedFile| codes.iter().any(|code| file.code == code.name());
        let files = seen.refused.iter().filter(is_such).count() as u64;
        let papers = seen.refused_papers.iter().filter(|code| codes.contains(code)).count() as u64;
        let ballots = files.saturating_sub(papers).saturating_mul(heaviest);
        (kind, files, ballots.saturating_add(papers.saturating_mul(seats)))
    };
    let late = turned_away(DoubtKind::Late, &[Code::VoteClosed]);
    let over_cap = turned_away(DoubtKind::OverCap, &[Code::BallotCap, Code::PaperCap]);
    let unreconciled = seen.paper.map_or(0, PaperTally::unreconciled);
    let unreconciled = (DoubtKind::Unreconciled, unreconciled, unreconciled);
    let no_return = (DoubtKind::NoReturn, seen.paper.map_or(0, PaperTally::without_return), seen.absent);
    let replaced = ballots.counted().iter().filter(|ballot| ballot.generation() > 0);
    let replaced = (
        DoubtKind::KeyReplaced,
        replaced.clone().count() as u64,
        replaced.fold(0, |sum: u64, ballot| sum.saturating_add(ballot.weight())),
    );
    [late, replaced, over_cap, unreconciled, no_return]
        .into_iter()
        .filter(|(_, ballots, _)| *ballots > 0)
        .map(|(kind, ballots, weight)| Doubt {
            kind,
            ballots,
            weight,
            could_change: counts.iter().any(|counted| could_change(rules, counted.seats, &counted.outcome, weight)),
        })
        .collect()
}

/// Whether ballots that weigh `weight` could change what wins, if each had said anything else or
/// had not been there, or had been there.
pub(super) fn could_change(rules: &Rules, seats: u64, outcome: &Outcome, weight: u64) -> bool {
    // One ballot may take its weight from one option and give it to another.
    let swing = weight.saturating_mul(2);
    match (rules, outcome) {
        (Rules::Motion(rules), Outcome::Motion(motion)) => {
            let decided = decide(rules, seats, weights(motion));
            points(rules, seats, motion, weight).any(|weights| decide(rules, seats, weights) != decided)
        }
        (Rules::Approval(rules), Outcome::Approval(approval)) => {
            let supports = |wanted: bool| {
                let kept =
                    approval.options.iter().filter(move |step| (step.outcome == OptionOutcome::Selected) == wanted);
                kept.map(|step| step.support)
            };
            let near = |winner: u64| supports(false).any(|loser| winner <= loser.saturating_add(swing));
            let tied = approval.options.iter().any(|step| step.outcome == OptionOutcome::Tied);
            tied || supports(true).any(near)
                || crosses(approval.options.iter().map(|step| step.support), rules.minimum_support, weight)
        }
        (Rules::BudgetGreedy(rules), Outcome::BudgetGreedy(budget)) => {
            let mut supports: Vec<u64> = budget.options.iter().map(|step| step.support).collect();
            supports.sort_unstable();
            supports.windows(2).any(|pair| pair[1] <= pair[0].saturating_add(swing))
                || crosses(supports.into_iter(), rules.minimum_support, weight)
        }
        (Rules::Motion2(rules), Outcome::Motion2(outcome)) => swing::of_motion2(rules, outcome, weight),
        (Rules::SingleChoice(rules), Outcome::SingleChoice(outcome)) => swing::of_single_choice(rules, outcome, weight),
        (Rules::Score(rules), Outcome::Score(outcome)) => {
            swing::of_points(outcome, rules.minimum_support, (weight, rules.max_points))
        }
        (Rules::Cumulative(rules), Outcome::Cumulative(outcome)) => {
            let most = rules.max_points.min(rules.points_per_ballot);
            swing::of_points(outcome, rules.minimum_support, (weight, most))
        }
        (Rules::Borda(_), Outcome::Borda(outcome)) => swing::of_borda(outcome, weight),
        (Rules::MajorityJudgment(_), Outcome::MajorityJudgment(outcome)) => swing::of_grades(outcome, weight),
        _ => true,
    }
}

/// Whether some support could cross the least that wins.
fn crosses(supports: impl Iterator<Item = u64>, minimum: u64, weight: u64) -> bool {
    let minimum = minimum.max(1);
    let mut supports = supports;
    supports.any(|support| support.saturating_add(weight) >= minimum && support.saturating_sub(weight) < minimum)
}

const fn weights(motion: &MotionOutcome) -> Weights {
    Weights { votes_for: motion.votes_for, votes_against: motion.votes_against, took_part: motion.took_part }
}

/// The extremes: all of the weight more or less on one side, none of it or all of it on the
/// other, with and without it in the quorum. And what lies between them and decides otherwise: as many
/// that took part as just reach the quorum, since each one more makes the share of those in favour
/// smaller; as many for as against, where nothing is adopted.
fn points(rules: &MotionRules, seats: u64, motion: &MotionOutcome, weight: u64) -> impl Iterator<Item = Weights> {
    let least = move |votes: u64| votes.saturating_sub(weight);
    let most = move |votes: u64| votes.saturating_add(weight);
    let sides = move |votes: u64| [least(votes), votes, most(votes)];
    let MotionOutcome { took_part, votes_for: in_favour, votes_against: against, .. } = *motion;
    let quorum = least_of_quorum(rules.quorum, seats).clamp(least(took_part), most(took_part));
    let equal = least(in_favour).max(least(against));
    let equal = (equal <= most(in_favour).min(most(against))).then_some((equal, equal));
    let pairs =
        sides(in_favour).into_iter().flat_map(move |in_favour| sides(against).map(|against| (in_favour, against)));
    // Where the best of all is an equality, one vote beside it is none.
    let beside =
        [(most(in_favour).saturating_sub(1), least(against)), (most(in_favour), least(against).saturating_add(1))];
    let took_part = [least(took_part), took_part, most(took_part), quorum];
    pairs.chain(equal).chain(beside).flat_map(move |(votes_for, votes_against)| {
        took_part.map(|took_part| {
            let took_part = took_part.max(votes_for.saturating_add(votes_against));
            Weights { votes_for, votes_against, took_part }
        })
    })
}

/// The smallest weight that reaches the quorum.
pub(super) fn least_of_quorum(quorum: Fraction, seats: u64) -> u64 {
    let (part, whole) = (u128::from(quorum.numerator()), u128::from(quorum.denominator()));
    u64::try_from((u128::from(seats) * part).div_ceil(whole)).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::{could_change, decide};
    use crate::council::tally::{
        ApprovalOutcome, ApprovalStep, MotionDecision, MotionOutcome, OptionOutcome, Outcome, StepReason,
    };
    use crate::council::{
        ApprovalRules, Comparison, Fraction, Limits, MotionBase, MotionRules, MotionTie, OptionId, Rules, Ties,
    };
    use crate::tally::motion::Weights;

    const LIMITS: Limits = Limits { min: 1, max: 1, max_per_category: None };

    fn approval(winners: u32, supports: &[(u64, OptionOutcome)]) -> bool {
        let rules = ApprovalRules { limits: LIMITS, winners, minimum_support: 1, ties: Ties::Report };
        let option = |at: usize| OptionId::parse(&format!("o{at}")).expect("an id");
        let step = |(at, (support, outcome)): (usize, &(u64, OptionOutcome))| ApprovalStep {
            option: option(at),
            support: *support,
            outcome: *outcome,
            reason: StepReason::Selected,
            behind_last_winner: None,
        };
        let options = supports.iter().enumerate().map(step).collect();
        let outcome = Outcome::Approval(ApprovalOutcome { places: u64::from(winners), options });
        could_change(&Rules::Approval(rules), 100, &outcome, 1)
    }

    #[test]
    fn one_ballot_more_ends_a_tie() {
        use OptionOutcome::{NotSelected, Selected, Tied};
        assert!(approval(1, &[(10, Tied), (10, Tied)]));
        assert!(approval(2, &[(20, Selected), (10, Tied), (10, Tied), (5, NotSelected)]));
        assert!(approval(1, &[(10, Selected), (8, NotSelected)]));
        assert!(!approval(1, &[(10, Selected), (7, NotSelected)]));
    }

    fn motion((quorum, threshold): ((u32, u32), (u32, u32)), base: MotionBase) -> MotionRules {
        let share = |(part, whole)| Fraction::new(part, whole).expect("a share");
        MotionRules {
            quorum: share(quorum),
            threshold: share(threshold),
            comparison: Comparison::MoreThan,
            base,
            tie: MotionTie::NotAdopted,
        }
    }

    fn doubtful(
        rules: MotionRules,
        seats: u64,
        [votes_for, votes_against, abstentions]: [u64; 3],
        weight: u64,
    ) -> bool {
        let took_part = votes_for + votes_against + abstentions;
        let outcome = Outcome::Motion(MotionOutcome {
            votes_for,
            votes_against,
            abstentions,
            not_voting: 0,
            blank: 0,
            seats,
            took_part,
            base: took_part,
            decision: MotionDecision::Rejected,
        });
        could_change(&Rules::Motion(rules), seats, &outcome, weight)
    }

    #[test]
    fn a_motion_that_only_just_reaches_its_quorum_may_pass_between_the_extremes() {
        // Of ten ballots nine are voters who change from an abstention, and one is new: 339 of 500.
        let rules = motion(((1, 2), (2, 3)), MotionBase::Cast);
        assert!(doubtful(rules, 1000, [329, 0, 170], 10));
        assert!(!doubtful(rules, 1000, [300, 0, 190], 9));
    }

    #[test]
    fn as_many_for_as_against_lies_between_the_extremes() {
        // One voter who changes makes 9 and 9, which a threshold of a third would otherwise let pass.
        let rules = motion(((0, 1), (1, 3)), MotionBase::Expressed);
        assert!(doubtful(rules, 100, [10, 8, 0], 3));
        assert!(!doubtful(rules, 100, [30, 20, 0], 3));
    }

    #[test]
    fn no_ballots_change_what_is_said_not_to_change() {
        for (quorum, threshold) in [((0, 1), (1, 3)), ((1, 2), (1, 2)), ((1, 2), (2, 3)), ((1, 1), (1, 4))] {
            for base in [MotionBase::Expressed, MotionBase::Cast, MotionBase::Seats] {
                let rules = motion((quorum, threshold), base);
                for at in 0..9_u64.pow(3) {
                    let counts = [at % 9, at / 9 % 9, at / 81];
                    if counts.iter().sum::<u64>() <= 12 {
                        assert_no_change(rules, 12, counts);
                    }
                }
            }
        }
    }

    /// Each of two ballots may be a new one, or that of somebody who voted otherwise.
    fn assert_no_change(rules: MotionRules, seats: u64, counts: [u64; 3]) {
        let decided = |[votes_for, votes_against, abstentions]: [u64; 3]| {
            let took_part = votes_for + votes_against + abstentions;
            decide(&rules, seats, Weights { votes_for, votes_against, took_part })
        };
        let mut reached = vec![counts];
        for _ in 0..2 {
            let step = |counts: &[u64; 3]| {
                let counts = *counts;
                // From and to one of the answers, or to nothing at all.
                (0..16).filter_map(move |change| {
                    let (from, to) = (change / 4, change % 4);
                    let mut counts = counts;
                    if let Some(count) = counts.get_mut(from) {
                        *count = count.checked_sub(1)?;
                    }
                    counts.get_mut(to).into_iter().for_each(|count| *count += 1);
                    Some(counts)
                })
            };
            reached = reached.iter().flat_map(step).collect();
        }
        let changed = reached.iter().find(|after| decided(**after) != decided(counts));
        if let Some(after) = changed {
            assert!(doubtful(rules, seats, counts, 2), "{rules:?}: {counts:?} and {after:?}");
        }
    }
}
