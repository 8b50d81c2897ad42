//! Whether the points or grades of a ballot are such as the rules allow. Blank always is.

use super::Electors;
use crate::council::{
    BallotBody, CumulativeRules, ElectoratesCounted, MajorityJudgmentRules, MissingGrade, MissingPoints, OptionId,
    Rules, ScoreRules, Spending,
};
use crate::language::Bilingual;
use crate::language::Language::{En, Fr};
use crate::report::Code;
use crate::statement::{Definition, Enrolment, Vote};
use crate::submission::Rejection;

/// Refuses points and grades that the sealed rules do not allow.
pub(super) fn check(definition: &Definition, vote: &Vote) -> Result<(), Rejection> {
    match (&definition.rules, vote) {
        (Rules::Score(rules), Vote::Points(points)) if !points.is_empty() => check_score(definition, rules, points),
        (Rules::Cumulative(rules), Vote::Points(points)) if !points.is_empty() => check_cumulative(rules, points),
        (Rules::MajorityJudgment(rules), Vote::Grades(grades)) if !grades.is_empty() => {
            check_grades(definition, rules, grades)
        }
        _ => Ok(()),
    }
}

/// The chair of a motion, who may have the casting vote, must be on its roll.
pub(super) fn check_chair(definition: &Definition, electors: &Electors) -> Result<(), Rejection> {
    let Rules::Motion2(rules) = &definition.rules else { return Ok(()) };
    let Some(chair) = rules.chair.as_ref().filter(|chair| electors.line(chair).is_none()) else { return Ok(()) };
    let message = Bilingual::new(
        format!("`chair: {chair}` n’est pas sur la liste du vote"),
        format!("`chair: {chair}` is not on the roll of the vote"),
    );
    Err(Rejection::new(Code::VoterUnknown, message))
}

/// The largest sum that every reader of a tally can hold: JSON readers that know no whole numbers keep
/// those below 2^53.
const MOST: u128 = 1 << 53;

/// Refuses a vote whose sums might not fit, before anybody votes in it.
pub(super) fn check_sums(definition: &Definition, electors: &Electors) -> Result<(), Rejection> {
    let seats: u128 = electors.lines().map(|line| u128::from(line.weight)).sum();
    let each = match &definition.rules {
        Rules::Score(rules) => u128::from(rules.max_points),
        Rules::Cumulative(rules) => u128::from(rules.max_points),
        Rules::StvScottish(_) => 100_000,
        Rules::Borda(_) => 2 * definition.options.len() as u128,
        rules if rules.body() == BallotBody::Points => rules.points_caps().option.unwrap_or(u32::MAX).into(),
        _ => 1,
    };
    if seats * each < MOST {
        return Ok(());
    }
    let message = Bilingual::new(
        format!("{seats} voix, à {each} au plus par choix, peuvent faire une somme que le résultat ne peut porter"),
        format!(
            "{} of up to {each} for an option may add up to a sum that the tally cannot hold",
            En.count(seats, "vote", "votes")
        ),
    );
    Err(Rejection::new(Code::CountOverflow, message))
}

/// Refuses a vote in which nothing could win: no option can have the support that the rules ask for, in
/// the count of all or in that of an electorate.
pub(super) fn check_reach(definition: &Definition, electors: &Electors) -> Result<(), Rejection> {
    let weigh = |lines: &[Enrolment]| lines.iter().map(|line| u64::from(line.weight)).fold(0, u64::saturating_add);
    let each = electors.electorates().map(|(_, roll, _)| weigh(&roll.roll().voters));
    let counts: Vec<u64> = match definition.electorates_counted {
        Some(ElectoratesCounted::Separately) => each.collect(),
        _ => vec![each.fold(0, u64::saturating_add)],
    };
    match counts.into_iter().find_map(|weight| definition.rules.out_of_reach(weight)) {
        None => Ok(()),
        Some(message) => Err(Rejection::new(Code::SupportOutOfReach, message)),
    }
}

type Points = [(OptionId, u32)];

fn check_score(definition: &Definition, rules: &ScoreRules, points: &Points) -> Result<(), Rejection> {
    check_each(points, rules.max_points)?;
    match rules.missing {
        MissingPoints::Zero => Ok(()),
        MissingPoints::Refused => none_missing(definition, points.len(), |id| points.iter().any(|(of, _)| of == id)),
    }
}

fn check_cumulative(rules: &CumulativeRules, points: &Points) -> Result<(), Rejection> {
    check_each(points, rules.max_points)?;
    let spent: u64 = points.iter().map(|(_, points)| u64::from(*points)).fold(0, u64::saturating_add);
    let purse = u64::from(rules.points_per_ballot);
    if spent > purse {
        let message = Bilingual::new(
            format!("{} en tout ; il y en a {purse} au plus", Fr.count(spent, "point", "points")),
            format!("{} in all; at most {purse} allowed", En.count(spent, "point", "points")),
        );
        return Err(Rejection::new(Code::PointsTooMany, message));
    }
    if spent < purse && rules.spending == Spending::All {
        let message = Bilingual::new(
            format!("{} ; tous doivent l’être, ici {purse}", Fr.count(spent, "point donné", "points donnés")),
            format!("{} given; all must be, here {purse}", En.count(spent, "point", "points")),
        );
        return Err(Rejection::new(Code::PointsUnspent, message));
    }
    Ok(())
}

fn check_each(points: &Points, most: u32) -> Result<(), Rejection> {
    let Some((option, points)) = points.iter().find(|(_, points)| *points > most) else { return Ok(()) };
    let message = Bilingual::new(
        format!("{} à `{option}` ; {most} au plus", Fr.count(*points, "point", "points")),
        format!("{} for `{option}`; at most {most} allowed", En.count(*points, "point", "points")),
    );
    Err(Rejection::new(Code::PointsTooMany, message))
}

fn check_grades(
    definition: &Definition,
    rules: &MajorityJudgmentRules,
    grades: &[(OptionId, OptionId)],
) -> Result<(), Rejection> {
    if let Some((_, grade)) = grades.iter().find(|(_, grade)| rules.grade(grade).is_none()) {
        let known: Vec<&str> = rules.ids().map(OptionId::as_str).collect();
        let known = known.join(", ");
        let message = Bilingual::new(
            format!("`{grade}` n’est pas une mention de ce vote ; les mentions : {known}"),
            format!("`{grade}` is not a grade of this vote; the grades: {known}"),
        );
        return Err(Rejection::new(Code::GradeUnknown, message));
    }
    match rules.missing {
        MissingGrade::Lowest => Ok(()),
        MissingGrade::Refused => none_missing(definition, grades.len(), |id| grades.iter().any(|(of, _)| of == id)),
    }
}

/// Each option of the vote must stand on the ballot; those on it are options of the vote already.
fn none_missing(definition: &Definition, named: usize, has: impl Fn(&OptionId) -> bool) -> Result<(), Rejection> {
    if named == definition.options.len() {
        return Ok(());
    }
    let missing = definition.options.iter().map(|option| &option.id).find(|id| !has(id));
    let missing = missing.map_or("", OptionId::as_str);
    let message = Bilingual::new(
        format!("rien n’est dit de `{missing}` ; chaque choix est à noter"),
        format!("nothing is said of `{missing}`; every option must be judged"),
    );
    Err(Rejection::new(Code::OptionMissing, message))
}
